"""Groups of people in one city: what is known of each, how far it is from the others, and what no figure tells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from indicators.assess.series import Point
from indicators.catalogue import Catalogue
from indicators.catalogue.model import Area
from indicators.catalogue.people import People, key_of
from indicators.present import html, svg
from indicators.present.figure import place
from indicators.present.focus import FocusView
from indicators.present.group_rows import HEIGHT, WIDTH, Frame, Row, at, gap, gap_table, newest, row_told, trend, value
from indicators.present.overview import TREND_SINCE
from indicators.present.source import source_line
from indicators.present.views import GoalView, SeriesView
from indicators.present.words import Words


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
class GroupsView:
    """Everything the page shows of one city. `glance`: one rate, everybody first, then group by group."""

    area: Area
    glance: tuple[Row, ...]
    sections: tuple[Section, ...]
    parities: tuple[ParityView, ...]
    focus: FocusView | None


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
        told = row_told(row, "", catalogue, words) | trend(row, catalogue, words, _glance_frame(shown))
        dots = svg.against(point.value or 0.0, other.value if other else None, high)
        rows.append(told | {"name": words.group(catalogue, row.series.group), "dots": html.mask(dots),
                            "dots_text": _dots_told(told, words)})  # fmt: skip
    return html.render(
        "groups_glance.html", words=words, rows=rows, since=TREND_SINCE, title=indicator.name.in_language(words.language),
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
        width=WIDTH,
        height=HEIGHT,
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
    rows = [row_told(row, own, catalogue, words) for row in found.rows]
    missing = [
        {"name": words.series(catalogue, name, "total" if group == own else group),
         "href": html.link("sources", words.language) + f"#{name}"}
        for name, group in found.missing
    ]  # fmt: skip
    return html.render(
        "groups_section.html", words=words, id=people.id, title=people.name.in_language(words.language),
        note=people.note.in_language(words.language) if people.note else "", rows=rows, missing=missing,
        finding=finding(found, catalogue, words), own=words("table.value") if own == "total" else _name(own, catalogue, words),
        against=_name(people.against, catalogue, words),
        has_gaps=any(row.gaps for row in found.rows),
        gaps=[gap_table(row, catalogue, words) for row in found.rows if sum(p.value is not None for p in row.gaps) > 1],
        sources=sources(found.rows, catalogue, words),
        empty=words("groups.section_empty", area=area.name.in_language(words.language)), remark=remark,
    )  # fmt: skip


def sources(rows: Sequence[Row], catalogue: Catalogue, words: Words) -> list[str]:
    """Where the figures come from, indicator by indicator: each has its own basis and Stand."""
    by_indicator: dict[str, list[SeriesView]] = {}
    for row in rows:
        by_indicator.setdefault(row.series.indicator.name.in_language(words.language), []).append(row.series)
    return [words("groups.source", name=name, source=source_line(own, catalogue, words)) for name, own in by_indicator.items()]


def _name(group: str, catalogue: Catalogue, words: Words) -> str:
    return words.group(catalogue, group) if group else ""


def finding(found: Section, catalogue: Catalogue, words: Words) -> str:
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
