"""A column as its distinct cells and the code of each row: a long table is read once a distinct cell."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from indicators.ingest.grid import Cell

_DENSE = 1 << 22  # combinations up to which a table of all of them is cheaper than hashing


@dataclass(frozen=True)
class Coded:
    """`values[codes[i]]` is the cell of row i."""

    codes: np.ndarray
    values: Sequence[Any]

    def rows_of(self, wanted: Sequence[int]) -> np.ndarray:
        """The rows whose code is wanted, in order."""
        is_wanted = np.zeros(len(self.values), dtype=bool)
        is_wanted[list(wanted)] = True
        return np.flatnonzero(is_wanted[self.codes]) if len(self.values) else np.empty(0, dtype=np.intp)

    def categorical(self, part: Callable[[Any], str] = str) -> pd.Categorical:
        """The column as a pandas category of `part(value)`; every value must be good."""
        parts = [part(value) for value in self.values]
        distinct = list(dict.fromkeys(parts))
        place = {text: index for index, text in enumerate(distinct)}
        codes = np.array([place[text] for text in parts], dtype=np.int32)
        if len(distinct) == len(parts):
            return pd.Categorical.from_codes(self.codes, distinct)
        return pd.Categorical.from_codes(codes[self.codes], distinct)

    def taken(self, rows: np.ndarray) -> "Coded":
        """Only those rows, and only the values they use."""
        if len(rows) == len(self.codes):
            return self
        codes = self.codes[rows]
        used = np.zeros(len(self.values), dtype=bool)
        used[codes] = True
        new = np.cumsum(used) - 1
        return Coded(
            new[codes] if len(codes) else codes, [value for value, kept in zip(self.values, used, strict=True) if kept]
        )


def coded(column: pd.Series, default: Any = "") -> Coded:
    """A column of a table; what is missing becomes `default`."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        codes, values = column.cat.codes.to_numpy(), list(column.cat.categories)
    else:
        codes, found = pd.factorize(column.astype(object))
        values = list(found)
    if (codes < 0).any():
        codes = np.where(codes < 0, len(values), codes)
        values = [*values, default]
    return Coded(codes.astype(np.int32, copy=False), values)


def category(cells: Sequence[Cell]) -> pd.Categorical:
    """Cells, texts or numbers, as codes of their distinct values."""
    array = np.empty(len(cells), dtype=object)
    array[:] = cells
    codes, distinct = pd.factorize(array)
    return pd.Categorical.from_codes(codes, pd.Index(distinct, dtype=object))


def constant(text: str, count: int) -> pd.Categorical:
    """A column that says the same in each of `count` rows; costs one byte a row."""
    return pd.Categorical.from_codes(np.zeros(count, dtype=np.int8), pd.Index([text], dtype=object))


def combined(columns: Sequence[Coded]) -> tuple[np.ndarray, list[tuple[Any, ...]]]:
    """The code of each row's combination, and the distinct combinations."""
    varied = [column for column in columns if len(column.values) > 1]
    if any(not column.values for column in columns):
        return columns[0].codes, []
    codes, numbers = _combined_codes(varied, len(columns[0].codes))
    combinations = []
    for number in numbers.tolist():
        parts = []
        for column in reversed(columns):
            number, index = divmod(number, len(column.values))
            parts.append(column.values[index])
        combinations.append(tuple(reversed(parts)))
    return codes, combinations


def _combined_codes(columns: Sequence[Coded], length: int) -> tuple[np.ndarray, np.ndarray]:
    """Each row's place among the combinations that occur, and those as numbers of a mixed base."""
    if not columns:
        return np.zeros(length, dtype=np.int32), np.zeros(min(length, 1), dtype=np.int64)
    if len(columns) == 1:
        return columns[0].codes, np.arange(len(columns[0].values))
    codes = columns[0].codes.astype(np.int64)
    total = len(columns[0].values)
    for column in columns[1:]:
        codes = codes * len(column.values) + column.codes
        total *= len(column.values)
    if total > max(_DENSE, length):
        compact, numbers = pd.factorize(codes)
        return compact, numbers
    seen = np.zeros(total, dtype=bool)
    seen[codes] = True
    place = np.cumsum(seen, dtype=np.int32) - 1
    return place[codes], np.flatnonzero(seen)
