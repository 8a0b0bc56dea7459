"""Periods: a year, a quarter or a month, and every way German statistics write one."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Literal, Self

Frequency = Literal["year", "quarter", "month"]
PER_YEAR: dict[Frequency, int] = {"year": 1, "quarter": 4, "month": 12}

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januar jan january jänner",
            "februar feb february",
            "märz mrz mär mar march maerz",
            "april apr",
            "mai may",
            "juni jun june",
            "juli jul july",
            "august aug",
            "september sep sept",
            "oktober okt oct october",
            "november nov",
            "dezember dez dec december",
        ),
        start=1,
    )
    for name in names.split()
}
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_MONTH_NAME = "(?P<number>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_QUARTER_WORD = r"(?:quartal|quarter|vierteljahr|viertelj\.?|vj\.?|qu\.?|q)"


@dataclass(frozen=True, order=True)
class Period:
    """A span of the calendar. `number` counts within the year: 1 for a year, 1-4 quarters, 1-12 months.

    Periods of one frequency order by time; `str()` gives the id used in files and addresses.

    >>> str(Period("quarter", 2024, 2)), Period("quarter", 2024, 2).end
    ('2024-Q2', datetime.date(2024, 6, 30))
    """

    frequency: Frequency
    year: int
    number: int = 1

    def __post_init__(self) -> None:
        if not (1900 <= self.year <= 2099 and 1 <= self.number <= PER_YEAR[self.frequency]):
            raise ValueError(f"no such {self.frequency}: {self.year}, {self.number}")

    def __str__(self) -> str:
        match self.frequency:
            case "year":
                return str(self.year)
            case "quarter":
                return f"{self.year}-Q{self.number}"
            case "month":
                return f"{self.year}-{self.number:02d}"

    @property
    def ordinal(self) -> int:
        """Steps of this frequency since year 0."""
        return self.year * PER_YEAR[self.frequency] + self.number - 1

    @cached_property
    def start(self) -> date:
        return date(self.year, (self.number - 1) * (12 // PER_YEAR[self.frequency]) + 1, 1)

    @cached_property
    def end(self) -> date:
        month = self.number * (12 // PER_YEAR[self.frequency])
        return date(self.year, month, calendar.monthrange(self.year, month)[1])

    def plus(self, steps: int) -> Self:
        year, index = divmod(self.ordinal + steps, PER_YEAR[self.frequency])
        return type(self)(self.frequency, year, index + 1)

    def years_until(self, later: Self) -> float:
        """Years from this period to a later one of the same frequency; negative for an earlier one."""
        return (later.ordinal - self.ordinal) / PER_YEAR[self.frequency]


def containing(day: date, frequency: Frequency) -> Period:
    """The period of a frequency in which a day lies.

    >>> str(containing(date(2013, 6, 1), "quarter"))
    '2013-Q2'
    """
    return Period(frequency, day.year, (day.month - 1) * PER_YEAR[frequency] // 12 + 1)


def period_ending(day: date, frequency: Frequency) -> Period | None:
    """The period of `frequency` whose last day is `day`, or None: 30 June closes the second quarter, no year."""
    number = -(-day.month * PER_YEAR[frequency] // 12)
    period = Period(frequency, day.year, number)
    return period if period.end == day else None


@lru_cache(maxsize=65536)
def parse_period(text: str, frequencies: tuple[Frequency, ...] = ("year", "quarter", "month")) -> Period:
    """The period that `text` means.

    frequencies  the rhythms the indicator is published in; a reference date (31.12.2024) becomes the first of them that
                 ends on that day
    raises       ValueError, also for what could be two things: `3/2024` may be a month or a quarter

    >>> [str(parse_period(text)) for text in ("2. Quartal 2024", "II/2024", "März 2024", "2024")]
    ['2024-Q2', '2024-Q2', '2024-03', '2024']
    >>> str(parse_period("30.06.2024", ("quarter",)))
    '2024-Q2'
    """
    words = _plain(text)
    if (day := _reference_date(words)) is not None:
        for frequency in frequencies:
            if (period := period_ending(day, frequency)) is not None:
                return period
        raise ValueError(text)
    for pattern, frequency in _PATTERNS:
        if match := pattern.fullmatch(words):
            parts = match.groupdict()
            number = parts.get("number") or "1"
            count = _ROMAN.get(number) or _MONTHS.get(number.rstrip(".")) or (int(number) if number.isdecimal() else 0)
            return Period(frequency, int(parts["year"]), count)
    raise ValueError(text)


def is_day(text: str) -> bool:
    """True for a reference date, whatever period it ends; False also for a day no calendar has."""
    try:
        return _reference_date(_plain(text)) is not None
    except ValueError:
        return False


def _plain(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split()).casefold()


def _reference_date(words: str) -> date | None:
    words = re.sub(r"^(?:stand|stichtag|zum|am)\b[: ]*", "", words)
    if match := re.fullmatch(r"(\d{1,2})\.\s?(\d{1,2})\.\s?((?:19|20)\d\d)", words, re.ASCII):
        day, month, year = (int(part) for part in match.groups())
    elif match := re.fullmatch(r"((?:19|20)\d\d)-(\d\d)-(\d\d)(?:[ t]00:00(?::00)?)?", words, re.ASCII):
        year, month, day = (int(part) for part in match.groups())
    elif match := re.fullmatch(rf"(\d{{1,2}})\.\s?{_MONTH_NAME}\s?{_YEAR}", words, re.ASCII):
        day, month, year = int(match[1]), _MONTHS[match["number"]], int(match["year"])
    else:
        return None
    return date(year, month, day)


_WRITTEN: tuple[tuple[str, Frequency], ...] = (
    (rf"(?:(?:jahr|jahresdurchschnitt|jd|year)\s)?{_YEAR}", "year"),
    (rf"{_YEAR}[-/ ]?q(?P<number>\d)", "quarter"),
    (rf"q(?P<number>\d)[-/ ]?{_YEAR}", "quarter"),
    (rf"(?P<number>\d)\.?\s?{_QUARTER_WORD},?[ /]?\s?{_YEAR}", "quarter"),
    (rf"{_QUARTER_WORD}\s(?P<number>\d|i|ii|iii|iv)[ /]{_YEAR}", "quarter"),
    (rf"{_YEAR}[ ,/]\s?(?P<number>\d)\.?\s?{_QUARTER_WORD}", "quarter"),
    (rf"(?P<number>i|ii|iii|iv)\.?\s?{_QUARTER_WORD}?\s?[/ ]\s?{_YEAR}", "quarter"),
    (rf"{_YEAR}\s?[/ ]\s?(?P<number>i|ii|iii|iv)", "quarter"),
    (rf"{_YEAR}[-/](?P<number>\d\d)", "month"),
    (rf"{_YEAR}[- ]?m(?P<number>\d\d)", "month"),
    (rf"(?P<number>\d\d)[/.]{_YEAR}", "month"),
    (rf"(?:(?:ende|berichtsmonat|monat)\s)?{_MONTH_NAME}[ /-]?\s?{_YEAR}", "month"),
    (rf"{_YEAR}[ -]{_MONTH_NAME}", "month"),
)
_PATTERNS = tuple((re.compile(pattern, re.ASCII), frequency) for pattern, frequency in _WRITTEN)
