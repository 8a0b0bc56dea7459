"""Groups of people in one city: each series beside the one it is set against, goals of equality, focus groups."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd

from indicators.assess.parity import gap_series
from indicators.assess.verdict import Key
from indicators.catalogue import Catalogue
from indicators.catalogue.model import Goal
from indicators.catalogue.people import People, key_of
from indicators.monitor.core import Monitor
from indicators.monitor.current import current_catalogue
from indicators.monitor.goals import judge, series_by_key
from indicators.monitor.series import known
from indicators.present.focus import FocusView
from indicators.present.group_rows import Row
from indicators.present.groups import GroupsView, ParityView, Section
from indicators.present.views import GoalView, SeriesView

Elsewhere = Callable[[str, str], pd.DataFrame]  # area, indicator -> rows
_REFERENCE = "country"  # where figures stand beside a goal of equality that has none of its own


@dataclass(frozen=True)
class _Stored:
    """The stored rows of one area, by series."""

    catalogue: Catalogue
    area: str
    by_key: Mapping[Key, pd.DataFrame]

    def view(self, key: Key) -> SeriesView | None:
        """A series, or None where nothing of it is stored."""
        if key not in self.by_key:
            return None
        catalogue = self.catalogue
        events = catalogue.events_of(self.area, *key)
        return SeriesView(catalogue.areas[self.area], catalogue.indicators[key[0]], key[1], self.by_key[key], events)


def groups(monitor: Monitor, area: str, *, today: date, as_of: date | datetime | None = None) -> GroupsView:
    """What is stored of groups of people in a city; one query for all of them.

    raises   Unknown
    """
    known(monitor, area=area)
    catalogue = current_catalogue(monitor, as_of)
    rows = monitor.store.series(area=area, as_of=as_of)

    def elsewhere(country: str, indicator: str) -> pd.DataFrame:
        return monitor.store.series(area=country, indicator=indicator, as_of=as_of)

    return groups_of(catalogue, area, rows, elsewhere, today=today)


def groups_of(catalogue: Catalogue, area: str, rows: pd.DataFrame, elsewhere: Elsewhere, *, today: date) -> GroupsView:
    """The same from rows at hand, columns as in `Store.series`."""
    stored = _stored(catalogue, area, rows)
    own = [goal for goal in catalogue.goals.values() if catalogue.area_of(goal).area == area]
    return GroupsView(
        area=catalogue.areas[area],
        glance=_glance(stored),
        sections=tuple(_section(people, stored, own) for people in catalogue.people.people),
        parities=tuple(_parity(goal, stored, rows, elsewhere, today) for goal in own if goal.parity is not None),
        focus=_focus(stored),
    )


def _stored(catalogue: Catalogue, area: str, rows: pd.DataFrame) -> _Stored:
    found = {key: own.reset_index(drop=True) for key, own in rows.groupby(["indicator", "group"], sort=False)}
    return _Stored(catalogue, area, found)


def _glance(stored: _Stored) -> tuple[Row, ...]:
    """The rate that most groups have: everybody first, then each group against everybody."""
    name = stored.catalogue.people.glance
    everybody = stored.view((name, "total"))
    rows = (stored.view((name, group)) for group in stored.catalogue.indicators[name].groups)
    return tuple(_row(view, None if view.group == "total" else everybody, ()) for view in rows if view is not None)


def _section(people: People, stored: _Stored, goals: list[Goal]) -> Section:
    keys = [key_of(name) for name in people.series]
    rows = tuple(
        _row(view, stored.view((key[0], people.against)) if people.against else None, _asking(goals, key))
        for key in keys
        if (view := stored.view(key)) is not None
    )
    return Section(people, rows, tuple(key for key in keys if stored.view(key) is None))


def _row(view: SeriesView, against: SeriesView | None, goals: tuple[Goal, ...]) -> Row:
    is_share = view.indicator.kind in ("rate", "gap")
    gaps = gap_series(view.points, against.points) if against is not None and is_share else ()
    return Row(view, against, gaps, goals)


def _asking(goals: list[Goal], key: Key) -> tuple[Goal, ...]:
    """The goals of the city that are judged by a series."""
    return tuple(goal for goal in goals if key in [(demand.indicator, demand.group) for demand in goal.demand])


def _parity(goal: Goal, stored: _Stored, rows: pd.DataFrame, elsewhere: Elsewhere, today: date) -> ParityView:
    catalogue, parity = stored.catalogue, goal.parity
    assert parity is not None
    area = catalogue.areas[stored.area]
    judged = judge(catalogue, goal, series_by_key(rows, stored.area), today=today)
    view = GoalView(goal, catalogue.documents[goal.id], area, judged)
    pair = tuple(stored.view((parity.indicator, group)) for group in parity.groups)
    if judged[0].current is not None:
        return ParityView(view, pair, ())
    country = next(one.area for one in catalogue.areas.values() if one.kind == _REFERENCE)
    there = _stored(catalogue, country, elsewhere(country, parity.indicator))
    beside = (there.view((parity.indicator, group)) for group in parity.groups)
    return ParityView(view, pair, tuple(found for found in beside if found is not None))


def _focus(stored: _Stored) -> FocusView | None:
    focus = stored.catalogue.focus.get(stored.area)
    if focus is None:
        return None
    names = {name for group in focus.group for name in group.measured}
    return FocusView(focus, {name: stored.view(key_of(name)) for name in names})
