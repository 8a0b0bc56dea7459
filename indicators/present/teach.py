"""The page on which a table is taught: its first rows as they stand in the file, and what is read from them."""

from collections.abc import Sequence
from typing import cast

import pandas as pd

from indicators.catalogue import Catalogue, Noun
from indicators.ingest.grid import Grid, column_letter, written
from indicators.ingest.issue import Issue
from indicators.period import parse_period
from indicators.present import html
from indicators.present.words import Words

ROWS_SHOWN, COLUMNS_SHOWN, FIGURES_SHOWN, PROBLEMS_SHOWN = 14, 16, 8, 6
CELL_LENGTH, LINE_LENGTH = 36, 80


def lead(words: Words) -> str:
    return html.render("lead.html", title=words("teach.title"), text=words("teach.lead"), stand=words("teach.note"))


def columns_head(words: Words) -> str:
    return html.render("section.html", title=words("teach.columns"), text=words("teach.columns_note"))


def sheet(grid: Grid, start: int, header_rows: int, words: Words) -> str:
    """The first rows with the numbers and letters a spreadsheet gives them; header rows are set bold."""
    width = min(max((len(row) for row in grid.rows), default=0), COLUMNS_SHOWN)
    first = max(0, start - ROWS_SHOWN // 2)
    rows = [
        {
            "line": grid.lines[index],
            "is_header": start <= index < start + header_rows,
            "cells": [_short(grid.rows[index][column]) if column < len(grid.rows[index]) else "" for column in range(width)],
        }
        for index in range(first, min(first + ROWS_SHOWN, len(grid.rows)))
    ]
    return html.render("teach_sheet.html", rows=rows, letters=[column_letter(index) for index in range(width)], words=words)


def line(grid: Grid, index: int, words: Words) -> str:
    """`Zeile 3: Stadtteil · Merkmal · 2023`"""
    filled = " · ".join(text for cell in grid.rows[index] if (text := written(cell)))
    return words(
        "teach.line", line=grid.lines[index], text=filled if len(filled) <= LINE_LENGTH else filled[:LINE_LENGTH] + "…"
    )


def choices(part: str, catalogue: Catalogue) -> list[str]:
    """The catalogue ids a part of a figure can be."""
    return list({"area": catalogue.areas, "indicator": catalogue.indicators, "group": catalogue.groups}[part])


def choice(part: str, name: str, *, is_whole: bool, catalogue: Catalogue, words: Words) -> str:
    """A choice as it reads; nothing chosen means the total, or that another place tells it, or that it is still missing."""
    if name:
        return catalogue.label(_noun(part), name, words.language)
    return words("teach.total" if part == "group" else "upload.choose" if is_whole else "teach.not_here")


def stand_in(part: str, name: str | None, *, catalogue: Catalogue, words: Words) -> str:
    """What a label is said to stand for: nothing yet, left out, or something of the catalogue."""
    if name is None:
        return words("teach.not_yet")
    return catalogue.label(_noun(part), name, words.language) if name else words("teach.leave_out")


def _noun(part: str) -> Noun:
    return cast(Noun, part)


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
    problems = list(dict.fromkeys(words.issue(issue) for issue in wrong))
    if problems:
        text += " " + words("teach.result_wrong", count=len(problems), number=words.number(len(problems), 0))
    return html.render("teach_result.html", rows=rows, text=text, problems=problems[:PROBLEMS_SHOWN], words=words)
