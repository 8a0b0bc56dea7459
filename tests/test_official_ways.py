"""Official files exactly as published, all the way: command line and upload page, into a store that holds nothing yet."""

import json
import math
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from html import unescape
from pathlib import Path

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from indicators import monitor as ask
from indicators.__main__ import main
from indicators.monitor import opening
from indicators.present.words import words
from indicators.store import Store, operator
from pages import _shell
from tests.conftest import NOW
from tests.official import FILES, NO_AREA, OFFICIAL, Again, number
from tests.test_cli import run

pytestmark = pytest.mark.skipif(not OFFICIAL.exists(), reason="the official files are not beside this checkout")

PROJECT = Path(__file__).parents[1]
NAMES = [name for name, _, _ in FILES]
BEFORE_CENSUS = "regiostat_12411-01-01-4_2023-12-31_ffcsv_old_de_fortschreibung_zensus2011.csv"
AFTER_CENSUS = "regiostat_12411-01-01-4_2023-12-31_ffcsv_new.csv"
RELEASES = {BEFORE_CENSUS: "2024-12-10", AFTER_CENSUS: "2025-06-20"}
DORTMUND = {"area": "05913", "indicator": "population", "group": "total"}


@pytest.fixture(autouse=True)
def without_shipped_figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The store of every test begins empty, so that every figure is new."""
    (tmp_path / "figures.toml").write_text("file = []\n", "utf-8")
    monkeypatch.setattr(opening, "SHIPPED", tmp_path)


def assert_same_cells(table: pd.DataFrame, again: Again, name: str) -> None:
    """Value, status, sheet, row and column of every figure are those of the second reading, and no cell is left over."""
    expected, _ = again(name)
    assert len(table) == len(expected)
    for row in table.itertuples():
        text, line, letter, sheet = expected.pop((row.area, row.indicator, row.group, row.period))
        assert (row.row, row.sheet) == (line, sheet), row
        assert row.column.endswith(f" (Spalte {letter})"), row
        value = number(text)
        assert math.isnan(row.value) if value is None else row.value == pytest.approx(value, abs=1e-9), row
        assert (row.status == "normal") == (value is not None), row
    assert expected == {}


# -- the command line


def called(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, dict[str, object]]:
    code = main([*map(str, arguments), "--format", "json"])
    return code, json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(("name", "again", "count"), FILES, ids=NAMES)
def test_every_cell_is_stored_with_its_place_by_the_command_line(tmp_path, capsys, name, again, count):
    folder = tmp_path / "store"
    code, said = called(capsys, "import", OFFICIAL / name, "--data", folder, "--released-on", "2026-07-09")
    assert (code, said["outcome"]) == (0, "accepted"), said
    assert said["counts"] == {"new": count, "revised": 0, "unchanged": 0, "missing": 0}
    with Store.open(folder, NOW) as store:
        (batch,) = store.batches()
        assert batch.released_on == date(2026, 7, 9)
        assert store.original(batch.sha256) == (OFFICIAL / name).read_bytes()
        assert_same_cells(store.observations(), again, name)
        assert len(store.series()) == count
        assert store.problems() == ()


def test_a_file_without_a_figure_of_ours_is_refused_by_the_command_line(tmp_path, capsys):
    code, said = called(capsys, "import", OFFICIAL / NO_AREA, "--data", tmp_path / "store")
    assert (code, said["outcome"], said["batch"]) == (2, "rejected", None)
    with Store.open(tmp_path / "store", NOW) as store:
        assert store.batches() == () and store.observations().empty


def test_a_process_of_its_own_imports_an_official_file_and_tells_its_place(shipped_folder, tmp_path):
    """Over the shipped figures, which a second process brings along: the same values, told unchanged."""
    folder = tmp_path / "store"
    shutil.copytree(shipped_folder, folder)
    ran = run(folder, "import", OFFICIAL / AFTER_CENSUS, "--released-on", "2026-07-09", "--format", "json")
    assert (ran.code, ran.json["outcome"]) == (0, "accepted"), ran.err
    assert ran.json["counts"]["unchanged"] == 24
    told = run(folder, "provenance", "--area", "Dortmund", "--indicator", "population", "--period", "2023").out
    assert AFTER_CENSUS in told and "value (Spalte N)" in told and "601.343" in told


@pytest.mark.parametrize("order", [(BEFORE_CENSUS, AFTER_CENSUS), (AFTER_CENSUS, BEFORE_CENSUS)], ids=["in order", "late"])
def test_the_census_revises_the_population_whichever_file_comes_first(tmp_path, capsys, order):
    folder = tmp_path / "store"
    for name in order:
        code, said = called(capsys, "import", OFFICIAL / name, "--data", folder, "--released-on", RELEASES[name])
        assert (code, said["outcome"]) == (0, "accepted"), said
    assert said["counts"] == {"new": 0, "revised": 24, "unchanged": 0, "missing": 0}
    with Store.open(folder, NOW) as store:
        assert store.series(**DORTMUND)["value"].tolist() == [601343]
        assert store.series(**DORTMUND, as_of=date(2025, 6, 19))["value"].tolist() == [595471]
        vintages = store.vintages(**DORTMUND, period="2023")
        assert vintages["value"].tolist() == [601343, 595471]  # the newest release first, whenever it came


# -- the upload page


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], AppTest]]:
    """Drops an official file as a coordinator of all cities; an empty store."""
    monkeypatch.setenv("ZIELMONITOR_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(PROJECT)
    for cache in (st.cache_resource, st.cache_data):
        cache.clear()
    store = _shell.monitor().store
    store.add_user("aydin", "vier lange dumme Worte", "coordinator", None, actor=operator("test"), now=NOW)

    def dropped(name: str) -> AppTest:
        app = AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=120)
        app.session_state["ticket"] = store.open_session("aydin", _shell.now())
        app.run().switch_page("pages/upload.py").run()
        app.file_uploader[0].upload(name, (OFFICIAL / name).read_bytes(), "text/csv")
        return app.run()

    yield dropped
    store.close()
    for cache in (st.cache_resource, st.cache_data):
        cache.clear()


def shown(app: AppTest) -> str:
    assert not app.exception
    return unescape("\n".join(part.value for part in app.html if not part.value.lstrip().startswith("<style")))


def committed(app: AppTest, released: str) -> AppTest:
    app.text_input(key="released").set_value(released)
    app.text_input(key="reason").set_value("Probe")
    app.button[-1].click()
    return app.run()


@pytest.mark.parametrize(("name", "again", "count"), FILES, ids=NAMES)
def test_every_cell_is_previewed_on_the_page(page, name, again, count):
    app = page(name)
    text = shown(app)
    assert "erkannt als" in text and name in text
    assert f"<strong>{count}</strong> Zahlen kommen neu hinzu." in text
    assert not app.checkbox  # nothing to confirm in what the offices published
    preview = app.session_state["made"].preview
    assert preview.outcome == "accepted"
    assert set(preview.comparison.table["change"]) == {"new"}
    assert_same_cells(preview.reading.table, again, name)
    assert ask.batches(_shell.monitor()) == ()


def test_the_page_says_which_city_a_file_without_a_figure_of_ours_is_about(page):
    text = shown(page(NO_AREA))
    assert "nichts gespeichert" in text and "540 Zahlen anderer Gebiete, zuerst für Köln, krfr. Stadt" in text
    assert ask.batches(_shell.monitor()) == ()


def test_the_page_commits_both_populations_and_shows_the_revision_with_its_difference(page):
    assert "Gespeichert als Lieferung 1" in shown(committed(page(BEFORE_CENSUS), "10.12.2024"))
    app = page(AFTER_CENSUS)
    app.text_input(key="released").set_value("20.6.2025").run()
    text = shown(app)
    assert "<strong>24</strong> Zahlen ändern sich" in text
    assert words("de")("changes.before") in text
    for part in ("595.471", "601.343", "+5.872"):
        assert part in text, part
    assert "Gespeichert als Lieferung 2" in shown(committed(app, "20.6.2025"))
    store = _shell.monitor().store
    assert store.series(**DORTMUND)["value"].tolist() == [601343]
    assert store.series(**DORTMUND, as_of=date(2025, 1, 1))["value"].tolist() == [595471]
    (newest, older) = ask.provenance(_shell.monitor(), "05913", "population", "total", "2023").vintages
    assert [(one.value, one.file_name, one.imported_by, one.counts) for one in (newest, older)] == [
        (601343.0, AFTER_CENSUS, "aydin", True), (595471.0, BEFORE_CENSUS, "aydin", False),
    ]  # fmt: skip


def test_the_page_says_that_an_older_release_that_comes_late_will_not_count(page):
    committed(page(AFTER_CENSUS), "20.6.2025")
    app = page(BEFORE_CENSUS)
    app.text_input(key="released").set_value("10.12.2024").run()
    assert "24 Zahlen zählen nicht" in shown(app)
    committed(app, "10.12.2024")
    assert _shell.monitor().store.series(**DORTMUND)["value"].tolist() == [601343]


# -- what is not there


def test_dissolved_districts_and_holes_are_nowhere_a_zero(tmp_path, capsys):
    folder = tmp_path / "store"
    name = "regiostat_13211-02-05-4_2015-2020_table.csv"
    assert called(capsys, "import", OFFICIAL / name, "--data", folder, "--released-on", "2026-07-09")[0] == 0
    with Store.open(folder, NOW) as store:
        stored = store.observations()
    assert set(stored["area"]) == {"05913", "05114", "06611", "08111", "05", "06", "08", "DG"}  # no district that is gone
    assert not (stored["value"] == 0).any()
    assert stored["value"].isna().sum() == 8 and set(stored[stored["value"].isna()]["status"]) == {"suppressed"}
