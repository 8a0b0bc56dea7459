"""What pages are made of: a goal or a series with everything that belongs beside it."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

import pandas as pd

from indicators.assess.assessment import Assessment
from indicators.assess.series import Point, Series, longest_history
from indicators.catalogue.model import Area, Document, Event, Goal, Indicator
from indicators.period import parse_period


@dataclass(frozen=True)
class GoalView:
    """One goal, its document and what the figures say of it. `assessments` holds one a demand, the deciding one first."""

    goal: Goal
    document: Document
    area: Area
    assessments: tuple[Assessment, ...]

    @property
    def assessment(self) -> Assessment:
        return self.assessments[0]

    @property
    def is_measured(self) -> bool:
        return bool(self.goal.demand) or self.goal.parity is not None


@dataclass(frozen=True)
class SeriesView:
    """One series and what a reader must know of it.

    rows     the store's columns, one row a period, every frequency
    events   breaks and events that concern it
    """

    area: Area
    indicator: Indicator
    group: str
    rows: pd.DataFrame
    events: tuple[Event, ...]

    @property
    def breaks(self) -> tuple[date, ...]:
        """The days across which its figures must not be compared."""
        return tuple(event.date for event in self.events if event.breaks)

    @cached_property
    def points(self) -> Series:
        """The points of the frequency with the longest history: what is drawn and judged."""
        return longest_history(points(self.rows))

    @cached_property
    def shown(self) -> pd.DataFrame:
        """The rows of those points, in order."""
        wanted = {str(point.period) for point in self.points}
        return self.rows[self.rows["period"].isin(wanted)].reset_index(drop=True)

    @cached_property
    def sources(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.shown["source"]))

    @cached_property
    def released(self) -> tuple[date, str] | None:
        """The newest release among the shown figures, and how exactly it is known."""
        if self.shown.empty:
            return None
        newest = self.shown.sort_values("released_on").iloc[-1]
        return newest["released_on"].date(), newest["released_precision"]


@dataclass(frozen=True)
class UploadView:
    """An imported file: what it was, how fresh its figures are, who brought it and why."""

    file_name: str
    released_on: date
    released_precision: str
    imported_at: datetime
    imported_by: str
    reason: str
    withdrawn_at: datetime | None
    withdrawn_reason: str


def points(rows: pd.DataFrame) -> Series:
    """The store's rows as points."""
    columns = zip(rows["period"], rows["value"], rows["decimals"], rows["status"], strict=True)
    return tuple(
        Point(parse_period(period), None if value != value else value, int(decimals), status)
        for period, value, decimals, status in columns
    )
