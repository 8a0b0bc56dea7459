"""The outlook tried on the past: what it would have said each year, and what came (method, section 4).

Only figures before the origin go in. What is tried is the product's own slope and outlook, not a copy of them; rivals are
no change, the continuation of the DNS symbols, and a plain linear trend. No target lies behind a declared break: what
was counted in another way is no error of the outlook.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from indicators.assess import trend
from indicators.assess.outlook import Outlook, limits, outlook
from indicators.assess.published import DNS_MIN_POINTS, DNS_WINDOW
from indicators.assess.series import Point, Series, last_break, since
from indicators.assess.slope import Slope, window
from indicators.catalogue.model import Indicator
from indicators.catalogue.outlook import Calibration
from indicators.period import PER_YEAR, Period

HORIZONS = (1, 2, 3, 4, 5)
RIVALS = ("no_change", "dns", "linear")


@dataclass(frozen=True)
class History:
    """A series to be tried: one point a year, in order. `panel` names the collection it belongs to."""

    panel: str
    area: str
    group: str
    indicator: Indicator
    points: Series
    breaks: tuple[date, ...] = ()


@dataclass(frozen=True)
class Case:
    """One origin of a series: what was known then, and what came 1 to 5 years later (None: not known, or behind a break)."""

    history: History
    counted: Series
    slope: Slope
    actual: tuple[float | None, ...]

    @property
    def origin(self) -> Period:
        return self.counted[-1].period

    @cached_property
    def level(self) -> float:
        value = self.counted[-1].value
        assert value is not None  # `cases` takes only origins with a value
        return value

    def outlook(self, calibration: Calibration) -> Outlook:
        """What the product would have shown."""
        indicator = self.history.indicator
        return outlook(self.counted, self.level, self.slope, indicator, calibration, first=self.origin)


def yearly(points: Iterable[Point]) -> Series:
    """One point a year: those of the season that has most of them, the 30 June of a series counted every quarter since late."""
    ordered = sorted(points, key=lambda point: point.period)
    numbers = [point.period.number for point in ordered]
    best = max(sorted(set(numbers)), key=numbers.count, default=0)
    return tuple(point for point in ordered if point.period.number == best)


def cases(histories: Iterable[History], *, is_wider: bool = False) -> tuple[Case, ...]:
    """Every origin at which the product would have shown an outlook and at least one later value is known.

    is_wider   also origins with as little as two years since a break, at which the product shows nothing yet, and what
               came behind the next break: harder than what the product claims
    """
    return tuple(case for history in histories for case in _cases(history, is_wider))


def _cases(history: History, is_wider: bool) -> Iterator[Case]:
    for place, point in enumerate(history.points):
        if point.value is None:
            continue
        known = history.points[: place + 1]
        day = last_break(known, history.breaks)
        counted = since(known, day, is_stock=history.indicator.is_stock)
        if not counted or (not is_wider and trend.hindrance(counted, day, point, history.indicator) is not None):
            continue
        slope = trend.slope(counted, history.indicator)
        actual = _later(history, point.period, is_wider)
        if slope is not None and any(value is not None for value in actual):
            yield Case(history, counted, slope, actual)


def _later(history: History, origin: Period, is_wider: bool) -> tuple[float | None, ...]:
    """What came after 1 to 5 years, as long as no declared break lies between."""
    end = date.max if is_wider else min((day for day in history.breaks if day > origin.end), default=date.max)
    values = {point.period: point.value for point in history.points if point.period.end < end}
    return tuple(values.get(origin.plus(years * PER_YEAR[origin.frequency])) for years in HORIZONS)


def rival(case: Case, name: str) -> tuple[float | None, ...]:
    """What a rival would have said for 1 to 5 years ahead; None where its rule gives no value."""
    low, high = limits(case.history.indicator)
    per_year = {"no_change": _no_change, "dns": _dns, "linear": _linear}[name](case.counted)
    if per_year is None:
        return (None,) * len(HORIZONS)
    start, change = per_year
    return tuple(min(max(start + change * years, low), high) for years in HORIZONS)


Line = tuple[float, float]  # the value at the origin, and its change a year


def _no_change(counted: Series) -> Line:
    return counted[-1].value or 0.0, 0.0


def _dns(counted: Series) -> Line | None:
    """The mean change of the last six data points, continued from the newest."""
    last = [point for point in counted if point.value is not None][-DNS_WINDOW:]
    if len(last) < DNS_MIN_POINTS:
        return None
    start, end = last[0].value or 0.0, last[-1].value or 0.0
    return end, (end - start) / last[0].period.years_until(last[-1].period)


def dns_change(counted: Series) -> Line:
    """The mean change of the last six data points, and the last change: what the DNS symbols of a direction look at."""
    last = [point.value for point in counted if point.value is not None][-DNS_WINDOW:]
    return (last[-1] - last[0]) / (len(last) - 1), last[-1] - last[-2]


def _linear(counted: Series) -> Line | None:
    """Least squares over the six years that the slope looks at."""
    points = _placed(window(counted))
    middle = sum(year for year, _ in points) / len(points)
    mean = sum(value for _, value in points) / len(points)
    square = sum((year - middle) ** 2 for year, _ in points)
    if square == 0:
        return None
    change = sum((year - middle) * (value - mean) for year, value in points) / square
    return mean - change * middle, change


def _placed(points: Sequence[Point]) -> list[tuple[float, float]]:
    """Years before the last point (0, -1, ...) and values."""
    return [(-point.period.years_until(points[-1].period), point.value) for point in points if point.value is not None]
