"""Published methods as second opinions, computed as their authors describe them (method, section 1).

Sources: Destatis, Indikatorenbericht zur Deutschen Nachhaltigkeitsstrategie (weather symbols); Statistics Canada and
Open SDG, Progress Measurement Methodology; Eurostat, monitoring report on the SDGs in an EU context, annex.

Points are (year, value) in any order. Points without a finite value are holes; of two points of one year the later given
counts. Nothing here raises for odd figures: what cannot be rated is "not_available".
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import expm1, isclose, isfinite, log
from typing import Literal

Points = Sequence[tuple[float, float | None]]
Filled = list[tuple[float, float]]
Good = Literal["up", "down"]
DnsKind = Literal["target", "keep", "direction"]

# Class bounds in binary fractions: a miss of 5 % computed as 0.04999999999999996 is a miss of 5 %.
ROUNDED_TO = 9

DNS_WINDOW, DNS_MIN_POINTS = 6, 4
DNS_SUN_BELOW, DNS_SUN_CLOUD_TO = 0.05, 0.20  # of the distance between target and current value
DNS_WORST_FIRST = ("thunderstorm", "cloud", "sun_cloud", "sun", "not_available")

RATIO_ENOUGH, RATIO_MODERATE = 0.95, 0.60  # of the growth required; Open SDG and Eurostat alike

OPEN_SDG_BASE_YEAR, OPEN_SDG_TARGET_YEAR = 2015, 2030
OPEN_SDG_FOR_ZERO = 0.001
OPEN_SDG_GROWTHS = (0.015, 0.005)  # a year, without a target
OPEN_SDG_LIMIT_POWER = 4.44

EUROSTAT_GROWTH = 0.01  # a year, without a target


@dataclass(frozen=True)
class Rating:
    """A class in the words of its authors.

    ratio   dns: the miss as a share of the distance between target and current value, 0 where the target is passed;
            open_sdg and eurostat: actual over required growth, without a target the growth a year, positive where it is
            good; None where the class needs none, or it is not finite
    """

    status: str
    ratio: float | None = None


NOT_AVAILABLE = Rating("not_available")


# -- Destatis


def dns(
    points: Points, *, direction: Good, target: float | None = None, target_year: int | None = None,
    kind: DnsKind | None = None,
) -> Rating:  # fmt: skip
    """The weather symbol: sun, sun_cloud, cloud, thunderstorm.

    kind   what the goal asks for, see `dns_kind`
    """
    window = filled(points)[-DNS_WINDOW:]
    if len(window) < DNS_MIN_POINTS:
        return NOT_AVAILABLE
    year, current = window[-1]
    mean, last = _mean_change(window, direction), _step(window[-2][1], current, direction)
    rule = dns_kind(window, direction=direction, target=target, target_year=target_year, kind=kind)
    if rule == "direction":
        return _dns_direction(mean, last)
    if rule == "keep" and target is not None:
        return _dns_keep(reached(current, target, direction), mean)
    if rule == "target" and target is not None and target_year is not None:
        return _dns_target(mean, abs(target - current), target_year - year)
    return NOT_AVAILABLE


def dns_kind(
    points: Points, *, direction: Good, target: float | None, target_year: int | None, kind: DnsKind | None
) -> DnsKind | None:
    """Which of the three rules decides. A target already met, or whose year the figures have reached, is one to be held.

    kind      target: a value in a year; keep: a value to be held; direction: no value. None: what target and year suggest
    returns   None without points, and where a target has no value or an unmet one no year
    """
    known = filled(points)
    if kind == "direction" or (kind is None and target is None):
        return "direction"
    if target is None or not known:
        return None
    year, current = known[-1]
    if kind == "keep" or reached(current, target, direction) or (kind is None and target_year is None):
        return "keep"
    if target_year is None:
        return None
    return "keep" if target_year <= year else "target"


def dns_worst(ratings: Iterable[Rating]) -> Rating:
    """The symbol of several simultaneous demands: the worst counts, one not available only where no other is."""
    return min(ratings, key=lambda rating: DNS_WORST_FIRST.index(rating.status), default=NOT_AVAILABLE)


def _mean_change(window: Filled, direction: Good) -> float:
    """The mean change a year between first and last point, positive where it is good."""
    (first_year, first), (last_year, last) = window[0], window[-1]
    return _step(first, last, direction) / (last_year - first_year)


def _step(early: float, late: float, direction: Good) -> float:
    """A change, positive where it is good; exactly 0 where only binary fractions differ."""
    if isclose(early, late, rel_tol=10**-ROUNDED_TO):
        return 0.0
    return late - early if direction == "up" else early - late


def _dns_target(mean: float, distance: float, years: float) -> Rating:
    """`mean` is the change a year towards the target, `distance` what is left to it, both in the unit of the series."""
    missed = max(1 - mean * years / distance, 0.0)
    miss = _finite(missed)
    if mean <= 0:
        return Rating("thunderstorm", miss)
    if round(missed, ROUNDED_TO) < DNS_SUN_BELOW:
        return Rating("sun", miss)
    return Rating("sun_cloud" if round(missed, ROUNDED_TO) <= DNS_SUN_CLOUD_TO else "cloud", miss)


def _dns_keep(is_met: bool, mean: float) -> Rating:
    if is_met:
        return Rating("sun" if mean >= 0 else "sun_cloud")
    return Rating("cloud" if mean > 0 else "thunderstorm")


def _dns_direction(mean: float, last: float) -> Rating:
    if mean > 0:
        return Rating("sun" if last > 0 else "sun_cloud")
    return Rating("cloud" if last > 0 else "thunderstorm")


# -- Statistics Canada, Open SDG


def open_sdg(
    points: Points, *, direction: Good, target: float | None = None, target_year: int | None = OPEN_SDG_TARGET_YEAR,
    base_year: int | None = OPEN_SDG_BASE_YEAR, limit: float | None = None,
) -> Rating:  # fmt: skip
    """target_achieved, substantial_progress, moderate_progress, limited_progress or deterioration.

    base_year     the first point at or after it is the base; None: the first point
    target_year   None: a target without a year has no required growth and is rated as if there were none until reached
    limit         a natural limit (0 to `limit`), which makes the growth asked for without a target smaller near it
    """
    span = _span(points, base_year)
    if span is None:
        return NOT_AVAILABLE
    (start, base), (end, value) = span
    if target is not None and reached(value, target, direction):
        return Rating("target_achieved")
    if base == 0:  # a series that stays at 0 has not moved
        base, value = OPEN_SDG_FOR_ZERO, value or OPEN_SDG_FOR_ZERO
    growth = _growth(base, value, end - start)
    if growth is None:
        return NOT_AVAILABLE
    growth = _signed(growth, base, direction)
    if target is None or target_year is None:
        scale = _near_limit(base, limit)
        substantial, moderate = (bound * scale for bound in OPEN_SDG_GROWTHS)
        return _open_sdg_class(growth, substantial, moderate)
    ratio = _ratio(growth, _growth(base, target or OPEN_SDG_FOR_ZERO, target_year - start))
    return NOT_AVAILABLE if ratio is None else _open_sdg_class(ratio, RATIO_ENOUGH, RATIO_MODERATE)


def _open_sdg_class(value: float, substantial: float, moderate: float) -> Rating:
    seen = round(value, ROUNDED_TO)
    if seen < 0:
        return Rating("deterioration", _finite(value))
    if seen >= round(substantial, ROUNDED_TO):
        return Rating("substantial_progress", _finite(value))
    is_moderate = seen >= round(moderate, ROUNDED_TO)
    return Rating("moderate_progress" if is_moderate else "limited_progress", _finite(value))


def _near_limit(base: float, limit: float | None) -> float:
    """What the growth asked for is multiplied by near a natural limit: 1 far from it, 0 at it.

    Defined for values from 0 up to a positive limit, and from above down to it; elsewhere nothing is near.
    """
    if limit is None or limit <= 0 or not 0 <= base < 2 * limit:
        return 1.0
    share = base / limit if base <= limit else (2 * limit - base) / limit
    return float(1 - share**OPEN_SDG_LIMIT_POWER)


# -- Eurostat


def eurostat(
    points: Points, *, direction: Good, target: float | None = None, target_year: int | None = None,
    base_year: int | None = None,
) -> Rating:  # fmt: skip
    """With a target: target_achieved, significant_, moderate_, insufficient_progress or movement_away.

    Without one: significant_progress, moderate_progress, no_change, moderate_ or significant_movement_away. A target
    without a year is rated like none until it is reached; a base of exactly 0 has no growth rate.
    """
    span = _span(points, base_year)
    if span is None:
        return NOT_AVAILABLE
    (start, base), (end, value) = span
    if target is not None and reached(value, target, direction):
        return Rating("target_achieved")
    growth = _growth(base, value, end - start)
    if growth is None:
        return NOT_AVAILABLE
    growth = _signed(growth, base, direction)
    if target is None or target_year is None:
        return _eurostat_growth(growth)
    ratio = _ratio(growth, _growth(base, target, target_year - start))
    return NOT_AVAILABLE if ratio is None else _eurostat_ratio(ratio)


def _eurostat_ratio(ratio: float) -> Rating:
    seen = round(ratio, ROUNDED_TO)
    if seen < 0:
        return Rating("movement_away", _finite(ratio))
    if seen >= RATIO_ENOUGH:
        return Rating("significant_progress", _finite(ratio))
    return Rating("moderate_progress" if seen >= RATIO_MODERATE else "insufficient_progress", _finite(ratio))


def _eurostat_growth(growth: float) -> Rating:
    seen, ratio = round(growth, ROUNDED_TO), _finite(growth)
    if seen == 0:
        return Rating("no_change", ratio)
    if seen > 0:
        return Rating("significant_progress" if seen >= EUROSTAT_GROWTH else "moderate_progress", ratio)
    return Rating("moderate_movement_away" if seen > -EUROSTAT_GROWTH else "significant_movement_away", ratio)


# -- what they share


def filled(points: Points) -> Filled:
    """The points that have a finite value, in order, one a year."""
    known = {
        float(year): float(value)
        for year, value in points
        if year is not None and value is not None and isfinite(year) and isfinite(value)
    }
    return sorted(known.items())


def reached(value: float, target: float, direction: Good) -> bool:
    """Whether a value is at the target or past it; binary fractions do not keep it from being at it."""
    if isclose(value, target, rel_tol=10**-ROUNDED_TO):
        return True
    return value > target if direction == "up" else value < target


def _span(points: Points, base_year: int | None) -> tuple[tuple[float, float], tuple[float, float]] | None:
    """The base, which is the first point at or after the base year, and the newest point; None without two points."""
    known = [(year, value) for year, value in filled(points) if base_year is None or year >= base_year]
    return (known[0], known[-1]) if len(known) > 1 else None


def _growth(early: float, late: float, years: float) -> float | None:
    """Compound growth a year; None from a base of 0, across a change of sign and without time. May be infinite."""
    if years <= 0:
        return None
    if early == late:
        return 0.0
    if early == 0 or (early < 0 < late) or (late < 0 < early):
        return None
    if (quotient := late / early) == 0:
        return -1.0
    try:
        return expm1(log(quotient) / years)
    except OverflowError:
        return float("inf")


def _signed(growth: float, base: float, direction: Good) -> float:
    """Growth that is positive where it is good: a negative base that shrinks has gone up."""
    return growth * (1 if direction == "up" else -1) * (1 if base > 0 else -1)


def _ratio(growth: float, required: float | None) -> float | None:
    """Signed growth over the size of the growth required; infinite where none is required but the target was lost."""
    if required is None or not (isfinite(growth) or isfinite(required)):
        return None
    if round(required, 12) == 0:
        return growth * float("inf") if growth else None
    return growth / abs(required)


def _finite(value: float) -> float | None:
    """A number fit to be printed: no infinity, no negative zero."""
    return value + 0.0 if isfinite(value) else None
