"""A goal of equality: the gap as a series with its verdict, or what to upload so that there is one."""

from indicators.assess.trend import MIN_YEARS
from indicators.catalogue import Catalogue
from indicators.catalogue.model import Indicator, Parity, Source
from indicators.present import focus, goal_words, group_rows, groups, html, overview, parity_figure
from indicators.present.figure import FigureSpec
from indicators.present.groups import GroupsView, ParityView
from indicators.present.source import source_line
from indicators.present.views import SeriesView
from indicators.present.words import Words

_PARITY = "women"  # the section that says so where no document asks for equality


def parity(found: ParityView, catalogue: Catalogue, words: Words) -> str:
    """The goal with what is known of it, and the way to figures where there are none."""
    view = found.view
    asked, judged = view.goal.parity, view.assessment
    assert asked is not None
    indicator = catalogue.indicators[asked.indicator]
    return html.render(
        "groups_parity.html", words=words, tone=judged.tone, verdict=words(f"verdict.{judged.verdict}"),
        parts=overview.parts(judged, words), title=view.goal.title.in_language(words.language), id=view.goal.id,
        href=html.link("goal", words.language, goal=view.goal.id), sentences=goal_words.sentences(view, catalogue, words),
        note=view.goal.note.in_language(words.language) if view.goal.note else "",
        empty=_empty(found, asked, indicator, catalogue, words),
    )  # fmt: skip


def above(view: GroupsView, catalogue: Catalogue, words: Words) -> str:
    """The contents and one rate at a glance, above the goals of equality."""
    return contents(view, words) + groups.glance(view, catalogue, words)


def below(view: GroupsView, catalogue: Catalogue, words: Words) -> str:
    """Group by group, then the focus groups."""
    name = view.area.name.in_language(words.language)
    remark = "" if view.parities else words("groups.no_parity", area=name)
    parts = [
        groups.section(found, view.area, catalogue, words, remark=remark if found.people.id == _PARITY else "")
        for found in view.sections
    ]
    if view.focus is not None:
        parts.append(focus.focus(view.focus, catalogue, words))
    return "".join(parts)


def contents(view: GroupsView, words: Words) -> str:
    """What stands on the page, as links into it."""
    found = [(one.view.goal.id, words("groups.contents_goal", id=one.view.goal.id)) for one in view.parities]
    found += [(one.people.id, one.people.name.in_language(words.language)) for one in view.sections]
    found += [("focus", words("groups.contents_focus"))] if view.focus is not None else []
    return html.render("groups_contents.html", words=words, parts=found)


def figure(found: ParityView, catalogue: Catalogue, words: Words) -> FigureSpec | None:
    """The judged gap, its first group less its second as the goal names them; None while there is no such figure."""
    first, second = found.pair
    if first is None or second is None or found.view.assessment.current is None:
        return None
    return parity_figure.figure(found.view, (first, second), catalogue, words)


def _empty(
    found: ParityView, asked: Parity, indicator: Indicator, catalogue: Catalogue, words: Words
) -> dict[str, object] | None:
    """Which figures to bring, and where they are published; None once there are some."""
    if found.view.assessment.current is not None:
        return None
    language = words.language
    stored = [view.group for view in found.pair if view is not None]
    return {
        "series": [words.series(catalogue, asked.indicator, group) for group in asked.groups if group not in stored],
        "stored": [words.series(catalogue, asked.indicator, group) for group in stored],
        "area": found.view.area.name.in_language(language),
        "unit": words.unit(catalogue, indicator.unit),
        "definition": indicator.definition.in_language(language),
        "periods": words("groups.every", periods=", ".join(words(f"groups.every_{name}") for name in indicator.frequency)),
        "years": words("groups.years_needed", count=MIN_YEARS),
        "sources": [_source(catalogue.sources[name], words) for name in indicator.sources],
        "upload": html.link("upload", language),
        "elsewhere": _elsewhere(found.elsewhere, catalogue, words),
    }


def _source(source: Source, words: Words) -> dict[str, str]:
    note = source.note.in_language(words.language) if source.note else ""
    return {"title": source.title.in_language(words.language), "publisher": source.publisher, "url": source.url, "note": note}


def _elsewhere(pair: tuple[SeriesView, ...], catalogue: Catalogue, words: Words) -> str:
    """The newest pair of values for Germany: an order of size, no substitute."""
    if len(pair) < 2:
        return ""
    first, second = pair
    last = group_rows.newest(first)
    other = group_rows.at(second.points, last) if last is not None else None
    if last is None or other is None or other.value is None:
        return ""
    values = [
        words("groups.lead_value", group=words.group(catalogue, view.group),
              value=group_rows.value(view, point, catalogue, words)["text"])
        for view, point in ((first, last), (second, other))
    ]  # fmt: skip
    return words(
        "groups.elsewhere", area=first.area.name.in_language(words.language), values=", ".join(values),
        period=words.period(last.period, first.indicator), source=source_line(pair, catalogue, words),
    )  # fmt: skip
