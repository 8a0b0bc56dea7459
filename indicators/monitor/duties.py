"""What cities owe beside figures, and what is known to have taken place."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from indicators.assess.duty import assess_duty, assess_once, assess_report
from indicators.catalogue import Catalogue
from indicators.catalogue.duty import Occasion
from indicators.catalogue.kept import Measure
from indicators.catalogue.model import Document, Goal, Text
from indicators.monitor.core import Monitor
from indicators.monitor.current import current_catalogue
from indicators.monitor.records import measures
from indicators.present import timeline
from indicators.present.duties import AreaDuties, Owed

_OWED = ("milestone", "question")  # goals that are done once
_PROJECTS = ("measure", "process")
_YEAR = len("2022")


def duties(monitor: Monitor, *, today: date, as_of: date | datetime | None = None) -> tuple[AreaDuties, ...]:
    """Every area with a paper of its own, in the order of the papers."""
    catalogue, kept = current_catalogue(monitor, as_of), measures(monitor, as_of=as_of)
    areas = dict.fromkeys(document.area for document in catalogue.documents.values())
    return tuple(duties_of(area, catalogue, [one for one in kept if one.area == area], today) for area in areas)


def duties_of(area: str, catalogue: Catalogue, kept: Sequence[Measure], today: date) -> AreaDuties:
    """What one area owes; `kept` are its measures."""
    goals = [goal for goal in catalogue.goals.values() if catalogue.documents[goal.id].area == area]
    documents = tuple({id(document): document for goal in goals for document in [catalogue.documents[goal.id]]}.values())
    owed, known = tuple(_owed(area, goals, catalogue, today)), _occasions(area, catalogue)
    return AreaDuties(
        area=catalogue.areas[area], documents=documents, owed=owed,
        occasions=tuple(timeline.in_order([*known, *map(_paper, documents), *_deadlines(owed, known), *_started(kept)])),
        pipelines=tuple(goal for goal in goals if goal.kind == "pipeline"),
        projects=tuple(goal for goal in goals if goal.kind in _PROJECTS), measures=tuple(kept),
    )  # fmt: skip


def _owed(area: str, goals: Sequence[Goal], catalogue: Catalogue, today: date) -> Iterator[Owed]:
    """Duties first, then the next reports of goals, then milestones and questions."""
    for duty in catalogue.duties.values():
        if duty.area == area:
            yield Owed(duty, assess_duty(duty, today=today), duty.due, duty.state)
    for goal in goals:
        if goal.next_report_due is not None:
            due = goal.next_report_due.isoformat()
            yield Owed(goal, assess_report(goal.next_report_due, today=today), due, is_report=True)
    for goal in goals:
        if goal.kind in _OWED:
            yield Owed(goal, assess_once(goal.due, goal.state, today=today), goal.due, goal.state)


def _occasions(area: str, catalogue: Catalogue) -> list[Occasion]:
    """What took place, and the reports and meetings that fulfil a duty."""
    held = [one for duty in catalogue.duties.values() if duty.area == area for one in duty.held]
    return [*catalogue.occasions.get(area, ()), *held]


def _paper(document: Document) -> Occasion:
    """The paper itself, on its day or year; without one it is listed undated."""
    said = document.date_text.de
    on = document.date.isoformat() if document.date else said if len(said) == _YEAR and said.isdecimal() else ""
    title = Text(de=f"{document.kind.de}: {document.name.de}", en=f"{document.kind.en}: {document.name.en}")
    return Occasion(title=title, on=on, kind="paper")


def _deadlines(owed: Sequence[Owed], known: Sequence[Occasion]) -> Iterator[Occasion]:
    """The dates set for what is owed, but for a session of that day which the list names already."""
    said = {(one.on, goal) for one in known for goal in one.goals}
    for one in owed:
        if one.due and (one.due, one.asked.id) not in said:
            goals = (one.asked.id,) if one.duty is None else one.duty.goals
            source = one.duty.source if one.duty else ""
            yield Occasion(title=one.asked.title, on=one.due, kind="due", took_place=False, goals=goals, source=source)


def _started(kept: Sequence[Measure]) -> Iterator[Occasion]:
    for measure in kept:
        if measure.start:
            yield Occasion(
                title=measure.name, on=measure.start.isoformat(), kind="measure", goals=measure.goals, source=measure.source
            )
