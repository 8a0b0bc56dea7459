"""How a workbook looks: its formats, how wide a column is, how many lines a text takes in it."""

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from indicators.present import look
from indicators.present.report.paper import MARKS, seen
from indicators.present.report.xlsx_page import WIDEST
from indicators.present.tables import Cell, FigureTable

FONT: Mapping[str, Any] = {
    "font_name": "Arial",
    "font_size": 10,
}  # on every office machine; columns count its digits
POINTS = 12.75  # height of a line
GUTTER = 3  # digits that the indent of a cell takes
_NARROWEST, _FIRST, _MOST, _BROADEST = 13, 28, 44, 60  # digits: of a column, of the first, of one of many, of one of few
_FEW = 4  # columns
_SHEET = 130  # digits that the columns of a sheet take together at least: the width of A4 across
_LETTERS = 1.12  # of a text in the room of a digit
_DECIMALS = 6
_LONGEST = 32_000  # signs of a cell; a spreadsheet refuses more than 32,767


class Formats:
    """The few formats of a workbook, each made once."""

    def __init__(self, book: Any) -> None:
        wrapped = {"text_wrap": True, "valign": "top"}
        inside = {"align": "left", "indent": 2, **wrapped}
        self.book = book
        self.title = book.add_format({"bold": True, "font_size": 16, **wrapped})
        self.headings = {level: book.add_format({"bold": True, "font_size": size, **wrapped})
                         for level, size in ((1, 14), (2, 12), (3, 10))}  # fmt: skip
        self.plain, self.cell = book.add_format(wrapped), book.add_format(inside)
        self.lead = book.add_format({"font_size": 11, **wrapped})
        self.warned = book.add_format({"bold": True, **wrapped})
        self.aside = book.add_format({"italic": True, "font_color": look.colour("quiet", "light")})
        self.quiet = book.add_format({"font_color": look.colour("quiet", "light"), **wrapped})
        self.quote = book.add_format({"italic": True, **wrapped})
        self.asked = book.add_format({"italic": True, "border": 4, **wrapped})
        self.head = book.add_format({"bold": True, "bottom": 1, **wrapped})
        self.cell_head = book.add_format({"bold": True, "bottom": 1, **inside})
        self.number_head = book.add_format({"bold": True, "bottom": 1, "align": "right", "indent": 1, **wrapped})
        tinted = {tone: {"bold": True, "font_color": look.colour(tone, "light"), **wrapped} for tone in MARKS}
        self.tones = {tone: book.add_format(form) for tone, form in tinted.items()}
        self.cell_tones = {tone: book.add_format({**form, **inside}) for tone, form in tinted.items()}
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


def told(cell: Cell) -> str:
    text = seen(", ".join(part for part in (cell.text, cell.note) if part))[:_LONGEST]
    return f"{MARKS[cell.tone]} {text}" if cell.tone else text


def widths(tables: Sequence[FigureTable]) -> list[int]:
    """Columns as wide as their longest text up to a limit; together a page that can still be read, no less, no more."""
    count = max((len(table.columns) for table in tables), default=2)
    widest = _MOST if count > _FEW else _BROADEST
    found = [_FIRST, *[_NARROWEST] * (max(count, 2) - 1)]
    for table in tables:
        for place, column in enumerate(table.columns):
            longest = max((len(told(row[place])) for row in table.rows if row[place].number is None), default=0)
            head = max((len(word) for word in column.told.split()), default=0) + GUTTER
            most = _BROADEST if column.is_origin else widest
            found[place] = max(found[place], min(longest + GUTTER + 1, most), min(head, most))
    while sum(found) > WIDEST - len(found) and max(found) > _NARROWEST:
        found[found.index(max(found))] -= 1
    missing = _SHEET - sum(found)
    return [*found[:-1], found[-1] + max(missing, 0)]


def lines(text: str, width: float) -> int:
    """How many lines a text takes that is broken between words; `width` in digits, than which letters are narrower."""
    return sum(max(1, len(textwrap.wrap(line, max(1, int(width * _LETTERS))))) for line in text.split("\n"))


def parted(text: str, most: int) -> Iterator[str]:
    """A text in parts that a cell can show, cut between words where there are any; nothing of it is lost."""
    while len(text) > most:
        cut = text.rfind(" ", 1, most) + 1 or most
        yield text[:cut]
        text = text[cut:]
    yield text
