"""How long a report of 12 goals takes to become paper: `python -m benchmarks.reports`. Exit code 1 where a bound is missed.

cities   the whole reports of all cities from the store, content and PDF together, in a fresh process
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

from indicators.monitor import open_monitor, reports
from indicators.present.report.blocks import Report
from indicators.present.words import Words, words

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
BOUND = 3.0  # seconds: 12 pages with 12 charts
REPEATS = 7
FIGURES = 12
Writer = Callable[[Report, Words], bytes]


def main() -> int:
    if len(sys.argv) > 1:
        return cities() if sys.argv[1] == "cities" else once(sys.argv[1])
    names = (*WRITERS, "cities")
    results = [subprocess.run([sys.executable, "-m", "benchmarks.reports", name], check=False).returncode for name in names]
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
    name = f"{form}, {FIGURES} charts, {size}"
    return int(sum((_is_missed(f"{name}, first", first), _is_missed(f"{name}, again", again))) > 0)


def cities() -> int:
    """Every report as it is today, in this process."""
    monitor, told, write = open_monitor(None, now=NOW), words("de"), WRITERS["pdf"]()
    missed = []
    for name in monitor.catalogue.reports:
        start = time.perf_counter()
        data = write(reports.report(monitor, name, told, today=NOW.date()), told)
        seconds = time.perf_counter() - start
        missed.append(_is_missed(f"{name}, {len(pikepdf.open(io.BytesIO(data)).pages)} pages, content and pdf", seconds))
    return int(any(missed))


def _is_missed(name: str, seconds: float) -> bool:
    missed = "MISSED" if seconds > BOUND else ""
    print(f"{name:<48}{seconds * 1000:>9.0f} ms{BOUND * 1000:>9.0f}  {missed}".rstrip())
    return seconds > BOUND


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
