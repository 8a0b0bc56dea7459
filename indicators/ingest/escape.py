"""Texts that a spreadsheet would take for a formula: escaped on the way out, unescaped on the way in."""

import re

import pandas as pd

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_ESCAPED = r"^'(?='*[=+\-@\t\r])"


def inert(text: str) -> str:
    """A text that no spreadsheet runs: an apostrophe stands before a sign that begins a formula. Never for numbers.

    >>> inert("=1+1"), inert("Wert")
    ("'=1+1", 'Wert')
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unescaped(texts: pd.Series) -> pd.Series:
    """The texts as they were before `inert`."""
    return texts.str.replace(_ESCAPED, "", regex=True)
