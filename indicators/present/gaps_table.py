"""The sheet of gaps to take along: every number of it in one table, and a text that cites it."""

from collections.abc import Callable, Sequence
from datetime import datetime

from indicators.assess.assessment import RULE_VERSION
from indicators.catalogue import Catalogue
from indicators.present import cite, gaps, tables
from indicators.present.effort import pace_decimals
from indicators.present.gaps import GapView
from indicators.present.tables import Cell, Column, FigureTable
from indicators.present.words import Words


def table(views: Sequence[GapView], catalogue: Catalogue, words: Words) -> FigureTable:
    """One row a series, numbers as numbers with their units beside them; empty where there is none."""
    columns = (
        Column(words("overview.city")), Column(words("gaps.col_goal")), Column(words("table.indicator")),
        Column(words("table.group")), Column(words("gaps.col_verdict")), Column(words("overview.col_current"), is_number=True),
        Column(words("table.unit")), Column(words("table.period")), Column(words("overview.col_target")),
        Column(words("gaps.col_gap"), is_number=True), Column(words("gaps.by_people"), is_number=True),
        Column(words("effort.needed"), is_number=True), Column(words("effort.actual"), is_number=True),
        Column(words("gaps.file_low"), is_number=True), Column(words("gaps.file_high"), is_number=True),
        Column(words("gaps.file_unit")), Column(words("calc.deadline")), Column(words("gaps.file_months"), is_number=True),
        Column(words("table.source")),
    )  # fmt: skip
    return FigureTable(columns, tuple(_row(view, catalogue, words) for view in views))


def _row(view: GapView, catalogue: Catalogue, words: Words) -> tuple[Cell, ...]:
    found, indicator, language = view.found, view.indicator, words.language
    current, slope, unit = found.current, found.slope, catalogue.units[indicator.unit]
    groups = ", ".join(words.group(catalogue, one.group) for one in view.series)
    published, finer = current.decimals if current is not None else indicator.decimals, pace_decimals(indicator)
    return (
        Cell(view.area.name.in_language(language)), Cell(view.goal.title.in_language(language)),
        Cell(catalogue.label("indicator", indicator.id, language)), Cell(groups),
        Cell(words(f"verdict.{found.verdict}")), _number(current.value if current is not None else None, published, words),
        Cell(unit.name.in_language(language)), Cell(words.period(current.period, indicator) if current is not None else ""),
        Cell(gaps.target(found, catalogue, words)), _number(found.gap, published, words),
        _number(gaps.people_missing(view), 0, words), _number(found.needed_per_year, finer, words),
        *(_number(value, finer, words) for value in ((slope.per_year, slope.low, slope.high) if slope else (None,) * 3)),
        Cell(words("gaps.a_year", unit=unit.difference.in_language(language))),
        Cell(words.period(found.deadline, indicator) if found.deadline is not None else ""),
        _number(view.months_left, 0, words), Cell(source([view], catalogue, words)),
    )  # fmt: skip


def _number(value: float | None, decimals: int, words: Words) -> Cell:
    return Cell("") if value is None else Cell(words.number(value, decimals), value, decimals)


def source(views: Sequence[GapView], catalogue: Catalogue, words: Words) -> str:
    """The source lines of all indicators behind one another."""
    return "; ".join(f"{name}. {line}" for name, line in gaps.sources(views, catalogue, words))


def files(views: Sequence[GapView], catalogue: Catalogue, words: Words) -> dict[str, Callable[[], bytes]]:
    """What can be downloaded: ending -> who makes it once somebody asks."""
    return {
        "csv": lambda: tables.csv(table(views, catalogue, words), words),
        "xlsx": lambda: tables.xlsx(
            words("gaps.title"), table(views, catalogue, words), source(views, catalogue, words)
        ),
    }  # fmt: skip


def citation(views: Sequence[GapView], address: str, moment: datetime, catalogue: Catalogue, words: Words) -> str:
    """One paragraph to copy: what the sheet says, its sources, and the permanent address."""
    told = f"{words('gaps.title')} {gaps.lead(views, words)}".replace("**", "").removesuffix(".")  # the citation brings its own
    link = cite.permanent(address, moment, RULE_VERSION)
    line = source(views, catalogue, words)
    return words("figure.citation", finding=told, source=line, day=words.date(moment.date()), link=link)
