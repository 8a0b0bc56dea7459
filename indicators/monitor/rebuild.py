"""Building a lost store again from the uploads."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from indicators import ingest
from indicators.catalogue import Catalogue
from indicators.catalogue.load import load_catalogue
from indicators.errors import Fault
from indicators.ingest.limited import read_limited
from indicators.ingest.mapping import from_json
from indicators.ingest.observations import empty_table
from indicators.store import Actor, Store, audit, people
from indicators.store import rebuild as building


@dataclass(frozen=True)
class Rebuilt:
    """What became of a store that was built again.

    aside     name the old database file has now; empty if there was none
    batches   how many uploads were read again
    differing batches of which the reader of today makes another number of rows than were stored then
    lacking   accounts that need a new password
    """

    aside: str
    batches: int
    differing: tuple[str, ...]
    lacking: tuple[str, ...]


Reader = Callable[..., ingest.Reading]


def rebuild(folder: Path, *, actor: Actor | None, now: datetime, read: Reader = read_limited) -> Rebuilt:
    """Read every kept upload again and let everything happen again that the manifest tells.

    The old database is not deleted but put aside; it stays as it is if anything goes wrong.

    read     in a process of its own with limits, unless said: `ingest.read` is for files that are trusted
    raises   Forbidden; StoreLocked, StoreUnsound as `Store.open`; Fault if a kept file is gone or not accepted any more
    """
    person = people.known(actor)
    people.may_manage(person)
    entries, catalogue = building.history(folder, now), load_catalogue()
    differing: list[str] = []
    with TemporaryDirectory(prefix="rebuild-", dir=folder) as name:
        built = Path(name)
        with Store.open(built, now) as store:
            for entry in entries:
                table = _table(store, catalogue, folder, entry, read)
                building.replay(store, entry, table)
                if table is not None and len(table) != json.loads(entry.details)["rows"]:
                    differing.append(entry.subject)
            lacking = building.carry_passwords(store, folder, entries)
            building.note(store, actor=person, now=now, details={"differing": differing, "lacking": list(lacking)})
            count = len(store.batches(drafts=True))
        aside = building.put_in_place(folder, built, now)
    return Rebuilt(aside, count, tuple(differing), lacking)


def _table(
    store: Store, catalogue: Catalogue, folder: Path, entry: audit.Entry, read: Reader
) -> pd.DataFrame | None:  # fmt: skip
    """The observations of an import, read as they were then; None for every other entry."""
    if entry.action != "import":
        return None
    details = json.loads(entry.details)
    data = building.original(folder, details["sha256"])
    if details["rows"] == 0:  # records only
        return empty_table()
    how = _as_then(store, entry, details) | {"catalogue": catalogue}
    reading = read(data, **how)
    if reading.sheets and details["sheet"]:  # named only where the file asks
        reading = read(data, **how, sheet=details["sheet"])
    if reading.is_rejected:
        raise Fault("rebuild.rejected", batch=entry.subject, file=details["file"])
    areas = details.get("areas")  # who may write some areas only has stored only those
    return reading.table if areas is None else reading.table[reading.table["area"].isin(areas)]


def _as_then(store: Store, entry: audit.Entry, details: dict[str, str]) -> dict[str, Any]:
    """How the file was read then: on which day, and by the mapping of that name as it was."""
    saved = next((saved for saved in store.mappings() if saved.name == details["mapping"]), None)
    mapping = from_json(saved.content) if saved else None
    return {"today": entry.at.date(), "source": details["file"], "mapping": mapping}
