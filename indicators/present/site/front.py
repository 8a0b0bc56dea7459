"""The first page of the public edition, and one for each place."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from indicators.assess.assessment import WORST_FIRST
from indicators.catalogue import Catalogue
from indicators.catalogue.model import Area
from indicators.present import html, overview, overview_changes
from indicators.present.earlier import SinceView
from indicators.present.site.frame import Page, Site
from indicators.present.views import GoalView
from indicators.present.words import Words

MOST_ON_ONE = 80  # goals on the first page; more are listed place by place


def front(
    views: Sequence[GoalView], changes: Mapping[str, SinceView], catalogue: Catalogue, site: Site, words: Words
) -> Page:  # fmt: skip
    """Every goal; of more than a reader can look over, the places with what their goals are called."""
    if len(views) <= MOST_ON_ONE:
        body = overview.lead(views, views, words) + overview_changes.changes(views, changes, catalogue, words)
        body += overview.table(views, catalogue, words)
    else:
        body = overview.lead(views, views, words, has_table=False) + _places(views, words)
    body += html.render("sentence.html", text=words("site.stand", moment=words.clock(site.stand)))
    return Page("overview", words("overview.title"), body, about=words("site.about"))


def _places(views: Sequence[GoalView], words: Words) -> str:
    places = [
        {"name": area.name.in_language(words.language), "told": _counted(own, words),
         "href": html.link("", words.language, city=area.slug)}
        for area, own in by_area(views)
    ]  # fmt: skip
    return html.render("site_places.html", title=words("site.places"), places=places)


def by_area(views: Sequence[GoalView]) -> Iterator[tuple[Area, list[GoalView]]]:
    """The goals place by place, in their order."""
    for _, found in groupby(views, key=lambda view: view.area.area):
        own = list(found)
        yield own[0].area, own


def _counted(views: Sequence[GoalView], words: Words) -> str:
    """`1 in falscher Richtung, 3 auf Kurs`: the least favourable first."""
    found = Counter(view.assessment.verdict for view in views)
    return ", ".join(f"{found[verdict]} {words(f'verdict.{verdict}')}" for verdict in WORST_FIRST if verdict in found)


def place(views: Sequence[GoalView], catalogue: Catalogue, words: Words) -> Page:
    """The goals of one place."""
    area = views[0].area
    title = words("site.area_title", area=area.name.in_language(words.language))
    lead = html.render("lead.html", title=title, text=words("site.area_lead", count=len(views)), stand="")
    return Page("area", title, lead + overview.table(views, catalogue, words), area.slug, words("site.about"))
