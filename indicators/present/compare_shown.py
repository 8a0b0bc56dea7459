"""What a comparison draws: which areas, and each series as it is, indexed, as change or as distance to its Land."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from indicators.assess.compared import (
    change,
    distances,
    indexed,
    is_alike,
    shared_periods,
    value_at,
    yearly_changes,
)
from indicators.assess.series import Point, Series
from indicators.catalogue import Catalogue
from indicators.catalogue.model import Indicator
from indicators.period import Period
from indicators.present import goal
from indicators.present.figure import Mark, Role, pieces, place
from indicators.present.views import SeriesView
from indicators.present.words import Words

View = Literal["level", "index", "change", "distance", "slope", "pair"]
VIEWS: tuple[View, ...] = get_args(View)
MOST_LINES = 5
MOST_PEERS = MOST_LINES - 2  # beside the chosen city and Germany
_YEARS_OF_PAIR = 10
Views = Sequence[SeriesView]


@dataclass(frozen=True)
class Choice:
    """What a visitor chose.

    focus   the key of the city that is drawn strong
    base    from where an index or a slope is counted; `end` is where a slope ends
    peers   keys of districts that stand beside the city instead of the other cities
    """

    view: View
    focus: str
    base: Period | None = None
    end: Period | None = None
    peers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shown:
    """One area as it is drawn: `points` are what became of the published ones."""

    view: SeriesView
    points: Series
    role: Role

    @property
    def filled(self) -> Series:
        return tuple(point for point in self.points if point.value is not None)


def filled(view: SeriesView) -> Series:
    return tuple(point for point in view.points if point.value is not None)


def is_rate(indicator: Indicator) -> bool:
    return indicator.kind in ("rate", "gap")


def _main(views: Views, focus: str, peers: Sequence[str]) -> list[SeriesView]:
    """The areas in question: the cities, or one city and its peers."""
    by_key = {view.area.area: view for view in views}
    keys = [focus, *peers] if peers else [view.area.area for view in views if view.area.kind == "city"]
    return [by_key[key] for key in keys if key in by_key and filled(by_key[key])][: MOST_LINES - 1]


def _references(views: Views, focus: str, room: int) -> list[SeriesView]:
    """Germany first, then the Land of the chosen city, as far as there is room."""
    land = next((view.area.land for view in views if view.area.area == focus), "")
    wanted = [view for view in views if view.area.kind == "country"] + [view for view in views if view.area.area == land]
    return [view for view in wanted if filled(view)][:room]


def shown(views: Views, choice: Choice) -> list[Shown]:
    """At most five lines. Of a stock, Land and Germany would dwarf every city: they join where all are made comparable."""
    main = _main(views, choice.focus, choice.peers)
    joins = choice.view != "distance" and (is_rate(views[0].indicator) or choice.view in ("index", "change"))
    references = _references(views, choice.focus, MOST_LINES - len(main)) if joins else []
    found = [Shown(view, points_of(view, choice, views), _role(view, choice)) for view in (*main, *references)]
    return sorted((one for one in found if one.filled), key=lambda one: one.role == "main")


def _role(view: SeriesView, choice: Choice) -> Role:
    if view.area.area == choice.focus:
        return "main"
    return "other" if view.area.kind in ("city", "district") else "reference"


def points_of(view: SeriesView, choice: Choice, views: Views) -> Series:
    match choice.view:
        case "index":
            return indexed(view.points, choice.base, view.breaks, is_stock=view.indicator.is_stock) if choice.base else ()
        case "change":
            in_percent = not is_rate(view.indicator)
            return yearly_changes(view.points, view.breaks, is_stock=view.indicator.is_stock, in_percent=in_percent)
        case "distance":
            land = land_of(view, views)
            return distances(view.points, land.points) if land is not None else ()
        case "slope":
            ends = {choice.base, choice.end}
            points = tuple(point for point in filled(view) if point.period in ends)
            return points if len(points) == len(ends) else ()
        case _:
            return view.points


def land_of(view: SeriesView, views: Views) -> SeriesView | None:
    """The series of the Land a city or district lies in, where it has figures."""
    found = next((one for one in views if one.area.kind == "land" and one.area.area == view.area.land), None)
    return found if found is not None and filled(found) else None


def slope_change(one: Shown) -> Point | None:
    """From the first to the second of two periods; None across a break."""
    before, after = one.points[0], one.points[-1]
    if not is_alike(before.period, after.period, one.view.breaks, is_stock=one.view.indicator.is_stock):
        return None
    return change(before, after, in_percent=not is_rate(one.view.indicator))


def common(views: Views, choice: Choice) -> tuple[Period, ...]:
    """The periods in which all areas in question have a value: what can be a base or an end."""
    return shared_periods([view.points for view in _main(views, choice.focus, choice.peers)])


def first_alike(views: Views, choice: Choice) -> Period | None:
    """The earliest of them that was counted as the newest is; if it can be, one for which Germany has a value too."""
    periods, main = common(views, choice), _main(views, choice.focus, choice.peers)
    alike = [
        period for period in periods
        if all(is_alike(period, periods[-1], view.breaks, is_stock=view.indicator.is_stock) for view in main)
    ]  # fmt: skip
    country = next((view for view in views if view.area.kind == "country"), None)
    beside = [period for period in alike[:-1] if country is not None and value_at(country.points, period) is not None]
    return next(iter(beside or alike), None)


def recent(periods: Sequence[Period]) -> Period | None:
    """Where a pair starts before anybody chooses: more than ten years of turns are a tangle."""
    return next((period for period in periods if period.year >= periods[-1].year - _YEARS_OF_PAIR), None)


def possible(views: Views, choice: Choice, others: Sequence[str]) -> list[View]:
    """The ways of looking that have something to show here.

    others   indicators that could make a pair with this one
    """
    main = _main(views, choice.focus, choice.peers)
    several = len(common(views, choice)) > 1
    has_change = any(points_of(view, Choice("change", choice.focus), views) for view in main)
    has_distance = is_rate(views[0].indicator) and any(
        points_of(view, Choice("distance", choice.focus), views) for view in main
    )
    holds = {"level": True, "index": several, "change": has_change, "distance": has_distance, "slope": several,
             "pair": bool(others)}  # fmt: skip
    return [view for view in VIEWS if holds[view]]


# -- words for what is drawn


def unit(indicator: Indicator, choice: Choice, catalogue: Catalogue, words: Words) -> str:
    """What stands at the axis and over a column."""
    if choice.view == "index" and choice.base is not None:
        return words("compared.index_unit", base=words.period(choice.base, indicator))
    if choice.view == "change" and not is_rate(indicator):
        return "%"
    if choice.view in ("change", "distance"):
        return catalogue.units[indicator.unit].difference.in_language(words.language)
    return words.unit(catalogue, indicator.unit)


def told(point: Point, indicator: Indicator, choice: Choice, catalogue: Catalogue, words: Words) -> str:
    """A value as a sentence says it."""
    value = point.value or 0.0
    match choice.view:
        case "index":
            return words.number(value, point.decimals)
        case "change" if not is_rate(indicator):
            return words("number.percent", number=words.signed(value, point.decimals))
        case "change" | "distance":
            return words.difference(value, point.decimals, catalogue, indicator.unit)
        case _:
            return words.full_value(value, point.decimals, catalogue, indicator.unit)


def marks(one: Shown, choice: Choice, catalogue: Catalogue, words: Words) -> tuple[tuple[Mark, ...], ...]:
    """The line in pieces; interrupted where a value is missing or the count changed."""
    indicator = one.view.indicator
    found = [mark(point, indicator, choice, catalogue, words) for point in one.points]
    if choice.view == "slope":
        return (tuple(found),) if slope_change(one) is not None else tuple((mark,) for mark in found)
    return pieces(one.points, found, one.view.breaks, is_stock=indicator.is_stock)


def mark(point: Point, indicator: Indicator, choice: Choice, catalogue: Catalogue, words: Words) -> Mark:
    plain = goal.mark(point, indicator, catalogue, words)
    if choice.view in ("level", "slope", "pair") or point.value is None:
        return plain
    text = told(point, indicator, choice, catalogue, words)
    signed = words.number if choice.view == "index" else words.signed
    number = signed(point.value, point.decimals)
    return Mark(place(point.period), point.value, plain.period, text, plain.is_provisional, number)


def at(points: Sequence[Point], period: Period) -> Point | None:
    return next((point for point in points if point.period == period), None) if value_at(points, period) is not None else None
