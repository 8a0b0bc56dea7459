"""Every definition, source, licence, document, break and file behind the figures, and the method."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from indicators.catalogue import Catalogue
from indicators.catalogue.model import Event, Indicator, Text
from indicators.period import parse_period
from indicators.present import html
from indicators.present.views import UploadView
from indicators.present.words import Words


def head(words: Words) -> str:
    return html.render("lead.html", title=words("sources.title"), text=words("sources.lead"), stand="")


def indicators(catalogue: Catalogue, stored: Mapping[str, tuple[str, str]], words: Words) -> str:
    """Every indicator with definition, numerator, denominator, traps and sources.

    stored   indicator -> first and last stored period, from `spans`
    """
    entries = [about(indicator, catalogue, stored, words) for indicator in catalogue.indicators.values()]
    return html.render("sources_indicators.html", words=words, entries=sorted(entries, key=lambda entry: entry["name"]))


def spans(rows: pd.DataFrame) -> dict[str, tuple[str, str]]:
    """The first and last stored period of each indicator, by calendar, over all areas and groups."""
    return {
        str(name): (min(periods, key=_start), max(periods, key=_start))
        for name, periods in rows.groupby("indicator")["period"].unique().items()
    }


def _start(period: str) -> tuple[str, str]:
    parsed = parse_period(period)
    return parsed.end.isoformat(), period


def about(indicator: Indicator, catalogue: Catalogue, stored: Mapping[str, tuple[str, str]], words: Words) -> dict[str, Any]:
    """What a figure means: name, definition, facts line by line, traps."""
    language = words.language
    span = stored.get(indicator.id)
    facts = [
        ("sources.numerator", _said(indicator.numerator, words)),
        ("sources.denominator", _said(indicator.denominator, words)),
        ("sources.unit", words.unit(catalogue, indicator.unit)),
        ("sources.basis", indicator.basis_note.in_language(language)),
        ("sources.rhythm", ", ".join(words(f"frequency.{frequency}") for frequency in indicator.frequency)),
        ("sources.better", words(f"sources.better_{indicator.direction}")),
        ("sources.published_by", "; ".join(_source_name(name, catalogue) for name in indicator.sources)),
        ("sources.reference", _reference(indicator, words)),
        ("sources.stored_label", words("sources.stored", first=words.period(parse_period(span[0])),
                                       last=words.period(parse_period(span[1]))) if span
         else words("sources.stored_none")),
    ]  # fmt: skip
    return {
        "id": indicator.id,
        "name": indicator.name.in_language(language),
        "definition": indicator.definition.in_language(language),
        "facts": [(words(key), text) for key, text in facts if text],
        "traps": indicator.traps.in_language(language),
    }


def _said(text: Text | None, words: Words) -> str:
    return text.in_language(words.language) if text is not None else ""


def _reference(indicator: Indicator, words: Words) -> str:
    if indicator.reference is None:
        return ""
    return indicator.reference.de if words.language == "de" or not indicator.reference.en else indicator.reference.en


def _source_name(name: str, catalogue: Catalogue) -> str:
    source = catalogue.sources[name]
    return f"{source.publisher}, {source.table}" if source.table else source.publisher


def publications(catalogue: Catalogue, words: Words) -> str:
    """Sources with table, licence and address."""
    entries = [
        {
            "publisher": source.publisher, "table": source.table, "title": source.title.in_language(words.language),
            "licence": source.licence, "licence_url": source.licence_url, "url": source.url,
            "note": _said(source.note, words),
        }
        for source in catalogue.sources.values()
    ]  # fmt: skip
    return html.render("sources_publications.html", words=words, entries=entries)


def documents(catalogue: Catalogue, words: Words) -> str:
    """The papers in which the goals stand, each once."""
    found = {document.area: document for document in catalogue.documents.values()}
    entries = [
        {
            "area": catalogue.label("area", area, words.language), "name": document.name.in_language(words.language),
            "kind": document.kind.in_language(words.language), "date": document.date_text.in_language(words.language),
            "source": document.source, "note": _said(document.note, words),
        }
        for area, document in found.items()
    ]  # fmt: skip
    return html.render("sources_documents.html", words=words, entries=entries)


def files(uploads: Sequence[UploadView], words: Words) -> str:
    """What was imported when, from which release; withdrawn files stay listed."""
    rows = [
        {
            "file": upload.file_name, "released": words.released(upload.released_on, upload.released_precision),
            "imported": words.moment(upload.imported_at), "by": upload.imported_by, "reason": upload.reason,
            "withdrawn": words("sources.withdrawn", date=words.moment(upload.withdrawn_at),
                               reason=upload.withdrawn_reason) if upload.withdrawn_at else "",
        }
        for upload in uploads
    ]  # fmt: skip
    return html.render("sources_files.html", words=words, rows=rows)


def events(found: Sequence[Event], catalogue: Catalogue, words: Words) -> str:
    """Breaks, revisions and shocks with their effect; what nobody confirmed says so."""
    rows = [
        {
            "date": words.date(event.date),
            "label": event.label.in_language(words.language) if event.verified == "yes"
            else words("figure.unverified", label=event.label.in_language(words.language)),
            "breaks": words("sources.is_break") if event.breaks else "",
            "effect": event.effect.in_language(words.language),
            "handling": event.handling.in_language(words.language),
            "indicators": ", ".join(
                catalogue.label("indicator", name.partition("/")[0], words.language) for name in event.indicators
            ),
            "source": event.source,
        }
        for event in reversed(found)
    ]  # fmt: skip
    return html.render("sources_events.html", words=words, rows=rows)
