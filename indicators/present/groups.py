"""Groups of people in one city: what is known of each, how far it is from the others, and what no figure tells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict

from indicators.assess.series import Point, Series
from indicators.catalogue import Catalogue
from indicators.catalogue.model import Area, Goal
from indicators.catalogue.people import Focus, FocusGroup, People, key_of
from indicators.present import goal, html, svg
from indicators.present.figure import Mark, holes, pieces, place
from indicators.present.overview import TREND_SINCE
from indicators.present.source import source_line
from indicators.present.views import GoalView, SeriesView
from indicators.present.words import Words

Pieces = tuple[tuple[Mark, ...], ...]
_WIDTH, _HEIGHT = 150, 38


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


@dataclass(frozen=True)
class Section:
    """One group of people: its series, and those that the catalogue knows and nobody delivered (indicator, group)."""

    people: People
    rows: tuple[Row, ...]
    missing: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ParityView:
    """A goal of equality. `pair` holds the two series, None where nothing is stored; `elsewhere` those of Germany."""

    view: GoalView
    pair: tuple[SeriesView | None, ...]
    elsewhere: tuple[SeriesView, ...]


@dataclass(frozen=True)
class FocusView:
    """The focus groups of a city and the series that measure them; None where nothing is stored."""

    focus: Focus
    series: Mapping[str, SeriesView | None]


@dataclass(frozen=True)
class GroupsView:
    """Everything the page shows of one city. `glance`: one rate, everybody first, then group by group."""

    area: Area
    glance: tuple[Row, ...]
    sections: tuple[Section, ...]
    parities: tuple[ParityView, ...]
    focus: FocusView | None


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


def lead(view: GroupsView, catalogue: Catalogue, words: Words) -> str:
    """The newest rate of everybody and of each group in one sentence."""
    area = view.area.name.in_language(words.language)
    last = newest(view.glance[0].series) if view.glance else None
    if last is None:
        text = words("groups.nothing", area=area)
    else:
        indicator = view.glance[0].series.indicator
        values = [
            words("groups.lead_value", group=words.group(catalogue, row.series.group),
                  value=words.value(point.value, point.decimals, catalogue, indicator.unit))
            for row in view.glance
            if (point := at(row.series.points, last)) is not None and point.value is not None
        ]  # fmt: skip
        text = words("groups.lead", indicator=indicator.name.in_language(words.language), area=area,
                     period=words.period(last.period, indicator), values=", ".join(values))  # fmt: skip
    return html.render("lead.html", title=words("groups.title"), text=text, stand=words("groups.rule"))


def glance(view: GroupsView, catalogue: Catalogue, words: Words) -> str:
    """One rate, group by group: value, distance to everybody as a picture from zero, course."""
    shown = [(row, point) for row in view.glance if (point := newest(row.series)) is not None]
    if not shown:
        return ""
    high = max(point.value or 0.0 for _, point in shown)
    indicator = shown[0][0].series.indicator
    rows = []
    for row, point in shown:
        other = at(row.against.points, point) if row.against is not None else None
        told = _row(row, "", catalogue, words) | _trend(row, catalogue, words, _glance_frame(shown))
        dots = svg.against(point.value or 0.0, other.value if other else None, high)
        rows.append(told | {"name": words.group(catalogue, row.series.group), "dots": html.mask(dots),
                            "dots_text": _dots_told(told, words)})  # fmt: skip
    return html.render(
        "groups_glance.html", words=words, rows=rows, title=indicator.name.in_language(words.language),
        scale=words("groups.scale", high=words.value(high, shown[0][1].decimals, catalogue, indicator.unit)),
        source=source_line([row.series for row, _ in shown], catalogue, words),
    )  # fmt: skip


def _glance_frame(shown: Sequence[tuple[Row, Point]]) -> Frame:
    """Years and height that all pictures of one rate share, from zero, so that they can be laid side by side."""
    marks = [point for row, _ in shown for point in row.series.points if point.period.year >= TREND_SINCE]
    places = [place(point.period) for point in marks]
    return Frame(
        x_range=(min(places), max(places)),
        y_range=(0.0, max(point.value or 0.0 for point in marks)),
        width=_WIDTH,
        height=_HEIGHT,
    )


def _dots_told(told: Mapping[str, object], words: Words) -> str:
    figure = told["value"]["text"]  # type: ignore[index]
    if told["gap"] == "–":
        return words("groups.dot", value=figure)
    return words("groups.dots", value=figure, against=told["against"]["text"], gap=told["gap"])  # type: ignore[index]


def section(found: Section, area: Area, catalogue: Catalogue, words: Words, *, remark: str = "") -> str:
    """The series of one group beside whom it is set against, the gap as a series of its own, and what nobody delivered."""
    people = found.people
    own = key_of(people.series[0])[1]
    rows = [_row(row, own, catalogue, words) for row in found.rows]
    missing = [
        {"name": words.series(catalogue, name, "total" if group == own else group),
         "href": html.link("sources", words.language) + f"#{name}"}
        for name, group in found.missing
    ]  # fmt: skip
    return html.render(
        "groups_section.html", words=words, id=people.id, title=people.name.in_language(words.language),
        note=people.note.in_language(words.language) if people.note else "", rows=rows, missing=missing,
        finding=_finding(found, catalogue, words), against=_name(people.against, catalogue, words),
        has_gaps=any(row.gaps for row in found.rows),
        gaps=[gap_table(row, catalogue, words) for row in found.rows if sum(p.value is not None for p in row.gaps) > 1],
        source=source_line([row.series for row in found.rows], catalogue, words) if found.rows else "",
        empty=words("groups.section_empty", area=area.name.in_language(words.language)), remark=remark,
    )  # fmt: skip


def _name(group: str, catalogue: Catalogue, words: Words) -> str:
    return words.group(catalogue, group) if group else ""


def _finding(found: Section, catalogue: Catalogue, words: Words) -> str:
    """The first series of the group in one sentence."""
    if not found.rows:
        return ""
    row = next((row for row in found.rows if row.gaps), found.rows[0])
    view, point = row.series, newest(row.series)
    if point is None or point.value is None:
        return ""
    shown = value(view, point, catalogue, words)
    told = {"indicator": view.indicator.name.in_language(words.language), "group": words.group(catalogue, view.group),
            "period": shown["period"], "value": shown["text"]}  # fmt: skip
    other = at(row.against.points, point) if row.against is not None else None
    if row.against is None or other is None or other.value is None:
        return words("groups.finding_everybody" if view.group == "total" else "groups.finding", **told)
    beside = {"against": words.group(catalogue, row.against.group),
              "other": value(row.against, other, catalogue, words)["text"]}  # fmt: skip
    if not row.gaps:
        return words("groups.finding_part", **told, **beside)
    return words("groups.finding_gap", **told, **beside, gap=gap(at(row.gaps, point), view, catalogue, words))


def _row(row: Row, own: str, catalogue: Catalogue, words: Words) -> dict[str, object]:
    """A line of a table. `own`: the group the section is about, which needs no name."""
    view, point = row.series, newest(row.series)
    change = goal.year_change(point, view.points) if point is not None else None
    other = at(row.against.points, point) if row.against is not None and point is not None else None
    unit = view.indicator.unit
    return {
        "name": words.series(catalogue, view.indicator.id, "total" if view.group == own else view.group),
        "value": value(view, point, catalogue, words),
        "change": words.difference(change, point.decimals, catalogue, unit) if point and change is not None else "–",
        "against": value(row.against or view, other, catalogue, words),
        "gap": gap(at(row.gaps, point), view, catalogue, words) if point is not None else "–",
        "goals": [{"id": one.id, "href": html.link("goal", words.language, goal=one.id)} for one in row.goals],
        "holes": ", ".join(words.period(period, view.indicator) for period in holes(view.points)),
        **_trend(row, catalogue, words),
    }  # fmt: skip


def _drawn(view: SeriesView, points: Sequence[Point], catalogue: Catalogue, words: Words) -> Pieces:
    marks = [goal.mark(point, view.indicator, catalogue, words) for point in points]
    return pieces(points, marks, [goal.year_of(event.date) for event in view.events if event.breaks])


def _trend(row: Row, catalogue: Catalogue, words: Words, frame: Frame | None = None) -> dict[str, object]:
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
    picture = html.mask_over(main, svg.trend([under], **frame, faint=True)) if under else html.mask(main)
    return {"trend": picture, "trend_text": _course_told(view, line, catalogue, words)}


def _since(line: Pieces, start: float) -> Pieces:
    kept = (tuple(mark for mark in piece if mark.x >= start) for piece in line)
    return tuple(piece for piece in kept if piece)


def _frame_of(line: Pieces) -> Frame:
    marks = [mark for piece in line for mark in piece]
    places, values = [mark.x for mark in marks], [mark.y or 0.0 for mark in marks]
    return Frame(x_range=(min(places), max(places)), y_range=(min(values), max(values)), width=_WIDTH, height=_HEIGHT)


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


def focus(found: FocusView, catalogue: Catalogue, words: Words) -> str:
    """The focus groups of a city, each with what can be measured and what cannot."""
    own, language = found.focus, words.language
    return html.render(
        "groups_focus.html", words=words, title=own.title.in_language(language), quote=own.quote, source=own.source,
        groups=[_focus_group(group, found, catalogue, words) for group in own.group],
    )  # fmt: skip


def _focus_group(group: FocusGroup, found: FocusView, catalogue: Catalogue, words: Words) -> dict[str, object]:
    language = words.language
    return {
        "name": group.name.in_language(language),
        "measured": [_measured(name, found, catalogue, words) for name in group.measured],
        "unmeasured": [
            {"what": one.what.in_language(language), "why": one.why.in_language(language), "source": one.source}
            for one in group.unmeasured
        ],
        "goals": [
            {"name": catalogue.goals[name].title.in_language(language), "href": html.link("goal", language, goal=name)}
            for name in group.goals
        ],
    }


def _measured(name: str, found: FocusView, catalogue: Catalogue, words: Words) -> dict[str, str]:
    indicator, group = key_of(name)
    view, city = found.series[name], catalogue.areas[found.focus.area].slug
    point = newest(view) if view is not None else None
    told = value(view, point, catalogue, words) if view is not None and point is not None else None
    shown = words("groups.measured_value", value=told["text"], period=told["period"]) if told else words("groups.not_stored")
    return {
        "name": words.series(catalogue, indicator, group),
        "href": html.link("compare", words.language, indicator=indicator, group=group, city=city),
        "value": shown,
        "trace": told["href"] if told else "",
    }  # fmt: skip
