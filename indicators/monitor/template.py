"""The template: the figures that come next, ready to be filled in and imported as they are."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Literal

import xlsxwriter

from indicators.catalogue import Catalogue
from indicators.ingest.escape import inert
from indicators.monitor.core import Monitor
from indicators.monitor.current import current_catalogue
from indicators.monitor.missing import following, rhythmic
from indicators.period import PER_YEAR, Frequency, Period, parse_period, period_ending
from indicators.present.words import Words

Form = Literal["csv", "xlsx"]
# Headers as the tidy reader knows them; a row whose value stays empty says nothing because of the last one.
COLUMNS = ("key", "area", "indicator", "group", "period", "value", "unit", "source", "last_known")
_WIDTHS = (10, 14, 48, 30, 14, 14, 12, 40, 34)


def template(monitor: Monitor, areas: Sequence[str], words: Words, *, form: Form, today: date) -> bytes:
    """A table with a row for each figure that comes next, the last known one beside the cell to fill in.

    areas   whose: every stored series, and every series that a goal needs and nobody ever delivered
    """
    catalogue = current_catalogue(monitor)
    table = [[words(f"template.{column}") for column in COLUMNS]]
    for area in areas:
        table += _stored(monitor, catalogue, area, words, today)
        table += _never_stored(monitor, catalogue, area, words, today)
    return _as_csv(table, words) if form == "csv" else _as_workbook(table, words)


def _stored(monitor: Monitor, catalogue: Catalogue, area: str, words: Words, today: date) -> Iterator[list[str]]:
    """The stored series of an area, each with the periods that have ended since its last figure, at least the next."""
    stored = monitor.store.series(area=area)
    for (indicator, group), own in stored.groupby(["indicator", "group"], sort=False):
        periods = rhythmic([parse_period(period) for period in own["period"]])
        last = next(own[own["period"] == str(periods[-1])].itertuples(index=False))
        for period in _next(periods, today):
            yield _row(catalogue, area, str(indicator), str(group), period, words, last)


def _next(periods: Sequence[Period], today: date) -> list[Period]:
    numbers = {period.number for period in periods}
    found = [following(periods[-1], numbers)]
    while (after := following(found[-1], numbers)).end < today:
        found.append(after)
    return found


def _never_stored(monitor: Monitor, catalogue: Catalogue, area: str, words: Words, today: date) -> Iterator[list[str]]:
    """What goals of the area are judged by and nobody ever delivered: the newest period that has ended."""
    stored = monitor.store.series(area=area)
    known = set(zip(stored["indicator"], stored["group"], strict=True))
    for goal in catalogue.goals.values():
        if catalogue.area_of(goal).area == area:
            needed = [(demand.indicator, demand.group) for demand in goal.demand]
            needed += [(goal.parity.indicator, group) for group in goal.parity.groups] if goal.parity else []
            for indicator, group in needed:
                if (indicator, group) not in known:
                    known.add((indicator, group))
                    period = ended_before(today, catalogue.indicators[indicator].frequency[0])
                    yield _row(catalogue, area, indicator, group, period, words)


def ended_before(today: date, frequency: Frequency) -> Period:
    """The newest whole period: in November 2026 the year 2025, the third quarter, October."""
    running = Period(frequency, today.year, -(-today.month * PER_YEAR[frequency] // 12))
    return running if period_ending(today, frequency) == running else running.plus(-1)


def _row(
    catalogue: Catalogue, area: str, indicator: str, group: str, period: Period, words: Words, last: Any = None
) -> list[str]:
    """One figure to fill in; its source is left to whoever knows it. `last` is the newest stored row of its series."""
    language = words.language
    return [
        area, catalogue.label("area", area, language), catalogue.label("indicator", indicator, language),
        catalogue.label("group", group, language), str(period), "",
        catalogue.label("unit", catalogue.indicators[indicator].unit, language),
        "", inert(_last_known(last, words)) if last else "",
    ]  # fmt: skip


def _last_known(last: Any, words: Words) -> str:
    """`12,0 (2025, Stand 31. März 2026, Statistik der BA)`."""
    value = words(f"status.{last.status}") if last.value != last.value else words.number(last.value, int(last.decimals))
    released = words.released(last.released_on.date(), str(last.released_precision))
    return words(
        "template.known", value=value, period=words.period(parse_period(last.period)), released=released, source=last.source
    )


def _as_csv(table: Iterable[Sequence[str]], words: Words) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";" if words("number.decimal") == "," else ",").writerows(table)
    return text.getvalue().encode("utf-8-sig")


def _as_workbook(table: Iterable[Sequence[str]], words: Words) -> bytes:
    """Text cells only: a spreadsheet turns the month 2026-03 of a CSV file into a day, and 05913 into 5913."""
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False})
    sheet = book.add_worksheet(words("template.sheet"))
    head, text = book.add_format({"bold": True, "bottom": 2}), book.add_format({"num_format": "@"})
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width, None if COLUMNS[column] == "value" else text)
    for number, row in enumerate(table):
        for column, cell in enumerate(row):
            if cell:
                sheet.write_string(number, column, cell, head if number == 0 else text)
    sheet.freeze_panes(1, 0)
    book.close()
    return data.getvalue()
