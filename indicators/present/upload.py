"""The page that takes a file: what it was recognised as, what is wrong with it, and what a commit would change."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date

import pandas as pd

from indicators.assess.assessment import Assessment
from indicators.catalogue import Catalogue
from indicators.ingest.issue import Issue
from indicators.period import parse_period
from indicators.present import html
from indicators.present.words import Words

ERRORS_SHOWN = 100
SAID_WITH_THE_FAMILY = ("area.skipped", "row.mapped_elsewhere", "file.sheets_read")


def for_readers(words: Words) -> str:
    """What the page is for, to somebody who may not use it."""
    return html.render("lead.html", title=words("upload.title"), text=words("upload.lead"), stand=words("upload.sign_in"))


def head(words: Words) -> str:
    return html.render("lead.html", title=words("upload.title"), text=words("upload.lead"), stand=words("upload.formats"))


def sentence(text: str) -> str:
    """One sentence of the page, set as text."""
    return html.render("sentence.html", text=text)


def drop_zone_texts(words: Words) -> str:
    """Streamlit writes the drop zone in English only; a style sheet puts these texts in its place."""
    return html.render("upload_zone.html", **{name: words(f"upload.zone_{name}") for name in ("drop", "browse")})


def refused(text: str) -> str:
    """What was refused, said where the eye is; a screen reader says it at once."""
    return html.render("refused.html", text=text)


def unknown(issue: Issue, words: Words) -> str:
    """That nobody knows this table yet, and what can be done."""
    text = f"{words.issue(issue)} {words('upload.unknown_table')}"
    return html.render("section.html", title=words("upload.unknown_title"), text=text)


def recognised(
    file_name: str, *, family: str, name: str, source: str, sheet: str, skipped: int, stand: date | None,
    catalogue: Catalogue, words: Words,
) -> str:  # fmt: skip
    """What a file was recognised as: family, table, publisher, sheet, and how many figures are left out."""
    known = catalogue.sources.get(source)
    origin = f"{known.publisher}: {known.title.in_language(words.language)}" if known else ""
    key = "upload.recognised" if name else "upload.recognised_unnamed"
    notes = []
    if sheet:
        notes.append(words("upload.sheets" if ", " in sheet else "upload.sheet", sheet=sheet))
    if stand is not None:
        notes.append(words("upload.states", day=words.date(stand)))
    if skipped:
        notes.append(words("upload.skipped", count=skipped, number=words.number(skipped, 0)))
    kind = words(key, file=file_name, family=words(f"upload.family_{family}"), name=name)
    return html.render("upload_recognised.html", kind=kind, origin=origin, notes=notes, words=words)


def suggested(stand: date | None, words: Words) -> str:
    """The day of release as it could be typed; empty where the file states none."""
    return "" if stand is None else words("upload.released_day", day=stand)


def errors(issues: Iterable[Issue], words: Words) -> str:
    """Every error in one table: line, column, what was found, what would be right."""
    wrong = [issue for issue in issues if issue.severity == "error"]
    rows = [
        {
            "row": "" if issue.row is None else words.number(issue.row, 0),
            "column": issue.column or "",
            "found": issue.found,
            "sentence": words.issue(replace(issue, row=None, column=None)),
        }
        for issue in wrong[:ERRORS_SHOWN]
    ]
    title = words("upload.errors", count=len(wrong), number=words.number(len(wrong), 0))
    more = len(wrong) - len(rows)
    rest = words("upload.more_errors", count=more, number=words.number(more, 0)) if more else ""
    return html.render("upload_errors.html", title=title, rows=rows, rest=rest, words=words)


def warnings_head(issues: Collection[object], words: Words) -> str:
    """What a warning asks for; empty where nothing is odd."""
    return html.render("section.html", title=words("upload.warnings"), text=words("upload.warnings_note")) if issues else ""


def warning(issue: Issue, number: int, table: pd.DataFrame, catalogue: Catalogue, words: Words) -> str:
    """A warning that somebody has to confirm, with the figure it speaks of."""
    text, label = words.issue(issue), words("upload.warning", number=number)
    return html.render("upload_warning.html", number=label, text=text, subject=_subject(issue, table, catalogue, words))


def _subject(issue: Issue, table: pd.DataFrame, catalogue: Catalogue, words: Words) -> str:
    """`Dortmund · Arbeitslosenquote, Frauen · 2025 · Prozent`; empty where the cell holds no figure or several."""
    rows = table[(table["row"] == issue.row) & (table["column"] == issue.column)]
    if len(rows) != 1:
        return ""
    area, name, group, period = (str(rows.iloc[0][key]) for key in ("area", "indicator", "group", "period"))
    indicator = catalogue.indicators[name]
    parts = (catalogue.label("area", area, words.language), words.series(catalogue, name, group),
             words.period(parse_period(period), indicator), words.unit(catalogue, indicator.unit))  # fmt: skip
    return " · ".join(parts)


def infos(issues: Iterable[Issue], words: Words) -> str:
    """What is worth knowing but needs no answer; empty without any."""
    told = list(dict.fromkeys(words.issue(issue) for issue in issues if _is_worth_telling(issue)))
    return html.render("upload_infos.html", told=told, words=words) if told else ""


def _is_worth_telling(issue: Issue) -> bool:
    return issue.severity == "info" and issue.code not in SAID_WITH_THE_FAMILY


def verdicts(changed: Sequence[tuple[str, Assessment, Assessment]], catalogue: Catalogue, words: Words) -> str:
    """Goals that would be judged differently: before and after, in words and with their symbols.

    changed   goal id, deciding assessment before, deciding assessment after
    """
    rows = []
    for name, before, after in changed:
        goal = catalogue.goals[name]
        city = catalogue.area_of(goal).name.in_language(words.language)
        sides = [{"tone": found.tone, "word": words(f"verdict.{found.verdict}")} for found in (before, after)]
        rows.append({"title": goal.title.in_language(words.language), "city": city, "before": sides[0], "after": sides[1]})
    title = words("upload.verdicts", count=len(rows), number=words.number(len(rows), 0)) if rows else ""
    return html.render("upload_verdicts.html", title=title, rows=rows, words=words)


def commit_head(words: Words, *, is_draft: bool) -> str:
    """What the button below will do."""
    text = words("upload.four_eyes" if is_draft else "upload.commit_note")
    return html.render("section.html", title=words("upload.commit_title"), text=text)


def stored(batch: int, *, is_draft: bool, words: Words) -> str:
    """What became of the file: its number, and how to undo it or who has to release it."""
    kind = "drafted" if is_draft else "stored"
    return html.render("upload_stored.html", text=words(f"upload.{kind}", batch=batch), note=words(f"upload.{kind}_note"))
