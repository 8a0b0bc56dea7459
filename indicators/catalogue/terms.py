"""What readers look up: the terms of the pages, why two right figures differ, and what is not accessible."""

import datetime as dt
from typing import Literal

import msgspec

from indicators.catalogue.model import ReferenceText, Text
from indicators.catalogue.record import Record

TermKind = Literal["statistics", "assessment", "upkeep"]


class Term(Record, frozen=True):
    """One entry of the glossary.

    kind        statistics: official, says where it is defined; assessment: how we judge; upkeep: how figures are kept
    indicator   whose definition, traps and reference stand on the page of sources
    """

    id: str
    kind: TermKind
    name: Text
    text: Text
    indicator: str | None = None
    reference: ReferenceText | None = None


class Difference(Record, frozen=True):
    """One reason why another figure than ours may be right too.

    indicators   which it concerns; their references hold for it
    compare      two of them whose newest shared figures are shown side by side, or none
    """

    id: str
    title: Text
    text: Text
    indicators: tuple[str, ...]
    compare: tuple[str, ...] = ()


class Barrier(Record, frozen=True):
    """One thing that somebody cannot use, see or hear.

    criterion   the clause that is not met, as `WCAG 4.1.3`
    toolkit     whether it comes from the toolkit, so that only its makers can take it away
    instead     what works in its place
    """

    id: str
    criterion: str
    text: Text
    instead: Text
    toolkit: bool


class Accessibility(Record, frozen=True):
    """What was found when the pages were checked."""

    checked_on: dt.date
    cause: Text
    barriers: tuple[Barrier, ...] = msgspec.field(default=(), name="barrier")
