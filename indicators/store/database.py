"""The DuckDB file itself: opened hardened and up to date, a cursor a call, one writer at a time, every write logged."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

import duckdb
import pandas as pd

from indicators.errors import StoreFault, StoreLocked, StoreUnsound
from indicators.store import audit, manifest

FILE = "zielmonitor.duckdb"
UPLOADS = "uploads"
Cursor = duckdb.DuckDBPyConnection
_HERE = Path(__file__).parent
_QUERY = {path.stem: path.read_text(encoding="utf-8") for path in (_HERE / "queries").glob("*.sql")}
_TABLES = ("batch", "label", "figure", "audit", "record", "mapping", "account", "password", "failed_sign_in", "session")
# No file, no network, no extension from inside SQL, and nobody may switch that on again (lock_configuration below).
HARDENED: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
}
# Every commit goes straight into the file, not first into the write-ahead log and then again into the file. On one thread:
# threads only wait for one another over a few thousand rows, and of millions a question takes hardly longer.
STRAIGHT: dict[str, str | bool | int | float | list[str]] = {"wal_autocheckpoint": "1KB", "threads": 1}
HEAD = "select count(*) from audit where action in ('import', 'withdraw', 'approve')"  # audit.FIGURES
_ENTRIES = """
    select number, happened_at, actor, action, subject, details, previous_hash, hash
    from audit where number > $after order by number
"""


class Database:
    """One connection. `signing_in` lets one password be checked at a time: each takes 64 MiB and counts failures."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, folder: Path | None) -> None:
        self.connection = connection
        self.uploads = folder / UPLOADS if folder else None
        self.signing_in = threading.Lock()
        self._write = threading.Lock()
        self._writes = 0  # of this process; no other can
        self._head = (-1, 0)  # after how many writes it was counted, and what it was
        self._manifest: manifest.Manifest | None = None

    @classmethod
    def open(cls, folder: Path | None, now: datetime) -> Self:
        """The database in `folder`, made on first use; None keeps it in memory.

        raises   StoreLocked if another process owns it, StoreUnsound if it is none of ours or does not fit its manifest
        """
        kept = _kept(folder)
        path = folder / FILE if folder else Path(":memory:")
        if kept and not path.exists():
            raise StoreUnsound("store.shortened", file=FILE, stored=0, logged=len(kept))
        try:
            connection = duckdb.connect(str(path), config={**HARDENED, **STRAIGHT})
        except duckdb.Error as error:
            if "Could not set lock on file" in str(error):
                raise StoreLocked("store.locked", file=path.name) from error
            raise StoreUnsound("store.not_readable", file=path.name) from error
        database = cls(connection, folder)
        try:
            if database.all("select current_setting('lock_configuration')")[0][0]:
                raise StoreLocked("store.locked", file=path.name)  # by this very process: DuckDB shares its instance
            database._migrate(now)
            database._read_everything()
            connection.execute("set lock_configuration = true")
            database._hold_against(kept)
        except BaseException as error:
            connection.close()
            if isinstance(error, duckdb.Error):
                raise StoreUnsound("store.not_readable", file=path.name) from error
            raise
        return database

    # -- reading

    def rows(self, query: str, **params: Any) -> pd.DataFrame:
        """The answer of queries/<query>.sql as a table."""
        cursor = self.connection.cursor()
        try:
            return cursor.execute(_QUERY[query], params).df()
        finally:
            cursor.close()

    def tuples(self, query: str, **params: Any) -> list[tuple[Any, ...]]:
        """The answer of queries/<query>.sql as rows."""
        return self.all(_QUERY[query], **params)

    def all(self, sql: str, **params: Any) -> list[tuple[Any, ...]]:
        cursor = self.connection.cursor()
        try:
            return cursor.execute(sql, params).fetchall()
        finally:
            cursor.close()

    def log(self, *, after: int = 0) -> tuple[audit.Entry, ...]:
        return tuple(audit.Entry(*row) for row in self.all(_ENTRIES, after=after))

    def head(self) -> int:
        """How many entries of the log changed what counts. Every page asks several times: counted once after each write."""
        writes, head = self._head
        if writes != self._writes:
            writes = self._writes  # before counting: a write meanwhile makes the next one count again
            head = int(self.all(HEAD)[0][0])
            self._head = (writes, head)
        return head

    # -- writing

    @contextmanager
    def writing(self) -> Iterator[Cursor]:
        """One writer at a time, one transaction, and afterwards the file itself and the manifest up to date."""
        with self._write:
            cursor = self.connection.cursor()
            try:
                cursor.begin()
                try:
                    yield cursor
                except BaseException:
                    cursor.rollback()
                    raise
                cursor.commit()
                self._writes += 1
                # Impossible while somebody reads what was just updated or deleted. The commit is safe in DuckDB's
                # write-ahead log then, and the next write, or closing, brings the file itself up to date.
                with suppress(duckdb.TransactionException):
                    cursor.execute("checkpoint")
            finally:
                cursor.close()
            self._extend_manifest()

    def enter(
        self, cursor: Cursor, now: datetime, actor: str, action: str, subject: str, details: dict[str, object]
    ) -> audit.Entry:  # fmt: skip
        """Write what is about to happen into the audit log."""
        last = cursor.execute("select number, hash from audit order by number desc limit 1").fetchone()
        number, previous = last or (0, audit.FIRST)
        text = json.dumps(details, ensure_ascii=False, sort_keys=True)
        entry = audit.seal(number + 1, naive_utc(now), actor, action, subject, text, previous)
        self.copy(cursor, entry)
        return entry

    def copy(self, cursor: Cursor, entry: audit.Entry) -> None:
        """Write an entry as it was sealed before."""
        cursor.execute(
            "insert into audit values (?, ?, ?, ?, ?, ?, ?, ?)",
            [entry.number, entry.at, entry.actor, entry.action, entry.subject, entry.details, entry.previous_hash, entry.hash],
        )

    # -- inside

    def _migrate(self, now: datetime) -> None:
        """Apply the numbered files of schema/ that this database has not seen."""
        tables = {row[0] for row in self.all("select table_name from information_schema.tables")}
        try:
            applied = {row[0] for row in self.all("select number from migration")} if "migration" in tables else set()
        except duckdb.BinderException as error:  # a table of that name, but not ours
            raise StoreUnsound("store.foreign", file=FILE) from error
        files = {int(path.name[:4]): path for path in sorted((_HERE / "schema").glob("*.sql"))}
        if (tables and "migration" not in tables) or applied - set(files):
            raise StoreUnsound("store.foreign", file=FILE)
        for number in sorted(set(files) - applied):
            with self.writing() as cursor:
                cursor.execute(files[number].read_text(encoding="utf-8"))
                cursor.execute("insert into migration values ($number, $now)", {"number": number, "now": naive_utc(now)})

    def _read_everything(self) -> None:
        """Touch every stored cell: a file cut short opens without complaint and fails only where the missing part is read."""
        for table in _TABLES:
            self.all(f"select max(hash(t)) from {table} t")  # noqa: S608 - names above

    def _hold_against(self, kept: tuple[audit.Entry, ...]) -> None:
        """Compare the log with the manifest, and bring the manifest up to a database that is ahead of it.

        The manifest is written after the database, so a crash between the two leaves it one entry behind.
        """
        if self.uploads is None:
            return
        stored = [entry.hash for entry in self.log()]
        logged = [entry.hash for entry in kept]
        if stored[: len(logged)] != logged:
            if logged[: len(stored)] == stored:
                raise StoreUnsound("store.shortened", file=FILE, stored=len(stored), logged=len(logged))
            raise StoreUnsound("store.replaced", file=FILE)
        self._manifest = manifest.Manifest(self.uploads, kept)
        self._extend_manifest()

    def _extend_manifest(self) -> None:
        if self._manifest is None:
            return
        new = self.log(after=self._manifest.last[0])
        # A log that was changed by hand is told by `problems`; sealed into the manifest it would keep the store shut.
        if audit.first_broken(new, after=self._manifest.last) is None:
            self._manifest.append(new)


def naive_utc(instant: datetime) -> datetime:
    """Timestamps lie in the database as UTC without zone; microseconds survive, finer does not exist here."""
    if instant.tzinfo is None:
        raise ValueError("a time without zone could be any hour of the day")
    return instant.astimezone(UTC).replace(tzinfo=None)


def one(cursor: Cursor, sql: str, **params: Any) -> Any:
    """The single value of a question that always has an answer."""
    ((answer,),) = cursor.execute(sql, params).fetchall()
    return answer


def _kept(folder: Path | None) -> tuple[audit.Entry, ...]:
    """What the manifest in `folder` says; the folder is made on first use."""
    if folder is None:
        return ()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # it will hold password hashes
    except OSError as error:
        raise StoreFault("store.no_folder", folder=folder) from error
    return manifest.read(folder / UPLOADS)
