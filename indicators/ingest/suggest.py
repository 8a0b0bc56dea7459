"""A first draft of a mapping, from what the cells of a table look like. A draft: a person checks it before it is used."""

import re
from collections import Counter
from dataclasses import dataclass, field

from indicators.catalogue import Catalogue, Noun
from indicators.ingest.grid import Cell, Grid, NumberCell, written
from indicators.ingest.mapping import (
    SEARCHED,
    Block,
    Column,
    Mapping,
    Part,
    fingerprint,
    is_period,
    paths,
    period_above,
    period_in,
    places,
    without_period,
)
from indicators.ingest.numbers import parse_number

_HEADER_ROWS = 4  # more are not suggested
_MARKS = frozenset({".", "-", "–", "/", "x", "*", "...", "…", "•"})
_NOUNS: tuple[Noun, ...] = ("area", "indicator", "group", "unit")
_AREA_IN_FRONT = re.compile(r"\d{4,8}\s+(\D.*)", re.ASCII | re.DOTALL)


def suggest(grid: Grid, catalogue: Catalogue) -> Mapping:
    """A mapping of the grid without a name; parts it cannot see are missing. At worst it has no columns at all."""
    first = _first_figures(grid, catalogue)
    if first is None:
        return Mapping(name="", fingerprint=(), columns=())
    start, count = _header(grid, first, catalogue)
    draft = _Draft(grid, catalogue, start, count)
    draft.look_at_columns()
    draft.look_at_headers()
    draft.look_at_blocks(grid.rows[start + count :])
    draft.look_at_titles(grid.rows[:start])
    return Mapping(
        name="", fingerprint=fingerprint(grid, start, count), header_rows=count, columns=tuple(draft.columns),
        blocks=tuple(draft.blocks), constants=draft.constants, is_period_above=draft.is_period_above,
        skips_other_areas=draft.has_other_areas,
    )  # fmt: skip


def _first_figures(grid: Grid, catalogue: Catalogue) -> int | None:
    """The first row with a number that is no year and no key, right of something else."""
    for index, row in enumerate(grid.rows[:SEARCHED]):
        kinds = [kind for cell in row if (kind := _kind(cell, catalogue))]
        if index and "number" in kinds[1:]:
            return index
    return None


def _header(grid: Grid, first: int, catalogue: Catalogue) -> tuple[int, int]:
    """Index of the first header row and how many there are, above the first figures and any title of a block."""
    end = first
    while end > 1 and _is_title(grid.rows[end - 1], catalogue):
        end -= 1
    start = end - 1
    while start > 0 and end - start < _HEADER_ROWS and grid.lines[start] - grid.lines[start - 1] == 1:
        if len({written(cell) for cell in grid.rows[start - 1]} - {""}) < 2 and written(grid.rows[start - 1][0]):
            break
        start -= 1
    return start, end - start


def _is_title(row: list[Cell], catalogue: Catalogue) -> bool:
    filled = [written(cell) for cell in row if written(cell)]
    return len(filled) == 1 and _title_part(filled[0], catalogue) is not None


def _title_part(text: str, catalogue: Catalogue) -> str | None:
    return next((noun for noun in _NOUNS[:3] if catalogue.find(noun, text)), "period" if period_in([text]) else None)


def _kind(cell: Cell, catalogue: Catalogue) -> str:
    """What a cell may be: number, period, key, one of the nouns, text, or nothing for a blank."""
    text = written(cell)
    if not text:
        return ""
    if is_period(text):
        return "period"
    found = next((noun for noun in _NOUNS if catalogue.find(noun, text)), None)
    if found:
        return "key" if found == "area" and text.isdecimal() else found
    if (match := _AREA_IN_FRONT.fullmatch(text)) and catalogue.find("area", match[1]):
        return "area"
    return "number" if isinstance(cell, NumberCell) or text in _MARKS or _is_number(text) else "text"


def _is_number(text: str) -> bool:
    try:
        parse_number(text)
    except ValueError:
        return False
    return not (text.isdecimal() and len(text) in (5, 8) and text.startswith("0"))  # the key of a district


@dataclass
class _Draft:
    """A mapping being put together, one look after the other."""

    grid: Grid
    catalogue: Catalogue
    start: int
    header_rows: int
    columns: list[Column] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    constants: dict[str, str] = field(default_factory=dict)
    values: list[int] = field(default_factory=list)  # headers of value columns
    known: set[str] = field(default_factory=set)  # parts found so far
    is_period_above: bool = False
    has_other_areas: bool = False

    def look_at_columns(self) -> None:
        """Which part the cells below each header look like; every part but the value once, where most cells fit."""
        found: dict[str, tuple[int, int]] = {}
        for header, at in enumerate(places(self.grid, self.start, self.header_rows).values()):
            kinds = Counter(_kind(row[at[0]], self.catalogue) for row in self._body() if at[0] < len(row))
            del kinds[""]
            part, count = self._part(kinds)
            if part == "value":
                self.values.append(header)
            elif part and count > found.get(part, (0, 0))[1]:
                found[part] = (header, count)
            if part in ("area", "key"):
                self.has_other_areas |= kinds["text"] + kinds["number"] > 0
        for name, (header, _) in found.items():
            part_name: Part = name  # type: ignore[assignment]
            self.columns.append(Column(header=header, part=part_name))
            self.known.add(name)

    def _body(self) -> list[list[Cell]]:
        return self.grid.rows[self.start + self.header_rows :]

    def _part(self, kinds: Counter[str]) -> tuple[str, int]:
        """A column of a list of all districts holds few names that are known: any is enough."""
        for part in ("key", "area"):
            if kinds[part] and kinds[part] + kinds["text"] + kinds["number"] >= 0.9 * kinds.total():
                return part, kinds[part]
        if not kinds:
            return "", 0
        part, count = kinds.most_common(1)[0]
        return ("value" if part == "number" else "" if part == "text" else part), count

    def look_at_headers(self) -> None:
        """What the header of each value column says about its figures."""
        found = list(places(self.grid, self.start, self.header_rows).values())
        every = paths(self.grid, self.start, self.header_rows)
        for header in self.values:
            path = every[found[header][0]]
            own = {noun: self._noun(noun, path) for noun in ("area", "indicator", "group")}
            period = "header" if period_in(path) else ""
            self.columns.append(Column(header=header, part="value", period=period, **own))
            self.known |= {part for part, text in {**own, "period": period}.items() if text}

    def _noun(self, noun: Noun, texts: list[str]) -> str:
        for text in texts:
            for spelling in (text, without_period(text), re.sub(r"\s*[\[(].*", "", text)):
                if identifier := self.catalogue.find(noun, spelling):
                    return identifier
        return ""

    def look_at_blocks(self, rows: list[list[Cell]]) -> None:
        """Rows with one text only that names a part which no column names."""
        found: dict[str, int] = {}
        for row in rows:
            filled = [(at, written(cell)) for at, cell in enumerate(row) if written(cell)]
            part = _title_part(filled[0][1], self.catalogue) if len(filled) == 1 else None
            if part and part not in self.known and "key" not in self.known:
                found.setdefault(part, filled[0][0])
        headers = [at[0] for at in places(self.grid, self.start, self.header_rows).values()]
        for part, at in found.items():
            if at in headers:
                self.blocks.append(Block(header=headers.index(at), part=part))  # type: ignore[arg-type]
        self.known |= set(found)

    def look_at_titles(self, rows: list[list[Cell]]) -> None:
        """The indicator and the period, where only the lines above the table name them."""
        titles = [text for row in rows for cell in row if (text := written(cell))]
        if "indicator" not in self.known and (indicator := self._noun("indicator", titles)):
            self.constants["indicator"] = indicator
        self.is_period_above = "period" not in self.known and period_above(titles) is not None
