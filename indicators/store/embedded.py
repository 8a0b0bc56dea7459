"""The store in a DuckDB file: one process, one connection, a cursor a call, one lock for writing."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb
import pandas as pd

from indicators.errors import StoreFault, StoreLocked, StoreUnsound, Unknown
from indicators.store import audit, soundness, uploads
from indicators.store.batch import Batch, Precision

FILE = "zielmonitor.duckdb"
_HERE = Path(__file__).parent
_QUERY = {path.stem: path.read_text(encoding="utf-8") for path in (_HERE / "queries").glob("*.sql")}
# No file, no network, no extension from inside SQL, and nobody may switch that on again (lock_configuration below).
_HARDENED: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
}
_BATCH = """
    select batch, file_name, sha256, released_on, released_precision, imported_at, imported_by, reason,
           withdrawn_at, withdrawn_by, withdrawn_reason
    from batch
"""


class Store:
    """Time series of all areas, in vintages. Times come in as arguments, timezone-aware."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, folder: Path | None) -> None:
        self._connection = connection
        self._folder = folder
        self._write = threading.Lock()

    @classmethod
    def open(cls, folder: Path | None, now: datetime) -> Self:
        """The store in `folder`, made on first use; None keeps it in memory.

        raises   StoreLocked if another process owns it, StoreUnsound if it is no store of ours
        """
        if folder is not None:
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise StoreFault("store.no_folder", folder=folder) from error
        path = folder / FILE if folder else Path(":memory:")
        try:
            connection = duckdb.connect(str(path), config=_HARDENED)
        except duckdb.Error as error:
            if "Could not set lock on file" in str(error):
                raise StoreLocked("store.locked", file=path.name) from error
            raise StoreUnsound("store.not_readable", file=path.name) from error
        store = cls(connection, folder)
        try:
            if store._all("select current_setting('lock_configuration')")[0][0]:
                raise StoreLocked("store.locked", file=path.name)  # by this very process: DuckDB shares its instance
            store._migrate(now)
            store._read_everything()
            connection.execute("set lock_configuration = true")
        except BaseException as error:
            connection.close()
            if isinstance(error, duckdb.Error):
                raise StoreUnsound("store.not_readable", file=path.name) from error
            raise
        return store

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self._connection.close()

    # -- reading

    def series(
        self,
        *,
        area: str | None = None,
        indicator: str | None = None,
        group: str | None = None,
        as_of: date | datetime | None = None,
    ) -> pd.DataFrame:
        """The observations that count, one row per area, indicator, group and period.

        as_of   a day: the figures released by that day. An instant (timezone-aware): what this store showed just then,
                batches withdrawn later included. None: now.
        """
        instant = as_of if isinstance(as_of, datetime) else None
        day = as_of if instant is None else None
        return self._rows("series", area=area, indicator=indicator, group=group, released_by=day, shown_at=_utc(instant))

    def vintages(self, *, area: str, indicator: str, group: str, period: str) -> pd.DataFrame:
        """Every figure ever stored for one cell, the newest release first, withdrawn ones marked."""
        return self._rows("vintages", area=area, indicator=indicator, group=group, period=period)

    def changes(self, batch: int) -> pd.DataFrame:
        """What a batch brought, each figure beside the one that counted when it came in (`value_before`, `batch_before`)."""
        return self._rows("changes", batch=batch)

    def observations(self) -> pd.DataFrame:
        """Every observation of every batch, as it came in."""
        return self._rows("observations")

    def original(self, sha256: str) -> bytes | None:
        """The bytes of an uploaded file; None where they are not kept.

        raises   StoreUnsound if the kept file is no longer what was uploaded
        """
        return uploads.kept(self._folder / "uploads", sha256) if self._folder else None

    def batches(self) -> tuple[Batch, ...]:
        return tuple(Batch(*row) for row in self._all(_BATCH + "order by batch"))

    def batch_with(self, sha256: str) -> Batch | None:
        """The batch that holds these bytes and still counts, or None."""
        rows = self._all(_BATCH + "where sha256 = $sha256 and withdrawn_at is null", sha256=sha256)
        return Batch(*rows[0]) if rows else None

    def head(self) -> int:
        """A number that changes with every commit and withdrawal: what was computed for it stays right until then."""
        return int(self._all("select count(*) from audit")[0][0])

    def audit(self) -> tuple[audit.Entry, ...]:
        return tuple(
            audit.Entry(*row)
            for row in self._all(
                "select number, happened_at, actor, action, subject, details, previous_hash, hash from audit order by number"
            )
        )

    def problems(self) -> tuple[soundness.Problem, ...]:
        """What is unsound, as codes with parameters; empty for a sound store."""
        doubles = self._all(
            'select batch, count(*) - count(distinct (area, indicator, "group", period)) as surplus'
            " from observation group by batch having surplus > 0"
        )
        return soundness.problems(self.batches(), self.audit(), dict(doubles))

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
        actor: str,
        now: datetime,
    ) -> int:
        """Store one file as a batch: its bytes, its observations, an audit entry; all of it or nothing.

        table     columns as in `ingest.observations`
        returns   the number of the batch
        """
        digest = uploads.keep(self._folder / "uploads", original) if self._folder else uploads.sha256(original)
        with self._writing() as cursor:
            batch = int(_one(cursor, "select coalesce(max(batch), 0) + 1 from batch"))
            cursor.execute(
                "insert into batch values ($batch, $file_name, $sha256, $released_on, $precision, $now, $actor, $reason,"
                " null, null, null)",
                {"batch": batch, "file_name": file_name, "sha256": digest, "released_on": released_on,
                 "precision": released_precision, "now": _utc(now), "actor": actor, "reason": reason},
            )  # fmt: skip
            cursor.register("incoming", table)
            cursor.execute(_QUERY["insert_observations"], {"batch": batch})
            cursor.unregister("incoming")
            details = {"file": file_name, "sha256": digest, "rows": len(table), "reason": reason,
                       "released_on": released_on.isoformat()}  # fmt: skip
            self._log(cursor, now, actor, "import", str(batch), details)
        return batch

    def withdraw(self, batch: int, *, reason: str, actor: str, now: datetime) -> None:
        """Let a batch stop counting from `now`; nothing is deleted.

        raises   Unknown if there is no such batch or it is withdrawn already
        """
        with self._writing() as cursor:
            found = cursor.execute(
                "select batch from batch where batch = $batch and withdrawn_at is null", {"batch": batch}
            ).fetchone()
            if found is None:
                raise Unknown("batch.unknown", found=batch)
            cursor.execute(
                "update batch set withdrawn_at = $now, withdrawn_by = $actor, withdrawn_reason = $reason where batch = $batch",
                {"now": _utc(now), "actor": actor, "reason": reason, "batch": batch},
            )
            self._log(cursor, now, actor, "withdraw", str(batch), {"reason": reason})

    # -- inside

    @contextmanager
    def _writing(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """One writer at a time, one transaction, and the file itself up to date afterwards."""
        with self._write:
            cursor = self._connection.cursor()
            cursor.begin()
            try:
                yield cursor
            except BaseException:
                cursor.rollback()
                raise
            cursor.commit()
            cursor.execute("checkpoint")
            cursor.close()

    def _log(
        self, cursor: duckdb.DuckDBPyConnection, now: datetime, actor: str, action: str, subject: str,
        details: dict[str, object],
    ) -> None:  # fmt: skip
        last = cursor.execute("select number, hash from audit order by number desc limit 1").fetchone()
        number, previous = last or (0, audit.FIRST)
        text = json.dumps(details, ensure_ascii=False, sort_keys=True)
        entry = audit.seal(number + 1, _naive_utc(now), actor, action, subject, text, previous)
        cursor.execute(
            "insert into audit values (?, ?, ?, ?, ?, ?, ?, ?)",
            [entry.number, entry.at, actor, action, subject, text, entry.previous_hash, entry.hash],
        )

    def _rows(self, query: str, **params: Any) -> pd.DataFrame:
        cursor = self._connection.cursor()
        try:
            return cursor.execute(_QUERY[query], params).df()
        finally:
            cursor.close()

    def _all(self, sql: str, **params: Any) -> list[tuple[Any, ...]]:
        cursor = self._connection.cursor()
        try:
            return cursor.execute(sql, params).fetchall()
        finally:
            cursor.close()

    def _migrate(self, now: datetime) -> None:
        """Apply the numbered files of schema/ that this database has not seen."""
        tables = {row[0] for row in self._all("select table_name from information_schema.tables")}
        try:
            applied = {row[0] for row in self._all("select number from migration")} if "migration" in tables else set()
        except duckdb.BinderException as error:  # a table of that name, but not ours
            raise StoreUnsound("store.foreign", file=FILE) from error
        files = {int(path.name[:4]): path for path in sorted((_HERE / "schema").glob("*.sql"))}
        if (tables and "migration" not in tables) or applied - set(files):
            raise StoreUnsound("store.foreign", file=FILE)
        for number in sorted(set(files) - applied):
            with self._writing() as cursor:
                cursor.execute(files[number].read_text(encoding="utf-8"))
                cursor.execute("insert into migration values ($number, $now)", {"number": number, "now": _utc(now)})

    def _read_everything(self) -> None:
        """Touch every stored cell: a file cut short opens without complaint and fails only where the missing part is read."""
        for table in ("batch", "observation", "audit"):
            self._all(f"select max(hash(t)) from {table} t")  # noqa: S608 - names above


def _one(cursor: duckdb.DuckDBPyConnection, sql: str) -> Any:
    row = cursor.execute(sql).fetchone()
    assert row is not None
    return row[0]


def _naive_utc(instant: datetime) -> datetime:
    """Timestamps lie in the database as UTC without zone; microseconds survive, finer does not exist here."""
    if instant.tzinfo is None:
        raise ValueError("a time without zone could be any hour of the day")
    return instant.astimezone(UTC).replace(tzinfo=None)


def _utc(instant: datetime | None) -> datetime | None:
    return None if instant is None else _naive_utc(instant)
