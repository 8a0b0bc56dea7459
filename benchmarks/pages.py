"""How long a visitor waits, in a real browser, against the plainest Streamlit pages: `python benchmarks/pages.py`.

The plain pages are served as Streamlit comes. The first two comparisons give them the product's own options instead, so
that they measure the pages alone.

Measured pages take turns (A B A B), so that drift of the machine hits both. Times end when the page is laid out and its
script run is over, see stopwatch.js. Exit code 1 where a bound is missed. The bounds are part of the product's promise:
a slower product is a change of the product, never of a bound.
"""

import argparse
import json
import shutil
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from itertools import cycle
from pathlib import Path
from statistics import median

import memory
import streamlit
from playwright.sync_api import Browser, Page, sync_playwright
from servers import configured, serving

HERE = Path(__file__).parent
STOPWATCH = (HERE / "stopwatch.js").read_text(encoding="utf-8")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
CHOICE = "Kennzahl"
TABLE = ".zm section:last-of-type tbody tr:last-child"  # the last goal of the last city
CHART = ".js-plotly-plot .scatterlayer .trace"
WARM_UP = 2
RATE_BOUND = 6.0  # times the plain page's choices a second

Measurement = Callable[[], float]  # milliseconds


@dataclass(frozen=True)
class Result:
    """One comparison: the times of the product's page and of the plain page beside it, in milliseconds."""

    name: str
    against: str
    product: list[float]
    plain: list[float]
    bound: float | None  # None: for information

    @property
    def ratio(self) -> float:
        return median(self.product) / median(self.plain)

    @property
    def is_missed(self) -> bool:
        return self.bound is not None and self.ratio > self.bound


def main() -> int:
    options = _options()
    print(f"Streamlit {streamlit.__version__}, {options.n} measurements each, milliseconds\n{_HEAD}")
    results = []
    for result in _pages(options.project, options.n):
        results.append(result)
        print(_row(result), flush=True)
    is_missed = any(result.is_missed for result in results)
    rate = _sessions(options.project)
    is_missed |= rate["ratio"] < RATE_BOUND
    print(f"\n{memory.SESSIONS} sessions at once, choices a second: product {rate['product']:.1f}, plain {rate['plain']:.1f}, "
          f"ratio {rate['ratio']:.1f} (at least {RATE_BOUND:.0f})")  # fmt: skip
    footprint = None
    if options.memory:
        with serving(options.project / "dashboard.py", configured(options.project)) as server:
            footprint = memory.measure(server, "compare", CHOICE)
        print(f"\n{memory.table(footprint)}")
        is_missed |= footprint.growth > memory.GROWTH
    if options.json:
        found = {
            "streamlit": streamlit.__version__,
            "pages": [asdict(result) | {"ratio": result.ratio, "is_missed": result.is_missed} for result in results],
            "sessions": rate,
            "memory": footprint and asdict(footprint) | {"growth": footprint.growth},
        }
        options.json.write_text(json.dumps(found, indent=1), encoding="utf-8")
    return int(is_missed)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-n", type=int, default=7, help="measurements of each page, at least 7")
    parser.add_argument("--memory", action="store_true", help="also 3,000 interactions and the server's memory")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every single time as JSON")
    parser.add_argument("--project", type=Path, default=HERE.parent, metavar="FOLDER", help="another copy of the product")
    options = parser.parse_args()
    if options.n < 7:
        parser.error("-n: a median of fewer than 7 says little")
    return options


def _pages(project: Path, n: int) -> Iterator[Result]:
    """Four servers, one browser, every comparison in turns."""
    ours_too = configured(project)
    with ExitStack() as stack:
        servers = ((project / "dashboard.py", ours_too), (HERE / "apps/empty.py", ours_too), (HERE / "apps/chart.py", ours_too),
                   (HERE / "apps/chart.py", {}))  # fmt: skip
        product, empty, tuned, plain = (stack.enter_context(serving(*server)).url for server in servers)
        playwright = stack.enter_context(sync_playwright())
        browser = stack.enter_context(playwright.chromium.launch(executable_path=_chromium(), args=ARGUMENTS))
        overview, compare = _visit(browser, f"{product}/", TABLE), (f"{product}/compare", CHART)

        visits = [overview, _visit(browser, f"{empty}/", "h1")]
        yield Result("first visit, overview", "tuned empty page", *_in_turns(visits, WARM_UP, n), bound=1.3)
        switch = _switch(browser, n, *compare)
        choices = [switch, _switch(browser, n, f"{tuned}/", CHART)]
        yield Result("switch of indicator", "tuned chart page", *_in_turns(choices, 0, n), bound=1.5)

        pages = (overview, *(_visit(browser, f"{product}/{page}", CHART) for page in ("goal", "compare")))
        *found, plainest = _in_turns([*pages, _visit(browser, f"{plain}/", CHART)], WARM_UP, n)
        for name, times, bound in zip(("overview", "goal", "compare"), found, (0.5, 1.1, 1.1), strict=True):
            yield Result(f"first visit, {name}", "plain chart page", times, plainest, bound)

        moves = [switch, _slide(browser, f"{product}/goal", CHART), _switch(browser, n, f"{plain}/", CHART)]
        *found, plainest = _in_turns(moves, WARM_UP, n)
        for name, times in zip(("switch of indicator", "another pace"), found, strict=True):
            yield Result(name, "plain chart page", times, plainest, bound=0.8)


def _sessions(project: Path) -> dict[str, float]:
    """One server after the other; the plain one as Streamlit comes."""
    with serving(project / "dashboard.py", configured(project)) as server:
        product = memory.per_second(server, "compare", CHOICE)
    with serving(HERE / "apps/chart.py", {}) as server:
        plain = memory.per_second(server, "", CHOICE)
    return {"product": product, "plain": plain, "ratio": product / plain}


def _chromium() -> str:
    found = shutil.which("chromium") or shutil.which("google-chrome")
    if found is None:
        sys.exit("Neither chromium nor google-chrome is on the PATH; Debian: apt-get install chromium")
    return found


def _in_turns(measurements: Sequence[Measurement], warm_up: int, n: int) -> list[list[float]]:
    """The times of each, taken A B A B; the first rounds warm the servers and are not counted."""
    rounds = [[measure() for measure in measurements] for _ in range(warm_up + n)]
    return [list(times) for times in zip(*rounds[warm_up:], strict=True)]


def _open(browser: Browser, url: str, selector: str) -> Page:
    """A visitor without a cache goes to a page and waits until it is finished."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.add_init_script(f"{STOPWATCH}; stopwatch.visit({json.dumps(selector)})")
    page.goto(url, wait_until="commit")
    page.evaluate("stopwatch.time")
    return page


def _visit(browser: Browser, url: str, selector: str) -> Measurement:
    """Measures a first visit, from the start of the navigation."""

    def visit() -> float:
        page = _open(browser, url, selector)
        time = page.evaluate("stopwatch.time")
        page.context.close()
        return time

    return visit


def _slide(browser: Browser, url: str, selector: str) -> Measurement:
    """Measures a step of the slider for another pace, there and back."""
    page = _open(browser, url, selector)
    page.get_by_role("slider").focus()
    keys = cycle(("ArrowLeft", "ArrowRight"))

    def step() -> float:
        page.evaluate("selector => stopwatch.choice(selector)", selector)
        page.keyboard.press(next(keys))
        return page.evaluate("stopwatch.time")

    return step


def _switch(browser: Browser, n: int, url: str, selector: str) -> Measurement:
    """Measures the choice of another option, spread over all; each was chosen once before, as on a warm server."""
    page = _open(browser, url, selector)
    box = page.get_by_label(CHOICE, exact=True)
    box.click()
    options = page.get_by_role("option").all_text_contents()
    page.keyboard.press("Escape")

    def choose(option: str) -> float:
        page.evaluate("selector => stopwatch.choice(selector)", selector)
        box.click()
        page.get_by_role("option", name=option, exact=True).click()
        return page.evaluate("stopwatch.time")

    current = box.input_value()
    others = [option for option in options if option != current]
    for option in [*others, current]:
        choose(option)
    turns = cycle(others[:: max(1, len(others) // n)])
    return lambda: choose(next(turns))


_HEAD = f"{'':<24}{'product':>9}{'min':>7}{'max':>7}{'plain':>9}{'min':>7}{'max':>7}{'ratio':>8}{'bound':>7}"


def _row(result: Result) -> str:
    numbers = (function(times) for times in (result.product, result.plain) for function in (median, min, max))
    row = "".join(f"{number:>{width}.0f}" for number, width in zip(numbers, (9, 7, 7) * 2, strict=True))
    bound = "-" if result.bound is None else f"{result.bound:.1f}"
    verdict = "MISSED, " if result.is_missed else ""
    return f"{result.name:<24}{row}{result.ratio:>8.2f}{bound:>7}  {verdict}against the {result.against}"


if __name__ == "__main__":
    # Python dies at once of a SIGTERM and leaves the servers behind; as an exit it stops them first.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    sys.exit(main())
