"""What "dauerhaft" asks: worked examples of tests/cases/durable.toml, real series, and what holds for any values."""

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.assess.durable import RULES, Durability, Status, durability, durable, latest_start, yearly_run
from indicators.assess.opinions import yearly
from indicators.assess.series import Point, Series
from indicators.assess.slope import theil_sen, whole_year_pairs, window
from indicators.catalogue import Catalogue
from indicators.catalogue.model import Text
from indicators.ingest import read
from indicators.period import Period, parse_period
from tests.conftest import SHARED, TODAY

CASES = tomllib.loads((Path(__file__).parent / "cases" / "durable.toml").read_text(encoding="utf-8"))["case"]
COUNTS = ("k", "n", "longest_run", "current_run")


def values_of(case: Mapping[str, Any]) -> list[float | None]:
    return [None if value == "" else value for count, value in case["values"] for _ in range(count)]


def judged(case: Mapping[str, Any]) -> Durability:
    rule = RULES[case.get("rule", "month")]
    given = {key: case[key] for key in ("strict", "direction", "decimals", "held_before") if key in case}
    numbers = {"window": rule.window, "required": rule.required, "exit_run": rule.exit_run}
    return durable(values_of(case), case.get("threshold", 8), **numbers, **given)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_worked_example(case):
    found = judged(case)
    assert found.status == case["status"], found
    for key in COUNTS:
        assert getattr(found, key) == case.get(key, getattr(found, key)), key
    if "last_breach" in case:
        assert found.last_breach == (None if case["last_breach"] == -1 else case["last_breach"])


def test_every_worked_example_has_a_name_of_its_own_and_every_status_an_example():
    names = [case["name"] for case in CASES]
    assert len(names) == len(set(names))
    assert {case["status"] for case in CASES} == set(get_args(Status))


def test_the_rule_for_months_is_the_one_that_is_meant_where_none_is_named():
    assert durable([8.5] * 3 + [7.5] * 21, 8) == judged({"values": [[3, 8.5], [21, 7.5]], "rule": "month"})


@pytest.mark.parametrize(("due", "start"), [("2030-12", "2029-04"), ("2030-Q4", "2029-Q2"), ("2030", "2028")])
def test_the_latest_start_leaves_just_as_many_periods_as_the_rule_requires(due, start):
    assert str(latest_start(parse_period(due))) == start


@pytest.mark.parametrize("frequency", RULES)
def test_whoever_starts_at_the_latest_start_is_durable_in_the_due_period_and_not_before(frequency):
    due = Period(frequency, 2030, {"month": 12, "quarter": 4, "year": 1}[frequency])
    start = latest_start(due)
    steps = range(start.plus(-12).ordinal, due.ordinal + 1)
    points = tuple(
        Point(period, 7.5 if period >= start else 8.01, 1) for period in (start.plus(step - start.ordinal) for step in steps)
    )
    assert durability(points, "<", 8, 1, frequency=frequency).status == "durable"
    assert durability(points[:-1], "<", 8, 1, frequency=frequency).status == "below_not_yet_durable"


# -- points


def months(*runs: tuple[int, float | None], start: str = "2020-01") -> Series:
    values = [value for count, value in runs for _ in range(count)]
    return tuple(Point(parse_period(start).plus(step), value, 1) for step, value in enumerate(values))


def test_what_became_durable_stays_so_through_five_months_above_and_ends_with_the_sixth():
    points = months((24, 7.0), (6, 8.1))
    assert durability(points[:-1], "<", 8, 1, frequency="month").status == "durable"
    left = durability(points, "<", 8, 1, frequency="month")
    assert (left.status, str(left.last_breach_in), left.k) == ("interrupted", "2022-06", 18)


def test_what_was_left_counts_as_interrupted_for_as_long_as_the_window_remembers_it():
    """Durable for the last time with the fifth month above; 24 months later nothing of it is left."""
    left = months((24, 7.0), (40, 8.1))
    status = [durability(left[:count], "<", 8, 1, frequency="month").status for count in range(1, 65)]
    assert status[28:30] == ["durable", "interrupted"]
    assert set(status[29:53]) == {"interrupted"}
    assert set(status[53:]) == {"above"}


def test_what_was_left_must_enter_again():
    points = months((24, 7.0), (6, 8.1), (20, 7.0))
    assert durability(points, "<", 8, 1, frequency="month").status == "below_not_yet_durable"
    assert durability((*points, *months((1, 7.0), start="2024-03")), "<", 8, 1, frequency="month").status == "durable"


def test_a_year_without_any_figure_ends_what_was_durable():
    points = months((24, 7.0), (12, None), (1, 7.0))
    assert durability(points, "<", 8, 1, frequency="month").status == "below_not_yet_durable"
    assert durability(months((24, 7.0), (11, None), (1, 7.0)), "<", 8, 1, frequency="month").status == "durable"


def test_a_month_that_is_left_out_is_a_hole_and_what_is_withheld_at_the_end_waits():
    points = months((10, 7.0), (20, 7.5))
    gap = durability((*points[:12], *points[13:]), "<", 8, 1, frequency="month")
    assert (gap.k, gap.n, gap.longest_run) == (23, 23, 17)
    waiting = (*points, Point(parse_period("2022-07"), None, 0, "suppressed"))
    assert durability(waiting, "<", 8, 1, frequency="month") == durability(points, "<", 8, 1, frequency="month")


def test_points_need_no_order_and_those_of_another_frequency_do_not_count():
    points = months((3, 8.5), (21, 7.5))
    mixed = (Point(Period("year", 2021), 99.0, 1), *reversed(points))
    assert durability(mixed, "<", 8, 1, frequency="month") == durability(points, "<", 8, 1, frequency="month")


def test_no_points_cannot_be_assessed():
    assert durability((), "<", 8, 1, frequency="month").status == "not_assessable"
    assert durability(months((5, None)), "<", 8, 1, frequency="month").status == "not_assessable"


def test_two_yearly_means_in_a_row_are_provisional_and_a_third_makes_them_durable():
    points = tuple(Point(Period("year", 2022 + step), value, 1) for step, value in enumerate([9.0, 7.9, 7.8, 7.7]))
    found = [durability(points[:count], "<", 8, 1, frequency="year") for count in (1, 2, 3, 4)]
    assert [one.status for one in found] == ["above", "below_not_yet_durable", "below_not_yet_durable", "durable"]
    assert [one.is_provisional for one in found] == [False, False, True, False]
    assert str(found[3].last_breach_in) == "2022"


def test_a_missing_year_ends_a_run_of_yearly_means():
    points = tuple(Point(Period("year", year), 7.5, 1) for year in (2019, 2020, 2021, 2023, 2024))
    found = durability(points, "<", 8, 1, frequency="year")
    assert (found.status, found.current_run, found.longest_run, found.is_provisional) == (
        "below_not_yet_durable", 2, 3, True,
    )  # fmt: skip


def test_a_stock_counted_every_june_is_judged_like_yearly_values():
    points = tuple(Point(Period("quarter", year, 2), 301.0, 0) for year in (2021, 2022, 2023, 2024))
    found = durability(points, ">=", 300, 0, frequency="quarter")
    assert (found.status, found.k, found.n, found.window) == ("durable", 3, 3, 3)


cells = st.none() | st.decimals(5, 11, places=1).map(float) | st.sampled_from([8.0, 7.96, math.nan, math.inf])


@given(st.lists(cells, max_size=60), st.booleans(), st.sampled_from(["up", "down"]), st.booleans())
def test_any_values_give_a_status_and_counts_that_fit_each_other(values, strict, direction, held):
    found = durable(values, 8, strict=strict, direction=direction, held_before=held, decimals=1)
    assert 0 <= found.k <= found.n <= min(24, len(values))
    assert 0 <= found.current_run <= found.longest_run <= len(values)
    assert (found.status == "not_assessable") == (not values or values[-1] is None or not math.isfinite(values[-1]))
    if found.status == "durable" and not held:
        assert found.k >= 21
    if found.current_run:
        assert found.status in ("durable", "below_not_yet_durable")


@given(st.lists(cells, max_size=60))
def test_upwards_is_the_mirror_of_downwards(values):
    mirrored = [None if value is None else 16 - value for value in values]
    assert durable(values, 8, decimals=None) == durable(
        [None if v is None else round(v, 9) for v in mirrored], 8, direction="up"
    )


@given(st.lists(st.none() | st.decimals(5, 11, places=1).map(float), max_size=25))
def test_yearly_means_are_durable_just_when_three_in_a_row_are(values):
    points: Sequence[Point] = [Point(Period("year", 2000 + step), value, 1) for step, value in enumerate(values)]
    while points and points[-1].value is None:
        points = points[:-1]
    found, run = durability(tuple(points), "<", 8, 1, frequency="year"), yearly_run(points, "<", 8, 1)
    assert (found.status == "durable") == run.is_durable
    assert (found.current_run, found.longest_run, found.last_breach_in) == (run.current, run.longest, run.last_breach)


# -- real series


@pytest.fixture(scope="module")
def koeln(catalogue: Catalogue) -> Series:
    """Unemployed in Köln, monthly, 2000-01 to 2014-06: read as if Köln were one of the cities."""
    if not SHARED.exists():
        pytest.skip("the official files are not beside this checkout")
    name = Text(de="Köln", en="Cologne")
    spelling = ("Köln, krfr. Stadt",)
    city = msgspec.structs.replace(
        catalogue.areas["05913"], area="05315", slug="koeln", name=name, short=name, aliases=spelling
    )
    wider = replace(catalogue, areas={**catalogue.areas, "05315": city})
    return official("itnrw_landesdatenbank_13211-03ir_koeln_monthly.xls", wider, "05315", "unemployed")


def official(name: str, catalogue: Catalogue, area: str, indicator: str) -> Series:
    table = read((SHARED / "official" / name).read_bytes(), catalogue, today=TODAY, source="test").table
    rows = table[(table["area"] == area) & (table["indicator"] == indicator) & (table["group"] == "total")]
    points = (
        Point(parse_period(row.period), None if math.isnan(row.value) else row.value, int(row.decimals), row.status)
        for row in rows.itertuples()
    )
    return tuple(sorted(points, key=lambda point: point.period))


def test_koeln_has_180_months_of_which_the_last_six_are_not_yet_published(koeln):
    assert (len(koeln), str(koeln[0].period), str(koeln[-1].period)) == (180, "2000-01", "2014-12")
    assert [str(point.period) for point in koeln if point.value is None] == [f"2014-{month:02d}" for month in range(7, 13)]


def until(koeln: Series, month: str, threshold: float) -> Durability:
    """What was known of Köln once the figure of a month was out."""
    known = tuple(point for point in koeln if point.period <= parse_period(month))
    return durability(known, "<", threshold, 0, frequency="month")


def test_koeln_below_55000_becomes_durable_with_the_21st_of_24_months(koeln):
    """From August 2008 to July 2010 only 55,809 (July 2009), 55,577 (August) and 55,567 (January 2010) are not below."""
    counted = [point.value for point in koeln if "2008-08" <= str(point.period) <= "2010-07"]
    assert [value for value in counted if value >= 55_000] == [55_809, 55_577, 55_567]
    assert (until(koeln, "2010-06", 55_000).status, until(koeln, "2010-06", 55_000).k) == ("below_not_yet_durable", 20)
    entered = until(koeln, "2010-07", 55_000)
    assert (entered.status, entered.k, entered.n, str(entered.last_breach_in)) == ("durable", 21, 24, "2010-01")
    newest = durability(koeln, "<", 55_000, 0, frequency="month")
    assert (newest.status, newest.k, newest.n, newest.current_run) == ("durable", 24, 24, 53)


def test_koeln_below_54000_stays_durable_through_three_months_above_in_2014(koeln):
    """54,197, 54,761 and 54,462 in January to March 2014; the mean of twelve months stays below 54,000."""
    last = until(koeln, "2014-03", 54_000)
    assert (until(koeln, "2013-12", 54_000).status, last.status, last.current_run, last.k) == ("durable", "durable", 0, 21)
    assert until(koeln, "2014-04", 54_000).current_run == 1
    # The same months without their history would not have entered: the newest is not below.
    assert durable([point.value for point in koeln if "2012-04" <= str(point.period) <= "2014-03"], 54_000).status == "above"


def test_koeln_below_54000_was_left_in_january_2003_by_the_mean_of_twelve_months_or_six_in_a_row(koeln):
    assert until(koeln, "2002-12", 54_000).status == "durable"
    assert until(koeln, "2003-01", 54_000).status == "interrupted"
    year = [point.value for point in koeln if "2002-02" <= str(point.period) <= "2003-01"]
    assert sum(year) / 12 >= 54_000


def test_koeln_below_52000_is_above_in_2014_with_good_months_in_between(koeln):
    found = durability(koeln, "<", 52_000, 0, frequency="month")
    last_two_years = [point.value for point in koeln if "2012-07" <= str(point.period) <= "2014-06"]
    assert (found.status, found.n) == ("above", 24)
    assert found.k == sum(value < 52_000 for value in last_two_years)
    assert (found.current_run, str(found.last_breach_in)) == (0, "2014-06")


def test_koeln_pairs_compare_a_month_with_the_same_month_of_another_year(koeln):
    """In 2009 to 2014 January to June stand six times, 15 pairs each, July to December five times, 10 pairs each."""
    recent = window(koeln)
    pairs = whole_year_pairs(recent)
    assert (len(recent), len(pairs)) == (72, 6 * 15 + 6 * 10)
    assert {years for _, _, years in pairs} == {1, 2, 3, 4, 5}
    slope = theil_sen(koeln, "level", "persons")
    assert slope is not None and slope.low <= slope.per_year <= slope.high
    assert abs(slope.per_year) < 1_500


def test_koeln_season_is_taken_out_by_whole_years_and_not_by_neighbouring_months(koeln):
    """From December 2009 to June 2010 the number falls by two thousand, from June 2009 to June 2010 by nearly four."""
    by_month = {str(point.period): point.value for point in koeln}
    assert by_month["2010-06"] - by_month["2009-12"] == 50_920 - 52_956
    assert by_month["2010-06"] - by_month["2009-06"] == 50_920 - 54_610


def test_koeln_yearly_means_are_those_of_complete_years(koeln, catalogue):
    means = dict(yearly(koeln, catalogue.indicators["unemployed"]))
    assert (min(means), max(means)) == (2000, 2013)
    assert means[2013] == pytest.approx(sum(p.value for p in koeln if p.period.year == 2013) / 12)


def test_employees_of_a_land_are_judged_on_eight_quarters(catalogue):
    """Hessen, 2023-Q3 to 2025-Q2: seven of eight quarters have at least 2.759 million, the last seven of them or not."""
    if not SHARED.exists():
        pytest.skip("the official files are not beside this checkout")
    points = official("destatis_13111-0005_laender_quarterly_ffcsv_new.csv", catalogue, "06", "employees_workplace")
    assert [str(point.period) for point in points][:2] == ["2023-Q3", "2023-Q4"]

    def at_least(number: float, count: int = 8) -> Durability:
        return durability(points[:count], ">=", number, 0, frequency="quarter")

    assert (at_least(2_759_000).status, at_least(2_759_000).k, at_least(2_759_000).n) == ("durable", 7, 8)
    assert str(at_least(2_759_000).last_breach_in) == "2024-Q1"
    assert (at_least(2_760_000).status, at_least(2_760_000).k) == ("below_not_yet_durable", 6)
    assert (at_least(2_780_000).status, at_least(2_780_000).k) == ("above", 1)
    assert (at_least(2_800_000).status, at_least(2_800_000).k) == ("above", 0)
    assert durability(points, ">=", 2_759_000, 0, frequency="quarter").window == 8
    assert [point.period.end for point in points][-1] == date(2025, 6, 30)
