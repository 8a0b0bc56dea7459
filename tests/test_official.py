"""Official files exactly as published, read cell by cell a second time in another way: plain loops, literal positions."""

import csv
import math
from pathlib import Path

import pytest

from indicators.catalogue import Catalogue
from indicators.ingest import Reading, read
from tests.conftest import SHARED, TODAY
from tests.official import FILES, NO_AREA, OFFICIAL, number

pytestmark = pytest.mark.skipif(not OFFICIAL.exists(), reason="the official files are not beside this checkout")


@pytest.fixture(scope="module")
def readings(catalogue: Catalogue) -> dict[str, Reading]:
    return {
        path.name: read(path.read_bytes(), catalogue, today=TODAY, source="test")
        for path in OFFICIAL.iterdir()
        if path.suffix in (".csv", ".xls", ".xlsx")
    }


def test_every_official_file_but_one_is_compared(readings: dict[str, Reading]) -> None:
    assert {name for name, _, _ in FILES} | {NO_AREA} == set(readings)


@pytest.mark.parametrize(("name", "again", "count"), FILES, ids=[name for name, _, _ in FILES])
def test_every_cell_is_read_as_a_second_reading_reads_it(readings, name, again, count):
    reading = readings[name]
    expected, others = again(name)
    assert [issue for issue in reading.issues if issue.severity != "info"] == []
    assert len(reading.table) == len(expected) == count
    assert reading.recognised.skipped == others
    for row in reading.table.itertuples():
        text, line, letter, sheet = expected[row.area, row.indicator, row.group, row.period]
        assert (row.row, row.sheet) == (line, sheet)
        assert row.column.endswith(f" (Spalte {letter})"), row
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
    reading = readings[NO_AREA]
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
