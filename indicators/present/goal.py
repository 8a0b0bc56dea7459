"""One goal: the council's words, three sentences, a picture, and how the verdict was computed."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from indicators.assess.assessment import Assessment
from indicators.assess.compared import year_change
from indicators.assess.series import Point
from indicators.catalogue import Catalogue
from indicators.catalogue.model import Document, Event, Indicator
from indicators.ingest.escape import inert
from indicators.period import Frequency
from indicators.present import ahead, goal_words, html, overview
from indicators.present.figure import FigureSpec, Line, Mark, Note, Target, break_place, holes, pieces, place, starts_at_zero
from indicators.present.source import source_line
from indicators.present.tables import Cell, Column, FigureTable
from indicators.present.views import GoalView, SeriesView
from indicators.present.words import Words


def figure(
    view: GoalView, series: SeriesView, catalogue: Catalogue, words: Words, *, pace: float | None = None
) -> FigureSpec:  # fmt: skip
    """History, target line, the path that would be needed, the continuation, breaks and events.

    pace   an assumed change a year, drawn beside the needed one
    """
    found = view.assessment
    indicator = series.indicator
    points, name = found.series, series.area.name.in_language(words.language)
    marks = [mark(point, indicator, catalogue, words) for point in points]
    line = Line(name, name, pieces(points, marks, series.breaks, is_stock=indicator.is_stock), tone=found.tone)
    values = [point.value for point in points if point.value is not None]
    target = _target(view, catalogue, words)
    if target is not None:
        values.append(target.y)
    base = _base(view, points, marks)
    first, last = (told for told in ([m for m in marks if m.y is not None][index] for index in (0, -1)))
    subject = words.series(catalogue, indicator.id, series.group)
    alt = words("figure.alt_line" if first is not last else "figure.alt_single",
                subject=subject, area=name, first_period=first.period, first=first.text,
                last_period=last.period, last=last.text)  # fmt: skip
    if target is not None and found.demand is not None:
        alt += " " + words("figure.alt_target", target=words.target(catalogue, found.demand))
    if (continuation := ahead.continuation(found, indicator, catalogue, words)) is not None:
        alt += " " + ahead.continuation_told(found, indicator, catalogue, words)
    if missing := holes(points):
        alt += " " + words("figure.alt_holes", periods=", ".join(words.period(period, indicator) for period in missing))
    return FigureSpec(
        heading=goal_words.finding(view, catalogue, words), lines=(line,), table=table(series, found, catalogue, words),
        unit=words.unit(catalogue, indicator.unit), decimals=indicator.decimals, from_zero=starts_at_zero(values),
        alt=alt, source=source_line((series,), catalogue, words), target=target,
        notes=(*notes(series.events, points, indicator, words), *_decision(view, points, base, words)), base=base,
        continuation=continuation,
        assumption=ahead.assumption(found, indicator, pace, words) if pace is not None else None,
    )  # fmt: skip


def mark(point: Point, indicator: Indicator, catalogue: Catalogue, words: Words) -> Mark:
    value = point.value
    text = words("table.missing") if value is None else words.value(value, point.decimals, catalogue, indicator.unit)
    number = "" if value is None else words.number(value, point.decimals)
    is_provisional = point.status == "provisional"
    return Mark(place(point.period), value, words.period(point.period, indicator), text, is_provisional, number)


def _target(view: GoalView, catalogue: Catalogue, words: Words) -> Target | None:
    found = view.assessment
    if found.demand is None or found.demand.value is None:
        return None
    text = words.target_told(catalogue, found.demand)
    due = words.due(view.goal)
    label = words("figure.target_by", target=text, due=due) if due else words("figure.target_line", target=text)
    path = None
    if found.needed_per_year is not None and found.current is not None and found.deadline is not None:
        stands = found.level or found.current
        start = (place(stands.period), stands.value or 0.0)
        path = (start, (place(found.deadline), found.demand.value))
    return Target(found.demand.value, label, path, words("figure.path"), origin(view.document, words))


def origin(document: Document, words: Words) -> str:
    """`Antrag von 2023, Gremium nicht genannt`: what sort of paper asks for the goal, and the body it names."""
    year = document.date_text.in_language(words.language) if document.date is None else f"{document.date.year}"
    kind = document.kind.in_language(words.language)
    return words("figure.origin", kind=kind[:1].upper() + kind[1:], year=year, body=document.body or words("figure.no_body"))


def notes(events: Sequence[Event], points: Sequence[Point], indicator: Indicator, words: Words) -> tuple[Note, ...]:
    """Breaks and confirmed shocks inside the drawn span; the sources page lists the rest."""
    if not points:
        return ()
    first, last = place(points[0].period), place(points[-1].period)
    found = [
        _dated(event, points[0].period.frequency, indicator, words) for event in events
        if event.breaks or (event.kind in ("step", "pulse") and event.verified == "yes")
    ]  # fmt: skip
    return tuple(note for note in found if first <= note.x <= last)


def _dated(event: Event, frequency: Frequency, indicator: Indicator, words: Words) -> Note:
    label, effect = (text.in_language(words.language) for text in (event.label, event.effect))
    if not event.breaks:
        return Note(year_of(event.date), label, effect, is_break=False)
    return Note(break_place(event.date, frequency, is_stock=indicator.is_stock), label, effect)


def _decision(view: GoalView, points: Sequence[Point], base: Mark | None, words: Words) -> tuple[Note, ...]:
    """The day of the document, from which progress is counted; its period has a ring where it has a value."""
    day = view.document.date
    if day is None or not points or not place(points[0].period) <= year_of(day) <= place(points[-1].period):
        return ()
    kind, text = view.document.kind.in_language(words.language), words("figure.base") if base is not None else ""
    return (Note(year_of(day), words("figure.decided", kind=kind, date=words.date(day)), text, is_break=False),)


def _base(view: GoalView, points: Sequence[Point], marks: Sequence[Mark]) -> Mark | None:
    """The value of the period in which the document was written."""
    day = view.document.date
    return next(
        (mark for point, mark in zip(points, marks, strict=True)
         if day is not None and point.value is not None and point.period.start <= day <= point.period.end), None,
    )  # fmt: skip


def year_of(day: date) -> float:
    """Where a day stands on the axis of years."""
    return day.year + (day.month - 1) / 12


def table(series: SeriesView, found: Assessment, catalogue: Catalogue, words: Words) -> FigureTable:
    """The numbers of the picture, newest first, with change to the year before, marks and source of each.

    A period between others of which no value is stored has its row, so that nobody overlooks it.
    """
    by_period = {row.period: row for row in series.shown.itertuples()}
    unit, change_unit = words.unit(catalogue, series.indicator.unit), catalogue.units[series.indicator.unit].difference
    target = words.target(catalogue, found.demand) if found.demand else ""
    columns = (
        Column(words("table.period")), Column(words("table.value"), unit, is_number=True),
        Column(words("table.change"), change_unit.in_language(words.language), is_number=True),
        *([Column(words("table.target"), is_number=True)] if target else []),
        Column(words("table.status")), *(Column(words(f"table.{key}"), is_origin=True) for key in ("source", "stand")),
    )  # fmt: skip
    rows = {
        point.period: _cells(point, by_period[str(point.period)], series, found, catalogue, words) for point in found.series
    }
    for period in holes(found.series):
        rows.setdefault(period, _hole(words.period(period, series.indicator), words))
    ordered = (rows[period] for period in sorted(rows, reverse=True))
    told = [Cell(target)] if target else []
    return FigureTable(columns, tuple((*cells[:3], *told, *cells[3:]) for cells in ordered), words("provenance.hint"))


def _hole(period: str, words: Words) -> tuple[Cell, ...]:
    dash = Cell(words("table.missing"))
    return (Cell(period), dash, dash, Cell(words("table.absent")), Cell(""), Cell(""))


def _cells(
    point: Point, row: Any, series: SeriesView, found: Assessment, catalogue: Catalogue, words: Words
) -> tuple[Cell, ...]:  # fmt: skip
    source = catalogue.source_of(str(row.source))
    change = year_change(point, found.series, series.breaks, is_stock=series.indicator.is_stock)
    return (
        Cell(words.period(point.period, series.indicator)),
        Cell(mark(point, series.indicator, catalogue, words).text, point.value, point.decimals,
             trace(series, str(point.period), words)),
        _changed(change, words),
        Cell(words(f"status.{point.status}"), note=str(row.note or "")),
        Cell(f"{source.publisher}, {source.table}" if source and source.table else str(row.source)),
        Cell(words.released(row.released_on.date(), str(row.released_precision))),
    )  # fmt: skip


def _changed(change: Point | None, words: Words) -> Cell:
    if change is None or change.value is None:
        return Cell("–")
    return Cell(words.signed(change.value, change.decimals), change.value, change.decimals)


def trace(series: SeriesView, period: str, words: Words) -> str:
    """The address of the page that says where a figure comes from."""
    return html.link(
        "provenance", words.language, area=series.area.area, indicator=series.indicator.id, group=series.group,
        period=period,
    )  # fmt: skip


_KNOWN_TO = {"day": 10, "month": 7, "year": 4}  # how much of 2026-05-31 is known


def csv_table(series: SeriesView, words: Words) -> bytes:
    """The shown rows as a file: values with the decimals of the publication, source and release of each."""
    shown = series.shown
    values = [
        "" if value != value else words.plain_number(value, int(decimals))
        for value, decimals in zip(shown["value"], shown["decimals"], strict=True)
    ]
    columns = {
        "table.area": series.area.name.in_language(words.language),
        "table.indicator": series.indicator.name.in_language(words.language),
        "table.group": series.group,
        "table.period": shown["period"],
        "table.value": values,
        "table.unit": shown["unit"],
        "table.status": shown["status"],
        "table.source": [inert(text) for text in shown["source"]],
        "table.stand": [
            released.isoformat()[: _KNOWN_TO[precision]]
            for released, precision in zip(shown["released_on"].dt.date, shown["released_precision"], strict=True)
        ],
    }
    frame = shown.iloc[:, :0].assign(**{words(key): value for key, value in columns.items()})
    separator = ";" if words.language == "de" else ","
    return bytes(frame.to_csv(index=False, sep=separator).encode("utf-8-sig"))


def about(view: GoalView, catalogue: Catalogue, words: Words) -> str:
    """The words of the document, how they are read, what is known and from where."""
    language = words.language
    goal, document = view.goal, view.document
    state = goal.state

    def said(text: object) -> str:
        return text.in_language(language) if text is not None else ""  # type: ignore[attr-defined]

    return html.render(
        "goal_about.html", words=words, goal=goal, quote=goal.quote, document=overview.document_line(view, words),
        source=document.source, movers=", ".join(document.movers), reading=said(goal.reading), note=said(goal.note),
        document_note=said(document.note), rhythm=said(document.rhythm), area=view.area.name.in_language(language),
        duties=html.link("measures", language, city=view.area.slug),
        evidence=said(state.evidence) if state else "", evidence_source=state.source if state else "",
        evidence_date=words.date(state.on) if state and state.on else "",
        related=[_related(name, view, catalogue, words) for name in goal.related],
        items=[{"name": item.name.in_language(language), "state": words(f"state.{item.state}")} for item in goal.item],
    )  # fmt: skip


def _related(name: str, view: GoalView, catalogue: Catalogue, words: Words) -> dict[str, str]:
    """A figure to look at beside the goal, with its place on the comparison page."""
    indicator, _, group = name.partition("/")
    href = html.link("compare", words.language, indicator=indicator, group=group, city=view.area.slug)
    return {"name": words.series(catalogue, indicator, group or "total"), "href": href}
