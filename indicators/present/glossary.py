"""What the terms on the pages mean, and the links that lead there from where a term first appears."""

from typing import get_args

from indicators.catalogue import Catalogue
from indicators.catalogue.terms import Term, TermKind
from indicators.present import html
from indicators.present.words import Words

KINDS: tuple[TermKind, ...] = get_args(TermKind)


def head(words: Words) -> str:
    return html.render("lead.html", title=words("glossary.title"), text=words("glossary.lead"), stand="")


def terms(catalogue: Catalogue, words: Words) -> str:
    """Every term, by kind and then by the alphabet of the language."""
    chapters = [
        (words(f"glossary.kind_{kind}"), [_entry(term, catalogue, words) for term in sorted_terms(catalogue, kind, words)])
        for kind in KINDS
    ]
    return html.render("glossary.html", words=words, chapters=chapters)


def sorted_terms(catalogue: Catalogue, kind: TermKind, words: Words) -> list[Term]:
    found = [term for term in catalogue.terms.values() if term.kind == kind]
    return sorted(found, key=lambda term: term.name.in_language(words.language).casefold())


def _entry(term: Term, catalogue: Catalogue, words: Words) -> dict[str, str]:
    indicator = catalogue.indicators[term.indicator] if term.indicator else None
    reference = term.reference or (indicator.reference if indicator else None)
    return {
        "id": term.id,
        "name": term.name.in_language(words.language),
        "text": term.text.in_language(words.language),
        "reference": (reference.en if words.language == "en" and reference.en else reference.de) if reference else "",
        "indicator": indicator.name.in_language(words.language) if indicator else "",
        "href": html.link("sources", words.language) + f"#{indicator.id}" if indicator else "",
    }
