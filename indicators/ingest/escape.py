"""Texts that a spreadsheet would take for a formula: escaped on the way out, unescaped on the way in."""

import re

_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def inert(text: str) -> str:
    """A text that no spreadsheet runs: an apostrophe stands before a sign that begins a formula. Never for numbers.

    >>> inert("=1+1"), inert("Wert")
    ("'=1+1", 'Wert')
    """
    return f"'{text}" if _FORMULA.match(text) else text


def plain(text: str) -> str:
    """The text as it was before `inert`.

    >>> plain("'=1+1"), plain("'s-Gravenhage")
    ('=1+1', "'s-Gravenhage")
    """
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
