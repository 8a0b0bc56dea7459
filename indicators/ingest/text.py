"""Bytes of a text file -> rows of cells, each with its line number."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice
from typing import overload

from indicators.ingest.encoding import decode
from indicators.ingest.grid import Cell, Grid, written
from indicators.ingest.issue import Issue

DELIMITERS = ";,\t"
_HEAD = 200  # rows read at once: enough to recognise a family by
_HEAD_BYTES = 1 << 17  # of rows longer than half a kilobyte fewer are split at once
_TAIL_BYTES = 1 << 16
_LONGEST_CELL = 131_072
_LINE_END = re.compile(r"\r\n|\r|\n")


class TextRows(Sequence[list[Cell]]):
    """The rows of a text without quotes, held as UTF-8. Only the head is split at once: a long regular file is read by
    column instead (`ingest.columns`), and most of its rows are never made."""

    def __init__(self, data: bytes, delimiter: str) -> None:
        self.data = data
        self.delimiter = delimiter
        end = max(data.rfind(b"\n", 0, _HEAD_BYTES), data.rfind(b"\r", 0, _HEAD_BYTES)) + 1
        beginning = data[:end] if len(data) > _HEAD_BYTES and end else data
        self._head, self._head_lines = _split(islice(_records(beginning.decode(), delimiter), _HEAD))

    @cached_property
    def _all(self) -> tuple[list[list[Cell]], list[int]]:
        return _split(_records(self.data.decode(), self.delimiter))

    @cached_property
    def lines(self) -> Sequence[int]:
        return _Lines(self)

    @overload
    def __getitem__(self, index: int) -> list[Cell]: ...
    @overload
    def __getitem__(self, index: slice) -> list[list[Cell]]: ...
    def __getitem__(self, index: int | slice) -> list[Cell] | list[list[Cell]]:
        return self._head[index] if _is_inside(index, len(self._head)) else self._all[0][index]

    def __len__(self) -> int:
        return len(self._all[0])

    def last(self, count: int) -> list[list[Cell]]:
        """The last rows, without splitting what lies before them."""
        tail = self.data[-_TAIL_BYTES:]
        whole = tail if len(tail) == len(self.data) else tail[max(tail.find(b"\n"), tail.find(b"\r")) + 1 :]
        rows = (list[Cell](line.split(self.delimiter)) for line in reversed(_LINE_END.split(whole.decode())))
        return list(islice((row for row in rows if any(written(cell).strip() for cell in row)), count))[::-1]

    def line(self, index: int | slice) -> int | list[int]:
        return self._head_lines[index] if _is_inside(index, len(self._head_lines)) else self._all[1][index]


class _Lines(Sequence[int]):
    """The line of each row."""

    def __init__(self, rows: TextRows) -> None:
        self._rows = rows

    def __getitem__(self, index):  # type: ignore[no-untyped-def]
        return self._rows.line(index)

    def __len__(self) -> int:
        return len(self._rows)


def _is_inside(index: int | slice, length: int) -> bool:
    """True if the head alone can answer."""
    if isinstance(index, slice):
        return index.stop is not None and 0 <= index.stop <= length and (index.start or 0) >= 0
    return 0 <= index < length


def read_grid(data: bytes) -> Grid | Issue:
    """The cells of a delimited text, or what keeps it from being one."""
    plain = decode(data)
    if isinstance(plain, Issue):
        return plain
    delimiter = _delimiter(plain)
    if b'"' not in plain and not _has_long_line(plain):
        rows = TextRows(plain, delimiter)
        return Grid(rows, rows.lines) if rows[:1] else Issue("error", "file.empty")
    return _quoted(plain.decode(), delimiter)


def _quoted(text: str, delimiter: str) -> Grid | Issue:
    """The rows of a text in which cells may be quoted; all of them, since a wrong quote may stand anywhere."""
    found: list[list[Cell]] = []
    lines: list[int] = []
    start = 1
    try:
        for start, row in _records(text, delimiter):
            if any(cell.strip() for cell in row):
                found.append(list(row))
                lines.append(start)
    except csv.Error as error:
        code = "file.cell_too_long" if "field limit" in str(error) else "file.quotes"
        return Issue("error", code, row=_line_of_fault(text, delimiter))
    return Grid(found, lines) if found else Issue("error", "file.empty")


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Every record with the line it begins on. newline="": a line ends at CR, LF or both, never inside a cell."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    start = 1
    for row in reader:
        yield start, row
        start = reader.line_num + 1


def _line_of_fault(text: str, delimiter: str) -> int:
    """The line on which the record begins that cannot be read."""
    start = 1
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for _ in reader:
            start = reader.line_num + 1
    except csv.Error:
        return start
    return start


def _split(records: Iterator[tuple[int, list[str]]]) -> tuple[list[list[Cell]], list[int]]:
    rows: list[list[Cell]] = []
    lines: list[int] = []
    for line, row in records:
        if any(cell.strip() for cell in row):
            rows.append(list(row))
            lines.append(line)
    return rows, lines


def _has_long_line(data: bytes) -> bool:
    """True if a line is so long that a cell of it may be too long to be one."""
    start = 0
    while len(data) - start > _LONGEST_CELL:
        end = max(data.rfind(b"\n", start, start + _LONGEST_CELL), data.rfind(b"\r", start, start + _LONGEST_CELL))
        if end < 0:
            return True
        start = end + 1
    return False


def _delimiter(data: bytes) -> str:
    """The sign that stands most often in the first filled line; a header holds no free text."""
    lines = data[: 4 * _LONGEST_CELL].decode(errors="ignore")
    header = next((line for line in io.StringIO(lines, newline=None) if line.strip()), "")
    return max(DELIMITERS, key=header.count)
