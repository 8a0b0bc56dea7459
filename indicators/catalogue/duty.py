"""What a city has to do besides moving a figure: reports, meetings, and what took place. All frozen."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Literal

from indicators.catalogue.model import GoalState, Item, Text
from indicators.catalogue.record import Record
from indicators.period import Period, parse_period

OccasionKind = Literal[
    "dialogue", "workshop", "meeting", "session", "report", "resolution", "paper", "plan", "milestone", "measure", "other",
    "due",
]  # fmt: skip
DutyKind = Literal["report", "meeting"]
Rhythm = Literal["half_year", "year"]
PER_YEAR: Mapping[Rhythm, int] = {"half_year": 2, "year": 1}
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


class Occasion(Record, frozen=True):
    """Something that took place or was set for a time.

    on, until    day, month or year, as exactly as the source says it; `on` is empty where it names none
    took_place   False where only the plan is known
    """

    title: Text
    on: str = ""
    until: str = ""
    kind: OccasionKind = "other"
    took_place: bool = True
    goals: tuple[str, ...] = ()
    note: Text | None = None
    source: str = ""

    @property
    def days(self) -> tuple[dt.date, dt.date] | None:
        """The first and last day on which it may have been; None without a date."""
        return (span(self.on)[0], span(self.until or self.on)[1]) if self.on else None


class Duty(Record, frozen=True):
    """A report or a meeting that was asked for, once or in a rhythm.

    basis     what the duty rests on, and how firmly
    due       day, month or year; None where none was set
    since     first year of the rhythm
    chapter   what a report shall say
    held      the reports or meetings known so far
    """

    id: str
    area: str
    title: Text
    kind: DutyKind
    quote: str = ""
    basis: Text | None = None
    due: str | None = None
    every: Rhythm | None = None
    since: str | None = None
    goals: tuple[str, ...] = ()
    state: GoalState | None = None
    chapter: tuple[Item, ...] = ()
    held: tuple[Occasion, ...] = ()
    note: Text | None = None
    source: str = ""


class DutyFile(Record, frozen=True):
    """What data/catalogue/duties/<city>.toml holds."""

    area: str
    occasion: tuple[Occasion, ...] = ()
    duty: tuple[Duty, ...] = ()


def span(text: str) -> tuple[dt.date, dt.date]:
    """First and last day of a day, month, quarter or year.

    raises   ValueError for anything else

    >>> span("2022-05")
    (datetime.date(2022, 5, 1), datetime.date(2022, 5, 31))
    """
    if _DAY.fullmatch(text):
        day = dt.date.fromisoformat(text)
        return day, day
    period: Period = parse_period(text)
    return period.start, period.end
