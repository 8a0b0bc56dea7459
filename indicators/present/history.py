"""What came in, what it changed, what was taken back, and who did what when."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from indicators.catalogue import Catalogue
from indicators.period import parse_period
from indicators.present import html
from indicators.present.words import Words

_FIGURES = ("import", "withdraw", "approve")  # actions whose subject is a delivery
_TOLD = ("file", "reason", "role")  # of the details of an entry
Standing = Literal["counts", "draft", "withdrawn"]
ChangeKind = Literal["new", "revised", "unchanged", "older"]


@dataclass(frozen=True)
class BatchView:
    """One delivery: a file or a kept record, and what became of it."""

    batch: int
    file_name: str
    sha256: str
    standing: Standing
    released_on: date
    released_precision: str
    imported_at: datetime
    imported_by: str
    reason: str
    rows: int = 0
    records: int = 0
    areas: tuple[str, ...] = ()
    confirmations: tuple[str, ...] = ()
    approved_at: datetime | None = None
    approved_by: str = ""
    withdrawn_at: datetime | None = None
    withdrawn_by: str = ""
    withdrawn_reason: str = ""


@dataclass(frozen=True)
class FigureChange:
    """One figure of a batch beside the one that counted before. `older`: a later release went on counting."""

    kind: ChangeKind
    area: str
    indicator: str
    group: str
    period: str
    unit: str
    after: float | None
    after_decimals: int
    after_status: str
    before: float | None = None
    before_decimals: int = 0
    before_status: str = ""


@dataclass(frozen=True)
class LogEntry:
    number: int
    at: datetime
    actor: str
    action: str
    subject: str
    details: dict[str, Any] = field(default_factory=dict)


def batches(found: Sequence[BatchView], words: Words) -> str:
    """The deliveries, the newest first."""
    rows = [
        {
            "batch": one.batch,
            "href": html.link("history", words.language, batch=str(one.batch)),
            "file": one.file_name,
            "count": size(one, words),
            "released": words.released(one.released_on, one.released_precision),
            "imported": words.clock(one.imported_at),
            "by": one.imported_by,
            "reason": one.reason,
            "state": words(f"history.state_{one.standing}"),
            "is_quiet": one.standing != "counts",
        }
        for one in found
    ]
    return html.render("history_batches.html", words=words, rows=rows)


def size(one: BatchView, words: Words) -> str:
    key = "history.entries" if one.records and not one.rows else "history.figures"
    return words(key, count=one.records if key == "history.entries" else words.number(one.rows, 0))


def batch(one: BatchView, changes: Sequence[FigureChange], catalogue: Catalogue, words: Words) -> str:
    """One delivery: its facts, and what it changed, revisions with before and after."""
    counts = Counter(change.kind for change in changes)
    facts = [
        ("history.state", words(f"history.state_{one.standing}")),
        ("history.size", size(one, words)),
        ("history.areas", _areas(one, catalogue, words)),
        ("table.stand", words.released(one.released_on, one.released_precision)),
        ("history.imported", words("history.by", at=words.clock(one.imported_at), who=one.imported_by)),
        ("history.reason", one.reason),
        ("history.confirmed", "; ".join(one.confirmations)),
        ("history.approved", words("history.by", at=words.clock(one.approved_at), who=one.approved_by)
         if one.approved_at else ""),
        ("history.withdrawal", words("history.by", at=words.clock(one.withdrawn_at), who=one.withdrawn_by)
         + f": {one.withdrawn_reason}" if one.withdrawn_at else ""),
        ("provenance.digest", one.sha256),
    ]  # fmt: skip
    parts = [
        {"head": words(f"history.{kind}", count=counts[kind]), "rows": [_changed(c, catalogue, words) for c in own],
         "has_before": kind in ("revised", "older"), "is_open": kind == "revised"}
        for kind in ("revised", "new", "older")
        if (own := [change for change in changes if change.kind == kind])
    ]  # fmt: skip
    return html.render(
        "history_batch.html", words=words, back=html.link("history", words.language), title=one.file_name, number=one.batch,
        facts=[(words(key), text) for key, text in facts if text], parts=parts,
        unchanged=words("history.unchanged", count=words.number(counts["unchanged"], 0)) if counts["unchanged"] else "",
    )  # fmt: skip


def _areas(one: BatchView, catalogue: Catalogue, words: Words) -> str:
    return ", ".join(catalogue.label("area", area, words.language) for area in catalogue.areas if area in one.areas)


def _changed(change: FigureChange, catalogue: Catalogue, words: Words) -> dict[str, str]:
    indicator = catalogue.indicators[change.indicator]
    difference = ""
    if change.before is not None and change.after is not None:
        decimals = max(change.before_decimals, change.after_decimals)
        difference = words.difference(round(change.after - change.before, decimals), decimals, catalogue, change.unit)
    return {
        "area": catalogue.label("area", change.area, words.language),
        "series": words.series(catalogue, change.indicator, change.group),
        "period": words.period(parse_period(change.period), indicator),
        "before": _told(change.before, change.before_decimals, change.before_status, change.unit, catalogue, words),
        "after": _told(change.after, change.after_decimals, change.after_status, change.unit, catalogue, words),
        "difference": difference,
        "href": html.link("provenance", words.language, area=change.area, indicator=change.indicator, group=change.group,
                          period=change.period),
    }  # fmt: skip


def _told(value: float | None, decimals: int, status: str, unit: str, catalogue: Catalogue, words: Words) -> str:
    if value is not None:
        return words.value(value, decimals, catalogue, unit)
    return words(f"status.{status}") if status else "–"


def withdrawal(one: BatchView, words: Words) -> str:
    """What withdrawing means, above the question for the reason."""
    return html.render(
        "history_withdraw.html", words=words, name=f"{words('history.delivery', number=one.batch)}: {one.file_name}"
    )


def chain(entries: int, broken: int | None, words: Words, *, hidden: int = 0) -> str:
    """Whether the log is what was written.

    hidden   how many of the entries the visitor may not see
    """
    text = (
        words("history.chain", count=words.number(entries, 0))
        if broken is None
        else words("problem.audit_broken", number=broken)
    )
    told = words("history.hidden", count=hidden) if hidden else ""
    return html.render("history_chain.html", tone="good" if broken is None else "bad", text=text, hidden=told, words=words)


def log(entries: Sequence[LogEntry], words: Words) -> str:
    """Who did what when."""
    rows = [
        {
            "number": entry.number,
            "at": words.clock(entry.at),
            "actor": entry.actor,
            "action": action(entry.action, words),
            "subject": words("history.delivery", number=entry.subject) if entry.action in _FIGURES else entry.subject,
            "details": "; ".join(str(entry.details[key]) for key in _TOLD if entry.details.get(key)),
        }
        for entry in entries
    ]
    return html.render("history_log.html", words=words, rows=rows)


def action(name: str, words: Words) -> str:
    """What was done; an action without a sentence keeps its name."""
    return words.texts.get(f"action.{name}", name)
