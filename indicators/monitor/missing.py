"""What is missing: which figures of which city are due by the publisher's rhythm and lag."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from indicators.catalogue import Catalogue
from indicators.catalogue.model import Indicator, Source
from indicators.monitor.core import Monitor
from indicators.monitor.current import current_catalogue
from indicators.period import PER_YEAR, Period, parse_period
from indicators.present.missing import Expected, Want

_MONTHS = 12
_ORDER: dict[Want, int] = {"overdue": 0, "due": 1, "never": 2, "unknown_lag": 3, "current": 4}
Key = tuple[str, str]  # area, indicator
Stored = Mapping[str, Sequence[Period]]  # group -> its stored periods


def missing(monitor: Monitor, *, today: date) -> tuple[Expected, ...]:
    """Every indicator of every city (and of Germany where a goal needs it) with what of it is due.

    City by city; what goals need comes first, then what is overdue.
    """
    catalogue = current_catalogue(monitor)
    stored: dict[Key, dict[str, list[Period]]] = defaultdict(lambda: defaultdict(list))
    labels: dict[Key, str] = {}
    for row in monitor.store.series().itertuples(index=False):
        stored[row.area, row.indicator][row.group].append(parse_period(row.period))
        labels[row.area, row.indicator] = row.source
    needed = _needed(catalogue)
    found = []
    for area in dict.fromkeys([*(area.area for area in catalogue.cities), *(area for area, _ in needed)]):
        own = [
            replace(
                _expected(area, indicator, stored.get((area, indicator.id), {}), needed.get((area, indicator.id), {}), today),
                source=_source(catalogue, indicator, labels.get((area, indicator.id))),
            )
            for indicator in catalogue.indicators.values()
            if (area, indicator.id) in needed or catalogue.areas[area].kind == "city"
        ]
        found += sorted(own, key=lambda one: (not one.goals, _ORDER[one.want]))
    return tuple(found)


def _needed(catalogue: Catalogue) -> dict[Key, dict[str, set[str]]]:
    """Area and indicator -> the goals that are judged by it, each with the groups it asks for."""
    found: dict[Key, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for goal in catalogue.goals.values():
        area = catalogue.area_of(goal).area
        for demand in goal.demand:
            found[area, demand.indicator][goal.id].add(demand.group)
        if goal.parity is not None:
            found[area, goal.parity.indicator][goal.id].update(goal.parity.groups)
    return found


def _source(catalogue: Catalogue, indicator: Indicator, label: str | None) -> Source | None:
    """Where the newest stored figure came from, as long as it is a source of the indicator; else the first of these."""
    newest = catalogue.source_of(label) if label else None
    if newest is not None and newest.id in indicator.sources:
        return newest
    return catalogue.sources[indicator.sources[0]] if indicator.sources else None


def _expected(area: str, indicator: Indicator, stored: Stored, needed: Mapping[str, set[str]], today: date) -> Expected:
    """What of one indicator is due. The groups that goals ask for decide where they lag behind the others."""
    asked = sorted(set().union(*needed.values()))
    goals = tuple(needed)
    if not stored or (lacking := tuple(group for group in asked if group not in stored)):
        return Expected(area, indicator, "never", groups=lacking if stored else (), goals=goals)
    rhythms = {group: rhythmic(periods) for group, periods in stored.items()}
    pick = min if asked else max
    series = pick((rhythms[group] for group in asked or rhythms), key=lambda periods: periods[-1].end)
    last, numbers = series[-1], {period.number for period in series}
    ahead = following(last, numbers)
    if indicator.lag_months is None:
        return Expected(area, indicator, "unknown_lag", (ahead,), None, last, (), goals)
    due = []
    while available_from(ahead, indicator.lag_months) <= today:
        due.append(ahead)
        ahead = following(ahead, numbers)
    want: Want = "current" if not due else "due" if len(due) == 1 else "overdue"
    periods = tuple(due) or (ahead,)
    return Expected(area, indicator, want, periods, available_from(periods[0], indicator.lag_months), last, (), goals)


def rhythmic(periods: Sequence[Period]) -> tuple[Period, ...]:
    """The stored periods of the rhythm that reaches furthest, in order."""
    newest = max(periods, key=lambda period: (period.end, PER_YEAR[period.frequency]))
    return tuple(sorted(period for period in periods if period.frequency == newest.frequency))


def following(period: Period, numbers: set[int]) -> Period:
    """The next period in the rhythm: a stock that was only ever counted in June is next counted in June."""
    after = period.plus(1)
    return after if after.number in numbers else following(after, numbers)


def was_due(period: Period, indicator: Indicator, day: date) -> bool:
    """Whether a period could be had by the end of a day by the publisher's lag; False where that is not known."""
    lag = indicator.lag_months
    return lag is not None and available_from(period, lag) <= day + timedelta(days=1)


def available_from(period: Period, lag_months: int) -> date:
    """The first day of the month after the publisher's lag: a yearly mean with a lag of one month is due from February."""
    month = period.end.year * _MONTHS + period.end.month + lag_months
    return date(month // _MONTHS, month % _MONTHS + 1, 1)
