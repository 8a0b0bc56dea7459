"""How good the outlook was: errors against three rivals, and how often its fan held (method, section 4).

Every number comes from the outlook that the product shows. `before` are the method's first numbers, `after` those fitted
on all years; `held_out` judges each half of the years by the numbers that the other half asked for.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from indicators.assess.backtest import HORIZONS, RIVALS, Case, rival
from indicators.assess.outlook import Outlook
from indicators.assess.tuning import Numbers, Sample, by_year, column_means, fit, shares, table
from indicators.catalogue.model import Text
from indicators.catalogue.outlook import Calibration, Trial

# Section 2.5 before any tuning.
FIRST = Calibration(
    damping=0.8, weight=1.0, pairs=1, around="mean", spread=tuple(0.7 * years**0.5 for years in HORIZONS), accepted=True,
    evidence=Text(de="Methode, Abschnitt 2.5", en="Method, section 2.5"),
)  # fmt: skip
DRAWS, BLOCK, SEED = 2000, 3, 20050101  # neighbouring origin years are drawn together: their targets overlap

Split = Literal["alternating", "chronological"]
Scope = Mapping[str, "np.typing.NDArray[np.bool_]"]


@dataclass(frozen=True)
class Half:
    """One half of the years judged by the numbers that the other half asked for. Ratios to "no change", by horizon."""

    split: Split
    fitted_on: tuple[int, ...]
    judged_on: tuple[int, ...]
    calibration: Calibration
    ratio: tuple[float | None, ...]
    inside_50: tuple[float | None, ...]
    inside_80: tuple[float | None, ...]


@dataclass(frozen=True)
class ErrorRow:
    """Mean absolute errors at one horizon; each origin year counts the same. `ratio` is held_out over no_change.

    unit       "points": in the unit of the rate; "percent": of the level at the origin
    low, high  80 of 100 draws of the years give a ratio between them
    """

    scope: str
    unit: Literal["points", "percent"]
    horizon: int
    cases: int
    years: int
    no_change: float
    dns: float | None
    linear: float | None
    before: float
    after: float
    held_out: float
    ratio: float
    low: float
    high: float


@dataclass(frozen=True)
class CoverageRow:
    """Percent of later values inside the fan; each origin year counts the same. `low`, `high` as above, for held_80."""

    scope: str
    horizon: int
    cases: int
    years: int
    before_50: float | None
    before_80: float | None
    after_50: float | None
    after_80: float | None
    held_50: float | None
    held_80: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Said:
    """What one set of numbers said of every case: values, and whether the later value lay inside the fan (1, 0, nan)."""

    values: Numbers
    inside_50: Numbers
    inside_80: Numbers


def said(known: Sample, calibration: Calibration) -> Said:
    outlooks = [case.outlook(calibration) for case in known.cases]
    return Said(
        values=table([[point.value for point in outlook.points] for outlook in outlooks]),
        inside_50=table([_inside(case, outlook, 50) for case, outlook in zip(known.cases, outlooks, strict=True)]),
        inside_80=table([_inside(case, outlook, 80) for case, outlook in zip(known.cases, outlooks, strict=True)]),
    )


def _inside(case: Case, outlook: Outlook, share: Literal[50, 80]) -> list[float | None]:
    ends = [(p.low_50, p.high_50) if share == 50 else (p.low_80, p.high_80) for p in outlook.points]
    return [
        None if late is None or low is None or high is None else float(low <= late <= high)
        for late, (low, high) in zip(case.actual, ends, strict=True)
    ]


def halves_of(years: Collection[int], split: Split) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Every other calendar year, so that both halves hold calm and troubled years; or the earlier and the later half."""
    ordered = sorted(years)
    if split == "alternating":
        return tuple(year for year in ordered if year % 2), tuple(year for year in ordered if year % 2 == 0)
    return tuple(ordered[: len(ordered) // 2]), tuple(ordered[len(ordered) // 2 :])


def halves(known: Sample, trial: Trial, split: Split) -> Iterator[tuple[Half, Said]]:
    first, second = halves_of(set(known.years.tolist()), split)
    still = table([rival(case, "no_change") for case in known.cases])
    for fitted_on, judged_on in ((first, second), (second, first)):
        calibration = fit(known, trial, fitted_on)
        there = said(known, calibration)
        own, other = (column_means(by_year(known, shares(known, values), judged_on)) for values in (there.values, still))
        coverage = [column_means(by_year(known, inside, judged_on)) for inside in (there.inside_50, there.inside_80)]
        yield Half(split, fitted_on, judged_on, calibration, *(_plain(found) for found in (own / other, *coverage))), there


def held_out(known: Sample, judged: Sequence[tuple[Half, Said]]) -> Said:
    """Each case as judged by the half it does not belong to."""
    parts = [(np.isin(known.years, half.judged_on)[:, None], there) for half, there in judged]
    (where, first), (_, second) = parts
    return Said(
        np.where(where, first.values, second.values),
        np.where(where, first.inside_50, second.inside_50),
        np.where(where, first.inside_80, second.inside_80),
    )


def error_rows(
    known: Sample, versions: Mapping[str, Said], scopes: Scope, unit: Literal["points", "percent"]
) -> Iterator[ErrorRow]:
    """versions   before, after, held_out"""
    everything = {name: there.values for name, there in versions.items()}
    everything |= {name: table([rival(case, name) for case in known.cases]) for name in RIVALS}
    errors = {name: 100 * shares(known, values) if unit == "percent" else np.abs(values - known.actual)
              for name, values in everything.items()}  # fmt: skip
    for scope, rows in scopes.items():
        yearly = {name: by_year(known, np.where(rows[:, None], values, np.nan)) for name, values in errors.items()}
        means = {name: column_means(values) for name, values in yearly.items()}
        low, high = _drawn(yearly["held_out"], yearly["no_change"])
        for column, horizon in enumerate(HORIZONS):
            count, years = _counts(known, rows, column)
            if count:
                found = {name: _number(values[column]) for name, values in means.items()}
                ratio = means["held_out"][column] / means["no_change"][column]
                yield ErrorRow(scope, unit, horizon, count, years, **found, ratio=round(float(ratio), 4),  # type: ignore[arg-type]
                               low=round(low[column], 4), high=round(high[column], 4))  # fmt: skip


def coverage_rows(known: Sample, versions: Mapping[str, Said], scopes: Scope) -> Iterator[CoverageRow]:
    inside: dict[str, Numbers] = {}
    for name, there in versions.items():
        short = name.removesuffix("_out")
        inside |= {f"{short}_50": there.inside_50, f"{short}_80": there.inside_80}
    for scope, rows in scopes.items():
        yearly = {name: 100 * by_year(known, np.where(rows[:, None], values, np.nan)) for name, values in inside.items()}
        means = {name: column_means(values) for name, values in yearly.items()}
        low, high = _drawn(yearly["held_80"])
        for column, horizon in enumerate(HORIZONS):
            count, years = _counts(known, rows, column)
            if count:
                found = {name: _number(values[column], 1) for name, values in means.items()}
                yield CoverageRow(
                    scope, horizon, count, years, **found, low=_number(low[column], 1), high=_number(high[column], 1)
                )


def is_accepted(coverage: Sequence[CoverageRow], errors: Sequence[ErrorRow], years: int, trial: Trial) -> bool:
    """The rule of section 4: the fan held in the years kept back, and calm years never speak for "no change"."""
    everywhere = [row.held_80 for row in coverage if row.scope == "all"]
    calm = [row for row in errors if row.scope == "calm" and row.unit == "percent"]
    return (
        years >= trial.least_years
        and len(everywhere) == len(HORIZONS) == len(calm)
        and all(share is not None and trial.least_coverage <= share <= trial.most_coverage for share in everywhere)
        and all(row.held_out <= row.no_change for row in calm)
    )


def _counts(known: Sample, rows: "np.typing.NDArray[np.bool_]", column: int) -> tuple[int, int]:
    there = rows & ~np.isnan(known.actual[:, column])
    return int(there.sum()), len(set(known.years[there].tolist()))


def _drawn(values: Numbers, against: Numbers | None = None) -> tuple[list[float], list[float]]:
    """Between which ends the mean over years, or its ratio to that of `against`, lies in 80 of 100 draws of the years."""
    draws = list(_draws(len(values)))
    means = [column_means(values[places]) for places in draws]
    if against is not None:
        means = [own / column_means(against[places]) for own, places in zip(means, draws, strict=True)]
    return _middle_80(means)


def _draws(years: int) -> Iterator["np.typing.NDArray[np.int64]"]:
    """Blocks of neighbouring years drawn with replacement, the last joined to the first, as many years as there are."""
    chance = np.random.default_rng(SEED)
    for _ in range(DRAWS):
        starts = chance.integers(0, years, size=-(-years // BLOCK))
        yield ((starts[:, None] + np.arange(BLOCK)) % years).ravel()[:years]


def _middle_80(draws: Sequence[Numbers]) -> tuple[list[float], list[float]]:
    columns = [column[~np.isnan(column)] for column in np.array(draws).T]
    low, high = ([float(np.quantile(column, share)) if len(column) else np.nan for column in columns] for share in (0.1, 0.9))
    return low, high


def _number(value: float, decimals: int = 4) -> float | None:
    return None if np.isnan(value) else round(float(value), decimals)


def _plain(values: Numbers) -> tuple[float | None, ...]:
    return tuple(_number(value) for value in values.tolist())
