"""The store: figures in vintages, records, mappings and people behind one door."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pandas as pd

from indicators.errors import Fault, Forbidden, Stale, Unknown
from indicators.store import accounts, audit, ledger, people, soundness, uploads
from indicators.store.batch import Batch, Precision
from indicators.store.database import FILE, HEAD, Cursor, Database, naive_utc, one
from indicators.store.people import Actor, ClaimRules, Role, User
from indicators.store.records import Record, SavedMapping

__all__ = ["FILE", "Store"]

_BATCH = """
    select batch, file_name, sha256, released_on, released_precision, imported_at, imported_by, reason,
           withdrawn_at, withdrawn_by, withdrawn_reason, is_draft, approved_at, approved_by, areas, confirmations, mapping
    from batch
"""


class Store:
    """Time series of all areas, in vintages. Times come in as arguments, timezone-aware.

    Every function that writes takes the actor and raises Forbidden before anything is touched.
    """

    def __init__(self, database: Database) -> None:
        self.database = database
        self._connection = database.connection

    @classmethod
    def open(cls, folder: Path | None, now: datetime) -> Self:
        """The store in `folder`, made on first use; None keeps it in memory.

        raises   StoreLocked if another process owns it, StoreUnsound if it is none of ours or does not fit its manifest
        """
        return cls(Database.open(folder, now))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self._connection.close()

    # -- reading

    def series(
        self, *, area: str | None = None, indicator: str | None = None, group: str | None = None,
        as_of: date | datetime | None = None, drafts: bool = False, without: int | None = None,
    ) -> pd.DataFrame:  # fmt: skip
        """The observations that count, one row per area, indicator, group and period.

        as_of   a day: the figures released by that day. An instant (timezone-aware): what this store showed just then,
                batches withdrawn later included. None: now.
        drafts  also what still waits for its release
        without as if this batch were withdrawn
        """
        asked = {"area": area, "indicator": indicator, "group": group, "drafts": drafts, "without": without}
        return self.database.rows("series", **asked, **_clocks(as_of))

    def vintages(
        self, *, area: str, indicator: str | None = None, group: str | None = None, period: str | None = None,
        drafts: bool = False,
    ) -> pd.DataFrame:  # fmt: skip
        """Every figure ever stored of an area, or of one cell, the newest release first, withdrawn ones marked."""
        return self.database.rows("vintages", area=area, indicator=indicator, group=group, period=period, drafts=drafts)

    def changes(self, batch: int) -> pd.DataFrame:
        """What a batch brought, each figure beside the one that counted just before (`value_before`, `batch_before`)."""
        return self.database.rows("changes", batch=batch)

    def observations(self) -> pd.DataFrame:
        """Every observation of every batch, as it came in; drafts only once they are released."""
        return self.database.rows("observations")

    def records(
        self, kind: str | None = None, *, as_of: date | datetime | None = None, history: bool = False, drafts: bool = False
    ) -> tuple[Record, ...]:
        """What coordinators keep up: of every kind and id what counts, or with `history` every version, the newest first."""
        rows = self.database.tuples("records", kind=kind, history=history, drafts=drafts, **_clocks(as_of))
        return tuple(Record(*row) for row in rows)

    def mappings(self, *, history: bool = False) -> tuple[SavedMapping, ...]:
        """The taught mappings by name, each in its newest version, or with `history` in all of them."""
        rows = self.database.all("select name, version, content, saved_at, saved_by from mapping order by name, version desc")
        found = [SavedMapping(*row) for row in rows]
        newest = {mapping.name: mapping for mapping in reversed(found)}
        return tuple(found if history else sorted(newest.values(), key=lambda mapping: mapping.name))

    def batches(self, *, drafts: bool = False) -> tuple[Batch, ...]:
        """Every batch, withdrawn ones too; with `drafts` those nobody has released yet."""
        found = (_batch(row) for row in self.database.all(_BATCH + "order by batch"))
        return tuple(batch for batch in found if drafts or not batch.is_pending)

    def batch_with(self, sha256: str, areas: Collection[str] = ()) -> Batch | None:
        """The last batch, or draft, that holds these bytes and was not withdrawn, or None.

        areas  only if these bytes are stored for all of them: what the coordinator of one city brought, that of another may
               bring again for theirs
        """
        where = "where sha256 = $sha256 and withdrawn_at is null order by batch"
        found = [_batch(row) for row in self.database.all(_BATCH + where, sha256=sha256)]
        covered = {area for batch in found for area in batch.areas}
        return found[-1] if found and covered.issuperset(areas) else None

    def original(self, sha256: str) -> bytes:
        """The bytes of an uploaded file.

        raises   StoreFault if they are gone or changed; a store in memory keeps none
        """
        return uploads.fetch(self.database.uploads, sha256)

    def head(self) -> int:
        """A number that changes with every commit, release and withdrawal: what was computed for it stays right until then."""
        return self.database.head()

    def audit(self) -> tuple[audit.Entry, ...]:
        return self.database.log()

    def problems(self) -> tuple[soundness.Problem, ...]:
        """What is unsound, as codes with parameters; empty for a sound store."""
        doubles = self.database.all(
            'select batch, count(*) - count(distinct (area, indicator, "group", period)) as surplus'
            " from observation group by batch having surplus > 0"
        )
        batches = self.batches(drafts=True)
        lost = uploads.lost(self.database.uploads, {batch.sha256 for batch in batches})
        return soundness.problems(batches, self.audit(), dict(doubles), lost)

    # -- writing

    def commit(
        self,
        table: pd.DataFrame,
        *,
        original: bytes,
        file_name: str,
        released_on: date,
        released_precision: Precision = "day",
        reason: str,
        actor: Actor | None,
        now: datetime,
        seen: int | None = None,
        confirmations: Mapping[str, str] | None = None,
        draft: bool = False,
        mapping: str = "",
        records: Sequence[Record] = (),
    ) -> int:
        """Store one file as a batch: its bytes, its observations and records, an audit entry; all of it or nothing.

        table          columns as in `ingest.observations`
        seen           the head its preview was computed for
        confirmations  key of a warning -> why it was accepted
        draft          readers see it only after somebody else has released it
        returns        the number of the batch
        raises         Forbidden, Stale if the head has moved, Fault if the same bytes are stored already
        """
        digest = uploads.sha256(original)
        areas = sorted({*table["area"].dropna().unique(), *(record.area for record in records)})
        with self.database.writing() as cursor:
            person = accounts.present(cursor, actor)
            people.may_write(person, areas)
            self._not_stored(digest, areas)
            _not_moved(cursor, seen)
            details: dict[str, object] = {
                "file": file_name, "sha256": digest, "rows": len(table), "reason": reason, "areas": areas, "draft": draft,
                "released_on": released_on.isoformat(), "precision": released_precision, "mapping": mapping,
                "confirmations": dict(confirmations or {}), "sheet": _sheet(table),
                "records": [{"kind": record.kind, "id": record.id, "area": record.area, "content": record.content}
                            for record in records],
            }  # fmt: skip
            batch = int(one(cursor, "select coalesce(max(batch), 0) + 1 from batch"))
            entry = self.database.enter(cursor, now, person.name, "import", str(batch), details)
            with uploads.keeping(self.database.uploads, original, digest):
                ledger.apply(cursor, entry, table)
        return batch

    def withdraw(self, batch: int, *, reason: str, actor: Actor | None, now: datetime, seen: int | None = None) -> None:
        """Let a batch stop counting from `now`, or drop a draft; nothing is deleted.

        raises   Forbidden, Stale, Unknown if there is no such batch or it is withdrawn already
        """
        with self.database.writing() as cursor:
            person = accounts.present(cursor, actor)
            people.may_write(person, _standing(cursor, batch).areas)
            _not_moved(cursor, seen)
            ledger.apply(cursor, self.database.enter(cursor, now, person.name, "withdraw", str(batch), {"reason": reason}))

    def approve(
        self, batch: int, *, actor: Actor | None, now: datetime, seen: int | None = None, by_same: bool = False
    ) -> None:  # fmt: skip
        """Release a draft: it counts from `now`.

        raises   Forbidden, also for the one who made it unless `by_same`; Stale, Unknown, Fault if it is no draft that waits
        """
        with self.database.writing() as cursor:
            person = accounts.present(cursor, actor)
            found = _standing(cursor, batch)
            people.may_write(person, found.areas)
            if not found.is_pending:
                raise Fault("batch.no_draft", found=batch)
            people.may_release(person, found.imported_by, by_same=by_same)
            _not_moved(cursor, seen)
            ledger.apply(cursor, self.database.enter(cursor, now, person.name, "approve", str(batch), {}))

    def save_mapping(self, name: str, content: str, *, actor: Actor | None, now: datetime) -> int:
        """Store a taught mapping as the next version of its name. Returns the version.

        raises   Forbidden, also for a coordinator of some cities who would change what somebody else taught: it reads the
                 files of every city
        """
        with self.database.writing() as cursor:
            person = accounts.present(cursor, actor)
            newest = next((saved for saved in self.mappings() if saved.name == name), None)
            if newest is not None and person.areas is not None and not people.is_same(person.name, newest.saved_by):
                raise Forbidden("right.mapping", found=name)
            version = int(one(cursor, "select coalesce(max(version), 0) + 1 from mapping where name = $name", name=name))
            details: dict[str, object] = {"version": version, "content": content}
            ledger.apply(cursor, self.database.enter(cursor, now, person.name, "mapping", name, details))
        return version

    # -- people: see accounts.py

    def users(self) -> tuple[User, ...]:
        return accounts.users(self.database)

    def add_user(
        self, name: str, password: str | None, role: Role, areas: Sequence[str] | None = None, *, actor: Actor | None,
        now: datetime,
    ) -> None:  # fmt: skip
        accounts.add(self.database, name, password, role, areas, actor=actor, now=now)

    def set_password(self, name: str, password: str, *, actor: Actor | None, now: datetime) -> None:
        accounts.set_password(self.database, name, password, actor=actor, now=now)

    def disable_user(self, name: str, *, actor: Actor | None, now: datetime) -> None:
        accounts.disable(self.database, name, actor=actor, now=now)

    def sign_in(self, name: str, password: str, now: datetime) -> Actor:
        return accounts.sign_in(self.database, name, password, now)

    def open_session(self, name: str, now: datetime) -> str:
        return accounts.open_session(self.database, name, now)

    def actor_of_session(self, token: str, now: datetime) -> Actor | None:
        return accounts.actor_of_session(self.database, token, now)

    def close_session(self, token: str, now: datetime) -> None:
        accounts.close_session(self.database, token, now)

    def actor_of_claims(
        self, claims: Mapping[str, object], now: datetime, rules: ClaimRules = ClaimRules()  # noqa: B008 - frozen
    ) -> Actor | None:  # fmt: skip
        return accounts.actor_of_claims(self.database, claims, rules, now)

    # -- inside

    def _not_stored(self, sha256: str, areas: Collection[str]) -> None:
        """Under the lock of `writing`, so that of two clicks one finds what the other stored."""
        if (earlier := self.batch_with(sha256, areas)) is not None:
            raise Fault("batch.already_stored", batch=earlier.batch, earlier=earlier.file_name, at=earlier.imported_at)


def _not_moved(cursor: Cursor, seen: int | None) -> None:
    head = int(one(cursor, HEAD))
    if seen is not None and seen != head:
        raise Stale("store.stale", seen=seen, head=head)


def _standing(cursor: Cursor, batch: int) -> Batch:
    row = cursor.execute(_BATCH + "where batch = $batch and withdrawn_at is null", {"batch": batch}).fetchone()
    if row is None:
        raise Unknown("batch.unknown", found=batch)
    return _batch(row)


def _batch(row: Sequence[Any]) -> Batch:
    *plain, areas, confirmations, mapping = row
    return Batch(*(*plain, tuple(json.loads(areas)), json.loads(confirmations), mapping))


def _sheet(table: pd.DataFrame) -> str:
    sheets = table["sheet"].unique()
    return str(sheets[0]) if len(sheets) == 1 else ""


def _clocks(as_of: date | datetime | None) -> dict[str, object]:
    instant = as_of if isinstance(as_of, datetime) else None
    return {"released_by": as_of if instant is None else None, "shown_at": None if instant is None else naive_utc(instant)}
