"""Second opinions: what a goal asks of each published method, and how the answers read."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from indicators.assess.assessment import Assessment
from indicators.assess.opinions import Opinion, opinions, yearly
from indicators.assess.published import Rating
from indicators.assess.series import Point, Series
from indicators.catalogue.load import load_catalogue
from indicators.catalogue.model import Demand, Goal, Parity, Text
from indicators.monitor.goals import goals
from indicators.period import parse_period
from indicators.present import opinions as told
from indicators.present.words import words
from tests.conftest import TODAY

INDICATORS = load_catalogue().indicators
RATE = INDICATORS["unemployment_rate"]
TITLE = Text(de="Ziel", en="goal")
FALLING = {2019: 10.0, 2020: 9.8, 2021: 9.6, 2022: 9.4, 2023: 9.2, 2024: 9.0}


def series(cells: Mapping[Any, float | None]) -> Series:
    return tuple(Point(parse_period(str(period)), value, 1) for period, value in cells.items())


def goal(kind: Any = "value_by_date", due: str | None = "2030") -> Goal:
    return Goal(id="X-1", title=TITLE, kind=kind, due=due)


def found(points: Series, breaks: tuple[date, ...] = (), **demand: Any) -> Assessment:
    return Assessment(
        "not_assessable", (), demand=Demand(indicator="unemployment_rate", **demand), series=points, breaks=breaks
    )


def by_method(goal: Goal, assessment: Assessment, indicator: Any = RATE) -> dict[str, Opinion]:
    return {opinion.method: opinion for opinion in opinions(goal, assessment, indicator, today=TODAY)}


# -- what is asked


def test_a_value_by_a_date_is_a_target_with_its_year():
    asked = by_method(goal(due="2029"), found(series(FALLING), operator="<=", value=8))
    assert asked["dns"] == Opinion("dns", Rating("sun", 0.0), "target", 2019, 8, 2029)
    assert [(one.kind, one.target, one.target_year) for one in asked.values()] == [("target", 8, 2029)] * 3


def test_a_direction_without_a_number_has_no_target_whatever_date_it_names():
    asked = by_method(goal("direction"), found(series(FALLING), direction="down"))
    assert {(one.kind, one.target, one.target_year) for one in asked.values()} == {("direction", None, None)}
    assert [one.rating.status for one in asked.values()] == ["sun", "substantial_progress", "significant_progress"]


def test_a_value_to_be_held_is_held_even_if_a_date_is_named():
    asked = by_method(goal("hold"), found(series(FALLING), operator="<=", value=9.5))
    assert (asked["dns"].kind, asked["dns"].rating) == ("keep", Rating("sun"))
    assert asked["eurostat"].rating.status == "target_achieved"


def test_a_target_already_met_tells_that_it_was_judged_as_one_to_be_held():
    assert by_method(goal(), found(series(FALLING), operator="<=", value=9.5))["dns"].kind == "keep"


def test_a_value_without_a_date_is_held_by_destatis_and_growth_alone_for_the_others():
    asked = by_method(goal("durable", due=None), found(series(FALLING), operator="<", value=8))
    assert [(one.kind, one.rating.status) for one in asked.values()] == [
        ("keep", "cloud"), ("direction", "substantial_progress"), ("direction", "significant_progress"),
    ]  # fmt: skip


def test_parity_is_a_gap_to_be_closed_to_its_tolerance_whichever_group_is_ahead():
    parity = Parity(indicator="integration_rate", groups=("men", "women"))
    closing = Assessment("not_assessable", (), parity=parity, series=series({2015: -4.0, 2016: -3.0, 2017: -2.0, 2018: -1.0}))
    asked = by_method(goal("parity", due=None), closing, INDICATORS["integration_rate"])
    assert (asked["dns"].kind, asked["dns"].target, asked["dns"].rating) == ("keep", 1.0, Rating("sun"))
    assert asked["open_sdg"].rating == Rating("target_achieved")


def test_a_goal_without_figures_gets_no_opinion():
    assert opinions(goal("milestone"), Assessment("open", ()), RATE, today=TODAY) == ()


def test_a_series_without_points_is_not_rated_and_says_no_year():
    for one in by_method(goal(), found((), operator="<", value=8)).values():
        assert (one.rating, one.base_year) == (Rating("not_available"), None)


def test_open_sdg_starts_in_2015_and_eurostat_with_the_base_of_the_goal_or_the_first_year():
    points = series({year: 20 - (year - 2010) / 10 for year in range(2010, 2025)})
    asked = by_method(goal(), found(points, operator="<", value=8))
    assert {one.method: one.base_year for one in asked.values()} == {"dns": 2019, "open_sdg": 2015, "eurostat": 2010}
    assert by_method(goal(), found(points, operator="<", value=8, base_period="2017"))["eurostat"].base_year == 2017


def test_a_share_near_100_percent_is_held_to_less_growth_by_open_sdg():
    points = series({2020: 90.0, 2021: 90.2})
    asked = by_method(goal("direction", None), found(points, direction="up"), INDICATORS["employment_rate_residence"])
    assert asked["open_sdg"].rating.status == "moderate_progress"


# -- on which points


def test_no_trend_is_read_across_a_declared_break():
    points = series(FALLING)
    asked = by_method(goal(), found(points, breaks=(date(2022, 1, 1),), operator="<", value=8))
    assert asked["dns"].rating == Rating("not_available")
    assert asked["eurostat"].base_year == 2022


def test_an_open_year_and_a_newest_provisional_value_are_not_rated():
    points = (*series(FALLING), Point(parse_period("2025"), 1.0, 1, "provisional"), Point(parse_period("2026"), 1.0, 1))
    rated = (*series(FALLING), Point(parse_period("2025"), 1.0, 1, "provisional"))
    wanted = by_method(goal(), found(series(FALLING), operator="<", value=8))
    assert by_method(goal(), found(points[:-1], operator="<", value=8)) == wanted
    assert by_method(goal(), found((*rated, replace(points[-1])), operator="<", value=8)) == wanted


def test_months_become_means_of_complete_years():
    months = {f"{year}-{month:02d}": float(year - 2000 + month) for year in (2020, 2021) for month in range(1, 13)}
    del months["2021-05"]
    assert yearly(series(months), RATE) == ((2020.0, 26.5),)


def test_a_withheld_month_leaves_its_year_incomplete():
    months: dict[Any, float | None] = {f"2020-{month:02d}": 5.0 for month in range(1, 13)}
    months["2020-05"] = None
    assert yearly(series(months), RATE) == ()


def test_quarters_become_means_of_complete_years():
    assert yearly(series({"2020-Q1": 1, "2020-Q2": 2, "2020-Q3": 3, "2020-Q4": 4, "2021-Q1": 9}), RATE) == ((2020.0, 2.5),)


def test_a_stock_counted_every_june_is_a_yearly_value():
    stock = series({"2020-Q2": 100, "2021-Q2": 110, "2022-Q2": None, "2023-Q2": 130})
    assert yearly(stock, INDICATORS["employees_workplace"]) == ((2020.0, 100), (2021.0, 110), (2023.0, 130))


def test_a_figure_that_covers_twelve_months_is_not_averaged_again():
    months = {f"2020-{month:02d}": float(month) for month in range(1, 13)}
    assert yearly(series({**months, "2021-01": 1.0}), INDICATORS["integration_rate"]) == ((2020.0, 12.0),)


# -- on the shipped figures


def test_dortmund_below_8_percent_is_a_thunderstorm_and_nobody_calls_it_reached(shipped):
    view = next(view for view in goals(shipped, today=TODAY) if view.goal.id == "DO-1")
    asked = by_method(view.goal, view.assessment)
    assert {one.method: one.rating.status for one in asked.values()} == {
        "dns": "thunderstorm", "open_sdg": "limited_progress", "eurostat": "moderate_progress",
    }  # fmt: skip
    assert (asked["dns"].base_year, asked["dns"].target_year) == (2020, 2030)


def test_every_opinion_on_every_goal_reads_in_both_languages(shipped):
    count = 0
    for view in goals(shipped, today=TODAY):
        for assessment in view.assessments:
            asked = assessment.demand or assessment.parity
            if asked is None:
                continue
            indicator = shipped.catalogue.indicators[asked.indicator]
            for language in ("de", "en"):
                rows = told.rows(opinions(view.goal, assessment, indicator, today=TODAY), words(language))
                assert all(row.method and row.sign and row.word and row.sentence for row in rows)
                assert not any("nan" in row.ratio or "inf" in row.ratio for row in rows)
                count += len(rows)
    assert count > 60


# -- how they read


@pytest.mark.parametrize(
    ("opinion", "word", "ratio", "since"),
    [
        (Opinion("dns", Rating("cloud", 0.311), "target", 2018, 300000, 2030), "Wolke", "verfehlt um 31\u00a0% des Abstands",
         "Werte ab 2018"),
        (Opinion("open_sdg", Rating("moderate_progress", 0.634), "target", 2015, 8, 2030), "Mäßiger Fortschritt",
         "63\u00a0% des nötigen Wachstums", "Werte ab 2015"),
        (Opinion("eurostat", Rating("moderate_movement_away", -0.0028), "direction", 2015, None, None),
         "Mäßige Bewegung weg vom Ziel", "Verschlechterung um 0,28\u00a0% im Jahr", "Werte ab 2015"),
        (Opinion("eurostat", Rating("target_achieved"), "target", 2015, 8, 2030), "Ziel erreicht", "", "Werte ab 2015"),
        (Opinion("dns", Rating("not_available"), "target", None, 8, 2030), "Keine Einstufung", "", ""),
    ],
)  # fmt: skip
def test_an_opinion_is_a_symbol_with_its_word_its_number_and_a_sentence(opinion, word, ratio, since):
    [row] = told.rows([opinion], words("de"))
    assert (row.word, row.ratio, row.since) == (word, ratio, since)
    assert row.sign
    assert row.sentence.endswith(".")


def test_goals_without_figures_show_no_table():
    assert told.table([("Ziel", ())], words("de")) == ""
