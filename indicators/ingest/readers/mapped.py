"""Any table that was taught: see `ingest.mapping`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

import pandas as pd

from indicators.catalogue import Catalogue, Noun
from indicators.ingest.cells import CELLS, TextTable
from indicators.ingest.grid import Cell, Grid, column_letter, written
from indicators.ingest.issue import Issue
from indicators.ingest.labels import fill_down
from indicators.ingest.mapping import (
    BETWEEN,
    Column,
    Mapping,
    header_of,
    matches,
    meaning,
    paths,
    period_above,
    period_in,
    places,
)

__all__ = ["matches", "read"]

_KEY_AND_NAME = re.compile(r"(\d{4,8})\s+(\D.*)", re.ASCII | re.DOTALL)
OWN = ("area", "indicator", "group", "unit")  # what a value column may say of its figures, besides the period


@dataclass(frozen=True)
class _Table:
    """A table laid out by its mapping: which column plays which part, and what each value column says by itself.

    grid     header row and the rows below, all of equal width
    blocks   part -> the column in which the titles of its blocks stand
    named    value column -> its header and letter
    periods  value column -> the period in its header, empty where there is none
    """

    grid: Grid
    parts: dict[str, int]
    values: dict[int, Column]
    blocks: dict[str, int]
    named: dict[int, str]
    headers: dict[str, str]
    periods: dict[int, str]


@dataclass(frozen=True)
class _Row:
    """A row with figures and the titles of the blocks it stands in."""

    cells: list[Cell]
    line: int
    titles: dict[str, str]


def read(grid: Grid, catalogue: Catalogue, mapping: Mapping) -> tuple[TextTable, list[Issue]]:
    """The figures of a table in the way it was taught. If it is another table or lacks a part, there are no rows."""
    start = header_of(mapping, grid)
    if start is None:
        return _texts([], {}, mapping, grid, 0), [Issue("error", "file.mapping_differs", found=mapping.name)]
    table = _laid_out(grid, mapping, start)
    constants, issues = _constants(grid, mapping, start)
    issues += _lacking(table, constants)
    if any(issue.severity == "error" for issue in issues):
        return _texts([], table.headers, mapping, grid, 0), issues
    rows, found = _rows(table, mapping, catalogue)
    figures = [figure for row in rows for figure in _figures(row, table, mapping, constants)]
    kept = [figure for figure in figures if not mapping.skips_other_areas or _is_held(figure, catalogue)]
    skipped = len(figures) - len(kept)
    issues += found
    if skipped:
        issues.append(Issue("info", "row.mapped_elsewhere", params={"count": skipped}))
    if not kept:
        issues.append(Issue("error", "row.mapped_nowhere", row=grid.lines[start]))
    return _texts(kept, table.headers, mapping, grid, skipped), issues


def _laid_out(grid: Grid, mapping: Mapping, start: int) -> _Table:
    columns = list(places(grid, start, mapping.header_rows).values())
    headers = paths(grid, start, mapping.header_rows)
    texts = [BETWEEN.join(path) for path in headers]
    parts: dict[str, int] = {column.part: columns[column.header][0] for column in mapping.columns if column.part != "value"}
    values = {at: column for column in mapping.columns if column.part == "value" for at in columns[column.header]}
    blocks: dict[str, int] = {block.part: columns[block.header][0] for block in mapping.blocks}
    first = start + mapping.header_rows - 1
    rows = [[*row, *[""] * (len(texts) - len(row))][: len(texts)] for row in grid.rows[first:]]
    return _Table(
        grid=Grid(rows, grid.lines[first:], grid.sheet, grid.merged),
        parts=parts,
        values=dict(sorted(values.items())),
        blocks=blocks,
        named={at: f"{texts[at]} (Spalte {column_letter(at)})".strip() for at in values},
        headers={part: texts[at] or f"Spalte {column_letter(at)}" for part, at in (blocks | parts).items()},
        periods={at: period_in(headers[at]) or "" for at, column in values.items() if column.period == "header"},
    )


def _constants(grid: Grid, mapping: Mapping, start: int) -> tuple[dict[str, str], list[Issue]]:
    """What holds for every figure, with the period of the titles; a period that stands nowhere in the file is warned of."""
    constants = dict(mapping.constants)
    if mapping.is_period_above:
        titles = [written(cell) for row in grid.rows[:start] for cell in row]
        period = period_above([title for title in titles if title])
        constants["period"] = period or ""
        if not period:
            return constants, [Issue("error", "period.not_in_title", row=grid.lines[start])]
    elif fixed := constants.get("period"):
        return constants, [Issue("warning", "period.fixed_by_mapping", found=fixed, params={"name": mapping.name})]
    return constants, []


def _lacking(table: _Table, constants: dict[str, str]) -> list[Issue]:
    """The value columns for which nothing says where, what or when it counts."""
    given = {*table.parts, *constants, *table.blocks}
    if "key" in given:
        given.add("area")
    line = table.grid.lines[0]
    issues = [] if table.values else [Issue("error", "header.no_value", row=line)]
    for at, column in table.values.items():
        codes = {
            "header.no_area": "area" not in given and not column.area,
            "header.no_indicator": "indicator" not in given and not column.indicator,
            "header.no_period": not table.periods[at] if at in table.periods else "period" not in given and not column.period,
        }
        issues += [Issue("error", code, row=line, column=table.named[at]) for code, lacks in codes.items() if lacks]
    return issues


def _rows(table: _Table, mapping: Mapping, catalogue: Catalogue) -> tuple[list[_Row], list[Issue]]:
    """The rows that hold figures, their labels filled down. Rows without are titles of blocks, or left out and said."""
    titles: dict[str, str] = {}
    rows, lines, under = [table.grid.rows[0]], [table.grid.lines[0]], [titles]
    left_out: list[tuple[int, str]] = []
    for row, line in zip(table.grid.rows[1:], table.grid.lines[1:], strict=True):
        if any(written(row[at]) for at in table.values):
            rows.append(row)
            lines.append(line)
            under.append(titles)
        elif title_at := [at for at in table.blocks.values() if written(row[at])]:
            parts = [part for part, at in table.blocks.items() if at == title_at[0]]
            titles = _under(titles, written(row[title_at[0]]), parts, table, mapping, catalogue)
        else:
            left_out.append((line, next(filter(None, map(written, row)), "")))
    grid, issues = fill_down(Grid(rows, lines, table.grid.sheet, table.grid.merged), table.parts)
    if left_out:
        line, text = left_out[0]
        issues.append(Issue("info", "row.without_figures", row=line, found=text[:80], params={"count": len(left_out)}))
    return [_Row(*row) for row in zip(grid.rows[1:], lines[1:], under[1:], strict=True)], issues


def _under(
    titles: dict[str, str], text: str, parts: list[str], table: _Table, mapping: Mapping, catalogue: Catalogue
) -> dict[str, str]:
    """The titles that hold from a title row on: it ends all blocks within its own. A text that no part knows is taken for
    the outermost, so that the rows of an unknown city never count for the city before."""
    level = next((part for part in parts if _is_known(part, text, mapping, catalogue)), parts[0])
    order = list(table.blocks)
    if level == "period":
        text = period_in([text]) or text  # "Berichtsmonat Juni 2024"
    return {part: title for part, title in titles.items() if order.index(part) < order.index(level)} | {level: text}


def _is_known(part: str, text: str, mapping: Mapping, catalogue: Catalogue) -> bool:
    if meaning(mapping, part, text) != text:
        return True
    return period_in([text]) is not None if part == "period" else catalogue.find(cast(Noun, part), text) is not None


def _figures(row: _Row, table: _Table, mapping: Mapping, constants: dict[str, str]) -> Iterator[dict[str, object]]:
    """Each filled value cell of a row with its labels, except where a label was taught to be left out."""
    labels = {part: written(row.cells[at]) for part, at in table.parts.items()}
    for at, column in table.values.items():
        if not written(row.cells[at]):
            continue
        own = {part: getattr(column, part) for part in OWN} | {"period": table.periods.get(at, column.period)}
        texts = {part: text for source in (constants, row.titles, labels, own) for part, text in source.items() if text}
        if column.area:
            texts.pop("key", None)
        elif "key" not in texts and (match := _KEY_AND_NAME.fullmatch(texts.get("area", ""))):
            texts["key"], texts["area"] = match.groups()
        taught = {part: meaning(mapping, part, text) for part, text in texts.items()}
        if None not in taught.values():
            yield taught | {"value": row.cells[at], "row": row.line, "column": table.named[at]}


def _is_held(figure: dict[str, object], catalogue: Catalogue) -> bool:
    return catalogue.find("area", str(figure.get("key") or figure.get("area", ""))) is not None


def _texts(figures: list[dict[str, object]], headers: dict[str, str], mapping: Mapping, grid: Grid, skipped: int) -> TextTable:
    cells = pd.DataFrame(figures, columns=list(CELLS), dtype=object)
    headers = {part: header for part, header in headers.items() if part != "key"}
    if cells["key"].notna().any():
        place = headers.get("area", "")
        headers |= {"key": place or "Schlüssel", "area": place or "Schlüssel"}
    return TextTable(cells, headers, family="mapped", name=mapping.name, sheet=grid.sheet, style=mapping.style, skipped=skipped)
