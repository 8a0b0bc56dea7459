"""Teaching a table: its first rows, what its columns were said to mean, what comes out of it, keeping it under a name."""

from collections.abc import Mapping as ReadOnly
from dataclasses import dataclass, field
from datetime import datetime

import pandas as pd
from msgspec.structs import replace

from indicators.catalogue import fold
from indicators.errors import Fault
from indicators.ingest import mapping as shapes
from indicators.ingest.cells import interpret
from indicators.ingest.grid import Grid, column_letter, written
from indicators.ingest.issue import Issue
from indicators.ingest.limited import peek_limited
from indicators.ingest.mapping import Block, Column, Mapping
from indicators.ingest.numbers import Style
from indicators.ingest.readers import mapped
from indicators.ingest.suggest import suggest
from indicators.monitor.core import Monitor
from indicators.store import Actor

# What a column can be said to mean. A title row (block) names a part of all figures below it.
PARTS = ("key", "area", "indicator", "group", "period", "unit", "status", "source", "note")
BLOCKS = ("block_area", "block_indicator", "block_group", "block_period")
VALUES = ("value", "value_period")  # figures; or figures whose period stands in the header above them
MEANINGS = ("", *VALUES, *PARTS, *BLOCKS)


@dataclass(frozen=True)
class Header:
    """A column of the table, or several that differ only in their period: `letters` is "C" or "C–F"."""

    text: str
    letters: str
    example: str


@dataclass(frozen=True)
class Answer:
    """What was said of one header: one of MEANINGS, and for figures what they count, where the header tells it."""

    meaning: str = ""
    area: str = ""
    indicator: str = ""
    group: str = ""


@dataclass(frozen=True)
class Lesson:
    """What was said of a table.

    start        index of the first header row in the grid
    answers      one for each of its headers
    constants    part -> catalogue id or text that holds for every figure
    names        part -> {text of the file: catalogue id, or empty to leave the row out}
    """

    start: int
    header_rows: int
    answers: tuple[Answer, ...]
    constants: ReadOnly[str, str] = field(default_factory=dict)
    names: ReadOnly[str, ReadOnly[str, str]] = field(default_factory=dict)
    style: Style = "either"
    is_period_above: bool = False
    skips_other_areas: bool = True
    is_for_this_sheet: bool = False


def glance(data: bytes) -> tuple[Grid, ...] | Issue:
    """The first rows of every visible sheet, read within limits; or what is wrong with the file."""
    return peek_limited(data)


def headers(grid: Grid, start: int, header_rows: int) -> tuple[Header, ...]:
    """What can be given a meaning, from left to right."""
    texts = shapes.paths(grid, start, header_rows)
    found = []
    for columns in shapes.places(grid, start, header_rows).values():
        letters = column_letter(columns[0])
        if len(columns) > 1:
            letters += f"–{column_letter(columns[-1])}"
        below = (written(row[columns[0]]) for row in grid.rows[start + header_rows :] if columns[0] < len(row))
        found.append(Header(shapes.BETWEEN.join(texts[columns[0]]), letters, next(filter(None, below), "")))
    return tuple(found)


def mapping_of(grid: Grid, lesson: Lesson, name: str) -> Mapping:
    """The mapping that a lesson describes."""
    columns, blocks = [], []
    for index, answer in enumerate(lesson.answers):
        if answer.meaning.startswith("block_"):
            blocks.append(Block(header=index, part=answer.meaning.removeprefix("block_")))  # type: ignore[arg-type]
        elif answer.meaning in VALUES:
            period = "header" if answer.meaning == "value_period" else ""
            columns.append(
                Column(
                    header=index, part="value", area=answer.area, indicator=answer.indicator, group=answer.group,
                    period=period,
                )
            )  # fmt: skip
        elif answer.meaning:
            columns.append(Column(header=index, part=answer.meaning))  # type: ignore[arg-type]
    return Mapping(
        name=name, fingerprint=shapes.fingerprint(grid, lesson.start, lesson.header_rows), columns=tuple(columns),
        header_rows=lesson.header_rows, sheet=shapes.pattern(grid.sheet) if lesson.is_for_this_sheet else "",
        blocks=tuple(blocks), constants={part: text for part, text in lesson.constants.items() if text},
        names={part: {fold(text): found for text, found in known.items()} for part, known in lesson.names.items()},
        style=lesson.style, is_period_above=lesson.is_period_above, skips_other_areas=lesson.skips_other_areas,
    )  # fmt: skip


def attempt(monitor: Monitor, grid: Grid, mapping: Mapping, *, now: datetime) -> tuple[pd.DataFrame, tuple[Issue, ...]]:
    """What the shown rows of a table say, read by a mapping that nobody has stored yet: observations and issues."""
    texts, issues = mapped.read(grid, monitor.catalogue, mapping)
    table, found = interpret(texts, monitor.catalogue, today=now.date(), source=mapping.name)
    return table, tuple(sorted((*issues, *found), key=lambda issue: (issue.severity != "error", issue.row or 0)))


def keep(monitor: Monitor, mapping: Mapping, *, actor: Actor | None, now: datetime) -> int:
    """Store a mapping under its name, as the next version of it.

    raises   Fault without a name; Forbidden
    """
    name = mapping.name.strip()
    if not name:
        raise Fault("mapping.no_name")
    return monitor.store.save_mapping(name, shapes.to_json(replace(mapping, name=name)), actor=actor, now=now)


def open_parts(answers: tuple[Answer, ...]) -> tuple[str, ...]:
    """Which of area, indicator, group and period no column tells, so that it has to be said for the whole table."""
    said = {answer.meaning.removeprefix("block_") for answer in answers}
    values = [answer for answer in answers if answer.meaning in VALUES]
    if "key" in said:
        said.add("area")
    if values and all(answer.meaning == "value_period" for answer in values):
        said.add("period")
    for part in ("area", "indicator", "group"):
        if values and all(getattr(answer, part) for answer in values):
            said.add(part)
    return tuple(part for part in ("area", "indicator", "group", "period") if part not in said)


def unknown_names(issues: tuple[Issue, ...]) -> dict[str, tuple[str, ...]]:
    """Labels of the table that are no area, indicator or group of the catalogue: part -> texts."""
    found: dict[str, dict[str, None]] = {}
    for issue in issues:
        part, _, what = issue.code.partition(".")
        if what == "unknown" and part in ("area", "indicator", "group"):
            found.setdefault(part, {})[issue.found] = None
    return {part: tuple(texts) for part, texts in found.items()}


def first_lesson(monitor: Monitor, grid: Grid) -> Lesson:
    """What can be seen without being told: a lesson to begin with."""
    return lesson_of(grid, suggest(grid, monitor.catalogue))


def lesson_of(grid: Grid, mapping: Mapping) -> Lesson:
    """A mapping as the answers that describe it; of a mapping that says nothing, or for another table, nothing."""
    start = shapes.header_of(mapping, grid) if mapping.fingerprint else None
    if start is None:
        return Lesson(0, 1, (Answer(),) * len(shapes.fingerprint(grid, 0, 1)))
    answers = [Answer()] * len(mapping.fingerprint)
    for column in mapping.columns:
        meaning = "value_period" if column.part == "value" and column.period == "header" else column.part
        answers[column.header] = Answer(meaning, column.area, column.indicator, column.group)
    for block in mapping.blocks:
        answers[block.header] = Answer(f"block_{block.part}")
    return Lesson(
        start, mapping.header_rows, tuple(answers), mapping.constants, mapping.names, mapping.style, mapping.is_period_above,
        mapping.skips_other_areas, bool(mapping.sheet),
    )  # fmt: skip
