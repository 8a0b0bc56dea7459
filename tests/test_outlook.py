"""The outlook: a damped continuation, its fan and its chance (cases/outlook.toml)."""

import shutil
import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.assess.outlook import calibration_of, likelihood, outlook, usual_change
from indicators.assess.series import Point
from indicators.assess.slope import theil_sen
from indicators.catalogue.load import load_catalogue
from indicators.catalogue.model import Demand, Indicator, Text
from indicators.catalogue.outlook import Calibration
from indicators.errors import CatalogueFault
from indicators.period import Period, parse_period

CASES = tomllib.loads((Path(__file__).parent / "cases" / "outlook.toml").read_text("utf-8"))
NOTHING = Text(de="", en="")
_CATALOGUE = load_catalogue()


def indicator(kind: str = "gap", unit: str = "percent", decimals: int = 1, limits: tuple[float, ...] = ()) -> Indicator:
    known = _CATALOGUE.indicators["unemployment_rate"]
    return msgspec.structs.replace(known, kind=kind, unit=unit, decimals=decimals, range=limits)


def calibration(accepted: bool = True, **numbers: Any) -> Calibration:
    return Calibration(**numbers | {"spread": tuple(numbers["spread"])}, accepted=accepted, evidence=NOTHING, reason=NOTHING)


def series(first: int, values: list[Any]) -> tuple[Point, ...]:
    return tuple(
        Point(Period("year", first + step), None if value == "" else float(value), 1) for step, value in enumerate(values)
    )


def looked_ahead(case: dict[str, Any]) -> Any:
    points = series(case["years"][0], case["values"])
    about = indicator(case["kind"], case.get("unit", "percent"), limits=tuple(case.get("range", ())))
    filled = [point for point in points if point.value is not None]
    slope = theil_sen(points, about.kind, about.unit)
    assert slope is not None
    numbers = calibration(case.get("accepted", True), **case["numbers"])
    first = Period("year", case.get("first", case["years"][1]))
    return outlook(points, filled[-1].value, slope, about, numbers, first=first)


@pytest.mark.parametrize("case", CASES["case"], ids=lambda case: case["rule"])
def test_an_outlook_by_hand(case):
    found = looked_ahead(case)
    assert [round(point.value, 3) for point in found.points] == case["expected"]
    assert [point.years for point in found.points] == list(range(1, len(case["expected"]) + 1))
    for share in ("50", "80"):
        if ends := case.get(f"ends_{share}"):
            shown = [[getattr(point, f"low_{share}"), getattr(point, f"high_{share}")] for point in found.points]
            assert shown == [pytest.approx(pair, abs=0.0006) for pair in ends]
    if reason := case.get("reason"):
        assert found.reason == reason
        assert all(point.low_80 is None and point.high_50 is None for point in found.points)


# Eight years that go up and down by one around ten, and end at ten: no slope, usual change 1.
SWINGING = series(2016, [10, 11, 10, 9, 10, 11, 10, 9, 10])
STEADY = calibration(damping=0.8, weight=0.0, pairs=15, around="zero", spread=[1.0, 1.0, 1.0, 1.0, 1.0])


@pytest.mark.parametrize("case", CASES["chance"], ids=lambda case: case["rule"])
def test_a_chance_by_hand(case):
    about = indicator("gap", limits=tuple(case.get("range", ())))
    slope = theil_sen(SWINGING, "gap", "percent")
    assert slope is not None
    demand = Demand(indicator=about.id, operator=case["operator"], value=case["value"])
    due = parse_period(str(case["due"]))
    found = outlook(SWINGING, 10.0, slope, about, STEADY, first=Period("year", 2024), demand=demand, deadline=due)
    assert found.reason == case.get("reason")
    assert found.likelihood == case.get("word")
    expected = case.get("percent")
    assert found.chance is None if expected is None else found.chance == pytest.approx(expected / 100, abs=0.0006)
    assert found.points[0].low_80 is not None  # the fan is there without a chance too


def test_a_chance_needs_eight_yearly_values():
    short = SWINGING[2:]
    slope = theil_sen(short, "gap", "percent")
    assert slope is not None
    demand = Demand(indicator="unemployment_rate", operator="<", value=8.0)
    found = outlook(short, 10.0, slope, indicator(), STEADY, first=Period("year", 2024), demand=demand,
                    deadline=Period("year", 2028))  # fmt: skip
    assert (found.chance, found.reason) == (None, "too_few_years")


def test_a_direction_and_a_goal_without_date_have_no_chance():
    slope = theil_sen(SWINGING, "gap", "percent")
    assert slope is not None
    ahead = {"counted": SWINGING, "level": 10.0, "slope": slope, "indicator": indicator(), "calibration": STEADY,
             "first": Period("year", 2024)}  # fmt: skip
    direction = Demand(indicator="unemployment_rate", direction="down")
    threshold = Demand(indicator="unemployment_rate", operator="<", value=8.0)
    assert outlook(**ahead, demand=direction, deadline=Period("year", 2028)).reason == "no_target"
    assert outlook(**ahead, demand=threshold).reason == "no_date"


def test_a_monthly_deadline_lies_between_two_years():
    points = tuple(
        Point(Period("month", year, month), 10.0 + (1 if year % 2 else -1), 1)
        for year in range(2014, 2025)
        for month in range(1, 13)
    )
    slope = theil_sen(points, "gap", "percent")
    assert slope is not None
    demand = Demand(indicator="unemployment_rate", operator="<", value=8.05)
    numbers = msgspec.structs.replace(STEADY, spread=(1.0, 2.0, 3.0, 4.0, 5.0))
    found = outlook(points, 10.0, slope, indicator(), numbers, first=Period("month", 2024, 12), demand=demand,
                    deadline=Period("month", 2027, 6))  # fmt: skip
    # Two and a half years: 2.5 usual changes of 2 each; two points below ten are 0.4 of them.
    assert found.points[0].period == Period("month", 2025, 12)
    assert found.chance == pytest.approx(0.345, abs=0.0006)


def test_the_words_of_a_chance_change_at_20_40_60_and_80_percent():
    assert [likelihood(chance) for chance in (0.199, 0.2, 0.399, 0.4, 0.599, 0.6, 0.799, 0.8)] == [
        "unlikely", "rather_not", "rather_not", "open", "open", "rather_yes", "rather_yes", "likely",
    ]  # fmt: skip


def test_the_usual_change_of_months_compares_whole_years_apart():
    points = tuple(
        Point(Period("month", year, month), float(month + year - 2020), 1)
        for year in range(2020, 2024)
        for month in range(1, 13)
    )
    assert usual_change(points, "raw", "zero") == pytest.approx(1.0)  # the season does not count
    assert usual_change(points, "raw", "mean") is None  # every change is the same


def test_the_unemployment_rate_has_numbers_of_its_own_and_other_rates_those_of_their_kind(catalogue):
    found = {name: calibration_of(catalogue.calibrations, catalogue.indicators[name])
             for name in ("unemployment_rate", "training_quota", "employees_workplace")}  # fmt: skip
    assert found["unemployment_rate"] is catalogue.calibrations["unemployment"]
    assert found["training_quota"] is catalogue.calibrations["rate"]
    assert not found["employees_workplace"].accepted


VALUES = st.lists(st.one_of(st.none(), st.floats(-1e6, 1e6, allow_subnormal=False)), min_size=2, max_size=14)


@given(VALUES, st.sampled_from(["rate", "level", "gap", "count"]), st.sampled_from(["<", "<=", ">", ">="]),
       st.floats(-100, 200), st.integers(2000, 2040))  # fmt: skip
def test_no_series_gives_a_nan_an_error_or_an_impossible_value(values, kind, operator, target, due):
    values = [None if value is None else abs(value) % 100 if kind == "rate" else abs(value) if kind != "gap" else value
              for value in values]  # fmt: skip
    points = tuple(Point(Period("year", 2010 + step), value, 1) for step, value in enumerate(values))
    slope = theil_sen(points, kind, "percent")
    filled = [point.value for point in points if point.value is not None]
    if slope is None:
        return
    numbers = _CATALOGUE.calibrations["unemployment"]
    demand = Demand(indicator="unemployment_rate", operator=operator, value=target)
    found = outlook(points, filled[-1], slope, indicator(kind), numbers, first=points[-1].period, demand=demand,
                    deadline=Period("year", due))  # fmt: skip
    low, high = (0.0 if kind != "gap" else float("-inf")), (100.0 if kind == "rate" else float("inf"))
    for point in found.points:
        ends = [end for end in (point.low_80, point.low_50, point.value, point.high_50, point.high_80) if end is not None]
        assert all(low <= end <= high for end in ends)  # a nan is not
        assert ends == sorted(ends)
    assert found.chance is None or 0 <= found.chance <= 1


def test_a_table_that_is_not_accepted_needs_a_reason(tmp_path):
    folder = tmp_path / "catalogue"
    shutil.copytree(Path(__file__).parents[1] / "data" / "catalogue", folder)
    path = folder / "outlook.toml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("accepted = true", "accepted = false", 1), "utf-8")
    with pytest.raises(CatalogueFault, match=r"outlook\.toml.*unemployment.*needs a reason"):
        load_catalogue(folder)
    path.write_text(text.replace("[gap]", "[gaps]"), "utf-8")
    with pytest.raises(CatalogueFault, match='no table "gap"'):
        load_catalogue(folder)
    path.write_text(text.replace("[employment]\nindicators", "[employment]\nindicator"), "utf-8")
    with pytest.raises(CatalogueFault, match='did you mean "indicators"'):
        load_catalogue(folder)
