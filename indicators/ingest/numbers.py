"""Numbers as German and English tables write them."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Style = Literal["german", "english", "either"]

# Thousands separators that cannot be a decimal sign: space, no-break, narrow no-break, thin space, apostrophes.
_BLANKS = " \u00a0\u202f\u2009'’"
_PLAIN = re.compile(r"[+-]?\d+(?:[.,]\d+)?", re.ASCII)
_GERMAN = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+(?:,\d+)?", re.ASCII)
_ENGLISH = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?", re.ASCII)
_SPACED = re.compile(rf"[+-]?\d{{1,3}}(?:[{_BLANKS}]\d{{3}})+(?:[.,]\d+)?", re.ASCII)
_EXACT_DIGITS = 15  # what a double holds exactly; no official figure has more
_MINUS = str.maketrans({"−": "-", "–": "-"})


@dataclass(frozen=True)
class Number:
    """A number as written.

    value         its value; with `thousands` also possible, the value if the separator is a decimal sign
    decimals      how many decimals were published
    style         what the cell proves about the file: comma or point as decimal sign, or neither
    thousands     the value if the single separator groups thousands (`1.234`), else None: the cell alone cannot tell
    """

    value: float
    decimals: int
    style: Style = "either"
    thousands: float | None = None


@lru_cache(maxsize=65536)
def parse_number(text: str) -> Number:
    """The number that `text` is.

    raises   ValueError for anything that is not a finite plain number

    >>> parse_number("1.234,5")
    Number(value=1234.5, decimals=1, style='german', thousands=None)
    >>> parse_number("18.123").thousands
    18123.0
    """
    plain = text.strip().translate(_MINUS)
    if _SPACED.fullmatch(plain):
        plain = re.sub(f"[{_BLANKS}]", "", plain)
        digits, sign, rest = _cut(plain)
        return Number(_float(digits, rest), len(rest), _style(sign))
    if _PLAIN.fullmatch(plain):
        digits, sign, rest = _cut(plain)
        could_group = len(rest) == 3 and 1 <= len(digits.lstrip("+-")) <= 3 and not digits.lstrip("+-").startswith("0")
        return Number(
            _float(digits, rest),
            len(rest),
            "either" if could_group else _style(sign),
            _float(digits + rest, "") if could_group else None,
        )
    for pattern, group, decimal, style in ((_GERMAN, ".", ",", "german"), (_ENGLISH, ",", ".", "english")):
        if pattern.fullmatch(plain):
            digits, _, rest = plain.replace(group, "").partition(decimal)
            return Number(_float(digits, rest), len(rest), style)  # type: ignore[arg-type]
    raise ValueError(text)


def _cut(plain: str) -> tuple[str, str, str]:
    match = re.search("[.,]", plain)
    return (plain[: match.start()], match[0], plain[match.end() :]) if match else (plain, "", "")


def _style(sign: str) -> Style:
    return {",": "german", ".": "english"}.get(sign, "either")  # type: ignore[return-value]


def _float(digits: str, rest: str) -> float:
    if len((digits + rest).strip("+-").lstrip("0")) > _EXACT_DIGITS:
        raise ValueError(f"{digits},{rest}")
    return float(f"{digits}.{rest}" if rest else digits)
