"""Goals with their verdicts."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime

import pandas as pd

from indicators.assess.assessment import Assessment
from indicators.assess.series import Point
from indicators.assess.verdict import Key, assess
from indicators.catalogue import Catalogue
from indicators.catalogue.model import Goal
from indicators.monitor.core import Monitor
from indicators.monitor.current import current_catalogue
from indicators.present.views import GoalView, points


def goals(monitor: Monitor, *, today: date, as_of: date | datetime | None = None) -> tuple[GoalView, ...]:
    """Every goal with its verdict, in the order of the documents; one query for all of them."""
    known, catalogue = _points(monitor.store.series(as_of=as_of)), current_catalogue(monitor, as_of)
    return tuple(_view(catalogue, goal, known, today) for goal in catalogue.goals.values())


def views_of(catalogue: Catalogue, goals: Iterable[Goal], rows: pd.DataFrame, *, today: date) -> tuple[GoalView, ...]:
    """These goals with the verdicts that these rows give them. Rows as in `judged`."""
    known = _points(rows)
    return tuple(_view(catalogue, goal, known, today) for goal in goals)


def judged(
    catalogue: Catalogue, rows: pd.DataFrame, areas: Collection[str], *, today: date
) -> Mapping[str, tuple[Assessment, ...]]:
    """What these rows would say of the goals of some areas: goal id -> assessments.

    rows   columns area, indicator, group, period, value, decimals, status; one row a key
    """
    known = _points(rows)
    return {goal.id: _view(catalogue, goal, known, today).assessments for goal in _goals_of(catalogue, areas)}


def indicators_of_goals(catalogue: Catalogue, areas: Collection[str]) -> set[str]:
    """By which indicators the goals of some areas are judged."""
    return {indicator for goal in _goals_of(catalogue, areas) for indicator, _ in _keys(goal)}


def goal(monitor: Monitor, identifier: str, *, today: date, as_of: date | datetime | None = None) -> GoalView:
    """One goal.

    raises   Unknown with what comes near
    """
    catalogue = current_catalogue(monitor, as_of)
    found = catalogue.goal(identifier)
    area = catalogue.area_of(found).area
    return _view(catalogue, found, _points(monitor.store.series(area=area, as_of=as_of)), today)


def _view(catalogue: Catalogue, goal: Goal, known: Mapping[str, Mapping[Key, Sequence[Point]]], today: date) -> GoalView:
    area = catalogue.area_of(goal)
    breaks = {
        key: [event.date for event in catalogue.events_of(area.area, *key) if event.breaks and event.verified == "yes"]
        for key in _keys(goal)
    }
    assessments = assess(
        goal, known.get(area.area, {}), catalogue.indicators, breaks, today=today, calibrations=catalogue.calibrations
    )
    return GoalView(goal, catalogue.documents[goal.id], area, assessments)


def _goals_of(catalogue: Catalogue, areas: Collection[str]) -> list[Goal]:
    return [goal for goal in catalogue.goals.values() if catalogue.area_of(goal).area in areas]


def _keys(goal: Goal) -> list[Key]:
    """The series a goal is judged by."""
    keys = [(demand.indicator, demand.group) for demand in goal.demand]
    return keys + [(goal.parity.indicator, group) for group in goal.parity.groups] if goal.parity is not None else keys


def _points(table: pd.DataFrame) -> Mapping[str, Mapping[Key, Sequence[Point]]]:
    """The store's rows as points, by area, then by indicator and group."""
    found: dict[str, dict[Key, list[Point]]] = defaultdict(lambda: defaultdict(list))
    keys = zip(table["area"], table["indicator"], table["group"], strict=True)
    for (area, indicator, group), point in zip(keys, points(table), strict=True):
        found[area][indicator, group].append(point)
    return found


def series_by_key(rows: pd.DataFrame, area: str) -> Mapping[Key, Sequence[Point]]:
    """The store's rows of one area as points, by indicator and group."""
    return _points(rows).get(area, {})


def judge(catalogue: Catalogue, goal: Goal, series: Mapping[Key, Sequence[Point]], *, today: date) -> tuple[Assessment, ...]:
    """What these points of the goal's area would say of it, the deciding assessment first."""
    return _view(catalogue, goal, {catalogue.area_of(goal).area: series}, today).assessments


def keys_of(goal: Goal) -> list[Key]:
    """The series a goal is judged by, each once."""
    return list(dict.fromkeys(_keys(goal)))
