"""Small pictures without a chart library: trend lines and verdict symbols, drawn in black to serve as CSS masks.

A mask takes its colour from the page, so the same picture is right in light and dark.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import quote

from indicators.assess.assessment import Tone
from indicators.present import look

if TYPE_CHECKING:  # a figure holds tables, tables are HTML, and HTML needs the symbols drawn here
    from indicators.present.figure import Mark

Pieces = Sequence[Sequence["Mark"]]
_PAD = 4.0


def symbol(tone: Tone) -> str:
    return uri(16, 16, look.SYMBOLS[tone])


def sign(name: str) -> str:
    return uri(16, 16, look.SIGNS[name])


def trend(
    lines: Sequence[Pieces],
    *,
    x_range: tuple[float, float],
    y_range: tuple[float, float],
    width: int,
    height: int,
    target: float | None = None,
    baseline: bool = False,
    faint: bool = False,
    dashed: bool = False,
) -> str:
    """Lines; the newest mark of each gets a dot, single marks a smaller one.

    target     a dashed line at this value
    baseline   a thin line at the bottom, where the axis stands
    faint      thin and pale, without dots at the end: what stands behind another line
    dashed     thin and dashed, without dots at the end: what would no longer hold
    """

    def x(mark: "Mark") -> str:
        return f"{_PAD + (mark.x - x_range[0]) / ((x_range[1] - x_range[0]) or 1) * (width - 2 * _PAD):.1f}"

    def y(value: float) -> str:
        return f"{_PAD + (y_range[1] - value) / ((y_range[1] - y_range[0]) or 1) * (height - 2 * _PAD):.1f}"

    parts = []
    if baseline:
        parts.append(f"<path d='M0 {height - 0.5}H{width}' stroke='#000' stroke-opacity='.35'/>")
    if target is not None:
        parts.append(
            f"<path d='M0 {y(target)}H{width}' stroke='#000' stroke-opacity='.55' stroke-width='1.3'"
            " stroke-dasharray='3.5 2.5'/>"
        )
    opacity, stroke = (0.22, 1.1) if faint else (0.7, 1.2) if dashed else (1, 1.8)
    dashes = " stroke-dasharray='3 2.5'" if dashed else ""
    for pieces in lines:
        for piece in pieces:
            drawn = [(mark, mark.y) for mark in piece if mark.y is not None]
            if len(drawn) > 1:
                path = "L".join(f"{x(mark)} {y(value)}" for mark, value in drawn)
                parts.append(
                    f"<path d='M{path}' fill='none' stroke='#000' stroke-opacity='{opacity}' stroke-width='{stroke}'"
                    f" stroke-linejoin='round'{dashes}/>"
                )
            for mark, value in drawn:
                is_newest = not (faint or dashed) and mark is pieces[-1][-1]
                if is_newest or len(drawn) == 1:
                    fill = "none' stroke='#000" if mark.is_provisional else f"#000' fill-opacity='{opacity}"
                    radius = 3 if is_newest else 1.8
                    parts.append(f"<circle cx='{x(mark)}' cy='{y(value)}' r='{radius}' fill='{fill}'/>")
    return uri(width, height, "".join(parts))


def strokes(values: Sequence[float], chosen: Sequence[float], middle: float) -> str:
    """One faint stroke a value on a line from the lowest to the highest; chosen ones long and strong, the middle a notch."""
    width, height, low = 800, 44, min(values)
    across = (max(values) - low) or 1

    def x(value: float) -> str:
        return f"{2 + (value - low) / across * (width - 4):.1f}"

    parts = [f"<path d='M{x(value)} 14V36' stroke='#000' stroke-opacity='.22' stroke-width='1.5'/>" for value in values]
    parts.append(f"<path d='M{x(middle)} 36V44' stroke='#000' stroke-opacity='.7' stroke-width='1.5'/>")
    parts += [f"<path d='M{x(value)} 2V42' stroke='#000' stroke-width='3'/>" for value in chosen]
    return uri(width, height, "".join(parts), is_stretched=True)


def against(value: float, reference: float | None, high: float, *, width: int = 150, height: int = 22) -> str:
    """A dot on an axis from zero to `high`; the value it is set against is an upright stroke, the way between them a bar."""

    def x(number: float) -> str:
        return f"{_PAD + number / (high or 1) * (width - 2 * _PAD):.1f}"

    middle = height / 2
    axis = f"M{_PAD} {middle}H{width - _PAD}M{_PAD} {middle - 3}v6"
    parts = [f"<path d='{axis}' stroke='#000' stroke-opacity='.35' fill='none'/>"]
    if reference is not None:
        parts.append(f"<path d='M{x(reference)} {middle}H{x(value)}' stroke='#000' stroke-width='2.4'/>")
        parts.append(f"<path d='M{x(reference)} 3V{height - 3}' stroke='#000' stroke-width='1.6'/>")
    return uri(width, height, "".join([*parts, f"<circle cx='{x(value)}' cy='{middle}' r='4'/>"]))


def uri(width: int, height: int, inside: str, *, is_stretched: bool = False) -> str:
    """A drawing as the address of a picture. `is_stretched`: it fills whatever place it gets, its own proportions lost."""
    how = " preserveAspectRatio='none'" if is_stretched else ""
    svg = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width} {height}'{how}>{inside}</svg>"
    return "data:image/svg+xml," + quote(svg, safe="=:/.,-")
