"""What would change the verdict: the published values of the next period at which it becomes another one.

The verdict is asked for value after value of the next period, on the decimals of the publication: the rule itself answers,
nothing is derived from it. Between two tried values the edge is found by halving. A verdict that holds only over less than a
fortieth of the examined values on one side may be stepped over.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from math import ceil
from typing import Literal

from indicators.assess.assessment import Assessment, Verdict
from indicators.assess.series import Point, closed
from indicators.assess.verdict import Key
from indicators.catalogue.model import Indicator
from indicators.period import PER_YEAR, Period

Points = Mapping[Key, Sequence[Point]]
Judge = Callable[[Points, date], tuple[Assessment, ...]]
Why = Literal["no_figures", "two_series", "nothing_flips"]
TRIED = 40  # values on each side
REACH = 2  # how many of the largest changes a year are examined


@dataclass(frozen=True)
class Flip:
    """From this value of the next period on, away from the current one, the goal has another verdict."""

    period: Period
    value: float
    operator: Literal["<=", ">="]
    verdict: Verdict


@dataclass(frozen=True)
class Flips:
    """The answer for one goal: nearest flip first on each side, or why there is none.

    unchanged   the verdict if the next value is the same as the current one
    low, high   the values that were examined
    """

    reason: Why | None
    flips: tuple[Flip, ...] = ()
    period: Period | None = None
    unchanged: Verdict | None = None
    low: float | None = None
    high: float | None = None


def flips(series: Points, indicators: Mapping[str, Indicator], judge: Judge, *, today: date) -> Flips:
    """The flips of a goal's verdict by the next value of the series that decides it.

    series   as `judge` takes them: the points of the goal's area
    judge    the rule: points and day -> assessments of the goal, the deciding one first
    """
    found = judge(series, today)[0]
    if found.parity is not None:
        return Flips("two_series")
    demand, current, period = found.demand, found.current, next_period(found.series, today)
    if demand is None or current is None or current.value is None or period is None:
        return Flips("no_figures")
    indicator, key = indicators[demand.indicator], (demand.indicator, demand.group)
    day, step = max(today, period.end + timedelta(days=1)), 10.0**-indicator.decimals

    def value(place: int) -> float:
        return round(place * step, indicator.decimals)

    @cache
    def verdict(place: int) -> Verdict:
        point = Point(period, value(place), indicator.decimals)
        return judge({**series, key: _with(series[key], point)}, day)[0].verdict

    centre = round(current.value / step)
    low, high = _examined(found, indicator, centre, step)
    down = (Flip(period, value(place), "<=", verdict(place)) for place in _edges(centre, low, verdict))
    up = (Flip(period, value(place), ">=", verdict(place)) for place in _edges(centre, high, verdict))
    told = (*down, *up)
    return Flips(None if told else "nothing_flips", told, period, verdict(centre), value(low), value(high))


def next_period(points: Sequence[Point], today: date) -> Period | None:
    """The period whose figure is rated next: that of a provisional value, else the next one the series is counted in."""
    rated = closed(points, today)
    if not rated:
        return None
    last, per_year = rated[-1].period, PER_YEAR[rated[-1].period.frequency]
    numbers = {point.period.number for point in rated}
    return next(last.plus(steps) for steps in range(1, per_year + 1) if (last.number + steps - 1) % per_year + 1 in numbers)


def _with(points: Sequence[Point], point: Point) -> list[Point]:
    """The series with this value as its newest one: what was stored from that period on is left out."""
    kept = [other for other in points if other.period.frequency != point.period.frequency or other.period < point.period]
    return [*kept, point]


def _examined(found: Assessment, indicator: Indicator, centre: int, step: float) -> tuple[int, int]:
    """The lowest and highest value to try, in steps: twice the largest change a year, and one step beyond the target."""
    values = {point.period: point.value for point in found.series if point.value is not None}
    changes = [
        abs(value - before)
        for period, value in values.items()
        if period.year > 1900 and (before := values.get(period.plus(-PER_YEAR[period.frequency]))) is not None
    ]
    reach = max(ceil(REACH * max(changes, default=0.0) / step), TRIED)
    low, high = centre - reach, centre + reach
    if found.demand is not None and found.demand.value is not None:
        target = round(found.demand.value / step)
        low, high = min(low, target - 1), max(high, target + 1)
    possible = indicator.range
    if possible:
        low = min(max(low, ceil(possible[0] / step)), centre)
    if len(possible) > 1:
        high = max(min(high, int(possible[1] / step)), centre)
    return low, high


def _edges(start: int, end: int, verdict: Callable[[int], Verdict]) -> list[int]:
    """The places between start and end, walking outwards, at which another verdict begins."""
    stride = max(1, ceil(abs(end - start) / TRIED))
    sign = 1 if end > start else -1
    places = [*range(start, end, sign * stride), end]
    return [_edge(near, far, verdict) for near, far in pairwise(places) if verdict(near) != verdict(far)]


def _edge(near: int, far: int, verdict: Callable[[int], Verdict]) -> int:
    """The first place towards `far` that no longer has the verdict of `near`."""
    held = verdict(near)
    while abs(far - near) > 1:
        middle = (near + far) // 2
        if verdict(middle) == held:
            near = middle
        else:
            far = middle
    return far
