"""The look in one place: colours for light and dark, the typeface, symbols. Everything that draws takes them from here.

`.streamlit/config.toml` holds the same colours for Streamlit's own parts; a test compares the two.
"""

from pathlib import Path
from typing import Literal

from indicators.assess.assessment import Tone

Mode = Literal["light", "dark"]
FONT = "'IBM Plex Sans', sans-serif"
PRINT_FONTS = Path(__file__).parents[2] / "static" / "print"

COLOURS: dict[str, tuple[str, str]] = {  # token: light, dark
    "ground": ("#FFFFFF", "#16181B"),
    "second-ground": ("#F4F2ED", "#212429"),
    "ink": ("#1C1B19", "#ECEAE4"),
    "quiet": ("#6B665C", "#A8A399"),
    "rule": ("#D9D4C8", "#3A3E45"),
    "good": ("#0B6E5F", "#5CC9B4"),
    "warn": ("#8F5500", "#E5A94B"),
    "bad": ("#A8281E", "#F08A7E"),
    "none": ("#6B665C", "#A8A399"),
    "accent": ("#1F4E79", "#8FBCE6"),
}

# A verdict is told by shape too: circle with tick, triangle, diamond with arrow, dashed circle (16 x 16, drawn in black).
SYMBOLS: dict[Tone, str] = {
    "good": "<path fill-rule='evenodd' d='M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm-1 10.3L3.7 8l1.3-1.3 2 2 4.1-4.2 1.3 1.3Z'/>",
    "warn": "<path fill-rule='evenodd' d='M8 1.2 15.4 14.6H.6ZM7.2 6v4.4h1.6V6Zm0 5.4V13h1.6v-1.6Z'/>",
    "bad": "<path fill-rule='evenodd' d='M8 .6 15.4 8 8 15.4.6 8ZM5.3 6.6 8 9.4H6.2V11h4.6V6.4H9.2v1.8L6.4 5.4Z'/>",
    "none": "<circle cx='8' cy='8' r='6.2' fill='none' stroke='#000' stroke-width='1.6' stroke-dasharray='3.2 1.7'/>",
}


def colour(token: str, mode: Mode) -> str:
    return COLOURS[token][mode == "dark"]


def band(mode: Mode) -> str:
    """A band of likely values: the quiet colour, thin enough that lines and words on it stay legible."""
    return f"rgba({','.join(str(int(colour('quiet', mode)[at : at + 2], 16)) for at in (1, 3, 5))},.18)"


def css_variables() -> str:
    """The colours as CSS variables that follow the page's own light or dark mode."""
    pairs = "".join(f"--{token}:light-dark({light},{dark});" for token, (light, dark) in COLOURS.items())
    return f".stApp{{{pairs}}}"
