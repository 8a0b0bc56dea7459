"""Workbooks made for the tests: rows of plain Python values -> the bytes of a file in each format."""

import datetime as dt
import io
import struct
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter
import xlwt
from odf import opendocument, style, table
from odf.text import P

Rows = Sequence[Sequence[object]]


@dataclass(frozen=True)
class Percent:
    """A cell that shows its value as a percentage: Percent(0.081) is seen as 8.1 %."""

    value: float


@dataclass(frozen=True)
class Month:
    """A date shown as month and year only."""

    day: dt.date


@dataclass(frozen=True)
class Error:
    """A formula that failed; its text as the format writes it."""

    text: str


def xlsx(sheets: Mapping[str, Rows], *, hidden: Iterable[str] = (), merged: Mapping[str, object] | None = None) -> bytes:
    """`merged`: address of a block on the first sheet -> its content."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    looks = {
        Percent: book.add_format({"num_format": "0.0%"}),
        Month: book.add_format({"num_format": "mmm\\ yyyy"}),
        dt.date: book.add_format({"num_format": "dd.mm.yyyy"}),
    }
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        if name in hidden:
            sheet.very_hidden()
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, Percent):
                    sheet.write_number(row, column, cell.value, looks[Percent])
                elif isinstance(cell, dt.date | Month):
                    sheet.write_datetime(row, column, getattr(cell, "day", None) if isinstance(cell, Month) else cell,
                                         looks[type(cell)])  # fmt: skip
                elif isinstance(cell, Error):
                    sheet.write_formula(row, column, "=1/0", None, cell.text)
                else:
                    sheet.write(row, column, cell)
        if name not in hidden:
            sheet.activate()
    for block, content in (merged or {}).items():
        book.worksheets()[0].merge_range(block, content)
    book.close()
    return buffer.getvalue()


def xls(
    sheets: Mapping[str, Rows], *, hidden: Iterable[str] = (), merged: Mapping[tuple[int, int, int, int], object] | None = None
) -> bytes:
    """`merged`: (top, bottom, left, right) on the first sheet -> its content."""
    book = xlwt.Workbook()
    looks = {kind: xlwt.easyxf(num_format_str=code)
             for kind, code in ((Percent, "0.0%"), (Month, "mmm yyyy"), (dt.date, "dd.mm.yyyy"))}  # fmt: skip
    codes = {"#DIV/0!": 0x07, "#N/A": 0x2A}
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        sheet.visibility = 1 if name in hidden else 0
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, Percent | Month):
                    sheet.write(row, column, cell.value if isinstance(cell, Percent) else cell.day, looks[type(cell)])
                elif isinstance(cell, dt.date):
                    sheet.write(row, column, cell, looks[dt.date])
                elif isinstance(cell, Error):
                    sheet.row(row).set_cell_error(column, codes[cell.text])
                else:
                    sheet.write(row, column, cell)
    for block, content in (merged or {}).items():
        book.get_sheet(0).write_merge(*block, content)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def ods(
    sheets: Mapping[str, Rows], *, hidden: Iterable[str] = (), merged: Mapping[tuple[int, int], int] | None = None
) -> bytes:
    """`merged`: (row, column) on the first sheet -> how many rows the cell reaches down."""
    document = opendocument.OpenDocumentSpreadsheet()
    unseen = style.Style(name="unseen", family="table")
    unseen.addElement(style.TableProperties(display="false"))
    document.automaticstyles.addElement(unseen)
    for position, (name, rows) in enumerate(sheets.items()):
        sheet = table.Table(name=name, **({"stylename": unseen} if name in hidden else {}))
        document.spreadsheet.addElement(sheet)
        for row, cells in enumerate(rows):
            line = table.TableRow()
            sheet.addElement(line)
            for column, cell in enumerate(cells):
                down = (merged or {}).get((row, column), 1) if position == 0 else 1
                line.addElement(_ods_cell(cell, **({"numberrowsspanned": down} if down > 1 else {})))
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _ods_cell(cell: object, **extra: Any) -> table.TableCell:
    shown = ""
    match cell:
        case Percent(value):
            extra |= {"valuetype": "percentage", "value": value}
            shown = f"{value * 100} %"
        case dt.date():
            extra |= {"valuetype": "date", "datevalue": cell.isoformat()}
            shown = cell.strftime("%d.%m.%y")
        case Error(text):
            extra |= {"valuetype": "string", "formula": "of:=1/0"}
            shown = text
        case bool():
            extra |= {"valuetype": "boolean", "booleanvalue": str(cell).lower()}
        case int() | float():
            extra |= {"valuetype": "float", "value": cell}
            shown = str(cell)
        case str() if cell:
            extra |= {"valuetype": "string"}
            shown = cell
    element = table.TableCell(**extra)
    if shown:
        element.addElement(P(text=shown))
    return element


def xlsb(sheets: Mapping[str, Rows], *, hidden: Iterable[str] = ()) -> bytes:
    """The least a binary workbook needs; style 1 is a percentage, style 2 a date, style 3 a month."""
    formats = b"".join(_record(44, struct.pack("<H", 164 + index) + _wide(code))
                       for index, code in enumerate(("0.0%", "dd.mm.yyyy", "mmm yyyy")))  # fmt: skip
    styles = b"".join(_record(47, struct.pack("<HH", 0, number) + bytes(12)) for number in (0, 164, 165, 166))
    parts = {
        "[Content_Types].xml": b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": _relations(("r1", "officeDocument", "xl/workbook.bin")),
        "xl/_rels/workbook.bin.rels": _relations(
            ("s", "styles", "styles.bin"),
            *((f"r{index}", "worksheet", f"worksheets/sheet{index}.bin") for index in range(len(sheets))),
        ),
        "xl/styles.bin": _record(278) + _record(615, struct.pack("<I", 3)) + formats + _record(616)
        + _record(617, struct.pack("<I", 4)) + styles + _record(618) + _record(279),
        "xl/workbook.bin": _record(131) + _record(143) + b"".join(
            _record(156, struct.pack("<II", int(name in hidden), index + 1) + _wide(f"r{index}") + _wide(name))
            for index, name in enumerate(sheets)
        ) + _record(144) + _record(132),
    }  # fmt: skip
    for index, rows in enumerate(sheets.values()):
        parts[f"xl/worksheets/sheet{index}.bin"] = _xlsb_sheet(rows)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return buffer.getvalue()


def _xlsb_sheet(rows: Rows) -> bytes:
    width = max(map(len, rows))
    size = struct.pack("<4I", 0, len(rows) - 1, 0, width - 1)
    body = b"".join(
        _record(0, struct.pack("<I", row) + bytes(21)) + b"".join(_xlsb_cell(column, cell) for column, cell in enumerate(cells))
        for row, cells in enumerate(rows)
    )
    return _record(129) + _record(148, size) + _record(145) + body + _record(146) + _record(130)


def _xlsb_cell(column: int, cell: object) -> bytes:
    def at(look: int) -> bytes:
        return struct.pack("<II", column, look)

    match cell:
        case Percent(value):
            return _record(5, at(1) + struct.pack("<d", value))
        case Month(day):
            return _record(5, at(3) + struct.pack("<d", _serial(day)))
        case dt.date():
            return _record(5, at(2) + struct.pack("<d", _serial(cell)))
        case Error():
            return _record(3, at(0) + b"\x07")
        case bool():
            return _record(4, at(0) + bytes([cell]))
        case int() | float():
            return _record(5, at(0) + struct.pack("<d", cell))
        case str() if cell:
            return _record(6, at(0) + _wide(cell))
    return b""


def _serial(day: dt.date) -> int:
    return (day - dt.date(1899, 12, 30)).days


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _record(kind: int, content: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length, size = bytearray(), len(content)
    while True:
        length.append(size & 0x7F | (0x80 if size > 0x7F else 0))
        size >>= 7
        if not size:
            return head + bytes(length) + content


def _relations(*relations: tuple[str, str, str]) -> bytes:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    lines = "".join(
        f'<Relationship Id="{identifier}" Type="{kind}{word}" Target="{target}"/>' for identifier, word, target in relations
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{lines}</Relationships>'.encode()
    )
