"""What happened when: numbered marks on an axis of years, drawn with boxes so that they keep their size on a phone."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from indicators.catalogue.duty import Occasion, span
from indicators.period import parse_period
from indicators.present.words import Words

_APART = 5.5  # percent of the width between two marks on one level: a number's width on the smallest phone
_EVERY = 5  # years between two ticks


@dataclass(frozen=True)
class Axis:
    """The years that all time lines of the page share, both whole, and the day it is read."""

    first: int
    last: int
    today: date

    def place(self, day: date) -> float:
        """Percent of the width, from the first day of the first year to the last of the last."""
        days = 366 if calendar.isleap(day.year) else 365
        years = day.year - self.first + (day.timetuple().tm_yday - 1) / days
        return round(100 * years / (self.last - self.first + 1), 2)

    @property
    def ticks(self) -> list[tuple[int, float]]:
        """Round years and where they begin."""
        first = -(-self.first // _EVERY) * _EVERY
        return [(year, self.place(date(year, 1, 1))) for year in range(first, self.last + 1, _EVERY)]


@dataclass(frozen=True)
class Placed:
    """A numbered mark: middle, level above the axis, and the bar of a date that is only known as month or year."""

    number: int
    middle: float
    level: int
    is_open: bool
    bar: tuple[float, float] | None


def axis(occasions: Sequence[Occasion], today: date) -> Axis:
    """From the first year anything is known of to the year of the last date or of today."""
    days = [day for one in occasions if one.days for day in one.days]
    return Axis(min([*(day.year for day in days), today.year]), max([*(day.year for day in days), today.year]), today)


def in_order(occasions: Sequence[Occasion]) -> list[Occasion]:
    """By date, the day before the month or year it lies in; what has no date comes last."""
    return sorted(occasions, key=lambda one: (one.days is None, one.days or (date.max, date.max)))


def placed(occasions: Sequence[Occasion], on: Axis) -> list[Placed]:
    """The dated ones of an ordered list; each on the lowest level where it does not cover another."""
    ends: list[float] = []
    found = []
    for number, one in enumerate(occasions, start=1):
        if one.days is None:
            continue
        left, right = (on.place(day) for day in one.days)
        middle = round((left + right) / 2, 2)
        level = next((place for place, end in enumerate(ends) if middle - end >= _APART), len(ends))
        ends[level : level + 1] = [middle]
        bar = None if one.days[0] == one.days[1] else (left, round(right - left, 2))
        found.append(Placed(number, middle, level, not one.took_place, bar))
    return found


def when(text: str, words: Words) -> str:
    """A day, month, quarter or year as people write it."""
    first, last = span(text)
    return words.date(first) if first == last else words.period(parse_period(text))


def told(one: Occasion, words: Words) -> str:
    """The date of an occasion, or that none is known."""
    if not one.on:
        return words("timeline.undated")
    if one.until:
        return words("timeline.span", start=when(one.on, words), end=when(one.until, words))
    return when(one.on, words)
