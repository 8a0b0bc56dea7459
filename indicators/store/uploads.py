"""The original files, kept by their sha256 beside the database."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from indicators.errors import StoreFault


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def keep(folder: Path, data: bytes, digest: str) -> None:
    """Write a file under its sha256, whole or not at all; the same bytes are kept once."""
    target = folder / digest
    if not target.exists():
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(target)


@contextmanager
def keeping(folder: Path | None, data: bytes, digest: str) -> Iterator[None]:
    """Write a file while something else is done with it; both are done at the end. A store in memory keeps none."""
    if folder is None:
        yield
        return
    with ThreadPoolExecutor(1) as pool:
        kept = pool.submit(keep, folder, data, digest)
        yield
        kept.result()


def fetch(folder: Path | None, digest: str) -> bytes:
    """The bytes kept under a sha256.

    raises   StoreFault if they are gone or changed; a store in memory keeps none
    """
    try:
        data = (folder / digest).read_bytes() if folder else b""
    except OSError as error:
        raise StoreFault("store.upload_lost", found=digest[:12]) from error
    if sha256(data) != digest:
        raise StoreFault("store.upload_lost", found=digest[:12])
    return data


def lost(folder: Path | None, digests: set[str]) -> frozenset[str]:
    """Which of the files that should lie in `folder` do not; a store in memory keeps none."""
    return frozenset() if folder is None else frozenset(digest for digest in digests if not (folder / digest).is_file())
