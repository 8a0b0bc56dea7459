"""The catalogue as it could be known on an earlier day: what was decided, reported or held later is taken out."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

import msgspec
import pandas as pd

from indicators.catalogue import Catalogue
from indicators.catalogue.duty import Duty, Occasion
from indicators.catalogue.model import Goal, Indicator
from indicators.catalogue.report import Template
from indicators.monitor.missing import was_due
from indicators.period import parse_period


def known_by(catalogue: Catalogue, template: Template, day: dt.date) -> Catalogue:
    """Goals set by `day`, their states as reported by then, and what had taken place or been asked for."""
    goals = {goal.id: _as_reported(goal, day) for goal in catalogue.goals.values() if is_set(goal, catalogue, template, day)}
    return replace(
        catalogue, goals=goals, documents={name: catalogue.documents[name] for name in goals},
        duties={duty.id: _as_held(duty, day) for duty in catalogue.duties.values() if _is_asked(duty, catalogue, day)},
        occasions={area: tuple(one for one in found if not is_later(one, day)) for area, found in catalogue.occasions.items()},
        events=tuple(event for event in catalogue.events if event.date <= day),
    )  # fmt: skip


def is_set(goal: Goal, catalogue: Catalogue, template: Template, day: dt.date) -> bool:
    """True unless its paper is younger than `day` and the template knows of no earlier one; an undated one counts as older."""
    written = catalogue.documents[goal.id].date
    return written is None or written <= day or any(goal.id in one.goals and one.on <= day for one in template.earlier)


def due_by(rows: pd.DataFrame, indicators: Mapping[str, Indicator], day: dt.date) -> pd.DataFrame:
    """The rows whose period was due for publication by the end of a day; those without a known lag are left out."""
    cells = zip(rows["indicator"], rows["period"], strict=True)
    kept = [was_due(parse_period(period), indicators[name], day) for name, period in cells]
    return rows[pd.Series(kept, rows.index, dtype=bool)]


def _as_reported(goal: Goal, day: dt.date) -> Goal:
    if goal.state is None or goal.state.on is None or goal.state.on <= day:
        return goal
    return msgspec.structs.replace(goal, state=msgspec.structs.replace(goal.state, state="unknown", on=None, evidence=None))


def _as_held(duty: Duty, day: dt.date) -> Duty:
    return msgspec.structs.replace(duty, held=tuple(one for one in duty.held if not is_later(one, day)))


def is_later(one: Occasion, day: dt.date) -> bool:
    """True for what began after `day`; something only set for a later day was known."""
    return one.took_place and one.days is not None and one.days[0] > day


def _is_asked(duty: Duty, catalogue: Catalogue, day: dt.date) -> bool:
    """A duty in a rhythm from its first year; any other with the newest paper of its area."""
    if duty.since is not None:
        return int(duty.since) <= day.year
    written = [document.date for document in catalogue.documents.values() if document.area == duty.area and document.date]
    return not written or max(written) <= day
