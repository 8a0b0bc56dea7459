"""The level of a series: where it stands without its season (method, section 2.2)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

from indicators.assess.series import Point
from indicators.assess.slope import window
from indicators.catalogue.model import Indicator
from indicators.period import PER_YEAR, Period


@dataclass(frozen=True)
class Level:
    """Where a series stands, in its unit.

    value      a published value, or the mean of the published values of a year: computed, so never stored
    decimals   of the publication
    periods    what was averaged, oldest first; one period for a published value
    """

    value: float
    decimals: int
    periods: tuple[Period, ...]

    @property
    def period(self) -> Period:
        """The newest period in it: from here years are counted."""
        return self.periods[-1]

    @property
    def is_mean(self) -> bool:
        return len(self.periods) > 1


def level(points: Sequence[Point], indicator: Indicator) -> Level | None:
    """The mean of the newest complete year of months or quarters of a seasonal series; else the newest value.

    A withheld month is not filled: the newest year without a hole counts, and `periods` says which. None where no such
    year ended within the last twelve months, so also for a seasonal series shorter than a year.

    points   closed points of one frequency, in order, after the last break; withheld ones are holes
    """
    filled = [point for point in points if point.value is not None]
    if not filled:
        return None
    if not is_averaged(filled[-1].period, indicator):
        return _mean(filled[-1:])
    oldest = filled[-1].period.ordinal - PER_YEAR[filled[-1].period.frequency]
    return next((year for year in _years(filled, indicator, newest_first=True) if year.period.ordinal >= oldest), None)


def level_of(counted: Sequence[Point], current: Point, indicator: Indicator) -> Level | None:
    """The level; `current` as it stands where it is a mean over a break, which is no one of the `counted` points."""
    found = level(counted, indicator)
    if found is None and not is_averaged(current.period, indicator) and current.value is not None:
        return _mean((current,))
    return found


def first_level(points: Sequence[Point], indicator: Indicator) -> Level | None:
    """The same for the beginning of a series: what it is compared with since its base."""
    filled = [point for point in points if point.value is not None]
    if not filled:
        return None
    if not is_averaged(filled[-1].period, indicator):
        return _mean(filled[:1])
    return next(_years(filled, indicator, newest_first=False), None)


def is_averaged(period: Period, indicator: Indicator) -> bool:
    """Whether a season must be taken out: not from yearly values, nor from figures that cover twelve months already."""
    return indicator.seasonal and period.frequency != "year" and indicator.basis != "twelve_months"


def rhythm(points: Sequence[Point]) -> int:
    """How many values a year the last six years hold: one for a stock counted every June, twelve for a full monthly series."""
    return len({point.period.number for point in window(points)})


def _years(filled: Sequence[Point], indicator: Indicator, *, newest_first: bool) -> Iterator[Level]:
    """Every run of values that covers exactly one year without a hole."""
    per_year = PER_YEAR[filled[-1].period.frequency]
    count = rhythm(filled)
    is_single_stock = count == 1 and indicator.is_stock
    if count < per_year and not is_single_stock and _reach(filled) < per_year:
        return  # five months of one year are no rhythm of five values a year, but a year that is not over
    ends = range(count, len(filled) + 1)
    for end in reversed(ends) if newest_first else ends:
        year = filled[end - count : end]
        if _reach(year) < per_year:
            yield _mean(year)


def _reach(points: Sequence[Point]) -> int:
    return points[-1].period.ordinal - points[0].period.ordinal


def _mean(points: Sequence[Point]) -> Level:
    values = [point.value for point in points if point.value is not None]
    # A mean of decimal figures: 7.95 is 7.95, not 7.949999999999999, which would be seen as 7.9.
    value = values[0] if len(values) == 1 else round(fmean(values), 9)
    return Level(value, max(point.decimals for point in points), tuple(point.period for point in points))
