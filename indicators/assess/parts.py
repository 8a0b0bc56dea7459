"""The three parts of a verdict: where it stands, at which pace it moves, how far the data carry it (method, section 2.6)."""

from dataclasses import replace

from indicators.assess.assessment import Assessment, Course, Evidence, Standing, Verdict
from indicators.assess.trend import MIN_YEARS_FOR_PACE, direction, points_wrong_way

ON_TRACK_RATIO = 0.95
TOO_SLOW_RATIO = 0.60
_OF_PARITY: dict[Verdict, Course] = {
    "improving": "right_way", "worsening": "wrong_way", "no_clear_trend": "no_clear_trend"
}  # fmt: skip


def with_parts(found: Assessment, years: int) -> Assessment:
    """The assessment with its parts. `years` in which there are comparable values."""
    return replace(found, standing=_standing(found), course=_course(found, years), evidence=_evidence(found, years))


def _standing(found: Assessment) -> Standing:
    match found.verdict:
        case "durably_reached" | "reached_not_durably" | "missed":
            return found.verdict
    if found.demand is not None and found.demand.operator is None:
        return "no_target" if found.current is not None else "unknown"
    if found.is_met is None:
        return "unknown"
    return "reached" if found.is_met else "not_reached"


def _course(found: Assessment, years: int) -> Course:
    if found.parity is not None:
        return _OF_PARITY.get(found.verdict, "unknown")
    slope, demand = found.slope, found.demand
    if slope is None or found.current is None or demand is None:
        return "unknown"
    if points_wrong_way(slope, demand):
        return "wrong_way"
    if slope.low <= 0 <= slope.high:
        return "no_clear_trend"
    if found.needed_per_year is None or years < MIN_YEARS_FOR_PACE:
        stands = found.level.value if found.level is not None else found.current.value or 0.0
        return "right_way" if found.is_met or direction(slope, stands, demand)[0] == "improving" else "no_clear_trend"
    return pace(found.ratio)


def pace(ratio: float | None) -> Course:
    """A clear step in the right direction against the needed one; None where hardly any is needed: then each is enough."""
    if ratio is None or ratio >= ON_TRACK_RATIO:
        return "fast_enough"
    return "too_slow" if ratio >= TOO_SLOW_RATIO else "far_too_slow"


def _evidence(found: Assessment, years: int) -> Evidence:
    if found.current is None:
        return "nothing"
    if found.slope is None:
        return "standing"
    if years < MIN_YEARS_FOR_PACE:
        return "direction"
    return "chance" if found.outlook is not None and found.outlook.chance is not None else "pace"
