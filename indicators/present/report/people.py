"""Groups of people: what is stored of each, beside whom it is set against, and what no figure tells."""

from collections.abc import Iterator

from indicators.catalogue import Catalogue
from indicators.catalogue.model import Area
from indicators.catalogue.people import key_of
from indicators.present import groups
from indicators.present.group_rows import newest, row_words
from indicators.present.report.blocks import Block, Heading, NewPage, Paragraph, TableBlock, said, told
from indicators.present.report.view import ReportView
from indicators.present.tables import Cell, Column, FigureTable
from indicators.present.words import Words


def people(view: ReportView, catalogue: Catalogue, words: Words) -> Iterator[Block]:
    yield NewPage()
    yield Heading(words("groups.title"), 1, "groups")
    yield Paragraph(said(words("groups.rule")), "quiet")
    for found in view.groups.sections if view.groups else ():
        yield Heading(found.people.name.in_language(words.language), 2, f"groups-{found.people.id}")
        yield from _section(found, view.area, catalogue, words)


def _section(found: groups.Section, area: Area, catalogue: Catalogue, words: Words) -> Iterator[Block]:
    if found.people.note:
        yield Paragraph(said(found.people.note.in_language(words.language)), "quiet")
    if not found.rows:
        yield Paragraph(said(words("groups.section_empty", area=area.name.in_language(words.language))))
        return
    if finding := groups.finding(found, catalogue, words):
        yield Paragraph(told(finding))
    name = found.people.name.in_language(words.language)
    caption = words("report_groups.caption", group=name, area=area.name.in_language(words.language))
    yield TableBlock(_table(found, catalogue, words), caption, "; ".join(groups.sources(found.rows, catalogue, words)))
    if found.missing:
        lacking = [words.series(catalogue, *key) for key in found.missing]
        yield Paragraph(said(f"{words('groups.missing')} {'; '.join(lacking)}"), "quiet")


def _table(found: groups.Section, catalogue: Catalogue, words: Words) -> FigureTable:
    """Value with period and mark, whom it is set against, the gap."""
    own = key_of(found.people.series[0])[1]
    columns = [Column(words("table.indicator")), Column(words("table.value")), Column(words("table.period"))]
    if found.people.against:
        against = words("groups.col_against", group=words.group(catalogue, found.people.against))
        columns += [Column(against), Column(words("groups.col_gap"))]
    rows = []
    for row in found.rows:
        line, point = row_words(row, own, catalogue, words), newest(row.series)
        value = line["value"]
        text = words("report_groups.marked", value=value["text"], mark=value["mark"]) if value["mark"] else value["text"]
        cells = [Cell(line["name"]), Cell(text), Cell(value["period"] or "–")]
        if found.people.against:
            cells += [Cell(line["against"]["text"] if point is not None and row.against else "–"), Cell(line["gap"])]
        rows.append(tuple(cells))
    return FigureTable(tuple(columns), tuple(rows))
