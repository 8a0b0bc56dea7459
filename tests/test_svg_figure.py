"""The drawing for pages without script: every form of a figure is seen, every word is text, none covers another."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest

from indicators import monitor as ask
from indicators.monitor import Monitor
from indicators.present import compare, goal, svg_figure
from indicators.present.compare_shown import Choice
from indicators.present.figure import Across, Assumption, Continuation, FigureSpec, Line, Mark, Note, Target
from indicators.present.svg_labels import Label, Room, along, around
from indicators.present.tables import FigureTable
from indicators.present.words import words
from tests.conftest import TODAY

DE, EN = words("de"), words("en")
HOSTILE = "<script>alert('x')</script>\"&"


def mark(year: float, value: float, **more: Any) -> Mark:
    return Mark(year, value, str(int(year)), f"{value} %", number=str(value), **more)


def line(*pieces: tuple[Mark, ...], name: str = "Dortmund", **more: Any) -> Line:
    return Line(name, name, pieces, **more)


def spec(*lines: Line, **more: Any) -> FigureSpec:
    known: dict[str, Any] = {
        "heading": "Befund", "lines": lines, "unit": "%", "decimals": 1, "from_zero": True, "alt": "Alles in Worten",
        "source": "Quelle", "table": FigureTable((), ()),
    }  # fmt: skip
    return FigureSpec(**known | more)


PLAIN = spec(line(tuple(mark(year, 10.0 + year % 3) for year in range(2015, 2026)), tone="bad"))


def drawings(what: FigureSpec) -> list[ET.Element]:
    """The drawing for wide and the one for narrow screens."""
    return list(ET.fromstring(f"<all>{svg_figure.svg(what, DE)}</all>"))  # noqa: S314 - our own drawing


def of(drawing: ET.Element, kind: str) -> list[ET.Element]:
    return [part for part in drawing.iter() if kind in part.get("class", "").split()]


def texts(drawing: ET.Element) -> list[str]:
    return [part.text or "" for part in drawing.iter("text")]


@pytest.fixture(scope="module")
def shipped_figures(shipped: Monitor) -> list[FigureSpec]:
    found = []
    for view in ask.goals(shipped, today=TODAY):
        demand = view.assessment.demand
        if demand is not None and view.assessment.current is not None:
            series = ask.series(shipped, view.area.area, demand.indicator, demand.group)
            found.append(goal.figure(view, series, shipped.catalogue, DE))
    for indicator, groups in ask.comparable_indicators(shipped).items():
        views = ask.comparison(shipped, indicator, groups[0])
        found += [compare.figure(views, Choice("level", focus), shipped.catalogue, DE) for focus in ("", "05913")]
    return found


# -- what is seen


def test_each_drawing_is_one_picture_told_in_words():
    for drawing in drawings(PLAIN):
        assert (drawing.get("role"), drawing.get("aria-label")) == ("img", "Alles in Worten")


def test_a_hole_is_an_interruption_and_a_single_value_a_dot():
    what = spec(line((mark(2015, 9), mark(2016, 8)), (mark(2018, 7),), (mark(2020, 6), mark(2021, 5))))
    for drawing in drawings(what):
        assert len(of(drawing, "zs-line")) == 2 and len(of(drawing, "zs-dot")) == 2  # the single one and the newest


def test_a_provisional_value_is_hollow_and_the_base_is_ringed():
    base = mark(2016, 8)
    for drawing in drawings(spec(line((mark(2015, 9), base, mark(2017, 7, is_provisional=True))), base=base)):
        assert len(of(drawing, "zs-hollow")) == 1 and len(of(drawing, "zs-ring")) == 1


def test_a_second_kind_of_area_has_square_dots():
    what = spec(line((mark(2015, 9), mark(2016, 8))), line((mark(2015, 7), mark(2016, 6)), name="Stuttgart", is_square=True))
    for drawing in drawings(what):
        assert sorted(dot.tag for dot in of(drawing, "zs-dot")) == ["circle", "rect"]


def test_the_newest_value_of_one_line_names_its_period_and_of_several_each_its_area():
    one, other = line((mark(2015, 9), mark(2016, 8))), line((mark(2015, 7), mark(2016, 6)), name="Kassel", role="other")
    for drawing in drawings(spec(one)):
        assert "8 % (2016)" in texts(drawing)
    for drawing in drawings(spec(one, other)):
        assert {"Dortmund 8", "Kassel 6"} <= set(texts(drawing))


def test_names_of_lines_that_end_at_one_value_stand_apart():
    many = [line((mark(2015, 9), mark(2016, 8 + at / 100)), name=f"Stadt {at}", role="other") for at in range(8)]
    for drawing in drawings(spec(*many)):
        assert not [(one, other) for one, other in combinations(placed(drawing), 2) if overlap(one, other)]


def test_a_thin_line_leads_to_names_that_had_to_move():
    near = [line((mark(2015, 9), mark(2016, 8 + at / 100)), name=f"Stadt {at}", role="other") for at in range(4)]
    far = [line((mark(2015, 9), mark(2016, at)), name=f"Stadt {at}", role="other") for at in (2, 5, 8)]
    for moved, still in zip(drawings(spec(*near)), drawings(spec(*far)), strict=True):
        assert (len(of(moved, "zs-lead")), len(of(still, "zs-lead"))) == (4, 0)


def test_an_assumed_pace_is_told_apart_from_the_continuation():
    for drawing in drawings(replace(PLAIN, assumption=Assumption(((2025, 10.0), (2030, 7.0)), "Annahme"))):
        assert len(of(drawing, "zs-assumed")) == 1 and not of(drawing, "zs-outlook") and "Annahme" in texts(drawing)


def test_target_path_continuation_and_bands_are_drawn_and_named():
    target = Target(8.0, "Ziel: unter 8 %", ((2025, 12.0), (2030, 8.0)), "nötiger Pfad", "Antrag von 2023")
    ahead = Continuation(((2025, 12.0), (2030, 13.0)), (((2025, 12.0), (2030, 15.0), (2030, 10.0)),), "Fortschreibung")
    for drawing in drawings(replace(PLAIN, target=target, continuation=ahead)):
        for kind in ("zs-target", "zs-way", "zs-outlook", "zs-band"):
            assert len(of(drawing, kind)) == 1, kind
        assert {"Ziel: unter 8 %", "Antrag von 2023", "nötiger Pfad", "Fortschreibung"} <= set(texts(drawing))


def test_a_break_carries_its_reason_and_an_event_its_number():
    notes = (Note(2018.5, "Hartz IV"), Note(2020.0, "Corona", "Text", is_break=False))
    for drawing in drawings(replace(PLAIN, notes=notes)):
        assert len(of(drawing, "zs-break")) == 1 and len(of(drawing, "zs-event")) == 1
        assert "Hartz IV" in texts(drawing) and "1" in texts(drawing) and "Corona" not in texts(drawing)


def test_a_hole_that_is_named_gets_no_line():
    for drawing in drawings(replace(PLAIN, notes=(Note(2018.5, "ohne Wert: 2018", has_line=False),))):
        assert not of(drawing, "zs-break") and "ohne Wert: 2018" in " ".join(texts(drawing))


def test_events_are_numbered_in_the_order_of_time_and_neighbours_stacked():
    notes = tuple(Note(year, f"Ereignis {year}", is_break=False) for year in (2024.0, 2018.0, 2018.1))
    for drawing in drawings(replace(PLAIN, notes=notes)):
        numbers = of(drawing, "zs-number")
        assert [part.text for part in numbers] == ["1", "2", "3"]
        assert [float(part.get("x", 0)) for part in numbers] == sorted(float(part.get("x", 0)) for part in numbers)
        assert numbers[0].get("y") != numbers[1].get("y")


def test_an_axis_without_years_names_its_own_places_and_shows_every_value():
    what = replace(PLAIN, across=Across(((2015.0, "davor"), (2025.0, "danach"))))
    for drawing in drawings(what):
        assert {"davor", "danach"} <= set(texts(drawing)) and "2020" not in texts(drawing)
        assert len(of(drawing, "zs-dot")) == 11


def test_a_long_reason_is_wrapped_and_never_cut():
    reason = "Umstellung der Zählung durch das Statistische Landesamt mit neuer Bezugsgröße"
    narrow = drawings(replace(PLAIN, notes=(Note(2018.5, reason),)))[1]
    assert reason in " ".join(texts(narrow)) and reason not in texts(narrow)


def test_the_axis_counts_in_german_with_its_unit():
    what = replace(PLAIN, lines=(line((mark(2015, 200_000), mark(2025, 264_322))),), unit="Personen", decimals=0)
    for drawing in drawings(what):
        assert {"100.000", "200.000", "Personen"} <= set(texts(drawing))


def test_the_axis_counts_in_the_writing_of_each_language():
    small = spec(line((mark(2015, 0.9), mark(2025, 0.4))))
    assert "0,2\N{NO-BREAK SPACE}%" in texts(drawings(small)[0])
    assert ">0.2%</text>" in svg_figure.svg(small, EN)


def test_words_are_as_large_as_12_pixels_on_a_phone():
    width = float(drawings(PLAIN)[1].get("viewBox", "").split()[2])
    assert "font: 12px" in svg_figure.rules() and 0.96 * width <= 360 - 2 * 16  # the page leaves 16 pixels at either side


@pytest.mark.parametrize("values", [(), (5.0,), (5.0, 5.0), (0.0, 0.0), (-3.0, 2.0), (1e-3, 2e-3), (1e7, 3e7)])
@pytest.mark.parametrize("from_zero", [True, False])
def test_every_course_of_values_can_be_drawn(values, from_zero):
    piece = tuple(mark(2015 + place, value) for place, value in enumerate(values))
    what = spec(*([line(piece)] if piece else []), from_zero=from_zero, target=Target(8.0, "Ziel"))
    assert not re.search("nan|inf", svg_figure.svg(what, DE))


def test_lines_of_which_none_is_in_question_differ_by_more_than_colour():
    what = spec(*(line((mark(2015, at), mark(2025, at + 1)), name=f"Stadt {at}", role="other") for at in (5, 6, 7, 8)))
    kinds = {part.get("class") for part in of(drawings(what)[0], "zs-line")}
    assert len(kinds) == 4 and svg_figure.rules().count("stroke-dasharray: 9 3") == 1


@pytest.mark.parametrize(
    ("low", "high", "most", "found"),
    [
        (0, 13.4, 6, [0, 2.5, 5, 7.5, 10, 12.5]),
        (0, 0.9, 5, [0, 0.2, 0.4, 0.6, 0.8]),
        (-2.3, 2.1, 5, [-2, -1, 0, 1, 2]),
        (217_000, 312_000, 5, [220_000, 240_000, 260_000, 280_000, 300_000]),
    ],
)
def test_ticks_are_round_numbers_inside_the_range(low, high, most, found):
    assert svg_figure.ticks(low, high, most) == pytest.approx(found)


# -- words


def test_every_text_is_text():
    hostile = replace(PLAIN, alt=HOSTILE, unit=HOSTILE, target=Target(8.0, HOSTILE), notes=(Note(2018, HOSTILE),))
    text = svg_figure.svg(replace(hostile, lines=(replace(PLAIN.lines[0], name=HOSTILE, short=HOSTILE),)), DE)
    assert "<script" not in text and not re.search(r"<\w+[^>]* on\w+=", text)
    assert drawings(hostile)[0].get("aria-label") == HOSTILE


def test_a_word_moves_to_where_it_covers_neither_line_nor_word():
    room = Room(0, 0, 400, 300)
    room.draw([(0, 92), (400, 92)])  # runs where the first place above would be
    first = room.put(around("Wert", 200, 100))
    second = room.put(around("Wort", 200, 100))
    assert not first.box[1] < 92 < first.box[3] and not overlap(first, second)


def test_no_word_leaves_the_drawing():
    room = Room(10, 0, 200, 100)
    for label in (*around("ein langes Wort am Rand", 195, 3), *along("noch ein langes Wort", 12, 198, 99)):
        left, top, right, bottom = room.put([label]).box
        assert left >= 10 - 1e-6 and top >= -1e-6 and right <= 200 + 1e-6 and bottom <= 100 + 1e-6


def overlap(one: Label, other: Label) -> bool:
    (l1, t1, r1, b1), (l2, t2, r2, b2) = one.box, other.box
    return min(r1, r2) - max(l1, l2) > 1 and min(b1, b2) - max(t1, t2) > 3


def placed(drawing: ET.Element) -> list[Label]:
    return [
        Label(part.text or "", float(part.get("x", 0)), float(part.get("y", 0)), part.get("text-anchor", "start"),  # type: ignore[arg-type]
              "zs-strong" in part.get("class", ""))
        for part in drawing.iter("text")
    ]  # fmt: skip


@pytest.mark.parametrize("which", [0, 1], ids=["wide", "narrow"])
def test_in_no_shipped_figure_one_word_covers_another(shipped_figures, which):
    covered = [
        f"{what.heading}: {one.text} / {other.text}"
        for what in shipped_figures
        for one, other in combinations(placed(drawings(what)[which]), 2)
        if overlap(one, other)
    ]
    assert covered == []


def test_in_no_shipped_figure_a_word_leaves_the_drawing(shipped_figures):
    for drawing in (drawing for what in shipped_figures for drawing in drawings(what)):
        width, height = (float(number) for number in drawing.get("viewBox", "").split()[2:])
        for left, top, right, bottom in (label.box for label in placed(drawing)):
            assert left > -2 and top > -2 and right < width + 2 and bottom < height + 2, drawing.get("aria-label")


def test_a_drawing_brings_neither_colours_nor_names_of_its_own(shipped_figures):
    allowed = {"class", "viewBox", "role", "aria-label", "d", "x", "y", "cx", "cy", "r", "rx", "width", "height", "text-anchor"}
    for part in (part for what in shipped_figures for drawing in drawings(what) for part in drawing.iter()):
        assert set(part.attrib) <= allowed
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b|rgb|url\(", svg_figure.rules())


def test_every_shipped_figure_is_drawn_the_same_each_time_and_in_a_few_kilobytes(shipped_figures):
    for what in shipped_figures:
        text = svg_figure.svg(what, DE)
        assert text == svg_figure.svg(what, DE) and len(text.encode()) < 12_000
        assert not re.search(r"\bnan\b", text.lower()) and "style=" not in text


def test_every_class_of_a_drawing_has_its_rule(shipped_figures):
    used = {
        name
        for what in shipped_figures
        for one in re.findall(r'class="([^"]+)"', svg_figure.svg(what, DE))
        for name in one.split()
    }
    known = set(re.findall(r"\.(zs[\w-]*)", svg_figure.rules()))
    assert used - known <= {"zs-other", "zs-word-ink", "zs-word-ink-dashed"}  # plain ink, plain width
