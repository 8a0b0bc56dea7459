"""A table taught once: which header stands for what, saved under a name, found again in the next file of that shape.

Columns are known by their header, not by their number. Years, months and dates in a header count as the same header, so
that a column more for a new year changes nothing; any other change is a different table.
"""

import re
from collections.abc import Mapping as ReadOnly
from typing import Literal

import msgspec

from indicators.catalogue import fold
from indicators.ingest.grid import Grid, written
from indicators.ingest.numbers import Style
from indicators.period import Period, parse_period

Part = Literal["key", "area", "indicator", "group", "period", "value", "unit", "status", "source", "note"]
BETWEEN = " · "  # the texts of one column in several header rows, from top to bottom
SEARCHED = 60  # rows from the top in which a known header is looked for
_LONGEST = 4  # words of a period: "am 30. Juni 2024"
_WORD = re.compile(r"[^\s,:()]+")
_MADE = re.compile(
    r"erstell|abruf|abgerufen|datenstand|download|©|\(c\)|copyright|druck|nächste|created|retrieved", re.IGNORECASE
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)", re.ASCII)


class _Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """A part of a mapping as its JSON holds it."""


class Column(_Record, frozen=True):
    """What the column under one header says. A value column may itself name what it counts: catalogue ids or texts.

    header  its place in `Mapping.fingerprint`
    period  "header": the period in the header of each such column
    """

    header: int
    part: Part
    area: str = ""
    indicator: str = ""
    group: str = ""
    unit: str = ""
    period: str = ""


class Block(_Record, frozen=True):
    """Rows that are titles: without figures, naming in the column under `header` a part of all figures below them."""

    header: int
    part: Literal["area", "indicator", "group", "period"]


class Mapping(_Record, frozen=True):
    """How to read a table. A part of a figure comes from its value column, else from its row, its block, the constants.

    fingerprint       the headers in their order, as `fingerprint` gives them
    sheet             its name as `pattern` gives it; empty for any sheet
    constants         part -> text for every figure
    names             part -> {folded text of the file: catalogue id}; an empty id leaves the row out
    is_period_above   the period stands in a title above the header
    skips_other_areas rows of areas that are not held here are left out and counted, not refused
    """

    name: str
    fingerprint: tuple[str, ...]
    columns: tuple[Column, ...]
    header_rows: int = 1
    sheet: str = ""
    blocks: tuple[Block, ...] = ()
    constants: dict[str, str] = {}
    names: dict[str, dict[str, str]] = {}
    style: Style = "either"
    is_period_above: bool = False
    skips_other_areas: bool = False

    def __post_init__(self) -> None:
        places = [column.header for column in self.columns] + [block.header for block in self.blocks]
        if self.header_rows < 1 or any(not 0 <= place < len(self.fingerprint) for place in places):
            raise ValueError("a column or block under a header that the mapping does not have")


def to_json(mapping: Mapping) -> str:
    return msgspec.json.encode(mapping).decode()


def from_json(text: str) -> Mapping:
    """raises  msgspec.ValidationError for what is no mapping"""
    return msgspec.json.decode(text, type=Mapping)


def matches(mapping: Mapping, grid: Grid) -> bool:
    """True if the grid is a table of this shape. A period fixed by the mapping would be last year's: it must be named."""
    return "period" not in mapping.constants and header_of(mapping, grid) is not None


def header_of(mapping: Mapping, grid: Grid) -> int | None:
    """The first header row of the table that was taught, or None."""
    if mapping.sheet and pattern(grid.sheet) != mapping.sheet:
        return None
    for start in range(min(SEARCHED, len(grid.rows) - mapping.header_rows + 1)):
        if fingerprint(grid, start, mapping.header_rows) == mapping.fingerprint:
            return start
    return None


def fingerprint(grid: Grid, start: int, header_rows: int) -> tuple[str, ...]:
    """The headers of a table from left to right; headers that differ only in their period are one."""
    return tuple(places(grid, start, header_rows))


def places(grid: Grid, start: int, header_rows: int) -> dict[str, list[int]]:
    """Header pattern -> its columns. Equal headers without a period are told apart by a number behind them."""
    found: dict[str, list[int]] = {}
    for column, path in enumerate(paths(grid, start, header_rows)):
        text = BETWEEN.join(map(pattern, path))
        key, again = text, 1
        while "{" not in text and key in found:
            again += 1
            key = f"{text} #{again}"
        found.setdefault(key, []).append(column)
    while found and not next(reversed(found)).partition(" #")[0]:
        found.popitem()  # empty columns that a spreadsheet left at the end
    return found


def paths(grid: Grid, start: int, header_rows: int) -> list[list[str]]:
    """Each column's header texts from top to bottom. In all rows but the last a text holds for the blanks right of it, up
    to where a row above begins something new."""
    rows = [[" ".join(written(cell).split()) for cell in row] for row in grid.rows[start : start + header_rows]]
    width = max(map(len, rows))
    for index, row in enumerate(rows):
        row.extend([""] * (width - len(row)))
        if grid.merged:
            _spread(row, grid.lines[start + index], grid)
        elif index < header_rows - 1:
            for column in range(1, width):
                if all(above[column] == above[column - 1] for above in rows[:index]):
                    row[column] = row[column] or row[column - 1]
    return [[row[column] for row in rows if row[column]] for column in range(width)]


def _spread(row: list[str], line: int, grid: Grid) -> None:
    """Write the text of each merged block of this row into all its columns."""
    for top, first, _, last in grid.merged:
        if top == line:
            row[first : last + 1] = [row[first]] * (min(last + 1, len(row)) - first)


def pattern(text: str) -> str:
    """A header with its period replaced: what is the same in next year's file.

    >>> pattern("Arbeitslose am 30.06.2024"), pattern("IV/2024"), pattern("Januar"), pattern("Insgesamt")
    ('arbeitslose am {period}', '{period}', '{part}', 'insgesamt')
    """
    if _is_part(text):
        return "{part}"
    return _YEAR.sub("{year}", fold(without_period(text, "{period}")))


def without_period(text: str, instead: str = "") -> str:
    """A text with the periods it names taken out: "Arbeitslosenquote 2024" -> "Arbeitslosenquote"."""
    for start, end in reversed(_within(text)):
        text = f"{text[:start]}{instead}{text[end:]}"
    return text.strip()


def is_period(text: str) -> bool:
    return _period(text) is not None


def _period(text: str) -> Period | None:
    try:
        return parse_period(text)
    except ValueError:
        return None


def _is_part(text: str) -> bool:
    """True for a quarter or month without its year."""
    period = _period(f"{text} 2000")
    return period is not None and period.frequency != "year"


def period_in(path: list[str]) -> str | None:
    """The one period that texts name: `["2024", "Insgesamt", "Januar"]` is "Januar 2024". None for none or several."""
    parts = [text for text in path if _is_part(text)]
    found = {_period(text): text for cell in path for start, end in _within(cell) if (text := cell[start:end])}
    if len(found) != 1 or len(parts) > 1:
        return None
    period = next(iter(found.values()))
    if not parts:
        return period
    return f"{parts[0]} {period}" if _YEAR.fullmatch(period) else None


def period_above(titles: list[str]) -> str | None:
    """The one period the titles of a table name. When it was made is no period; "Stand: …" counts if nothing else does."""
    titles = [title for title in titles if not _MADE.match(title)]
    return period_in([title for title in titles if not fold(title).startswith("stand")]) or period_in(titles)


def _within(text: str) -> list[tuple[int, int]]:
    """Where periods stand inside a text, first and behind last sign: as long as it takes ("Juni 2024", not "2024"), but
    without words that change nothing ("am 30.06.2024")."""
    words = [match.span() for match in _WORD.finditer(text)]
    found: list[tuple[int, int]] = []
    at = 0
    while at < len(words):
        for end in range(min(len(words), at + _LONGEST), at, -1):
            last = words[end - 1][1]
            if period := _period(text[words[at][0] : last]):
                while at + 1 < end and _period(text[words[at + 1][0] : last]) == period:
                    at += 1
                found.append((words[at][0], last))
                at = end - 1
                break
        at += 1
    return found


def meaning(mapping: Mapping, part: str, text: str) -> str | None:
    """What a label of the file stands for: the id it was taught, else the text itself; None if it shall be left out."""
    taught: ReadOnly[str, str] = mapping.names.get(part, {})
    found = taught.get(fold(text), text)
    return found if found or not text else None
