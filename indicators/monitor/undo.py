"""Taking a batch back, and releasing one that waits for a second person."""

from datetime import datetime

from indicators.errors import Fault
from indicators.monitor.core import Monitor
from indicators.monitor.verdicts import VerdictChange, changed_verdicts, rows_of_goals
from indicators.store import Actor


def withdraw(monitor: Monitor, batch: int, *, reason: str, actor: Actor | None, now: datetime) -> None:
    """Let a batch stop counting; nothing is deleted.

    raises   Fault without a reason; Unknown; Forbidden
    """
    if not reason.strip():
        raise Fault("commit.no_reason")
    monitor.store.withdraw(batch, reason=reason.strip(), actor=actor, now=now)


def approve(monitor: Monitor, batch: int, *, actor: Actor | None, now: datetime) -> None:
    """Let the draft of another person count.

    raises   Forbidden: no right, or their own draft; Unknown
    """
    monitor.store.approve(batch, actor=actor, now=now)


def verdicts_if_withdrawn(monitor: Monitor, batch: int, *, now: datetime) -> tuple[VerdictChange, ...]:
    """The goals whose verdict would change if this batch stopped counting."""
    now_shown, then_shown = monitor.store.series(), monitor.store.series(without=batch)
    areas = set(now_shown["area"][now_shown["batch"] == batch])
    before, after = (rows_of_goals(monitor.catalogue, rows, areas) for rows in (now_shown, then_shown))
    return changed_verdicts(monitor.catalogue, before, after, areas, today=now.date())
