"""The trial of the outlook: what may go in, that it is the product's own calculation, and what the shipped numbers rest on."""

import csv
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import msgspec
import numpy as np
import pytest

from indicators.__main__ import main
from indicators.assess import backtest, judging, reliability, tuning
from indicators.assess.backtest import HORIZONS, Case, History, cases, rival, yearly
from indicators.assess.outlook import calibration_name
from indicators.assess.proof import prove
from indicators.assess.series import Point
from indicators.assess.slope import theil_sen
from indicators.catalogue import Catalogue
from indicators.errors import Unknown
from indicators.monitor.backtest import PANEL, panel
from indicators.period import Period
from indicators.present import backtest as shown
from indicators.present.trial import FOLDER, files, load
from indicators.present.words import words
from tests.conftest import SHARED

HARTZ = date(2005, 1, 1)


@pytest.fixture(scope="module")
def districts(catalogue: Catalogue) -> tuple[History, ...]:
    return panel(catalogue)


@pytest.fixture(scope="module")
def tried(districts: Sequence[History]) -> tuple[Case, ...]:
    """Every tenth district."""
    return cases(districts[::10])


def history(catalogue: Catalogue, values: Sequence[float | None], first: int = 2006, breaks: tuple[date, ...] = ()) -> History:
    points = tuple(Point(Period("year", first + step), value, 1) for step, value in enumerate(values))
    return History("test", "00000", "total", catalogue.indicators["unemployment_rate"], points, breaks)


# -- what goes in


def test_the_panel_is_the_published_one(districts):
    path = SHARED / "figures" / "unemployment_rate_districts_1998_2017.csv"
    if not path.exists():
        pytest.skip("the shared figures are not here")
    with path.open(encoding="utf-8", newline="") as file:
        rows = {row["ags"]: row for row in csv.DictReader(file)}
    assert len(districts) == len(rows) == 401
    for known in districts:
        for point in known.points:
            assert point.value == float(rows[known.area][str(point.period)])


def test_a_table_with_one_column_a_year_reads_the_same(catalogue, districts, tmp_path):
    lines = ["ags,name,2015,2016", "01001,Flensburg,10.0,9.0", "01002,Kiel,,10.1"]
    path = tmp_path / "wide.csv"
    path.write_text("\n".join(lines), "utf-8")
    first, second = panel(catalogue, path)
    assert [(str(point.period), point.value) for point in first.points] == [("2015", 10.0), ("2016", 9.0)]
    assert second.points[0].value is None and second.breaks == (HARTZ,)


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ("01001,nothing,total,2015,1.0", "nothing"),
        ("01001,unemployment_rate,total,2015,eleven", "eleven"),
        ("01001,unemployment_rate,total,some day,1.0", "some day"),
    ],
)
def test_a_file_that_is_no_panel_says_so(catalogue, tmp_path, cells, found):
    path = tmp_path / "odd.csv"
    path.write_text(f"area,indicator,group,period,value\n{cells}\n", "utf-8")
    with pytest.raises(Unknown, match=found):
        panel(catalogue, path)
    with pytest.raises(Unknown, match=r"backtest\.file"):
        panel(catalogue, tmp_path / "none.csv")


def test_the_panel_is_not_imported_into_the_store():
    assert PANEL.parent.name == "panel"
    assert PANEL.name not in (PANEL.parents[1] / "figures.toml").read_text("utf-8")


def test_no_window_and_no_target_reaches_across_hartz_iv(tried):
    for case in tried:
        is_before = case.origin.year < 2005
        assert all((point.period.year < 2005) == is_before for point in case.counted)
        reached = [horizon for horizon, value in zip(HORIZONS, case.actual, strict=True) if value is not None]
        assert not is_before or all(case.origin.year + horizon < 2005 for horizon in reached)
    # Four years to measure a slope, four after a break: 2001 to 2003, then from 2008.
    assert sorted({case.origin.year for case in tried}) == [2001, 2002, 2003, *range(2008, 2017)]


def test_the_harder_trial_looks_behind_the_break_but_measures_no_slope_across_it(districts):
    wider = cases(districts[:3], is_wider=True)
    assert {2004, 2006, 2007} <= {case.origin.year for case in wider}
    for case in wider:
        assert len({point.period.year < 2005 for point in case.counted}) == 1
    late = next(case for case in wider if case.origin.year == 2003)
    assert all(value is not None for value in late.actual)


def test_only_figures_up_to_the_origin_go_in(catalogue):
    values = [9.0, 8.5, 8.2, 7.9, 7.0, 6.5, 6.6, 6.0]
    later = [*values[:6], 60.0, 99.0]
    one, other = (cases([history(catalogue, numbers)]) for numbers in (values, later))
    assert [case.slope for case in one if case.origin.year <= 2011] == [
        case.slope for case in other if case.origin.year <= 2011
    ]


def test_a_series_counted_every_quarter_since_late_is_tried_once_a_year():
    points = [Point(Period("quarter", year, 2), float(year), 0) for year in range(2015, 2025)]
    points += [Point(Period("quarter", 2024, number), 1.0, 0) for number in (1, 3, 4)]
    assert [str(point.period) for point in yearly(points)] == [f"{year}-Q2" for year in range(2015, 2025)]


# -- rivals, by hand


def test_the_rivals_by_hand(catalogue):
    # 2006 to 2011; the mean change is (6 - 10) / 5 = -0.8, the line through all six falls by 0.8 too and ends at 6.0.
    case = next(case for case in cases([history(catalogue, [10.0, 9.2, 8.4, 7.6, 6.8, 6.0, 5.5])]) if case.origin.year == 2011)
    assert rival(case, "no_change") == (6.0,) * 5
    assert rival(case, "dns") == pytest.approx((5.2, 4.4, 3.6, 2.8, 2.0))
    assert rival(case, "linear") == pytest.approx((5.2, 4.4, 3.6, 2.8, 2.0))
    assert case.actual == (5.5, None, None, None, None)


def test_rivals_too_stay_possible(catalogue):
    case = next(case for case in cases([history(catalogue, [10.0, 8.0, 6.0, 4.0, 2.0, 1.0])]) if case.origin.year == 2010)
    assert min(rival(case, "dns")) == min(rival(case, "linear")) == 0.0


# -- the same calculation as the product's


def test_the_slope_tried_is_the_products_own(tried):
    for case in tried[::7]:
        indicator = case.history.indicator
        assert case.slope == theil_sen(case.counted, indicator.kind, indicator.unit)


@pytest.mark.parametrize(("damping", "weight"), [(0.8, 1.0), (0.7, 0.7), (1.0, 0.4), (0.5, 0.0)])
def test_all_cases_at_once_give_what_the_product_shows_one_by_one(tried, damping, weight):
    known = tuning.sample(tried)
    calibration = msgspec.structs.replace(judging.FIRST, damping=damping, weight=weight, pairs=tuning.PAIRS)
    together = tuning.continued(known, damping, weight)
    for number, case in enumerate(tried):
        alone = [point.value for point in case.outlook(calibration).points]
        assert alone == pytest.approx(together[number].tolist(), rel=1e-12)


def test_coverage_counts_the_intervals_that_the_product_shows(tried):
    known = tuning.sample(tried)
    there = judging.said(known, judging.FIRST)
    case, inside = tried[5], there.inside_80[5]
    for point, late, share in zip(case.outlook(judging.FIRST).points, case.actual, inside, strict=True):
        assert np.isnan(share) if late is None else share == (point.low_80 <= late <= point.high_80)


# -- the rule


def test_halves_share_no_year_and_lose_none():
    for split in ("alternating", "chronological"):
        first, second = judging.halves_of(range(2001, 2012), split)
        assert sorted([*first, *second]) == list(range(2001, 2012))
    assert judging.halves_of([2008, 2009, 2010], "alternating") == ((2009,), (2008, 2010))


def test_a_half_is_judged_by_numbers_that_never_saw_it(tried, catalogue):
    known = tuning.sample(tried)
    one, _ = judging.halves(known, catalogue.trial, "alternating")
    half = one[0]
    assert not set(half.fitted_on) & set(half.judged_on)
    # What comes later in the judged half changes nothing that was fitted.
    spoilt = np.where(np.isin(known.years, half.judged_on)[:, None], 99.0, known.actual)
    assert tuning._slope_numbers(with_actual(known, spoilt), catalogue.trial, half.fitted_on) == (
        half.calibration.damping, half.calibration.weight,
    )  # fmt: skip


def with_actual(known: tuning.Sample, actual: tuning.Numbers) -> tuning.Sample:
    return replace(known, actual=actual)


def test_the_fitted_fan_holds_80_of_100_in_the_years_it_was_fitted_on(tried, catalogue):
    known = tuning.sample(tried)
    years = set(known.years.tolist())
    fitted = tuning.fit(known, catalogue.trial, years)
    inside = tuning.column_means(tuning.by_year(known, judging.said(known, fitted).inside_80))
    assert list(fitted.spread) == sorted(fitted.spread)
    assert inside.mean() == pytest.approx(0.8, abs=0.03)


def test_each_year_counts_the_same_whatever_it_holds(catalogue):
    known = tuning.sample(cases([history(catalogue, [9, 9, 9, 9, 8, 7, 6]), history(catalogue, [5, 5, 5, 5, 4, None, None])]))
    values = np.where(known.years[:, None] == 2009, 1.0, 3.0) * np.ones((1, 5))
    assert tuning.column_means(tuning.by_year(known, values)).tolist() == pytest.approx([(1.0 + 3.0 + 3.0) / 3] * 5)


def test_chances_of_the_other_half_are_the_base_rate(tried, catalogue):
    known = tuning.sample(tried)
    judged = [half for half, _ in judging.halves(known, catalogue.trial, "alternating")]
    given = reliability.answers(known.cases[:200], judged)
    assert {answer.horizon for answer in given} <= {2, 3, 4, 5}
    assert all(0 <= answer.chance <= 1 for answer in given)
    assert all(row.own >= 0 and 0 <= row.base <= 1 for row in reliability.brier_rows(given, judged))


# -- the shipped results


def test_the_catalogue_holds_what_the_shipped_results_ask_for(catalogue):
    rows = {row["name"]: row for row in load()["fitted"]}
    assert set(rows) == {"unemployment", "employment", "rate", "level"}
    for name, row in rows.items():
        known = catalogue.calibrations[name]
        assert known.accepted == (row["accepted"] == "yes")
        if known.accepted:
            found = (float(row["damping"]), float(row["weight"]), int(row["pairs"]), row["around"])
            assert found == (known.damping, known.weight, known.pairs, known.around)
            assert [float(row[f"spread_{years}"]) for years in HORIZONS] == list(known.spread)
    assert not any(catalogue.calibrations[name].accepted for name in set(catalogue.calibrations) - set(rows))


def test_unemployment_rates_beat_all_three_rivals_at_every_horizon_over_all_origins():
    rows = [
        row for row in load()["errors"] if row["name"] == "unemployment" and row["scope"] in ("all", "calm", "panel", "wider")
    ]
    assert len(rows) == 2 * 4 * 5  # in points and in percent
    for row in rows:
        assert float(row["held_out"]) < min(float(row[name]) for name in backtest.RIVALS), row


def test_what_is_accepted_holds_75_to_85_of_100_in_the_years_kept_back(catalogue):
    rows = [row for row in load()["coverage"] if row["scope"] == "all" and catalogue.calibrations[row["name"]].accepted]
    assert len(rows) == 3 * 5
    assert all(75 <= float(row["held_80"]) <= 85 for row in rows)


def test_the_same_series_give_the_same_bytes(tried, catalogue):
    once, again = (files(prove(tried, catalogue.calibrations, catalogue.trial)) for _ in range(2))
    assert once == again
    assert all(calibration_name(catalogue.calibrations, case.history.indicator) == "unemployment" for case in tried)


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_page_shows_every_kind_and_why_one_has_no_fan(catalogue, language):
    say = words(language)
    parts = shown.sections(catalogue, say)
    assert len(parts) == len(catalogue.calibrations)
    by_title = {part.title: part for part in parts}
    gaps = by_title[say("backtest.name_gap")]
    assert gaps.tables == () and gaps.picture is None
    assert any(catalogue.calibrations["gap"].reason.in_language(language) in sentence for sentence in gaps.sentences)
    rates = by_title[say("backtest.name_unemployment")]
    assert rates.picture is not None and rates.tables[0].rows[0][0] == say("backtest.horizon", count="1")
    assert not any("nan" in cell for part in parts for table in part.tables for row in table.rows for cell in row)
    assert say("backtest.rule_5") in shown.head(say)
    assert rates.tables[0].caption in shown.section(rates, say)


def test_the_command_writes_tables_and_plots(tmp_path, capsys):
    with PANEL.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    small = tmp_path / "small.csv"
    with small.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([rows[0], *(row for row in rows[1:] if row[0].startswith("05"))])
    out = tmp_path / "out"
    assert main(["--data", str(tmp_path / "store"), "backtest", "--figures", str(small), "-o", str(out)]) == 0
    assert {path.name for path in out.iterdir()} == {path.name for path in Path(FOLDER).iterdir()}
    assert "unemployment" in capsys.readouterr().out
