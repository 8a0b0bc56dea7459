"""Measures and duties city by city: what was asked for and by when, what took place, and what nobody reported."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import Any

from indicators.assess.duty import DutyFinding, Turn
from indicators.catalogue.duty import Duty, Occasion
from indicators.catalogue.kept import Measure
from indicators.catalogue.model import Area, Document, Goal, GoalState, Text
from indicators.present import html, projects, timeline
from indicators.present.words import Words

PAGE = "measures"
_OF_PAPERS = ("paper", "due")  # what the paper with the goals says itself


@dataclass(frozen=True)
class Owed:
    """Something that is to be done: a duty, or a goal that is a milestone, a question or the next report of a goal.

    asked   the duty, or the goal; `is_report` where only its next report is meant
    due     day, month or year, as exactly as it was set
    """

    asked: Duty | Goal
    finding: DutyFinding
    due: str | None = None
    state: GoalState | None = None
    is_report: bool = False

    @property
    def duty(self) -> Duty | None:
        return self.asked if isinstance(self.asked, Duty) else None


@dataclass(frozen=True)
class AreaDuties:
    """One area: its papers, what is owed, what is dated, pipelines, measures of its papers and measures that are kept."""

    area: Area
    documents: tuple[Document, ...]
    owed: tuple[Owed, ...]
    occasions: tuple[Occasion, ...]
    pipelines: tuple[Goal, ...]
    projects: tuple[Goal, ...]
    measures: tuple[Measure, ...]


def lead(found: Sequence[AreaDuties], today: date, words: Words) -> str:
    """How much is overdue, how much nobody reported, how much is fulfilled."""
    all_owed = [one for area in found for one in area.owed]
    if not all_owed:
        return _lead(words("duties.lead_none"), today, words)
    overdue = sum(one.finding.status == "overdue" for one in all_owed)
    done = sum(one.finding.tone == "good" for one in all_owed)
    unknown = sum(is_unknown(one) for one in all_owed)
    rest = len(all_owed) - overdue - done - unknown
    text = words("duties.lead", count=len(all_owed), overdue=overdue, done=done, unknown=unknown, rest=rest)
    return _lead(text, today, words)


def _lead(text: str, today: date, words: Words) -> str:
    return html.render("lead.html", title=words(f"nav.{PAGE}"), text=text, stand=words("duties.stand", date=words.date(today)))


def is_unknown(one: Owed) -> bool:
    """True where nobody reported whether it was done, also for a rhythm with turns nobody knows of."""
    is_silent = one.state is None or one.state.state == "unknown"
    return one.finding.status == "gaps" or (one.finding.status in ("passed", "undated") and is_silent)


def choices(found: Sequence[AreaDuties], chosen: str, words: Words) -> str:
    """Links to all areas and to each of them; the chosen one is marked."""
    links = [{"name": words("overview.all_city"), "href": html.link(PAGE, words.language), "is_chosen": not chosen}]
    links += [
        {"name": one.area.name.in_language(words.language), "is_chosen": chosen == one.area.slug,
         "href": html.link(PAGE, words.language, city=one.area.slug)}
        for one in found
    ]  # fmt: skip
    return html.render("duties_choices.html", words=words, links=links)


def shown(found: Sequence[AreaDuties], chosen: str) -> Sequence[AreaDuties]:
    """The chosen area, or all where there is no such area."""
    return [one for one in found if one.area.slug == chosen] or found


def section(one: AreaDuties, axis: timeline.Axis, words: Words) -> str:
    """Everything of one area."""
    return html.render(
        "duties_area.html", words=words, slug=one.area.slug, name=one.area.name.in_language(words.language),
        papers=[_paper(document, words) for document in one.documents],
        rhythm=[] if any(owed.duty for owed in one.owed) else _rhythms(one, words),
        owed=[owed_told(owed, words) for owed in one.owed],
        chapters=[_chapters(owed.duty, words) for owed in one.owed if owed.duty and owed.duty.chapter],
        turns=[turns_told(owed.duty, owed.finding, words) for owed in one.owed if owed.duty and owed.finding.turns],
        lane=_lane(one.occasions, axis, words), rows=dated(one.occasions, words),
        pipelines=[projects.pipeline(goal, words) for goal in one.pipelines],
        projects=[projects.project(goal, words) for goal in one.projects],
        measures=[row for measure in one.measures for row in projects.attendance(measure, words)],
        keep=html.link("upkeep", words.language, city=one.area.slug, kind="measure"),
    )  # fmt: skip


def _paper(document: Document, words: Words) -> str:
    language = words.language
    return words(
        "duties.paper", name=document.name.in_language(language), kind=document.kind.in_language(language),
        date=document.date_text.in_language(language),
    )  # fmt: skip


def _rhythms(one: AreaDuties, words: Words) -> list[str]:
    return [document.rhythm.in_language(words.language) for document in one.documents if document.rhythm]


# -- what is owed


def owed_told(one: Owed, words: Words) -> dict[str, Any]:
    """What is owed, by when, and how it stands, with what was reported."""
    asked, finding = one.asked, one.finding
    title = asked.title.in_language(words.language)
    return {
        "title": words("duties.next_report", goal=title) if one.is_report else title,
        "href": html.link("goal", words.language, goal=asked.id) if isinstance(asked, Goal) else "",
        "kind": _kind(asked, words), "basis": [text.in_language(words.language) for text in _remarks(asked)],
        "due": _due(one, words), "tone": finding.tone, "status": _status(one, words), "detail": _detail(one, words),
        "source": one.state.source if one.state else "",
    }  # fmt: skip


def _kind(asked: Duty | Goal, words: Words) -> str:
    """`Bericht`; of a goal with its id: `Meilenstein · KR-0`."""
    if isinstance(asked, Duty):
        return projects.begun(words(f"duty_kind.{asked.kind}"))
    return f"{words(f'goal_kind.{asked.kind}')} · {asked.id}"


def _remarks(asked: Duty | Goal) -> list[Text]:
    """What a duty rests on and how it is read; a goal says so on its own page."""
    return [text for text in (asked.basis, asked.note) if text] if isinstance(asked, Duty) else []


def _due(one: Owed, words: Words) -> str:
    if one.duty and one.duty.every:
        return words(f"every.{one.duty.every}_since", year=one.duty.since)
    return timeline.when(one.due, words) if one.due else words("duties.no_date")


def _status(one: Owed, words: Words) -> str:
    """The word beside the symbol; without a date it is the reported state itself."""
    if one.finding.status == "undated":
        return projects.begun(words(f"state.{one.state.state if one.state else 'unknown'}"))
    since = words.date(one.finding.since) if one.finding.since else ""
    return words(f"duty_status.{one.finding.status}", since=since)


def _detail(one: Owed, words: Words) -> list[str]:
    """How many turns are known, and what was reported."""
    finding, found = one.finding, []
    if one.state and finding.status in ("overdue", "ahead"):
        found.append(projects.begun(words(f"state.{one.state.state}")))
    if finding.turns and one.duty:
        known = sum(bool(turn.held) for turn in finding.closed)
        found.append(words(f"every.{one.duty.every}_known", known=known, all=len(finding.closed)))
    if one.state and one.state.on and not one.state.evidence:
        key = "duties.done_on" if one.state.state == "done" else "duties.reported_on"
        found.append(words(key, date=words.date(one.state.on)))
    if one.state and one.state.evidence:
        found.append(one.state.evidence.in_language(words.language))
    return found


def _chapters(duty: Duty, words: Words) -> dict[str, object]:
    return {
        "title": words("duties.chapters", report=duty.title.in_language(words.language)),
        "counts": projects.counts(duty.chapter, words, "chapter_state"),
        "rows": projects.listed(duty.chapter, words, "chapter_state"),
        "source": duty.source,
    }  # fmt: skip


def turns_told(duty: Duty, finding: DutyFinding, words: Words) -> dict[str, Any]:
    """Year by year, each of its turns in a column."""
    years: dict[int, list[Turn]] = {}
    for turn in finding.turns:
        years.setdefault(turn.year, []).append(turn)
    heads = [words(f"every.{duty.every}_head", number=number) for number in range(1, max(map(len, years.values())) + 1)]
    rows = [{"year": year, "cells": _cells(turns, heads, words)} for year, turns in years.items()]
    return {"title": duty.title.in_language(words.language), "heads": heads, "rows": rows}


def _cells(turns: Sequence[Turn], heads: Sequence[str], words: Words) -> list[dict[str, object]]:
    return [{"head": head, **_turn(turn, words)} for head, turn in zip_longest(heads, turns)]


def _turn(turn: Turn | None, words: Words) -> Mapping[str, object]:
    """One half-year or year: what was held in it, or that nothing is known."""
    if turn is None:
        return {"tone": "", "said": words("every.ahead"), "lines": []}
    if turn.held:
        lines = [one.title.in_language(words.language) for one in turn.held]
        dates = ", ".join(timeline.told(one, words) for one in turn.held)
        if dates == str(turn.year):  # the row says it already
            return {"tone": "good", "said": lines[0], "lines": []}
        return {"tone": "good", "said": dates, "lines": lines}
    return {"tone": "none", "said": words("every.running" if turn.is_running else "every.unknown"), "lines": []}


# -- what is dated


def _lane(occasions: Sequence[Occasion], axis: timeline.Axis, words: Words) -> dict[str, object]:
    marks = timeline.placed(occasions, axis)
    dated = [one for one in occasions if one.days]
    alt = (
        words("timeline.alt", count=len(dated), first=timeline.told(dated[0], words), last=timeline.told(dated[-1], words))
        if dated
        else words("timeline.nothing")
    )
    return {"marks": marks, "ticks": axis.ticks, "today": axis.place(axis.today), "alt": alt,
            "levels": 1 + max((mark.level for mark in marks), default=0)}  # fmt: skip


def dated(occasions: Sequence[Occasion], words: Words) -> list[dict[str, Any]]:
    """What took place or was set for a time, a row each, in the order given."""
    return [
        {
            "number": number, "date": timeline.told(one, words), "kind": projects.begun(words(f"occasion.{one.kind}")),
            "title": projects.begun(one.title.in_language(words.language)), "is_open": not one.took_place,
            "is_unheard": not one.took_place and one.kind != "due",
            "note": one.note.in_language(words.language) if one.note else "", "source": one.source,
            "paper": html.link("sources", words.language) if not one.source and one.kind in _OF_PAPERS else "",
            "goals": [{"id": goal, "href": html.link("goal", words.language, goal=goal)} for goal in one.goals],
        }
        for number, one in enumerate(occasions, start=1)
    ]  # fmt: skip
