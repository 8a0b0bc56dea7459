"""The published methods: worked examples of tests/cases/published.toml, and what holds for any points."""

import math
import tomllib
from itertools import product
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.assess.published import NOT_AVAILABLE, DnsKind, Rating, dns, dns_worst, eurostat, open_sdg, reached

CASES = tomllib.loads((Path(__file__).parent / "cases" / "published.toml").read_text(encoding="utf-8"))["case"]
METHODS = {"dns": dns, "open_sdg": open_sdg, "eurostat": eurostat}
STATUSES = {
    "dns": {"sun", "sun_cloud", "cloud", "thunderstorm", "not_available"},
    "open_sdg": {"target_achieved", "substantial_progress", "moderate_progress", "limited_progress", "deterioration",
                 "not_available"},
    "eurostat": {"target_achieved", "significant_progress", "moderate_progress", "insufficient_progress", "movement_away",
                 "no_change", "moderate_movement_away", "significant_movement_away", "not_available"},
}  # fmt: skip
RULES = ("direction", "target", "target_year", "kind", "base_year", "limit")

Points = list[tuple[float, float | None]]


def points_of(case: dict[str, Any]) -> Points:
    if "points" in case:
        return [(year, value) for year, value in case["points"]]
    return [(case.get("from", 2019) + step, None if value == "" else value) for step, value in enumerate(case["values"])]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_worked_example(case):
    found = METHODS[case["method"]](points_of(case), **{key: case[key] for key in RULES if key in case})
    assert found.status == case["status"], found
    match case.get("ratio", "any"):
        case "any":
            pass
        case "none":
            assert found.ratio is None
        case ratio:
            assert found.ratio == pytest.approx(ratio, abs=0.0006)


def test_every_worked_example_has_a_name_of_its_own():
    names = [case["name"] for case in CASES]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("method", METHODS)
def test_every_class_has_a_worked_example(method):
    assert {case["status"] for case in CASES if case["method"] == method} == STATUSES[method]


# -- at the bounds, for every distance and every number of years: a class never hangs on binary fractions


@pytest.mark.parametrize("tenths", range(1, 200, 6))
@pytest.mark.parametrize(("missed", "status"), [(5, "sun_cloud"), (20, "sun_cloud"), (4, "sun"), (21, "cloud")])
def test_a_miss_of_exactly_the_bound_falls_into_the_class_that_holds_it(tenths, missed, status):
    """8.0 is wanted, `tenths` tenths are left, five years to go; of them a share of `missed` % stays."""
    current = 8 + tenths / 10
    first = round(current + tenths * (100 - missed) / 1000, 6)
    found = dns([(2019, first), (2020, first), (2021, first), (2024, current)], direction="down", target=8, target_year=2029)
    assert found.status == status, found
    assert found.ratio == pytest.approx(missed / 100)


@pytest.mark.parametrize("base", range(1, 400, 7))
@pytest.mark.parametrize(("percent", "classes"), [
    (95, ("substantial_progress", "significant_progress")), (60, ("moderate_progress", "moderate_progress")),
    (0, ("limited_progress", "insufficient_progress")),
])  # fmt: skip
def test_a_ratio_of_exactly_the_bound_falls_into_the_upper_class(base, percent, classes):
    value = base / 10 * (1 + percent / 100)
    points = [(2020, base / 10), (2021, value)]
    up, year = base / 10 * 2, 2021
    assert open_sdg(points, direction="up", target=up, target_year=year).status == classes[0]
    assert eurostat(points, direction="up", target=up, target_year=year).status == classes[1]


@pytest.mark.parametrize("years", [1, 2, 3, 5, 7, 10])
@pytest.mark.parametrize(("growth", "classes"), [
    (0.015, ("substantial_progress", "significant_progress")), (0.01, ("moderate_progress", "significant_progress")),
    (0.005, ("moderate_progress", "moderate_progress")), (0.0, ("limited_progress", "no_change")),
    (-0.01, ("deterioration", "significant_movement_away")), (-0.009, ("deterioration", "moderate_movement_away")),
])  # fmt: skip
def test_a_growth_of_exactly_the_bound_falls_into_the_class_that_holds_it(years, growth, classes):
    points = [(2015, 7.3), (2015 + years, 7.3 * (1 + growth) ** years)]
    assert open_sdg(points, direction="up").status == classes[0]
    assert eurostat(points, direction="up").status == classes[1]


def test_a_value_reaches_a_target_it_differs_from_in_binary_fractions_only():
    assert reached(0.1 + 0.2, 0.3, "down")
    assert reached(0.1 + 0.2 - 0.0000000000000001, 0.3, "up")
    assert not reached(8.0001, 8, "down")


# -- several demands


def test_of_several_simultaneous_demands_the_worst_counts():
    ratings = [Rating("sun"), Rating("cloud"), Rating("sun_cloud"), NOT_AVAILABLE]
    assert dns_worst(ratings) == Rating("cloud")
    assert dns_worst([NOT_AVAILABLE, Rating("sun")]) == Rating("sun")
    assert dns_worst([]) == NOT_AVAILABLE


# -- bad input


BAD: dict[str, Points] = {
    "no points": [],
    "one point": [(2020, 8.0)],
    "only holes": [(year, None) for year in range(2015, 2025)],
    "nan and infinity": [(2015, math.nan), (2016, math.inf), (2017, -math.inf), (math.nan, 8.0)],
}
ODD: dict[str, Points] = {
    "constant": [(year, 8.0) for year in range(2015, 2025)],
    "zeros": [(year, 0.0) for year in range(2015, 2025)],
    "negative": [(year, -float(year - 2010)) for year in range(2015, 2025)],
    "one year many times": [(2020, value) for value in (1.0, 2.0, 3.0, 4.0, 5.0)],
    "from zero": [(2015, 0.0), (2016, 0.0), (2017, 0.0), (2018, 5.0)],
    "to zero": [(2015, 5.0), (2016, 5.0), (2017, 5.0), (2018, 0.0)],
    "across zero": [(2015, -5.0), (2016, -1.0), (2017, 1.0), (2018, 5.0)],
    "endless growth": [(2015, 5e-324), (2015.0001, 1.0), (2015.0002, 2.0), (2015.0003, 1.7e308)],
    "endless range": [(2015, -1.7e308), (2016, 0.0), (2017, 0.0), (2018, 1.7e308)],
    "hardly any time": [(2015.0, 1.0), (2015.0000000000005, 2.0), (2015.000000000001, 3.0), (2015.0000000000015, 4.0)],
}


def all_ratings(points: Points, target: float | None = None, year: int | None = None, limit: float | None = None):
    for direction in ("up", "down"):
        for kind in (None, *get_args(DnsKind)):
            yield "dns", dns(points, direction=direction, target=target, target_year=year, kind=kind)
        for base in (None, 2015, 2017, 2050):
            yield (
                "open_sdg",
                open_sdg(points, direction=direction, target=target, target_year=year, base_year=base, limit=limit),
            )
            yield "eurostat", eurostat(points, direction=direction, target=target, target_year=year, base_year=base)


def assert_fit_to_print(method: str, rating: Rating) -> None:
    assert rating.status in STATUSES[method]
    assert rating.ratio is None or math.isfinite(rating.ratio)
    assert str(rating.ratio) != "-0.0"


@pytest.mark.parametrize("points", BAD.values(), ids=BAD)
@pytest.mark.parametrize("target", [None, 8, 0, -3])
def test_nothing_to_rate_is_not_available(points, target):
    for _, rating in all_ratings(points, target, 2030):
        assert rating == NOT_AVAILABLE


@pytest.mark.parametrize("points", [*BAD.values(), *ODD.values()], ids=[*BAD, *ODD])
def test_odd_points_give_a_class_and_no_number_unfit_to_print(points):
    for asked in product([None, 8, 0, -3, 1e308], [None, 1990, 2015, 2018, 2030], [None, 0, 100, -5, 8]):
        for method, rating in all_ratings(points, *asked):
            assert_fit_to_print(method, rating)


values = st.none() | st.floats(allow_nan=True, allow_infinity=True) | st.decimals(-100, 100, places=1).map(float)
years = st.integers(2010, 2030).map(float) | st.floats(2010, 2030)


@given(st.lists(st.tuples(years, values), max_size=12), st.none() | st.floats(-1e6, 1e6), st.none() | st.integers(1990, 2040))
def test_any_points_give_a_class_and_no_number_unfit_to_print(points, target, year):
    for method, rating in all_ratings(points, target, year):
        assert_fit_to_print(method, rating)


@given(st.lists(st.tuples(st.integers(2010, 2030), st.floats(0.1, 100)), max_size=12, unique_by=lambda point: point[0]))
def test_the_order_of_the_points_does_not_matter(points):
    assert list(all_ratings(points, 8, 2031)) == list(all_ratings(points[::-1], 8, 2031))


@given(st.lists(st.decimals(1, 100, places=1).map(float), min_size=4, max_size=8), st.decimals(1, 100, places=1).map(float))
def test_a_nearer_target_never_gets_a_worse_symbol(figures, step):
    points = list(enumerate(figures, start=2017))
    order = ["thunderstorm", "cloud", "sun_cloud", "sun"]
    far, near = (
        order.index(dns(points, direction="up", target=figures[-1] + distance, target_year=2030).status)
        for distance in (2 * step, step)
    )
    assert near >= far
