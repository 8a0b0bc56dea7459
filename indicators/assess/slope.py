"""The pace of a series: the median of all slopes between points a whole number of years apart (Theil-Sen).

Sources: Sen (1968), JASA 63, for the median and its interval; Hirsch, Slack & Smith (1982), Water Resources Research 18,
for comparing like with like within the year. The months of a year rise and fall together, so twelve of them carry no more
than one yearly value: their standard deviations are added as if they moved as one, which no dependence can exceed.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from statistics import median

from indicators.assess.series import Point
from indicators.catalogue.model import Kind
from indicators.period import PER_YEAR, Frequency

WINDOW_YEARS = 6
Z_80 = 1.2815515594600038  # standard normal quantile 0.9: an 80 % interval
# Above this share a rate no longer behaves like a small rate: the logit takes over from the logarithm (method, 2.3).
LOGIT_ABOVE_PERCENT = 15.0


@dataclass(frozen=True)
class Slope:
    """A change a year, in the unit of the series, from its level on.

    low, high   80 % interval
    points      how many points carried it, out of `possible` periods in the window
    scale       on which it was measured; `rate` is the change a year there
    """

    per_year: float
    low: float
    high: float
    points: int
    possible: int
    scale: str
    rate: float

    @property
    def holes_share(self) -> float:
        return 1 - self.points / self.possible


def window(points: Sequence[Point]) -> tuple[Point, ...]:
    """The points of the last six years, counted back from the newest one."""
    if not points:
        return ()
    last = points[-1].period
    oldest = last.ordinal - WINDOW_YEARS * PER_YEAR[last.frequency] + 1
    return tuple(point for point in points if point.period.ordinal >= oldest)


def possible_points(points: Sequence[Point]) -> int:
    """How many periods the window would hold without holes: a stock counted every June expects one a year."""
    if not points:
        return 0
    last, per_year = points[-1].period, PER_YEAR[points[-1].period.frequency]
    start = max(points[0].period.ordinal, last.ordinal - WINDOW_YEARS * per_year + 1)
    numbers = {point.period.number for point in window(points)}
    return sum(step % per_year + 1 in numbers for step in range(start, last.ordinal + 1))


def theil_sen(points: Sequence[Point], kind: Kind, unit: str, level: float | None = None) -> Slope | None:
    """The slope of the last six years, or None where no two points are a whole number of years apart.

    points   closed points of one frequency, in order, after the last break; withheld ones are holes
    level    where the series stands without its season; the newest value where none is given
    """
    recent = window(points)
    filled = [(point.period.ordinal, point.value) for point in recent if point.value is not None]
    if not filled:
        return None
    values = [value for _, value in filled]
    stands = values[-1] if level is None else level
    scale = _scale(values, stands, kind, unit)
    seasons = _seasons(filled, recent[-1].period.frequency)
    pairs = [
        (late_value - early_value) / years
        for season in seasons
        for early_value, late_value, years in _pairs([(year, forward(value, scale)) for year, value in season])
    ]
    if not pairs:
        return None
    pairs.sort()
    rate, low, high = median(pairs), *_interval(pairs, [len(season) for season in seasons])
    return Slope(
        _backward(rate, stands, scale), _backward(low, stands, scale), _backward(high, stands, scale),
        points=len(values), possible=possible_points(points), scale=scale, rate=rate,
    )  # fmt: skip


def whole_year_pairs(points: Sequence[Point]) -> list[tuple[float, float, int]]:
    """Every two values a whole number of years apart: the earlier, the later, the years between."""
    filled = [(point.period.ordinal, point.value) for point in points if point.value is not None]
    return [pair for season in _seasons(filled, points[-1].period.frequency) for pair in _pairs(season)] if filled else []


def _seasons(filled: Sequence[tuple[int, float]], frequency: Frequency) -> list[list[tuple[int, float]]]:
    """The values of each month or quarter of the year for themselves, with their years."""
    per_year = PER_YEAR[frequency]
    found: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for ordinal, value in filled:
        found[ordinal % per_year].append((ordinal // per_year, value))
    return list(found.values())


def _pairs(season: Sequence[tuple[int, float]]) -> list[tuple[float, float, int]]:
    return [
        (value, later_value, later - year)
        for index, (year, value) in enumerate(season)
        for later, later_value in season[index + 1 :]
    ]


def _interval(pairs: list[float], seasons: Sequence[int]) -> tuple[float, float]:
    """The 80 % interval by Kendall's variance; widened to the extremes where there are too few pairs.

    seasons   how many values each month or quarter of the year has
    """
    deviation = sum(sqrt(count * (count - 1) * (2 * count + 5) / 18) for count in seasons)
    reach = Z_80 * deviation
    return _ranked(pairs, (len(pairs) - reach) / 2), _ranked(pairs, (len(pairs) + reach) / 2 + 1)


def _ranked(ordered: list[float], rank: float) -> float:
    """The value at a rank counted from 1, between neighbours where the rank is none of them."""
    place = min(max(rank, 1.0), float(len(ordered))) - 1
    lower = int(place)
    upper = min(lower + 1, len(ordered) - 1)
    return ordered[lower] + (place - lower) * (ordered[upper] - ordered[lower])


def _scale(values: Sequence[float], level: float, kind: Kind, unit: str) -> str:
    """Rates and levels change by a share of themselves; gaps, and anything that touches zero, by an amount."""
    if kind in ("gap", "count") or min(*values, level) <= 0:
        return "raw"
    if kind == "rate" and unit == "percent" and level > LOGIT_ABOVE_PERCENT and max(values) < 100:
        return "logit"
    return "log"


def forward(value: float, scale: str) -> float:
    """A value in the unit of its series, on `scale`."""
    match scale:
        case "log":
            return log(value)
        case "logit":
            return log(value / (100 - value))
        case _:
            return value


def _backward(slope: float, level: float, scale: str) -> float:
    """What a slope on `scale` means for the next year, in the unit of the series."""
    match scale:
        case "log":
            return level * (exp(min(slope, 100.0)) - 1)
        case "logit":
            moved = log(level / (100 - level)) + slope
            return 100 / (1 + exp(min(-moved, 700.0))) - level
        case _:
            return slope
