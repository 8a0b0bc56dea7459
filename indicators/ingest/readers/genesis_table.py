"""GENESIS and Regionalstatistik in table form: title lines, up to six header rows, one row a region, footnotes.

First line `Tabelle: 13211-02-05-4` (older exports `GENESIS-Tabelle: …`); then lines with only a first cell; headers over
the figures; rows with the region's key and name, before them perhaps the year, behind them perhaps a section; a line of
underscores ends the figures.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indicators.catalogue import Catalogue, fold
from indicators.catalogue.imports import by_path, find, is_total
from indicators.catalogue.tables import Import
from indicators.ingest import regions
from indicators.ingest.cells import TextTable
from indicators.ingest.grid import Cell, Grid, column_letter, written
from indicators.ingest.issue import Issue
from indicators.ingest.readers.described import Figures, ValueColumn, not_described, nothing, ours, ragged, unpivoted
from indicators.period import parse_period

FAMILY = "genesis_table"
_FIRST_LINE = re.compile(r"(?:GENESIS-)?(?:Tabelle|Table)\s*:\s*(\S+)", re.IGNORECASE)
_FOOTER = "____"
_KEY = re.compile(r"DG|\d{1,12}")
_TITLE_PERIOD = re.compile(
    r"(?:Stichtag|Berichtsjahr|Berichtszeitraum|Jahr|Quartal|Monat|Zeitraum|Zeit)\s*:?\s*(\S.*)", re.IGNORECASE
)
_TIME_AXIS = {"stichtag", "berichtsjahr", "jahr", "jahre", "quartal", "quartale", "monat", "monate", "zeit"}
_PART_OF_YEAR = re.compile(r"[^\W\d]{3,}\.?|[1-4IV]+\.?\s?(?:Quartal|Vierteljahr|Vj\.?)", re.IGNORECASE)
_KEY_COLUMNS = 4  # among the first of a row stands the key


@dataclass(frozen=True)
class _Layout:
    """Where the parts of the table stand: titles, header rows, data rows with their lines, number of columns in front."""

    titles: Sequence[str]
    headers: Sequence[Sequence[str]]
    rows: Sequence[Sequence[Cell]]
    lines: Sequence[int]
    lead: int


@dataclass(frozen=True)
class _Lead:
    """Which of the columns in front is what; `time` from the year down to its part. A table may have no keys."""

    key: int | None
    name: int | None
    time: Sequence[int]
    sections: Sequence[int]


def recognise(grid: Grid, catalogue: Catalogue) -> bool:
    return bool(_FIRST_LINE.fullmatch(written(grid.rows[0][0])))


def read(grid: Grid, catalogue: Catalogue) -> tuple[TextTable, list[Issue]]:
    match = _FIRST_LINE.fullmatch(written(grid.rows[0][0]))
    assert match is not None
    table = find(catalogue, "genesis", match[1])
    if table is None:
        return nothing(FAMILY, not_described(match[1], grid.lines[0]))
    layout = _layout(grid)
    if layout is None:
        return nothing(FAMILY, Issue("error", "file.no_rows", row=grid.lines[-1], found=match[1]))
    if wrong := ragged(layout.rows, layout.lines, len(layout.headers[0])):
        return nothing(FAMILY, *wrong)
    figures, issues = _figures(layout, _lead(layout, catalogue), table[1], catalogue)
    texts, found = ours(figures, table, catalogue, family=FAMILY, style="german", sheet=grid.sheet)
    return texts, issues + found


def _layout(grid: Grid) -> _Layout | None:
    """None where no row of figures stands below a header."""
    titles: list[str] = []
    headers: list[list[str]] = []
    rows: list[Sequence[Cell]] = []
    lines: list[int] = []
    for row, line in zip(grid.rows[1:], grid.lines[1:], strict=True):
        cells = _spread([written(cell) for cell in row], line, grid)
        if cells[0].startswith(_FOOTER):
            break
        if rows or (headers and _is_data(cells)):
            rows.append(row)
            lines.append(line)
        elif any(cells[1:]):
            headers.append(cells)
        else:
            titles.append(cells[0])
    if not rows:
        return None
    width = max(map(len, headers))
    filled = [[*cells, *[""] * (width - len(cells))] for cells in headers]
    lead = next((index for index in range(width) if any(cells[index] for cells in filled)), width)
    return _Layout(titles, filled, rows, lines, lead or _named_lead(rows))


def _spread(cells: list[str], line: int, grid: Grid) -> list[str]:
    """In a workbook a header may be one cell over several columns; it stands over each of them. A title is no header."""
    for top, left, _, right in grid.merged:
        if top == line and left > 0:
            cells[left : right + 1] = [cells[left]] * (right + 1 - left)
    return cells


def _is_data(cells: Sequence[str]) -> bool:
    return bool(cells[0]) and any(_KEY.fullmatch(cell) for cell in cells[:_KEY_COLUMNS])


def _named_lead(rows: Sequence[Sequence[Cell]]) -> int:
    """How many columns stand in front where the header names them too: up to the name and what is text behind it."""
    first = [written(cell) for cell in rows[0]]
    texts = [index for index, cell in enumerate(first) if re.match(r"[^\W\d]{2}", cell) and cell != regions.COUNTRY]
    return max(texts) + 1 if texts else 1


def _lead(layout: _Layout, catalogue: Catalogue) -> _Lead:
    distinct = [{written(row[index]) for row in layout.rows} for index in range(layout.lead)]
    time = [index for index, cells in enumerate(distinct) if all(map(_is_period, cells))]
    rest = [index for index in range(layout.lead) if index not in time]
    key = next((index for index in rest if all(map(_KEY.fullmatch, distinct[index]))), None)
    parts = [
        index for index in rest if time and index < max(time) + 2 and all(map(_PART_OF_YEAR.fullmatch, distinct[index]))
    ]  # fmt: skip
    rest = [index for index in rest if index != key and index not in parts]
    if key is not None:
        name = key + 1 if key + 1 in rest else None
    else:
        name = next((index for index in rest if any(catalogue.find("area", cell) for cell in distinct[index])), None)
    return _Lead(key, name, [*time, *parts], [index for index in rest if index != name])


def _is_period(text: str) -> bool:
    try:
        parse_period(text)
    except ValueError:
        return False
    return True


def _figures(layout: _Layout, lead: _Lead, entry: Import, catalogue: Catalogue) -> tuple[Figures, list[Issue]]:
    """Every figure of the rows that count everybody, and what is said about the others."""
    chosen = [
        index
        for index, row in enumerate(layout.rows)
        if all(is_total(entry, written(row[section])) for section in lead.sections)
    ]
    issues = []
    if others := len(layout.rows) - len(chosen):
        issues.append(Issue("info", "row.not_total", found=entry.total, params={"count": others}))
    rows = [layout.rows[index] for index in chosen]
    lines = [layout.lines[index] for index in chosen]
    names = [written(row[lead.name]) if lead.name is not None else "" for row in rows]
    if lead.key is not None:
        keys = [regions.normal_key(written(row[lead.key])) for row in rows]
    else:
        keys = [regions.key_of_name(name, catalogue) for name in names]
    parts = {"key": keys, "name": names}
    title = next(_title_periods(layout.titles), "")
    if lead.time:
        parts["period"] = [" ".join(written(row[index]) for index in reversed(lead.time)) for row in rows]
    columns = list(_columns(layout, rows, bool(lead.time), title))
    if not lead.time and any(not column.period for column in columns):
        issues.append(Issue("error", "period.none", row=layout.lines[0]))
    known = by_path(entry)
    cells = unpivoted(parts, lines, columns)
    paths = {column.series: tuple(fold(part) for part in column.series.split(_JOIN)) for column in columns}
    series = [known.get(paths[text]) for text in cells["series"].cat.categories]
    places = {"key": lead.key if lead.key is not None else lead.name, "period": lead.time[0] if lead.time else None}
    headers = {part: column_letter(index) for part, index in places.items() if index is not None}
    return Figures(cells, series, headers), issues


_JOIN = " · "


def _title_periods(titles: Sequence[str]) -> Iterator[str]:
    for title in titles:
        if (match := _TITLE_PERIOD.fullmatch(title)) and _is_period(match[1]):
            yield match[1]


def _columns(layout: _Layout, rows: Sequence[Sequence[Cell]], time: bool, title: str) -> Iterator[ValueColumn]:
    """The columns of figures; a header that is a period is taken out of the path.

    time     the rows have a period in front; then a header may be a month of it
    title    the period of a title line, for columns without any
    """
    for index in range(layout.lead, len(layout.headers[0])):
        path = [cells[index] for cells in layout.headers if cells[index]]
        period = next((part for part in path if _is_period(part) or (time and _is_period(f"{part} 2000"))), "")
        if period:
            path = [part for part in path if part != period and fold(part) not in _TIME_AXIS]
        yield ValueColumn(_JOIN.join(path), index, [row[index] for row in rows], period or ("" if time else title))
