"""What the parts promise, held over the whole way: file -> command line or page -> store -> provenance, export, verdicts."""

import csv
import io
import json
import shutil
import threading
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from indicators import ingest
from indicators import monitor as ask
from indicators.__main__ import main
from indicators.errors import Fault, Stale
from indicators.monitor import Monitor, teaching
from indicators.monitor.template import COLUMNS
from indicators.present.words import words
from indicators.store import Store, operator
from tests import workbooks
from tests.conftest import NOW
from tests.workbooks import Percent, Rows

BOSS = operator("Tester")
RELEASED = date(2026, 11, 1)
FLAT_HEADER = (
    "statistics_code;statistics_label;time_code;time_label;time;1_variable_code;1_variable_label;1_variable_attribute_code;"
    "1_variable_attribute_label;2_variable_code;2_variable_label;2_variable_attribute_code;2_variable_attribute_label;value;"
    "value_unit;value_variable_code;value_variable_label"
)
FLAT = "\r\n".join(
    [FLAT_HEADER]
    + [
        f"12411;Fortschreibung des Bevölkerungsstandes;STAG;Stichtag;2024-12-31;KREISE;Kreise und kreisfreie Städte;"
        f'{key};"{name}";GES;Geschlecht;{code};{label};{value};Anzahl;BEVSTD;Bevölkerungsstand'
        for key, name, code, label, value in (
            ("05913", "Dortmund, kreisfreie Stadt", "GESW", "weiblich", 305001),
            ("01001", "Flensburg, kreisfreie Stadt", "", "Insgesamt", 96000),
            ("05913", "Dortmund, kreisfreie Stadt", "", "Insgesamt", 603462),
            ("05913", "Dortmund, kreisfreie Stadt", "GESM", "männlich", 298461),
        )
    ]
    + [""]
)


@pytest.fixture
def folder(shipped_folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(shipped_folder, tmp_path / "store"))


@pytest.fixture
def call(folder: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    """`call("import", path)` -> exit code and what was printed."""

    def run(*arguments: object) -> tuple[int, str]:
        code = main([*map(str, arguments), "--data", str(folder)])
        return code, capsys.readouterr().out

    return run


def imported(call: Callable[..., tuple[int, str]], path: Path, *more: str, released: str = "2026-11-01") -> dict[str, object]:
    code, out = call("import", path, "--released-on", released, "--format", "json", *more)
    said: dict[str, object] = json.loads(out)
    assert code == (2 if said["outcome"] in ("rejected", "unconfirmed") else 0)
    return said


def vintages(
    call: Callable[..., tuple[int, str]], indicator: str, period: str, group: str = "total"
) -> list[dict[str, object]]:
    code, out = call("provenance", "--area", "Dortmund", "--indicator", indicator, "--group", group, "--period", period,
                     "--format", "json")  # fmt: skip
    assert code == 0
    found: list[dict[str, object]] = json.loads(out)["vintages"]
    return found


# -- files in a wrapper


def test_a_zipped_flat_file_goes_in_as_it_was_downloaded(call, folder, tmp_path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("12411-01-01-4_de_flat.csv", ("\ufeff" + FLAT).encode("utf-8"))
    path = tmp_path / "12411-01-01-4_de_flat.zip"
    path.write_bytes(packed.getvalue())
    said = imported(call, path, "--confirm", "so veröffentlicht")
    assert said["batch"] is not None, said
    newest = vintages(call, "population", "2024")[0]
    assert (newest["value"], newest["row"], newest["column"], newest["file_name"]) == (
        603462.0, 4, "value (Spalte N)", path.name,
    )  # fmt: skip
    with Store.open(folder, NOW) as store:
        assert store.original(store.batches()[-1].sha256) == path.read_bytes()  # the ZIP itself, not what was in it


TIDY: Rows = [
    ["Stand: Oktober 2026"],
    [],
    ["Schlüssel", "Stadt", "Indikator", "Zeitraum", "Wert"],
    ["05913", "Dortmund", "Arbeitslosenquote", date(2024, 12, 31), Percent(0.118)],
    ["", "", "", date(2025, 12, 31), Percent(0.121)],
    [5913, "Dortmund", "Arbeitslose", 2024, 36312],
    [],
    ["1) Jahresdurchschnitt"],
]


@pytest.mark.parametrize("kind", ["xlsx", "xls", "xlsb", "ods"])
def test_a_tidy_workbook_of_any_format_goes_in_and_each_figure_knows_its_cell(call, tmp_path, kind):
    path = tmp_path / f"zahlen.{kind}"
    path.write_bytes(getattr(workbooks, kind)({"Deckblatt": [["Stadt Dortmund"]], "Daten": TIDY, "Alt": TIDY}, hidden=["Alt"]))
    said = imported(call, path, "--confirm", "so gemeldet")
    assert said["outcome"] in ("accepted", "accepted_with_warnings"), said
    for indicator, period, value, row in (
        ("unemployment_rate", "2024", 11.8, 4), ("unemployment_rate", "2025", 12.1, 5), ("unemployed", "2024", 36312.0, 6),
    ):  # fmt: skip
        newest = vintages(call, indicator, period)[0]
        assert (newest["value"], newest["sheet"], newest["row"], newest["file_name"]) == (value, "Daten", row, path.name)
        assert newest["column"] == "Wert"


def test_a_workbook_with_two_tables_asks_which_and_is_read_by_the_answer(call, tmp_path):
    path = tmp_path / "zwei.xlsx"
    other = [list(row) for row in TIDY]
    other[3][4] = Percent(0.119)
    path.write_bytes(workbooks.xlsx({"Alt": TIDY, "Neu": other}))
    assert [issue["code"] for issue in imported(call, path)["issues"]] == ["file.which_sheet"]
    assert imported(call, path, "--sheet", "Neu", "--confirm", "so gemeldet")["batch"] is not None
    newest = vintages(call, "unemployment_rate", "2024")[0]
    assert (newest["value"], newest["sheet"]) == (11.9, "Neu")


# -- kept and found again


def test_the_same_bytes_under_another_name_are_refused_naming_the_earlier_delivery(call, tmp_path):
    first, second = tmp_path / "erste.csv", tmp_path / "zweite.csv"
    for path in (first, second):
        path.write_text("Stadt;Indikator;Zeitraum;Wert\nDortmund;§ 16i;2024;398\n", "utf-8")
    batch = imported(call, first)["batch"]
    said = imported(call, second)
    assert [issue["code"] for issue in said["issues"]] == ["file.already_imported"]
    assert f"Lieferung {batch}" in said["issues"][0]["message"] and "erste.csv" in said["issues"][0]["message"]


def test_the_original_lies_under_its_sha256_and_provenance_leads_to_it(call, folder, tmp_path):
    path = tmp_path / "16i.csv"
    path.write_bytes("Stadt;Indikator;Zeitraum;Wert\r\nDortmund;§ 16i;2024;398\r\n".encode("cp1252"))
    imported(call, path)
    (only,) = vintages(call, "participants_16i", "2024")
    with Store.open(folder, NOW) as store:
        assert store.original(str(only["sha256"])) == path.read_bytes()
    assert path.read_bytes().splitlines()[int(str(only["row"])) - 1].endswith(b";398")


# -- out and in again


def verdicts(monitor: Monitor) -> list[tuple[str, str, str]]:
    views = ask.goals(monitor, today=NOW.date(), as_of=None)
    return [(view.goal.id, view.assessment.verdict, str(view.assessment.reasons)) for view in views]


def test_an_import_of_the_export_changes_no_value_no_verdict_and_loses_no_provenance(monitor, tmp_path):
    ask.export(monitor, tmp_path, words("de"))
    before, judged = monitor.store.series(), verdicts(monitor)
    data = (tmp_path / "observations.csv").read_bytes()
    preview = ask.prepare(monitor, data, "observations.csv", actor=BOSS, now=NOW, released_on=RELEASED, read=ingest.read)
    assert preview.counts == {"new": 0, "revised": 0, "unchanged": len(before), "missing": 0}
    assert preview.verdicts == ()
    confirmed = dict.fromkeys(preview.warnings, "eigener Export")
    ask.commit(monitor, preview, released_on=RELEASED, reason="Rückspiel", confirmed=confirmed, actor=BOSS, now=NOW)
    after = monitor.store.series()
    columns = ["area", "indicator", "group", "period", "value", "decimals", "status", "unit", "source", "note"]
    assert after[columns].astype(str).equals(before[columns].astype(str))
    assert verdicts(monitor) == judged
    newest, *earlier = ask.provenance(monitor, "05913", "population", "total", "2023").vintages
    assert newest.file_name == "observations.csv"
    assert [(one.value, one.row) for one in earlier] == [(601343.0, 12), (595471.0, 23)]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_template_of_the_command_line_goes_in_once_it_is_filled(call, tmp_path, form):
    empty = tmp_path / "vorlage.csv"
    assert call("template", "--city", "Dortmund", "-o", empty)[0] == 0
    table = list(csv.reader(io.StringIO(empty.read_text("utf-8-sig")), delimiter=";"))
    (row,) = [row for row in table if row[2:5] == ["Arbeitslosenquote", "insgesamt", "2026"]]
    row[COLUMNS.index("value")] = "11,9"
    filled = tmp_path / f"gefuellt.{form}"
    if form == "csv":  # as a German Excel saves it
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=";").writerows(table)
        filled.write_bytes(text.getvalue().encode("cp1252", errors="replace"))
    else:
        filled.write_bytes(workbooks.xlsx({"Vorlage": table}))
    said = imported(call, filled, "--confirm", "Meldung")
    assert (said["counts"]["new"], said["counts"]["revised"]) == (1, 0), said
    assert vintages(call, "unemployment_rate", "2026")[0]["value"] == 11.9


# -- taught once


REPORT = "Bericht\nMerkmal;Raum;2024\nArbeitslosenquote;Stadt Dortmund;{value}\nArbeitslosenquote;Hagen;9,9\n"


def test_a_taught_table_is_read_by_its_name_on_the_command_line(call, catalogue, folder, tmp_path):
    first, later = tmp_path / "bericht.csv", tmp_path / "naechster.csv"
    first.write_text(REPORT.format(value="11,7"), "utf-8")
    later.write_text(REPORT.format(value="12,3").replace("2024", "2025"), "utf-8")
    assert [issue["code"] for issue in imported(call, first)["issues"]] == ["file.not_recognised"]
    (grid,) = teaching.glance(first.read_bytes())
    with ask.open_monitor(folder, now=NOW).store as store:
        opened = Monitor(catalogue, store)
        lesson = replace(teaching.first_lesson(opened, grid), names={"area": {"Hagen": ""}})
        teaching.keep(opened, teaching.mapping_of(grid, lesson, "Bericht"), actor=BOSS, now=NOW)
    said = imported(call, later, "--mapping", "Bericht", "--confirm", "so gemeldet")
    assert said["batch"] is not None, said
    newest = vintages(call, "unemployment_rate", "2025")[0]
    assert (newest["value"], newest["row"], newest["file_name"]) == (12.3, 3, "naechster.csv")
    assert call("import", later, "--mapping", "Berichte")[0] == 1  # nobody kept one under that name


# -- two at once


def test_one_withdraws_while_the_other_imports_and_whoever_comes_second_is_told(folder):
    """Both looked at the same state of one store; one of the two is stored, the other is told that its view is stale."""
    opened = ask.open_monitor(folder, now=NOW)
    with opened.store as store:
        for number in range(6):
            data = f"Stadt;Indikator;Zeitraum;Wert\nDortmund;§ 16i;2024;{400 + number}\n".encode()
            preview = ask.prepare(opened, data, "16i.csv", actor=BOSS, now=NOW, released_on=RELEASED, read=ingest.read)
            standing = [batch.batch for batch in store.batches() if batch.withdrawn_at is None]
            told, start = [], threading.Barrier(2)

            def attempt(write: Callable[[], object], told: list[str] = told, start: threading.Barrier = start) -> None:
                start.wait()
                try:
                    write()
                except (Stale, Fault) as fault:
                    told.append(fault.code)

            confirmed = dict.fromkeys(preview.warnings, "so gemeldet")
            writes = (
                lambda seen=preview, sure=confirmed: ask.commit(
                    opened, seen, released_on=RELEASED, reason="Probe", confirmed=sure, actor=BOSS, now=NOW
                ),
                lambda last=standing[-1]: ask.withdraw(opened, last, reason="Probe", actor=BOSS, now=NOW),
            )
            threads = [threading.Thread(target=attempt, args=(write,)) for write in writes]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            assert told in ([], ["store.stale"])  # the withdrawal is asked for no preview and always comes through
            assert store.problems() == ()
            kept = [batch for batch in store.batches() if batch.batch == standing[-1]]
            assert kept[0].withdrawn_at is not None


# -- a large file


def test_progress_is_told_while_a_large_file_is_read_by_the_process_of_its_own(monitor):
    lines = [
        f"{area};Arbeitslosenquote;{group};{year}-{month:02d};{5 + (year + month) % 7},{month % 10}"
        for area in ("05913", "05114", "06611", "08111")
        for group in ("insgesamt", "Männer", "Frauen", "Ausländer")
        for year in range(1990, 2026)
        for month in range(1, 13)
    ]
    data = ("Schlüssel;Indikator;Gruppe;Zeitraum;Wert\n" + "\n".join(lines)).encode()
    told: list[tuple[str, float]] = []
    preview = ask.prepare(
        monitor, data, "gross.csv", actor=BOSS, now=NOW, released_on=RELEASED, progress=lambda *step: told.append(step)
    )
    assert preview.comparison is not None and len(preview.reading.table) == len(lines)
    steps = [step for step, _ in told]
    assert [step for step in ("open", "recognise", "read", "interpret", "compare", "check", "judge") if step not in steps] == []
    shares = [share for _, share in told]
    assert shares == sorted(shares) and shares[-1] <= 1
    for lang in ("de", "en"):
        assert all(f"upload.step_{step}" in words(lang).texts for step in steps)
