"""How far a sheet reaches, which cells are percentages, months or errors, and which are merged."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

# No official table comes near; beyond lies a stray format or an attack. One cell takes about 150 bytes when read.
MAX_COLUMNS = 9_999
MAX_CELLS = 4_000_000

Place = tuple[int, int]  # row and column, counted from 0
Block = tuple[int, int, int, int]  # first row, first column, last row, last column, counted from 0
Look = Literal["percent", "month", "year"]

# The errors of a formula by their number in Excel's binary formats, as a German Excel shows them.
ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#WERT!", 0x17: "#BEZUG!", 0x1D: "#NAME?", 0x24: "#ZAHL!", 0x2A: "#NV",
}  # fmt: skip
_BUILT_IN: dict[int, Look] = {9: "percent", 10: "percent", 17: "month"}
_NO_SIGN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]', re.DOTALL)


class Unreadable(Exception):
    """A workbook that is not read; `code` is the issue's, `params` its values."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True)
class Layout:
    """One sheet. `looks` tells how a number or date is shown where that changes what it says; `errors` what failed."""

    looks: Mapping[Place, Look] = field(default_factory=dict)
    errors: Mapping[Place, str] = field(default_factory=dict)
    merged: tuple[Block, ...] = ()


class Sketch:
    """A layout being drawn, cell by cell."""

    def __init__(self, sheet: str) -> None:
        self.sheet = sheet
        self.rows = self.columns = 0
        self.looks: dict[Place, Look] = {}
        self.errors: dict[Place, str] = {}
        self.merged: list[Block] = []

    def reach(self, row: int, column: int) -> None:
        """A filled cell. Checked while drawing: a file of few bytes may claim a billion cells."""
        if row >= self.rows or column >= self.columns:
            self.rows, self.columns = max(self.rows, row + 1), max(self.columns, column + 1)
            if self.columns > MAX_COLUMNS or self.rows * self.columns > MAX_CELLS:
                raise Unreadable(
                    "file.sheet_too_large", sheet=self.sheet, rows=self.rows, columns=self.columns,
                    max_cells=MAX_CELLS, max_columns=MAX_COLUMNS,
                )  # fmt: skip

    def layout(self) -> Layout:
        return Layout(self.looks, self.errors, tuple(self.merged))


def look_of(code: str) -> Look | None:
    """What a number format makes of its cell: `0.0%` a percentage, `mmm yy` a month without its day.

    >>> look_of('0.0" %"'), look_of("0.0%"), look_of("mmm\\\\ yyyy"), look_of("dd.mm.yyyy")
    (None, 'percent', 'month', None)
    """
    signs = _NO_SIGN.sub("", code).lower()
    if "%" in signs:
        return "percent"
    if "y" in signs and not set("dhs") & set(signs):
        return "month" if "m" in signs else "year"
    return None


def looks_of_styles(formats: Mapping[int, str], styles: list[int]) -> list[Look | None]:
    """Cell style -> look, from the number format each style names."""
    return [look_of(formats[number]) if number in formats else _BUILT_IN.get(number) for number in styles]
