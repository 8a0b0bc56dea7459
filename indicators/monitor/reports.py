"""The progress report of a city: what it is written from, as of a day, and what it says."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import NotRequired, TypedDict, Unpack

import pandas as pd

from indicators.catalogue import Catalogue
from indicators.catalogue.kept import Measure
from indicators.catalogue.model import Goal
from indicators.catalogue.people import key_of
from indicators.catalogue.report import Template
from indicators.errors import Unknown
from indicators.monitor.backdated import due_by, is_later, known_by
from indicators.monitor.chapters import written
from indicators.monitor.core import Monitor
from indicators.monitor.current import current_catalogue
from indicators.monitor.duties import duties_of
from indicators.monitor.goals import series_by_key, views_of
from indicators.monitor.groups import groups_of
from indicators.monitor.records import comments, measures
from indicators.monitor.since import since_of
from indicators.present.duties import AreaDuties
from indicators.present.earlier import SinceView
from indicators.present.report.blocks import Report
from indicators.present.report.content import content
from indicators.present.report.view import Basis, Key, ReportView, Title
from indicators.present.views import SeriesView
from indicators.present.words import Words


class How(TypedDict):
    """What one may say of a report beside its template; see `report_view`."""

    today: date
    as_of: NotRequired[date | datetime | None]
    basis: NotRequired[Basis]
    since: NotRequired[date | datetime | None]
    title: NotRequired[Title]
    is_draft: NotRequired[bool]


def template_of(monitor: Monitor, name: str) -> Template:
    """raises   Unknown with what comes near"""
    reports = monitor.catalogue.reports
    if name not in reports:
        near = difflib.get_close_matches(name, list(reports), n=1)
        raise Unknown("report.unknown", found=name, near=near[0] if near else ", ".join(reports))
    return reports[name]


def report(monitor: Monitor, template: str, words: Words, **how: Unpack[How]) -> Report:
    """The report in one language; `how` as in `report_view`.

    raises   Unknown with what comes near
    """
    view = report_view(monitor, template, **how)
    return content(view, current_catalogue(monitor, _instant(view.as_of)), words)


def report_view(monitor: Monitor, template: str, **how: Unpack[How]) -> ReportView:
    """What a report is written from.

    today      the day it is judged on
    as_of      a day: the figures released by then; an instant: what this store showed just then; None: now
    basis      "due" with a day: the figures of now, of the periods that were due by then
    since      the day or instant it is compared with
    raises     Unknown with what comes near
    """
    plan, as_of, today = template_of(monitor, template), how.get("as_of"), how["today"]
    basis = how.get("basis", "now")
    if is_day(as_of) and basis == "now":
        basis = "released"
    everything = current_catalogue(monitor, _instant(as_of))
    catalogue = known_by(everything, plan, today) if is_day(as_of) else everything
    rows = _rows(monitor, catalogue, basis, as_of)
    own, since = _goals_of(catalogue, plan.area), how.get("since")
    kept = [one for one in measures(monitor, as_of=as_of) if one.area == plan.area]
    later = tuple(goal for goal in _goals_of(everything, plan.area) if goal.id not in catalogue.goals)
    return ReportView(
        template=plan, area=catalogue.areas[plan.area], title=how.get("title", Title()), today=today, as_of=as_of, basis=basis,
        goals=views_of(catalogue, own, rows, today=today), later=later, since=since, is_draft=how.get("is_draft", True),
        series=_series(catalogue, plan.area, rows), comparisons=_comparisons(catalogue, plan, rows),
        groups=groups_of(catalogue, plan.area, _of(rows, plan.area), lambda *key: _of(rows, *key), today=today),
        duties=_owed(catalogue, plan, kept, today), stand=_stand(_of(rows, plan.area)),
        comments={goal.id: comments(monitor, goal.id, as_of) for goal in own}, chapters=written(monitor, plan, as_of),
        changes=_changes(catalogue, own, _rows(monitor, catalogue, basis, since), rows, since, today) if since else {},
    )  # fmt: skip


def _goals_of(catalogue: Catalogue, area: str) -> tuple[Goal, ...]:
    return tuple(goal for goal in catalogue.goals.values() if catalogue.area_of(goal).area == area)


def _owed(catalogue: Catalogue, plan: Template, kept: Sequence[Measure], today: date) -> AreaDuties:
    """Without what began after the day of the report: the paper with the goals may be younger."""
    found = duties_of(plan.area, catalogue, kept, today)
    return replace(found, occasions=tuple(one for one in found.occasions if not is_later(one, today)))


def is_day(moment: date | datetime | None) -> bool:
    return moment is not None and not isinstance(moment, datetime)


def _instant(moment: date | datetime | None) -> datetime | None:
    """Of records only instants are asked: this store may be younger than the day of a report."""
    return moment if isinstance(moment, datetime) else None


def _rows(monitor: Monitor, catalogue: Catalogue, basis: Basis, as_of: date | datetime | None) -> pd.DataFrame:
    """The figures that count, of cities, Länder and Germany."""
    beside = {one.area for one in catalogue.areas.values() if one.kind != "district"}
    rows = monitor.store.series(as_of=None if basis == "due" else as_of)
    rows = rows[rows["area"].isin(beside)]
    if basis != "due" or as_of is None:
        return rows
    return due_by(rows, catalogue.indicators, as_of.date() if isinstance(as_of, datetime) else as_of)


def _of(rows: pd.DataFrame, area: str, indicator: str = "") -> pd.DataFrame:
    found = rows[rows["area"] == area]
    return found[found["indicator"] == indicator] if indicator else found


def _series(catalogue: Catalogue, area: str, rows: pd.DataFrame) -> Mapping[Key, SeriesView]:
    """Every series of an area, by indicator and group."""
    parts = _of(rows, area).groupby(["indicator", "group"], sort=False)
    return {(name, group): _view(catalogue, area, name, group, part) for (name, group), part in parts}


def _view(catalogue: Catalogue, area: str, indicator: str, group: str, rows: pd.DataFrame) -> SeriesView:
    events = catalogue.events_of(area, indicator, group)
    return SeriesView(catalogue.areas[area], catalogue.indicators[indicator], group, rows.reset_index(drop=True), events)


def _comparisons(catalogue: Catalogue, plan: Template, rows: pd.DataFrame) -> Mapping[Key, tuple[SeriesView, ...]]:
    """What the template sets beside the other areas: those of the catalogue but districts, each with or without rows."""
    areas = [area.area for area in catalogue.areas.values() if area.kind != "district"]
    found = {}
    for key in dict.fromkeys(key_of(name) for section in plan.section for name in section.series):
        own = rows[(rows["indicator"] == key[0]) & (rows["group"] == key[1])]
        found[key] = tuple(_view(catalogue, area, *key, own[own["area"] == area]) for area in areas)
    return found


def _changes(
    catalogue: Catalogue, goals: Sequence[Goal], then: pd.DataFrame, now: pd.DataFrame, since: date | datetime, today: date
) -> Mapping[str, SinceView]:
    """What lies between two states of the figures, goal by goal."""
    area = catalogue.area_of(goals[0]).area if goals else ""
    old, new = (series_by_key(_of(rows, area), area) for rows in (then, now))
    return {goal.id: since_of(catalogue, goal, old, new, since, today) for goal in goals}


def _stand(rows: pd.DataFrame) -> tuple[date, str] | None:
    """The newest release, and how exactly it is known."""
    if rows.empty:
        return None
    newest = rows.sort_values("released_on").iloc[-1]
    return newest["released_on"].date(), str(newest["released_precision"])
