"""The comparison of areas: the finding, one picture of at most five lines, and the latest values. No ranking by verdict."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from indicators.assess.compared import shared_periods, year_change
from indicators.assess.series import Point
from indicators.catalogue import Catalogue
from indicators.catalogue.model import Area, Indicator
from indicators.period import Period
from indicators.present import goal, html
from indicators.present.compare_notes import absent, notes, warnings
from indicators.present.compare_shown import (
    Choice,
    Shown,
    Views,
    at,
    filled,
    is_rate,
    marks,
    points_of,
    shown,
    slope_change,
    told,
    unit,
)
from indicators.present.figure import Across, FigureSpec, Line, Mark, holes, place, starts_at_zero
from indicators.present.source import source_line
from indicators.present.tables import Cell, Column, FigureTable
from indicators.present.views import SeriesView
from indicators.present.words import Words


def head(views: Views, catalogue: Catalogue, words: Words) -> str:
    """Title, and what is compared."""
    indicator = views[0].indicator
    return html.render(
        "compare_head.html", title=words("compare.title"),
        definition=f"{words.series(catalogue, indicator.id, views[0].group)}: "
        + indicator.definition.in_language(words.language),
    )  # fmt: skip


def finding(lines: Sequence[Shown], choice: Choice, catalogue: Catalogue, words: Words) -> str:
    """One sentence: how far apart the areas are in the newest period that all of them with figures share."""
    own = [line for line in lines if line.role != "reference"]
    if not own:
        return words("compare.nothing")
    values = _slopes(own) if choice.view == "slope" else _newest(own)
    if not values:
        return words("compared.no_slope" if choice.view == "slope" else "compare.no_shared_period")
    indicator = own[0].view.indicator
    low, high = (pick(values, key=lambda area: values[area].value or 0.0) for pick in (min, max))
    read = Choice("change", choice.focus) if choice.view == "slope" else choice
    low_told = (_low if len(values) > 1 else told)(values[low], indicator, read, catalogue, words)
    known = {
        "when": words.when(values[low].period, indicator), "low": low_told,
        "high": told(values[high], indicator, read, catalogue, words), "low_city": catalogue.label("area", low, words.language),
        "high_city": catalogue.label("area", high, words.language),
        "base": words.period(choice.base, indicator) if choice.base else "",
        "end": words.period(choice.end, indicator) if choice.end else "",
        "count": words(f"compare.count_{len(values)}") if len(values) < 5 else len(values),
    }  # fmt: skip
    if choice.view == "level" and len(values) > 1 and all(line.view.area.kind == "city" for line in own):
        return words("compared.found_cities", **known)
    return words(f"compared.{'one' if len(values) == 1 else 'found'}_{choice.view}", **known)


def _low(point: Point, indicator: Indicator, choice: Choice, catalogue: Catalogue, words: Words) -> str:
    """The lower end of a range: a unit longer than a sign stands only once, behind the upper end."""
    if unit(indicator, choice, catalogue, words) == "%" or choice.view == "index":
        return told(point, indicator, choice, catalogue, words)
    is_signed = choice.view in ("change", "distance")
    return (words.signed if is_signed else words.number)(point.value or 0.0, point.decimals)


def _newest(lines: Sequence[Shown]) -> Mapping[str, Point]:
    """The values of the newest shared period, by area."""
    periods = shared_periods([line.points for line in lines])
    found = {line.view.area.area: at(line.points, periods[-1]) for line in lines} if periods else {}
    return {area: point for area, point in found.items() if point is not None}


def _slopes(lines: Sequence[Shown]) -> Mapping[str, Point]:
    found = {line.view.area.area: slope_change(line) for line in lines}
    return {area: point for area, point in found.items() if point is not None}


def figure(views: Views, choice: Choice, catalogue: Catalogue, words: Words) -> FigureSpec:
    """The areas in one picture: the chosen city strong, the others quiet, Germany and the Land dotted."""
    found = shown(views, choice)
    lines = tuple(_line(one, found, choice, catalogue, words) for one in found)
    indicator = views[0].indicator
    values = [point.value for one in found for point in one.filled if point.value is not None]
    return FigureSpec(
        heading=finding(found, choice, catalogue, words),
        sentence=f"{words.series(catalogue, indicator.id, views[0].group)}. "
        + words(f"compared.about_{choice.view}", base=_told_period(choice.base, views, words)),
        lines=(*lines, *_zero(lines, choice, words)), unit=unit(indicator, choice, catalogue, words),
        decimals=max((point.decimals for one in found for point in one.filled), default=0),
        from_zero=choice.view in ("change", "distance") or starts_at_zero(values),
        alt=_alt(views, lines, choice, catalogue, words), table=table(views, choice, catalogue, words),
        source=source_line([one.view for one in found], catalogue, words),
        notes=notes(found, choice, catalogue, words) if found else (),
        across=_two_years(choice, views, words) if choice.view == "slope" else None,
    )  # fmt: skip


def _told_period(period: Period | None, views: Views, words: Words) -> str:
    return words.period(period, views[0].indicator) if period is not None else ""


def _alt(views: Views, lines: Sequence[Line], choice: Choice, catalogue: Catalogue, words: Words) -> str:
    latest = "; ".join(f"{line.name} {line.last.text} ({line.last.period})" for line in lines if line.last)
    return words(
        "figure.alt_compare", indicator=f"{views[0].indicator.name.in_language(words.language)}, "
        + words(f"compared.view_{choice.view}"), group=words.group(catalogue, views[0].group),
        areas=", ".join(line.name for line in lines), values=latest,
    )  # fmt: skip


def _two_years(choice: Choice, views: Views, words: Words) -> Across:
    ends = [period for period in (choice.base, choice.end) if period is not None]
    return Across(ticks=tuple((place(period), words.period(period, views[0].indicator)) for period in ends))


def _zero(lines: Sequence[Line], choice: Choice, words: Words) -> tuple[Line, ...]:
    """What distances and an index are measured from, as a line of its own."""
    level = {"distance": 0.0, "index": 100.0}.get(choice.view)
    places = [mark.x for line in lines for piece in line.pieces for mark in piece]
    if level is None or not places:
        return ()
    label = words(f"compared.zero_{choice.view}")
    piece = tuple(Mark(x, level, "", label) for x in (min(places), max(places)))
    return (Line(label, label, (piece,), "reference"),)


def _line(one: Shown, everything: Sequence[Shown], choice: Choice, catalogue: Catalogue, words: Words) -> Line:
    """A square at the line's end where the city runs the job centre; its period beside the name where another line goes on."""
    area = one.view.area
    name, short = (text.in_language(words.language) for text in (area.name, area.short))
    newest = max(other.filled[-1].period for other in everything)
    last = one.filled[-1].period
    parts = [short, f"({_end(last, newest, words)})" if last < newest else ""]
    pieces = marks(one, choice, catalogue, words)
    start = ""
    if choice.view == "slope":
        start, parts = pieces[0][0].number, [short, pieces[-1][-1].number]
    return Line(
        name, " ".join(part for part in parts if part), pieces, one.role, start=start, is_square=area.job_centre == "zkT"
    )


def _end(last: Period, newest: Period, words: Words) -> str:
    """The year, which is short; within one year the period itself."""
    return str(last.year) if last.year < newest.year else words.period(last)


# -- the numbers


def table(views: Views, choice: Choice, catalogue: Catalogue, words: Words) -> FigureTable:
    """Every value of the picture and of Land and Germany: periods down, areas across, the chosen one first; a hole is –."""
    drawn = {one.view.area.area: one for one in shown(views, choice)}
    wanted = [view for view in views if view.area.area in drawn or view.area.kind in ("land", "country")]
    wanted.sort(key=lambda view: view.area.area != choice.focus)
    series = [(view, points_of(view, choice, views)) for view in wanted]
    series = [(view, points) for view, points in series if any(point.value is not None for point in points)]
    periods = sorted({point.period for _, points in series for point in points}, reverse=True)
    by_area = [(view, {point.period: point for point in points}) for view, points in series]
    measure = unit(views[0].indicator, choice, catalogue, words)
    columns = [Column(words("table.period"))]
    columns += [Column(view.area.name.in_language(words.language), measure, is_number=True) for view, _ in series]
    rows = [
        (Cell(words.period(period, views[0].indicator)),
         *(_cell(view, points.get(period), choice, catalogue, words) for view, points in by_area))
        for period in periods
    ]  # fmt: skip
    hint = words("provenance.hint" if choice.view in ("level", "slope") else "compared.computed")
    return FigureTable(tuple(columns), tuple(rows), hint)


def _cell(view: SeriesView, point: Point | None, choice: Choice, catalogue: Catalogue, words: Words) -> Cell:
    """What is shown, and where its provenance is told."""
    if point is None:
        return Cell("–")
    href = goal.trace(view, str(point.period), words)
    if point.value is None:
        return Cell(words(f"status.{point.status}"), href=href)
    is_signed = choice.view in ("change", "distance")
    text = (words.signed if is_signed else words.number)(point.value, point.decimals)
    return Cell(text, point.value, point.decimals, href)


def latest(views: Views, choice: Choice, catalogue: Catalogue, words: Words) -> str:
    """The newest value of each area, with its own period, the change to the year before, and who runs the job centre."""
    rows = [_latest(view, catalogue, words) for view in views if view.area.kind != "district" or view.area.area in choice.peers]
    indicator = views[0].indicator
    periods = {row["period"] for row in rows if row["period"] != "–"}
    return html.render(
        "compare_latest.html", rows=rows, words=words, different_periods=len(periods) > 1,
        only_cities=not is_rate(indicator), unit=words.unit(catalogue, indicator.unit),
        change_unit=catalogue.units[indicator.unit].difference.in_language(words.language),
        traps=indicator.traps.in_language(words.language),
    )  # fmt: skip


def _latest(view: SeriesView, catalogue: Catalogue, words: Words) -> dict[str, str]:
    points = filled(view)
    last = points[-1] if points else None
    change = year_change(last, points, view.breaks, is_stock=view.indicator.is_stock) if last else None
    return {
        "area": view.area.name.in_language(words.language),
        "job_centre": job_centre(view.area, words),
        "value": goal.mark(last, view.indicator, catalogue, words).text if last else words("table.missing"),
        "href": goal.trace(view, str(last.period), words) if last else "",
        "period": words.period(last.period, view.indicator) if last else "–",
        "change": words.signed(change.value, change.decimals) if change and change.value is not None else "–",
        "holes": ", ".join(words.period(period, view.indicator) for period in holes(view.points)) or "–",
    }


def job_centre(area: Area, words: Words) -> str:
    if not area.job_centre:
        return "–"
    kind = words(f"compare.{area.job_centre}")
    return words("compare.since", kind=kind, year=area.job_centre_since) if area.job_centre_since else kind


def cautions(views: Views, choice: Choice, catalogue: Catalogue, words: Words) -> str:
    """What stands in the way of the comparison, between the choices and the picture; empty where nothing does."""
    lines, everything = shown(views, choice), shown(views, replace(choice, view="level"))
    if choice.view == "distance":  # which no Land and no country has from itself
        everything = [line for line in everything if line.role != "reference"]
    found = warnings(lines, choice, catalogue, words) if lines else []
    found = [*absent(lines, everything, words), *found]
    return html.render("compare_warnings.html", warnings=found, words=words) if found else ""


def csv_table(views: Views, choice: Choice, words: Words) -> bytes:
    """The published rows of the drawn areas and of Land and Germany as one file, each with source and release."""
    drawn = {one.view.area.area for one in shown(views, choice)}
    wanted = [view for view in views if filled(view) and (view.area.area in drawn or view.area.kind in ("land", "country"))]
    head, *rest = (goal.csv_table(view, words) for view in wanted)
    return b"".join([head, *(table.split(b"\n", 1)[1] for table in rest)])
