"""From a goal and its series to a verdict, with everything it was computed from (method, section 2).

Codes and numbers only; `present.words` makes the sentences. Here: thresholds by a date, durable goals on yearly data,
directions, parity, and goals whose state somebody reports.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from indicators.assess import trend
from indicators.assess.assessment import WORST_FIRST, Assessment, Reason, Verdict
from indicators.assess.durable import latest_start, meets, yearly_run
from indicators.assess.parity import assess_parity
from indicators.assess.series import Point, Series, closed, last_break, longest_history, since
from indicators.assess.slope import Slope
from indicators.catalogue.model import Demand, Goal, Indicator
from indicators.period import PER_YEAR, Period, period_ending

MIN_POINTS_FOR_PACE = 6  # fewer: a direction only, no pace
ON_TRACK_RATIO = 0.95
TOO_SLOW_RATIO = 0.60

Key = tuple[str, str]  # indicator, group


def assess(
    goal: Goal,
    series: Mapping[Key, Sequence[Point]],
    indicators: Mapping[str, Indicator],
    breaks: Mapping[Key, Sequence[date]],
    *,
    today: date,
) -> tuple[Assessment, ...]:
    """One assessment per demand, the deciding one (the worst) first.

    series   the points of the goal's area by indicator and group, as known at the date asked about
    breaks   days across which no trend may be computed, likewise
    today    decides which periods are closed and which dates have passed
    """
    if (parity := goal.parity) is not None:
        first, second = ((parity.indicator, group) for group in parity.groups)
        days = tuple(sorted({*breaks.get(first, ()), *breaks.get(second, ())}))
        return (
            assess_parity(
                parity, series.get(first, ()), series.get(second, ()), indicators[parity.indicator], days, today=today
            ),
        )
    if not goal.demand:
        return (_pipeline(goal) if goal.item else _reported(goal, today),)
    found = [
        _assess_demand(goal, demand, indicators[demand.indicator], series.get(key, ()), tuple(breaks.get(key, ())), today)
        for demand in goal.demand
        for key in [(demand.indicator, demand.group)]
    ]
    return tuple(sorted(found, key=lambda assessment: WORST_FIRST.index(assessment.verdict)))


def _assess_demand(
    goal: Goal, demand: Demand, indicator: Indicator, points: Sequence[Point], breaks: tuple[date, ...], today: date
) -> Assessment:
    series = longest_history(points)
    usable = closed(series, today)
    blank = Assessment("not_assessable", (), demand=demand, series=series, breaks=breaks)
    deadline = _deadline(goal, usable) if demand.operator is not None else None
    if deadline is not None and usable[-1].period >= deadline:
        # The year that was named decides; what came after neither saves nor spoils the goal.
        usable = tuple(point for point in usable if point.period <= deadline)
    current = next((point for point in reversed(usable) if point.value is not None), None)
    if current is None:
        return replace(blank, reasons=(Reason("no_series"),))
    day = last_break(usable, breaks)
    counted = since(usable, day, is_stock=indicator.basis == "reference_date")
    hindrance = trend.hindrance(counted, day, current, indicator)
    slope = trend.slope(counted, indicator) if hindrance is None else None
    known = replace(blank, current=current, deadline=deadline, slope=slope)
    if demand.operator is not None:
        known = _pace(_stand(known, goal, demand, usable, indicator), demand)
        if (decided := _decided_by_stand(known, goal, demand, today)) is not None:
            return decided
    if hindrance is not None:
        return replace(known, verdict=trend.unjudged(hindrance), reasons=(*known.reasons, hindrance))
    if demand.operator is None:
        return trend.direction(known, demand)
    return _towards_target(known, demand, sum(point.value is not None for point in counted))


def _deadline(goal: Goal, points: Series) -> Period | None:
    """The period, of the rhythm of the series, whose figure decides; None without a date or without points.

    A goal due "2030" is judged on the yearly mean of 2030, or on the last quarter of that year that the series knows: a
    stock counted every June, on 30 June 2030. A goal due on a day is judged on the last period that ends by then.
    """
    if goal.due_on is None or not points:
        return None
    frequency = points[-1].period.frequency
    if goal.due_period is not None and goal.due_period.frequency == "year":
        return Period(frequency, goal.due_period.year, max(point.period.number for point in points))
    if (exact := period_ending(goal.due_on, frequency)) is not None:
        return exact
    number = (goal.due_on.month - 1) * PER_YEAR[frequency] // 12 + 1
    return Period(frequency, goal.due_on.year, number).plus(-1)


def _stand(known: Assessment, goal: Goal, demand: Demand, usable: Series, indicator: Indicator) -> Assessment:
    """Where it stands: met or not, how far, and for durable goals how many years in a row."""
    assert known.current is not None and known.current.value is not None
    assert demand.operator is not None and demand.value is not None
    distance = known.current.value - demand.value
    is_met = meets(known.current.value, demand.operator, demand.value, indicator.decimals)
    # Differences of decimal figures: 12.0 - 8 is 4.0, not 4.000000000000001.
    gap = round(distance if demand.good == "down" else -distance, 6)
    # 7.96 seen as 8.0 has not passed the target of 8 by 0.04.
    stood = replace(known, is_met=is_met, gap=gap if is_met else max(gap, 0.0))
    if goal.kind != "durable":
        return stood
    if known.current.period.frequency != "year":
        return replace(stood, reasons=(Reason("durable_needs_years"),))
    run = yearly_run(usable, demand.operator, demand.value, indicator.decimals)
    start = latest_start(known.deadline) if known.deadline is not None else None
    reason = Reason("run", {"current": run.current, "longest": run.longest})
    return replace(stood, run=run, latest_start=start, reasons=(reason,))


def _pace(known: Assessment, demand: Demand) -> Assessment:
    """What change a year the target needs from here, and how the actual one compares; nothing once it is met."""
    assert known.current is not None and known.current.value is not None and demand.value is not None
    if known.deadline is None or known.is_met or (years := known.current.period.years_until(known.deadline)) <= 0:
        return known
    needed = (demand.value - known.current.value) / years
    if needed == 0 or (needed > 0) != (demand.good == "up"):
        # 8.0, or 7.96 seen as 8.0, is not yet below 8 but asks for no measurable change: any clear step will do.
        return replace(known, needed_per_year=0.0)
    ratio = round(known.slope.per_year / needed, 9) if known.slope is not None else None
    return replace(known, needed_per_year=needed, ratio=ratio)


def _decided_by_stand(known: Assessment, goal: Goal, demand: Demand, today: date) -> Assessment | None:
    """Verdicts that need no pace: met, durably met, or missed because the date has passed."""
    assert known.current is not None
    if known.run is not None and known.run.is_durable:
        return replace(known, verdict="durably_reached")
    if known.is_met and goal.kind == "durable":
        return replace(known, verdict="reached_not_durably")
    if known.is_met:
        slope = known.slope
        is_slipping = slope is not None and _points_wrong_way(slope, demand)
        return replace(known, verdict="reached_slipping" if is_slipping else "reached", reasons=(Reason("met"),))
    if known.deadline is not None and known.current.period >= known.deadline:
        return replace(
            known, verdict="missed", reasons=(Reason("date_passed", {"due": goal.due_period or goal.due_on}), *known.reasons)
        )
    if goal.due_on is not None and goal.due_on < today:
        # The date is over but its figure is not out: neither met nor missed can be said.
        reason = Reason("deadline_figure_missing", {"due": goal.due_period or goal.due_on})
        return replace(known, verdict="not_assessable", needed_per_year=None, ratio=None, reasons=(reason, *known.reasons))
    return None


def _towards_target(known: Assessment, demand: Demand, points: int) -> Assessment:
    if known.slope is None:
        return replace(known, reasons=(Reason("no_whole_years"), *known.reasons))
    if known.needed_per_year is None or points < MIN_POINTS_FOR_PACE:
        without_date = known.needed_per_year is None
        reason = Reason("no_due_date") if without_date else Reason("direction_only", {"points": points})
        return trend.direction(replace(known, reasons=(reason, *known.reasons)), demand)
    verdict, code = _course(known.slope, known.ratio, demand)
    return replace(known, verdict=verdict, reasons=(Reason(code), *known.reasons))


def _points_wrong_way(slope: Slope, demand: Demand) -> bool:
    return slope.low > 0 if demand.good == "down" else slope.high < 0


def _course(slope: Slope, ratio: float | None, demand: Demand) -> tuple[Verdict, str]:
    """The verdict on a pace. `ratio` is None where hardly any change is needed: then every clear step is enough."""
    if _points_wrong_way(slope, demand):
        return "moving_away", "wrong_way"
    if slope.low <= 0 <= slope.high:
        return "little_movement", "interval_holds_zero"
    if ratio is None or ratio >= ON_TRACK_RATIO:
        return "on_track", "pace_enough"
    return ("too_slow", "pace_too_slow") if ratio >= TOO_SLOW_RATIO else ("little_movement", "pace_far_too_slow")


def _reported(goal: Goal, today: date) -> Assessment:
    """A milestone, question, process or measure: what somebody reported, with date and evidence; nothing else."""
    if goal.state is None or goal.state.state == "unknown":
        return Assessment("not_assessable", (Reason("no_indicator" if goal.kind == "qualitative" else "state_unknown"),))
    state, on, due = goal.state.state, goal.state.on, goal.due_on
    if state in ("open", "in_progress") and due is not None and due < today:
        return Assessment("overdue", (Reason("date_passed", {"due": due}),))
    is_late = state == "done" and on is not None and due is not None and on > due
    return Assessment(state, (Reason("done_late" if is_late else "state_reported"),))


def _pipeline(goal: Goal) -> Assessment:
    """A pipeline counts its items by state; it is done when every item is decided (done or dropped)."""
    states = [item.state for item in goal.item]
    counts = {state: states.count(state) for state in ("done", "in_progress", "open", "dropped", "unknown")}
    reason = Reason("pipeline", {"all": len(states), **counts})
    if counts["unknown"] == len(states):
        return Assessment("not_assessable", (reason,))
    decided = counts["done"] + counts["dropped"]
    return Assessment("done" if decided == len(states) else "in_progress", (reason,))
