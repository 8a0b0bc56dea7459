"""A series of a group of people as a line of a table: value, change, whom it is set against, the gap, the course."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypedDict

from indicators.assess.compared import year_change
from indicators.assess.series import Point, Series
from indicators.catalogue import Catalogue
from indicators.catalogue.model import Goal
from indicators.present import goal, html, svg
from indicators.present.figure import Mark, holes, pieces, place
from indicators.present.views import SeriesView
from indicators.present.words import Words

Pieces = tuple[tuple[Mark, ...], ...]
WIDTH, HEIGHT = 150, 38


class Frame(TypedDict):
    """What a small picture shows: from when to when, from where to where, and its size."""

    x_range: tuple[float, float]
    y_range: tuple[float, float]
    width: int
    height: int


@dataclass(frozen=True)
class Row:
    """A series of a group.

    against   the same indicator for whom it is set against; None where there is none
    gaps      the group's value less the other's in every period both have; empty for numbers of people, which only say
              how large a group is
    goals     the goals of the city that are judged by it
    """

    series: SeriesView
    against: SeriesView | None
    gaps: Series
    goals: tuple[Goal, ...]


def newest(view: SeriesView) -> Point | None:
    """The newest value that is not withheld."""
    return next((point for point in reversed(view.points) if point.value is not None), None)


def at(points: Sequence[Point], found: Point) -> Point | None:
    return next((point for point in points if point.period == found.period), None)


def value(view: SeriesView, point: Point | None, catalogue: Catalogue, words: Words) -> dict[str, str]:
    """A figure with its mark, period and the page that says where it comes from."""
    if point is None:
        return {"text": "–", "href": "", "period": "", "mark": ""}
    told = goal.mark(point, view.indicator, catalogue, words)
    mark = words(f"status.{point.status}")
    return {"text": told.text if point.value is not None else mark, "href": goal.trace(view, str(point.period), words),
            "period": told.period, "mark": mark if point.value is not None else ""}  # fmt: skip


def gap(point: Point | None, view: SeriesView, catalogue: Catalogue, words: Words) -> str:
    """`−1,1 Prozentpunkte`; a dash where one of both values is not there."""
    if point is None or point.value is None:
        return "–"
    return words.difference(point.value, point.decimals, catalogue, view.indicator.unit)


def row_told(row: Row, own: str, catalogue: Catalogue, words: Words) -> dict[str, object]:
    """A line of a table with its small picture."""
    return {**row_words(row, own, catalogue, words), **trend(row, catalogue, words)}


def row_words(row: Row, own: str, catalogue: Catalogue, words: Words) -> dict[str, Any]:
    """A line of a table without the picture. `own`: the group the section is about, which needs no name."""
    view, point = row.series, newest(row.series)
    change = None
    if point is not None:
        change = year_change(point, view.points, view.breaks, is_stock=view.indicator.is_stock)
    other = at(row.against.points, point) if row.against is not None and point is not None else None
    return {
        "name": words.series(catalogue, view.indicator.id, "total" if view.group == own else view.group),
        "value": value(view, point, catalogue, words),
        "change": gap(change, view, catalogue, words),
        "against": value(row.against or view, other, catalogue, words),
        "gap": gap(at(row.gaps, point), view, catalogue, words) if point is not None else "–",
        "goals": [{"id": one.id, "href": html.link("goal", words.language, goal=one.id)} for one in row.goals],
        "holes": "; ".join(_holes_told(view, words)),
    }  # fmt: skip


def _holes_told(view: SeriesView, words: Words) -> list[str]:
    """The periods inside the series without a value, and every one whose value was withheld, with the reason."""
    reasons = {point.period: words(f"status.{point.status}") for point in view.points if point.value is None}
    told = dict.fromkeys(holes(view.points), "") | reasons
    names = {period: words.period(period, view.indicator) for period in sorted(told)}
    return [
        words("groups.withheld", period=name, reason=told[period]) if told[period] else name for period, name in names.items()
    ]


def _drawn(view: SeriesView, points: Sequence[Point], catalogue: Catalogue, words: Words) -> Pieces:
    marks = [goal.mark(point, view.indicator, catalogue, words) for point in points]
    return pieces(points, marks, view.breaks, is_stock=view.indicator.is_stock)


def trend(row: Row, catalogue: Catalogue, words: Words, frame: Frame | None = None) -> dict[str, object]:
    """The course of the group as a small picture, in a rate over the faint line of whom it is set against.

    frame   years and height of the picture; those of the series itself without one
    """
    view, since = row.series, frame["x_range"][0] if frame else 0.0
    line = _since(_drawn(view, view.points, catalogue, words), since)
    if sum(len(piece) for piece in line) < 2:
        return {"trend": None, "trend_text": ""}
    start = max(since, line[0][0].x)
    against = row.against if row.gaps else None
    under = _since(_drawn(against, against.points, catalogue, words), start) if against is not None else ()
    frame = frame or _frame_of((*line, *under))
    main = svg.trend([line], **frame)
    picture = html.mask_layers([main, svg.trend([under], **frame, faint=True)]) if under else html.mask(main)
    return {"trend": picture, "trend_text": _course_told(view, line, catalogue, words)}


def _since(line: Pieces, start: float) -> Pieces:
    kept = (tuple(mark for mark in piece if mark.x >= start) for piece in line)
    return tuple(piece for piece in kept if piece)


def _frame_of(line: Pieces) -> Frame:
    marks = [mark for piece in line for mark in piece]
    places, values = [mark.x for mark in marks], [mark.y or 0.0 for mark in marks]
    return Frame(x_range=(min(places), max(places)), y_range=(min(values), max(values)), width=WIDTH, height=HEIGHT)


def _course_told(view: SeriesView, line: Pieces, catalogue: Catalogue, words: Words) -> str:
    first, last = line[0][0], line[-1][-1]
    return words("figure.alt_line", subject=words.series(catalogue, view.indicator.id, view.group),
                 area=view.area.name.in_language(words.language), first_period=first.period, first=first.text,
                 last_period=last.period, last=last.text)  # fmt: skip


def gap_table(row: Row, catalogue: Catalogue, words: Words) -> dict[str, object]:
    """The gap as a series of its own, newest first, with both values it is made of."""
    assert row.against is not None
    view, other = row.series, row.against
    names = [words.group(catalogue, one.group) for one in (view, other)]
    return {
        "head": words("groups.gap_head", indicator=view.indicator.name.in_language(words.language), first=names[0],
                      second=names[1], count=sum(point.value is not None for point in row.gaps)),
        "names": names,
        "rows": [
            {"period": words.period(point.period, view.indicator), "gap": gap(point, view, catalogue, words),
             "values": [value(one, at(one.points, point), catalogue, words) for one in (view, other)]}
            for point in reversed(row.gaps)
        ],
        **gap_picture(row.gaps, view, catalogue, words),
    }  # fmt: skip


def gap_picture(gaps: Series, view: SeriesView, catalogue: Catalogue, words: Words) -> dict[str, object]:
    """The gap over the years with zero as a dashed line."""
    line = _drawn(view, gaps, catalogue, words)
    filled = [point for point in gaps if point.value is not None]
    values = [0.0, *(point.value or 0.0 for point in filled)]
    places = [place(point.period) for point in filled]
    uri = svg.trend([line], x_range=(min(places), max(places)), y_range=(min(values), max(values)), width=480, height=110,
                    target=0.0)  # fmt: skip
    first, last = (
        (words.period(point.period, view.indicator), gap(point, view, catalogue, words)) for point in (filled[0], filled[-1])
    )
    text = words("groups.gap_alt", first_period=first[0], first=first[1], last_period=last[0], last=last[1])
    return {
        "picture": html.mask(uri), "picture_text": text,
        "ends": [words("groups.gap_end", period=period, gap=size) for period, size in (first, last)],
    }  # fmt: skip
