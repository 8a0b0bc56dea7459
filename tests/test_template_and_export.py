"""What goes out comes in again: the template, filled in or not, and the export of everything."""

import csv
import io
import json
from dataclasses import asdict
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators import ingest
from indicators import monitor as ask
from indicators.ingest.escape import inert, plain
from indicators.monitor.template import COLUMNS, ended_before
from indicators.present.words import words
from indicators.store import operator
from tests.conftest import NOW, TODAY

FORMS = ["csv", "xlsx"]
PLAIN = "Schlüssel;Indikator;Zeitraum;Wert;Quelle;Anmerkung\n05913;§ 16i;2024;398;{source};{note}\n"


def read(data: bytes, catalogue) -> ingest.Reading:
    return ingest.read(data, catalogue, today=TODAY, source="Vorlage")


def rows(data: bytes) -> list[list[str]]:
    text = data.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";" if ";" in text.splitlines()[0] else ","))


def filled(data: bytes, language: str, *, number: int = 5) -> bytes:
    """The template with a value in one row."""
    table = rows(data)
    table[number][COLUMNS.index("value")] = "7"
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";" if language == "de" else ",").writerows(table)
    return text.getvalue().encode("utf-8-sig")


# -- the template


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("form", FORMS)
def test_the_empty_template_says_there_is_nothing_to_do(shipped, language, form):
    data = ask.template(shipped, ["05913", "05114"], words(language), form=form, today=TODAY)
    reading = read(data, shipped.catalogue)
    assert [issue.code for issue in reading.issues if issue.severity == "error"] == ["file.unfilled"]
    assert "Es gibt nichts zu tun." in words("de").issue(reading.issues[0])


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_filled_template_imports_as_it_is(shipped, language):
    data = ask.template(shipped, ["05913"], words(language), form="csv", today=TODAY)
    reading = read(filled(data, language), shipped.catalogue)
    assert [issue for issue in reading.issues if issue.severity == "error"] == []
    asked = rows(data)[5]
    (figure,) = reading.table.to_dict("records")
    assert (figure["area"], figure["value"], figure["period"]) == ("05913", 7.0, asked[COLUMNS.index("period")])
    assert figure["note"] == ""  # the last known value is a reminder, no remark of the new one


def test_every_row_of_the_template_can_be_read_once_it_is_filled(shipped):
    for area in ("05913", "05114", "06611", "08111"):
        table = rows(ask.template(shipped, [area], words("de"), form="csv", today=TODAY))
        for row in table[1:]:
            row[COLUMNS.index("value")] = "7"
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=";").writerows(table)
        reading = read(text.getvalue().encode("utf-8-sig"), shipped.catalogue)
        wrong = [issue for issue in reading.issues if issue.severity == "error" and issue.code != "period.in_future"]
        assert wrong == [], area


def test_the_template_shows_the_last_known_value_with_period_release_and_source(shipped):
    table = rows(ask.template(shipped, ["05913"], words("de"), form="csv", today=TODAY))
    (row,) = [row for row in table if row[2:5] == ["Arbeitslosenquote", "insgesamt", "2026"]]
    assert row[COLUMNS.index("last_known")] == "12,0 (2025, Stand Mai 2026, Regionalstatistik/BA 13211-02-05-4)"
    assert row[COLUMNS.index("value")] == row[COLUMNS.index("source")] == ""


def test_the_template_asks_for_what_goals_need_and_nobody_delivered(shipped):
    table = rows(ask.template(shipped, ["08111"], words("de"), form="csv", today=TODAY))
    assert [row[3:5] for row in table if row[2] == "Integrationsquote (K2)"] == [["Männer", "2025"], ["Frauen", "2025"]]


@pytest.mark.parametrize(
    ("day", "frequency", "period"),
    [("2026-11-22", "year", "2025"), ("2026-12-31", "year", "2026"), ("2026-11-22", "quarter", "2026-Q3"),
     ("2026-11-22", "month", "2026-10"), ("2026-01-05", "month", "2025-12")],
)  # fmt: skip
def test_the_newest_whole_period(day, frequency, period):
    assert str(ended_before(pd.Timestamp(day).date(), frequency)) == period


# -- the export


@pytest.fixture(scope="module")
def exported(shipped, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("export")
    ask.export(shipped, folder / "new", words("de"))
    return folder / "new"


def test_an_import_of_the_export_changes_nothing(shipped, exported):
    reading = read((exported / "observations.csv").read_bytes(), shipped.catalogue)
    assert [issue for issue in reading.issues if issue.severity == "error"] == []
    stored = shipped.store.series()
    key = ["area", "indicator", "group", "period"]
    columns = [*key, "value", "decimals", "status", "unit", "source", "note"]
    back, known = (frame[columns].astype({name: str for name in columns if name not in ("value", "decimals")})
                   .sort_values(key, ignore_index=True) for frame in (reading.table, stored))  # fmt: skip
    pd.testing.assert_frame_equal(back, known, check_dtype=False)


def test_the_package_describes_every_file_with_every_column(exported):
    package = json.loads((exported / "datapackage.json").read_text("utf-8"))
    assert {resource["path"] for resource in package["resources"]} == {path.name for path in exported.glob("*.csv")}
    for resource in package["resources"]:
        header = next(csv.reader((exported / resource["path"]).open(encoding="utf-8")))
        assert [field["name"] for field in resource["schema"]["fields"]] == header
        assert set(resource["schema"]["primaryKey"]) <= set(header)
    assert any("Namensnennung" in licence["title"] for licence in package["licenses"])


def test_the_vintages_hold_both_populations_of_2023_with_their_cell(exported):
    key, wanted = ("area", "indicator", "group", "period"), ("05913", "population", "total", "2023")
    rows = csv.DictReader((exported / "vintages.csv").open(encoding="utf-8"))
    found = [row for row in rows if tuple(row[name] for name in key) == wanted]
    assert [(row["value"], row["row"]) for row in found] == [("595471", "23"), ("601343", "12")]


def test_the_export_is_the_same_twice(shipped, exported, tmp_path):
    ask.export(shipped, tmp_path, words("de"))
    for path in exported.iterdir():
        assert (tmp_path / path.name).read_bytes() == path.read_bytes(), path.name


def test_formulas_are_inert_in_the_export_and_come_back_as_they_were(monitor, tmp_path):
    formula, note = "=HYPERLINK(1)", "@SUM(1)"
    data = PLAIN.format(source=formula, note=note).encode()
    ask.import_file(monitor, data, "=boese.csv", released_on=TODAY, reason="+1", actor=operator("-x"), now=NOW)
    ask.export(monitor, tmp_path, words("de"))
    for path in tmp_path.glob("*.csv"):
        for row in csv.reader(path.open(encoding="utf-8")):
            for cell in row:
                assert not cell.startswith(("=", "+", "@")), path.name
                assert not cell.startswith("-") or float(cell) < 0, path.name
    reading = read((tmp_path / "observations.csv").read_bytes(), monitor.catalogue)
    back = reading.table[reading.table["indicator"] == "participants_16i"].to_dict("records")[0]
    assert (back["source"], back["note"]) == (formula, note)


def test_a_negative_number_stays_a_number(monitor, tmp_path):
    data = "Schlüssel;Indikator;Zeitraum;Wert\n05913;k3_long_term_recipients_change;2024;-2,1\n".encode()
    ask.import_file(monitor, data, "k3.csv", released_on=TODAY, reason="x", actor=operator("x"), now=NOW)
    ask.export(monitor, tmp_path, words("de"))
    assert ",-2.1," in (tmp_path / "observations.csv").read_text("utf-8")
    assert not [
        i for i in read((tmp_path / "observations.csv").read_bytes(), monitor.catalogue).issues if i.severity == "error"
    ]


@given(st.text())
def test_what_is_made_inert_comes_back_unchanged(text):
    assert plain(inert(text)) == text or (text.startswith("'") and inert(text) == text)
    assert inert(text)[:1] not in ("=", "+", "-", "@", "\t", "\r") or text == ""


# -- provenance


def test_the_provenance_of_a_revised_figure_names_both_cells(shipped):
    found = ask.provenance(shipped, "05913", "population", "total", "2023")
    assert [(one.value, one.row, one.column, one.counts) for one in found.vintages] == [
        (601343.0, 12, "value", True), (595471.0, 23, "value", False),
    ]  # fmt: skip
    assert found.current is found.vintages[0]


def test_a_withdrawn_figure_stays_listed_and_the_earlier_one_counts(monitor):
    batch = ask.provenance(monitor, "05913", "population", "total", "2023").vintages[0].batch
    ask.withdraw(monitor, batch, reason="falsche Basis", actor=operator("anna"), now=NOW)
    newest, older = ask.provenance(monitor, "05913", "population", "total", "2023").vintages
    assert (newest.withdrawn_by, newest.withdrawn_reason, newest.counts, older.counts) == ("anna", "falsche Basis", False, True)


def test_a_late_import_of_an_older_release_is_said_to_be_without_effect(monitor):
    data = "Schlüssel;Indikator;Zeitraum;Wert\n05913;population;2023;600000\n".encode()
    outcome = ask.import_file(
        monitor, data, "alt.csv", released_on=TODAY.replace(year=2020), reason="x", actor=operator("x"), now=NOW, confirm="x"
    )
    assert outcome.batch is not None, outcome
    _, (change,) = ask.delivery(monitor, outcome.batch)
    assert (change.kind, change.before, change.after) == ("older", 601343.0, 600000.0)


def test_every_delivery_is_accounted_for_figure_by_figure(shipped):
    for one in ask.deliveries(shipped):
        _, changes = ask.delivery(shipped, one.batch)
        assert len(changes) == one.rows > 0, asdict(one)
