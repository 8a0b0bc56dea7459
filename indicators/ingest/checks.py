"""What readable figures must still pass: against each other in the file and against those that are stored.

`cells` has checked each figure for itself: its range, its unit, whole counts. Here `CHECKS` is a tuple of functions, each
figures -> findings. A contradiction inside the file is an error; what only stored figures or experience speak against is
a warning, because it may be right all the same.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from indicators.catalogue import Catalogue
from indicators.catalogue.rules import Sum
from indicators.ingest.compare import Comparison
from indicators.ingest.figures import Figures, Finding, Flags, Values, figures_of
from indicators.ingest.issue import Issue
from indicators.ingest.keys import Numbers, codes_of, keys_of
from indicators.ingest.mixtures import gaps, mixed_bases, mixed_sources
from indicators.ingest.numbers import Number
from indicators.ingest.plausibility import copied, jumps, slips, swapped

Check = Callable[[Figures], Iterator[Finding]]


def plausibility(found: Comparison, stored: pd.DataFrame, catalogue: Catalogue) -> list[Issue]:
    """Everything suspicious or impossible about the figures of a file that change something.

    found   the file compared with `stored`, the figures that count now; those may be none
    """
    figures = figures_of(found, stored, catalogue)
    if not figures.is_changed.any():
        return []
    findings = [*gaps(figures), *lost(figures), *(finding for check in CHECKS for finding in check(figures.known))]
    return [issue for finding in findings for issue in finding.issues(catalogue.rules.listed)]


def lost(figures: Figures) -> Iterator[Finding]:
    """Stored values that a sign of the file would take away: nothing there, not yet published, withheld."""
    places = np.flatnonzero(np.isnan(figures.value) & ~np.isnan(figures.before) & (figures.row >= 0))
    places = places[figures.table["counts"].to_numpy(dtype=bool)[figures.row[places]]]
    if len(places):
        yield Finding(
            "warning", "check.lost", places,
            lambda place: {"number": Number(float(figures.before[place]), figures.decimals(place))}, figures,
        )  # fmt: skip


# -- figures that belong together


def rates(figures: Figures) -> Iterator[Finding]:
    """A rate is its numerator over its denominator where all three are there."""
    rules, indicators = figures.catalogue.rules, figures.catalogue.indicators
    for name in figures.keys.indicators:
        rate = indicators[name]
        if rate.numerator_indicator is None or rate.denominator_indicator is None or rate.unit not in rules.scale:
            continue
        wholes, found = _together(figures, name, (rate.numerator_indicator, rate.denominator_indicator))
        if not len(wholes):
            continue
        above, below = figures.value[found[0]], figures.value[found[1]]
        with np.errstate(invalid="ignore", divide="ignore"):
            expected = rules.scale[rate.unit] * above / below
            tolerance = rules.rounding * (
                10.0 ** -_decimals(figures, wholes, rate.decimals) + expected / above + expected / below
            )
        if rate.basis == "yearly_mean":
            tolerance += rules.mean_tolerance * expected
        is_off = (np.abs(figures.value[wholes] - expected) > tolerance) & _any_changed(figures, wholes, *found)
        yield from _reported(
            figures, "check.rate", wholes, found, is_off, {"computed": (expected, rate.decimals)}, severity="warning"
        )


def sums(figures: Figures) -> Iterator[Finding]:
    """Groups add up to their whole; a rate of the whole lies between those of its groups."""
    is_persons = figures.whose(lambda indicator: indicator.unit == "persons")
    for rule in figures.catalogue.rules.sum:
        wholes, (one, other) = _groups_together(figures, rule)
        if not len(wholes):
            continue
        whole, first, second = figures.value[wholes], figures.value[one], figures.value[other]
        is_changed = _any_changed(figures, wholes, one, other)
        rounding = figures.catalogue.rules.rounding
        is_off = is_persons[wholes] & (np.abs(whole - first - second) > rounding * 3) & is_changed
        yield from _reported(figures, "check.sum", wholes, (one, other), is_off, {"sum": (first + second, 0)})
        if rule.between:
            unit = 10.0 ** -_decimals(figures, wholes, 1)
            low, high = np.minimum(first, second) - unit, np.maximum(first, second) + unit
            is_off = (
                figures.whose(lambda indicator: indicator.kind == "rate")[wholes]
                & ((whole < low) | (whole > high))
                & is_changed
            )
            yield from _reported(figures, "check.between", wholes, (one, other), is_off, {}, severity="warning")


def parts(figures: Figures) -> Iterator[Finding]:
    """No group counts more people than everybody, no part more than the whole."""
    rounding = figures.catalogue.rules.rounding
    for pair in figures.catalogue.rules.part:
        wholes, (part,) = _together(figures, pair.whole, (pair.part,))
        is_off = (figures.value[part] > figures.value[wholes] + rounding * 2) & _any_changed(figures, wholes, part)
        yield from _reported(figures, "check.part_above", wholes, (part,), is_off, {})
    group = figures.keys.groups.index("total") if "total" in figures.keys.groups else None
    if group is None or len(figures.keys.groups) < 2:
        return
    codes = figures.keys.group(figures.key)
    places = np.flatnonzero((codes != group) & figures.whose(lambda indicator: indicator.unit == "persons"))
    wholes = figures.find(figures.key[places] + (group - codes[places]) * figures.keys.per_group)
    places, wholes = places[wholes >= 0], wholes[wholes >= 0]
    is_off = (figures.value[places] > figures.value[wholes] + rounding * 2) & _any_changed(figures, wholes, places)
    yield from _reported(figures, "check.group_above", wholes, (places,), is_off, {})


def _together(figures: Figures, name: str, others: tuple[str, ...]) -> tuple[Numbers, tuple[Numbers, ...]]:
    """Places of an indicator's figures and of the same figures of other indicators, where all are there."""
    distances = [figures.keys.between_indicators(name, other) for other in others]
    if name not in figures.keys.indicators or None in distances:
        return _nowhere(len(others))
    wholes = np.flatnonzero(figures.indicator == figures.keys.indicators.index(name))
    return _all_there(figures, wholes, [distance for distance in distances if distance is not None])


def _groups_together(figures: Figures, rule: Sum) -> tuple[Numbers, tuple[Numbers, ...]]:
    distances = [figures.keys.between_groups(rule.whole, part) for part in rule.parts]
    if rule.whole not in figures.keys.groups or None in distances:
        return _nowhere(len(rule.parts))
    wholes = np.flatnonzero(figures.keys.group(figures.key) == figures.keys.groups.index(rule.whole))
    return _all_there(figures, wholes, [distance for distance in distances if distance is not None])


def _nowhere(count: int) -> tuple[Numbers, tuple[Numbers, ...]]:
    empty = np.zeros(0, dtype=np.int64)
    return empty, (empty,) * count


def _all_there(figures: Figures, wholes: Numbers, distances: list[int]) -> tuple[Numbers, tuple[Numbers, ...]]:
    found = [figures.find(figures.key[wholes] + distance) for distance in distances]
    is_there = np.logical_and.reduce([places >= 0 for places in found])
    return wholes[is_there], tuple(places[is_there] for places in found)


def _any_changed(figures: Figures, *places: Numbers) -> Flags:
    return np.asarray(np.logical_or.reduce([figures.is_changed[place] for place in places]))


def _decimals(figures: Figures, places: Numbers, most: int) -> Numbers:
    """With how many decimals figures were published, but not more than `most`."""
    new, old = figures.row[places], figures.stored_row[places]
    decimals = np.where(
        new >= 0,
        figures.table["decimals"].to_numpy()[new] if len(figures.table) else 0,
        figures.stored["decimals"].to_numpy()[old] if len(figures.stored) else 0,
    )
    return np.minimum(decimals, most)


def _reported(
    figures: Figures, code: str, wholes: Numbers, members: tuple[Numbers, ...], is_off: Flags,
    numbers: Mapping[str, tuple[Values, int]], *, severity: str = "",
) -> Iterator[Finding]:  # fmt: skip
    """Findings at the whole, or at the first part that the file brings; errors where the file contradicts itself."""
    if not is_off.any():
        return
    rows = np.stack([wholes, *members])[:, is_off]
    is_incoming = figures.is_changed[rows]
    at = rows[is_incoming.argmax(axis=0), np.arange(rows.shape[1])]
    is_own = (figures.row[rows] >= 0).all(axis=0)
    index = {int(place): number for number, place in reversed(list(enumerate(at)))}
    chosen = {name: (values[is_off], decimals) for name, (values, decimals) in numbers.items()}

    def params(place: int) -> Mapping[str, Any]:
        number = index[place]
        names = ("whole", "first", "second")
        found = {name: figures.number(int(row)) for name, row in zip(names, rows[:, number], strict=False)}
        return found | {name: Number(float(values[number]), decimals) for name, (values, decimals) in chosen.items()}

    for kind, flags in (("error", is_own), ("warning", ~is_own)):
        if flags.any():
            yield Finding(severity or kind, code, np.unique(at[flags]), params, figures)  # type: ignore[arg-type]


CHECKS: tuple[Check, ...] = (rates, sums, parts, slips, swapped, jumps, copied, mixed_bases, mixed_sources)


# -- the same key on two rows


def said_twice(table: pd.DataFrame, most: int) -> tuple[pd.DataFrame, list[Issue]]:
    """The table with every key once, and what stood twice: identical counts once with a warning, contradicting is an
    error naming both rows.

    most   so many are listed one by one of each kind
    """
    (keys,) = keys_of(table).tables
    if bool((np.diff(np.sort(keys)) > 0).all()):
        return table, []
    is_again = pd.Series(keys).duplicated().to_numpy()
    again, firsts = np.flatnonzero(is_again), np.flatnonzero(~is_again)
    first = firsts[pd.Index(keys[firsts]).get_indexer(keys[again])]
    value, (_, (status,)) = table["value"].to_numpy(dtype=float), codes_of([table["status"]])
    is_same = (value[again] == value[first]) | (np.isnan(value[again]) & np.isnan(value[first]))
    is_same &= status[again] == status[first]
    found = []
    for severity, code, flags in (("warning", "row.repeated", is_same), ("error", "row.contradicts", ~is_same)):
        pairs = zip(again[flags][:most], first[flags][:most], strict=True)
        found += [_repeated(table, severity, code, one, other, {}) for one, other in pairs]
        if (rest := int(flags.sum()) - most) > 0:
            found.append(_repeated(table, severity, "check.more", again[flags][most], first[flags][most], {"count": rest}))
    return table[~is_again].reset_index(drop=True), found


def _repeated(table: pd.DataFrame, severity: Any, code: str, one: int, first: int, more: Mapping[str, object]) -> Issue:
    number, earlier = (Number(table["value"].iat[row], table["decimals"].iat[row]) for row in (one, first))
    return Issue(
        severity, code, row=int(table["row"].iat[one]), column=str(table["column"].iat[one]),
        found=f"{number.value:.{number.decimals}f}",
        params={"number": number, "first_row": str(table["row"].iat[first]), "first": earlier, **more},
    )  # fmt: skip
