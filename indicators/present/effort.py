"""What a goal would take, where a change of its rate came from, and what would change its verdict: rows and sentences."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from indicators.assess.assessment import Assessment
from indicators.assess.decomposition import Decomposition
from indicators.assess.effort import LAST_YEAR, Arrival, Effort, Stretch, assumed_year, paces
from indicators.assess.flip import Flips
from indicators.assess.people import PeopleGap
from indicators.catalogue import Catalogue
from indicators.catalogue.model import Area, Goal, Indicator
from indicators.present import html
from indicators.present.words import Words

Row = tuple[str, str]  # label, text
Part = Literal["numerator", "denominator"]


@dataclass(frozen=True)
class EffortView:
    """One goal and what its deciding assessment would take; each part is None or empty where the figures do not carry it.

    changes   the change of a rate to the year before, then since the document, taken apart
    """

    goal: Goal
    area: Area
    found: Assessment
    effort: Effort | None
    people: PeopleGap | None
    changes: tuple[Decomposition, ...]
    flips: Flips


def effort_rows(view: EffortView, catalogue: Catalogue, words: Words) -> list[Row]:
    """What is needed, the best stretch beside it, and when this pace arrives."""
    effort = view.effort
    if effort is None:
        return []
    indicator = _indicator(view, catalogue)
    a_year = _pace_teller(indicator, catalogue, words)
    rows = []
    if effort.needed_per_year is not None:
        rows.append((words("effort.needed"), a_year(effort.needed_per_year)))
    if view.found.slope is not None:
        rows.append((words("effort.actual"), a_year(view.found.slope.per_year)))
    rows.append((words("effort.best"), _stretch(effort.stretch, indicator, a_year, words)))
    if effort.needed_per_year and effort.stretch is not None:
        rows.append(
            (words("effort.compared"), words("effort.beyond_history" if effort.is_beyond_history else "effort.within_history"))
        )
    if effort.arrival is not None:
        rows.append((words("effort.arrival"), arrival(effort.arrival, words)))
    return rows


def _pace_teller(indicator: Indicator, catalogue: Catalogue, words: Words) -> Callable[[float], str]:
    """Tells a change a year in the unit of the indicator."""
    decimals = pace_decimals(indicator)
    return lambda value: words.difference(value, decimals, catalogue, indicator.unit)


def pace_decimals(indicator: Indicator) -> int:
    """A pace is finer than the percentages it comes from."""
    return indicator.decimals + (indicator.unit == "percent")


def _stretch(stretch: Stretch | None, indicator: Indicator, a_year: Callable[[float], str], words: Words) -> str:
    if stretch is None:
        return words("effort.best_none")
    first, last = (words.period(period, indicator) for period in (stretch.first, stretch.last))
    return words("effort.best_value", per_year=a_year(stretch.per_year), first=first, last=last)


def arrival(found: Arrival, words: Words) -> str:
    """The year in which the target is met at this pace, or before which it is not."""
    year, not_before = found.year, found.not_before
    if not_before is None:
        return words("effort.arrival_never")
    if not_before > LAST_YEAR:
        return words("effort.arrival_century")
    if year is None:
        return words("effort.arrival_not_before", year=not_before)
    return words("effort.arrival_year" if year == not_before else "effort.arrival_both", year=year, not_before=not_before)


def pace_choices(view: EffortView, catalogue: Catalogue) -> tuple[tuple[float, ...], float] | None:
    """What a slider for an assumed pace offers, and where it begins; None where there is no target left to reach."""
    if view.effort is None or view.found.is_met:
        return None
    offered = paces(view.found, view.effort, _indicator(view, catalogue))
    count = round((offered.high - offered.low) / offered.step)
    return tuple(round(offered.low + number * offered.step, 9) for number in range(count + 1)), offered.start


def pace_told(view: EffortView, per_year: float, catalogue: Catalogue, words: Words) -> str:
    """One position of that slider."""
    return _pace_teller(_indicator(view, catalogue), catalogue, words)(per_year)


def assumed_sentence(view: EffortView, per_year: float, catalogue: Catalogue, words: Words) -> str:
    """What an assumed pace would mean: the year it meets the target, and whether the city has managed it before."""
    indicator = _indicator(view, catalogue)
    year = assumed_year(view.found, per_year, indicator)
    pace = _pace_teller(indicator, catalogue, words)(per_year)
    told = words("effort.assumed_never", pace=pace) if year is None else words("effort.assumed", pace=pace, year=year)
    if year is None or view.effort is None or view.effort.stretch is None:
        return told
    is_beyond = replace(view.effort, needed_per_year=per_year).is_beyond_history
    return f"{told} {words('effort.assumed_beyond' if is_beyond else 'effort.assumed_within')}"


def people(view: EffortView, catalogue: Catalogue, words: Words) -> str:
    """The people behind the points, below the head of the page; empty where that would have to be guessed."""
    sentence = people_sentence(view, catalogue, words)
    return html.render("sentence.html", text=sentence) if sentence else ""


def assumed(view: EffortView, per_year: float, catalogue: Catalogue, words: Words) -> str:
    """The sentence under the slider."""
    return html.render("sentence.html", text=assumed_sentence(view, per_year, catalogue, words))


def people_sentence(view: EffortView, catalogue: Catalogue, words: Words) -> str:
    """What the threshold means in people; empty where that would have to be guessed."""
    gap = view.people
    if gap is None or view.found.demand is None or view.found.demand.value is None:
        return ""
    indicator = _indicator(view, catalogue)
    counted = words.number(gap.counted, 0)
    low, high = sorted((abs(round(gap.low)), abs(round(gap.high))))
    if gap.low <= 0 <= gap.high:
        return words("effort.people_within_rounding")
    key = "effort.people_fewer" if gap.difference < 0 else "effort.people_more"
    return words(
        key, rate=words.value(view.found.demand.value, indicator.decimals, catalogue, indicator.unit),
        period=words.period(gap.period, indicator), noun=_counted("numerator", view, catalogue, words),
        at_target=words.number(gap.at_target, 0),
        counted=counted if gap.known == "numerator" else words("effort.people_computed", number=counted),
        difference=words.number(abs(gap.difference), 0), low=words.number(low, 0), high=words.number(high, 0),
    )  # fmt: skip


def _counted(part: Part, view: EffortView, catalogue: Catalogue, words: Words) -> str:
    group = view.found.demand.group if view.found.demand is not None else "total"
    return counted(part, _indicator(view, catalogue), group, catalogue, words)


def counted(part: Part, indicator: Indicator, group: str, catalogue: Catalogue, words: Words) -> str:
    """Whom a part of the rate counts: `registrierte Arbeitslose`, of one group `registrierte Arbeitslose, Frauen`."""
    text = indicator.numerator if part == "numerator" else indicator.denominator
    name = words(f"decomposition.{part}") if text is None else text.in_language(words.language)
    return name if group == "total" else f"{name}, {words.group(catalogue, group)}"


def decomposition_rows(view: EffortView, catalogue: Catalogue, words: Words) -> list[tuple[str, list[Row], list[str]]]:
    """Each change: its heading, its two parts, and what must be known beside them."""
    return [_decomposed(change, view, catalogue, words) for change in view.changes]


def _decomposed(
    change: Decomposition, view: EffortView, catalogue: Catalogue, words: Words
) -> tuple[str, list[Row], list[str]]:
    indicator = _indicator(view, catalogue)
    decimals = indicator.decimals

    def told(value: float) -> str:
        return words.difference(value, decimals + 1, catalogue, indicator.unit)

    first, last = (words.period(period, indicator) for period in (change.first, change.last))
    total = words.difference(change.change, decimals, catalogue, indicator.unit)
    parts = [
        (words("decomposition.part_numerator", name=_counted("numerator", view, catalogue, words)),
         told(change.numerator)),
        (words("decomposition.part_denominator", name=_counted("denominator", view, catalogue, words)),
         told(change.denominator)),
    ]  # fmt: skip
    uncertainty = words.difference(change.uncertainty, decimals + 1, catalogue, indicator.unit, signed=False)
    notes = [words(f"decomposition.known_{change.known}"), words("decomposition.rounding", uncertainty=uncertainty)]
    if change.is_within_rounding:
        notes.append(words("decomposition.within_rounding"))
    if change.base_renewed:
        renewed = ", ".join(words.period(period) for period in change.base_renewed)
        notes.append(words("decomposition.base_renewed", periods=renewed))
    return words("decomposition.change", first=first, last=last, change=total), parts, notes


def flip_sentences(view: EffortView, catalogue: Catalogue, words: Words) -> list[str]:
    """What the next figure would have to be for another verdict; or why nothing can be said."""
    found = view.flips
    if found.period is None or found.unchanged is None or found.low is None or found.high is None:
        return [words(f"flip.{found.reason}")]
    indicator = _indicator(view, catalogue)

    def value(number: float) -> str:
        return words.value(number, indicator.decimals, catalogue, indicator.unit)

    assert view.found.current is not None and view.found.current.value is not None
    period = words.period(found.period, indicator)
    told = [words("flip.unchanged", period=period, value=value(view.found.current.value),
                  verdict=words(f"verdict.{found.unchanged}"))]  # fmt: skip
    for flip in found.flips:
        key = "flip.at_most" if flip.operator == "<=" else "flip.at_least"
        told.append(words(key, value=value(flip.value), verdict=words(f"verdict.{flip.verdict}")))
    if not found.flips:
        told.append(words("flip.nothing_flips"))
    return [*told, words("flip.examined", low=value(found.low), high=value(found.high))]


def _indicator(view: EffortView, catalogue: Catalogue) -> Indicator:
    assert view.found.demand is not None
    return catalogue.indicators[view.found.demand.indicator]


def page(view: EffortView, catalogue: Catalogue, words: Words) -> str:
    """All of it folded up, for the page of the goal."""
    return html.render(
        "goal_effort.html", words=words, rows=effort_rows(view, catalogue, words),
        changes=decomposition_rows(view, catalogue, words), flips=flip_sentences(view, catalogue, words),
    )  # fmt: skip


def lines(view: EffortView, catalogue: Catalogue, words: Words) -> list[str]:
    """All of it as plain lines for a terminal."""
    told = [f"{label}: {text}" for label, text in effort_rows(view, catalogue, words)]
    told = [words("effort.heading"), *(_indented(told) or [f"  {words('effort.nothing')}"])]
    if sentence := people_sentence(view, catalogue, words):
        told += [f"  {sentence}"]
    for heading, parts, notes in decomposition_rows(view, catalogue, words):
        told += [heading, *_indented([f"{label}: {text}" for label, text in parts]), *_indented(notes)]
    return [*told, words("flip.heading"), *_indented(flip_sentences(view, catalogue, words))]


def _indented(texts: list[str]) -> list[str]:
    return [f"  {text}" for text in texts]
