"""Two indicators against each other: for each area the way its pairs of values took over the years. No cause is told."""

from collections.abc import Sequence

from indicators.assess.compared import is_alike
from indicators.assess.series import Point
from indicators.catalogue import Catalogue
from indicators.catalogue.model import Indicator
from indicators.period import Period
from indicators.present import compare_notes, goal, html
from indicators.present.compare_shown import MOST_LINES, Choice, Shown, Views, filled, is_rate, shown
from indicators.present.figure import Across, FigureSpec, Line, Mark, starts_at_zero
from indicators.present.source import source_line
from indicators.present.tables import Cell, Column, FigureTable
from indicators.present.views import SeriesView
from indicators.present.words import Words

Pair = tuple[Point, Point]  # of the second indicator (across) and of the first (up), in the same year


def figure(views: Views, others: Views, choice: Choice, catalogue: Catalogue, words: Words) -> FigureSpec:
    """`views` upwards, `others` to the right; the chosen city strong."""
    found = paths(views, others, choice)
    up, across = views[0], others[0]
    lines = tuple(_line(one, pairs, others, catalogue, words) for one, pairs in found)
    heights = [pair[1].value for _, pairs in found for pair in pairs if pair[1].value is not None]
    names = [words.series(catalogue, view.indicator.id, view.group) for view in (up, across)]
    span = _span(found, up.indicator, words)
    return FigureSpec(
        heading=words("pair.heading", up=names[0], across=names[1], span=span) if found else words("pair.nothing"),
        sentence=words("pair.sentence"), lines=lines, unit=words.unit(catalogue, up.indicator.unit),
        decimals=up.indicator.decimals, from_zero=starts_at_zero(heights),
        alt=words("pair.alt", up=names[0], across=names[1], span=span, areas="; ".join(
            f"{line.name} {line.pieces[0][0].text} – {line.last.text}" for line in lines if line.last)),
        table=table(found, up, across, catalogue, words),
        source=source_line([*(one.view for one, _ in found), *(_view_of(one, others) for one, _ in found)], catalogue, words),
        across=Across(title=_title(across, catalogue, words), unit=words.unit(catalogue, across.indicator.unit),
                      up=_title(up, catalogue, words)),
    )  # fmt: skip


def partner(views: Views, candidates: Sequence[Views], choice: Choice) -> str:
    """What is set against an indicator before anybody chooses: of the same unit, with the most years in common."""
    alike = [others for others in candidates if others[0].indicator.unit == views[0].indicator.unit]

    def years(others: Views) -> int:
        return sum(len(pairs) for _, pairs in paths(views, others, choice))

    return max(alike, key=years)[0].indicator.id if alike else ""


def paths(views: Views, others: Views, choice: Choice) -> list[tuple[Shown, list[Pair]]]:
    """The areas with both values, and their pairs in the order of time.

    Periods differ between indicators (a mean of the year, a day in June): paired is what lies in one year.
    """
    keys = {view.area.area for view in others if filled(view)}
    lines = [line for line in shown(views, choice) if line.view.area.area in keys][-MOST_LINES:]
    if not (is_rate(views[0].indicator) and is_rate(others[0].indicator)):
        lines = [line for line in lines if line.role != "reference"]
    first = choice.base.year if choice.base is not None else 0
    found = [(line, _pairs(line.view, _view_of(line, others), first)) for line in lines]
    return [(line, pairs) for line, pairs in found if pairs]


def _view_of(line: Shown, others: Views) -> SeriesView:
    return next(view for view in others if view.area.area == line.view.area.area)


def _pairs(up: SeriesView, across: SeriesView, first: int) -> list[Pair]:
    by_year = _yearly(across)
    return [(by_year[year], point) for year, point in sorted(_yearly(up).items()) if year in by_year and year >= first]


def _yearly(view: SeriesView) -> dict[int, Point]:
    """The last value of each year, as published."""
    return {point.period.year: point for point in filled(view)}


def _span(found: Sequence[tuple[Shown, list[Pair]]], indicator: Indicator, words: Words) -> str:
    years = [pair[1].period.year for _, pairs in found for pair in pairs]
    if not years:
        return ""
    first, last = (words.period(Period("year", year), indicator) for year in (min(years), max(years)))
    return first if first == last else words("compare_warn.from_to", first=first, last=last)


def _line(one: Shown, pairs: Sequence[Pair], others: Views, catalogue: Catalogue, words: Words) -> Line:
    """Joined year after year; not across a missing year or a break of either indicator."""
    other = _view_of(one, others)
    marks: list[list[Mark]] = []
    before: Point | None = None
    for across, up in pairs:
        if before is None or _is_cut(before, up, (one.view, other)):
            marks.append([])
        marks[-1].append(_mark(across, up, one.view, other, catalogue, words))
        before = up
    area = one.view.area
    last = pairs[-1][1].period.year
    short = " ".join(part for part in (area.short.in_language(words.language), str(last)) if part)
    start = str(pairs[0][1].period.year) if len(pairs) > 1 and one.role == "main" else ""
    return Line(
        area.name.in_language(words.language),
        short,
        tuple(tuple(piece) for piece in marks),
        one.role,
        start=start,
        is_square=area.job_centre == "zkT",
    )


def _is_cut(before: Point, after: Point, views: Sequence[SeriesView]) -> bool:
    is_hole = after.period.year - before.period.year > 1
    return is_hole or not all(
        is_alike(before.period, after.period, view.breaks, is_stock=view.indicator.is_stock) for view in views
    )


def _mark(across: Point, up: Point, view: SeriesView, other: SeriesView, catalogue: Catalogue, words: Words) -> Mark:
    told = [words.value(point.value or 0.0, point.decimals, catalogue, one.indicator.unit) for point, one in (
        (up, view), (across, other))]  # fmt: skip
    is_provisional = "provisional" in (across.status, up.status)
    return Mark(across.value or 0.0, up.value, str(up.period.year), " / ".join(told), is_provisional, told[0])


def _title(view: SeriesView, catalogue: Catalogue, words: Words) -> str:
    unit = words.unit(catalogue, view.indicator.unit)
    return words("pair.title", name=words.series(catalogue, view.indicator.id, view.group), unit=unit)


def table(
    found: Sequence[tuple[Shown, list[Pair]]], up: SeriesView, across: SeriesView, catalogue: Catalogue, words: Words
) -> FigureTable:  # fmt: skip
    """Every pair: the newest year first, areas in the order of the catalogue."""
    heads = [
        Column(
            words.series(catalogue, view.indicator.id, view.group), words.unit(catalogue, view.indicator.unit), is_number=True
        )
        for view in (up, across)
    ]
    rows = [
        (Cell(str(pair[1].period.year)), Cell(line.view.area.name.in_language(words.language)),
         _cell(pair[1], line.view, words), _cell(pair[0], across, words, area=line.view))
        for line, pairs in found for pair in pairs
    ]  # fmt: skip
    rows.sort(key=lambda row: (-int(row[0].text), row[1].text))
    return FigureTable(
        (Column(words("table.period")), Column(words("table.area")), *heads), tuple(rows), words("provenance.hint")
    )


def _cell(point: Point, view: SeriesView, words: Words, *, area: SeriesView | None = None) -> Cell:
    """A published figure with the period it counts for, where that is no whole year."""
    own = (area or view).area
    href = goal.trace(SeriesView(own, view.indicator, view.group, view.rows, view.events), str(point.period), words)
    note = words.period(point.period, view.indicator) if point.period.frequency != "year" else ""
    return Cell(words.number(point.value or 0.0, point.decimals), point.value, point.decimals, href, note)


def cautions(views: Views, others: Views, choice: Choice, catalogue: Catalogue, words: Words) -> str:
    """What stands in the way, of both indicators; first that a pair shows no cause."""
    found = [words("pair.no_cause")]
    found += [words("pair.no_area", areas=areas)] if (areas := _without(views, others, choice, words)) else []
    lines = paths(views, others, choice)
    for one in (views, others):
        name = words.series(catalogue, one[0].indicator.id, one[0].group)
        told = compare_notes.of_series([_drawn(line, pairs, one) for line, pairs in lines], choice, catalogue, words)
        found += [words("pair.of", name=name, warning=warning) for warning in told]
    found += compare_notes.of_job_centres([line for line, _ in lines], words)
    return html.render("compare_warnings.html", warnings=found, words=words)


def _drawn(line: Shown, pairs: Sequence[Pair], views: Views) -> Shown:
    """One of both series, in the years of the pairs."""
    view = _view_of(line, views)
    first, last = (pairs[at][1].period.year for at in (0, -1))
    return Shown(view, tuple(point for point in view.points if first <= point.period.year <= last), line.role)


def _without(views: Views, others: Views, choice: Choice, words: Words) -> str:
    drawn = {line.view.area.area for line, _ in paths(views, others, choice)}
    lacking = [line.view.area for line in shown(views, choice) if line.view.area.area not in drawn]
    return ", ".join(area.name.in_language(words.language) for area in lacking)
