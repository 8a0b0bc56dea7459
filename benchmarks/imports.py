"""How long an import takes, parse to commit, beside the plainest readers of the same file. `make bench-imports`.

    38,000 rows      beside pandas.read_csv with date parsing, in turns, medians
    3,800,000 rows   beside DuckDB's typed read_csv into a table, each in a process of its own, with its peak memory

The start of the child process that reads uploads is given separately: it does not grow with the file.
"""

import argparse
import gc
import io
import itertools
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pandas as pd

from indicators import ingest
from indicators.catalogue import Catalogue
from indicators.catalogue.load import load_catalogue
from indicators.catalogue.model import Area, Text
from indicators.ingest.checks import plausibility
from indicators.ingest.compare import compare
from indicators.store import Store
from indicators.store.people import operator

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
HEADER = "Schlüssel;Stadt;Indikator;Gruppe;Zeitraum;Wert;Einheit;Quelle"
PLAIN = """
    create table plain as select * from read_csv($path, delim = ';', header = true, decimal_separator = ',', columns = {
        'Schlüssel': 'varchar', 'Stadt': 'varchar', 'Indikator': 'varchar', 'Gruppe': 'varchar', 'Zeitraum': 'varchar',
        'Wert': 'double', 'Einheit': 'varchar', 'Quelle': 'varchar'})
"""
GROUPS = ("Insgesamt", "Männer", "Frauen", "Ausländer", "15 bis unter 25 Jahre")


def panel() -> Catalogue:
    """The catalogue with 400 more areas: as many districts as Germany has."""
    known = load_catalogue()
    plain = known.areas["05913"]
    extra = {f"{key:05d}": _area(f"{key:05d}", plain) for key in range(20001, 20401)}
    return replace(known, areas={**known.areas, **extra})


def _area(key: str, plain: Area) -> Area:
    name = Text(de=f"Kreis {key}", en=f"District {key}")
    return Area(
        area=key, slug=f"kreis-{key}", name=name, short=name, kind="city", land=plain.land, job_centre="", job_centre_since="",
        job_centre_source="", aliases=(), homonyms=(),
    )  # fmt: skip


def tidy(catalogue: Catalogue, count: int) -> bytes:
    """A German tidy table: rates and counts of every area, month by month, values with comma."""
    lines = [HEADER]
    while True:
        for indicator, unit, step in (("Arbeitslosenquote", "Prozent", 1), ("Arbeitslose", "Personen", 0)):
            for group in GROUPS:
                for area in catalogue.areas.values():
                    name = area.name.de
                    for number in range(948):
                        year, month = divmod(number, 12)
                        value = f"{8 + number % 3},{number % 10}" if step else f"{20_000 + number % 7 * 37}"
                        lines.append(f"{area.area};{name};{indicator};{group};{month + 1:02d}/{1947 + year};{value};{unit};Amt")
                        if len(lines) > count:
                            return "\n".join(lines).encode() + b"\n"


def product(data: bytes, catalogue: Catalogue, folder: Path) -> dict[str, float]:
    """Seconds of each step of an import into a new store on disk."""
    with Store.open(folder, NOW) as store:
        marks = [time.perf_counter()]
        reading = ingest.read(data, catalogue, today=NOW.date(), source="bench")
        marks.append(time.perf_counter())
        stored = store.series()
        plausibility(compare(reading.table, stored), stored, catalogue)
        marks.append(time.perf_counter())
        store.commit(
            reading.table, original=data, file_name="bench.csv", released_on=NOW.date(), released_precision="day",
            reason="bench", actor=operator("bench"), now=NOW,
        )  # fmt: skip
        marks.append(time.perf_counter())
    steps = dict(zip(("read", "check", "commit"), (b - a for a, b in itertools.pairwise(marks)), strict=True))
    return steps | {"total": marks[-1] - marks[0], "rows": len(reading.table)}


def with_pandas(data: bytes) -> float:
    start = time.perf_counter()
    pd.read_csv(io.BytesIO(data), sep=";", decimal=",", parse_dates=["Zeitraum"], date_format="%m/%Y")
    return time.perf_counter() - start


def with_duckdb(path: Path, folder: Path) -> float:
    """DuckDB's reader with every type given, into a table on disk."""
    with duckdb.connect(str(folder / "plain.duckdb")) as connection:
        start = time.perf_counter()
        connection.execute(PLAIN, {"path": str(path)})
        connection.execute("checkpoint")
        return time.perf_counter() - start


Steps = dict[str, float]


def short(rounds: int) -> dict[str, Steps]:
    catalogue = panel()
    data = tidy(catalogue, 38_000)
    gc.freeze()  # as the server and the child that reads do once they have started
    found: list[tuple[Steps, Steps]] = []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            found.append((product(data, catalogue, Path(folder)), {"total": with_pandas(data)}))
    return medians(found)


def medians(rounds: list[tuple[Steps, Steps]]) -> dict[str, Steps]:
    """Of every step of the product and of the plain reader, over rounds in which they took turns."""
    return {
        name: {step: statistics.median(one[step] for one in found) for step in found[0]}
        for name, found in zip(("product", "plain"), zip(*rounds, strict=True), strict=True)
    }


def child_start() -> float:
    """From asking to answering for a file of one line, that is the start of the process and its imports."""
    from indicators.ingest.limited import read_limited

    catalogue = load_catalogue()
    start = time.perf_counter()
    read_limited(b"Stadt;Indikator;Zeitraum;Wert\nDortmund;ALQ;2024;8,1\n", catalogue=catalogue, today=NOW.date(), source="x")
    return time.perf_counter() - start


def long_product(path: Path) -> Steps:
    with tempfile.TemporaryDirectory() as folder:
        found = product(path.read_bytes(), panel(), Path(folder))
    return found | {"peak_gb": peak_gb()}


def peak_gb() -> float:
    """The most memory this process has held; Linux only."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1e6  # type: ignore[index]


def long_duckdb(path: Path) -> Steps:
    with tempfile.TemporaryDirectory() as folder:
        seconds = with_duckdb(path, Path(folder))
    return {"total": seconds, "peak_gb": peak_gb()}


ALONE: dict[str, Callable[[Path], Steps]] = {"product": long_product, "duckdb": long_duckdb}


def long(rounds: int) -> dict[str, Steps]:
    """Each in a process of its own: memory is a process's."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "long.csv"
        path.write_bytes(tidy(panel(), 3_800_000))
        return medians([(alone("product", path), alone("duckdb", path)) for _ in range(rounds)])


def alone(name: str, path: Path) -> Steps:
    command = [sys.executable, "-m", "benchmarks.imports", "--alone", name, str(path)]
    found: Steps = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return found


@dataclass(frozen=True)
class Row:
    """A line of the table: what was measured (seconds or gigabytes) and how much it may be."""

    name: str
    found: float
    plain: float | None
    bound: float

    @property
    def ratio(self) -> float:
        """What is held against the bound: the ratio to the plain reader, or what was found where there is none."""
        return self.found if self.plain is None else self.found / self.plain

    def __str__(self) -> str:
        plain = "" if self.plain is None else f"{self.plain:.3f}"
        verdict = "MISSED" if self.ratio > self.bound else ""
        return f"{self.name:<40}{self.found:>9.3f}{plain:>9}{self.ratio:>7.2f}{self.bound:>7.1f}  {verdict}".rstrip()


def main() -> int:
    """Print a table of seconds. Returns 1 if a bound is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--long-rounds", type=int, default=3)
    parser.add_argument("--alone", nargs=2, metavar=("NAME", "FILE"))
    options = parser.parse_args()
    if options.alone:
        print(json.dumps(ALONE[options.alone[0]](Path(options.alone[1]))))
        return 0
    few, many = short(options.rounds), long(options.long_rounds)
    rows = (
        Row("38,000 rows, pandas.read_csv (s)", few["product"]["total"], few["plain"]["total"], 2),
        Row("3,800,000 rows, DuckDB read_csv (s)", many["product"]["total"], many["plain"]["total"], 4),
        Row("3,800,000 rows, peak memory (GB)", many["product"]["peak_gb"], None, 2),
    )
    print(f"{'':<40}{'product':>9}{'plain':>9}{'ratio':>7}{'bound':>7}", *rows, sep="\n")
    for name, steps in (("38,000", few["product"]), ("3,800,000", many["product"])):
        print(f"{name} rows: " + ", ".join(f"{step} {steps[step]:.3f} s" for step in ("read", "check", "commit")))
    load = ", ".join(f"{load:.1f}" for load in os.getloadavg())
    print(f"start of the child process that reads uploads: {child_start():.3f} s; load average {load}")
    return int(any(row.ratio > row.bound for row in rows))


if __name__ == "__main__":
    sys.exit(main())
