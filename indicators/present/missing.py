"""What is due, in words: which figure of which city, since when, and where it is published."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from indicators.catalogue import Catalogue
from indicators.catalogue.model import Indicator, Source
from indicators.period import Period
from indicators.present import html
from indicators.present.words import Words

Want = Literal["overdue", "due", "current", "unknown_lag", "never"]


@dataclass(frozen=True)
class Expected:
    """One indicator of one area and what of it is awaited.

    want       overdue: more than one period is due; due: one is; current: none yet; unknown_lag: nobody wrote down how long
               the publisher takes; never: no figure was ever stored
    periods    those that are due, for `current` and `unknown_lag` the next one, for `never` none
    since      from when on the first of them could be had; None where that is not known
    last       the last stored period
    groups     of the stored series that lack it; empty where it is all of them
    goals      the goals of the area that need the indicator
    source     where to get it
    """

    area: str
    indicator: Indicator
    want: Want
    periods: tuple[Period, ...] = ()
    since: date | None = None
    last: Period | None = None
    groups: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    source: Source | None = None


def lead(found: Sequence[Expected], words: Words) -> str:
    """How much is due, overdue and was never delivered."""
    counts = {want: sum(one.want == want for one in found) for want in ("overdue", "due", "never", "current", "unknown_lag")}
    text = words("missing.lead", **counts)
    return html.render("lead.html", title=words("nav.missing"), text=text, stand=words("missing.rule"))


def counts(found: Sequence[Expected]) -> dict[str, tuple[int, int]]:
    """Area -> how many of the indicators its goals need are overdue, and how many were never delivered."""
    areas = {one.area: [other.want for other in found if other.area == one.area and other.goals] for one in found}
    return {area: (wants.count("overdue"), wants.count("never")) for area, wants in areas.items()}


def table(found: Sequence[Expected], catalogue: Catalogue, words: Words) -> str:
    """The due ones city by city, those that goals need first; then what never came and what nobody can date."""
    areas = [
        {
            "name": catalogue.label("area", area, words.language),
            "due": [_row(one, catalogue, words) for one in own if one.want in ("overdue", "due")],
            "folded": [
                (words(key, count=len(rows)) + _asked_for(rows, words), rows)
                for want, key in (("never", "missing.never"), ("unknown_lag", "missing.unknown"))
                if (rows := [_row(one, catalogue, words) for one in own if one.want == want])
            ],
            "current": sum(one.want == "current" for one in own),
        }
        for area in dict.fromkeys(one.area for one in found)
        for own in [[one for one in found if one.area == area]]
    ]
    return html.render("missing.html", words=words, areas=areas)


def _row(one: Expected, catalogue: Catalogue, words: Words) -> dict[str, object]:
    groups = ", ".join(words.group(catalogue, group) for group in one.groups)
    last = words.period(one.last, one.indicator) if one.last else ""
    source = one.source
    return {
        "name": one.indicator.name.in_language(words.language),
        "href": html.link("sources", words.language) + f"#{one.indicator.id}",
        "groups": groups,
        "periods": _listed([words.period(period, one.indicator) for period in one.periods], words),
        "since": words(f"missing.since_{one.want}", month=words.month(one.since)) if one.since else "",
        "is_overdue": one.want == "overdue",
        "last": words("missing.last", period=last) if last else "",
        "goals": [{"id": goal, "href": html.link("goal", words.language, goal=goal)} for goal in one.goals],
        "publisher": source.publisher if source else "",
        "title": source.title.in_language(words.language) if source else "",
        "table": source.table if source else "",
        "url": source.url if source else "",
    }


def _asked_for(rows: Sequence[dict[str, object]], words: Words) -> str:
    count = sum(bool(row["goals"]) for row in rows)
    return words("missing.asked_for", count=count) if count else ""


def _listed(names: Sequence[str], words: Words) -> str:
    """All of a few; of many the first, the last and how many."""
    if len(names) > 3:
        return words("missing.from_to", first=names[0], last=names[-1], count=len(names))
    return ", ".join(names)
