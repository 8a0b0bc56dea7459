"""The questions that pages and the command line may ask. Ties the rooms together and holds no rule of its own."""

import difflib
import os
import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pandas as pd

from indicators import ingest
from indicators.assess.series import Point
from indicators.assess.verdict import Key, assess
from indicators.catalogue import Catalogue
from indicators.catalogue.load import load_catalogue
from indicators.catalogue.model import Goal
from indicators.errors import Unknown
from indicators.ingest.compare import Comparison, compare
from indicators.ingest.issue import Issue
from indicators.present.sources import spans
from indicators.present.views import GoalView, SeriesView, UploadView, points
from indicators.store import Batch, Precision, Store
from indicators.store.uploads import sha256

PROJECT = Path(__file__).parents[1]
SHIPPED = PROJECT / "data" / "figures"
SYSTEM = "Erstbestand"


def data_folder() -> Path:
    """Where the store lies: ZIELMONITOR_DATA, else data/store in the project."""
    return Path(os.environ.get("ZIELMONITOR_DATA") or PROJECT / "data" / "store")


@dataclass(frozen=True)
class Monitor:
    """Catalogue and store, opened together."""

    catalogue: Catalogue
    store: Store


def open_monitor(folder: Path | None, *, now: datetime) -> Monitor:
    """Open catalogue and store; figures the product ships and the store has never seen are imported first.

    raises   CatalogueFault, StoreLocked, StoreUnsound
    """
    monitor = Monitor(load_catalogue(), Store.open(folder, now))
    known = {batch.sha256 for batch in monitor.store.batches()}
    for shipped in tomllib.loads((SHIPPED / "figures.toml").read_text(encoding="utf-8"))["file"]:
        data = (SHIPPED / shipped["name"]).read_bytes()
        if sha256(data) not in known:
            outcome = import_file(
                monitor, data, shipped["name"], released_on=shipped["released_on"],
                precision=shipped["precision"], reason=shipped["reason"], actor=SYSTEM, now=now,
            )  # fmt: skip
            if outcome.outcome == "rejected":
                raise Unknown("figures.rejected", found=shipped["name"], near=str(outcome.issues[0]))
    return monitor


# -- importing


@dataclass(frozen=True)
class ImportOutcome:
    """What became of a file. `comparison` is None where the file could not be read."""

    outcome: str  # accepted, accepted_with_warnings, rejected
    issues: tuple[Issue, ...]
    comparison: Comparison | None
    batch: int | None = None

    @property
    def counts(self) -> dict[str, int]:
        empty = {"new": 0, "revised": 0, "unchanged": 0, "missing": 0}
        return empty if self.comparison is None else self.comparison.counts


def import_file(
    monitor: Monitor,
    data: bytes,
    file_name: str,
    *,
    released_on: date,
    precision: Precision = "day",
    reason: str = "",
    actor: str,
    now: datetime,
    dry_run: bool = False,
) -> ImportOutcome:
    """Read a file, compare it with the store and, unless it is rejected or `dry_run`, store it whole."""
    if (earlier := monitor.store.batch_with(sha256(data))) is not None:
        issue = Issue(
            "error", "file.already_imported", found=file_name,
            params={"batch": earlier.batch, "earlier": earlier.file_name, "at": earlier.imported_at},
        )  # fmt: skip
        return ImportOutcome("rejected", (issue,), None)
    if released_on > now.date():
        issue = Issue("error", "file.released_in_future", found=released_on.isoformat())
        return ImportOutcome("rejected", (issue,), None)
    reading = ingest.read(data, monitor.catalogue, today=now.date(), source=file_name)
    if reading.is_rejected:
        return ImportOutcome("rejected", reading.issues, None)
    comparison = compare(reading.table, monitor.store.series())
    has_warnings = any(issue.severity == "warning" for issue in reading.issues)
    outcome = "accepted_with_warnings" if has_warnings else "accepted"
    if dry_run:
        return ImportOutcome(outcome, reading.issues, comparison)
    batch = monitor.store.commit(
        reading.table, original=data, file_name=file_name, released_on=released_on,
        released_precision=precision, reason=reason, actor=actor, now=now,
    )  # fmt: skip
    return ImportOutcome(outcome, reading.issues, comparison, batch)


# -- goals


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


# -- series


def series(
    monitor: Monitor, area: str, indicator: str, group: str = "total", *, as_of: date | datetime | None = None
) -> SeriesView:
    _known(monitor, area=area, indicator=indicator, group=group)
    rows = monitor.store.series(area=area, indicator=indicator, group=group, as_of=as_of)
    events = monitor.catalogue.events_of(area, indicator, group)
    return SeriesView(monitor.catalogue.areas[area], monitor.catalogue.indicators[indicator], group, rows, events)


def comparison(
    monitor: Monitor, indicator: str, group: str = "total", *, as_of: date | datetime | None = None
) -> tuple[SeriesView, ...]:
    """One indicator for every area of the catalogue, cities first; areas without figures have no rows."""
    _known(monitor, indicator=indicator, group=group)
    rows = monitor.store.series(indicator=indicator, group=group, as_of=as_of)
    return tuple(
        SeriesView(
            area, monitor.catalogue.indicators[indicator], group, rows[rows["area"] == area.area].reset_index(drop=True),
            monitor.catalogue.events_of(area.area, indicator, group),
        )
        for area in monitor.catalogue.areas.values()
    )  # fmt: skip


def _known(monitor: Monitor, **identifiers: str) -> None:
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


# -- upkeep


def problems(monitor: Monitor) -> tuple[tuple[str, dict[str, object]], ...]:
    """What is unsound in the store, as codes with parameters. The catalogue has been checked on opening."""
    return monitor.store.problems()


def batches(monitor: Monitor) -> tuple[Batch, ...]:
    return monitor.store.batches()


def uploads(monitor: Monitor) -> tuple[UploadView, ...]:
    """The imported files as readers see them, the newest first."""
    return tuple(
        UploadView(
            batch.file_name, batch.released_on, batch.released_precision, batch.imported_at, batch.imported_by,
            batch.reason, batch.withdrawn_at, batch.withdrawn_reason or "",
        )
        for batch in reversed(monitor.store.batches())
    )  # fmt: skip
