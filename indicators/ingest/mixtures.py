"""What joins badly in one series: holes between file and store, and figures counted in different ways."""

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from indicators.ingest.figures import Figures, Finding, Flags
from indicators.ingest.keys import TIMES, Numbers, codes_of, period_of


def gaps(figures: Figures) -> Iterator[Finding]:
    """Between the stored figures of a series and those of the file a period is missing that its rhythm would have.

    figures  withheld ones included: a period without a value is there
    """
    is_new = (figures.row >= 0) & (figures.stored_row < 0) & np.isnan(figures.before) & figures.is_changed
    is_stored = figures.row < 0
    width = np.zeros(len(figures.key), dtype=np.int64)
    width[1:] = np.where(figures.follows[1:], np.diff(figures.key), 0)
    is_border = np.zeros(len(figures.key), dtype=bool)
    is_border[1:] = (is_new[1:] & is_stored[:-1]) | (is_stored[1:] & is_new[:-1])
    places = np.flatnonzero(is_border & (width > 1))
    if not len(places):
        return
    steps = pd.Series(width[width > 0]).groupby(figures.series[width > 0]).min()
    places = places[width[places] > steps.reindex(figures.series[places]).to_numpy()]
    same = (figures.keys.indicator(figures.key[places]) * 4 * TIMES + figures.key[places] % (4 * TIMES)) * TIMES + width[places]
    firsts = pd.DataFrame({"same": same, "place": places}).groupby("same", sort=False)["place"].agg(["first", "size"])
    # The finding stands at the incoming figure, on whichever side of the hole it lies.
    sides = {int(place) if is_new[place] else int(place) - 1: int(place) for place in firsts["first"]}
    counts = dict(zip(sides, firsts["size"], strict=False))

    def params(place: int) -> Mapping[str, object]:
        later = sides[place]
        return {"count": int(counts[place]), "before": figures.period(later - 1), "after": figures.period(later)}

    if sides:
        yield Finding("warning", "check.gap", np.array(list(sides)), params, figures)


def mixed_bases(figures: Figures) -> Iterator[Finding]:
    """Neighbours in a series whose notes say that they were counted differently, unless the catalogue knows the break."""
    texts, (new, old) = codes_of([figures.table["note"], figures.stored["note"]])
    bases = figures.catalogue.rules.base
    for kind in dict.fromkeys(base.kind for base in bases):
        names = [base for base in bases if base.kind == kind]
        classes = np.array([_base(str(text), [base.words for base in names]) for text in texts] or [-1])
        if len(set(classes.tolist()) - {-1}) < 2:
            continue
        of_figure = _per_figure(figures, classes[new] if len(new) else new, classes[old] if len(old) else old)
        yield from _neighbours(figures, of_figure, "check.mixed_bases", "note")


def mixed_sources(figures: Figures) -> Iterator[Finding]:
    """Neighbours in a series of one file that come from different sources, unless its indicator may come from both."""
    texts, (new,) = codes_of([figures.table["source"]])
    if len(texts) < 2:
        return
    nothing = np.full(len(figures.stored), -1)
    yield from _neighbours(figures, _per_figure(figures, new, nothing), "check.mixed_sources", "source")


def _base(note: str, words: list[tuple[str, ...]]) -> int:
    folded = note.casefold()
    found = [index for index, texts in enumerate(words) if any(text.casefold() in folded for text in texts)]
    return found[0] if len(found) == 1 else -1


def _per_figure(figures: Figures, new: Numbers, old: Numbers) -> Numbers:
    """A number of the incoming row, or of the stored one where the figure is only stored."""
    incoming = new[figures.row] if len(new) else np.full(len(figures.key), -1)
    return np.where(figures.row >= 0, incoming, old[figures.stored_row] if len(old) else -1)


def _neighbours(figures: Figures, classes: Numbers, code: str, column: str) -> Iterator[Finding]:
    """Where the class changes between two neighbours that have one; one finding an indicator and pair of classes."""
    told = np.flatnonzero(classes >= 0)
    if len(told) < 2:
        return
    one, other = told[:-1], told[1:]
    is_mixed: Flags = (figures.series[one] == figures.series[other]) & (classes[one] != classes[other])
    is_mixed &= figures.is_changed[one] | figures.is_changed[other]
    pairs: dict[tuple[int, int, int], list[tuple[int, int]]] = {}
    for first, second in zip(one[is_mixed].tolist(), other[is_mixed].tolist(), strict=True):
        if not _is_known(figures, first, second, column):
            indicator = int(figures.keys.indicator(figures.key[first : first + 1])[0])
            pairs.setdefault((indicator, *sorted((int(classes[first]), int(classes[second])))), []).append((first, second))  # type: ignore[arg-type]
    at = {}
    for members in pairs.values():
        first, second = members[0]
        place, neighbour = (second, first) if figures.is_changed[second] else (first, second)
        at[place] = (neighbour, len(members))

    def params(place: int) -> Mapping[str, object]:
        neighbour, count = at[place]
        return {
            "here": figures.text(place, column), "there": figures.text(neighbour, column),
            "period": period_of(figures.key[neighbour]), "count": count,
        }  # fmt: skip

    if at:
        yield Finding("warning", code, np.array(sorted(at)), params, figures)


def _is_known(figures: Figures, first: int, second: int, column: str) -> bool:
    """Whether the catalogue declares a break between two figures, or names both sources for their indicator."""
    catalogue = figures.catalogue
    if column == "source":
        indicator = figures.ids(second)[1]
        sources = [catalogue.source_of(figures.text(place, "source")) for place in (first, second)]
        return all(source is not None and source.id in catalogue.indicators[indicator].sources for source in sources)
    return any(event.breaks for event in figures.events_between(first, second))
