"""One sheet of a workbook, written from top to bottom: texts, tables with numbers, and figures with their charts."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from indicators.present.figure import FigureSpec
from indicators.present.report import xlsx_chart, xlsx_page
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
from indicators.present.report.paper import MARKS, caption, page_told, seen, table_caption
from indicators.present.report.paper import lines as written
from indicators.present.report.xlsx_format import FONT, GUTTER, POINTS, Formats, lines, parted, told, widths
from indicators.present.tables import Cell, Column, FigureTable
from indicators.present.words import Words

_MORE, _ASIDE = 16, 24  # columns that the cells of a chart may take beside what is printed, and their digits
_LINES = 20  # of a cell: more are not shown; a longer text goes on in the next row
_CHART = 306  # points that a chart takes with the air around it
_HEADER = 200  # signs; a spreadsheet refuses more than 255
_AIR = 2  # digits of a head that strong letters take


class Sheet:
    """A sheet and the row that is written next."""

    def __init__(self, book: Any, sheet: Any, formats: Formats, words: Words) -> None:
        self.book, self.sheet, self.formats, self.words = book, sheet, formats, words
        self.row, self.widths, self.heights = 0, [0], dict[int, float]()
        self.spans, self.whole, self.chapters = list[xlsx_page.Span](), list[xlsx_page.Span](), list[tuple[int, int]]()
        self.free, self.heads, self.tables = 0, 0, 0

    def begin(self, header: str, blocks: Sequence[Block]) -> None:
        """Columns as wide as the tables below need, the line along the top, and the name of the sheet at the foot."""
        found = [table for block in blocks for table in _tables(block)]
        self.widths, self.tables = widths(found), len(found)
        self.sheet.set_column(len(self.widths), len(self.widths) + _MORE, _ASIDE)
        for place, width in enumerate(self.widths):
            self.sheet.set_column(place, place, width)
        before, between, after = page_told(self.words)
        self.sheet.set_header(f"&L{_topped(header)}")
        self.sheet.set_footer(f"&L&A&R{_coded(before)}&P{_coded(between)}&N{_coded(after)}")
        self.sheet.hide_gridlines(2)
        self.sheet.freeze_panes(1, 0)
        self.sheet.set_default_row(POINTS)

    def end(self) -> None:
        """What is printed, and where its pages end. A table that ends the sheet has its heads on every page, else the title."""
        scale = xlsx_page.set_up(self.sheet, self.widths)
        self.sheet.print_area(0, 0, max(self.row - 1, 0), len(self.widths) - 1)
        is_last = self.tables == 1 and self.whole[0][1] >= self.row - 2
        above = self.heads if is_last else 0
        self.sheet.repeat_rows(above)
        heights = [self.heights.get(row, POINTS) for row in range(self.row)]
        spans = [*self.spans, *self._chapters(), *(self.whole if not is_last else ())]
        self.sheet.set_h_pagebreaks(xlsx_page.breaks(heights, spans, scale, self.heights.get(above, POINTS)))

    def _chapters(self) -> Iterator[xlsx_page.Span]:
        """From each heading to the next one that is as high, or to the numbers that end the sheet."""
        for place, (level, first) in enumerate(self.chapters):
            if level:
                yield first, next((row for other, row in self.chapters[place + 1 :] if other <= level), self.row)

    def cover(self, cover: Cover) -> None:
        self._across(cover.title, self.formats.title)
        if cover.subtitle != cover.title:
            self._across(cover.subtitle, self.formats.quiet)
        self._facts(cover.facts)
        if cover.remark:
            self._across(cover.remark, self.formats.warned)

    def write(self, blocks: Sequence[Block]) -> None:
        """The numbers of a figure follow it; where no other table is, they end the sheet."""
        for block in blocks:
            self._block(block)
            if isinstance(block, FigureBlock) and self.tables > 1:
                self._numbers(block)
        for block in blocks if self.tables == 1 else ():
            if isinstance(block, FigureBlock):
                self.chapters.append((0, self.row))
                self._numbers(block)

    def _block(self, block: Block) -> None:
        formats = self.formats
        match block:
            case Heading():
                self.row += self.row > 0
                self.chapters.append((block.level, self.row))
                first = self.row
                self._across(block.text, formats.headings[block.level])
                self.spans.append((first, self.row + 2))
            case Paragraph():
                styles = {"quiet": formats.quiet, "missing": formats.asked, "lead": formats.lead}
                self._across(_plain(block.runs), styles.get(block.style, formats.plain))
            case Quote():
                self._across(block.text, formats.quote)
                self._across(block.source, formats.quiet)
            case Verdict():
                self._across(f"{MARKS[block.tone]} {block.word}", formats.tones[block.tone])
                if block.parts:
                    self._across("; ".join(f"{name}: {text}" for name, text in block.parts), formats.quiet)
            case Bullets():
                for item in block.items:
                    self._across(f"– {_plain(item)}", formats.plain)
            case Facts():
                self._facts(block.rows)
            case TableBlock():
                self._table(block.table, block.caption)
                if block.source:
                    self._across(block.source, formats.quiet)
            case FigureBlock():
                self._figure(block)
            case Written():
                for line in written(block.paragraphs):
                    self._across(line, formats.plain)
                if block.signed:
                    self._across(block.signed, formats.quiet)
            case NewPage():
                pass

    def _figure(self, block: FigureBlock) -> None:
        """The chart, its caption, remarks and source; outside of what is printed the cells that it is drawn from."""
        spec = block.spec
        at = first = max(self.row + 1, self.free)
        if spec.across is None:
            taller = self._drawn(block, at)
            at += math.ceil((_CHART - taller) / POINTS)
        self.row = at
        self._across(caption(block, self.words), self.formats.headings[3])
        if spec.sentence:
            self._across(spec.sentence, self.formats.plain)
        self.spans.append((first, self.row))
        for remark in self._remarks(spec):
            self._across(remark, self.formats.quiet)

    def _numbers(self, block: FigureBlock) -> None:
        self._table(block.spec.table, table_caption(block, self.words))

    def _drawn(self, block: FigureBlock, at: int) -> float:
        """The chart from row `at` on, its cells beside it; by how many points its rows are taller than others."""
        spec, found, left = block.spec, xlsx_chart.values(block.spec, self.words), len(self.widths) + 1
        self.sheet.write_string(at, left, self.words("book.drawn_from", number=block.number), self.formats.aside)
        self._values(found, spec, at + 1, left)
        drawn = xlsx_chart.chart(self.book, self.sheet.get_name(), spec, found, (at + 2, left))
        self.sheet.insert_chart(at, 0, drawn, {"description": spec.alt, "object_position": 2, "x_offset": 4, "y_offset": 4})
        return self.heights[at + 1] - POINTS

    def _remarks(self, spec: FigureSpec) -> Iterator[str]:
        """What the chart cannot say: an axis cut off, what happened when, what a continuation is, the source."""
        if not spec.from_zero:
            yield self.words("figure.above_zero")
        for note in spec.breaks:
            yield self.words("book.note", label=note.label, text=note.text) if note.text else note.label
        for number, event in enumerate(spec.events, 1):
            yield self.words("paper.event", number=number, label=event.label, text=event.text).strip()
        if spec.continuation is not None:
            yield self.words("figure.outlook_flat" if spec.continuation.is_flat else "figure.outlook_note")
            if spec.continuation.bands:
                yield self.words("book.range_note")
        yield spec.source

    def _values(self, found: xlsx_chart.Values, spec: FigureSpec, row: int, left: int) -> None:
        """A row a place. A published value keeps its decimals, what may come has those of the figure."""
        published = {cell.number: cell.decimals for row in spec.table.rows for cell in row if cell.number is not None}
        heads = (Column(self.words("table.period")), Column(self.words("book.year")), *map(Column, found.columns))
        self._heads([replace(head, is_number=place > 0) for place, head in enumerate(heads)], row, left)
        for name, at, numbers in zip(found.names, found.places, found.rows, strict=True):
            row += 1
            self.sheet.write_string(row, left, seen(name), self.formats.plain)
            self.sheet.write_number(row, left + 1, at, self.formats.year if at == int(at) else self.formats.part)
            for column, value in enumerate(numbers, left + 2):
                if value is not None:
                    decimals = published.get(value, spec.decimals)
                    self.sheet.write_number(row, column, value, self.formats.number(decimals))
        self.free = row + 2

    def _heads(self, columns: Sequence[Column], row: int, left: int = 0) -> None:
        for place, column in enumerate(columns, left):
            text = self.formats.cell_head if place > left else self.formats.head
            self.sheet.write_string(row, place, seen(column.told), self.formats.number_head if column.is_number else text)
        tallest = max(lines(column.told, self._width(place) - GUTTER - _AIR) for place, column in enumerate(columns, left))
        self._height(row, POINTS * tallest)

    def _height(self, row: int, points: float) -> None:
        self.sheet.set_row(row, points)
        self.heights[row] = points

    def _facts(self, rows: Sequence[tuple[str, str]]) -> None:
        for name, text in rows:
            plain = seen(name)
            self.sheet.write_string(self.row, 0, plain, self.formats.quiet)
            self._across(text, self.formats.plain, first=1, least=lines(plain, self._width(0) - 1))

    def _table(self, table: FigureTable, above: str) -> None:
        """Numbers as numbers with the decimals of the publication; a verdict has its symbol before its word."""
        self.row += self.row > 0
        first = self.row
        self._across(above, self.formats.headings[3])
        self.heads = self.row
        self._heads(table.columns, self.row)
        self.row += 1
        for row in table.rows:
            tallest = max((self._cell(place, cell, table.columns[place]) for place, cell in enumerate(row)), default=1)
            self._height(self.row, min(tallest, _LINES) * POINTS)
            self.row += 1
        self.spans += ((first, self.heads + 3), (self.row - 2, self.row))
        self.whole.append((first, self.row))
        self.row += 1

    def _cell(self, place: int, cell: Cell, column: Column) -> int:
        """Writes a cell; how many lines it takes. A word among numbers stands where they do."""
        if cell.number is not None:
            style = self.formats.number(cell.decimals, is_signed=cell.text[:1] in _SIGNS)
            self.sheet.write_number(self.row, place, cell.number, style)
            return 1
        text, formats = told(cell), self.formats
        plain, tones = (formats.cell, formats.cell_tones) if place else (formats.plain, formats.tones)
        style = tones[cell.tone] if cell.tone else formats.word if column.is_number else plain
        self.sheet.write_string(self.row, place, text, style)
        return lines(text, self._width(place) - (GUTTER if place else 1))

    def _across(self, text: str, style: Any, *, first: int = 0, least: int = 1) -> None:
        """A text over the width of the sheet, in as many rows as it is long."""
        size, last = style.font_size / FONT["font_size"], len(self.widths) - 1
        width = int(sum(self.widths[first:]) / size)
        for part in parted(seen(text), width * _LINES):
            if first < last:
                self.sheet.merge_range(self.row, first, self.row, last, "", style)
            self.sheet.write_string(self.row, first, part, style)
            self._height(self.row, min(max(lines(part, width), least) * POINTS * size, 400))
            self.row += 1

    def _width(self, place: int) -> int:
        return self.widths[place] if place < len(self.widths) else _ASIDE


# -- texts

_SIGNS = ("+", "\u2212")


def _tables(block: Block) -> Iterator[FigureTable]:
    if isinstance(block, TableBlock):
        yield block.table
    if isinstance(block, FigureBlock):
        yield block.spec.table


def _topped(header: str) -> str:
    """Of a line that is too long the end, where Stand and draft are."""
    return _coded(header if len(header) <= _HEADER else "…" + header[1 - _HEADER :])


def _coded(text: str) -> str:
    """In a header `&` begins an order."""
    return text.replace("&", "&&")


def _plain(runs: Runs) -> str:
    return "".join(run.text for run in runs)
