"""The series on which the outlook is tried: the panel of districts that the project carries, and the long ones of the store."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from indicators.assess.backtest import History, yearly
from indicators.assess.series import Point
from indicators.catalogue import Catalogue
from indicators.errors import Unknown
from indicators.monitor.core import SHIPPED, Monitor
from indicators.period import parse_period
from indicators.present.views import points

PANEL = SHIPPED / "panel" / "inkar_2020_districts.csv"
WIDE_INDICATOR = "unemployment_rate"  # a table with one column a year does not say what it holds
LEAST_YEARS = 8  # four years that carry a slope, and some to look ahead

Key = tuple[str, str, str]  # area, indicator, group


def panel(catalogue: Catalogue, file: Path = PANEL) -> tuple[History, ...]:
    """The series of a file: in the layout of our own figures, or with one row an area and one column a year.

    raises   Unknown for a file that cannot be read, an indicator that is not in the catalogue, or a cell that is no number
    """
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines))
        found = _grouped(_long(rows) if rows and "period" in rows[0] else _wide(rows))
    except (OSError, UnicodeDecodeError, ValueError, KeyError, csv.Error) as error:
        raise Unknown("backtest.file", found=file.name, near=str(error)) from error
    if unknown := {indicator for _, indicator, _ in found} - set(catalogue.indicators):
        raise Unknown("backtest.file", found=file.name, near=min(unknown))
    return _histories(catalogue, "panel", found)


def long_series(monitor: Monitor) -> tuple[History, ...]:
    """Every stored series of eight years or more, the one point a year of those that are counted more often."""
    rows = monitor.store.series()
    keys = zip(rows["area"], rows["indicator"], rows["group"], strict=True)
    found: dict[Key, list[Point]] = defaultdict(list)
    for key, point in zip(keys, points(rows), strict=True):
        found[key].append(point)
    long = {key: yearly(points) for key, points in sorted(found.items())}
    return _histories(monitor.catalogue, "store", {key: points for key, points in long.items() if len(points) >= LEAST_YEARS})


def _histories(catalogue: Catalogue, name: str, found: Mapping[Key, Iterable[Point]]) -> tuple[History, ...]:
    return tuple(
        History(name, area, group, catalogue.indicators[indicator], tuple(points), _breaks(catalogue, area, indicator, group))
        for (area, indicator, group), points in found.items()
    )


def _breaks(catalogue: Catalogue, area: str, indicator: str, group: str) -> tuple[date, ...]:
    events = catalogue.events_of(area, indicator, group)
    return tuple(event.date for event in events if event.breaks and event.verified == "yes")


def _grouped(cells: Iterable[tuple[Key, Point]]) -> dict[Key, list[Point]]:
    found: dict[Key, list[Point]] = defaultdict(list)
    for key, point in cells:
        found[key].append(point)
    return {key: sorted(found[key], key=lambda point: point.period) for key in sorted(found)}


def _long(rows: Iterable[Mapping[str, str]]) -> Iterator[tuple[Key, Point]]:
    for row in rows:
        yield (row["area"], row["indicator"], row["group"]), _point(row["period"], row["value"])


def _wide(rows: Iterable[Mapping[str, str]]) -> Iterator[tuple[Key, Point]]:
    for row in rows:
        for year, text in row.items():
            if year.isdecimal():
                yield (row["ags"], WIDE_INDICATOR, "total"), _point(year, text)


def _point(period: str, text: str) -> Point:
    value = float(text) if text else None
    return Point(parse_period(period), value, len(text.partition(".")[2]), "normal" if text else "missing")
