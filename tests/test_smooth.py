"""The level of a series: a year without its season, never across a hole, never twice."""

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from statistics import fmean

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.assess.assessment import Assessment
from indicators.assess.series import Point, Series
from indicators.assess.smooth import first_level, level, level_of, rhythm
from indicators.assess.verdict import assess
from indicators.catalogue import Catalogue
from indicators.catalogue.model import Demand, Goal, Text
from indicators.ingest import read
from indicators.period import parse_period
from tests.conftest import SHARED, TODAY, whole_catalogue

RATE = whole_catalogue().indicators["unemployment_rate"]  # seasonal, a mean over its period
STOCK = whole_catalogue().indicators["employees_workplace"]  # seasonal, counted on its last day
YEARLY_SUM = whole_catalogue().indicators["integration_rate"]  # covers twelve months already


def row(first: str, *values: float | None) -> Series:
    start = parse_period(first)
    return tuple(Point(start.plus(index), value, 1) for index, value in enumerate(values))


def test_the_level_of_yearly_values_is_the_newest():
    found = level(row("2023", 9.0, 8.5, 8.7), RATE)
    assert (found.value, str(found.period), found.is_mean, found.decimals) == (8.7, "2025", False, 1)


def test_the_level_of_months_is_the_mean_of_the_last_twelve():
    found = level(row("2024-07", *[9.0] * 6, *[8.0] * 12), RATE)
    assert (found.value, found.is_mean) == (8.0, True)
    assert [str(period) for period in (found.periods[0], found.period)] == ["2025-01", "2025-12"]


def test_a_withheld_month_moves_the_year_back_and_never_past_a_year():
    values: list[float | None] = [*[9.0] * 12, *[8.0] * 12]
    assert str(level(row("2024-01", *values), RATE).period) == "2025-12"
    values[-1] = None
    assert str(level(row("2024-01", *values), RATE).period) == "2025-11"
    values[-2], values[-7] = 8.0, None
    moved = level(row("2024-01", *values), RATE)
    assert (str(moved.period), str(moved.periods[0])) == ("2025-05", "2024-06")
    values[10] = None
    assert level(row("2024-01", *values), RATE) is None


def test_eleven_months_are_no_year_and_one_month_is_none():
    assert level(row("2025-01", *[8.0] * 11), RATE) is None
    assert level(row("2025-01", 8.0), RATE) is None


def test_a_stock_counted_once_stands_where_it_stands():
    assert level(row("2025-Q2", 100.0), STOCK).value == 100.0


def test_a_stock_counted_every_june_and_december_has_a_year_of_two():
    points = tuple(point for point in row("2023-Q2", *range(100, 111)) if point.period.number in (2, 4))
    assert rhythm(points) == 2
    assert [str(period) for period in level(points, STOCK).periods] == ["2025-Q2", "2025-Q4"]


def test_a_figure_of_twelve_months_is_not_averaged_again():
    assert level(row("2025-01", *range(1, 13)), YEARLY_SUM).value == 12


def test_a_mean_over_a_break_stands_for_itself():
    current = row("2025", 9.0)[0]
    assert level_of((), current, RATE).value == 9.0
    assert level_of((), row("2025-06", 9.0)[0], RATE) is None


def test_the_first_level_is_the_first_whole_year():
    points = row("2024-01", *[9.0] * 12, *[8.0] * 12)
    assert (first_level(points, RATE).value, str(first_level(points, RATE).period)) == (9.0, "2024-12")
    assert first_level(row("2024", 9.0, 8.0), RATE).value == 9.0
    assert first_level((), RATE) is None


def test_no_values_have_no_level():
    assert level((), RATE) is None
    assert level(row("2025", None), RATE) is None


@settings(max_examples=200)
@given(st.lists(st.none() | st.decimals(0, 40, places=1).map(float), max_size=60))
def test_a_level_lies_among_the_values_of_its_year_and_its_year_has_no_hole(values):
    points = row("2020-01", *values)
    if (found := level(points, RATE)) is not None:
        inside = [point.value for point in points if point.period in found.periods]
        assert len(inside) == len(found.periods)
        assert None not in inside
        assert min(inside) - 1e-9 <= found.value <= max(inside) + 1e-9
        assert found.period.ordinal - found.periods[0].ordinal < 12


@settings(max_examples=100)
@given(st.lists(st.integers(-50, 50), min_size=12, max_size=12), st.integers(0, 11))
def test_a_season_alone_gives_the_same_level_in_every_month(season, more):
    values = [100.0 + part for part in (*season, *season, *season[:more])]
    assert level(row("2022-01", *values), RATE).value == pytest.approx(100 + fmean(season))


# -- a real series


@pytest.fixture(scope="module")
def koeln(catalogue: Catalogue) -> Series:
    """Unemployed in Köln, monthly, January 2000 to June 2014, as the statistical office of the Land publishes them."""
    if not SHARED.exists():
        pytest.skip("the official files are not beside this checkout")
    name = Text(de="Köln", en="Cologne")
    city = msgspec.structs.replace(
        catalogue.areas["05913"], area="05315", slug="koeln", name=name, short=name, aliases=("Köln, krfr. Stadt",)
    )
    wider = replace(catalogue, areas={**catalogue.areas, "05315": city})
    data = (SHARED / "official" / "itnrw_landesdatenbank_13211-03ir_koeln_monthly.xls").read_bytes()
    table = read(data, wider, today=TODAY, source="test").table
    rows = table[(table["area"] == "05315") & (table["indicator"] == "unemployed") & (table["group"] == "total")]
    found = (
        Point(parse_period(cell.period), None if math.isnan(cell.value) else cell.value, 0, cell.status)
        for cell in rows.itertuples()
    )
    return tuple(sorted(found, key=lambda point: point.period))


def judged(points: Sequence[Point], below: float, due: str, today: date) -> Assessment:
    known = whole_catalogue()
    text = Text(de="Ziel", en="goal")
    demand = Demand(indicator="unemployed", operator="<", value=below)
    goal = Goal(id="K", title=text, kind="value_by_date", due=due, demand=(demand,))
    key = ("unemployed", "total")
    return assess(goal, {key: points}, known.indicators, {}, today=today, calibrations=known.calibrations)[0]


def test_koeln_is_judged_by_the_year_to_june_2014_and_not_by_june(koeln):
    found = judged(koeln, 45_000, "2018", date(2015, 1, 15))
    year = [point.value for point in koeln if "2013-07" <= str(point.period) <= "2014-06"]
    assert len(year) == 12
    assert found.level.value == pytest.approx(fmean(year))
    assert (str(found.level.period), str(found.current.period), str(found.deadline)) == ("2014-06", "2014-06", "2018-12")
    assert found.needed_per_year == pytest.approx((45_000 - fmean(year)) / 4.5)
    assert found.slope.points == 66


def test_koeln_falls_clearly_from_2005_to_2008_and_no_summer_is_needed_for_it(koeln):
    """From the reform of 2005, which counted anew, to the end of 2008: yearly means from 69 to 55 thousand."""
    counted = tuple(point for point in koeln if "2005-01" <= str(point.period) <= "2008-12")
    found = judged(counted, 40_000, "2012", date(2009, 1, 31))
    assert (found.verdict, found.course, found.evidence) == ("improving", "right_way", "direction")
    assert found.slope.high < 0
    shorter = judged(counted[:-10], 40_000, "2012", date(2009, 1, 31))
    assert shorter.slope is None  # to February 2008: three years and two months are no four
