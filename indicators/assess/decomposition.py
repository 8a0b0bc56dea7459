"""A change of a rate taken apart: how much came from its numerator, how much from its denominator.

Rule: a rate is a product of the number counted (n) and what each of them weighs (w, one over the denominator). Of its
change, (n1 - n0) x (w0 + w1) / 2 is the numerator's and (w1 - w0) x (n0 + n1) / 2 the denominator's. Each part is weighed
with the mean of before and after, so that no order is preferred and both add up to the whole change without a remainder.

One of numerator and denominator is enough: with the published rate the other follows. Its rounding then goes into the parts
and is told as `uncertainty`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from indicators.assess.series import Point
from indicators.period import PER_YEAR, Period


@dataclass(frozen=True)
class Decomposition:
    """The change of a rate from `first` to `last` in its unit; `numerator + denominator` is `change`.

    change         between the two published rates
    uncertainty    how far each part may be off because the published rates are rounded
    known          which of the two was stored
    base_renewed   the months (or quarters) on the way in which the base was renewed: part of the change may come from
                   that alone
    """

    first: Period
    last: Period
    change: float
    numerator: float
    denominator: float
    uncertainty: float
    known: Literal["numerator", "denominator"]
    base_renewed: tuple[Period, ...] = ()

    @property
    def is_within_rounding(self) -> bool:
        """Both parts are smaller than what rounding leaves open: they say nothing."""
        return max(abs(self.numerator), abs(self.denominator)) <= self.uncertainty


def decompose(
    rates: tuple[Point, Point],
    *,
    numerators: tuple[Point | None, Point | None] = (None, None),
    denominators: tuple[Point | None, Point | None] = (None, None),
    base_month: int | None = None,
) -> Decomposition | None:
    """The change between two published rates; None where neither numerator nor denominator is stored for both periods.

    base_month   in which the denominator is renewed every year (5: May); None where it is not known
    """
    early, late = rates
    if early.value is None or late.value is None:
        return None
    ends = (early.value, late.value)
    halves = (0.5 * 10**-early.decimals, 0.5 * 10**-late.decimals)
    if (counts := _filled(numerators)) is not None:
        known: Literal["numerator", "denominator"] = "numerator"
        weights = (ends[0] / counts[0], ends[1] / counts[1])
        parts = _parts(counts, weights)
        open_weights = halves[0] / counts[0] + halves[1] / counts[1]
        uncertainty = max(abs(counts[1] - counts[0]), counts[0] + counts[1]) / 2 * open_weights
    elif (bases := _filled(denominators)) is not None:
        known = "denominator"
        weights = (1 / bases[0], 1 / bases[1])
        parts = _parts((ends[0] * bases[0], ends[1] * bases[1]), weights)
        uncertainty = (halves[0] * bases[0] + halves[1] * bases[1]) * (weights[0] + weights[1]) / 2
    else:
        return None
    return Decomposition(
        early.period, late.period, round(ends[1] - ends[0], 9), *parts, uncertainty, known,
        renewals(early.period, late.period, base_month),
    )  # fmt: skip


def _parts(counts: tuple[float, float], weights: tuple[float, float]) -> tuple[float, float]:
    numerator = (counts[1] - counts[0]) * (weights[0] + weights[1]) / 2
    denominator = (weights[1] - weights[0]) * (counts[0] + counts[1]) / 2
    return round(numerator, 9), round(denominator, 9)


def _filled(points: Sequence[Point | None]) -> tuple[float, float] | None:
    """Both values, or None: nothing is divided by a missing one or by nobody."""
    values = [point.value for point in points if point is not None and point.value is not None and point.value > 0]
    return (values[0], values[1]) if len(values) == 2 else None


def renewals(first: Period, last: Period, month: int | None) -> tuple[Period, ...]:
    """The periods after `first`, up to `last`, that hold the month in which the base is renewed.

    Empty for yearly means: each of them holds the old and the new base alike.
    """
    if month is None or first.frequency == "year":
        return ()
    number = -(-month * PER_YEAR[first.frequency] // 12)
    steps = (first.plus(step) for step in range(1, last.ordinal - first.ordinal + 1))
    return tuple(period for period in steps if period.number == number)
