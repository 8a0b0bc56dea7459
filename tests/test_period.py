"""Periods: every spelling German statistics use, nothing that could be two things, and steps that come back."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indicators.period import PER_YEAR, Frequency, Period, parse_period, period_ending

YEAR_2024 = ("2024", " 2024 ", "Jahr 2024", "JAHR 2024", "Jahresdurchschnitt 2024", "JD 2024", "year 2024")
QUARTER_2024_1 = (
    "2024-Q1", "2024-q1", "2024Q1", "2024/Q1", "2024 Q1",
    "Q1 2024", "Q1/2024", "Q1-2024", "q1 2024",
    "I/2024", "i/2024", "I / 2024", "I 2024", "I. Quartal 2024", "I Quartal 2024", "I.Quartal 2024", "I. Quartal/2024",
    "2024/I", "2024 I", "2024 / I",
    "1. Quartal 2024", "1.Quartal 2024", "1 Quartal 2024", "1.  Quartal\u00a02024", "1.\u202fQuartal 2024",
    "Quartal 1/2024", "Quartal I 2024", "Q 1/2024", "1. Quartal, 2024",
    "1. QUARTAL 2024", "1. Quartal/2024", "1. Vierteljahr 2024", "1.Vj. 2024", "1. Vj 2024", "1.Vj.2024", "1. Vj. 2024",
    "1. Viertelj. 2024", "1. Qu. 2024", "1.Q 2024", "1. quarter 2024",
    "2024, 1. Quartal", "2024 1. Quartal", "2024/1. Vj.",
)  # fmt: skip
MONTH_2024_03 = (
    "2024-03", "2024/03", "03/2024", "03.2024",
    "März 2024", "märz 2024", "MÄRZ 2024", "Mär 2024", "Mär. 2024", "Mrz 2024", "Mrz. 2024", "Maerz 2024",
    "March 2024", "Mar 2024", "März\u00a02024", "März/2024", "März-2024", "Mrz.2024",
    "Ende März 2024", "Berichtsmonat März 2024", "2024-M03", "2024M03",
    "2024 März", "2024-Mrz", "2024 March",
)  # fmt: skip
MONTH_NAMES = {
    1: "Januar Jan January Jänner",
    2: "Februar Feb February",
    3: "März Mrz Mär March Mar",
    4: "April Apr",
    5: "Mai May",
    6: "Juni Jun June",
    7: "Juli Jul July",
    8: "August Aug",
    9: "September Sep Sept",
    10: "Oktober Okt Oct October",
    11: "November Nov",
    12: "Dezember Dez Dec December",
}
REFUSED = {
    "quarter_five": "2024-Q5",
    "quarter_zero": "2024-Q0",
    "fifth_quarter_in_words": "5. Quartal 2024",
    "roman_five": "V/2024",
    "month_thirteen": "2024-13",
    "month_zero": "2024-00",
    "month_13_before_year": "13/2024",
    "month_or_quarter": "3/2024",
    "year_and_one_digit": "2024-3",
    "month_name_unknown": "Brumaire 2024",
    "31_february": "31.02.2024",
    "31_february_iso": "2024-02-31",
    "middle_of_a_month": "15.03.2024",
    "first_day_of_a_year": "01.01.2024",
    "half_year": "H1 2024",
    "half_year_german": "1. Halbjahr 2024",
    "two_years": "2023/2024",
    "school_year": "2023/24",
    "span": "2015-2020",
    "arabic_digits_year": "٢٠٢٤",
    "arabic_digits_month": "2024-٠٣",
    "arabic_digits_quarter": "Q١ 2024",
    "arabic_digits_date": "31.12.20٢٤",
    "arabic_digits_day": "٣١.12.2024",
    "arabic_digits_iso_date": "2024-12-٣١",
    "superscript": "202⁴",
    "fullwidth_digits": "２０２４",
    "empty": "",
    "blanks": " \u00a0 ",
    "two_digits": "24",
    "two_digit_year_of_quarter": "Q1 24",
    "year_1800": "1800",
    "year_3000": "3000",
    "five_digits": "20245",
    "decimal": "2024.0",
    "negative": "-2024",
    "word_only": "Quartal",
    "year_with_footnote": "2024 1)",
    "provisional": "2024p",
    "two_periods": "2024-Q1 2024-Q2",
}


@pytest.mark.parametrize("text", YEAR_2024)
def test_spelling_of_a_year_is_read(text: str) -> None:
    assert parse_period(text) == Period("year", 2024)


@pytest.mark.parametrize("text", QUARTER_2024_1)
def test_spelling_of_a_quarter_is_read(text: str) -> None:
    assert parse_period(text) == Period("quarter", 2024, 1)


@pytest.mark.parametrize(
    ("text", "number"),
    [("II/2024", 2), ("III/2024", 3), ("IV/2024", 4), ("iv. Quartal 2024", 4), ("4. Vj. 2024", 4), ("2024/III", 3)],
)
def test_roman_and_later_quarters_are_read(text: str, number: int) -> None:
    assert parse_period(text) == Period("quarter", 2024, number)


@pytest.mark.parametrize("text", MONTH_2024_03)
def test_spelling_of_a_month_is_read(text: str) -> None:
    assert parse_period(text) == Period("month", 2024, 3)


@pytest.mark.parametrize(
    ("name", "number"), [(name, number) for number, names in MONTH_NAMES.items() for name in names.split()]
)
def test_every_month_name_is_read_with_and_without_point(name: str, number: int) -> None:
    assert {parse_period(f"{name} 2023"), parse_period(f"{name}. 2023")} == {Period("month", 2023, number)}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_period_or_could_be_two_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the reader of the file makes the sentence
        parse_period(text)


@pytest.mark.parametrize(
    ("text", "frequencies", "period"),
    [
        ("31.03.2024", ("quarter",), "2024-Q1"),
        ("31.03.2024", ("month",), "2024-03"),
        ("31.03.2024", ("year", "quarter", "month"), "2024-Q1"),
        ("31.03.2024", ("year", "month", "quarter"), "2024-03"),
        ("30.06.2024", ("quarter",), "2024-Q2"),
        ("2024-06-30", ("quarter",), "2024-Q2"),
        ("30.9.2024", ("quarter",), "2024-Q3"),
        ("31.12.2024", ("year", "quarter", "month"), "2024"),
        ("31.12.2024", ("quarter", "year"), "2024-Q4"),
        ("31.12.2024", ("month",), "2024-12"),
        ("2024-12-31", ("year",), "2024"),
        ("29.02.2024", ("month",), "2024-02"),
        ("28.02.2023", ("month",), "2023-02"),
        (" 31.12.2024 ", ("year",), "2024"),
        ("30. Juni 2024", ("quarter",), "2024-Q2"),
        ("Stichtag: 30.06.2024", ("quarter",), "2024-Q2"),
        ("Stand 30. 06. 2024", ("quarter",), "2024-Q2"),
        ("2024-06-30 00:00:00", ("quarter",), "2024-Q2"),
    ],
)
def test_reference_date_is_the_first_rhythm_that_ends_on_it(text: str, frequencies: tuple, period: str) -> None:
    assert str(parse_period(text, frequencies)) == period


@pytest.mark.parametrize(
    ("text", "frequencies"),
    [
        ("30.06.2024", ("year",)),
        ("31.01.2024", ("quarter",)),
        ("31.01.2024", ("year", "quarter")),
        ("28.02.2024", ("month",)),
        ("30.03.2024", ("quarter", "month")),
        ("31.12.2024", ()),
    ],
)
def test_reference_date_that_ends_no_period_of_the_rhythm_is_refused(text: str, frequencies: tuple) -> None:
    with pytest.raises(ValueError, match=text):
        parse_period(text, frequencies)


@pytest.mark.parametrize(
    ("day", "frequency", "period"),
    [
        (date(2024, 6, 30), "quarter", Period("quarter", 2024, 2)),
        (date(2024, 6, 30), "month", Period("month", 2024, 6)),
        (date(2024, 6, 30), "year", None),
        (date(2024, 12, 31), "year", Period("year", 2024)),
        (date(2024, 5, 31), "quarter", None),
        (date(2023, 2, 28), "month", Period("month", 2023, 2)),
        (date(2024, 2, 28), "month", None),
    ],
)
def test_30_june_closes_the_second_quarter_but_no_year(day: date, frequency: Frequency, period: Period | None) -> None:
    assert period_ending(day, frequency) == period


def test_period_that_no_calendar_has_cannot_be_made() -> None:
    for frequency, year, number in (
        ("year", 2024, 2), ("quarter", 2024, 0), ("quarter", 2024, 5), ("month", 2024, 13), ("month", 2024, 0),
        ("year", 1899, 1), ("year", 2101, 1),
    ):  # fmt: skip
        with pytest.raises(ValueError, match=f"no such {frequency}: {year}, {number}"):
            Period(frequency, year, number)


@pytest.mark.parametrize(
    ("period", "text", "start", "end"),
    [
        (Period("year", 2024), "2024", date(2024, 1, 1), date(2024, 12, 31)),
        (Period("quarter", 2024, 1), "2024-Q1", date(2024, 1, 1), date(2024, 3, 31)),
        (Period("quarter", 2024, 2), "2024-Q2", date(2024, 4, 1), date(2024, 6, 30)),
        (Period("quarter", 2024, 4), "2024-Q4", date(2024, 10, 1), date(2024, 12, 31)),
        (Period("month", 2024, 2), "2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        (Period("month", 2023, 2), "2023-02", date(2023, 2, 1), date(2023, 2, 28)),
        (Period("month", 2024, 12), "2024-12", date(2024, 12, 1), date(2024, 12, 31)),
    ],
)
def test_period_has_an_id_a_first_and_a_last_day(period: Period, text: str, start: date, end: date) -> None:
    assert (str(period), period.start, period.end) == (text, start, end)


def test_periods_of_one_rhythm_order_by_time() -> None:
    months = [parse_period(text) for text in ("2024-10", "2024-02", "2023-12", "2024-01")]
    assert [str(month) for month in sorted(months)] == ["2023-12", "2024-01", "2024-02", "2024-10"]
    quarters = [parse_period(text) for text in ("I/2025", "IV/2024", "II/2024")]
    assert [str(quarter) for quarter in sorted(quarters)] == ["2024-Q2", "2024-Q4", "2025-Q1"]


@pytest.mark.parametrize(
    ("text", "steps", "later"),
    [
        ("2024", 1, "2025"),
        ("2024", -4, "2020"),
        ("2024-Q4", 1, "2025-Q1"),
        ("2024-Q1", -1, "2023-Q4"),
        ("2024-Q2", 8, "2026-Q2"),
        ("2024-12", 1, "2025-01"),
        ("2024-01", -1, "2023-12"),
        ("2024-03", 0, "2024-03"),
        ("2024-03", -27, "2021-12"),
    ],
)
def test_plus_steps_over_the_end_of_the_year(text: str, steps: int, later: str) -> None:
    assert str(parse_period(text).plus(steps)) == later


@pytest.mark.parametrize(
    ("earlier", "later", "years"),
    [
        ("2020", "2030", 10.0),
        ("2030", "2020", -10.0),
        ("2024-Q2", "2025-Q1", 0.75),
        ("2024-Q2", "2030-Q2", 6.0),
        ("2024-03", "2024-09", 0.5),
        ("2024-03", "2024-03", 0.0),
    ],
)
def test_years_until_counts_steps_of_the_rhythm(earlier: str, later: str, years: float) -> None:
    assert parse_period(earlier).years_until(parse_period(later)) == years


def made(frequency: Frequency, year: int, number: int) -> Period | None:
    try:
        return Period(frequency, year, number)
    except ValueError:  # beyond the years the product knows
        return None


def periods(first: int = 1890, last: int = 2110) -> st.SearchStrategy[Period]:
    """Any period that can be made from January of `first` to December of `last`."""
    frequencies = st.sampled_from(list(PER_YEAR))
    return frequencies.flatmap(
        lambda frequency: st.builds(made, st.just(frequency), st.integers(first, last), st.integers(1, PER_YEAR[frequency]))
    ).filter(lambda period: period is not None)


@pytest.mark.parametrize("frequency", PER_YEAR)
def test_first_and_last_years_that_can_be_made_can_be_read(frequency: Frequency) -> None:
    edges = [made(frequency, year, 1) for year in (1899, 1900, 1999, 2000, 2099, 2100, 2101)]
    for period in filter(None, edges):
        assert parse_period(str(period)) == period


@given(period=periods())
def test_the_id_of_every_period_reads_back_as_that_period(period: Period) -> None:
    assert parse_period(str(period)) == period


@given(period=periods())
def test_the_last_day_of_every_period_reads_back_as_that_period(period: Period) -> None:
    assert parse_period(f"{period.end:%d.%m.%Y}", (period.frequency,)) == period
    assert parse_period(period.end.isoformat(), (period.frequency,)) == period


@given(period=periods(1950, 2050), steps=st.integers(-500, 500).filter(lambda steps: steps != 0))
def test_steps_forth_and_back_lead_home(period: Period, steps: int) -> None:
    try:
        moved = period.plus(steps)
    except ValueError:  # beyond 1900 or 2100
        return
    assert moved.plus(-steps) == period
    assert (moved > period) == (steps > 0)
    assert period.years_until(moved) * PER_YEAR[period.frequency] == pytest.approx(steps)


@given(period=periods(1901, 2090))
def test_periods_follow_one_another_without_gap(period: Period) -> None:
    assert (period.plus(1).start - period.end).days == 1


PIECES = ("2024", "1999", "Q", "q1", "I", "iv", "/", "-", ".", " ", "\u00a0", "Quartal", "Vj.", "März", "mai", "31", "02",
          "5", "13", "٣", "²", "Jahr", "H1")  # fmt: skip


@given(text=st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=7).map("".join)))
@example(text="²024")
@example(text="Q² 2024")
@example(text="00.00.2024")
@example(text="0000-00-00")
def test_random_text_is_a_period_or_a_value_error(text: str) -> None:
    try:
        period = parse_period(text)
    except ValueError:
        return
    assert parse_period(str(period)) == period
