"""Area, indicator, group and period of figures as whole numbers, so that millions of rows compare in no time.

A key holds a series (area, indicator, group, rhythm) in its upper digits and the time in the lowest ones: sorted keys are
series in order of time, and the same period of another group or indicator lies a fixed distance away.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from indicators.period import PER_YEAR, Frequency, Period, parse_period

Numbers = npt.NDArray[np.int64]
FREQUENCIES: tuple[Frequency, ...] = tuple(PER_YEAR)
TIMES = 1 << 15  # more steps than there are months until 2099
RHYTHMS = 4


@dataclass(frozen=True)
class Keys:
    """The keys of several tables, made together.

    areas, indicators, groups   the ids behind the digits, in no particular order
    """

    areas: list[str]
    indicators: list[str]
    groups: list[str]
    tables: tuple[Numbers, ...]

    @property
    def per_group(self) -> int:
        return RHYTHMS * TIMES

    @property
    def per_indicator(self) -> int:
        return max(len(self.groups), 1) * self.per_group

    @property
    def per_area(self) -> int:
        return max(len(self.indicators), 1) * self.per_indicator

    def between_groups(self, one: str, other: str) -> int | None:
        """How far the same figure of `other` lies from that of `one`; None where a table lacks one of them."""
        return _distance(self.groups, one, other, self.per_group)

    def between_indicators(self, one: str, other: str) -> int | None:
        return _distance(self.indicators, one, other, self.per_indicator)

    def area(self, keys: Numbers) -> Numbers:
        return keys // self.per_area

    def indicator(self, keys: Numbers) -> Numbers:
        return keys % self.per_area // self.per_indicator

    def group(self, keys: Numbers) -> Numbers:
        return keys % self.per_indicator // self.per_group


def keys_of(*tables: pd.DataFrame) -> Keys:
    """The keys of tables with the columns of `ingest.observations`, comparable among each other."""
    areas, area_codes = codes_of([table["area"] for table in tables])
    indicators, indicator_codes = codes_of([table["indicator"] for table in tables])
    groups, group_codes = codes_of([table["group"] for table in tables])
    periods, period_codes = codes_of([table["period"] for table in tables])
    times = np.array([_time(parse_period(str(text))) for text in periods], dtype=np.int64)
    keys = tuple(
        ((area * len(indicators) + indicator) * len(groups) + group) * (RHYTHMS * TIMES) + times[period]
        for area, indicator, group, period in zip(area_codes, indicator_codes, group_codes, period_codes, strict=True)
    )
    return Keys(areas, indicators, groups, keys)


def series_of(keys: Numbers) -> Numbers:
    """The series a key belongs to: the key without its time."""
    return keys // TIMES


def series_parts(keys: Keys, series: Numbers) -> dict[str, Any]:
    """Area, indicator, group and frequency of series, as columns of a table."""
    first = series * TIMES
    return {
        "area": pd.Categorical.from_codes(keys.area(first), keys.areas),
        "indicator": pd.Categorical.from_codes(keys.indicator(first), keys.indicators),
        "group": pd.Categorical.from_codes(keys.group(first), keys.groups),
        "frequency": pd.Categorical.from_codes(series % RHYTHMS, list(FREQUENCIES)),
    }


def period_of(key: int) -> Period:
    frequency = FREQUENCIES[int(key) // TIMES % RHYTHMS]
    year, index = divmod(int(key) % TIMES, PER_YEAR[frequency])
    return Period(frequency, year, index + 1)


def _time(period: Period) -> int:
    return FREQUENCIES.index(period.frequency) * TIMES + period.ordinal


def _distance(ids: list[str], one: str, other: str, step: int) -> int | None:
    return (ids.index(other) - ids.index(one)) * step if one in ids and other in ids else None


def codes_of(columns: Sequence[pd.Series]) -> tuple[list[str], list[Numbers]]:
    """The distinct texts of all columns, and each column as places in them; every distinct text is looked at once."""
    places: dict[str, int] = {}
    coded = []
    for column in columns:
        codes, distinct = _factorised(column)
        own = np.array([places.setdefault(text, len(places)) for text in distinct], dtype=np.int64)
        coded.append(own[codes] if len(own) else np.zeros(0, dtype=np.int64))
    return list(places), coded


def _factorised(column: pd.Series) -> tuple[Any, Any]:
    if isinstance(column.dtype, pd.CategoricalDtype):
        return column.cat.codes.to_numpy(), column.cat.categories
    codes, distinct = pd.factorize(column)
    return codes, distinct
