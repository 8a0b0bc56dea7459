"""Families of official files: small tables of our own in the layout of each, and the traps they set."""

import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.catalogue import Catalogue
from indicators.catalogue.load import FOLDER, load_catalogue
from indicators.errors import CatalogueFault
from indicators.ingest import READERS, Reading, read, regions
from indicators.ingest.cells import TextTable
from indicators.ingest.columns import is_columnar
from indicators.ingest.grid import Grid, NumberCell
from indicators.ingest.issue import Issue
from indicators.ingest.readers import atlas, cube, flat_file, genesis_table, inkar, landesdatenbank
from indicators.ingest.text import read_grid
from indicators.present.words import words
from tests.conftest import TODAY

Figure = tuple[str, str, str, str, str]


def reading_of(text: str, catalogue: Catalogue, encoding: str = "utf-8") -> Reading:
    return read(text.encode(encoding), catalogue, today=TODAY, source="test")


def grid_of(rows: list[list[object]], sheet: str = "") -> Grid:
    """A sheet: numbers become number cells, blank rows are left out as in a workbook."""
    cells = [[NumberCell(cell) if isinstance(cell, int | float) else str(cell) for cell in row] for row in rows]
    filled = [index for index, row in enumerate(cells) if any(str(cell) for cell in row)]
    return Grid([cells[index] for index in filled], [index + 1 for index in filled], sheet)


def figures(texts: TextTable) -> list[Figure]:
    return [(row.key, row.indicator, row.group, row.period, str(row.value)) for row in texts.cells.itertuples(index=False)]


def stored(reading: Reading) -> dict[tuple[str, str, str, str], float | str]:
    """Series and period -> value, or the status of a hole."""
    return {
        (row.area, row.indicator, row.group, row.period): row.status if row.value != row.value else row.value
        for row in reading.table.itertuples(index=False)
    }


def codes(reading: Reading | list[Issue]) -> list[str]:
    return sorted(issue.code for issue in (reading.issues if isinstance(reading, Reading) else reading))


def the(code: str, found: Reading | list[Issue]) -> Issue:
    [issue] = [issue for issue in (found.issues if isinstance(found, Reading) else found) if issue.code == code]
    return issue


# -- the table form

TABLE = """GENESIS-Tabelle: 13211-02-05-4
Arbeitslose nach ausgewählten Personengruppen sowie;;;;;
Arbeitslosenquoten - Jahresdurchschnitt;;;;;
;;;Arbeitslose;Arbeitslose;Arbeitslosenquote bez. auf alle zivile Erwerbsp.
;;;;Ausländer;Frauen
;;;Anzahl;Anzahl;Prozent
2020;DG;Deutschland;2695444;795692;5,5
2020;05;  Nordrhein-Westfalen;733740;240000;7,0
2020;059;    Arnsberg, Regierungsbezirk;100;50;.
2020;05913;      Dortmund, kreisfreie Stadt;36213;14030;10,8
2020;06611;      Kassel, kreisfreie Stadt;9092;3692;.
2020;06633;      Kassel, Landkreis;5547;1312;4,3
2020;081;    Stuttgart, Regierungsbezirk;100000;50000;4,0
2020;15101;      Dessau, Kreisfreie Stadt;-;-;-
__________
(Jahresdurchschnitt):
"Anmerkung über
zwei Zeilen; mit Strichpunkt"
Stand: 17.08.2021 / 19:38:04
"""


def test_table_form_gives_each_cell_its_series_line_and_column(catalogue: Catalogue) -> None:
    reading = reading_of(TABLE, catalogue, "latin-1")
    assert stored(reading) == {
        ("DG", "unemployed", "total", "2020"): 2695444, ("DG", "unemployed", "foreign", "2020"): 795692,
        ("DG", "unemployment_rate", "women", "2020"): 5.5,
        ("05", "unemployed", "total", "2020"): 733740, ("05", "unemployed", "foreign", "2020"): 240000,
        ("05", "unemployment_rate", "women", "2020"): 7.0,
        ("05913", "unemployed", "total", "2020"): 36213, ("05913", "unemployed", "foreign", "2020"): 14030,
        ("05913", "unemployment_rate", "women", "2020"): 10.8,
        ("06611", "unemployed", "total", "2020"): 9092, ("06611", "unemployed", "foreign", "2020"): 3692,
        ("06611", "unemployment_rate", "women", "2020"): "suppressed",
    }  # fmt: skip
    assert codes(reading) == ["area.skipped"]
    row = reading.table[reading.table["value"] == 10.8].iloc[0]
    assert (row["row"], row["note"], row["source"]) == (10, "Jahresdurchschnitt", "Regionalstatistik/BA 13211-02-05-4")
    assert row["column"] == "Arbeitslosenquote bez. auf alle zivile Erwerbsp. · Frauen · Prozent (Spalte F)"
    recognised = reading.recognised
    assert recognised is not None
    assert (recognised.family, recognised.name, recognised.source, recognised.skipped) == (
        "genesis_table", "13211-02-05-4", "regionalstatistik_13211_02_05_4", 12,
    )  # fmt: skip


def test_newer_export_with_other_labels_reads_the_same(catalogue: Catalogue) -> None:
    newer = TABLE.replace("GENESIS-Tabelle", "Tabelle").replace(";Ausländer;", ";ausländisch;")
    newer = newer.replace("Kassel, kreisfreie Stadt", "Kassel, kreisfreie Stadt, documenta-Stadt")
    assert stored(reading_of(newer, catalogue)) == stored(reading_of(TABLE, catalogue))


def test_file_of_windows_with_other_line_ends_reads_the_same(catalogue: Catalogue) -> None:
    changed = reading_of(TABLE.replace("\n", "\r\n"), catalogue, "cp1252")
    assert stored(changed) == stored(reading_of(TABLE, catalogue))


EMPLOYEES = """Tabelle: 13111-07-05-4
Sozialversicherungspflichtig Beschäftigte;;;;
Stichtag: 30.06.2019;;;;
;;;Nationalität;Nationalität
;;;Insgesamt;Ausländer(innen)
;;;Geschlecht;Geschlecht
;;;Insgesamt;weiblich
05913;      Dortmund, kreisfreie Stadt;Baugewerbe (F);10806;117
05913;      Dortmund, kreisfreie Stadt;Insgesamt;246603;11816
06633;      Kassel, Landkreis;Insgesamt;90000;5000
__________
"""


def test_date_in_a_title_is_the_period_and_only_the_total_row_counts(catalogue: Catalogue) -> None:
    reading = reading_of(EMPLOYEES, catalogue)
    assert stored(reading) == {
        ("05913", "employees_workplace", "total", "2019-Q2"): 246603,
        ("05913", "employees_workplace", "foreign_women", "2019-Q2"): 11816,
    }
    assert the("row.not_total", reading).params["count"] == 1
    assert the("area.skipped", reading).params["count"] == 2


def test_table_without_any_period_is_refused(catalogue: Catalogue) -> None:
    assert "period.none" in codes(reading_of(EMPLOYEES.replace("Stichtag: 30.06.2019", "Stichtag"), catalogue))


def test_periods_may_stand_over_the_columns(catalogue: Catalogue) -> None:
    text = EMPLOYEES.replace("Stichtag: 30.06.2019;;;;\n", "").replace(
        ";;;Nationalität;Nationalität\n", ";;;30.06.2018;30.06.2019\n;;;Nationalität;Nationalität\n"
    )
    assert [key[3] for key in stored(reading_of(text, catalogue))] == ["2018-Q2", "2019-Q2"]


def test_months_beside_the_year_make_a_period(catalogue: Catalogue) -> None:
    text = "Tabelle: 13211-02-05-4\n;;;;Arbeitslose\n;;;;Anzahl\n2020;Januar;05913;Dortmund, Stadt;36000\n"
    text += "2020;Februar;05913;Dortmund, Stadt;36100\n"
    assert stored(reading_of(text, catalogue)) == {
        ("05913", "unemployed", "total", "2020-01"): 36000, ("05913", "unemployed", "total", "2020-02"): 36100
    }  # fmt: skip


def test_two_columns_in_front_and_the_date_over_each_column_are_read(catalogue: Catalogue) -> None:
    text = (
        "GENESIS-Tabelle: 12411-01-01-4\nBevölkerungsstand (Anzahl);;;\n;;31.12.2015;31.12.2015\n;;Insgesamt;weiblich\n"
        "DG;Deutschland;82175684;41661561\n06611;      Kassel, documenta-Stadt, Kreisfreie Stadt;197984;101000\n"
    )
    assert stored(reading_of(text, catalogue)) == {
        ("DG", "population", "total", "2015"): 82175684, ("DG", "population", "women", "2015"): 41661561,
        ("06611", "population", "total", "2015"): 197984, ("06611", "population", "women", "2015"): 101000,
    }  # fmt: skip


def test_table_without_keys_is_read_by_names_but_never_by_the_bare_name_of_a_city(catalogue: Catalogue) -> None:
    text = "Tabelle: 13111-0005\n;;Insgesamt\n31.03.2024;Nordrhein-Westfalen;7300000\n"
    text += "31.03.2024;Bayern;5900000\n31.03.2024;Stuttgart;1\n"
    reading = reading_of(text, catalogue)
    assert stored(reading) == {("05", "employees_workplace", "total", "2024-Q1"): 7300000}
    assert the("area.skipped", reading).params["count"] == 2


def test_merged_header_of_a_workbook_stands_over_each_of_its_columns(catalogue: Catalogue) -> None:
    grid = grid_of(
        [["Tabelle: 13211-02-05-4", "", "", "", ""], ["", "", "", "Arbeitslose", ""], ["", "", "", "", "Ausländer"],
         ["", "", "", "Anzahl", ""], [2020, "05913", "Dortmund, Stadt", 36213, 14030]],
        "13211-02-05-4",
    )  # fmt: skip
    merged = Grid(grid.rows, grid.lines, grid.sheet, ((1, 0, 1, 4), (2, 3, 2, 4), (4, 3, 4, 4)))
    texts, issues = genesis_table.read(merged, catalogue)
    assert issues == []
    assert figures(texts) == [
        ("05913", "unemployed", "total", "2020", "36213"), ("05913", "unemployed", "foreign", "2020", "14030")
    ]  # fmt: skip


def test_header_may_name_the_columns_in_front(catalogue: Catalogue) -> None:
    text = "Tabelle: 13211-02-05-4\nJahr;Schlüssel;Region;Arbeitslose\n;;;Anzahl\n2020;05913;Dortmund, Stadt;36000\n"
    assert stored(reading_of(text, catalogue)) == {("05913", "unemployed", "total", "2020"): 36000}


def test_table_that_no_source_describes_is_refused_by_its_number(catalogue: Catalogue) -> None:
    reading = reading_of(TABLE.replace("13211-02-05-4", "13211-99-05-4"), catalogue)
    assert reading.table.empty
    issue = the("file.not_described", reading)
    assert (issue.severity, issue.row, issue.found) == ("error", 1, "13211-99-05-4")


def test_column_without_mapping_is_named_and_the_others_are_read(catalogue: Catalogue) -> None:
    reading = reading_of(TABLE.replace(";Ausländer;", ";Alleinerziehende;"), catalogue)
    issue = the("header.not_mapped", reading)
    assert (issue.severity, issue.found, issue.params["count"]) == ("info", "Arbeitslose · Alleinerziehende · Anzahl", 1)
    assert len(reading.table) == 8


def test_table_of_which_no_column_is_mapped_is_refused(catalogue: Catalogue) -> None:
    reading = reading_of(TABLE.replace("Arbeitslose;Arbeitslose;Arbeitslosenquote", "A;A;B"), catalogue)
    assert reading.is_rejected
    assert the("header.none_mapped", reading).params["count"] == 3


def test_row_of_another_width_is_refused_with_its_line(catalogue: Catalogue) -> None:
    issue = the("row.width", reading_of(TABLE.replace(";36213;14030;", ";36213;"), catalogue))
    assert (issue.row, issue.found, issue.expected) == (10, "5", "6")


def test_table_cut_off_below_its_header_is_refused(catalogue: Catalogue) -> None:
    assert codes(reading_of(TABLE[: TABLE.index("2020;DG")], catalogue)) == ["file.no_rows"]


def test_table_of_other_regions_only_is_refused_and_names_one(catalogue: Catalogue) -> None:
    kept = [line for line in TABLE.splitlines() if not re.match(r"2020;(DG|05|05913|06611);", line)]
    issue = the("file.no_area", reading_of("\n".join(kept), catalogue))
    assert (issue.severity, issue.found, issue.params["count"]) == ("error", "Arnsberg, Regierungsbezirk, 059", 12)


# -- key and name


@pytest.mark.parametrize(
    ("written", "key"),
    [("05913", "05913"), ("5913", "05913"), ("05913000", "05913"), ("5913000", "05913"), ("059130000000", "05913"),
     ("05", "05"), ("5", "05"), ("DG", "DG"), ("dg ", "DG"), ("081", "081"), ("81", "081"), ("064", "064"), ("111", "111"),
     ("06633", "06633"), ("6633000", "06633"), ("05913004", "05913004"), ("", "")],
)  # fmt: skip
def test_keys_are_read_with_and_without_leading_zero_and_trailing_zeros(written: str, key: str) -> None:
    assert regions.normal_key(written) == key


@pytest.mark.parametrize("written", ["081", "08", "064", "06633", "6633000", "11000", "05913004", "51140000", "0591"])
def test_no_other_region_is_ever_a_city(written: str, catalogue: Catalogue) -> None:
    area = regions.area_of(regions.normal_key(written), catalogue)
    assert area is None or catalogue.areas[area].kind != "city"


@pytest.mark.parametrize(
    ("key", "name", "expected"),
    [
        ("05913", "Dortmund, kreisfreie Stadt", None), ("05913", "", None), ("05913", " DORTMUND ", None),
        ("06633", "Kassel, Landkreis", None), ("06633", "Kassel", None), ("081", "Stuttgart", None),
        ("05913", "Krefeld, Stadt", "Dortmund"), ("06611", "Kassel, Landkreis", "Kassel"),
        ("08111", "Stuttgart, Regierungsbezirk", "Stuttgart"), ("05913", "Dortmunt", "Dortmund"),
        ("05911", "Dortmund, kreisfreie Stadt", "05913"), ("05911", "Dortmund", "05913"), ("06633", "Kassel, Stadt", "06611"),
    ],
)  # fmt: skip
def test_key_and_name_must_mean_the_same_region(key: str, name: str, expected: str | None, catalogue: Catalogue) -> None:
    issue = regions.contradiction(key, name, catalogue)
    assert (issue and issue.expected) == expected


def test_contradiction_in_a_file_is_an_error_with_line_and_both(catalogue: Catalogue) -> None:
    issue = the("area.contradiction", reading_of(TABLE.replace("      Dortmund,", "      Bochum,"), catalogue))
    assert (issue.severity, issue.row, issue.found, issue.expected) == (
        "error", 10, "05913 / Bochum, kreisfreie Stadt", "Dortmund"
    )  # fmt: skip


def test_every_official_spelling_of_our_areas_is_known(catalogue: Catalogue) -> None:
    spellings = {
        "05913": ["Dortmund, kreisfreie Stadt", "Dortmund, Stadt", "Dortmund, krfr. Stadt"],
        "05114": ["Krefeld, kreisfreie Stadt", "Krefeld, Stadt"],
        "06611": ["Kassel, kreisfreie Stadt", "Kassel, kreisfreie Stadt, documenta-Stadt", "Kassel, documenta-Stadt"],
        "08111": ["Stuttgart, Landeshauptstadt, Stadtkreis", "Stuttgart, Stadtkreis", "Stuttgart, Landeshauptstadt"],
        "08": ["Baden-Württemberg", "Baden-Württemberg, Land"], "05": ["Nordrhein-Westfalen"], "06": ["Hessen"],
        "DG": ["Deutschland"],
    }  # fmt: skip
    for area, names in spellings.items():
        assert {catalogue.find("area", f"      {name}") for name in names} == {area}


# -- "-" is a zero, a dissolved district or not yet published


def test_period_in_which_every_district_has_a_dash_is_not_yet_published(catalogue: Catalogue) -> None:
    text = TABLE.replace("36213;14030;10,8", "36213;-;10,8").replace("9092;3692;.", "9092;-;.").replace("5547;1312", "5547;-")
    reading = reading_of(text, catalogue)
    assert ("05913", "unemployed", "foreign", "2020") not in stored(reading)
    assert stored(reading)["05", "unemployed", "foreign", "2020"] == 240000
    issue = the("period.not_published", reading)
    assert (issue.severity, issue.row, issue.found, issue.params["count"]) == ("info", 10, "2020", 2)
    assert issue.params["columns"] == "Arbeitslose · Ausländer · Anzahl (Spalte E)"
    assert "zählen nicht als null" in words("de").issue(issue)


def test_dash_of_one_region_is_a_hole_and_no_zero(catalogue: Catalogue) -> None:
    reading = reading_of(TABLE.replace("36213;14030", "36213;-"), catalogue)
    assert stored(reading)["05913", "unemployed", "foreign", "2020"] == "missing"
    assert "period.not_published" not in codes(reading)


def test_year_of_dashes_at_every_level_is_not_yet_published_for_germany_too(catalogue: Catalogue) -> None:
    lines = [line for line in TABLE.splitlines() if line.startswith("2020;")]
    later = [re.sub(r"^2020;([^;]*;[^;]*);.*", r"2021;\1;-;-;-", line) for line in lines]
    text = TABLE.replace("__________", "\n".join([*later, "__________"]))
    reading = reading_of(text, catalogue)
    assert {key[3] for key in stored(reading)} == {"2020"}
    assert the("period.not_published", reading).params["count"] == 12


# -- flat files

OLD = (
    "Statistik_Code;Statistik_Label;Zeit_Code;Zeit_Label;Zeit;1_Merkmal_Code;1_Merkmal_Label;1_Auspraegung_Code;"
    "1_Auspraegung_Label;2_Merkmal_Code;2_Merkmal_Label;2_Auspraegung_Code;2_Auspraegung_Label;BEVSTD__Bevoelkerungsstand__Anzahl"
)
NEW = (
    "statistics_code;statistics_label;time_code;time_label;time;1_variable_code;1_variable_label;1_variable_attribute_code;"
    "1_variable_attribute_label;2_variable_code;2_variable_label;2_variable_attribute_code;2_variable_attribute_label;"
    "value;value_unit;value_variable_code;value_variable_label"
)
POPULATION = {
    ("05913", "population", "total", "2023"): 601343,
    ("05913", "population", "women", "2023"): 304972,
    ("DG", "population", "total", "2023"): 83456045,
}


def old_row(key: str, name: str, sex: str, value: str, day: str = "31.12.2023") -> str:
    return f"12411;Fortschreibung;STAG;Stichtag;{day};KREISE;Kreise;{key};{name};GES;Geschlecht;{sex};x;{value}"


def new_row(level: str, key: str, name: str, sex: str, value: str, day: str = "2023-12-31") -> str:
    return f"12411;Fortschreibung;STAG;Stichtag;{day};{level};x;{key};{name};GES;Geschlecht;{sex};x;{value};Anzahl;BEVSTD;x"


OLD_ROWS = [
    old_row("DG", "Deutschland", "", "83456045"),
    old_row("05913", "      Dortmund, kreisfreie Stadt", "", "601343"),
    old_row("05913", "      Dortmund, kreisfreie Stadt", "GESW", "304972"),
    old_row("06633", "      Kassel, Landkreis", "", "238000"),
]
NEW_ROWS = [
    new_row("KREISE", "06633", "Kassel, Landkreis", "", "238000"),
    new_row("KREISE", "05913", "Dortmund, kreisfreie Stadt", "GESW", "304972"),
    new_row("DINSG", "DG", "Deutschland", "", "83456045"),
    new_row("REGBEZ", "081", "Stuttgart, Regierungsbezirk", "", "4164699"),
    new_row("KREISE", "05913", "", "", "601343"),
]


def flat(header: str, rows: list[str]) -> str:
    return "\n".join([header, *rows, ""])


def test_flat_file_of_the_old_generation_is_read(catalogue: Catalogue) -> None:
    reading = reading_of(flat(OLD, OLD_ROWS), catalogue)
    assert stored(reading) == POPULATION
    assert codes(reading) == ["area.skipped"]
    row = reading.table.iloc[2]
    assert (row["row"], row["column"]) == (4, "BEVSTD__Bevoelkerungsstand__Anzahl (Spalte N)")


def test_old_generation_with_english_headers_is_read(catalogue: Catalogue) -> None:
    english = OLD.replace("Statistik_", "Statistics_").replace("Zeit", "Time").replace("_Merkmal_", "_Variable_")
    english = english.replace("_Auspraegung_", "_Variable_Attribute_").replace(
        "Bevoelkerungsstand__Anzahl", "Population__number"
    )
    assert stored(reading_of(flat(english, OLD_ROWS), catalogue)) == POPULATION


def test_flat_file_of_the_new_generation_is_read_in_any_order(catalogue: Catalogue) -> None:
    reading = reading_of(flat("\ufeff" + NEW, NEW_ROWS), catalogue)
    assert stored(reading) == POPULATION
    assert stored(reading_of(flat("\ufeff" + NEW, NEW_ROWS[::-1]), catalogue)) == POPULATION
    assert the("area.skipped", reading).params["count"] == 2
    assert sorted(reading.table["row"]) == [3, 4, 6]


def test_every_measure_of_a_wide_flat_file_is_a_series(catalogue: Catalogue) -> None:
    header = OLD.replace(
        "BEVSTD__Bevoelkerungsstand__Anzahl", "ESML01__Empfaenger__Anzahl;MSANT__Anteil__%;XY01__Anderes__Anzahl"
    )
    row = "22811;x;STAG;Stichtag;31.12.2024;KREISE;x;05913;;ARTDG1;x;{};x;{};{};1"
    reading = reading_of(flat(header, [row.format("", "106429", "17,6"), row.format("ZUSAMMEN01", "88984", "14,7")]), catalogue)
    assert stored(reading) == {
        ("05913", "minimum_income_recipients", "total", "2024"): 106429, ("05913", "sgb2_recipients", "total", "2024"): 88984,
        ("05913", "minimum_income_quota", "total", "2024"): 17.6, ("05913", "sgb2_share_of_population", "total", "2024"): 14.7,
    }  # fmt: skip
    assert the("header.not_mapped", reading).found == "XY01 | XY01 · ZUSAMMEN01"


def test_quality_mark_beside_the_value_becomes_a_status(catalogue: Catalogue) -> None:
    rows = [f"{row};{mark}" for row, mark in zip(NEW_ROWS, ["e", "p", "e", "e", "s"], strict=True)]
    reading = reading_of(flat(f"{NEW};value_q", rows), catalogue)
    status = {row.group: row.status for row in reading.table.itertuples() if row.area == "05913"}
    assert status == {"women": "provisional", "total": "estimated"}


def test_unit_that_does_not_fit_is_an_error(catalogue: Catalogue) -> None:
    text = flat(NEW, NEW_ROWS).replace(";Anzahl;BEVSTD", ";1000;BEVSTD")
    assert {issue.code for issue in reading_of(text, catalogue).issues if issue.severity == "error"} == {"unit.wrong"}


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (("BEVSTD", "BEVMK3"), "12411 (BEVMK3; DINSG, KREISE, REGBEZ, GES)"),
        (("12411", "12421"), "12421 (BEVSTD; DINSG, KREISE, REGBEZ, GES)"),
        ((";GES;Geschlecht;", ";ALTX20;Alter;"), "12411 (BEVSTD; DINSG, KREISE, REGBEZ, ALTX20)"),
    ],
)
def test_flat_file_that_no_source_describes_is_refused_by_its_codes(catalogue: Catalogue, change, found) -> None:
    reading = reading_of(flat(NEW, NEW_ROWS).replace(*change), catalogue)
    assert reading.table.empty
    assert (the("file.not_described", reading).severity, the("file.not_described", reading).found) == ("error", found)


def test_table_is_told_from_its_sister_by_its_variables(catalogue: Catalogue) -> None:
    rows = [
        f"13111;x;STAG;Stichtag;2024-06-30;DLAND;x;05;x;GES;x;GESW;x;3351000;Anzahl;{measure};x".replace(";05;x;", ";05;;")
        for measure in ("ERW065", "ERW032")
    ]
    sources = []
    for row in rows:
        recognised = reading_of(flat(NEW, [row]), catalogue).recognised
        assert recognised is not None
        sources.append(recognised.source)
    assert sources == ["genesis_13111_0005", "regionalstatistik_13111_01_03_4"]


def test_dashes_of_all_districts_in_a_flat_file_are_not_yet_published(catalogue: Catalogue) -> None:
    rows = [re.sub(r";(601343|304972|238000);", ";-;", row) for row in NEW_ROWS]
    reading = reading_of(flat(NEW, [*rows, new_row("KREISE", "06633", "", "GESW", "-")]), catalogue)
    assert stored(reading) == {("DG", "population", "total", "2023"): 83456045}
    assert the("period.not_published", reading).params["count"] == 2


def test_long_flat_file_read_by_column_gives_what_row_by_row_gives(catalogue: Catalogue) -> None:
    kinds = ("", "GESM", "GESW")
    others = [new_row("KREISE", f"{key:05d}", f"Kreis {key}", sex, str(key)) for key in range(9100, 9999) for sex in kinds]
    text = flat(NEW, [*others[:700], *NEW_ROWS, *others[700:]])
    grid = read_grid(text.encode())
    assert isinstance(grid, Grid)
    assert is_columnar(grid)
    rows = Grid([list(row) for row in grid.rows], list(grid.lines))
    fast, slow = flat_file.read(grid, catalogue), flat_file.read(rows, catalogue)
    assert figures(fast[0]) == figures(slow[0])
    assert list(fast[0].cells["row"]) == list(slow[0].cells["row"]) == [703, 704, 706]
    assert fast[0].skipped == slow[0].skipped == 2699
    assert fast[1] == slow[1]


def test_ragged_row_of_a_flat_file_is_refused_with_its_line(catalogue: Catalogue) -> None:
    assert the("row.width", reading_of(flat(NEW, [*NEW_ROWS, "12411;x"]), catalogue)).row == 7


# -- cubes

CUBE = """K;DQ;FACH-SCHL;GHH-ART;"nur Werte"
D;22811KJ001;Statistik;N
K;DQ-ERH;FACH-SCHL
D;22811
K;DQA;NAME;RHF-BSR;RHF-ACHSE
D;KREISE;1;1
D;ARTDG1;2;2
K;DQZ;NAME;ZI-RHF-BSR;ZI-RHF-ACHSE
D;STAG;3;3
K;DQI;NAME;ME-NAME;DST;TYP;NKM-STELLEN
D;ESML01;Anzahl;D;GANZ;0
D;MSANT;%;D;FLIESS;1
K;QEI;FACH-SCHL;FACH-SCHL;ZI-WERT;WERT;QUALITAET;GESPERRT;WERT-VERFAELSCHT;WERT;QUALITAET;GESPERRT;WERT-VERFAELSCHT
D;05913;INSGESAMT;31.12.2024;106429;e;;0;17.6;e;;0
D;05913;ZUSAMMEN01;31.12.2024;88984;p;;0;0;.;;0
D;05913;ARTDGSNW1;31.12.2024;0;-;;0;10.5;s;;0
D;05114;INSGESAMT;31.12.2024;28000;e;x;0;12.0;e;;1
D;06633;INSGESAMT;31.12.2024;9000;e;;0;4.0;e;;0
"""


def test_cube_gives_value_and_quality_of_every_measure(catalogue: Catalogue) -> None:
    reading = reading_of(CUBE, catalogue)
    assert stored(reading) == {
        ("05913", "minimum_income_recipients", "total", "2024"): 106429,
        ("05913", "minimum_income_quota", "total", "2024"): 17.6,
        ("05913", "sgb2_recipients", "total", "2024"): 88984,
        ("05913", "sgb2_share_of_population", "total", "2024"): "suppressed",
        ("05913", "sgb2_recipients", "employable", "2024"): "missing",
        ("05913", "sgb2_share_of_population", "employable", "2024"): 10.5,
        ("05114", "minimum_income_recipients", "total", "2024"): "suppressed",
        ("05114", "minimum_income_quota", "total", "2024"): 12.0,
    }  # fmt: skip
    status = {(row.indicator, row.group, row.area): row.status for row in reading.table.itertuples()}
    assert status["sgb2_recipients", "total", "05913"] == "provisional"
    assert status["sgb2_share_of_population", "employable", "05913"] == "estimated"
    assert status["minimum_income_quota", "total", "05114"] == "estimated"
    assert (reading.table.iloc[0]["row"], reading.table.iloc[0]["column"]) == (14, "ESML01 WERT (Spalte E)")
    assert reading.recognised is not None
    assert (reading.recognised.family, reading.recognised.skipped) == ("cube", 2)


def test_cube_that_no_source_describes_is_refused_by_its_number(catalogue: Catalogue) -> None:
    reading = reading_of(CUBE.replace("22811", "22922"), catalogue)
    assert the("file.not_described", reading).found == "22922KJ001 (ESML01, MSANT, KREISE, ARTDG1)"


def test_row_of_a_cube_that_is_cut_off_is_refused_with_its_line(catalogue: Catalogue) -> None:
    assert the("row.width", reading_of(CUBE + "D;05114;ZUSAMMEN01;31.12.2024;1;e\n", catalogue)).row == 19


# -- INKAR

INKAR = """\ufeffKennziffer;Raumeinheit;Aggregat;Arbeitslosenquote;Arbeitslosenquote;Einwohnerdichte
;;;2016;2017;2017
"05913";"Dortmund, Stadt";"krsfr. Stadt";"11,8";"11,1";"2.090"
"06611";"Kassel, Stadt";"krsfr. Stadt";"9,1";"";"1.851"
"06633";"Kassel";"Landkreis";"4,3";"4,2";"182"
"""


def test_inkar_csv_is_read_and_the_landkreis_of_the_same_name_is_not(catalogue: Catalogue) -> None:
    reading = reading_of(INKAR, catalogue)
    assert stored(reading) == {
        ("05913", "unemployment_rate", "total", "2016"): 11.8, ("05913", "unemployment_rate", "total", "2017"): 11.1,
        ("06611", "unemployment_rate", "total", "2016"): 9.1,
    }  # fmt: skip
    assert the("header.not_mapped", reading).found == "Einwohnerdichte"
    assert the("area.skipped", reading).params["count"] == 2
    assert reading.recognised is not None
    assert reading.recognised.source == "inkar"


def test_city_key_with_the_aggregate_landkreis_is_an_error(catalogue: Catalogue) -> None:
    text = INKAR.replace('"06611";"Kassel, Stadt";"krsfr. Stadt"', '"06611";"Kassel";"Landkreis"')
    assert the("area.contradiction", reading_of(text, catalogue)).found == "06611 / Kassel, Landkreis"


def test_inkar_workbook_is_filed_under_the_edition_it_names(catalogue: Catalogue) -> None:
    data = grid_of([["Kennziffer", "Raumeinheit", "Aggregat", "Arbeitslosenquote"], ["", "", "", "2017"],
                    ["05913", "Dortmund, Stadt", "krsfr. Stadt", 11.1]], "Daten")  # fmt: skip

    def read_with(edition: str) -> tuple[TextTable, list[Issue]]:
        [table], issues = inkar.read_sheets([data, grid_of([[f"INKAR. Ausgabe {edition}. Hrsg.: BBSR"]], "Quelle")], catalogue)
        return table, issues

    table, issues = read_with("2020")
    assert (table.source, table.sheet, figures(table), issues) == (
        "inkar_2020", "Daten", [("05913", "unemployment_rate", "total", "2017", "11.1")], []
    )  # fmt: skip
    assert read_with("2024")[0].source == "inkar_2024"
    assert the("file.not_described", read_with("2031")[1]).found == "INKAR 2031"


# -- Landesdatenbank NRW


def months_of(place: str) -> Grid:
    blank = [""] * 4
    return grid_of(
        [
            ["Arbeitsmarktstatistik: Arbeitslose nach Geschlecht", *blank], ["- Gemeinden - Monat", *blank],
            ["Arbeitsmarktstatistik", *blank], ["Arbeitslose\u00a0(Anzahl)", *blank], [place, *blank],
            ["Jahr", "Monate (jeweils Stichtag zum Monatsende)", "", "", ""],
            ["", "Januar (31.)", "", "Februar (28. bzw. 29.)", ""], ["", "Geschlecht", "", "Geschlecht", ""],
            ["", "Insgesamt", "weiblich", "Insgesamt", "weiblich"],
            ["2014", 38000, 17000, 38100.0, ""], ["2013", 38500, 17100, 38600, 17200], ["__________", *blank],
            ["Quelle: Statistik der Bundesagentur für Arbeit", *blank], ["2012 gab es eine Umstellung", *blank],
        ],
        "Temporär",
    )  # fmt: skip


def test_years_down_and_months_across_make_months(catalogue: Catalogue) -> None:
    grid = months_of("Dortmund, krfr. Stadt")
    assert landesdatenbank.recognise(grid, catalogue)
    texts, issues = landesdatenbank.read(grid, catalogue)
    assert issues == []
    assert set(figures(texts)) == {
        ("05913", "unemployed", "total", "Januar 2014", "38000"), ("05913", "unemployed", "women", "Januar 2014", "17000"),
        ("05913", "unemployed", "total", "Februar 2014", "38100"), ("05913", "unemployed", "total", "Januar 2013", "38500"),
        ("05913", "unemployed", "women", "Januar 2013", "17100"), ("05913", "unemployed", "total", "Februar 2013", "38600"),
        ("05913", "unemployed", "women", "Februar 2013", "17200"),
    }  # fmt: skip
    place = texts.cells[texts.cells["period"] == "Februar 2014"].iloc[0]
    assert (place["row"], place["column"]) == (10, "Geschlecht · Insgesamt (Spalte D)")
    assert isinstance(place["value"], NumberCell)


def test_file_of_another_city_gives_no_figure(catalogue: Catalogue) -> None:
    texts, issues = landesdatenbank.read(months_of("Köln, krfr. Stadt"), catalogue)
    assert (len(texts.cells), texts.skipped) == (0, 7)
    assert the("file.no_area", issues).found == "Köln, krfr. Stadt"


def test_other_table_of_the_landesdatenbank_is_refused_by_its_titles(catalogue: Catalogue) -> None:
    grid = months_of("Dortmund, krfr. Stadt")
    grid.rows[0][0] = "Arbeitsmarktstatistik: Arbeitslose nach Alter"
    assert the("file.not_described", landesdatenbank.read(grid, catalogue)[1]).found.startswith(
        "Arbeitsmarktstatistik: Arbeitslose nach Alter · - Gemeinden - Monat"
    )


# -- Deutschlandatlas


def sheet_of(name: str, over_keys: str, header: str, rows: list[list[object]]) -> Grid:
    return grid_of(
        [[f"{name}: Indikatoren", "", ""], ["zur Inhaltsübersicht", "", ""], [f"{name}, Gebietsstand zum 31.12.2022", "", ""],
         [over_keys, "Name", header], *rows, ["Ende der Tabelle.", "", ""]],
        name,
    )  # fmt: skip


def atlas_of(*grids: Grid, issued: str = "22.04.2026") -> list[Grid]:
    return [grid_of([["Datentabellen"], [f"Stand: {issued}"]], "Titel"), *grids]


RATE = "Indikatorkürzel: beschq_w \n\nBeschäftigte Frauen am Wohnort je 100 Frauen im Jahr 2023"


def test_every_sheet_of_the_atlas_with_a_series_of_ours_is_read(catalogue: Catalogue) -> None:
    districts: list[list[object]] = [[5913000, "Dortmund, Stadt", 30.3], [6633000, "Kassel", 29.9]]
    book = atlas_of(
        sheet_of(
            "GEM1222", "GKZ1222", RATE, [[5913000, "Dortmund, Stadt", 55.74], [6611000, "Kassel, documenta-Stadt", -9999]]
        ),
        sheet_of("KRS1222", "KRS1222", "Indikatorkürzel: teilz_insg\n\nAnteil im Jahr 2024 in %", districts),
        sheet_of(
            "GEM1221", "GKZ1221", "Indikatorkürzel: p_harzt\n\nFahrzeit im Jahr 2021", [[5913000, "Dortmund, Stadt", 2.3]]
        ),
    )
    tables, issues = atlas.read_sheets(book, catalogue)
    assert [(table.sheet, figures(table)) for table in tables] == [
        ("GEM1222", [("05913", "employment_rate_residence", "women", "2023", "55.74"),
                     ("06611", "employment_rate_residence", "women", "2023", "")]),
        ("KRS1222", [("05913", "part_time_share_workplace", "total", "2024", "30.3")]),
    ]  # fmt: skip
    assert list(tables[0].cells["status"]) == ["", "missing"]
    assert list(tables[0].cells["note"]) == ["Jahreswert; Gebietsstand 31.12.2022"] * 2
    assert the("file.sheets_read", issues).found == "GEM1222, KRS1222"
    assert the("header.not_mapped", issues).found == "p_harzt"
    assert the("area.skipped", issues).params["count"] == 1


@pytest.mark.parametrize("key", ["051140000", 51140000])
def test_keys_of_municipal_associations_are_read_with_their_own_length(catalogue: Catalogue, key: object) -> None:
    book = atlas_of(sheet_of("VBGEM1222", "VBG1222", RATE, [[key, "Krefeld, Stadt", 57.06]]))
    [table], _ = atlas.read_sheets(book, catalogue)
    assert figures(table) == [("05114", "employment_rate_residence", "women", "2023", "57.06")]


def test_column_of_the_atlas_that_names_two_years_or_none_is_refused(catalogue: Catalogue) -> None:
    header = RATE.replace("im Jahr 2023", "von 2013 bis 2023")
    _, issues = atlas.read_sheets(
        atlas_of(sheet_of("GEM1222", "GKZ1222", header, [[5913000, "Dortmund, Stadt", 1.0]])), catalogue
    )
    assert (the("period.none", issues).row, the("period.none", issues).column) == (4, "beschq_w")


def test_row_of_a_sheet_that_is_cut_off_is_refused_with_its_line(catalogue: Catalogue) -> None:
    sheet = sheet_of("GEM1222", "GKZ1222", RATE, [[5913000, "Dortmund, Stadt", 55.74]])
    sheet.rows[4].pop()
    assert the("row.width", atlas.read_sheets(atlas_of(sheet), catalogue)[1]).row == 5
    months = months_of("Dortmund, krfr. Stadt")
    months.rows[10].pop()
    assert the("row.width", landesdatenbank.read(months, catalogue)[1]).row == 11


def test_blank_cells_behind_the_table_say_nothing(catalogue: Catalogue) -> None:
    assert stored(reading_of(TABLE.replace("36213;14030;10,8", "36213;14030;10,8;;"), catalogue)) == stored(
        reading_of(TABLE, catalogue)
    )


def test_other_issue_of_the_atlas_is_refused_by_its_date(catalogue: Catalogue) -> None:
    book = atlas_of(sheet_of("GEM1222", "GKZ1222", RATE, [[5913000, "Dortmund, Stadt", 55.74]]), issued="01.05.2031")
    assert the("file.not_described", atlas.read_sheets(book, catalogue)[1]).found == "Deutschlandatlas 01.05.2031"


# -- which family a file is


def test_each_file_is_recognised_by_one_family_only(catalogue: Catalogue) -> None:
    texts = {genesis_table: TABLE, flat_file: flat(NEW, NEW_ROWS), cube: CUBE, inkar: INKAR}
    grids = {reader: read_grid(text.encode()) for reader, text in texts.items()}
    grids[landesdatenbank] = months_of("Dortmund, krfr. Stadt")
    grids[atlas] = sheet_of("GEM1222", "GKZ1222", RATE, [[5913000, "Dortmund, Stadt", 55.74]])
    for expected, grid in grids.items():
        assert isinstance(grid, Grid)
        assert [reader for reader in READERS if reader.recognise(grid, catalogue)] == [expected]


@given(st.sampled_from(["TABLE", "EMPLOYEES", "OLD", "NEW", "CUBE", "INKAR"]), st.data())
@settings(max_examples=400)
def test_no_damage_to_an_official_file_ends_in_a_traceback(catalogue: Catalogue, name: str, data: st.DataObject) -> None:
    """Rows, cells and stretches lost, doubled or replaced: a reading with issues, or figures; never an exception."""
    texts = {"TABLE": TABLE, "EMPLOYEES": EMPLOYEES, "OLD": flat(OLD, OLD_ROWS), "NEW": flat(NEW, NEW_ROWS), "CUBE": CUBE,
             "INKAR": INKAR}  # fmt: skip
    text = texts[name]
    for _ in range(data.draw(st.integers(1, 4))):
        first, last = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
        middle = data.draw(st.sampled_from(["", text[first:last] * 2, ";", "\n", "-", "DG", "2020;", "__________", "x;y\n"]))
        text = text[:first] + middle + text[last:]
    reading = reading_of(text, catalogue)
    assert reading.issues or not reading.table.empty


# -- descriptions are data

NEW_TABLE = """
publisher = "Statistische Ämter des Bundes und der Länder (Regionalstatistik)"
table = "13211-77-05-4"
title.de = "Arbeitslose nach Geschlecht"
title.en = "Unemployed by sex"

[[import]]
family = "genesis"
code = "13211-77-05-4"
statistic = "13211"
variables = ["GES"]
note = "Jahresdurchschnitt"

[[import.column]]
indicator = "unemployed"
path = ["Insgesamt|zusammen"]
measure = "ERW010"

[[import.column]]
indicator = "unemployed"
group = "women"
path = ["weiblich"]
measure = "ERW010"
codes = ["GESW"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "catalogue"))


def described(folder: Path, text: str = NEW_TABLE) -> Catalogue:
    (folder / "sources" / "regionalstatistik_13211_77_05_4.toml").write_text(text, encoding="utf-8")
    return load_catalogue(folder)


def test_new_table_of_a_known_family_is_one_file_and_read_in_every_form(folder: Path) -> None:
    catalogue = described(folder)
    expected = {("05913", "unemployed", "total", "2024"): 36000, ("05913", "unemployed", "women", "2024"): 17000}
    table = "Tabelle: 13211-77-05-4\n;;;Insgesamt;weiblich\n2024;05913;Dortmund, Stadt;36000;17000\n"
    row = "13211;x;JAHR;Jahr;2024;KREISE;x;05913;x;GES;x;{};x;{};Anzahl;ERW010;x".replace(";05913;x;", ";05913;;")
    blocks = "K;DQ;FACH-SCHL\nD;13211KJ077\nK;DQA;NAME\nD;KREISE\nD;GES\nK;DQZ;NAME\nD;JAHR\nK;DQI;NAME\nD;ERW010\n"
    blocks += "K;QEI;FACH-SCHL;FACH-SCHL;ZI-WERT;WERT;QUALITAET;GESPERRT;WERT-VERFAELSCHT\n"
    blocks += "D;05913;;2024;36000;e;;\nD;05913;GESW;2024;17000;e;;\n"
    for text in (table, flat(NEW, [row.format("", 36000), row.format("GESW", 17000)]), blocks):
        reading = reading_of(text, catalogue)
        assert (stored(reading), codes(reading)) == (expected, [])
        assert reading.recognised is not None
        assert reading.recognised.source == "regionalstatistik_13211_77_05_4"


@pytest.mark.parametrize("rows", range(1, 7))
def test_header_may_have_one_to_six_rows(folder: Path, rows: int) -> None:
    levels = [f"Ebene {number}" for number in range(1, rows)]
    path = ", ".join(f'"{level}"' for level in [*levels, "Insgesamt"])
    catalogue = described(folder, NEW_TABLE.replace('path = ["Insgesamt|zusammen"]', f"path = [{path}]"))
    header = "".join(f";;;{level}\n" for level in [*levels, "Insgesamt"])
    reading = reading_of(f"Tabelle: 13211-77-05-4\nTitel;;;\n{header}2024;5913;Dortmund, Stadt;36.000\n", catalogue)
    assert stored(reading) == {("05913", "unemployed", "total", "2024"): 36000}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            'indicator = "unemployed"\npath',
            'indicator = "unemploid"\npath',
            'indicator "unemploid" .*did you mean "unemployed"',
        ),
        ('group = "women"', 'group = "womn"', 'group "womn" .*did you mean "women"'),
        ('family = "genesis"', 'family = "genisis"', "genisis"),
        ('path = ["weiblich"]', 'pat = ["weiblich"]', 'unknown field `pat`.*did you mean "path"'),
        ('code = "13211-77-05-4"\n', "", "needs its number as code"),
        ('code = "13211-77-05-4"', 'code = "13211-02-05-4"', "also described in sources/regionalstatistik_13211_02_05_4.toml"),
        ('path = ["weiblich"]', 'path = ["Zusammen"]', 'column "Zusammen / ERW010 / GESW" stands twice'),
        ('codes = ["GESW"]', "", "stands twice"),
        ('statistic = "13211"\n', "", "has a measure; the table then needs its statistic"),
        ('path = ["weiblich"]\nmeasure = "ERW010"\n', "", "needs a path or a measure"),
    ],
)
def test_wrong_description_is_refused_with_file_and_key(folder: Path, old: str, new: str, message: str) -> None:
    assert NEW_TABLE.count(old) == 1
    with pytest.raises(CatalogueFault, match=rf"(?s)sources/regionalstatistik_13211_(77|02)_05_4\.toml.*{message}"):
        described(folder, NEW_TABLE.replace(old, new))
