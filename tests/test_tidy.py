"""Tidy tables: what is wrong is refused with its place, what is right is read to the digit, and nothing crashes."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from indicators import ingest
from indicators.catalogue import Catalogue
from indicators.ingest import Issue, Reading
from indicators.ingest.observations import COLUMNS
from indicators.ingest.readers.tidy import HEADERS
from indicators.ingest.text import TextRows, read_grid
from indicators.monitor import Monitor, import_file, open_monitor
from indicators.present.words import LANGUAGES, words
from indicators.store import Store, operator
from tests.conftest import NOW, TODAY, whole_catalogue

CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "cases" / "tidy_bad.toml").read_text("utf-8"))["case"]
BAD = pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])

TESTER = operator("pytest")


def content(case: dict[str, Any]) -> bytes:
    return bytes.fromhex(case["hex"]) if "hex" in case else case["text"].encode()


def errors(issues: tuple[Issue, ...]) -> list[Issue]:
    return [issue for issue in issues if issue.severity == "error"]


def places(issues: tuple[Issue, ...]) -> list[tuple[str, int | None, str | None]]:
    return [(issue.code, issue.row, issue.column) for issue in issues]


# -- files that must be refused


def test_there_are_cases_enough_and_each_has_its_name() -> None:
    assert len(CASES) >= 45
    assert len({case["name"] for case in CASES}) == len(CASES)


@BAD
def test_bad_file_is_rejected_with_code_row_and_column(catalogue: Catalogue, case: dict[str, Any]) -> None:
    reading = ingest.read(content(case), catalogue, today=TODAY, source="datei.csv")
    found = errors(reading.issues)
    place = case["code"], case.get("row"), case.get("column")
    assert reading.is_rejected
    assert place in places(tuple(found))
    assert len(found) == case.get("errors", 1)
    issue = next(issue for issue in found if (issue.code, issue.row, issue.column) == place)
    assert issue.found == case.get("found", issue.found)
    assert issue.expected == case.get("expected", issue.expected)


@pytest.fixture(scope="module")
def stocked() -> Iterator[Monitor]:
    """A store with the shipped figures that every bad file is offered to in turn: none may change it."""
    opened = open_monitor(None, now=NOW)
    with opened.store:
        yield opened


@BAD
def test_bad_file_leaves_the_store_as_it_was(stocked: Monitor, case: dict[str, Any]) -> None:
    head, series, batches = stocked.store.head(), stocked.store.series(), stocked.store.batches()
    outcome = import_file(
        stocked, content(case), "datei.csv", released_on=TODAY, reason="Test", actor=TESTER, now=NOW, read=ingest.read
    )
    assert (outcome.outcome, outcome.batch, outcome.comparison) == ("rejected", None, None)
    assert outcome.counts == {"new": 0, "revised": 0, "unchanged": 0, "missing": 0}
    assert (stocked.store.head(), stocked.store.batches()) == (head, batches)
    pd.testing.assert_frame_equal(stocked.store.series(), series)


@BAD
def test_every_issue_becomes_one_sentence_in_both_languages(catalogue: Catalogue, case: dict[str, Any]) -> None:
    for issue in ingest.read(content(case), catalogue, today=TODAY, source="datei.csv").issues:
        sentences = [words(language).issue(issue) for language in LANGUAGES]
        assert len(set(sentences)) == len(LANGUAGES)
        for sentence in sentences:
            assert "{" not in sentence.replace(issue.found, "")
            assert sentence.endswith((".", "?"))
            assert issue.row is None or str(issue.row) in sentence


def test_all_errors_of_a_file_are_reported_at_once(catalogue: Catalogue) -> None:
    text = (
        "Stadt;Indikator;Gruppe;Zeitraum;Wert;Einheit\n"
        "Köln;Arbeitslosenquote;Frauen;2024;8,7;%\n"
        "Dortmund;Arbeitslosenquote;Frauen;2024;10,9;%\n"
        "Dortmund;Arbeitslosenquote;Fraun;2024-Q5;11,7;%\n"
        "Kassel;Arbeitslosenquote;Männer\n"
        "Kassel;Arbeitslosenquote;Männer;2024;viel;Personen\n"
        "Kassel;Arbeitslosenquote;Männer;2027;120,0;%\n"
    )
    found = places(read(text, catalogue).issues)
    assert found[:6] == [
        ("area.unknown", 2, "Stadt"),
        ("group.unknown", 4, "Gruppe"),
        ("period.unknown", 4, "Zeitraum"),
        ("row.width", 5, None),
        ("unit.wrong", 6, "Einheit"),
        ("value.not_a_number", 6, "Wert"),
    ]
    assert {(code, row) for code, row, _ in found[6:]} == {("period.in_future", 7), ("value.out_of_range", 7)}


def test_wrong_cell_that_stands_in_many_rows_is_reported_in_each(catalogue: Catalogue) -> None:
    text = "area,indicator,period,value\n" + "".join(f"Köln,unemployment_rate,{year},8.7\n" for year in range(2015, 2025))
    assert places(read(text, catalogue).issues) == [("area.unknown", row, "area") for row in range(2, 12)]


def test_line_of_bytes_that_no_encoding_has_is_found_with_every_line_ending(catalogue: Catalogue) -> None:
    for ending in (b"\n", b"\r\n", b"\r"):
        data = b"area,indicator,period,value" + ending + b"05913,unemployed,2024,1" + ending + b"K\x81ln,unemployed,2024,2"
        reading = ingest.read(data, catalogue, today=TODAY, source="datei.csv")
        assert places(reading.issues) == [("file.encoding", 3, None)], ending


def test_sentence_on_a_value_out_of_range_shows_it_as_the_language_writes_it(catalogue: Catalogue) -> None:
    reading = read("Stadt;Indikator;Zeitraum;Wert\nDortmund;Arbeitslosenquote;2024;120,5\n", catalogue)
    assert "120,5" in words("de").issue(reading.issues[0])


# -- files that are read


def read(text: str, catalogue: Catalogue, encoding: str = "utf-8") -> Reading:
    return ingest.read(text.encode(encoding), catalogue, today=TODAY, source="datei.csv")


def figures(reading: Reading) -> list[tuple[str, str, str, str, float]]:
    assert errors(reading.issues) == []
    assert tuple(reading.table.columns) == COLUMNS
    columns = ("area", "indicator", "group", "period", "value")
    return sorted(zip(*(reading.table[column] for column in columns), strict=True))


DORTMUND = [
    ("05913", "unemployment_rate", "total", "2023", 11.5),
    ("05913", "unemployment_rate", "total", "2024", 11.7),
    ("05913", "unemployment_rate", "women", "2023", 10.7),
    ("05913", "unemployment_rate", "women", "2024", 10.9),
]
LONG = """\
area{d}indicator{d}group{d}period{d}value
05913{d}unemployment_rate{d}total{d}2023{d}{v[0]}
05913{d}unemployment_rate{d}total{d}2024{d}{v[1]}
05913{d}unemployment_rate{d}women{d}2023{d}{v[2]}
05913{d}unemployment_rate{d}women{d}2024{d}{v[3]}
"""
WIDE = """\
Stadt{d}Indikator{d}Gruppe{d}2023{d}2024
Dortmund{d}Arbeitslosenquote{d}insgesamt{d}{v[0]}{d}{v[1]}
Dortmund{d}Arbeitslosenquote{d}Frauen{d}{v[2]}{d}{v[3]}
"""
POINT = ("11.5", "11.7", "10.7", "10.9")
COMMA = ("11,5", "11,7", "10,7", "10,9")
QUOTED = tuple(f'"{value}"' for value in COMMA)


@pytest.mark.parametrize("form", [LONG, WIDE], ids=["long", "wide"])
@pytest.mark.parametrize(
    ("delimiter", "values"),
    [(",", POINT), (",", QUOTED), (";", COMMA), (";", POINT), ("\t", COMMA), ("\t", POINT)],
    ids=["comma", "comma, values quoted", "semicolon", "semicolon, English", "tab", "tab, English"],
)
def test_long_and_wide_tables_say_the_same_with_every_delimiter(
    catalogue: Catalogue, form: str, delimiter: str, values: tuple[str, ...]
) -> None:
    assert figures(read(form.format(d=delimiter, v=values), catalogue)) == DORTMUND


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_encoding_and_line_ending_do_not_matter(catalogue: Catalogue, encoding: str, ending: str) -> None:
    text = (
        "Schlüssel;Indikator;Gruppe;Zeitraum;Wert\n"
        "08;Arbeitslosenquote;Männer;März 2024;4,3\n"
        "Baden-Württemberg;Arbeitslosenquote;Männer;April 2024;4,2\n"
    )
    assert figures(read(text.replace("\n", ending), catalogue, encoding)) == [
        ("08", "unemployment_rate", "men", "2024-03", 4.3),
        ("08", "unemployment_rate", "men", "2024-04", 4.2),
    ]


@pytest.mark.parametrize(
    "header",
    [
        "area,indicator,group,period,value,unit,source,status,note",
        "AREA,Indicator,Group,Period,Value,Unit,Source,Status,Note",
        "city,indicator,group,period,value,unit,source,status,note",
        "key,indicator,group,period,value,unit,source,status,note",
        "Stadt,Indikator,Gruppe,Zeitraum,Wert,Einheit,Quelle,Status,Bemerkung",
        "Gebiet,Indikator,Gruppe,Periode,Wert,Einheit,Quelle,Status,Anmerkung",
        "AGS,Indikator,Gruppe,Zeitraum,Wert,Einheit,Quelle,Status,Anmerkung",
        "Regionalschlüssel,Indikator,Gruppe,Zeitraum,Wert,Einheit,Quelle,Status,Anmerkung",
        "Schlüssel , Indikator, Gruppe,Zeitraum ,Wert,Einheit,Quelle,Status,Anmerkung",
        '"Schlüssel","Indikator","Gruppe","Zeitraum","Wert","Einheit","Quelle","Status","Anmerkung"',
    ],
)
def test_german_and_english_headers_mean_the_same(catalogue: Catalogue, header: str) -> None:
    table = read(f"{header}\n05913,ALQ,women,2024,10.9,%,Amt,provisional,vorläufig\n", catalogue).table
    assert table.to_dict("records") == [
        {
            "area": "05913", "indicator": "unemployment_rate", "group": "women", "period": "2024", "value": 10.9,
            "decimals": 1, "status": "provisional", "unit": "percent", "source": "Amt", "note": "vorläufig", "sheet": "",
            "row": 2, "column": header.split(",")[4].strip(' "'),
        }
    ]  # fmt: skip


def test_header_with_key_and_name_as_in_a_published_list_is_read(catalogue: Catalogue) -> None:
    text = (
        "area,area_name,indicator,group,period,value,unit,note,source\n"
        "05,Nordrhein-Westfalen,unemployment_rate,total,2024,7.5,percent,,Amt\n"
        'DG,Deutschland,unemployment_rate,total,2024,6.0,percent,"Jahresmittel, vorläufig",Amt\n'
    )
    assert figures(read(text, catalogue)) == [
        ("05", "unemployment_rate", "total", "2024", 7.5),
        ("DG", "unemployment_rate", "total", "2024", 6.0),
    ]


def test_order_of_the_columns_does_not_matter(catalogue: Catalogue) -> None:
    text = "value,period,area_name,indicator,area\n7.5,2024,Nordrhein-Westfalen,unemployment_rate,05\n"
    assert figures(read(text, catalogue)) == [("05", "unemployment_rate", "total", "2024", 7.5)]


def test_key_or_name_alone_is_enough_where_the_other_cell_is_empty(catalogue: Catalogue) -> None:
    text = "Schlüssel;Stadt;Indikator;Zeitraum;Wert\n05913;;Arbeitslosenquote;2024;11,7\n;Kassel;Arbeitslosenquote;2024;8,4\n"
    assert [row[0] for row in figures(read(text, catalogue))] == ["05913", "06611"]


def test_without_unit_group_and_source_stand_those_of_the_indicator_total_and_the_file(catalogue: Catalogue) -> None:
    text = "area,indicator,period,value\n05913,unemployment_rate,2024,11.7\n"
    row = read(text, catalogue).table.iloc[0]
    assert (row["unit"], row["group"], row["source"], row["note"]) == ("percent", "total", "datei.csv", "")
    assert (row["status"], row["row"], row["column"]) == ("normal", 2, "value")


def test_empty_cells_for_unit_group_and_source_mean_the_same(catalogue: Catalogue) -> None:
    text = "area,indicator,group,period,value,unit,source\n05913,unemployment_rate, ,2024,11.7,, \n"
    row = read(text, catalogue).table.iloc[0]
    assert (row["unit"], row["group"], row["source"]) == ("percent", "total", "datei.csv")


def test_decimals_are_kept_as_published(catalogue: Catalogue) -> None:
    text = "area;indicator;2022;2023;2024;2025\n05913;unemployment_rate;12;12,0;11,67;1 2\n".replace("1 2", "12,00")
    assert read(text, catalogue).table["decimals"].tolist() == [0, 1, 2, 2]


@pytest.mark.parametrize("cell", ["8,1 %", "8,1%", "8,1\u00a0%", "8,1\u202f%", " 8,1 % "])
def test_percent_sign_in_a_percent_cell_is_read(catalogue: Catalogue, cell: str) -> None:
    reading = read(f"Stadt;Indikator;Zeitraum;Wert\nDortmund;Arbeitslosenquote;2024;{cell}\n", catalogue)
    assert figures(reading) == [("05913", "unemployment_rate", "total", "2024", 8.1)]
    assert reading.issues == ()


@pytest.mark.parametrize(
    ("cell", "value"),
    [("264322", 264322.0), ("264.322,0", 264322.0), ("264\u202f322", 264322.0), ("264 322", 264322.0), ("0", 0.0),
     ("1.264.322", 1264322.0)],
)  # fmt: skip
def test_number_of_persons_is_read_without_a_word(catalogue: Catalogue, cell: str, value: float) -> None:
    reading = read(f"Stadt;Indikator;Zeitraum;Wert\nDortmund;Arbeitslose;2024;{cell}\n", catalogue)
    assert figures(reading) == [("05913", "unemployed", "total", "2024", value)]
    assert reading.issues == ()


def test_one_point_before_three_digits_is_thousands_of_persons_and_said_once(catalogue: Catalogue) -> None:
    text = (
        "Stadt;Indikator;Zeitraum;Wert\nDortmund;Arbeitslose;2022;35800\n"
        "Dortmund;Arbeitslose;2023;36.123\nDortmund;Arbeitslose;2024;37.456\n"
    )
    reading = read(text, catalogue)
    assert [row[4] for row in figures(reading)] == [35800.0, 36123.0, 37456.0]
    (issue,) = reading.issues
    assert (issue.severity, issue.code, issue.row, issue.column, issue.found) == (
        "info", "value.read_as_thousands", 3, "Wert", "36.123",
    )  # fmt: skip
    assert issue.params["count"] == 2


def test_reference_date_becomes_the_period_of_its_indicator(catalogue: Catalogue) -> None:
    text = (
        "Stadt;Indikator;Zeitraum;Wert\nDortmund;SvB am Arbeitsort;30.06.2024;264322\nDortmund;population;31.12.2024;601000\n"
    )
    assert [row[3] for row in figures(read(text, catalogue))] == ["2024-Q2", "2024"]


def test_wide_table_of_quarters_and_months_is_read(catalogue: Catalogue) -> None:
    text = "Stadt;Indikator;1. Quartal 2024;II/2024;30.09.2024;2024-Q4\nDortmund;SvB am Arbeitsort;1001;1002;1003;1004\n"
    assert [row[3:] for row in figures(read(text, catalogue))] == [
        ("2024-Q1", 1001.0), ("2024-Q2", 1002.0), ("2024-Q3", 1003.0), ("2024-Q4", 1004.0),
    ]  # fmt: skip
    text = "Stadt;Indikator;Jan 2024;02/2024;2024-03\nDortmund;Arbeitslose;1001;1002;1003\n"
    assert [row[3] for row in figures(read(text, catalogue))] == ["2024-01", "2024-02", "2024-03"]


def test_empty_wide_cells_are_no_figures(catalogue: Catalogue) -> None:
    text = "Stadt;Indikator;2022;2023;2024\nDortmund;Arbeitslosenquote;;11,5; \nKassel;Arbeitslosenquote;;;8,4\n"
    reading = read(text, catalogue)
    assert [(row[0], row[3]) for row in figures(reading)] == [("05913", "2023"), ("06611", "2024")]
    assert reading.issues == ()


def test_every_figure_knows_its_cell(catalogue: Catalogue) -> None:
    table = read(WIDE.format(d=";", v=COMMA), catalogue).table
    assert sorted(zip(table["row"], table["column"], table["value"], strict=True)) == [
        (2, "2023", 11.5), (2, "2024", 11.7), (3, "2023", 10.7), (3, "2024", 10.9),
    ]  # fmt: skip


def test_blank_lines_do_not_shift_line_numbers(catalogue: Catalogue) -> None:
    text = (
        "\n\nStadt;Indikator;Zeitraum;Wert\n\nDortmund;Arbeitslosenquote;2024;11,7\n;;;\n   \nKöln;Arbeitslosenquote;2024;8,7\n"
    )
    reading = read(text, catalogue)
    assert reading.table["row"].tolist() == [5]
    assert places(reading.issues) == [("area.unknown", 8, "Stadt")]


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_line_break_in_a_quoted_cell_does_not_shift_line_numbers(catalogue: Catalogue, ending: str) -> None:
    text = (
        "Stadt;Indikator;Zeitraum;Wert;Anmerkung\n"
        'Dortmund;Arbeitslosenquote;2023;11,5;"erste Zeile\nzweite Zeile\n\nvierte Zeile"\n'
        "Dortmund;Arbeitslosenquote;2024;11,7;\n"
        "Köln;Arbeitslosenquote;2024;8,7;\n"
    ).replace("\n", ending)
    reading = read(text, catalogue)
    assert reading.table["row"].tolist() == [2, 6]
    assert places(reading.issues) == [("area.unknown", 7, "Stadt")]


def test_delimiters_inside_quotes_belong_to_the_cell(catalogue: Catalogue) -> None:
    text = 'city,indicator,period,value,note\n"Dortmund, Stadt",unemployment_rate,2024,"11,7","a; b, ""c"""\n'
    reading = read(text, catalogue)
    assert figures(reading) == [("05913", "unemployment_rate", "total", "2024", 11.7)]
    assert reading.table["note"].tolist() == ['a; b, "c"']


def test_surplus_empty_cells_at_the_end_of_a_row_are_dropped(catalogue: Catalogue) -> None:
    text = "Stadt;Indikator;Zeitraum;Wert\nDortmund;Arbeitslosenquote;2024;11,7;;\nKassel;Arbeitslosenquote;2024;8,4\n"
    assert len(figures(read(text, catalogue))) == 2


def test_figure_that_stands_twice_is_warned_of_and_counted_once(catalogue: Catalogue) -> None:
    text = (
        "Stadt;Indikator;Zeitraum;Wert\nDortmund;Arbeitslosenquote;2024;11,7\nKassel;Arbeitslosenquote;2024;8,4\n"
        "05913;ALQ;Jahr 2024;11,70\n"
    )
    reading = read(text, catalogue)
    assert [row[0] for row in figures(reading)] == ["05913", "06611"]
    (issue,) = reading.issues
    assert (issue.severity, issue.code, issue.row, issue.column) == ("warning", "row.repeated", 4, "Wert")
    assert "in Zeile 2" in words("de").issue(issue)


def test_period_still_running_is_taken_with_a_hint(catalogue: Catalogue) -> None:
    text = "area,indicator,2025,2026,2026-10,2026-11\n05913,unemployment_rate,12.0,11.9,11.8,11.7\n"
    reading = read(text, catalogue)
    assert len(figures(reading)) == 4
    assert [(i.severity, i.code, i.row, i.column) for i in reading.issues] == [
        ("info", "period.open", 2, "2026"), ("info", "period.open", 2, "2026-11"),
    ]  # fmt: skip


@pytest.mark.parametrize("status", ["suppressed", "missing"])
def test_figure_that_was_not_published_is_a_row_without_value(catalogue: Catalogue, status: str) -> None:
    text = (
        f"area,indicator,group,period,value,status\n05913,unemployment_rate,foreign,2017,,{status}\n"
        "05913,unemployment_rate,foreign,2019,22.1,\n"
    )
    reading = read(text, catalogue)
    assert errors(reading.issues) == []
    assert reading.table["status"].tolist() == [status, "normal"]
    assert reading.table["value"].isna().tolist() == [True, False]


@pytest.fixture
def monitor(catalogue: Catalogue, store: Store) -> Monitor:
    """A store without figures."""
    return Monitor(catalogue, store)


def test_accepted_file_is_stored_as_it_was_read(monitor: Monitor) -> None:
    data = b"Stadt;Indikator;Zeitraum;Wert\nDortmund;participants_16i;2023;412\nDortmund;participants_16i;2024;\xe4\n"
    rejected = import_file(monitor, data, "a.csv", released_on=TODAY, actor=TESTER, now=NOW, read=ingest.read)
    assert rejected.outcome == "rejected"
    good = data.replace(b"\xe4", b"398")
    outcome = import_file(monitor, good, "b.csv", released_on=TODAY, actor=TESTER, now=NOW, read=ingest.read)
    assert (outcome.outcome, outcome.counts["new"]) == ("accepted", 2)
    stored = monitor.store.series(area="05913", indicator="participants_16i")
    assert stored[["period", "value", "unit", "source", "row", "column"]].values.tolist() == [
        ["2023", 412.0, "persons", "b.csv", 2, "Wert"], ["2024", 398.0, "persons", "b.csv", 3, "Wert"],
    ]  # fmt: skip


def test_figure_with_40000_decimals_is_refused_or_stored_but_never_a_crash(monitor: Monitor) -> None:
    data = b"area,indicator,period,value\n05913,unemployment_rate,2024,0." + b"1" * 40_000 + b"\n"
    outcome = import_file(monitor, data, "lang.csv", released_on=TODAY, actor=TESTER, now=NOW, read=ingest.read)
    assert outcome.outcome in ("accepted", "accepted_with_warnings", "rejected")


def test_cell_longer_than_the_csv_module_reads_is_not_called_an_open_quote(catalogue: Catalogue) -> None:
    text = f"area,indicator,period,value,note\n05913,unemployment_rate,2024,11.7,{'x' * 200_000}\n"
    assert "file.quotes" not in [issue.code for issue in read(text, catalogue).issues]


# -- anything at all

WORDS = (
    *HEADERS, "area_name", "2023", "2024", "2024-Q1", "II/2024", "März 2024", "2024-Q5", "30.06.2024", "31.12.20٢٤",
    "Dortmund", "05913", "5913000", "Landkreis Kassel", "Köln", "DG", "unemployment_rate", "Arbeitslose",
    "employees_workplace", "apprentices_share", "k1_benefit_change", "total", "Frauen", "percent", "Personen", "%",
    "8,1", "8.1", "1.234", "18,123", "1.234.567", "-5", "−0,1", "12,5", "8,1 %", "120", ".", "-", "x", "inf", "1e5",
    "9" * 400, "9" * 400 + ",5", "0." + "1" * 400, "suppressed", "normal", "", " ", "\u00a0", '"', "'", "\n", "²024",
)  # fmt: skip
GRIDS = st.builds(
    lambda rows, delimiter, ending, encoding: ending.join(delimiter.join(row) for row in rows).encode(encoding, "replace"),
    st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=7), min_size=1, max_size=6),
    st.sampled_from(";,\t"),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["utf-8", "utf-8-sig", "cp1252"]),
)
# Rows below a header that is always read, most of their cells right: figures get as far as the checks.
CELLS = {
    "Schlüssel": ("05913", "5913000", "06611", ""),
    "Gebiet": ("Dortmund", "Stadt Kassel", "Landkreis Kassel", ""),
    "Indikator": ("ALQ", "Arbeitslose", "SvB am Arbeitsort", "apprentices_share", "K1", "Quito"),
    "Gruppe": ("", "insgesamt", "Frauen", "foreign", "Fraun"),
    "Zeitraum": ("2024", "2023", "II/2024", "30.06.2024", "31.12.2024", "März 2024", "2026", "2027", "2024-Q5"),
    "Wert": ("8,1", "8,0", "8.1", "12", "12,0", "1.234", "37.123", "264322", "-5", "8,1 %", "120", "", "9" * 400),
    "2023": ("8,1", "12", "1.234", "", " ", "-5"),
    "II/2024": ("8,1", "12", "37,123", "", "x"),
    "Einheit": ("", "%", "Personen"),
    "Status": ("", "provisional", "suppressed"),
}
HEADS = (
    ("Gebiet", "Indikator", "Zeitraum", "Wert"),
    ("Gebiet", "Indikator", "Gruppe", "Zeitraum", "Wert", "Einheit", "Status"),
    ("Schlüssel", "Gebiet", "Indikator", "Gruppe", "2023", "II/2024"),
)
TABLES = st.sampled_from(HEADS).flatmap(
    lambda head: st.builds(
        lambda rows, surplus: "\n".join(";".join(row) for row in (head, *rows, *surplus)).encode(),
        st.lists(st.tuples(*(st.sampled_from(CELLS[column]) for column in head)), max_size=8),
        st.lists(st.lists(st.sampled_from(WORDS), max_size=8), max_size=1),
    )
)


def assert_is_a_reading(data: bytes) -> None:
    reading = ingest.read(data, whole_catalogue(), today=TODAY, source="datei.csv")
    assert isinstance(reading, Reading)
    assert tuple(reading.table.columns) == COLUMNS
    assert reading.is_rejected or len(reading.table) > 0  # a file is read or refused, never passed over
    assert reading.is_rejected or not reading.table["value"].abs().eq(float("inf")).any()
    for issue in reading.issues:
        assert words("de").issue(issue)


@given(data=st.binary(max_size=400))
@settings(max_examples=500)
@example(data=b";;;")
@example(data=b"\xef\xbb\xbf")
@example(data="\u00a0".encode())
@example(data=b'"')
@example(data=b"\r")
@example(data=b"\x85")
def test_any_bytes_give_a_reading(data: bytes) -> None:
    assert_is_a_reading(data)


@given(data=GRIDS)
@settings(max_examples=150)
@example(data=b"area,indicator,period,value\n05913,unemployment_rate,2024")
def test_any_table_of_known_words_gives_a_reading(data: bytes) -> None:
    assert_is_a_reading(data)


@given(data=TABLES)
@settings(max_examples=100)
@example(data=b"Gebiet;Indikator;Zeitraum;Wert\nDortmund")
@example(data="Schlüssel;Gebiet;Indikator;Gruppe;2023;II/2024\n05913".encode())
@example(data="Schlüssel;Gebiet;Indikator;Gruppe;2023;II/2024\n05913;;ALQ;;;".encode())
def test_any_rows_below_a_right_header_give_a_reading(data: bytes) -> None:
    assert_is_a_reading(data)


# -- signs of official tables, and separators that could be both


@pytest.mark.parametrize(
    ("written", "status", "note"),
    [
        ("-", "missing", "nichts vorhanden (-)"),
        (".", "suppressed", "Zahlenwert unbekannt oder geheim zu halten (.)"),
        ("...", "missing", "Angabe fällt später an (...)"),
        ("/", "suppressed", "Zahlenwert nicht sicher genug (/)"),
        ("x", "missing", "Tabellenfach gesperrt, Aussage nicht sinnvoll (x)"),
        ("*  ", "suppressed", "kleiner Wert vom Herausgeber geheim gehalten (*)"),
        ("5555555555", "suppressed", "geheim zu halten (Regionalatlas) (5555555555)"),
    ],
)
@pytest.mark.parametrize("indicator", ["Arbeitslosenquote", "Arbeitslose"])
def test_a_symbol_becomes_a_status_and_never_a_number(catalogue, indicator, written, status, note):
    reading = read(f"Stadt;Indikator;Zeitraum;Wert\nDortmund;{indicator};2024;{written}\n", catalogue)
    (row,) = reading.table.to_dict("records")
    assert errors(reading.issues) == []
    assert (pd.isna(row["value"]), row["status"], row["note"]) == (True, status, note)


@pytest.mark.parametrize(
    ("written", "value", "status", "note"),
    [
        ("8,1p", 8.1, "provisional", "vorläufig (p)"),
        ("8,1 p", 8.1, "provisional", "vorläufig (p)"),
        ("8,1 r", 8.1, "normal", "berichtigt (r)"),
        ("8,1s", 8.1, "estimated", "geschätzt (s)"),
        ("8,1e", 8.1, "normal", "endgültig (e)"),
        ("(8,1)", 8.1, "estimated", "Aussagewert eingeschränkt (( ))"),
        ("( 8,1 )", 8.1, "estimated", "Aussagewert eingeschränkt (( ))"),
        ("8,1 %", 8.1, "normal", ""),
    ],
)
def test_a_mark_becomes_a_status_and_never_a_digit(catalogue, written, value, status, note):
    reading = read(f"Stadt;Indikator;Zeitraum;Wert\nDortmund;Arbeitslosenquote;2024;{written}\n", catalogue)
    (row,) = reading.table.to_dict("records")
    assert (row["value"], row["decimals"], row["status"], row["note"]) == (value, 1, status, note)


@pytest.mark.parametrize("written", ["8,1 1)", "8,1¹", "8,1*", "8,1²)", "8,1 a)"])
def test_a_footnote_sign_behind_a_number_is_an_error(catalogue, written):
    reading = read(f"Stadt;Indikator;Zeitraum;Wert\nDortmund;Arbeitslosenquote;2024;{written}\n", catalogue)
    assert places(reading.issues) == [("value.footnote", 2, "Wert")]


def test_a_status_column_and_a_sign_in_the_cell_both_count(catalogue):
    text = "Stadt;Indikator;Zeitraum;Wert;Status;Anmerkung\nDortmund;ALQ;2023;8,1;p;eigene\nDortmund;ALQ;2024;.;p;eigene\n"
    rows = read(text, catalogue).table.to_dict("records")
    assert [(row["status"], row["note"]) for row in rows] == [
        ("provisional", "eigene"),
        ("suppressed", "eigene; Zahlenwert unbekannt oder geheim zu halten (.)"),
    ]


@pytest.mark.parametrize(
    ("indicator", "written", "value", "decimals", "code"),
    [
        ("Arbeitslosenquote", "18.123", 18.123, 3, "value.read_as_decimal"),
        ("Arbeitslosenquote", "8,123", 8.123, 3, "value.read_as_decimal"),
        ("Arbeitslose", "18.123", 18123, 0, "value.read_as_thousands"),
        ("Arbeitslose", "18,123", 18123, 0, "value.read_as_thousands"),
    ],
)
def test_a_separator_that_could_be_both_is_read_by_the_kind_of_indicator_and_said(
    catalogue, indicator, written, value, decimals, code
):
    reading = read(f"Stadt;Indikator;Zeitraum;Wert\nDortmund;{indicator};2024;{written}\n", catalogue)
    (row,) = reading.table.to_dict("records")
    assert (row["value"], row["decimals"]) == (value, decimals)
    assert places(reading.issues) == [(code, 2, "Wert")]


def test_a_separator_is_read_as_the_rest_of_the_file_shows(catalogue):
    text = "Stadt;Indikator;Zeitraum;Wert\nDortmund;ALQ;2023;8,1\nDortmund;ALQ;2024;8,123\nDortmund;Arbeitslose;2024;18.123\n"
    reading = read(text, catalogue)
    assert (reading.table["value"].tolist(), reading.issues) == ([8.1, 8.123, 18123.0], ())


def test_separators_read_both_ways_in_one_file_contradict_each_other(catalogue):
    text = "Stadt;Indikator;Zeitraum;Wert\nDortmund;ALQ;2024;8.123\nDortmund;Arbeitslose;2024;18.123\n"
    assert ("value.two_styles", 3, "Wert") in places(read(text, catalogue).issues)


def test_a_count_with_the_decimal_sign_of_the_file_is_not_whole(catalogue):
    text = "Stadt;Indikator;Zeitraum;Wert\nDortmund;ALQ;2024;8.1\nDortmund;Arbeitslose;2024;18.123\n"
    assert places(read(text, catalogue).issues) == [("value.not_whole", 3, "Wert")]


# -- long files are read by column


def long_file(rows: int, change: tuple[int, str] | None = None, end: str = "\n") -> bytes:
    lines = ["Schlüssel;Stadt;Indikator;Gruppe;Zeitraum;Wert;Einheit;Quelle"]
    for number in range(rows):
        year, group = 1950 + number % 75, ("Frauen", "Männer", "Jugendliche")[number // 75 % 3]
        city = ("05913;Dortmund", "05114;Krefeld", "06611;Kassel", "08111;Stuttgart")[number // 225 % 4]
        lines.append(
            f"{city};Arbeitslosenquote;{group};{year};{number % 90 + number % 10 / 10:.1f};Prozent;Amt".replace(".", ",")
        )
    if change:
        lines[change[0] - 1] = change[1]
    return (end.join(lines) + end).encode()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_long_file_is_read_by_column_and_row_alike(catalogue, end, monkeypatch):
    data = long_file(900, end=end) + b";;;;;;;" + end.encode()
    by_row = ingest.read(data, catalogue, today=TODAY, source="f")
    monkeypatch.setattr("indicators.ingest.columns._WORTH_IT", 0)
    by_column = ingest.read(data, catalogue, today=TODAY, source="f")
    assert len(by_row.table) == 900
    assert by_column.table.astype(object).equals(by_row.table.astype(object))
    assert by_column.issues == by_row.issues == ()


@pytest.mark.parametrize(
    ("line", "text", "place"),
    [
        (700, "05913;Dortmund;Arbeitslosenquote;Frauen;2024;8,1;Prozent", ("row.width", 700, None)),
        (700, "05913;Dortmund;Arbeitslosenquote;Frauen;2024;acht;Prozent;Amt", ("value.not_a_number", 700, "Wert")),
        (901, "05914;Hagen;Arbeitslosenquote;Frauen;2024;8,1;Prozent;Amt", ("area.unknown", 901, "Schlüssel")),
        (3, '05913;"Dortmund;Arbeitslosenquote;Frauen;2024;8,1;Prozent;Amt', ("file.quotes", 3, None)),
    ],
)
def test_what_is_wrong_in_a_long_file_is_told_with_its_line(catalogue, monkeypatch, line, text, place):
    monkeypatch.setattr("indicators.ingest.columns._WORTH_IT", 0)
    reading = ingest.read(long_file(900, (line, text)), catalogue, today=TODAY, source="f")
    assert places(reading.issues) == [place]


def test_blank_lines_inside_a_long_file_do_not_shift_its_line_numbers(catalogue, monkeypatch):
    monkeypatch.setattr("indicators.ingest.columns._WORTH_IT", 0)
    reading = ingest.read(long_file(900, (5, "")), catalogue, today=TODAY, source="f")
    assert reading.table["row"].tolist() == [2, 3, 4, *range(6, 902)]


def test_of_very_many_alike_faults_the_rest_is_counted(catalogue):
    rows = "".join(f"Hagen;ALQ;{1950 + number % 75};8,1\n" for number in range(700))
    found = errors(read(f"Stadt;Indikator;Zeitraum;Wert\n{rows}", catalogue).issues)
    assert len(found) == 501
    assert [issue.params for issue in found if issue.code == "file.more_alike"] == [{"count": 200, "most": 500}]


# -- titles above and footnotes below


def test_titles_above_and_footnotes_below_are_left_out_and_said(catalogue):
    text = (
        "Arbeitsmarkt in Dortmund\nStand: Oktober 2026\n\nStadt;Indikator;Zeitraum;Wert\nDortmund;ALQ;2024;11,7\n"
        "* vorläufige Angabe der Agentur\nQuelle: Statistik der Bundesagentur\n"
    )
    reading = read(text, catalogue)
    assert (reading.table["row"].tolist(), reading.table["value"].tolist()) == ([5], [11.7])
    assert [(issue.severity, issue.code, issue.row, issue.params) for issue in reading.issues] == [
        ("info", "header.below_titles", 4, {"count": 2}),
        ("info", "row.footnotes", 6, {"count": 2}),
    ]


@pytest.mark.parametrize(
    ("written", "status"),
    [
        ("vorläufig", "provisional"),
        ("Geschätzt", "estimated"),
        ("geheim", "suppressed"),
        ("Bruch", "break"),
        ("p", "provisional"),
    ],
)
def test_a_status_may_be_written_in_german(catalogue, written, status):
    table = read(f"Stadt;Indikator;Zeitraum;Wert;Status\nDortmund;ALQ;2024;11,7;{written}\n", catalogue).table
    assert table["status"].tolist() == [status]


def test_an_empty_label_is_called_empty_and_a_day_inside_a_period_no_end(catalogue):
    data = "Stadt;Indikator;Zeitraum;Wert\n;ALQ;2024;1\nDortmund;Bevölkerung;30.06.2023;601343\n"
    first, second = read(data, catalogue).issues
    assert words("de").issue(first) == (
        "Zeile 2, Spalte Stadt: Die Zelle ist leer. Erwartet wird der Name oder Schlüssel der Stadt."
    )
    assert words("de").issue(second) == (
        "Zeile 3, Spalte Zeitraum: Der Tag „30.06.2023“ beendet keinen Zeitraum dieser Kennzahl. Erwartet: ein Jahr (2024)."
    )


def test_the_end_of_a_long_file_is_seen_without_making_its_rows():
    text = "a;b\n" + "".join(f"{number};ü\n" for number in range(50_000)) + "letzte;Zeile\n\n"
    grid = read_grid(text.encode())
    assert not isinstance(grid, Issue) and isinstance(grid.rows, TextRows)
    assert grid.rows.last(2) == [["49999", "ü"], ["letzte", "Zeile"]]
    assert "_all" not in grid.rows.__dict__


def test_a_long_file_is_read_without_making_its_rows(catalogue, monkeypatch):
    def made(rows: TextRows) -> None:
        raise AssertionError("the rows of a long regular file were made")

    monkeypatch.setattr("indicators.ingest.columns._WORTH_IT", 0)
    monkeypatch.setattr(TextRows, "_all", property(made))
    assert len(ingest.read(long_file(900), catalogue, today=TODAY, source="f").table) == 900
