"""Which records a coordinator may open or begin, what stands in them, and their versions."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from indicators.catalogue import Catalogue
from indicators.catalogue.kept import Kind, comment_id
from indicators.monitor.core import Monitor
from indicators.monitor.current import current_catalogue
from indicators.monitor.records import content, measures
from indicators.period import Period
from indicators.present.upkeep import Version
from indicators.store import Actor

KINDS: tuple[Kind, ...] = ("state", "goal", "measure", "comment", "duty")
_MARKS: dict[Kind, str] = {"measure": "-M", "duty": "-P"}  # Maßnahme, Pflicht
NEW = ""  # begin a goal, measure or duty


def entries(monitor: Monitor, kind: Kind, area: str, *, today: date) -> tuple[str, ...]:
    """The ids to choose from; the last one begins a new goal, measure or duty.

    A state is kept of goals without figures; a comment belongs to this quarter or the one before, or stands already.
    """
    catalogue = current_catalogue(monitor)
    goals = [goal for goal in catalogue.goals.values() if catalogue.area_of(goal).area == area]
    names = tuple(goal.id for goal in goals)
    match kind:
        case "goal":
            return (*names, NEW)
        case "state":
            return tuple(goal.id for goal in goals if not goal.demand and goal.parity is None) or names
        case "measure":
            return (*(measure.id for measure in measures(monitor) if measure.area == area), NEW)
        case "duty":
            return (*(duty.id for duty in catalogue.duties.values() if duty.area == area), NEW)
        case "comment":
            now = Period("quarter", today.year, (today.month + 2) // 3)
            asked = [comment_id(name, str(quarter)) for name in names for quarter in (now, now.plus(-1))]
            stored = [record.id for record in monitor.store.records(kind="comment") if record.area == area]
            return tuple(dict.fromkeys([*asked, *stored]))
        case "chapter" | "edition":
            return ()  # of a report, not of the forms


def draft(
    monitor: Monitor, kind: Kind, area: str, entry: str, *, who: Actor | None, today: date
) -> tuple[str, Mapping[str, Any]]:
    """The id of an entry and what its form begins with: what counts now, or the bare beginning of a new one."""
    identifier = entry or next_id(monitor, kind, area)
    known = content(monitor, kind, identifier) or {}
    match kind:
        case "goal":
            return identifier, {"area": area, "goal": {"id": identifier}, "document": None, **known}
        case "state":
            return identifier, {"goal": identifier, **known}
        case "measure" | "duty":
            return identifier, {"id": identifier, "area": area, **known}
        case "comment":
            goal, _, period = identifier.rpartition(":")
            signed = {"author": who.name if who else "", "on": today.isoformat()}
            return identifier, {"goal": goal, "period": period, "text": "", **known, **signed}
        case "chapter" | "edition":
            return identifier, known


def next_id(monitor: Monitor, kind: Kind, area: str) -> str:
    """The first free id in the manner of the area: DO-10 after DO-9, DO-M1 for its first measure, DO-P2 for its second duty.

    Ids of withdrawn records stay taken: an id means one thing for ever.
    """
    catalogue = current_catalogue(monitor)
    taken = {*catalogue.goals, *catalogue.duties, *(record.id for record in monitor.store.records(history=True, drafts=True))}
    prefix = _prefix(catalogue, area) + _MARKS.get(kind, "-")
    number = 1
    while f"{prefix}{number}" in taken:
        number += 1
    return f"{prefix}{number}"


def _prefix(catalogue: Catalogue, area: str) -> str:
    own = (name for name, document in catalogue.documents.items() if document.area == area)
    return next(own, catalogue.areas[area].slug[:2].upper()).partition("-")[0]


def versions(monitor: Monitor, kind: Kind, identifier: str) -> tuple[Version, ...]:
    """Every version of a record that readers may see, the newest first."""
    reasons = {batch.batch: batch.reason for batch in monitor.store.batches()}
    own = [record for record in monitor.store.records(kind=kind, history=True) if record.id == identifier]
    counting = next((record.batch for record in own if record.withdrawn_at is None), None)
    return tuple(
        Version(record.batch, record.written_at, record.written_by, reasons[record.batch], record.withdrawn_at is not None,
                record.batch == counting)
        for record in own if record.written_at is not None
    )  # fmt: skip
