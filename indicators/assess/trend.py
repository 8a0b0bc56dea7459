"""Whether figures carry a trend, and which way it points (method, sections 2.6 and 2.11)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from indicators.assess.assessment import Assessment, Reason, Verdict
from indicators.assess.series import Point, Series
from indicators.assess.slope import Slope, possible_points, theil_sen, window
from indicators.assess.smooth import Level, rhythm
from indicators.catalogue.model import Demand, Indicator
from indicators.period import PER_YEAR

MIN_YEARS = 4  # with values; fewer: no verdict
MIN_YEARS_FOR_PACE = 6  # fewer: a direction only, no pace
MAX_HOLES_SHARE = 0.25
MIN_YEARS_AFTER_BREAK = 4
MIN_CHANGE_SHARE = 0.01  # of the level a year: less is no direction
SMALL_COUNT = 30


def slope_or_reason(
    counted: Series, level: Level | None, day: date | None, current: Point, indicator: Indicator
) -> Slope | Reason:
    """The slope of the series, told from its level on, or why it carries no trend.

    counted   closed points since the last break on `day`, withheld ones included
    current   the newest judged point, which may be a mean over the break and so none of the counted ones
    """
    if (reason := hindrance(counted, day, current, indicator)) is not None:
        return reason
    if level is None:
        return Reason("level_incomplete")
    return slope(counted, indicator, level.value) or _too_few_years(0)


def slope(counted: Series, indicator: Indicator, level: float | None = None) -> Slope | None:
    """The slope of points that no hindrance keeps from carrying one; None where no two are whole years apart."""
    return theil_sen(counted, indicator.kind, indicator.unit, level)


def hindrance(counted: Series, day: date | None, current: Point, indicator: Indicator) -> Reason | None:
    """Why the series carries no trend, or None.

    counted   closed points since the last break on `day`, withheld ones included
    """
    if day is not None and _years_after(day, current) < MIN_YEARS_AFTER_BREAK:
        return Reason("break", {"day": day})
    if indicator.kind == "count" and current.value is not None and current.value < SMALL_COUNT:
        return Reason("small_count", {"limit": SMALL_COUNT})
    if (years := years_held(counted)) < MIN_YEARS:
        is_yearly = rhythm(counted) <= 1
        return Reason("too_few_points", {"points": years, "needed": MIN_YEARS}) if is_yearly else _too_few_years(years)
    inside, possible = sum(point.value is not None for point in window(counted)), possible_points(counted)
    if 1 - inside / possible > MAX_HOLES_SHARE:
        return Reason("too_many_holes", {"missing": possible - inside, "possible": possible})
    return None


def _too_few_years(years: int) -> Reason:
    return Reason("too_few_years", {"years": years, "needed": MIN_YEARS})


def years_held(points: Sequence[Point]) -> int:
    """How many years, counted back from the newest value, have hardly a hole. Of yearly series: how many values."""
    ends = [point.period.ordinal for point in points if point.value is not None]
    if not ends:
        return 0
    per_year = PER_YEAR[points[-1].period.frequency]
    held = Counter((ends[-1] - end) // per_year for end in ends)
    least = (1 - MAX_HOLES_SHARE) * rhythm(points)
    return sum(count >= least for count in held.values())


def _years_after(day: date, current: Point) -> float:
    """Years from a break to the end of the newest judged period; a year ends on its 31 December."""
    return ((current.period.end - day).days + 1) / 365.25 + 0.003  # a leap day more or less decides nothing


def unjudged(reason: Reason) -> Verdict:
    return "suspended" if reason.code == "break" else "not_assessable"


def points_wrong_way(slope: Slope, demand: Demand) -> bool:
    """Whether the whole interval points away from what is wanted."""
    return slope.low > 0 if demand.good == "down" else slope.high < 0


def direction(slope: Slope, level: float, demand: Demand) -> tuple[Verdict, str]:
    """Improving or worsening only where the whole interval points one way and the pace is 1 % of the level or more."""
    if slope.low <= 0 <= slope.high:
        return "no_clear_trend", "interval_holds_zero"
    # Rounded: 0.13 of 13.0 is 1 %, whatever binary fractions make of it.
    if round(abs(slope.per_year) - MIN_CHANGE_SHARE * abs(level), 9) < 0:
        return "no_clear_trend", "change_below_one_percent"
    good = (slope.per_year > 0) == (demand.good == "up")
    return ("improving", "clear_direction") if good else ("worsening", "clear_wrong_direction")


def with_direction(known: Assessment, slope: Slope, level: float, demand: Demand) -> Assessment:
    verdict, code = direction(slope, level, demand)
    return replace(known, verdict=verdict, reasons=(*known.reasons, Reason(code)))
