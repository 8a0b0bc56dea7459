"""What the readers of official families share: all figures of a described table -> those of our areas and indicators.

Everything is decided once a distinct key, name, period or column, never once a row: a file may have millions.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from indicators.catalogue import Catalogue
from indicators.catalogue.imports import Described
from indicators.catalogue.tables import Column
from indicators.ingest import regions
from indicators.ingest.cells import CELLS, TextTable
from indicators.ingest.coded import category, constant
from indicators.ingest.grid import Cell, column_letter, written
from indicators.ingest.issue import Issue
from indicators.ingest.numbers import Style

Codes = np.ndarray  # one integer a row
_DASHES = ("-", "–", "—", "−")
_NAMED = 12  # columns without mapping that are named; of more the rest is counted
_LEVELS = 16  # more than a key has digits


@dataclass(frozen=True)
class Figures:
    """Every figure a file holds, one a row, whatever its region.

    cells    key (normal, see `regions`), name, series, period, value, unit, status, column: dtype category; row: its line
    series   for each category of `series` the column of the catalogue that it is, or None
    headers  part -> the header it stood under
    """

    cells: pd.DataFrame
    series: Sequence[Column | None]
    headers: Mapping[str, str]


@dataclass(frozen=True)
class ValueColumn:
    """A column of figures in a wide table: what its header says, its cells from top to bottom."""

    series: str
    index: int
    cells: Sequence[Cell]
    period: str = ""

    @property
    def place(self) -> str:
        return place(self.series, self.index)


def place(header: str, index: int) -> str:
    """A header and the letter of its column, as spreadsheets count."""
    return f"{header} (Spalte {column_letter(index)})"


def unpivoted(lead: Mapping[str, Sequence[str]], lines: Sequence[int], columns: Sequence[ValueColumn]) -> pd.DataFrame:
    """The cells of `Figures` from a wide table. A blank cell says nothing and is no figure.

    lead    parts that every row has once: key, name, perhaps the period; a column may add to it: months across, years down
    """
    count, width = len(lines), len(columns)
    parts: dict[str, object] = {part: category([*cells] * width) for part, cells in lead.items()}
    repeat = np.repeat(np.arange(width), count)
    for part, texts in (("series", [column.series for column in columns]), ("column", [column.place for column in columns])):
        distinct = category(texts)
        parts[part] = pd.Categorical.from_codes(distinct.codes[repeat], distinct.categories)
    periods = lead.get("period", [""] * count)
    parts["period"] = category([f"{column.period} {period}".strip() for column in columns for period in periods])
    values = category([cell for column in columns for cell in column.cells])
    found = pd.DataFrame(
        {"unit": constant("", count * width), "status": constant("", count * width), **parts, "value": values,
         "row": np.tile(np.array(lines, dtype=np.int32), width)}
    )  # fmt: skip
    return found[_is(values, lambda cell: written(cell) != "")].reset_index(drop=True)


def ours(
    figures: Figures, table: Described, catalogue: Catalogue, *, family: str, style: Style = "either", sheet: str = "",
    note: str = "",
) -> tuple[TextTable, list[Issue]]:  # fmt: skip
    """The figures of our areas in columns that are series of ours; the rest is counted or named, never dropped silently.

    note    further words for every figure, behind those of the description
    """
    source, entry = table
    cells = figures.cells
    areas = [regions.area_of(key, catalogue) for key in cells["key"].cat.categories]
    is_ours = np.array([area is not None for area in areas], dtype=bool)[_codes(cells["key"])]
    is_mapped = np.array([column is not None for column in figures.series], dtype=bool)[_codes(cells["series"])]
    hidden = _unpublished(cells, is_mapped)
    names = cells["series"][~is_mapped].cat.remove_unused_categories().cat.categories
    kept = cells[is_ours & is_mapped & ~hidden]
    issues = [*_contradictions(cells, is_ours, figures.headers, catalogue), *unmapped(names, bool(is_mapped.any()))]
    if cells.empty:
        issues.append(Issue("error", "file.header_only"))
    skipped = int((is_mapped & ~is_ours).sum())
    if skipped and is_ours.any():
        issues.append(Issue("info", "area.skipped", params={"count": skipped}))
    issues += _not_published(cells[is_ours & hidden])
    if not (is_ours & is_mapped).any() and is_mapped.any():
        issues.append(_none_of_ours(cells[is_mapped]))
    texts = _texts(kept, areas, figures.series, entry.note, note, source.label)
    return TextTable(texts, figures.headers, family, source.table, source.id, sheet, style, skipped), issues


def ragged(rows: Sequence[Sequence[Cell]], lines: Sequence[int], width: int) -> list[Issue]:
    """An error for each row that is not as wide as the header; blank cells behind it say nothing."""
    return [
        Issue("error", "row.width", row=line, found=str(len(row)), expected=str(width))
        for row, line in zip(rows, lines, strict=True)
        if len(row) < width or any(written(cell) for cell in row[width:])
    ]


def nothing(family: str, *issues: Issue) -> tuple[TextTable, list[Issue]]:
    """What a reader hands over where it can read no figure at all."""
    return TextTable(pd.DataFrame(columns=list(CELLS)), {}, family), list(issues)


def not_described(code: str, row: int | None = None) -> Issue:
    return Issue("error", "file.not_described", row=row, found=code)


def unmapped(names: Sequence[str], is_any_mapped: bool) -> list[Issue]:
    """The columns that are no series of ours: an info, an error where there is no other column."""
    if not len(names):
        return []
    named = " | ".join(names[:_NAMED]) + (" | …" if len(names) > _NAMED else "")
    params: dict[str, object] = {"count": len(names)}
    if is_any_mapped:
        return [Issue("info", "header.not_mapped", found=named, params=params)]
    return [Issue("error", "header.none_mapped", found=named, params=params)]


def _texts(
    kept: pd.DataFrame, areas: Sequence[str | None], series: Sequence[Column | None], note: str, more: str, source: str
) -> pd.DataFrame:
    """The parts of the kept figures as columns CELLS."""
    columns = [column or Column(indicator="") for column in series]
    notes = ["; ".join(filter(None, (column.note or note, more))) for column in columns]
    codes = _codes(kept["series"])
    return pd.DataFrame(
        {
            "key": _relabelled(_codes(kept["key"]), [area or "" for area in areas]),
            "area": constant("", len(kept)),
            "indicator": _relabelled(codes, [column.indicator for column in columns]),
            "group": _relabelled(codes, [column.group for column in columns]),
            **{part: kept[part].cat.remove_unused_categories() for part in ("period", "value", "unit", "status")},
            "source": constant(source, len(kept)),
            "note": _relabelled(codes, notes),
            "row": kept["row"],
            "column": kept["column"].cat.remove_unused_categories(),
        },
        columns=list(CELLS),
    ).reset_index(drop=True)  # fmt: skip


def _relabelled(codes: Codes, labels: Sequence[str]) -> pd.Categorical:
    """Codes whose labels may be alike -> a category."""
    distinct = category(list(labels))
    return pd.Categorical.from_codes(distinct.codes[codes], distinct.categories).remove_unused_categories()


def _codes(column: pd.Series) -> Codes:
    return np.asarray(column.cat.codes)


def _is(column: pd.Categorical, holds: Callable[[Any], bool]) -> np.ndarray:
    """For each row whether its cell passes; asked once a distinct cell."""
    return np.asarray(np.array([holds(cell) for cell in column.categories], dtype=bool)[column.codes])


def _unpublished(cells: pd.DataFrame, is_mapped: np.ndarray) -> np.ndarray:
    """True for a figure whose series has "-" in that period for every region of a level, of which there are several.

    A single region with "-" goes with the other levels: where no level has anything else, nothing is published.
    """
    hidden = np.zeros(len(cells), dtype=bool)
    is_dash = _is(cells["value"].array, lambda cell: written(cell) in _DASHES) & is_mapped
    if not is_dash.any():
        return hidden
    rows = np.flatnonzero(is_mapped)
    levels = np.array([regions.level(key) for key in cells["key"].cat.categories], dtype=np.int64)
    periods = _codes(cells["period"]).astype(np.int64)
    whole = _codes(cells["series"]).astype(np.int64) * len(cells["period"].cat.categories) + periods
    by_level = whole * _LEVELS + levels[_codes(cells["key"])]
    empty = [_all_dashes(blocks[rows], is_dash[rows]) for blocks in (by_level, whole)]
    hidden[rows] = empty[0] | empty[1]
    return hidden


def _all_dashes(blocks: Codes, is_dash: np.ndarray) -> np.ndarray:
    """For each row whether its block has several rows and nothing but dashes."""
    codes, _ = pd.factorize(blocks)
    count = np.bincount(codes)
    return np.asarray(((np.bincount(codes, weights=is_dash) == count) & (count > 1))[codes])


def _not_published(hidden: pd.DataFrame) -> Iterator[Issue]:
    """One info a period, naming the columns."""
    for period, rows in hidden.groupby("period", observed=True, sort=False):
        columns = list(dict.fromkeys(rows["column"].astype(object)))
        params: dict[str, object] = {"count": len(rows), "columns": ", ".join(columns)}
        yield Issue("info", "period.not_published", row=int(rows["row"].iloc[0]), found=written(period), params=params)


def _contradictions(
    cells: pd.DataFrame, is_ours: np.ndarray, headers: Mapping[str, str], catalogue: Catalogue
) -> Iterator[Issue]:
    """Key and name that mean different regions, one error a pair, at its first row."""
    is_known = _is(cells["name"].array, lambda name: catalogue.find("area", name) is not None)
    rows = cells[is_ours | is_known]
    for index in rows[["key", "name"]].drop_duplicates().index:
        key, name = rows.at[index, "key"], rows.at[index, "name"]
        if (issue := regions.contradiction(key, name, catalogue)) is not None:
            row = int(rows.at[index, "row"])
            yield Issue("error", issue.code, row, headers.get("key"), issue.found, issue.expected)


def _none_of_ours(cells: pd.DataFrame) -> Issue:
    first = cells.iloc[0]
    found = ", ".join(filter(None, (first["name"].strip(), first["key"])))
    return Issue("error", "file.no_area", found=found, params={"count": len(cells)})
