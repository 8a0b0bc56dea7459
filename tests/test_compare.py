"""The diff of incoming and stored figures: what is new, revised, unchanged, missing, outdated, and by series."""

import time
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.ingest.compare import CHANGES, compare
from indicators.ingest.keys import keys_of, period_of, series_of
from indicators.period import Period, parse_period

Row = tuple[str, str, str, str, float | None, str]


def table(*rows: Row, released: str = "2025-01-01") -> pd.DataFrame:
    found = pd.DataFrame(rows, columns=["area", "indicator", "group", "period", "value", "status"]).astype({"value": float})
    return found.assign(decimals=1, released_on=pd.Timestamp(released))


def rate(period: str, value: float | None, status: str = "normal", *, area: str = "05913", group: str = "total") -> Row:
    return area, "unemployment_rate", group, period, value, status


def test_a_revision_says_what_stood_there_and_the_difference():
    found = compare(table(rate("2024", 11.7)), table(rate("2024", 12.0, "provisional")))
    row = found.table.iloc[0]
    assert (row["change"], row["stored_value"], row["stored_decimals"], row["stored_status"]) == (
        "revised",
        12.0,
        1,
        "provisional",
    )
    assert row["difference"] == -0.3


def test_a_new_figure_has_nothing_beside_it():
    row = compare(table(rate("2024", 11.7)), table(rate("2023", 11.5))).table.iloc[0]
    assert row["change"] == "new"
    assert row[["stored_value", "stored_status", "difference"]].isna().all()


@pytest.mark.parametrize(("released", "counts"), [("2024-12-31", False), ("2025-01-01", True), ("2025-01-02", True)])
def test_a_figure_older_than_the_stored_one_will_not_count(released, counts):
    found = compare(
        table(rate("2024", 11.7), rate("2025", 12.0)), table(rate("2024", 11.9)), released_on=date.fromisoformat(released)
    )
    assert found.table["counts"].tolist() == [counts, True]
    assert found.table["change"].tolist() == ["revised", "new"]
    assert found.outdated == (not counts)


def test_the_summary_has_one_row_a_series_and_rhythm_in_the_order_of_the_file():
    stored = table(*(rate(period, 10.0) for period in ("2020", "2021", "2022", "2023")), rate("2021", 5.0, group="men"))
    incoming = table(
        rate("2023", 10.4), rate("2021", 9.0), rate("2024", 10.1), rate("2024-Q1", 9.9), rate("2021", 5.0, group="men"),
        rate("2020", 8.0, area="05114"),
    )  # fmt: skip
    summary = compare(incoming, stored, released_on=date(2025, 6, 1)).by_series
    assert summary[["area", "group", "frequency"]].astype(str).values.tolist() == [
        ["05913", "total", "year"], ["05913", "total", "quarter"], ["05913", "men", "year"], ["05114", "total", "year"],
    ]  # fmt: skip
    assert summary[[*CHANGES, "missing", "outdated"]].values.tolist() == [
        [1, 2, 0, 1, 0], [1, 0, 0, 0, 0], [0, 0, 1, 0, 0], [1, 0, 0, 0, 0],
    ]  # fmt: skip
    assert summary[["first", "last"]].values.tolist() == [
        ["2021", "2024"], ["2024-Q1", "2024-Q1"], ["2021", "2021"], ["2020", "2020"],
    ]  # fmt: skip
    assert summary["largest_difference"].tolist()[0] == -1.0
    assert summary["largest_period"].tolist()[0] == "2021"
    assert summary["largest_difference"].isna().tolist() == [False, True, True, True]


def test_nothing_against_nothing_is_nothing():
    found = compare(table(), table())
    assert found.counts == {"new": 0, "revised": 0, "unchanged": 0, "missing": 0}
    assert found.by_series.empty


PERIODS = st.sampled_from(["2020", "2021", "2022", "2021-Q1", "2021-Q4", "2022-Q1", "2021-01", "2021-12"])
KEYS = st.tuples(st.sampled_from(["05913", "DG"]), st.sampled_from(["a", "b"]), st.sampled_from(["total", "men"]), PERIODS)
VALUES = st.one_of(st.none(), st.sampled_from([1.0, 2.0, 2.5]))


@given(st.dictionaries(KEYS, VALUES, max_size=12), st.dictionaries(KEYS, VALUES, max_size=12), st.booleans())
def test_the_diff_agrees_with_a_plain_reading_of_it(incoming, stored, as_category):
    def made(figures: dict[tuple[str, str, str, str], float | None]) -> pd.DataFrame:
        found = table(*((*key, value, "missing" if value is None else "normal") for key, value in figures.items()))
        texts = ["area", "indicator", "group", "period", "status"]
        return found.astype(dict.fromkeys(texts, "category")) if as_category else found

    found = compare(made(incoming), made(stored))
    expected = [
        "new" if key not in stored else "unchanged" if stored[key] == value else "revised" for key, value in incoming.items()
    ]
    assert found.table["change"].tolist() == expected

    def place(key: tuple[str, str, str, str]) -> tuple[object, int]:
        period = parse_period(key[3])
        return (*key[:3], period.frequency), period.ordinal

    spans: dict[object, list[int]] = {}
    for key in incoming:
        series, when = place(key)
        spans.setdefault(series, []).append(when)
    missing = [
        key for key in stored
        if key not in incoming and (times := spans.get(place(key)[0])) and min(times) <= place(key)[1] <= max(times)
    ]  # fmt: skip
    assert list(zip(*(found.missing[name] for name in ("area", "indicator", "group", "period")), strict=True)) == missing
    assert found.by_series[[*CHANGES, "missing"]].to_numpy().sum() == len(incoming) + len(missing)


@given(st.lists(KEYS, unique=True, max_size=20))
def test_keys_sort_by_series_and_time_and_give_the_period_back(figures):
    (keys,) = keys_of(table(*((*key, 1.0, "normal") for key in figures))).tables
    assert len(set(keys.tolist())) == len(figures)
    assert [str(period_of(key)) for key in keys] == [key[3] for key in figures]
    rhythms = [(*key[:3], parse_period(key[3]).frequency) for key in figures]
    series = series_of(keys).tolist()
    assert len(set(zip(rhythms, series, strict=True))) == len(set(rhythms)) == len(set(series))


def test_a_period_may_lie_anywhere_between_1900_and_2099():
    for period in (Period("month", 2099, 12), Period("year", 1900), Period("quarter", 1990, 3)):
        (keys,) = keys_of(table(("05913", "a", "total", str(period), 1.0, "normal"))).tables
        assert period_of(int(keys[0])) == period


def test_200000_rows_are_compared_in_no_time():
    count = 200_000
    place = np.arange(count)
    periods = [f"{year}-{month:02d}" for year in range(1940, 2023) for month in range(1, 13)][:1000]
    frame = pd.DataFrame(
        {
            "area": pd.Categorical.from_codes(place // 100_000, ["05913", "05114"]),
            "indicator": pd.Categorical.from_codes(place // 1000 % 100, [f"i{number}" for number in range(100)]),
            "group": "total", "period": pd.Categorical.from_codes(place % 1000 % len(periods), periods),
            "value": 1.0, "status": "normal", "decimals": 0, "released_on": pd.Timestamp("2025-01-01"),
        }
    )  # fmt: skip
    frame = frame.drop_duplicates(["area", "indicator", "period"]).astype({"group": "category", "status": "category"})
    begun = time.perf_counter()
    found = compare(frame, frame)
    assert time.perf_counter() - begun < 1.0  # about 30 ms; a loop over rows would take seconds
    assert found.counts["unchanged"] == len(frame)
