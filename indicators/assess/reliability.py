"""Whether the chances in words were worth their words, and how steady the classes are (method, section 4).

The questions asked of the past: would the value be at least as good, 5, 10 or 20 percent better than at the origin, 2 to 5
years later? Each case is asked with the numbers that the other half of the years asked for.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

import numpy as np

from indicators.assess.backtest import HORIZONS, Case, dns_change
from indicators.assess.durable import meets
from indicators.assess.judging import Half
from indicators.assess.outlook import FARTHEST_YEARS, MIN_YEARS_FOR_CHANCE, NEAREST_YEARS, chances_in, likelihood
from indicators.assess.slope import Slope
from indicators.catalogue.model import Demand
from indicators.catalogue.outlook import Calibration

STEPS = (0.0, 0.05, 0.1, 0.2)
WORDS = ("unlikely", "rather_not", "open", "rather_yes", "likely")


@dataclass(frozen=True)
class Answer:
    """A chance given at an origin, and whether it came true."""

    year: int
    horizon: int
    step: float
    chance: float
    came: bool
    is_printed: bool  # the product would have printed it: eight years or more were known


@dataclass(frozen=True)
class ReliabilityRow:
    """Of the answers with one word: the mean chance that was meant, and the share that came true, in percent.

    scope   "printed": with the eight years of figures that a printed chance needs; "all": from four years on
    """

    scope: str
    word: str
    answers: int
    years: int
    meant: float
    came: float


@dataclass(frozen=True)
class BrierRow:
    """Mean squared error of the chances, and of the share of the other half of the years as the only chance."""

    scope: str
    horizon: int
    answers: int
    years: int
    own: float
    base: float


@dataclass(frozen=True)
class ClassRow:
    """Percent of the neighbouring years of one series in which the class differs."""

    rule: str
    pairs: int
    changed: float


def answers(cases: Sequence[Case], judged: Sequence[Half]) -> tuple[Answer, ...]:
    calibrations = {year: half.calibration for half in judged for year in half.judged_on}
    return tuple(answer for case in cases for answer in _answers(case, calibrations[case.origin.year]))


def _answers(case: Case, calibration: Calibration) -> Iterator[Answer]:
    indicator = case.history.indicator
    known = {horizon: late for horizon, late in zip(HORIZONS, case.actual, strict=True)
             if late is not None and NEAREST_YEARS <= horizon <= FARTHEST_YEARS}  # fmt: skip
    asked = [(horizon, step, _better(case, step)) for horizon in known for step in STEPS]
    questions = [(horizon, demand) for horizon, _, demand in asked]
    chances = chances_in(questions, case.counted, case.level, case.slope, indicator, calibration)
    years = {point.period.year for point in case.counted if point.value is not None}
    for (horizon, step, demand), chance in zip(asked, chances, strict=False):  # none without a fan
        assert demand.operator is not None and demand.value is not None
        came = meets(known[horizon], demand.operator, demand.value, indicator.decimals)
        yield Answer(case.origin.year, horizon, step, chance, came, len(years) >= MIN_YEARS_FOR_CHANCE)


def _better(case: Case, step: float) -> Demand:
    """At least so much better than at the origin, as a share of the level; lower is better where nothing is said."""
    indicator = case.history.indicator
    is_up = indicator.direction == "up"
    value = round(case.level * (1 + step if is_up else 1 - step), indicator.decimals)
    return Demand(indicator=indicator.id, operator=">=" if is_up else "<=", value=value)


def _scopes(given: Sequence[Answer]) -> Mapping[str, list[Answer]]:
    return {"printed": [answer for answer in given if answer.is_printed], "all": list(given)}


def reliability_rows(given: Sequence[Answer]) -> Iterator[ReliabilityRow]:
    for scope, chosen in _scopes(given).items():
        for word in WORDS:
            said = [answer for answer in chosen if likelihood(answer.chance) == word]
            if said:
                meant = 100 * _by_year(said, [answer.chance for answer in said])
                came = 100 * _by_year(said, [float(answer.came) for answer in said])
                yield ReliabilityRow(scope, word, len(said), len({a.year for a in said}), round(meant, 1), round(came, 1))


def brier_rows(given: Sequence[Answer], judged: Sequence[Half]) -> Iterator[BrierRow]:
    base = _base_rates(given, judged)
    for scope, chosen in _scopes(given).items():
        for horizon in HORIZONS:
            asked = [answer for answer in chosen if answer.horizon == horizon]
            asked = [answer for answer in asked if (answer.year, answer.horizon, answer.step) in base]
            if asked:
                own = _by_year(asked, [(answer.chance - answer.came) ** 2 for answer in asked])
                rates = [(base[answer.year, answer.horizon, answer.step] - answer.came) ** 2 for answer in asked]
                years = len({answer.year for answer in asked})
                yield BrierRow(scope, horizon, len(asked), years, round(own, 4), round(_by_year(asked, rates), 4))


def _base_rates(given: Sequence[Answer], judged: Sequence[Half]) -> dict[tuple[int, int, float], float]:
    """How often each question was answered by yes in the years that the asked one was not judged with."""
    found: dict[tuple[int, int, float], float] = {}
    for half in judged:
        for horizon in HORIZONS:
            for step in STEPS:
                other = [a for a in given if a.year in half.fitted_on and a.horizon == horizon and a.step == step]
                if other:
                    share = _by_year(other, [float(answer.came) for answer in other])
                    found |= {(year, horizon, step): share for year in half.judged_on}
    return found


def _by_year(given: Sequence[Answer], values: Sequence[float]) -> float:
    """The mean of the yearly means."""
    years = np.array([answer.year for answer in given])
    numbers = np.array(values)
    return float(np.mean([numbers[years == year].mean() for year in sorted(set(years.tolist()))]))


def class_rows(cases: Sequence[Case]) -> Iterator[ClassRow]:
    """How often the class of a series changes from one origin to the next: our three, and the four of the DNS symbols."""
    own: list[bool] = []
    dns: list[bool] = []
    for _, group in groupby(cases, key=lambda case: id(case.history)):
        for early, late in pairwise(group):
            if early.origin.years_until(late.origin) == 1 and early.counted[0] == late.counted[0]:
                own.append(_class(early.slope) != _class(late.slope))
                dns.append(_dns_class(early) != _dns_class(late))
    for rule, changes in (("own", own), ("dns", dns)):
        if changes:
            yield ClassRow(rule, len(changes), round(100 * sum(changes) / len(changes), 1))


def _class(slope: Slope) -> int:
    """Down, no clear trend, up."""
    return 1 if slope.low > 0 else -1 if slope.high < 0 else 0


def _dns_class(case: Case) -> tuple[bool, bool]:
    """The mean and the last change point down: the four symbols of a goal that asks for a direction only."""
    mean, last = dns_change(case.counted)
    return mean < 0, last < 0
