"""One goal: the council's words, three sentences, a picture, and how the verdict was computed."""

from collections.abc import Sequence
from datetime import date

from indicators.assess.assessment import Assessment
from indicators.assess.series import Point
from indicators.catalogue import Catalogue
from indicators.catalogue.model import Event, Indicator
from indicators.ingest.escape import inert
from indicators.period import PER_YEAR
from indicators.present import ahead, html, overview
from indicators.present.figure import FigureSpec, Line, Mark, Note, Target, holes, pieces, place, starts_at_zero
from indicators.present.source import source_line
from indicators.present.views import GoalView, SeriesView
from indicators.present.words import Words


def head(view: GoalView, catalogue: Catalogue, words: Words) -> str:
    """Title, verdict and the sentences: where it stands, how far it is, at this pace."""
    language = words.language
    found = view.assessment
    return html.render(
        "goal_head.html", words=words, title=view.goal.title.in_language(language), tone=found.tone,
        verdict=words(f"verdict.{found.verdict}"),
        above=f"{view.area.name.in_language(language)} · {view.document.name.in_language(language)}",
        parts=overview.parts(found, words) if view.is_measured else (), sentences=sentences(view, catalogue, words),
    )  # fmt: skip


def sentences(view: GoalView, catalogue: Catalogue, words: Words) -> list[str]:
    """Plain sentences with `**bold**` numbers; the reason stands last where there is no pace to tell."""
    found = view.assessment
    reasons = [words.reason(reason.code, reason.params) for reason in found.reasons]
    if not view.is_measured:
        return reasons
    name = (found.demand or found.parity).indicator  # type: ignore[union-attr]  # measured: one of them is there
    indicator = catalogue.indicators[name]
    group = found.demand.group if found.demand else "total"
    if found.current is None or found.current.value is None:
        told = [words("goal.no_figures", subject=words.series(catalogue, name, group))]
        if found.parity is not None and found.parity.base_text is not None:
            told.append(found.parity.base_text.in_language(words.language))
        return told
    told = [_where(found, found.current, indicator, group, catalogue, words)]
    if found.parity is None and (mean := overview.yearly_mean(found, indicator, catalogue, words)) is not None:
        told.append(words("goal.where_level", **mean))
    told.append(_far(view, indicator, catalogue, words))
    pace = _pace(view, indicator, catalogue, words)
    return [*told, *pace, *reasons[:1]]


def _where(found: Assessment, current: Point, indicator: Indicator, group: str, catalogue: Catalogue, words: Words) -> str:
    assert current.value is not None
    when = words.when(current.period, indicator)
    if (parity := found.parity) is not None:
        first, second = (words.group(catalogue, name) for name in parity.groups)
        series = indicator.name.in_language(words.language)
        gap = overview.current_value(found, indicator, catalogue, words)
        return words("goal.where_parity", when=when, first=first, second=second, gap=gap, series=series)
    subject = words.subject(catalogue, indicator.id, group)
    value = words.value(current.value, current.decimals, catalogue, indicator.unit)
    change = year_change(current, found.series)
    if change is None:
        return words("goal.where_before", when=when, subject=subject, value=value)
    if change == 0:
        return words("goal.where_same", when=when, subject=subject, value=value)
    amount = words.difference(change, current.decimals, catalogue, indicator.unit, signed=False)
    text = words("goal.more" if change > 0 else "goal.less", amount=amount)
    return words("goal.where_change", when=when, subject=subject, value=value, change=text)


def year_change(point: Point, series: Sequence[Point]) -> float | None:
    """The difference to the same period of the year before; None where that is missing or withheld."""
    before = point.period.plus(-PER_YEAR[point.period.frequency])
    earlier = next((other for other in series if other.period == before), None)
    if earlier is None or earlier.value is None or point.value is None:
        return None
    return round(point.value - earlier.value, max(point.decimals, earlier.decimals))


def _far(view: GoalView, indicator: Indicator, catalogue: Catalogue, words: Words) -> str:
    found = view.assessment
    if found.parity is not None:
        return words("goal.far_parity", tolerance=overview.tolerance(found.parity, catalogue, words))
    assert found.demand is not None and found.current is not None
    if found.gap is None:
        return words(f"goal.far_direction_{found.demand.good}")
    target = words.target_told(catalogue, found.demand)
    if found.is_met:
        durable = found.verdict == "reached_not_durably"
        return words("goal.far_met_not_durable" if durable else "goal.far_met", target=target)
    if found.gap == 0:
        return words("goal.far_at", target=target)
    gap = words.difference(found.gap, found.current.decimals, catalogue, indicator.unit, signed=False)
    return words("goal.far_over" if found.demand.good == "down" else "goal.far_missing", target=target, gap=gap)


def _pace(view: GoalView, indicator: Indicator, catalogue: Catalogue, words: Words) -> list[str]:
    found = view.assessment
    decimals = pace_decimals(indicator)

    def told(value: float) -> str:
        return words.difference(value, decimals, catalogue, indicator.unit)

    if found.verdict in ("not_assessable", "suspended") or found.slope is None:
        return []
    actual = told(found.slope.per_year)
    if found.needed_per_year is None:
        return [words("goal.pace_actual", actual=actual)]
    if found.needed_per_year == 0:
        return [words("goal.pace_any", actual=actual)]
    due = words.due(view.goal)
    told_pace = [words("goal.pace_both", needed=told(found.needed_per_year), actual=actual, due=due)]
    if found.latest_start is not None:
        told_pace.append(words("goal.deadline_durable", due=due, start=words.period(found.latest_start)))
    return told_pace


def pace_decimals(indicator: Indicator) -> int:
    """A computed pace is told with the decimals of the publication; rates at most with one, persons whole."""
    return min(indicator.decimals, 1) if indicator.unit == "percent" else indicator.decimals


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
    line = Line(name, name, pieces(points, marks, [year_of(day) for day in found.breaks]), tone=found.tone)
    values = [point.value for point in points if point.value is not None]
    target = _target(view, catalogue, words)
    if target is not None:
        values.append(target.y)
    first, last = (told for told in ([m for m in marks if m.y is not None][index] for index in (0, -1)))
    subject = words.series(catalogue, indicator.id, series.group)
    alt = words("figure.alt_line" if first is not last else "figure.alt_single",
                subject=subject, area=name, first_period=first.period, first=first.text,
                last_period=last.period, last=last.text)  # fmt: skip
    if target is not None and found.demand is not None:
        alt += " " + words("figure.alt_target", target=words.target(catalogue, found.demand))
    if (continuation := ahead.continuation(found, words)) is not None:
        alt += " " + ahead.continuation_told(found, indicator, catalogue, words)
    if missing := holes(points):
        alt += " " + words("figure.alt_holes", periods=", ".join(words.period(period, indicator) for period in missing))
    return FigureSpec(
        heading=f"{name}: {view.goal.title.in_language(words.language)}", lines=(line,),
        unit=words.unit(catalogue, indicator.unit), decimals=indicator.decimals, from_zero=starts_at_zero(values),
        alt=alt, source=source_line((series,), catalogue, words), target=target,
        notes=(*notes(series.events, points, words), *_decision(view, points, words)), continuation=continuation,
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
    return Target(found.demand.value, f"<b>{label}</b>", path, words("figure.path"))


def notes(events: Sequence[Event], points: Sequence[Point], words: Words) -> tuple[Note, ...]:
    """Confirmed breaks and shocks inside the drawn span; the sources page lists the rest."""
    if not points:
        return ()
    first, last = place(points[0].period), place(points[-1].period)
    told = []
    for event in events:
        is_told = event.breaks or event.kind in ("step", "pulse")
        if is_told and event.verified == "yes" and first <= year_of(event.date) <= last:
            told.append(Note(year_of(event.date), event.label.in_language(words.language)))
    return tuple(told)


def _decision(view: GoalView, points: Sequence[Point], words: Words) -> tuple[Note, ...]:
    """The day of the document, from which progress is counted."""
    document = view.document
    if document.date is None or not points or not place(points[0].period) <= year_of(document.date) <= place(points[-1].period):
        return ()
    kind = document.kind.in_language(words.language)
    return (Note(year_of(document.date), words("figure.base", kind=kind, date=document.date.year)),)


def year_of(day: date) -> float:
    """Where a day stands on the axis of years."""
    return day.year + (day.month - 1) / 12


def table(series: SeriesView, found: Assessment, catalogue: Catalogue, words: Words) -> str:
    """The numbers of the picture, newest first, with change to the year before, marks and source of each."""
    rows = []
    by_period = {row.period: row for row in series.shown.itertuples()}
    indicator = series.indicator
    for point in reversed(found.series):
        row = by_period[str(point.period)]
        change = year_change(point, found.series)
        source = catalogue.source_of(str(row.source))
        rows.append(
            {
                "period": words.period(point.period, indicator),
                "value": mark(point, indicator, catalogue, words).text,
                "href": trace(series, str(point.period), words),
                "change": "–" if change is None else words.signed(change, point.decimals),
                "status": words(f"status.{point.status}"),
                "note": row.note,
                "source": f"{source.publisher}, {source.table}" if source and source.table else row.source,
                "stand": words.released(row.released_on.date(), str(row.released_precision)),
            }
        )
    change_unit = catalogue.units[indicator.unit].difference.in_language(words.language)
    return html.render(
        "goal_table.html", rows=rows, words=words, change_unit=change_unit, unit=words.unit(catalogue, indicator.unit),
        target=words.target(catalogue, found.demand) if found.demand else "",
    )  # fmt: skip


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
        document_note=said(document.note), rhythm=said(document.rhythm),
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
