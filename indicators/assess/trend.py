"""Whether figures carry a trend, and which way it points (method, sections 2.6 and 2.11)."""

from dataclasses import replace
from datetime import date

from indicators.assess.assessment import Assessment, Reason, Verdict
from indicators.assess.series import Point, Series
from indicators.assess.slope import Slope, possible_points, theil_sen, whole_year_pairs, window
from indicators.catalogue.model import Demand, Indicator

MIN_POINTS = 4  # fewer: no verdict
MAX_HOLES_SHARE = 0.25
MIN_YEARS_AFTER_BREAK = 4
MIN_CHANGE_SHARE = 0.01  # of the level a year: less is no direction
SMALL_COUNT = 30
MIN_PAIRS = 3  # of points whole years apart


def slope(counted: Series, indicator: Indicator) -> Slope | None:
    """The slope of points that carry one; one or two pairs have no spread to speak of and carry none."""
    if len(whole_year_pairs(window(counted))) < MIN_PAIRS:
        return None
    return theil_sen(counted, indicator.kind, indicator.unit)


def hindrance(counted: Series, day: date | None, current: Point, indicator: Indicator) -> Reason | None:
    """Why the series carries no trend, or None.

    counted   closed points since the last break on `day`, withheld ones included
    """
    if day is not None and _years_after(day, current) < MIN_YEARS_AFTER_BREAK:
        return Reason("break", {"day": day})
    if indicator.kind == "count" and current.value is not None and current.value < SMALL_COUNT:
        return Reason("small_count", {"limit": SMALL_COUNT})
    points = sum(point.value is not None for point in counted)
    if points < MIN_POINTS:
        return Reason("too_few_points", {"points": points, "needed": MIN_POINTS})
    inside, possible = sum(point.value is not None for point in window(counted)), possible_points(counted)
    if 1 - inside / possible > MAX_HOLES_SHARE:
        return Reason("too_many_holes", {"missing": possible - inside, "possible": possible})
    return None


def _years_after(day: date, current: Point) -> float:
    """Years from a break to the end of the newest judged period; a year ends on its 31 December."""
    return ((current.period.end - day).days + 1) / 365.25 + 0.003  # a leap day more or less decides nothing


def unjudged(reason: Reason) -> Verdict:
    return "suspended" if reason.code == "break" else "not_assessable"


def direction(known: Assessment, demand: Demand) -> Assessment:
    """Improving or worsening only where the whole interval points one way and the pace is 1 % of the level or more."""
    pace, current = known.slope, known.current
    if pace is None or current is None or current.value is None:
        return replace(known, reasons=(*known.reasons, Reason("no_whole_years")))
    if pace.low <= 0 <= pace.high:
        return replace(known, verdict="no_clear_trend", reasons=(*known.reasons, Reason("interval_holds_zero")))
    # Rounded: 0.13 of 13.0 is 1 %, whatever binary fractions make of it.
    if round(abs(pace.per_year) - MIN_CHANGE_SHARE * abs(current.value), 9) < 0:
        return replace(known, verdict="no_clear_trend", reasons=(*known.reasons, Reason("change_below_one_percent")))
    good = (pace.per_year > 0) == (demand.good == "up")
    reason = Reason("clear_direction" if good else "clear_wrong_direction")
    return replace(known, verdict="improving" if good else "worsening", reasons=(*known.reasons, reason))
