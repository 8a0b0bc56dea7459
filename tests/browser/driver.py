"""What drives the browser tests: a real server with data of its own, and a tab that remembers what it asked and heard."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).parents[2]
STARTUP_SECONDS = 60


@dataclass(frozen=True)
class Server:
    """A dashboard on a free port of this machine."""

    address: str
    log: Path


@contextmanager
def serving(folder: Path, log: Path) -> Iterator[Server]:
    """`streamlit run dashboard.py` with `folder` as its data; its output goes to `log`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", str(port), "--server.address", "127.0.0.1",
        "--server.headless", "true", "--server.fileWatcherType", "none",
    ]  # fmt: skip
    environment = os.environ | {"ZIELMONITOR_DATA": str(folder)}
    with (
        log.open("w") as output,
        subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=output, stderr=subprocess.STDOUT) as process,
    ):
        try:
            _wait_until_healthy(f"http://127.0.0.1:{port}", process, log)
            yield Server(f"http://127.0.0.1:{port}", log)
        finally:
            process.terminate()


def _wait_until_healthy(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + STARTUP_SECONDS
    while time.monotonic() < until:
        assert process.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise AssertionError(f"no answer within {STARTUP_SECONDS} s\n{log.read_text()}")


@dataclass
class Tab:
    """A page of the browser and everything it asked for or complained about."""

    page: Any
    server: Server
    hosts: set[str] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.set_default_timeout(30_000)
        self.page.on("request", lambda request: self._asked(request.url))
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def turned_to(self, server: Server, width: int) -> "Tab":
        """The tab with nothing remembered, in the given width."""
        self.server = server
        self.hosts.clear()
        self.errors.clear()
        self.page.set_viewport_size({"width": width, "height": 900})
        return self

    def _asked(self, url: str) -> None:
        if url.startswith(("http:", "https:", "ws:", "wss:")):
            self.hosts.add(url.split("/")[2])

    def _said(self, message: Any) -> None:
        # Under a page's path Streamlit first looks for its own server there, before it asks one level up.
        url = message.location.get("url", "")
        is_probe = "/_stcore/" in url.removeprefix(f"{self.server.address}/_stcore/")
        if message.type == "error" and not is_probe:
            self.errors.append(f"{message.text} ({url})")

    def open(self, path: str) -> Any:
        """Go to an address inside the dashboard and wait until the page has been written to its end."""
        self.page.goto(self.server.address + path)
        return self.settle()

    def settle(self) -> Any:
        """Wait until Streamlit has run the script and drawn what it said."""
        self.page.wait_for_selector(".zm h1, [data-testid=stAlert]")
        self.page.wait_for_function(_SETTLED)
        return self.page

    @property
    def query(self) -> dict[str, str]:
        return dict(self.page.evaluate("[...new URLSearchParams(location.search)]"))

    def chosen(self) -> list[str]:
        """What the select boxes show."""
        return self.page.locator("[data-testid=stSelectbox] input").evaluate_all("boxes => boxes.map(box => box.value)")

    def pressed(self, label: str) -> str:
        """Which of several choices side by side is taken."""
        group = self.page.get_by_role("radiogroup", name=label)
        return str(group.get_by_role("radio", checked=True).inner_text())

    def choose(self, label: str, option: str) -> None:
        self.page.get_by_role("combobox", name=label).click()
        self.page.get_by_role("option", name=option, exact=True).click()


# In one and the same moment: no script runs, the page of the address is the one that is shown (a link to another page tells
# Streamlit, whose answer takes a moment), nothing is stale, no skeleton stands for a part that is still loading, every chart
# has its axis, the typeface is there.
_SETTLED = """() => {
    const links = [...document.querySelectorAll('.zm-nav a, .zm-footer nav a')];
    const here = links.filter(link => link.pathname === location.pathname);
    const isHidden = ['/provenance', '/teach'].includes(location.pathname);
    return document.querySelector('[data-test-script-state=notRunning][data-test-connection-state=CONNECTED]') &&
        (here.length ? here.every(link => link.ariaCurrent === 'page')
                        : !isHidden || !links.some(link => link.ariaCurrent === 'page')) &&
        !document.querySelector('[data-stale=true]') && !document.querySelector('[data-testid=stSkeleton]') &&
        [...document.querySelectorAll('.stPlotlyChart')].every(chart => chart.querySelector('.ytick text')) &&
        document.fonts.status === 'loaded' }"""


OpenTab = Callable[..., Tab]
