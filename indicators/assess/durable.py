"""What "dauerhaft" asks of a series: how often, how long and how lately it met a threshold (method, section 2.7).

The precedent for 21 of 24 months is long-term receipt in the ordinance to § 48a SGB II.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal, localcontext
from itertools import groupby, takewhile
from math import fsum, isfinite
from operator import ge, gt, le, lt
from typing import Literal

from indicators.assess.series import Point, Series
from indicators.catalogue.model import Operator
from indicators.period import PER_YEAR, Frequency, Period

Status = Literal["durable", "below_not_yet_durable", "interrupted", "above", "not_assessable"]
Values = Sequence[float | None]
Flags = Sequence[bool | None]


@dataclass(frozen=True)
class Rule:
    """When a threshold counts as durably met, in periods of one frequency.

    window, required   enter when at least `required` of the last `window` values meet it, and their mean and the newest do
    exit_run           leave when so many in a row do not; also when the mean of a year does not, or no value of it is known
    provisional_run    so many in a row, up to the newest, are a beginning with a word of its own; None: no such word
    """

    window: int
    required: int
    exit_run: int
    provisional_run: int | None = None

    @property
    def year(self) -> int:
        """Periods a year: the window covers two of them; three yearly means are the exception."""
        return max(self.window // 2, 1)


# The one place for the numbers of the rule. Six months in a row are two quarters; a yearly mean is that of twelve months.
RULES: Mapping[Frequency, Rule] = {
    "month": Rule(window=24, required=21, exit_run=6),
    "quarter": Rule(window=8, required=7, exit_run=2),
    "year": Rule(window=3, required=3, exit_run=1, provisional_run=2),
}
_OF_MONTHS = RULES["month"]
_OPERATORS: Mapping[tuple[str, bool], Operator] = {
    ("down", True): "<", ("down", False): "<=", ("up", True): ">", ("up", False): ">=",
}  # fmt: skip
_COMPARED: Mapping[Operator, Callable[[float, float], bool]] = {"<": lt, "<=": le, ">": gt, ">=": ge}


@dataclass(frozen=True)
class Durability:
    """How durably a series meets a threshold; for a threshold to be exceeded, read "below" as above and "above" as below.

    status        durable: entered and not left since; below_not_yet_durable: the newest value meets the threshold;
                  interrupted: it does not, and what was durable has been left; above: it does not, and was not durable
                  before; not_assessable: no newest value
    k, n          so many of the n values known in the window meet it; window and required as the rule has them
    longest_run   most values in a row that meet it, in the whole series; current_run: up to the newest. A hole ends a run
    last_breach   index, from the start, of the newest value that does not meet it; last_breach_in: its period, if known
    is_provisional   not durable yet, but as many in a row as the rule has a word for (two yearly means)
    """

    status: Status
    k: int
    n: int
    longest_run: int
    last_breach: int | None
    current_run: int
    window: int = _OF_MONTHS.window
    required: int = _OF_MONTHS.required
    is_provisional: bool = False
    last_breach_in: Period | None = None


@dataclass(frozen=True)
class _Asked:
    operator: Operator
    threshold: float
    decimals: int | None
    rule: Rule

    def flags(self, values: Values) -> Flags:
        return [None if value is None else meets(value, self.operator, self.threshold, self.decimals) for value in values]

    def mean_meets(self, values: Values) -> bool:
        """Whether the mean of the known values meets the threshold, not rounded to published decimals; False without any."""
        known = [value for value in values if value is not None]
        # Rounded past binary fractions only: the mean of 7.9 and 8.1 is 8.0, not below it.
        return bool(known) and meets(round(fsum(value / len(known) for value in known), 9), self.operator, self.threshold, None)


def meets(value: float, operator: Operator, threshold: float, decimals: int | None) -> bool:
    """Whether a value meets a threshold on the figure people see: 8.0 and 7.96 are not below 8.

    decimals   of the official publication; a value published more finely is compared rounded to them, half up.
               None: the value is compared as it is
    """
    return _COMPARED[operator](value if decimals is None else _as_published(value, decimals), threshold)


def _as_published(value: float, decimals: int) -> float:
    with localcontext(prec=400):  # room for any double
        return float(Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


def durable(
    values: Values, threshold: float, *, window: int = _OF_MONTHS.window, required: int = _OF_MONTHS.required,
    strict: bool = True, held_before: bool = False, exit_run: int = _OF_MONTHS.exit_run,
    direction: Literal["down", "up"] = "down", decimals: int | None = None,
) -> Durability:  # fmt: skip
    """How durably values stay below a threshold (`direction` "up": above it). The defaults are the rule for months.

    values        newest last, one a period; None for a hole, which never counts as below
    strict        a value at the threshold does not meet it
    held_before   it was durable one period ago, and is so until it leaves: `exit_run` values in a row at or above the
                  threshold, or the mean of a year, which is half of the window
    decimals      of the official publication, on which values are compared; None: as they are
    """
    asked = _Asked(_OPERATORS[direction, strict], threshold, decimals, Rule(window, required, exit_run))
    known = [value if value is not None and isfinite(value) else None for value in values]
    return _judged(known, asked.flags(known), asked, held_before, was_durable=held_before)


def durability(points: Series, operator: Operator, threshold: float, decimals: int, *, frequency: Frequency) -> Durability:
    """The same for the points of one frequency, by its own rule, with what held in each period before the newest.

    points   closed, in order, after the last break; a period that is left out is a hole. A quarterly or monthly series
             that has one figure a year, such as a stock counted every June, is judged as a yearly one.
    """
    periods, values = _without_gaps([point for point in points if point.period.frequency == frequency])
    asked = _Asked(operator, threshold, decimals, RULES[_rhythm(periods)] if periods else RULES[frequency])
    flags, held, last_held = asked.flags(values), False, -asked.rule.window
    for end in range(1, len(values)):
        held = _holds(values[:end], flags[:end], asked, held)
        last_held = end if held else last_held
    found = _judged(values, flags, asked, held, was_durable=len(values) - last_held <= asked.rule.window)
    return found if found.last_breach is None else replace(found, last_breach_in=periods[found.last_breach])


def latest_start(due: Period) -> Period:
    """The latest period that must already meet the threshold for the goal to be durably met in the period `due`.

    >>> str(latest_start(Period("month", 2030, 12)))
    '2029-04'
    """
    return due.plus(1 - RULES[due.frequency].required)


def _judged(values: Values, flags: Flags, asked: _Asked, held: bool, *, was_durable: bool) -> Durability:
    """`held`: one period ago; `was_durable`: at any time in the window."""
    rule = asked.rule
    inside = [flag for flag in flags[-rule.window :] if flag is not None]
    current = _trailing(flags, True)
    status = _status(flags, _holds(values, flags, asked, held), was_durable)
    is_beginning = rule.provisional_run is not None and current >= rule.provisional_run
    return Durability(
        status, sum(inside), len(inside),
        longest_run=max((len(list(run)) for flag, run in groupby(flags) if flag), default=0),
        last_breach=max((index for index, flag in enumerate(flags) if flag is False), default=None),
        current_run=current, window=rule.window, required=rule.required,
        is_provisional=status == "below_not_yet_durable" and is_beginning,
    )  # fmt: skip


def _status(flags: Flags, holds: bool, was_durable: bool) -> Status:
    if not flags or flags[-1] is None:
        return "not_assessable"
    if holds:
        return "durable"
    if flags[-1]:
        return "below_not_yet_durable"
    return "interrupted" if was_durable else "above"


def _holds(values: Values, flags: Flags, asked: _Asked, held: bool) -> bool:
    """Whether the threshold is durably met at the newest value: it has entered or was in, and does not leave."""
    rule = asked.rule
    if not flags or _trailing(flags, False) >= rule.exit_run or not asked.mean_meets(values[-rule.year :]):
        return False
    inside = flags[-rule.window :]
    enters = flags[-1] is True and inside.count(True) >= rule.required
    return held or (enters and asked.mean_meets(values[-rule.window :]))


def _trailing(flags: Flags, wanted: bool) -> int:
    """How many in a row, up to the newest, are as wanted."""
    return sum(1 for _ in takewhile(lambda flag: flag is wanted, reversed(flags)))


def _without_gaps(points: Sequence[Point]) -> tuple[list[Period], Values]:
    """Every period from the first figure to the newest one with its value, None where there is none."""
    known = {point.period: point.value for point in points if point.value is not None and isfinite(point.value)}
    if not known:
        return [], []
    first, last = min(known), max(known)
    step = PER_YEAR[first.frequency] if _rhythm(list(known)) == "year" else 1
    periods = [first.plus(number) for number in range(0, last.ordinal - first.ordinal + 1, step)]
    return periods, [known.get(period) for period in periods]


def _rhythm(periods: Sequence[Period]) -> Frequency:
    """How often a figure comes: always the same quarter or month of the year is once a year."""
    comes_yearly = len(periods) > 1 and len({period.number for period in periods}) == 1
    return "year" if comes_yearly else periods[0].frequency


# -- yearly means only; what `durability` says of them replaces it


@dataclass(frozen=True)
class YearlyRun:
    """How many yearly means in a row, up to the newest, meet the threshold.

    current      length of that run; a missing year ends it
    longest      the longest run in the series
    last_breach  the newest year that did not meet it
    """

    current: int
    longest: int
    last_breach: Period | None

    @property
    def is_durable(self) -> bool:
        return self.current >= RULES["year"].required


def yearly_run(points: Sequence[Point], operator: Operator, threshold: float, decimals: int) -> YearlyRun:
    """The runs of yearly means that meet the threshold. `points` are closed, in order; a hole ends a run."""
    current = longest = 0
    last_breach: Period | None = None
    previous: Period | None = None
    for point in points:
        follows = previous is not None and previous.plus(1) == point.period
        if point.value is None:
            current = 0
        elif meets(point.value, operator, threshold, decimals):
            current = current + 1 if follows else 1
            longest = max(longest, current)
        else:
            current, last_breach = 0, point.period
        previous = point.period
    return YearlyRun(current, longest, last_breach)
