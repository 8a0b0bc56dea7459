"""What a goal would take: worked examples of tests/cases/effort.toml, and what holds for any figures."""

import math
import re
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators import monitor as ask
from indicators.assess.decomposition import Decomposition, decompose
from indicators.assess.effort import Effort, Stretch, assumed_path, assumed_year, best_stretch, paces, path, reached_at_pace
from indicators.assess.people import people_gap
from indicators.assess.series import Point
from indicators.assess.slope import Slope
from indicators.catalogue.model import Demand
from indicators.period import Period, parse_period
from indicators.present import effort as page
from indicators.present.words import words
from tests.conftest import TODAY, whole_catalogue
from tests.test_verdicts import point, points

CASES = tomllib.loads((Path(__file__).parent / "cases" / "effort.toml").read_text(encoding="utf-8"))
DE, EN = words("de"), words("en")
AT = Period("year", 2025)


def cases(table: str) -> Any:
    return pytest.mark.parametrize("case", CASES[table], ids=[case["name"] for case in CASES[table]])


@cases("stretch")
def test_best_stretch(case):
    found = best_stretch(points(case["points"]), case["good"])
    if "first" not in case:
        assert found is None
    else:
        assert found == Stretch(parse_period(case["first"]), parse_period(case["last"]), pytest.approx(case["per_year"]))


@cases("arrival")
def test_arrival(case):
    demand = Demand(indicator="unemployment_rate", operator=case["operator"], value=case["value"])
    slope = Slope(case["pace"], case["low"], case["high"], rate=case["pace"], points=6, possible=6, scale="raw")
    found = reached_at_pace(case["level"], slope, demand, at=AT, decimals=case.get("decimals", 1))
    assert (found.year, found.not_before) == (case.get("year"), case.get("not_before"))


def pair(case: dict[str, Any], key: str) -> tuple[Point, Point] | tuple[None, None]:
    if key not in case:
        return None, None
    early, late = case.get("periods", ["2020", "2021"])
    return point(early, case[key][0]), point(late, case[key][1])


def taken_apart(case: dict[str, Any]) -> Decomposition | None:
    return decompose(
        pair(case, "rates"), numerators=pair(case, "numerators"), denominators=pair(case, "denominators"),
        base_month=case.get("base_month"),
    )  # fmt: skip


@cases("decomposition")
def test_decomposition(case):
    found = taken_apart(case)
    if "numerator" not in case:
        assert found is None
        return
    assert found.numerator == pytest.approx(case["numerator"], abs=0.0005)
    assert found.denominator == pytest.approx(case["denominator"], abs=0.0005)
    assert [str(period) for period in found.base_renewed] == case.get("renewed", [])


@cases("people")
def test_gap_in_people(case):
    indicator = whole_catalogue().indicators[case.get("indicator", "unemployment_rate")]
    demand = Demand(indicator=indicator.id, operator="<", value=8)
    parts = {
        key: point(case.get(f"{key}_period", "2025"), case[key]) if key in case else None
        for key in ("numerator", "denominator")
    }
    found = people_gap(point("2025", case["rate"]), demand, indicator, **parts)
    if "difference" not in case:
        assert found is None
        return
    for key in ("at_target", "difference", "low", "high"):
        assert getattr(found, key) == pytest.approx(case[key], abs=0.06), key


# -- for any figures

rates = st.integers(1, 999).map(lambda tenths: tenths / 10)
counts = st.integers(1, 10_000_000)


@given(rates, rates, counts, counts, st.sampled_from(["numerators", "denominators"]))
def test_both_parts_are_the_whole_change(before, after, first, second, known):
    case = {"rates": [before, after], known: [first, second]}
    found = taken_apart(case)
    assert found.numerator + found.denominator == pytest.approx(after - before, abs=1e-6)
    assert found.known == known.removesuffix("s")


@given(rates, rates, counts, counts)
def test_the_way_back_has_the_same_parts_with_the_other_sign(before, after, first, second):
    there = taken_apart({"rates": [before, after], "numerators": [first, second]})
    back = taken_apart({"rates": [after, before], "numerators": [second, first]})
    assert there.numerator == pytest.approx(-back.numerator, abs=1e-6)
    assert there.denominator == pytest.approx(-back.denominator, abs=1e-6)


@given(st.integers(50, 500), st.integers(50, 500), counts, counts)
def test_no_unrounded_rate_moves_a_part_further_than_is_told(before, after, first, second):
    told = taken_apart({"rates": [before / 10, after / 10], "numerators": [first, second]})
    for low, high in ((-0.05, 0.05), (0.05, -0.05), (0.05, 0.05), (-0.05, -0.05)):
        true = taken_apart({"rates": [before / 10 + low, after / 10 + high], "numerators": [first, second]})
        assert abs(true.numerator - told.numerator) <= told.uncertainty + 1e-6
        assert abs(true.denominator - told.denominator) <= told.uncertainty + 1e-6


@given(rates, st.floats(-50, 50), st.integers(0, 40))
def test_a_path_never_leaves_the_possible_values(level, per_year, years):
    found = path(level, AT, per_year, AT.plus(years), (0, 100))
    assert [period for period, _ in found] == [AT.plus(step) for step in range(years + 1)]
    assert all(0 <= value <= 100 for _, value in found)
    assert found[0] == (AT, pytest.approx(level))


def test_a_path_in_quarters_takes_a_quarter_of_the_yearly_pace_each():
    found = path(10.0, Period("quarter", 2025, 2), -2.0, Period("quarter", 2026, 2), (0,))
    assert [(str(period), value) for period, value in found] == [
        ("2025-Q2", 10.0), ("2025-Q3", 9.5), ("2025-Q4", 9.0), ("2026-Q1", 8.5), ("2026-Q2", 8.0),
    ]  # fmt: skip


def test_a_gap_may_go_below_zero_on_its_path():
    assert path(0.5, AT, -1.0, AT.plus(1))[-1][1] == -0.5


@pytest.mark.parametrize("until", [Period("year", 2024), Period("month", 2030, 12)])
def test_a_path_backwards_or_into_another_rhythm_is_empty(until):
    assert path(10.0, AT, -1.0, until) == ()


@pytest.mark.parametrize(
    ("needed", "best", "expected"),
    [(-0.8, -1.5, False), (-0.8, -0.8, False), (-0.8, -0.7, True), (-0.8, 0.9, True), (800.0, 700.0, True), (0.0, 0.5, False)],
)
def test_a_pace_never_managed_before_is_beyond_history(needed, best, expected):
    assert Effort(needed, Stretch(AT, AT.plus(3), best), None).is_beyond_history is expected


def test_without_a_needed_pace_or_a_stretch_nothing_is_beyond_history():
    assert not Effort(None, Stretch(AT, AT.plus(3), -1.0), None).is_beyond_history
    assert not Effort(-0.8, None, None).is_beyond_history


def test_a_gap_smaller_than_the_rounding_of_the_rate_names_no_people(shipped):
    found = ask.effort(shipped, "DO-1", today=TODAY)
    at = point("2025", 8.0)
    gap = people_gap(at, found.found.demand, shipped.catalogue.indicators["unemployment_rate"], numerator=point("2025", 26459))
    assert gap.low < 0 < gap.high
    text = page.people_sentence(replace(found, people=gap), shipped.catalogue, DE)
    assert text == DE("effort.people_within_rounding")


# -- the shipped figures


@pytest.mark.parametrize("identifier", ["DO-1", "DO-2"])
def test_a_slider_offers_the_needed_the_present_and_the_best_pace(shipped, identifier):
    found = ask.effort(shipped, identifier, today=TODAY)
    indicator = shipped.catalogue.indicators[found.found.demand.indicator]
    offered = paces(found.found, found.effort, indicator)
    for pace in (found.effort.needed_per_year, found.found.slope.per_year, found.effort.stretch.per_year, offered.start):
        assert offered.low < pace < offered.high
    assert offered.start == pytest.approx(found.effort.needed_per_year, abs=offered.step)
    assert (offered.high - offered.low) / offered.step < 400
    assert offered.low == -offered.high


def test_dortmunds_needed_pace_of_0_8_points_ends_at_8_0_in_2030_which_is_not_below_8(shipped):
    found = ask.effort(shipped, "DO-1", today=TODAY)
    indicator = shipped.catalogue.indicators["unemployment_rate"]
    drawn = assumed_path(found.found, -0.8, indicator)
    assert (str(drawn[0][0]), drawn[0][1], str(drawn[-1][0]), drawn[-1][1]) == ("2025", 12.0, "2030", 8.0)
    assert assumed_year(found.found, -0.8, indicator) == 2031
    assert assumed_year(found.found, -0.82, indicator) == 2030
    assert assumed_year(found.found, 0.1, indicator) is None
    assert page.assumed_sentence(found, -0.82, shipped.catalogue, DE) == (
        "Angenommen −0,82 Prozentpunkte je Jahr: Der Zielwert wäre 2030 erstmals erfüllt. "
        "So schnell oder schneller ging es in den besten drei Jahren der eigenen Geschichte."
    )
    assert "schneller als in den besten" in page.assumed_sentence(found, -1.6, shipped.catalogue, DE)
    assert "nicht erfüllt" in page.assumed_sentence(found, 0.5, shipped.catalogue, DE)


def test_dortmund_needs_0_8_points_a_year_and_had_1_49_at_best_after_the_break_of_2005(shipped):
    found = ask.effort(shipped, "DO-1", today=TODAY)
    assert found.effort.needed_per_year == pytest.approx(-0.8)
    assert found.effort.stretch == Stretch(Period("year", 2005), Period("year", 2008), pytest.approx(-1.4933, abs=1e-4))
    assert (found.effort.arrival.year, found.effort.arrival.not_before) == (None, None)
    assert round(found.people.difference) == -13_230


def test_dortmund_has_no_labour_force_stored_and_says_so(shipped):
    found = ask.effort(shipped, "DO-1", today=TODAY)
    assert [(str(change.first), str(change.last), change.known) for change in found.changes] == [
        ("2024", "2025", "numerator"), ("2023", "2025", "numerator"),
    ]  # fmt: skip
    text = "\n".join(page.lines(found, shipped.catalogue, DE))
    assert "Gespeichert ist der Zähler" in text
    assert "davon durch den Zähler (registrierte Arbeitslose): +0,42 Prozentpunkte" in text


def test_no_change_of_a_rate_is_taken_apart_across_a_break(shipped):
    found = ask.effort(shipped, "DO-3", today=TODAY)
    assert all(not change.first.end < day <= change.last.end for change in found.changes for day in found.found.breaks)


@pytest.mark.parametrize("say", [DE, EN])
def test_every_goal_can_be_told_without_a_nan(shipped, say):
    for identifier in shipped.catalogue.goals:
        view = ask.effort(shipped, identifier, today=TODAY)
        for text in (*page.lines(view, shipped.catalogue, say), page.page(view, shipped.catalogue, say)):
            assert not re.search(r"\bnan\b|\binf\b|\bNone\b(?! of the)", text)


@pytest.mark.parametrize("today", [date(1990, 1, 1), date(2024, 6, 30), date(2031, 1, 1), date(2060, 1, 1)])
def test_any_day_gets_an_answer(shipped, today):
    for identifier in shipped.catalogue.goals:
        view = ask.effort(shipped, identifier, today=today)
        assert page.lines(view, shipped.catalogue, DE)
        assert view.effort is None or all(
            math.isfinite(number)
            for number in (view.effort.needed_per_year or 0.0, getattr(view.effort.stretch, "per_year", 0.0))
        )


def test_one_question_asks_the_store_for_figures_once(shipped, monkeypatch):
    asked = []
    whole = type(shipped.store).series
    monkeypatch.setattr(type(shipped.store), "series", lambda *args, **kw: asked.append(kw) or whole(*args, **kw))
    ask.effort(shipped, "DO-1", today=TODAY)
    assert len(asked) == 1
