"""Tidy tables, long (one figure a row) and wide (one column a period), with German or English headers.

Nothing is guessed: an area, indicator, group or unit is matched exactly or refused with what comes near. Every distinct
cell is read once, so a long file costs hardly more than its different cells.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from indicators.catalogue import Catalogue, fold
from indicators.ingest.issue import Issue
from indicators.ingest.numbers import Number
from indicators.ingest.observations import COLUMNS
from indicators.ingest.readers.cells import CellReader
from indicators.ingest.text import Grid

# What a header may say -> the part of an observation. `key` and `area` may both stand in a file; then they must agree.
HEADERS = {
    header: role
    for role, headers in {
        "key": "schlüssel|schluessel|regionalschlüssel|ags|key",
        "area": "city|area|stadt|gebiet|area_name|stadt/gebiet",
        "indicator": "indicator|indikator",
        "group": "group|gruppe",
        "period": "period|zeitraum|periode",
        "value": "value|wert",
        "unit": "unit|einheit",
        "source": "source|quelle",
        "status": "status",
        "note": "note|bemerkung|anmerkung",
    }.items()
    for header in headers.split("|")
}


def recognise(grid: Grid) -> bool:
    """A header that names an indicator and an area; everything else is another family."""
    roles = {HEADERS.get(fold(cell)) for cell in grid.rows[0]}
    return "indicator" in roles and bool(roles & {"area", "key"})


def read(grid: Grid, catalogue: Catalogue) -> tuple[pd.DataFrame, list[Issue]]:
    """The observations of a tidy table and every error in it. Rows with an error are left out of the table."""
    header = [cell.strip() for cell in grid.rows[0]]
    roles, periods, issues = _roles(header, grid.lines[0])
    if len(grid.rows) == 1:
        issues.append(Issue("error", "file.header_only", row=grid.lines[0]))
    rows, lines, ragged = _rectangular(grid, len(header))
    issues += ragged
    if any(issue.row in (None, grid.lines[0]) for issue in issues):  # a wrong header makes nonsense of every row
        return _Cells({}, np.array([], dtype=int), header, {}).table(catalogue), issues
    cells = _Cells.of(rows, lines, header, roles, periods)
    table = cells.table(catalogue)
    return table, issues + cells.issues


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
    if periods and "value" in roles:
        wrong("header.long_and_wide", header[roles["value"]])
    if not periods:
        for role in ("period", "value"):
            if role not in roles:
                wrong("header.missing", role)
    return roles, periods, issues


def _is_period(cell: str) -> bool:
    """True for a header that stands for a period, also an impossible one (2024-Q5), so that it is refused as such."""
    return any(sign.isdigit() for sign in cell) and any(f"{century}" in cell for century in ("19", "20"))


def _rectangular(grid: Grid, width: int) -> tuple[list[list[str]], list[int], list[Issue]]:
    """Rows as wide as the header; empty cells beyond it are dropped, anything else is an error."""
    rows, lines, issues = [], [], []
    for row, line in zip(grid.rows[1:], grid.lines[1:], strict=True):
        surplus = row[width:]
        if len(row) < width or any(cell.strip() for cell in surplus):
            issues.append(Issue("error", "row.width", row=line, found=str(len(row)), expected=str(width)))
        else:
            rows.append(row[:width])
            lines.append(line)
    return rows, lines, issues


@dataclass
class _Cells:
    """The cells of a tidy table in long form: one array a part, with the line and header each figure stands under."""

    parts: dict[str, np.ndarray[Any, Any]]
    lines: np.ndarray[Any, Any]
    value_header: Any  # the header of the value cell, one for all or one a row
    headers: dict[str, str]

    def __post_init__(self) -> None:
        self.issues: list[Issue] = []

    @classmethod
    def of(
        cls, rows: list[list[str]], lines: list[int], header: list[str], roles: dict[str, int], periods: dict[int, str]
    ) -> "_Cells":
        columns = [np.array(column, dtype=object) for column in zip(*rows, strict=True)]
        parts = {role: columns[index] for role, index in roles.items()}
        headers = {role: header[index] for role, index in roles.items()}
        if not periods:
            return cls(parts, np.array(lines), headers["value"], headers)
        # Wide: every row once per period column; an empty cell says nothing and is no figure.
        count = len(rows)
        values = np.concatenate([columns[index] for index in periods])
        filled = np.array([bool(value.strip()) for value in values])
        long = {role: np.tile(part, len(periods))[filled] for role, part in parts.items()}
        names = np.repeat(np.array(list(periods.values()), dtype=object), count)[filled]
        long |= {"period": names, "value": values[filled]}
        return cls(long, np.tile(np.array(lines), len(periods))[filled], names, headers)

    def table(self, catalogue: Catalogue) -> pd.DataFrame:
        if not self.parts:
            return pd.DataFrame({column: pd.Series(dtype=object) for column in COLUMNS})
        reader = CellReader(catalogue)
        area = self._areas(reader)
        indicator = self._read("indicator", reader.indicator, self.parts["indicator"])
        group = self._read("group", reader.group, self._part("group"), indicator)
        period = self._read("period", reader.period, self.parts["period"], indicator)
        number = self._read("value", reader.value, self.parts["value"], indicator)
        unit = self._read("unit", reader.unit, self._part("unit"), indicator)
        status = self._read("status", reader.status, self._part("status"))
        self._one_style(number)
        good = np.array(
            [None not in found for found in zip(area, indicator, group, period, number, unit, status, strict=True)],
            dtype=bool,
        )
        table = pd.DataFrame(
            {
                "area": area, "indicator": indicator, "group": group, "period": period,
                "value": [cell and cell.value for cell in number],
                "decimals": [cell and cell.decimals for cell in number],
                "status": status, "unit": unit,
                "source": self._stripped("source"), "note": self._stripped("note"),
                "row": self.lines, "column": self.value_header,
            }
        )[good]  # fmt: skip
        table = table.reset_index(drop=True)
        return table.astype({"value": float, "decimals": int, "row": int, "period": str})

    def _part(self, role: str) -> np.ndarray[Any, Any]:
        return self.parts.get(role, np.full(len(self.lines), "", dtype=object))

    def _stripped(self, role: str) -> list[str]:
        return [cell.strip() for cell in self._part(role)]

    def _areas(self, reader: "CellReader") -> list[str | None]:
        if "key" in self.parts and "area" in self.parts:
            return self._read("key", reader.key_and_name, self.parts["key"], self.parts["area"])
        role = "key" if "key" in self.parts else "area"
        return self._read(role, reader.area, self.parts[role])

    def _read(self, role: str, parse: Callable[..., Any], *columns: Any) -> list[Any]:
        """Each row's cell read by `parse`, every distinct combination once; errors become issues of their rows."""
        keys = pd.MultiIndex.from_arrays([np.asarray(column, dtype=object) for column in columns])
        codes, distinct = keys.factorize()
        parsed = [parse(*(None if part is None or part != part else part for part in key)) for key in distinct]
        wrong = {code for code, found in enumerate(parsed) if isinstance(found, Issue)}
        if wrong:
            for index, code in enumerate(codes):
                if code in wrong:
                    column = self._header(role, index)
                    self.issues.append(replace(parsed[code], row=int(self.lines[index]), column=column))
        return [None if code in wrong else parsed[code] for code in codes]

    def _header(self, role: str, index: int) -> str:
        if role in ("value", "period") and not isinstance(self.value_header, str):
            return str(self.value_header[index])
        return self.headers.get(role, role)

    def _one_style(self, numbers: list[Number | None]) -> None:
        """A file writes decimals with comma or with point; both at once is an error. Says where thousands were read."""
        first: dict[str, int] = {}
        for index, number in enumerate(numbers):
            if number is not None and number.style != "either":
                first.setdefault(number.style, index)
        if len(first) == 2:
            earlier, later = sorted(first.values())
            self.issues.append(
                Issue(
                    "error", "value.two_styles", row=int(self.lines[later]), column=self._header("value", later),
                    found=self.parts["value"][later].strip(),
                    params={"first_row": int(self.lines[earlier]), "first": self.parts["value"][earlier].strip()},
                )
            )  # fmt: skip
        grouped = [index for index, number in enumerate(numbers) if number is not None and number.thousands is not None]
        if grouped:
            index = grouped[0]
            self.issues.append(
                Issue(
                    "info", "value.read_as_thousands", row=int(self.lines[index]), column=self._header("value", index),
                    found=self.parts["value"][index].strip(),
                    params={"count": len(grouped), "read": int(numbers[index].value)},  # type: ignore[union-attr]
                )
            )  # fmt: skip
