"""Groups of people: whom the page on groups shows by which series, and whom a city has put in its focus."""

import datetime as dt

from indicators.catalogue.model import Text
from indicators.catalogue.record import Record


class People(Record, frozen=True):
    """One section of the page.

    series    `indicator/group`, the most telling first
    against   the group each is set against where the indicator has it; empty: none
    """

    id: str
    name: Text
    series: tuple[str, ...]
    against: str = ""
    note: Text | None = None


class Groups(Record, frozen=True):
    """data/catalogue/people.toml. `glance` is the indicator whose rates are told first, group beside group."""

    glance: str
    people: tuple[People, ...]


class Unmeasured(Record, frozen=True):
    """Something one would want to know of a group that no stored figure tells, and why."""

    what: Text
    why: Text
    source: str


class FocusGroup(Record, frozen=True):
    """A group a city has put in its focus. `measured` holds series (`indicator` or `indicator/group`), `goals` ids."""

    name: Text
    measured: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    unmeasured: tuple[Unmeasured, ...] = ()


class Focus(Record, frozen=True):
    """The focus groups of a city, with the words that name them and where they stand."""

    area: str
    title: Text
    quote: str
    source: str
    date: dt.date
    group: tuple[FocusGroup, ...]


def key_of(name: str) -> tuple[str, str]:
    """`unemployed/foreign` -> indicator and group; without a group everybody."""
    indicator, _, group = name.partition("/")
    return indicator, group or "total"
