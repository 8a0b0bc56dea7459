"""Teaching a table: answers about columns become a mapping, and its result is seen before anything is kept."""

from dataclasses import replace

import pytest

from indicators.errors import Fault, Forbidden
from indicators.ingest.grid import Grid
from indicators.ingest.mapping import from_json
from indicators.monitor import prepare, teaching
from indicators.monitor.teaching import Answer, Lesson
from indicators.store.people import operator
from tests.conftest import NOW

ROWS = [
    ["Bericht der Stadt", "", "", ""],
    ["Merkmal", "Raum", "2023", "2024"],
    ["Arbeitslosenquote", "Stadt Dortmund", "11,5", "11,7"],
    ["Quote der Frauen", "Stadt Dortmund", "11,4", "11,5"],
]
GRID = Grid(ROWS, [1, 2, 3, 4])
FILE = "\n".join(";".join(row) for row in ROWS).encode()
LESSON = Lesson(1, 1, (Answer("indicator"), Answer("area"), Answer("value_period")))
BOSS = operator("test")


def test_columns_that_differ_only_in_their_period_are_one_question():
    heads = teaching.headers(GRID, 1, 1)
    assert [(head.letters, head.text, head.example) for head in heads] == [
        ("A", "Merkmal", "Arbeitslosenquote"), ("B", "Raum", "Stadt Dortmund"), ("C–D", "2023", "11,5"),
    ]  # fmt: skip


def test_what_can_be_seen_is_suggested(monitor):
    lesson = teaching.first_lesson(monitor, GRID)
    assert (lesson.start, lesson.header_rows, lesson.answers) == (1, 1, LESSON.answers)


def test_the_shown_rows_are_read_and_what_is_unknown_is_named(monitor):
    table, issues = teaching.attempt(monitor, GRID, teaching.mapping_of(GRID, LESSON, "Bericht"), now=NOW)
    assert table[["indicator", "period", "value"]].values.tolist() == [
        ["unemployment_rate", "2023", 11.5], ["unemployment_rate", "2024", 11.7],
    ]  # fmt: skip
    assert teaching.unknown_names(issues) == {"indicator": ("Quote der Frauen",)}


@pytest.mark.parametrize(("stands_for", "figures"), [("", 2), ("sgb2_quota", 4)])
def test_an_unknown_label_is_left_out_or_stands_for_what_it_was_taught(monitor, stands_for, figures):
    lesson = replace(LESSON, names={"indicator": {"Quote der Frauen": stands_for}})
    table, issues = teaching.attempt(monitor, GRID, teaching.mapping_of(GRID, lesson, "Bericht"), now=NOW)
    assert len(table) == figures and teaching.unknown_names(issues) == {}


def test_a_lesson_is_read_back_from_its_mapping():
    full = replace(
        LESSON, answers=(Answer("block_indicator"), Answer("area"), Answer("value_period", group="women")),
        constants={"indicator": "unemployment_rate"}, style="german",
    )  # fmt: skip
    assert teaching.lesson_of(GRID, teaching.mapping_of(GRID, full, "Bericht")) == full


@pytest.mark.parametrize(
    ("answers", "left"),
    [
        ((), ("area", "indicator", "group", "period")),
        ((Answer("key"), Answer("value_period")), ("indicator", "group")),
        ((Answer("area"), Answer("period"), Answer("value", indicator="unemployed", group="women")), ()),
        ((Answer("value", indicator="unemployed"), Answer("value")), ("area", "indicator", "group", "period")),
    ],
)
def test_what_no_column_tells_has_to_be_said_for_the_whole_table(answers, left):
    assert teaching.open_parts(answers) == left


def test_a_kept_mapping_recognises_the_next_file_of_that_shape(monitor):
    lesson = replace(LESSON, names={"indicator": {"Quote der Frauen": ""}})
    assert teaching.keep(monitor, teaching.mapping_of(GRID, lesson, " Bericht "), actor=BOSS, now=NOW) == 1
    (saved,) = monitor.store.mappings()
    assert saved.name == "Bericht" and from_json(saved.content).header_rows == 1
    found = prepare(monitor, FILE.replace(b"2024", b"2025"), "naechste.csv", actor=BOSS, now=NOW).reading.recognised
    assert found is not None and (found.family, found.name) == ("mapped", "Bericht")


def test_a_mapping_needs_a_name_and_a_person(monitor):
    with pytest.raises(Fault, match=r"mapping\.no_name"):
        teaching.keep(monitor, teaching.mapping_of(GRID, LESSON, " "), actor=BOSS, now=NOW)
    with pytest.raises(Forbidden, match=r"right\.login"):
        teaching.keep(monitor, teaching.mapping_of(GRID, LESSON, "Bericht"), actor=None, now=NOW)
    assert monitor.store.mappings() == ()
