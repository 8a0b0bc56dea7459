"""The progress report of a city: what it is written from, as of a day, and what it says."""

import difflib
from collections.abc import Collection, Mapping
from datetime import date, datetime

import pandas as pd

from indicators.catalogue import Catalogue
from indicators.catalogue.people import key_of
from indicators.catalogue.report import Template
from indicators.errors import Unknown
from indicators.monitor.core import Monitor
from indicators.monitor.current import current_catalogue
from indicators.monitor.goals import views_of
from indicators.monitor.records import comments
from indicators.present.report.blocks import Report
from indicators.present.report.content import content
from indicators.present.report.view import Basis, Key, ReportView, Title
from indicators.present.views import GoalView, SeriesView
from indicators.present.words import Words


def template_of(monitor: Monitor, name: str) -> Template:
    """raises   Unknown with what comes near"""
    reports = monitor.catalogue.reports
    if name not in reports:
        near = difflib.get_close_matches(name, list(reports), n=1)
        raise Unknown("report.unknown", found=name, near=near[0] if near else ", ".join(reports))
    return reports[name]


def report(monitor: Monitor, template: str, words: Words, *, today: date, **how: object) -> Report:
    """The report in one language; `how` as in `report_view`."""
    view = report_view(monitor, template, today=today, **how)  # type: ignore[arg-type]
    return content(view, current_catalogue(monitor), words)


def report_view(
    monitor: Monitor, template: str, *, today: date, as_of: date | datetime | None = None, basis: Basis = "now",
    since: date | datetime | None = None, title: Title = Title(), is_draft: bool = False,  # noqa: B008 - frozen
) -> ReportView:  # fmt: skip
    """What a report is written from.

    raises   Unknown
    """
    plan, catalogue = template_of(monitor, template), current_catalogue(monitor, as_of)
    area = catalogue.areas[plan.area]
    rows = _rows(monitor, catalogue, area.area, as_of)
    own = [goal for goal in catalogue.goals.values() if catalogue.area_of(goal).area == area.area]
    goals = views_of(catalogue, own, rows, today=today)
    return ReportView(
        template=plan, area=area, title=title, today=today, as_of=as_of, basis=basis, goals=goals,
        series=_series(catalogue, area.area, rows), since=since, is_draft=is_draft, stand=_stand(rows, area.area),
        comments={goal.id: comments(monitor, goal.id, as_of) for goal in own},
    )  # fmt: skip


def _rows(monitor: Monitor, catalogue: Catalogue, area: str, as_of: date | datetime | None) -> pd.DataFrame:
    """The figures of the city, the other cities, Länder and Germany."""
    beside = {one.area for one in catalogue.areas.values() if one.kind != "district"}
    rows = monitor.store.series(as_of=as_of)
    return rows[rows["area"].isin({area, *beside})]


def _series(catalogue: Catalogue, area: str, rows: pd.DataFrame) -> Mapping[Key, SeriesView]:
    """The city's series, by indicator and group."""
    own = rows[rows["area"] == area]
    return {
        (indicator, group): SeriesView(
            catalogue.areas[area], catalogue.indicators[indicator], group, part.reset_index(drop=True),
            catalogue.events_of(area, indicator, group),
        )
        for (indicator, group), part in own.groupby(["indicator", "group"], sort=False)
    }  # fmt: skip


def _stand(rows: pd.DataFrame, area: str) -> tuple[date, str] | None:
    """The newest release among the city's figures."""
    own = rows[rows["area"] == area]
    if own.empty:
        return None
    newest = own.sort_values("released_on").iloc[-1]
    return newest["released_on"].date(), str(newest["released_precision"])
