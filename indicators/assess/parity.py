"""Equality of two groups: the gap closes, and not by the weaker group falling behind (method, section 2.9)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from indicators.assess import trend
from indicators.assess.assessment import WORST_FIRST, Assessment, Reason
from indicators.assess.series import Point, closed, last_break, longest_history, since
from indicators.assess.slope import theil_sen
from indicators.catalogue.model import Demand, Direction, Indicator, Parity

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
    gaps = tuple(replace(a, value=_size(a, b), decimals=max(a.decimals, b.decimals)) for a, b in pairs)
    filled = [number for number, gap in enumerate(gaps) if gap.value is not None]
    if not filled:
        return replace(blank, series=gaps, reasons=(Reason("no_series"),))
    current = gaps[filled[-1]]
    weaker = _weaker(pairs, current, indicator)
    size = abs(current.value or 0.0)
    is_small = size <= parity.tolerance
    day = last_break(gaps, breaks)
    counted = since(gaps, day, is_stock=indicator.basis == "reference_date")
    skipped = len(gaps) - len(counted)  # points counted the old way are no base to have fallen from
    base = next((number for number in filled if number >= skipped), filled[-1])
    has_fallen = _is_worse(weaker[filled[-1]], weaker[base], indicator)
    known = replace(
        blank, series=gaps, current=current, is_met=is_small and not has_fallen, gap=round(size - parity.tolerance, 6)
    )
    if is_small:
        reason = Reason("weaker_group_fell" if has_fallen else "met")
        return replace(known, verdict="reached_slipping" if has_fallen else "reached", reasons=(reason,))
    if (hindrance := trend.hindrance(counted, day, current, indicator)) is not None:
        return replace(known, verdict=trend.unjudged(hindrance), reasons=(hindrance,))
    sizes = tuple(replace(point, value=None if point.value is None else abs(point.value)) for point in counted)
    own = weaker[skipped:]
    better: Direction = "down" if indicator.direction == "down" else "up"
    closing = trend.direction(
        replace(known, slope=theil_sen(sizes, "gap", "percent")), Demand(indicator=indicator.id, direction="down")
    )
    rising = trend.direction(
        replace(known, current=weaker[filled[-1]], slope=theil_sen(own, indicator.kind, indicator.unit)),
        Demand(indicator=indicator.id, direction=better),
    )
    worse = min((closing, rising), key=lambda part: WORST_FIRST.index(part.verdict))
    return replace(closing, verdict=worse.verdict, reasons=worse.reasons)


def _pairs(first: Sequence[Point], second: Sequence[Point], today: date) -> list[Pair]:
    """Both groups in the periods that both have, closed ones only."""
    others = {point.period: point for point in closed(longest_history(second), today)}
    return [(point, others[point.period]) for point in closed(longest_history(first), today) if point.period in others]


def _size(a: Point, b: Point) -> float | None:
    return None if a.value is None or b.value is None else round(a.value - b.value, 6)


def _weaker(pairs: Sequence[Pair], current: Point, indicator: Indicator) -> tuple[Point, ...]:
    """The series of the group that is worse off now."""
    second_is_lower = (current.value or 0.0) >= 0
    index = int(second_is_lower != (indicator.direction == "down"))
    return tuple(pair[index] for pair in pairs)


def _is_worse(now: Point, base: Point, indicator: Indicator) -> bool:
    change = (now.value or 0.0) - (base.value or 0.0)
    return change > 0 if indicator.direction == "down" else change < 0
