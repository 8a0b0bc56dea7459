"""The day of issue that a file states of itself."""

from datetime import date

import pytest

from indicators.ingest import sheets
from indicators.ingest.grid import Grid
from indicators.ingest.stand import stated
from tests.conftest import SHARED


def grid(*texts: str) -> Grid:
    return Grid([[text] for text in texts], list(range(1, len(texts) + 1)))


def test_the_footer_of_a_table_states_its_day():
    assert stated([grid("Tabelle: 1", *["1;2"] * 100, "Stand: 09.07.2026 / 11:01:42")]) == date(2026, 7, 9)


def test_a_title_sheet_states_the_day_of_its_workbook():
    assert stated([grid("Stand: 22.04.2026"), grid("Kreis", "1")]) == date(2026, 4, 22)


@pytest.mark.parametrize(
    "texts", [(), ("Gebietsstand: 31.12.2022",), ("Stand: 32.01.2026",), ("Stand: 01.01.2026", "Stand: 02.01.2026")]
)
def test_no_day_is_guessed(texts):
    assert stated([grid("Titel", *texts)]) is None


@pytest.mark.parametrize(
    ("name", "day"),
    [("regiostat_13211-02-05-4_2023_table.csv", date(2026, 7, 9)), ("deutschlandatlas_daten_2026-04.xlsx", date(2026, 4, 22))],
)
def test_official_files_state_their_day(name, day):
    file = SHARED / "official" / name
    if not file.exists():
        pytest.skip("the official files are not here")
    assert stated(sheets(file.read_bytes())) == day
