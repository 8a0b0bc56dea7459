"""Uploads are read by a child process within limits: whatever a file does to its reader, the server goes on.

Whoever calls waits; other threads do not: the waiting is done in the system, not in Python. At most two files are read
at a time.
"""

import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO

import msgspec

from indicators.catalogue import Catalogue
from indicators.ingest import Issue, Progress, Reading, wire
from indicators.ingest.child import OUT_OF_MEMORY
from indicators.ingest.grid import Grid
from indicators.ingest.mapping import Mapping
from indicators.ingest.observations import empty_table
from indicators.ingest.opening import MOST_BYTES, too_big

_LOG = logging.getLogger(__name__)
_PROJECT = Path(__file__).parents[2]
_MB = 1024**2
_TURNS = threading.BoundedSemaphore(2)
_COMMAND = (sys.executable, "-B", "-X", "utf8", "-m", "indicators.ingest.child")
_TAIL = 4000  # letters of a traceback that go to the log


@dataclass(frozen=True)
class Limits:
    """What reading one file may take. The wall clock is generous: it is for a child that sleeps or a system without
    limits of its own."""

    cpu_seconds: int = 30
    memory_bytes: int = 1024**3
    wall_seconds: float = 120.0


LIMITS = Limits()


def read_limited(
    data: bytes,
    *,
    catalogue: Catalogue,
    today: date,
    source: str,
    mapping: Mapping | None = None,
    mappings: Sequence[Mapping] = (),
    sheet: str = "",
    progress: Progress | None = None,
    limits: Limits = LIMITS,
) -> Reading:
    """What `ingest.read` says of the file, read by a child; a file that takes too much is refused as an issue.

    progress   called in this thread with what is being done and the share that is done; "waiting" comes first
    """
    request = wire.Request(
        "read", today, source, catalogue=catalogue, sheet=sheet, mapping=mapping, mappings=tuple(mappings),
        progress=progress is not None,
    )  # fmt: skip
    found = _ask(request, data, limits, progress)
    if isinstance(found, Issue):
        return Reading(empty_table(), (found,))
    try:
        return wire.decode_reading(found.get(b"A", b""), found.get(b"T", b""))
    except ValueError:
        return Reading(empty_table(), (_died(),))


def peek_limited(data: bytes, *, limits: Limits = LIMITS) -> tuple[Grid, ...] | Issue:
    """The first rows of every visible sheet as text, for the eye of somebody who teaches a table; or what is wrong."""
    request = wire.Request("peek", date.min, "")
    found = _ask(request, data, limits, None)
    if isinstance(found, Issue):
        return found
    try:
        return wire.decode_glance(found.get(b"A", b""))
    except ValueError:
        return _died()


def _died() -> Issue:
    return Issue("error", "file.reader_died")


def _ask(request: wire.Request, data: bytes, limits: Limits, progress: Progress | None) -> dict[bytes, bytes] | Issue:
    """The child's messages by kind, or why there are none."""
    if len(data) > MOST_BYTES:
        return too_big(len(data))
    if progress is not None:
        progress("waiting", 0.0)
    with _TURNS, _start(limits) as child:
        is_late = threading.Event()
        clock = threading.Timer(limits.wall_seconds, _stop, (child, is_late))
        tail = bytearray()
        helpers = (
            threading.Thread(target=_send, args=(child.stdin, msgspec.msgpack.encode(request), data), daemon=True),
            threading.Thread(target=_drain, args=(child.stderr, tail), daemon=True),
        )
        for thread in (clock, *helpers):
            thread.start()
        try:
            messages = _listen(child.stdout, limits, progress)
            child.wait()
        finally:
            clock.cancel()
            _stop(child)
            for thread in helpers:
                thread.join()
    return _result(messages, child.returncode, is_late.is_set(), tail, limits)


def _start(limits: Limits) -> "subprocess.Popen[bytes]":
    """A child that can see nothing of the server: its own group, none of its files, none of its environment."""
    return subprocess.Popen(  # noqa: S603  (our own interpreter; the arguments are two numbers)
        [*_COMMAND, str(limits.cpu_seconds), str(limits.memory_bytes)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        cwd=_PROJECT, env=_environment(), start_new_session=True,
    )  # fmt: skip


def _environment() -> dict[str, str]:
    """One thread and one pool of memory, so that the limits mean what they say."""
    threads = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "ARROW_IO_THREADS")
    needed = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}  # Windows starts nothing without
    return needed | dict.fromkeys(threads, "1") | {"ARROW_DEFAULT_MEMORY_POOL": "system", "MALLOC_ARENA_MAX": "1"}


def _stop(child: "subprocess.Popen[bytes]", is_late: threading.Event | None = None) -> None:
    if child.poll() is not None:
        return
    if is_late is not None:
        is_late.set()
    with suppress(ProcessLookupError):
        if hasattr(os, "killpg"):
            os.killpg(child.pid, signal.SIGKILL)
        else:
            child.kill()


def _send(stream: IO[bytes] | None, request: bytes, data: bytes) -> None:
    assert stream is not None
    with suppress(BrokenPipeError, OSError), stream:  # a child that died does not listen
        wire.write_message(stream, b"R", request)
        stream.write(data)


def _drain(stream: IO[bytes] | None, tail: bytearray) -> None:
    """Keep the end of what the child complains of; a full pipe would stop it."""
    assert stream is not None
    while piece := stream.read(1024):
        tail += piece
        del tail[:-_TAIL]


def _listen(stream: IO[bytes] | None, limits: Limits, progress: Progress | None) -> dict[bytes, bytes] | None:
    """All messages until the child is done; None if it talks nonsense."""
    assert stream is not None
    messages: dict[bytes, bytes] = {}
    try:
        while (message := wire.read_message(stream, limits.memory_bytes)) is not None:
            kind, content = message
            if kind != b"P":
                messages[kind] = content
            elif progress is not None:
                step = wire.decode(content, wire.Progress)
                progress(step.stage, step.share)
    except ValueError:
        return None
    return messages


def _result(
    messages: dict[bytes, bytes] | None, code: int, is_late: bool, tail: bytearray, limits: Limits
) -> dict[bytes, bytes] | Issue:
    """What became of the child. Negative codes are the signals that ended it."""
    if code == 0 and messages is not None:
        return messages
    if is_late or code == -getattr(signal, "SIGXCPU", 0):
        most = int(limits.wall_seconds) if is_late else limits.cpu_seconds
        return Issue("error", "file.too_slow", params={"most": most})
    # A library that gets no memory aborts; a system without memory kills, as we do a child that talks nonsense.
    is_killed = code == -getattr(signal, "SIGKILL", 0) and messages is not None
    if is_killed or code in (OUT_OF_MEMORY, -signal.SIGABRT):
        return Issue("error", "file.too_large_in_memory", params={"most": limits.memory_bytes // _MB})
    _LOG.error("the reader of an upload ended with %s: %s", code, tail.decode(errors="replace"))
    return _died()
