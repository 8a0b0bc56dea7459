"""The day of a release as people write it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.errors import Fault
from indicators.monitor import parse_release
from tests.conftest import TODAY


@pytest.mark.parametrize(
    ("text", "day", "precision"),
    [
        ("9.7.2026", date(2026, 7, 9), "day"),
        ("09.07.2026", date(2026, 7, 9), "day"),
        (" 9. 7. 2026 ", date(2026, 7, 9), "day"),
        ("2026-07-09", date(2026, 7, 9), "day"),
        ("9. Juli 2026", date(2026, 7, 9), "day"),
        ("22.11.2026", TODAY, "day"),
        ("Juli 2026", date(2026, 7, 31), "month"),
        ("2026-07", date(2026, 7, 31), "month"),
        ("07/2026", date(2026, 7, 31), "month"),
        ("2025", date(2025, 12, 31), "year"),
    ],
)
def test_a_release_is_known_to_the_day_the_month_or_the_year(text, day, precision):
    assert parse_release(text, today=TODAY) == (day, precision)


@pytest.mark.parametrize("text", ["November 2026", "2026"])
def test_a_month_or_year_that_still_runs_ends_today(text):
    assert parse_release(text, today=TODAY)[0] == TODAY


@pytest.mark.parametrize("text", ["23.11.2026", "Dezember 2026", "2027"])
def test_nothing_is_released_in_the_future(text):
    with pytest.raises(Fault, match=r"release\.in_future"):
        parse_release(text, today=TODAY)


@pytest.mark.parametrize("text", ["", "morgen", "31.2.2026", "9.7.26", "2. Quartal 2026", "7/9/2026", "9.7.", "0"])
def test_what_is_no_day_month_or_year_is_refused(text):
    with pytest.raises(Fault, match=r"release\.unknown"):
        parse_release(text, today=TODAY)


@given(st.dates(date(1990, 1, 1), TODAY))
def test_every_past_day_is_read_back_as_it_was_written(day):
    assert parse_release(f"{day:%d.%m.%Y}", today=TODAY) == (day, "day")


@given(st.text(max_size=20))
def test_any_text_is_a_release_or_a_fault(text):
    try:
        day, _ = parse_release(text, today=TODAY)
    except Fault:
        return
    assert day <= TODAY
