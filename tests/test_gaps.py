"""The sheet of gaps: how far every goal is, in which order it stands there, and what its small picture shows."""

import re
from dataclasses import replace
from datetime import date
from html import unescape
from typing import Any
from urllib.parse import unquote

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from indicators import monitor as ask
from indicators.assess.assessment import Assessment
from indicators.assess.slope import Slope
from indicators.catalogue.load import load_catalogue
from indicators.catalogue.model import Demand, Parity
from indicators.monitor import Monitor
from indicators.monitor.gaps import months_left
from indicators.present import gaps, gaps_table, pace, tables
from indicators.present.gaps import GapView
from indicators.present.pace import Pace
from indicators.present.words import words
from tests.conftest import NOW, PROJECT, TODAY
from tests.test_pages import headline, shown
from tests.test_upkeep import ANNA, content

DE, EN = words("de"), words("en")


@pytest.fixture(scope="module")
def sheet(shipped: Monitor) -> tuple[GapView, ...]:
    return ask.gaps(shipped, today=TODAY)


def of(sheet: tuple[GapView, ...], goal: str) -> GapView:
    return next(view for view in sheet if view.goal.id == goal)


def amend(monitor: Monitor, area: str, goal: str, **demand: Any) -> None:
    """Let a coordinator give a goal another demand."""
    wanted = content(monitor, "goal", area, goal)
    wanted["goal"] = {
        **wanted["goal"],
        "kind": "value_by_date",
        "due": "2030",
        "demand": [{"indicator": "unemployment_rate"} | demand],
    }
    preview = ask.prepare_record(monitor, "goal", goal, wanted, actor=ANNA, today=TODAY)
    ask.commit_record(monitor, preview, reason="Sitzung", actor=ANNA, now=NOW)


def page(monitor: Monitor, order: gaps.Order = "city", say=DE) -> str:
    catalogue = ask.current_catalogue(monitor)
    views, goals = ask.gaps(monitor, today=TODAY), ask.goals(monitor, today=TODAY)
    return gaps.page(views, goals, {"sort": order}, catalogue, say)


def text(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


# -- what stands on the sheet


def test_every_demand_of_every_measured_goal_stands_there_once_in_the_order_of_the_documents(sheet, shipped):
    measured = [view for view in ask.goals(shipped, today=TODAY) if view.is_measured]
    assert [view.goal.id for view in sheet] == [view.goal.id for view in measured for _ in view.assessments]


def test_the_sheet_says_of_a_goal_what_its_own_page_says(sheet, shipped):
    for view in ask.goals(shipped, today=TODAY):
        if view.is_measured:
            assert tuple(one.found for one in sheet if one.goal.id == view.goal.id) == view.assessments


def test_a_rate_is_away_in_percentage_points_and_in_people(sheet):
    view = of(sheet, "DO-1")
    assert view.found.gap == pytest.approx(4.0)
    assert view.people is not None and round(view.people.difference) == -13230


def test_a_number_of_people_is_away_in_people_only(sheet):
    assert of(sheet, "DO-2").people is None and of(sheet, "DO-2").found.gap == 35678


def test_the_time_left_ends_with_the_period_that_decides_not_with_the_year_of_the_goal(sheet):
    assert (of(sheet, "DO-1").months_left, of(sheet, "DO-2").months_left) == (49, 43)  # the end of 2030, 30 June 2030


@pytest.mark.parametrize(
    ("last", "today", "months"),
    [
        (date(2030, 12, 31), date(2026, 12, 31), 48),
        (date(2030, 12, 31), date(2030, 12, 31), 0),
        (date(2030, 12, 31), date(2031, 1, 1), -1),
        (date(2030, 6, 30), date(2026, 5, 31), 48),
    ],
)
def test_months_left_are_whole_months(last, today, months):
    assert months_left(last, today) == months


@pytest.mark.parametrize(
    ("months", "german"),
    [
        (49, "4 Jahre, 1 Monat"), (12, "1 Jahr"), (11, "11 Monate"), (0, "weniger als ein Monat"), (-1, "Frist abgelaufen"),
        (None, "kein Termin genannt"),
    ],
)  # fmt: skip
def test_the_time_left_is_told_in_years_and_months(sheet, catalogue, months, german):
    view = replace(of(sheet, "DO-1"), months_left=months)
    assert german in text(gaps.page([view], [], {}, catalogue, DE))


def test_the_page_tells_both_distances_both_paces_and_the_uncertainty(shipped):
    told = text(page(shipped))
    for wanted in (
        "4,0 Prozentpunkte zu hoch", "13.230 Menschen weniger", "zwischen 13.119 und 13.339", "nötig −0,80", "zuletzt +0,12",
        "80-%-Bereich +0,04 bis +0,30", "35.678 Personen fehlen", "nötig +5.946", "zuletzt +4.174",
        "Jede Stadt steht hier nur vor ihrem eigenen Ziel.",
    ):  # fmt: skip
        assert wanted in told, wanted


def test_the_page_names_publisher_and_stand_of_every_indicator_it_has_figures_of(sheet, shipped, catalogue):
    lines = dict(gaps.sources(sheet, catalogue, DE))
    told = {view.indicator.id for view in sheet if view.found.current is not None} | {"unemployed"}  # the people of DO-1
    assert set(lines) == {catalogue.label("indicator", name) for name in told}
    assert all(line.startswith("Quelle: ") and "Stand: " in line for line in lines.values())


def test_a_direction_has_no_distance_and_a_block_of_its_own(sheet, shipped):
    directions = [view for view in sheet if not view.is_quantified]
    assert {view.goal.kind for view in directions} == {"direction"}
    assert all(view.found.gap is None and view.people is None and view.effort is None for view in directions)
    _, block = page(shipped).split(DE("gaps.directions"))
    told = text(block.split("</section>")[0])
    assert not re.findall(r"zu hoch|Personen fehlen|nötig [−+]", told) and "zuletzt +0,04" in told


def test_a_goal_that_counts_projects_tells_what_is_counted_and_what_is_known(shipped):
    told = text(page(shipped).split(DE("gaps.pipelines"))[1])
    assert "eine Zielzahl lässt sich deshalb nicht berechnen" in told  # 40 percent more of a number nobody published
    assert "10 ohne bekannten Stand" in told


def test_without_any_figure_the_sheet_shows_holes_and_the_way_to_what_is_missing(store):
    empty = Monitor(load_catalogue(), store)
    found = page(empty)
    told = text(found)
    assert "zm-pace" not in found and gaps.source_notes(ask.gaps(empty, today=TODAY), empty.catalogue, DE) == ""
    assert told.count("noch keine Zahlen") >= 18 and 'href="missing?city=dortmund"' in found


# -- what coordinators decide later


def test_a_city_that_decides_a_number_moves_up_with_its_own_target(monitor):
    amend(monitor, "05114", "KR-2", operator="<=", value=9)
    view = of(ask.gaps(monitor, today=TODAY), "KR-2")
    assert view.is_quantified and view.found.gap == pytest.approx(2.0)
    assert "≤ 9,0 %" in text(page(monitor)) and "< 8,0 %" in text(page(monitor))


def test_a_met_target_is_said_to_be_met_and_asks_for_no_people_and_no_pace(monitor):
    amend(monitor, "05913", "DO-1", operator="<=", value=13)
    view = of(ask.gaps(monitor, today=TODAY), "DO-1")
    row = text(page(monitor)).split("Arbeitslosenquote dauerhaft")[1].split("300.000")[0]
    assert view.found.is_met and view.people is None
    assert "erfüllt" in row and "Menschen" not in row and "nötig" not in row


def test_people_are_not_told_where_the_rounding_of_the_rate_is_larger_than_the_distance(monitor):
    amend(monitor, "05913", "DO-1", operator="<", value=12)
    told = text(page(monitor))
    assert "0,0 Prozentpunkte zu hoch" in told and "Der Abstand ist kleiner als die Rundung der Quote." in told
    assert "Menschen weniger" not in told


def test_people_that_cannot_be_counted_are_not_guessed(monitor):
    amend(monitor, "05913", "DO-5", operator="<=", value=5, group="age_15_24")
    told = text(page(monitor)).split("Jugendarbeitslosigkeit")[1]
    view = of(ask.gaps(monitor, today=TODAY), "DO-5")
    assert (view.people is None) == ("Lässt sich aus den gespeicherten Zahlen nicht berechnen." in told)


# -- the sentence at the top


def test_the_sentence_counts_every_target_once(sheet, catalogue):
    targets = [view for view in sheet if view.is_quantified]
    assert gaps.lead(targets, DE).startswith("**3** Ziele, deren Abstand sich messen lässt: keines erfüllt; ")
    told = gaps.lead(targets, EN).split(":")[1].split(". ")[0]
    assert sum(int(number) for number in re.findall(r"\*\*(\d+)\*\*", told)) == len(targets)


@pytest.mark.parametrize(
    ("changes", "german"),
    [
        ({"is_met": True}, "**1** erfüllt."),
        ({"verdict": "missed"}, "keines erfüllt; **1** bei Fristende verfehlt."),
        ({"course": "fast_enough"}, "keines erfüllt; bei **1** würde das Tempo"),
        ({"course": "far_too_slow"}, "keines erfüllt; bei **1** ist das Tempo der letzten sechs Jahre zu langsam."),
        ({"course": "no_clear_trend"}, "keines erfüllt; bei **1** ist keine klare Richtung zu erkennen."),
        ({"course": "wrong_way"}, "keines erfüllt; **1** entfernt sich."),
        ({"course": "unknown"}, "keines erfüllt; bei **1** lässt sich das Tempo nicht"),
    ],
)
def test_the_sentence_tells_what_the_pace_says(sheet, changes, german):
    view = of(sheet, "DO-1")
    view = replace(view, found=replace(view.found, **{"verdict": "on_track", "is_met": False} | changes))
    assert german in gaps.lead([view], DE)


def test_without_a_target_or_a_direction_the_sentence_leaves_them_out(sheet):
    targets, directions = ([view for view in sheet if view.is_quantified is wanted] for wanted in (True, False))
    assert gaps.lead([], DE) == DE("gaps.no_targets")
    assert gaps.lead(directions, DE).startswith(DE("gaps.no_targets")) and "Richtung" not in gaps.lead(targets, DE)


# -- order


def row(sheet: tuple[GapView, ...], name: str, unit: str = "percent", **changes: Any) -> GapView:
    """A row that differs from that of DO-1 in what is given; its goal bears `name`."""
    like = of(sheet, "DO-1" if unit == "percent" else "DO-2")
    own = {key: value for key, value in changes.items() if key in ("months_left", "people")}
    found = replace(like.found, **{key: value for key, value in changes.items() if key not in own})
    return replace(like, goal=msgspec.structs.replace(like.goal, id=name), found=found, **own)


@pytest.mark.parametrize(
    ("order", "rows", "expected"),
    [
        ("gap", {"a": {"gap": 1.0}, "b": {"gap": 4.0}, "c": {"gap": None}, "d": {"gap": -1.0}}, "badc"),
        ("pace", {"a": {"ratio": 0.7}, "b": {"ratio": None}, "c": {"ratio": -0.2}}, "cab"),
        ("time", {"a": {"months_left": 49}, "b": {"months_left": None}, "c": {"months_left": -3}}, "cab"),
        ("city", {"a": {"gap": 1.0}, "b": {"gap": 4.0}, "c": {"gap": None}}, "abc"),
        ("time", {"a": {"months_left": 5}, "b": {"months_left": 5}}, "ab"),
    ],
)
def test_order_of_rows(sheet, order, rows, expected):
    views = [row(sheet, name, **changes) for name, changes in rows.items()]
    assert "".join(view.goal.id for view in gaps.ordered(views, order)) == expected


def test_distances_in_different_units_are_not_mixed_in_one_order(sheet):
    views = [row(sheet, "a", gap=1.0), row(sheet, "b", "persons", gap=9.0), row(sheet, "c", gap=20.0)]
    assert [view.goal.id for view in gaps.ordered(views, "gap")] == ["c", "a", "b"]


def test_in_people_different_units_have_one_order(sheet):
    views = [row(sheet, "a"), row(sheet, "b", "persons"), row(sheet, "c", people=None)]
    assert [view.goal.id for view in gaps.ordered(views, "people")] == ["b", "a", "c"]  # 35,678, 13,230, unknown


def test_every_order_says_on_the_page_what_it_orders_by(shipped):
    for order in gaps.ORDERS:
        found = page(shipped, order)
        assert DE(f"gaps.ordered_{order}") in text(found)
        assert re.findall(r'<strong aria-current="true">(.*?)</strong>', found) == [DE(f"gaps.by_{order}")]


# -- the picture


def drawn(uri: str) -> tuple[list[float], list[float]]:
    """Where dots and rings stand, and every other place on the horizontal axis."""
    svg = unquote(uri)
    circles = [float(x) for x in re.findall(r"<circle cx='([\d.]+)'", svg)]
    return circles, [float(x) for x in re.findall(r"[MH]([\d.]+)", svg)]


def found(direction: str, per_year: float, needed: float | None) -> Assessment:
    slope = Slope(per_year, per_year - 0.1, per_year + 0.2, rate=per_year, points=6, possible=6, scale="raw")
    demand = Demand(indicator="unemployment_rate", operator="<" if direction == "down" else ">", value=8.0)
    return Assessment("too_slow", (), demand=demand, slope=slope, needed_per_year=needed)


def test_right_is_where_the_goal_lies_whichever_way_is_better():
    assert pace.pace_of(found("down", -0.4, -0.8)) == Pace(0.4, pytest.approx(0.2), pytest.approx(0.5), 0.8)
    assert pace.pace_of(found("up", 0.4, 0.8)) == Pace(0.4, pytest.approx(0.3), pytest.approx(0.6), 0.8)


def test_two_groups_that_shall_be_equal_come_closer_by_a_falling_distance():
    parity = Parity(indicator="integration_rate", groups=("men", "women"))
    closing = pace.pace_of(replace(found("down", -0.4, None), demand=None, parity=parity))
    assert closing is not None and closing.actual == 0.4 and closing.needed is None


def test_a_series_without_a_pace_has_no_picture():
    assert pace.pace_of(Assessment("not_assessable", ())) is None


def test_zero_stands_in_the_middle_and_the_largest_pace_at_the_edge():
    (dot, ring), _ = drawn(pace.dumbbell(Pace(-0.1, -0.3, -0.05, 0.8)))
    assert dot < pace.WIDTH / 2 < ring == pace.WIDTH - 8


def test_a_pace_that_is_just_the_needed_one_is_a_dot_in_its_ring():
    (dot, ring), _ = drawn(pace.dumbbell(Pace(0.8, 0.6, 0.9, 0.8)))
    assert dot == ring


def test_a_direction_has_a_dot_and_no_ring():
    circles, _ = drawn(pace.dumbbell(Pace(0.8, 0.6, 0.9)))
    assert len(circles) == 1


PACES = st.floats(-1e6, 1e6, allow_nan=False)


@given(PACES, PACES, PACES, st.none() | PACES)
def test_nothing_is_drawn_outside_the_picture(actual, one, other, needed):
    circles, places = drawn(pace.dumbbell(Pace(actual, min(one, other), max(one, other), needed)))
    assert all(0 <= place <= pace.WIDTH for place in [*circles, *places])


def test_the_picture_says_in_words_what_it_shows(shipped):
    labels = re.findall(r'role="img" aria-label="(.*?)"', page(shipped))
    assert "Nötig −0,80, zuletzt +0,12 Prozentpunkte je Jahr; 80-%-Bereich +0,04 bis +0,30" in labels
    assert all("je Jahr" in label for label in labels) and len(labels) == page(shipped).count("zm-pace")


# -- to take along


def test_the_file_has_every_row_with_its_numbers_as_they_stand_on_the_page(sheet, catalogue):
    lines = tables.csv(gaps_table.table(sheet, catalogue, DE), DE).decode("utf-8-sig").splitlines()
    assert len(lines) == len(sheet) + 1
    numbers, _, sources = lines[1].partition(";49;")
    assert numbers == (
        "Dortmund;Arbeitslosenquote dauerhaft unter 8 %;Arbeitslosenquote;insgesamt;Entfernt sich;12,0;%;2025;< 8,0\u00a0%;4,0;"
        "-13230;-0,80;0,12;0,04;0,30;Prozentpunkte je Jahr;2030"
    )
    assert "Arbeitslosenquote. Quelle: " in sources and "Arbeitslose. Quelle: " in sources and "Stand: Mai 2026" in sources


def test_a_number_that_does_not_exist_is_an_empty_cell(sheet, catalogue):
    cells = gaps_table.table([of(sheet, "ST-1")], catalogue, DE).rows[0]
    assert [cell.number for cell in cells] == [None] * len(cells)
    assert cells[3].text == "Männer, Frauen"


def test_the_workbook_opens_with_numbers_and_the_sources(sheet, catalogue):
    make, book = gaps_table.files(sheet, catalogue, EN).values()
    assert make() and book().startswith(b"PK")


def test_the_citation_says_the_finding_the_sources_and_a_permanent_address(sheet, catalogue):
    told = gaps_table.citation(sheet, "http://x/gaps?sort=time", NOW, catalogue, DE)
    assert told.startswith(DE("gaps.title") + " 3 Ziele") and "**" not in told and ".." not in told and "13211-02-05-4" in told
    assert told.endswith("http://x/gaps?sort=time&as_of=2026-11-22T09%3A00%3A00Z&rules=2.0")


def test_links_of_a_cited_sheet_stay_in_its_time(shipped):
    asked = {"as_of": "2026-11-22T09:00:00Z", "rules": "2.0", "sort": "gap", "city": "kassel"}
    views = ask.gaps(shipped, today=TODAY)
    found = gaps.page(views, (), asked, shipped.catalogue, DE)
    assert 'href="gaps?sort=time&amp;as_of=2026-11-22T09%3A00%3A00Z&amp;rules=2.0"' in found


# -- as a page


def visit(**address: str) -> AppTest:
    app = AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=60)
    app.query_params["lang"] = address.get("lang", "de")
    app = app.run().switch_page("pages/sources.py").run().switch_page("pages/gaps.py")
    for key, value in address.items():
        app.query_params[key] = value
    return app.run()


def linked(app: AppTest) -> list[str]:
    return re.findall(r'<th[^>]*><a href="goal\?goal=([\w-]+)', shown(app))


def test_the_order_stands_in_the_address(folder_of_pages):
    assert linked(visit())[:2] == ["DO-1", "DO-2"]
    app = visit(sort="time")
    assert not app.exception and linked(app)[:2] == ["DO-2", "DO-1"]


def test_an_order_that_does_not_exist_is_the_order_of_the_documents(folder_of_pages):
    app = visit(sort="<script>")
    assert not app.exception and linked(app)[:2] == ["DO-1", "DO-2"]


def test_links_keep_the_language(folder_of_pages):
    app = visit(lang="en")
    assert headline(app) == EN("gaps.title")
    assert 'href="gaps?sort=time&amp;lang=en"' in shown(app) and 'href="gaps?lang=en"' not in shown(app)


def test_a_cited_sheet_shows_what_was_known_then(folder_of_pages):
    app = visit(as_of="2020-01-01T00:00:00Z")
    assert not app.exception and "zm-pace" not in shown(app) and "10 Jahre, 11 Monate" in text(shown(app))
