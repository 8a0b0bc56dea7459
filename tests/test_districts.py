"""Four hundred districts: the panel of the trial, imported as any upload is, its areas told by the panel itself."""

import csv
import shutil
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from indicators import ingest
from indicators import monitor as ask
from indicators.catalogue.load import FOLDER, load_catalogue
from indicators.errors import CatalogueFault
from indicators.ingest import regions
from indicators.monitor import Monitor, import_file, open_monitor
from indicators.monitor.backtest import PANEL
from indicators.monitor.core import SYSTEM
from tests.conftest import NOW


def with_districts(folder: Path, panel: Path = PANEL) -> Path:
    """A catalogue with the areas of the panel in it."""
    catalogue = Path(shutil.copytree(FOLDER, folder / "catalogue"))
    with panel.open(encoding="utf-8", newline="") as file:
        names = {row["area"]: row["note"] for row in csv.DictReader(file)}
    with (catalogue / "districts.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("area", "name"), *names.items()])
    return catalogue


@pytest.fixture(scope="module")
def panel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Monitor]:
    shipped = open_monitor(None, now=NOW)
    opened = Monitor(load_catalogue(with_districts(tmp_path_factory.mktemp("districts"))), shipped.store)
    outcome = import_file(
        opened, PANEL.read_bytes(), PANEL.name, released_on=date(2020, 12, 31), precision="year",
        confirm="INKAR 2020, so veröffentlicht", actor=SYSTEM, now=NOW, read=ingest.read,
    )  # fmt: skip
    assert outcome.batch is not None, outcome.issues[:3]
    with opened.store:
        yield opened


def test_a_district_of_the_list_is_an_area_and_a_city_of_ours_stays_what_it_is(panel):
    assert panel.catalogue.areas["06633"].kind == "district" and panel.catalogue.areas["06633"].name.de == "Kassel (06633)"
    assert panel.catalogue.areas["06611"].kind == "city" and panel.catalogue.areas["05913"].name.de == "Dortmund"
    assert len([area for area in panel.catalogue.areas.values() if area.kind == "district"]) == 397
    assert len(panel.catalogue.cities) == 4


def test_districts_that_share_a_name_are_told_apart(panel):
    names = [area.name.de for area in panel.catalogue.areas.values()]
    assert len(set(names)) == len(names)
    assert (panel.catalogue.areas["05315"].name.de, panel.catalogue.areas["09184"].name.de) == ("Köln", "München (09184)")


def test_a_district_goes_by_its_key_alone(panel):
    assert panel.catalogue.find("area", "06633") == "06633"
    assert panel.catalogue.find("area", "Kassel") == "06611"
    assert regions.contradiction("06633", "Kassel", panel.catalogue) is None
    assert regions.contradiction("06633", "Dortmund, Stadt", panel.catalogue) is not None


def test_the_whole_panel_can_be_compared(panel):
    views = ask.comparison(panel, "unemployment_rate")
    assert sum(view.area.kind == "district" and len(view.points) == 20 for view in views) == 397


def test_without_figures_no_district_is_named(panel):
    assert all(view.area.kind != "district" for view in ask.comparison(panel, "population"))


def test_four_hundred_series_are_asked_for_in_no_time(panel):
    before = time.perf_counter()
    ask.comparison(panel, "unemployment_rate")
    assert time.perf_counter() - before < 1.5


def test_a_list_of_districts_with_a_wrong_head_says_so(tmp_path):
    folder = with_districts(tmp_path)
    (folder / "districts.csv").write_text("area,nam\n05315,Köln\n", encoding="utf-8")
    with pytest.raises(CatalogueFault, match=r"districts\.csv: columns"):
        load_catalogue(folder)
