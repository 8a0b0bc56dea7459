"""The rule that sets the numbers of an outlook from the past (method, section 4).

1. Damping and weight: of those tried, the pair with the lowest error against "no change", the horizons counting the same.
2. What the usual change is measured around: the mean change where a slope is continued, zero where none is.
3. Spread, horizon by horizon: so wide that 80 of 100 later values lie inside; never narrower than a year before.

Districts share the shocks of their country: each year counts the same, in it each series.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TypeAlias

import msgspec
import numpy as np
import numpy.typing as npt

from indicators.assess.backtest import HORIZONS, Case, rival
from indicators.assess.outlook import damped_years, pairs_share, usual_change
from indicators.assess.slope import Z_80, forward
from indicators.catalogue.model import Text
from indicators.catalogue.outlook import Calibration, Trial

PAIRS = 15  # of six years: a slope from fewer counts by its share
INSIDE = 0.8
NO_DAMPING_YET = 0.8  # among equals the damping of the method
Numbers: TypeAlias = npt.NDArray[np.float64]
_BLANK = Text(de="", en="")


@dataclass(frozen=True)
class Tried:
    """One damping and weight; `ratio` to the error of no change by horizon, `mean` over the horizons."""

    pairs: int
    damping: float
    weight: float
    mean: float
    ratio: tuple[float, ...]


@dataclass(frozen=True)
class Sample:
    """Cases as arrays: one row a case, one column a horizon; nan where nothing is known."""

    cases: tuple[Case, ...]
    pairs: int
    years: npt.NDArray[np.int64]
    scales: npt.NDArray[np.str_]
    levels: Numbers
    rates: Numbers  # the slope on its scale, weighed by its pairs
    actual: Numbers


def sample(cases: Sequence[Case], pairs: int = PAIRS) -> Sample:
    """pairs   from how many on the slope has its whole weight; 1: always"""
    slopes = [case.slope for case in cases]
    return Sample(
        cases=tuple(cases),
        pairs=pairs,
        years=np.array([case.origin.year for case in cases], dtype=np.int64),
        scales=np.array([slope.scale for slope in slopes], dtype=np.str_),
        levels=np.array([case.level for case in cases], dtype=np.float64),
        rates=np.array([case.slope.rate * pairs_share(case.counted, pairs) for case in cases]),
        actual=table([case.actual for case in cases]),
    )  # fmt: skip


def table(rows: Sequence[Sequence[float | None]]) -> Numbers:
    return np.array([[np.nan if value is None else value for value in row] for row in rows], dtype=np.float64)


def continued(known: Sample, damping: float, weight: float) -> Numbers:
    """What `outlook` gives for all cases at once, before it is clipped."""
    steps = weight * known.rates[:, None] * np.array([damped_years(damping, years) for years in HORIZONS])
    levels, scales = known.levels[:, None], known.scales[:, None]
    with np.errstate(invalid="ignore", divide="ignore"):
        logit = 100 / (1 + (100 - levels) / levels * np.exp(-steps))
        found: Numbers = np.where(scales == "log", levels * np.exp(steps), np.where(scales == "logit", logit, levels + steps))
    return found


def fit(known: Sample, trial: Trial, years: Collection[int]) -> Calibration:
    """The numbers that these origin years ask for."""
    damping, weight = _slope_numbers(known, trial, years)
    calibration = Calibration(
        damping=damping, weight=weight, pairs=known.pairs, around="mean" if weight > 0 else "zero",
        spread=tuple(1.0 for _ in HORIZONS), accepted=True, evidence=_BLANK,
    )  # fmt: skip
    return msgspec.structs.replace(calibration, spread=_spread(known, calibration, years))


def _slope_numbers(known: Sample, trial: Trial, years: Collection[int]) -> tuple[float, float]:
    """Damping and weight with the lowest error; among equals the least weight, then the damping of the method."""
    best = min(grid(known, trial, years), key=lambda tried: (tried.mean, tried.weight, abs(tried.damping - NO_DAMPING_YET)))
    return best.damping, best.weight


def grid(known: Sample, trial: Trial, years: Collection[int]) -> tuple[Tried, ...]:
    """The error of every damping and weight, as a share of that of no change."""
    still = column_means(by_year(known, shares(known, table([rival(case, "no_change") for case in known.cases])), years))
    found = []
    for damping, weight in product(trial.dampings, trial.weights):
        own = column_means(by_year(known, shares(known, continued(known, damping, weight)), years))
        ratio = (own / still).tolist()
        found.append(Tried(known.pairs, damping, weight, round(float(np.nanmean(own / still)), 6), tuple(ratio)))
    return tuple(found)


def shares(known: Sample, said: Numbers) -> Numbers:
    """Errors as a share of the level at the origin, so that rates and persons compare."""
    found: Numbers = np.abs(said - known.actual) / np.abs(known.levels)[:, None]
    return found


def by_year(known: Sample, values: Numbers, years: Collection[int] | None = None) -> Numbers:
    """One row an origin year, one column a horizon: the mean over the series."""
    wanted = sorted(set(known.years.tolist()) if years is None else set(years) & set(known.years.tolist()))
    return np.array([column_means(values[known.years == year]) for year in wanted]).reshape(-1, values.shape[1])


def column_means(values: Numbers) -> Numbers:
    """The mean of each column over what is known; nan for a column of which nothing is."""
    counts = (~np.isnan(values)).sum(axis=0)
    sums = np.nansum(values, axis=0)
    found: Numbers = np.divide(sums, counts, out=np.full(values.shape[1], np.nan), where=counts > 0)
    return found


def _spread(known: Sample, calibration: Calibration, years: Collection[int]) -> tuple[float, ...]:
    """Standard deviations in usual changes, such that 80 of 100 errors lie inside the 80 % fan."""
    misses = _misses(known, calibration)
    reaches = [_reach(known, misses[:, column], years) for column in range(misses.shape[1])]
    found = _rising([reach for reach in reaches if reach is not None])
    # Horizons that these years do not reach get the width of the last one they do; too few years are not accepted anyway.
    filled = [*found, *(found[-1:] or [Z_80]) * (len(HORIZONS) - len(found))]
    return tuple(round(reach / Z_80, 2) for reach in filled)


def _misses(known: Sample, calibration: Calibration) -> Numbers:
    """Errors on the scale of the slope, in usual changes of their own series."""
    said = continued(known, calibration.damping, calibration.weight)
    rows = []
    for number, case in enumerate(known.cases):
        usual = usual_change(case.counted, case.slope.scale, calibration.around)
        rows.append([_miss(late, own, case.slope.scale, usual) for late, own in zip(case.actual, said[number], strict=True)])
    return table(rows)


def _miss(late: float | None, own: float, scale: str, usual: float | None) -> float | None:
    if late is None or not usual:
        return None
    if scale != "raw" and (late <= 0 or (scale == "logit" and late >= 100)):
        return float("inf")  # no point of this scale: outside every fan
    return abs(forward(late, scale) - forward(float(own), scale)) / usual


def _reach(known: Sample, misses: Numbers, years: Collection[int]) -> float | None:
    """The miss that 80 of 100 do not exceed; every year has the same weight."""
    rows = ~np.isnan(misses) & np.isin(known.years, list(years))
    if not rows.any():
        return None
    _, places, counts = np.unique(known.years[rows], return_inverse=True, return_counts=True)
    weights = 1 / counts[places]
    order = np.argsort(misses[rows], kind="stable")
    held = np.cumsum(weights[order])
    place = int(np.searchsorted(held, INSIDE * held[-1] - 1e-9))
    return float(misses[rows][order][place])


def _rising(values: Sequence[float]) -> list[float]:
    """The nearest values that never fall: neighbours that do are replaced by their mean (isotonic regression).

    >>> _rising([1.0, 3.0, 2.0, 4.0])
    [1.0, 2.5, 2.5, 4.0]
    """
    blocks: list[list[float]] = []
    for value in values:
        blocks.append([value])
        while len(blocks) > 1 and np.mean(blocks[-2]) > np.mean(blocks[-1]):
            blocks[-2:] = [blocks[-2] + blocks[-1]]
    return [float(np.mean(block)) for block in blocks for _ in block]
