"""The observations of a batch -> two tables: what labels figures, once, and the figures."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from indicators.store.database import Cursor, one

LABEL = ["area", "indicator", "group", "status", "unit", "source", "note", "column", "sheet"]
FIGURE = ["period", "value", "decimals", "row"]
_INSERT_LABELS = """
    insert into label (batch, label, area, indicator, "group", status, unit, source, note, "column", sheet)
    select $batch, label, area, indicator, "group", status, unit, source, note, "column", sheet from incoming
"""
_INSERT_FIGURES = """
    insert into figure (label, period, value, decimals, "row")
    select label, period, value, decimals, "row" from incoming
"""


def insert(cursor: Cursor, batch: int, table: pd.DataFrame) -> None:
    """Store observations, columns as in `ingest.observations`, of a batch."""
    numbers, first_rows = labels_of(table)
    start = int(one(cursor, "select coalesce(max(label), 0) + 1 from label"))
    columns = {name: pa.Array.from_pandas(table[name]) for name in (*LABEL, *FIGURE)}
    labels = {name: columns[name].take(pa.array(first_rows)) for name in LABEL}
    _insert(cursor, _INSERT_LABELS, labels | {"label": np.arange(start, start + len(first_rows))}, batch=batch)
    figures = {name: columns[name] for name in FIGURE}
    _insert(cursor, _INSERT_FIGURES, figures | {"label": (numbers + start).astype(np.int32)})


def labels_of(table: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """The number of each row's label, counted from 0 as they appear, and the row each of them appears in first."""
    numbers = np.zeros(len(table), dtype=np.int64)
    for name in LABEL:
        column = table[name].astype("category").cat
        codes = column.codes.to_numpy()  # -1 for what is missing: the database refuses it
        if (codes != codes[:1]).any():
            numbers = pd.factorize(numbers * (len(column.categories) + 1) + codes)[0]
    return numbers, pd.Series(numbers).drop_duplicates().index.to_numpy()


def _insert(cursor: Cursor, sql: str, columns: Mapping[str, Any], **params: object) -> None:
    """As an Arrow table: DuckDB reads its columns as they lie, those of pandas value by value."""
    cursor.register("incoming", pa.table(columns))
    cursor.execute(sql, params)
    cursor.unregister("incoming")
