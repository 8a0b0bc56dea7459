"""From a goal and its series to a verdict, with everything it was computed from (method, section 2).

Codes and numbers only; `present.words` makes the sentences.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType

import msgspec

from indicators.assess import trend
from indicators.assess.assessment import WORST_FIRST, Assessment, Reason, Verdict
from indicators.assess.durable import durability, latest_start, meets
from indicators.assess.outlook import Outlook, calibration_of, outlook
from indicators.assess.parity import assess_parity
from indicators.assess.parts import pace, with_parts
from indicators.assess.reported import assess_reported
from indicators.assess.series import Point, Series, closed, last_break, longest_history, since
from indicators.assess.slope import Slope, window
from indicators.assess.smooth import level_of, rhythm
from indicators.catalogue.model import Demand, Goal, Indicator
from indicators.catalogue.outlook import Calibration
from indicators.period import PER_YEAR, Frequency, Period, period_ending

EVEN_CHANCE = 0.5

Key = tuple[str, str]  # indicator, group
Calibrations = Mapping[str, Calibration]
NO_OUTLOOK: Calibrations = MappingProxyType({})
_RUN: Mapping[Frequency, str] = {"year": "run", "quarter": "run_quarters", "month": "run_months"}


def assess(
    goal: Goal,
    series: Mapping[Key, Sequence[Point]],
    indicators: Mapping[str, Indicator],
    breaks: Mapping[Key, Sequence[date]],
    *,
    today: date,
    calibrations: Calibrations = NO_OUTLOOK,
) -> tuple[Assessment, ...]:
    """One assessment per demand, the deciding one (the worst) first.

    series        the points of the goal's area by indicator and group, as known at the date asked about
    breaks        days across which no trend may be computed, likewise
    today         decides which periods are closed and which dates have passed
    calibrations  how outlooks are continued; without any there is no outlook
    """
    goal, doubts = _with_readable_date(goal)
    if (parity := goal.parity) is not None:
        first, second = ((parity.indicator, group) for group in parity.groups)
        days = tuple(sorted({*breaks.get(first, ()), *breaks.get(second, ())}))
        points = (series.get(first, ()), series.get(second, ()))
        found = [assess_parity(parity, *points, indicators[parity.indicator], days, today=today)]
    elif not goal.demand:
        found = [assess_reported(goal, today=today)]
    else:
        found = [
            _assess_demand(
                goal, demand, indicators[demand.indicator], series.get(key, ()), tuple(breaks.get(key, ())), today,
                calibrations,
            )
            for demand in goal.demand
            for key in [(demand.indicator, demand.group)]
        ]  # fmt: skip
    told = [replace(one, reasons=(*one.reasons, *doubts)) if doubts else one for one in found]
    return tuple(sorted(told, key=lambda one: WORST_FIRST.index(one.verdict)))


def _with_readable_date(goal: Goal) -> tuple[Goal, tuple[Reason, ...]]:
    """The goal, without its date where that names no year: then no pace can be asked for, and the reason says so."""
    try:
        _ = goal.due_on
    except ValueError:
        return msgspec.structs.replace(goal, due=None), (Reason("due_without_year", {"due": goal.due}),)
    return goal, ()


def _assess_demand(
    goal: Goal, demand: Demand, indicator: Indicator, points: Sequence[Point], breaks: tuple[date, ...], today: date,
    calibrations: Calibrations,
) -> Assessment:  # fmt: skip
    series = longest_history(points)
    usable = closed(series, today)
    blank = Assessment("not_assessable", (), demand=demand, series=series, breaks=breaks)
    deadline = _deadline(goal, usable) if demand.operator is not None else None
    if deadline is not None and usable[-1].period >= deadline:
        # The year that was named decides; what came after neither saves nor spoils the goal.
        usable = tuple(point for point in usable if point.period <= deadline)
    current = next((point for point in reversed(usable) if point.value is not None), None)
    if current is None:
        return with_parts(replace(blank, reasons=(Reason("no_series"),)), 0)
    day = last_break(usable, breaks)
    counted = since(usable, day, is_stock=indicator.is_stock)
    stands = level_of(counted, current, indicator)
    carried = trend.slope_or_reason(counted, stands, day, current, indicator)
    years = trend.years_held(counted)
    slope = carried if isinstance(carried, Slope) else None
    known = replace(blank, current=current, level=stands, deadline=deadline, slope=slope)
    if demand.operator is not None:
        known = _pace(_stand(known, goal, demand, counted, indicator), demand)
    if years >= trend.MIN_YEARS_FOR_PACE:
        known = replace(known, outlook=_outlook(known, counted, demand, indicator, calibrations))
    return with_parts(_judged(known, goal, demand, carried, years, today), years)


def _judged(
    known: Assessment, goal: Goal, demand: Demand, carried: Slope | Reason, years: int, today: date
) -> Assessment:  # fmt: skip
    """The verdict: first what needs no pace, then what keeps a pace from being read, then the pace."""
    if demand.operator is not None and (decided := _decided_by_stand(known, goal, demand, today)) is not None:
        return decided
    if isinstance(carried, Reason):
        return replace(known, verdict=trend.unjudged(carried), reasons=(*known.reasons, carried))
    assert known.level is not None  # a slope is told from a level
    if demand.operator is None:
        return trend.with_direction(known, carried, known.level.value, demand)
    return _towards_target(known, carried, known.level.value, demand, years)


def _deadline(goal: Goal, points: Series) -> Period | None:
    """The period, of the rhythm of the series, whose figure decides; None without a date or without points.

    A goal due "2030" is judged on the yearly mean of 2030, or on the last quarter of that year that the series knows: a
    stock counted every June, on 30 June 2030. A goal due on a day is judged on the last period that ends by then.
    """
    if goal.due_on is None or not points:
        return None
    frequency = points[-1].period.frequency
    numbers = {point.period.number for point in window(points)}
    if goal.due_period is not None and goal.due_period.frequency == "year":
        return Period(frequency, goal.due_period.year, max(numbers))
    if (last := period_ending(goal.due_on, frequency)) is None:
        number = (goal.due_on.month - 1) * PER_YEAR[frequency] // 12 + 1
        last = Period(frequency, goal.due_on.year, number).plus(-1)
    return next(period for step in range(PER_YEAR[frequency]) if (period := last.plus(-step)).number in numbers)


def _outlook(
    known: Assessment, counted: Series, demand: Demand, indicator: Indicator, calibrations: Calibrations
) -> Outlook | None:  # fmt: skip
    """A durable goal must be met at its latest start: the chance is that of the value being there by then."""
    if not calibrations or known.slope is None or known.level is None:
        return None
    return outlook(
        counted, known.level.value, known.slope, indicator, calibration_of(calibrations, indicator),
        first=known.level.period, demand=demand, deadline=known.latest_start or known.deadline,
    )  # fmt: skip


def _stand(known: Assessment, goal: Goal, demand: Demand, counted: Series, indicator: Indicator) -> Assessment:
    """Where it stands: met or not, how far, and for durable goals how often and how long."""
    assert demand.operator is not None and demand.value is not None
    if goal.kind == "durable" and counted:
        known = _with_durability(known, demand, counted, indicator)
    if (value := _judged_value(known, goal, indicator)) is None:
        return known
    is_met = meets(value, demand.operator, demand.value, indicator.decimals)
    if known.durability is not None and known.durability.status == "durable":
        is_met = True  # what is durable stays so until it is left for half a year
    distance = value - demand.value
    # Differences of decimal figures: 12.0 - 8 is 4.0, not 4.000000000000001.
    gap = round(distance if demand.good == "down" else -distance, 6)
    # 7.96 seen as 8.0 has not passed the target of 8 by 0.04.
    return replace(known, is_met=is_met, gap=gap if is_met else max(gap, 0.0))


def _judged_value(known: Assessment, goal: Goal, indicator: Indicator) -> float | None:
    """The figure that is held against the threshold; None for a seasonal series of which no year is complete.

    The level: no season meets a goal. Of a stock the figure of the very day, once that has come; of a durable goal the
    newest value, because durability counts months and not their mean.
    """
    assert known.current is not None
    is_due = known.deadline is not None and known.current.period >= known.deadline
    if goal.kind == "durable" or (is_due and indicator.is_stock):
        return known.current.value
    if known.level is None or (known.deadline is not None and known.level.period < known.deadline <= known.current.period):
        return None  # the year that decides has a hole, and no other year stands in for it
    return known.level.value


def _with_durability(known: Assessment, demand: Demand, counted: Series, indicator: Indicator) -> Assessment:
    assert demand.operator is not None and demand.value is not None
    frequency = counted[-1].period.frequency if rhythm(counted) > 1 else "year"
    found = durability(counted, demand.operator, demand.value, indicator.decimals, frequency=counted[-1].period.frequency)
    params = {"k": found.k, "n": found.n, "current": found.current_run, "longest": found.longest_run,
              "required": found.required, "window": found.window}  # fmt: skip
    reason = Reason(_RUN[frequency], params)
    start = _latest_start(known.deadline, frequency) if known.deadline is not None else None
    return replace(known, durability=found, latest_start=start, reasons=(reason,))


def _latest_start(deadline: Period, rhythm_of_series: Frequency) -> Period:
    """A stock counted every June must meet the threshold as many Junes before as a yearly mean years."""
    if rhythm_of_series != "year":
        return latest_start(deadline)
    years = latest_start(Period("year", deadline.year)).year - deadline.year
    return deadline.plus(years * PER_YEAR[deadline.frequency])


def _pace(known: Assessment, demand: Demand) -> Assessment:
    """What change a year the target needs from the level on, and how the actual one compares; nothing once it is met."""
    if known.deadline is None or known.is_met is not False or known.level is None or demand.value is None:
        return known
    if (years := known.level.period.years_until(known.deadline)) <= 0:
        return known
    needed = (demand.value - known.level.value) / years
    if needed == 0 or (needed > 0) != (demand.good == "up"):
        # 8.0, or 7.96 seen as 8.0, is not yet below 8 but asks for no measurable change: any clear step will do.
        return replace(known, needed_per_year=0.0)
    ratio = round(known.slope.per_year / needed, 9) if known.slope is not None else None
    return replace(known, needed_per_year=needed, ratio=ratio)


def _decided_by_stand(known: Assessment, goal: Goal, demand: Demand, today: date) -> Assessment | None:
    """Verdicts that need no pace: met, durably met, or missed because the date has passed."""
    assert known.current is not None
    if known.is_met:
        return _reached(known, goal, demand)
    due = goal.due_period or goal.due_on
    if known.is_met is False and known.deadline is not None and known.current.period >= known.deadline:
        return replace(known, verdict="missed", reasons=(Reason("date_passed", {"due": due}), *known.reasons))
    if goal.due_on is not None and goal.due_on < today:
        # The date is over but its figure is not out: neither met nor missed can be said.
        reason = Reason("deadline_figure_missing", {"due": due})
        return replace(known, verdict="not_assessable", needed_per_year=None, ratio=None, reasons=(reason, *known.reasons))
    return None


def _reached(known: Assessment, goal: Goal, demand: Demand) -> Assessment:
    if goal.kind == "durable":
        is_durable = known.durability is not None and known.durability.status == "durable"
        return replace(known, verdict="durably_reached" if is_durable else "reached_not_durably")
    is_slipping = known.slope is not None and trend.points_wrong_way(known.slope, demand)
    return replace(known, verdict="reached_slipping" if is_slipping else "reached", reasons=(Reason("met"),))


def _towards_target(known: Assessment, slope: Slope, stands: float, demand: Demand, years: int) -> Assessment:
    if known.needed_per_year is None or years < trend.MIN_YEARS_FOR_PACE:
        without_date = known.needed_per_year is None
        reason = Reason("no_due_date") if without_date else Reason("direction_only", {"years": years})
        return trend.with_direction(replace(known, reasons=(reason, *known.reasons)), slope, stands, demand)
    verdict, code = _course(slope, known, demand)
    return replace(known, verdict=verdict, reasons=(Reason(code), *known.reasons))


def _course(slope: Slope, known: Assessment, demand: Demand) -> tuple[Verdict, str]:
    """The verdict on a pace, and for one that is fast enough on its chance."""
    if trend.points_wrong_way(slope, demand):
        return "moving_away", "wrong_way"
    if slope.low <= 0 <= slope.high:
        return "little_movement", "interval_holds_zero"
    match pace(known.ratio):
        case "too_slow":
            return "too_slow", "pace_too_slow"
        case "far_too_slow":
            return "little_movement", "pace_far_too_slow"
    chance = known.outlook.chance if known.outlook is not None else None
    if chance is not None and chance < EVEN_CHANCE:
        return "within_reach", "pace_enough_but_uncertain"
    return "on_track", "pace_enough"
