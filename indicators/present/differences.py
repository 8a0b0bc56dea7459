"""Why another figure than ours may be right too: each reason, and where we hold both figures, the two side by side."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from indicators.catalogue import Catalogue
from indicators.catalogue.terms import Difference
from indicators.period import Period
from indicators.present import html
from indicators.present.source import source_line
from indicators.present.views import SeriesView
from indicators.present.words import Words

Comparison = Callable[[str, str], Sequence[SeriesView]]  # indicator, group -> one series an area
QUESTIONS = ("base", "area", "period", "people", "release")


def head(words: Words) -> str:
    questions = [words(f"differences.ask_{name}") for name in QUESTIONS]
    return html.render("differences_head.html", words=words, questions=questions)


def reasons(catalogue: Catalogue, comparison: Comparison, words: Words) -> str:
    """Every reason in the order of the catalogue."""
    entries = [_entry(one, catalogue, comparison, words) for one in catalogue.differences.values()]
    return html.render("differences.html", words=words, entries=entries)


def _entry(one: Difference, catalogue: Catalogue, comparison: Comparison, words: Words) -> dict[str, object]:
    def named(indicator: str) -> str:
        return catalogue.label("indicator", indicator, words.language)

    pairs, sources = _pairs(one, catalogue, comparison), html.link("sources", words.language)
    return {
        "id": one.id,
        "title": one.title.in_language(words.language),
        "text": one.text.in_language(words.language),
        "links": [{"name": named(name), "href": f"{sources}#{name}"} for name in one.indicators],
        "heads": [named(name) for name in one.compare],
        "rows": [_row(period, pair, catalogue, words) for period, pair in pairs],
        "source": source_line([view for _, pair in pairs for view in pair], catalogue, words) if pairs else "",
    }


def _pairs(one: Difference, catalogue: Catalogue, comparison: Comparison) -> list[tuple[Period, tuple[SeriesView, ...]]]:
    """The newest period for which a city holds both figures, and the two; cities without one are left out."""
    cities = [area.area for area in catalogue.cities]
    found = []
    series = ([view for view in comparison(name, "total") if view.area.area in cities] for name in one.compare)
    for pair in zip(*series, strict=True):
        periods = [{point.period for point in view.points if point.value is not None} for view in pair]
        if shared := set.intersection(*periods):
            newest = max(shared, key=lambda period: period.end)
            found.append((newest, tuple(_only(newest, view) for view in pair)))
    return found


def _only(period: Period, view: SeriesView) -> SeriesView:
    """The series cut down to one period, so that its source is the source of what is shown."""
    return replace(view, rows=view.rows[view.rows["period"] == str(period)])


def _row(period: Period, pair: Sequence[SeriesView], catalogue: Catalogue, words: Words) -> dict[str, object]:
    return {
        "area": pair[0].area.name.in_language(words.language),
        "period": words.period(period, pair[0].indicator),
        "cells": [_cell(view, period, catalogue, words) for view in pair],
    }


def _cell(view: SeriesView, period: Period, catalogue: Catalogue, words: Words) -> dict[str, str]:
    (point,) = view.points
    indicator = view.indicator
    return {
        "value": words.full_value(point.value or 0.0, point.decimals, catalogue, indicator.unit),
        "status": words(f"status.{point.status}"),
        "head": indicator.name.in_language(words.language),
        "href": html.link(
            "provenance", words.language, area=view.area.area, indicator=indicator.id, group=view.group, period=str(period)
        ),
    }  # fmt: skip
