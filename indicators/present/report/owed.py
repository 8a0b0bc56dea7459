"""Measures, milestones and duties: what was asked for and by when, what took place, what nobody reported."""

from collections.abc import Iterator, Sequence
from typing import Any

from indicators.catalogue.duty import Duty
from indicators.present import duties, projects
from indicators.present.duties import AreaDuties, Owed
from indicators.present.report.blocks import Block, Bullets, Heading, Paragraph, TableBlock, said
from indicators.present.report.view import ReportView
from indicators.present.tables import Cell, Column, FigureTable
from indicators.present.words import Words


def owed(view: ReportView, words: Words) -> Iterator[Block]:
    yield Heading(words("report_duties.title"), 1, "duties")
    yield Paragraph(said(words("duties.stand", date=words.date(view.today))), "quiet")
    if view.duties is None:
        return
    yield from _owed(view.duties, words)
    yield from _dated(view.duties, words)
    yield from _projects(view.duties, words)


def _owed(found: AreaDuties, words: Words) -> Iterator[Block]:
    yield Heading(words("duties.owed"), 2, "duties-owed")
    if not found.owed:
        yield Paragraph(said(words("duties.nothing_owed")))
        return
    rows = tuple(_owed_row(one, words) for one in found.owed)
    heads = ("duties.col_what", "duties.col_due", "duties.col_state")
    yield TableBlock(_table(heads, rows, words), words("report_duties.caption_owed"))
    for one in found.owed:
        if isinstance(one.asked, Duty) and one.finding.turns:
            turns = duties.turns_told(one.asked, one.finding, words)
            yield TableBlock(_turns(turns, words), str(turns["title"]), one.asked.source)


def _owed_row(one: Owed, words: Words) -> tuple[Cell, ...]:
    told = duties.owed_told(one, words)
    detail = ". ".join(str(text).removesuffix(".") for text in (told["status"], *told["detail"]))
    source = f" ({words('table.source')}: {told['source']})" if told["source"] else ""
    return Cell(f"{told['title']} ({told['kind']})"), Cell(told["due"]), Cell(detail + source, tone=told["tone"])


def _turns(told: dict[str, Any], words: Words) -> FigureTable:
    """Year by year, a half-year or year a column."""
    columns = (Column(words("duties.col_year")), *(Column(head) for head in told["heads"]))
    rows = [
        (Cell(str(row["year"])),
         *(Cell(": ".join([cell["said"], *cell["lines"]]), tone=cell["tone"] or None) for cell in row["cells"]))
        for row in told["rows"]
    ]  # fmt: skip
    return FigureTable(columns, tuple(rows))


def _dated(found: AreaDuties, words: Words) -> Iterator[Block]:
    yield Heading(words("timeline.title"), 2, "duties-dated")
    rows = tuple(
        (Cell(str(row["date"])), Cell(_dated_told(row, words)), Cell(str(row["source"] or ("" if not row["paper"] else
         words("timeline.paper")) or "–")))
        for row in duties.dated(found.occasions, words)
    )  # fmt: skip
    if rows:
        heads = ("timeline.col_date", "timeline.col_what", "table.source")
        yield TableBlock(_table(heads, rows, words), words("report_duties.caption_dated"))


def _dated_told(row: dict[str, Any], words: Words) -> str:
    parts = [f"{row['title']} ({row['kind']})", words("timeline.open") if row["is_unheard"] else "", str(row["note"])]
    return ". ".join(part.removesuffix(".") for part in parts if part)


def _projects(found: AreaDuties, words: Words) -> Iterator[Block]:
    for goal in found.pipelines:
        told = projects.pipeline(goal, words)
        yield Heading(f"{goal.id} {told['title']}", 2, f"pipeline-{goal.id.lower()}")
        yield Paragraph(said(str(told["counts"] or f"{words('duties.no_items')} {told['evidence']}".strip())))
    yield Heading(words("duties.measures"), 2, "duties-measures")
    if found.projects:
        rows = tuple(_project_row(projects.project(goal, words)) for goal in found.projects)
        heads = ("duties.col_project", "duties.col_state", "duties.col_evidence")
        yield TableBlock(_table(heads, rows, words), words("report_duties.caption_measures"))
    attended = [row for measure in found.measures for row in projects.attendance(measure, words)]
    if not attended:
        yield Paragraph(said(words("duties.no_measures")))
        return
    cells = tuple(tuple(Cell(str(row[key] or "–")) for key in _ATTENDED) for row in attended)
    yield TableBlock(_table(_ATTENDANCE, cells, words), words("duties.attendance"))


_ATTENDANCE = (
    "duties.col_project", "duties.col_state", "table.period", "field.places", "field.participants", "table.source",
)  # fmt: skip
_ATTENDED = ("name", "said", "period", "places", "participants", "source")


def _project_row(row: dict[str, Any]) -> tuple[Cell, ...]:
    evidence = " ".join(filter(None, (str(row["evidence"]), f"({row['source']})" if row["source"] else "")))
    return Cell(f"{row['id']} {row['title']}"), Cell(str(row["said"]), tone=row["tone"]), Cell(evidence or "–")


def _table(heads: Sequence[str], rows: tuple[tuple[Cell, ...], ...], words: Words) -> FigureTable:
    return FigureTable(tuple(Column(words(head)) for head in heads), rows)


def overdue(found: Sequence[Owed], words: Words) -> Bullets:
    """Each with how it stands, such as since when it is overdue."""
    told = [duties.owed_told(one, words) for one in found]
    return Bullets(tuple(said(f"{one['title']}: {one['status']}") for one in told))
