"""Goals whose state somebody reports: milestones, questions, processes, measures, pipelines (method, section 2.10)."""

from dataclasses import replace
from datetime import date

from indicators.assess.assessment import Assessment, Reason
from indicators.catalogue.model import Goal


def assess_reported(goal: Goal, *, today: date) -> Assessment:
    """What somebody reported, with date and evidence; nothing else."""
    found = _pipeline(goal) if goal.item else _reported(goal, today)
    if found.verdict == "not_assessable":
        return found
    return replace(found, standing="reported", evidence="reported")


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
