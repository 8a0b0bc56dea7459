"""The level continued with a damped slope, and how far it may stray: a continuation, no forecast (method, section 2.5)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, sqrt
from statistics import NormalDist, fmean, stdev
from typing import Literal

from indicators.assess.series import Point, Series
from indicators.assess.slope import Slope, forward, window
from indicators.catalogue.model import Demand, Indicator
from indicators.catalogue.outlook import Calibration
from indicators.period import PER_YEAR, Period

MIN_CHANGES = 3  # yearly changes that say how much a series usually moves
MIN_YEARS_FOR_CHANCE = 8
NEAREST_YEARS, FARTHEST_YEARS = 2, 5  # ahead; a chance is printed only between them
_STANDARD = NormalDist()
_HALF, _MOST = _STANDARD.inv_cdf(0.75), _STANDARD.inv_cdf(0.90)  # ends of the middle 50 and 80 percent

Likelihood = Literal["unlikely", "rather_not", "open", "rather_yes", "likely"]
# Why no interval (the first three) or no chance is given.
OutlookReason = Literal[
    "not_accepted", "too_few_changes", "small_count", "no_target", "no_date", "too_few_years", "too_near", "too_far"
]
SMALL_COUNT = 30
_ALMOST_NOTHING = 1e-9  # what binary fractions leave of changes that are all the same


@dataclass(frozen=True)
class OutlookPoint:
    """Where the series would stand `years` after its newest point, in its unit; the ends hold 50 and 80 of 100 cases.

    low, high   None where no interval is given
    """

    period: Period
    years: int
    value: float
    low_50: float | None = None
    high_50: float | None = None
    low_80: float | None = None
    high_80: float | None = None


@dataclass(frozen=True)
class Outlook:
    """The continuation year by year.

    chance      of meeting the target on its date, 0 to 1; printed in words only (`likelihood`)
    reason      why there is no interval or no chance; None where both are there
    spread      standard deviation of the error one year ahead, on the scale of the slope; 0 where unknown
    """

    points: tuple[OutlookPoint, ...]
    chance: float | None = None
    likelihood: Likelihood | None = None
    reason: OutlookReason | None = None
    spread: float = 0.0


@dataclass(frozen=True)
class _Course:
    """The distribution of the level after any number of years: normal on the scale of the slope."""

    level: float
    rate: float  # change a year that is continued, on the scale
    scale: str
    usual: float  # yearly change, on the scale; 0 where there is no fan
    limits: tuple[float, float]
    calibration: Calibration

    def middle(self, years: float) -> float:
        """On the scale, before it is clipped."""
        return forward(self.level, self.scale) + self.rate * damped_years(self.calibration.damping, years)

    def possible(self, moved: float) -> float:
        """Back in the unit of the series, within what can be."""
        low, high = self.limits
        return min(max(backward(moved, self.scale), low), high)

    def spread(self, years: float) -> float:
        """Between two whole years in a straight line."""
        steps, place = self.calibration.spread, years - 1
        lower = min(max(int(place), 0), len(steps) - 1)
        upper = min(lower + 1, len(steps) - 1)
        return self.usual * (steps[lower] + (place - lower) * (steps[upper] - steps[lower]))


def outlook(
    counted: Series, level: float, slope: Slope, indicator: Indicator, calibration: Calibration, *, first: Period,
    demand: Demand | None = None, deadline: Period | None = None,
) -> Outlook:  # fmt: skip
    """The level at `first` continued for the years that the calibration allows.

    counted   closed points since the last break, withheld ones as holes; the slope comes from them
    demand    with a threshold, and `deadline` the period it counts in: adds the chance of meeting it
    """
    course, reason = _course(counted, level, slope, indicator, calibration)
    points = tuple(_point(course, first, years, reason is None) for years in range(1, calibration.horizons + 1))
    spread = course.spread(1)
    reason = reason or _no_chance(counted, first, demand, deadline)
    if reason is not None or demand is None or deadline is None:
        return Outlook(points, reason=reason, spread=spread)
    chance = _chance(course, demand, first.years_until(deadline), indicator.decimals)
    return Outlook(points, chance, likelihood(chance), None, spread)


def calibration_of(calibrations: Mapping[str, Calibration], indicator: Indicator) -> Calibration:
    """The numbers for this very indicator, else those of its kind."""
    return calibrations[calibration_name(calibrations, indicator)]


def calibration_name(calibrations: Mapping[str, Calibration], indicator: Indicator) -> str:
    return next((name for name, known in calibrations.items() if indicator.id in known.indicators), indicator.kind)


def chances_in(
    asked: Sequence[tuple[float, Demand]], counted: Series, level: float, slope: Slope, indicator: Indicator,
    calibration: Calibration,
) -> tuple[float, ...]:  # fmt: skip
    """The chance of meeting each threshold so many years ahead, whether or not it may be printed; none without a fan."""
    course, reason = _course(counted, level, slope, indicator, calibration)
    return tuple(_chance(course, demand, years, indicator.decimals) for years, demand in asked) if reason is None else ()


def _course(
    counted: Series, level: float, slope: Slope, indicator: Indicator, calibration: Calibration
) -> tuple[_Course, OutlookReason | None]:
    scale = slope.scale if 0 < level < limits(indicator)[1] else "raw"
    usual = usual_change(counted, scale, calibration.around)
    reason = _no_interval(level, usual, indicator, calibration)
    rate = calibration.weight * pairs_share(counted, calibration.pairs) * _rate(slope, scale)
    fan = usual if usual is not None and reason is None else 0.0
    return _Course(level, rate, scale, fan, limits(indicator), calibration), reason


def _rate(slope: Slope, scale: str) -> float:
    """The slope on `scale`, undamped."""
    return slope.rate if scale == slope.scale else slope.per_year


def usual_change(counted: Sequence[Point], scale: str, around: Literal["mean", "zero"] = "zero") -> float | None:
    """How much the series usually changes from one year to the next, on `scale`.

    None for fewer than three changes, and where they do not differ: a constant series does not show how far it may stray.

    around   "zero": the root of the mean square, which a steady trend makes larger; "mean": the standard deviation
    """
    values = {
        point.period.ordinal: forward(point.value, scale)
        for point in counted
        if point.value is not None and _is_on(point.value, scale)
    }
    step = PER_YEAR[counted[0].period.frequency] if counted else 1
    changes = [late - values[ordinal - step] for ordinal, late in values.items() if ordinal - step in values]
    if len(changes) < MIN_CHANGES:
        return None
    usual = stdev(changes) if around == "mean" else sqrt(fmean(change * change for change in changes))
    return usual if usual > _ALMOST_NOTHING else None


def pairs_share(counted: Sequence[Point], pairs: int) -> float:
    """How far the slope is borne out: its pairs of whole years against `pairs` for each season, at most 1.

    Six years have 15 pairs, four have 6.
    """
    seasons = Counter(point.period.number for point in window(counted) if point.value is not None)
    found = sum(count * (count - 1) // 2 for count in seasons.values())
    return min(found / (pairs * len(seasons)), 1.0) if seasons else 0.0


def damped_years(damping: float, years: float) -> float:
    """How many years of undamped change `years` of damped change are worth: 0.8 + 0.64 + ... for whole years.

    >>> round(damped_years(0.8, 2), 9)
    1.44
    """
    return years if damping == 1 else damping * (1 - damping**years) / (1 - damping)


def likelihood(chance: float) -> Likelihood:
    """The word for a chance: below 20, 40, 60, 80 percent, and above."""
    bounds: tuple[tuple[float, Likelihood], ...] = ((0.2, "unlikely"), (0.4, "rather_not"), (0.6, "open"), (0.8, "rather_yes"))
    return next((word for bound, word in bounds if chance < bound), "likely")


def limits(indicator: Indicator) -> tuple[float, float]:
    """Between which values the figure can lie at all."""
    is_share = indicator.kind == "rate" and indicator.unit == "percent"
    low, high = float("-inf") if indicator.kind == "gap" else 0.0, 100.0 if is_share else float("inf")
    given = indicator.range
    return given[0] if given else low, given[1] if len(given) > 1 else high


def _is_on(value: float, scale: str) -> bool:
    return scale == "raw" or (0 < value < 100 if scale == "logit" else value > 0)


def backward(moved: float, scale: str) -> float:
    match scale:
        case "log":
            return exp(min(moved, 700.0))
        case "logit":
            return 100 / (1 + exp(min(-moved, 700.0)))
        case _:
            return moved


def _no_interval(
    level: float, usual: float | None, indicator: Indicator, calibration: Calibration
) -> OutlookReason | None:  # fmt: skip
    if indicator.kind == "count" and level < SMALL_COUNT:
        return "small_count"
    if not calibration.accepted:
        return "not_accepted"
    return "too_few_changes" if usual is None else None


def _no_chance(
    counted: Series, first: Period, demand: Demand | None, deadline: Period | None
) -> OutlookReason | None:  # fmt: skip
    if demand is None or demand.operator is None or demand.value is None:
        return "no_target"
    if deadline is None:
        return "no_date"
    if len({point.period.year for point in counted if point.value is not None}) < MIN_YEARS_FOR_CHANCE:
        return "too_few_years"
    years = first.years_until(deadline)
    return "too_near" if years < NEAREST_YEARS else "too_far" if years > FARTHEST_YEARS else None


def _point(course: _Course, first: Period, years: int, has_interval: bool) -> OutlookPoint:
    period = first.plus(years * PER_YEAR[first.frequency])
    middle, spread = course.middle(years), course.spread(years)
    value = course.possible(middle)
    if not has_interval:
        return OutlookPoint(period, years, value)
    ends = (course.possible(middle + sign * reach * spread) for reach in (_HALF, _MOST) for sign in (-1, 1))
    return OutlookPoint(period, years, value, *ends)


def _chance(course: _Course, demand: Demand, years: float, decimals: int) -> float:
    """The share of the distribution that meets the threshold on the figure people see: below 8 means below 7.95."""
    assert demand.value is not None
    half_step = 0.5 * 10.0**-decimals
    is_outside = demand.operator in ("<", ">=")  # the rounding below the threshold is not below it, but at it
    bound = demand.value - half_step if is_outside else demand.value + half_step
    low, high = course.limits
    below = _share_below(course, bound, years) if low < bound < high else float(bound >= high)
    return below if demand.good == "down" else 1 - below


def _share_below(course: _Course, bound: float, years: float) -> float:
    spread = course.spread(years)
    distance = forward(bound, course.scale) - course.middle(years)
    return _STANDARD.cdf(distance / spread) if spread > 0 else float(distance > 0)
