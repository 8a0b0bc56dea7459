"""A native chart of a figure: the spreadsheet draws it from cells, so whoever changes them sees the line move."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from indicators.present import look
from indicators.present.drawing import ink, shows_all
from indicators.present.figure import FigureSpec, Line, Mark, Target
from indicators.present.report.xlsx_format import FONT
from indicators.present.words import Words

_FINE = 5  # an axis that spans less needs decimals
_FONT = {"name": FONT["font_name"], "size": 9}
_SIZE = {"width": 900, "height": 400}


@dataclass(frozen=True)
class Stretch:
    """One course drawn without interruption: places along the bottom and values, and how it looks.

    column   the stretches of one line share a column and, in the legend, one name
    marks    the published values it is made of, if it is
    dot      the shape of a dot, or the ring around one; empty for a line
    label    what stands at a dot: above it, or to the right where it says whose the dot is
    """

    column: str
    points: Mapping[float, float]
    style: Mapping[str, Any]
    marks: tuple[Mark, ...] = ()
    dot: str = ""
    is_hollow: bool = False
    label: str = ""
    side: str = "above"


@dataclass(frozen=True)
class Values:
    """The cells of a chart: a row a place, named where a value was published; a column a line, None where it has none."""

    columns: tuple[str, ...]
    names: tuple[str, ...]
    places: tuple[float, ...]
    rows: tuple[tuple[float | None, ...], ...]
    stretches: tuple[Stretch, ...]


def values(spec: FigureSpec, words: Words) -> Values:
    """Every published value, then target, needed path, continuation, breaks, ring and events, each at its own places."""
    stretches = (
        *_published(spec), *_target(spec), *_ahead(spec, words), *_breaks(spec), *_ring(spec), *_events(spec, words),
    )  # fmt: skip
    columns = tuple(dict.fromkeys(stretch.column for stretch in stretches))
    held = {(stretch.column, place): value for stretch in stretches for place, value in stretch.points.items()}
    places = tuple(sorted({place for _, place in held}))
    periods = {mark.x: mark.period for stretch in stretches for mark in stretch.marks}
    rows = tuple(tuple(held.get((column, place)) for column in columns) for place in places)
    return Values(columns, tuple(periods.get(place, "") for place in places), places, rows, stretches)


def _published(spec: FigureSpec) -> Iterator[Stretch]:
    """The pieces of every line: where one ends and the next begins nothing is drawn. Each dot stands for itself."""
    for line in spec.lines:
        for piece in line.pieces:
            if len(piece) > 1:
                points = {mark.x: mark.y for mark in piece if mark.y is not None}
                yield Stretch(line.name, points, _line(line, spec), piece)
            yield from (
                _dotted(mark, line, spec, is_alone=len(piece) == 1) for mark in piece if _is_dot(mark, piece, line, spec)
            )


def _dotted(mark: Mark, line: Line, spec: FigureSpec, *, is_alone: bool) -> Stretch:
    """A dot. One that is no part of a line brings its value itself."""
    return Stretch(
        line.name, {mark.x: mark.y or 0.0}, _line(line, spec), (mark,) if is_alone else (),
        "square" if line.is_square else "circle", mark.is_provisional, _label(mark, line, spec, is_alone=is_alone),
        "right" if len(spec.lines) > 1 else "above",
    )  # fmt: skip


def _is_dot(mark: Mark, piece: Sequence[Mark], line: Line, spec: FigureSpec) -> bool:
    return mark.y is not None and (shows_all(spec, line) or mark is line.last or len(piece) == 1 or mark.is_provisional)


def _label(mark: Mark, line: Line, spec: FigureSpec, *, is_alone: bool) -> str:
    """The newest value of the main line, and that of a line that ends in a lone dot; whose it is where there are others."""
    is_told = mark is line.last and (line.role == "main" or (is_alone and len(spec.lines) > 1))
    value = mark.text if spec.unit == "%" else mark.number or mark.text  # a unit in words stands along the axis
    return " ".join((line.short, value)[len(spec.lines) == 1 :]) if is_told else ""


def _target(spec: FigureSpec) -> Iterator[Stretch]:
    if spec.target is None:
        return
    ends = _bottom(spec)[:2]
    yield Stretch(_target_name(spec.target), dict.fromkeys(ends, spec.target.y), _dashed("ink", "dash"))
    if spec.target.path is not None:
        yield Stretch(spec.target.path_label, dict(spec.target.path), _dashed("quiet", "long_dash"))


def _ahead(spec: FigureSpec, words: Words) -> Iterator[Stretch]:
    """The continuation, and both edges of its widest range: alone the line would look surer than it is."""
    if spec.continuation is None:
        return
    label = spec.continuation.label
    yield Stretch(label, dict(spec.continuation.line), _dashed("quiet", "square_dot"))
    for band in spec.continuation.bands[:1]:
        for key, edge in (("book.range_low", min), ("book.range_high", max)):
            course = {x: edge(y for at, y in band if at == x) for x, _ in band}
            yield Stretch(words(key, label=label), course, _dashed("none", "round_dot", 0.75))


def _breaks(spec: FigureSpec) -> Iterator[Stretch]:
    """Where the count changed: a dotted line from bottom to top, named in the legend."""
    if spec.across is not None:
        return
    bottom, top = _up(spec)[:2]
    # A place holds one value: the second end stands a hair beside it, which nobody sees.
    for note in spec.breaks:
        if note.has_line:
            yield Stretch(note.label, {note.x: bottom, note.x + 0.001: top}, _dashed("quiet", "round_dot"))


def _ring(spec: FigureSpec) -> Iterator[Stretch]:
    """Around the value from which progress is counted: hollow, and inside it a dot for programs that fill it."""
    for line in spec.lines:
        if spec.base is not None and spec.base.y is not None and any(spec.base in piece for piece in line.pieces):
            point, style = {spec.base.x: spec.base.y}, _line(line, spec)
            yield Stretch(line.name, point, {**style, "color": look.colour("ground", "light")}, dot="circle")
            yield Stretch(line.name, point, style, dot="ring", is_hollow=True)


def _events(spec: FigureSpec, words: Words) -> Iterator[Stretch]:
    """Small numbers along the bottom, one above the other where they are near; the list below says what they are."""
    bottom, _, step = _up(spec)
    for number, (event, row) in enumerate(zip(spec.events, spec.event_rows, strict=True), 1):
        # A place holds one value: of two events of one day the second stands a hair beside.
        point = {event.x + 0.001 * row: bottom + step * 0.4 * row}
        yield Stretch(words("book.events"), point, _dashed("quiet", "solid"), dot="diamond", label=f"{number}")


def _line(line: Line, spec: FigureSpec) -> Mapping[str, Any]:
    if line.role == "reference":
        return _dashed("quiet", "round_dot", 1.5)
    token, is_dashed = ink(line, spec)
    return _dashed(token, "dash" if is_dashed else "solid", 2.25 if line.role == "main" else 1.25)


def _dashed(token: str, dash: str, width: float = 1.25) -> Mapping[str, Any]:
    return {"color": look.colour(token, "light"), "width": width, "dash_type": dash}


def chart(book: Any, sheet: str, spec: FigureSpec, found: Values, at: tuple[int, int]) -> Any:
    """Lines over the cells that begin `at` a row and column: names in the first column, places in the second."""
    drawn, (first, left) = book.add_chart({"type": "scatter", "subtype": "straight"}), at
    for stretch in found.stretches:
        rows, column = sorted(found.places.index(x) for x in stretch.points), left + 2 + found.columns.index(stretch.column)
        top, bottom = first + rows[0], first + rows[-1]
        drawn.add_series(
            {"name": [sheet, first - 1, column], "categories": [sheet, top, left + 1, bottom, left + 1],
             "values": [sheet, top, column, bottom, column], "line": stretch.style, **_dot(stretch)}
        )  # fmt: skip
    unnamed = _unnamed(found.stretches)
    is_named = len(unnamed) < len(found.stretches)
    drawn.set_legend({"position": "bottom", "delete_series": unnamed, "font": _FONT} if is_named else {"none": True})
    drawn.show_blanks_as("span")  # inside a stretch, other lines' places lie between its own
    drawn.set_title({"name": spec.heading, "name_font": {"name": FONT["font_name"], "size": 11}, "overlay": False})
    wide, high = 0.74 if len(spec.lines) > 1 else 0.86, 0.6 if is_named else 0.74
    drawn.set_plotarea({"layout": {"x": 0.08, "y": 0.13, "width": wide, "height": high}})
    drawn.set_size(_SIZE)
    _set_axes(drawn, spec)
    return drawn


def _unnamed(stretches: Sequence[Stretch]) -> list[int]:
    """What the legend leaves out: all of a line but its first stretch, and dots that say themselves whose they are."""
    drawn = [(one.column, number) for number, one in enumerate(stretches) if not one.dot or one.dot == "diamond"]
    firsts = dict(reversed(drawn))
    for number, one in enumerate(stretches):
        if not one.label:
            firsts.setdefault(one.column, number)
    return [number for number in range(len(stretches)) if number not in firsts.values()]


def _dot(stretch: Stretch) -> Mapping[str, Any]:
    """Hollow where provisional, with its label; what makes a ring is larger."""
    if not stretch.dot:
        return {"marker": {"type": "none"}}
    ink = {"color": stretch.style["color"]}
    fill = {"color": look.colour("ground", "light")} if stretch.is_hollow else ink
    kind = {"type": "circle", "size": 10} if stretch.dot == "ring" else {"type": stretch.dot, "size": 6}
    options: dict[str, Any] = {"marker": {**kind, "border": ink, "fill": fill}}
    if stretch.label:
        custom = [{"value": stretch.label, "font": _FONT}]
        options["data_labels"] = {"value": True, "position": stretch.side, "font": _FONT, "custom": custom}
    return options


def _set_axes(drawn: Any, spec: FigureSpec) -> None:
    low, high, step = _bottom(spec)
    bottom, top, up = _up(spec)
    # A single year stands in the middle of an axis that names no other.
    years = f'[={low + 1:.0f}]0;""' if _is_one_year(spec) else "0"
    drawn.set_x_axis(
        {"min": low, "max": high, "major_unit": step, "num_format": years, "num_font": _FONT,
         "major_gridlines": {"visible": False}}
    )  # fmt: skip
    digits = "#,##0" if up >= 1 else "0.0"
    drawn.set_y_axis(
        {"name": spec.above, "min": bottom, "max": top, "major_unit": up, "crossing": bottom, "num_font": _FONT,
         "name_font": _FONT,
         "num_format": f'{digits}" %"' if spec.unit == "%" else digits, "line": {"none": True},
         "major_gridlines": {"visible": True, "line": {"color": look.colour("rule", "light"), "width": 0.5}}}
    )  # fmt: skip


def _bottom(spec: FigureSpec) -> tuple[float, float, float]:
    """First and last year of the axis, and how many years lie between two that are named. One year stands in the middle."""
    ticks = spec.year_ticks
    step = ticks[1] - ticks[0] if len(ticks) > 1 else 1
    low, high = round(spec.x_range[0]), round(spec.x_range[1])
    if _is_one_year(spec):
        return low - 1.0, high + 1.0, 1.0
    return float(low - low % step), float(high), float(step)


def _is_one_year(spec: FigureSpec) -> bool:
    return round(spec.x_range[0]) == round(spec.x_range[1])


def _up(spec: FigureSpec) -> tuple[float, float, float]:
    """A round axis around all values.

    >>> _round(0.0, 20.7)
    (0.0, 25.0, 5.0)
    """
    low, high = spec.y_range
    return _round(low, high)


def _round(low: float, high: float) -> tuple[float, float, float]:
    span = (high - low) or 1.0
    power = 10.0 ** math.floor(math.log10(span))
    step = next(step * power for step in (0.2, 0.5, 1.0, 2.0) if span / (step * power) <= _FINE)
    return math.floor(low / step) * step, math.ceil(high / step) * step, step


def _target_name(target: Target) -> str:
    return f"{target.label} ({target.origin})" if target.origin else target.label
