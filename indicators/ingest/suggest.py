"""A first draft of a mapping, from what the cells of a table look like. A draft: a person checks it before it is used."""

import re
from collections import Counter
from collections.abc import Sequence
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
_LOOKED_AT = 20_000  # rows of a long table
_MARKS = frozenset({".", "-", "–", "/", "x", "*", "...", "…", "•"})
_NOUNS: tuple[Noun, ...] = ("area", "indicator", "group", "unit")
_CODE = re.compile(r"0\d{1,7}|[1-9]\d{3,7}|DG", re.ASCII)  # the key of a region, but also a count
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
        if index and {"number", "code"} & set(kinds[1:]):
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
    """What a cell may be: number, period, key or a code like one, one of the nouns, text, or nothing for a blank."""
    text = written(cell)
    if not text:
        return ""
    if is_period(text):
        return "period"
    found = next((noun for noun in _NOUNS if catalogue.find(noun, text)), None)
    if _CODE.fullmatch(text):
        return "key" if found == "area" else "code"
    if found and not text.isdecimal():
        return found
    if (match := _AREA_IN_FRONT.fullmatch(text)) and catalogue.find("area", match[1]):
        return "area"
    return "number" if isinstance(cell, NumberCell) or text in _MARKS or _is_number(text) else "text"


def _is_number(text: str) -> bool:
    try:
        parse_number(text)
    except ValueError:
        return False
    return True


def _part(kinds: Counter[str]) -> tuple[str, int]:
    """What a column with these kinds of cells is. In a list of all districts few are known: any known one is enough."""
    for part, others in (("key", "code"), ("area", "text")):
        if kinds[part] and kinds[part] + kinds[others] >= 0.9 * kinds.total():
            return part, kinds[part]
    kinds["number"] += kinds.pop("code", 0) + kinds.pop("key", 0)
    if not kinds.total():
        return "", 0
    part, count = kinds.most_common(1)[0]
    return ("value" if part == "number" else "" if part == "text" else part), count


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
        found: dict[str, tuple[int, int, bool]] = {}
        for header, at in enumerate(places(self.grid, self.start, self.header_rows).values()):
            cells = [row[at[0]] for row in self._body() if at[0] < len(row) and written(row[at[0]])]
            kinds = Counter(_kind(cell, self.catalogue) for cell in cells)
            part, count = _part(kinds)
            if part == "value" and len(cells) > 2 and len(set(cells)) == 1:
                continue  # the number of the statistics, repeated in every row
            others = kinds["text"] + kinds["number"] + kinds["code"] > 0
            if part == "value" or (part in ("key", "period") and count <= found.get(part, (0, 0))[1]):
                self.values.append(header)  # also counts that happen to look like keys or years
            elif part and count > found.get(part, (0, 0))[1]:
                found[part] = (header, count, others)
        for name, (header, _, others) in found.items():
            part_name: Part = name  # type: ignore[assignment]
            self.columns.append(Column(header=header, part=part_name))
            self.known.add(name)
            self.has_other_areas |= name in ("area", "key") and others

    def _body(self) -> Sequence[list[Cell]]:
        first = self.start + self.header_rows
        return list(self.grid.rows[first : first + _LOOKED_AT])

    def look_at_headers(self) -> None:
        """What the header of each value column says about its figures. A column that says more than is understood is left
        out ("Arbeitslose · ohne Abschluss" is not all unemployed), as is one without an indicator beside others with one.
        """
        found = list(places(self.grid, self.start, self.header_rows).values())
        every = paths(self.grid, self.start, self.header_rows)
        columns = [column for header in self.values if (column := self._value(header, every[found[header][0]]))]
        if "indicator" not in self.known and any(column.indicator for column in columns):
            columns = [column for column in columns if column.indicator]
        self.columns += columns
        for part in ("area", "indicator", "group", "period"):
            if any(getattr(column, part) for column in columns):
                self.known.add(part)

    def _value(self, header: int, path: list[str]) -> Column | None:
        nouns = {noun: {found for text in path if (found := self._noun(noun, text))} for noun in _NOUNS}
        groups = nouns["group"] - {"total"} or nouns["group"]
        strange = [text for text in path if without_period(text) and not any(self._noun(noun, text) for noun in _NOUNS)]
        if len(groups) > 1 or max(len(nouns["area"]), len(nouns["indicator"])) > 1 or (nouns["indicator"] and strange):
            return None
        area, indicator, group = ("".join(found) for found in (nouns["area"], nouns["indicator"], groups))
        period = "header" if period_in(path) else ""
        return Column(header=header, part="value", area=area, indicator=indicator, group=group, period=period)

    def _noun(self, noun: Noun, text: str) -> str:
        for spelling in (text, without_period(text), re.sub(r"\s*[\[(].*", "", text)):
            if identifier := self.catalogue.find(noun, spelling):
                return identifier
        return ""

    def look_at_blocks(self, rows: Sequence[list[Cell]]) -> None:
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

    def look_at_titles(self, rows: Sequence[list[Cell]]) -> None:
        """The indicator and the period, where only the lines above the table name them."""
        titles = [text for row in rows for cell in row if (text := written(cell))]
        found = {indicator for title in titles if (indicator := self._noun("indicator", title))}
        if "indicator" not in self.known and len(found) == 1:
            self.constants["indicator"] = found.pop()
        self.is_period_above = "period" not in self.known and period_above(titles) is not None
