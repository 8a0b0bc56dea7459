"""Whether a duty is fulfilled: by what somebody reported with date and source, and by the calendar."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from indicators.assess.assessment import Tone
from indicators.catalogue.duty import PER_YEAR, Duty, Occasion, Rhythm, span
from indicators.catalogue.model import GoalState

# passed: the date is over and nobody reported anything; ahead: the date is still to come; undated: no date was ever set.
# regular, gaps: a rhythm of which every closed turn is known to have been held, or not.
DutyStatus = Literal["done", "done_in_time", "done_late", "dropped", "overdue", "passed", "ahead", "undated", "regular", "gaps"]
TONE: dict[DutyStatus, Tone] = {
    "done": "good", "done_in_time": "good", "done_late": "good", "regular": "good", "overdue": "warn", "dropped": "none",
    "passed": "none", "ahead": "none", "undated": "none", "gaps": "none",
}  # fmt: skip
_MONTHS = 12


@dataclass(frozen=True)
class Turn:
    """One turn of a rhythm: a half-year or a year, what is known to have been held in it, and whether it still runs."""

    year: int
    number: int
    held: tuple[Occasion, ...]
    is_running: bool


@dataclass(frozen=True)
class DutyFinding:
    """How a duty stands; `since` is the first day on which it was overdue, `turns` those of a rhythm."""

    status: DutyStatus
    since: date | None = None
    turns: tuple[Turn, ...] = ()

    @property
    def tone(self) -> Tone:
        return TONE[self.status]

    @property
    def closed(self) -> tuple[Turn, ...]:
        """The turns that are over."""
        return tuple(turn for turn in self.turns if not turn.is_running)


def assess_duty(duty: Duty, *, today: date) -> DutyFinding:
    """A duty of the catalogue, once or in a rhythm."""
    if duty.every is None:
        return assess_once(duty.due, duty.state, today=today)
    turns = turns_of(duty.every, int(duty.since or today.year), duty.held, today=today)
    is_regular = all(turn.held for turn in turns if not turn.is_running)
    return DutyFinding("regular" if is_regular else "gaps", turns=turns)


def assess_once(due: str | None, state: GoalState | None, *, today: date) -> DutyFinding:
    """Something to be done once, `due` as exactly as it was set: 2030 means by 31 December 2030.

    Overdue is only what somebody reported as not done; where nobody reported anything, nobody can say so.
    """
    last = span(due)[1] if due else None
    match state.state if state else "unknown":
        case "done":
            return DutyFinding(_done(last, state.on if state else None))
        case "dropped":
            return DutyFinding("dropped")
        case _ if last is None:
            return DutyFinding("undated")
        case _ if last >= today:
            return DutyFinding("ahead")
        case "unknown":
            return DutyFinding("passed")
        case _:
            return DutyFinding("overdue", since=last + timedelta(days=1))


def assess_report(due: date, *, today: date) -> DutyFinding:
    """The next report of a goal: whoever reports moves the date on, so a date that is over means overdue."""
    return DutyFinding("ahead") if due >= today else DutyFinding("overdue", since=due + timedelta(days=1))


def _done(last: date | None, on: date | None) -> DutyStatus:
    if last is None or on is None:
        return "done"
    return "done_late" if on > last else "done_in_time"


def turns_of(every: Rhythm, since: int, held: Sequence[Occasion], *, today: date) -> tuple[Turn, ...]:
    """Every turn from the beginning of `since` to the one that runs today.

    An occasion counts for a turn only if all days on which it may have been lie in it.
    """
    months = _MONTHS // PER_YEAR[every]
    return tuple(
        Turn(year, number, _within(held, first, last), last >= today)
        for year in range(since, today.year + 1)
        for number in range(1, PER_YEAR[every] + 1)
        for first, last in [_limits(year, number, months)]
        if first <= today
    )


def _limits(year: int, number: int, months: int) -> tuple[date, date]:
    """First and last day of a turn of so many months."""
    end = number * months
    after = date(year + end // _MONTHS, end % _MONTHS + 1, 1)
    return date(year, end - months + 1, 1), after - timedelta(days=1)


def _within(held: Sequence[Occasion], first: date, last: date) -> tuple[Occasion, ...]:
    return tuple(one for one in held if one.took_place and one.days and first <= one.days[0] and one.days[1] <= last)
