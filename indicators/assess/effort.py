"""What it would take: the needed pace beside the best one in the city's own history, and when this pace arrives.

Straight lines on purpose: anybody can add them up by hand. The damped outlook is another question (method, 2.5).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, floor, log10
from typing import Literal

from indicators.assess.assessment import Assessment
from indicators.assess.durable import meets
from indicators.assess.series import Point, Series, closed, last_break, since
from indicators.assess.slope import Slope
from indicators.catalogue.model import Demand, Indicator
from indicators.period import PER_YEAR, Period

STRETCH_YEARS = 3
LAST_YEAR = 2099  # of the calendar of `Period`
YEARS_WITHOUT_DATE = 5


@dataclass(frozen=True)
class Stretch:
    """The change a year between two published values; `first` and `last` are the periods they belong to."""

    first: Period
    last: Period
    per_year: float


@dataclass(frozen=True)
class Arrival:
    """When a straight line at the present pace meets the target; with neither year it leads away from it.

    year        at the pace itself; only where its whole 80 % interval points to the target
    not_before  at the most favourable end of that interval; 2100 means: not in this century
    """

    year: int | None
    not_before: int | None


@dataclass(frozen=True)
class Effort:
    """What a threshold asks for, in the unit of the indicator a year, beside what the city has managed before.

    needed_per_year  None without a date, or where the target is met
    stretch          the best three years since the last declared break; None where the series is shorter
    arrival          None where the target is met, or where the figures carry no trend
    """

    needed_per_year: float | None
    stretch: Stretch | None
    arrival: Arrival | None

    @property
    def is_beyond_history(self) -> bool:
        """The needed pace is faster than the best stretch: the city has not yet managed it."""
        if not self.needed_per_year or self.stretch is None:
            return False
        best = self.stretch.per_year
        return best * self.needed_per_year <= 0 or abs(best) < abs(self.needed_per_year)


def effort(found: Assessment, indicator: Indicator, *, today: date) -> Effort | None:
    """What one judged threshold would take; None for a demand without a number or without a figure."""
    demand, current = found.demand, found.current
    if demand is None or demand.operator is None or current is None or current.value is None:
        return None
    stretch = best_stretch(own_history(found, indicator, today), demand.good)
    arrival = None
    if found.slope is not None and not found.is_met:
        arrival = reached_at_pace(level_of(found), found.slope, demand, at=current.period, decimals=indicator.decimals)
    return Effort(found.needed_per_year, stretch, arrival)


def level_of(found: Assessment) -> float:
    """Where a judged series stands, without its season where it has one; only for an assessment with a current value."""
    if found.level is not None:
        return found.level.value
    assert found.current is not None and found.current.value is not None
    return found.current.value


def own_history(found: Assessment, indicator: Indicator, today: date) -> Series:
    """The closed points of a judged series that are counted the way they are counted now."""
    known = closed(found.series, today)
    return since(known, last_break(known, found.breaks), is_stock=indicator.is_stock)


def best_stretch(points: Sequence[Point], good: Literal["up", "down"], years: int = STRETCH_YEARS) -> Stretch | None:
    """The `years` with the largest change in the good direction, between published values of the same season.

    points   of one frequency, after the last break; nothing is filled in where one of the two ends is missing
    returns  the newest of several equal ones; where nothing ever went the good way the least bad. None for a short series

    The numbers of `years` changes are compared as printed, not on a scale of shares.
    """
    values = {point.period: point.value for point in points if point.value is not None}
    found = [
        Stretch(first, last, round((end - start) / years, 9))
        for first, start in values.items()
        if first.year + years <= LAST_YEAR
        and (end := values.get(last := first.plus(years * PER_YEAR[first.frequency]))) is not None
    ]
    sign = 1 if good == "up" else -1
    return max(found, key=lambda stretch: (sign * stretch.per_year, stretch.last), default=None)


def reached_at_pace(level: float, slope: Slope, demand: Demand, *, at: Period, decimals: int) -> Arrival:
    """When a straight line from `level` at period `at` first meets the demand on the published decimals."""
    signed = 1 if demand.good == "up" else -1
    best = max(slope.low * signed, slope.high * signed) * signed
    is_clear = slope.low * signed > 0 and slope.high * signed > 0
    year = _year(level, slope.per_year, demand, at, decimals) if is_clear else None
    if best * signed <= 0:
        return Arrival(None, None)
    earliest = _year(level, best, demand, at, decimals)
    return Arrival(year, LAST_YEAR + 1 if earliest is None else earliest)


def _year(level: float, per_year: float, demand: Demand, at: Period, decimals: int) -> int | None:
    assert demand.operator is not None and demand.value is not None
    for year in range(at.year + 1, LAST_YEAR + 1):
        if meets(level + per_year * (year - at.year), demand.operator, demand.value, decimals):
            return year
    return None


@dataclass(frozen=True)
class Paces:
    """What a slider for an assumed pace offers, in the unit of the indicator a year: 0 in the middle, `start` to begin with."""

    low: float
    high: float
    step: float
    start: float


def paces(found: Assessment, effort: Effort, indicator: Indicator) -> Paces:
    """A range that holds the needed, the present and the best pace, half as much again on both sides."""
    known = (found.slope, effort.stretch)
    told = [effort.needed_per_year, *(one.per_year for one in known if one is not None)]
    largest = max((abs(pace) for pace in told if pace is not None), default=0.0)
    # A tenth of the largest as a power of ten, never finer than one decimal more than is published.
    step = max(10.0 ** floor(log10(largest / 10)) if largest > 0 else 0.0, 10.0 ** -(indicator.decimals + 1))
    reach = max(ceil(1.5 * largest / step), 10) * step
    start = effort.needed_per_year or (found.slope.per_year if found.slope else 0.0)
    return Paces(-round(reach, 9), round(reach, 9), step, round(round(start / step) * step, 9))


def assumed_path(found: Assessment, per_year: float, indicator: Indicator) -> tuple[tuple[Period, float], ...]:
    """The straight line from where the series stands to the period that decides; five years without one."""
    assert found.current is not None
    at = found.current.period
    until = found.deadline or at.plus(YEARS_WITHOUT_DATE * PER_YEAR[at.frequency])
    return path(level_of(found), at, per_year, until, indicator.range if indicator.kind != "gap" else ())


def assumed_year(found: Assessment, per_year: float, indicator: Indicator) -> int | None:
    """The first year in which an assumed pace meets the target; None where it does not in this century."""
    assert found.current is not None and found.demand is not None
    return _year(level_of(found), per_year, found.demand, found.current.period, indicator.decimals)


def path(
    level: float, first: Period, per_year: float, until: Period, possible: Sequence[float] = ()
) -> tuple[tuple[Period, float], ...]:
    """A straight line at an assumed pace, one point a period from `first` to `until`, clipped to possible values.

    possible   lowest and highest value of the indicator (its `range`); one number is the lowest only
    returns    nothing where `until` lies before `first` or counts in another rhythm
    """
    if first.frequency != until.frequency:
        return ()
    step = per_year / PER_YEAR[first.frequency]
    count = until.ordinal - first.ordinal
    return tuple((first.plus(steps), _clipped(level + step * steps, possible)) for steps in range(count + 1))


def _clipped(value: float, possible: Sequence[float]) -> float:
    if possible:
        value = max(value, possible[0])
    return round(min(value, possible[1]) if len(possible) > 1 else value, 9)
