"""Bad files of every kind: each is refused, warned of or read as its case says, with the place and one sentence."""

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from indicators import ingest
from indicators.catalogue import Catalogue
from indicators.ingest import Reading, opening, wire, zipped
from indicators.ingest.limited import read_limited
from indicators.present.words import LANGUAGES, words
from tests.build import BUILDERS, CSV, HEADER, claiming, named, ods_with, xlsx
from tests.build import zipped as packed
from tests.conftest import TODAY

FOLDER = Path(__file__).parent / "cases"
CASES: list[dict[str, Any]] = tomllib.loads((FOLDER / "bad_files.toml").read_text("utf-8"))["case"]
TIDY: list[dict[str, Any]] = tomllib.loads((FOLDER / "tidy_bad.toml").read_text("utf-8"))["case"]
USUAL = {"area": "Dortmund", "indicator": "Arbeitslosenquote", "period": "2024", "value": "11,7"}


def name(case: dict[str, Any]) -> str:
    return f"{case['kind']}: {case['name']}"


EACH = pytest.mark.parametrize("case", CASES, ids=map(name, CASES))


def content(case: dict[str, Any]) -> bytes:
    if "build" in case:
        return BUILDERS[case["build"]]()
    if "text" in case:
        return str(case["text"]).encode()
    row = ";".join(case.get(cell, usual) for cell, usual in USUAL.items())
    return f"{';'.join(HEADER)}\n{row}\n".encode()


@pytest.fixture(scope="module")
def readings(catalogue: Catalogue) -> dict[str, Reading]:
    """Each case read once, though several tests look at it."""
    return {
        name(case): (read_limited(content(case), catalogue=catalogue, today=TODAY, source="datei.csv") if case.get("upload")
                     else ingest.read(content(case), catalogue, today=TODAY, source="datei.csv"))
        for case in CASES
    }  # fmt: skip


def test_there_are_at_least_150_cases_over_all_kinds() -> None:
    kinds = Counter(case["kind"] for case in CASES)
    assert len(CASES) >= 90 and len(CASES) + len(TIDY) >= 150
    assert set(kinds) == {
        "numbers", "symbols", "marks", "styles", "periods", "future", "rhythm", "districts", "names", "keys", "encodings",
        "shapes", "duplicates", "other files", "compound files", "ZIP", "workbooks",
    }  # fmt: skip
    assert min(kinds.values()) >= 5
    assert len(set(map(name, CASES))) == len(CASES)
    assert set(BUILDERS) == {case["build"] for case in CASES if "build" in case}


@EACH
def test_outcome_is_as_the_case_says(readings: dict[str, Reading], case: dict[str, Any]) -> None:
    reading = readings[name(case)]
    severity = {"rejected": "error", "warned": "warning", "noted": "info", "read": None}[case.get("outcome", "rejected")]
    assert reading.is_rejected == (severity == "error")
    if severity is None:
        (figure,) = reading.table.to_dict("records")
        assert figure["status"] == case["status"]
        assert (None if pd.isna(figure["value"]) else figure["value"]) == case.get("number")
        return
    row = case.get("row") if {"text", "build"} & set(case) else 2
    found = [issue for issue in reading.issues if issue.severity == severity]
    places = [(issue.code, issue.row, issue.column) for issue in found]
    assert (case["code"], row, case.get("column")) in places
    issue = found[places.index((case["code"], row, case.get("column")))]
    assert issue.found == case.get("found", issue.found)
    assert issue.expected == case.get("expected", issue.expected)


@EACH
def test_nothing_is_read_from_a_refused_cell(readings: dict[str, Reading], case: dict[str, Any]) -> None:
    reading = readings[name(case)]
    if case.get("outcome", "rejected") == "rejected" and not {"text", "build"} & set(case):
        assert reading.table.empty


@EACH
def test_what_a_child_would_send_of_it_arrives_as_it_is(readings: dict[str, Reading], case: dict[str, Any]) -> None:
    reading = readings[name(case)]
    answer, table = wire.encode_reading(reading)
    found = wire.decode_reading(answer, table.to_pybytes())
    for language in LANGUAGES:  # the sentences: what is not a number is not equal to itself
        assert list(map(words(language).issue, found.issues)) == list(map(words(language).issue, reading.issues))
    pd.testing.assert_frame_equal(found.table, reading.table)


@EACH
def test_every_finding_is_one_sentence_in_both_languages(readings: dict[str, Reading], case: dict[str, Any]) -> None:
    for issue in readings[name(case)].issues:
        sentences = [words(language).issue(issue) for language in LANGUAGES]
        assert len(set(sentences)) == len(LANGUAGES)
        for sentence in sentences:
            assert "{" not in sentence.replace(issue.found, "")
            assert sentence.endswith((".", "?"))
            assert issue.row is None or f"{issue.row}" in sentence


# -- what stands beside the bad ones and is read


@pytest.mark.parametrize(
    "data",
    [
        CSV,
        b"\xef\xbb\xbf" + CSV,
        CSV.decode().encode("utf-16"),
        b"\xfe\xff" + CSV.decode().encode("utf-16-be"),
        CSV.replace(b"\n", b"\r\n"),
        CSV.replace(b"\n", b"\r"),
        packed({"a.csv": CSV}),
        packed({"ordner/": b"", "ordner/Tabelle 12:30.CSV": CSV, "lizenz.txt": b"x", "__MACOSX/._a.csv": b"x"}),
        packed({"tabelle.txt": CSV, "bild.png": b"x"}),
        packed({"a.csv": CSV.decode().encode("utf-16")}),
        named("ordner\\a.csv"),
        xlsx(),
        ods_with({}),
    ],
    ids=["utf-8", "bom", "utf-16-le", "utf-16-be", "crlf", "cr", "zip", "zip-folder", "zip-txt", "zip-utf-16", "zip-windows",
         "xlsx", "ods"],
)  # fmt: skip
def test_the_same_table_in_another_wrapping_says_the_same(catalogue: Catalogue, data: bytes) -> None:
    reading = ingest.read(data, catalogue, today=TODAY, source="x")
    assert reading.issues == ()
    assert reading.table["value"].tolist() == [11.5, 11.7]
    assert reading.table["row"].tolist() == [2, 3]


@pytest.mark.parametrize(
    "text",
    ["SÃO TOMÉ", "Âge", "naïf", "„Kassel“ – Nord", "Müller’s", "Ærø", "100 €", "½ Stelle"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_letters_of_other_languages_are_no_damage(text: str, encoding: str) -> None:
    opened = ingest.sheets(f"Stadt;Anmerkung\nDortmund;{text}\n".encode(encoding))
    assert [list(grid.rows) for grid in opened] == [[["Stadt", "Anmerkung"], ["Dortmund", text]]]


def test_what_a_zip_really_holds_is_counted_whatever_it_claims(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipped, "MOST_UNPACKED", 1_000_000)
    bomb = packed({"a.csv": b"0" * 5_000_000})
    for claim in (10, 1000, 999_999):
        assert opening.open_file(claiming(bomb, claim)).code == "file.unpacked_too_large"
    assert opening.open_file(packed({"a.csv": CSV})).kind == "text"


def test_all_parts_of_a_workbook_together_may_not_be_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipped, "MOST_UNPACKED", 1_000_000)
    parts = {f"xl/media/{number}.bin": b"0" * 300_000 for number in range(4)} | {"[Content_Types].xml": b"<Types/>"}
    assert opening.open_file(packed(parts)).code == "file.unpacked_too_large"
    assert opening.open_file(claiming(packed(parts), 10)).code in ("file.unpacked_too_large", "file.zip_broken")


@pytest.mark.parametrize("cut", [15, 16, 17, 18, 19, 20, 21, 22])
def test_xml_entities_are_found_across_the_pieces_in_which_a_part_is_unpacked(
    monkeypatch: pytest.MonkeyPatch, cut: int
) -> None:
    monkeypatch.setattr(zipped, "_PIECE", cut)
    parts = {"[Content_Types].xml": "<Types/>", "xl/a.xml": '<?xml version="1.0"?>  <!DOCTYPE x []><x/>'}
    assert opening.open_file(packed(parts)).code == "file.xml_entities"
