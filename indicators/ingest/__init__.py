"""Bytes of an uploaded file -> a table of observations and what is wrong with it. Stores nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import pandas as pd

from indicators.catalogue import Catalogue
from indicators.ingest import checks
from indicators.ingest.cells import TextTable, interpret
from indicators.ingest.grid import Grid, written
from indicators.ingest.issue import Issue
from indicators.ingest.mapping import Mapping, header_of, matches
from indicators.ingest.observations import COLUMNS, empty_table
from indicators.ingest.opening import open_file
from indicators.ingest.readers import atlas, cube, flat_file, genesis_table, inkar, landesdatenbank, mapped, tidy
from indicators.ingest.stand import stated
from indicators.ingest.text import read_grid
from indicators.ingest.workbook import open_workbook

Progress = Callable[[str, float], None]


class Reader(Protocol):
    """A module of `ingest.readers`."""

    def recognise(self, grid: Grid, catalogue: Catalogue) -> bool: ...
    def read(self, grid: Grid, catalogue: Catalogue) -> tuple[TextTable, list[Issue]]: ...


class BookReader(Reader, Protocol):
    """A reader that wants all sheets of a workbook at once."""

    def read_sheets(self, grids: Sequence[Grid], catalogue: Catalogue) -> tuple[Sequence[TextTable], list[Issue]]: ...


@dataclass(frozen=True)
class Taught:
    """The reader of a shape somebody taught.

    is_named  the user named it: a period that the mapping fixes is then no doubt
    """

    mapping: Mapping
    is_named: bool = False

    def recognise(self, grid: Grid, catalogue: Catalogue) -> bool:
        return header_of(self.mapping, grid) is not None if self.is_named else matches(self.mapping, grid)

    def read(self, grid: Grid, catalogue: Catalogue) -> tuple[TextTable, list[Issue]]:
        return mapped.read(grid, catalogue, self.mapping)


# One reader a family of files; the first that recognises the content reads it.
READERS: tuple[Reader, ...] = (genesis_table, flat_file, cube, inkar, landesdatenbank, atlas, tidy)
# Families whose figures stand on several sheets of a workbook, or whose edition stands on another sheet than they do.
BOOKS: tuple[BookReader, ...] = (inkar, atlas)

__all__ = ["COLUMNS", "Issue", "Reading", "Recognised", "read"]


def silent(stage: str, share: float) -> None:
    """Nobody waits for this reading."""


@dataclass(frozen=True)
class Recognised:
    """What a file was recognised as: see `TextTable`. `stand` is the day of issue it states of itself."""

    family: str
    name: str = ""
    source: str = ""
    sheet: str = ""
    skipped: int = 0
    stand: date | None = None


@dataclass(frozen=True)
class Reading:
    """What a file says.

    table       observations, columns as in `ingest.observations`; complete only if there is no error
    issues      errors, warnings, infos, by row
    recognised  None where no reader knew the file
    sheets      names of the sheets among which the user must choose; empty where there is no question
    """

    table: pd.DataFrame
    issues: tuple[Issue, ...]
    recognised: Recognised | None = None
    sheets: tuple[str, ...] = ()

    @property
    def is_rejected(self) -> bool:
        return any(issue.severity == "error" for issue in self.issues)


def read(
    data: bytes,
    catalogue: Catalogue,
    *,
    today: date,
    source: str,
    mapping: Mapping | None = None,
    mappings: Sequence[Mapping] = (),
    sheet: str = "",
    progress: Progress = silent,
) -> Reading:
    """Read a file of any known family, or of a shape that was taught.

    today     what lies after it is the future and refused
    source    named for rows that carry no source of their own
    mapping   read it by this one and no other; `mappings`: those taught so far, tried after the families
    sheet     of a workbook, where the user has chosen one
    progress  told what is being done, and the share that is done
    """
    progress("open", 0.0)
    grids = sheets(data)
    if isinstance(grids, Issue):
        return rejected(grids)
    if sheet and not (grids := tuple(grid for grid in grids if grid.sheet == sheet)):
        return rejected(Issue("error", "file.no_such_sheet", found=sheet))
    progress("recognise", 0.2)
    known = _known(grids, catalogue, mapping, mappings)
    if not known:
        return rejected(_unknown(grids[0]))
    book = next((reader for reader in BOOKS if all(found is reader for found, _ in known)), None)
    if len(known) > 1 and book is None:
        names = tuple(grid.sheet for _, grid in known)
        issue = Issue("error", "file.which_sheet", expected=", ".join(f"„{name}“" for name in names))
        return Reading(empty_table(), (issue,), sheets=names)
    progress("read", 0.3)
    if book is not None:
        tables, issues = book.read_sheets(grids, catalogue)
    else:
        reader, grid = known[0]
        texts, issues = reader.read(grid, catalogue)
        tables = (texts,)
    return _finished(tables, issues, catalogue, today, source, stated(grids), progress)


def _known(
    grids: Sequence[Grid], catalogue: Catalogue, mapping: Mapping | None, mappings: Sequence[Mapping]
) -> list[tuple[Reader, Grid]]:
    """The sheets that a reader knows, each with the first that does."""
    if mapping is not None:
        named = Taught(mapping, is_named=True)
        # Where it fits no sheet it reads the first one: it says what does not fit.
        return [(named, grid) for grid in grids if named.recognise(grid, catalogue)] or [(named, grids[0])]
    readers = (*READERS, *map(Taught, mappings))
    found = ((next((one for one in readers if one.recognise(grid, catalogue)), None), grid) for grid in grids)
    return [(reader, grid) for reader, grid in found if reader is not None]


def _finished(
    texts: Sequence[TextTable], issues: list[Issue], catalogue: Catalogue, today: date, source: str, stand: date | None,
    progress: Progress,
) -> Reading:  # fmt: skip
    """The figures of the recognised tables of a file, of which there is at least one."""
    progress("interpret", 0.6)
    tables = []
    for each in texts:
        table, found = interpret(each, catalogue, today=today, source=source)
        issues = issues + found
        tables.append(table)
    table = tables[0] if len(tables) == 1 else pd.concat(tables, ignore_index=True)
    table, repeated = checks.said_twice(table, catalogue.rules.listed)
    issues += repeated
    issues.sort(key=lambda issue: (issue.row or 0, issue.column or ""))
    sheet_names = ", ".join(filter(None, (each.sheet for each in texts)))
    skipped = sum(each.skipped for each in texts)
    recognised = Recognised(texts[0].family, texts[0].name, texts[0].source, sheet_names, skipped, stand)
    return Reading(table, tuple(issues), recognised)


def sheets(data: bytes) -> tuple[Grid, ...] | Issue:
    """The tables of a file as they stand in it: one for a text, one a visible sheet of a workbook."""
    opened = open_file(data)
    if isinstance(opened, Issue):
        return opened
    if opened.kind == "workbook":
        return open_workbook(opened.data)
    grid = read_grid(opened.data)
    return grid if isinstance(grid, Issue) else (grid,)


def rejected(issue: Issue) -> Reading:
    return Reading(empty_table(), (issue,))


def _unknown(grid: Grid) -> Issue:
    first = " · ".join(filter(None, map(written, grid.rows[0])))[:200]
    return Issue("error", "file.not_recognised", row=grid.lines[0], found=first)
