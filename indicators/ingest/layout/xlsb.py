"""The layout of an XLSB workbook (the binary parts of Office Open XML).

source   [MS-XLSB], section 2.4, for the fields of each record
"""

import struct
from collections.abc import Iterator

from indicators.ingest.layout.archive import Archive
from indicators.ingest.layout.sketch import ERRORS, Layout, Look, Sketch, Unreadable, looks_of_styles

_ROW, _BLANK, _LAST_CELL, _RICH_TEXT = 0, 1, 11, 62
_NUMBERS, _ERRORS = (2, 5, 9), (3, 11)
_SHEET, _FORMAT, _STYLE, _STYLES, _STYLES_END, _MERGED = 156, 44, 47, 617, 618, 176


def layouts(archive: Archive, book: str) -> dict[str, Layout]:
    """Sheet name -> layout. `book` is the part that lists the sheets; raises Unreadable."""
    parts = {identifier: full for identifier, _, full in archive.targets(book)}
    styles = archive.target_of(book, "styles")
    try:
        looks = _looks(archive.read(styles)) if styles else []
        found = {}
        for kind, record in _records(archive.read(book)):
            if kind == _SHEET:
                identifier, after = _text(record, 8)
                name, _ = _text(record, after)
                is_hidden = struct.unpack_from("<I", record)[0] != 0
                part = "" if is_hidden else parts.get(identifier, "")
                found[name] = _layout(name, archive.read(part), looks) if part in archive.names else Layout()
    except (struct.error, IndexError) as error:
        raise Unreadable("file.workbook_broken") from error
    return found


def _records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """Kind and content: both the kind and the length are written in bytes of seven bits."""
    at = 0
    while at < len(part):
        kind = part[at]
        at += 1
        if kind & 0x80:
            kind = kind & 0x7F | (part[at] & 0x7F) << 7
            at += 1
        length = shift = 0
        for _ in range(4):
            byte = part[at]
            at += 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        yield kind, part[at : at + length]
        at += length


def _text(record: bytes, at: int) -> tuple[str, int]:
    """The text that begins at `at`, and where it ends."""
    end = at + 4 + 2 * int(struct.unpack_from("<I", record, at)[0])
    return record[at + 4 : end].decode("utf-16-le", "replace"), end


def _looks(part: bytes) -> list[Look | None]:
    formats: dict[int, str] = {}
    styles: list[int] = []
    inside = False
    for kind, record in _records(part):
        if kind in (_STYLES, _STYLES_END):
            inside = kind == _STYLES
        elif kind == _FORMAT:
            formats[struct.unpack_from("<H", record)[0]] = _text(record, 2)[0]
        elif kind == _STYLE and inside:
            styles.append(struct.unpack_from("<H", record, 2)[0])
    return looks_of_styles(formats, styles)


def _layout(sheet: str, part: bytes, looks: list[Look | None]) -> Layout:
    sketch = Sketch(sheet)
    row = 0
    for kind, record in _records(part):
        if kind == _ROW:
            row = struct.unpack_from("<I", record)[0]
        elif kind == _MERGED:
            top, bottom, left, right = struct.unpack_from("<4I", record)
            sketch.merged.append((top, left, bottom, right))
        elif _BLANK < kind <= _LAST_CELL or kind == _RICH_TEXT:
            column, style = struct.unpack_from("<II", record)
            sketch.reach(row, column)
            if kind in _ERRORS:
                sketch.errors[row, column] = ERRORS.get(record[8], "#NV")
            look = looks[style & 0xFFFFFF] if style & 0xFFFFFF < len(looks) else None
            if look and kind in _NUMBERS:
                sketch.looks[row, column] = look
    return sketch.layout()
