"""A ZIP: a workbook, or the single table inside. Looked through part by part before anything of it is kept.

Nothing is ever written to disk. What a ZIP claims about itself is not believed: every part is unpacked in small pieces
and counted, also the parts of a workbook, which another library unpacks once more.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

from indicators.ingest.issue import Issue

MOST_UNPACKED = 500 * 1024**2
MOST_PARTS = 5_000
_MB = 1024**2
_PIECE = 1 << 18
_ENTRY = b"PK\x01\x02"  # begins each entry of the directory
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, KeyError, IndexError, NotImplementedError, OSError,
           ValueError, OverflowError, RuntimeError)  # fmt: skip
_ENTITIES = tuple(text.encode(name) for text in ("<!DOCTYPE", "<!ENTITY") for name in ("utf-8", "utf-16-le", "utf-16-be"))
_TABLES, _TEXTS = (".csv", ".tsv"), (".txt", ".asc", "")
_NESTED = (".zip", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".gz", ".7z", ".rar", ".tar", ".bz2", ".xz")


@dataclass(frozen=True)
class Packed:
    """A ZIP that may be read: a workbook as it came, or the one table it held."""

    kind: Literal["workbook", "table"]
    data: bytes
    name: str = ""


def look_into(data: bytes) -> Packed | Issue:
    """What a ZIP holds, or why it is refused."""
    if data.count(_ENTRY) > MOST_PARTS:  # before the directory is read
        return Issue("error", "file.zip_too_many", params={"most": MOST_PARTS})
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _wrong_entry(archive) or _sorted_out(archive, data)
    except _BROKEN:
        return Issue("error", "file.zip_broken")


def _wrong_entry(archive: zipfile.ZipFile) -> Issue | None:
    """What the directory alone shows."""
    parts = archive.infolist()
    if any(part.flag_bits & 1 for part in parts):
        return Issue("error", "file.zip_password")
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        return _too_large()
    for part in parts:
        path = part.orig_filename.replace("\\", "/")
        if path.startswith("/") or ".." in path.split("/") or path[1:2] == ":" or "\0" in path:
            return Issue("error", "file.zip_path", found=part.orig_filename[:120].replace("\0", " "))
    if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts):
        return Issue("error", "file.zip_method")
    names = {part.filename for part in parts}
    return Issue("error", "file.zip_broken") if len(names) < len(parts) else None


def _too_large() -> Issue:
    return Issue("error", "file.unpacked_too_large", params={"most": MOST_UNPACKED // _MB})


def _sorted_out(archive: zipfile.ZipFile, data: bytes) -> Packed | Issue:
    kind = _kind(archive)
    if kind == "workbook":
        return _unsafe_part(archive) or Packed("workbook", data)
    return _only_table(archive) if kind == "files" else Issue("error", "file.document", found=kind)


def _kind(archive: zipfile.ZipFile) -> str:
    """`workbook`, `files`, or the name of the program whose document it is."""
    names = {name.replace("\\", "/") for name in archive.namelist()}
    if "[Content_Types].xml" in names:
        if any(name.startswith("xl/") for name in names):
            return "workbook"
        return "Word" if any(name.startswith("word/") for name in names) else "PowerPoint"
    if "content.xml" in names:
        return "workbook" if b"spreadsheet" in _beginning(archive, "mimetype") else "OpenDocument"
    return "Numbers, Pages, Keynote" if any(name.endswith(".iwa") for name in names) else "files"


def _beginning(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(100)


def _unsafe_part(archive: zipfile.ZipFile) -> Issue | None:
    """Every part of a workbook unpacked once: too much of it, or XML that defines entities."""
    left = MOST_UNPACKED
    for part in archive.infolist():
        is_xml, before = part.filename.lower().endswith((".xml", ".rels", ".vml")), b""
        for piece in _pieces(archive, part, left):
            left -= len(piece)
            if left < 0:
                return _too_large()
            if is_xml and any(sign in before + piece for sign in _ENTITIES):
                return Issue("error", "file.xml_entities")
            before = piece[-20:]
    return None


def _only_table(archive: zipfile.ZipFile) -> Packed | Issue:
    files = [part for part in archive.infolist() if _is_file(part.filename)]
    for endings in (_TABLES, _TEXTS):
        found = [part for part in files if PurePosixPath(part.filename).suffix.lower() in endings]
        if len(found) > 1:
            return Issue("error", "file.zip_several", found=_listed(found), params={"count": len(found)})
        if found:
            return _table(archive, found[0])
    nested = [part for part in files if PurePosixPath(part.filename).suffix.lower() in _NESTED]
    if nested:
        return Issue("error", "file.zip_nested", found=_listed(nested))
    return Issue("error", "file.zip_no_table", found=_listed(files)) if files else Issue("error", "file.zip_empty")


def _is_file(name: str) -> bool:
    """False for folders and for what a Mac or Windows adds to every ZIP."""
    path = PurePosixPath(name)
    return not (name.endswith("/") or "__MACOSX" in path.parts or path.name.startswith(".") or path.name == "Thumbs.db")


def _listed(parts: list[zipfile.ZipInfo]) -> str:
    names = [part.filename[:80] for part in parts]
    return ", ".join(names[:5]) + (" …" if len(names) > 5 else "")


def _table(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Packed | Issue:
    unpacked = io.BytesIO()  # hands its bytes over without a copy
    for piece in _pieces(archive, part, MOST_UNPACKED):
        unpacked.write(piece)
        if unpacked.tell() > MOST_UNPACKED:
            return _too_large()
    return Packed("table", unpacked.getvalue(), part.filename)


def _pieces(archive: zipfile.ZipFile, part: zipfile.ZipInfo, most: int) -> Iterator[bytes]:
    """A part unpacked piece by piece to its real end, at most one piece beyond `most`.

    raises   BadZipFile where it is not as long as the directory says
    """
    unbounded = copy(part)
    unbounded.file_size = most + _PIECE + 1  # else the reading stops where the directory claims the end
    length = 0
    with archive.open(unbounded) as opened:
        while piece := opened.read(_PIECE):
            length += len(piece)
            yield piece
            if length > most:
                return
    if length != part.file_size:
        raise zipfile.BadZipFile(part.filename)
