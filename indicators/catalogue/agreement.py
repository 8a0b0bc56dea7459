"""Whether the files of the catalogue agree: names that they use of one another exist, and nothing means two things."""

import difflib
import re
from collections.abc import Iterable, Mapping

from indicators.catalogue import Catalogue, imports
from indicators.catalogue.duty import Duty, Occasion, span
from indicators.catalogue.model import Goal
from indicators.catalogue.report import Section, Template
from indicators.errors import CatalogueFault
from indicators.period import parse_period

# Which goal kinds need which part of the record.
_NEEDS_THRESHOLD = ("durable", "value_by_date", "hold")
_YEAR = re.compile(r"(?:19|20)\d\d", re.ASCII)


def near(found: str, known: Iterable[str]) -> str:
    """`; did you mean "x"?` for something close to what was found, else nothing."""
    matches = difflib.get_close_matches(found, list(known), n=1, cutoff=0.6)
    return f'; did you mean "{matches[0]}"?' if matches else ""


def check(catalogue: Catalogue, files: Mapping[str, str]) -> None:
    """Names that files use of one another exist; nothing means two things. `files`: goal id -> its file."""
    for indicator in catalogue.indicators.values():
        file = f"indicators/{indicator.id}.toml"
        known(indicator.unit, catalogue.units, file, "unit")
        for source in indicator.sources:
            known(source, catalogue.sources, file, "source")
        for group in indicator.groups:
            known(group, catalogue.groups, file, "group")
        for other in (indicator.numerator_indicator, indicator.denominator_indicator):
            if other is not None:
                known(other, catalogue.indicators, file, "indicator")
        if len(indicator.traps.de) != len(indicator.traps.en):
            raise CatalogueFault(file, "traps.de and traps.en differ in length")
    for goal in catalogue.goals.values():
        check_goal(goal, f"{files[goal.id]}: {goal.id}", catalogue)
    for area_key, occasions in catalogue.occasions.items():
        known(area_key, catalogue.areas, "duties", "area")
        for occasion in occasions:
            _check_occasion(occasion, f"duties: {occasion.title.de}", catalogue)
    for duty in catalogue.duties.values():
        check_duty(duty, f"duties: {duty.id}", catalogue)
    for area in catalogue.areas.values():
        if area.land:
            known(area.land, catalogue.areas, "areas.csv", "land")
    for event in catalogue.events:
        for name in event.indicators:
            _check_series(name, "events.csv", catalogue)
        for key in event.areas:
            known(key, catalogue.areas, "events.csv", "area")
    for calibration in catalogue.calibrations.values():
        for name in calibration.indicators:
            known(name, catalogue.indicators, "catalogue/outlook.toml", "indicator")
    _check_people(catalogue)
    for template in catalogue.reports.values():
        _check_report(template, f"reports/{template.id}.toml", catalogue)
    imports.check(catalogue, known)
    _check_words(catalogue)
    for noun, name in catalogue.rules.names():
        known(name, getattr(catalogue, f"{noun}s"), "catalogue/checks.toml", noun)
    catalogue.names()  # raises where one spelling means two things


def _check_words(catalogue: Catalogue) -> None:
    """Terms and differences name indicators that exist, and what is official says where it is defined."""
    for term in catalogue.terms.values():
        if term.indicator is not None:
            known(term.indicator, catalogue.indicators, "catalogue/glossary.toml", "indicator")
        elif term.kind == "statistics" and term.reference is None:
            message = f"{term.id}: a term of statistics needs an indicator or a reference"
            raise CatalogueFault("catalogue/glossary.toml", message)
    for one in catalogue.differences.values():
        for name in (*one.indicators, *one.compare):
            known(name, catalogue.indicators, "catalogue/differences.toml", "indicator")
        if len(one.compare) not in (0, 2):
            raise CatalogueFault("catalogue/differences.toml", f"{one.id}: compare holds two indicators or none")


def _check_people(catalogue: Catalogue) -> None:
    file = "catalogue/people.toml"
    known(catalogue.people.glance, catalogue.indicators, file, "indicator")
    for people in catalogue.people.people:
        known(people.against or "total", catalogue.groups, file, "group")
        for name in people.series:
            _check_series(name, file, catalogue)
    for focus in catalogue.focus.values():
        known(focus.area, catalogue.areas, "catalogue/focus_groups.toml", "area")
        for group in focus.group:
            for name in group.measured:
                _check_series(name, "catalogue/focus_groups.toml", catalogue)
            for goal in group.goals:
                known(goal, catalogue.goals, "catalogue/focus_groups.toml", "goal")


def _check_report(template: Template, file: str, catalogue: Catalogue) -> None:
    """A template names what exists, every section but chapters stands once, and chapters are told apart."""
    known(template.area, catalogue.areas, file, "area")
    names = [section.id if section.kind == "chapter" else section.kind for section in template.section]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise CatalogueFault(file, f'section "{twice}" stands twice')
    for section in template.section:
        _check_section(section, file, catalogue)
    for earlier in template.earlier:
        for goal in earlier.goals:
            known(goal, catalogue.goals, file, "goal")


def _check_section(section: Section, file: str, catalogue: Catalogue) -> None:
    for goal in section.goals:
        known(goal, catalogue.goals, file, "goal")
    for name in section.series:
        _check_series(name, file, catalogue)
    if section.kind != "chapter":
        return
    if not section.id:
        raise CatalogueFault(file, "a chapter needs an id")
    if section.item and not (section.goals and section.item <= len(catalogue.goals[section.goals[0]].item)):
        raise CatalogueFault(file, f'chapter "{section.id}": its goal has no item {section.item}')
    if not section.item and section.title is None:
        raise CatalogueFault(file, f'chapter "{section.id}" needs a title or an item')


def known(name: str, names: Iterable[str], file: str, key: str) -> None:
    """`name` is one of `names`, or a fault that says what comes near."""
    if name not in (listed := list(names)):
        raise CatalogueFault(file, f'{key} "{name}" - no such {key}{near(name, listed)}')


def check_goal(goal: Goal, file: str, catalogue: Catalogue) -> None:
    """A goal of the catalogue, its document included, agrees with itself and names only what exists.

    raises   CatalogueFault
    """
    document = catalogue.documents[goal.id]
    known(document.area, catalogue.areas, file, "area")
    for demand in goal.demand:
        known(demand.indicator, catalogue.indicators, file, "indicator")
        known(demand.group, catalogue.indicators[demand.indicator].groups, file, "group")
        if (demand.operator is None) != (demand.value is None):
            raise CatalogueFault(file, "operator and value stand together or not at all")
        if demand.operator is None and demand.direction not in ("up", "down"):
            raise CatalogueFault(file, f'demand on "{demand.indicator}" needs an operator or direction up / down')
    for name in goal.related:
        _check_series(name, file, catalogue)
    if goal.superseded_by is not None:
        known(goal.superseded_by, catalogue.goals, file, "goal")
    if goal.kind in _NEEDS_THRESHOLD and not any(demand.operator for demand in goal.demand):
        raise CatalogueFault(file, f"a goal of kind {goal.kind} needs a demand with operator and value")
    if (goal.kind == "parity") != (goal.parity is not None):
        raise CatalogueFault(file, "kind parity and a table parity belong together")
    if goal.parity is not None:
        known(goal.parity.indicator, catalogue.indicators, file, "indicator")
        for group in goal.parity.groups:
            known(group, catalogue.indicators[goal.parity.indicator].groups, file, "group")
    if goal.due is not None:
        try:
            _ = goal.due_on
        except ValueError as error:
            raise CatalogueFault(file, f'due "{goal.due}" is no year, quarter, month or day') from error
    for demand in goal.demand:
        if demand.base_period is not None:
            try:
                parse_period(demand.base_period)
            except ValueError as error:
                raise CatalogueFault(file, f'base_period "{demand.base_period}" is no year, quarter or month') from error


def check_duty(duty: Duty, file: str, catalogue: Catalogue) -> None:
    """A duty names only what exists, and its dates are dates.

    raises   CatalogueFault
    """
    known(duty.area, catalogue.areas, file, "area")
    for goal in duty.goals:
        known(goal, catalogue.goals, file, "goal")
    if (duty.every is None) != (duty.since is None):
        raise CatalogueFault(file, "every and since stand together or not at all")
    if duty.since is not None and not _YEAR.fullmatch(duty.since):
        raise CatalogueFault(file, f'since "{duty.since}" is no year')
    if duty.due is not None:
        _check_when(duty.due, file, "due")
    for occasion in duty.held:
        _check_occasion(occasion, file, catalogue)


def _check_occasion(occasion: Occasion, file: str, catalogue: Catalogue) -> None:
    for goal in occasion.goals:
        known(goal, catalogue.goals, file, "goal")
    if occasion.on:
        _check_when(occasion.on, file, "on")
    if occasion.until:
        _check_when(occasion.until, file, "until")
        if not occasion.on or span(occasion.until)[1] < span(occasion.on)[0]:
            raise CatalogueFault(file, f'until "{occasion.until}" needs an earlier on')


def _check_when(text: str, file: str, key: str) -> None:
    try:
        span(text)
    except ValueError as error:
        raise CatalogueFault(file, f'{key} "{text}" is no year, quarter, month or day') from error


def _check_series(name: str, file: str, catalogue: Catalogue) -> None:
    """`indicator` or `indicator/group`."""
    indicator, _, group = name.partition("/")
    known(indicator, catalogue.indicators, file, "indicator")
    if group:
        known(group, catalogue.indicators[indicator].groups, file, "group")
