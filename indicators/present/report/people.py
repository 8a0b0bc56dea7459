"""Groups of people: what is stored of each, beside whom it is set against, and what no figure tells."""

from collections.abc import Iterator

from indicators.assess.series import Point
from indicators.catalogue import Catalogue
from indicators.catalogue.model import Area
from indicators.catalogue.people import key_of
from indicators.present import groups
from indicators.present.group_rows import Row, at, newest, row_words
from indicators.present.report.blocks import Block, Heading, Paragraph, TableBlock, said, told
from indicators.present.report.view import ReportView
from indicators.present.tables import Cell, Column, FigureTable
from indicators.present.views import SeriesView
from indicators.present.words import Words


def people(view: ReportView, catalogue: Catalogue, words: Words) -> Iterator[Block]:
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
    rows = tuple(_row(row, own, bool(found.people.against), catalogue, words) for row in found.rows)
    return FigureTable(tuple(columns), rows)


def _row(row: Row, own: str, is_compared: bool, catalogue: Catalogue, words: Words) -> tuple[Cell, ...]:
    line, point = row_words(row, own, catalogue, words), newest(row.series)
    cells = (Cell(line["name"]), Cell(_value(row.series, point, words, catalogue)), Cell(line["value"]["period"] or "–"))
    if not is_compared:
        return cells
    other = at(row.against.points, point) if row.against is not None and point is not None else None
    return (*cells, Cell(_value(row.series, other, words, catalogue)), Cell(line["gap"]))


def _value(series: SeriesView, point: Point | None, words: Words, catalogue: Catalogue) -> str:
    """A value with its unit and mark, or why there is none."""
    if point is None:
        return "–"
    mark = words(f"status.{point.status}")
    if point.value is None:
        return mark
    value = words.full_value(point.value, point.decimals, catalogue, series.indicator.unit)
    return words("report_groups.marked", value=value, mark=mark) if mark else value
