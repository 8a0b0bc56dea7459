"""Where shown figures come from: publisher, table, basis, Stand and licence in one line."""

from collections.abc import Sequence

from indicators.catalogue import Catalogue
from indicators.present.views import SeriesView
from indicators.present.words import Words


def source_line(series: Sequence[SeriesView], catalogue: Catalogue, words: Words) -> str:
    """`Quelle: …, Tabelle …; …. Jahresdurchschnitt. Stand: Mai 2026. dl-de/by-2-0`

    Sources in the order of their figures; the newest release; every licence once. A text that no source of the
    catalogue carries (an upload) is named as it is.
    """
    labels = dict.fromkeys(label for one in series for label in one.sources)
    tables: dict[str, list[str]] = {}  # publisher -> its tables
    licences: dict[str, None] = {}
    for label in labels:
        source = catalogue.source_of(label)
        found = tables.setdefault(source.publisher if source else label, [])
        if source is not None and source.table and source.table not in found:
            found.append(source.table)
        if source is not None and source.licence:
            licences[source.licence_short or source.licence] = None
    names = [", ".join([publisher, *found]) for publisher, found in tables.items()]
    released = [one.released for one in series if one.released is not None]
    newest = max(released, default=None, key=lambda found: found[0])
    # A note may end in the point of a date ("Stichtag 31.12."); the line brings its own.
    basis = series[0].indicator.basis_note.in_language(words.language).removesuffix(".") if series else ""
    return words(
        "figure.source_line", sources="; ".join(names), basis=basis,
        stand=words.released(*newest) if newest else "–", licence=", ".join(licences),
    )  # fmt: skip
