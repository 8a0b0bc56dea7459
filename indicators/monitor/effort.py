"""What a goal would take: one query for the figures of its area, everything else computed from them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from indicators.assess.assessment import Assessment
from indicators.assess.decomposition import Decomposition, decompose
from indicators.assess.effort import effort as effort_of
from indicators.assess.flip import flips
from indicators.assess.people import PeopleGap, people_gap
from indicators.assess.series import Point
from indicators.assess.verdict import Key
from indicators.catalogue.model import Document, Indicator
from indicators.monitor.core import Monitor
from indicators.monitor.current import current_catalogue
from indicators.monitor.goals import judge, series_by_key
from indicators.period import PER_YEAR
from indicators.present.effort import EffortView

Known = Mapping[Key, Sequence[Point]]


def effort(monitor: Monitor, identifier: str, *, today: date, as_of: date | datetime | None = None) -> EffortView:
    """One goal and what it would take; the deciding demand counts.

    raises   Unknown with what comes near
    """
    catalogue = current_catalogue(monitor, as_of)
    goal = catalogue.goal(identifier)
    area = catalogue.area_of(goal)
    known = series_by_key(monitor.store.series(area=area.area, as_of=as_of), area.area)
    found = judge(catalogue, goal, known, today=today)[0]
    indicator = catalogue.indicators[found.demand.indicator] if found.demand is not None else None
    return EffortView(
        goal, area, found,
        effort_of(found, indicator, today=today) if indicator is not None else None,
        people_of(found, indicator, known) if indicator is not None else None,
        _changes(found, indicator, known, catalogue.documents[goal.id]) if indicator is not None else (),
        flips(known, catalogue.indicators, lambda points, day: judge(catalogue, goal, points, today=day), today=today),
    )  # fmt: skip


def people_of(found: Assessment, indicator: Indicator, known: Known) -> PeopleGap | None:
    """The gap of one threshold in people; None where it is met or would have to be guessed."""
    demand, current = found.demand, found.current
    if demand is None or current is None or found.is_met:
        return None
    numerator, denominator = (_at(known, part, demand.group, current) for part in _parts(indicator))
    return people_gap(current, demand, indicator, numerator=numerator, denominator=denominator)


def _changes(found: Assessment, indicator: Indicator, known: Known, document: Document) -> tuple[Decomposition, ...]:
    demand, current = found.demand, found.current
    if demand is None or current is None or indicator.kind != "rate":
        return ()
    numerator, denominator = _parts(indicator)
    told = []
    for early in _earlier(found, current, document):
        pair = (early, current)
        tops = (_at(known, numerator, demand.group, early), _at(known, numerator, demand.group, current))
        bases = (_at(known, denominator, demand.group, early), _at(known, denominator, demand.group, current))
        told.append(decompose(pair, numerators=tops, denominators=bases, base_month=indicator.base_month))
    return tuple(change for change in told if change is not None)


def _earlier(found: Assessment, current: Point, document: Document) -> list[Point]:
    """The points the current one is compared with: a year before, and in the period of the document. None across a break."""
    year_before = current.period.plus(-PER_YEAR[current.period.frequency])
    day = document.date
    wanted = [point for point in found.series if point.period == year_before]
    wanted += [point for point in found.series if day is not None and point.period.start <= day <= point.period.end]
    return [
        point
        for point in dict.fromkeys(wanted)
        if point.period < current.period and not any(point.period.end < day <= current.period.end for day in found.breaks)
    ]


def _parts(indicator: Indicator) -> tuple[str | None, str | None]:
    return indicator.numerator_indicator, indicator.denominator_indicator


def _at(known: Known, indicator: str | None, group: str, when: Point) -> Point | None:
    """The stored figure of another indicator for the same group and period."""
    points = known.get((indicator, group), ()) if indicator is not None else ()
    return next((point for point in points if point.period == when.period), None)
