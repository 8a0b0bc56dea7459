"""Pages of the public edition that hold no figure: what is owed, sources, method, glossary, and that a page is not there."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from indicators.catalogue import Catalogue
from indicators.present import duties, glossary, html, method, sources, timeline
from indicators.present.duties import AreaDuties
from indicators.present.site.frame import Page
from indicators.present.words import Words


def measures(found: Sequence[AreaDuties], today: date, words: Words) -> Iterator[Page]:
    """What every place owes and does, and a page for each."""
    title, lead = words("nav.measures"), duties.lead(found, today, words)
    places = [
        {"name": one.area.name.in_language(words.language), "told": "",
         "href": html.link("measures", words.language, city=one.area.slug)}
        for one in found
    ]  # fmt: skip
    body = lead + html.render("site_places.html", title=words("site.places"), places=places)
    yield Page("measures", title, body, about=words("site.measures_about"))
    axis = timeline.axis([occasion for one in found for occasion in one.occasions], today)
    for one in found:
        name = words("site.measures_title", area=one.area.name.in_language(words.language))
        body = html.render("lead.html", title=name, text=words("site.measures_about"), stand="")
        yield Page("duties", name, body + duties.section(one, axis, words), one.area.slug, words("site.measures_about"))


def facts(catalogue: Catalogue, stored: Mapping[str, tuple[str, str]], words: Words) -> Iterator[Page]:
    """Sources, method and glossary.

    stored   indicator -> first and last stored period
    """
    parts = (
        sources.head(words), sources.indicators(catalogue, stored, words), sources.publications(catalogue, words),
        sources.documents(catalogue, words), sources.events(catalogue.events, catalogue, words),
    )  # fmt: skip
    yield Page("sources", words("sources.title"), "".join(parts), about=words("sources.lead"))
    yield Page("method", words("method.title"), method.rules(words), about=words("method.lead").replace("**", ""))
    terms = glossary.head(words) + glossary.terms(catalogue, words)
    yield Page("glossary", words("glossary.title"), terms, about=words("glossary.lead").replace("**", ""))


def missing(words: Words) -> Page:
    """What a server shows for an address that leads nowhere."""
    return Page("missing", words("site.missing_title"), html.render("site_missing.html", words=words))
