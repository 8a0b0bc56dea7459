"""Series made comparable: indexed to a period, as change to the year before, as distance to a reference.

Figures counted in different ways are never set against each other: across a declared break there is no index, no change.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from indicators.assess.series import Point, Series
from indicators.period import PER_YEAR, Period

INDEX_DECIMALS = 0  # of rates and stocks alike: the rounding of published rates allows no more
PERCENT_DECIMALS = 1


@dataclass(frozen=True)
class Spread:
    """Where values lie among one another. Every number is a published one: the lower of two middle ones is the median."""

    low: float
    median: float
    high: float
    count: int


def span(period: Period, breaks: Sequence[date], *, is_stock: bool) -> int | None:
    """How many breaks lie before a period; None for a mean over a break, which belongs to neither side."""
    if not is_stock and any(period.start < day <= period.end for day in breaks):
        return None
    return sum(day <= (period.end if is_stock else period.start) for day in breaks)


def is_alike(one: Period, other: Period, breaks: Sequence[date], *, is_stock: bool) -> bool:
    """Whether both periods were counted in the same way."""
    found = span(one, breaks, is_stock=is_stock)
    return found is not None and found == span(other, breaks, is_stock=is_stock)


def indexed(points: Sequence[Point], base: Period, breaks: Sequence[date], *, is_stock: bool) -> Series:
    """Each value with that of `base` as 100; only what was counted as the base was. Empty where the base has no value."""
    start = value_at(points, base)
    if start is None or start <= 0:
        return ()
    return tuple(
        replace(point, value=None if point.value is None else point.value / start * 100, decimals=INDEX_DECIMALS)
        for point in points
        if is_alike(point.period, base, breaks, is_stock=is_stock)
    )


def yearly_changes(points: Sequence[Point], breaks: Sequence[date], *, is_stock: bool, in_percent: bool) -> Series:
    """The change to the same period of the year before, in the unit or in percent of that value.

    A point without a value a year before, or with a break between, is left out.
    """
    by_period = {point.period: point for point in points}
    found = []
    for point in points:
        before = by_period.get(point.period.plus(-PER_YEAR[point.period.frequency]))
        if before is not None and is_alike(before.period, point.period, breaks, is_stock=is_stock):
            found.append(change(before, point, in_percent=in_percent))
    return tuple(point for point in found if point is not None)


def year_change(point: Point, points: Sequence[Point], breaks: Sequence[date], *, is_stock: bool) -> Point | None:
    """The change to the same period of the year before; None where that lacks, is withheld or was counted otherwise."""
    periods = (point.period.plus(-PER_YEAR[point.period.frequency]), point.period)
    pair = [other for other in points if other.period in periods]
    return next(iter(yearly_changes(pair, breaks, is_stock=is_stock, in_percent=False)), None)


def change(before: Point, after: Point, *, in_percent: bool) -> Point | None:
    """What came between two published values, as exactly as the coarser one.

    None where one of them is withheld, or is no base for percent.
    """
    if before.value is None or after.value is None or (in_percent and before.value <= 0):
        return None
    if in_percent:
        return replace(after, value=(after.value / before.value - 1) * 100, decimals=PERCENT_DECIMALS)
    decimals = min(before.decimals, after.decimals)
    return replace(after, value=_less(after.value, before.value, decimals), decimals=decimals)


def _less(value: float, other: float, decimals: int) -> float:
    """The difference of two published values as they are written, halves rounded away from zero.

    >>> _less(13.2, 13.05, 1), 13.2 - 13.05 < 0.15
    (0.2, True)
    """
    exact = Decimal(str(value)) - Decimal(str(other))
    return float(exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


def distances(points: Sequence[Point], reference: Sequence[Point]) -> Series:
    """Each value less that of the reference in the same period, as exactly as the coarser; where either lacks, none."""
    by_period = {point.period: point for point in reference}
    found = []
    for point in points:
        other = by_period.get(point.period)
        if other is not None and other.value is not None and point.value is not None:
            decimals = min(point.decimals, other.decimals)
            found.append(replace(point, value=_less(point.value, other.value, decimals), decimals=decimals))
    return tuple(found)


def value_at(points: Sequence[Point], period: Period) -> float | None:
    return next((point.value for point in points if point.period == period), None)


def shared_periods(series: Sequence[Sequence[Point]]) -> tuple[Period, ...]:
    """The periods in which every one of these series has a value, in order."""
    sets = [{point.period for point in points if point.value is not None} for points in series]
    return tuple(sorted(set.intersection(*sets))) if sets else ()


def spread_of(values: Sequence[float]) -> Spread:
    """At least one value."""
    ordered = sorted(values)
    return Spread(ordered[0], ordered[(len(ordered) - 1) // 2], ordered[-1], len(ordered))
