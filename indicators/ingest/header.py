"""Where a tidy table begins and ends in a sheet: titles above it, footnotes below it, empty columns beside it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from indicators.catalogue import Catalogue, fold
from indicators.ingest.grid import Cell, Grid, written
from indicators.ingest.issue import Issue

SEARCHED = 60  # rows from the top in which a header is looked for
_MARK = re.compile(
    r"[*†‡§©_¹²³⁴-⁹]|\(?\d{1,2}\)|(?:quellen?|anmerkung(?:en)?|hinweise?|fu(?:ß|ss)noten?|stand|legende|zeichenerklärung"
    r"|sources?|notes?|footnotes?|legend)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Extent:
    """The rows of a grid that are a table: `rows[header]` its header, `rows[header + 1 : end]` its figures. Above are
    titles, below footnotes."""

    header: int
    end: int


def find_header(grid: Grid, headers: Mapping[str, str], catalogue: Catalogue) -> Extent | None:
    """The table of a sheet, or None where no row among the first is a header.

    headers  what a header may say, folded -> the part of a figure. A header names an indicator and an area.

    A row below counts as a footnote only if it cannot be a figure cut short: see `_is_footnote`. What is neither stays in
    the table and is refused there.
    """
    index = header_row(grid, headers)
    if index is None:
        return None
    end = len(grid.rows)
    left = next(column for column, cell in enumerate(grid.rows[index]) if written(cell))
    while end > index + 1 and _is_footnote(grid.rows[end - 1], left, catalogue):
        end -= 1
    return Extent(index, end)


def header_row(grid: Grid, headers: Mapping[str, str]) -> int | None:
    """The index of the first row that names an indicator and an area; looks at the first rows only."""
    for index, row in enumerate(grid.rows[:SEARCHED]):
        parts = {headers.get(fold(written(cell))) for cell in row}
        if "indicator" in parts and parts & {"area", "key"}:
            return index
    return None


def _is_footnote(row: list[Cell], left: int, catalogue: Catalogue) -> bool:
    """A sentence alone in its row, or a row that begins with a sign of a footnote ("*", "1)", "Quelle:"), not further to the
    right than the first column of the table.

    A lone cell that resembles a city, is a single word or a row with another separator may be a row cut off in transfer or
    badly joined; it is no footnote.
    """
    filled = [(column, cell) for column, cell in enumerate(row) if written(cell)]
    if not filled or filled[0][0] > left or not isinstance(filled[0][1], str):
        return not filled
    text = written(filled[0][1])
    if len(filled) <= 2 and _MARK.match(text):
        return True
    if len(re.findall(r"[;,|\t]\S", text)) > 1:
        return False
    return len(filled) == 1 and len(re.findall(r"[^\W\d]+", text)) > 1 and catalogue.nearest("area", text) is None


def cut(grid: Grid, extent: Extent) -> Grid:
    """The table alone: no titles, no footnotes, no column that is empty from header to end. Rows keep their lines."""
    rows = grid.rows[extent.header : extent.end]
    blank = {index for index, cell in enumerate(rows[0]) if not written(cell)}
    blank = {index for index in blank if not any(index < len(row) and written(row[index]) for row in rows)}
    if blank:
        rows = [[cell for index, cell in enumerate(row) if index not in blank] for row in rows]
    merged = tuple(
        (top, first - _below(blank, first), bottom, last - _below(blank, last))
        for top, first, bottom, last in grid.merged
        if first not in blank
    )
    return Grid(rows, grid.lines[extent.header : extent.end], grid.sheet, merged)


def _below(numbers: set[int], limit: int) -> int:
    return sum(number < limit for number in numbers)


def notes(grid: Grid, extent: Extent) -> list[Issue]:
    """What was left out, said in the preview."""
    found: list[Issue] = []
    if extent.header:
        first = _first_text(grid.rows[0])
        found.append(
            Issue("info", "header.below_titles", row=grid.lines[extent.header], found=first, params={"count": extent.header})
        )
    if left := len(grid.rows) - extent.end:
        first = _first_text(grid.rows[extent.end])
        found.append(Issue("info", "row.footnotes", row=grid.lines[extent.end], found=first, params={"count": left}))
    return found


def _first_text(row: list[Cell]) -> str:
    return next((text[:80] for cell in row if (text := written(cell))), "")
