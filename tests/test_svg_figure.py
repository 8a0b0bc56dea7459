"""A figure as inline SVG: real words that cover nothing, holes that stay holes, colours of the page, no more than drawn ink."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest

from indicators import monitor as ask
from indicators.present.figure import Across, Assumption, Continuation, FigureSpec, Mark, Note, Target
from indicators.present.report.blocks import FigureBlock
from indicators.present.svg_figure import rules, svg, ticks
from indicators.present.svg_labels import Label, Room
from indicators.present.words import Words, words
from tests.conftest import TODAY
from tests.report_sample import HOSTILE
from tests.test_present import line, spec

DE, EN = words("de"), words("en")
CITIES = ("dortmund", "krefeld", "kassel", "stuttgart")
WIDER = ((2019.0, 10.0), (2021.0, 11.0), (2021.0, 7.0))
NARROWER = ((2019.0, 10.0), (2021.0, 10.0), (2021.0, 8.0))
OUTLOOK = Continuation(((2019.0, 10.0), (2021.0, 9.0)), (WIDER, NARROWER), "Fortschreibung")
TARGET = Target(8.0, "<b>Ziel: unter 8 %</b>", ((2019.0, 10.0), (2022.0, 8.0)), "nötiger Pfad")
FALLING = line(12.0, 11.5, 11.0, 10.5, 10.0)


def drawings(figure: FigureSpec, say: Words = DE) -> list[Element]:
    """The wide and the narrow drawing, read as XML: what is not well-formed fails here."""
    return list(ElementTree.fromstring(f"<both>{svg(figure, say)}</both>"))  # noqa: S314 - our own drawing


def wide(figure: FigureSpec, say: Words = DE) -> Element:
    return drawings(figure, say)[0]


def told(drawing: Element) -> list[str]:
    return [text.text or "" for text in drawing.iter("text")]


def of(drawing: Element, kind: str) -> list[Element]:
    return [part for part in drawing.iter() if kind in part.get("class", "").split()]


def labels(drawing: Element) -> list[Label]:
    return [
        Label(
            text.text or "", float(text.get("x", "")), float(text.get("y", "")), text.get("text-anchor", "start"),  # type: ignore[arg-type]
            "zs-strong" in text.get("class", "").split(),
        )
        for text in drawing.iter("text")
    ]  # fmt: skip


def covered(drawing: Element) -> Iterator[tuple[str, str]]:
    """Pairs of words of which one stands over the other by more than three pixels."""
    for one, other in combinations(labels(drawing), 2):
        (left, top, right, bottom), (lf, t, r, b) = one.box, other.box
        if min(right, r) - max(left, lf) > 3 and min(bottom, b) - max(top, t) > 3:
            yield one.text, other.text


@pytest.mark.parametrize("say", [DE, EN])
@pytest.mark.parametrize("city", CITIES)
def test_in_no_real_figure_a_word_covers_another_or_leaves_the_drawing(shipped, city, say):
    figures = [block.spec for block in ask.report(shipped, city, say, today=TODAY).blocks if isinstance(block, FigureBlock)]
    assert figures
    for drawing in (drawing for figure in figures for drawing in drawings(figure, say)):
        width, height = (float(number) for number in drawing.get("viewBox", "").split()[2:])
        assert list(covered(drawing)) == []
        for left, top, right, bottom in (label.box for label in labels(drawing)):
            assert left > -2 and top > -2 and right < width + 2 and bottom < height + 2


def test_both_drawings_are_pictures_with_the_whole_figure_in_words():
    for drawing in drawings(spec(FALLING, alt="Arbeitslosenquote 2015 bis 2019")):
        assert (drawing.get("role"), drawing.get("aria-label")) == ("img", "Arbeitslosenquote 2015 bis 2019")


def test_words_are_as_large_as_12_pixels_on_a_phone():
    width = float(drawings(spec(FALLING))[1].get("viewBox", "").split()[2])
    assert 0.96 * width <= 360 - 2 * 16  # the page leaves 16 pixels at either side
    assert "font: 12px" in rules()


def test_a_line_is_interrupted_where_a_value_is_missing_and_a_value_alone_is_a_dot():
    drawing = wide(spec(line(12.0, 11.5, None, 10.5, None, 9.9, 9.8)))
    assert len(of(drawing, "zs-line")) == 2
    assert len(of(drawing, "zs-dot")) == 2  # the value between two holes, and the newest


def test_a_provisional_value_is_hollow():
    piece = FALLING.pieces[0]
    early = replace(FALLING, pieces=((*piece[:-1], replace(piece[-1], is_provisional=True)),))
    assert of(wide(spec(FALLING)), "zs-hollow") == []
    assert len(of(wide(spec(early)), "zs-hollow")) == 1


def test_a_second_kind_of_area_has_square_dots():
    drawing = wide(spec(FALLING, replace(line(9.0, 8.8, name="Stuttgart", role="other"), is_square=True)))
    assert len([dot for dot in of(drawing, "zs-dot") if dot.tag == "rect"]) == 1


def test_the_newest_value_stands_beside_its_dot_with_its_period_and_names_of_several_at_their_ends():
    assert "10,0 (2019)" in told(wide(spec(FALLING)))
    several = told(wide(spec(FALLING, line(9.0, 8.8, 8.9, 9.1, 9.9, name="Kassel", role="other"))))
    assert {"Dortmund", "Kassel"} <= set(several)


def test_names_of_lines_that_end_at_one_value_stand_apart():
    others = [line(12.0, 11.0, 10.0 + place / 100, name=f"Stadt {place}", role="other") for place in range(8)]
    for drawing in drawings(spec(*others)):
        assert list(covered(drawing)) == []


def test_the_goal_is_a_named_line_and_the_way_there_another():
    drawing = wide(spec(FALLING, target=TARGET))
    assert len(of(drawing, "zs-target")) == len(of(drawing, "zs-way")) == 1
    assert {"Ziel: unter 8 %", "nötiger Pfad"} <= set(told(drawing))


def test_what_may_come_is_dashed_with_its_bands_and_its_word():
    drawing = wide(spec(FALLING, continuation=OUTLOOK))
    assert len(of(drawing, "zs-band")) == 2 and len(of(drawing, "zs-outlook")) == 1
    assert "Fortschreibung" in told(drawing)
    assert re.search(r"\.zs-outlook \{[^}]*stroke-dasharray", rules())


def test_an_assumed_pace_is_told_apart_from_the_continuation():
    drawing = wide(spec(FALLING, assumption=Assumption(((2019.0, 10.0), (2022.0, 7.0)), "Annahme")))
    assert len(of(drawing, "zs-assumed")) == 1 and of(drawing, "zs-outlook") == [] and "Annahme" in told(drawing)


def test_the_value_from_which_progress_counts_has_a_ring():
    assert len(of(wide(spec(FALLING, base=FALLING.pieces[0][1])), "zs-ring")) == 1
    assert of(wide(spec(FALLING, base=Mark(2015.0, None, "2015", ""))), "zs-ring") == []


def test_a_break_is_a_dotted_line_with_its_reason_and_a_named_hole_has_none():
    drawing = wide(spec(FALLING, notes=(Note(2017.0, "Neue Zählung"), Note(2018.0, "ohne Wert: 2018", has_line=False))))
    assert len(of(drawing, "zs-break")) == 1
    assert {"Neue Zählung", "ohne Wert: 2018"} <= set(told(drawing))


def test_events_are_numbers_in_the_order_of_time():
    events = tuple(Note(year, f"Ereignis {year}", is_break=False) for year in (2018.0, 2016.0, 2016.1))
    numbers = [text for text in wide(spec(FALLING, notes=events)).iter("text") if "zs-number" in text.get("class", "")]
    assert [text.text for text in numbers] == ["1", "2", "3"]
    first, second, third = (float(text.get("x", "")) for text in numbers)
    assert first < second < third
    assert numbers[0].get("y") != numbers[1].get("y")  # too near to stand side by side


def test_the_axis_carries_the_unit_in_the_writing_of_the_language():
    small = spec(line(0.9, 0.4))
    assert "0,2\N{NO-BREAK SPACE}%" in told(wide(small)) and "0.2%" in told(wide(small, EN))
    assert told(wide(spec(line(9000.0, 4000.0), unit="Personen"))).count("Personen") == 1


def test_an_axis_without_years_names_its_own_places():
    across = Across(((2015.0, "2015"), (2019.0, "2019")))
    drawing = wide(spec(FALLING, across=across))
    assert [text for text in told(drawing) if text.isdigit()] == ["2015", "2019"]
    assert len(of(drawing, "zs-dot")) == 5  # between two places the line says nothing


@pytest.mark.parametrize("values", [(), (5.0,), (5.0, 5.0), (0.0, 0.0), (-3.0, 2.0), (1e-3, 2e-3), (1e7, 3e7)])
def test_every_course_of_values_can_be_drawn(values):
    for from_zero in (True, False):
        text = svg(spec(*([line(*values)] if values else []), from_zero=from_zero, target=TARGET), DE)
        assert "nan" not in text and "inf" not in text


@pytest.mark.parametrize("low", [0.0, -7.3, 1000.0])
@pytest.mark.parametrize("span", [0.003, 0.1, 1.0, 2.5, 12.0, 100.0, 264322.0])
def test_ticks_are_few_round_numbers_inside_the_range(low, span):
    found = ticks(low, low + span, 6)
    assert 1 <= len(found) <= 7
    assert all(low <= tick <= low + span for tick in found)


def test_what_a_person_wrote_is_text_and_nothing_else():
    for text in (HOSTILE[0], HOSTILE[1], '"><b>&'):
        figure = spec(replace(FALLING, short=text), line(9.0, 8.0, name="B"), alt=text, notes=(Note(2017.0, text),))
        for drawing in drawings(figure):
            assert {part.tag for part in drawing.iter()} <= {"svg", "path", "text", "circle", "rect"}
            assert drawing.get("aria-label") == text


def test_a_drawing_brings_no_colour_no_style_and_no_name_of_its_own(shipped):
    figures = [
        block.spec for block in ask.report(shipped, "dortmund", DE, today=TODAY).blocks if isinstance(block, FigureBlock)
    ]
    allowed = {"class", "viewBox", "role", "aria-label", "d", "x", "y", "cx", "cy", "r", "rx", "width", "height", "text-anchor"}
    for figure in figures:
        for part in (part for drawing in drawings(figure) for part in drawing.iter()):
            assert set(part.attrib) <= allowed
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b|rgb|url\(", rules())


def test_every_class_of_a_drawing_has_a_rule(shipped):
    figures = [
        block.spec for block in ask.report(shipped, "dortmund", DE, today=TODAY).blocks if isinstance(block, FigureBlock)
    ]
    figures += [spec(FALLING, target=TARGET, continuation=OUTLOOK, base=FALLING.pieces[0][0], notes=(Note(2017.0, "x"),))]
    used = {
        kind
        for figure in figures
        for drawing in drawings(figure)
        for part in drawing.iter()
        for kind in part.get("class", "").split()
    }
    assert used and {kind for kind in used if f".{kind}" not in rules()} <= {"zs-other", "zs-word-other-0", "zs-word-other-2"}


def test_a_figure_is_a_few_kilobytes_and_the_same_on_every_run(shipped):
    for block in ask.report(shipped, "dortmund", DE, today=TODAY).blocks:
        if isinstance(block, FigureBlock):
            text = svg(block.spec, DE)
            assert len(text.encode()) < 12_000 and text == svg(block.spec, DE)


def test_a_word_takes_the_first_place_that_covers_neither_line_nor_word():
    room = Room(0.0, 0.0, 300.0, 200.0)
    room.draw([(0.0, 100.0), (300.0, 100.0)])
    places = [Label("Ziel", 150.0, 104.0), Label("Ziel", 150.0, 80.0), Label("Ziel", 150.0, 140.0)]
    assert room.put(places) == places[1]
    assert room.put(places) == places[2]
