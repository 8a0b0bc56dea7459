"""Landesdatenbank NRW (IT.NRW) as a workbook: one region a file, named in a title line; years down, months across.

The header's cells are merged: a month stands over its groups once. A line of underscores ends the figures.
"""

import re
from collections.abc import Sequence

from indicators.catalogue import Catalogue, fold
from indicators.catalogue.imports import Described, by_path, described, folded
from indicators.ingest.cells import TextTable
from indicators.ingest.grid import Cell, Grid, written
from indicators.ingest.issue import Issue
from indicators.ingest.readers.described import Figures, ValueColumn, not_described, nothing, ours, ragged, unpivoted
from indicators.period import parse_period

FAMILY = "landesdatenbank"
_HEAD = 20  # rows in which the header begins
_YEAR = re.compile(r"(?:19|20)\d\d")
_FOOTER = "____"


def recognise(grid: Grid, catalogue: Catalogue) -> bool:
    return _header(grid) is not None


def read(grid: Grid, catalogue: Catalogue) -> tuple[TextTable, list[Issue]]:
    header = _header(grid)
    assert header is not None
    titles = [written(row[0]) for row in grid.rows[:header] if written(row[0])]
    table = _table(titles, catalogue)
    if table is None:
        return nothing(FAMILY, not_described(" · ".join(titles), grid.lines[0]))
    begin = next(index for index in range(header, len(grid.rows)) if _YEAR.fullmatch(written(grid.rows[index][0])))
    end = next((index for index in range(begin, len(grid.rows)) if not _is_data(grid.rows[index])), len(grid.rows))
    rows, lines = grid.rows[begin:end], grid.lines[begin:end]
    if wrong := ragged(grid.rows[header:end], grid.lines[header:end], len(grid.rows[header])):
        return nothing(FAMILY, *wrong)
    place = next((title for title in reversed(titles) if fold(title) not in folded(table[1].titles)), "")
    parts = {
        "key": [catalogue.find("area", place) or ""] * len(rows),
        "name": [place] * len(rows),
        "period": [written(row[0]) for row in rows],
    }
    cells = unpivoted(parts, lines, _columns(grid.rows[header:begin], rows))
    known = by_path(table[1])
    series = [known.get(tuple(map(fold, label.split(_JOIN)))) for label in cells["series"].cat.categories]
    return ours(Figures(cells, series, {"key": place}), table, catalogue, family=FAMILY, sheet=grid.sheet)


_JOIN = " · "


def _header(grid: Grid) -> int | None:
    """The row on which the header begins: "Jahr" over the years, the word for the months beside it."""
    for index, row in enumerate(grid.rows[:_HEAD]):
        cells = [fold(written(cell)) for cell in row]
        if cells[0] == "jahr" and len(cells) > 1 and cells[1].startswith("monat"):
            years = (written(row[0]) for row in grid.rows[index : index + _HEAD])
            return index if any(map(_YEAR.fullmatch, years)) else None
    return None


def _table(titles: Sequence[str], catalogue: Catalogue) -> Described | None:
    """The table all of whose titles stand above the header."""
    found = folded(set(titles))
    return next((table for table in described(catalogue, "landesdatenbank") if folded(table[1].titles) <= found), None)


def _is_data(row: Sequence[Cell]) -> bool:
    """A line of underscores or of words ends the figures."""
    return not written(row[0]).startswith(_FOOTER) and any(written(cell) for cell in row[1:])


def _columns(headers: Sequence[Sequence[Cell]], rows: Sequence[Sequence[Cell]]) -> list[ValueColumn]:
    """The columns of figures: the month of each, the other headers as its path."""
    filled = [_filled(header) for header in headers[1:]]  # the first only says that months follow
    columns = []
    for index in range(1, len(headers[0])):
        path = [cells[index] for cells in filled if cells[index]]
        month = next((text for cell in path if (text := _month(cell))), "")
        label = _JOIN.join(cell for cell in path if not _month(cell))
        columns.append(ValueColumn(label, index, [row[index] for row in rows], month))
    return columns


def _filled(header: Sequence[Cell]) -> list[str]:
    """A merged cell stands over all its columns."""
    cells: list[str] = []
    for cell in header:
        cells.append(written(cell) or (cells[-1] if cells else ""))
    return cells


def _month(text: str) -> str:
    """The name of the month in "Februar (28. bzw. 29.)", empty for any other header."""
    word = text.partition("(")[0].strip()
    try:
        parse_period(f"{word} 2000", ("month",))
    except ValueError:
        return ""
    return word
