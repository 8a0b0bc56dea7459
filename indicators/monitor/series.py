"""Time series as pages and the command line ask for them."""

import difflib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from indicators.errors import Unknown
from indicators.monitor.core import Monitor
from indicators.present.sources import spans
from indicators.present.views import SeriesView


def series(
    monitor: Monitor, area: str, indicator: str, group: str = "total", *, as_of: date | datetime | None = None
) -> SeriesView:
    known(monitor, area=area, indicator=indicator, group=group)
    rows = monitor.store.series(area=area, indicator=indicator, group=group, as_of=as_of)
    events = monitor.catalogue.events_of(area, indicator, group)
    return SeriesView(monitor.catalogue.areas[area], monitor.catalogue.indicators[indicator], group, rows, events)


def comparison(
    monitor: Monitor, indicator: str, group: str = "total", *, as_of: date | datetime | None = None
) -> tuple[SeriesView, ...]:
    """One indicator for every area of the catalogue, cities first; areas without figures have no rows.

    Districts, of which there are hundreds, are named only where they have figures.
    """
    known(monitor, indicator=indicator, group=group)
    catalogue, rows = monitor.catalogue, monitor.store.series(indicator=indicator, group=group, as_of=as_of)
    by_area = {str(area): part.reset_index(drop=True) for area, part in rows.groupby("area")}
    return tuple(
        SeriesView(
            area, catalogue.indicators[indicator], group, by_area.get(area.area, rows.iloc[:0]),
            catalogue.events_of(area.area, indicator, group),
        )
        for area in catalogue.areas.values()
        if area.kind != "district" or area.area in by_area
    )  # fmt: skip


def known(monitor: Monitor, **identifiers: str) -> None:
    """Raise Unknown, with what comes near, for an id that the catalogue does not hold."""
    catalogue = monitor.catalogue
    held = {"area": catalogue.areas, "indicator": catalogue.indicators, "group": catalogue.groups}
    for noun, identifier in identifiers.items():
        if identifier not in held[noun]:
            near = difflib.get_close_matches(identifier, list(held[noun]), n=1)
            raise Unknown(f"{noun}.unknown", found=identifier, near=near[0] if near else "")


def comparable_indicators(monitor: Monitor) -> Mapping[str, Sequence[str]]:
    """Which indicators and groups have figures for at least two cities: indicator -> groups."""
    cities = {area.area for area in monitor.catalogue.cities}
    rows = monitor.store.series()
    rows = rows[rows["area"].isin(cities)]
    counts = rows.groupby(["indicator", "group"])["area"].nunique()
    found: dict[str, list[str]] = defaultdict(list)
    for (indicator, group), count in counts.items():
        if count >= 2:
            found[indicator].append(group)
    return {
        indicator: [group for group in monitor.catalogue.groups if group in found[indicator]]
        for indicator in monitor.catalogue.indicators
        if indicator in found
    }


def stored_spans(monitor: Monitor) -> Mapping[str, tuple[str, str]]:
    """The first and last stored period of each indicator."""
    return spans(monitor.store.series())
