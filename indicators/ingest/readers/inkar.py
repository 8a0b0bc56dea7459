"""INKAR web exports (BBSR), csv and xls: names of the indicators in the first row, years in the second, then the regions.

The workbook names its edition on a sheet of its own; a csv file does not, and is kept apart under a source that says so.
"""

import re
from collections.abc import Sequence

from indicators.catalogue import Catalogue, fold
from indicators.catalogue.imports import by_path, find
from indicators.ingest import regions
from indicators.ingest.cells import TextTable
from indicators.ingest.grid import Grid, written
from indicators.ingest.issue import Issue
from indicators.ingest.readers.described import Figures, ValueColumn, not_described, nothing, ours, ragged, unpivoted

FAMILY = "inkar"
_LEAD = ["kennziffer", "raumeinheit", "aggregat"]
_EDITION = re.compile(r"INKAR\.?\s+Ausgabe\s+(\d{4})")
# Aggregates with which the bare name of a city or Land means just that; any other makes a name of its own of it.
_OWN_NAME = {"", "krsfr. stadt", "krfr. stadt", "kreisfreie stadt", "stadtkreis", "land", "bundesland", "bund", "deutschland"}


def recognise(grid: Grid, catalogue: Catalogue) -> bool:
    return [fold(written(cell)) for cell in grid.rows[0][:3]] == _LEAD


def read(grid: Grid, catalogue: Catalogue) -> tuple[TextTable, list[Issue]]:
    return _read(grid, catalogue, "")


def read_sheets(grids: Sequence[Grid], catalogue: Catalogue) -> tuple[tuple[TextTable, ...], list[Issue]]:
    """Every sheet of the form, under the edition that the workbook names on any of its sheets."""
    texts = (written(cell) for grid in grids for row in grid.rows if len(grid.rows) < 10 for cell in row)
    edition = next((match[1] for text in texts if (match := _EDITION.search(text))), "")
    tables, issues = [], []
    for grid in grids:
        if recognise(grid, catalogue):
            table, found = _read(grid, catalogue, edition)
            tables.append(table)
            issues += found
    return tuple(tables), issues


def _read(grid: Grid, catalogue: Catalogue, edition: str) -> tuple[TextTable, list[Issue]]:
    described = find(catalogue, "inkar", edition)
    if described is None:
        return nothing(FAMILY, not_described(f"INKAR {edition}".strip(), grid.lines[0]))
    if len(grid.rows) < len(("indicators", "years", "region")):
        return nothing(FAMILY, Issue("error", "file.header_only", row=grid.lines[0]))
    header, years, *rows = ([*row] for row in grid.rows)
    width = len(header)
    if wrong := ragged([years, *rows], grid.lines[1:], width):
        return nothing(FAMILY, *wrong)
    columns = [
        ValueColumn(written(header[index]), index, [row[index] for row in rows], written(years[index]))
        for index in range(len(_LEAD), width)
        if written(header[index])
    ]
    parts = {
        "key": [regions.normal_key(written(row[0])) for row in rows],
        "name": [_name(written(row[1]), written(row[2])) for row in rows],
    }
    cells = unpivoted(parts, grid.lines[2:], columns)
    known = by_path(described[1])
    series = [known.get((fold(label),)) for label in cells["series"].cat.categories]
    figures = Figures(cells, series, {"key": written(header[0])})
    return ours(figures, described, catalogue, family=FAMILY, style="german", sheet=grid.sheet)


def _name(unit: str, aggregate: str) -> str:
    """The name with its kind where that matters: "Kassel" is a city and a Landkreis here."""
    return unit if fold(aggregate) in _OWN_NAME else f"{unit}, {aggregate}"
