"""Streamlit servers for a measurement: on a free port, with the same options, stopped whatever happens."""

import os
import socket
import subprocess
import sys
import time
import tomllib
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

OPTIONS = {"server.headless": "true", "server.address": "localhost", "server.fileWatcherType": "none"}
PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Server:
    """A running server. `pid` is the process that runs the scripts."""

    url: str
    pid: int

    @property
    def rss_mb(self) -> float:
        """Resident memory now, from the kernel's account of the process."""
        lines = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii").splitlines()
        kilobytes = next(line.split()[1] for line in lines if line.startswith("VmRSS:"))
        return int(kilobytes) / 1024


def configured(project: Path) -> dict[str, str]:
    """The product's own options without its theme, so that the plain pages are served no better and no worse."""
    sections = tomllib.loads((project / ".streamlit/config.toml").read_text(encoding="utf-8"))
    return {
        f"{section}.{name}": str(value).lower() if isinstance(value, bool) else str(value)
        for section, options in sections.items() if section != "theme"
        for name, value in options.items()
    }  # fmt: skip


@contextmanager
def serving(script: Path, options: Mapping[str, str]) -> Iterator[Server]:
    """Start Streamlit on a script, with a store of its own, and stop it at the end.

    options   of Streamlit, by their full name
    raises    RuntimeError with the server's last words when it does not answer
    """
    with TemporaryDirectory(prefix="zielmonitor-bench-") as folder:
        port, log = _free_port(), Path(folder) / "server.log"
        command = [sys.executable, "-m", "streamlit", "run", script.name]
        for name, value in {**OPTIONS, **options, "server.port": str(port)}.items():
            command += [f"--{name}", value]
        environment = os.environ | {"ZIELMONITOR_DATA": str(Path(folder) / "store")}
        with log.open("wb") as output:
            process = subprocess.Popen(command, cwd=script.parent, env=environment, stdout=output, stderr=output)
        try:
            url = f"http://localhost:{port}"
            _wait(process, url, log)
            yield Server(url, process.pid)
        finally:
            _stop(process)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return probe.getsockname()[1]


def _wait(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    give_up = time.monotonic() + PATIENCE_SECONDS
    while process.poll() is None and time.monotonic() < give_up:
        try:
            urllib.request.urlopen(f"{url}/_stcore/health", timeout=5).close()
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.1)
        else:
            return
    said = log.read_text(encoding="utf-8", errors="replace")[-2000:]
    raise RuntimeError(f"{url}: the server does not answer; it said:\n{said}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
