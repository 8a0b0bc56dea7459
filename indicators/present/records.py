"""Plain values for machines: goals and series as the command line gives them."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from indicators.catalogue import Catalogue
from indicators.ingest.issue import Issue
from indicators.present.views import GoalView
from indicators.present.words import Words

SERIES_COLUMNS = ("area", "indicator", "group", "period", "value", "status", "unit", "source", "released_on")


def goal_record(view: GoalView, catalogue: Catalogue, say: Words) -> dict[str, Any]:
    """One goal as plain values; numbers in the unit of its indicator, a gap positive while the target is not met."""
    found = view.assessment
    demand, current = found.demand, found.current
    indicator = demand.indicator if demand else found.parity.indicator if found.parity else None
    return {
        "id": view.goal.id,
        "city": view.area.slug,
        "area": view.area.area,
        "title": view.goal.title.in_language(say.language),
        "kind": view.goal.kind,
        "indicator": indicator,
        "group": demand.group if demand else None,
        "unit": catalogue.indicators[indicator].unit if indicator else None,
        "verdict": found.verdict,
        "verdict_text": say(f"verdict.{found.verdict}"),
        "reasons": [
            {"code": reason.code, "params": dict(reason.params), "text": say.reason(reason.code, reason.params)}
            for reason in found.reasons
        ],
        "current": current.value if current else None,
        "period": str(current.period) if current else None,
        "level": _rounded(found.level.value if found.level else None),
        "level_periods": [str(period) for period in found.level.periods] if found.level else None,
        "operator": demand.operator if demand else None,
        "target": demand.value if demand else 0 if found.parity else None,
        "direction": demand.good if demand else None,
        "due": view.goal.due,
        "is_met": found.is_met,
        "gap": found.gap,
        "needed_per_year": _rounded(found.needed_per_year),
        "actual_per_year": _rounded(found.slope.per_year if found.slope else None),
        "actual_interval": [_rounded(found.slope.low), _rounded(found.slope.high)] if found.slope else None,
        "ratio": _rounded(found.ratio),
        "likelihood": found.outlook.likelihood if found.outlook else None,
        "standing": found.standing,
        "course": found.course,
        "evidence": found.evidence,
        "latest_start": str(found.latest_start) if found.latest_start else None,
        "rule_version": found.rule_version,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)


def series_records(table: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """The store's rows with the columns of the command line; values print with the decimals of their publication."""
    for row in table.itertuples(index=False):
        value = published(None if row.value != row.value else row.value, row.decimals)
        cells = (row.area, row.indicator, row.group, row.period, value, row.status, row.unit, row.source,
                 str(row.released_on)[:10])  # fmt: skip
        yield dict(zip(SERIES_COLUMNS, cells, strict=True))


def published(value: float | None, decimals: int) -> "int | Published | None":
    """A value that prints as it was published; None stays None."""
    if value is None:
        return None
    return int(value) if decimals == 0 else Published(value, decimals)


class Published(float):
    """A figure that prints with the decimals it was published with: 12.0, not 12."""

    decimals: int

    def __new__(cls, value: float, decimals: int) -> "Published":
        number = super().__new__(cls, value)
        number.decimals = decimals
        return number

    def __str__(self) -> str:
        return f"{float(self):.{self.decimals}f}"

    __repr__ = __str__


def issue_record(issue: Issue, say: Words) -> dict[str, Any]:
    """One finding of an import, with its sentence."""
    return {
        "severity": issue.severity, "code": issue.code, "row": issue.row, "column": issue.column, "found": issue.found,
        "expected": issue.expected, "message": say.issue(issue),
    }  # fmt: skip
