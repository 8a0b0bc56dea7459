"""What coordinators keep: goals, states, measures, comments. The same preview, versions and audit as figures."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from indicators.catalogue import Catalogue
from indicators.catalogue.kept import Comment, Kept, Kind, Measure, area_of, read_kept, shipped_content, with_kept
from indicators.errors import CatalogueFault, Fault, Forbidden
from indicators.ingest.observations import empty_table
from indicators.monitor.core import Monitor
from indicators.monitor.current import current_catalogue
from indicators.monitor.form import check_form
from indicators.monitor.goals import judged
from indicators.monitor.imports import four_eyes
from indicators.monitor.verdicts import VerdictChange, differing
from indicators.present.upkeep import FieldChange
from indicators.store import Actor, Record

# of the file a form is kept as
_NAMES = {"goal": "ziel", "state": "stand", "measure": "massnahme", "comment": "kommentar", "duty": "pflicht"}
_SIGNATURE = ("author", "on")  # of a comment; nobody stores a new day and nothing else


@dataclass(frozen=True)
class RecordPreview:
    """What a commit would change, field by field.

    head   the state of the store it was made on
    by     name of who made it; nobody else stores it
    """

    record: Record
    changes: tuple[FieldChange, ...]
    verdicts: tuple[VerdictChange, ...]
    head: int
    by: str


def comments(monitor: Monitor, goal: str = "", as_of: date | datetime | None = None) -> tuple[Comment, ...]:
    """What was said of a goal, or of all, the newest quarter first."""
    found = [kept for kept in _kept(monitor, "comment", as_of) if isinstance(kept, Comment)]
    own = [comment for comment in found if not goal or comment.goal == goal]
    return tuple(sorted(own, key=lambda comment: comment.period, reverse=True))


def measures(monitor: Monitor, goal: str = "", as_of: date | datetime | None = None) -> tuple[Measure, ...]:
    """The measures of all areas, or those that serve one goal, by area and name."""
    found = [kept for kept in _kept(monitor, "measure", as_of) if isinstance(kept, Measure)]
    own = [measure for measure in found if not goal or goal in measure.goals]
    return tuple(sorted(own, key=lambda measure: (measure.area, measure.name.de)))


def _kept(monitor: Monitor, kind: Kind, as_of: date | datetime | None) -> Iterable[Kept]:
    """The records of one kind that the catalogue still knows the goal or area of; `unfit` has the others."""
    catalogue = current_catalogue(monitor, as_of)
    for record in monitor.store.records(kind=kind, as_of=as_of):
        try:
            yield read_kept(kind, record.id, record.content, catalogue)
        except CatalogueFault:
            continue


def content(monitor: Monitor, kind: Kind, identifier: str) -> Mapping[str, Any] | None:
    """What counts now: the newest kept version, else what the catalogue ships, else None."""
    kept = next((record for record in monitor.store.records(kind=kind) if record.id == identifier), None)
    if kept is not None:
        plain: Mapping[str, Any] = json.loads(kept.content)
        return plain
    # A goal as shipped: what is kept of its state stays a record of its own.
    return shipped_content(kind, identifier, monitor.catalogue if kind == "goal" else current_catalogue(monitor))


def prepare_record(
    monitor: Monitor, kind: Kind, identifier: str, wanted: Mapping[str, Any], *, actor: Actor | None, today: date
) -> RecordPreview:
    """What keeping this content would change. Nothing is stored.

    raises   Forbidden, Fault where the form is wrong or would change nothing, CatalogueFault where the catalogue refuses it
    """
    if actor is None:
        raise Forbidden("right.login")
    head, catalogue = monitor.store.head(), current_catalogue(monitor)
    if kind == "comment":
        wanted = {**wanted, "author": actor.name}  # whatever a form says, nobody signs as somebody else
    text = json.dumps(wanted, ensure_ascii=False, default=str, indent=1)
    check_form(kind, wanted)
    kept = read_kept(kind, identifier, text, catalogue)
    before = content(monitor, kind, identifier)
    _check_area(actor, {area_of(kept, catalogue), *_areas(kind, identifier, before, catalogue)})
    changes = tuple(differences(before or {}, json.loads(text)))
    if all(change.path[-1] in _SIGNATURE for change in changes):
        raise Fault("record.unchanged")
    area = area_of(kept, catalogue)
    verdicts = _verdicts(monitor, catalogue, with_kept(catalogue, kept), area, today)
    return RecordPreview(Record(kind, identifier, text, area), changes, verdicts, head, actor.name)


def _areas(kind: Kind, identifier: str, before: Mapping[str, Any] | None, catalogue: Catalogue) -> set[str]:
    """Whose record it has been so far: nobody takes over a goal or measure of another city."""
    return {area_of(read_kept(kind, identifier, json.dumps(before), catalogue), catalogue)} if before else set()


def _check_area(actor: Actor, areas: set[str]) -> None:
    if actor.areas is not None and (foreign := sorted(areas - set(actor.areas))):
        raise Forbidden("right.area", found=foreign[0])


def kept_in(monitor: Monitor, batch: int) -> tuple[FieldChange, ...]:
    """What the records of a batch changed, field by field, against the version before them."""
    own = (one for one in monitor.store.records(history=True, drafts=True) if one.batch == batch)
    released = monitor.store.records(history=True)  # what a draft says is nobody's "before"
    changes: list[FieldChange] = []
    for record in own:
        before = next((one for one in released if _precedes(one, record)), None)
        shipped = shipped_content(cast(Kind, record.kind), record.id, monitor.catalogue)
        changes += differences(json.loads(before.content) if before else shipped or {}, json.loads(record.content))
    return tuple(changes)


def _precedes(earlier: Record, record: Record) -> bool:
    """True for a version of the same entry that still counted when the later one was written."""
    is_same = (earlier.kind, earlier.id) == (record.kind, record.id) and earlier.batch < record.batch
    withdrawn, written = earlier.withdrawn_at, record.written_at
    return is_same and (withdrawn is None or written is None or withdrawn > written)


def commit_record(monitor: Monitor, preview: RecordPreview, *, reason: str, actor: Actor | None, now: datetime) -> int:
    """Store what was previewed as a batch of its own; its JSON is the batch's original.

    raises   Forbidden, Stale, Fault without a reason
    """
    if actor is None:
        raise Forbidden("right.login")
    record, catalogue = preview.record, current_catalogue(monitor)
    before = content(monitor, cast(Kind, record.kind), record.id)
    # Again: what the actor may write may have become less since the preview.
    _check_area(actor, {record.area, *_areas(cast(Kind, record.kind), record.id, before, catalogue)})
    if actor.name != preview.by:
        raise Forbidden("right.preview")
    if not reason.strip():
        raise Fault("commit.no_reason")
    return monitor.store.commit(
        empty_table(), original=_form(record, actor.name, now), file_name=_file_name(record),
        released_on=now.date(), reason=reason.strip(), actor=actor, now=now, seen=preview.head, records=(record,),
        draft=four_eyes(),
    )  # fmt: skip


def _file_name(record: Record) -> str:
    return f"{_NAMES[record.kind]}-{record.id.replace(':', '-')}.json"


def _form(record: Record, author: str, now: datetime) -> bytes:
    """The filled-in form as it is kept: with its author and time, so that the same content may come back later."""
    form = {"kind": record.kind, "id": record.id, "area": record.area, "author": author, "at": now.isoformat(),
            "content": json.loads(record.content)}  # fmt: skip
    return (json.dumps(form, ensure_ascii=False, indent=1) + "\n").encode()


def _verdicts(monitor: Monitor, before: Catalogue, after: Catalogue, area: str, today: date) -> tuple[VerdictChange, ...]:
    """The goals of the area whose verdict would change."""
    rows = monitor.store.series(area=area)
    return differing(*(judged(catalogue, rows, {area}, today=today) for catalogue in (before, after)))


def differences(before: Any, after: Any, path: tuple[str, ...] = ()) -> Iterable[FieldChange]:
    """Field by field what is another; parts of lists by their place."""
    if isinstance(before, dict | list) or isinstance(after, dict | list):
        was, will = _parts(before), _parts(after)
        for key in dict.fromkeys([*was, *will]):
            yield from differences(was.get(key), will.get(key), (*path, key))
    elif (before or None) != (after or None):  # an empty text, false and nothing say the same
        yield FieldChange(path, before, after)


def _parts(value: Any) -> dict[str, Any]:
    match value:
        case dict():
            return value
        case list():
            return {str(place): part for place, part in enumerate(value, start=1)}
        case _:
            return {} if value is None else {"": value}
