"""Bytes of an uploaded file -> a table of observations and what is wrong with it. Stores nothing."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from indicators.catalogue import Catalogue
from indicators.ingest import checks
from indicators.ingest.cells import interpret
from indicators.ingest.grid import Grid, written
from indicators.ingest.issue import Issue
from indicators.ingest.observations import COLUMNS, empty_table
from indicators.ingest.opening import Opened, open_file
from indicators.ingest.readers import tidy
from indicators.ingest.text import read_grid
from indicators.ingest.workbook import open_workbook

# One reader a family of files; the first that recognises the content reads it.
READERS = (tidy,)

__all__ = ["COLUMNS", "Issue", "Reading", "Recognised", "read"]


@dataclass(frozen=True)
class Recognised:
    """What a file was recognised as: see `TextTable`."""

    family: str
    name: str = ""
    source: str = ""
    sheet: str = ""
    skipped: int = 0


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


def read(data: bytes, catalogue: Catalogue, *, today: date, source: str) -> Reading:
    """Read a file of any known family.

    today    what lies after it is the future and refused
    source   named for rows that carry no source of their own
    """
    opened = open_file(data)
    grid = opened if isinstance(opened, Issue) else _grid(opened)
    if isinstance(grid, Issue):
        return Reading(empty_table(), (grid,))
    for reader in READERS:
        if reader.recognise(grid):
            texts, issues = reader.read(grid, catalogue)
            break
    else:
        issue = Issue("error", "file.not_recognised", row=grid.lines[0], found=" · ".join(map(written, grid.rows[0]))[:200])
        return Reading(empty_table(), (issue,))
    table, found = interpret(texts, catalogue, today=today, source=source)
    issues += found
    for check in checks.CHECKS:
        issues.extend(check(table, catalogue))
    issues.sort(key=lambda issue: (issue.row or 0, issue.column or ""))
    recognised = Recognised(texts.family, texts.name, texts.source, texts.sheet, texts.skipped)
    return Reading(checks.without_repetition(table), tuple(issues), recognised)


def _grid(opened: Opened) -> Grid | Issue:
    """The table of a text, or the first sheet of a workbook."""
    if opened.kind == "text":
        return read_grid(opened.data)
    grids = open_workbook(opened.data)
    return grids if isinstance(grids, Issue) else grids[0]
