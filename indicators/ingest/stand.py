"""The day of issue that a file states of itself: `Stand: 09.07.2026 / 11:01:42` under a table, or on a title sheet."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from itertools import chain

from indicators.ingest.grid import Grid, written
from indicators.ingest.text import TextRows

_STAND = re.compile(r"\bStand:\s*(\d{2}\.\d{2}\.\d{4})\b")
_HEAD, _FOOT, _CELLS = 30, 5, 3  # rows at the top and the bottom, and cells of them, in which it stands


def stated(grids: Sequence[Grid]) -> date | None:
    """The one day these sheets state; None where they state none, or several that differ."""
    found = {day for grid in grids for day in _days(grid)}
    return found.pop() if len(found) == 1 else None


def _days(grid: Grid) -> set[date]:
    # Of a long text the end alone is split: what only asks for a day must not make its million rows.
    foot = grid.rows.last(_FOOT) if isinstance(grid.rows, TextRows) else grid.rows[-_FOOT:]
    texts = (text for row in chain(grid.rows[:_HEAD], foot) for cell in row[:_CELLS] for text in _STAND.findall(written(cell)))
    return {day for day in map(_day, texts) if day is not None}


def _day(text: str) -> date | None:
    try:
        return datetime.strptime(text, "%d.%m.%Y").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None
