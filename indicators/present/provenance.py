"""Where one figure comes from: the cell of the file, who brought it, and what was published before."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from indicators.catalogue import Catalogue
from indicators.catalogue.model import Area, Indicator
from indicators.period import Period
from indicators.present import html
from indicators.present.records import published
from indicators.present.words import Words


@dataclass(frozen=True)
class Vintage:
    """One figure as one file gave it. `counts` is true for the one that is shown everywhere."""

    value: float | None
    decimals: int
    status: str
    unit: str
    source: str
    note: str
    batch: int
    file_name: str
    sha256: str
    sheet: str
    row: int
    column: str
    released_on: date
    released_precision: str
    imported_at: datetime
    imported_by: str
    reason: str
    withdrawn_at: datetime | None = None
    withdrawn_by: str = ""
    withdrawn_reason: str = ""
    confirmations: Mapping[str, str] = field(default_factory=dict)
    counts: bool = False


@dataclass(frozen=True)
class Provenance:
    """One cell of the statistics and every figure ever stored for it, the newest release first."""

    area: Area
    indicator: Indicator
    group: str
    period: Period
    vintages: tuple[Vintage, ...]

    @property
    def current(self) -> Vintage | None:
        """The figure that counts; None where nothing is stored or everything was withdrawn."""
        return next((vintage for vintage in self.vintages if vintage.counts), None)


def title(found: Provenance, catalogue: Catalogue, words: Words) -> str:
    """`Arbeitslosenquote, Frauen · Dortmund · 2025`."""
    parts = (
        words.series(catalogue, found.indicator.id, found.group), found.area.name.in_language(words.language),
        words.period(found.period, found.indicator),
    )  # fmt: skip
    return " · ".join(parts)


def figure(found: Provenance, catalogue: Catalogue, words: Words) -> str:
    """The value that counts and the cell it stands in."""
    current = found.current
    return html.render(
        "provenance_figure.html", words=words, title=title(found, catalogue, words),
        back=html.link("compare", words.language, indicator=found.indicator.id, group=found.group),
        value=told(current, catalogue, words) if current else "", nothing=_nothing(found, words) if not current else "",
        facts=_facts(current, catalogue, words) if current else [],
    )  # fmt: skip


def _nothing(found: Provenance, words: Words) -> str:
    return words("provenance.all_withdrawn" if found.vintages else "provenance.nothing")


def told(vintage: Vintage, catalogue: Catalogue, words: Words) -> str:
    """`12,0 %`, or why there is no value."""
    if vintage.value is None:
        return words(f"status.{vintage.status}")
    return words.full_value(vintage.value, vintage.decimals, catalogue, vintage.unit)


def place(vintage: Vintage, words: Words) -> str:
    """`Blatt „13211“, Zeile 12, Spalte „Wert“`."""
    key = "provenance.place_sheet" if vintage.sheet else "provenance.place"
    return words(key, sheet=vintage.sheet, row=vintage.row, column=vintage.column)


def _facts(vintage: Vintage, catalogue: Catalogue, words: Words) -> list[tuple[str, str]]:
    source = catalogue.source_of(vintage.source)
    named = f"{source.publisher}, {source.table}" if source and source.table else vintage.source
    found = [
        ("table.status", words(f"status.{vintage.status}")),
        ("history.note", vintage.note),
        ("table.source", named),
        ("table.stand", words.released(vintage.released_on, vintage.released_precision)),
        ("provenance.file", vintage.file_name),
        ("provenance.cell", place(vintage, words)),
        ("history.imported", words("history.by", at=words.clock(vintage.imported_at), who=vintage.imported_by)),
        ("history.reason", vintage.reason),
        ("history.confirmed", "; ".join(vintage.confirmations.values())),
        ("provenance.digest", vintage.sha256),
    ]
    return [(words(key), text) for key, text in found if text]


def earlier(found: Provenance, catalogue: Catalogue, words: Words) -> str:
    """Every figure that was published for this cell; withdrawn ones stay listed."""
    rows = [
        {
            "value": told(vintage, catalogue, words),
            "state": _state(vintage, words),
            "released": words.released(vintage.released_on, vintage.released_precision),
            "file": vintage.file_name,
            "place": place(vintage, words),
            "imported": words.clock(vintage.imported_at),
            "by": vintage.imported_by,
            "batch": vintage.batch,
            "href": html.link("history", words.language, batch=str(vintage.batch)),
        }
        for vintage in found.vintages
    ]
    return html.render("provenance_vintages.html", words=words, rows=rows)


def _state(vintage: Vintage, words: Words) -> str:
    if vintage.withdrawn_at is not None:
        return words("history.withdrawn", at=words.clock(vintage.withdrawn_at), reason=vintage.withdrawn_reason)
    return words("provenance.counts" if vintage.counts else "provenance.replaced")


def lines(found: Provenance, catalogue: Catalogue, words: Words) -> list[str]:
    """The same for a terminal: the figure and its cell, then every vintage on a line."""
    current = found.current
    told_now = [f"{key}: {text}" for key, text in _facts(current, catalogue, words)] if current else [_nothing(found, words)]
    head = f"{title(found, catalogue, words)}: {told(current, catalogue, words)}" if current else title(found, catalogue, words)
    vintages = [
        " · ".join((words("history.delivery", number=one.batch), told(one, catalogue, words),
                    words.released(one.released_on, one.released_precision), one.file_name, _state(one, words)))
        for one in found.vintages
    ]  # fmt: skip
    return [head, *told_now, *([words("provenance.vintages") + ":"] if vintages else []), *vintages]


def record(found: Provenance) -> dict[str, Any]:
    """The same as plain values for machines."""
    return {
        "area": found.area.area,
        "indicator": found.indicator.id,
        "group": found.group,
        "period": str(found.period),
        "vintages": [
            {
                "counts": vintage.counts,
                "value": published(vintage.value, vintage.decimals),
                **{name: getattr(vintage, name) for name in _PLAIN},
                "confirmations": dict(vintage.confirmations),
            }
            for vintage in found.vintages
        ],
    }


_PLAIN = (
    "status", "unit", "source", "note", "batch", "file_name", "sha256", "sheet", "row", "column", "released_on",
    "released_precision", "imported_at", "imported_by", "reason", "withdrawn_at", "withdrawn_by", "withdrawn_reason",
)  # fmt: skip
