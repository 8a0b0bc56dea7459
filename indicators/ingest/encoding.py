"""Bytes of a text file -> the same text as plain UTF-8, or the line on which it is damaged.

Strict UTF-8 first (with or without byte order mark), then cp1252: German offices write both, and detectors guess wrong.
UTF-16 only with its mark. Works on bytes throughout, so that a file of 500 MB is never held as a string beside itself.
"""

import codecs
import re
import struct
import unicodedata

import pyarrow as pa

from indicators.ingest.issue import Issue

LONGEST_LINE = 1_000_000  # bytes; 5,000 columns of 200 letters each
MOST_COLUMNS = 5_000
_WIDE_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: it begins with the mark of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# A letter of UTF-8 that a program took for two of cp1252: ü -> Ã¼, § -> Â§, – -> â€“; and the sign for "lost".
_SECOND = bytes(range(0x80, 0xC0)).decode("cp1252", "ignore") + "".join(map(chr, (0x81, 0x8D, 0x8F, 0x90, 0x9D)))
_MOJIBAKE = re.compile(f"[ÃÂ][{re.escape(_SECOND)}]|â€|ï»¿|\ufffd")
# How it begins, and the byte of that which no German letter has: looked for first, many times faster than two bytes.
_MOJIBAKE_BEGINS = tuple((rare, text.encode()) for rare, text in ((b"\x83", "Ã"), (b"\xa2", "â€"), (b"\xef", "\ufffd")))
# ä and ö of DOS (code page 850) read as cp1252. No German word holds a quotation mark between small letters.
_DOS = re.compile("(?<=[A-Za-z])[„”](?=[a-z])")
_WORD = re.compile(r"[^\s;,\"|]*")


def decode(data: bytes) -> bytes | Issue:
    """The text as UTF-8 without mark, its letters composed (NFC), every line of a possible length; or what is wrong."""
    text = _as_utf8(data)
    return text if isinstance(text, Issue) else _wrong_shape(text) or text


def line_of(data: bytes, position: int) -> int:
    """The line on which a byte stands, counted from 1. A line ends at CR, LF or both."""
    before = data[:position]
    return before.count(b"\n") + before.count(b"\r") - before.count(b"\r\n") + 1


def _as_utf8(data: bytes) -> bytes | Issue:
    for mark, name in _WIDE_MARKS:
        if data.startswith(mark):
            return _from_wide(data[len(mark) :], name)
    plain = data.removeprefix(codecs.BOM_UTF8)
    if re.search(rb"\S", plain) is None:
        return Issue("error", "file.empty")
    if (position := plain.find(b"\0")) >= 0:
        is_wide = 0.3 < plain[:200].count(b"\0") / len(plain[:200]) < 0.7
        return Issue("error", "file.utf16_without_mark" if is_wide else "file.not_text", row=line_of(plain, position))
    if plain.isascii():
        return plain
    return (_mojibake(plain) or _composed(plain)) if _is_utf8(plain) else _from_cp1252(plain)


def _from_wide(data: bytes, name: str) -> bytes | Issue:
    try:
        text = data.decode(name)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(name, "ignore").encode()
        return Issue("error", "file.encoding", row=line_of(before, len(before)))
    plain = text.encode()
    if not plain.strip():
        return Issue("error", "file.empty")
    if (position := plain.find(b"\0")) >= 0:
        return Issue("error", "file.not_text", row=line_of(plain, position))
    return _mojibake(plain) or _composed(plain)


def _is_utf8(data: bytes) -> bool:
    """True for UTF-8: found without making a string of a large file."""
    lengths = pa.py_buffer(struct.pack("=qq", 0, len(data)))
    try:
        pa.Array.from_buffers(pa.large_string(), 1, [None, lengths, pa.py_buffer(data)]).validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _from_cp1252(data: bytes) -> bytes | Issue:
    """Text that is not UTF-8. Where some of its letters are UTF-8 nevertheless, it is damaged, not cp1252."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        return Issue("error", "file.encoding", row=line_of(data, error.start))
    if _MOJIBAKE.search(text):
        return Issue("error", "file.mixed_encoding", row=line_of(data, _first_broken(data)))
    if found := _DOS.search(text):
        return Issue("error", "file.mojibake", row=line_of(data, found.start()), found=_word_at(text, found.start()))
    return text.encode()


def _first_broken(data: bytes) -> int:
    """Where the first byte stands that is not UTF-8."""
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return error.start
    return len(data)


def _mojibake(data: bytes) -> Issue | None:
    is_broken_mark = data.startswith("ï»¿".encode())
    if not is_broken_mark and not any(rare in data and begin in data for rare, begin in _MOJIBAKE_BEGINS):
        return None
    text = data.decode()
    if (found := _MOJIBAKE.search(text)) is None:
        return None
    before = text[: found.start()].encode()
    return Issue("error", "file.mojibake", row=line_of(before, len(before)), found=_word_at(text, found.start()))


def _word_at(text: str, position: int) -> str:
    """The cell or word around a position, as far as a message can show it."""
    start = max(text.rfind(sign, 0, position) for sign in ' \t\r\n;,"|') + 1
    return _WORD.match(text, max(start, position - 40))[0][:80]  # type: ignore[index]


def _composed(data: bytes) -> bytes:
    """A Mac writes ü as u and dots; the catalogue knows one ü. 0xCC and 0xCD begin every combining mark."""
    if b"\xcc" not in data and b"\xcd" not in data:
        return data
    return unicodedata.normalize("NFC", data.decode()).encode()


def _wrong_shape(data: bytes) -> Issue | None:
    """No table has a line of 1 MB or thousands of columns: said before anything is split."""
    start = 0
    ends = [sign for sign in (b"\n", b"\r") if sign in data] or [b"\n"]  # to look backwards for what is not there is slow
    while len(data) - start > LONGEST_LINE:
        end = max(data.rfind(sign, start, start + LONGEST_LINE) for sign in ends)
        if end < 0:
            return Issue("error", "file.line_too_long", row=line_of(data, start), params={"most": LONGEST_LINE})
        start = end + 1
    for number, line in enumerate(re.split(rb"\r\n|\r|\n", data[:LONGEST_LINE], maxsplit=50), start=1):
        columns = 1 + max(line.count(sign) for sign in (b";", b",", b"\t"))
        if columns > MOST_COLUMNS and number <= 50:
            return Issue("error", "file.too_many_columns", row=number, params={"columns": columns, "most": MOST_COLUMNS})
    return None
