"""What a readable figure must still pass: a tuple of functions, each (table, catalogue) -> issues."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pandas as pd

from indicators.catalogue import Catalogue
from indicators.ingest.issue import Issue
from indicators.ingest.numbers import Number
from indicators.ingest.observations import KEY

Check = Callable[[pd.DataFrame, Catalogue], Iterator[Issue]]


def _where(row: pd.Series) -> dict[str, Any]:
    return {"row": int(row["row"]), "column": row["column"]}


def _number(row: pd.Series) -> Number:
    return Number(row["value"], row["decimals"])


def _written(row: pd.Series) -> str:
    return f"{row['value']:.{row['decimals']}f}"


def said_twice(table: pd.DataFrame, catalogue: Catalogue) -> Iterator[Issue]:
    """The same key on two rows: identical counts once with a warning, contradicting is an error naming both rows."""
    repeated = table[table.duplicated(list(KEY), keep=False)]
    for _, rows in repeated.groupby(list(KEY), sort=False):
        first = rows.iloc[0]
        for _, row in rows.iloc[1:].iterrows():
            same = str(row["value"]) == str(first["value"]) and row["status"] == first["status"]  # nan is nan here
            yield Issue(
                "warning" if same else "error", "row.repeated" if same else "row.contradicts", **_where(row),
                found=_written(row),
                params={"number": _number(row), "first_row": str(first["row"]), "first": _number(first)},
            )  # fmt: skip


CHECKS: tuple[Check, ...] = (said_twice,)


def plausibility(table: pd.DataFrame, stored: pd.DataFrame, catalogue: Catalogue, today: date) -> list[Issue]:
    return []


def without_repetition(table: pd.DataFrame) -> pd.DataFrame:
    return table.drop_duplicates(list(KEY)).reset_index(drop=True)
