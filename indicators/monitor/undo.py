"""Taking a batch back, and releasing one that waits for a second person."""

from datetime import datetime

from indicators.errors import Fault
from indicators.monitor.core import Monitor
from indicators.monitor.current import current_catalogue
from indicators.monitor.goals import judged
from indicators.monitor.verdicts import VerdictChange, differing, rows_of_goals
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
    """The goals whose verdict would change if this batch stopped counting, its figures or the records in it."""
    now_shown, then_shown = monitor.store.series(), monitor.store.series(without=batch)
    catalogue, then_catalogue = current_catalogue(monitor), current_catalogue(monitor, without=batch)
    kept = {record.area for record in monitor.store.records() if record.batch == batch}
    areas = kept | set(now_shown["area"][now_shown["batch"] == batch])
    return differing(
        judged(catalogue, rows_of_goals(catalogue, now_shown, areas), areas, today=now.date()),
        judged(then_catalogue, rows_of_goals(then_catalogue, then_shown, areas), areas, today=now.date()),
    )
