"""What makes figures contradictory or suspicious: every check with a case that fires and a near miss that does not."""

import time
import tomllib
from dataclasses import replace
from datetime import date
from typing import Any

import msgspec
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators import ingest
from indicators.catalogue import Catalogue
from indicators.ingest import checks
from indicators.ingest.compare import compare
from indicators.ingest.issue import Issue
from indicators.monitor import SHIPPED, Monitor, prepare
from indicators.present.words import words
from indicators.store import Store, operator
from tests.conftest import NOW, TODAY

COLUMNS = ["area", "indicator", "group", "period", "value"]
Row = tuple[str, str, str, str, float]


def table(catalogue: Catalogue, rows: list[Row], notes: dict[int, str] | None = None, source: str = "Test") -> pd.DataFrame:
    found = pd.DataFrame(rows, columns=COLUMNS).astype({"value": float})
    units = catalogue.indicators
    return found.assign(
        decimals=[units[name].decimals for name in found["indicator"]], status="normal",
        unit=[units[name].unit for name in found["indicator"]], source=source,
        note=[(notes or {}).get(index, "") for index in range(len(found))], sheet="",
        row=np.arange(2, len(found) + 2), column="Wert",
    )  # fmt: skip


def found(catalogue: Catalogue, incoming: Any, stored: Any = ()) -> list[Issue]:
    """What the checks say; each sentence is made once in both languages."""
    new = incoming if isinstance(incoming, pd.DataFrame) else table(catalogue, list(incoming))
    old = stored if isinstance(stored, pd.DataFrame) else table(catalogue, list(stored))
    issues = checks.plausibility(compare(new, old), old, catalogue)
    for issue in issues:
        assert "{" not in words("de").issue(issue)
        assert "{" not in words("en").issue(issue)
    return issues


def codes(issues: list[Issue]) -> list[tuple[str, str, int | None]]:
    return [(issue.severity, issue.code, issue.row) for issue in issues]


def yearly(indicator: str, values: list[float], *, area: str = "05913", group: str = "total", first: int = 2003) -> list[Row]:
    """A series from `first` on; the default lies where the catalogue knows no event of these indicators."""
    return [(area, indicator, group, str(first + index), value) for index, value in enumerate(values)]


STEADY = [13.1, 13.4, 13.0, 12.7, 12.9, 12.4, 12.6]
HEADS = [31400.0, 31900, 31200, 30800, 31100, 30100, 30500]


# -- figures that belong together


@pytest.mark.parametrize(("share", "expected"), [(40.0, []), (41.0, []), (44.0, ["check.rate"])])
def test_a_rate_is_its_numerator_over_its_denominator(catalogue, share, expected):
    rows = [
        ("05913", "long_term_unemployed", "total", "2019", 12_000.0), ("05913", "unemployed", "total", "2019", 30_000.0),
        ("05913", "long_term_unemployed_share", "total", "2019", share),
    ]  # fmt: skip
    issues = found(catalogue, rows)
    assert [issue.code for issue in issues] == expected
    if expected:
        assert issues[0].severity == "warning"
        assert "12.000 geteilt durch 30.000 ergibt 40,0" in words("de").issue(issues[0])


def test_a_rate_is_compared_with_stored_figures_too(catalogue):
    stored = [
        ("05913", "long_term_unemployed", "total", "2019", 12_000.0), ("05913", "unemployed", "total", "2019", 30_000.0),
    ]  # fmt: skip
    assert codes(found(catalogue, [("05913", "long_term_unemployed_share", "total", "2019", 44.0)], stored)) == [
        ("warning", "check.rate", 2)
    ]


def thirds(total: float, men: float, women: float) -> list[Row]:
    return [
        ("05913", "unemployed", group, "2019", value) for group, value in (("total", total), ("men", men), ("women", women))
    ]


@pytest.mark.parametrize(("total", "expected"), [(30_000, []), (30_001, []), (30_002, ["check.sum"]), (29_000, ["check.sum"])])
def test_men_and_women_add_up_but_for_rounding(catalogue, total, expected):
    assert [issue.code for issue in found(catalogue, thirds(total, 17_000, 13_000))] == expected


def test_a_sum_is_an_error_in_one_file_and_a_warning_against_stored_figures(catalogue):
    rows = thirds(31_000, 17_000, 13_000)
    assert codes(found(catalogue, rows)) == [("error", "check.sum", 2)]
    assert codes(found(catalogue, rows[:1], rows[1:])) == [("warning", "check.sum", 2)]
    assert codes(found(catalogue, rows[2:], rows[:2])) == [("warning", "check.sum", 2)]


def test_a_rate_lies_between_those_of_its_groups(catalogue):
    def rates(total: float) -> list[Row]:
        parts = (("total", total), ("men", 11.8), ("women", 11.5))
        return [("05913", "unemployment_rate", group, "2019", value) for group, value in parts]

    assert found(catalogue, rates(11.7)) == []
    assert codes(found(catalogue, rates(12.3))) == [("warning", "check.between", 2)]


@pytest.mark.parametrize(("part", "expected"), [(30_000, []), (30_002, ["check.part_above"])])
def test_a_part_is_not_above_the_whole(catalogue, part, expected):
    rows = [("05913", "unemployed", "total", "2019", 30_000.0), ("05913", "long_term_unemployed", "total", "2019", part)]
    assert [issue.code for issue in found(catalogue, rows)] == expected


def test_a_group_is_not_above_the_total(catalogue):
    def rows(young: float) -> list[Row]:
        return [("05913", "unemployed", "total", "2019", 3_000.0), ("05913", "unemployed", "age_15_24", "2019", young)]

    assert found(catalogue, rows(3_000)) == []
    assert codes(found(catalogue, rows(3_100))) == [("error", "check.group_above", 2)]


# -- a figure against its own series


@pytest.mark.parametrize(("value", "expected"), [(12.2, []), (11.4, []), (7.4, ["check.jump"]), (19.9, ["check.jump"])])
def test_a_jump_is_far_beyond_the_usual_changes(catalogue, value, expected):
    issues = found(catalogue, yearly("unemployment_rate", [value], first=2010), yearly("unemployment_rate", STEADY))
    assert [issue.code for issue in issues] == expected
    if expected:
        assert "gegenüber 12,6 (2009). Üblich ist in dieser Reihe eine Änderung um etwa 0,3." in words("de").issue(issues[0])


def test_fewer_than_five_known_changes_tell_no_jump(catalogue):
    assert found(catalogue, yearly("unemployment_rate", [7.4], first=2008), yearly("unemployment_rate", STEADY[:5])) == []


def test_a_typing_error_inside_a_new_series_is_found_once(catalogue):
    values = [*STEADY[:4], 17.9, *STEADY[4:]]
    assert codes(found(catalogue, yearly("unemployment_rate", values, first=2009))) == [("warning", "check.jump", 6)]


def test_a_jump_the_catalogue_explains_is_no_surprise(catalogue):
    # The pandemic of 2020 is an event of the unemployed; the same step in another year is a jump.
    usual = [30_400.0, 30_900, 30_200, 29_800, 30_100, 29_400]
    assert found(catalogue, yearly("unemployed", [36_500], first=2020), yearly("unemployed", usual, first=2014)) == []
    assert codes(found(catalogue, yearly("unemployed", [36_500], first=2009), yearly("unemployed", usual))) == [
        ("warning", "check.jump", 2)
    ]


def test_a_small_count_may_scatter(catalogue):
    usual = [40.0, 44, 38, 41, 45, 39]
    assert found(catalogue, yearly("participants_16e", [60], first=2009), yearly("participants_16e", usual)) == []


def test_a_season_is_no_jump(catalogue):
    monthly = [
        ("05913", "unemployed", "age_15_24", f"{year}-{month:02d}", 3000.0 + 10 * (year - 2010) + (900 if month == 8 else 0))
        for year in range(2010, 2018)
        for month in range(1, 13)
    ]
    assert found(catalogue, monthly) == []


@pytest.mark.parametrize(
    ("value", "expected"),
    [(126.0, "check.slip_up"), (1.26, "check.slip_down"), (12.6, None)],
)
def test_a_slipped_decimal_sign_is_told_from_a_jump(catalogue, value, expected):
    issues = found(catalogue, yearly("unemployment_rate", [value], first=2010), yearly("unemployment_rate", STEADY))
    assert [issue.code for issue in issues] == ([expected] if expected else [])


@pytest.mark.parametrize(("factor", "code"), [(100, "check.slip_up"), (0.001, "check.slip_down"), (10, "check.slip_up")])
def test_a_file_in_another_scale_is_found_as_a_whole(catalogue, factor, code):
    incoming = yearly("unemployed", [value * factor for value in HEADS[:3]], first=2010)
    issues = found(catalogue, incoming, yearly("unemployed", HEADS))
    assert codes(issues) == [("warning", code, 2), ("warning", code, 3), ("warning", code, 4)]


def test_a_slip_inside_a_new_series_is_found_where_it_stands(catalogue):
    values = [*HEADS[:3], HEADS[3] * 10, *HEADS[4:]]
    assert codes(found(catalogue, yearly("unemployed", values))) == [("warning", "check.slip_up", 5)]


def test_a_small_count_may_grow_tenfold(catalogue):
    assert found(catalogue, yearly("participants_16i", [4.0, 41.0, 60.0])) == []


def three(period: str, men: float, women: float, foreign: float) -> list[Row]:
    groups = (("men", men), ("women", women), ("foreign", foreign))
    return [("05913", "employees_workplace", group, period, value) for group, value in groups]


def test_a_copied_period_is_said_once_an_area(catalogue):
    stored = three("2010-Q1", 110_000, 90_000, 20_000)
    issues = found(catalogue, three("2010-Q2", 110_000, 90_000, 20_000), stored)
    assert codes(issues) == [("warning", "check.copied", 2)]
    assert "Alle 3 Reihen dieses Gebiets haben für 2. Quartal 2010" in words("de").issue(issues[0])
    assert found(catalogue, three("2010-Q2", 110_000, 90_000, 20_040), stored) == []
    assert found(catalogue, three("2010-Q2", 110_000, 90_000, 20_000)[:2], stored[:2]) == []


def test_swapped_areas_are_said_once_an_indicator(catalogue):
    stored = yearly("unemployed", HEADS) + yearly("unemployed", [value / 3 for value in HEADS], area="05114")
    swapped = yearly("unemployed", [10_100, 10_300], first=2010) + yearly(
        "unemployed", [30_300, 30_100], area="05114", first=2010
    )
    issues = found(catalogue, swapped, stored)
    assert codes(issues) in ([("warning", "check.swapped", 2)], [("warning", "check.swapped", 4)])
    assert {"Krefeld", "Dortmund"} & {issue.params["other"] for issue in issues}


def test_two_areas_that_move_are_not_swapped(catalogue):
    stored = yearly("unemployed", HEADS) + yearly("unemployed", [value / 3 for value in HEADS], area="05114")
    moved = yearly("unemployed", [29_900], first=2010) + yearly("unemployed", [10_300], area="05114", first=2010)
    assert found(catalogue, moved, stored) == []


# -- what joins badly


def test_a_missing_period_between_store_and_file_is_said_once_an_indicator(catalogue):
    stored = yearly("unemployed", HEADS) + yearly("unemployed", HEADS, area="05114")
    late = yearly("unemployed", HEADS[:2], first=2011) + yearly("unemployed", HEADS[:2], first=2011, area="05114")
    issues = found(catalogue, late, stored)
    assert codes(issues) in ([("warning", "check.gap", 2)], [("warning", "check.gap", 4)])
    assert "Zwischen 2009 und 2011 fehlt in 2 Reihen" in words("de").issue(issues[0])
    assert found(catalogue, yearly("unemployed", HEADS[:2], first=2010), stored) == []


def test_a_withheld_period_is_no_hole(catalogue):
    late = table(catalogue, yearly("unemployed", [float("nan"), *HEADS[:2]], first=2010))
    assert found(catalogue, late.assign(status=["suppressed", "normal", "normal"]), yearly("unemployed", HEADS)) == []


def test_a_stock_counted_every_june_has_no_holes(catalogue):
    stored = [("05913", "employees_workplace", "total", f"{year}-Q2", 200_000.0 + year) for year in range(2004, 2010)]
    assert found(catalogue, [("05913", "employees_workplace", "total", "2010-Q2", 202_100.0)], stored) == []


def test_a_mean_and_a_reference_date_do_not_belong_in_one_series(catalogue):
    stored = table(catalogue, yearly("unemployed", HEADS), dict.fromkeys(range(7), "Jahresdurchschnitt"))
    day = table(catalogue, yearly("unemployed", [30_300], first=2010), {0: "Stichtag 30.06."})
    issues = found(catalogue, day, stored)
    assert codes(issues) == [("warning", "check.mixed_bases", 2)]
    assert "„Stichtag 30.06.“" in words("de").issue(issues[0])
    mean = table(catalogue, yearly("unemployed", [30_300], first=2010), {0: "Jahresdurchschnitt; vorläufig"})
    assert found(catalogue, mean, stored) == []


def test_a_census_base_may_change_where_the_catalogue_declares_it(catalogue):
    def population(period: str, note: str) -> pd.DataFrame:
        return table(catalogue, [("05913", "population", "total", period, 595_000.0)], {0: note})

    declared = found(catalogue, population("2023", "Basis Zensus 2022"), population("2022", "Basis Zensus 2011"))
    assert declared == []
    silent = found(catalogue, population("2021", "Basis Zensus 2022"), population("2020", "Basis Zensus 2011"))
    assert codes(silent) == [("warning", "check.mixed_bases", 2)]


def test_two_sources_in_one_series_must_both_be_those_of_the_indicator(catalogue):
    rows = table(catalogue, yearly("unemployment_rate", STEADY))
    half = rows.index < 3
    both = [next(iter(catalogue.sources[name].labels)) for name in catalogue.indicators["unemployment_rate"].sources[:2]]
    mixed = rows.assign(source=np.where(half, both[0], "irgendein Blatt"))
    assert codes(found(catalogue, mixed)) == [("warning", "check.mixed_sources", 5)]
    assert found(catalogue, rows.assign(source=np.where(half, both[0], both[1]))) == []


# -- in general


def test_what_changes_nothing_is_never_suspicious(catalogue):
    odd = yearly("unemployed", [31_000, 310_000, 31, 31_000]) + thirds(10, 10, 10)
    assert found(catalogue, odd, odd) == []


def test_of_very_many_findings_the_rest_is_counted(catalogue):
    few = replace(catalogue, rules=msgspec.structs.replace(catalogue.rules, listed=2))
    rows = [row for year in range(2003, 2009) for row in [*thirds(1, 2, 3)]]
    rows = [(area, name, group, str(2003 + index // 3), value) for index, (area, name, group, _, value) in enumerate(rows)]
    issues = [issue for issue in found(few, rows) if issue.code in ("check.sum", "check.more")]
    assert [issue.code for issue in issues][:3] == ["check.sum", "check.sum", "check.more"]
    assert issues[2].params["count"] == 4


@settings(max_examples=25)
@given(st.integers(0, 10_000))
def test_the_order_of_the_rows_and_their_type_change_no_finding(catalogue, seed):
    rows = [*yearly("unemployed", [*HEADS[:4], 9_000, *HEADS[4:]]), *thirds(30_000, 17_000, 14_000)]
    stored = table(catalogue, yearly("unemployed", [value * 1.001 for value in HEADS], area="05114"))
    frame = table(catalogue, rows)
    mixed = frame.sample(frac=1, random_state=seed).reset_index(drop=True)
    as_categories = mixed.astype(dict.fromkeys(["area", "indicator", "group", "period", "source", "note"], "category"))
    expected = sorted(codes(found(catalogue, frame, stored)))
    assert expected
    assert sorted(codes(found(catalogue, mixed, stored))) == expected
    assert sorted(codes(found(catalogue, as_categories, stored))) == expected


def test_38000_sound_rows_take_no_time(catalogue):
    rows = [
        (area, "unemployed", group, f"{year}-{month:02d}", 10_000.0 + 7 * month + year)
        for area in catalogue.areas
        for group in catalogue.indicators["unemployed"].groups[3:]
        for year in range(1930, 2010)
        for month in range(1, 13)
    ]
    frame, nothing = table(catalogue, rows), table(catalogue, [])
    assert len(frame) > 38_000
    comparison = compare(frame, nothing)
    begun = time.perf_counter()
    assert checks.plausibility(comparison, nothing, catalogue) == []
    assert time.perf_counter() - begun < 0.5  # about 10 ms; a loop over rows would take seconds


# -- the same key twice


def test_a_figure_said_twice_counts_once_and_a_contradiction_is_an_error(catalogue):
    rows = yearly("unemployed", [100, 200])
    frame = table(catalogue, [*rows, rows[0], (*rows[1][:4], 201.0)])
    kept, issues = checks.said_twice(frame, 10)
    assert kept["value"].tolist() == [100, 200]
    assert [(issue.severity, issue.code, issue.row, issue.params["first_row"]) for issue in issues] == [
        ("warning", "row.repeated", 4, "2"), ("error", "row.contradicts", 5, "3"),
    ]  # fmt: skip


# -- the shipped figures


def manifest() -> list[dict[str, Any]]:
    return list(tomllib.loads((SHIPPED / "figures.toml").read_text(encoding="utf-8"))["file"])


@pytest.fixture
def empty(catalogue: Catalogue, store: Store) -> Monitor:
    return Monitor(catalogue, store)


@pytest.mark.parametrize("entry", manifest(), ids=lambda entry: entry["name"])
def test_a_shipped_file_alone_is_sound_but_for_two_jumps(empty, entry):
    data = (SHIPPED / entry["name"]).read_bytes()
    preview = prepare(
        empty, data, entry["name"], actor=operator("pytest"), now=NOW, released_on=entry["released_on"], read=ingest.read
    )
    warned = [
        (issue.code, issue.params["area"], issue.params["indicator"]) for issue in preview.issues if issue.severity != "info"
    ]
    jumps = [("check.jump", area, "sgb2_employable_share") for area in ("06611", "08111")]
    assert warned == (jumps if entry["name"] == "inkar_2024.csv" else [])


def test_the_export_of_everything_is_sound_against_itself(shipped):
    rows = shipped.store.series()
    assert checks.plausibility(compare(rows, rows), rows, shipped.catalogue) == []


@pytest.mark.parametrize(("factor", "share"), [(10, 0.97), (0.1, 0.97), (100, 0.97), (1.6, 0.6)])
def test_a_wrong_figure_among_the_shipped_ones_is_mostly_found(shipped, factor, share):
    rows = shipped.store.series().reset_index(drop=True)
    places = rows.index[rows["value"] >= 100][::37]
    caught = 0
    for place in places:
        wrong = rows.loc[[place]].assign(value=round(rows["value"][place] * factor), row=2, column="Wert")
        rest = rows.drop(index=place)
        caught += bool(checks.plausibility(compare(wrong, rest), rest, shipped.catalogue))
    assert len(places) > 30
    assert caught >= share * len(places)


def test_reading_a_file_says_nothing_about_stored_figures(catalogue):
    data = b"area,indicator,period,value\n05913,unemployed,2019,30000\n"
    assert ingest.read(data, catalogue, today=TODAY, source="x").issues == ()


def test_a_sign_that_takes_a_stored_value_away_has_to_be_confirmed(shipped):
    header, row = "Stadt;Indikator;Zeitraum;Wert\n", "{area};Arbeitslosenquote;2025;{value}\n"
    data = header + "".join(row.format(area=area, value="-") for area in ("Dortmund", "Krefeld", "Kassel", "Stuttgart"))

    def looked(text: str, released_on: date = TODAY) -> list[tuple[str, int | None]]:
        preview = prepare(
            shipped, text.encode(), "x.csv", actor=operator("t"), now=NOW, released_on=released_on, read=ingest.read
        )
        assert preview.outcome != "rejected"
        return [(issue.code, issue.row) for issue in preview.issues if issue.severity == "warning"]

    assert looked(data) == [("check.lost", line) for line in (2, 3, 4, 5)]
    assert looked(data, date(2020, 1, 1)) == []  # an older release takes nothing away
    assert looked(header + row.format(area="Dortmund", value="12,0")) == []
