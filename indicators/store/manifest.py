"""The audit log a second time, outside the database: a line of JSON an entry, in the folder of the uploads.

A database that was shortened, replaced or emptied no longer fits its manifest. Together with the uploads the manifest
holds everything but passwords, so a lost database can be built again from them.
"""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from indicators.errors import StoreFault, StoreUnsound
from indicators.store import audit

FILE = "manifest.jsonl"


class Manifest:
    """Where a manifest goes on: number and hash of its `last` entry."""

    def __init__(self, folder: Path, entries: Sequence[audit.Entry]) -> None:
        """`entries` as `read` found them"""
        self._path = folder / FILE
        self._good_bytes = sum(len(_line(entry)) for entry in entries)
        self.last = (entries[-1].number, entries[-1].hash) if entries else (0, audit.FIRST)

    def append(self, entries: Sequence[audit.Entry]) -> None:
        """Write entries behind the last one, over what a crash may have left there half written.

        raises   StoreFault if the file cannot be written; the database has the entries then, and the next write or
                 start brings the manifest up to it
        """
        if not entries:
            return
        data = b"".join(_line(entry) for entry in entries)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("r+b" if self._path.exists() else "w+b") as file:
                file.truncate(self._good_bytes)
                file.seek(self._good_bytes)
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise StoreFault("store.manifest_not_written", file=FILE) from error
        self._good_bytes += len(data)
        self.last = (entries[-1].number, entries[-1].hash)


def read(folder: Path) -> tuple[audit.Entry, ...]:
    """The entries of the manifest in `folder`; none where there is no manifest yet.

    raises   StoreUnsound
    """
    try:
        data = (folder / FILE).read_bytes()
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise StoreUnsound("store.manifest_broken", file=FILE, line=1) from error
    lines = data.split(b"\n")[:-1]  # what lacks its line end was being written when the machine stopped
    entries: list[audit.Entry] = []
    for number, line in enumerate(lines, start=1):
        try:
            fields = json.loads(line)
            entries.append(audit.Entry(**fields | {"at": datetime.fromisoformat(fields["at"])}))
        except (ValueError, TypeError, KeyError) as error:
            raise StoreUnsound("store.manifest_broken", file=FILE, line=number) from error
    if (broken := audit.first_broken(entries)) is not None:
        raise StoreUnsound("store.manifest_broken", file=FILE, line=broken)
    return tuple(entries)


def _line(entry: audit.Entry) -> bytes:
    return json.dumps(asdict(entry) | {"at": entry.at.isoformat()}, ensure_ascii=False).encode() + b"\n"
