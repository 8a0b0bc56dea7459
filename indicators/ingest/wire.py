"""A request and a reading as bytes, on their way between the server and the child that reads.

Nothing that comes from the child is run or believed: it has touched a hostile file. Messages are msgpack of exactly
these types, tables are Arrow of exactly these columns, each checked before it is used; never pickle.
"""

import datetime as dt
import struct
from collections.abc import Mapping as ReadOnly
from collections.abc import Sequence
from typing import IO, Literal, TypeVar

import msgspec
import numpy as np
import pandas as pd
import pyarrow as pa

from indicators.catalogue import Catalogue
from indicators.ingest import COLUMNS, Issue, Reading, Recognised
from indicators.ingest.grid import Grid, written
from indicators.ingest.issue import Severity
from indicators.ingest.mapping import Mapping
from indicators.ingest.numbers import Number, Style
from indicators.period import Frequency, Period

T = TypeVar("T")
_HEAD = struct.Struct(">cQ")  # kind and length of a message
_LONGEST_CELL = 300  # letters of a cell in a glance
_MOST_LETTERS = 4_000_000  # of all cells in it: a small file can unpack to enormous rows, and the server keeps the glance
_PLAIN = (pa.types.is_null, pa.types.is_boolean, pa.types.is_integer, pa.types.is_floating, pa.types.is_string,
          pa.types.is_large_string)  # fmt: skip


class Request(msgspec.Struct, frozen=True):
    """What the child is asked. The bytes of the upload follow it.

    task       "read" or "peek"
    mapping    the taught mapping to read it by; mappings: those by which it may be recognised
    progress   True if somebody wants to be told how far it is
    """

    task: Literal["read", "peek"]
    today: dt.date
    source: str
    catalogue: Catalogue | None = None
    sheet: str = ""
    mapping: Mapping | None = None
    mappings: tuple[Mapping, ...] = ()
    progress: bool = False


class Progress(msgspec.Struct, frozen=True):
    """How far the child is: what it does, and the share of the whole that is done, 0 to 1."""

    stage: str
    share: float


class _Number(msgspec.Struct, frozen=True, tag="number"):
    value: float
    decimals: int
    style: Style
    thousands: float | None


class _Period(msgspec.Struct, frozen=True, tag="period"):
    frequency: Frequency
    year: int
    number: int


class _Day(msgspec.Struct, frozen=True, tag="day"):
    day: dt.date


class _Moment(msgspec.Struct, frozen=True, tag="moment"):
    moment: dt.datetime


class _Several(msgspec.Struct, frozen=True, tag="several"):
    parts: tuple["_Part", ...]


_Part = None | bool | int | float | str | _Number | _Period | _Day | _Moment | _Several


class _Finding(msgspec.Struct, frozen=True, array_like=True):
    severity: Severity
    code: str
    row: int | None
    column: str | None
    found: str
    expected: str
    params: dict[str, _Part]


class _Answer(msgspec.Struct, frozen=True):
    """A reading but for its table. `kinds` are the types the columns of the table have in pandas."""

    issues: tuple[_Finding, ...]
    recognised: Recognised | None
    sheets: tuple[str, ...]
    kinds: dict[str, str]


class _Sheet(msgspec.Struct, frozen=True):
    name: str
    lines: list[int]
    rows: list[list[str]]


class _Glance(msgspec.Struct, frozen=True):
    sheets: tuple[_Sheet, ...]
    issue: _Finding | None = None


# -- messages


def write_message(stream: IO[bytes], kind: bytes, content: bytes | pa.Buffer) -> None:
    """Kind (one byte), length, content, sent at once."""
    stream.write(_HEAD.pack(kind, len(content)))
    stream.write(content)
    stream.flush()


def read_message(stream: IO[bytes], most: int) -> tuple[bytes, bytes] | None:
    """Kind and content of the next message, None at the end.

    raises   ValueError for one that is longer than `most` bytes or breaks off
    """
    if not (head := stream.read(_HEAD.size)):
        return None
    kind, length = _HEAD.unpack(head) if len(head) == _HEAD.size else (b"", most + 1)
    content = stream.read(length) if length <= most else b""
    if len(content) != length:
        raise ValueError(f"message of {length} bytes")
    return kind, content


def decode(data: bytes, kind: type[T]) -> T:
    """A message as the type it must be. Raises ValueError."""
    try:
        return msgspec.msgpack.decode(data, type=kind)
    except msgspec.MsgspecError as error:
        raise ValueError(str(error)) from error


# -- a reading


def encode_reading(reading: Reading) -> tuple[bytes, pa.Buffer]:
    """The answer and its table."""
    kinds = {str(name): _kind(column) for name, column in reading.table.items()}
    answer = _Answer(tuple(map(_finding, reading.issues)), reading.recognised, tuple(reading.sheets), kinds)
    table = pa.Table.from_pandas(reading.table, preserve_index=False).replace_schema_metadata(None)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return msgspec.msgpack.encode(answer), sink.getvalue()


def decode_reading(answer: bytes, table: bytes) -> Reading:
    """The reading as `ingest.read` gave it.

    raises   ValueError for anything that is not exactly a reading
    """
    found = decode(answer, _Answer)
    return Reading(_table(table, found.kinds), tuple(map(_issue, found.issues)), found.recognised, found.sheets)


def _kind(column: pd.Series) -> str:
    """The type of a column; of a category also the type of its labels."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        return f"category of {column.cat.categories.dtype}"
    return str(column.dtype)


def _table(data: bytes, kinds: ReadOnly[str, str]) -> pd.DataFrame:
    try:
        with pa.ipc.open_stream(pa.py_buffer(data)) as stream:
            table = stream.read_all().replace_schema_metadata(None)
        table.validate(full=True)  # offsets and codes that point outside would crash us later
    except (pa.ArrowException, OSError) as error:
        raise ValueError(str(error)) from error
    if tuple(table.column_names) != COLUMNS or not all(_is_plain(field.type) for field in table.schema):
        raise ValueError(str(table.schema))
    read = table.to_pandas()
    for name in COLUMNS:
        column = read[name]
        if kinds.get(name) == "object":
            read[name] = column.astype(object).where(column.notna(), None)
        elif kinds.get(name) == "category of object" and isinstance(column.dtype, pd.CategoricalDtype):
            read[name] = column.cat.rename_categories(column.cat.categories.astype(object))
    return read


def _is_plain(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        return pa.types.is_integer(kind.index_type) and _is_plain(kind.value_type)
    return any(is_kind(kind) for is_kind in _PLAIN)


def _finding(issue: Issue) -> _Finding:
    params = {name: _wired(value) for name, value in issue.params.items()}
    return _Finding(issue.severity, issue.code, issue.row, issue.column, issue.found, issue.expected, params)


def _issue(found: _Finding) -> Issue:
    params = {name: _unwired(value) for name, value in found.params.items()}
    return Issue(found.severity, found.code, found.row, found.column, found.found, found.expected, params)


def _wired(value: object) -> _Part:
    if isinstance(value, np.generic):
        value = value.item()
    match value:
        case None | bool() | int() | float() | str():
            return value
        case Number():
            return _Number(float(value.value), int(value.decimals), value.style, value.thousands)
        case Period():
            return _Period(value.frequency, value.year, value.number)
        case dt.datetime():
            return _Moment(value)
        case dt.date():
            return _Day(value)
        case tuple() | list():
            return _Several(tuple(map(_wired, value)))
    raise TypeError(f"an issue cannot carry {type(value).__name__}")


def _unwired(part: _Part) -> object:
    match part:
        case _Number():
            return Number(part.value, part.decimals, part.style, part.thousands)
        case _Period():
            return Period(part.frequency, part.year, part.number)
        case _Moment():
            return part.moment
        case _Day():
            return part.day
        case _Several():
            return tuple(map(_unwired, part.parts))
    return part


# -- a glance at the sheets


def encode_glance(grids: Sequence[Grid] | Issue, rows: int) -> bytes:
    """The first `rows` rows of each sheet with their cells as text, shortened; or what is wrong with the file."""
    if isinstance(grids, Issue):
        return msgspec.msgpack.encode(_Glance((), _finding(grids)))
    sheets: list[_Sheet] = []
    left = _MOST_LETTERS
    for grid in grids:
        shown: list[list[str]] = []
        for row in grid.rows[:rows]:
            cells = [written(cell)[:_LONGEST_CELL] for cell in row]
            left -= len(cells) + sum(map(len, cells))
            if left < 0 and (sheets or shown):
                break  # the first row of all is always there
            shown.append(cells)
        if shown:
            sheets.append(_Sheet(grid.sheet, list(grid.lines[: len(shown)]), shown))
    return msgspec.msgpack.encode(_Glance(tuple(sheets)))


def decode_glance(data: bytes) -> tuple[Grid, ...] | Issue:
    """The first rows of each sheet, all cells as text. Raises ValueError for anything else."""
    found = decode(data, _Glance)
    if found.issue is not None:
        return _issue(found.issue)
    return tuple(Grid([[*row] for row in sheet.rows], sheet.lines, sheet.name) for sheet in found.sheets)
