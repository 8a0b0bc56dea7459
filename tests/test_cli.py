"""The command line, as another program meets it: a second process, its exit code, what it prints and what it leaves.

A process costs most of a second: what is not the subject of a test is prepared and looked up in this one.
"""

import argparse
import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from indicators.__main__ import _parser
from indicators.monitor import import_file, open_monitor
from indicators.store import Batch, Store, operator
from indicators.store.embedded import FILE
from tests.conftest import NOW, PROJECT, SHARED

SHIPPED_BATCHES = 13
HEADER = ["area", "indicator", "group", "period", "value", "status", "unit", "source", "released_on"]


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def rows(self) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.out)))


def run(folder: Path, *arguments: object, **environment: str) -> Ran:
    return run_plainly(*arguments, "--data", folder, **environment)


def run_plainly(*arguments: object, **environment: str) -> Ran:
    ran = subprocess.run(
        [sys.executable, "-m", "indicators", *(str(argument) for argument in arguments)],
        cwd=PROJECT,
        env={key: value for key, value in os.environ.items() if key != "ZIELMONITOR_DATA"} | {"PYTHONUTF8": "1"} | environment,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    return Ran(ran.returncode, ran.stdout, ran.stderr)


def assert_one_sentence(ran: Ran, *parts: str) -> None:
    """Exit code 1, nothing printed, one sentence for a person on the other stream."""
    assert "Traceback" not in ran.err
    assert (ran.code, ran.out) == (1, "")
    assert len(ran.err.splitlines()) == 1
    assert ran.err.rstrip().endswith((".", "?"))
    for part in parts:
        assert part in ran.err


@pytest.fixture(scope="session")
def first_call(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ran]:
    """A folder that did not exist before, and what the first call in it said."""
    folder = tmp_path_factory.mktemp("filled") / "new" / "store"
    return folder, run(folder, "check")


@pytest.fixture(scope="session")
def filled(first_call: tuple[Path, Ran]) -> Path:
    """A store with the shipped figures, for tests that only read it."""
    return first_call[0]


@pytest.fixture(scope="session")
def shown(filled: Path) -> Callable[..., list[dict[str, str]]]:
    """The rows of `series --format csv` over the shipped figures; every question is asked once."""
    answers: dict[tuple[str, ...], list[dict[str, str]]] = {}

    def ask(*arguments: str) -> list[dict[str, str]]:
        if arguments not in answers:
            ran = run(filled, "series", "--format", "csv", *arguments)
            assert (ran.code, ran.err) == (0, "")
            assert ran.out.splitlines()[0].split(",") == HEADER
            answers[arguments] = ran.rows
        return answers[arguments]

    return ask


@pytest.fixture
def folder(filled: Path, tmp_path: Path) -> Path:
    """A copy of it for a test that writes."""
    return Path(shutil.copytree(filled, tmp_path / "store"))


UPLOAD = "Stadt;Indikator;Zeitraum;Wert\nDortmund;§ 16i;2023;412\nDortmund;§ 16i;2024;398\n"


@pytest.fixture
def upload(tmp_path: Path) -> Path:
    """Two figures that are nowhere published: participants under § 16i in Dortmund."""
    path = tmp_path / "16i.csv"
    path.write_text(UPLOAD, "utf-8")
    return path


def stored(folder: Path, indicator: str = "unemployment_rate", period: str = "2024", **when: Any) -> float | None:
    """The figure of Dortmund, total, as it lies in the store."""
    with Store.open(folder, NOW) as store:
        rows = store.series(area="05913", indicator=indicator, group="total", **when)
    return dict(zip(rows["period"], rows["value"], strict=True)).get(period)


def batches(folder: Path) -> tuple[Batch, ...]:
    with Store.open(folder, NOW) as store:
        return store.batches()


def value(rows: list[dict[str, str]], period: str) -> str | None:
    return next((row["value"] for row in rows if row["period"] == period), None)


# -- check


def test_first_call_fills_an_empty_folder_and_finds_all_sound(first_call: tuple[Path, Ran]) -> None:
    folder, ran = first_call
    assert (ran.code, ran.err) == (0, "")
    assert "40 Ziele, 38 Kennzahlen, 13 Dateien, 3576 Werte" in ran.out
    assert (folder / FILE).is_file()
    assert len(list((folder / "uploads").iterdir())) == SHIPPED_BATCHES + 1  # and the manifest


def test_check_finds_a_changed_log(folder: Path) -> None:
    with duckdb.connect(str(folder / FILE)) as connection:
        connection.execute("update audit set actor = 'jemand anders' where number = 5")
    ran = run(folder, "check")
    assert ran.code == 1
    assert "Das Protokoll ist ab Eintrag 5 verändert oder unvollständig." in ran.out + ran.err


def test_data_folder_may_stand_before_the_command(filled: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    ran = run_plainly("--data", filled, "check", ZIELMONITOR_DATA=str(elsewhere))
    assert ran.code == 0
    assert not elsewhere.exists(), "--data before the command is passed over"


def test_data_folder_may_come_from_the_environment(filled: Path) -> None:
    ran = run_plainly("batches", "--format", "json", ZIELMONITOR_DATA=str(filled))
    assert ran.code == 0
    assert [batch["batch"] for batch in ran.json] == list(range(1, SHIPPED_BATCHES + 1))


def test_language_may_stand_before_the_command(filled: Path) -> None:
    ran = run_plainly("--language", "en", "series", "--area", "Quito", "--data", filled)
    assert_one_sentence(ran, "Quito")
    assert "nicht bekannt" not in ran.err


# -- goals


@pytest.fixture(scope="session")
def goals(filled: Path) -> list[dict[str, Any]]:
    ran = run(filled, "goals", "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    return list(ran.json)


def test_goals_lists_all_40_goals_each_with_verdict_and_reason(goals: list[dict[str, Any]]) -> None:
    assert len(goals) == 40
    assert len({goal["id"] for goal in goals}) == 40
    for goal in goals:
        assert goal["verdict"], goal["id"]
        assert goal["verdict_text"], goal["id"]
        assert len(goal["reasons"]) >= 1, goal["id"]
        assert all(reason["text"] and "{" not in reason["text"] for reason in goal["reasons"]), goal["id"]


def test_goal_with_a_number_has_figure_target_and_gap(goals: list[dict[str, Any]]) -> None:
    goal = next(goal for goal in goals if goal["id"] == "DO-1")
    expected = {
        "city": "dortmund", "area": "05913", "kind": "durable", "indicator": "unemployment_rate", "group": "total",
        "unit": "percent", "current": 12.0, "period": "2025", "operator": "<", "target": 8.0, "direction": "down",
        "due": "2030", "is_met": False, "gap": 4.0,
    }  # fmt: skip
    assert {key: goal[key] for key in expected} == expected


def test_goals_of_one_city(filled: Path) -> None:
    goals = run(filled, "goals", "--city", "dortmund", "--format", "json").json
    assert [goal["id"] for goal in goals] == [f"DO-{number}" for number in range(1, 10)]


def test_table_of_goals_has_one_line_a_goal(filled: Path) -> None:
    lines = run(filled, "goals").out.splitlines()
    assert lines[0].split()[:3] == ["id", "city", "verdict"]
    assert len(lines) == 41


# -- series


def test_one_goal_tells_what_it_would_take_and_what_it_was_called_before(filled: Path) -> None:
    ran = run(filled, "goal", "do-1", "--since", "2025-12-31")
    assert (ran.code, ran.err) == (0, "")
    for part in (
        "Nötig je Jahr: −0,80 Prozentpunkte",
        "also 13.230 weniger",
        "Ab 7,9\u00a0% abwärts",
        "31. Dezember 2023",
        "Neu seit dem",
    ):
        assert part in ran.out


def test_a_goal_that_does_not_exist_is_refused_with_a_suggestion(filled: Path) -> None:
    assert_one_sentence(run(filled, "goal", "DO-1x"), "DO-1X", "DO-1")


def test_series_as_csv_is_filtered(shown: Callable[..., list[dict[str, str]]]) -> None:
    rows = shown("--area", "dortmund", "--indicator", "Arbeitslosenquote", "--group", "Frauen")
    assert {(row["area"], row["indicator"], row["group"]) for row in rows} == {("05913", "unemployment_rate", "women")}
    assert [row["period"] for row in rows] == sorted(row["period"] for row in rows)
    assert {"2019", "2020", "2021", "2022", "2023", "2024", "2025"} <= {row["period"] for row in rows}
    everything = [key_of(row) + figure(row) for row in shown()]
    assert all(key_of(row) + figure(row) in everything for row in rows)


def test_series_without_figures_is_an_empty_table(filled: Path) -> None:
    ran = run(filled, "series", "--area", "dortmund", "--indicator", "participants_16i", "--format", "csv")
    assert (ran.code, ran.out) == (0, ",".join(HEADER) + "\n")


def test_json_and_csv_hold_the_same_figures(filled: Path, shown: Callable[..., list[dict[str, str]]]) -> None:
    rows = [row for row in shown() if (row["area"], row["indicator"]) == ("06611", "unemployed")]
    records = run(filled, "series", "--area", "kassel", "--indicator", "unemployed", "--format", "json").json
    assert [list(record) for record in records] == [HEADER] * len(rows)
    assert [float(row["value"]) for row in rows] == [record["value"] for record in records]
    assert [key_of(row) for row in rows] == [key_of(record) for record in records]
    assert len(rows) > 40


@pytest.fixture(scope="session")
def published() -> dict[tuple[str, ...], list[dict[str, str]]]:
    """The collected figures by key; where a key stands twice, the older base first."""
    path = SHARED / "figures" / "observations.csv"
    if not path.exists():
        pytest.skip("the collected figures (shared/figures/observations.csv) are not on this machine")
    found = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[key_of(row)].append(row)
    return found


def key_of(row: dict[str, str]) -> tuple[str, ...]:
    return row["area"], row["indicator"], row["group"], row["period"]


def figure(row: dict[str, str]) -> tuple[str, str, str]:
    return row["value"], row["unit"], row["source"]


def test_every_collected_figure_is_shown_as_published(
    shown: Callable[..., list[dict[str, str]]], published: dict[tuple[str, ...], list[dict[str, str]]]
) -> None:
    assert sum(len(rows) for rows in published.values()) == 3600
    assert {key_of(row): figure(row) for row in shown()} == {key: figure(rows[-1]) for key, rows in published.items()}


def test_older_population_of_2023_is_shown_as_of_its_release(
    shown: Callable[..., list[dict[str, str]]], published: dict[tuple[str, ...], list[dict[str, str]]]
) -> None:
    then = {key_of(row): figure(row) for row in shown("--as-of", "2024-12-31")}
    twice = {key: found for key, found in published.items() if len(found) > 1}
    assert {(key[1], key[3]) for key in twice} == {("population", "2023")}
    assert {key: then[key] for key in twice} == {key: figure(found[0]) for key, found in twice.items()}


def test_as_of_a_day_shows_only_what_was_released_by_then(shown: Callable[..., list[dict[str, str]]]) -> None:
    now, then = shown(), shown("--as-of", "2024-12-31")
    assert max(row["released_on"] for row in then) == "2024-12-31"
    assert max(row["released_on"] for row in now) > "2024-12-31"
    assert 0 < len(then) < len(now)


def test_population_of_dortmund_2023_depends_on_the_day_asked_for(shown: Callable[..., list[dict[str, str]]]) -> None:
    def population(*when: str) -> str | None:
        rows = [row for row in shown(*when) if key_of(row)[:3] == ("05913", "population", "total")]
        return value(rows, "2023")

    assert (population("--as-of", "2024-12-31"), population()) == ("595471", "601343")
    assert population("--as-of", "2025-06-29") == "595471"


def test_day_that_is_none_is_refused_in_a_sentence(filled: Path) -> None:
    ran = run(filled, "series", "--as-of", "2026-13-01")
    assert ran.code != 0
    assert ran.out == ""
    assert "„2026-13-01“ ist kein Datum" in ran.err
    assert "Traceback" not in ran.err


# -- names


@pytest.mark.parametrize(
    ("arguments", "found", "near"),
    [
        (("goals", "--city", "Dortmnd"), "Dortmnd", "Dortmund"),
        (("series", "--indicator", "unemployment_rat"), "unemployment_rat", "Arbeitslosenquote"),
    ],
)
def test_unknown_name_is_refused_with_a_suggestion(filled: Path, arguments: tuple, found: str, near: str) -> None:
    assert_one_sentence(run(filled, *arguments), f"„{found}“", f"Meinten Sie „{near}“?")


def test_area_that_is_no_city_of_ours_is_refused(filled: Path) -> None:
    assert_one_sentence(run(filled, "series", "--area", "Landkreis Kassel"), "„Landkreis Kassel“ ist nicht bekannt")


# -- import


def test_accepted_file_is_stored(folder: Path, upload: Path) -> None:
    ran = run(folder, "import", upload, "--released-on", "2026-06-30", "--reason", "Meldung", "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    assert ran.json == {
        "outcome": "accepted", "batch": 14, "issues": [],
        "counts": {"new": 2, "revised": 0, "unchanged": 0, "missing": 0},
    }  # fmt: skip
    assert stored(folder, "participants_16i") == 398.0
    batch = batches(folder)[-1]
    assert (batch.batch, batch.file_name, batch.released_on, batch.reason, batch.withdrawn_at) == (
        14, "16i.csv", date(2026, 6, 30), "Meldung", None,
    )  # fmt: skip
    with Store.open(folder, NOW) as store:
        assert store.problems() == ()


def test_rejected_file_exits_with_2_says_every_error_and_stores_nothing(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "falsch.csv"
    path.write_text("Stadt;Indikator;Zeitraum;Wert\nKöln;ALQ;2024;8,7\nDortmund;ALQ;2024-Q5;11,7\n", "utf-8")
    before = batches(folder), stored(folder)
    ran = run(folder, "import", path, "--format", "json")
    assert (ran.code, ran.err) == (2, "")
    assert (ran.json["outcome"], ran.json["batch"]) == ("rejected", None)
    assert ran.json["counts"] == {"new": 0, "revised": 0, "unchanged": 0, "missing": 0}
    first, second = ran.json["issues"]
    assert first == {
        "severity": "error", "code": "area.unknown", "row": 2, "column": "Stadt", "found": "Köln", "expected": "",
        "message": "Zeile 2, Spalte Stadt: „Köln“ ist keine der geführten Städte oder Vergleichsgebiete.",
    }  # fmt: skip
    assert (second["code"], second["row"], second["column"], second["found"]) == (
        "period.unknown", 3, "Zeitraum", "2024-Q5",
    )  # fmt: skip
    assert (batches(folder), stored(folder)) == before


def test_text_of_a_rejected_file_says_place_finding_and_suggestion(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "falsch.csv"
    path.write_text("Stadt;Indikator;Zeitraum;Wert\nDortmnd;ALQ;2024;8,7\n", "utf-8")
    ran = run(folder, "import", path)
    assert ran.code == 2
    assert "Fehler: Zeile 2, Spalte Stadt: „Dortmnd“" in ran.out
    assert "Meinten Sie „Dortmund“?" in ran.out
    assert "nichts gespeichert: 1 Fehler" in ran.out


def test_file_with_a_warning_is_stored_only_with_a_reason_for_it(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "doppelt.csv"
    path.write_text("Stadt;Indikator;Zeitraum;Wert\nDortmund;§ 16i;2024;398\nDortmund;§ 16i;2024;398\n", "utf-8")
    refused = run(folder, "import", path)
    assert refused.code == 2
    assert "Warnung: Zeile 3, Spalte Wert: Dieselbe Zahl (398) steht schon in Zeile 2" in refused.out
    assert "--confirm" in refused.out
    assert len(batches(folder)) == SHIPPED_BATCHES
    ran = run(folder, "import", path, "--confirm", "doppelt ausgeliefert", "--format", "json")
    assert (ran.code, ran.json["outcome"], ran.json["counts"]["new"]) == (0, "accepted_with_warnings", 1)
    assert [(issue["severity"], issue["code"], issue["row"]) for issue in ran.json["issues"]] == [
        ("warning", "row.repeated", 3)
    ]
    assert batches(folder)[-1].confirmations == {"row.repeated · 3 · Wert · 398": "doppelt ausgeliefert"}


def test_dry_run_says_what_would_come_and_stores_nothing(folder: Path, upload: Path) -> None:
    ran = run(folder, "import", upload, "--dry-run", "--format", "json")
    assert (ran.code, ran.json["outcome"], ran.json["batch"], ran.json["counts"]["new"]) == (0, "accepted", None, 2)
    assert stored(folder, "participants_16i") is None
    assert len(batches(folder)) == SHIPPED_BATCHES
    assert len(list((folder / "uploads").iterdir())) == SHIPPED_BATCHES + 1  # and the manifest


def test_file_that_is_missing_exits_with_1(filled: Path, tmp_path: Path) -> None:
    assert_one_sentence(run(filled, "import", tmp_path / "fehlt.csv"), "„fehlt.csv“")


def imported(folder: Path, data: str, name: str, released_on: date) -> int:
    """A file imported in this process; the number of its batch."""
    opened = open_monitor(folder, now=NOW)
    with opened.store:
        outcome = import_file(
            opened,
            data.encode(),
            name,
            released_on=released_on,
            confirm="test",
            actor=operator("pytest"),
            now=datetime.now(UTC),
        )
    assert outcome.batch is not None
    return outcome.batch


def test_same_file_twice_is_rejected_and_the_earlier_file_named(folder: Path, upload: Path) -> None:
    imported(folder, UPLOAD, "zuerst.csv", date(2026, 6, 30))
    ran = run(folder, "import", upload, "--format", "json")
    assert (ran.code, ran.json["outcome"]) == (2, "rejected")
    (issue,) = ran.json["issues"]
    assert (issue["severity"], issue["code"], issue["row"]) == ("error", "file.already_imported", None)
    assert "Lieferung 14 („zuerst.csv“" in issue["message"]
    assert len(batches(folder)) == SHIPPED_BATCHES + 1


# The rate of Dortmund of 2023 as it is published, that of 2024 (11.7) with a value nobody has published.
REVISION = "Stadt;Indikator;Zeitraum;Wert\nDortmund;ALQ;2023;11,5\nDortmund;ALQ;2024;99,9\n"
RATE = ("--area", "05913", "--indicator", "unemployment_rate", "--group", "total", "--format", "csv")


def test_revised_value_holds_from_its_release_and_the_earlier_one_before(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "revision.csv"
    path.write_text(REVISION, "utf-8")
    ran = run(folder, "import", path, "--released-on", "2026-06-30", "--confirm", "Test", "--format", "json")
    assert ran.json["counts"] == {"new": 0, "revised": 1, "unchanged": 1, "missing": 0}
    assert value(run(folder, "series", *RATE).rows, "2024") == "99.9"
    assert value(run(folder, "series", *RATE, "--as-of", "2026-06-29").rows, "2024") == "11.7"


def test_withdrawn_revision_gives_the_earlier_value_back(folder: Path) -> None:
    batch = imported(folder, REVISION, "revision.csv", date(2026, 6, 30))
    assert stored(folder) == 99.9
    meanwhile = datetime.now(UTC).isoformat()
    ran = run(folder, "withdraw", batch, "--reason", "falsche Datei")
    assert (ran.code, ran.out) == (0, f"Lieferung {batch} zählt nicht mehr; gelöscht wurde nichts.\n")
    assert stored(folder) == 11.7
    assert batches(folder)[-1].withdrawn_reason == "falsche Datei"
    # What was shown then is still shown for then.
    assert value(run(folder, "series", *RATE, "--as-of", meanwhile).rows, "2024") == "99.9"


def test_withdrawn_file_may_be_imported_again(folder: Path, upload: Path) -> None:
    batch = imported(folder, UPLOAD, "16i.csv", date(2026, 6, 30))
    with Store.open(folder, NOW) as store:
        store.withdraw(batch, reason="zu früh", actor=operator("pytest"), now=datetime.now(UTC))
    assert stored(folder, "participants_16i") is None
    ran = run(folder, "import", upload)
    assert (ran.code, ran.err) == (0, "")
    assert f"Gespeichert als Lieferung {batch + 1}: 2 neu, 0 geändert, 0 unverändert" in ran.out
    assert stored(folder, "participants_16i") == 398.0


def test_withdrawn_shipped_file_stays_withdrawn_and_is_not_withdrawn_twice(folder: Path) -> None:
    assert run(folder, "withdraw", 3, "--reason", "Test").code == 0
    assert_one_sentence(run(folder, "withdraw", 3, "--reason", "Test"), "Lieferung 3")
    assert len(batches(folder)) == SHIPPED_BATCHES
    assert batches(folder)[2].withdrawn_at is not None


# -- a store that cannot be used


def test_store_held_by_another_process_is_said_in_one_sentence(folder: Path, upload: Path) -> None:
    with Store.open(folder, NOW) as store:
        head = store.head()
        assert_one_sentence(run(folder, "goals"), "Datenspeicher", "belegt")
        assert_one_sentence(run(folder, "import", upload, "--language", "en"))
        assert store.head() == head


def garbage(path: Path) -> None:
    path.write_bytes(b"kein Datenspeicher" * 1000)


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def cut_in_half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def middle_lost(path: Path) -> None:
    data, third = path.read_bytes(), path.stat().st_size // 3
    path.write_bytes(data[:third] + b"\xff" * third + data[2 * third :])


def other_database(path: Path) -> None:
    path.unlink()
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table something (else_ integer)")


def newer_version(path: Path) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute("insert into migration values (9999, timestamp '2030-01-01')")


@pytest.mark.parametrize("damage", [emptied, cut_in_half, middle_lost, other_database, newer_version])
def test_broken_store_is_said_in_one_sentence_and_left_as_it_is(folder: Path, damage: Any) -> None:
    damage(folder / FILE)
    data = (folder / FILE).read_bytes()
    assert_one_sentence(run(folder, "check"), FILE)
    assert (folder / FILE).read_bytes() == data


def test_broken_store_is_not_called_locked_because_of_the_name_of_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "blockland"
    folder.mkdir()
    garbage(folder / FILE)
    ran = run(folder, "check")
    assert_one_sentence(ran, FILE)
    assert "belegt" not in ran.err


def test_data_folder_that_is_a_file_is_said_in_one_sentence(upload: Path) -> None:
    assert_one_sentence(run(upload, "check"))


def test_reader_that_stops_reading_is_no_fault(filled: Path) -> None:
    pipeline = f'"{sys.executable}" -m indicators series --format csv --data "{filled}" | head -n 1'
    ran = subprocess.run(["bash", "-o", "pipefail", "-c", pipeline], cwd=PROJECT, capture_output=True, encoding="utf-8")
    assert ran.stdout == ",".join(HEADER) + "\n"
    assert (ran.returncode, ran.stderr) == (0, "")


# -- provenance, template, export


def test_provenance_tells_cell_and_earlier_versions(filled: Path) -> None:
    ran = run(filled, "provenance", "--area", "Dortmund", "--indicator", "Bevölkerung", "--period", "2023")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Bevölkerung · Dortmund · 2023: 601.343 Personen\n")
    assert "Zeile 12, Spalte „value“" in ran.out and "595.471 Personen" in ran.out


def test_provenance_as_json_holds_every_version(filled: Path) -> None:
    known = ("--area", "05913", "--indicator", "population", "--period", "31.12.2023", "--format", "json")
    found = run(filled, "provenance", *known).json
    assert [(one["value"], one["counts"], one["row"]) for one in found["vintages"]] == [(601343, True, 12), (595471, False, 23)]


def test_provenance_of_no_period_is_refused_in_a_sentence(filled: Path) -> None:
    ran = run(filled, "provenance", "--area", "05913", "--indicator", "population", "--period", "2023-Q1")
    assert_one_sentence(ran, "„2023-Q1“")


@pytest.mark.parametrize("name", ["vorlage.csv", "vorlage.xlsx"])
def test_empty_template_is_rejected_as_nothing_to_do(folder: Path, tmp_path: Path, name: str) -> None:
    written = run(folder, "template", "--city", "Dortmund", "--city", "kassel", "-o", tmp_path / name)
    assert (written.code, written.err) == (0, "") and name in written.out
    ran = run(folder, "import", tmp_path / name)
    assert ran.code == 2
    assert "Es gibt nichts zu tun." in ran.out
    assert len(batches(folder)) == SHIPPED_BATCHES


def test_import_of_the_export_changes_nothing(folder: Path, tmp_path: Path) -> None:
    assert run(folder, "export", "-o", tmp_path / "alles").code == 0
    ran = run(folder, "import", tmp_path / "alles" / "observations.csv", "--dry-run", "--format", "json")
    counts = ran.json["counts"]
    assert (counts["new"], counts["revised"], counts["missing"]) == (0, 0, 0) and counts["unchanged"] > 3000


def test_export_into_a_file_is_refused_in_a_sentence(filled: Path, tmp_path: Path) -> None:
    (tmp_path / "datei").write_text("x")
    assert_one_sentence(run(filled, "export", "-o", tmp_path / "datei"), "„datei“")


# -- what the documents say


def commands_of(parser: argparse.ArgumentParser, name: str = "python -m indicators") -> Iterator[tuple[str, set[str]]]:
    """Every command in full, actions of commands too, with its options."""
    own = {option for action in parser._actions for option in action.option_strings[-1:]}
    yield name, own - {"--help"}
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for word, inner in action.choices.items():
                yield from commands_of(inner, f"{name} {word}")


def test_the_readme_names_every_command_and_option():
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    said = readme[readme.index("## The command line") : readme.index("### Files that can be imported")]
    lines = re.sub(r"\n {5,}", " ", said)
    for command, options in commands_of(_parser()):
        assert command in said
        line = next(line for line in lines.splitlines() if command in line)
        everywhere = {"--data", "--language", "--output"}  # --output is written -o
        assert {option for option in options - everywhere if option not in line} == set(), command


def test_the_guide_for_operators_names_every_environment_variable():
    guide = (PROJECT / "docs" / "betrieb.md").read_text(encoding="utf-8")
    code = "".join(path.read_text(encoding="utf-8") for path in (PROJECT / "indicators").rglob("*.py"))
    found = set(re.findall(r"ZIELMONITOR_[A-Z_]+", code))
    assert len(found) == 4
    assert {name for name in found if name not in guide} == set()
