"""Bytes of a text file -> rows of cells, each with its line number."""

import csv
import io

from indicators.ingest.encoding import decode
from indicators.ingest.grid import Cell, Grid
from indicators.ingest.issue import Issue

DELIMITERS = ";,\t"


def read_grid(data: bytes) -> Grid | Issue:
    """The cells of a delimited text, or what keeps it from being one."""
    plain = decode(data)
    return plain if isinstance(plain, Issue) else _split(plain.decode())


def _split(text: str) -> Grid | Issue:
    # newline="": a line ends at CR, LF or both, never at a separator inside a cell.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    rows: list[list[Cell]] = []
    starts, start = [], 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append(list(row))
                starts.append(start)
            start = reader.line_num + 1
    except csv.Error as error:
        return Issue("error", "file.cell_too_long" if "field limit" in str(error) else "file.quotes", row=start)
    return Grid(rows, starts) if rows else Issue("error", "file.empty")


def _delimiter(text: str) -> str:
    """The sign that stands most often in the first filled line; a header holds no free text."""
    header = next((line for line in io.StringIO(text, newline=None) if line.strip()), "")
    return max(DELIMITERS, key=header.count)
