"""The layout of an XLSX workbook (Office Open XML)."""

import re
from functools import lru_cache

from indicators.ingest.layout.archive import Archive, Attributes
from indicators.ingest.layout.sketch import Block, Layout, Look, Place, Sketch, Unreadable, looks_of_styles

_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})", re.ASCII)
_GERMAN = {"#VALUE!": "#WERT!", "#REF!": "#BEZUG!", "#NUM!": "#ZAHL!", "#N/A": "#NV"}


def layouts(archive: Archive, book: str) -> dict[str, Layout]:
    """Sheet name -> layout. `book` is the part that lists the sheets; raises Unreadable."""
    parts = {identifier: full for identifier, _, full in archive.targets(book)}
    sheets: dict[str, str] = {}  # name -> part, empty for a hidden sheet

    def start(tag: str, attributes: Attributes) -> None:
        if tag == "sheet":
            is_hidden = attributes.get("state", "visible") != "visible"
            sheets[attributes.get("name", "")] = "" if is_hidden else parts.get(attributes.get("id", ""), "")

    archive.walk(book, start)
    styles = archive.target_of(book, "styles")
    looks = _looks(archive, styles) if styles else []
    return {name: _layout(archive, name, part, looks) if part in archive.names else Layout() for name, part in sheets.items()}


def _looks(archive: Archive, part: str) -> list[Look | None]:
    formats: dict[int, str] = {}
    styles: list[int] = []
    inside = False

    def start(tag: str, attributes: Attributes) -> None:
        nonlocal inside
        if tag == "numFmt":
            formats[_number(attributes.get("numFmtId", ""))] = attributes.get("formatCode", "")
        elif tag == "cellXfs":
            inside = True
        elif tag == "xf" and inside:
            styles.append(_number(attributes.get("numFmtId", "0")))

    def end(tag: str) -> None:
        nonlocal inside
        if tag == "cellXfs":
            inside = False

    archive.walk(part, start, end=end)
    return looks_of_styles(formats, styles)


def _layout(archive: Archive, sheet: str, part: str, looks: list[Look | None]) -> Layout:
    drawing = _Drawing(sheet, looks)
    archive.walk(part, drawing.start)
    if drawing.has_errors:  # rare: only then are texts worth their time
        drawing = _Drawing(sheet, looks)
        archive.walk(part, drawing.start, drawing.text, drawing.end)
    return drawing.sketch.layout()


class _Drawing:
    """One pass over a sheet; the errors are read only if texts are handed over. A cell may leave out its address; then it
    follows the one before."""

    def __init__(self, sheet: str, looks: list[Look | None]) -> None:
        self.sketch = Sketch(sheet)
        self.looks = looks
        self.row, self.column = -1, -1
        self.kind = ""
        self.look: Look | None = None
        self.has_errors = False
        self.error: str | None = None  # text so far of an error being read

    def start(self, tag: str, attributes: Attributes) -> None:
        if tag == "c":
            self._cell(attributes)
        elif tag == "row":
            self.row = _number(attributes["r"]) - 1 if "r" in attributes else self.row + 1
            self.column = -1
        elif tag in ("v", "is"):
            self.sketch.reach(self.row, self.column)
            if self.look and self.kind in ("n", "d"):
                self.sketch.looks[self.row, self.column] = self.look
            self.error = "" if self.kind == "e" else None
            self.has_errors |= self.kind == "e"
        elif tag == "mergeCell":
            self.sketch.merged.append(_block(attributes.get("ref", "")))

    def _cell(self, attributes: Attributes) -> None:
        if "r" in attributes:
            self.row, self.column = _place(attributes["r"])
        else:
            self.column += 1
        self.kind = attributes.get("t", "n")
        style = _number(attributes.get("s", "0"))
        self.look = self.looks[style] if style < len(self.looks) else None

    def text(self, text: str) -> None:
        if self.error is not None:
            self.error += text

    def end(self, tag: str) -> None:
        if tag == "v" and self.error is not None:
            self.sketch.errors[self.row, self.column] = _GERMAN.get(self.error, self.error)
            self.error = None


def _number(text: str) -> int:
    if not (text.isdecimal() and len(text) < 10):
        raise Unreadable("file.workbook_broken")
    return int(text)


def _place(address: str) -> Place:
    match = _ADDRESS.fullmatch(address)
    if match is None:
        raise Unreadable("file.workbook_broken")
    return int(match[2]) - 1, _column(match[1])


@lru_cache(maxsize=16384)
def _column(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column - 1


def _block(reference: str) -> Block:
    first, _, last = reference.partition(":")
    return (*_place(first), *_place(last or first))
