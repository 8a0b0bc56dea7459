"""What is due: by the rhythm of the stored series and the publisher's lag, never by a guess."""

from datetime import date

import pytest

from indicators import ingest
from indicators import monitor as ask
from indicators.monitor import Monitor
from indicators.monitor.missing import available_from, following, missing, rhythmic
from indicators.period import parse_period
from indicators.present import missing as present
from indicators.present.missing import Expected
from indicators.present.words import words
from indicators.store import Store, operator
from tests.conftest import NOW

RELEASED = date(2026, 1, 31)


def periods(*texts: str) -> list:
    return [parse_period(text) for text in texts]


def expected(catalogue, rows: str, indicator: str, today: date, area: str = "05913") -> Expected:
    with Store.open(None, NOW) as store:
        monitor = Monitor(catalogue, store)
        data = f"Schlüssel;Indikator;Gruppe;Zeitraum;Wert\n{rows}".encode()
        reading = ingest.read(data, catalogue, today=NOW.date(), source="Probe")
        assert not reading.is_rejected, reading.issues
        store.commit(
            reading.table, original=data, file_name="x.csv", released_on=RELEASED, reason="x", actor=operator("x"), now=NOW
        )
        return next(one for one in missing(monitor, today=today) if (one.area, one.indicator.id) == (area, indicator))


RATES = (
    "05913;unemployment_rate;total;2023;11,5\n05913;unemployment_rate;total;2024;11,7\n"
    "05913;unemployment_rate;age_15_24;2024;9,7\n"
)


@pytest.mark.parametrize(
    ("today", "want", "due"),
    [
        (date(2025, 12, 31), "current", ["2025"]),
        (date(2026, 1, 31), "current", ["2025"]),  # a lag of one month: published in the course of January
        (date(2026, 2, 1), "due", ["2025"]),
        (date(2027, 1, 31), "due", ["2025"]),
        (date(2027, 2, 1), "overdue", ["2025", "2026"]),
    ],
)
def test_a_yearly_figure_is_due_once_its_lag_is_over_and_overdue_with_the_next_one(catalogue, today, want, due):
    found = expected(catalogue, RATES, "unemployment_rate", today)
    assert (found.want, [str(period) for period in found.periods]) == (want, due)
    assert found.since == date(2026, 2, 1)


def test_the_sentence_names_month_and_period(catalogue):
    found = expected(catalogue, RATES, "unemployment_rate", date(2026, 3, 1))
    html = present.table([found], catalogue, words("de"))
    assert "fällig seit Februar 2026" in html and "2025" in html and "DO-1" in html and "13211-02-05-4" in html


def test_the_group_a_goal_asks_for_decides(catalogue):
    rows = RATES + "05913;unemployment_rate;total;2025;12,0\n"
    found = expected(catalogue, rows, "unemployment_rate", date(2026, 3, 1))
    assert (found.want, str(found.last), found.goals) == ("due", "2024", ("DO-1", "DO-5"))  # DO-5 asks for the young


def test_a_group_a_goal_asks_for_and_nobody_delivered_is_said(catalogue):
    found = expected(catalogue, "05913;unemployment_rate;total;2024;11,7\n", "unemployment_rate", date(2026, 3, 1))
    assert (found.want, found.groups) == ("never", ("age_15_24",))


def test_a_stock_counted_every_june_is_not_missed_in_autumn(catalogue):
    rows = "05913;employees_workplace;total;2023-Q2;1\n05913;employees_workplace;total;2024-Q2;1\n"
    assert expected(catalogue, rows, "employees_workplace", date(2025, 12, 31)).want == "current"
    found = expected(catalogue, rows, "employees_workplace", date(2026, 1, 1))
    assert (found.want, [str(period) for period in found.periods]) == ("due", ["2025-Q2"])


def test_without_a_known_lag_nothing_is_due(catalogue):
    found = expected(catalogue, "05913;population;total;1999;590213\n", "population", date(2026, 11, 1))
    assert (found.want, found.since) == ("unknown_lag", None)


def test_what_was_never_delivered_is_listed_separately(catalogue):
    found = expected(catalogue, RATES, "integration_rate", date(2026, 3, 1))
    assert (found.want, found.periods, found.goals) == ("never", (), ("DO-9",))


def test_what_goals_need_comes_first(shipped):
    for area in ("05913", "05114", "06611", "08111"):
        needed = [bool(one.goals) for one in ask.missing(shipped, today=NOW.date()) if one.area == area]
        assert needed == sorted(needed, reverse=True)


def test_a_withdrawn_delivery_is_missing_again(monitor):
    def last() -> str:
        found = next(one for one in ask.missing(monitor, today=NOW.date()) if one.indicator.id == "population")
        return str(found.last)

    before = last()
    batch = next(one for one in monitor.store.batches() if one.file_name.endswith("abruf_2026-03.csv"))
    monitor.store.withdraw(batch.batch, reason="x", actor=operator("x"), now=NOW)
    assert (before, last()) == ("2024", "2023")


@pytest.mark.parametrize(
    ("period", "lag", "day"),
    [
        ("2025", 1, date(2026, 2, 1)),
        ("2025", 0, date(2026, 1, 1)),
        ("2025-Q2", 6, date(2026, 1, 1)),
        ("2025-11", 12, date(2026, 12, 1)),
    ],
)
def test_the_first_day_a_figure_could_be_had(period, lag, day):
    assert available_from(parse_period(period), lag) == day


def test_the_rhythm_that_reaches_furthest_is_the_one():
    assert [str(one) for one in rhythmic(periods("2023", "2024", "2025-Q1", "2024-Q4"))] == ["2024-Q4", "2025-Q1"]


def test_the_next_period_is_of_the_same_season():
    assert str(following(parse_period("2025-Q2"), {2})) == "2026-Q2"
    assert str(following(parse_period("2025-Q2"), {2, 4})) == "2025-Q4"
