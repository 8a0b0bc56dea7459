"""What came in, what it changed, the audit log, and whether the store is sound."""

import json
from collections import Counter

import pandas as pd

from indicators.errors import Unknown
from indicators.monitor.core import Monitor
from indicators.present.history import BatchView, ChangeKind, FigureChange, LogEntry, Standing
from indicators.present.views import UploadView
from indicators.store import Actor, Batch, audit


def batches(monitor: Monitor) -> tuple[Batch, ...]:
    """Every batch that readers may see, withdrawn ones too, the oldest first."""
    hidden = unreleased(monitor)
    return tuple(batch for batch in monitor.store.batches() if str(batch.batch) not in hidden)


def uploads(monitor: Monitor) -> tuple[UploadView, ...]:
    """The imported files as readers see them, the newest first."""
    return tuple(
        UploadView(
            batch.file_name, batch.released_on, batch.released_precision, batch.imported_at, batch.imported_by,
            batch.reason, batch.withdrawn_at, batch.withdrawn_reason or "",
        )
        for batch in reversed(batches(monitor))
    )  # fmt: skip


def deliveries(monitor: Monitor, who: Actor | None = None) -> tuple[BatchView, ...]:
    """Every batch, the newest first, withdrawn ones too; what is not released only for whoever is signed in."""
    rows = {
        entry.subject: json.loads(entry.details).get("rows", 0) for entry in monitor.store.audit() if entry.action == "import"
    }
    records = Counter(record.batch for record in monitor.store.records(history=True, drafts=True))
    return tuple(
        _view(batch, rows=int(rows.get(str(batch.batch), 0)), records=records[batch.batch])
        for batch in reversed(batches(monitor) if who is None else monitor.store.batches(drafts=True))
    )


def delivery(monitor: Monitor, batch: int, who: Actor | None = None) -> tuple[BatchView, tuple[FigureChange, ...]]:
    """One batch and each of its figures beside the one that counted before.

    raises   Unknown
    """
    found = next((one for one in deliveries(monitor, who) if one.batch == batch), None)
    if found is None:
        raise Unknown("batch.none", found=batch)
    return found, tuple(_change(row) for row in monitor.store.changes(batch).itertuples(index=False))


def _view(batch: Batch, *, rows: int, records: int) -> BatchView:
    standing: Standing = "withdrawn" if batch.withdrawn_at else "draft" if batch.is_pending else "counts"
    return BatchView(
        batch.batch, batch.file_name, batch.sha256, standing, batch.released_on, batch.released_precision,
        batch.imported_at, batch.imported_by, batch.reason, rows, records, batch.areas, tuple(batch.confirmations.values()),
        batch.approved_at, batch.approved_by or "", batch.withdrawn_at, batch.withdrawn_by or "", batch.withdrawn_reason or "",
    )  # fmt: skip


def _change(row: object) -> FigureChange:
    cells = row._asdict()  # type: ignore[attr-defined]  # a row of `Store.changes`
    after, before = (None if pd.isna(value) else float(value) for value in (cells["value"], cells["value_before"]))
    is_new = bool(pd.isna(cells["batch_before"]))
    is_same = (after, cells["status"]) == (before, cells["status_before"])
    kind: ChangeKind = "new" if is_new else "unchanged" if is_same else "older" if cells["is_older"] else "revised"
    return FigureChange(
        kind, cells["area"], cells["indicator"], cells["group"], cells["period"], cells["unit"],
        after, int(cells["decimals"]), cells["status"],
        before, 0 if is_new else int(cells["decimals_before"]), "" if is_new else cells["status_before"],
    )  # fmt: skip


def log(monitor: Monitor, who: Actor | None = None) -> tuple[tuple[LogEntry, ...], int, int | None]:
    """What of the audit log may be shown, the newest first; how many entries there are; the first broken one (None: sound).

    Who has an account is for administrators to see; what is not released is for whoever is signed in.
    """
    entries = monitor.store.audit()
    hidden = unreleased(monitor) if who is None else frozenset()
    sees_people = who is not None and who.role in ("administrator", "operator")
    told = tuple(
        LogEntry(entry.number, entry.at, entry.actor, entry.action, entry.subject, json.loads(entry.details))
        for entry in reversed(entries)
        if (sees_people or not entry.action.startswith("user."))
        and not (entry.action in audit.FIGURES and entry.subject in hidden)
    )
    return told, len(entries), audit.first_broken(entries)


def unreleased(monitor: Monitor) -> frozenset[str]:
    """The numbers of the batches that readers do not see, as the log writes them: drafts, and what is written for a report.

    A chapter waits for nobody's release, but only an edition makes its text public.
    """
    waiting = {batch.batch for batch in monitor.store.batches(drafts=True) if batch.is_pending}
    chapters = {record.batch for record in monitor.store.records(kind="chapter", history=True)}
    return frozenset(map(str, waiting | chapters))


def problems(monitor: Monitor) -> tuple[tuple[str, dict[str, object]], ...]:
    """What is unsound in the store, as codes with parameters. The catalogue has been checked on opening."""
    return monitor.store.problems()
