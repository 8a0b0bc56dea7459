"""The layout of an ODS workbook (OpenDocument)."""

from indicators.ingest.layout.archive import Archive, Attributes
from indicators.ingest.layout.sketch import Layout, Sketch, Unreadable


def layouts(archive: Archive) -> dict[str, Layout]:
    """Sheet name -> layout; raises Unreadable. A date's look is not read: without a day it is refused as a day."""
    drawing = _Drawing()
    archive.walk("content.xml", drawing.start, drawing.text, drawing.end)
    return {sketch.sheet: sketch.layout() for sketch in drawing.sketches}


class _Drawing:
    """One pass over the document. Rows and cells may stand for many equal ones."""

    def __init__(self) -> None:
        self.sketches: list[Sketch] = []
        self.row = self.column = 0  # of the cell that comes next
        self.rows = 1  # that the present row stands for
        self.depth = 0  # tables around us
        self.cell: Attributes | None = None
        self.words = ""

    def start(self, tag: str, attributes: Attributes) -> None:
        if tag == "table":
            self.depth += 1
            if self.depth == 1:
                self.sketches.append(Sketch(attributes.get("name", "")))
                self.row = 0
        elif self.depth != 1:
            return
        elif tag == "table-row":
            self.rows, self.column = _count(attributes, "number-rows-repeated"), 0
        elif tag in ("table-cell", "covered-table-cell"):
            self.cell, self.words = attributes, ""

    def text(self, text: str) -> None:
        if self.cell is not None:
            self.words += text

    def end(self, tag: str) -> None:
        if tag == "table":
            self.depth -= 1
        elif self.depth != 1:
            return
        elif tag == "table-row":
            self.row += self.rows
        elif tag in ("table-cell", "covered-table-cell") and self.cell is not None:
            count = _count(self.cell, "number-columns-repeated")
            self._draw(self.cell, count)
            self.column += count
            self.cell = None

    def _draw(self, cell: Attributes, count: int) -> None:
        sketch, kind = self.sketches[-1], cell.get("value-type", "")
        if kind or self.words:
            sketch.reach(self.row + self.rows - 1, self.column + count - 1)
        down, right = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
        if down > 1 or right > 1:
            sketch.merged.append((self.row, self.column, self.row + down - 1, self.column + right - 1))
        is_error = self.words.startswith(("#", "Err:")) and "formula" in cell
        if kind != "percentage" and not is_error:
            return
        for row in range(self.row, self.row + self.rows):
            for column in range(self.column, self.column + count):
                if is_error:
                    sketch.errors[row, column] = self.words
                else:
                    sketch.looks[row, column] = "percent"


def _count(attributes: Attributes, name: str) -> int:
    text = attributes.get(name, "1")
    if not (text.isdecimal() and len(text) < 10):
        raise Unreadable("file.workbook_broken")
    return int(text)
