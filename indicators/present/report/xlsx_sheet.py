"""One sheet of a workbook, written from top to bottom: texts, tables with numbers, and figures with their charts."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from indicators.present import look
from indicators.present.figure import FigureSpec
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
from indicators.present.report.paper import MARKS, caption, lines, page_told, seen
from indicators.present.tables import Cell, Column, FigureTable
from indicators.present.words import Words

_NARROWEST, _FIRST, _WIDEST, _BROADEST = 13, 28, 44, 60  # digits: of a column, of the first, of one of many, of one of few
_FEW = 4  # columns
_MORE = 12  # columns that only the cells of a chart may take
_SHEET = 130  # digits that the columns of a sheet take together at least: the width of A4 across
_LINES = 20  # of a cell: more are not shown; a longer text goes on in the next row
_POINTS = 15  # height of a line
_CHART_ROWS = 21
_PAPER_A4 = 9
_HEADER = 200  # signs; a spreadsheet refuses more than 255
_AIR = 2  # digits of a head that strong letters and the space beside them take
_DECIMALS = 6


class Formats:
    """The few formats of a workbook, each made once."""

    def __init__(self, book: Any) -> None:
        wrapped = {"text_wrap": True, "valign": "top"}
        self.book = book
        self.title = book.add_format({"bold": True, "font_size": 18, **wrapped})
        self.headings = {level: book.add_format({"bold": True, "font_size": size, **wrapped})
                         for level, size in ((1, 15), (2, 13), (3, 11))}  # fmt: skip
        self.plain = book.add_format(wrapped)
        self.lead = book.add_format({"font_size": 12, **wrapped})
        self.warned = book.add_format({"bold": True, **wrapped})
        self.quiet = book.add_format({"font_color": look.colour("quiet", "light"), **wrapped})
        self.quote = book.add_format({"italic": True, **wrapped})
        self.asked = book.add_format({"italic": True, "border": 4, **wrapped})
        self.head = book.add_format({"bold": True, "bottom": 1, **wrapped})
        self.number_head = book.add_format({"bold": True, "bottom": 1, "align": "right", "indent": 1, **wrapped})
        tinted = {tone: {"bold": True, "font_color": look.colour(tone, "light"), **wrapped} for tone in MARKS}
        self.tones = {tone: book.add_format(form) for tone, form in tinted.items()}
        right = {"align": "right", "indent": 1}
        self.word = book.add_format({**right, **wrapped})
        self.year, self.part = (book.add_format({"num_format": form, "valign": "top", **right}) for form in ("0", "0.00"))
        self._numbers: dict[tuple[int, bool], Any] = {}

    def number(self, decimals: int, *, is_signed: bool = False) -> Any:
        """As many decimals as were published; with its sign where the text has one."""
        key = (min(decimals, _DECIMALS), is_signed)
        if key not in self._numbers:
            form = "#,##0" + ("." + "0" * key[0] if key[0] else "")
            code = f"+{form};\u2212{form};{form}" if is_signed else form
            self._numbers[key] = self.book.add_format({"num_format": code, "valign": "top", "align": "right", "indent": 1})
        return self._numbers[key]


class Sheet:
    """A sheet and the row that is written next."""

    def __init__(self, book: Any, sheet: Any, formats: Formats, words: Words) -> None:
        self.book, self.sheet, self.formats, self.words = book, sheet, formats, words
        self.row, self.widths = 0, [_SHEET]

    def begin(self, header: str, blocks: Sequence[Block]) -> None:
        """A4 across, as wide as the paper, the line along the top, and columns as wide as the tables below need."""
        self.widths = _widths([table for block in blocks for table in _tables(block)])
        self.sheet.set_column(len(self.widths), len(self.widths) + _MORE, _NARROWEST)
        for place, width in enumerate(self.widths):
            self.sheet.set_column(place, place, width)
        self.sheet.set_landscape()
        self.sheet.set_paper(_PAPER_A4)
        self.sheet.fit_to_pages(1, 0)
        before, between, after = page_told(self.words)
        self.sheet.set_header(f"&L{_topped(header)}")
        self.sheet.set_footer(f"&R{_coded(before)}&P{_coded(between)}&N{_coded(after)}")
        self.sheet.hide_gridlines(2)
        self.sheet.freeze_panes(1, 0)
        self.sheet.repeat_rows(0)

    def cover(self, cover: Cover) -> None:
        self._across(cover.title, self.formats.title)
        if cover.subtitle != cover.title:
            self._across(cover.subtitle, self.formats.quiet)
        self._facts(cover.facts)
        if cover.remark:
            self._across(cover.remark, self.formats.warned)
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
        """The chart, its caption, the published numbers, remarks and source, then the cells that it is drawn from."""
        spec = block.spec
        at, self.row = self.row + 1, self.row + 1 + (_CHART_ROWS if spec.across is None else 0)
        self._across(caption(block, self.words), self.formats.headings[3])
        if spec.sentence:
            self._across(spec.sentence, self.formats.plain)
        self._table(spec.table)
        for remark in self._remarks(spec):
            self._across(remark, self.formats.quiet)
        if spec.across is None:
            found = xlsx_chart.values(spec, self.words)
            self.row += 1
            self._across(self.words("book.drawn_from", number=block.number), self.formats.quiet)
            first = self.row + 1
            self._values(found, spec)
            drawn = xlsx_chart.chart(self.book, self.sheet.get_name(), spec, found, first)
            self.sheet.insert_chart(at, 0, drawn, {"description": spec.alt, "object_position": 2, "x_offset": 4, "y_offset": 4})

    def _remarks(self, spec: FigureSpec) -> Iterator[str]:
        """What the chart cannot say: an axis cut off, what happened when, what a continuation is, the source."""
        if not spec.from_zero:
            yield self.words("figure.above_zero")
        for note in sorted(spec.notes, key=lambda note: note.x):
            yield self.words("book.note", label=note.label, text=note.text) if note.text else note.label
        if spec.continuation is not None:
            yield self.words("figure.outlook_flat" if spec.continuation.is_flat else "figure.outlook_note")
            if spec.continuation.bands:
                yield self.words("book.range_note")
        yield spec.source

    def _values(self, found: xlsx_chart.Values, spec: FigureSpec) -> None:
        """A row a place. A published value keeps its decimals, what may come has those of the figure."""
        published = {cell.number: cell.decimals for row in spec.table.rows for cell in row if cell.number is not None}
        heads = (Column(self.words("table.period")), Column(self.words("book.year")), *map(Column, found.columns))
        self._heads([replace(head, is_number=place > 0) for place, head in enumerate(heads)])
        for name, place, row in zip(found.names, found.places, found.rows, strict=True):
            self.sheet.write_string(self.row, 0, seen(name), self.formats.plain)
            self.sheet.write_number(self.row, 1, place, self.formats.year if place == int(place) else self.formats.part)
            for column, value in enumerate(row, 2):
                if value is not None:
                    decimals = published.get(value, spec.decimals)
                    self.sheet.write_number(self.row, column, value, self.formats.number(decimals))
            self.row += 1
        self.row += 1

    def _heads(self, columns: Sequence[Column]) -> None:
        for place, column in enumerate(columns):
            style = self.formats.number_head if column.is_number else self.formats.head
            self.sheet.write_string(self.row, place, seen(column.told), style)
        tallest = max(_lines(column.told, self._width(place) - _AIR) for place, column in enumerate(columns))
        self.sheet.set_row(self.row, _POINTS * tallest)
        self.row += 1

    def _facts(self, rows: Sequence[tuple[str, str]]) -> None:
        for name, text in rows:
            plain = seen(name)
            self.sheet.write_string(self.row, 0, plain, self.formats.quiet)
            self._across(text, self.formats.plain, first=1, least=_lines(plain, self._width(0)))

    def _table(self, table: FigureTable) -> None:
        """Numbers as numbers with the decimals of the publication; a verdict has its symbol before its word."""
        self._heads(table.columns)
        for row in table.rows:
            tallest = max((self._cell(place, cell, table.columns[place]) for place, cell in enumerate(row)), default=1)
            self.sheet.set_row(self.row, min(tallest, _LINES) * _POINTS)
            self.row += 1
        self.row += 1

    def _cell(self, place: int, cell: Cell, column: Column) -> int:
        """Writes a cell; how many lines it takes. A word among numbers stands where they do."""
        if cell.number is not None:
            style = self.formats.number(cell.decimals, is_signed=cell.text[:1] in _SIGNS)
            self.sheet.write_number(self.row, place, cell.number, style)
            return 1
        text = _told(cell)
        plain = self.formats.word if column.is_number else self.formats.plain
        self.sheet.write_string(self.row, place, text, self.formats.tones[cell.tone] if cell.tone else plain)
        return _lines(text, self._width(place))

    def _across(self, text: str, style: Any, *, first: int = 0, least: int = 1) -> None:
        """A text over the width of the sheet, in as many rows as it is long."""
        size, last = style.font_size / 11, len(self.widths) - 1
        width = int(sum(self.widths[first:]) / size)
        for part in _parts(seen(text), width * _LINES):
            if first < last:
                self.sheet.merge_range(self.row, first, self.row, last, "", style)
            self.sheet.write_string(self.row, first, part, style)
            self.sheet.set_row(self.row, min(max(_lines(part, width), least) * _POINTS * size, 400))
            self.row += 1

    def _width(self, place: int) -> int:
        return self.widths[place] if place < len(self.widths) else _NARROWEST


# -- texts and widths

_SIGNS = ("+", "\u2212")
_LONGEST = 32_000  # signs of a cell; a spreadsheet refuses more than 32,767


def _told(cell: Cell) -> str:
    text = seen(", ".join(part for part in (cell.text, cell.note) if part))[:_LONGEST]
    return f"{MARKS[cell.tone]} {text}" if cell.tone else text


def _tables(block: Block) -> Iterator[FigureTable]:
    if isinstance(block, TableBlock):
        yield block.table
    if isinstance(block, FigureBlock):
        yield block.spec.table


def _widths(tables: Sequence[FigureTable]) -> list[int]:
    """Columns as wide as their longest text up to a limit; together at least as wide as a sheet of paper."""
    count = max((len(table.columns) for table in tables), default=2)
    widest = _WIDEST if count > _FEW else _BROADEST
    found = [_FIRST, *[_NARROWEST] * (max(count, 2) - 1)]
    for table in tables:
        for place, column in enumerate(table.columns):
            longest = max((len(_told(row[place])) for row in table.rows if row[place].number is None), default=0)
            head = max((len(word) for word in column.told.split()), default=0) + 2
            most = _BROADEST if column.is_origin else widest
            found[place] = max(found[place], min(longest + 2, most), min(head, most))
    missing = _SHEET - sum(found)
    return [*found[:-1], found[-1] + max(missing, 0)]


def _parts(text: str, most: int) -> Iterator[str]:
    """A text in parts that a cell can show, cut between words where there are any; nothing of it is lost."""
    while len(text) > most:
        cut = text.rfind(" ", 1, most) + 1 or most
        yield text[:cut]
        text = text[cut:]
    yield text


def _topped(header: str) -> str:
    """Of a line that is too long the end, where Stand and draft are."""
    return _coded(header if len(header) <= _HEADER else "…" + header[1 - _HEADER :])


def _coded(text: str) -> str:
    """In a header `&` begins an order."""
    return text.replace("&", "&&")


def _plain(runs: Runs) -> str:
    return "".join(run.text for run in runs)


def _lines(text: str, width: float) -> int:
    return sum(max(1, -(-len(line) // max(1, int(width)))) for line in text.split("\n"))
