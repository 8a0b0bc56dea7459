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

_CLOUD = "M4.6 12.5a3.1 3.1 0 0 1-.3-6.2 4.2 4.2 0 0 1 8-.2 3.2 3.2 0 0 1-.5 6.4Z"
_SUN = "M8 4.6a3.4 3.4 0 1 0 0 6.8 3.4 3.4 0 0 0 0-6.8Z"
_SUN_BEHIND = "M11.4 1.2a3.3 3.3 0 1 0 0 6.6 3.3 3.3 0 0 0 0-6.6Z"
_BOLT = "M8.9 10.4 5.6 13.4h2l-.8 2.4 3.4-3.4H8.2l1.4-2Z"
_RAYS = "M8 .4v2.6M8 13v2.6M.4 8H3M13 8h2.6M2.6 2.6l1.9 1.9M11.5 11.5l1.9 1.9M2.6 13.4l1.9-1.9M11.5 4.5l1.9-1.9"


def _stroked(path: str) -> str:
    return f"<path d='{path}' fill='none' stroke='#000' stroke-width='1.7' stroke-linecap='round' stroke-linejoin='round'/>"


# What the published methods show, drawn by us (16 x 16): the weather of the DNS, arrows and a tick for the others.
SIGNS: dict[str, str] = {
    "sun": f"<path d='{_SUN}'/>{_stroked(_RAYS)}",
    "sun_cloud": f"<path d='{_SUN_BEHIND}'/><g transform='translate(-1 2.4)'>{_stroked(_CLOUD)}</g>",
    "cloud": f"<path d='{_CLOUD}'/>",
    "thunderstorm": f"<g transform='translate(0 -2.6)'><path d='{_CLOUD}'/></g><path d='{_BOLT}'/>",
    "tick": _stroked("M2.5 8.5 6 12l7.5-8"),
    "up": _stroked("M8 14V2.4M3.4 7 8 2.4 12.6 7"),
    "up_right": _stroked("M3.2 12.8 12.6 3.4M5.8 3.4h6.8v6.8"),
    "right": _stroked("M2 8h11.6M9 3.4 13.6 8 9 12.6"),
    "down_right": _stroked("M3.2 3.2l9.4 9.4M5.8 12.6h6.8V5.8"),
    "down": _stroked("M8 2v11.6M3.4 9 8 13.6 12.6 9"),
    "none": _stroked("M4 8h8"),
}


def colour(token: str, mode: Mode) -> str:
    return COLOURS[token][mode == "dark"]


def band(mode: Mode) -> str:
    """A band of likely values: the quiet colour, thin enough that lines and words on it stay legible."""
    return _thin("quiet", mode, 0.18)


def veil(mode: Mode) -> str:
    """The ground behind words over lines: the words stand out, the lines are still seen."""
    return _thin("ground", mode, 0.72)


def _thin(token: str, mode: Mode, share: float) -> str:
    parts = (str(int(colour(token, mode)[at : at + 2], 16)) for at in (1, 3, 5))
    return f"rgba({','.join(parts)},{share:.2g})".replace(",0.", ",.")


def css_variables() -> str:
    """The colours as CSS variables that follow the page's own light or dark mode."""
    pairs = "".join(f"--{token}:light-dark({light},{dark});" for token, (light, dark) in COLOURS.items())
    return f".stApp{{{pairs}}}"
