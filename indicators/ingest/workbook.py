"""Bytes of a workbook (XLSX, XLS, XLSB, ODS) -> one grid a visible sheet.

Cells are read by calamine. What it does not tell (which cells are percentages, which hold an error, how far a sheet
reaches) comes from `ingest.layout`, so that 8.1 % is not read as 0.081 and a failed formula is not read as empty.
"""

import datetime as dt
import io

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

Raw = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta


def open_workbook(data: bytes) -> tuple[Grid, ...] | Issue:
    """The visible sheets that hold anything, in their order, or what keeps the file from being read.

    Rows carry their number in the sheet; cells hold text as it stands, real dates as ISO text (2024-06-30), numbers as
    `NumberCell`. Hidden sheets, charts and empty sheets are left out.
    """
    try:
        with load_workbook(io.BytesIO(data)) as book:
            visible = [
                sheet.name
                for sheet in book.sheets_metadata
                if sheet.visible is SheetVisibleEnum.Visible and sheet.typ is SheetTypeEnum.WorkSheet
            ]
            grids = [_grid(book.get_sheet_by_name(name)) for name in visible]
    except PasswordError:
        return Issue("error", "file.password")
    except CalamineError:
        return Issue("error", "file.workbook_broken")
    return tuple(grid for grid in grids if grid.rows) or Issue("error", "file.empty")


def _grid(sheet: CalamineSheet) -> Grid:
    rows: list[list[Cell]] = []
    lines: list[int] = []
    for line, raw in enumerate(sheet.to_python(skip_empty_area=False), start=1):
        row = [_cell(cell) for cell in raw]
        if any(not isinstance(cell, str) or cell.strip() for cell in row):
            rows.append(row)
            lines.append(line)
    return Grid(rows, lines, sheet.name)


def _cell(raw: Raw) -> Cell:
    """A cell as readers know it. True and False are words, as the sheet shows them, so that they are refused as words."""
    if isinstance(raw, str):
        return raw
    if isinstance(raw, bool):
        return "WAHR" if raw else "FALSCH"
    if isinstance(raw, int | float):
        return NumberCell(float(raw))
    if isinstance(raw, dt.datetime) and raw.time() == dt.time():
        raw = raw.date()
    return str(raw)
