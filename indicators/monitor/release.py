"""The day of a release as people write it: a day, or only the month or the year where no more is known."""

import re
from datetime import date

from indicators.errors import Fault
from indicators.period import parse_period
from indicators.store import Precision

_DAY = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})", re.ASCII)
_DAY_WITH_NAME = re.compile(r"(\d{1,2})\.?\s(\D+\s\d{4})", re.ASCII)


def parse_release(text: str, *, today: date) -> tuple[date, Precision]:
    """The day of release and how exactly it is known. A month or year stands for its last day, or today if it still runs.

    raises   Fault for anything else, and for the future

    >>> parse_release("9.7.2026", today=date(2026, 11, 22))
    (datetime.date(2026, 7, 9), 'day')
    >>> parse_release("Juli 2026", today=date(2026, 11, 22))
    (datetime.date(2026, 7, 31), 'month')
    """
    written = " ".join(text.split())
    try:
        first, last, precision = _span(written)
    except ValueError as error:
        raise Fault("release.unknown", found=written) from error
    if first > today:
        raise Fault("release.in_future", found=written)
    return min(last, today), precision


def parse_day(text: str) -> date:
    """One day, as people write it; it may lie ahead.

    raises   Fault for anything else

    >>> parse_day("3. Dezember 2026")
    datetime.date(2026, 12, 3)
    """
    written = " ".join(text.split())
    try:
        first, _, precision = _span(written)
    except ValueError as error:
        raise Fault("day.unknown", found=written) from error
    if precision != "day":
        raise Fault("day.unknown", found=written)
    return first


def _span(text: str) -> tuple[date, date, Precision]:
    """First and last possible day. Raises ValueError."""
    if match := _DAY.fullmatch(text):
        day = date(int(match[3]), int(match[2]), int(match[1]))
        return day, day, "day"
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        day = date.fromisoformat(text)
        return day, day, "day"
    if match := _DAY_WITH_NAME.fullmatch(text):
        day = parse_period(match[2], ("month",)).start.replace(day=int(match[1]))
        return day, day, "day"
    period = parse_period(text, ("month", "year"))
    if period.frequency == "quarter":
        raise ValueError(text)
    return period.start, period.end, period.frequency
