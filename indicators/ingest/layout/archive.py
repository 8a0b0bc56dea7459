"""The parts of a zipped workbook, read in a stream; XML without entities."""

import posixpath
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Self
from xml.parsers import expat

from indicators.ingest.layout.sketch import Unreadable

# What a damaged archive raises while one of its parts is read.
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, LookupError, NotImplementedError, OSError, ValueError)
Attributes = dict[str, str]


class Archive:
    """A workbook that is a ZIP. Every reading raises Unreadable for what is damaged."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except _BROKEN as error:
            raise Unreadable("file.workbook_broken") from error
        self.names = frozenset(self._zip.namelist())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def refuse_macros_and_passwords(self) -> None:
        if any(part.flag_bits & 1 for part in self._zip.infolist()):
            raise Unreadable("file.password")
        if "META-INF/manifest.xml" in self.names and b"encryption-data" in self.read("META-INF/manifest.xml"):
            raise Unreadable("file.password")
        if any(name.lower().endswith("vbaproject.bin") or "/macrosheets/" in name.lower() for name in self.names):
            raise Unreadable("file.macros")

    def read(self, name: str) -> bytes:
        try:
            return self._zip.read(name)
        except _BROKEN as error:
            raise Unreadable("file.workbook_broken") from error

    def walk(
        self,
        name: str,
        start: Callable[[str, Attributes], None],
        text: Callable[[str], None] | None = None,
        end: Callable[[str], None] | None = None,
    ) -> None:
        """Every element of an XML part, names and attributes without the prefix of their namespace.

        A document type is refused: no spreadsheet program writes one, and entities are how XML is made to explode.
        """
        parser = expat.ParserCreate()
        parser.buffer_text = True

        def begin(tag: str, attributes: Attributes) -> None:
            if ":" in "".join(attributes):
                attributes = {key.rpartition(":")[2]: value for key, value in attributes.items()}
            start(tag.rpartition(":")[2], attributes)

        def refuse(*_: object) -> None:
            raise Unreadable("file.xml_entities")

        parser.StartElementHandler = begin
        parser.StartDoctypeDeclHandler = refuse
        if text is not None:
            parser.CharacterDataHandler = text
        if end is not None:
            parser.EndElementHandler = lambda tag: end(tag.rpartition(":")[2])
        try:
            with self._zip.open(name) as part:
                parser.ParseFile(part)
        except (*_BROKEN, expat.ExpatError) as error:
            raise Unreadable("file.workbook_broken") from error

    def targets(self, part: str) -> list[tuple[str, str, str]]:
        """What a part refers to: (id, kind, full name), kind being the last word of the relation's type."""
        folder, name = posixpath.split(part)
        found: list[tuple[str, str, str]] = []

        def start(tag: str, attributes: Attributes) -> None:
            if tag == "Relationship":
                target = attributes.get("Target", "")
                full = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
                found.append((attributes.get("Id", ""), attributes.get("Type", "").rpartition("/")[2], full))

        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        if relations in self.names:
            self.walk(relations, start)
        return found

    def target_of(self, part: str, kind: str) -> str:
        """The first part of this kind a part refers to; empty where there is none."""
        return next((full for _, found, full in self.targets(part) if found == kind), "")
