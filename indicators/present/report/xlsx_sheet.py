"""One sheet of a workbook, written from top to bottom: texts, tables with numbers, and figures with their charts."""

from collections.abc import Iterable, Sequence
from typing import Any

from indicators.present.report import xlsx_chart
from indicators.present.report.blocks import (
    Block,
    Bullets,
    Cover,
    Facts,
    FigureBlock,
    Heading,
    NewPage,
    Paragraph,
    Quote,
    Runs,
    TableBlock,
    Verdict,
    Written,
)
from indicators.present.report.paper import MARKS, caption, lines, remarks, seen
from indicators.present.tables import Cell, FigureTable
from indicators.present.words import Words

_ACROSS = 8  # columns that a text runs across
_WIDTHS = (32, 14, 18, 16, 20, 44, 16, 12)  # of the columns, in digits
_A_LINE = 170  # signs that fit across them
_LONGEST = 32_000  # signs of a cell; a spreadsheet refuses more than 32,767
_POINTS = 15  # height of a line
_CHART_ROWS = 21
_TALLEST = 400  # points, the most that a spreadsheet shows of a row
_PAPER_A4 = 9
_HEADER = 200  # signs; a spreadsheet refuses more than 255


class Formats:
    """The few formats of a workbook, each made once."""

    def __init__(self, book: Any) -> None:
        wrapped = {"text_wrap": True, "valign": "top"}
        self.title = book.add_format({"bold": True, "font_size": 18, **wrapped})
        self.headings = {level: book.add_format({"bold": True, "font_size": size, **wrapped})
                         for level, size in ((1, 15), (2, 13), (3, 11))}  # fmt: skip
        self.plain = book.add_format(wrapped)
        self.strong = book.add_format({"bold": True})
        self.quiet = book.add_format({"font_color": "#6B665C", **wrapped})
        self.asked = book.add_format({"italic": True, "border": 1, **wrapped})
        self.head = book.add_format({"bold": True, "bottom": 1, **wrapped})
        self.text = book.add_format(wrapped)
        self.numbers = {
            decimals: book.add_format({"num_format": "#,##0" + ("." + "0" * decimals if decimals else ""), "valign": "top"})
            for decimals in range(4)
        }


class Sheet:
    """A sheet and the row that is written next."""

    def __init__(self, book: Any, sheet: Any, formats: Formats, words: Words) -> None:
        self.book, self.sheet, self.formats, self.words = book, sheet, formats, words
        self.row = 0

    def begin(self, header: str) -> None:
        """A4 across, as wide as the paper, with the line that runs along the top."""
        for place, width in enumerate(_WIDTHS):
            self.sheet.set_column(place, place, width)
        self.sheet.set_landscape()
        self.sheet.set_paper(_PAPER_A4)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_header(f"&L{header[:_HEADER].replace('&', '&&')}&R&P / &N")
        self.sheet.hide_gridlines(2)

    def cover(self, cover: Cover) -> None:
        self._across(cover.title, self.formats.title)
        self._across(cover.subtitle, self.formats.quiet)
        self._facts(cover.facts)
        if cover.remark:
            self._across(cover.remark, self.formats.quiet)
        self.row += 1

    def write(self, blocks: Iterable[Block]) -> None:
        for block in blocks:
            self._block(block)

    def _block(self, block: Block) -> None:
        formats = self.formats
        match block:
            case Heading():
                self.row += self.row > 0
                self._across(block.text, formats.headings[block.level])
            case Paragraph():
                styles = {"quiet": formats.quiet, "missing": formats.asked}
                self._across(_plain(block.runs), styles.get(block.style, formats.plain))
            case Quote():
                self._across(f"„{block.text}“", formats.plain)
                self._across(block.source, formats.quiet)
            case Verdict():
                told = "; ".join(f"{name}: {text}" for name, text in block.parts)
                self._across(f"{MARKS[block.tone]} {block.word}" + (f" – {told}" if told else ""), formats.headings[3])
            case Bullets():
                for item in block.items:
                    self._across(f"– {_plain(item)}", formats.plain)
            case Facts():
                self._facts(block.rows)
            case TableBlock():
                self._across(block.caption, formats.headings[3])
                self._table(block.table)
                if block.source:
                    self._across(block.source, formats.quiet)
            case FigureBlock():
                self._figure(block)
            case Written():
                for line in lines(block.paragraphs):
                    self._across(line, formats.plain)
                if block.signed:
                    self._across(block.signed, formats.quiet)
            case NewPage():
                pass

    def _figure(self, block: FigureBlock) -> None:
        """Caption, the chart, the published numbers, what it is drawn from, remarks and source."""
        spec = block.spec
        self._across(caption(block, self.words), self.formats.headings[3])
        if spec.sentence:
            self._across(spec.sentence, self.formats.plain)
        at, self.row = self.row, self.row + _CHART_ROWS
        self._table(spec.table)
        for remark in remarks(spec, self.words):
            self._across(remark, self.formats.quiet)
        if spec.across is None:
            values = xlsx_chart.values(spec, self.words)
            self._across(self.words("book.drawn_from"), self.formats.quiet)
            first = self.row + 1
            self._values(values)
            chart = xlsx_chart.chart(self.book, self.sheet.get_name(), spec, values, first, self.words)
            self.sheet.insert_chart(at, 0, chart, {"description": spec.alt, "object_position": 2, "x_offset": 4, "y_offset": 4})

    def _values(self, values: xlsx_chart.Values) -> None:
        """The places of a chart and what stands there; a hole stays an empty cell, which no line crosses."""
        self._heads(values.heads)
        for row in values.rows:
            for place, value in enumerate(row):
                if value is not None:
                    self.sheet.write_number(self.row, place, value)
            self.row += 1
        self.row += 1

    def _heads(self, heads: Sequence[str]) -> None:
        for place, head in enumerate(heads):
            self.sheet.write_string(self.row, place, seen(head), self.formats.head)
        self.sheet.set_row(self.row, _POINTS * max(_lines(head, _width(place)) for place, head in enumerate(heads)))
        self.row += 1

    def _facts(self, rows: Sequence[tuple[str, str]]) -> None:
        for name, text in rows:
            self.sheet.write_string(self.row, 0, seen(name), self.formats.quiet)
            self._across(text, self.formats.plain, first=1)

    def _table(self, table: FigureTable) -> None:
        """Numbers as numbers with the decimals of the publication; a verdict has its symbol before its word."""
        self._heads([column.told for column in table.columns])
        for row in table.rows:
            longest = 1
            for place, cell in enumerate(row):
                longest = max(longest, self._cell(place, cell))
            self.sheet.set_row(self.row, min(longest * _POINTS, _TALLEST))
            self.row += 1
        self.row += 1

    def _cell(self, place: int, cell: Cell) -> int:
        """Writes a cell; how many lines it takes."""
        if cell.number is not None:
            self.sheet.write_number(self.row, place, cell.number, self.formats.numbers[min(cell.decimals, 3)])
            return 1
        text = seen(", ".join(part for part in (cell.text, cell.note) if part))[:_LONGEST]
        told = f"{MARKS[cell.tone]} {text}" if cell.tone is not None else text
        self.sheet.write_string(self.row, place, told, self.formats.text)
        return _lines(told, _width(place))

    def _across(self, text: str, style: Any, *, first: int = 0) -> None:
        """A text over the width of the sheet, in as many rows as it is long."""
        plain = seen(text)
        width = _A_LINE - sum(_WIDTHS[:first])
        for start in range(0, len(plain), _LONGEST) or (0,):
            part = plain[start : start + _LONGEST]
            self.sheet.merge_range(self.row, first, self.row, _ACROSS - 1, "", style)
            self.sheet.write_string(self.row, first, part, style)
            size = style.font_size / 11
            self.sheet.set_row(self.row, min(_lines(part, width / size) * _POINTS * size, _TALLEST))
            self.row += 1


def _width(place: int) -> int:
    return _WIDTHS[place] if place < len(_WIDTHS) else _WIDTHS[-1]


def _plain(runs: Runs) -> str:
    return "".join(run.text for run in runs)


def _lines(text: str, width: float) -> int:
    return sum(max(1, -(-len(line) // max(1, int(width)))) for line in text.split("\n"))
