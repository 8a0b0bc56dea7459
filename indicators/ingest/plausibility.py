"""A figure against its own series: jumps, slipped decimal signs, copied periods, swapped areas. All are warnings."""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import combinations

import numpy as np
import pandas as pd

from indicators.ingest.figures import Figures, Finding, Flags, Values
from indicators.ingest.keys import FREQUENCIES, RHYTHMS, TIMES, Numbers
from indicators.ingest.numbers import Number
from indicators.period import PER_YEAR

# A median absolute deviation times this is the standard deviation of a normal distribution.
_TO_STANDARD_DEVIATION = 1.4826


def _logarithms(figures: Figures) -> Values:
    """Decimal logarithms; missing for values that have none and for gaps, which may change their sign."""
    is_gap = figures.whose(lambda indicator: indicator.kind == "gap")
    return np.log10(np.where((figures.value > 0) & ~is_gap, figures.value, np.nan))


def slips(figures: Figures) -> Iterator[Finding]:
    """About ten, a hundred or a thousand times what the series lets expect, or that small a part of it."""
    places, expected = _slips(figures)

    def params(place: int) -> Mapping[str, object]:
        value = float(expected[np.flatnonzero(places == place)[0]])
        power = round(abs(float(np.log10(figures.value[place] / value))))
        return {"likely": Number(value, figures.decimals(place)), "factor": 10**power}

    is_up = figures.value[places] > expected
    for code, chosen in (("check.slip_up", places[is_up]), ("check.slip_down", places[~is_up])):
        if len(chosen):
            yield Finding("warning", code, chosen, params, figures)


def _slips(figures: Figures) -> tuple[Numbers, Values]:
    """The places of slipped values and what was expected there."""
    rule = figures.catalogue.rules.slip
    logs = _logarithms(figures)
    leaps = np.zeros(len(logs), dtype=bool)
    smallest = min(rule.powers) - rule.tolerance
    with np.errstate(invalid="ignore", divide="ignore"):
        leaps[1:] = figures.follows[1:] & (np.abs(np.diff(logs)) > smallest)
        is_near = leaps | np.append(leaps[1:], False) | (np.abs(logs - np.log10(figures.before)) > smallest)
        is_near |= _leaps_from_stored(figures, logs, smallest)
    places = np.flatnonzero(is_near & figures.is_changed & ~np.isnan(logs))
    if not len(places):
        return places, np.zeros(0)
    expected = _expected(figures, places)
    is_counted = figures.whose(lambda indicator: indicator.unit == "persons")
    with np.errstate(invalid="ignore", divide="ignore"):
        power = np.abs(np.log10(figures.value[places] / expected))
    is_slip = np.zeros(len(places), dtype=bool)
    for wanted in rule.powers:
        is_slip |= np.abs(power - wanted) < rule.tolerance
    is_slip &= ~is_counted[places] | (np.fmax(figures.value[places], expected) >= rule.least_count)
    return places[is_slip], expected[is_slip]


def _leaps_from_stored(figures: Figures, logs: Values, smallest: float) -> Flags:
    """Far from the nearest stored value, where a file is wrong as a whole and its own figures agree with each other."""
    if not len(figures.stored):
        return np.zeros(len(logs), dtype=bool)
    reference = figures.reference
    distance = np.abs(logs - np.log10(np.where(reference >= 0, figures.stored_value[reference], np.nan)))
    return np.asarray(distance > smallest)


def _expected(figures: Figures, places: Numbers) -> Values:
    """The nearest stored value; in a series that is new as a whole the median of up to four neighbours."""
    neighbours = np.full((4, len(places)), np.nan)
    for index, step in enumerate((-2, -1, 1, 2)):
        near = np.clip(places + step, 0, len(figures.key) - 1)
        is_own = (figures.series[near] == figures.series[places]) & (near != places)
        neighbours[index, is_own] = figures.value[near[is_own]]
    around = pd.DataFrame(neighbours).median().to_numpy()
    reference = figures.reference[places]
    return np.where(reference >= 0, figures.stored_value[reference], around)


def jumps(figures: Figures) -> Iterator[Finding]:
    """A change far beyond the usual ones of its series, unless the catalogue knows an event that explains it."""
    places, usual, last = _jumps(figures)
    explained = np.concatenate([_slips(figures)[0], *(found for _, found in _swapped(figures))])
    places = np.array([place for place in places if place not in set(explained.tolist())], dtype=np.int64)

    def params(place: int) -> Mapping[str, object]:
        before = int(last[place])
        value, decimals = abs(float(figures.value[before])), figures.decimals(place)
        is_gap = figures.catalogue.indicators[figures.ids(place)[1]].kind == "gap"
        change = float(usual[place]) if is_gap else value * (float(np.exp(usual[place])) - 1)
        return {"last": figures.number(before), "last_period": figures.period(before), "usual": Number(change, decimals)}

    if len(places):
        yield Finding("warning", "check.jump", places, params, figures)


def _jumps(figures: Figures) -> tuple[Numbers, Values, Numbers]:
    """Places of jumps; the usual size of a change and the place compared with, for every figure."""
    rule = figures.catalogue.rules.jump
    is_gap = figures.whose(lambda indicator: indicator.kind == "gap")
    scaled = np.where(is_gap, figures.value, _logarithms(figures) * np.log(10))
    last = _compared_with(figures)
    steps = np.where(last >= 0, figures.key - figures.key[last], 1)
    change = np.where(last >= 0, (scaled - scaled[last]) / steps, np.nan)
    floor = np.where(is_gap, rule.least_spread_of_gaps, rule.least_spread)
    is_counted = figures.whose(lambda indicator: indicator.unit == "persons")
    with np.errstate(invalid="ignore", divide="ignore"):
        # The scatter of a small count: a hundred people are a hundred give or take ten.
        floor = np.where(is_counted, np.maximum(floor, 1 / np.sqrt(np.maximum(figures.value[last], 1))), floor)
        places = np.flatnonzero(figures.is_changed & (np.abs(change) > rule.times * floor))
    usual = np.full(len(change), np.nan)
    if not len(places):
        return places, usual, last
    members = np.flatnonzero(np.isin(figures.series, figures.series[places]) & ~np.isnan(change))
    by_series = pd.Series(change[members]).groupby(figures.series[members])
    middle = np.full(len(change), np.nan)
    middle[members] = by_series.transform("median")
    off = pd.Series(np.abs(change - middle)[members])
    spread = np.full(len(change), np.nan)
    spread[members] = off.groupby(figures.series[members]).transform("median") * _TO_STANDARD_DEVIATION
    usual[members] = pd.Series(np.abs(change[members])).groupby(figures.series[members]).transform("median")
    known = np.zeros(len(change))
    known[members] = by_series.transform("size") - 1
    limit = rule.times * np.fmax(spread, floor)
    is_jump = (np.abs(change - middle) > limit) & (known >= rule.known_changes)
    is_jump[places] &= ~_only_return(scaled, last, limit, is_jump, places)
    places = places[is_jump[places]]
    return (
        np.array([place for place in places if not _is_explained(figures, int(place), int(last[place]))], dtype=np.int64),
        usual,
        last,
    )


def _compared_with(figures: Figures) -> Numbers:
    """The place of the figure each one is compared with: a year before in a seasonal series, else the one before; -1: none."""
    places = np.arange(len(figures.key))
    before = np.where(figures.follows, places - 1, -1)
    is_seasonal = figures.whose(lambda indicator: indicator.seasonal)
    if not is_seasonal.any():
        return before
    rhythm = figures.series % RHYTHMS
    for code, lag in enumerate(PER_YEAR[frequency] for frequency in FREQUENCIES):
        if lag > 1 and (chosen := is_seasonal & (rhythm == code)).any():
            is_near = np.zeros(len(places), dtype=bool)  # in a series without gaps, a year before is that many places before
            is_near[lag:] = figures.key[lag:] - figures.key[:-lag] == lag
            before = np.where(chosen & is_near, places - lag, before)
            lost = np.flatnonzero(chosen & ~is_near)
            found = figures.find(figures.key[lost] - lag)
            before[lost] = np.where((found >= 0) & (figures.series[found] == figures.series[lost]), found, -1)
    return before


def _only_return(scaled: Values, last: Numbers, limit: Values, is_jump: Flags, places: Numbers) -> Flags:
    """Whether a jump only comes back from another one: then the first is at fault, not the second."""
    before = last[places]
    earlier = np.where(before >= 0, last[before], -1)
    is_near = np.abs(scaled[places] - scaled[earlier]) <= limit[places]
    return np.asarray((before >= 0) & is_jump[before] & np.isin(before, places) & (earlier >= 0) & is_near)


def _is_explained(figures: Figures, place: int, last: int) -> bool:
    """Whether the catalogue knows an event between two figures that moves values."""
    events = figures.events_between(last, place)
    return any(event.kind not in ("organisation", "classification") and event.verified != "no" for event in events)


def copied(figures: Figures) -> Iterator[Finding]:
    """All figures of an area for a period are what they were the period before."""
    rule = figures.catalogue.rules.copied
    is_same = np.zeros(len(figures.value), dtype=bool)
    is_same[1:] = figures.follows[1:] & (figures.value[1:] == figures.value[:-1]) & (figures.value[1:] != 0)
    if (is_same & figures.is_changed).sum() < rule.series:
        return
    compared = np.flatnonzero(figures.is_changed & figures.follows)
    key = figures.key[compared]
    codes, _ = pd.factorize(figures.keys.area(key) * RHYTHMS * TIMES + key % (RHYTHMS * TIMES))
    all_of = np.bincount(codes)
    is_copied = (np.bincount(codes, weights=is_same[compared]) == all_of) & (all_of >= rule.series)
    members = np.flatnonzero(is_copied[codes])
    firsts = members[np.unique(codes[members], return_index=True)[1]]
    counts = dict(zip(compared[firsts].tolist(), all_of[codes[firsts]].tolist(), strict=True))

    def params(place: int) -> Mapping[str, object]:
        return {"count": counts[place], "period": figures.period(place), "last_period": figures.period(place - 1)}

    if counts:
        yield Finding("warning", "check.copied", np.array(sorted(counts)), params, figures)


def swapped(figures: Figures) -> Iterator[Finding]:
    """The figures of two areas fit each other's history and not their own."""
    found = {int(places[0]): other for other, places in _swapped(figures)}

    def params(place: int) -> Mapping[str, object]:
        return {"other": figures.catalogue.label("area", found[place])}

    if found:
        yield Finding("warning", "check.swapped", np.array(list(found)), params, figures)


def _swapped(figures: Figures) -> list[tuple[str, Numbers]]:
    """For each indicator and pair of areas: the other area, and the places of the figures of both, the first area's first."""
    rule = figures.catalogue.rules.swapped
    if not len(figures.stored) or len(figures.keys.areas) < 2:
        return []
    logs = _logarithms(figures)
    reference = figures.reference
    with np.errstate(invalid="ignore", divide="ignore"):
        history = np.log10(np.where(reference >= 0, figures.stored_value[reference], np.nan))
    chosen = np.flatnonzero(figures.is_changed & ~np.isnan(logs) & ~np.isnan(history))
    table = pd.DataFrame({"series": figures.series[chosen], "new": logs[chosen], "old": history[chosen]})
    means = table.groupby("series").mean() * np.log(10)
    if (means["new"] - means["old"]).abs().gt(rule.least_distance).sum() < 2:
        return []
    series = means.index.to_numpy()
    means = means.assign(
        area=figures.keys.area(series * TIMES), indicator=figures.keys.indicator(series * TIMES), series=series
    )
    pairs: dict[tuple[int, int, int], list[int]] = {}
    both: Counter[tuple[int, int, int]] = Counter()
    for _, rows in means.groupby(series - means["area"].to_numpy() * (figures.keys.per_area // TIMES)):
        for one, other in combinations(rows.itertuples(index=False), 2):
            pair = (one.area, other.area, one.indicator)
            both[pair] += 1
            own = min(abs(one.new - one.old), abs(other.new - other.old))
            cross = max(abs(one.new - other.old), abs(other.new - one.old))
            if own > max(rule.times_nearer * cross, rule.least_distance):
                pairs.setdefault(pair, []).extend([one.series, other.series])
    # One small group may wander by chance; of areas that are swapped most groups are.
    pairs = {pair: members for pair, members in pairs.items() if len(members) > both[pair]}
    return [
        (figures.keys.areas[other], chosen[np.isin(figures.series[chosen], members)])
        for (_, other, _), members in pairs.items()
    ]
