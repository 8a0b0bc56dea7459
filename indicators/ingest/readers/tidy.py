"""Tidy tables, long (one figure a row) and wide (one column a period), with German or English headers."""

import pandas as pd

from indicators.catalogue import Catalogue, fold
from indicators.ingest.cells import CELLS, TextTable
from indicators.ingest.coded import constant
from indicators.ingest.columns import columns, is_columnar
from indicators.ingest.grid import Cell, Grid, written
from indicators.ingest.header import cut, find_header, header_row, notes
from indicators.ingest.issue import Issue
from indicators.ingest.labels import fill_down

# What a header may say -> the part of an observation. `key` and `area` may both stand in a file; then they must agree.
HEADERS = {
    header: role
    for role, headers in {
        "key": "schlüssel|schluessel|regionalschlüssel|ags|key",
        "area": "city|area|stadt|gebiet|area_name|stadt/gebiet",
        "indicator": "indicator|indikator|kennzahl",
        "group": "group|gruppe",
        "period": "period|zeitraum|periode|jahr|quartal|monat",
        "value": "value|wert",
        "unit": "unit|einheit",
        "source": "source|quelle",
        "status": "status",
        "note": "note|bemerkung|anmerkung",
        "last_known": "last known|zuletzt",  # of our template: beside it an empty value says nothing
    }.items()
    for header in headers.split("|")
}


def recognise(grid: Grid, catalogue: Catalogue) -> bool:
    """A header that names an indicator and an area; everything else is another family."""
    return header_row(grid, HEADERS) is not None


def read(grid: Grid, catalogue: Catalogue) -> tuple[TextTable, list[Issue]]:
    """Each figure's cells as text, one figure a row, and every error of shape. A wrong header leaves no rows."""
    extent = None if header_row(grid, HEADERS) == 0 and is_columnar(grid) else find_header(grid, HEADERS, catalogue)
    said = notes(grid, extent) if extent else []
    grid = cut(grid, extent) if extent else grid
    header, line = [written(cell) for cell in grid.rows[0]], grid.lines[0]
    while not header[-1]:
        header.pop()  # an empty column that a spreadsheet left at the end
    roles, periods, issues = _roles(header, line)
    headers = {role: header[index] for role, index in roles.items()}
    if issues:
        empty = pd.DataFrame(columns=[*range(len(header)), "row"])
        return TextTable(_long(empty, roles, periods), headers, sheet=grid.sheet), issues
    table, found = _table(grid, len(header), roles)
    long = _long(table, roles, periods)
    if long.empty and not any(issue.severity == "error" for issue in found):
        is_unfilled = "last_known" in roles and len(table) > 0
        found = [Issue("error", "file.unfilled" if is_unfilled else "file.header_only", row=line)]
    return TextTable(long, headers, sheet=grid.sheet), said + found


def _table(grid: Grid, width: int, roles: dict[str, int]) -> tuple[pd.DataFrame, list[Issue]]:
    """The rows below the header as columns named by position, and `row`, their lines; labels in every row."""
    table = columns(grid)
    if table is not None and table.shape[1] - 1 == width and not _has_blank_label(table, roles):
        return table, []
    full, filled = fill_down(grid, roles)
    rows, lines, ragged = _rectangular(full, width)
    return pd.DataFrame(rows, columns=range(width), dtype=object).assign(row=lines), ragged + filled


def _has_blank_label(table: pd.DataFrame, roles: dict[str, int]) -> bool:
    """True if a city, indicator or period may be written once for several rows."""
    labels = [index for role, index in roles.items() if role in ("key", "area", "indicator", "period")]
    return any(not text.strip() for index in labels for text in table[index].cat.categories)


def _roles(header: list[str], line: int) -> tuple[dict[str, int], dict[int, str], list[Issue]]:
    """Which column plays which part, which columns are periods (index -> header), and what is wrong with the header."""
    roles: dict[str, int] = {}
    periods: dict[int, str] = {}
    issues: list[Issue] = []

    def wrong(code: str, cell: str, **params: object) -> None:
        issues.append(Issue("error", code, row=line, column=cell, found=cell, params=params))

    for index, cell in enumerate(header):
        role = HEADERS.get(fold(cell))
        if role == "area" and fold(cell) == "area" and "area_name" in {fold(other) for other in header}:
            role = "key"  # `area,area_name`: the first is the key, the second its name
        if role is not None:
            if role in roles:
                wrong("header.repeated", cell)
            roles.setdefault(role, index)
        elif _is_period(cell):
            if cell in periods.values():
                wrong("header.repeated", cell)
            periods[index] = cell
        else:
            wrong("header.unknown", cell)
    for role in ("period", "value"):
        if periods and role in roles:
            wrong("header.long_and_wide", header[roles[role]])
    if not periods:
        for role in ("period", "value"):
            if role not in roles:
                issues.append(Issue("error", "header.missing", row=line, found=role))
    return roles, periods, issues


def _is_period(cell: str) -> bool:
    """True for a header that stands for a period, also an impossible one (2024-Q5), so that it is refused as such."""
    return any(sign.isdigit() for sign in cell) and any(f"{century}" in cell for century in ("19", "20"))


def _rectangular(grid: Grid, width: int) -> tuple[list[list[Cell]], list[int], list[Issue]]:
    """Rows as wide as the header; empty cells beyond it are dropped, anything else is an error."""
    rows: list[list[Cell]] = []
    lines: list[int] = []
    issues: list[Issue] = []
    for row, line in zip(grid.rows[1:], grid.lines[1:], strict=True):
        surplus = row[width:]
        if len(row) < width or any(written(cell) for cell in surplus):
            issues.append(Issue("error", "row.width", row=line, found=str(len(row)), expected=str(width)))
        else:
            rows.append(list(row[:width]))
            lines.append(line)
    return rows, lines, issues


def _long(table: pd.DataFrame, roles: dict[str, int], periods: dict[int, str]) -> pd.DataFrame:
    """One figure a row: the text of each part, the line it stands on and the header of the value cell.

    In a wide table an empty cell says nothing and is no figure.
    """
    parts = pd.DataFrame({role: table[index] for role, index in roles.items()}).assign(row=table["row"])
    if periods:
        figures = [parts.assign(period=name, value=table[index].astype(object), column=name) for index, name in periods.items()]
        parts = pd.concat(figures, ignore_index=True)
        parts = parts[[written(cell) != "" for cell in parts["value"]]]
    else:
        parts = parts.assign(column=constant("", len(parts)))
        if "last_known" in roles:
            said = [parts[role].astype(object) for role in ("value", "status") if role in roles]
            parts = parts[[any(written(cell) for cell in cells) for cells in zip(*said, strict=True)]]
    absent = {part: constant("", len(parts)) for part in CELLS if part not in parts}
    return parts.reset_index(drop=True).assign(**absent)[list(CELLS)]
