"""How long a report of 12 goals takes to become paper: `python -m benchmarks.reports`. Exit code 1 where a bound is missed.

first    in a fresh process, from the finished blocks to the bytes, loading the libraries of the form included
again    the median of a few more in the same process, as on the page of a running server
"""

import io
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from statistics import median

import pikepdf

from indicators.monitor import open_monitor
from indicators.present.report.blocks import Report
from indicators.present.words import Words, words

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
BOUND = 3.0  # seconds: 12 pages with 12 charts
REPEATS = 7
FIGURES = 12
Writer = Callable[[Report, Words], bytes]


def main() -> int:
    if len(sys.argv) > 1:
        return once(sys.argv[1])
    results = [subprocess.run([sys.executable, "-m", "benchmarks.reports", form], check=False).returncode for form in WRITERS]
    return int(any(results))


def once(form: str) -> int:
    """All of one form, in this process."""
    from tests.report_sample import sample

    report, told = sample(open_monitor(None, now=NOW), number=FIGURES, written=()), words("de")
    start = time.perf_counter()
    write = WRITERS[form]()
    data = write(report, told)
    first = time.perf_counter() - start
    again = median(_seconds(write, report, told) for _ in range(REPEATS))
    size = f"{len(data) / 1000:.0f} kB" + (f", {len(pikepdf.open(io.BytesIO(data)).pages)} pages" if form == "pdf" else "")
    for name, seconds in (("first", first), ("again", again)):
        missed = "MISSED" if seconds > BOUND else ""
        print(f"{form}, {FIGURES} charts, {size}, {name:<8}{seconds * 1000:>9.0f} ms{BOUND * 1000:>9.0f}  {missed}".rstrip())
    return int(max(first, again) > BOUND)


def _seconds(write: Writer, report: Report, told: Words) -> float:
    start = time.perf_counter()
    write(report, told)
    return time.perf_counter() - start


def _pdf() -> Writer:
    from indicators.present.report.pdf import pdf

    return pdf


def _docx() -> Writer:
    from indicators.present.report.docx import docx

    return docx


WRITERS: Mapping[str, Callable[[], Writer]] = {"pdf": _pdf, "docx": _docx}

if __name__ == "__main__":
    sys.exit(main())
