"""The page on which a table is taught: its first rows as they stand in the file, and what is read from them."""

from collections.abc import Sequence
from typing import Any, Protocol

import pandas as pd

from indicators.catalogue import Catalogue
from indicators.ingest.issue import Issue
from indicators.period import parse_period
from indicators.present import html
from indicators.present.words import Words

ROWS_SHOWN, COLUMNS_SHOWN, CELL_LENGTH, FIGURES_SHOWN, PROBLEMS_SHOWN = 14, 16, 36, 8, 6


class Sheet(Protocol):
    """A table as it stands in the file: `ingest.grid.Grid`."""

    @property
    def rows(self) -> Sequence[list[Any]]: ...
    @property
    def lines(self) -> Sequence[int]: ...


def sheet(shown: Sheet, letters: Sequence[str], start: int, header_rows: int, words: Words) -> str:
    """The first rows with the numbers and letters a spreadsheet gives them; header rows are set bold.

    letters   of all columns
    """
    width = min(max((len(row) for row in shown.rows), default=0), COLUMNS_SHOWN)
    rows = [
        {
            "line": line,
            "is_header": start <= index < start + header_rows,
            "cells": [_short(row[column]) if column < len(row) else "" for column in range(width)],
        }
        for index, (row, line) in enumerate(zip(shown.rows[:ROWS_SHOWN], shown.lines, strict=False))
    ]
    return html.render("teach_sheet.html", rows=rows, letters=letters[:width], words=words)


def _short(cell: object) -> str:
    text = " ".join(str(cell).split())
    return text if len(text) <= CELL_LENGTH else f"{text[: CELL_LENGTH - 1]}…"


def header(letters: str, text: str, example: str, words: Words) -> str:
    """One column, named as the file names it, with a cell of it."""
    return html.render("teach_header.html", letters=letters, text=text or words("teach.no_header"), example=_short(example))


def result(table: pd.DataFrame, issues: Sequence[Issue], catalogue: Catalogue, words: Words) -> str:
    """What comes out: the first figures, and what keeps others from being read."""
    rows = []
    for row in table.head(FIGURES_SHOWN).itertuples():
        indicator = catalogue.indicators[str(row.indicator)]
        empty = row.value != row.value
        value = "" if empty else words.value(float(row.value), int(row.decimals), catalogue, indicator.unit)
        rows.append(
            {
                "area": catalogue.label("area", str(row.area), words.language),
                "series": words.series(catalogue, str(row.indicator), str(row.group)),
                "period": words.period(parse_period(str(row.period)), indicator),
                "value": value or words(f"status.{row.status}"),
            }
        )
    wrong = [issue for issue in issues if issue.severity == "error"]
    text = words("teach.result", count=len(table), number=words.number(len(table), 0))
    if wrong:
        text += " " + words("teach.result_wrong", count=len(wrong), number=words.number(len(wrong), 0))
    problems = list(dict.fromkeys(words.issue(issue) for issue in wrong))[:PROBLEMS_SHOWN]
    return html.render("teach_result.html", rows=rows, text=text, problems=problems, words=words)
