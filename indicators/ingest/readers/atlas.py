"""Deutschlandatlas (BBSR): a workbook with a sheet for each kind of region and state of the areas.

The header stands in the fourth row; every indicator's short name and year are written inside its text. Keys are numbers
without their leading zero, -9999 is a missing value. The day of issue stands on the title sheet.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from indicators.catalogue import Catalogue, fold
from indicators.catalogue.imports import Described, by_path, find
from indicators.catalogue.tables import Column
from indicators.ingest import regions
from indicators.ingest.cells import TextTable
from indicators.ingest.coded import category
from indicators.ingest.grid import Grid, written
from indicators.ingest.issue import Issue
from indicators.ingest.readers.described import (
    Figures,
    ValueColumn,
    not_described,
    nothing,
    ours,
    ragged,
    unmapped,
    unpivoted,
)

FAMILY = "atlas"
_HEAD = 10  # rows in which the header stands
_NAME = re.compile(r"Indikatorkürzel:\s*(\S+)\s*(.*)", re.DOTALL)
_ISSUED = re.compile(r"Stand:\s*(\d{2}\.\d{2}\.\d{4})")
_AREAS_AS_OF = re.compile(r"Gebietsstand\s+(?:zum\s+)?(\d{2}\.\d{2}\.\d{4})")
_YEAR = re.compile(r"(?:19|20)\d\d")
_IN_YEAR = re.compile(r"im Jahr\s+((?:19|20)\d\d)")
_MISSING = "-9999"
# The header over the keys begins with the kind of region, which says how many digits its keys have.
_DIGITS = {"GKZ": 8, "KRS": 8, "VBG": 9}


@dataclass(frozen=True)
class _Header:
    """A column of figures: its position, the short name of its indicator, its year or nothing."""

    index: int
    name: str
    year: str


def recognise(grid: Grid, catalogue: Catalogue) -> bool:
    return _header_row(grid) is not None


def read(grid: Grid, catalogue: Catalogue) -> tuple[TextTable, list[Issue]]:
    tables, issues = read_sheets([grid], catalogue)
    return tables[0], issues


def read_sheets(grids: Sequence[Grid], catalogue: Catalogue) -> tuple[tuple[TextTable, ...], list[Issue]]:
    """The figures of every sheet that holds a series of ours, a table each; one info names the sheets."""
    texts = (written(cell) for grid in grids if len(grid.rows) < _HEAD * 3 for row in grid.rows for cell in row)
    issued = next((match[1] for text in texts if (match := _ISSUED.search(text))), "")
    table = find(catalogue, "atlas", issued)
    if table is None:
        empty, issues = nothing(FAMILY, not_described(f"Deutschlandatlas {issued}".strip()))
        return (empty,), issues
    known = by_path(table[1])
    tables, issues, others = [], [], []
    for grid in grids:
        if (row := _header_row(grid)) is None:
            continue
        headers = _headers(grid, row)
        mapped = [header for header in headers if (fold(header.name),) in known]
        others += [header.name for header in headers if header not in mapped]
        if mapped:
            texts_of_sheet, found = _sheet(grid, row, mapped, known, table, catalogue)
            tables.append(texts_of_sheet)
            issues += [issue for issue in found if issue.code != "area.skipped"]
    if skipped := sum(found.skipped for found in tables):
        issues.append(Issue("info", "area.skipped", params={"count": skipped}))
    if tables and any(grid.sheet for grid in grids):
        names = ", ".join(found.sheet for found in tables)
        issues.append(Issue("info", "file.sheets_read", found=names, params={"count": len(tables)}))
    issues += unmapped(others, bool(tables))
    return tuple(tables) or (nothing(FAMILY)[0],), issues


def _header_row(grid: Grid) -> int | None:
    for index, row in enumerate(grid.rows[:_HEAD]):
        if any(_NAME.match(written(cell)) for cell in row):
            return index
    return None


def _headers(grid: Grid, row: int) -> list[_Header]:
    found = []
    for index, cell in enumerate(grid.rows[row]):
        if match := _NAME.match(written(cell)):
            years = _IN_YEAR.findall(match[2]) or _YEAR.findall(match[2])
            found.append(_Header(index, match[1], years[0] if len(set(years)) == 1 else ""))
    return found


def _sheet(
    grid: Grid, header_row: int, headers: Sequence[_Header], known: dict[tuple[str, ...], Column], table: Described,
    catalogue: Catalogue,
) -> tuple[TextTable, list[Issue]]:  # fmt: skip
    line = grid.lines[header_row]
    if undated := [header.name for header in headers if not header.year]:
        return nothing(FAMILY, *(Issue("error", "period.none", row=line, column=name) for name in undated))
    over_keys = written(grid.rows[header_row][0])
    digits = next((count for kind, count in _DIGITS.items() if over_keys.upper().startswith(kind)), 0)
    body = range(header_row + 1, len(grid.rows))
    chosen = [index for index in body if written(grid.rows[index][0]).isdecimal()]
    rows = [grid.rows[index] for index in chosen]
    lines = [grid.lines[index] for index in chosen]
    if wrong := ragged(rows, lines, len(grid.rows[header_row])):
        return nothing(FAMILY, *wrong)
    parts = {
        "key": [regions.normal_key(written(row[0]), digits) for row in rows],
        "name": [written(row[1]) for row in rows],
    }
    columns = [ValueColumn(header.name, header.index, [row[header.index] for row in rows], header.year) for header in headers]
    cells = unpivoted(parts, lines, columns)
    missing = np.array([written(cell) == _MISSING for cell in cells["value"].cat.categories], dtype=bool)
    is_missing = missing[cells["value"].cat.codes.to_numpy()]
    cells = cells.assign(
        status=category(["missing" if hole else "" for hole in is_missing]),
        value=category(["" if hole else cell for hole, cell in zip(is_missing, cells["value"], strict=True)]),
    )
    series = [known[(fold(name),)] for name in cells["series"].cat.categories]
    titles = (written(row[0]) for row in grid.rows[:header_row])
    as_of = next((f"Gebietsstand {match[1]}" for title in titles if (match := _AREAS_AS_OF.search(title))), "")
    figures = Figures(cells, series, {"key": over_keys})
    return ours(figures, table, catalogue, family=FAMILY, sheet=grid.sheet, note=as_of)
