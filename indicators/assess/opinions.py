"""Second opinions: which call a goal makes on each published method (method, section 1)."""

from dataclasses import dataclass
from datetime import date
from math import fsum
from typing import Literal

from indicators.assess.assessment import Assessment
from indicators.assess.published import DNS_WINDOW, OPEN_SDG_BASE_YEAR, DnsKind, Good, Rating, dns, dns_kind, eurostat, open_sdg
from indicators.assess.series import Point, Series, closed, last_break, since
from indicators.catalogue.model import Goal, Indicator
from indicators.period import PER_YEAR

Method = Literal["dns", "open_sdg", "eurostat"]
Yearly = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Opinion:
    """What one published method says of one demand, and what it was asked.

    kind          the rule that decided: a value in a year, a value to be held, or no value
    base_year     the year of the first point the method looked at; None without one
    target        in the unit of the series. The published methods know no "under": the value itself counts as reached
    target_year   None for a target without a date
    """

    method: Method
    rating: Rating
    kind: DnsKind
    base_year: int | None
    target: float | None
    target_year: int | None


@dataclass(frozen=True)
class _Asked:
    direction: Good
    target: float | None
    target_year: int | None
    dns_kind: DnsKind
    base_year: int | None  # what the goal names as its base, for Eurostat
    limit: float | None


def opinions(goal: Goal, found: Assessment, indicator: Indicator, *, today: date) -> tuple[Opinion, ...]:
    """One opinion a method on the demand or parity of an assessment; none for goals without figures.

    Rated are yearly values, or the means of complete years, of closed periods after the last declared break.
    """
    if found.demand is None and found.parity is None:
        return ()
    asked = _asked(goal, found, indicator)
    points = yearly(_counted(found, indicator, today), indicator)
    if found.parity is not None:
        points = tuple((year, abs(gap)) for year, gap in points)
    return (_dns(points, asked), _open_sdg(points, asked), _eurostat(points, asked))


def yearly(points: Series, indicator: Indicator) -> Yearly:
    """A value a year: the yearly one, or the mean of a complete year of months or quarters.

    A stock counted on one day of the year is complete with that day. A figure that already covers twelve months is not
    averaged again: the one at the end of the year counts.
    """
    by_year: dict[int, list[Point]] = {}
    for point in points:
        if point.value is not None:
            by_year.setdefault(point.period.year, []).append(point)
    if not by_year:
        return ()
    numbers = {point.period.number for inside in by_year.values() for point in inside}
    full = PER_YEAR[points[0].period.frequency]
    if indicator.basis == "twelve_months":
        by_year = {year: [point for point in inside if point.period.number == full] for year, inside in by_year.items()}
        full = 1
    elif len(numbers) == 1:
        full = 1
    return tuple((float(year), _mean(inside)) for year, inside in sorted(by_year.items()) if len(inside) == full)


def _mean(points: list[Point]) -> float:
    return round(fsum(point.value for point in points if point.value is not None) / len(points), 9)


def _counted(found: Assessment, indicator: Indicator, today: date) -> Series:
    usable = closed(found.series, today)
    return since(usable, last_break(usable, found.breaks), is_stock=indicator.is_stock)


def _asked(goal: Goal, found: Assessment, indicator: Indicator) -> _Asked:
    demand, year = found.demand, goal.due_on.year if goal.due_on is not None else None
    if demand is None:
        target, direction = found.parity.tolerance if found.parity is not None else None, "down"
    else:
        target, direction = demand.value if demand.operator is not None else None, demand.good
    kind: DnsKind = "direction" if target is None else "keep" if goal.kind == "hold" or year is None else "target"
    base = demand.base_period if demand is not None else None
    has_limit = direction == "up" and len(indicator.range) > 1
    return _Asked(
        "up" if direction == "up" else "down", target, year if target is not None else None, kind,
        base_year=int(base[:4]) if base and base[:4].isdecimal() else None,
        limit=indicator.range[1] if has_limit else None,
    )  # fmt: skip


def _dns(points: Yearly, asked: _Asked) -> Opinion:
    way, target, year, kind = asked.direction, asked.target, asked.target_year, asked.dns_kind
    rating = dns(points, direction=way, target=target, target_year=year, kind=kind)
    rule = dns_kind(points, direction=way, target=target, target_year=year, kind=kind)
    return _opinion("dns", rating, rule or kind, points[-DNS_WINDOW:], asked)


def _open_sdg(points: Yearly, asked: _Asked) -> Opinion:
    way, target, year = asked.direction, asked.target, asked.target_year
    rating = open_sdg(points, direction=way, target=target, target_year=year, limit=asked.limit)
    return _opinion("open_sdg", rating, _kind_of(rating, asked), _from(points, OPEN_SDG_BASE_YEAR), asked)


def _eurostat(points: Yearly, asked: _Asked) -> Opinion:
    way, target, year, base = asked.direction, asked.target, asked.target_year, asked.base_year
    rating = eurostat(points, direction=way, target=target, target_year=year, base_year=base)
    return _opinion("eurostat", rating, _kind_of(rating, asked), _from(points, base), asked)


def _from(points: Yearly, base_year: int | None) -> Yearly:
    return tuple(point for point in points if base_year is None or point[0] >= base_year)


def _kind_of(rating: Rating, asked: _Asked) -> DnsKind:
    """A target without a year is rated by growth alone until it is reached."""
    has_target = asked.target_year is not None or rating.status == "target_achieved"
    return "target" if has_target else "direction"


def _opinion(method: Method, rating: Rating, kind: DnsKind, used: Yearly, asked: _Asked) -> Opinion:
    return Opinion(method, rating, kind, int(used[0][0]) if used else None, asked.target, asked.target_year)
