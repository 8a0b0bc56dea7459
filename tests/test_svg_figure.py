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
from indicators.present.figure import Continuation, FigureSpec, Line, Mark, Note, Target
from indicators.present.svg_labels import Label, Room, along, around
from indicators.present.tables import FigureTable
from indicators.present.words import words
from tests.conftest import TODAY

DE = words("de")
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


def test_target_path_continuation_and_bands_are_drawn_and_named():
    target = Target(8.0, "<b>Ziel: unter 8 %</b>", ((2025, 12.0), (2030, 8.0)), "nötiger Pfad")
    ahead = Continuation(((2025, 12.0), (2030, 13.0)), (((2025, 12.0), (2030, 15.0), (2030, 10.0)),), "Fortschreibung")
    for drawing in drawings(replace(PLAIN, target=target, continuation=ahead)):
        for kind in ("zs-target", "zs-way", "zs-outlook", "zs-band"):
            assert len(of(drawing, kind)) == 1, kind
        assert {"Ziel: unter 8 %", "nötiger Pfad", "Fortschreibung"} <= set(texts(drawing))


def test_a_break_carries_its_reason_and_an_event_its_number():
    notes = (Note(2018.5, "Hartz IV"), Note(2020.0, "Corona", "Text", is_break=False))
    for drawing in drawings(replace(PLAIN, notes=notes)):
        assert len(of(drawing, "zs-break")) == 1 and len(of(drawing, "zs-event")) == 1
        assert "Hartz IV" in texts(drawing) and "1" in texts(drawing) and "Corona" not in texts(drawing)


def test_a_long_reason_is_wrapped_and_never_cut():
    reason = "Umstellung der Zählung durch das Statistische Landesamt mit neuer Bezugsgröße"
    narrow = drawings(replace(PLAIN, notes=(Note(2018.5, reason),)))[1]
    assert reason in " ".join(texts(narrow)) and reason not in texts(narrow)


def test_the_axis_counts_in_german_with_its_unit():
    what = replace(PLAIN, lines=(line((mark(2015, 200_000), mark(2025, 264_322))),), unit="Personen", decimals=0)
    for drawing in drawings(what):
        assert {"100.000", "200.000", "Personen"} <= set(texts(drawing))


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


def test_every_shipped_figure_is_drawn_the_same_each_time_and_in_a_few_kilobytes(shipped_figures):
    for what in shipped_figures:
        text = svg_figure.svg(what, DE)
        assert text == svg_figure.svg(what, DE) and len(text.encode()) < 12_000
        assert "nan" not in text.lower().replace("finanz", "") and "style=" not in text


def test_every_class_of_a_drawing_has_its_rule(shipped_figures):
    used = {
        name
        for what in shipped_figures
        for one in re.findall(r'class="([^"]+)"', svg_figure.svg(what, DE))
        for name in one.split()
    }
    known = set(re.findall(r"\.(zs[\w-]*)", svg_figure.rules()))
    assert used - known <= {"zs-other", "zs-word-other-0", "zs-word-other-2"}  # plain ink, plain width
