"""From a goal and its series to a verdict, with everything it was computed from (method, section 2).

Codes and numbers only; `present.words` makes the sentences. Here: thresholds by a date, durable goals on yearly data,
directions, parity, and goals whose state somebody reports.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from indicators.assess.durable import YearlyRun, latest_start, meets, yearly_run
from indicators.assess.series import Point, Series, last_break, longest_history, rated, since
from indicators.assess.slope import Slope, possible_points, theil_sen, window
from indicators.catalogue.model import Demand, Goal, Indicator, Parity
from indicators.period import PER_YEAR, Period, period_ending

RULE_VERSION = "1.0"

Verdict = Literal[
    "durably_reached", "reached", "reached_not_durably", "reached_slipping", "on_track", "too_slow",
    "little_movement", "moving_away", "missed", "improving", "no_clear_trend", "worsening", "suspended",
    "not_assessable", "done", "in_progress", "open", "overdue", "dropped",
]  # fmt: skip

# The worst of several demands counts; what cannot be assessed counts only where nothing can.
WORST_FIRST: tuple[Verdict, ...] = (
    "missed", "moving_away", "worsening", "overdue", "dropped", "reached_slipping", "little_movement", "no_clear_trend",
    "too_slow", "on_track", "open", "in_progress", "improving", "reached_not_durably", "reached", "durably_reached",
    "done", "suspended", "not_assessable",
)  # fmt: skip

MIN_POINTS = 4  # fewer: no verdict
MIN_POINTS_FOR_PACE = 6  # fewer: a direction only, no pace
MAX_HOLES_SHARE = 0.25
MIN_YEARS_AFTER_BREAK = 4
ON_TRACK_RATIO = 0.95
TOO_SLOW_RATIO = 0.60
MIN_CHANGE_SHARE = 0.01  # of the level a year: less is no direction
SMALL_COUNT = 30

Tone = Literal["good", "warn", "bad", "none"]
TONE: dict[Verdict, Tone] = {
    "durably_reached": "good", "reached": "good", "reached_not_durably": "good", "on_track": "good",
    "improving": "good", "done": "good", "reached_slipping": "warn", "too_slow": "warn", "little_movement": "warn",
    "in_progress": "none", "open": "none", "overdue": "warn", "moving_away": "bad", "worsening": "bad", "missed": "bad",
    "no_clear_trend": "none", "suspended": "none", "not_assessable": "none", "dropped": "none",
}  # fmt: skip


@dataclass(frozen=True)
class Reason:
    """Why: a code with the numbers that decided it."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Assessment:
    """A verdict on one demand of a goal and its inputs.

    series           every point of the frequency that was judged, also those not rated
    current          the newest rated point
    gap              how far the current value is from the target, in the unit (percentage points for rates); positive
                     while the target is not met, None without a target
    needed_per_year  change a year from now on that meets the target in time
    slope            the actual change a year with its 80 % interval
    ratio            actual pace over needed pace
    deadline         the period in which the target counts
    latest_start     durable goals: the latest year that must already meet the threshold
    is_met           whether the current value meets the target; None without one
    """

    verdict: Verdict
    reasons: tuple[Reason, ...]
    demand: Demand | None = None
    parity: Parity | None = None
    series: Series = ()
    current: Point | None = None
    is_met: bool | None = None
    gap: float | None = None
    needed_per_year: float | None = None
    slope: Slope | None = None
    ratio: float | None = None
    deadline: Period | None = None
    latest_start: Period | None = None
    run: YearlyRun | None = None
    breaks: tuple[date, ...] = ()
    rule_version: str = RULE_VERSION

    @property
    def tone(self) -> Tone:
        return TONE[self.verdict]


Key = tuple[str, str]  # indicator, group
REPORTED_KINDS = ("milestone", "question", "process", "measure", "qualitative")


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
    if goal.parity is not None:
        return (_assess_parity(goal, goal.parity, series, today),)
    if not goal.demand:
        return (_pipeline(goal) if goal.kind == "pipeline" else _reported(goal, today),)
    found = [
        _assess_demand(goal, demand, indicators[demand.indicator], series.get(key, ()), tuple(breaks.get(key, ())), today)
        for demand in goal.demand
        for key in [(demand.indicator, demand.group)]
    ]
    found.sort(key=lambda assessment: WORST_FIRST.index(assessment.verdict))
    return tuple(found)


def _assess_demand(
    goal: Goal, demand: Demand, indicator: Indicator, points: Sequence[Point], breaks: tuple[date, ...], today: date
) -> Assessment:
    series = longest_history(points)
    usable = rated(series, today)
    blank = Assessment("not_assessable", (), demand=demand, series=series, breaks=breaks)
    if not usable:
        return replace(blank, reasons=(Reason("no_series"),))
    current = usable[-1]
    with_stand = _stand(replace(blank, current=current), goal, demand, indicator, today)
    counted = since(usable, day := last_break(usable, breaks), is_stock=indicator.basis == "reference_date")
    slope = theil_sen(counted, indicator.kind, indicator.unit) if counted else None
    known = replace(with_stand, slope=slope)
    if demand.operator is not None:
        known = _pace(known, demand)
        if (ended := _decided_by_stand(known, goal, usable, indicator, today)) is not None:
            return ended
    if (reason := _not_judgeable(counted, day, current, indicator)) is not None:
        verdict: Verdict = "suspended" if reason.code == "break" else "not_assessable"
        return replace(known, verdict=verdict, reasons=(*known.reasons, reason))
    if demand.operator is None:
        return _direction(known, demand)
    return _towards_target(known, demand, len(counted))


def _stand(blank: Assessment, goal: Goal, demand: Demand, indicator: Indicator, today: date) -> Assessment:
    """Where it stands: met or not, how far, until when."""
    assert blank.current is not None and blank.current.value is not None  # noqa: S101 - a rated point
    if demand.operator is None or demand.value is None:
        return blank
    distance = blank.current.value - demand.value
    deadline = _deadline(goal, blank.current.period)
    return replace(
        blank,
        is_met=meets(blank.current.value, demand.operator, demand.value, indicator.decimals),
        # Differences of decimal figures: 12.0 - 8 is 4.0, not 4.000000000000001.
        gap=round(distance if demand.good == "down" else -distance, 6),
        deadline=deadline,
        latest_start=latest_start(deadline) if goal.kind == "durable" and deadline and deadline.frequency == "year"
        else None,
    )  # fmt: skip


def _deadline(goal: Goal, like: Period) -> Period | None:
    """The period, of the rhythm of `like`, whose figure decides.

    A goal due "2030" is judged on the yearly mean of 2030, or on the same reference date of that year as the newest
    figure (30 June); a goal due on a day on the last period that ends by then.
    """
    if goal.due_on is None:
        return None
    due = goal.due_period
    if due is not None and due.frequency == "year":
        return Period(like.frequency, due.year, like.number)
    exact = period_ending(goal.due_on, like.frequency)
    if exact is not None:
        return exact
    number = (goal.due_on.month - 1) * PER_YEAR[like.frequency] // 12 + 1
    return Period(like.frequency, goal.due_on.year, number).plus(-1)


def _pace(known: Assessment, demand: Demand) -> Assessment:
    """What change a year the target needs from here, and how the actual one compares."""
    assert known.current is not None and known.current.value is not None and demand.value is not None  # noqa: S101
    if known.deadline is None or known.is_met or (years := known.current.period.years_until(known.deadline)) <= 0:
        return known
    needed = (demand.value - known.current.value) / years
    ratio = known.slope.per_year / needed if known.slope is not None and needed else None
    return replace(known, needed_per_year=needed, ratio=ratio)


def _decided_by_stand(known: Assessment, goal: Goal, usable: Series, indicator: Indicator, today: date) -> Assessment | None:
    """Verdicts that need no pace: met, durably met, or missed because the date has passed."""
    demand, slope = known.demand, known.slope
    assert demand is not None and demand.operator is not None and demand.value is not None  # noqa: S101
    if goal.kind == "durable" and known.series[0].period.frequency == "year":
        run = yearly_run(usable, demand.operator, demand.value, indicator.decimals)
        known = replace(known, run=run, reasons=(Reason("run", {"current": run.current, "longest": run.longest}),))
        if run.is_durable:
            return replace(known, verdict="durably_reached")
    passed = known.deadline is not None and known.current is not None and (
        known.current.period >= known.deadline or (goal.due_on or today) < today
    )  # fmt: skip
    if known.is_met:
        if goal.kind == "durable":
            return replace(known, verdict="reached_not_durably")
        is_slipping = slope is not None and (slope.high < 0 if demand.good == "up" else slope.low > 0)
        return replace(known, verdict="reached_slipping" if is_slipping else "reached", reasons=(Reason("met"),))
    if passed:
        return replace(known, verdict="missed", reasons=(*known.reasons, Reason("date_passed", {"due": goal.due})))
    return None


def _not_judgeable(counted: Series, day: date | None, current: Point, indicator: Indicator) -> Reason | None:
    """Why the series carries no trend, or None."""
    if day is not None and (current.period.end - day).days < MIN_YEARS_AFTER_BREAK * 365:
        return Reason("break", {"day": day})
    if indicator.kind == "count" and current.value is not None and current.value < SMALL_COUNT:
        return Reason("small_count", {"limit": SMALL_COUNT})
    if len(counted) < MIN_POINTS:
        return Reason("too_few_points", {"points": len(counted), "needed": MIN_POINTS})
    inside, possible = len(window(counted)), possible_points(counted)
    if 1 - inside / possible > MAX_HOLES_SHARE:
        return Reason("too_many_holes", {"missing": possible - inside, "possible": possible})
    return None


def _direction(known: Assessment, demand: Demand) -> Assessment:
    """Improving or worsening only where the whole interval points one way and the pace is 1 % of the level or more."""
    slope, current = known.slope, known.current
    if slope is None or current is None or current.value is None:
        return replace(known, reasons=(Reason("no_whole_years"),))
    reasons = known.reasons
    if slope.low <= 0 <= slope.high:
        return replace(known, verdict="no_clear_trend", reasons=(*reasons, Reason("interval_holds_zero")))
    if abs(slope.per_year) < MIN_CHANGE_SHARE * abs(current.value):
        return replace(known, verdict="no_clear_trend", reasons=(*reasons, Reason("change_below_one_percent")))
    rising = slope.per_year > 0
    good = rising == (demand.good == "up")
    return replace(known, verdict="improving" if good else "worsening", reasons=(*reasons, Reason("clear_direction")))


def _towards_target(known: Assessment, demand: Demand, points: int) -> Assessment:
    slope = known.slope
    if slope is None:
        return replace(known, reasons=(*known.reasons, Reason("no_whole_years")))
    if known.ratio is None or points < MIN_POINTS_FOR_PACE:
        reason = Reason("no_due_date") if known.ratio is None else Reason("direction_only", {"points": points})
        judged = _direction(known, demand)
        return replace(judged, reasons=(reason, *judged.reasons))
    verdict, code = _course(slope, known.ratio, demand)
    return replace(known, verdict=verdict, reasons=(Reason(code), *known.reasons))


def _course(slope: Slope, ratio: float, demand: Demand) -> tuple[Verdict, str]:
    wrong_way = slope.low > 0 if demand.good == "down" else slope.high < 0
    if wrong_way:
        return "moving_away", "wrong_way"
    if slope.low <= 0 <= slope.high:
        return "little_movement", "interval_holds_zero"
    if ratio >= ON_TRACK_RATIO:
        return "on_track", "pace_enough"
    return ("too_slow", "pace_too_slow") if ratio >= TOO_SLOW_RATIO else ("little_movement", "pace_far_too_slow")


def _assess_parity(goal: Goal, parity: Parity, series: Mapping[Key, Sequence[Point]], today: date) -> Assessment:
    """The gap between two groups: closing, and not by the weaker group falling (no levelling down)."""
    first, second = (rated(longest_history(series.get((parity.indicator, group), ())), today) for group in parity.groups)
    blank = Assessment("not_assessable", (), parity=parity)
    by_period = {point.period: point for point in second}
    pairs = [(point, by_period[point.period]) for point in first if point.period in by_period]
    if not pairs:
        return replace(blank, reasons=(Reason("no_series"),))
    gaps = tuple(Point(a.period, round((a.value or 0.0) - (b.value or 0.0), 6), max(a.decimals, b.decimals)) for a, b in pairs)
    current = gaps[-1]
    weaker_is_second = (current.value or 0.0) >= 0
    weaker = tuple(pair[1] if weaker_is_second else pair[0] for pair in pairs)
    met = abs(current.value or 0.0) <= parity.tolerance
    fallen = (weaker[-1].value or 0.0) < (weaker[0].value or 0.0)
    known = replace(
        blank, series=gaps, current=current, is_met=met and not fallen,
        gap=round(abs(current.value or 0.0) - parity.tolerance, 6),
    )  # fmt: skip
    if met:
        reason = Reason("weaker_group_fell" if fallen else "met")
        return replace(known, verdict="reached_slipping" if fallen else "reached", reasons=(reason,))
    if len(pairs) < MIN_POINTS:
        return replace(known, reasons=(Reason("too_few_points", {"points": len(pairs), "needed": MIN_POINTS}),))
    sizes = tuple(replace(point, value=abs(point.value or 0.0)) for point in gaps)
    down, up = Demand(indicator=parity.indicator, direction="down"), Demand(indicator=parity.indicator, direction="up")
    closing = _direction(replace(known, slope=theil_sen(sizes, "gap", "percent")), down)
    rising = _direction(replace(known, current=weaker[-1], slope=theil_sen(weaker, "rate", "percent")), up)
    worse = min((closing, rising), key=lambda part: WORST_FIRST.index(part.verdict))
    return replace(closing, verdict=worse.verdict, reasons=worse.reasons)


def _reported(goal: Goal, today: date) -> Assessment:
    """A milestone, question, process or measure: what somebody reported, with date and evidence; nothing else."""
    if goal.state is None or goal.state.state == "unknown":
        return Assessment("not_assessable", (Reason("no_indicator" if goal.kind == "qualitative" else "state_unknown"),))
    state, on, due = goal.state.state, goal.state.on, goal.due_on
    if state in ("open", "in_progress") and due is not None and due < today:
        return Assessment("overdue", (Reason("date_passed", {"due": goal.due}),))
    is_late = state == "done" and on is not None and due is not None and on > due
    return Assessment(state, (Reason("done_late" if is_late else "state_reported"),))


def _pipeline(goal: Goal) -> Assessment:
    """A pipeline counts its items by state; it is done when every item is decided (done or dropped)."""
    if not goal.item:
        return _reported(goal, date.min)
    states = [item.state for item in goal.item]
    counts = {state: states.count(state) for state in ("done", "in_progress", "open", "dropped", "unknown")}
    reason = Reason("pipeline", {"all": len(states), **counts})
    if counts["unknown"] == len(states):
        return Assessment("not_assessable", (reason,))
    decided = counts["done"] + counts["dropped"]
    return Assessment("done" if decided == len(states) else "in_progress", (reason,))
