"""The layout of an XLS workbook (BIFF5 and BIFF8).

source   [MS-XLS], section 2.4, for the fields of each record
"""

import struct
from collections.abc import Iterator

from indicators.ingest.layout.compound import Compound
from indicators.ingest.layout.sketch import ERRORS, Layout, Look, Sketch, Unreadable, looks_of_styles

_SHEET, _STRINGS, _FORMAT, _STYLE, _PASSWORD, _MERGED, _START, _END = 0x85, 0xFC, 0x41E, 0xE0, 0x2F, 0xE5, 0x809, 0x0A
_SIZE, _NUMBER, _SHORT, _SHORTS, _FORMULA, _BOOL_OR_ERROR = 0x200, 0x203, 0x27E, 0xBD, 0x06, 0x205
_TEXTS = (0xFD, 0x204, 0xD6)


def layouts(data: bytes) -> dict[str, Layout]:
    """Sheet name -> layout; raises Unreadable. Hidden sheets are measured too: calamine takes memory for them."""
    file = Compound(data)
    if "EncryptedPackage" in file.names:
        raise Unreadable("file.password")
    if "_VBA_PROJECT_CUR" in file.names:
        raise Unreadable("file.macros")
    name = next((name for name in ("Workbook", "Book") if name in file.names), None)
    if name is None:
        raise Unreadable("file.workbook_broken")
    try:
        return _layouts(file.read(name), is_unicode=name == "Workbook")
    except (struct.error, IndexError) as error:
        raise Unreadable("file.workbook_broken") from error


def _layouts(book: bytes, *, is_unicode: bool) -> dict[str, Layout]:
    formats: dict[int, str] = {}
    styles: list[int] = []
    sheets: list[tuple[str, int]] = []
    for kind, record in _records(book, 0):
        if kind == _PASSWORD:
            raise Unreadable("file.password")
        if kind == _SHEET:
            start = struct.unpack_from("<I", record)[0]
            sheets.append((_text(record[6:], 1, is_unicode=is_unicode), start))
        elif kind == _STRINGS and struct.unpack_from("<4xI", record)[0] > len(book):
            raise Unreadable("file.workbook_broken")  # more texts than bytes; memory would be taken for them
        elif kind == _FORMAT:
            formats[struct.unpack_from("<H", record)[0]] = _text(record[2:], 2 if is_unicode else 1, is_unicode=is_unicode)
        elif kind == _STYLE:
            styles.append(struct.unpack_from("<H", record, 2)[0])
    looks = looks_of_styles(formats, styles)
    return {name: _layout(book, name, start, looks) for name, start in sheets}


def _records(book: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """The records of one part (the globals or a sheet), charts inside it left out."""
    depth = 0
    while start + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, start)
        depth += (kind == _START) - (kind == _END)
        if depth == 0:
            return
        if depth == 1:
            yield kind, book[start + 4 : start + 4 + length]
        start += 4 + length


def _text(data: bytes, width: int, *, is_unicode: bool) -> str:
    """A text with its length in front, in one or two bytes."""
    length = int.from_bytes(data[:width], "little")
    if not is_unicode:
        return data[width : width + length].decode("cp1252", "replace")
    if data[width] & 1:
        return data[width + 1 : width + 1 + 2 * length].decode("utf-16-le", "replace")
    return data[width + 1 : width + 1 + length].decode("latin-1")


def _layout(book: bytes, sheet: str, start: int, looks: list[Look | None]) -> Layout:
    sketch = Sketch(sheet)
    for kind, record in _records(book, start):
        if kind == _SIZE:  # memory for it would be taken at once, whatever cells there are
            first_row, last_row, first_column, last_column = struct.unpack_from("<IIHH", record)
            if first_row > last_row or first_column > last_column:
                raise Unreadable("file.workbook_broken")
            if last_row and last_column:
                sketch.reach(last_row - 1, last_column - 1)
        elif kind == _MERGED:
            for place in range(2, 2 + 8 * struct.unpack_from("<H", record)[0], 8):
                top, bottom, left, right = struct.unpack_from("<4H", record, place)
                sketch.merged.append((top, left, bottom, right))
        elif kind == _SHORTS:
            row, first = struct.unpack_from("<HH", record)
            for index, place in enumerate(range(4, len(record) - 2, 6)):
                _number(sketch, row, first + index, struct.unpack_from("<H", record, place)[0], looks)
        elif kind in (_NUMBER, _SHORT, _FORMULA, _BOOL_OR_ERROR, *_TEXTS):
            row, column, style = struct.unpack_from("<HHH", record)
            error = _error(kind, record)
            if error is not None:
                sketch.reach(row, column)
                sketch.errors[row, column] = error
            elif kind in (_NUMBER, _SHORT, _FORMULA):
                _number(sketch, row, column, style, looks)
            else:
                sketch.reach(row, column)
    return sketch.layout()


def _number(sketch: Sketch, row: int, column: int, style: int, looks: list[Look | None]) -> None:
    sketch.reach(row, column)
    look = looks[style] if style < len(looks) else None
    if look:
        sketch.looks[row, column] = look


def _error(kind: int, record: bytes) -> str | None:
    if kind == _BOOL_OR_ERROR and record[7]:
        return ERRORS.get(record[6], "#NV")
    if kind == _FORMULA and record[12:14] == b"\xff\xff" and record[6] == 2:
        return ERRORS.get(record[8], "#NV")
    return None
