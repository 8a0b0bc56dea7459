"""GENESIS flat files: one row a figure, every feature as code and label in columns of its own.

Older generation: German or English headers, one column for each measure (`BEVSTD__Bevoelkerungsstand__Anzahl`). Newer
generation: English headers, one column `value` with its measure beside it, rows in any order. A total has an empty code.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from pandas.api.types import union_categoricals

from indicators.catalogue import Catalogue, fold
from indicators.catalogue.imports import by_codes, find_coded, is_total
from indicators.catalogue.tables import Column, Import
from indicators.ingest import regions
from indicators.ingest.cells import TextTable
from indicators.ingest.coded import category, constant
from indicators.ingest.columns import columns
from indicators.ingest.grid import Grid, written
from indicators.ingest.issue import Issue
from indicators.ingest.readers.described import Figures, not_described, nothing, ours, place, ragged

FAMILY = "flat_file"
REGIONS = frozenset({"dinsg", "dland", "regbez", "kreise"})  # variables whose codes are keys of regions
_FEATURE = re.compile(r"(\d+)_\w+_(code|label)", re.IGNORECASE)
_STATISTIC, _TIME = ("statistik_code", "statistics_code"), ("zeit", "time")
_MARKS = ("value_q", "value_quality")


@dataclass(frozen=True)
class _Feature:
    """The columns of one variable: its own code, and code and label of what the row is about."""

    variable: int
    code: int
    label: int


@dataclass(frozen=True)
class _Measure:
    """A column of figures: code, label and unit of the measure are written in its header or in columns beside it."""

    value: int
    code: int | str
    label: int | str
    unit: int | str


@dataclass(frozen=True)
class _Header:
    cells: Sequence[str]
    statistic: int
    time: int
    marks: int | None
    features: Sequence[_Feature]
    measures: Sequence[_Measure]


def recognise(grid: Grid, catalogue: Catalogue) -> bool:
    names = {fold(written(cell)) for cell in grid.rows[0]}
    return bool(names & {*_STATISTIC}) and bool(names & {*_TIME}) and any(map(_FEATURE.fullmatch, names))


def read(grid: Grid, catalogue: Catalogue) -> tuple[TextTable, list[Issue]]:
    header = _header([written(cell) for cell in grid.rows[0]])
    if not header.measures:
        return nothing(FAMILY, Issue("error", "header.missing", row=grid.lines[0], found="value"))
    frame = _frame(grid)
    if not isinstance(frame, pd.DataFrame):
        return nothing(FAMILY, *frame)
    if frame.empty:
        return nothing(FAMILY, Issue("error", "file.header_only", row=grid.lines[0]))
    statistic = " ".join(sorted(_used(frame[header.statistic])))
    region = next((feature for feature in header.features if _folded(frame[feature.variable]) <= REGIONS), None)
    others = [feature for feature in header.features if feature is not region]
    variables = {code for feature in others for code in _used(frame[feature.variable])}
    measures = {code for measure in header.measures for code in _labels(frame, measure.code)}
    table = find_coded(catalogue, statistic, variables, measures)
    if table is None or region is None:
        named = [*sorted(_used(frame[region.variable]) if region else ()), *sorted(variables)]
        return nothing(FAMILY, not_described(f"{statistic} ({', '.join(sorted(measures))}; {', '.join(named)})", grid.lines[0]))
    pieces = [_piece(frame, header, measure, region, others, table[1]) for measure in header.measures]
    return ours(_together(pieces, header, region), table, catalogue, family=FAMILY)


def _frame(grid: Grid) -> pd.DataFrame | list[Issue]:
    """The rows below the header as columns of dtype category, named by position, and `row`, the line; or ragged rows."""
    if (found := columns(grid)) is not None:
        return found
    rows, lines, width = grid.rows[1:], grid.lines[1:], len(grid.rows[0])
    if wrong := ragged(rows, lines, width):
        return wrong
    cells = pd.DataFrame({index: category([row[index] for row in rows]) for index in range(width)})
    return cells.assign(row=np.array(lines, dtype=np.int32))


def _header(cells: Sequence[str]) -> _Header:
    names = [fold(cell) for cell in cells]
    features: dict[str, dict[str, list[int]]] = {}
    for index, name in enumerate(names):
        if match := _FEATURE.fullmatch(name):
            features.setdefault(match[1], {"code": [], "label": []})[match[2]].append(index)
    whole = [found for found in features.values() if len(found["code"]) == len(found["label"]) == 2]
    marks = next((index for index, name in enumerate(names) if name in _MARKS), None)
    return _Header(
        cells, _index(names, _STATISTIC), _index(names, _TIME), marks,
        [_Feature(found["code"][0], found["code"][1], found["label"][1]) for found in whole], _measures(cells, names),
    )  # fmt: skip


def _measures(cells: Sequence[str], names: Sequence[str]) -> list[_Measure]:
    beside = [_index(names, (f"value{part}",)) for part in ("", "_variable_code", "_variable_label", "_unit")]
    if min(beside) >= 0:
        return [_Measure(*beside)]
    wide = [(index, cell.split("__")) for index, cell in enumerate(cells) if cell.count("__") >= 2]
    return [_Measure(index, parts[0], "__".join(parts[1:-1]).replace("_", " "), parts[-1]) for index, parts in wide]


def _index(names: Sequence[str], wanted: Sequence[str]) -> int:
    return next((index for index, name in enumerate(names) if name in wanted), -1)


def _used(column: pd.Series) -> set[str]:
    """The distinct cells that are not blank."""
    found = column.cat.categories[np.bincount(column.cat.codes, minlength=len(column.cat.categories)) > 0]
    return {text.strip() for text in found} - {""}


def _folded(column: pd.Series) -> set[str]:
    """Folded; of a column without any code something that is no region."""
    return {fold(code) for code in _used(column)} or {""}


def _labels(frame: pd.DataFrame, where: int | str) -> set[str]:
    return _used(frame[where]) if isinstance(where, int) else {where.strip()}


def _stripped(column: pd.Series) -> pd.Categorical:
    """A column of which every distinct cell is taken without blanks around it."""
    return _mapped(column, str.strip)


def _mapped(column: pd.Series, change: Callable[[str], str]) -> pd.Categorical:
    distinct = category([change(cell) for cell in column.cat.categories])
    return pd.Categorical.from_codes(distinct.codes[column.cat.codes.to_numpy()], distinct.categories)


@dataclass(frozen=True)
class _Piece:
    """The figures of one measure: cells of `Figures`, and the columns that its series are."""

    cells: pd.DataFrame
    series: Sequence[Column | None]


def _piece(
    frame: pd.DataFrame, header: _Header, measure: _Measure, region: _Feature, others: Sequence[_Feature], entry: Import
) -> _Piece:
    count = len(frame)
    coded = [frame[measure.code] if isinstance(measure.code, int) else pd.Series(constant(measure.code, count), frame.index)]
    coded += [frame[feature.code] for feature in others]
    codes, first = _combinations(coded)
    known = by_codes(entry)
    labels, series = [], []
    for index in first:
        measure_code, *parts = (column.iat[index].strip() for column in coded)
        counted = [code for code in parts if not is_total(entry, code)]
        series.append(known.get((fold(measure_code), frozenset(map(fold, counted)))))
        labels.append(" · ".join([measure_code, *counted]))
    cells = pd.DataFrame(
        {
            "key": _mapped(frame[region.code], regions.normal_key),
            "name": _stripped(frame[region.label]),
            "series": pd.Categorical.from_codes(codes, pd.RangeIndex(len(labels))),
            "period": _stripped(frame[header.time]),
            "value": frame[measure.value].array,
            "unit": frame[measure.unit].array if isinstance(measure.unit, int) else constant(measure.unit, count),
            "status": _stripped(frame[header.marks]) if header.marks is not None else constant("", count),
            "column": constant(place(header.cells[measure.value], measure.value), count),
            "row": frame["row"].to_numpy(),
        }
    )
    return _Piece(cells.assign(series=cells["series"].cat.rename_categories(_unique(labels))), series)


def _unique(labels: Sequence[str]) -> list[str]:
    """Labels of distinct combinations; the same codes in other columns get a number."""
    return [f"{label} #{index}" if label in labels[:index] else label for index, label in enumerate(labels)]


def _combinations(coded: Sequence[pd.Series]) -> tuple[np.ndarray, np.ndarray]:
    """The number of each row's combination of cells, and the first row of each combination."""
    count = len(coded[0])
    codes = np.zeros(count, dtype=np.int64)
    for column in coded:
        codes, _ = pd.factorize(codes * len(column.cat.categories) + column.cat.codes.to_numpy())
    first = np.zeros(codes.max() + 1, dtype=np.int64)
    first[codes[::-1]] = np.arange(count)[::-1]  # the last one written stays
    return codes, first


def _together(pieces: Sequence[_Piece], header: _Header, region: _Feature) -> Figures:
    headers = {"key": header.cells[region.code], "period": header.cells[header.time]}
    if len(pieces) == 1:
        return Figures(pieces[0].cells, pieces[0].series, headers)
    cells = pd.DataFrame(
        {
            part: union_categoricals([piece.cells[part] for piece in pieces])
            if part != "row"
            else np.concatenate([piece.cells["row"] for piece in pieces])
            for part in pieces[0].cells
        }
    )
    return Figures(cells, [column for piece in pieces for column in piece.series], headers)
