"""The figures as they would stand after a commit, in order of series and time: what the checks look at."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from indicators.catalogue import Catalogue
from indicators.catalogue.model import Event, Indicator
from indicators.ingest.compare import Comparison
from indicators.ingest.issue import Issue, Severity
from indicators.ingest.keys import Keys, Numbers, period_of, series_of
from indicators.ingest.numbers import Number
from indicators.period import Period

Flags = npt.NDArray[np.bool_]
Values = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Figures:
    """Stored and incoming figures together, an incoming one in the place of the stored one. All arrays are equally long.

    key         see `ingest.keys`, rising
    value       missing where the publisher withholds it
    before      the value stored under the key of an incoming figure; missing where there is none
    row         place in the incoming table, -1 for a figure that is only stored; stored_row the other way round
    is_changed  incoming and new or different from what is stored: only these can be at fault
    """

    catalogue: Catalogue
    table: pd.DataFrame
    stored: pd.DataFrame
    keys: Keys
    key: Numbers
    value: Values
    before: Values
    row: Numbers
    stored_row: Numbers
    is_changed: Flags

    @cached_property
    def series(self) -> Numbers:
        return series_of(self.key)

    @cached_property
    def indicator(self) -> Numbers:
        """The indicator, as a place in `keys.indicators`."""
        return self.keys.indicator(self.key)

    @cached_property
    def follows(self) -> Flags:
        """Whether the figure before it in the arrays is of the same series."""
        flags = np.zeros(len(self.key), dtype=bool)
        flags[1:] = self.series[1:] == self.series[:-1]
        return flags

    @cached_property
    def known(self) -> "Figures":
        """Only the figures with a value."""
        return self if not np.isnan(self.value).any() else self.at(~np.isnan(self.value))

    def at(self, places: Numbers | Flags) -> "Figures":
        return Figures(
            self.catalogue, self.table, self.stored, self.keys, self.key[places], self.value[places], self.before[places],
            self.row[places], self.stored_row[places], self.is_changed[places],
        )  # fmt: skip

    def find(self, keys: Numbers) -> Numbers:
        """The places of keys, -1 where there is no such figure."""
        if not len(self.key):
            return np.full(len(keys), -1)
        places = np.minimum(np.searchsorted(self.key, keys), len(self.key) - 1)
        return np.where(self.key[places] == keys, places, -1)

    @cached_property
    def reference(self) -> Numbers:
        """For each figure the place of the nearest stored one in its series, the one before it or else the one after; itself
        where it revises a stored value, -1 where nothing is stored."""
        places = np.arange(len(self.key))
        is_stored = (self.row < 0) | ~np.isnan(self.before)
        earlier = np.maximum.accumulate(np.where(is_stored, places, -1)) if len(places) else places
        later = np.minimum.accumulate(np.where(is_stored, places, len(places))[::-1])[::-1] if len(places) else places
        is_earlier = (earlier >= 0) & (self.series[np.maximum(earlier, 0)] == self.series)
        is_later = (later < len(places)) & (self.series[np.minimum(later, len(places) - 1)] == self.series)
        return np.where(is_earlier, earlier, np.where(is_later, later, -1))

    @cached_property
    def stored_value(self) -> Values:
        """The stored value of each figure, also where an incoming one takes its place."""
        return np.where(self.row < 0, self.value, self.before)

    def whose(self, holds: Callable[[Indicator], bool]) -> Flags:
        """The figures whose indicator is such a one."""
        indicators = self.catalogue.indicators
        flags = np.array([holds(indicators[name]) for name in self.keys.indicators], dtype=bool)
        return np.asarray(flags[self.indicator])

    # -- one figure at a time, for what is said about it

    def events_between(self, earlier: int, later: int) -> tuple[Event, ...]:
        """What the catalogue knows to have happened between two figures of a series.

        A mean holds all of its period, a stock only the last day: what happened before is already in it.
        """
        area, indicator, group = self.ids(later)
        is_stock = self.catalogue.indicators[indicator].is_stock
        start = self.period(earlier).end if is_stock else self.period(earlier).start
        end = self.period(later).end
        events = self.catalogue.events_of(area, indicator, group)
        return tuple(event for event in events if event.date <= end and (event.end or event.date) > start)

    def ids(self, place: int) -> tuple[str, str, str]:
        """Area, indicator and group."""
        key = self.key[place : place + 1]
        return (
            self.keys.areas[self.keys.area(key)[0]], self.keys.indicators[self.keys.indicator(key)[0]],
            self.keys.groups[self.keys.group(key)[0]],
        )  # fmt: skip

    def period(self, place: int) -> Period:
        return period_of(self.key[place])

    def number(self, place: int) -> Number:
        return Number(float(self.value[place]), self.decimals(place))

    def decimals(self, place: int) -> int:
        return int(self._cell(place, "decimals"))

    def text(self, place: int, column: str) -> str:
        return str(self._cell(place, column))

    def _cell(self, place: int, column: str) -> Any:
        row = self.row[place]
        return self.table[column].iat[row] if row >= 0 else self.stored[column].iat[self.stored_row[place]]


@dataclass(frozen=True)
class Finding:
    """What a check found: a code and the places of the figures at fault, all of them incoming.

    params   place -> what the sentence says
    """

    severity: Severity
    code: str
    places: Numbers
    params: Callable[[int], Mapping[str, object]]
    figures: Figures = field(repr=False)

    def issues(self, most: int) -> Iterator[Issue]:
        """At most so many issues; what is left is counted in one more."""
        for place in self.places[:most]:
            yield self._issue(int(place), self.code, self.params(int(place)))
        if (rest := len(self.places) - most) > 0:
            yield self._issue(int(self.places[most]), "check.more", {"count": rest})

    def _issue(self, place: int, code: str, params: Mapping[str, object]) -> Issue:
        figures, row = self.figures, int(self.figures.row[place])
        area, indicator, group = figures.ids(place)
        number = figures.number(place)
        where = {"area": area, "indicator": indicator, "group": group, "at": figures.period(place)}
        return Issue(
            self.severity, code, row=int(figures.table["row"].iat[row]), column=str(figures.table["column"].iat[row]),
            found="" if number.value != number.value else f"{number.value:.{number.decimals}f}",
            params={"number": number, **where, **params},
        )  # fmt: skip


def figures_of(found: Comparison, stored: pd.DataFrame, catalogue: Catalogue) -> Figures:
    """The figures that were compared; `stored` is the table they were compared with."""
    new, old = found.keys.tables
    is_known = found.place >= 0
    is_kept = np.ones(len(old), dtype=bool)
    is_kept[found.place[is_known]] = False
    value, before = found.table["value"].to_numpy(dtype=float), found.table["stored_value"].to_numpy(dtype=float)
    is_changed = (value != before) & ~(np.isnan(value) & np.isnan(before) & is_known)
    count = int(is_kept.sum())
    key = np.concatenate([new, old[is_kept]])
    figures = Figures(
        catalogue, found.table, stored, found.keys, key,
        value=np.concatenate([value, stored["value"].to_numpy(dtype=float)[is_kept]]),
        before=np.concatenate([before, np.full(count, np.nan)]),
        row=np.concatenate([np.arange(len(new)), np.full(count, -1)]),
        stored_row=np.concatenate([np.full(len(new), -1), np.flatnonzero(is_kept)]),
        is_changed=np.concatenate([is_changed, np.zeros(count, dtype=bool)]),
    )  # fmt: skip
    return figures if bool((np.diff(key) > 0).all()) else figures.at(np.argsort(key, kind="stable"))
