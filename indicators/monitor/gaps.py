"""How far every threshold and every direction is: all goals of all cities on one sheet."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import pandas as pd

from indicators.assess.assessment import Assessment
from indicators.assess.effort import effort
from indicators.assess.people import PeopleGap
from indicators.assess.series import Point
from indicators.assess.verdict import Key
from indicators.catalogue import Catalogue
from indicators.catalogue.model import Goal, Indicator
from indicators.monitor.core import Monitor
from indicators.monitor.current import current_catalogue
from indicators.monitor.effort import people_of
from indicators.monitor.goals import judge, keys_of, series_by_key
from indicators.present.gaps import GapView
from indicators.present.views import SeriesView

_MONTHS = 12


def gaps(monitor: Monitor, *, today: date, as_of: date | datetime | None = None) -> tuple[GapView, ...]:
    """One entry for every series a goal asks something of, in the order of the documents; one query for all of them."""
    catalogue, rows = current_catalogue(monitor, as_of), monitor.store.series(as_of=as_of)
    measured = [goal for goal in catalogue.goals.values() if keys_of(goal)]
    found: list[GapView] = []
    for area in dict.fromkeys(catalogue.area_of(goal).area for goal in measured):
        own = rows[rows["area"] == area]
        known = series_by_key(own, area)
        for goal in measured:
            if catalogue.area_of(goal).area == area:
                found += _of_goal(catalogue, goal, known, own, today)
    return tuple(found)


def _of_goal(
    catalogue: Catalogue, goal: Goal, known: Mapping[Key, Sequence[Point]], rows: pd.DataFrame, today: date
) -> list[GapView]:
    return [_view(catalogue, goal, found, known, rows, today) for found in judge(catalogue, goal, known, today=today)]


def _view(
    catalogue: Catalogue, goal: Goal, found: Assessment, known: Mapping[Key, Sequence[Point]], rows: pd.DataFrame, today: date
) -> GapView:
    keys = [(found.demand.indicator, found.demand.group)] if found.demand is not None else keys_of(goal)
    indicator = catalogue.indicators[keys[0][0]]
    people = people_of(found, indicator, known)
    due = found.deadline.end if found.deadline is not None else goal.due_on
    return GapView(
        goal=goal, area=catalogue.area_of(goal), indicator=indicator, found=found,
        effort=effort(found, indicator, today=today), people=people,
        months_left=months_left(due, today) if due is not None else None,
        series=tuple(_series(catalogue, goal, key, rows) for key in keys),
        counted=_series(catalogue, goal, (_part(people, indicator), keys[0][1]), rows) if people is not None else None,
    )  # fmt: skip


def _part(people: PeopleGap, indicator: Indicator) -> str:
    """The indicator whose stored figure told these people."""
    part = indicator.numerator_indicator if people.known == "numerator" else indicator.denominator_indicator
    assert part is not None  # people are only told by a stored part
    return part


def _series(catalogue: Catalogue, goal: Goal, key: Key, rows: pd.DataFrame) -> SeriesView:
    area, (indicator, group) = catalogue.area_of(goal), key
    own = rows[(rows["indicator"] == indicator) & (rows["group"] == group)].reset_index(drop=True)
    events = catalogue.events_of(area.area, indicator, group)
    return SeriesView(area, catalogue.indicators[indicator], group, own, events)


def months_left(last: date, today: date) -> int:
    """Whole months from today to the end of the last day that counts; negative once that day is over.

    >>> months_left(date(2030, 12, 31), date(2026, 11, 25)), months_left(date(2026, 11, 24), date(2026, 11, 25))
    (49, -1)
    """
    return (last.year - today.year) * _MONTHS + last.month - today.month - (last.day < today.day)
