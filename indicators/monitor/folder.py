"""A folder of files brought up to date: unchanged files keep their bytes and time, a failure leaves everything as it was.

What changes is written into a folder inside first and moved into place once all of it is there; moving needs no room. A list of
what was written lies in the folder: only what stands on it is ever replaced or removed.
"""

import hashlib
import json
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from indicators.errors import Fault

LIST, STAGE = ".zielmonitor.json", ".zielmonitor-neu"


@dataclass(frozen=True)
class Updated:
    """How many files are new or other, stayed as they were, and went."""

    written: int
    kept: int
    removed: int


def update(folder: Path, files: Iterable[tuple[str, bytes]]) -> Updated:
    """Make `folder` hold these files; they are taken one by one and never all at once.

    files   name inside the folder, with `/` -> content

    raises   Fault where the folder cannot be written, holds something else under one of the names, or is being written already
    """
    stage = folder / STAGE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        stage.mkdir()
    except FileExistsError as error:
        raise Fault("publish.busy" if stage.exists() else "publish.not_written", folder=folder, stage=STAGE) from error
    except OSError as error:
        raise Fault("publish.not_written", folder=folder) from error
    try:
        before = _listed(folder)
        after, written = _staged(folder, stage, files, before)
        removed = _moved(folder, stage, written, before, after)
    except OSError as error:
        raise Fault("publish.not_written", folder=folder) from error
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    return Updated(len(written), len(after) - len(written), removed)


def _listed(folder: Path) -> dict[str, str]:
    """Name -> sha256 of what was written here before."""
    try:
        listed: dict[str, str] = json.loads((folder / LIST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except ValueError as error:
        raise Fault("publish.list_damaged", file=LIST) from error
    return listed


def _staged(
    folder: Path, stage: Path, files: Iterable[tuple[str, bytes]], before: Mapping[str, str]
) -> tuple[dict[str, str], list[str]]:
    """Write what is new or other beside the site. Returns the new list and the names that wait in the stage."""
    after, written = dict[str, str](), list[str]()
    for name, data in files:
        if name in after:
            raise Fault("publish.twice", file=name)
        after[name] = hashlib.sha256(data).hexdigest()
        standing = _standing(folder / name)
        if standing == after[name]:
            continue
        if standing is not None and name not in before:
            raise Fault("publish.foreign", file=name, folder=folder)
        path = stage / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        written.append(name)
    _list(stage, after)
    return after, written


def _standing(path: Path) -> str | None:
    """The sha256 of a file that is there."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except (FileNotFoundError, NotADirectoryError):
        return None


def _moved(folder: Path, stage: Path, written: Iterable[str], before: Mapping[str, str], after: Mapping[str, str]) -> int:
    """Put the new files in their places, then take away those of ours that are no longer part; how many that were."""
    new_list = (stage / LIST).read_bytes()
    if not written and dict(before) == dict(after):
        return 0
    _list(stage, {**before, **after})  # whatever happens from here on, all of it is known as ours
    (stage / LIST).replace(folder / LIST)
    for name in written:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (stage / name).replace(folder / name)
    gone = [name for name in before if name not in after and _standing(folder / name) == before[name]]
    for name in gone:
        (folder / name).unlink()
        _tidy(folder, (folder / name).parent)
    (stage / LIST).write_bytes(new_list)
    (stage / LIST).replace(folder / LIST)
    return len(gone)


def _tidy(folder: Path, inside: Path) -> None:
    """Empty folders go with the last file in them."""
    while inside != folder and not any(inside.iterdir()):
        inside.rmdir()
        inside = inside.parent


def _list(where: Path, names: Mapping[str, str]) -> None:
    (where / LIST).write_text(json.dumps(names, indent=0, sort_keys=True) + "\n", encoding="utf-8")
