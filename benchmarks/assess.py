"""How long assessments take on one core: `python -m benchmarks.assess`. Exit code 1 where a bound is missed.

verdicts   all goals of the shipped cities from the store, after start; 400 districts with 10 goals each
"""

import random
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from statistics import median

from indicators import monitor as ask
from indicators.assess.backtest import cases
from indicators.assess.proof import prove
from indicators.assess.series import Point
from indicators.assess.verdict import Key, assess
from indicators.catalogue import Catalogue
from indicators.catalogue.load import load_catalogue
from indicators.catalogue.model import Demand, Goal, GoalKind, Parity, Text
from indicators.monitor import open_monitor
from indicators.monitor.backtest import panel as district_panel
from indicators.period import Period

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 25)
TITLE = Text(de="Ziel", en="goal")
DISTRICTS = 400
REPEATS = 7


@dataclass(frozen=True)
class Result:
    """Seconds, the median of a few runs, and what they may be at most."""

    name: str
    seconds: float
    bound: float

    @property
    def is_missed(self) -> bool:
        return self.seconds > self.bound

    def __str__(self) -> str:
        missed = "MISSED" if self.is_missed else ""
        return f"{self.name:<52}{self.seconds * 1000:>9.1f} ms{self.bound * 1000:>9.0f}  {missed}".rstrip()


def main() -> int:
    results = []
    for name in sys.argv[1:] or MEASURED:
        for result in MEASURED[name]():
            print(result, flush=True)
            results.append(result)
    return int(any(result.is_missed for result in results))


def backtest() -> list[Result]:
    """Reading, origins, fits on halves and on all years, errors, coverage, chances."""
    catalogue = load_catalogue()
    start = time.perf_counter()
    histories = district_panel(catalogue)
    tried = cases(histories)
    prove(tried, catalogue.calibrations, catalogue.trial)
    seconds = time.perf_counter() - start
    return [Result(f"backtest: {len(histories)} districts, {len(tried)} cases", seconds, 60.0)]


def verdicts() -> list[Result]:
    monitor = open_monitor(None, now=NOW)
    with monitor.store:
        shipped = timed(lambda: ask.goals(monitor, today=TODAY))
    catalogue = load_catalogue()
    districts = [(goals(), panel(random.Random(number))) for number in range(DISTRICTS)]
    years = timed(lambda: assess_all(districts, catalogue), repeats=3)
    months = [([months_goal()], monthly(random.Random(number))) for number in range(DISTRICTS)]
    return [
        Result(f"{len(catalogue.goals)} goals from the store", shipped, 0.05),
        Result(f"{DISTRICTS} districts x 10 goals, years and quarters", years, 2.0),
        Result(
            f"{DISTRICTS} districts x 1 durable goal, 240 months", timed(lambda: assess_all(months, catalogue), repeats=3), 2.0
        ),
    ]


def timed(run: Callable[[], object], *, repeats: int = REPEATS) -> float:
    """The median of the seconds of some runs, after one to warm up."""
    run()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return median(times)


def assess_all(districts: Sequence[tuple[Sequence[Goal], Mapping[Key, Sequence[Point]]]], catalogue: Catalogue) -> None:
    for wanted, series in districts:
        for goal in wanted:
            assess(goal, series, catalogue.indicators, {}, today=TODAY, calibrations=catalogue.calibrations)


def goals() -> list[Goal]:
    """Ten goals of every kind that figures decide."""
    return [
        _goal("durable", Demand(indicator="unemployment_rate", operator="<", value=5)),
        _goal("durable", Demand(indicator="unemployment_rate", group="women", operator="<", value=8)),
        _goal("value_by_date", Demand(indicator="unemployment_rate", group="foreign", operator="<", value=10)),
        _goal("value_by_date", Demand(indicator="employees_workplace", operator=">=", value=120_000)),
        _goal("value_by_date", Demand(indicator="employment_rate_residence", operator=">=", value=65)),
        _goal("hold", Demand(indicator="unemployment_rate", group="men", operator="<=", value=9)),
        _goal("direction", Demand(indicator="unemployed", direction="down")),
        _goal("direction", Demand(indicator="long_term_unemployed", direction="down")),
        _goal("direction", Demand(indicator="sgb2_share_of_population", direction="down")),
        Goal(id="X", title=TITLE, kind="parity", parity=Parity(indicator="unemployment_rate", groups=("men", "women"))),
    ]


def months_goal() -> Goal:
    return _goal("durable", Demand(indicator="unemployment_rate", operator="<", value=8))


def _goal(kind: GoalKind, demand: Demand) -> Goal:
    return Goal(id="X", title=TITLE, kind=kind, due=None if kind in ("hold", "direction") else "2030", demand=(demand,))


def panel(chance: random.Random) -> dict[Key, list[Point]]:
    """25 years of a made-up district; employees by quarter."""
    rates = [("unemployment_rate", group) for group in ("total", "women", "men", "foreign")]
    years = [Period("year", year) for year in range(2001, 2026)]
    quarters = [Period("quarter", year, number) for year in range(2008, 2026) for number in range(1, 5)]
    return {
        **{key: _walk(chance, years, 9.0, 0.05, 1) for key in (*rates, ("sgb2_share_of_population", "total"))},
        ("employment_rate_residence", "total"): _walk(chance, years, 58.0, 0.01, 1),
        ("unemployed", "total"): _walk(chance, years, 12_000, 0.05, 0),
        ("long_term_unemployed", "total"): _walk(chance, years, 5_000, 0.06, 0),
        ("employees_workplace", "total"): _walk(chance, quarters, 100_000, 0.005, 0),
    }


def monthly(chance: random.Random) -> dict[Key, list[Point]]:
    """20 years of months."""
    periods = [Period("month", year, number) for year in range(2006, 2026) for number in range(1, 13)]
    return {("unemployment_rate", "total"): _walk(chance, periods, 8.0, 0.02, 1)}


def _walk(chance: random.Random, periods: Sequence[Period], value: float, step: float, decimals: int) -> list[Point]:
    found = []
    for period in periods:
        value *= 1 + chance.gauss(0, step)
        found.append(Point(period, round(value, decimals), decimals))
    return found


MEASURED: Mapping[str, Callable[[], list[Result]]] = {"verdicts": verdicts, "backtest": backtest}

if __name__ == "__main__":
    sys.exit(main())
