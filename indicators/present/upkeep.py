"""What coordinators keep: before and after of a change, verdicts that would change, earlier versions."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from indicators.assess.assessment import Assessment
from indicators.catalogue import Catalogue
from indicators.catalogue.kept import Comment, Measure
from indicators.period import parse_period
from indicators.present import html
from indicators.present.words import Words


@dataclass(frozen=True)
class FieldChange:
    """One field of a record: its path (`goal`, `title`, `de`) and its plain values; None where there is none."""

    path: tuple[str, ...]
    before: Any
    after: Any


@dataclass(frozen=True)
class Version:
    """One stored version of a record."""

    batch: int
    written_at: datetime
    written_by: str
    reason: str
    is_withdrawn: bool
    counts: bool


_CODES = ("state", "goal_kind", "duty_kind", "occasion", "every")  # tables of the locale that name the codes of a record


class VerdictChanged(Protocol):
    """A goal whose verdict would change; `before` is empty for a new one."""

    @property
    def goal(self) -> str: ...
    @property
    def before(self) -> tuple[Assessment, ...]: ...
    @property
    def after(self) -> tuple[Assessment, ...]: ...


def verdicts(changes: Sequence[VerdictChanged], catalogue: Catalogue, words: Words) -> str:
    """Which goals would be judged differently."""
    rows = [
        {
            "goal": change.goal,
            "title": catalogue.goals[change.goal].title.in_language(words.language) if change.goal in catalogue.goals else "",
            "before": words(f"verdict.{change.before[0].verdict}") if change.before else words("upkeep.not_yet"),
            "after": words(f"verdict.{change.after[0].verdict}") if change.after else words("upkeep.no_more"),
            "tone": change.after[0].tone if change.after else "none",
        }
        for change in changes
    ]
    return html.render("upkeep_verdicts.html", words=words, rows=rows)


def differences(changes: Sequence[FieldChange], words: Words) -> str:
    """Field by field: before, after."""
    rows = [
        {"field": _field(change.path, words), "before": _said(change.before, words), "after": _said(change.after, words)}
        for change in changes
    ]
    return html.render("upkeep_differences.html", words=words, rows=rows)


def content(plain: Mapping[str, Any], words: Words) -> str:
    """What an entry says now, field by field, for whoever only reads."""
    facts = [(_field(path, words), _said(value, words)) for path, value in _leaves(plain) if value not in (None, "", False)]
    return html.render("upkeep_content.html", facts=facts)


def _leaves(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    match value:
        case Mapping():
            for key, part in value.items():
                yield from _leaves(part, (*path, key))
        case list() | tuple():
            for number, part in enumerate(value, start=1):
                yield from _leaves(part, (*path, str(number)))
        case _:
            yield path, value


def _field(path: Sequence[str], words: Words) -> str:
    """`Titel · deutsch`, `Forderung 1 · Zielwert`; the outermost part of a record says nothing."""
    inner = path[1:] if len(path) > 1 and path[0] in ("goal", "state") else path
    return " · ".join(words.texts.get(f"field.{part}", part) for part in inner if part) or words("field.goal")


def _said(value: Any, words: Words) -> str:
    match value:
        case None | "":
            return "–"
        case bool():
            return words("upkeep.yes" if value else "upkeep.no")
        case int() | float():
            return words.number(value, 0 if value == int(value) else len(str(value).partition(".")[2]))
        case _:
            codes = (f"{table}.{value}" for table in _CODES)
            return next((words.texts[code] for code in codes if code in words.texts), None) or _when(str(value), words)


def _when(text: str, words: Words) -> str:
    """A stored day or quarter as people write it; anything else as it is."""
    if re.fullmatch(r"\d{4}-Q[1-4]", text, re.ASCII):
        return words.period(parse_period(text))
    try:
        return words.date(date.fromisoformat(text)) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII) else text
    except ValueError:
        return text


def versions(found: Sequence[Version], words: Words) -> str:
    """Every stored version, the newest first."""
    rows = [
        {
            "at": words.clock(version.written_at), "by": version.written_by, "reason": version.reason,
            "state": words("history.state_withdrawn" if version.is_withdrawn
                           else "provenance.counts" if version.counts else "provenance.replaced"),
            "href": html.link("history", words.language, batch=str(version.batch)),
        }
        for version in found
    ]  # fmt: skip
    return html.render("upkeep_versions.html", words=words, rows=rows)


def entry_name(entry: str, catalogue: Catalogue, measures: Sequence[Measure], words: Words) -> str:
    """What a record is called where one chooses: `DO-1 Arbeitslosenquote …`, a measure's name, `Neu anlegen`."""
    names = {measure.id: measure.name.in_language(words.language) for measure in measures}
    names |= {duty.id: duty.title.in_language(words.language) for duty in catalogue.duties.values()}
    goal, _, period = entry.partition(":")
    if goal in catalogue.goals:
        title = f"{goal} {catalogue.goals[goal].title.in_language(words.language)}"
        return f"{words.period(parse_period(period))}: {title}" if period else title
    return names.get(entry, entry) or words("upkeep.new")


def comments(found: Sequence[Comment], words: Words) -> str:
    """What the administration says of a goal, quarter by quarter, signed."""
    rows = [
        {"period": words.period(parse_period(one.period)), "text": one.text,
         "signed": words("upkeep.signed", author=one.author, date=words.date(one.on))}
        for one in found
    ]  # fmt: skip
    return html.render("goal_comments.html", words=words, rows=rows) if rows else ""


def measures(found: Sequence[Measure], catalogue: Catalogue, words: Words) -> str:
    """Measures with places and participants by period."""
    rows = [
        {
            "name": one.name.in_language(words.language),
            "area": catalogue.label("area", one.area, words.language),
            "state": words(f"state.{one.state}"),
            "facts": "; ".join(filter(None, (one.carrier, _span(one.start, one.end, words), one.note, one.source))),
            "attendance": [
                {"period": words.period(parse_period(row.period)), "places": _count(row.places, words),
                 "participants": _count(row.participants, words)}
                for row in one.attendance
            ],
        }
        for one in found
    ]  # fmt: skip
    return html.render("goal_measures.html", words=words, rows=rows) if rows else ""


def _count(value: int | None, words: Words) -> str:
    return "–" if value is None else words.number(value, 0)


def _span(start: date | None, end: date | None, words: Words) -> str:
    if start is None and end is None:
        return ""
    return words("upkeep.span", start=words.date(start) if start else "…", end=words.date(end) if end else "…")


def unfit(found: Mapping[str, str], words: Words) -> list[str]:
    """Sentences on records that the catalogue of today refuses; record -> why."""
    return [words("upkeep.unfit", record=record, message=message) for record, message in found.items()]
