"""What has changed for a goal since a day: new periods, revisions, and whether revisions alone changed its verdict."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta

from indicators.assess.assessment import Assessment
from indicators.assess.series import Point
from indicators.assess.verdict import Key
from indicators.catalogue import Catalogue
from indicators.catalogue.model import Goal
from indicators.monitor.core import Monitor
from indicators.monitor.current import current_catalogue
from indicators.monitor.goals import judge, keys_of, series_by_key
from indicators.monitor.missing import was_due
from indicators.period import Period
from indicators.present.earlier import Cause, ChangedPoint, SinceView

Cells = Mapping[tuple[Key, Period], Point]
Series = Mapping[Key, Sequence[Point]]
Judge = Callable[[Cells, date], tuple[Assessment, ...]]


def changes_since(monitor: Monitor, identifier: str, *, since: date | datetime, today: date) -> SinceView:
    """What a goal's figures were at `since`, what they are now, and what that did to the verdict.

    since    a day: the figures released by then; an instant: what this store showed just then
    raises   Unknown with what comes near

    The goal, the rules and the declared breaks are those of now.
    """
    catalogue = current_catalogue(monitor)
    goal, area = catalogue.goal(identifier), catalogue.area_of(catalogue.goal(identifier)).area
    then, now = (series_by_key(monitor.store.series(area=area, as_of=moment), area) for moment in (since, None))
    return since_of(catalogue, goal, then, now, since, today)


def all_changes_since(monitor: Monitor, *, since: date | datetime, today: date) -> Mapping[str, SinceView]:
    """The same for every goal, in the order of the documents; two queries for all of them."""
    catalogue = current_catalogue(monitor)
    areas = {catalogue.area_of(goal).area for goal in catalogue.goals.values()}
    tables = [monitor.store.series(as_of=moment) for moment in (since, None)]
    then, now = ({area: series_by_key(rows[rows["area"] == area], area) for area in areas} for rows in tables)
    found = {}
    for goal in catalogue.goals.values():
        area = catalogue.area_of(goal).area
        found[goal.id] = since_of(catalogue, goal, then[area], now[area], since, today)
    return found


def before_latest_release(monitor: Monitor) -> date | None:
    """The day before the newest release that is stored; of a month or year of which no more is known, the day before it.

    None for an empty store.
    """
    rows = monitor.store.series()
    if rows.empty:
        return None
    newest = rows.sort_values("released_on").iloc[-1]
    day: date = newest["released_on"].date()
    precision = newest["released_precision"]
    first = day.replace(day=1) if precision != "day" else day
    return (first.replace(month=1) if precision == "year" else first) - timedelta(days=1)


def since_of(catalogue: Catalogue, goal: Goal, old: Series, new: Series, since: date | datetime, today: date) -> SinceView:
    """What lies between two states of the series of the goal's area, judged on `since` and on `today`."""
    then, now = (_cells(series, keys_of(goal)) for series in (old, new))

    def judged(cells: Cells, day: date) -> tuple[Assessment, ...]:
        return judge(catalogue, goal, _series(cells), today=day)

    day = since.date() if isinstance(since, datetime) else since
    before = judged(then, day)
    after = judged(now, today)
    is_changed = before[0].verdict != after[0].verdict
    cause = cause_of(then, now, after[0].verdict, judged, today) if is_changed else "none"
    return SinceView(since, *_split(then, now), before, after, cause, _lacked(catalogue, then, now, day))


def _lacked(catalogue: Catalogue, then: Cells, now: Cells, day: date) -> bool:
    """A figure that is new here was due by then already: the store lacked it, not the city."""
    return any(was_due(period, catalogue.indicators[key[0]], day) for key, period in now if (key, period) not in then)


def cause_of(then: Cells, now: Cells, verdict: str, judged: Judge, today: date) -> Cause:
    """Why the verdict of now is not the one of then: tried with the old figures, with revisions only, with new periods only."""

    def makes_it(cells: Cells) -> bool:
        return judged(cells, today)[0].verdict == verdict

    if makes_it(then):
        return "time"
    kept = {cell: point for cell, point in now.items() if cell in then}
    by_revision = makes_it(kept)
    by_new_periods = makes_it({**{cell: point for cell, point in now.items() if cell not in then}, **then})
    if by_revision == by_new_periods:
        return "both"
    return "revision" if by_revision else "new_periods"


def _split(then: Cells, now: Cells) -> tuple[tuple[ChangedPoint, ...], tuple[ChangedPoint, ...], tuple[ChangedPoint, ...]]:
    """New periods, revised figures, figures that no longer count; each in the order of series and time."""
    cells = sorted({*then, *now}, key=lambda cell: (cell[0], cell[1].start, cell[1].frequency))
    changes = [ChangedPoint(*key, period, then.get((key, period)), now.get((key, period))) for key, period in cells]
    new = tuple(one for one in changes if one.before is None)
    gone = tuple(one for one in changes if one.after is None)
    both = (one for one in changes if one.before is not None and one.after is not None)
    return new, tuple(one for one in both if one.before != one.after), gone


def _cells(series: Series, keys: Sequence[Key]) -> Cells:
    return {(key, point.period): point for key in keys for point in series.get(key, ())}


def _series(cells: Cells) -> Mapping[Key, list[Point]]:
    found: dict[Key, list[Point]] = {}
    for (key, _), point in cells.items():
        found.setdefault(key, []).append(point)
    return found
