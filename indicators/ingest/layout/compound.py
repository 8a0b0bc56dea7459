"""A compound file (OLE): the container of XLS, and of every password-protected workbook."""

import struct

from indicators.ingest.layout.sketch import Unreadable

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST = 0xFFFFFFFA  # numbers from here on are no sectors
_ENTRY, _ROOT = 128, 5


class Compound:
    """The streams of a compound file by name. Raises Unreadable for what is damaged.

    source   [MS-CFB], sections 2.2 (header), 2.3 (table of sectors) and 2.6 (directory)
    """

    def __init__(self, data: bytes) -> None:
        if len(data) < 512:
            raise Unreadable("file.workbook_broken")
        self._data = data
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        directory, _, self._mini_limit, mini_table = struct.unpack_from("<IIII", data, 48)
        counts = struct.unpack_from("<II", data, 40) + struct.unpack_from("<4xI4xI", data, 60)
        # Counts of sectors that no file of this length has; a reader would take memory for them.
        if shift not in (9, 12) or mini_shift != 6 or max(counts) > len(data) >> shift:
            raise Unreadable("file.workbook_broken")
        self._size = 1 << shift
        self._next = self._table()
        self._entries = self._directory(self._chain(directory))
        self._mini_next = _integers(self._chain(mini_table)) if mini_table < _LAST else ()
        root = next((start for kind, start, _ in self._entries.values() if kind == _ROOT), _LAST)
        self._mini = self._chain(root) if root < _LAST else b""

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self._entries)

    def read(self, name: str) -> bytes:
        """A stream in full. Raises KeyError where there is none of that name."""
        _, start, size = self._entries[name]
        if size >= self._mini_limit:
            return self._chain(start)[:size]
        found = bytearray()
        while start < _LAST and len(found) < size:
            found += self._mini[start * 64 : start * 64 + 64]
            start = self._mini_next[start] if start < len(self._mini_next) else _LAST
        return bytes(found[:size])

    def _table(self) -> tuple[int, ...]:
        """Sector -> the sector that follows it. The header names 109 sectors of this table, further ones a chain."""
        holders = list(struct.unpack_from("<109I", self._data, 76))
        more = struct.unpack_from("<I", self._data, 68)[0]
        seen: set[int] = set()
        while more < _LAST and more not in seen:
            seen.add(more)
            *further, more = _integers(self._sector(more))
            holders += further
        return _integers(b"".join(self._sector(holder) for holder in holders if holder < _LAST))

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        if start + self._size > len(self._data):
            raise Unreadable("file.workbook_broken")
        return self._data[start : start + self._size]

    def _chain(self, sector: int) -> bytes:
        found: list[bytes] = []
        while sector < _LAST:
            if sector >= len(self._next) or len(found) > len(self._next):  # longer than the table: a ring
                raise Unreadable("file.workbook_broken")
            found.append(self._sector(sector))
            sector = self._next[sector]
        return b"".join(found)

    def _directory(self, data: bytes) -> dict[str, tuple[int, int, int]]:
        """Name -> (kind, first sector, size)."""
        entries = {}
        for start in range(0, len(data) - _ENTRY + 1, _ENTRY):
            length, kind = struct.unpack_from("<HB", data, start + 64)
            name = data[start : start + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
            first, size = struct.unpack_from("<II", data, start + 116)
            if size > len(self._data) and kind:
                raise Unreadable("file.workbook_broken")
            if kind:
                entries[name] = (kind, first, size)
        return entries


def _integers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])
