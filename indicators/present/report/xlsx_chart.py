"""A native chart of a figure: the spreadsheet draws it from cells, so whoever changes them sees the line move."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from indicators.present import look
from indicators.present.figure import FigureSpec
from indicators.present.words import Words

_WHOLE = 5  # an axis that spans as much needs no decimals
_SIZE = {"width": 900, "height": 400}


@dataclass(frozen=True)
class Values:
    """What a chart is drawn from: places on the axis in order, and one column a line; None is a hole.

    heads    of the columns, the places first
    styles   of the lines, one a column behind the first
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[float | None, ...], ...]
    styles: tuple[Mapping[str, Any], ...]


def values(spec: FigureSpec, words: Words) -> Values:
    """Every published value, then target, needed path and continuation, each at its own places."""
    heads, columns, styles = list[str](), list[dict[float, float]](), list[Mapping[str, Any]]()

    def add(head: str, points: Mapping[float, float], style: Mapping[str, Any]) -> None:
        heads.append(head)
        columns.append(dict(points))
        styles.append(style)

    for line in spec.lines:
        add(line.name, {mark.x: mark.y for piece in line.pieces for mark in piece if mark.y is not None}, _line(line))
    if (target := spec.target) is not None:
        add(_text(target.label), dict.fromkeys(_ends(spec), target.y), _dashed(look.colour("ink", "light"), "dash"))
        if target.path is not None:
            add(target.path_label, dict(target.path), _dashed(look.colour("quiet", "light"), "long_dash"))
    if spec.continuation is not None:
        ahead = {x: round(y, spec.decimals + 1) for x, y in spec.continuation.line}  # a continuation is no figure
        add(spec.continuation.label, ahead, _dashed(look.colour("quiet", "light"), "square_dot"))
    places = sorted({place for column in columns for place in column} | set(_holes(spec)))
    rows = tuple((place, *(column.get(place) for column in columns)) for place in places)
    return Values((words("book.year"), *heads), rows, tuple(styles))


def _ends(spec: FigureSpec) -> tuple[float, float]:
    low, high = spec.x_range
    return round(low), round(high)


def _holes(spec: FigureSpec) -> list[float]:
    """Between two pieces of a line one place without a value, so that no line is drawn across."""
    return [
        (before[-1].x + after[0].x) / 2
        for line in spec.lines
        for before, after in zip(line.pieces, line.pieces[1:], strict=False)
        if before and after and before[-1].x < after[0].x
    ]


def _line(line: Any) -> Mapping[str, Any]:
    token = line.tone or ("accent" if line.role == "main" else "quiet")
    width = 2.25 if line.role == "main" else 1.25
    style: dict[str, Any] = {"line": {"color": look.colour(token, "light"), "width": width}}
    if line.role == "reference":
        style["line"]["dash_type"] = "round_dot"
    return style


def _dashed(colour: str, dash: str) -> Mapping[str, Any]:
    return {"line": {"color": colour, "width": 1.25, "dash_type": dash}}


def chart(book: Any, sheet: str, spec: FigureSpec, values: Values, first: int, words: Words) -> Any:
    """Lines over the cells that begin in row `first`, places in the first column."""
    found = book.add_chart({"type": "scatter", "subtype": "straight"})
    last = first + len(values.rows) - 1
    for place, style in enumerate(values.styles, 1):
        found.add_series(
            {"name": [sheet, first - 1, place], "categories": [sheet, first, 0, last, 0],
             "values": [sheet, first, place, last, place], "marker": {"type": "none"}, **style}
        )  # fmt: skip
    low, high = _ends(spec)
    bottom, top = spec.y_range
    quiet = {"color": look.colour("rule", "light"), "width": 0.5}
    found.set_x_axis({"min": low, "max": high, "num_format": "0", "major_gridlines": {"visible": False}})
    start = 0 if spec.from_zero and bottom >= 0 else _below(bottom, top)
    found.set_y_axis(
        {"name": spec.unit, "min": start, "num_format": "#,##0" if top - bottom >= _WHOLE else "0.0", "line": {"none": True},
         "major_gridlines": {"visible": True, "line": quiet}}
    )  # fmt: skip
    found.set_title({"name": spec.heading, "name_font": {"size": 11}, "overlay": False})
    found.set_legend({"position": "bottom"})
    found.show_blanks_as("gap")
    found.set_size(_SIZE)
    return found


def _below(bottom: float, top: float) -> float:
    """A round number at or below the lowest place.

    >>> _below(61.3, 66.2), _below(218_003, 300_000)
    (60.0, 210000.0)
    """
    step = 10.0 ** math.floor(math.log10((top - bottom) or 1))
    return math.floor(bottom / step) * step


def _text(label: str) -> str:
    return label.replace("<b>", "").replace("</b>", "")
