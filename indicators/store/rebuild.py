"""A lost database built again beside the old one, from the manifest and the kept files, and put in its place."""

from datetime import datetime
from pathlib import Path

import duckdb
import pandas as pd

from indicators.errors import StoreUnsound
from indicators.store import accounts, audit, ledger, manifest, people, uploads
from indicators.store.database import FILE, HARDENED, UPLOADS, Database
from indicators.store.embedded import Store
from indicators.store.people import Actor

_ENDINGS = ("", ".wal")  # DuckDB's write-ahead log belongs to its database and must never meet another one


def history(folder: Path, now: datetime) -> tuple[audit.Entry, ...]:
    """Everything that ever happened in the store of `folder`, from its manifest.

    raises   StoreLocked if a process has it open; StoreUnsound if there is no manifest or it was changed by hand
    """
    try:
        Store.open(folder, now).close()  # a sound database brings its manifest up to date first
    except StoreUnsound as fault:
        if fault.code == "store.manifest_broken":
            raise
    entries = manifest.read(folder / UPLOADS)
    if not entries:
        raise StoreUnsound("store.no_manifest", file=manifest.FILE)
    return entries


def original(folder: Path, sha256: str) -> bytes:
    """The bytes of a kept upload. Raises StoreFault if they are gone or changed."""
    return uploads.fetch(folder / UPLOADS, sha256)


def replay(store: Store, entry: audit.Entry, table: pd.DataFrame | None) -> None:
    """Let happen again what an entry says, sealed as it was; `table` holds the observations of an import."""
    with store.database.writing() as cursor:
        store.database.copy(cursor, entry)
        ledger.apply(cursor, entry, table)


def carry_passwords(store: Store, folder: Path, entries: tuple[audit.Entry, ...]) -> tuple[str, ...]:
    """Take over what is in no log, from the old database if it is readable and its history is ours.

    returns   names of accounts that need a new password
    """
    hashes = dict(_passwords(folder / FILE, [entry.hash for entry in entries]))
    lacking = []
    with store.database.writing() as cursor:
        for user in store.users():
            if user.provider != "local" or user.is_disabled:
                continue
            login = people.login_of(user.name)
            if login in hashes:
                accounts.store_password(cursor, login, hashes[login])
            else:
                lacking.append(user.name)
    return tuple(lacking)


def note(store: Store, *, actor: Actor, now: datetime, details: dict[str, object]) -> None:
    """The rebuilding itself goes into the log."""
    with store.database.writing() as cursor:
        store.database.enter(cursor, now, actor.name, "rebuild", "", details)


def put_in_place(folder: Path, built: Path, now: datetime) -> str:
    """Move the old database aside and the new one in. Returns the name the old one has now; empty if there was none."""
    aside = f"{Path(FILE).stem}-{now:%Y-%m-%dT%H%M%S}{Path(FILE).suffix}"
    was_there = (folder / FILE).exists()
    for ending in _ENDINGS:
        if (old := folder / (FILE + ending)).exists():
            old.replace(folder / (aside + ending))
    (built / FILE).replace(folder / FILE)
    Store.open(folder, now).close()  # holds it against the manifest and writes what was noted there too
    return aside if was_there else ""


def _passwords(path: Path, logged: list[str]) -> list[tuple[str, str]]:
    """Login and hash of every password in a database whose log is a beginning of ours; none from any other."""
    if not path.exists():
        return []
    try:
        with duckdb.connect(str(path), read_only=True, config=HARDENED) as connection:
            old = Database(connection, None)
            stored = [entry.hash for entry in old.log()]
            return old.all("select login, hash from password") if stored == logged[: len(stored)] else []
    except duckdb.Error:  # not readable any more: new passwords are asked for, by name
        return []
