"""The focus groups of a city: what can be measured of each, and what cannot."""

from collections.abc import Mapping
from dataclasses import dataclass

from indicators.catalogue import Catalogue
from indicators.catalogue.people import Focus, FocusGroup, key_of
from indicators.present import html
from indicators.present.group_rows import newest, value
from indicators.present.views import SeriesView
from indicators.present.words import Words


@dataclass(frozen=True)
class FocusView:
    """The focus groups of a city and the series that measure them; None where nothing is stored."""

    focus: Focus
    series: Mapping[str, SeriesView | None]


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
