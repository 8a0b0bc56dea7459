"""Whatever bytes are offered, reading gives a reading: no traceback, and what is refused is refused in words."""

import io
import random
import tomllib
import zipfile
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators import ingest
from indicators.catalogue import Catalogue
from indicators.ingest import Reading
from indicators.ingest.limited import read_limited
from indicators.present.words import words
from tests.build import BUILDERS, CSV, TABLE, compound, ods_parts, xlsx_parts, zipped
from tests.conftest import TODAY, whole_catalogue

# Together with the beginnings of good files and what hypothesis tries more than 10,000 inputs; `offered` counts them.
MUTATIONS, RANDOM = 3_500, 5_500
PROJECT = Path(__file__).parents[1]
GERMAN = words("de")
offered = [0]

# Small good files of every kind: what is mutated must get far into the readers.
_LONG = (
    "Schlüssel;Gebiet;Indikator;Gruppe;Zeitraum;Wert;Einheit;Status;Anmerkung\n"
    "05913;Dortmund;Arbeitslosenquote;Frauen;2024;10,9;%;;\n"
    '5913000;"Dortmund, Stadt";Arbeitslose;insgesamt;März 2024;37.123;Personen;p;"eine ""Anmerkung"""\n'
    "06611;Kassel;SvB am Arbeitsort;;30.06.2024;1 234;;;\n"
)
_WIDE = "Stadt;Indikator;2022;I/2023;2024-03\nDortmund;Arbeitslosenquote;11,1;.;(11,7)\nKassel;Arbeitslosenquote;8,4p;-;x\n"


def xls() -> bytes:
    """A workbook of the old kind, with a date, a percentage, merged cells and a second, hidden sheet."""
    book, target = xlwt.Workbook(), io.BytesIO()
    sheet = book.add_sheet("Tabelle")
    for column, title in enumerate(("Stadt", "Indikator", "Zeitraum", "Wert")):
        sheet.write(2, column, title)
    sheet.write_merge(0, 0, 0, 3, "Arbeitslosenquoten")
    for row, year in enumerate((2023, 2024), start=3):
        sheet.write(row, 0, "Dortmund")
        sheet.write(row, 1, "Arbeitslosenquote")
        sheet.write(row, 2, date(year, 12, 31), xlwt.easyxf(num_format_str="DD.MM.YYYY"))
        sheet.write(row, 3, 0.117, xlwt.easyxf(num_format_str="0.0%"))
    book.add_sheet("Notizen").visibility = 1
    book.save(target)
    return target.getvalue()


GOOD: dict[str, bytes] = {
    "long": _LONG.encode(),
    "long cp1252": _LONG.encode("cp1252"),
    "long UTF-16": _LONG.encode("utf-16"),
    "wide": _WIDE.encode(),
    "commas": b"area,area_name,indicator,period,value\n05913,Dortmund,unemployment_rate,2024,11.7\n",
    "tabs": TABLE.replace(";", "\t").encode(),
    "ZIP": zipped({"a.csv": CSV}),
    "ZIP stored": zipped({"a.csv": _LONG}, method=zipfile.ZIP_STORED),
    "xlsx": zipped(xlsx_parts()),
    "xlsx stored": zipped(xlsx_parts(), method=zipfile.ZIP_STORED),
    "ods stored": zipped(ods_parts(), method=zipfile.ZIP_STORED),
    "xls": xls(),
    "compound": compound("Workbook"),
    "JSON": b'{"Status": {"Code": 104, "Content": "nichts gefunden"}}',
    "HTML": b"<!doctype html><html><title>Fehler</title></html>",
}
_TOKENS = (
    *(
        b";",
        b",",
        b"\t",
        b'"',
        b'""',
        b"\n",
        b"\r",
        b"\r\n",
        b"\0",
        b" ",
        b"-",
        b".",
        b"...",
        b"/",
        b"x",
        b"*",
        b"(",
        b")",
        b"p",
    ),
    *(b"%", b"1.234", b"18.123", b"8,1", b"1e5", b"nan", b"inf", b"2024", b"2024-Q5", b"31.02.2024", b"9" * 400, b"05913"),
    *(b"Stadt", b"Indikator", b"Zeitraum", b"Wert", b"area", b"key", b"Kassel", b"Landkreis Kassel", b"\xc3", b"\xff\xfe"),
    *(b"\xef\xbb\xbf", b"\xc3\x83\xc2\xbc", b"\xe2\x80\xa8", b"\xcc\x88", b"\x1a", b"\x85", b"PK\x03\x04", b"PK\x01\x02"),
    *(b"<!DOCTYPE", b"</row>", b"<c", b"{", b"[", b"<", b"&amp;", b"&x;", b"\xd0\xcf\x11\xe0", b"\xff\xff\xff\xff", bytes(4)),
)


def flipped(data: bytearray, chance: random.Random) -> None:
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def overwritten(data: bytearray, chance: random.Random) -> None:
    data[chance.randrange(len(data))] = chance.choice((0, 10, 34, 59, 127, 255, chance.randrange(256)))


def inserted(data: bytearray, chance: random.Random) -> None:
    place = chance.randrange(len(data) + 1)
    data[place:place] = chance.choice(_TOKENS)


def replaced(data: bytearray, chance: random.Random) -> None:
    place = chance.randrange(len(data))
    data[place : place + chance.randrange(12)] = chance.choice(_TOKENS)


def left_out(data: bytearray, chance: random.Random) -> None:
    place = chance.randrange(len(data))
    del data[place : place + chance.choice((1, 1, 2, 5, 40))]


def repeated(data: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(data))
    data[start:start] = data[start : start + chance.choice((1, 4, 30, 100))]


def cut_off(data: bytearray, chance: random.Random) -> None:
    del data[chance.randrange(len(data)) :]


_CHANGES: tuple[Callable[[bytearray, random.Random], None], ...] = (
    flipped, overwritten, inserted, replaced, left_out, repeated, cut_off,
)  # fmt: skip


def mutated(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 8))):
        if changed:
            chance.choice(_CHANGES)(changed, chance)
    return bytes(changed)


def repacked(parts: dict[str, bytes | str], chance: random.Random) -> bytes:
    """A sound ZIP, one of its parts mutated: gets past the checksums."""
    name = chance.choice(list(parts))
    part = parts[name]
    return zipped(parts | {name: mutated(part.encode() if isinstance(part, str) else part, chance)}, method=zipfile.ZIP_STORED)


def assert_is_a_reading(data: bytes) -> Reading:
    offered[0] += 1
    reading = ingest.read(data, whole_catalogue(), today=TODAY, source="x")
    assert tuple(reading.table.columns) == ingest.COLUMNS
    assert reading.issues or len(reading.table)  # nothing is dropped in silence
    for issue in reading.issues[:3]:
        assert "{" not in GERMAN.issue(issue).replace(issue.found, "").replace(issue.column or "", "")
    return reading


def test_good_files_are_what_they_are_called() -> None:
    assert {name for name, data in GOOD.items() if assert_is_a_reading(data).is_rejected} == {"compound", "JSON", "HTML"}


@pytest.mark.parametrize("part", range(5))
def test_no_mutation_of_a_good_file_ends_in_a_traceback(part: int) -> None:
    chance = random.Random(part)  # noqa: S311
    names, packages = list(GOOD), (xlsx_parts(), ods_parts(), {"a.csv": CSV})
    outcomes: Counter[bool] = Counter()
    for number in range(MUTATIONS // 5):
        if number % 8 == 0:
            data = repacked(dict(chance.choice(packages)), chance)
        else:
            data = mutated(GOOD[names[number % len(names)]], chance)
        outcomes[assert_is_a_reading(data).is_rejected] += 1
    assert min(outcomes.values()) > 20  # both happen: the mutations are neither harmless nor always deadly


def test_no_random_bytes_end_in_a_traceback() -> None:
    chance = random.Random(11)  # noqa: S311
    for _ in range(RANDOM):
        begin = chance.choice(
            (b"", b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe", b"Stadt;Indikator\n", b"<")
        )
        assert_is_a_reading(begin + chance.randbytes(chance.choice((0, 1, 2, 7, 50, 200, 600))))


def test_no_beginning_of_a_good_file_ends_in_a_traceback() -> None:
    for data in GOOD.values():
        for end in range(0, len(data), max(1, len(data) // 40)):
            assert_is_a_reading(data[:end])


@given(data=st.binary(max_size=300))
@settings(max_examples=200)
def test_no_bytes_of_hypothesis_end_in_a_traceback(data: bytes) -> None:
    assert_is_a_reading(data)


@given(text=st.text(max_size=60), cell=st.text(max_size=30))
@settings(max_examples=200)
def test_no_text_ends_in_a_traceback(text: str, cell: str) -> None:
    assert_is_a_reading(text.encode(errors="ignore"))
    row = f"Stadt;Indikator;Zeitraum;Wert\nDortmund;Arbeitslosenquote;2024;{cell}\n"
    assert_is_a_reading(row.encode(errors="ignore"))


def test_the_child_survives_what_is_thrown_at_it(catalogue: Catalogue) -> None:
    chance = random.Random(12)  # noqa: S311
    names = list(GOOD)
    hostile = [
        BUILDERS[name]() for name in ("xlsx with one cell at its far end", "JSON nested without end", "one line of 5 MB")
    ]
    thrown = [*hostile, *(mutated(GOOD[names[number % len(names)]], chance) for number in range(21))]

    def by_child(data: bytes) -> Reading:
        return read_limited(data, catalogue=catalogue, today=TODAY, source="x")

    with ThreadPoolExecutor(2) as pool:
        for data, there in zip(thrown, pool.map(by_child, thrown), strict=True):
            here = assert_is_a_reading(data)
            assert there.issues == here.issues
            pd.testing.assert_frame_equal(there.table, here.table)


def test_every_bad_case_of_the_house_gives_the_same_by_column_and_by_row(monkeypatch: pytest.MonkeyPatch) -> None:
    cases = tomllib.loads((PROJECT / "tests" / "cases" / "tidy_bad.toml").read_text("utf-8"))["case"]
    texts = [case["text"].encode() for case in cases if "text" in case]
    by_row = [assert_is_a_reading(data).issues for data in texts]
    monkeypatch.setattr("indicators.ingest.columns._WORTH_IT", 0)
    by_column = [assert_is_a_reading(data).issues for data in texts]
    assert by_column == by_row


def test_more_than_10_000_inputs_were_offered(request: pytest.FixtureRequest) -> None:
    ran = sum(item.fspath == request.node.fspath for item in request.session.items)
    if ran < 12:
        pytest.skip("only part of this file was run")
    assert offered[0] >= 10_000
