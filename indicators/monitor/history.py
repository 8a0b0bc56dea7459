"""What came in, what it changed, and the audit log."""

import json
from collections import Counter

import pandas as pd

from indicators.errors import Unknown
from indicators.monitor.core import Monitor
from indicators.present.history import BatchView, ChangeKind, FigureChange, LogEntry, Standing
from indicators.store import Batch, audit


def deliveries(monitor: Monitor) -> tuple[BatchView, ...]:
    """Every batch, the newest first; drafts and withdrawn ones too."""
    rows = {
        entry.subject: json.loads(entry.details).get("rows", 0) for entry in monitor.store.audit() if entry.action == "import"
    }
    records = Counter(record.batch for record in monitor.store.records(history=True, drafts=True))
    return tuple(
        _view(batch, rows=int(rows.get(str(batch.batch), 0)), records=records[batch.batch])
        for batch in reversed(monitor.store.batches())
    )


def delivery(monitor: Monitor, batch: int) -> tuple[BatchView, tuple[FigureChange, ...]]:
    """One batch and each of its figures beside the one that counted before.

    raises   Unknown
    """
    found = next((one for one in deliveries(monitor) if one.batch == batch), None)
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


def log(monitor: Monitor) -> tuple[tuple[LogEntry, ...], int | None]:
    """The audit log, the newest first, and the number of the first entry that is not what was written (None: sound)."""
    entries = monitor.store.audit()
    told = tuple(
        LogEntry(entry.number, entry.at, entry.actor, entry.action, entry.subject, json.loads(entry.details))
        for entry in reversed(entries)
    )
    return told, audit.first_broken(entries)
