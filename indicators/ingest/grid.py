"""A table as it stands in a file: a sheet of cells, before anybody knows what they mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class NumberCell:
    """A workbook's cell that holds a number, not text. It has no decimal sign that could be misread.

    is_percent   the cell shows its value times hundred with a percent sign: 0.081 is seen as 8.1 %
    """

    value: float
    is_percent: bool = False

    @property
    def seen(self) -> Decimal:
        """The number a reader of the sheet sees, with all decimals it holds: workbooks keep 15 significant digits, what a
        double adds beyond them is dust of computing."""
        exact = Decimal(f"{self.value:.15g}")
        return exact * 100 if self.is_percent else exact

    def __str__(self) -> str:
        """How it is written where a label is expected: a year 2024, a key 5913000."""
        seen = self.seen.normalize()
        return f"{seen:f}"


Cell = str | NumberCell


@dataclass(frozen=True)
class Grid:
    """The cells of one sheet. `lines[i]` is the line of the file (or row of the sheet) on which `rows[i]` begins, counted
    from 1; blank rows are left out. `sheet` is the name of the sheet, empty for a text file. `merged` are the blocks of cells
    shown as one, its content in the first: (first line, first column, last line, last column), columns counted from 0."""

    rows: Sequence[list[Cell]]
    lines: Sequence[int]
    sheet: str = ""
    merged: tuple[tuple[int, int, int, int], ...] = ()


def written(cell: Cell) -> str:
    """A cell as a label: its text without surrounding blanks."""
    return str(cell).strip()


def column_letter(index: int) -> str:
    """The letter a spreadsheet gives the column with this index, counted from 0.

    >>> column_letter(0), column_letter(27)
    ('A', 'AB')
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
