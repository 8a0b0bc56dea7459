"""Equality of two groups: the gap closes, and not by the weaker group falling behind (method, section 2.9)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from indicators.assess import trend
from indicators.assess.assessment import WORST_FIRST, Assessment, Reason
from indicators.assess.parts import with_parts
from indicators.assess.series import Point, Series, closed, last_break, longest_history, since
from indicators.assess.slope import theil_sen
from indicators.assess.smooth import Level, first_level, level, level_of
from indicators.catalogue.model import Demand, Indicator, Parity

Pair = tuple[Point, Point]


def assess_parity(
    parity: Parity, first: Sequence[Point], second: Sequence[Point], indicator: Indicator, breaks: tuple[date, ...],
    *, today: date,
) -> Assessment:  # fmt: skip
    """The gap `first - second` in percentage points, judged by its size and by the weaker group's own course.

    The weaker group is the one with the worse value: the lower one, or the higher one where lower is better. The worse
    of the two courses is the verdict.
    """
    blank = Assessment("not_assessable", (), parity=parity, breaks=breaks)
    pairs = _pairs(first, second, today)
    gaps = tuple(_gap(a, b) for a, b in pairs)
    current = next((gap for gap in reversed(gaps) if gap.value is not None), None)
    if current is None:
        return with_parts(replace(blank, series=gaps, reasons=(Reason("no_series"),)), 0)
    day = last_break(gaps, breaks)
    is_stock = indicator.is_stock
    counted = since(gaps, day, is_stock=is_stock)
    known = replace(blank, series=gaps, current=current)
    if (stands := level_of(counted, current, indicator)) is None:
        reason = trend.hindrance(counted, day, current, indicator)
        return _unjudged(known, counted, reason or Reason("level_incomplete"))
    weaker = since(_weaker(pairs, stands, indicator), day, is_stock=is_stock)
    has_fallen = _has_fallen(weaker, indicator)
    is_small = abs(stands.value) <= parity.tolerance
    known = replace(
        known, level=stands, is_met=is_small and not has_fallen,
        gap=round(abs(stands.value) - parity.tolerance, 6), group_ratio=_ratio(pairs, current),
    )  # fmt: skip
    if is_small:
        code = "weaker_group_fell" if has_fallen else "met"
        met = replace(known, verdict="reached_slipping" if has_fallen else "reached", reasons=(Reason(code),))
        return with_parts(met, trend.years_held(counted))
    return _towards_parity(known, counted, weaker, stands, day, indicator)


def gap_series(first: Sequence[Point], second: Sequence[Point]) -> Series:
    """`first - second` in every period that both have, also the newest one that is not rated yet."""
    others = {point.period: point for point in longest_history(second)}
    return tuple(_gap(a, others[a.period]) for a in longest_history(first) if a.period in others)


def _gap(a: Point, b: Point) -> Point:
    """The difference of one period; what holds for either of both values, as being provisional, holds for it too."""
    status = a.status if a.status != "normal" else b.status
    return replace(a, value=_size(a, b), decimals=max(a.decimals, b.decimals), status=status)


def _towards_parity(
    known: Assessment, counted: Series, weaker: Series, stands: Level, day: date | None, indicator: Indicator
) -> Assessment:
    """The worse of two courses: of the gap, which should close, and of the weaker group, which should do better."""
    assert known.current is not None
    reason = trend.hindrance(counted, day, known.current, indicator)
    own = level(weaker, indicator)
    sizes = tuple(replace(point, value=None if point.value is None else abs(point.value)) for point in counted)
    size = abs(stands.value)
    closing = theil_sen(sizes, "gap", "percent", size)
    rising = theil_sen(weaker, indicator.kind, indicator.unit, own.value) if own is not None else None
    if reason is not None or closing is None or rising is None or own is None:
        return _unjudged(known, counted, reason or Reason("level_incomplete"))
    smaller = Demand(indicator=indicator.id, direction="down")
    better = Demand(indicator=indicator.id, direction="down" if indicator.direction == "down" else "up")
    courses = trend.direction(closing, size, smaller), trend.direction(rising, own.value, better)
    verdict, code = min(courses, key=lambda course: WORST_FIRST.index(course[0]))
    found = replace(known, slope=closing, verdict=verdict, reasons=(Reason(code),))
    return with_parts(found, trend.years_held(counted))


def _unjudged(known: Assessment, counted: Series, reason: Reason) -> Assessment:
    found = replace(known, verdict=trend.unjudged(reason), reasons=(reason,))
    return with_parts(found, trend.years_held(counted))


def _pairs(first: Sequence[Point], second: Sequence[Point], today: date) -> list[Pair]:
    """Both groups in the periods that both have, closed ones only."""
    others = {point.period: point for point in closed(longest_history(second), today)}
    return [(point, others[point.period]) for point in closed(longest_history(first), today) if point.period in others]


def _size(a: Point, b: Point) -> float | None:
    return None if a.value is None or b.value is None else round(a.value - b.value, 6)


def _ratio(pairs: Sequence[Pair], current: Point) -> float | None:
    """The lower value over the higher one: 1 is equality. None where that says nothing, as below zero."""
    low, high = next(sorted((a.value or 0.0, b.value or 0.0)) for a, b in reversed(pairs) if a.period == current.period)
    return round(low / high, 6) if low >= 0 < high else None


def _weaker(pairs: Sequence[Pair], stands: Level, indicator: Indicator) -> Series:
    """The series of the group that is worse off now."""
    second_is_lower = stands.value >= 0
    index = int(second_is_lower != (indicator.direction == "down"))
    return tuple(pair[index] for pair in pairs)


def _has_fallen(weaker: Series, indicator: Indicator) -> bool:
    """Whether the group is worse off than when its series began; what was counted the old way is no base to fall from."""
    base, now = first_level(weaker, indicator), level(weaker, indicator)
    if base is None or now is None:
        return False
    return now.value > base.value if indicator.direction == "down" else now.value < base.value
