"""What "dauerhaft" asks of a series of yearly means (method, section 2.7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext

from indicators.assess.series import Point
from indicators.catalogue.model import Operator
from indicators.period import Period

YEARS_FOR_DURABLE = 3


def meets(value: float, operator: Operator, threshold: float, decimals: int) -> bool:
    """Whether a value meets a threshold on the figure people see: 8.0 and 7.96 are not below 8.

    decimals   of the official publication; a value published more finely is compared rounded to them, half up
    """
    with localcontext(prec=400):  # room for any double
        seen = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
        bound = Decimal(str(threshold))
    match operator:
        case "<":
            return seen < bound
        case "<=":
            return seen <= bound
        case ">":
            return seen > bound
        case ">=":
            return seen >= bound


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
        return self.current >= YEARS_FOR_DURABLE


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


def latest_start(due: Period) -> Period:
    """The latest year that must already meet the threshold for the goal to be durably met in the year `due`."""
    return due.plus(1 - YEARS_FOR_DURABLE)


@dataclass(frozen=True)
class Durability:
    """Stands in until the full rule is merged."""

    status: str
    k: int
    n: int
    longest_run: int
    last_breach: int | None
    current_run: int


def durability(
    points: Sequence[Point], operator: Operator, threshold: float, decimals: int, *, frequency: str
) -> Durability:
    run = yearly_run(points, operator, threshold, decimals)
    status = "durable" if run.is_durable else "below_not_yet_durable" if run.current else "above"
    return Durability(status, run.current, 3, run.longest, None, run.current)
