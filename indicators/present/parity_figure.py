"""The gap between two groups over the years as a figure: zero is the goal, both values stand in the table."""

from collections.abc import Sequence
from dataclasses import replace

from indicators.assess.series import Point
from indicators.catalogue import Catalogue
from indicators.catalogue.model import Parity
from indicators.present import goal, overview
from indicators.present.figure import FigureSpec, Line, Mark, Target, holes, pieces
from indicators.present.source import source_line
from indicators.present.tables import Cell, Column, FigureTable
from indicators.present.views import GoalView, SeriesView
from indicators.present.words import Words

Pair = tuple[SeriesView, SeriesView]


def figure(view: GoalView, pair: Pair, catalogue: Catalogue, words: Words) -> FigureSpec:
    """The first group of the goal less its second.

    pair   their series, of which at least one period has both
    """
    found, first = view.assessment, pair[0]
    assert found.parity is not None
    marks = [_mark(point, first, catalogue, words) for point in found.series]
    breaks = {*first.breaks, *pair[1].breaks}
    name, unit = first.area.name.in_language(words.language), catalogue.units[first.indicator.unit].difference
    line = Line(
        name,
        name,
        pieces(found.series, marks, sorted(breaks), is_stock=first.indicator.is_stock),
        tone=found.tone,
    )
    return FigureSpec(
        heading=_finding(view, first, catalogue, words), sentence=_sentence(found.parity, first, catalogue, words),
        lines=(line,), unit=unit.in_language(words.language), decimals=first.indicator.decimals, from_zero=True,
        alt=_alt(found.parity, found.series, marks, pair, catalogue, words), source=source_line(pair, catalogue, words),
        table=table(found.parity, found.series, pair, catalogue, words),
        notes=goal.notes(first.events, found.series, first.indicator, words),
        target=_target(view, words),
    )  # fmt: skip


def _target(view: GoalView, words: Words) -> Target:
    due = words.due(view.goal)
    label = words("parity_figure.target_by", due=due) if due else words("parity_figure.target")
    return Target(0.0, label, origin=goal.origin(view.document, words))


def _finding(view: GoalView, series: SeriesView, catalogue: Catalogue, words: Words) -> str:
    found, indicator = view.assessment, series.indicator
    assert found.parity is not None and found.current is not None
    told = {
        "area": view.area.name.in_language(words.language), "indicator": indicator.name.in_language(words.language),
        "gap": overview.current_value(found, indicator, catalogue, words),
        "period": words.period(found.current.period, indicator), **_names(found.parity, catalogue, words),
    }  # fmt: skip
    return words("parity_figure.finding", **told)


def _mark(point: Point, series: SeriesView, catalogue: Catalogue, words: Words) -> Mark:
    plain = goal.mark(point, series.indicator, catalogue, words)
    if point.value is None:
        return plain
    text = words.difference(point.value, point.decimals, catalogue, series.indicator.unit)
    return replace(plain, text=text, number=words.signed(point.value, point.decimals))


def _names(asked: Parity, catalogue: Catalogue, words: Words) -> dict[str, str]:
    first, second = (words.group(catalogue, group) for group in asked.groups)
    return {"first": first, "second": second}


def _sentence(asked: Parity, series: SeriesView, catalogue: Catalogue, words: Words) -> str:
    indicator = series.indicator.name.in_language(words.language)
    return words("parity_figure.sentence", indicator=indicator, **_names(asked, catalogue, words))


def _alt(
    asked: Parity, gaps: Sequence[Point], marks: Sequence[Mark], pair: Pair, catalogue: Catalogue, words: Words
) -> str:  # fmt: skip
    indicator, area = pair[0].indicator, pair[0].area.name.in_language(words.language)
    subject = words("parity_figure.subject", indicator=indicator.name.in_language(words.language),
                    **_names(asked, catalogue, words))  # fmt: skip
    filled = [mark for mark in marks if mark.y is not None]
    alt = words("figure.alt_line" if len(filled) > 1 else "figure.alt_single", subject=subject, area=area,
                first_period=filled[0].period, first=filled[0].text, last_period=filled[-1].period,
                last=filled[-1].text)  # fmt: skip
    alt += " " + words("parity_figure.alt_target", tolerance=overview.tolerance(asked, catalogue, words))
    if missing := holes(gaps):
        alt += " " + words("figure.alt_holes", periods=", ".join(words.period(period, indicator) for period in missing))
    return alt


def table(asked: Parity, gaps: Sequence[Point], pair: Pair, catalogue: Catalogue, words: Words) -> FigureTable:
    """Both values of each period and their gap, newest first; each value leads to its origin."""
    indicator = pair[0].indicator
    unit, gap_unit = words.unit(catalogue, indicator.unit), catalogue.units[indicator.unit].difference
    columns = (
        Column(words("table.period")),
        *(Column(words.group(catalogue, group), unit, is_number=True) for group in asked.groups),
        Column(words("groups.col_gap"), gap_unit.in_language(words.language), is_number=True),
        Column(words("table.target"), is_number=True), Column(words("table.status")),
    )  # fmt: skip
    known = [{point.period: point for point in series.points} for series in pair]
    target = Cell(words("target.parity", tolerance=overview.tolerance(asked, catalogue, words)))
    rows = (
        (
            Cell(words.period(gap.period, indicator)),
            *(_value(points.get(gap.period), series, words) for points, series in zip(known, pair, strict=True)),
            Cell("–" if gap.value is None else words.signed(gap.value, gap.decimals), gap.value, gap.decimals),
            target, Cell(words(f"status.{gap.status}")),
        )
        for gap in reversed(gaps)
    )  # fmt: skip
    return FigureTable(columns, tuple(rows), words("provenance.hint"))


def _value(point: Point | None, series: SeriesView, words: Words) -> Cell:
    if point is None or point.value is None:
        return Cell(words("table.missing"))
    trace = goal.trace(series, str(point.period), words)
    return Cell(words.number(point.value, point.decimals), point.value, point.decimals, trace)
