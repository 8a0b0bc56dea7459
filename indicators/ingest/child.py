"""Reads one upload in a process of its own, within limits: `python -m indicators.ingest.child CPU_SECONDS MEMORY_BYTES`.

The request and the upload come on standard input, progress and answer leave on standard output (`ingest.wire`). Started
by `ingest.limited`. The limits are set before the first byte of the upload is looked at.
"""

import gc
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import IO, Any

import msgspec

from indicators.ingest import read, sheets, wire

try:
    import resource
except ImportError:  # Windows: the wall clock of the parent still holds
    resource = None  # type: ignore[assignment]

OUT_OF_MEMORY = 3
GLANCE = 60  # rows of each sheet that a person teaching a table sees
_LIBRARIES = 1024**3  # address space for code and files mapped, on top of the memory for data
_STEP = 0.01  # of the work; less is not worth a message


def main(arguments: list[str]) -> int:
    set_limits(int(arguments[0]), int(arguments[1]))
    gc.freeze()  # the libraries stay until the end: the collector need not walk through them again and again
    try:
        answer(sys.stdin.buffer, sys.stdout.buffer)
    except MemoryError:
        return OUT_OF_MEMORY
    return 0


def set_limits(cpu_seconds: int, memory_bytes: int) -> None:
    """Processor time, memory, no file written, few opened, no core dump; and let everybody else go first."""
    if hasattr(os, "nice"):
        os.nice(10)
    if resource is None:
        return
    for kind, soft, hard in (
        ("RLIMIT_CPU", cpu_seconds, cpu_seconds + 2),
        # DATA counts what is really reserved for data. AS, which also counts mapped code, stands behind it for systems
        # whose DATA does not count everything.
        ("RLIMIT_DATA", memory_bytes, memory_bytes),
        ("RLIMIT_AS", memory_bytes + _LIBRARIES, memory_bytes + _LIBRARIES),
        ("RLIMIT_FSIZE", 0, 0),
        ("RLIMIT_CORE", 0, 0),
        ("RLIMIT_NOFILE", 64, 64),
    ):
        with suppress(ValueError, OSError):  # lower already, or not to be had on this system
            resource.setrlimit(getattr(resource, kind), (soft, hard))


def answer(source: IO[bytes], target: IO[bytes]) -> None:
    message = wire.read_message(source, sys.maxsize)
    request = wire.decode(message[1] if message else b"", wire.Request)
    data = source.read()
    if request.task == "peek":
        wire.write_message(target, b"A", wire.encode_glance(sheets(data), GLANCE))
        return
    assert request.catalogue is not None
    reading = read(data, request.catalogue, today=request.today, source=request.source, **_further(request, target))
    del data
    found, table = wire.encode_reading(reading)
    wire.write_message(target, b"A", found)
    wire.write_message(target, b"T", table)


def _further(request: wire.Request, target: IO[bytes]) -> dict[str, Any]:
    """What is asked beyond the plain reading."""
    further: dict[str, Any] = {"sheet": request.sheet, "mapping": request.mapping, "mappings": request.mappings}
    if request.progress:
        further["progress"] = _reporter(target)
    return {name: value for name, value in further.items() if value}


def _reporter(target: IO[bytes]) -> Callable[[str, float], None]:
    """Sends how far the reading is, not more often than anybody could see."""
    last = [("", -1.0)]

    def report(stage: str, share: float) -> None:
        if stage != last[0][0] or share >= last[0][1] + _STEP:
            last[0] = (stage, share)
            wire.write_message(target, b"P", msgspec.msgpack.encode(wire.Progress(stage, share)))

    return report


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
