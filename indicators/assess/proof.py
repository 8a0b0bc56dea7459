"""The whole trial of the outlook for each kind of indicator: what the rule asks for, and how that fared."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from indicators.assess.backtest import Case
from indicators.assess.judging import (
    FIRST,
    CoverageRow,
    ErrorRow,
    Half,
    coverage_rows,
    error_rows,
    halves,
    held_out,
    is_accepted,
    said,
)
from indicators.assess.outlook import calibration_name
from indicators.assess.reliability import (
    BrierRow,
    ClassRow,
    ReliabilityRow,
    answers,
    brier_rows,
    class_rows,
    reliability_rows,
)
from indicators.assess.tuning import Sample, Tried, fit, grid, sample
from indicators.catalogue.outlook import Calibration, Trial

RECENT = 2017  # the panel of districts ends there: what comes later saw none of it


@dataclass(frozen=True)
class Proof:
    """One table of the catalogue's calibrations, tried. `fitted` is what the rule asks for on all years, out of `tried`."""

    name: str
    fitted: Calibration
    is_accepted: bool
    years: tuple[int, ...]
    halves: tuple[Half, ...]
    errors: tuple[ErrorRow, ...]
    coverage: tuple[CoverageRow, ...]
    reliability: tuple[ReliabilityRow, ...]
    brier: tuple[BrierRow, ...]
    classes: tuple[ClassRow, ...]
    tried: tuple[Tried, ...]


def prove(
    cases: Iterable[Case], calibrations: Mapping[str, Calibration], trial: Trial, wider: Iterable[Case] = ()
) -> tuple[Proof, ...]:
    """One proof for each table of which there are cases in at least two years, in the order of the catalogue.

    wider   cases beyond what the product claims: nothing is fitted on them, only their errors are shown
    """
    by_name, wider_by_name = _by_name(cases, calibrations), _by_name(wider, calibrations)
    return tuple(
        _prove(name, sample(by_name[name]), trial, wider_by_name[name])
        for name in calibrations
        if len({case.origin.year % 2 for case in by_name[name]}) == 2
    )


def _by_name(cases: Iterable[Case], calibrations: Mapping[str, Calibration]) -> dict[str, list[Case]]:
    found: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        found[calibration_name(calibrations, case.history.indicator)].append(case)
    return found


def _prove(name: str, known: Sample, trial: Trial, wider: Sequence[Case]) -> Proof:
    years = tuple(sorted(set(known.years.tolist())))
    fitted = fit(known, trial, years)
    alternating = list(halves(known, trial, "alternating"))
    versions = {"before": said(known, FIRST), "after": said(known, fitted), "held_out": held_out(known, alternating)}
    scopes = _scopes(known, trial)
    errors = [row for unit in _units(known) for row in error_rows(known, versions, scopes, unit)]
    coverage = tuple(coverage_rows(known, versions, scopes))
    judged = [half for half, _ in alternating]
    given = answers(known.cases, judged)
    return Proof(
        name, fitted, is_accepted(coverage, errors, len(years), trial), years,
        (*judged, *(half for half, _ in halves(known, trial, "chronological"))),
        (*errors, *_wider_errors(wider, fitted, judged)), coverage,
        tuple(reliability_rows(given)), tuple(brier_rows(given, judged)), tuple(class_rows(known.cases)),
        (*grid(known, trial, years), *grid(sample(known.cases, pairs=1), trial, years)),
    )  # fmt: skip


def _wider_errors(wider: Sequence[Case], fitted: Calibration, judged: Sequence[Half]) -> list[ErrorRow]:
    if not wider:
        return []
    known = sample(wider)
    other = held_out(known, [(half, said(known, half.calibration)) for half in judged])
    versions = {"before": said(known, FIRST), "after": said(known, fitted), "held_out": other}
    scopes = {"wider": np.ones(len(known.cases), dtype=np.bool_)}
    return [row for unit in _units(known) for row in error_rows(known, versions, scopes, unit)]


def _units(known: Sample) -> tuple[Literal["points", "percent"], ...]:
    """Errors in percentage points only where everything is a rate in percent."""
    indicators = [case.history.indicator for case in known.cases]
    is_one_unit = all(indicator.kind == "rate" and indicator.unit == "percent" for indicator in indicators)
    return ("points", "percent") if is_one_unit else ("percent",)


def _scopes(known: Sample, trial: Trial) -> dict[str, "np.typing.NDArray[np.bool_]"]:
    panels = np.array([case.history.panel for case in known.cases])
    names = np.array([case.history.indicator.id for case in known.cases])
    first, last = trial.calm
    found = {
        "all": np.ones(len(known.cases), dtype=np.bool_),
        "calm": (known.years >= first) & (known.years <= last),
        "panel": panels == "panel",
        "store": panels == "store",
        "recent": known.years >= RECENT,
        "method": (panels == "panel") & (known.years >= first) & (known.years <= last),
    }
    found |= {name: names == name for name in sorted(set(names.tolist()))}
    return {scope: rows for scope, rows in found.items() if rows.any()}
