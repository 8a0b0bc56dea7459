"""The overview: every goal on one page, as words and small pictures."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from indicators.assess.assessment import RULE_VERSION, TONE, WORST_FIRST, Assessment
from indicators.assess.series import Point
from indicators.catalogue import Catalogue
from indicators.catalogue.model import Area, Indicator, Parity
from indicators.present import html, svg
from indicators.present.figure import Mark, pieces, place
from indicators.present.views import GoalView
from indicators.present.words import Words

TREND_SINCE = 2010
TRAITS = ("city", "verdict", "indicator")  # by which an address may ask for some of the goals


def lead(views: Sequence[GoalView], all_views: Sequence[GoalView], words: Words, *, has_table: bool = True) -> str:
    """The page in two sentences: how many goals stand where, and how fresh the figures are.

    has_table   the goals follow city by city on the same page: links lead there
    """
    if len(views) < len(all_views):
        text = words("overview.lead_filtered", count=len(views), all=len(all_views))
        return html.render("overview_filtered.html", words=words, title=words("overview.title"), text=text,
                           href=html.link("", words.language))  # fmt: skip
    tones = Counter(view.assessment.tone for view in views)
    running = sum(view.assessment.verdict in ("in_progress", "open") for view in views)
    flat = sum(view.assessment.verdict == "no_clear_trend" for view in views)
    text = words(
        "overview.lead", all=len(views), good=tones["good"], bad=tones["bad"], slow=tones["warn"] + flat,
        none=tones["none"] - running - flat, progress=running,
    )  # fmt: skip
    currents = [view.assessment.current for view in all_views if view.assessment.current]
    newest = max((current.period for current in currents), key=lambda period: period.end, default=None)
    stand = words("overview.stand", newest=words.period(newest) if newest else "–", rules=RULE_VERSION)
    areas = {view.area.slug: view.area.name.in_language(words.language) for view in views} if has_table else {}
    return html.render("overview_lead.html", words=words, title=words("overview.title"), text=text, stand=stand, areas=areas)


def filters(views: Iterable[GoalView]) -> dict[str, list[str]]:
    """What can be chosen: city, verdict and indicator, each with the values that occur."""
    found: dict[str, dict[str, None]] = {"city": {}, "verdict": {}, "indicator": {}}
    for view in views:
        for key, value in _traits(view).items():
            found[key].update(dict.fromkeys(value))
    return {key: list(values) for key, values in found.items()}


def matching(views: Iterable[GoalView], chosen: Mapping[str, str]) -> list[GoalView]:
    """The goals that have every chosen trait; an empty choice asks for nothing."""
    return [view for view in views if all(not value or value in _traits(view)[key] for key, value in chosen.items())]


def _traits(view: GoalView) -> dict[str, list[str]]:
    used = [demand.indicator for demand in view.goal.demand]
    if view.goal.parity is not None:
        used.append(view.goal.parity.indicator)
    return {"city": [view.area.slug], "verdict": [view.assessment.verdict], "indicator": used}


def table(
    views: Iterable[GoalView], catalogue: Catalogue, words: Words, lacking: Mapping[str, tuple[int, int]] | None = None
) -> str:
    """All goals, one section a document, measured ones first.

    lacking   area -> how many of its indicators are overdue, and how many were never delivered
    """
    cities = []
    for _, found in groupby(views, key=lambda view: view.area.area):
        group = list(found)
        view = group[0]
        measured = [_measured(view, catalogue, words) for view in group if view.is_measured]
        reported = [_reported(view, words) for view in group if not view.is_measured]
        name = view.area.name.in_language(words.language)
        cities.append(
            {"slug": view.area.slug, "name": name, "document": document_line(view, words), "measured": measured,
             "counts": counts(group, words), "lacking": _lacking(view.area, lacking or {}, words),
             "reported": reported, "reported_head": words("overview.unmeasured" if measured else "overview.col_goal")}
        )  # fmt: skip
    return html.render("overview.html", cities=cities, words=words, trend_head=words("overview.col_trend", year=TREND_SINCE))


def counts(views: Sequence[GoalView], words: Words) -> list[dict[str, object]]:
    """How many goals of a city carry each verdict, the least favourable first; each leads to those goals."""
    found = Counter(view.assessment.verdict for view in views)
    slug = views[0].area.slug
    return [
        {"count": found[verdict], "word": words(f"verdict.{verdict}"), "tone": TONE[verdict],
         "href": html.link("", words.language, city=slug, verdict=verdict)}
        for verdict in WORST_FIRST if verdict in found
    ]  # fmt: skip


def _lacking(area: Area, lacking: Mapping[str, tuple[int, int]], words: Words) -> dict[str, str]:
    """What of a city's figures is missing, and where it is told."""
    overdue, never = lacking.get(area.area, (0, 0))
    parts = [words(f"overview.lacking_{key}", count=count) for key, count in (("overdue", overdue), ("never", never)) if count]
    if not parts:
        return {}
    return {"text": ", ".join(parts), "href": html.link("missing", words.language, city=area.slug)}


def document_line(view: GoalView, words: Words) -> str:
    """`Kommunale Arbeitsmarktstrategie 2020–2030 · Antrag, 5. Juni 2023`"""
    language = words.language
    document = view.document
    kind = document.kind.in_language(language)
    paper = f" {document.paper}" if document.paper else ""
    return f"{document.name.in_language(language)} · {kind}{paper}, {document.date_text.in_language(language)}"


def _reported(view: GoalView, words: Words) -> dict[str, object]:
    found = view.assessment
    reason = found.reasons[0]
    return _row(view, words) | {
        "subtitle": _joined(words(f"goal_kind.{view.goal.kind}"), due_text(view, words)),
        "reason": " ".join(filter(None, (words.reason(reason.code, reason.params), _state_day(view, words)))),
    }


def _state_day(view: GoalView, words: Words) -> str:
    """`Stand: 29. Juli 2022.` The day of the evidence, where there is one."""
    state = view.goal.state
    return words("overview.state_on", date=words.date(state.on)) if state is not None and state.on is not None else ""


def _measured(view: GoalView, catalogue: Catalogue, words: Words) -> dict[str, object]:
    found = view.assessment
    name = (found.demand or found.parity).indicator  # type: ignore[union-attr]  # measured: one of them is there
    indicator = catalogue.indicators[name]
    group = found.demand.group if found.demand else "total"
    series = words.series(catalogue, name, group)
    row = _row(view, words) | {
        "subtitle": _joined(series, due_text(view, words) or words(f"goal_kind.{view.goal.kind}")),
        "target": target_text(found, catalogue, words),
        "gap": gap(found, indicator, catalogue, words),
        "evidence": ": ".join(parts(found, words)[-1]),
        "value": None,
        "trend": None,
    }
    if (current := found.current) is not None and current.value is not None:
        number = words.number(current.value, current.decimals)
        row |= {
            "value": number,
            "unit": current_value(found, indicator, catalogue, words).removeprefix(number),
            "period": words.period(current.period, indicator),
            "trace": html.link("provenance", words.language, area=view.area.area, indicator=name, group=group,
                               period=str(current.period)) if found.demand else "",
        }  # fmt: skip
    shown = [point for point in found.series if point.period.year >= TREND_SINCE]
    if any(point.value is not None for point in shown):
        row |= _trend(found, shown, indicator, series, catalogue, words)
    return row


def _row(view: GoalView, words: Words) -> dict[str, object]:
    found = view.assessment
    return {
        "title": view.goal.title.in_language(words.language),
        "href": html.link("goal", words.language, goal=view.goal.id),
        "tone": found.tone,
        "verdict": words(f"verdict.{found.verdict}"),
    }


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def due_text(view: GoalView, words: Words) -> str:
    return view.goal.due_text.in_language(words.language) if view.goal.due_text else words.due(view.goal)


def target_text(found: Assessment, catalogue: Catalogue, words: Words) -> str:
    if found.parity is not None:
        return words("target.parity", tolerance=tolerance(found.parity, catalogue, words))
    assert found.demand is not None
    return words.target(catalogue, found.demand)


def gap(found: Assessment, indicator: Indicator, catalogue: Catalogue, words: Words) -> str:
    """`4,0 Prozentpunkte zu hoch`, `35.678 Personen fehlen`, `erfüllt`; a dash where no number was decided."""
    if found.gap is None or found.current is None:
        return words("gap.none")
    if found.is_met:
        return words("gap.met")
    text = words.difference(found.gap, found.current.decimals, catalogue, indicator.unit, signed=False)
    if found.parity is not None:
        return words("gap.parity", gap=text)
    if found.demand is None or found.demand.good == "down":
        return words("gap.over", gap=text)
    return words("gap.missing" if indicator.kind in ("level", "count") else "gap.under", gap=text)


def current_value(found: Assessment, indicator: Indicator, catalogue: Catalogue, words: Words) -> str:
    """The judged value with its unit; for two groups that shall be equal, their distance."""
    assert found.current is not None and found.current.value is not None
    if found.parity is not None:
        return words.difference(found.current.value, found.current.decimals, catalogue, indicator.unit, signed=False)
    return words.value(found.current.value, found.current.decimals, catalogue, indicator.unit)


def parts(found: Assessment, words: Words) -> list[tuple[str, str]]:
    """Stand, Kurs, Datenlage: what each is called and what it is."""
    return [
        (words("calc.standing"), words(f"standing.{found.standing}")),
        (words("calc.course"), words(f"course.{found.course}")),
        (words("calc.evidence"), words(f"evidence.{found.evidence}")),
    ]


def yearly_mean(found: Assessment, indicator: Indicator, catalogue: Catalogue, words: Words) -> dict[str, str] | None:
    """The mean of a year that is judged instead of the newest value, and its first and last period; None without one."""
    if (level := found.level) is None or not level.is_mean:
        return None
    decimals = max(level.decimals, indicator.decimals)
    first, last = (words.period(period, indicator) for period in (level.periods[0], level.period))
    return {"value": words.value(level.value, decimals, catalogue, indicator.unit), "first": first, "last": last}


def tolerance(parity: Parity, catalogue: Catalogue, words: Words) -> str:
    return words.difference(parity.tolerance, 0, catalogue, catalogue.indicators[parity.indicator].unit, signed=False)


def _trend(
    found: Assessment, shown: Sequence[Point], indicator: Indicator, series: str, catalogue: Catalogue, words: Words
) -> dict[str, object]:
    marks = [Mark(place(point.period), point.value, "", "", is_provisional=point.status == "provisional") for point in shown]
    line = pieces(shown, marks, found.breaks, is_stock=indicator.is_stock)
    values = [point.value for point in shown if point.value is not None]
    target = found.demand.value if found.demand else None
    low, high = (
        min([*values, *([target] if target is not None else [])]),
        max([*values, *([target] if target is not None else [])]),
    )
    right = place(found.deadline) if found.deadline is not None else max(mark.x for mark in marks)
    first, last = ([point for point in shown if point.value is not None][index] for index in (0, -1))

    def told(point: Point) -> str:
        return words.value(point.value or 0.0, point.decimals, catalogue, indicator.unit)

    key = "spark_alt_target" if target is not None else "spark_alt" if first is not last else "spark_alt_single"
    text = words(
        f"overview.{key}", title=series, first_period=words.period(first.period, indicator), first=told(first),
        last_period=words.period(last.period, indicator), last=told(last),
        target=target_text(found, catalogue, words) if target is not None else "",
    )  # fmt: skip
    uri = svg.trend([line], x_range=(TREND_SINCE, right), y_range=(low, high), width=150, height=38, target=target)
    return {"trend": html.mask(uri), "trend_text": text}
