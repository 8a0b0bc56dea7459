"""The text of a table's cells -> observations. Every reader hands its figures over as text; this reads them, once for all.

Nothing is guessed: an area, indicator, group or unit is matched exactly or refused with what comes near. Every distinct
cell is read once, so a long file costs hardly more than its different cells.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd

from indicators.catalogue import Catalogue, Noun
from indicators.catalogue.model import Indicator
from indicators.ingest.escape import unescaped
from indicators.ingest.issue import Issue
from indicators.ingest.numbers import Number, Style, parse_number
from indicators.ingest.observations import STATUSES, WITHHELD
from indicators.period import Period, parse_period

# The parts of a figure as text. `key` and `area` may both be there; then they must agree. `row` is the line of the file,
# `column` the header of the value cell where every period has its own, else None.
CELLS = ("key", "area", "indicator", "group", "period", "value", "unit", "status", "source", "note", "row", "column")


@dataclass(frozen=True)
class TextTable:
    """What a reader hands over: one figure a row, every part as text (columns CELLS, missing parts empty).

    cells     a value may also be a `NumberCell` of a workbook, passed on untouched
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


def interpret(texts: TextTable, catalogue: Catalogue, *, today: date) -> tuple[pd.DataFrame, list[Issue]]:
    """The observations, columns as in `ingest.observations`, and what is wrong; a figure with an error is left out."""
    table = _Table(texts)
    reader = CellReader(catalogue, today)
    if "key" in texts.headers and "area" in texts.headers:
        area = table.read("key", reader.key_and_name, table.text("key"), table.text("area"))
    else:
        role = "key" if "key" in texts.headers else "area"
        area = table.read(role, reader.area, table.text(role))
    indicator = table.read("indicator", reader.indicator, table.text("indicator"))
    group = table.read("group", reader.group, table.text("group"), indicator)
    period = table.read("period", reader.period, table.text("period"), indicator)
    status = table.read("status", reader.status, table.text("status"))
    number = table.read("value", reader.value, table.text("value"), indicator, status)
    unit = table.read("unit", reader.unit, table.text("unit"), indicator)
    table.warn_of_open_periods(period, today)
    table.check_style(number)
    read = pd.DataFrame(
        {
            "area": area, "indicator": indicator, "group": group, "period": period,
            "value": [found and found.value for found in number],
            "decimals": [found and found.decimals for found in number],
            "status": status, "unit": unit, "source": unescaped(table.text("source").str.strip()),
            "note": unescaped(table.text("note").str.strip()), "sheet": texts.sheet, "row": texts.cells["row"],
            "column": [table.header("value", index) for index in range(len(texts.cells))],
        },
        dtype=object,
    )  # fmt: skip
    parts = zip(area, indicator, group, period, number, unit, status, strict=True)
    good = [None not in found for found in parts]
    read = read[pd.Series(good, dtype=bool)].reset_index(drop=True)
    return read.astype({"value": float, "decimals": int, "row": int, "period": str}), table.issues


class _Table:
    """The cells being read: hands out columns, collects issues with the place of each cell."""

    def __init__(self, texts: TextTable) -> None:
        self.cells = texts.cells
        self.headers = texts.headers
        self.issues: list[Issue] = []

    def text(self, role: str) -> pd.Series:
        return self.cells[role].astype(object).fillna("")

    def header(self, role: str, index: int) -> str:
        """The header a part stands under; in a wide table value and period share the header of their column."""
        return self.headers.get(role) or self.cells["column"].iat[index] or role

    def read(self, role: str, parse: Callable[..., Any], *columns: Any) -> list[Any]:
        """Each row's cell read by `parse`, every distinct combination once; errors become issues of their rows."""
        keys = pd.MultiIndex.from_arrays([pd.Series(column, dtype=object) for column in columns])
        codes, distinct = keys.factorize()
        parsed = [parse(*(None if part is None or part != part else part for part in key)) for key in distinct]
        wrong = {code for code, found in enumerate(parsed) if isinstance(found, Issue)}
        if wrong:
            for index, code in enumerate(codes):
                if code in wrong:
                    self._note(parsed[code], parsed[code].column or role, index)
        return [None if code in wrong else parsed[code] for code in codes]

    def warn_of_open_periods(self, periods: list[Period | None], today: date) -> None:
        """A figure for a period still running is taken, but never rated."""
        texts = self.text("period")
        for index, period in enumerate(periods):
            if period is not None and period.end > today:
                self._note(Issue("warning", "period.open", found=str(texts.iat[index]).strip()), "period", index)

    def check_style(self, numbers: list[Number | None]) -> None:
        """A file writes decimals with comma or with point; both at once is an error. Says where thousands were read."""
        values = self.text("value")
        first: dict[str, int] = {}
        for index, number in enumerate(numbers):
            if number is not None and number.style != "either":
                first.setdefault(number.style, index)
        if len(first) == 2:
            earlier, later = sorted(first.values())
            params = {"first_row": self._row(earlier), "first": values.iat[earlier].strip()}
            self._note(Issue("error", "value.two_styles", found=values.iat[later].strip(), params=params), "value", later)
        grouped = [(index, number) for index, number in enumerate(numbers) if number and number.thousands is not None]
        if grouped:
            index, number = grouped[0]
            params = {"count": len(grouped), "read": number}
            self._note(Issue("info", "value.read_as_thousands", found=values.iat[index].strip(), params=params), "value", index)

    def _note(self, issue: Issue, role: str, index: int) -> None:
        self.issues.append(replace(issue, row=int(self.cells["row"].iat[index]), column=self.header(role, index)))

    def _row(self, index: int) -> str:
        return str(self.cells["row"].iat[index])


class CellReader:
    """One cell -> what it means or an issue without place. `None` comes in where another cell is already wrong."""

    def __init__(self, catalogue: Catalogue, today: date) -> None:
        self.catalogue = catalogue
        self.today = today

    def _find(self, noun: Noun, text: str, code: str) -> str | Issue:
        found = self.catalogue.find(noun, text)
        if found is not None:
            return found
        return Issue("error", code, found=text.strip(), expected=self.catalogue.nearest(noun, text) or "")

    def area(self, text: str) -> str | Issue:
        return self._find("area", text, "area.unknown")

    def key_and_name(self, key: str, name: str) -> str | Issue:
        if not key.strip() or not name.strip():
            return self.area(key if key.strip() else name)
        by_key, by_name = self.area(key), self.area(name)
        if isinstance(by_key, Issue):
            return by_key
        if isinstance(by_name, Issue):
            return replace(by_name, column="area")  # the part, not the header: the table knows that
        if by_key != by_name:
            expected = self.catalogue.label("area", str(by_key))
            return Issue("error", "area.contradiction", found=f"{key.strip()} / {name.strip()}", expected=expected)
        return by_key

    def indicator(self, text: str) -> str | Issue:
        return self._find("indicator", text, "indicator.unknown")

    def group(self, text: str, indicator: str | None) -> str | Issue | None:
        found = self._find("group", text, "group.unknown") if text.strip() else "total"
        if indicator is None or isinstance(found, Issue):
            return found
        groups = self.catalogue.indicators[indicator].groups
        if found not in groups:
            known = ", ".join(self.catalogue.label("group", group) for group in groups)
            return Issue("error", "group.not_of_indicator", found=text.strip() or "total", expected=known)
        return found

    def period(self, text: str, indicator: str | None) -> Period | Issue:
        frequencies = self._indicator(indicator).frequency if indicator else ("year", "quarter", "month")
        try:
            period = parse_period(text, frequencies)
        except ValueError:
            return Issue("error", "period.unknown", found=text.strip(), params={"frequencies": frequencies})
        if period.frequency not in frequencies:
            return Issue("error", "period.frequency", found=text.strip(), params={"frequencies": frequencies})
        if period.start > self.today:
            return Issue("error", "period.in_future", found=text.strip())
        return period

    def value(self, text: str, indicator: str | None, status: str | None) -> Number | Issue | None:
        plain = text.strip()
        if not plain and status in WITHHELD:
            return Number(float("nan"), self._indicator(indicator).decimals if indicator else 0)
        if not plain:
            return Issue("error", "value.missing")
        if plain.endswith("%") and (indicator is None or self._indicator(indicator).unit == "percent"):
            plain = plain[:-1].rstrip()
        try:
            number = parse_number(plain)
        except ValueError:
            return Issue("error", "value.not_a_number", found=text.strip())
        return self._possible(number, plain, self._indicator(indicator)) if indicator else number

    def _possible(self, number: Number, text: str, indicator: Indicator) -> Number | Issue:
        """Refuse what the indicator cannot be: a rate of 120 %, a negative count."""
        read = self._as_published(number, text, indicator)
        if isinstance(read, Issue) or not indicator.range:
            return read
        low, high = (*indicator.range, float("inf"))[:2]
        if low <= read.value <= high:
            return read
        return Issue("error", "value.out_of_range", found=text, params={"low": low, "high": high})

    def _as_published(self, number: Number, text: str, indicator: Indicator) -> Number | Issue:
        """Decide what one separator before three digits means: thousands in a whole number, nothing sure in a rate."""
        if indicator.decimals == 0:
            if number.thousands is not None:
                style: Style = "german" if "." in text else "english"
                return replace(number, value=number.thousands, decimals=0, style=style)
            if number.decimals and number.value != int(number.value):
                return Issue("error", "value.not_whole", found=text)
            return replace(number, decimals=0)
        if number.thousands is not None:
            return Issue(
                "error", "value.ambiguous", found=text,
                params={"decimal": number.value, "whole": number.thousands, "decimals": indicator.decimals},
            )  # fmt: skip
        return number

    def unit(self, text: str, indicator: str | None) -> str | Issue | None:
        if indicator is None:
            return text
        expected = self._indicator(indicator).unit
        if text.strip() and self.catalogue.find("unit", text) != expected:
            return Issue("error", "unit.wrong", found=text.strip(), expected=self.catalogue.label("unit", expected))
        return expected

    def status(self, text: str) -> str | Issue:
        found = text.strip().casefold() or "normal"
        return found if found in STATUSES else Issue("error", "status.unknown", found=text.strip())

    def _indicator(self, name: str) -> Indicator:
        return self.catalogue.indicators[name]
