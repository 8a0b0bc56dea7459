"""Measures and series of projects: how far each is, by what was reported, and how many people it reaches."""

from collections import Counter
from collections.abc import Sequence

from indicators.assess.assessment import Tone
from indicators.catalogue.kept import Measure
from indicators.catalogue.model import Goal, GoalState, Item, State
from indicators.period import parse_period
from indicators.present import html
from indicators.present.words import Words

_TONES: dict[State, Tone] = {"done": "good", "in_progress": "none", "open": "none", "dropped": "none", "unknown": "none"}
_ORDER: tuple[State, ...] = ("done", "in_progress", "open", "dropped", "unknown")


def listed(items: Sequence[Item], words: Words, named: str = "state") -> list[dict[str, object]]:
    """Items with their number, name and state; `named` is the table of the locale that names the states."""
    return [
        {"number": number, "name": one.name.in_language(words.language), "state": one.state, "tone": _TONES[one.state],
         "said": begun(words(f"{named}.{one.state}"))}
        for number, one in enumerate(items, start=1)
    ]  # fmt: skip


def counts(items: Sequence[Item], words: Words, named: str = "state") -> str:
    """`Von 10: 2 umgesetzt, 8 Stand nicht bekannt`; a state that none has is left out."""
    found = Counter(one.state for one in items)
    parts = [words("duties.count", count=found[state], state=words(f"{named}.{state}")) for state in _ORDER if found[state]]
    return words("duties.counts", all=len(items), parts=", ".join(parts))


def pipeline(goal: Goal, words: Words) -> dict[str, object]:
    """Its items by state; where none are entered, what was reported of the whole."""
    return {**project(goal, words), "parts": listed(goal.item, words), "counts": counts(goal.item, words) if goal.item else ""}


def project(goal: Goal, words: Words) -> dict[str, object]:
    """A measure that a paper names, with what was reported of it."""
    state = goal.state or GoalState(state="unknown")
    return {
        "title": goal.title.in_language(words.language), "href": html.link("goal", words.language, goal=goal.id), "id": goal.id,
        "due": goal.due_text.in_language(words.language) if goal.due_text else "",
        "said": begun(words(f"state.{state.state}")), "tone": _TONES[state.state],
        "evidence": state.evidence.in_language(words.language) if state.evidence else "", "source": state.source,
    }  # fmt: skip


def attendance(measure: Measure, words: Words) -> list[dict[str, object]]:
    """A row a period, the newest first; one row without numbers where none are kept."""
    attended = sorted(measure.attendance, key=lambda row: parse_period(row.period).end, reverse=True)
    facts: dict[str, object] = {
        "name": measure.name.in_language(words.language), "carrier": measure.carrier,
        "said": begun(words(f"state.{measure.state}")),
        "goals": [{"id": goal, "href": html.link("goal", words.language, goal=goal)} for goal in measure.goals],
        "source": "; ".join(filter(None, (measure.source, measure.note))),
    }  # fmt: skip
    none = {"period": words("duties.no_figures"), "places": "–", "participants": "–"}
    return [
        facts | {"period": words.period(parse_period(row.period)), "places": _count(row.places, words),
                 "participants": _count(row.participants, words)}
        for row in attended
    ] or [facts | none]  # fmt: skip


def begun(text: str) -> str:
    """A word of the locale as it begins a line."""
    return text[:1].upper() + text[1:]


def _count(value: int | None, words: Words) -> str:
    return "–" if value is None else words.number(value, 0)
