"""Numbers as German and English tables write them: exact or refused, never guessed."""

import math
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indicators.ingest.numbers import Number, parse_number

READ = [
    ("0", 0.0, 0, "either"),
    ("8", 8.0, 0, "either"),
    ("264322", 264322.0, 0, "either"),
    ("+5", 5.0, 0, "either"),
    (" 12 ", 12.0, 0, "either"),
    ("\u00a012\u00a0", 12.0, 0, "either"),
    # German
    ("8,1", 8.1, 1, "german"),
    ("8,0", 8.0, 1, "german"),
    ("0,123", 0.123, 3, "german"),
    ("1234,567", 1234.567, 3, "german"),
    ("12,3456", 12.3456, 4, "german"),
    ("1.234,5", 1234.5, 1, "german"),
    ("1.234,567", 1234.567, 3, "german"),
    ("1.234.567", 1234567.0, 0, "german"),
    ("-1.234.567,89", -1234567.89, 2, "german"),
    # English
    ("8.1", 8.1, 1, "english"),
    ("0.123", 0.123, 3, "english"),
    ("1234.567", 1234.567, 3, "english"),
    ("1,234.5", 1234.5, 1, "english"),
    ("1,234,567", 1234567.0, 0, "english"),
    ("-1,234,567.89", -1234567.89, 2, "english"),
    # blanks and apostrophes between thousands
    ("1 234", 1234.0, 0, "either"),
    ("264\u00a0322", 264322.0, 0, "either"),
    ("264\u202f322", 264322.0, 0, "either"),
    ("264\u2009322", 264322.0, 0, "either"),
    ("1'234'567", 1234567.0, 0, "either"),
    ("1’234’567", 1234567.0, 0, "either"),
    ("1 234 567,8", 1234567.8, 1, "german"),
    ("1'234.5", 1234.5, 1, "english"),
    ("12\u00a0345,678", 12345.678, 3, "german"),
    # minus signs
    ("-5", -5.0, 0, "either"),
    ("−5", -5.0, 0, "either"),
    ("–5", -5.0, 0, "either"),
    ("−8,1", -8.1, 1, "german"),
    ("−1\u202f234,5", -1234.5, 1, "german"),
]
AMBIGUOUS = [
    ("18.123", 18.123, 18123.0),
    ("18,123", 18.123, 18123.0),
    ("1.234", 1.234, 1234.0),
    ("1.000", 1.0, 1000.0),
    ("-1.234", -1.234, -1234.0),
    ("−264,322", -264.322, -264322.0),
    ("+264.322", 264.322, 264322.0),
]
REFUSED = {
    "empty": "",
    "blank": " ",
    "word": "zwölf",
    "group_of_two": "1.23.456",
    "groups_of_two": "12,34,5",
    "german_group_too_short": "1.23,4",
    "comma_before_group": "1,234.567.8",
    "two_decimal_commas": "1.234,5,6",
    "two_decimal_points": "1,234.5.6",
    "english_then_german": "1,234.567,8",
    "first_group_of_four": "1234.567.890",
    "blank_group_too_short": "1 23",
    "blank_group_too_long": "1 2345",
    "two_blanks": "1  234",
    "exponent": "1e5",
    "capital_exponent": "1E5",
    "inf": "inf",
    "minus_inf": "-inf",
    "infinity": "Infinity",
    "nan": "nan",
    "percent": "8,1 %",
    "percent_without_blank": "8,1%",
    "unit": "12 Personen",
    "euro": "12 €",
    "arabic_digits": "١٢",
    "fullwidth_digits": "１２",
    "arabic_digit_in_group": "1.23٤",
    "superscript": "12²",
    "half": "½",
    "fraction": "1/2",
    "hex": "0x10",
    "underscore": "1_000",
    "point_only": ".",
    "comma_only": ",",
    "no_digit_before_comma": ",5",
    "no_digit_after_comma": "5,",
    "no_digit_before_point": ".5",
    "dash_for_zero": "-",
    "en_dash_for_zero": "–",
    "dots_for_later": "...",
    "cross_for_locked": "x",
    "slash_for_unreliable": "/",
    "star_for_secret": "*",
    "brackets": "(12)",
    "provisional": "12p",
    "two_minus": "--5",
    "minus_behind": "5-",
    "two_numbers": "5 6",
    "range": "5-6",
    "nul": "1\x002",
    "line_break": "1\n2",
    "too_large_to_be_finite": "9" * 400,
    "too_large_with_decimals": "9" * 400 + ",5",
    "too_large_with_groups": "999" + ".999" * 150,
    "too_large_with_blanks": "999" + " 999" * 150,
}


@pytest.mark.parametrize(("text", "value", "decimals", "style"), READ)
def test_number_is_read_with_its_decimals_and_style(text: str, value: float, decimals: int, style: str) -> None:
    assert parse_number(text) == Number(value, decimals, style)  # type: ignore[arg-type]


@pytest.mark.parametrize(("text", "decimal", "thousands"), AMBIGUOUS)
def test_one_separator_before_three_digits_has_two_readings(text: str, decimal: float, thousands: float) -> None:
    assert parse_number(text) == Number(decimal, 3, "either", thousands)


@pytest.mark.parametrize("text", ["0.123", "0,123", "1234.567", "1.2345", "8.12", "1.234,5", "1 234"])
def test_number_with_one_reading_has_no_thousands(text: str) -> None:
    assert parse_number(text).thousands is None


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_plain_finite_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the reader of the file makes the sentence
        parse_number(text)


def german(number: Decimal, separator: str = ".") -> str:
    return f"{number:,f}".replace(",", "\0").replace(".", ",").replace("\0", separator)


NUMBERS = st.builds(lambda digits, places: Decimal(digits).scaleb(-places), st.integers(-(10**14), 10**14), st.integers(0, 6))


def assert_reads_back(text: str, number: Decimal, style: str) -> None:
    found = parse_number(text)
    if found.thousands is not None:  # the cell alone cannot tell: both readings are offered, one is right
        assert float(number) in (found.value, found.thousands)
        assert found.style == "either"
    else:
        assert (found.value, found.decimals) == (float(number), -int(number.as_tuple().exponent))
        assert found.style in (style, "either")


@given(number=NUMBERS)
@example(number=Decimal("18.123"))
@example(number=Decimal("18123"))
@example(number=Decimal("-0.5"))
def test_number_written_the_german_way_reads_back_exactly(number: Decimal) -> None:
    assert_reads_back(german(number), number, "german")


@given(number=NUMBERS)
@example(number=Decimal("18.123"))
@example(number=Decimal("18123"))
def test_number_written_the_english_way_reads_back_exactly(number: Decimal) -> None:
    assert_reads_back(f"{number:,f}", number, "english")


@given(number=NUMBERS, separator=st.sampled_from(" \u00a0\u202f\u2009'’"), minus=st.sampled_from("-−–"))
def test_number_grouped_by_blanks_reads_back_exactly(number: Decimal, separator: str, minus: str) -> None:
    assert_reads_back(german(number, separator).replace("-", minus), number, "german")


@given(text=st.one_of(st.text(), st.text(alphabet="0123456789.,-+−–'’ \u00a0\u202f%e²٣", max_size=12)))
@example(text="9" * 400)
def test_any_text_is_a_finite_number_or_a_value_error(text: str) -> None:
    try:
        number = parse_number(text)
    except ValueError:
        return
    assert math.isfinite(number.value)
    assert number.thousands is None or math.isfinite(number.thousands)
    assert number.decimals >= 0
