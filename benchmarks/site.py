"""What the public edition costs: `python -m benchmarks.site`. Exit code 1 where a bound is missed.

cities      the shipped figures, written for the first time and again without a change
districts   400 districts with 10 goals each, in a process of its own whose memory is read at its end
visit       a first visit of a goal's page in Chromium against a static page with one uPlot chart of the same series
weight      every page with all it loads
"""

import argparse
import csv
import functools
import gzip
import http.server
import io
import json
import re
import resource
import shutil
import subprocess
import sys
import tarfile
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median
from typing import Any

import msgspec

from indicators import ingest
from indicators import monitor as ask
from indicators.catalogue.load import FOLDER, load_catalogue
from indicators.catalogue.model import Demand, Goal, GoalKind, Text
from indicators.monitor import Monitor, import_file, open_monitor
from indicators.monitor.backtest import PANEL
from indicators.monitor.core import SYSTEM
from indicators.present.report import web
from indicators.present.words import words
from indicators.store import Store

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
GROUPS = ("total", "men", "women", "foreign", "age_15_24")  # of the rate; two goals each
VISITS, WIDTH = 15, 1280
CARRIED = "ziele/do-1.html"


@dataclass(frozen=True)
class Result:
    """What was measured, and what it may be at most."""

    name: str
    value: float
    bound: float
    unit: str

    @property
    def is_missed(self) -> bool:
        return self.value > self.bound

    def __str__(self) -> str:
        missed = "MISSED" if self.is_missed else ""
        return f"{self.name:<62}{self.value:>9.2f} {self.unit:<5}{self.bound:>8.1f}  {missed}".rstrip()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="what to measure; without a name, everything")
    names = parser.parse_args().names or list(MEASURED)
    if unknown := set(names) - {*MEASURED, "_districts"}:
        parser.error(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(MEASURED)}")
    results = []
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            if name == "_districts":  # what the other process runs
                _publish_districts(Path(folder))
                continue
            for result in MEASURED[name](Path(folder) / name):
                print(result, flush=True)
                results.append(result)
    return int(any(result.is_missed for result in results))


def cities(folder: Path) -> Iterator[Result]:
    with open_monitor(None, now=NOW).store as store:
        monitor = Monitor(load_catalogue(), store)
        for what in ("first", "again, nothing changed"):
            start = time.perf_counter()
            done = ask.publish(monitor, folder, base_url="https://ziele.example/")
            seconds = time.perf_counter() - start
            yield Result(f"4 cities, {done.written + done.kept} files, {what}", seconds, 10.0, "s")


def weight(folder: Path) -> Iterator[Result]:
    """The heaviest page with style sheets and typeface; nothing is compressed but a report, a document in one file."""
    german = words("de")
    with open_monitor(None, now=NOW).store as store:
        monitor = Monitor(load_catalogue(), store)
        ask.publish(monitor, folder)
        reports = [ask.report(monitor, city.slug, german, today=NOW.date()) for city in monitor.catalogue.cities]
    heaviest_report = max(len(gzip.compress(web.html(report, german).encode())) for report in reports)
    weights = {page: page_weight(page) + (folder / "ibm-plex-sans.woff2").stat().st_size for page in folder.rglob("*.html")}
    heaviest = max(weights, key=lambda page: weights[page])
    yield Result(f"heaviest page, {heaviest.relative_to(folder)}", weights[heaviest] / 1000, 150.0, "kB")
    yield Result("heaviest report as one page, compressed", heaviest_report / 1000, 150.0, "kB")
    yield Result(f"page of a goal, {CARRIED}", weights[folder / CARRIED] / 1000, 150.0, "kB")


def page_weight(page: Path) -> int:
    """Bytes of a page and of its style sheets."""
    text = page.read_text(encoding="utf-8")
    styles = re.findall(r'<link rel="stylesheet" href="([^"]+)"', text)
    return len(text.encode()) + sum((page.parent / style).stat().st_size for style in styles)


# -- 400 districts


def districts(folder: Path) -> Iterator[Result]:
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.site", "_districts"], check=True, capture_output=True, text=True
    )  # fmt: skip
    told = json.loads(done.stdout)
    yield Result(f"{told['goals']} goals, {told['files']} files, first", told["seconds"], 300.0, "s")
    yield Result("the same again, nothing changed", told["again"], 300.0, "s")
    yield Result("memory at the peak, import of the figures included", told["peak_mb"], 1000.0, "MB")
    print(f"{'whole process with import and judging':<62}{time.perf_counter() - start:>9.2f} s")


def _publish_districts(folder: Path) -> None:
    with Store.open(None, NOW) as store:
        monitor = _many(folder, store)
        seconds = []
        for _ in range(2):
            start = time.perf_counter()
            done = ask.publish(monitor, folder / "site", base_url="https://ziele.example/", today=NOW.date())
            seconds.append(time.perf_counter() - start)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    told = {"goals": len(monitor.catalogue.goals), "files": done.kept + done.written, "seconds": seconds[0],
            "again": seconds[1], "peak_mb": peak}  # fmt: skip
    print(json.dumps(told))


def _many(folder: Path, store: Store) -> Monitor:
    """The panel of the trial under ten groups, and for each district ten goals."""
    rows = list(csv.DictReader(PANEL.open(encoding="utf-8", newline="")))
    names = {row["area"]: row["note"] for row in rows}
    known = Path(shutil.copytree(FOLDER, folder / "catalogue"))
    with (known / "districts.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("area", "name"), *names.items()])
    catalogue = load_catalogue(known)
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows({**row, "group": group, "note": ""} for row in rows for group in GROUPS)
    outcome = import_file(
        Monitor(catalogue, store), text.getvalue().encode(), PANEL.name, released_on=date(2020, 12, 31), precision="year",
        confirm="benchmark", actor=SYSTEM, now=NOW, read=ingest.read,
    )  # fmt: skip
    if outcome.batch is None:
        raise SystemExit(str(outcome.issues[:3]))
    paper = catalogue.documents["DO-1"]
    goals = {goal.id: (goal, area) for area in names for goal in _goals(area)}
    documents = {identifier: msgspec.structs.replace(paper, area=area) for identifier, (_, area) in goals.items()}
    return Monitor(replace(catalogue, goals={key: goal for key, (goal, _) in goals.items()}, documents=documents), store)


def _goals(area: str) -> list[Goal]:
    title = Text(de="Arbeitslosenquote senken", en="Lower the unemployment rate")
    kinds: tuple[GoalKind, ...] = ("durable", "value_by_date")
    return [
        Goal(id=f"{area}-{group}-{kind}", title=title, kind=kind, due="2030",
             demand=(Demand(indicator="unemployment_rate", group=group, operator="<", value=4.0),))
        for group in GROUPS for kind in kinds
    ]  # fmt: skip


# -- a visit


def visit(folder: Path) -> Iterator[Result]:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        print("visit: skipped, Playwright is not installed")
        return
    with open_monitor(None, now=NOW).store as store:
        monitor = Monitor(load_catalogue(), store)
        ask.publish(monitor, folder)
        rows = store.series(area="05913", indicator="unemployment_rate", group="total")
    if not _chart_page(folder, rows):
        print("visit: skipped, uPlot cannot be fetched with npm pack")
        return
    with serving(folder) as address, sync_playwright() as driver:
        path = next((found for name in ("chromium", "google-chrome") if (found := shutil.which(name))), None)
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        times: dict[str, list[float]] = {CARRIED: [], "uplot/index.html": []}
        for _ in range(VISITS):
            for page, found in times.items():
                found.append(_visited(browser, f"{address}/{page}"))
        browser.close()
    ours, plain = (median(found[2:]) for found in times.values())
    print(
        f"{'first visit: goal page':<62}{ours:>9.1f} ms\n{'first visit: static page with one uPlot chart':<62}{plain:>9.1f} ms"
    )
    yield Result("first visit, times a page with one uPlot chart", ours / plain, 1.5, "x")


def _chart_page(folder: Path, rows: Any) -> bool:
    """A page with the same series drawn by uPlot; False where the package cannot be had."""
    own = folder / "uplot"
    own.mkdir()
    try:
        subprocess.run(["npm", "pack", "uplot", "--silent"], cwd=own, check=True, capture_output=True, timeout=60)
    except (OSError, subprocess.SubprocessError):
        return False
    with tarfile.open(next(own.glob("uplot-*.tgz"))) as package:
        for name in ("uPlot.iife.min.js", "uPlot.min.css"):
            file = package.extractfile(f"package/dist/{name}")
            if file is not None:
                (own / name).write_bytes(file.read())
    series = [[int(period) for period in rows["period"]], [None if value != value else value for value in rows["value"]]]
    (own / "index.html").write_text(_CHART % json.dumps(series), encoding="utf-8")
    return True


_CHART = """<!doctype html><html lang="de"><head><meta charset="utf-8"><title>uPlot</title>
<link rel="stylesheet" href="uPlot.min.css"><script src="uPlot.iife.min.js"></script></head>
<body><h1>Arbeitslosenquote in Dortmund</h1><div id="chart"></div><script>
new uPlot({width: 900, height: 400, scales: {x: {time: false}}, series: [{}, {label: "Dortmund", stroke: "red"}]}, %s,
document.getElementById("chart"));
</script></body></html>
"""


def _visited(browser: Any, address: str) -> float:
    """Milliseconds from the request to the load event of a browser that knows nothing, the next frame drawn."""
    context = browser.new_context(viewport={"width": WIDTH, "height": 900})
    page = context.new_page()
    page.goto(address, wait_until="load")
    passed = page.evaluate(_PASSED)
    context.close()
    return float(passed)


_PASSED = """() => new Promise(done => document.fonts.ready.then(() => requestAnimationFrame(() => setTimeout(() => {
    const paint = performance.getEntriesByType('paint').map(entry => entry.startTime);
    done(Math.max(performance.getEntriesByType('navigation')[0].loadEventEnd, ...paint));
}))))"""


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """A folder on a free port of this machine."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

        def copyfile(self, source: Any, outputfile: Any) -> None:
            with suppress(ConnectionError):  # a closed tab waits for no file
                super().copyfile(source, outputfile)

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()


MEASURED: Mapping[str, Callable[[Path], Iterator[Result]]] = {
    "cities": cities, "weight": weight, "visit": visit, "districts": districts,
}  # fmt: skip

if __name__ == "__main__":
    sys.exit(main())
