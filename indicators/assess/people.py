"""A gap in percentage points as people (method, 2.13): only where numerator or denominator of the same period is stored."""

from dataclasses import dataclass
from typing import Literal

from indicators.assess.series import Point
from indicators.catalogue.model import Demand, Indicator
from indicators.period import Period


@dataclass(frozen=True)
class PeopleGap:
    """How many people a threshold means in the period of the current value.

    at_target     people counted if the rate stood exactly at the threshold
    counted       people counted now
    difference    how many fewer (below 0) or more that would be
    low, high     the same difference at both ends of what the rounding of the published rate leaves open
    known         numerator: the people are stored and the rate tells the base; denominator: the base is stored
    """

    period: Period
    at_target: float
    counted: float
    difference: float
    low: float
    high: float
    known: Literal["numerator", "denominator"]


def people_gap(
    current: Point, demand: Demand, indicator: Indicator, *, numerator: Point | None = None, denominator: Point | None = None
) -> PeopleGap | None:
    """The gap between a published rate and the threshold in people; None where it would have to be guessed.

    numerator, denominator   points of the period of `current`; any other is refused
    """
    target, rate = demand.value, current.value
    if indicator.kind != "rate" or indicator.unit != "percent" or target is None or rate is None or rate <= 0:
        return None
    half = min(0.5 * 10**-current.decimals, rate / 2)
    if (count := _value(numerator, current)) is not None:
        ends = [count * (target - end) / end for end in (rate, rate - half, rate + half)]
        return PeopleGap(current.period, count + ends[0], count, ends[0], min(ends[1:]), max(ends[1:]), "numerator")
    if (base := _value(denominator, current)) is not None:
        ends = [base * (target - end) / 100 for end in (rate, rate - half, rate + half)]
        counted = base * rate / 100
        return PeopleGap(current.period, base * target / 100, counted, ends[0], min(ends[1:]), max(ends[1:]), "denominator")
    return None


def _value(point: Point | None, current: Point) -> float | None:
    """The value of a point of the same period, above 0."""
    if point is None or point.period != current.period or point.value is None or point.value <= 0:
        return None
    return point.value
