"""The text of a table's cells -> observations. Every reader hands its figures over as text; this reads them, once for all.

Nothing is guessed: an area, indicator, group or unit is matched exactly or refused with what comes near. Every distinct
cell is read once, so a long file costs hardly more than its different cells.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from indicators.catalogue import Catalogue
from indicators.ingest.cell import CellReader, Value, proven_style
from indicators.ingest.coded import Coded, coded, combined, constant
from indicators.ingest.escape import plain
from indicators.ingest.grid import Cell, written
from indicators.ingest.issue import Issue
from indicators.ingest.numbers import Style
from indicators.ingest.observations import WITHHELD, empty_table

# The parts of a figure as text. `key` and `area` may both be there; then they must agree. `row` is the line of the file,
# `column` the header of the value cell where every period has its own, else None.
CELLS = ("key", "area", "indicator", "group", "period", "value", "unit", "status", "source", "note", "row", "column")
MOST_ALIKE = 500  # issues of one kind that are told one by one


@dataclass(frozen=True)
class TextTable:
    """What a reader hands over: one figure a row, every part as text (columns CELLS, missing parts empty).

    cells     object columns or, for long tables, categories; a value may also be a `NumberCell`, passed on untouched
    headers   part -> the header it stood under
    family    which reader read it; name: the publisher's number of the table or the name of the mapping, empty for tidy
    source    id in data/catalogue/sources whose figures these are, empty where the rows name their own
    sheet     of a workbook
    style     the decimal sign this family always uses; "either" where the file must show it
    skipped   how many figures of other regions the file holds; they are left out and counted
    """

    cells: pd.DataFrame
    headers: Mapping[str, str]
    family: str = "tidy"
    name: str = ""
    source: str = ""
    sheet: str = ""
    style: Style = "either"
    skipped: int = 0


def interpret(texts: TextTable, catalogue: Catalogue, *, today: date, source: str) -> tuple[pd.DataFrame, list[Issue]]:
    """The observations, columns as in `ingest.observations`, and what is wrong; a figure with an error is left out.

    source   named for figures that carry no source of their own
    """
    table = _Table(texts)
    reader = CellReader(catalogue, today, table.style())
    if "key" in texts.headers and "area" in texts.headers:
        area = table.read("key", reader.key_and_name, table.coded("key"), table.coded("area"))
    else:
        role = "key" if "key" in texts.headers else "area"
        area = table.read(role, reader.area, table.coded(role))
    indicator = table.read("indicator", reader.indicator, table.coded("indicator"))
    group = table.read("group", reader.group, table.coded("group"), indicator)
    period = table.read("period", reader.period, table.coded("period"), indicator)
    status = table.read("status", reader.status, table.coded("status"))
    value = table.read("value", reader.value, table.cell("value"), indicator, status)
    unit = table.read("unit", reader.unit, table.coded("unit"), indicator)
    table.say_open_periods(period, today)
    table.say_choices(value)
    parts = {"area": area, "indicator": indicator, "group": group, "period": period, "value": value, "status": status,
             "unit": unit}  # fmt: skip
    return _observations(table, parts, source), table.told()


def _observations(table: "_Table", parts: Mapping[str, Coded], source: str) -> pd.DataFrame:
    """The rows of which every part could be read."""
    good = np.ones(len(table.cells), dtype=bool)
    for part in parts.values():
        if bad := [code for code, found in enumerate(part.values) if found is None]:
            good[part.rows_of(bad)] = False
    rows = np.flatnonzero(good)
    kept = {name: part.taken(rows) for name, part in parts.items()}
    value = kept["value"]
    if len(rows) == 0:
        return empty_table()
    numbers = np.array([found.number.value for found in value.values], dtype=float)
    decimals = np.array([found.number.decimals for found in value.values], dtype=np.int16)
    status, note = _signed(value, kept["status"], table.coded("note").taken(rows))
    lines = table.cells["row"].to_numpy()[rows]
    return pd.DataFrame(
        {
            **{name: kept[name].categorical() for name in ("area", "indicator", "group", "period")},
            "value": numbers[value.codes],
            "decimals": decimals[value.codes],
            "status": status, "unit": kept["unit"].categorical(),
            "source": table.coded("source").taken(rows).categorical(lambda text: plain(text.strip()) or source), "note": note,
            "sheet": constant(table.texts.sheet, len(rows)),
            "row": np.asarray(lines, dtype=np.int32), "column": table.value_headers(rows),
        }
    )  # fmt: skip


def _signed(value: Coded, status: Coded, note: Coded) -> tuple[pd.Categorical, pd.Categorical]:
    """Status and note: a publisher's sign in the value cell adds to what the status and note columns say."""

    def of_value(found: Value, said: str) -> str:
        return found.status if found.status in WITHHELD or said == "normal" else said

    codes, pairs = combined((value, status))
    statuses = Coded(codes, [of_value(*pair) for pair in pairs])
    codes, pairs = combined((Coded(value.codes, [found.note for found in value.values]), note))
    notes = Coded(codes, ["; ".join(plain(part.strip()) for part in reversed(pair) if part.strip()) for pair in pairs])
    return statuses.categorical(), notes.categorical()


class _Table:
    """The cells being read: hands out columns, collects issues with the place of each cell."""

    def __init__(self, texts: TextTable) -> None:
        self.texts = texts
        self.cells = texts.cells
        self.headers = texts.headers
        self._issues: list[Issue] = []
        self._alike: Counter[tuple[str, str]] = Counter()

    def cell(self, role: str) -> Coded:
        return coded(self.cells[role])

    def coded(self, role: str) -> Coded:
        """A column of labels; a number of a workbook is a label too."""
        column = coded(self.cells[role])
        return Coded(column.codes, [value if isinstance(value, str) else written(value) for value in column.values])

    def header(self, role: str, index: int) -> str:
        """The header a part stands under; in a wide table value and period share the header of their column."""
        column = self.cells["column"].iat[index]
        return self.headers.get(role) or (column if isinstance(column, str) else "") or role

    def value_headers(self, rows: np.ndarray) -> pd.Categorical:
        if name := self.headers.get("value"):
            return constant(name, len(rows))
        return coded(self.cells["column"], "value").taken(rows).categorical()

    def read(self, role: str, parse: Callable[..., Any], *columns: Coded) -> Coded:
        """Each row's cell read by `parse`, every distinct combination once; errors become issues of their rows."""
        codes, distinct = combined(columns)
        parsed = [parse(*combination) for combination in distinct]
        found = Coded(codes, parsed)
        wrong = [code for code, result in enumerate(parsed) if isinstance(result, Issue)]
        if wrong:
            for index in found.rows_of(wrong).tolist():
                issue = parsed[codes[index]]
                self._note(issue, issue.column or role, index)
        return Coded(codes, [None if isinstance(result, Issue) else result for result in parsed])

    def style(self) -> Style:
        """The decimal sign of the file: its family's, or what its cells prove; both at once is an error."""
        if self.texts.style != "either":
            return self.texts.style
        values = self.cell("value")
        return self._one_style(values, [proven_style(cell) for cell in values.values])

    def say_open_periods(self, periods: Coded, today: date) -> None:
        """A figure for a period still running is taken, but never rated; said once a period, at its first row."""
        texts = self.coded("period")
        still_open = sorted({str(period) for period in periods.values if period is not None and period.end > today})
        for name in still_open:
            index = int(periods.rows_of([code for code, period in enumerate(periods.values) if str(period) == name])[0])
            self._note(Issue("info", "period.open", found=texts.values[texts.codes[index]].strip()), "period", index)

    def say_choices(self, values: Coded) -> None:
        """Where a separator could be both, say how it was read; what was chosen must not contradict itself either."""
        chosen = [code for code, found in enumerate(values.values) if found is not None and found.chosen]
        if not chosen:
            return
        cells = self.cell("value")
        styles: list[Style] = ["either"] * len(values.values)
        for code in chosen:
            styles[code] = values.values[code].number.style
        self._one_style(values, styles)
        for said in ("value.read_as_thousands", "value.read_as_decimal"):
            rows = values.rows_of([code for code in chosen if values.values[code].chosen == said])
            if len(rows):
                first = int(rows[0])
                params = {"count": len(rows), "read": values.values[values.codes[first]].number}
                self._note(Issue("info", said, found=_text(cells, first), params=params), "value", first)

    def told(self) -> list[Issue]:
        """The issues; of very many of one kind the rest is counted."""
        rest = [
            Issue(severity, "file.more_alike", params={"count": count - MOST_ALIKE, "most": MOST_ALIKE})  # type: ignore[arg-type]
            for (severity, _), count in self._alike.items()
            if count > MOST_ALIKE
        ]
        return self._issues + rest

    def _one_style(self, column: Coded, styles: list[Style]) -> Style:
        """The only decimal sign among the cells; an issue at the first that contradicts the one before it."""
        first: dict[Style, int] = {}
        for style in ("german", "english"):
            rows = column.rows_of([code for code, found in enumerate(styles) if found == style])
            if len(rows):
                first[style] = int(rows[0])
        if len(first) == 2:
            earlier, later = sorted(first.values())
            cells = self.cell("value")
            params: dict[str, object] = {"first_row": str(self.cells["row"].iat[earlier]), "first": _text(cells, earlier)}
            self._note(Issue("error", "value.two_styles", found=_text(cells, later), params=params), "value", later)
        return next(iter(first)) if len(first) == 1 else "either"

    def _note(self, issue: Issue, role: str, index: int) -> None:
        kind = (issue.severity, issue.code)
        self._alike[kind] += 1
        if self._alike[kind] <= MOST_ALIKE:
            self._issues.append(replace(issue, row=int(self.cells["row"].iat[index]), column=self.header(role, index)))


def _text(cells: Coded, row: int) -> str:
    cell: Cell = cells.values[cells.codes[row]]
    return written(cell)
