"""What a progress report says: every section from the shipped figures, as of earlier days, and its command."""

import os
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest

from indicators import ingest
from indicators import monitor as ask
from indicators.__main__ import main
from indicators.catalogue.agreement import check
from indicators.catalogue.report import Section
from indicators.commands.files import write_whole
from indicators.errors import CatalogueFault, Fault, Unknown
from indicators.present.report import forms
from indicators.present.report.blocks import (
    Block,
    Bullets,
    Cover,
    Facts,
    FigureBlock,
    Heading,
    NewPage,
    Paragraph,
    Quote,
    Report,
    TableBlock,
    Verdict,
    Written,
)
from indicators.present.report.changes import changes
from indicators.present.report.content import content
from indicators.present.report.texts import paragraphs
from indicators.present.report.view import Title, open_points
from indicators.present.words import words
from indicators.store import operator
from tests.conftest import NOW, TODAY
from tests.test_imports import rate

DE, EN = words("de"), words("en")
NBSP = "\u00a0"
MAY_2022 = date(2022, 5, 31)
CITIES = ("dortmund", "krefeld", "kassel", "stuttgart")


def anchors(report: Report, level: int = 1) -> list[str]:
    return [block.anchor for block in report.blocks if isinstance(block, Heading) and block.level == level]


def under(report: Report, anchor: str) -> list[Block]:
    """What stands below a heading, to the next one of its level or above."""
    start = next(place for place, block in enumerate(report.blocks) if isinstance(block, Heading) and block.anchor == anchor)
    level = report.blocks[start].level  # type: ignore[union-attr]
    rest = report.blocks[start + 1 :]
    end = next((p for p, block in enumerate(rest) if isinstance(block, Heading) and block.level <= level), len(rest))
    return list(rest[:end])


def said(blocks: Sequence[Block]) -> str:
    """Every text of some blocks in one, its blanks plain ones."""
    return forms.as_json(Report("de", Cover("", "", ()), "", tuple(blocks))).decode().replace(NBSP, " ")


@pytest.fixture(scope="module")
def dortmund(shipped) -> Report:
    return ask.report(shipped, "dortmund", DE, today=TODAY)


# -- templates


def test_every_city_has_a_template_with_the_chapters_its_paper_asks_for(catalogue):
    found = {name: len(template.chapters) for name, template in catalogue.reports.items()}
    assert found == {"dortmund": 5, "kassel": 10, "krefeld": 5, "stuttgart": 4}
    assert {template.area for template in catalogue.reports.values()} == {area.area for area in catalogue.cities}


def test_a_chapter_quotes_the_paper_or_is_named_by_an_item_of_a_goal(catalogue):
    for template in catalogue.reports.values():
        assert all((chapter.quote and chapter.source) or chapter.item for chapter in template.chapters)


@pytest.mark.parametrize(
    ("section", "message"),
    [
        (Section(kind="chapter", title=None), "needs an id"),
        (Section(kind="chapter", id="x"), "needs a title or an item"),
        (Section(kind="chapter", id="x", goals=("KS-4",), item=11), "no item 11"),
        (Section(kind="comparison", series=("unemployment_rat",)), "unemployment_rate"),
        (Section(kind="goals", goals=("DO-99",)), 'goal "DO-99"'),
    ],
)
def test_a_wrong_template_is_refused_with_file_and_key(catalogue, section, message):
    wrong = msgspec.structs.replace(catalogue.reports["kassel"], section=(section,))
    with pytest.raises(CatalogueFault, match=message):
        check(replace(catalogue, reports={"kassel": wrong}), dict.fromkeys(catalogue.goals, "goals"))


def test_a_city_without_a_template_is_named_with_what_comes_near(shipped):
    with pytest.raises(Unknown, match=r"report\.unknown") as caught:
        ask.report(shipped, "dortmunt", DE, today=TODAY)
    assert "dortmund" in DE.fault(caught.value)


# -- the whole


@pytest.mark.parametrize("city", CITIES)
@pytest.mark.parametrize("say", [DE, EN])
def test_every_section_stands_in_the_report_of_every_city_in_both_languages(shipped, city, say):
    report = ask.report(shipped, city, say, today=TODAY)
    wanted = {"summary", "goals", "comparison", "groups", "duties", "changes", "open", "method", "definitions", "sources"}
    assert wanted <= set(anchors(report))
    names = [block.anchor for block in report.blocks if isinstance(block, Heading)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("city", CITIES)
def test_figures_are_counted_through_and_each_has_alt_source_and_table(shipped, city):
    figures = [block for block in ask.report(shipped, city, DE, today=TODAY).blocks if isinstance(block, FigureBlock)]
    assert [figure.number for figure in figures] == list(range(1, len(figures) + 1))
    assert len({figure.name for figure in figures}) == len(figures)
    assert all(figure.spec.alt and "Stand:" in figure.spec.source and figure.spec.table.rows for figure in figures)


@pytest.mark.parametrize("city", CITIES)
def test_every_table_has_rows_as_long_as_its_head_and_a_caption(shipped, city):
    for block in ask.report(shipped, city, DE, today=TODAY).blocks:
        if isinstance(block, TableBlock):
            assert block.caption and block.table.rows
            assert {len(row) for row in block.table.rows} == {len(block.table.columns)}


def test_the_same_inputs_give_the_same_report_in_any_time_zone(shipped, monkeypatch):
    found = []
    for zone in ("UTC", "Pacific/Auckland"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        found.append(forms.as_json(ask.report(shipped, "krefeld", DE, today=TODAY, as_of=NOW)))
    monkeypatch.undo()
    time.tzset()
    assert found[0] == found[1]


# -- title page and summary


def test_only_the_summary_begins_a_page(dortmund):
    """A chapter may have two lines; a sheet for each would leave most of the paper empty."""
    assert [block for block in dortmund.blocks if isinstance(block, NewPage)] == [NewPage()]
    assert dortmund.blocks.index(NewPage()) + 1 == next(
        place for place, block in enumerate(dortmund.blocks) if isinstance(block, Heading) and block.anchor == "summary"
    )


def test_the_title_page_says_paper_committee_day_and_stand(shipped):
    title = Title("2", "12345-26", "Ausschuss für Soziales", date(2026, 12, 8))
    cover = ask.report(shipped, "dortmund", DE, today=TODAY, title=title).cover
    facts = dict(cover.facts)
    assert cover.title == "2. Sachstandsbericht zur Kommunalen Arbeitsmarktstrategie 2020–2030"
    assert (facts["Drucksache"], facts["Gremium"], facts["Sitzung am"]) == (
        "12345-26", "Ausschuss für Soziales", "8. Dezember 2026",
    )  # fmt: skip
    assert facts["Stand der Daten"] == "Mai 2026"


def test_what_nobody_entered_is_said_on_the_title_page(dortmund):
    facts = dict(dortmund.cover.facts)
    assert (facts["Drucksache"], facts["Sitzung am"]) == ("noch nicht vergeben", "noch nicht eingetragen")
    assert facts["Fassung"] == "Entwurf, nicht freigegeben"
    assert "Entwurf" in dortmund.header and "Stand der Daten: Mai 2026" in dortmund.header


def test_the_summary_holds_every_goal_with_verdict_value_and_gap(dortmund):
    (table,) = [block.table for block in under(dortmund, "summary") if isinstance(block, TableBlock)]
    rows = {row[0].text.split()[0]: [cell.text.replace(NBSP, " ") for cell in row[1:]] for row in table.rows}
    assert [*rows] == [f"DO-{number}" for number in range(1, 10)]
    assert rows["DO-1"] == ["Entfernt sich", "Arbeitslosenquote: 12,0 % (2025)", "< 8,0 %", "4,0 Prozentpunkte zu hoch"]
    assert rows["DO-4"][1] == "Langzeitarbeitslose: 17.090 Personen (2025)"
    assert rows["DO-8"][1] == "keine Zahl"
    assert table.rows[0][1].tone == "bad"


# -- goals


def test_a_goal_is_told_with_the_words_of_its_paper_verdict_figure_and_calculation(dortmund):
    found = under(dortmund, "goal-do-1")
    (quote,) = [block for block in found if isinstance(block, Quote)]
    assert "dauerhaft auf unter 8 Prozent" in quote.text and "5. Juni 2023" in quote.source
    assert [block.word for block in found if isinstance(block, Verdict)] == ["Entfernt sich"]
    assert [block.name for block in found if isinstance(block, FigureBlock)] == ["DO-1"]
    steps = dict(next(block.rows for block in reversed(found) if isinstance(block, Facts)))
    assert (steps["Zielwert"].replace(NBSP, " "), steps["Abstand"], steps["Regelstand"]) == (
        "< 8,0 %",
        "4,0 Prozentpunkte zu hoch",
        "2.0",
    )


def test_a_goal_without_figures_has_a_sentence_and_no_figure(dortmund):
    found = under(dortmund, "goal-do-8")
    assert "noch keine Zahlen" in said(found)
    assert not [block for block in found if isinstance(block, FigureBlock)]


def test_a_goal_with_two_demands_shows_both(shipped):
    found = under(ask.report(shipped, "krefeld", DE, today=TODAY), "goal-kr-7")
    names = [block.name for block in found if isinstance(block, FigureBlock)]
    assert names == ["KR-7", "KR-7-2"]


def test_a_goal_that_moves_the_wrong_way_asks_for_a_comment_until_there_is_one(monitor):
    report = ask.report(monitor, "dortmund", DE, today=TODAY)
    asked = [block for block in under(report, "goal-do-1") if isinstance(block, Paragraph) and block.style == "missing"]
    assert len(asked) == 1
    wanted = {"goal": "DO-1", "period": "2026-Q4", "text": "Erste Zeile.\n#import\nZweite.", "on": "2026-11-22"}
    preview = ask.prepare_record(monitor, "comment", "DO-1:2026-Q4", wanted, actor=operator("Anna"), today=TODAY)
    ask.commit_record(monitor, preview, reason="Stellungnahme", actor=operator("Anna"), now=NOW)
    view = ask.report_view(monitor, "dortmund", today=TODAY)
    found = under(content(view, monitor.catalogue, DE), "goal-do-1")
    (written,) = [block for block in found if isinstance(block, Written)]
    assert written.paragraphs == ("Erste Zeile.", "#import", "Zweite.")
    assert "Anna" in written.signed and "4. Quartal 2026" in written.signed
    assert [one.goal.id for one in open_points(view).uncommented] == []


# -- chapters, groups, comparison, duties, open questions


def test_a_chapter_that_nobody_wrote_says_so_and_stands_among_the_open_questions(dortmund):
    assert "noch nicht geschrieben" in said(under(dortmund, "chapter-sprinter"))
    assert "Sprinter-Lehrgänge der VHS" in said(under(dortmund, "open-chapters"))


def test_a_project_approach_is_named_by_the_list_of_its_goal(shipped):
    report = ask.report(shipped, "kassel", DE, today=TODAY)
    (title,) = [block.text for block in report.blocks if isinstance(block, Heading) and block.anchor == "chapter-ansatz-1"]
    assert title == "1. Aufsuchende Arbeit für langzeiterwerbslose Menschen"
    assert "Stand nach KS-4" in said(under(report, "chapter-ansatz-1"))


def test_a_series_that_is_not_stored_is_said_to_be_missing(dortmund):
    assert "keine Zahl gespeichert: Geförderte nach § 16i SGB II" in said(under(dortmund, "chapter-beschaeftigungsfoerderung"))


def test_cities_are_compared_and_not_ranked(dortmund):
    told = said(under(dortmund, "comparison"))
    assert "Rangfolge nach Bewertung gibt es deshalb nicht" in told
    assert "ist keine Wirkung der Organisationsform" in told


@pytest.mark.parametrize("city", CITIES)
def test_in_a_table_of_cities_the_own_one_stands_first(shipped, city):
    cities = {area.name.de: area.slug for area in shipped.catalogue.areas.values() if area.kind == "city"}
    blocks = ask.report(shipped, city, DE, today=TODAY).blocks
    heads = [[column.head for column in block.spec.table.columns] for block in blocks if isinstance(block, FigureBlock)]
    compared = [[name for name in found if name in cities] for found in heads]
    several = [names for names in compared if len(names) > 1]
    assert several and all(cities[names[0]] == city for names in several)
    assert all(found[1] == names[0] for found, names in zip(heads, compared, strict=True) if len(names) > 1)


def test_every_number_of_persons_in_the_groups_carries_its_unit(dortmund):
    for block in under(dortmund, "groups"):
        for row in block.table.rows if isinstance(block, TableBlock) else ():
            assert row[1].text.endswith(("%", "Personen", ")"))


def test_open_questions_name_goals_without_figures_and_uncommented_ones(dortmund):
    assert [bullet[0].text[:4] for bullet in _bullets(dortmund, "open-figures")] == ["DO-8", "DO-9"]
    assert [bullet[0].text[:4] for bullet in _bullets(dortmund, "open-comments")] == ["DO-1"]


def test_open_questions_name_goals_and_past_dates_of_which_nothing_is_known(shipped):
    kassel = ask.report(shipped, "kassel", DE, today=TODAY)
    assert [bullet[0].text[:4] for bullet in _bullets(kassel, "open-states")] == ["KS-2", "KS-4", "KS-7"]
    krefeld = ask.report(shipped, "krefeld", DE, today=TODAY)
    (turns,) = _bullets(krefeld, "open-unheard")
    assert turns[0].text.endswith("Nicht durchgehend belegt")


def test_where_no_goal_could_be_judged_nothing_is_said_of_its_direction(shipped):
    told = {city: said(under(ask.report(shipped, city, DE, today=TODAY), "summary")) for city in ("stuttgart", "krefeld")}
    assert "lässt sich bei keinem beurteilen" in told["stuttgart"] and "Kein bewertetes Ziel" not in told["stuttgart"]
    assert "Kein bewertetes Ziel ist verfehlt" in told["krefeld"]


def _bullets(report: Report, anchor: str):
    return [item for block in under(report, anchor) if isinstance(block, Bullets) for item in block.items]


def test_sources_are_named_once_with_their_licence(dortmund):
    (table,) = [block.table for block in under(dortmund, "sources") if isinstance(block, TableBlock)]
    assert len(set(table.rows)) == len(table.rows)
    assert all(row[2].text for row in table.rows)


# -- changes


def test_new_periods_and_revised_figures_are_told_apart(monitor):
    ask.import_file(
        monitor, rate(("2025", "12,1")), "neu.csv", released_on=date(2026, 11, 20), reason="Probe", confirm="geprüft",
        actor=operator("Anna"), now=NOW + timedelta(hours=1), read=ingest.read,
    )  # fmt: skip
    report = ask.report(monitor, "dortmund", DE, today=TODAY, since=NOW + timedelta(minutes=1))
    assert "12,0" in said(under(report, "changes-revised")) and "12,1" in said(under(report, "changes-revised"))
    assert "Keine." in said(under(report, "changes-new"))


def test_without_an_earlier_edition_nothing_is_compared(shipped):
    view = ask.report_view(shipped, "dortmund", today=TODAY)
    told = list(changes(view, shipped.catalogue, DE))
    assert len(told) == 2 and "keine frühere Ausgabe" in said(told)


# -- an earlier day


def test_the_report_of_may_2022_uses_figures_released_by_then_and_says_so(shipped):
    report = ask.report(shipped, "dortmund", DE, today=MAY_2022, as_of=MAY_2022)
    assert "nur bis 31. Mai 2022 veröffentlichte Zahlen" in report.header
    assert "Arbeitslosenquote: 11,4 % (2020)" in said(under(report, "summary"))
    assert "eine Lesart" in report.cover.remark


def test_the_recalculated_report_takes_the_periods_that_were_due_and_says_so_on_every_page(shipped):
    report = ask.report(shipped, "dortmund", DE, today=MAY_2022, as_of=MAY_2022, basis="due")
    assert "nachgerechnet für den 31. Mai 2022 mit heutigen Zahlen" in report.header
    assert "so hat sie damals niemand gesehen" in report.cover.remark
    assert "Arbeitslosenquote: 11,4 % (2021)" in said(under(report, "summary"))
    figures = [block.spec for block in report.blocks if isinstance(block, FigureBlock)]
    assert max(mark.x for spec in figures for line in spec.lines for piece in line.pieces for mark in piece) < 2022.5


def test_goals_set_later_are_left_out_and_named(shipped):
    report = ask.report(shipped, "kassel", DE, today=MAY_2022, as_of=MAY_2022)
    assert "KS-1, KS-2" in report.cover.remark and "erst nach dem 31. Mai 2022" in report.cover.remark
    assert not [block for block in report.blocks if isinstance(block, Verdict)]


def test_nothing_that_took_place_later_is_told_of_an_earlier_day(shipped):
    report = ask.report(shipped, "krefeld", DE, today=MAY_2022, as_of=MAY_2022, basis="due")
    assert "16. September 2022" not in said(under(report, "duties"))
    assert "5. Juni 2023" not in said(
        under(ask.report(shipped, "dortmund", DE, today=MAY_2022, as_of=MAY_2022, basis="due"), "duties-dated")[:1]
    ).replace("Antrag der Fraktionen von BÜNDNIS 90/DIE GRÜNEN und CDU vom 5. Juni 2023", "")


# -- texts and forms


def test_a_text_loses_only_signs_no_paper_can_show():
    assert paragraphs("a\tb\x00\x1b[31m\n\n  \r\nc\ud800") == ("a\tb[31m", "c")


def test_a_form_whose_library_is_missing_is_one_sentence(dortmund, monkeypatch):
    monkeypatch.setitem(forms._WRITERS, "pdf", ("nowhere", "pdf"))
    with pytest.raises(Fault, match="no_writer") as caught:
        forms.write(dortmund, "pdf", DE)
    assert "nicht installiert" in DE.fault(caught.value)


# -- the command


def plainly(report: Report, form: forms.Form, say) -> bytes:
    return forms.as_json(report)


def test_the_command_writes_a_file_and_nothing_else(shipped_folder, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("indicators.commands.report.write", plainly)
    target = tmp_path / "bericht.pdf"
    arguments = ["report", "--city", "Dortmund", "--form", "pdf", "--as-of", "2022-05-31", "--recalculated", "-o", str(target)]
    assert main(["--data", str(shipped_folder), *arguments]) == 0
    assert "bericht.pdf" in capsys.readouterr().out
    assert b"nachgerechnet" in target.read_bytes()
    assert [path.name for path in tmp_path.glob("*bericht*")] == ["bericht.pdf"]


def test_an_unknown_city_is_one_sentence(shipped_folder, tmp_path, capsys):
    arguments = ["report", "--city", "Dortmunt", "-o", str(tmp_path / "x.pdf")]
    assert main(["--data", str(shipped_folder), *arguments]) == 1
    assert "Dortmund" in capsys.readouterr().err
    assert not (tmp_path / "x.pdf").exists()


def test_a_folder_that_is_not_there_is_one_sentence(tmp_path):
    with pytest.raises(Unknown, match=r"file\.not_written"):
        write_whole(tmp_path / "nowhere" / "x.pdf", b"data")


def test_a_full_disk_leaves_the_file_as_it_was_and_no_half_one(tmp_path: Path, monkeypatch):
    target = tmp_path / "x.pdf"
    target.write_bytes(b"before")

    def full(number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Unknown, match=r"file\.not_written"):
        write_whole(target, b"half")
    assert target.read_bytes() == b"before"
    assert [*tmp_path.iterdir()] == [target]
