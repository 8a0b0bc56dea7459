"""Bringing figures in: read, compare, preview, commit."""

import os
from dataclasses import dataclass
from datetime import date, datetime

from indicators import ingest
from indicators.ingest.compare import Comparison, compare
from indicators.ingest.issue import Issue
from indicators.monitor.core import Monitor
from indicators.store import Actor, Precision
from indicators.store.uploads import sha256


@dataclass(frozen=True)
class ImportOutcome:
    """What became of a file. `comparison` is None where the file could not be read."""

    outcome: str  # accepted, accepted_with_warnings, rejected
    issues: tuple[Issue, ...]
    comparison: Comparison | None
    batch: int | None = None

    @property
    def counts(self) -> dict[str, int]:
        empty = {"new": 0, "revised": 0, "unchanged": 0, "missing": 0}
        return empty if self.comparison is None else self.comparison.counts


def import_file(
    monitor: Monitor,
    data: bytes,
    file_name: str,
    *,
    released_on: date,
    precision: Precision = "day",
    reason: str = "",
    actor: Actor | None,
    now: datetime,
    dry_run: bool = False,
) -> ImportOutcome:
    """Read a file, compare it with the store and, unless it is rejected or `dry_run`, store it whole."""
    if (earlier := monitor.store.batch_with(sha256(data))) is not None:
        issue = Issue(
            "error", "file.already_imported", found=file_name,
            params={"batch": earlier.batch, "earlier": earlier.file_name, "at": earlier.imported_at},
        )  # fmt: skip
        return ImportOutcome("rejected", (issue,), None)
    if released_on > now.date():
        issue = Issue("error", "file.released_in_future", found=released_on.isoformat())
        return ImportOutcome("rejected", (issue,), None)
    reading = ingest.read(data, monitor.catalogue, today=now.date(), source=file_name)
    if reading.is_rejected:
        return ImportOutcome("rejected", reading.issues, None)
    comparison = compare(reading.table, monitor.store.series())
    has_warnings = any(issue.severity == "warning" for issue in reading.issues)
    outcome = "accepted_with_warnings" if has_warnings else "accepted"
    if dry_run:
        return ImportOutcome(outcome, reading.issues, comparison)
    batch = monitor.store.commit(
        reading.table, original=data, file_name=file_name, released_on=released_on,
        released_precision=precision, reason=reason, actor=actor, now=now,
    )  # fmt: skip
    return ImportOutcome(outcome, reading.issues, comparison, batch)


def four_eyes() -> bool:
    """Whether a second person must release every import here: ZIELMONITOR_FOUR_EYES=1."""
    return os.environ.get("ZIELMONITOR_FOUR_EYES", "") == "1"
