"""A long regular text read by column: every distinct cell once, no list of rows in between."""

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import csv

from indicators.ingest.grid import Grid
from indicators.ingest.text import TextRows

_WORTH_IT = 200_000  # bytes; below, rows are as fast


def is_columnar(grid: Grid) -> bool:
    """True for a long text whose first line is the first row; whether it is rectangular only reading it shows."""
    return isinstance(grid.rows, TextRows) and len(grid.rows.data) >= _WORTH_IT and grid.lines[0] == 1


def columns(grid: Grid) -> pd.DataFrame | None:
    """The rows below the first line as columns of dtype category, named 0, 1, 2 ... by position, and `row`, the line.

    returns   None where the text is not strictly rectangular from its first line on, or small: read `grid.rows` then,
              which also knows what is wrong
    """
    rows = grid.rows
    if not isinstance(rows, TextRows) or not is_columnar(grid):
        return None
    width = len(rows[0])
    texts = pa.dictionary(pa.int32(), pa.string())
    names = [str(index) for index in range(width)]
    try:
        table = csv.read_csv(
            pa.BufferReader(_without_last_line_ends(rows.data)),
            csv.ReadOptions(column_names=names, skip_rows=1, block_size=max(1 << 20, len(rows.data) // 16)),
            csv.ParseOptions(delimiter=rows.delimiter, quote_char=False, ignore_empty_lines=False),
            csv.ConvertOptions(column_types=dict.fromkeys(names, texts), strings_can_be_null=False),
        )
    except pa.ArrowInvalid:
        return None
    found = {index: _categorical(column) for index, column in enumerate(table.itercolumns())}
    lines = np.arange(2, len(table) + 2, dtype=np.int32)
    return _without_blank_rows(pd.DataFrame(found, copy=False).assign(row=lines))


def _categorical(column: pa.ChunkedArray) -> pd.Categorical:
    """With its distinct texts as Python's: each is looked at several times."""
    whole = column.unify_dictionaries().combine_chunks()
    return pd.Categorical.from_codes(whole.indices.to_numpy(), pd.Index(whole.dictionary.to_pylist(), dtype=object))


def _without_last_line_ends(data: bytes) -> pa.Buffer:
    """Blank lines at the end say nothing; anywhere else they would shift the line numbers."""
    end = len(data)
    while end and data[end - 1] in b"\r\n":
        end -= 1
    return pa.py_buffer(data).slice(0, end)


def _without_blank_rows(found: pd.DataFrame) -> pd.DataFrame:
    """Spreadsheets leave rows of delimiters behind a table; they say nothing."""
    filled = np.zeros(len(found), dtype=bool)
    for index in range(found.shape[1] - 1):
        cells = found[index].cat
        is_filled = np.array([bool(text.strip()) for text in cells.categories], dtype=bool)
        filled |= is_filled[cells.codes.to_numpy()]
        if filled.all():
            return found
    return found[filled]
