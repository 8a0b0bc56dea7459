"""Bringing figures in: read, check, preview, commit."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from difflib import get_close_matches
from hashlib import sha1

import pandas as pd

from indicators.errors import Fault, Unknown
from indicators.ingest import Progress, Reading, checks, silent
from indicators.ingest.compare import Comparison, compare
from indicators.ingest.issue import Issue
from indicators.ingest.limited import read_limited
from indicators.ingest.mapping import from_json
from indicators.ingest.names import tidy_file_name
from indicators.ingest.observations import empty_table
from indicators.monitor.core import SYSTEM, Monitor
from indicators.monitor.current import current_catalogue
from indicators.monitor.verdicts import VerdictChange, changed_verdicts, joined, rows_of_goals
from indicators.store import Actor, Precision
from indicators.store.uploads import sha256

_SHARE_OF_READING = 0.7  # of the progress that is shown
_NOTHING = {"new": 0, "revised": 0, "unchanged": 0, "missing": 0}


@dataclass(frozen=True)
class Preview:
    """What a file says and what its commit would do. Nothing is stored yet.

    reading      with every finding, also those that need the stored figures; only the figures its actor may bring
    comparison   None where the file cannot be read; a file that only the stored figures contradict has one
    verdicts     goals whose verdict would change
    head         of the store: once it has moved, this preview is stale
    outcome      accepted, accepted_with_warnings, rejected
    released_on  for which the comparison and the verdicts hold
    """

    file_name: str
    data: bytes
    reading: Reading
    comparison: Comparison | None
    verdicts: tuple[VerdictChange, ...]
    head: int
    outcome: str
    released_on: date
    mapping: str = ""

    @property
    def issues(self) -> tuple[Issue, ...]:
        return self.reading.issues

    @property
    def warnings(self) -> Mapping[str, Issue]:
        """What must be confirmed, each under its key."""
        return {_key(issue): issue for issue in self.issues if issue.severity == "warning"}

    @property
    def counts(self) -> dict[str, int]:
        return _NOTHING if self.comparison is None else self.comparison.counts


@dataclass(frozen=True)
class ImportOutcome:
    """What became of a file: accepted, accepted_with_warnings, unconfirmed (warnings without a reason) or rejected.

    comparison   None where the file could not be read
    batch        None where nothing was stored
    """

    outcome: str
    issues: tuple[Issue, ...]
    comparison: Comparison | None
    batch: int | None = None

    @property
    def counts(self) -> dict[str, int]:
        return _NOTHING if self.comparison is None else self.comparison.counts


def prepare(
    monitor: Monitor,
    data: bytes,
    file_name: str,
    *,
    actor: Actor | None,
    now: datetime,
    mapping: str = "",
    sheet: str = "",
    released_on: date | None = None,
    progress: Progress = silent,
    read: Callable[..., Reading] = read_limited,
) -> Preview:
    """Read a file and say what its commit would do.

    actor        figures of areas that are not theirs are left aside and counted
    mapping      name of a stored mapping to read it by; sheet: of a workbook with several
    released_on  the day the figures were published, today unless said: a later release stored already goes on counting
    progress     told the steps of the reader, then compare, check and judge, with the share that is done
    read         in a process of its own with limits, unless said: `ingest.read` is for files that are trusted
    raises       Unknown if there is no such mapping
    """
    released, today, file_name = released_on or now.date(), now.date(), tidy_file_name(file_name)
    # Before anything is read: what is stored later than this makes the preview stale.
    head = monitor.store.head()
    if released > today:
        issue = Issue("error", "file.released_in_future", found=released.isoformat())
        return Preview(file_name, data, Reading(empty_table(), (issue,)), None, (), head, "rejected", released, mapping)

    options = _options(monitor, mapping, sheet, progress)
    reading = read(data, catalogue=monitor.catalogue, today=today, source=file_name, **options)
    reading = _unless_stored(monitor, _of_actor(monitor, reading, actor), data, file_name)
    if reading.recognised is not None and reading.recognised.family == "mapped":
        mapping = reading.recognised.name
    preview = Preview(file_name, data, reading, None, (), head, "rejected", released, mapping)
    return preview if reading.is_rejected else _examined(monitor, preview, today, progress)


def released(monitor: Monitor, preview: Preview, released_on: date, *, now: datetime) -> Preview:
    """The same preview for another day of release; the file is not read again."""
    if preview.comparison is None:
        return replace(preview, released_on=released_on)
    stored = monitor.store.series()
    comparison = compare(preview.reading.table, stored, released_on=released_on)
    return _judged(monitor, replace(preview, comparison=comparison, released_on=released_on), stored, now.date())


def commit(
    monitor: Monitor,
    preview: Preview,
    *,
    released_on: date | None,
    precision: Precision = "day",
    reason: str,
    confirmed: Mapping[str, str],
    actor: Actor | None,
    now: datetime,
) -> int:
    """Store what was previewed, all of it or nothing; returns the number of the batch.

    confirmed  key of each warning (`Preview.warnings`) -> why it is right all the same
    raises     Fault: the file is rejected, a warning is not confirmed, the reason or the day of release is missing, or that
               day lies in the future;
               Stale: somebody stored or withdrew something meanwhile; Forbidden
    """
    reasons = {key: confirmed.get(key, "").strip() for key in preview.warnings}
    if preview.outcome == "rejected":
        raise Fault("commit.rejected", file=preview.file_name)
    if not reason.strip():
        raise Fault("commit.no_reason")
    if released_on is None:
        raise Fault("commit.no_release")
    if released_on > now.date():
        raise Fault("commit.released_in_future", found=released_on.isoformat())
    if unconfirmed := sum(not text for text in reasons.values()):
        raise Fault("commit.unconfirmed", count=unconfirmed)
    return monitor.store.commit(
        preview.reading.table, original=preview.data, file_name=preview.file_name, released_on=released_on,
        released_precision=precision, reason=reason.strip(), actor=actor, now=now, seen=preview.head,
        confirmations={_named(preview.warnings[key]): text for key, text in reasons.items()},
        draft=four_eyes() and actor != SYSTEM,  # what the product ships waits for nobody
        mapping=preview.mapping,
    )  # fmt: skip


def import_file(
    monitor: Monitor,
    data: bytes,
    file_name: str,
    *,
    released_on: date,
    precision: Precision = "day",
    reason: str = "",
    confirm: str = "",
    actor: Actor | None,
    now: datetime,
    dry_run: bool = False,
    mapping: str = "",
    sheet: str = "",
    read: Callable[..., Reading] = read_limited,
) -> ImportOutcome:
    """Prepare and commit in one go.

    reason   the name of the file where none is given
    confirm  one reason that confirms every warning; without it a file with warnings is not stored
    """
    preview = prepare(
        monitor, data, file_name, actor=actor, now=now, mapping=mapping, sheet=sheet, released_on=released_on, read=read
    )
    outcome = preview.outcome
    if outcome == "accepted_with_warnings" and not confirm.strip() and not dry_run:
        outcome = "unconfirmed"
    if dry_run or outcome not in ("accepted", "accepted_with_warnings"):
        return ImportOutcome(outcome, preview.issues, preview.comparison)
    batch = commit(
        monitor, preview, released_on=released_on, precision=precision, reason=reason.strip() or file_name,
        confirmed=dict.fromkeys(preview.warnings, confirm), actor=actor, now=now,
    )  # fmt: skip
    return ImportOutcome(outcome, preview.issues, preview.comparison, batch)


def _key(issue: Issue) -> str:
    """What names a warning from one preview of a file to the next."""
    return sha1(repr((issue.code, issue.row, issue.column, issue.found)).encode(), usedforsecurity=False).hexdigest()


def _named(issue: Issue) -> str:
    """A warning as the log keeps it: its code and its cell."""
    place = [str(part) for part in (issue.row, issue.column, issue.found) if part not in (None, "")]
    return " · ".join([issue.code, *place])


def four_eyes() -> bool:
    """Whether a second person must release every import here: ZIELMONITOR_FOUR_EYES=1."""
    return os.environ.get("ZIELMONITOR_FOUR_EYES", "") == "1"


def _options(monitor: Monitor, name: str, sheet: str, progress: Progress) -> dict[str, object]:
    """What the reader is told besides the file: the taught mappings, the one to use, the sheet, and whom to tell how far it is.

    raises   Unknown with what comes near, if there is no mapping of that name
    """
    since = {saved.name: saved.saved_at for saved in monitor.store.mappings(history=True)}  # the first version comes last
    saved = sorted(monitor.store.mappings(), key=lambda mapping: since[mapping.name])
    # Of two that know a shape the older one reads it: what is taught anew takes nobody's files over.
    taught = {mapping.name: from_json(mapping.content) for mapping in saved}
    if name and name not in taught:
        raise Unknown("mapping.unknown", found=name, near=next(iter(get_close_matches(name, taught, n=1)), ""))

    def done(step: str, share: float) -> None:
        progress(step, share * _SHARE_OF_READING)

    options = {
        "mappings": tuple(taught.values()), "mapping": taught.get(name), "sheet": sheet,
        "progress": None if progress is silent else done,
    }  # fmt: skip
    return {key: option for key, option in options.items() if option}


def _unless_stored(monitor: Monitor, reading: Reading, data: bytes, file_name: str) -> Reading:
    """Refuse bytes that are stored for all the areas they are to be stored for."""
    if reading.is_rejected:
        return reading
    earlier = monitor.store.batch_with(sha256(data), tuple(reading.table["area"].unique()))
    if earlier is None:
        return reading
    issue = Issue(
        "error", "file.already_imported", found=file_name,
        params={"batch": earlier.batch, "earlier": earlier.file_name, "at": earlier.imported_at},
    )  # fmt: skip
    return replace(reading, table=empty_table(), issues=(issue,))


def _of_actor(monitor: Monitor, reading: Reading, actor: Actor | None) -> Reading:
    """Only the figures of the actor's areas; the others are left aside and counted."""
    areas = actor.areas if actor is not None else None
    if areas is None or reading.is_rejected:
        return reading
    is_theirs = reading.table["area"].isin(areas)
    if is_theirs.all():
        return reading
    others = reading.table["area"][~is_theirs]
    names = ", ".join(sorted(monitor.catalogue.label("area", str(area)) for area in others.unique()))
    params: dict[str, object] = {"count": len(others)}
    if is_theirs.any():
        issue = Issue("info", "area.not_yours", found=names, params=params)
    else:
        issue = Issue("error", "area.none_of_yours", found=names, params=params)
    return replace(reading, table=reading.table[is_theirs].reset_index(drop=True), issues=(*reading.issues, issue))


def _examined(monitor: Monitor, preview: Preview, today: date, progress: Progress) -> Preview:
    """A readable file against the stored figures: what they make suspicious, what changes, which verdicts."""
    progress("compare", _SHARE_OF_READING)
    stored = monitor.store.series()
    comparison = compare(preview.reading.table, stored, released_on=preview.released_on)
    preview = replace(preview, comparison=comparison)
    progress("check", 0.8)
    found = checks.plausibility(comparison, stored, monitor.catalogue)
    issues = tuple(sorted((*preview.issues, *found), key=lambda issue: (issue.row or 0, issue.column or "")))
    severities = {issue.severity for issue in issues}
    outcome = "rejected" if "error" in severities else "accepted_with_warnings" if "warning" in severities else "accepted"
    preview = replace(preview, reading=replace(preview.reading, issues=issues), outcome=outcome)
    progress("judge", 0.9)
    return _judged(monitor, preview, stored, today)


def _judged(monitor: Monitor, preview: Preview, stored: pd.DataFrame, today: date) -> Preview:
    if preview.comparison is None or preview.outcome == "rejected":
        return preview
    table = preview.comparison.table
    changing = table[(table["change"] != "unchanged").to_numpy() & table["counts"].to_numpy()]
    areas = set(changing["area"].unique())
    catalogue = current_catalogue(monitor)
    now = rows_of_goals(catalogue, stored, areas)
    then = joined(now, rows_of_goals(catalogue, changing, areas))
    return replace(preview, verdicts=changed_verdicts(catalogue, now, then, areas, today=today))
