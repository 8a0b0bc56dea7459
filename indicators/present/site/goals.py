"""One goal in the public edition: its page, its figure alone for other pages to show, and its assessment for machines."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from indicators.catalogue import Catalogue
from indicators.catalogue.kept import Comment, Measure
from indicators.present import calculation, clock, goal, goal_figure, goal_words, upkeep
from indicators.present.records import goal_record
from indicators.present.site import address, figures
from indicators.present.site.frame import File, Page, Site, canonical
from indicators.present.views import GoalView, SeriesView
from indicators.present.words import Words

_EMBEDDED = Markup('<iframe src="{}" title="{}" width="100%" height="640" loading="lazy"></iframe>')


@dataclass(frozen=True)
class GoalParts:
    """One goal and what belongs beside it. `series`: what its figure is drawn from; empty where no figure judges it."""

    view: GoalView
    series: Sequence[SeriesView]
    measures: Sequence[Measure]
    comments: Sequence[Comment]


def pages(parts: GoalParts, catalogue: Catalogue, site: Site, words: Words) -> Iterator[Page]:
    """The page of the goal, and its figure as a page of its own."""
    view = parts.view
    title, place = (text.in_language(words.language) for text in (view.goal.title, view.area.name))
    body = goal_words.head(view, catalogue, words) + clock.strip(view.assessment, catalogue, words)
    if parts.series:
        spec = goal_figure.figure(view, parts.series, catalogue, words)
        yield Page("embed", spec.heading, figures.block(spec, words, is_alone=True), view.goal.id)
        body += figures.block(spec, words)
        body += figures.numbers(spec, _files(parts, catalogue, words), words, _embedded(view, site, words))
    body += "".join((
        calculation.calculation(view, catalogue, words), goal.about(view, catalogue, words),
        upkeep.measures(parts.measures, catalogue, words), upkeep.comments(parts.comments, words),
    ))  # fmt: skip
    about = " ".join(goal_words.sentences(view, catalogue, words)).replace("**", "")
    yield Page("goal", f"{place}: {title}", body, view.goal.id, about)


def _files(parts: GoalParts, catalogue: Catalogue, words: Words) -> dict[str, str]:
    """The figures, of two groups one after the other, and how they were judged."""
    found = dict[str, str]()
    for series in parts.series:
        key, group = (series.area.area, series.indicator.id, series.group), words.group(catalogue, series.group)
        for form in ("csv", "json"):
            name = words(f"site.file_{form}")
            found[f"{name} ({group})" if len(parts.series) > 1 else name] = address.data_file(*key, form)
    return found | {words("site.file_goal"): address.goal_file(parts.view.goal.id)}


def _embedded(view: GoalView, site: Site, words: Words) -> str:
    """The line that shows the figure on another page; only where the full address is known."""
    if not site.base_url:
        return ""
    file = address.place("embed", words.language, view.goal.id)
    return str(_EMBEDDED.format(canonical(file, site), view.goal.title.in_language(words.language)))


def record(view: GoalView, catalogue: Catalogue, words: Words) -> File:
    """The assessment with what it was computed from, as plain values."""
    text = json.dumps(goal_record(view, catalogue, words), ensure_ascii=False, indent=1, default=str)
    return address.goal_file(view.goal.id), f"{text}\n".encode()
