"""How an outlook is continued, and what it must prove, exactly as data/catalogue/outlook.toml holds it."""

from typing import Literal

from indicators.catalogue.model import Text
from indicators.catalogue.record import Record


class Calibration(Record, frozen=True):
    """How the outlook of one kind of indicator is continued and how wide its fan is, as the backtest set it.

    indicators for which these numbers hold instead of those of their kind
    damping    each year the change shrinks to this share of the year before, from the first year on
    weight     share of the measured slope that is continued; the rest counts as no change
    pairs      of whole years, for each season, from which on the slope has its whole weight; fewer count by their share
    around     what the usual yearly change is measured around: the mean change of the series, or zero (no change)
    spread     standard deviation 1, 2, 3 ... years ahead, in usual yearly changes of the series
    accepted   whether the fan held in the years kept back; if not, none is printed, for this `reason`
    evidence   where the numbers come from
    """

    damping: float
    weight: float
    pairs: int
    around: Literal["mean", "zero"]
    spread: tuple[float, ...]
    accepted: bool
    evidence: Text
    reason: Text | None = None
    indicators: tuple[str, ...] = ()

    @property
    def horizons(self) -> int:
        """How many years are drawn."""
        return len(self.spread)


class Trial(Record, frozen=True):
    """What the backtest asks of an outlook before its fan is printed, and on which years.

    least_coverage, most_coverage   percent of later values inside the 80 % fan, at every horizon, in the years kept back
    least_years                     origins a kind needs, half of them in each half
    calm                            first and last origin of the years without a shock, in which the error must not exceed
                                    that of no change at any horizon
    dampings, weights               what is tried
    """

    least_coverage: float
    most_coverage: float
    least_years: int
    calm: tuple[int, int]
    dampings: tuple[float, ...]
    weights: tuple[float, ...]
