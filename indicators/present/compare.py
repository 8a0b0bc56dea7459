"""The comparison of cities: one picture of all, one small picture each, and the latest values. No ranking by verdict."""

from collections.abc import Sequence
from typing import TypedDict

from indicators.assess.series import Point
from indicators.catalogue import Catalogue
from indicators.catalogue.model import Area
from indicators.present import goal, goal_words, html, svg
from indicators.present.figure import FigureSpec, Line, Mark, Role, holes, pieces, place, starts_at_zero
from indicators.present.source import source_line
from indicators.present.tables import Cell, Column, FigureTable
from indicators.present.views import SeriesView
from indicators.present.words import Words


def finding(views: Sequence[SeriesView], catalogue: Catalogue, words: Words) -> str:
    """One sentence: how far apart the cities are in the newest period that all of them with figures share."""
    found = {view.area.area: (view, filled(view)) for view in views if view.area.kind == "city" and filled(view)}
    if not found:
        return words("compare.nothing")
    shared = set.intersection(*({point.period for point in points} for _, points in found.values()))
    if not shared:
        return words("compare.no_shared_period")
    period = max(shared)
    values = {area: next(p for p in points if p.period == period) for area, (_, points) in found.items()}
    indicator = next(iter(found.values()))[0].indicator
    low, high = (pick(values, key=lambda area: values[area].value or 0.0) for pick in (min, max))

    def told(area: str) -> str:
        return words.full_value(values[area].value or 0.0, values[area].decimals, catalogue, indicator.unit)

    def name(area: str) -> str:
        return catalogue.label("area", area, words.language)

    when = words.when(period, indicator)
    if len(values) == 1:
        return words("compare.finding_one", when=when, city=name(low), value=told(low))
    return words(
        "compare.finding", when=when, low=told(low), low_city=name(low), high=told(high), high_city=name(high),
        count=words(f"compare.count_{len(values)}") if len(values) < 5 else len(values),
    )  # fmt: skip


def filled(view: SeriesView) -> tuple[Point, ...]:
    return tuple(point for point in view.points if point.value is not None)


def drawn(views: Sequence[SeriesView]) -> list[SeriesView]:
    """The areas that fit one axis: all for a rate, only the cities for a stock, which a Land would dwarf."""
    is_rate = views[0].indicator.kind in ("rate", "gap")
    return [view for view in views if filled(view) and (is_rate or view.area.kind == "city")]


def figure(views: Sequence[SeriesView], focus: str, catalogue: Catalogue, words: Words) -> FigureSpec:
    """All areas in one picture: the chosen city strong, the others quiet, Land and Bund dotted."""
    shown = drawn(views)
    lines = tuple(_line(view, focus, catalogue, words) for view in sorted(shown, key=lambda v: v.area.area == focus))
    indicator, group = shown[0].indicator, shown[0].group
    values = [point.value for view in shown for point in filled(view) if point.value is not None]
    points = max((view.points for view in shown), key=len)
    latest = "; ".join(f"{line.name} {line.last.text} ({line.last.period})" for line in lines if line.last)
    areas = ", ".join(line.name for line in lines)
    return FigureSpec(
        heading=words.series(catalogue, indicator.id, group), table=values_table(views, catalogue, words), lines=lines,
        unit=words.unit(catalogue, indicator.unit),
        decimals=indicator.decimals, from_zero=starts_at_zero(values),
        alt=words("figure.alt_compare", indicator=indicator.name.in_language(words.language),
                  group=words.group(catalogue, group), areas=areas, values=latest),
        source=source_line(shown, catalogue, words), notes=goal.notes(shown[0].events, points, words),
    )  # fmt: skip


def _line(view: SeriesView, focus: str, catalogue: Catalogue, words: Words) -> Line:
    role: Role = "main" if view.area.area == focus else "other" if view.area.kind == "city" else "reference"
    area = view.area
    name, short = (text.in_language(words.language) for text in (area.name, area.short))
    return Line(name, short, _pieces(view, catalogue, words), role)


def _pieces(view: SeriesView, catalogue: Catalogue, words: Words) -> tuple[tuple[Mark, ...], ...]:
    points = view.points
    marks = [goal.mark(point, view.indicator, catalogue, words) for point in points]
    return pieces(points, marks, [goal.year_of(event.date) for event in view.events if event.breaks])


class _Frame(TypedDict):
    """What all small pictures share."""

    x_range: tuple[float, float]
    y_range: tuple[float, float]
    width: int
    height: int


def panels(views: Sequence[SeriesView], catalogue: Catalogue, words: Words) -> str:
    """A small picture for each area on one shared axis, the others faint behind it."""
    shown = [(view, _pieces(view, catalogue, words)) for view in drawn(views)]
    values = [point.value for view, _ in shown for point in filled(view) if point.value is not None]
    places = [place(point.period) for view, _ in shown for point in filled(view)]
    low = 0.0 if starts_at_zero(values) else min(values)
    high, indicator = max(values), shown[0][0].indicator
    cells = []
    frame = _Frame(x_range=(min(places), max(places)), y_range=(low, high * 1.02), width=240, height=120)
    everything = svg.trend([own for _, own in shown], **frame, baseline=True, faint=True)
    for view, own in shown:
        last = filled(view)[-1]
        cells.append(
            {
                "name": view.area.name.in_language(words.language),
                "value": words.value(last.value or 0.0, last.decimals, catalogue, indicator.unit),
                "period": words.period(last.period, indicator),
                "picture": html.mask_over_shared(svg.trend([own], **frame)),
                "alt": _told(view, catalogue, words),
            }
        )
    axis = words("compare.axis", low=words.value(low, 0 if not low else indicator.decimals, catalogue, indicator.unit),
                 high=words.value(high, indicator.decimals, catalogue, indicator.unit))  # fmt: skip
    years = (str(int(min(places))), str(int(max(places))))
    return html.render(
        "compare_panels.html", cells=cells, everything=html.masks(everything), axis=axis, years=years, words=words
    )


def _told(view: SeriesView, catalogue: Catalogue, words: Words) -> str:
    points = filled(view)
    first, last = (goal.mark(points[index], view.indicator, catalogue, words) for index in (0, -1))
    return words("figure.alt_line", subject=words.series(catalogue, view.indicator.id, view.group),
                 area=view.area.name.in_language(words.language), first_period=first.period, first=first.text,
                 last_period=last.period, last=last.text)  # fmt: skip


def latest(views: Sequence[SeriesView], catalogue: Catalogue, words: Words) -> str:
    """The newest value of each area, with its own period, the change to the year before, and who runs the job centre."""
    rows = []
    for view in views:
        points = filled(view)
        last = points[-1] if points else None
        change = goal_words.year_change(last, points) if last else None
        rows.append(
            {
                "area": view.area.name.in_language(words.language),
                "job_centre": _job_centre(view.area, words),
                "value": goal.mark(last, view.indicator, catalogue, words).text if last else words("table.missing"),
                "href": goal.trace(view, str(last.period), words) if last else "",
                "period": words.period(last.period, view.indicator) if last else "–",
                "change": words.signed(change, last.decimals) if last and change is not None else "–",
                "holes": ", ".join(words.period(period, view.indicator) for period in holes(view.points)) or "–",
            }
        )
    indicator = views[0].indicator
    periods = {row["period"] for row in rows if row["period"] != "–"}
    return html.render(
        "compare_latest.html", rows=rows, words=words, different_periods=len(periods) > 1,
        only_cities=indicator.kind not in ("rate", "gap"),
        unit=words.unit(catalogue, indicator.unit),
        change_unit=catalogue.units[indicator.unit].difference.in_language(words.language),
        traps=indicator.traps.in_language(words.language),
    )  # fmt: skip


def values_table(views: Sequence[SeriesView], catalogue: Catalogue, words: Words) -> FigureTable:
    """Every value of the picture: periods down, areas across; a hole is a dash."""
    shown = [view for view in views if filled(view)]
    periods = sorted({point.period for view in shown for point in view.points}, reverse=True)
    by_area = [{point.period: point for point in view.points} for view in shown]
    indicator = shown[0].indicator
    unit = words.unit(catalogue, indicator.unit)
    columns = (Column(words("table.period")), *(Column(view.area.name.in_language(words.language), unit, is_number=True)
                                                for view in shown))  # fmt: skip
    rows = (
        (Cell(words.period(period, indicator)),
         *(_cell(view, points.get(period), words) for view, points in zip(shown, by_area, strict=True)))
        for period in periods
    )  # fmt: skip
    return FigureTable(columns, tuple(rows), words("provenance.hint"))


def _cell(view: SeriesView, point: Point | None, words: Words) -> Cell:
    """What is shown, and where its provenance is told."""
    if point is None:
        return Cell("–")
    text = words(f"status.{point.status}") if point.value is None else words.number(point.value, point.decimals)
    return Cell(text, point.value, point.decimals, goal.trace(view, str(point.period), words))


def _job_centre(area: Area, words: Words) -> str:
    if not area.job_centre:
        return "–"
    kind = words(f"compare.{area.job_centre}")
    return words("compare.since", kind=kind, year=area.job_centre_since) if area.job_centre_since else kind


def head(views: Sequence[SeriesView], catalogue: Catalogue, words: Words) -> str:
    """Title, the finding, and what is compared."""
    indicator = views[0].indicator
    return html.render(
        "compare_head.html", title=words("compare.title"), finding=finding(views, catalogue, words),
        definition=f"{words.series(catalogue, indicator.id, views[0].group)}: "
        + indicator.definition.in_language(words.language),
    )  # fmt: skip


def csv_table(views: Sequence[SeriesView], words: Words) -> bytes:
    """The shown rows of all areas as one file."""
    head, *rest = (goal.csv_table(view, words) for view in views if filled(view))
    return b"".join([head, *(table.split(b"\n", 1)[1] for table in rest)])
