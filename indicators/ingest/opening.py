"""Which kind of file some bytes are: told by their content, never by a name. What is no table is refused in words."""

import json
import re
from dataclasses import dataclass
from typing import Literal

from indicators.ingest.encoding import line_of
from indicators.ingest.issue import Issue
from indicators.ingest.layout.compound import SIGNATURE, Compound
from indicators.ingest.layout.sketch import Unreadable
from indicators.ingest.zipped import Packed, look_into

MOST_BYTES = 50 * 1024**2
_MB = 1024**2
_HEAD = 65_536


@dataclass(frozen=True)
class Opened:
    """A file that may hold a table.

    kind   "text" for `text.read_grid`, "workbook" for `workbook.open_workbook`
    data   its bytes, unpacked where they came in a ZIP
    name   of the file inside the ZIP, else empty
    """

    kind: Literal["text", "workbook"]
    data: bytes
    name: str = ""


# First bytes -> issue and what the sentence calls it.
_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "file.document", "PDF"),
    (b"{\\rtf", "file.document", "RTF"),
    (b"%!PS", "file.document", "PostScript"),
    (b"\x89PNG", "file.image", "PNG"),
    (b"\xff\xd8\xff", "file.image", "JPEG"),
    (b"GIF8", "file.image", "GIF"),
    (b"II*\0", "file.image", "TIFF"),
    (b"MM\0*", "file.image", "TIFF"),
    (b"\x1f\x8b", "file.archive", "gzip"),
    (b"7z\xbc\xaf\x27\x1c", "file.archive", "7z"),
    (b"Rar!\x1a\x07", "file.archive", "RAR"),
    (b"BZh", "file.archive", "bzip2"),
    (b"\xfd7zXZ\0", "file.archive", "xz"),
    (b"\x28\xb5\x2f\xfd", "file.archive", "zstd"),
    (b"MSCF\0", "file.archive", "CAB"),
    (b"\x7fELF", "file.program", "ELF"),
    (b"\xfe\xed\xfa", "file.program", "Mach-O"),
    (b"\xcf\xfa\xed\xfe", "file.program", "Mach-O"),
    (b"\xca\xfe\xba\xbe", "file.program", "Java"),
    (b"#!/", "file.program", "Skript"),
    (b"SQLite format 3\0", "file.database", "SQLite"),
    (b"PAR1", "file.database", "Parquet"),
    (b"\0\x01\0\0Standard ", "file.database", "Access"),
)
# The first letters of a text that is a page, a data structure or a letter, not a table.
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|title|table|meta|div|script)\b", re.IGNORECASE)
_XML = re.compile(r"<(?:\?xml|!--|!doctype|[a-z][\w:.-]*[\s/>])", re.IGNORECASE)
_JSON = re.compile(r"\{\s*[\"}]|\[\s*[\[{\"\]]")
_STATUS = re.compile(
    r'"(?:Content|message|error|error_description|detail|title|status|Status)"\s*:\s*("(?:[^"\\]|\\.){1,300}")'
)


def open_file(data: bytes) -> Opened | Issue:
    """What the bytes are, ready for the reader of its kind, or why they cannot be a table."""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        packed = look_into(data)
        return _unpacked(packed) if isinstance(packed, Packed) else packed
    if data.startswith(SIGNATURE):
        return _compound(data)
    return _known_binary(data) or _no_table(data) or Opened("text", data)


def too_big(size: int) -> Issue:
    return Issue("error", "file.too_big", params={"size": -(-size // _MB), "most": MOST_BYTES // _MB})


def _unpacked(packed: Packed) -> Opened | Issue:
    if packed.kind == "workbook":
        return Opened("workbook", packed.data)
    if packed.data.startswith((b"PK\x03\x04", SIGNATURE)):
        return Issue("error", "file.zip_nested", found=packed.name)
    return _known_binary(packed.data) or _no_table(packed.data) or Opened("text", packed.data, packed.name)


def _compound(data: bytes) -> Opened | Issue:
    """A compound file: a workbook, or a letter, slides, a mail."""
    try:
        names = Compound(data).names
    except Unreadable as error:
        return Issue("error", error.code, params=error.params)
    for stream, program in (
        ("WordDocument", "Word"),
        ("PowerPoint Document", "PowerPoint"),
        ("__properties_version1.0", "Outlook"),
    ):
        if stream in names:
            return Issue("error", "file.document", found=program)
    return Opened("workbook", data)


def _known_binary(data: bytes) -> Issue | None:
    for magic, code, name in _MAGIC:
        if data.startswith(magic):
            return Issue("error", code, found=name)
    head = data[:512]
    if head.startswith(b"MZ") and b"\0" in head:  # a table may begin with the letters MZ
        return Issue("error", "file.program", found="Windows")
    if head.startswith(b"BM") and head[6:10] == bytes(4):
        return Issue("error", "file.image", found="BMP")
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return Issue("error", "file.image", found="WebP")
    if head[4:8] == b"ftyp":
        return Issue("error", "file.image", found="HEIC")
    if head[257:262] == b"ustar":
        return Issue("error", "file.archive", found="tar")
    return Issue("error", "file.database", found="DuckDB") if head[8:12] == b"DUCK" else None


def _no_table(data: bytes) -> Issue | None:
    """An error page, a JSON answer or XML under the name of a table. Says what stands in it."""
    text = _beginning(data)
    start = text.lstrip()
    if start.startswith("<"):
        if _HTML.match(start) or "<html" in start[:2000].lower():
            return Issue("error", "file.html", row=_first_line(data), found=_page_title(start))
        if _XML.match(start):
            is_picture = "<svg" in start[:2000].lower()
            return (
                Issue("error", "file.image", found="SVG") if is_picture else Issue("error", "file.xml", row=_first_line(data))
            )
    if _JSON.match(start):
        return Issue("error", "file.json", row=_first_line(data), found=_status_text(start))
    return None


def _beginning(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data[:_HEAD].decode("utf-16", "ignore")
    return data[:_HEAD].decode("utf-8-sig", "replace")


def _first_line(data: bytes) -> int:
    """The line on which the content begins."""
    return line_of(data, len(data) - len(data.lstrip()))


def _page_title(page: str) -> str:
    """What a web page is called, else its first words."""
    if (title := re.search(r"<title[^>]*>([^<]+)", page, re.IGNORECASE)) and title[1].strip():
        return _shortened(title[1])
    words = re.sub(r"<(script|style)\b.*?</\1>|<[^>]*>", " ", page[:4000], flags=re.IGNORECASE | re.DOTALL)
    return _shortened(words) or _shortened(page)


def _status_text(answer: str) -> str:
    """The message inside a JSON answer ("Es gibt keine Objekte ..."), else its beginning."""
    for match in _STATUS.finditer(answer):
        try:
            return _shortened(json.loads(match[1], strict=False))
        except ValueError:  # not a text of JSON after all
            continue
    return _shortened(answer)


def _shortened(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 120 else plain[:119] + "…"
