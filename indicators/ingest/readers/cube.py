"""GENESIS cube files (Datenquader): blocks of lines, each begun by a line `K;NAME;…` that names the cells of its `D;…` lines.

`DQ` names the cube, `DQ-ERH` its statistic, `DQA` the variables, `DQZ` the time, `DQI` the measures, `QEI` holds the
figures: codes of the variables, the time, then for each measure value, quality, whether it is locked, whether altered.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd

from indicators.catalogue import Catalogue, fold
from indicators.catalogue.imports import by_codes, find_coded, is_total
from indicators.catalogue.tables import Column, Import
from indicators.ingest import regions
from indicators.ingest.cells import TextTable
from indicators.ingest.coded import category
from indicators.ingest.grid import Cell, Grid, written
from indicators.ingest.issue import Issue
from indicators.ingest.readers.described import Figures, not_described, nothing, ours, place, ragged
from indicators.ingest.readers.flat_file import REGIONS

FAMILY = "cube"
_CELLS_OF_MEASURE = 4  # value, quality, locked, altered
_STATISTIC_DIGITS = 5  # with which the number of a cube begins
_NO_NUMBER = ("-", ".", "...", "/", "x")  # qualities of which the value cell says nothing
_FINAL = ("", "e")
_NO = ("", "0", "0.0", "0,0", "n", "nein")


@dataclass(frozen=True)
class _Cube:
    """The blocks, each a list of its lines' cells without the first; `begin` of the figures in the grid."""

    blocks: dict[str, list[list[str]]] = field(default_factory=dict)
    begin: int = 0

    def names(self, block: str) -> list[str]:
        """The first cell of each line."""
        return [cells[0] for cells in self.blocks.get(block, []) if cells]


def recognise(grid: Grid, catalogue: Catalogue) -> bool:
    return [fold(written(cell)) for cell in grid.rows[0][:2]] == ["k", "dq"]


def read(grid: Grid, catalogue: Catalogue) -> tuple[TextTable, list[Issue]]:
    cube = _cube(grid)
    axes, measures = cube.names("dqa"), cube.names("dqi")
    number = next(iter(cube.names("dq")), "")
    statistic = next(iter(cube.names("dq-erh")), number[:_STATISTIC_DIGITS])
    region = next((index for index, axis in enumerate(axes) if fold(axis) in REGIONS), None)
    variables = {axis for index, axis in enumerate(axes) if index != region}
    table = find_coded(catalogue, statistic, variables, set(measures))
    if table is None or region is None:
        return nothing(FAMILY, not_described(f"{number} ({', '.join([*measures, *axes])})", grid.lines[0]))
    rows, lines = grid.rows[cube.begin :], grid.lines[cube.begin :]
    width = 1 + len(axes) + 1 + _CELLS_OF_MEASURE * len(measures)
    if wrong := ragged(rows, lines, width) or _no_rows(rows, grid, number):
        return nothing(FAMILY, *wrong)
    return ours(_figures(rows, lines, axes, measures, region, table[1]), table, catalogue, family=FAMILY)


def _no_rows(rows: Sequence[Sequence[Cell]], grid: Grid, number: str) -> list[Issue]:
    return [] if rows else [Issue("error", "file.no_rows", row=grid.lines[-1], found=number)]


def _cube(grid: Grid) -> _Cube:
    """The blocks in front of the figures, by folded name."""
    blocks: dict[str, list[list[str]]] = {}
    name = ""
    for index, row in enumerate(grid.rows):
        cells = [written(cell) for cell in row]
        if fold(cells[0]) == "k":
            name = fold(cells[1]) if len(cells) > 1 else ""
            if name == "qei":
                return _Cube(blocks, index + 1)
            blocks[name] = []
        else:
            blocks.setdefault(name, []).append(cells[1:])
    return _Cube(blocks, len(grid.rows))


def _figures(
    rows: Sequence[Sequence[Cell]],
    lines: Sequence[int],
    axes: Sequence[str],
    measures: Sequence[str],
    region: int,
    entry: Import,
) -> Figures:
    known = by_codes(entry)
    series: dict[str, Column | None] = {}
    parts: dict[str, list[Cell]] = {part: [] for part in ("key", "series", "period", "value", "status", "column")}
    for row in rows:
        cells = [written(cell) for cell in row]
        codes = [code for axis, code in enumerate(cells[1 : 1 + len(axes)]) if axis != region and not is_total(entry, code)]
        for number, measure in enumerate(measures):
            start = 2 + len(axes) + _CELLS_OF_MEASURE * number
            value, status = _value(row[start], *cells[start + 1 : start + _CELLS_OF_MEASURE])
            label = " · ".join([measure, *codes])
            series.setdefault(label, known.get((fold(measure), frozenset(map(fold, codes)))))
            parts["key"].append(regions.normal_key(cells[1 + region]))
            parts["series"].append(label)
            parts["period"].append(cells[1 + len(axes)])
            parts["value"].append(value)
            parts["status"].append(status)
            parts["column"].append(place(f"{measure} WERT", start))
    count = len(parts["key"])
    frame = pd.DataFrame({part: category(texts) for part, texts in parts.items()})
    frame = frame.assign(
        name=category([""] * count), unit=category([""] * count), row=[line for line in lines for _ in measures]
    )
    return Figures(frame, [series[text] for text in frame["series"].cat.categories], {"key": axes[region], "period": "ZI-WERT"})


def _value(value: Cell, quality: str, locked: str, altered: str) -> tuple[Cell, str]:
    """Value cell and status. A quality that says "no number" stands in place of the value, which is then 0 or blank."""
    if fold(quality) in _NO_NUMBER:
        return quality, ""
    if fold(locked) not in _NO:
        return "", "suppressed"
    if fold(altered) not in _NO:
        return value, "estimated"
    return value, "" if fold(quality) in _FINAL else quality
