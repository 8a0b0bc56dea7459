"""What a goal was called at the end of each earlier year, from the figures known then.

Two clocks (docs: vintages). By the clock of publication a figure counts from the day it was released, as far as the release
is stored and not withdrawn. By the clock of this store it counts from the moment the store showed it, withdrawn ones until
then. Rules, declared breaks and the goal itself are those of now: `assessments` compare figures, not rule books.

A table that was fetched late is stored with the day of the fetch. Where the publisher's rhythm says that a newer figure was due
by the end of a year, the verdict is marked, and beside it stands the one that the figures of now give for that day.
"""

from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, time

import pandas as pd

from indicators.assess.assessment import Assessment
from indicators.assess.verdict import Key
from indicators.catalogue.model import Goal, Indicator
from indicators.monitor.core import Monitor
from indicators.monitor.current import current_catalogue
from indicators.monitor.goals import judge, keys_of, series_by_key
from indicators.monitor.missing import was_due
from indicators.period import parse_period
from indicators.present.earlier import EarlierVerdict, EarlierView

_CELL = ["area", "indicator", "group", "period"]


def earlier_verdicts(
    monitor: Monitor, identifier: str, *, today: date, as_of: datetime | None = None
) -> EarlierView:  # fmt: skip
    """The verdicts of a goal at each year end since its document; one query for every figure ever stored of its area.

    as_of    an instant: what this store knew just then

    Without a date of the document: since the first release of a figure that judges it.

    raises   Unknown with what comes near
    """
    catalogue = current_catalogue(monitor, as_of)
    goal, area = catalogue.goal(identifier), catalogue.area_of(catalogue.goal(identifier)).area
    document = catalogue.documents[goal.id]
    versions = _of(monitor.store.vintages(area=area), keys_of(goal))
    if as_of is not None:
        versions = _stored_by(versions, as_of)

    def judged(rows: pd.DataFrame, day: date) -> tuple[Assessment, ...]:
        return judge(catalogue, goal, series_by_key(rows, area), today=day)

    def at(day: date) -> EarlierVerdict:
        shown = shown_at(versions, datetime.combine(day, time.max, UTC))
        due = _due_by(released_by(versions, today), catalogue.indicators, day)
        return EarlierVerdict(
            day, judged(released_by(versions, day), day), None if shown.empty else judged(shown, day),
            None if due is None else judged(due, day),
        )  # fmt: skip

    ends = _year_ends(document.date or _first_release(versions), today) if _is_measured(goal) else ()
    return EarlierView(goal, document, tuple(at(day) for day in ends))


def released_by(versions: pd.DataFrame, day: date) -> pd.DataFrame:
    """Of every figure the newest one released by a day; withdrawn ones never. Rows as in `Store.vintages`."""
    return _newest(versions[(versions["released_on"] <= pd.Timestamp(day)) & versions["withdrawn_at"].isna()])


def _stored_by(versions: pd.DataFrame, instant: datetime) -> pd.DataFrame:
    """The versions stored by then; what was withdrawn later had not been."""
    moment = pd.Timestamp(instant.astimezone(UTC).replace(tzinfo=None))
    known = versions[versions["counts_from"] <= moment]
    return known.assign(withdrawn_at=known["withdrawn_at"].where(known["withdrawn_at"] <= moment))


def shown_at(versions: pd.DataFrame, instant: datetime) -> pd.DataFrame:
    """Of every figure the one this store showed at an instant, withdrawn later or not."""
    moment = pd.Timestamp(instant.astimezone(UTC).replace(tzinfo=None))
    counted = (versions["counts_from"] <= moment) & ~(versions["withdrawn_at"] <= moment)
    return _newest(versions[counted])


def _due_by(rows: pd.DataFrame, indicators: Mapping[str, Indicator], day: date) -> pd.DataFrame | None:
    """The rows whose period was due for publication by the end of a month; None where a lag is not known."""
    if rows.empty or any(indicators[name].lag_months is None for name in rows["indicator"].unique()):
        return None
    cells = zip(rows["indicator"], rows["period"], strict=True)
    return rows[[was_due(parse_period(period), indicators[name], day) for name, period in cells]]


def _newest(versions: pd.DataFrame) -> pd.DataFrame:
    """One row a figure: the newest release, of one day the batch that came last."""
    return versions.sort_values(["released_on", "batch"]).drop_duplicates(_CELL, keep="last")


def _of(versions: pd.DataFrame, keys: Collection[Key]) -> pd.DataFrame:
    wanted = set(keys)
    pairs = zip(versions["indicator"], versions["group"], strict=True)
    return versions[pd.Series([pair in wanted for pair in pairs], versions.index, dtype=bool)]


def _is_measured(goal: Goal) -> bool:
    return bool(goal.demand) or goal.parity is not None


def _first_release(versions: pd.DataFrame) -> date | None:
    return None if versions.empty else versions["released_on"].min().date()


def _year_ends(start: date | None, today: date) -> tuple[date, ...]:
    """Every 31 December from `start` on that lies before today."""
    if start is None:
        return ()
    return tuple(day for year in range(start.year, today.year + 1) if (day := date(year, 12, 31)) < today)
