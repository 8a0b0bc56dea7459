"""What is known before any figure arrives: areas, indicators, groups, goals, events, sources."""

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from indicators.catalogue.duty import Duty, Occasion
from indicators.catalogue.model import Area, Document, Event, Goal, Group, Indicator, Sign, Source, Unit
from indicators.catalogue.outlook import Calibration, Trial
from indicators.catalogue.people import Focus, Groups
from indicators.catalogue.report import Template
from indicators.catalogue.rules import Rules
from indicators.catalogue.terms import Accessibility, Difference, Term
from indicators.errors import CatalogueFault, Unknown

Noun = Literal["area", "indicator", "group", "unit"]


@dataclass(frozen=True)
class Catalogue:
    """Everything in data/catalogue, keyed by id. Goals stand in the order of their documents."""

    areas: Mapping[str, Area]
    groups: Mapping[str, Group]
    units: Mapping[str, Unit]
    signs: Mapping[str, Sign]
    indicators: Mapping[str, Indicator]
    sources: Mapping[str, Source]
    goals: Mapping[str, Goal]
    documents: Mapping[str, Document]
    events: tuple[Event, ...]
    rules: Rules
    calibrations: Mapping[str, Calibration]  # by kind, and by name for indicators with numbers of their own
    trial: Trial
    terms: Mapping[str, Term]
    differences: Mapping[str, Difference]
    accessibility: Accessibility
    people: Groups
    focus: Mapping[str, Focus]  # by area
    duties: Mapping[str, Duty] = field(default_factory=dict)
    occasions: Mapping[str, tuple[Occasion, ...]] = field(default_factory=dict)  # area -> what took place
    reports: Mapping[str, Template] = field(default_factory=dict)  # by city

    @property
    def cities(self) -> tuple[Area, ...]:
        return tuple(area for area in self.areas.values() if area.kind == "city")

    def find(self, noun: Noun, text: str) -> str | None:
        """The id that a spelling means exactly, or None. Never a guess: "Landkreis Kassel" is not "Kassel"."""
        return self._spellings[noun].get(fold(text))

    def nearest(self, noun: Noun, text: str) -> str | None:
        """A known spelling that resembles `text`, for a suggestion only."""
        spellings = self._spellings[noun]
        matches = difflib.get_close_matches(fold(text), list(spellings), n=1, cutoff=0.6)
        return self.label(noun, spellings[matches[0]]) if matches else None

    def label(self, noun: Noun, identifier: str, language: str = "de") -> str:
        match noun:
            case "area":
                return self.areas[identifier].name.in_language(language)
            case "indicator":
                return self.indicators[identifier].name.in_language(language)
            case "group":
                return self.groups[identifier].name.in_language(language)
            case "unit":
                return self.units[identifier].name.in_language(language)

    def source_of(self, label: str) -> Source | None:
        """The catalogued source whose figures carry this text, or None for a text of an upload."""
        return self._source_labels.get(label)

    def goal(self, identifier: str) -> Goal:
        if identifier not in self.goals:
            near = difflib.get_close_matches(identifier.upper(), list(self.goals), n=1)
            raise Unknown("goal.unknown", found=identifier, near=near[0] if near else "")
        return self.goals[identifier]

    def area_of(self, goal: Goal) -> Area:
        return self.areas[self.documents[goal.id].area]

    def events_of(self, area: str, indicator: str, group: str) -> tuple[Event, ...]:
        return tuple(event for event in self.events if event.concerns(area, indicator, group))

    def names(self) -> Mapping[Noun, Mapping[str, str]]:
        """Every accepted spelling, folded, and the id it means."""
        return self._spellings

    @cached_property
    def _source_labels(self) -> dict[str, Source]:
        return {label: source for source in self.sources.values() for label in (source.id, *source.labels)}

    @cached_property
    def _spellings(self) -> dict[Noun, dict[str, str]]:
        return {
            "area": _spellings(
                "areas.csv",
                ((area.area, (area.area, *_key_forms(area.area), *_names(area))) for area in self.areas.values()),
            ),
            "indicator": _spellings(
                "indicators",
                ((indicator.id, (indicator.id, indicator.name.de, indicator.name.en, *indicator.aliases))
                 for indicator in self.indicators.values()),
            ),
            "group": _spellings(
                "groups.csv",
                ((group.group, (group.group, group.name.de, group.name.en, *group.aliases))
                 for group in self.groups.values()),
            ),
            "unit": _spellings(
                "units.csv",
                ((unit.unit, (unit.unit, unit.name.de, unit.name.en, *unit.aliases)) for unit in self.units.values()),
            ),
        }  # fmt: skip


def fold(text: str) -> str:
    """A spelling without what does not carry meaning: case, surplus and special blanks.

    >>> fold("  Dortmund,  STADT ")
    'dortmund, stadt'
    """
    return re.sub(r"[\s\u00a0\u202f]+", " ", text).strip().casefold()


def _names(area: Area) -> tuple[str, ...]:
    """What an area is called. A district only by its key: 21 districts share the bare name of the city they surround."""
    return () if area.kind == "district" else (area.slug, area.name.de, area.name.en, *area.aliases)


def _key_forms(key: str) -> tuple[str, ...]:
    """A city key as files write it: `05913`, `5913`, `05913000`, `5913000`. Länder keys stay as they are."""
    return (key.lstrip("0"), f"{key}000", f"{key.lstrip('0')}000") if len(key) == 5 else ()


def _spellings(file: str, entries: Iterable[tuple[str, tuple[str, ...]]]) -> dict[str, str]:
    spellings: dict[str, str] = {}
    for identifier, names in entries:
        for name in names:
            if spellings.setdefault(fold(name), identifier) != identifier:
                raise CatalogueFault(
                    file, f'"{name}" means both "{spellings[fold(name)]}" and "{identifier}"; one spelling, one meaning'
                )
    return spellings
