"""The original files, kept by their sha256 beside the database."""

import hashlib
import os
import tempfile
from pathlib import Path

from indicators.errors import StoreUnsound


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def keep(folder: Path, data: bytes) -> str:
    """Write a file under its sha256, whole or not at all; the same bytes are kept once. Returns the sha256."""
    digest = sha256(data)
    target = folder / digest
    if not target.exists():
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(target)
    return digest


def kept(folder: Path, digest: str) -> bytes | None:
    """The file kept under this sha256, or None.

    raises   StoreUnsound if it is no longer what was kept
    """
    path = folder / digest
    if not path.is_file():
        return None
    data = path.read_bytes()
    if sha256(data) != digest:
        raise StoreUnsound("store.upload_changed", file=digest[:12])
    return data
