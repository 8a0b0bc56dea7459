"""Official files exactly as published, read cell by cell a second time in another way: plain loops, literal positions."""

import csv
import io
import math
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from python_calamine import load_workbook

from indicators.catalogue import Catalogue
from indicators.ingest import Reading, read
from tests.conftest import SHARED, TODAY

OFFICIAL = SHARED / "official"
pytestmark = pytest.mark.skipif(not OFFICIAL.exists(), reason="the official files are not beside this checkout")

OURS = ("05913", "05114", "06611", "08111", "05", "06", "08", "DG")
SEX = {"": "", "GESM": "men", "GESW": "women"}
NATION = {"": "", "NATA": "foreign"}
Key = tuple[str, str, str, str]
Cells = dict[Key, tuple[str, int]]  # series and period -> text of the cell and its line


def group_of(nation: str, sex: str) -> str:
    return "_".join(part for part in (NATION[nation], SEX[sex]) if part) or "total"


def lines_of(name: str, encoding: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO((OFFICIAL / name).read_bytes().decode(encoding), newline=""), delimiter=";")
    start = 1
    for row in reader:
        yield start, row
        start = reader.line_num + 1


def population(name: str) -> tuple[Cells, int]:
    """Old and new flat file alike: positions 4, 7, 11, 13."""
    found: Cells = {}
    others = 0
    for line, row in list(lines_of(name, "utf-8-sig"))[1:]:
        if row[7] in OURS:
            found[row[7], "population", group_of("", row[11]), re.findall(r"\d{4}", row[4])[0]] = row[13], line
        else:
            others += 1
    return found, others


def employees(name: str) -> tuple[Cells, int]:
    found: Cells = {}
    others = 0
    for line, row in list(lines_of(name, "utf-8-sig"))[1:]:
        if row[7] in OURS:
            year = re.findall(r"\d{4}", row[4])[0]
            found[row[7], "employees_workplace", group_of(row[11], row[15]), f"{year}-Q2"] = row[17], line
        else:
            others += 1
    return found, others


def quarters(name: str) -> tuple[Cells, int]:
    found: Cells = {}
    others = 0
    for line, row in list(lines_of(name, "utf-8-sig"))[1:]:
        if row[7] in OURS:
            quarter = {"03-31": 1, "06-30": 2, "09-30": 3, "12-31": 4}[row[4][5:]]
            found[row[7], "employees_workplace", group_of("", row[11]), f"{row[4][:4]}-Q{quarter}"] = row[13], line
        else:
            others += 1
    return found, others


def sections(name: str) -> tuple[Cells, int]:
    year = re.findall(r"20\d\d", name)[0]
    groups = ["total", "men", "women", "foreign", "foreign_men", "foreign_women"]
    found: Cells = {}
    others = 0
    for line, row in lines_of(name, "latin-1"):
        if len(row) != 9 or row[2] != "Insgesamt" or not re.fullmatch(r"DG|\d+", row[0]):
            continue
        for group, text in zip(groups, row[3:], strict=True):
            if row[0] in OURS:
                found[row[0], "employees_workplace", group, f"{year}-Q2"] = text, line
            else:
                others += 1
    return found, others


UNEMPLOYMENT = [
    ("unemployed", "total"), ("unemployed", "foreign"), ("unemployed", "severely_disabled"), ("unemployed", "age_15_19"),
    ("unemployed", "age_15_24"), ("unemployed", "age_55_64"), ("long_term_unemployed", "total"),
    ("unemployment_rate_dependent", "total"), ("unemployment_rate", "total"), ("unemployment_rate", "men"),
    ("unemployment_rate", "women"), ("unemployment_rate", "foreign"), ("unemployment_rate", "age_15_24"),
]  # fmt: skip


def unemployment(name: str) -> tuple[Cells, int]:
    found: Cells = {}
    others = 0
    for line, row in lines_of(name, "latin-1"):
        if len(row) != 16 or not re.fullmatch(r"20\d\d", row[0]):
            continue
        for (indicator, group), text in zip(UNEMPLOYMENT, row[3:], strict=True):
            if row[1] in OURS:
                found[row[1], indicator, group, row[0]] = text, line
            else:
                others += 1
    return found, others


def minimum_income(name: str) -> tuple[Cells, int]:
    kinds = {"": "total", "ZUSAMMEN01": "total", "ARTDGSNW1": "employable", "ARTDGSNW2": "not_employable"}
    names = {
        ("ESML01", True): "minimum_income_recipients", ("ESML01", False): "sgb2_recipients",
        ("MSANT", True): "minimum_income_quota", ("MSANT", False): "sgb2_share_of_population",
    }  # fmt: skip
    found: Cells = {}
    for line, row in list(lines_of(name, "utf-8"))[1:]:
        if row[11] in kinds:
            found[row[7], names[row[15], row[11] == ""], kinds[row[11]], row[4][:4]] = row[13], line
    return found, 0


def inkar_csv(name: str) -> tuple[Cells, int]:
    rows = list(lines_of(name, "utf-8-sig"))[2:]
    mine = {(row[0], "unemployment_rate", "total", "2017"): (row[3], line) for line, row in rows if row[0] in OURS}
    return mine, len(rows) - len(mine)


def inkar_xls(name: str) -> tuple[Cells, int]:
    rows = load_workbook(OFFICIAL / name).get_sheet_by_name("Daten").to_python()
    found: Cells = {}
    others = 0
    for line, row in enumerate(rows[2:], start=3):
        for year, value in zip(rows[1][3:], row[3:], strict=True):
            if row[0] in OURS:
                found[row[0], "unemployment_rate", "total", str(year)] = str(value), line
            else:
                others += value != ""
    return found, others


def atlas(name: str) -> tuple[Cells, int]:
    book = load_workbook(OFFICIAL / name)
    places = {
        "Deutschlandatlas_GEM1222": {
            2: ("employment_rate_residence", "total", "2023"), 3: ("employment_rate_residence", "women", "2023"),
            4: ("employment_rate_residence", "men", "2023"),
        },
        "Deutschlandatlas_KRS1222": {
            16: ("part_time_share_workplace", "total", "2024"), 17: ("part_time_share_workplace", "women", "2024"),
            18: ("part_time_share_workplace", "men", "2024"), 19: ("unemployment_rate", "total", "2023"),
        },
    }  # fmt: skip
    found: Cells = {}
    others = 0
    for sheet, columns in places.items():
        for line, row in enumerate(book.get_sheet_by_name(sheet).to_python(), start=1):
            if line <= 4 or not isinstance(row[0], float):
                continue
            key = f"{int(row[0]):08d}"
            for index, series in columns.items():
                if key.endswith("000") and key[:5] in OURS:
                    found[key[:5], *series] = str(row[index]), line
                else:
                    others += row[index] != ""
    return found, others


FILES = [
    ("regiostat_12411-01-01-4_2022-12-31_ffcsv_old_de.csv", population, 24),
    ("regiostat_12411-01-01-4_2023-12-31_ffcsv_new.csv", population, 24),
    ("regiostat_12411-01-01-4_2023-12-31_ffcsv_old_de_fortschreibung_zensus2011.csv", population, 24),
    ("regiostat_13111-01-03-4_2023-06-30_ffcsv_old_de.csv", employees, 48),
    ("regiostat_13111-01-03-4_2024-06-30_ffcsv_new.csv", employees, 48),
    ("regiostat_13111-07-05-4_2019_table.csv", sections, 48),
    ("regiostat_13111-07-05-4_2020_table.csv", sections, 48),
    ("regiostat_13211-02-05-4_2015-2020_table.csv", unemployment, 624),
    ("regiostat_13211-02-05-4_2023_table.csv", unemployment, 104),
    ("destatis_13111-0005_laender_quarterly_ffcsv_new.csv", quarters, 72),
    ("transcribed_kartenwerk_22811-01-01-4_excerpt_dortmund_2024.csv", minimum_income, 8),
    ("inkar_webexport_multiindicator_2017.csv", inkar_csv, 4),
    ("inkar_webexport_arbeitslosenquote_1998-2017.xls", inkar_xls, 80),
    ("deutschlandatlas_daten_2026-04.xlsx", atlas, 28),
]


@pytest.fixture(scope="module")
def readings(catalogue: Catalogue) -> dict[str, Reading]:
    return {
        path.name: read(path.read_bytes(), catalogue, today=TODAY, source="test")
        for path in OFFICIAL.iterdir()
        if path.suffix in (".csv", ".xls", ".xlsx")
    }


def number(text: str) -> float | None:
    """The number of a cell, None for a symbol; workbooks give a point, csv files a comma."""
    if not re.search(r"\d", text):
        return None
    return float(text if "." in text and "," not in text else text.replace(".", "").replace(",", "."))


def test_every_official_file_but_one_is_compared(readings: dict[str, Reading]) -> None:
    assert {name for name, _, _ in FILES} | {"itnrw_landesdatenbank_13211-03ir_koeln_monthly.xls"} == set(readings)


@pytest.mark.parametrize(("name", "again", "count"), FILES, ids=[name for name, _, _ in FILES])
def test_every_cell_is_read_as_a_second_reading_reads_it(readings, name, again, count):
    reading = readings[name]
    expected, others = again(name)
    assert [issue for issue in reading.issues if issue.severity != "info"] == []
    assert len(reading.table) == len(expected) == count
    assert reading.recognised.skipped == others
    for row in reading.table.itertuples():
        text, line = expected[row.area, row.indicator, row.group, row.period]
        assert row.row == line
        if (value := number(text)) is None:
            assert math.isnan(row.value), row
            assert row.status in ("missing", "suppressed")
        else:
            assert row.value == pytest.approx(value, abs=1e-9), row
            assert row.status == "normal"


def test_figures_agree_with_those_collected_before(readings: dict[str, Reading]) -> None:
    """Where the same table was read for the shared figures, every value is the same; the census base is told apart."""
    sources = {"13211-02-05-4", "13111-07-05-4", "13111-01-03-4", "13111-0005", "22811-01-01-4", "Deutschlandatlas"}
    with (SHARED / "figures" / "observations.csv").open(encoding="utf-8", newline="") as file:
        known = {
            (row["area"], row["indicator"], row["group"], row["period"], source): float(row["value"])
            for row in csv.DictReader(file)
            for source in sources
            if source in row["source"]
        }
    compared = 0
    for reading in readings.values():
        for row in reading.table.itertuples():
            for source in sources:
                stored = known.get((row.area, row.indicator, row.group, row.period, source))
                if stored is not None and source in row.source and row.status == "normal":
                    assert row.value == stored, row
                    compared += 1
    assert compared > 600


def value_of(reading: Reading, area: str, indicator: str, group: str, period: str) -> float:
    table = reading.table
    where = (table["area"] == area) & (table["indicator"] == indicator) & (table["group"] == group)
    return float(table[where & (table["period"] == period)]["value"].iloc[0])


def test_the_census_revises_the_population_of_the_end_of_2023(readings: dict[str, Reading]) -> None:
    place = ("05913", "population", "total", "2023")
    assert value_of(readings["regiostat_12411-01-01-4_2023-12-31_ffcsv_old_de_fortschreibung_zensus2011.csv"], *place) == 595471
    assert value_of(readings["regiostat_12411-01-01-4_2023-12-31_ffcsv_new.csv"], *place) == 601343


def test_the_landesdatenbank_file_of_another_city_gives_no_figure_and_says_which(readings: dict[str, Reading]) -> None:
    reading = readings["itnrw_landesdatenbank_13211-03ir_koeln_monthly.xls"]
    assert reading.table.empty
    assert reading.recognised is not None
    assert (reading.recognised.name, reading.recognised.skipped) == ("13211-03ir", 540)
    [issue] = reading.issues
    assert (issue.severity, issue.code, issue.found) == ("error", "file.no_area", "Köln, krfr. Stadt")


def test_nothing_withheld_became_a_zero(readings: dict[str, Reading]) -> None:
    for name, reading in readings.items():
        assert not (reading.table["value"] == 0).any(), name


def test_rate_of_foreigners_in_2017_and_2018_is_withheld_for_the_cities(readings: dict[str, Reading]) -> None:
    table = readings["regiostat_13211-02-05-4_2015-2020_table.csv"].table
    withheld = table[table["value"].isna()]
    assert {(row.area, row.indicator, row.group, row.period) for row in withheld.itertuples()} == {
        (area, "unemployment_rate", "foreign", period)
        for area in ("05913", "05114", "06611", "08111")
        for period in ("2017", "2018")
    }
    assert set(withheld["status"]) == {"suppressed"}


def test_the_workbook_names_its_edition_and_the_csv_does_not(readings: dict[str, Reading]) -> None:
    def source(name: str) -> str:
        recognised = readings[name].recognised
        assert recognised is not None
        return recognised.source

    assert source("inkar_webexport_arbeitslosenquote_1998-2017.xls") == "inkar_2020"
    assert source("inkar_webexport_multiindicator_2017.csv") == "inkar"


def test_panel_of_districts_agrees_with_the_inkar_workbook(readings: dict[str, Reading]) -> None:
    with (SHARED / "figures" / "unemployment_rate_districts_1998_2017.csv").open(encoding="utf-8", newline="") as file:
        panel = {row["ags"]: row for row in csv.DictReader(file)}
    table = readings["inkar_webexport_arbeitslosenquote_1998-2017.xls"].table
    assert len(table) == 80
    for row in table.itertuples():
        assert row.value == float(panel[row.area][row.period]), row


@pytest.mark.parametrize("name", [path.name for path in sorted(Path(OFFICIAL).glob("*table.csv"))])
def test_table_without_its_footer_reads_the_same(catalogue: Catalogue, name: str) -> None:
    data = (OFFICIAL / name).read_bytes()
    short = read(data[: data.index(b"\n______")], catalogue, today=TODAY, source="test")
    assert short.table.equals(read(data, catalogue, today=TODAY, source="test").table)
