"""Bytes of a workbook (XLSX, XLS, XLSB, ODS) -> one grid a visible sheet.

Cells are read by calamine. What it does not tell (which cells are percentages, which hold an error, how far a sheet
reaches) comes from `ingest.layout`, so that 8.1 % is not read as 0.081 and a failed formula is not read as empty.
"""

import datetime as dt
import io
import unicodedata

from python_calamine import (
    CalamineError,
    CalamineSheet,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

from indicators.ingest.grid import Cell, Grid, NumberCell
from indicators.ingest.issue import Issue
from indicators.ingest.layout import Layout, Unreadable, layouts
from indicators.ingest.layout.sketch import Look

Raw = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta | NumberCell


def open_workbook(data: bytes) -> tuple[Grid, ...] | Issue:
    """The visible sheets that hold anything, in their order, or what keeps the file from being read.

    Rows carry their number in the sheet; cells hold text as it stands, real dates as ISO text (2024-06-30; a month or
    year shown without its day as 2024-06 or 2024), numbers as `NumberCell`, errors of formulas as text. Hidden sheets,
    charts and empty sheets are left out.
    """
    try:
        known = layouts(data)  # first: it refuses absurd sizes before any memory is taken for them
        with load_workbook(io.BytesIO(data)) as book:
            visible = [
                sheet.name
                for sheet in book.sheets_metadata
                if sheet.visible is SheetVisibleEnum.Visible and sheet.typ is SheetTypeEnum.WorkSheet
            ]
            grids = [_grid(book.get_sheet_by_name(name), known[name]) for name in visible]
    except Unreadable as error:
        return Issue("error", error.code, params=error.params)
    except PasswordError:
        return Issue("error", "file.password")
    except (CalamineError, LookupError, OSError, ValueError, OverflowError):  # all of them seen with damaged files
        return Issue("error", "file.workbook_broken")
    except BaseException as error:
        # A damaged file can make calamine panic; that exception has no importable name and is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        return Issue("error", "file.workbook_broken")
    return tuple(grid for grid in grids if grid.rows) or Issue("error", "file.empty")


def _grid(sheet: CalamineSheet, layout: Layout) -> Grid:
    raws: list[list[Raw]] = [[*row] for row in sheet.to_python(skip_empty_area=False)]
    for (row, column), look in layout.looks.items():
        if row < len(raws) and column < len(raws[row]):
            raws[row][column] = _shown(raws[row][column], look)
    _write_errors(raws, layout)
    rows: list[list[Cell]] = []
    lines: list[int] = []
    for line, raw in enumerate(raws, start=1):
        cells = [_cell(cell) for cell in raw]
        if any(not isinstance(cell, str) or cell.strip() for cell in cells):
            rows.append(cells)
            lines.append(line)
    merged = tuple((top + 1, left, bottom + 1, right) for top, left, bottom, right in layout.merged)
    return Grid(rows, lines, sheet.name, merged)


def _write_errors(raws: list[list[Raw]], layout: Layout) -> None:
    """A failed formula is not an empty cell: its error goes back in, also right of and below the cells with content."""
    if not layout.errors:
        return
    width = max(len(raws[0]) if raws else 0, 1 + max(column for _, column in layout.errors))
    raws.extend([] for _ in range(len(raws), 1 + max(row for row, _ in layout.errors)))
    for row in raws:
        row.extend([""] * (width - len(row)))
    for (line, column), error in layout.errors.items():
        raws[line][column] = error


def _shown(raw: Raw, look: Look) -> Raw:
    """A number or date as its format shows it. The first of June shown as "Jun 24" says June, not a day."""
    if look == "percent":
        return NumberCell(_number(raw), is_percent=True) if isinstance(raw, int | float) else raw
    if isinstance(raw, dt.datetime) and raw.time() == dt.time():
        raw = raw.date()
    if type(raw) is dt.date and raw.day == 1:
        if look == "month":
            return f"{raw:%Y-%m}"
        if raw.month == 1:
            return f"{raw:%Y}"
    return raw


def _cell(raw: Raw) -> Cell:
    """A cell as readers know it. True and False are words, as the sheet shows them, so that they are refused as words."""
    if isinstance(raw, str):
        return raw if raw.isascii() else unicodedata.normalize("NFC", raw)  # a Mac writes ü as u and dots
    if isinstance(raw, bool):
        return "WAHR" if raw else "FALSCH"
    if isinstance(raw, int | float):
        return NumberCell(_number(raw))
    if isinstance(raw, dt.datetime) and raw.time() == dt.time():
        raw = raw.date()
    return raw if isinstance(raw, NumberCell) else str(raw)


def _number(raw: float) -> float:
    """Without the dust of binary fractions: a spreadsheet calculates with and shows 15 digits, so 1 - 0.919 is 0.081."""
    return float(f"{raw:.15g}")
