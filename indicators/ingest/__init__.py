"""Bytes of an uploaded file -> a table of observations and what is wrong with it. Stores nothing."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from indicators.catalogue import Catalogue
from indicators.ingest import checks
from indicators.ingest.cells import interpret
from indicators.ingest.issue import Issue
from indicators.ingest.observations import COLUMNS, empty_table
from indicators.ingest.readers import tidy
from indicators.ingest.text import read_grid

# One reader a family of files; the first that recognises the content reads it.
READERS = (tidy,)

__all__ = ["COLUMNS", "Issue", "Reading", "read"]


@dataclass(frozen=True)
class Reading:
    """What a file says.

    table    observations, columns as in `ingest.observations`; complete only if there is no error
    issues   errors, warnings, infos, by row
    """

    table: pd.DataFrame
    issues: tuple[Issue, ...]

    @property
    def is_rejected(self) -> bool:
        return any(issue.severity == "error" for issue in self.issues)


def read(data: bytes, catalogue: Catalogue, *, today: date, source: str) -> Reading:
    """Read a file of any known family.

    today    what lies after it is the future and refused
    source   named for rows that carry no source of their own
    """
    grid = read_grid(data)
    if isinstance(grid, Issue):
        return Reading(empty_table(), (grid,))
    for reader in READERS:
        if reader.recognise(grid):
            texts, issues = reader.read(grid, catalogue)
            break
    else:
        issue = Issue("error", "file.not_recognised", row=grid.lines[0], found=" · ".join(grid.rows[0])[:200])
        return Reading(empty_table(), (issue,))
    table, found = interpret(texts, catalogue, today=today)
    issues += found
    table["source"] = table["source"].where(table["source"] != "", source)
    for check in checks.CHECKS:
        issues.extend(check(table, catalogue))
    issues.sort(key=lambda issue: (issue.row or 0, issue.column or ""))
    return Reading(checks.without_repetition(table), tuple(issues))
