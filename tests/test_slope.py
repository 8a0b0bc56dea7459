"""The pace of a series, checked by hand: the median of all slopes between points whole years apart."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.assess.series import Point, closed, last_break, longest_history, since
from indicators.assess.slope import possible_points, theil_sen, window
from indicators.period import Period, parse_period
from tests.conftest import TODAY


def yearly(first: int, *values: float) -> tuple[Point, ...]:
    return tuple(Point(Period("year", first + index), value, 1) for index, value in enumerate(values))


def quarterly(first: str, *values: float | None) -> tuple[Point, ...]:
    """Quarters in a row; None is left out."""
    start = parse_period(first)
    return tuple(Point(start.plus(index), value) for index, value in enumerate(values) if value is not None)


def junes(*years: int, value: float = 1.0) -> tuple[Point, ...]:
    return tuple(Point(Period("quarter", year, 2), value) for year in years)


# -- by hand


def test_four_points_by_hand():
    # 1, 3, 4, 8: the six slopes are 1, 3/2, 2, 7/3, 5/2, 4; their median lies between 2 and 7/3.
    # Kendall: variance 4 x 3 x 13 / 18 = 8.667, root 2.944, x 1.2816 = 3.773; ranks (6 - 3.773) / 2 = 1.114 and
    # (6 + 3.773) / 2 + 1 = 5.886: low 1 + 0.114 x 1/2 = 1.057, high 5/2 + 0.886 x 3/2 = 3.830.
    slope = theil_sen(yearly(2022, 1.0, 3.0, 4.0, 8.0), "gap", "percent")
    assert slope.per_year == pytest.approx(13 / 6)
    assert slope.low == pytest.approx(1.0568, abs=0.0001)
    assert slope.high == pytest.approx(3.8296, abs=0.0001)
    assert (slope.points, slope.possible, slope.scale, slope.holes_share) == (4, 4, "raw", 0)


def test_six_points_by_hand():
    # 10, 9, 11, 8, 7, 5: fifteen slopes, in order
    # -3, -2, -2, -2, -3/2, -1, -1, -1, -1, -3/4, -2/3, -2/3, -1/2, 1/2, 2; the eighth is the median: -1.
    # Kendall: variance 6 x 5 x 17 / 18 = 28.33, root 5.323, x 1.2816 = 6.822; ranks (15 - 6.822) / 2 = 4.089 and
    # (15 + 6.822) / 2 + 1 = 11.911: low -2 + 0.089 x 1/2 = -1.955, high between -2/3 and -2/3.
    slope = theil_sen(yearly(2020, 10.0, 9.0, 11.0, 8.0, 7.0, 5.0), "gap", "percent")
    assert slope.per_year == -1.0
    assert slope.low == pytest.approx(-1.9554, abs=0.0001)
    assert slope.high == pytest.approx(-2 / 3)
    assert (slope.points, slope.possible) == (6, 6)


def test_one_wild_year_does_not_move_the_median():
    calm = theil_sen(yearly(2020, 10.0, 9.0, 8.0, 7.0, 6.0, 5.0), "gap", "percent")
    wild = theil_sen(yearly(2020, 10.0, 9.0, 80.0, 7.0, 6.0, 5.0), "gap", "percent")
    # Three of fifteen slopes lie far below, two far above: neither rank 4.089 nor 11.911 reaches them.
    assert (calm.per_year, calm.low, calm.high) == (-1.0, -1.0, -1.0)
    assert (wild.per_year, wild.low, wild.high) == (-1.0, -1.0, -1.0)


def test_a_hole_is_stepped_over_not_filled():
    points = yearly(2020, 10.0, 9.0) + yearly(2023, 7.0, 6.0, 5.0)
    slope = theil_sen(points, "gap", "percent")
    assert (slope.per_year, slope.points, slope.possible) == (-1.0, 5, 6)
    assert slope.holes_share == pytest.approx(1 / 6)


def test_a_withheld_value_is_a_hole():
    withheld = Point(Period("year", 2022), None, 0, "suppressed")
    points = (*yearly(2020, 10.0, 9.0), withheld, *yearly(2023, 7.0, 6.0, 5.0))
    slope = theil_sen(points, "gap", "percent")
    assert (slope.per_year, slope.points, slope.possible) == (-1.0, 5, 6)


def test_withheld_values_at_the_end_are_holes_too():
    withheld = tuple(Point(Period("year", year), None, 0, "suppressed") for year in (2024, 2025))
    slope = theil_sen(yearly(2020, 10.0, 9.0, 8.0, 7.0) + withheld, "gap", "percent")
    assert (slope.per_year, slope.points, slope.possible) == (-1.0, 4, 6)


def test_withheld_values_alone_have_no_slope():
    withheld = tuple(Point(Period("year", year), None, 0, "suppressed") for year in (2024, 2025))
    assert theil_sen(withheld, "gap", "percent") is None


def test_one_point_has_no_slope():
    assert theil_sen(yearly(2025, 10.0), "gap", "percent") is None


def test_two_points_have_the_slope_between_them():
    slope = theil_sen(yearly(2024, 10.0, 7.0), "gap", "percent")
    assert (slope.per_year, slope.low, slope.high) == (-3.0, -3.0, -3.0)


# -- scales


def test_a_level_that_doubles_every_year_would_grow_by_itself_next_year():
    slope = theil_sen(yearly(2020, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0), "level", "persons")
    assert slope.scale == "log"
    assert slope.per_year == pytest.approx(32.0)


def test_a_small_rate_that_falls_by_a_tenth_falls_by_a_tenth_next_year():
    slope = theil_sen(yearly(2022, 10.0, 9.0, 8.1, 7.29), "rate", "percent")
    assert slope.scale == "log"
    assert slope.per_year == pytest.approx(-0.729)


def test_a_large_rate_moves_in_odds():
    # Odds of 4, 2, 1 (80, 66.7, 50 %): next year 1/2, that is 33.3 %.
    slope = theil_sen(yearly(2023, 80.0, 200 / 3, 50.0), "rate", "percent")
    assert slope.scale == "logit"
    assert slope.per_year == pytest.approx(100 / 3 - 50)


def test_ten_to_eight_percent_unemployed_and_ninety_to_ninety_two_employed_are_the_same_fact():
    unemployed = theil_sen(yearly(2024, 20.0, 16.0), "rate", "percent")
    employed = theil_sen(yearly(2024, 80.0, 84.0), "rate", "percent")
    assert (unemployed.scale, employed.scale) == ("logit", "logit")
    assert unemployed.per_year == pytest.approx(-employed.per_year)


@pytest.mark.parametrize(
    ("last", "kind", "unit", "scale"),
    [
        (15.0, "rate", "percent", "log"),
        (15.1, "rate", "percent", "logit"),
        (50.0, "rate", "per 1000 SvB", "log"),
        (50.0, "rate", "per 100", "log"),
        (50.0, "level", "persons", "log"),
        (50.0, "gap", "percent", "raw"),
        (50.0, "count", "persons", "raw"),
    ],
)
def test_the_scale_follows_kind_unit_and_the_newest_value(last, kind, unit, scale):
    assert theil_sen(yearly(2024, 20.0, last), kind, unit).scale == scale


@pytest.mark.parametrize(
    ("values", "scale"), [((0.0, 5.0), "raw"), ((-1.0, 5.0), "raw"), ((100.0, 50.0), "log"), ((105.0, 50.0), "log")]
)
def test_what_touches_a_limit_leaves_the_scale_that_ends_there(values, scale):
    assert theil_sen(yearly(2024, *values), "rate", "percent").scale == scale


def test_a_slope_on_any_scale_never_leads_out_of_the_possible():
    fall = theil_sen(yearly(2024, 80.0, 1.0), "level", "persons")
    assert -1.0 < fall.per_year < 0
    rise = theil_sen(yearly(2024, 20.0, 99.0), "rate", "percent")
    assert 0 < rise.per_year < 1.0


# -- quarters


def test_a_season_without_a_trend_has_slope_zero():
    season = (100.0, 150.0, 180.0, 120.0)
    slope = theil_sen(quarterly("2020-Q1", *season * 6), "level", "persons")
    assert (slope.per_year, slope.low, slope.high, slope.points, slope.possible) == (0.0, 0.0, 0.0, 24, 24)


def test_a_season_does_not_hide_the_trend():
    values = [value + 3.0 * year for year in range(6) for value in (100.0, 150.0, 180.0, 120.0)]
    slope = theil_sen(quarterly("2020-Q1", *values), "gap", "percent")
    assert (slope.per_year, slope.low, slope.high) == (3.0, 3.0, 3.0)


def test_a_half_season_at_the_end_does_not_tilt_the_slope():
    season = (100.0, 150.0, 180.0, 120.0)
    slope = theil_sen(quarterly("2020-Q1", *season * 5, 100.0, 150.0), "gap", "percent")
    assert (slope.per_year, slope.low, slope.high) == (0.0, 0.0, 0.0)


def test_a_quarter_is_compared_with_the_same_quarter_of_another_year_only():
    # Two pairs: both first quarters and both second quarters. The second quarter of 2025 against the first of 2024 is none.
    flat = theil_sen(quarterly("2024-Q1", 100.0, 150.0, 180.0, 120.0, 100.0, 150.0), "gap", "percent")
    rising = theil_sen(quarterly("2024-Q1", 100.0, 150.0, 180.0, 120.0, 103.0, 153.0), "gap", "percent")
    assert (flat.low, flat.per_year, flat.high) == (0.0, 0.0, 0.0)
    assert (rising.low, rising.per_year, rising.high) == (3.0, 3.0, 3.0)


def test_four_quarters_of_one_year_have_no_slope():
    assert theil_sen(quarterly("2025-Q1", 1.0, 2.0, 3.0, 4.0), "gap", "percent") is None


def test_quarters_are_read_back_as_a_change_a_year():
    slope = theil_sen(quarterly("2023-Q2", 10.0, None, None, None, 14.0, None, None, None, 18.0), "gap", "percent")
    assert slope.per_year == 4.0


# -- the window


def test_only_the_last_six_years_count():
    points = yearly(2015, 1.0, 50.0, 3.0, 90.0, 10.0, 10.0, 9.0, 8.0, 7.0, 6.0, 5.0)
    slope = theil_sen(points, "gap", "percent")
    assert [point.period.year for point in window(points)] == [2020, 2021, 2022, 2023, 2024, 2025]
    assert (slope.per_year, slope.points, slope.possible) == (-1.0, 6, 6)


def test_six_years_of_quarters_are_twenty_four():
    points = quarterly("2018-Q1", *range(1, 33))
    assert [str(point.period) for point in (window(points)[0], window(points)[-1])] == ["2020-Q1", "2025-Q4"]
    assert len(window(points)) == 24


def test_the_window_ends_at_the_newest_point_not_today():
    points = yearly(2010, *range(1, 11))
    assert [point.period.year for point in window(points)] == [2014, 2015, 2016, 2017, 2018, 2019]


# -- holes


@pytest.mark.parametrize(
    ("years", "expected"),
    [
        ((2020, 2021, 2022, 2023, 2024, 2025), 6),
        ((2015, 2016, 2017, 2018, 2019, 2020, 2022, 2023, 2024), 6),
        ((2023, 2025), 3),
        ((2025,), 1),
        ((2010, 2025), 6),
        ((), 0),
    ],
)
def test_a_series_counted_every_june_expects_one_value_a_year(years, expected):
    assert possible_points(junes(*years)) == expected


def test_a_series_counted_every_june_and_december_expects_two():
    points = quarterly("2023-Q2", 1.0, None, 1.0, None, 1.0, None, 1.0)
    assert (len(points), possible_points(points)) == (4, 4)


def test_a_yearly_series_expects_one_value_a_year():
    assert possible_points(yearly(2018, *[1.0] * 8)) == 6
    assert possible_points(yearly(2020, 1.0) + yearly(2023, 1.0)) == 4


def test_a_full_quarterly_series_expects_four_values_a_year():
    values = [1.0] * 24
    values[5] = values[11] = None
    assert possible_points(quarterly("2020-Q1", *values)) == 24


# -- which points


def test_a_rule_sees_closed_periods_and_their_holes_but_not_the_newest_provisional_value():
    points = (
        Point(Period("year", 2022), 1.0), Point(Period("year", 2023), None, 0, "suppressed"),
        Point(Period("year", 2024), 2.0, 0, "provisional"), Point(Period("year", 2025), 3.0, 0, "provisional"),
        Point(Period("year", 2026), 4.0),
    )  # fmt: skip
    assert [point.value for point in closed(points, TODAY)] == [1.0, None, 2.0]


def test_a_provisional_value_of_an_open_period_does_not_protect_the_one_before():
    points = (
        Point(Period("year", 2024), 1.0), Point(Period("year", 2025), 2.0, 0, "provisional"),
        Point(Period("year", 2026), 3.0, 0, "provisional"),
    )  # fmt: skip
    assert [point.value for point in closed(points, TODAY)] == [1.0]


def test_estimated_values_are_rated():
    assert len(closed((Point(Period("year", 2025), 1.0, 0, "estimated"),), TODAY)) == 1


def test_the_longest_history_is_one_rhythm_in_order():
    points = (*quarterly("2024-Q1", 1.0, 2.0, 3.0), *reversed(yearly(2020, 4.0, 5.0, 6.0)))
    assert [str(point.period) for point in longest_history(points)] == ["2020", "2021", "2022"]
    assert longest_history(()) == ()


def test_of_two_histories_of_equal_length_the_finer_one_is_judged():
    points = (*yearly(2024, 1.0, 2.0), *quarterly("2024-Q4", 3.0, 4.0))
    assert [str(point.period) for point in longest_history(points)] == ["2024-Q4", "2025-Q1"]


def test_the_newest_break_the_series_has_reached_counts():
    points = yearly(2020, 1.0, 2.0, 3.0)
    first, second, late = (parse_period(year).start for year in ("2015", "2022", "2023"))
    assert last_break(points, [late, first, second]) == second
    assert last_break(points, [late]) is None
    assert last_break((), [first]) is None


def test_a_mean_over_a_break_belongs_to_neither_side_and_a_stock_after_it_to_the_new_one():
    points = yearly(2020, 1.0, 2.0, 3.0)
    summer, new_year = parse_period("2021-07").start, parse_period("2021").start
    assert [point.value for point in since(points, summer, is_stock=False)] == [3.0]
    assert [point.value for point in since(points, summer, is_stock=True)] == [2.0, 3.0]
    assert [point.value for point in since(points, new_year, is_stock=False)] == [2.0, 3.0]
    assert [point.value for point in since(points, parse_period("2021").end, is_stock=True)] == [2.0, 3.0]
    assert since(points, None, is_stock=False) == points


# -- any series

kinds = st.sampled_from(
    [("rate", "percent"), ("rate", "per 100"), ("level", "persons"), ("gap", "percent"), ("count", "persons")]
)
some_values = st.lists(st.decimals(-1000, 1_000_000, places=2).map(float) | st.floats(0.1, 99.9), min_size=2, max_size=24)
quick = settings(max_examples=200)


@quick
@given(some_values, kinds, st.booleans())
def test_the_interval_holds_the_median_and_all_is_finite(values, kind, by_quarter):
    points = quarterly("2020-Q1", *values) if by_quarter else yearly(2000, *values)
    slope = theil_sen(points, *kind)
    if slope is None:
        assert by_quarter
        assert len(values) <= 4
        return
    assert slope.low <= slope.per_year <= slope.high
    assert all(math.isfinite(number) for number in (slope.low, slope.per_year, slope.high))
    assert slope.points <= slope.possible


@quick
@given(st.lists(st.integers(1, 10_000), min_size=4, max_size=6))
def test_the_mirrored_series_has_the_mirrored_slope(values):
    forward = theil_sen(yearly(2020, *(float(value) for value in values)), "gap", "percent")
    mirrored = theil_sen(yearly(2020, *(-float(value) for value in values)), "gap", "percent")
    assert mirrored.per_year == pytest.approx(-forward.per_year)
    assert (mirrored.low, mirrored.high) == (pytest.approx(-forward.high), pytest.approx(-forward.low))
