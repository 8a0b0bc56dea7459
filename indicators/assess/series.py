"""A series as the rules see it: points of one frequency, in order."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import isfinite
from typing import Literal

from indicators.period import PER_YEAR, Frequency, Period

Status = Literal["normal", "provisional", "estimated", "suppressed", "missing", "break"]


@dataclass(frozen=True)
class Point:
    """One published figure. `decimals` as published; `value` is None where `status` says why."""

    period: Period
    value: float | None
    decimals: int = 0
    status: Status = "normal"


Series = tuple[Point, ...]


def longest_history(points: Sequence[Point]) -> Series:
    """The points of one frequency: yearly means and quarters are never mixed in one line.

    The frequency that reaches over the most years; of two that reach equally far, the finer one.
    """
    by_frequency: dict[Frequency, list[Point]] = {}
    for point in points:
        is_number = point.value is None or isfinite(point.value)
        sound = point if is_number else replace(point, value=None, status="missing")  # a nan is a hole, never a figure
        by_frequency.setdefault(point.period.frequency, []).append(sound)
    if not by_frequency:
        return ()

    def reach(frequency: Frequency) -> tuple[int, int]:
        years = [point.period.year for point in by_frequency[frequency]]
        return max(years) - min(years), PER_YEAR[frequency]

    return tuple(sorted(by_frequency[max(by_frequency, key=reach)], key=lambda point: point.period))


def closed(points: Sequence[Point], today: date) -> Series:
    """The points a rule may look at: of closed periods, withheld ones included.

    The newest value is drawn but not rated while it is provisional; what was withheld after it waits with it.
    """
    over = [point for point in points if point.period.end < today]
    newest = max((index for index, point in enumerate(over) if point.value is not None), default=None)
    return tuple(over[:newest] if newest is not None and over[newest].status == "provisional" else over)


def last_break(points: Sequence[Point], breaks: Sequence[date]) -> date | None:
    """The newest declared break that the series has reached."""
    return max((day for day in breaks if points and day <= points[-1].period.end), default=None)


def since(points: Sequence[Point], day: date | None, *, is_stock: bool) -> Series:
    """The points counted the new way since a break on `day`; a mean over the break belongs to neither side.

    is_stock   the figure is counted on the last day of its period, not over the whole of it
    """
    if day is None:
        return tuple(points)
    return tuple(point for point in points if (point.period.end if is_stock else point.period.start) >= day)
