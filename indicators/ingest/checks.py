"""What a readable figure must still pass: a tuple of functions, each (table, catalogue, today) -> issues."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pandas as pd

from indicators.catalogue import Catalogue
from indicators.ingest.issue import Issue, Severity
from indicators.ingest.observations import KEY
from indicators.period import parse_period

Check = Callable[[pd.DataFrame, Catalogue, date], Iterator[Issue]]


def _where(row: pd.Series) -> dict[str, Any]:
    return {"row": int(row["row"]), "column": row["column"]}


def period_not_begun(table: pd.DataFrame, catalogue: Catalogue, today: date) -> Iterator[Issue]:
    """A figure for the future is refused; one for a period still running is taken with a warning and never rated."""
    for text in table["period"].unique():
        period = parse_period(text)
        code = "period.in_future" if period.start > today else "period.open" if period.end > today else None
        if code is not None:
            severity: Severity = "error" if code == "period.in_future" else "warning"
            for _, row in table[table["period"] == text].iterrows():
                yield Issue(severity, code, **_where(row), found=text)


def outside_possible_values(table: pd.DataFrame, catalogue: Catalogue, today: date) -> Iterator[Issue]:
    """A value that its indicator cannot have: a rate of 120 %, a negative count."""
    for name, rows in table.groupby("indicator", sort=False):
        limits = catalogue.indicators[str(name)].range
        low, high = (*limits, float("inf"))[:2] if limits else (float("-inf"), float("inf"))
        for _, row in rows[(rows["value"] < low) | (rows["value"] > high)].iterrows():
            yield Issue(
                "error", "value.out_of_range", **_where(row), found=f"{row['value']:.{row['decimals']}f}",
                params={"indicator": name, "low": low, "high": high},
            )  # fmt: skip


def said_twice(table: pd.DataFrame, catalogue: Catalogue, today: date) -> Iterator[Issue]:
    """The same key on two rows: identical counts once with a warning, contradicting is an error naming both rows."""
    repeated = table[table.duplicated(list(KEY), keep=False)]
    for _, rows in repeated.groupby(list(KEY), sort=False):
        first = rows.iloc[0]
        for _, row in rows.iloc[1:].iterrows():
            same = row["value"] == first["value"] and row["status"] == first["status"]
            yield Issue(
                "warning" if same else "error", "row.repeated" if same else "row.contradicts", **_where(row),
                found=f"{row['value']:.{row['decimals']}f}",
                params={"first_row": int(first["row"]), "first": f"{first['value']:.{first['decimals']}f}"},
            )  # fmt: skip


CHECKS: tuple[Check, ...] = (period_not_begun, outside_possible_values, said_twice)


def without_repetition(table: pd.DataFrame) -> pd.DataFrame:
    return table.drop_duplicates(list(KEY)).reset_index(drop=True)
