"""The comparison of cities in the public edition: one page for each indicator and group, none of the cities first."""

from collections.abc import Iterator, Mapping, Sequence

from indicators.catalogue import Catalogue
from indicators.present import compare, html
from indicators.present.compare_shown import Choice, Views, filled
from indicators.present.site import address, figures
from indicators.present.site.frame import Page
from indicators.present.words import Words

_ALL = Choice("level", "")  # no city is drawn before the others


def contents(choices: Mapping[str, Sequence[str]], catalogue: Catalogue, words: Words) -> Page:
    """What can be compared: indicator -> groups."""
    places = [
        {"name": words.series(catalogue, indicator, group), "told": "",
         "href": html.link("compare", words.language, indicator=indicator, group=group)}
        for indicator, groups in choices.items() for group in groups
    ]  # fmt: skip
    body = html.render("lead.html", title=words("compare.title"), text=words("site.compare_lead"), stand="")
    body += html.render("site_places.html", title=words("site.compare_what"), places=places)
    return Page("comparison", words("compare.title"), body, about=words("site.compare_lead"))


def page(views: Views, catalogue: Catalogue, words: Words) -> Page:
    """One indicator for several areas."""
    indicator, group = views[0].indicator, views[0].group
    spec = compare.figure(views, _ALL, catalogue, words)
    body = compare.head(views, catalogue, words) + compare.cautions(views, _ALL, catalogue, words)
    body += figures.block(spec, words) + figures.numbers(spec, dict(_files(views, words)), words)
    body += compare.latest(views, _ALL, catalogue, words)
    name = words.series(catalogue, indicator.id, group)
    title = words("site.compare_title", series=name)
    return Page("compare", title, body, address.series_name(indicator.id, group), spec.heading)


def _files(views: Views, words: Words) -> Iterator[tuple[str, str]]:
    for view in views:
        if view.area.kind != "district" and filled(view):
            name = words("site.file_of", area=view.area.name.in_language(words.language))
            yield name, address.data_file(view.area.area, view.indicator.id, view.group, "csv")
