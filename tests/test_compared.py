"""Series made comparable: what may be set against what, and what stays out."""

from dataclasses import replace
from datetime import date

import pytest

from indicators.assess.compared import distances, indexed, shared_periods, span, spread_of, year_change, yearly_changes
from indicators.assess.series import Point
from indicators.period import parse_period

BREAK = (date(2005, 1, 1),)


def years(first: int, *values: float | None, decimals: int = 1) -> tuple[Point, ...]:
    return tuple(
        Point(parse_period(str(first + step)), value, decimals, "normal" if value is not None else "missing")
        for step, value in enumerate(values)
    )


def told(points: tuple[Point, ...]) -> dict[str, float | None]:
    return {str(point.period): None if point.value is None else round(point.value, 4) for point in points}


def test_the_base_of_an_index_is_100():
    found = indexed(years(2015, 10.0, 12.0, 9.0), parse_period("2016"), (), is_stock=False)
    assert told(found) == {"2015": 83.3333, "2016": 100.0, "2017": 75.0}


def test_an_index_ends_where_the_count_changes():
    points = years(2003, 10.0, 12.0, 15.0, 14.0)
    assert list(told(indexed(points, parse_period("2004"), BREAK, is_stock=False))) == ["2003", "2004"]
    assert list(told(indexed(points, parse_period("2005"), BREAK, is_stock=False))) == ["2005", "2006"]


@pytest.mark.parametrize("base", [None, 0.0])
def test_without_a_base_there_is_no_index(base):
    assert indexed(years(2015, base, 12.0), parse_period("2015"), (), is_stock=False) == ()


def test_a_hole_stays_a_hole_in_an_index():
    assert told(indexed(years(2015, 10.0, None, 9.0), parse_period("2015"), (), is_stock=False))["2016"] is None


def test_a_change_needs_the_year_before():
    assert told(yearly_changes(years(2015, 8.0, None, 9.0, 9.3), (), is_stock=False, in_percent=False)) == {"2018": 0.3}


def test_no_change_is_told_across_a_break():
    found = yearly_changes(years(2003, 10.0, 12.0, 15.0, 14.0), BREAK, is_stock=False, in_percent=False)
    assert told(found) == {"2004": 2.0, "2006": -1.0}


def test_the_change_to_the_year_before_is_none_across_a_break_too():
    points = years(2003, 10.0, 12.0, 15.0, 14.0)
    found = [year_change(point, points, BREAK, is_stock=False) for point in points]
    assert [one and one.value for one in found] == [None, 2.0, None, -1.0]


def test_the_difference_of_published_values_rounds_halves_away_from_zero():
    """13,2 less 13,05 is 0,15, told as exactly as 13,2: 0,2. In binary it is a little less."""
    (before,), (after,) = years(2012, 13.05, decimals=2), years(2013, 13.2)
    assert told(yearly_changes((before, after), (), is_stock=False, in_percent=False)) == {"2013": 0.2}
    assert told(distances((after,), (replace(before, period=after.period),))) == {"2013": 0.2}


def test_a_change_of_months_looks_back_a_year():
    months = tuple(
        Point(parse_period(text), value, 0) for text, value in (("2024-05", 100.0), ("2025-04", 70.0), ("2025-05", 110.0))
    )
    assert told(yearly_changes(months, (), is_stock=False, in_percent=True)) == {"2025-05": 10.0}


def test_a_change_in_percent_of_nothing_is_none():
    assert yearly_changes(years(2015, 0.0, 5.0), (), is_stock=True, in_percent=True) == ()


def test_a_distance_needs_both_sides_and_is_as_exact_as_the_coarser():
    found = distances(years(2015, 8.0, 9.0, None), years(2016, 7.28, 7.0, decimals=2))
    assert told(found) == {"2016": 1.7} and found[0].decimals == 1


def test_a_mean_over_a_break_belongs_to_neither_side_and_a_stock_of_that_day_to_the_new_one():
    half_way = (date(2016, 7, 1),)
    assert [span(parse_period(year), half_way, is_stock=False) for year in ("2015", "2016", "2017")] == [0, None, 1]
    assert span(parse_period("2022"), (date(2022, 12, 31),), is_stock=True) == 1


def test_shared_periods_are_those_with_a_value_everywhere():
    found = shared_periods([years(2015, 1.0, None, 3.0), years(2014, 1.0, 2.0, 3.0, 4.0)])
    assert [str(period) for period in found] == ["2015", "2017"]
    assert shared_periods([]) == ()


def test_a_spread_names_only_published_values():
    found = spread_of([4.0, 1.0, 3.0, 2.0])
    assert (found.low, found.median, found.high, found.count) == (1.0, 2.0, 4.0, 4)
