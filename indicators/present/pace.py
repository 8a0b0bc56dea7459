"""The needed pace against the actual one as a small picture, and what it says in words."""

from dataclasses import dataclass

from indicators.assess.assessment import Assessment
from indicators.catalogue import Catalogue
from indicators.catalogue.model import Indicator
from indicators.present import svg
from indicators.present.effort import pace_decimals
from indicators.present.words import Words

WIDTH, HEIGHT = 190, 20
_PAD, _RING, _DOT = 8.0, 4.6, 3.8
DOT = svg.uri(16, 16, "<circle cx='8' cy='8' r='5.5'/>")
RING = svg.uri(16, 16, "<circle cx='8' cy='8' r='4.8' fill='none' stroke='#000' stroke-width='2'/>")


@dataclass(frozen=True)
class Pace:
    """A change a year in the unit of the indicator; more than 0 leads towards the target.

    needed      None where no threshold, no date or nothing left to do makes one
    low, high   80 % interval of the actual one
    """

    actual: float
    low: float
    high: float
    needed: float | None = None

    @property
    def reach(self) -> float:
        """The largest of them: each row has its own scale, the same to both sides of zero."""
        return max(abs(self.actual), abs(self.low), abs(self.high), abs(self.needed or 0.0)) or 1.0


def pace_of(found: Assessment) -> Pace | None:
    """Both paces of one assessment, turned so that right is where the goal lies; None where no pace can be read."""
    if (slope := found.slope) is None:
        return None
    sign = -1 if found.parity is not None or (found.demand is not None and found.demand.good == "down") else 1
    low, high = sorted((sign * slope.low, sign * slope.high))
    needed = None if found.needed_per_year is None else sign * found.needed_per_year
    return Pace(sign * slope.per_year, low, high, needed)


def dumbbell(pace: Pace) -> str:
    """A ring for what is needed, a dot for what is, a pale bar for its interval; zero stands in the middle of every row."""
    middle, y = WIDTH / 2, HEIGHT / 2

    def x(value: float) -> float:
        return round(middle + value / pace.reach * (middle - _PAD), 1)

    tip = WIDTH - 1
    axis = f"M1 {y}H{tip}M{tip - 4} {y - 3.5}L{tip} {y}L{tip - 4} {y + 3.5}"
    parts = [
        f"<path d='{axis}' fill='none' stroke='#000' stroke-opacity='.35'/>",
        f"<path d='M{middle} 1V{HEIGHT - 1}' stroke='#000' stroke-opacity='.7'/>",
        f"<path d='M{x(pace.low)} {y}H{x(pace.high)}' stroke='#000' stroke-opacity='.3' stroke-width='6'/>",
        f"<circle cx='{x(pace.actual)}' cy='{y}' r='{_DOT}'/>",
    ]
    if pace.needed is not None:
        parts.append(_needed(x(pace.actual), x(pace.needed), y))
    return svg.uri(WIDTH, HEIGHT, "".join(parts))


def _needed(actual: float, needed: float, y: float) -> str:
    """The ring, and the line that leads to it from the dot and ends at its edge."""
    ring = f"<circle cx='{needed}' cy='{y}' r='{_RING}' fill='none' stroke='#000' stroke-width='1.8'/>"
    if abs(needed - actual) <= _RING:
        return ring
    edge = needed + (_RING if actual > needed else -_RING)
    return f"<path d='M{actual} {y}H{edge:.1f}' stroke='#000' stroke-width='1.8'/>{ring}"


def told(found: Assessment, indicator: Indicator, catalogue: Catalogue, words: Words) -> dict[str, str]:
    """The same in words: `needed`, `actual`, `interval` as signed numbers and `unit`; empty where there is none."""
    decimals, slope, needed = pace_decimals(indicator), found.slope, found.needed_per_year
    texts = dict.fromkeys(("needed", "actual", "interval", "unit"), "")
    if needed is not None:
        texts["needed"] = words.signed(needed, decimals)
    if slope is not None:
        low, high = (words.signed(value, decimals) for value in (slope.low, slope.high))
        texts |= {"actual": words.signed(slope.per_year, decimals), "interval": words("gaps.interval", low=low, high=high)}
    if needed is not None or slope is not None:
        texts["unit"] = words("gaps.a_year", unit=catalogue.units[indicator.unit].difference.in_language(words.language))
    return texts
