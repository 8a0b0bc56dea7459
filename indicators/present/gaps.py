"""All goals on one sheet: how far, in the unit and in people, how fast against what is needed, how long there is."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from indicators.assess.assessment import Assessment, Course
from indicators.assess.effort import Effort
from indicators.assess.people import PeopleGap
from indicators.catalogue import Catalogue
from indicators.catalogue.model import Area, Goal, Indicator
from indicators.present import effort, html, overview, pace
from indicators.present.source import source_line
from indicators.present.views import GoalView, SeriesView
from indicators.present.words import Words

Order = Literal["city", "gap", "people", "pace", "time"]
ORDERS: tuple[Order, ...] = get_args(Order)
# What is said of a target in the sentence at the top, in its order; by its course where it is neither met nor missed.
Standing = Literal["met", "fast", "slow", "flat", "away", "missed", "unknown"]
STANDINGS: tuple[Standing, ...] = get_args(Standing)
OF_COURSE: dict[Course, Standing] = {
    "fast_enough": "fast", "too_slow": "slow", "far_too_slow": "slow", "no_clear_trend": "flat", "wrong_way": "away",
    "right_way": "unknown", "unknown": "unknown",
}  # fmt: skip
_KEPT = ("as_of", "rules")  # of an address that was cited
_MONTHS = 12


@dataclass(frozen=True)
class GapView:
    """One series of which a goal asks something, and how far it is.

    effort       None without a threshold or without a figure
    people       None where the gap in people is nothing or would have to be guessed
    months_left  whole months until the period that decides is over, negative once it is; None without a date
    series       the series that is judged; both of them where two groups shall be equal
    counted      the series that told the people of a rate, for its source; None without such people
    """

    goal: Goal
    area: Area
    indicator: Indicator
    found: Assessment
    effort: Effort | None
    people: PeopleGap | None
    months_left: int | None
    series: tuple[SeriesView, ...]
    counted: SeriesView | None = None

    @property
    def group(self) -> str:
        """Whom the demand is about; everybody where two groups shall be equal."""
        return self.found.demand.group if self.found.demand is not None else "total"

    @property
    def is_quantified(self) -> bool:
        """Whether there is a number to be away from; a direction alone has none."""
        return self.found.parity is not None or (self.found.demand is not None and self.found.demand.operator is not None)


# -- order


def order_of(asked: str | None) -> Order:
    """The order that an address names; city by city where it names none that there is."""
    return next((order for order in ORDERS if order == asked), "city")


def ordered(views: Sequence[GapView], order: Order) -> list[GapView]:
    """The rows of one order; what has no such number comes last, and equal ones stay as the documents have them."""
    if order == "city":
        return list(views)
    units = list(dict.fromkeys(view.indicator.unit for view in views))

    def rank(view: GapView) -> tuple[bool, float, float]:
        number = _measure(view, order)
        # Percentage points and persons are no common scale: every unit is ordered for itself.
        unit = units.index(view.indicator.unit) if order == "gap" else 0
        return number is None, unit, number or 0.0

    return sorted(views, key=rank)


def _measure(view: GapView, order: Order) -> float | None:
    """What rows are ordered by; the lowest comes first."""
    found = view.found
    match order:
        case "gap":
            return None if found.gap is None else -found.gap
        case "people":
            return None if (people := people_missing(view)) is None else -abs(people)
        case "pace":
            return found.ratio
        case _:
            return view.months_left


def people_missing(view: GapView) -> float | None:
    """How many more or fewer people the target means; None where that is nothing or cannot be said."""
    found = view.found
    if found.is_met is not False or found.gap is None or found.demand is None:
        return None
    if view.indicator.unit == "persons":
        return -found.gap if found.demand.good == "down" else found.gap
    people = view.people
    return None if people is None or people.low <= 0 <= people.high else people.difference


# -- the page


def page(
    views: Sequence[GapView], goals: Iterable[GoalView], asked: Mapping[str, str], catalogue: Catalogue, words: Words
) -> str:
    """The sheet: goals with a number, goals with a direction, goals that count projects.

    asked   what the address asks for: `sort`, and what else its links must keep
    """
    order = order_of(asked.get("sort"))
    targets = [view for view in views if view.is_quantified]
    directions = [view for view in views if not view.is_quantified]
    pipelines = [view for view in goals if view.goal.kind == "pipeline"]
    return html.render(
        "gaps.html", words=words, lead=lead(views, words), orders=_orders(order, asked, words),
        order=words(f"gaps.ordered_{order}"), dot=html.mask(pace.DOT), ring=html.mask(pace.RING),
        targets=[_target_row(view, catalogue, words) for view in ordered(targets, order)],
        directions=[_direction_row(view, catalogue, words) for view in directions],
        pipelines=[_pipeline_row(view, words) for view in pipelines],
    )  # fmt: skip


def lead(views: Sequence[GapView], words: Words) -> str:
    """How many goals have a distance, what their pace says of them, and how many have none."""
    targets = [view for view in views if view.is_quantified]
    counts = Counter(_standing(view.found) for view in targets)
    told = [words(f"gaps.standing_{code}", count=counts[code]) for code in STANDINGS if counts[code]]
    standings = "; ".join(told if counts["met"] else [words("gaps.standing_none"), *told])
    directed = len({view.goal.id for view in views if not view.is_quantified})
    sentences = [
        words("gaps.lead", count=len(targets), standings=standings) if targets else words("gaps.no_targets"),
        words("gaps.lead_directions", count=directed) if directed else "",
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def _standing(found: Assessment) -> Standing:
    if found.is_met:
        return "met"
    return "missed" if found.verdict == "missed" else OF_COURSE[found.course]


def _orders(order: Order, asked: Mapping[str, str], words: Words) -> list[dict[str, object]]:
    kept = {key: asked[key] for key in _KEPT if key in asked}
    return [
        {"name": words(f"gaps.by_{one}"), "is_current": one == order,
         "href": html.link("gaps", words.language, sort="" if one == "city" else one, **kept)}
        for one in ORDERS
    ]  # fmt: skip


# -- rows


def _row(view: GapView, catalogue: Catalogue, words: Words) -> dict[str, object]:
    found, language = view.found, words.language
    paces = pace.pace_of(found)
    return {
        "title": view.goal.title.in_language(language), "href": html.link("goal", language, goal=view.goal.id),
        "city": view.area.name.in_language(language), "series": words.series(catalogue, view.indicator.id, view.group),
        "tone": found.tone, "verdict": words(f"verdict.{found.verdict}"), **_current(view, catalogue, words),
        "target": target(found, catalogue, words), "pace": pace.told(found, view.indicator, catalogue, words),
        "picture": html.mask(pace.dumbbell(paces)) if paces is not None else "",
        "why": [words.reason(reason.code, reason.params) for reason in found.reasons] if paces is None else [],
    }  # fmt: skip


def _current(view: GapView, catalogue: Catalogue, words: Words) -> dict[str, str]:
    """The judged value, its period and the way to its source; nothing where there is no figure."""
    found, indicator = view.found, view.indicator
    missing = {"value": "", "period": "", "trace": html.link("missing", words.language, city=view.area.slug), "mean": ""}
    if found.current is None or found.current.value is None:
        return missing
    mean = overview.yearly_mean(found, indicator, catalogue, words)
    trace = html.link("provenance", words.language, area=view.area.area, indicator=indicator.id, group=view.group,
                      period=str(found.current.period)) if found.demand is not None else ""  # fmt: skip
    return {
        "value": overview.current_value(found, indicator, catalogue, words),
        "period": words.period(found.current.period, indicator), "trace": trace,
        "mean": words("calc.level_value", **mean) if mean is not None else "",
    }  # fmt: skip


def target(found: Assessment, catalogue: Catalogue, words: Words) -> str:
    """`< 8,0 %`, `Abstand bis 1 Prozentpunkt`, or `sinkend` where no number was decided."""
    if found.parity is not None:
        return words("target.parity", tolerance=overview.tolerance(found.parity, catalogue, words))
    assert found.demand is not None
    return words.target(catalogue, found.demand)


def _target_row(view: GapView, catalogue: Catalogue, words: Words) -> dict[str, object]:
    found = view.found
    arrives = view.effort.arrival if view.effort is not None else None
    return _row(view, catalogue, words) | {
        "parity": words("gaps.parity") if found.parity is not None else "",
        "gap": overview.gap(found, view.indicator, catalogue, words),
        "people": _people(view, catalogue, words),
        "left": _left(view.months_left, words),
        "deadline": words("gaps.counts", period=words.period(found.deadline, view.indicator)) if found.deadline else "",
        "start": words("gaps.start", period=words.period(found.latest_start, view.indicator)) if found.latest_start else "",
        "arrival": words("gaps.arrival", when=effort.arrival(arrives, words)) if arrives is not None else "",
    }


def _people(view: GapView, catalogue: Catalogue, words: Words) -> tuple[str, str]:
    """`13.230 Menschen weniger`, and whom that counts, when, and how exactly; or why it cannot be said.

    Nothing where nothing is missing, and where the gap itself counts people.
    """
    if view.found.is_met is not False or view.indicator.unit == "persons":
        return "", ""
    missing, people = people_missing(view), view.people
    if missing is None or people is None:
        return "", words("gaps.people_within_rounding" if people is not None else "gaps.people_unknown")
    low, high = sorted((abs(round(people.low)), abs(round(people.high))))
    return words("gaps.fewer" if missing < 0 else "gaps.more", number=words.number(abs(missing), 0)), words(
        "gaps.people_range", noun=effort.counted("numerator", view.indicator, view.group, catalogue, words),
        period=words.period(people.period, view.indicator), low=words.number(low, 0), high=words.number(high, 0),
    )  # fmt: skip


def _left(months: int | None, words: Words) -> str:
    """`4 Jahre, 1 Monat`"""
    if months is None:
        return words("gaps.no_date")
    if months <= 0:
        return words("gaps.under_a_month" if months == 0 else "gaps.over")
    parts: list[tuple[int, Callable[[int], str]]] = [
        (months // _MONTHS, lambda number: words("gaps.years", count=number)),
        (months % _MONTHS, lambda number: words("gaps.months", count=number)),
    ]
    return ", ".join(name(number) for number, name in parts if number)


def _direction_row(view: GapView, catalogue: Catalogue, words: Words) -> dict[str, object]:
    due = view.goal.due_text
    return _row(view, catalogue, words) | {"due": due.in_language(words.language) if due is not None else words.due(view.goal)}


def _pipeline_row(view: GoalView, words: Words) -> dict[str, object]:
    goal, found, language = view.goal, view.assessment, words.language
    known = [words.reason(reason.code, reason.params) for reason in found.reasons]
    if goal.state is not None and goal.state.evidence is not None:
        known.append(goal.state.evidence.in_language(language))
    return {
        "title": goal.title.in_language(language), "href": html.link("goal", language, goal=goal.id),
        "city": view.area.name.in_language(language), "tone": found.tone,
        "verdict": words(f"verdict.{found.verdict}"), "known": " ".join(known),
        "reading": goal.reading.in_language(language) if goal.reading is not None else "",
    }  # fmt: skip


# -- sources


def sources(views: Iterable[GapView], catalogue: Catalogue, words: Words) -> list[tuple[str, str]]:
    """Where the figures come from, one line an indicator: its name and its source line; none without figures."""
    found: dict[str, list[SeriesView]] = {}
    for view in views:
        for one in (*view.series, *([view.counted] if view.counted is not None else ())):
            if not one.rows.empty:
                found.setdefault(one.indicator.id, []).append(one)
    return [
        (catalogue.label("indicator", name, words.language), source_line(series, catalogue, words))
        for name, series in found.items()
    ]


def source_notes(views: Iterable[GapView], catalogue: Catalogue, words: Words) -> str:
    """The same at the foot of the page; nothing without figures."""
    lines = sources(views, catalogue, words)
    return html.render("gaps_sources.html", words=words, sources=lines) if lines else ""
