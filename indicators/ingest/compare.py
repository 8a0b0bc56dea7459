"""Incoming figures against stored ones."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from indicators.ingest.keys import Keys, Numbers, codes_of, keys_of, period_of, series_of, series_parts

Flags = npt.NDArray[np.bool_]
CHANGES = ("new", "revised", "unchanged")
_NEW, _REVISED, _UNCHANGED = range(3)


@dataclass(frozen=True)
class Comparison:
    """What a commit would change.

    table     the incoming observations with `change` (new, revised, unchanged), `stored_value`, `stored_decimals`,
              `stored_status` (empty, -1 and empty for a new figure), `difference` (new minus stored value, empty where
              one of them is) and `counts`: False where a stored figure of a later release goes on counting
    missing   stored observations of the same series, between the file's first and last period, that the file lacks;
              they stay stored
    keys      of the incoming and of the stored table; `missing_keys` of the missing ones
    place     of each incoming figure in the stored table, -1 for a new one
    """

    table: pd.DataFrame
    missing: pd.DataFrame
    keys: Keys
    missing_keys: Numbers
    place: Numbers

    @cached_property
    def counts(self) -> dict[str, int]:
        changes = self.table["change"].value_counts()
        return {name: int(changes.get(name, 0)) for name in CHANGES} | {"missing": len(self.missing)}

    @property
    def outdated(self) -> int:
        """How many incoming figures are older than the stored ones and will not count."""
        return int((~self.table["counts"]).sum())

    @cached_property
    def by_series(self) -> pd.DataFrame:
        """One row a series, in the order of the file: area, indicator, group, frequency, how many of its figures are new,
        revised, unchanged, outdated and missing, its `first` and `last` period in the file, and its largest revision:
        `largest_difference` (new minus stored value, empty where nothing is revised) in `largest_period`."""
        return _by_series(self)


def compare(incoming: pd.DataFrame, stored: pd.DataFrame, *, released_on: date | None = None) -> Comparison:
    """Compare by area, indicator, group and period. Both tables have the columns of `ingest.observations`.

    stored       the figures that count now, with `released_on` where the release decides what will count
    released_on  of the incoming file; None: it is newer than all that is stored
    """
    keys = keys_of(incoming, stored)
    new, old = keys.tables
    place = pd.Index(old).get_indexer(new) if len(old) else np.full(len(new), -1)
    is_known = place >= 0
    value = incoming["value"].to_numpy(dtype=float)
    stored_value = _beside(stored, "value", place, is_known, np.nan)
    statuses, (status, known_status) = codes_of([incoming["status"], stored["status"]])
    stored_status = np.full(len(new), -1)
    stored_status[is_known] = known_status[place[is_known]]
    is_same = ((value == stored_value) | (np.isnan(value) & np.isnan(stored_value))) & (status == stored_status)
    change = np.where(is_same, _UNCHANGED, np.where(is_known, _REVISED, _NEW)).astype(np.int8)
    table = incoming.assign(
        change=pd.Categorical.from_codes(change, list(CHANGES)),
        stored_value=stored_value,
        stored_decimals=_beside(stored, "decimals", place, is_known, -1),
        stored_status=pd.Categorical.from_codes(stored_status, statuses),
        # Differences of decimal figures: 12.0 - 11.7 is 0.3, not 0.3000000000000007.
        difference=np.round(value - stored_value, 6),
        counts=_counts(stored, place, is_known, released_on),
    )
    is_missing = _missing(new, old, place)
    return Comparison(table, stored[is_missing], keys, old[is_missing], place)


def _beside(stored: pd.DataFrame, name: str, place: Numbers, is_known: Flags, empty: float) -> npt.NDArray[Any]:
    """What is stored beside each incoming row; `empty` where nothing is."""
    column = np.full(len(place), empty)
    if name in stored:
        column[is_known] = stored[name].to_numpy()[place[is_known]]
    return column


def _counts(stored: pd.DataFrame, place: Numbers, is_known: Flags, released_on: date | None) -> Flags:
    """Whether each incoming figure will be the one that counts: on the same day of release the later import does."""
    counts = np.ones(len(place), dtype=bool)
    if released_on is not None and "released_on" in stored and is_known.any():
        is_older = pd.to_datetime(stored["released_on"]).to_numpy() <= np.datetime64(released_on)
        counts[is_known] = is_older[place[is_known]]
    return counts


def _missing(new: Numbers, old: Numbers, place: Numbers) -> Flags:
    """Stored rows that the file passes over: within its first and last period of their series, but not in it."""
    if not len(new) or not len(old):
        return np.zeros(len(old), dtype=bool)
    is_missing: Flags = np.ones(len(old), dtype=bool)
    is_missing[place[place >= 0]] = False
    spans = pd.Series(new).groupby(series_of(new)).agg(["min", "max"])
    span = spans.index.get_indexer(series_of(old))
    first, last = spans["min"].to_numpy()[span], spans["max"].to_numpy()[span]
    is_missing &= (span >= 0) & (first <= old) & (old <= last)
    return is_missing


def _by_series(found: Comparison) -> pd.DataFrame:
    new = found.keys.tables[0]
    codes, series = pd.factorize(series_of(new))
    change = found.table["change"].cat.codes.to_numpy()

    def counted(flags: Flags) -> Numbers:
        return np.bincount(codes[flags], minlength=len(series))

    spans = pd.Series(new).groupby(codes).agg(["min", "max"])
    summary = {
        **series_parts(found.keys, series),
        **{name: counted(change == code) for code, name in enumerate(CHANGES)},
        "outdated": counted(~found.table["counts"].to_numpy()),
        "missing": pd.Series(series_of(found.missing_keys)).value_counts().reindex(series, fill_value=0).to_numpy(),
        "first": [str(period_of(key)) for key in spans["min"]],
        "last": [str(period_of(key)) for key in spans["max"]],
    }
    return pd.DataFrame(summary).join(_largest_revision(found.table, codes, change == _REVISED))


def _largest_revision(table: pd.DataFrame, codes: Numbers, is_revised: Flags) -> pd.DataFrame:
    """By series: the revision that changes most, and its period."""
    revised = table.loc[is_revised, ["difference", "period"]].assign(series=codes[is_revised]).dropna(subset="difference")
    largest = revised.iloc[revised["difference"].abs().argsort(kind="stable")].drop_duplicates("series", keep="last")
    return largest.set_index("series").rename(columns={"difference": "largest_difference", "period": "largest_period"})
