"""Goals with their verdicts."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime

import pandas as pd

from indicators.assess.series import Point
from indicators.assess.verdict import Key, assess
from indicators.catalogue import Catalogue
from indicators.catalogue.model import Goal
from indicators.monitor.core import Monitor
from indicators.present.views import GoalView, points


def goals(monitor: Monitor, *, today: date, as_of: date | datetime | None = None) -> tuple[GoalView, ...]:
    """Every goal with its verdict, in the order of the documents; one query for all of them."""
    known = _points(monitor.store.series(as_of=as_of))
    return tuple(_view(monitor.catalogue, goal, known, today) for goal in monitor.catalogue.goals.values())


def goal(monitor: Monitor, identifier: str, *, today: date, as_of: date | datetime | None = None) -> GoalView:
    """One goal.

    raises   Unknown with what comes near
    """
    found = monitor.catalogue.goal(identifier)
    area = monitor.catalogue.area_of(found).area
    return _view(monitor.catalogue, found, _points(monitor.store.series(area=area, as_of=as_of)), today)


def _view(catalogue: Catalogue, goal: Goal, known: Mapping[str, Mapping[Key, Sequence[Point]]], today: date) -> GoalView:
    area = catalogue.area_of(goal)
    keys = [(demand.indicator, demand.group) for demand in goal.demand]
    if goal.parity is not None:
        keys += [(goal.parity.indicator, group) for group in goal.parity.groups]
    breaks = {
        key: [event.date for event in catalogue.events_of(area.area, *key) if event.breaks and event.verified == "yes"]
        for key in keys
    }
    assessments = assess(goal, known.get(area.area, {}), catalogue.indicators, breaks, today=today)
    return GoalView(goal, catalogue.documents[goal.id], area, assessments)


def _points(table: pd.DataFrame) -> Mapping[str, Mapping[Key, Sequence[Point]]]:
    """The store's rows as points, by area, then by indicator and group."""
    found: dict[str, dict[Key, list[Point]]] = defaultdict(lambda: defaultdict(list))
    keys = zip(table["area"], table["indicator"], table["group"], strict=True)
    for (area, indicator, group), point in zip(keys, points(table), strict=True):
        found[area][indicator, group].append(point)
    return found
