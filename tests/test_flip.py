"""What would change a verdict: worked examples of tests/cases/flip.toml, and that every told value really does it."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators import monitor as ask
from indicators.assess.assessment import Assessment
from indicators.assess.flip import Flips, flips
from indicators.assess.series import Point
from indicators.assess.verdict import Key, assess
from indicators.catalogue.model import Demand, Goal, Parity, Text
from indicators.monitor.goals import judge, series_by_key
from indicators.period import Period
from tests.conftest import TODAY, whole_catalogue
from tests.test_verdicts import points

CASES = tomllib.loads((Path(__file__).parent / "cases" / "flip.toml").read_text(encoding="utf-8"))
INDICATORS = whole_catalogue().indicators
TITLE = Text(de="Ziel", en="goal")
RATE: Key = ("unemployment_rate", "total")


def rule(goal: Goal, series: Mapping[Key, Sequence[Point]], day: date) -> tuple[Assessment, ...]:
    return assess(goal, series, INDICATORS, {}, today=day)


def asked(goal: Goal, series: Mapping[Key, Sequence[Point]], today: date = TODAY) -> Flips:
    return flips(series, INDICATORS, lambda found, day: rule(goal, found, day), today=today)


def goal_of(case: Mapping[str, Any]) -> Goal:
    indicator = case.get("indicator", "unemployment_rate")
    wanted = {key: case[key] for key in ("operator", "value", "direction") if key in case}
    return Goal(
        id="X", title=TITLE, kind=case["kind"], due=case.get("due"),
        demand=(Demand(indicator=indicator, **wanted),) if wanted else (),
        parity=Parity(indicator="integration_rate", groups=("men", "women")) if case["kind"] == "parity" else None,
    )  # fmt: skip


@pytest.mark.parametrize("case", CASES["case"], ids=[case["name"] for case in CASES["case"]])
def test_worked_example(case):
    series = {(case.get("indicator", "unemployment_rate"), "total"): points(case.get("points", {}))}
    series |= {("integration_rate", group): points(case.get(group, {})) for group in ("men", "women")}
    found = asked(goal_of(case), series, CASES["today"])
    assert found.reason == case.get("reason")
    assert [[flip.operator, flip.value, flip.verdict] for flip in found.flips] == case.get("flips", [])
    assert found.unchanged == case.get("unchanged")
    assert (None if found.period is None else str(found.period)) == case.get("period")


def yearly(values: Sequence[float]) -> list[Point]:
    return [Point(Period("year", 2026 - len(values) + number), value, 1) for number, value in enumerate(values)]


def verdict_at(goal: Goal, known: Sequence[Point], found: Flips, value: float) -> str:
    day = max(TODAY, found.period.end + timedelta(days=1))
    return rule(goal, {RATE: [*known, Point(found.period, value, 1)]}, day)[0].verdict


tenths = st.integers(30, 200).map(lambda number: number / 10)


@settings(max_examples=30)
@given(st.lists(tenths, min_size=1, max_size=9), st.sampled_from(["durable", "value_by_date", "hold"]))
def test_a_told_value_has_its_verdict_and_the_one_before_it_has_another(values, kind):
    goal = Goal(id="X", title=TITLE, kind=kind, due="2030", demand=(Demand(indicator=RATE[0], operator="<", value=8),))
    known = yearly(values)
    found = asked(goal, {RATE: known})
    for flip in found.flips:
        inwards = round(flip.value + (0.1 if flip.operator == "<=" else -0.1), 1)
        assert verdict_at(goal, known, found, flip.value) == flip.verdict
        assert verdict_at(goal, known, found, inwards) != flip.verdict
    assert verdict_at(goal, known, found, values[-1]) == found.unchanged
    assert all(found.low <= flip.value <= found.high for flip in found.flips)


@settings(max_examples=30)
@given(st.lists(tenths, min_size=1, max_size=9))
def test_the_target_itself_is_always_among_the_examined_values(values):
    goal = Goal(id="X", title=TITLE, kind="hold", demand=(Demand(indicator=RATE[0], operator="<", value=8),))
    found = asked(goal, {RATE: yearly(values)})
    assert found.low <= 7.9 and found.high >= 8.1


def test_dortmund_moves_away_until_a_value_of_11_4_and_is_below_8_at_7_9(shipped):
    # Rule version 1.0; a later rule may move the first of the two, never the second.
    found = ask.effort(shipped, "DO-1", today=TODAY).flips
    assert str(found.period) == "2026"
    assert found.unchanged == "moving_away"
    assert all(flip.operator == "<=" for flip in found.flips)
    assert found.flips[-1].value == 7.9


def test_every_told_flip_of_the_shipped_goals_is_what_the_rule_says(shipped):
    catalogue = shipped.catalogue
    for goal in catalogue.goals.values():
        found = ask.effort(shipped, goal.id, today=TODAY).flips
        area = catalogue.area_of(goal).area
        known = series_by_key(shipped.store.series(area=area), area)
        for flip in found.flips:
            demand = judge(catalogue, goal, known, today=TODAY)[0].demand
            key = (demand.indicator, demand.group)
            decimals = catalogue.indicators[demand.indicator].decimals
            kept = [cell for cell in known[key] if cell.period.frequency != flip.period.frequency or cell.period < flip.period]
            then = {**known, key: [*kept, Point(flip.period, flip.value, decimals)]}
            day = max(TODAY, flip.period.end + timedelta(days=1))
            assert judge(catalogue, goal, then, today=day)[0].verdict == flip.verdict


def test_the_order_of_the_points_does_not_matter():
    goal = Goal(id="X", title=TITLE, kind="hold", demand=(Demand(indicator=RATE[0], operator="<", value=8),))
    known = yearly([9.0, 8.5, 8.1, 7.9])
    assert asked(goal, {RATE: known}) == asked(goal, {RATE: known[::-1]})


def test_a_withheld_newest_value_does_not_stop_the_answer():
    goal = Goal(id="X", title=TITLE, kind="hold", demand=(Demand(indicator=RATE[0], operator="<", value=8),))
    known = yearly([9.0, 8.5, 7.9])
    known[-1] = replace(known[-1], value=None, status="suppressed")
    assert str(asked(goal, {RATE: known}).period) == "2026"
