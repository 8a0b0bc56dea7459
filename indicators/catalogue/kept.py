"""What coordinators keep beside the shipped catalogue: goals, states, measures, comments. All frozen, held to its checks."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from indicators.catalogue import Catalogue
from indicators.catalogue.agreement import check_duty, check_goal, known
from indicators.catalogue.duty import Duty
from indicators.catalogue.load import convert
from indicators.catalogue.model import Document, Goal, GoalState, Item, State, Text
from indicators.catalogue.record import Record
from indicators.catalogue.report import KeptChapter, KeptEdition, chapter_id, edition_id
from indicators.errors import CatalogueFault
from indicators.period import parse_period

Kind = Literal["goal", "state", "measure", "comment", "duty", "chapter", "edition"]
Count = Annotated[int, msgspec.Meta(ge=0)]


class KeptGoal(Record, frozen=True):
    """A goal added or amended; `document` only where it stands in another paper than the goals of its city."""

    area: str
    goal: Goal
    document: Document | None = None


class KeptState(Record, frozen=True):
    """How far a milestone, question, process or measure is, or each item of a pipeline."""

    goal: str
    state: GoalState | None = None
    item: tuple[Item, ...] = ()


class Attendance(Record, frozen=True):
    """Places and participants of a measure in one period."""

    period: str
    places: Count | None = None
    participants: Count | None = None


class Measure(Record, frozen=True):
    """Something a city does for its goals, and how many people it reaches."""

    id: str
    area: str
    name: Text
    state: State = "unknown"
    goals: tuple[str, ...] = ()
    carrier: str = ""
    start: dt.date | None = None
    end: dt.date | None = None
    attendance: tuple[Attendance, ...] = ()
    source: str = ""
    note: str = ""


class Comment(Record, frozen=True):
    """What the administration says of a goal in a quarter, signed."""

    goal: str
    period: str
    text: str
    author: str
    on: dt.date


Kept = KeptGoal | KeptState | Measure | Comment | Duty | KeptChapter | KeptEdition
_TYPES: dict[Kind, type[Kept]] = {
    "goal": KeptGoal, "state": KeptState, "measure": Measure, "comment": Comment, "duty": Duty,
    "chapter": KeptChapter, "edition": KeptEdition,
}  # fmt: skip


def read_kept(kind: Kind, identifier: str, content: str, catalogue: Catalogue) -> Kept:
    """A kept record from its JSON, checked against the catalogue.

    raises   CatalogueFault saying which entry and key, what was found, what would be right
    """
    file = f"{kind}/{identifier}"
    kept: Kept = convert(json.loads(content), _TYPES[kind], Path(file))
    if identifier != _id(kept):
        raise CatalogueFault(file, f'id is "{_id(kept)}", should be "{identifier}"')
    match kept:
        case KeptGoal():
            with_kept(catalogue, kept)
        case KeptState():
            known(kept.goal, catalogue.goals, file, "goal")
        case Measure():
            _check_measure(kept, file, catalogue)
        case Duty():
            check_duty(kept, file, catalogue)
        case KeptChapter():
            known(kept.template, catalogue.reports, file, "template")
            known(kept.chapter, [one.id for one in catalogue.reports[kept.template].chapters], file, "chapter")
        case KeptEdition():
            known(kept.template, catalogue.reports, file, "template")
        case Comment():
            known(kept.goal, catalogue.goals, file, "goal")
            _check_period(kept.period, file)
            if not kept.text.strip():
                raise CatalogueFault(file, "text is empty")
    return kept


def _id(kept: Kept) -> str:
    match kept:
        case KeptGoal():
            return kept.goal.id
        case KeptState():
            return kept.goal
        case Measure() | Duty():
            return kept.id
        case Comment():
            return comment_id(kept.goal, kept.period)
        case KeptChapter():
            return chapter_id(kept.template, kept.chapter)
        case KeptEdition():
            return edition_id(kept.template, kept.number)


def comment_id(goal: str, period: str) -> str:
    """One comment a goal and quarter."""
    return f"{goal}:{period}"


def area_of(kept: Kept, catalogue: Catalogue) -> str:
    """The area whose coordinator may keep the record."""
    match kept:
        case KeptGoal() | Measure() | Duty():
            return kept.area
        case KeptChapter() | KeptEdition():
            return catalogue.reports[kept.template].area
        case _:
            return catalogue.documents[kept.goal].area


def with_kept(catalogue: Catalogue, kept: Kept) -> Catalogue:
    """The catalogue with a kept goal, state or duty in the place of the shipped one; the other kinds change nothing.

    raises   CatalogueFault where the goal is wrong
    """
    match kept:
        case KeptGoal():
            goal, document = kept.goal, kept.document or _document(kept, catalogue)
            if document.area != kept.area:
                raise CatalogueFault(f"goal/{goal.id}", f'area is "{kept.area}", its document belongs to "{document.area}"')
        case KeptState() if kept.goal in catalogue.goals:
            shipped = catalogue.goals[kept.goal]
            goal = msgspec.structs.replace(shipped, state=kept.state or shipped.state, item=kept.item or shipped.item)
            document = catalogue.documents[kept.goal]
        case Duty():
            return replace(catalogue, duties={**catalogue.duties, kept.id: kept})
        case _:
            return catalogue
    changed = replace(catalogue, goals={**catalogue.goals, goal.id: goal}, documents={**catalogue.documents, goal.id: document})
    check_goal(goal, f"goal/{goal.id}", changed)
    return changed


def _document(kept: KeptGoal, catalogue: Catalogue) -> Document:
    """The paper a goal stands in: its own so far, else that of the other goals of the area."""
    if kept.goal.id in catalogue.documents:
        return catalogue.documents[kept.goal.id]
    known(kept.area, catalogue.areas, f"goal/{kept.goal.id}", "area")
    found = next((document for document in catalogue.documents.values() if document.area == kept.area), None)
    if found is None:
        raise CatalogueFault(f"goal/{kept.goal.id}", f'no document of "{kept.area}" is known; a first goal brings its document')
    return found


def _check_measure(measure: Measure, file: str, catalogue: Catalogue) -> None:
    known(measure.area, catalogue.areas, file, "area")
    for goal in measure.goals:
        known(goal, catalogue.goals, file, "goal")
    if measure.start and measure.end and measure.end < measure.start:
        raise CatalogueFault(file, f"end {measure.end} lies before start {measure.start}")
    for row in measure.attendance:
        _check_period(row.period, file)
    periods = [row.period for row in measure.attendance]
    if twice := next((period for period in periods if periods.count(period) > 1), None):
        raise CatalogueFault(file, f'period "{twice}" stands twice')


def _check_period(period: str, file: str) -> None:
    try:
        parse_period(period)
    except ValueError as error:
        raise CatalogueFault(file, f'period "{period}" is no year, quarter or month') from error


def shipped_content(kind: Kind, identifier: str, catalogue: Catalogue) -> Mapping[str, Any] | None:
    """What the catalogue itself says in the form of a record; None where it knows nothing of the kind."""
    if kind == "duty":
        return _plain(catalogue.duties[identifier]) if identifier in catalogue.duties else None
    goal = catalogue.goals.get(identifier)
    if goal is None:
        return None
    match kind:
        case "goal":
            return _plain(KeptGoal(area=catalogue.documents[goal.id].area, goal=goal))
        case "state":
            return _plain(KeptState(goal=goal.id, state=goal.state, item=goal.item))
        case _:
            return None


def _plain(kept: Kept) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(msgspec.json.encode(kept))
    return found
