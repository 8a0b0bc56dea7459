"""The child process that reads uploads: the same result as reading here, within limits, and the server does not notice."""

import io
import os
import random
import subprocess
import sys
import threading
import time
import tomllib
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import numpy as np
import pandas as pd
import pytest
import xlsxwriter

from indicators import ingest
from indicators.catalogue import Catalogue
from indicators.ingest import Issue, Reading, Recognised, limited, wire
from indicators.ingest.limited import Limits, peek_limited, read_limited
from indicators.ingest.mapping import Column, Mapping
from indicators.ingest.numbers import Number
from indicators.ingest.observations import empty_table
from indicators.period import Period
from indicators.present.words import LANGUAGES, words
from tests.conftest import SHARED, TODAY

PROJECT = Path(__file__).parents[1]
OFFICIAL = [path for path in sorted((SHARED / "official").glob("*")) if path.suffix in (".csv", ".xls", ".xlsx")] or [
    pytest.param(Path("official"), marks=pytest.mark.skip(reason="the official files are not here"))
]
FIGURES = sorted((PROJECT / "data" / "figures").glob("*.csv"))
CASES = {
    case["name"]: case for case in tomllib.loads((PROJECT / "tests" / "cases" / "tidy_bad.toml").read_text("utf-8"))["case"]
}
GOOD = b"area,indicator,period,value\n05913,unemployment_rate,2024,11.7\n"
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="limits of a process exist on POSIX systems only")


def here(data: bytes, catalogue: Catalogue) -> Reading:
    return ingest.read(data, catalogue, today=TODAY, source="datei.csv")


def there(data: bytes, catalogue: Catalogue, **limits: float) -> Reading:
    return read_limited(data, catalogue=catalogue, today=TODAY, source="datei.csv", limits=Limits(**limits))


def codes(reading: Reading) -> list[str]:
    return [issue.code for issue in reading.issues]


def many_rows(count: int) -> bytes:
    """A table in which every row is another error: slow to read, small as a file."""
    rows = "".join(f"Stadt {number};Quote {number};{number};{number}x\n" for number in range(count))
    return ("Stadt;Indikator;Zeitraum;Wert\n" + rows).encode()


def packed(megabytes: int) -> bytes:
    """A ZIP of a few kB with a table of many megabytes."""
    row = b'05913;unemployment_rate;2024;11,7;"' + b"x" * 60 + b'"\n'
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive, archive.open("a.csv", "w") as file:
        file.write(b"area;indicator;period;value;note\n")
        for _ in range((megabytes << 20) // len(row) // 10_000 + 1):
            file.write(row * 10_000)
    return target.getvalue()


# -- the same result


@pytest.mark.parametrize("path", FIGURES, ids=[path.stem for path in FIGURES])
def test_child_reads_what_is_read_here(catalogue: Catalogue, path: Path) -> None:
    expected, found = here(path.read_bytes(), catalogue), there(path.read_bytes(), catalogue)
    pd.testing.assert_frame_equal(found.table, expected.table)
    assert (found.issues, found.recognised, found.sheets) == (expected.issues, expected.recognised, expected.sheets)


@pytest.mark.parametrize("path", OFFICIAL, ids=lambda path: path.name)
def test_child_reads_official_files_as_they_are_read_here(catalogue: Catalogue, path: Path) -> None:
    expected, found = here(path.read_bytes(), catalogue), there(path.read_bytes(), catalogue)
    pd.testing.assert_frame_equal(found.table, expected.table)
    assert (found.issues, found.recognised, found.sheets) == (expected.issues, expected.recognised, expected.sheets)


def test_chosen_sheet_and_taught_mapping_reach_the_child(catalogue: Catalogue) -> None:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    for name, value in (("Eins", "11,5"), ("Zwei", "11,7")):
        sheet = book.add_worksheet(name)
        for row, cells in enumerate((("Stadt", "Indikator", "Zeitraum", "Wert"), ("Dortmund", "ALQ", "2024", value))):
            sheet.write_row(row, 0, cells)
    book.close()
    data = target.getvalue()
    assert there(data, catalogue).sheets == ("Eins", "Zwei")
    chosen = read_limited(data, catalogue=catalogue, today=TODAY, source="x", sheet="Zwei")
    assert chosen.table["value"].tolist() == [11.7]
    assert [grid.sheet for grid in peek_limited(data)] == ["Eins", "Zwei"]


def test_request_arrives_as_it_left(catalogue: Catalogue) -> None:
    mapping = Mapping(name="Bericht", fingerprint=("Ort", "Quote"), columns=(Column(header=0, part="area"),))
    request = wire.Request("read", TODAY, "x", catalogue, "Blatt", mapping, (mapping,), progress=True)
    assert wire.decode(msgspec.msgpack.encode(request), wire.Request) == request


@pytest.mark.parametrize(
    "name",
    [
        "two figures for one period",  # carries numbers
        "monthly figure for a quarterly indicator",  # carries a tuple of frequencies
        "rate above 100 percent",  # carries floats
        "fewer than no persons",  # carries infinity
        "five errors in three rows",
        "empty file",
        "NUL bytes",
    ],
)
def test_issues_of_the_child_make_the_same_sentences(catalogue: Catalogue, name: str) -> None:
    case = CASES[name]
    data = bytes.fromhex(case["hex"]) if "hex" in case else case["text"].encode()
    expected, found = here(data, catalogue), there(data, catalogue)
    assert found.issues == expected.issues
    for language in LANGUAGES:
        assert [words(language).issue(issue) for issue in found.issues] == [
            words(language).issue(issue) for issue in expected.issues
        ]
    pd.testing.assert_frame_equal(found.table, expected.table)


def test_every_kind_of_value_of_an_issue_arrives_as_it_left() -> None:
    params = {
        "number": Number(8.1, 1, "german"),
        "thousands": Number(18.123, 3, "either", 18123.0),
        "hole": Number(float("nan"), 0),
        "frequencies": ("quarter", "month"),
        "period": Period("quarter", 2024, 2),
        "periods": (Period("year", 2023), Period("year", 2024)),
        "whole": 3,
        "counted": np.int64(4),
        "measured": np.float32(0.5),
        "one": 1.0,
        "open": float("inf"),
        "yes": True,
        "nothing": None,
        "text": "Köln",
        "day": date(2024, 6, 30),
        "moment": datetime(2024, 6, 30, 12, 5, tzinfo=UTC),
    }
    issue = Issue("warning", "row.repeated", 3, "Wert", "8,1", "8,2", params)
    reading = Reading(empty_table(), (issue,), Recognised("tidy", "n", "s", "t", 7), ("Blatt 1", "Blatt 2"))
    answer, table = wire.encode_reading(reading)
    found = wire.decode_reading(answer, table.to_pybytes())
    plain = params | {"counted": 4, "measured": 0.5}
    assert repr(found.issues) == repr((replace(issue, params=plain),))  # repr: nan is not equal to itself
    assert (found.recognised, found.sheets) == (reading.recognised, reading.sheets)
    pd.testing.assert_frame_equal(found.table, reading.table)


def test_a_value_that_cannot_travel_is_a_fault_of_ours_and_not_of_the_file() -> None:
    with pytest.raises(TypeError, match="cannot carry dict"):
        wire.encode_reading(Reading(empty_table(), (Issue("error", "file.empty", params={"x": {}}),)))


def test_the_catalogue_of_the_caller_is_the_one_that_counts(catalogue: Catalogue) -> None:
    without_dortmund = {key: area for key, area in catalogue.areas.items() if key != "05913"}
    assert codes(there(GOOD, replace(catalogue, areas=without_dortmund))) == ["area.unknown"]
    assert codes(there(GOOD, catalogue)) == []


def test_glance_shows_the_first_rows_of_every_visible_sheet() -> None:
    (grid,) = peek_limited("Stadt;Wert\n\nKöln;1,5\n".encode("cp1252") + b"x;2\n" * 100)
    assert grid.rows[:2] == [["Stadt", "Wert"], ["Köln", "1,5"]]
    assert (list(grid.lines[:2]), len(grid.rows)) == ([1, 3], 60)
    assert peek_limited(b"") == Issue("error", "file.empty")


def test_stages_are_told_while_a_file_is_read(catalogue: Catalogue) -> None:
    told: list[tuple[str, float]] = []
    read_limited(GOOD, catalogue=catalogue, today=TODAY, source="x", progress=lambda stage, share: told.append((stage, share)))
    assert told[0] == ("waiting", 0.0)
    assert ("open", 0.0) in told
    assert all(0 <= share <= 1 for _, share in told)


# -- limits


@pytest.fixture
def children(monkeypatch: pytest.MonkeyPatch) -> Iterator[list["subprocess.Popen[bytes]"]]:
    """Every child started during a test; none may be left when it ends."""
    started: list[subprocess.Popen[bytes]] = []
    start = limited._start

    def noting(limits: Limits) -> "subprocess.Popen[bytes]":
        started.append(start(limits))
        return started[-1]

    monkeypatch.setattr(limited, "_start", noting)
    yield started
    for child in started:
        assert child.returncode is not None
        assert child.stdin.closed and child.stdout.closed and child.stderr.closed
        with pytest.raises(ProcessLookupError):  # a zombie would still be there
            os.kill(child.pid, 0)


@posix_only
def test_what_takes_too_much_processor_time_is_refused(catalogue: Catalogue, children: list) -> None:
    reading = there(many_rows(400_000), catalogue, cpu_seconds=1)
    assert codes(reading) == ["file.too_slow"]
    assert "1 Sekunde" in words("de").issue(reading.issues[0])
    assert reading.is_rejected and reading.table.empty


def test_what_takes_too_long_by_the_clock_is_refused(catalogue: Catalogue, children: list) -> None:
    started = time.monotonic()
    assert codes(there(many_rows(400_000), catalogue, wall_seconds=1.0)) == ["file.too_slow"]
    assert time.monotonic() - started < 5


@posix_only
def test_what_takes_too_much_memory_is_refused(catalogue: Catalogue, children: list) -> None:
    upload = packed(400)
    assert len(upload) < 5_000_000
    reading = there(upload, catalogue)
    assert codes(reading) == ["file.too_large_in_memory"]
    assert "1.024 MB" in words("de").issue(reading.issues[0])


@posix_only
def test_memory_that_a_library_takes_is_counted_too(catalogue: Catalogue, children: list) -> None:
    assert codes(there(many_rows(100_000), catalogue, memory_bytes=150 << 20)) == ["file.too_large_in_memory"]


def test_zip_bomb_is_refused_before_it_takes_memory(catalogue: Catalogue, children: list) -> None:
    assert codes(there(packed(510), catalogue)) == ["file.unpacked_too_large"]


def test_file_of_more_than_50_mb_is_refused_without_a_child(catalogue: Catalogue, children: list) -> None:
    reading = there(bytes(50 * 1024**2 + 1), catalogue)
    assert (codes(reading), children) == (["file.too_big"], [])
    assert "51 MB" in words("de").issue(reading.issues[0])


@posix_only
@pytest.mark.parametrize(
    "attempt",
    [
        "open('written', 'wb', buffering=0).write(b'x')",
        "import tempfile; tempfile.TemporaryFile().write(b'x' * 100_000)",
        "[open('/dev/null') for _ in range(100)]",
        "bytearray(2 << 30)",
    ],
)
def test_within_its_limits_a_process_cannot(attempt: str, tmp_path: Path) -> None:
    begin = "from indicators.ingest.child import set_limits; set_limits(30, 1 << 30)"
    code = f"{begin}\ntry: {attempt}\nexcept (OSError, MemoryError): raise SystemExit(7)"
    path = {"PYTHONPATH": str(PROJECT), "TMPDIR": str(tmp_path)}
    result = subprocess.run([sys.executable, "-B", "-c", code], cwd=tmp_path, env=path, capture_output=True, check=False)
    assert (result.returncode, result.stderr) == (7, b"")
    assert [file.stat().st_size for file in tmp_path.iterdir()] in ([], [0])


def test_child_sees_nothing_of_the_environment_of_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZIELMONITOR_DATA", "/geheim")
    monkeypatch.setenv("STREAMLIT_SECRET", "geheim")
    assert "geheim" not in str(limited._environment())


# -- the server goes on


@posix_only
def test_other_threads_go_on_while_a_file_takes_all_it_may(catalogue: Catalogue, children: list) -> None:
    done, longest = threading.Event(), [0.0, 0]

    def viewer() -> None:
        last = time.monotonic()
        while not done.wait(0.005):
            now = time.monotonic()
            longest[0], longest[1], last = max(longest[0], now - last), longest[1] + 1, now

    thread = threading.Thread(target=viewer)
    thread.start()
    try:
        assert codes(there(packed(200), catalogue, memory_bytes=300 << 20)) == ["file.too_large_in_memory"]
        assert codes(there(many_rows(400_000), catalogue, cpu_seconds=1)) == ["file.too_slow"]
    finally:
        done.set()
        thread.join()
    assert longest[1] > 50
    assert longest[0] < 1.0


def test_three_uploads_at_once_are_all_read(catalogue: Catalogue, children: list) -> None:
    found: dict[int, Reading] = {}
    threads = [threading.Thread(target=lambda key=key: found.update({key: there(GOOD, catalogue)})) for key in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [len(reading.table) for reading in found.values()] == [1, 1, 1]


def test_whoever_stops_waiting_leaves_no_child_and_gives_the_turn_back(catalogue: Catalogue, children: list) -> None:
    def leave(stage: str, share: float) -> None:
        if stage != "waiting":
            raise KeyboardInterrupt

    for _ in range(3):
        with pytest.raises(KeyboardInterrupt):
            read_limited(many_rows(100_000), catalogue=catalogue, today=TODAY, source="x", progress=leave)
    assert codes(there(GOOD, catalogue)) == []


# -- what a child may answer


@pytest.mark.parametrize(
    ("program", "code"),
    [
        ("import os; os.kill(os.getpid(), 11)", "file.reader_died"),
        ("raise SystemExit(1)", "file.reader_died"),
        ("pass", "file.reader_died"),
        ("import sys; sys.stdout.write('A' * 9)", "file.reader_died"),
        ("import sys; sys.stdout.write('Hallo'); sys.stdin.buffer.read()", "file.reader_died"),
        ("import sys; sys.stdout.buffer.write(b'A' + bytes(7) + b'\\x05Hallo')", "file.reader_died"),
        ("import sys; sys.stdout.buffer.write(b'P' + bytes(7) + b'\\x05Hallo')", "file.reader_died"),
        ("import sys; sys.stderr.write('x' * 1_000_000); raise SystemExit(1)", "file.reader_died"),
        ("import sys; sys.stdout.close(); import os; os.close(1); import time; time.sleep(60)", "file.too_slow"),
        ("import time; time.sleep(60)", "file.too_slow"),
        ("import os; os.abort()", "file.too_large_in_memory"),
        ("import os; os.kill(os.getpid(), 9)", "file.too_large_in_memory"),
    ],
)
@posix_only
def test_child_that_dies_hangs_or_talks_nonsense_is_told_in_words(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch, children: list, program: str, code: str
) -> None:
    monkeypatch.setattr(limited, "_COMMAND", (sys.executable, "-S", "-c", program))
    reading = there(GOOD * 50_000, catalogue, wall_seconds=1.0)
    assert codes(reading) == [code]
    assert reading.is_rejected


def test_answer_of_a_child_is_checked_before_it_is_used(catalogue: Catalogue) -> None:
    answer, buffer = wire.encode_reading(here(GOOD, catalogue))
    table, chance = buffer.to_pybytes(), random.Random(3)  # noqa: S311
    for _ in range(1500):
        wrong = bytearray(table)
        for _ in range(chance.choice((1, 2, 8))):
            wrong[chance.randrange(len(wrong))] = chance.choice((0, 127, 255, chance.randrange(256)))
        cut = chance.randrange(len(answer)) if chance.random() < 0.1 else len(answer)
        try:
            found = wire.decode_reading(answer[:cut], bytes(wrong))
        except ValueError:
            continue
        assert tuple(found.table.columns) == ingest.COLUMNS
