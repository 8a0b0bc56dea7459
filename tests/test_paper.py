"""What PDF and Word have in common: what stands in a table on paper and what is said below it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.present.figure import Continuation, FigureSpec
from indicators.present.report.blocks import Bullets, Facts, Heading, NewPage, Paragraph, Quote, TableBlock, Verdict, said
from indicators.present.report.paper import breakable, folded, levelled, lines, page_told, placed, remarks, seen
from indicators.present.tables import Cell, Column, FigureTable
from indicators.present.words import words

DE = words("de")


def table(*columns: Column, rows: list[list[str]]) -> FigureTable:
    return FigureTable(columns, tuple(tuple(Cell(text) for text in row) for row in rows))


def texts(what: FigureTable) -> list[list[str]]:
    return [[cell.text for cell in row] for row in what.rows]


PERIOD, VALUE = Column("Zeitraum"), Column("Wert", "%", is_number=True)
SOURCE, STAND = Column("Quelle", is_origin=True), Column("Stand", is_origin=True)


def test_what_is_the_same_in_every_row_is_said_once():
    fit = folded(
        table(PERIOD, VALUE, Column("Zielwert"), rows=[["2024", "11,7 %", "< 8,0 %"], ["2025", "12,0 %", "< 8,0 %"]]), DE
    )
    assert texts(fit.table) == [["2024", "11,7 %"], ["2025", "12,0 %"]]
    assert fit.remarks == ("In jeder Zeile: Zielwert < 8,0 %.",)


def test_the_first_column_and_a_single_row_stay_as_they_are():
    one = table(PERIOD, VALUE, rows=[["2024", "11,7 %"]])
    same = table(PERIOD, VALUE, rows=[["2024", "11,7 %"], ["2024", "12,0 %"]])
    assert [folded(what, DE).table for what in (one, same)] == [one, same]


def test_a_number_stays_where_it_is_even_if_it_never_changes():
    what = FigureTable((PERIOD, VALUE), tuple((Cell(year), Cell("5,0", 5.0, 1)) for year in ("2024", "2025")))
    assert folded(what, DE).table == what


def test_a_unit_in_words_stands_in_the_head_only():
    cells = ((Cell("2024"), Cell("5,1 je 1.000 Personen", 5.1, 1)), (Cell("2025"), Cell("fehlt je 1.000 Personen")))
    fit = folded(FigureTable((PERIOD, Column("Wert", "je 1.000 Personen", is_number=True)), cells), DE)
    assert texts(fit.table) == [["2024", "5,1"], ["2025", "fehlt je 1.000 Personen"]]


def test_a_column_empty_in_every_row_is_left_out_without_a_word():
    fit = folded(table(PERIOD, VALUE, Column("Kennzeichnung"), rows=[["2024", "1", ""], ["2025", "2", ""]]), DE)
    assert (len(fit.table.columns), fit.remarks) == (2, ())


def test_where_numbers_come_from_stands_below_under_letters():
    rows = [
        ["2025", "3", "BA", "Mai 2026"],
        ["2024", "2", "BA", "2024"],
        ["2023", "1", "INKAR", "2024"],
        ["2022", "0", "BA", "2024"],
    ]
    fit = folded(table(PERIOD, VALUE, SOURCE, STAND, rows=rows), DE)
    assert [column.head for column in fit.table.columns] == ["Zeitraum", "Wert", "Quelle"]
    assert [row[-1] for row in texts(fit.table)] == ["a", "b", "c", "b"]
    assert fit.remarks == ("Quelle: a = BA, Stand Mai 2026; b = BA, Stand 2024; c = INKAR, Stand 2024.",)


def test_a_single_origin_needs_no_letter():
    fit = folded(table(PERIOD, SOURCE, STAND, rows=[["2025", "BA", ""], ["2024", "BA", ""]]), DE)
    assert (texts(fit.table), fit.remarks) == ([["2025"], ["2024"]], ("Quelle: BA.",))


def test_more_origins_than_letters_stay_in_the_table():
    what = table(PERIOD, SOURCE, rows=[[str(year), f"Quelle {year}"] for year in range(1990, 2020)])
    assert folded(what, DE).table == what


def test_a_table_without_rows_keeps_its_heads():
    what = table(PERIOD, VALUE, SOURCE, rows=[])
    assert (folded(what, DE).table, folded(what, DE).remarks) == (what, ())


FLAT, CARRIED, BANDS = (DE(f"figure.outlook_{key}") for key in ("flat", "note", "bands"))
AREA = ((2026.0, 1.0), (2027.0, 2.0), (2027.0, 1.0))


@pytest.mark.parametrize(
    ("bands", "is_flat", "said_below"),
    [((AREA, AREA), True, f"{FLAT} {BANDS}"), ((AREA,), False, f"{CARRIED} {BANDS}"), ((), True, FLAT), ((), False, CARRIED)],
)
def test_what_a_continuation_and_its_areas_are_is_said_above_the_source(bands, is_flat, said_below):
    ahead = Continuation(((2026.0, 1.0), (2027.0, 1.0)), bands, "Fortschreibung", is_flat)
    drawn = FigureSpec("Quote", (), "%", 1, True, "Quote", "Quelle: BA", table(PERIOD, rows=[]), continuation=ahead)
    assert remarks(drawn, DE) == (said_below, "Quelle: BA")
    assert remarks(replace(drawn, from_zero=False), DE)[0] == DE("figure.above_zero")
    assert remarks(replace(drawn, continuation=None), DE) == ("Quelle: BA",)


@given(st.lists(st.lists(st.sampled_from(["", "a", "b"]), min_size=4, max_size=4), max_size=6))
def test_no_text_of_a_table_is_lost(rows):
    fit = folded(table(PERIOD, VALUE, SOURCE, STAND, rows=rows), DE)
    said_below = " ".join(fit.remarks)
    for row, shown in zip(rows, texts(fit.table), strict=True):
        for text in row:
            assert text in shown or text in said_below


def test_heading_levels_do_not_jump_and_no_heading_is_empty():
    blocks = [Heading("a", 2, "a"), Heading("\x00 ", 1, "b"), Heading("c", 3, "c"), Heading("d", 1, "d"), Heading("e", 3, "e")]
    assert [(one.text, one.level) for one in levelled(blocks) if isinstance(one, Heading)] == [
        ("a", 1), ("c", 2), ("d", 1), ("e", 2)]  # fmt: skip


def test_the_first_block_begins_a_page_and_so_does_what_follows_a_new_page():
    one, two, three = (Paragraph(said(text)) for text in "abc")
    found = placed([NewPage(), one, two, NewPage(), NewPage(), three, NewPage()])
    assert [(each.begins_page, each.block) for each in found] == [(True, one), (False, two), (True, three)]


HEADING, WORDS = Heading("Ziel", 1, "z"), Paragraph(said("Ein Satz."))
NUMBERS, LIST = TableBlock(table(PERIOD, rows=[]), "Zahlen"), Bullets((said("Punkt"),))
MISSING = Paragraph(said("Dieses Kapitel ist noch nicht geschrieben."), "missing")


@pytest.mark.parametrize(
    ("blocks", "opening"),
    [
        ([HEADING, Verdict("Erreicht", "good"), WORDS, Quote("Weniger.", "Antrag"), Facts((("Lesart", "so"),)), LIST], 4),
        ([HEADING, WORDS, NUMBERS, WORDS], 2),
        ([HEADING, Quote("Bericht.", "Antrag"), MISSING, NUMBERS], 2),
        ([HEADING, WORDS, replace(HEADING, level=2), WORDS], 3),
        ([HEADING, WORDS, HEADING, LIST], 1),
        ([HEADING, NewPage(), WORDS], 0),
        ([WORDS, NUMBERS], 0),
    ],
    ids=["reading", "table", "box", "part", "sentence", "page", "none"],
)
def test_from_a_heading_to_what_it_is_about_nothing_is_cut(blocks, opening):
    found = [one.opens for one in placed(blocks)]
    assert found[:opening] == [True] * opening
    assert not found[opening]


def test_a_heading_parts_no_paragraph_sign_and_no_percent_sign_from_its_number():
    (found,) = levelled([Heading("20 % nach § 16e und § SGB", 1, "a")])
    assert found == Heading("20\u00a0% nach §\u00a016e und § SGB", 1, "a")


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_number_of_a_page_stands_in_its_words(language):
    before, between, after = page_told(words(language))
    assert f"{before}3{between}12{after}" == {"de": "Seite 3 von 12", "en": "Page 3 of 12"}[language]


@given(st.text())
def test_what_is_seen_has_no_control_characters_and_loses_no_other(text):
    assert seen(text) == "".join(sign for sign in text if sign in "\t\n\r" or seen(sign))
    assert not set(seen(text)) & {"\x00", "\x0b", "\x1b", "\ufffe", "\ufeff"}


def test_only_words_longer_than_any_word_are_broken():
    assert breakable("Donaudampfschifffahrtsgesellschaft") == "Donaudampfschifffahrtsgesellschaft"
    assert breakable("a" * 85) == "\u200b".join(["a" * 40, "a" * 40, "a" * 5])


def test_what_a_person_wrote_is_taken_line_by_line():
    assert lines(["eins\n\n zwei\r\n", " ", "drei"]) == ["eins", " zwei", "drei"]
