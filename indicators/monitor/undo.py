"""Taking a batch back, and releasing one that waits for a second person."""

from datetime import datetime
from typing import Any

from indicators.errors import Fault
from indicators.monitor.core import Monitor
from indicators.monitor.verdicts import VerdictChange

Actor = Any


def withdraw(monitor: Monitor, batch: int, *, reason: str, actor: Actor, now: datetime) -> None:
    """Let a batch stop counting; nothing is deleted.

    raises   Fault without a reason; Unknown; Forbidden
    """
    if not reason.strip():
        raise Fault("commit.no_reason")
    monitor.store.withdraw(batch, reason=reason.strip(), actor=actor, now=now)


def approve(monitor: Monitor, batch: int, *, actor: Actor, now: datetime) -> None:
    """Let the draft of another person count.

    raises   Forbidden: no right, or their own draft; Unknown
    """
    monitor.store.approve(batch, actor=actor, now=now)  # type: ignore[attr-defined]


def verdicts_if_withdrawn(monitor: Monitor, batch: int, *, now: datetime) -> tuple[VerdictChange, ...]:
    """The goals whose verdict would change if this batch stopped counting."""
    return ()
