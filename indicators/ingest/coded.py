"""A column as its distinct cells and the code of each row: a long table is read once a distinct cell."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

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
        return pd.Categorical.from_codes(codes[self.codes] if len(parts) else self.codes, distinct)

    def taken(self, rows: np.ndarray) -> "Coded":
        """Only those rows, and only the values they use."""
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
    return Coded(codes.astype(np.intp, copy=False), values)


def combined(columns: Sequence[Coded]) -> tuple[np.ndarray, list[tuple[Any, ...]]]:
    """The code of each row's combination, and the distinct combinations in order of first sight by value."""
    if len(columns) == 1:
        return columns[0].codes, [(value,) for value in columns[0].values]
    sizes = [max(1, len(column.values)) for column in columns]
    codes = columns[0].codes.astype(np.int64)
    for column, size in zip(columns[1:], sizes[1:], strict=True):
        codes = codes * size + column.codes
    total = int(np.prod(sizes, dtype=object))
    if total <= max(_DENSE, len(codes)):
        seen = np.zeros(total, dtype=bool)
        seen[codes] = True
        distinct = np.flatnonzero(seen)
        place = np.cumsum(seen) - 1
        compact = place[codes] if len(codes) else codes
    else:
        compact, distinct = pd.factorize(codes)
    combinations = []
    for number in distinct.tolist():
        parts = []
        for column, size in zip(reversed(columns), reversed(sizes), strict=True):
            number, index = divmod(number, size)
            parts.append(column.values[index])
        combinations.append(tuple(reversed(parts)))
    return compact, combinations
