"""FigureSpec -> inline SVG: real text, colours of the page it stands on, no script. Once for wide, once for narrow screens.

The colours are those of `rules()`, which follow light, dark and paper. Whoever shows the drawing shows the table beside it.
"""

import math
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from indicators.present import html
from indicators.present.drawing import ink, shows_all, spread
from indicators.present.figure import Across, FigureSpec, Line, Mark
from indicators.present.svg_labels import LINE, SIZE, Label, Room, Spot, along, around, wide
from indicators.present.words import Words

_SIZES = {"wide": (720, 400), "narrow": (340, 300)}  # pixels; below 700 the second one is shown
_TOP, _BOTTOM, _LEFT, _RIGHT = 22.0, 26.0, 10.0, 8.0
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_DOT = 3.4
_MOVED, _LEAD = 9.0, 14.0  # pixels: how far a name stands from its line before one leads to it, and how far that reaches


def svg(spec: FigureSpec, words: Words) -> str:
    """Both drawings; the style sheet shows one of them, and only that one is read out."""
    return "".join(_drawing(spec, words, name) for name in _SIZES)


def rules() -> str:
    """The style rules that drawings ask for; they name colours of `look`."""
    return html.render("svg_figure.css")


def ticks(low: float, high: float, most: int) -> list[float]:
    """Round numbers inside a range, `most` of them at most.

    >>> ticks(0, 13.4, 6)
    [0.0, 2.5, 5.0, 7.5, 10.0, 12.5]
    """
    span = (high - low) or 1.0
    power = 10 ** math.floor(math.log10(span / most))
    step = next(step * power for step in _STEPS if span / (step * power) <= most)
    return [round(number * step, 10) for number in range(math.ceil(low / step), math.floor(high / step) + 1)]


@dataclass(frozen=True)
class _Plot:
    """Where values stand: the ranges of the figure, and the corners of the plot in pixels."""

    x_range: tuple[float, float]
    y_range: tuple[float, float]
    left: float
    top: float
    right: float
    bottom: float

    def at(self, x: float, y: float) -> Spot:
        across = (x - self.x_range[0]) / (self.x_range[1] - self.x_range[0])
        up = (y - self.y_range[0]) / (self.y_range[1] - self.y_range[0])
        return self.left + across * (self.right - self.left), self.bottom - up * (self.bottom - self.top)

    def course(self, corners: Sequence[tuple[float, float]]) -> list[Spot]:
        return [self.at(x, y) for x, y in corners]


def _drawing(spec: FigureSpec, words: Words, name: str) -> str:
    width, height = _SIZES[name]
    scale = ticks(*spec.y_range, 6 if name == "wide" else 5)
    named = [(tick, _number(tick, scale, spec.unit, words)) for tick in scale]
    bottom = height - _BOTTOM - (LINE if spec.across is not None and spec.across.title else 0)
    left = _LEFT + max((wide(text) for _, text in named), default=0.0)
    ends = [_end(line, spec) for line in spec.lines if line.last is not None] if len(spec.lines) > 1 else []
    margin = (
        min(max((wide(text, is_strong=True) for text in ends), default=0.0) + 8 + _LEAD - 5, width * 0.42) if ends else _RIGHT
    )
    plot = _Plot(spec.x_range, spec.y_range, left, _TOP if spec.above else 8.0, width - margin, bottom)
    room = Room(plot.left, 0.0, float(width), plot.bottom)
    parts = [
        *_axes(spec, plot, named, words, narrow=name == "narrow"), *_ahead(spec, plot, room), *_events(spec, plot, room),
        *_breaks(spec, plot, room), *_lines(spec, plot, room), *_ends(spec, plot, room), *_targets(spec, plot, room),
        *_words_ahead(spec, plot, room),
    ]  # fmt: skip
    return (
        f'<svg class="zs zs-{name}" viewBox="0 0 {width} {height}" role="img" aria-label="{escape(spec.alt)}">'
        f"{''.join(parts)}</svg>"
    )


# -- axes


def _number(value: float, among: Sequence[float], unit: str, words: Words) -> str:
    decimals = max((len(f"{tick:.6f}".rstrip("0").partition(".")[2]) for tick in among), default=0)
    return words.number(value, decimals) + (words("number.percent", number="") if unit == "%" else "")


def _axes(
    spec: FigureSpec, plot: _Plot, named: Sequence[tuple[float, str]], words: Words, *, narrow: bool
) -> Iterator[str]:  # fmt: skip
    for tick, text in named:
        y = plot.at(plot.x_range[0], tick)[1]
        yield f'<path class="zs-grid" d="M{_n(plot.left)} {_n(y)}H{_n(plot.right)}"/>'
        yield _text(Label(text, plot.left - 5, y + 4, "end"))
    if spec.above:
        yield _text(Label(spec.above, 0, 12), "zs-quiet")
    yield f'<path class="zs-axis" d="M{_n(plot.left)} {_n(plot.bottom)}H{_n(plot.right)}"/>'
    across = spec.across
    for x, text in _bottom(spec, across, words, narrow=narrow):
        spot = plot.at(x, plot.y_range[0])[0]
        yield f'<path class="zs-axis" d="M{_n(spot)} {_n(plot.bottom)}v4"/>'
        half = wide(text) / 2
        yield _text(Label(text, min(max(spot, half), plot.right + 8 - half), plot.bottom + 18, "middle"))
    if across is not None and across.title:
        yield _text(Label(across.title, (plot.left + plot.right) / 2, plot.bottom + 18 + LINE, "middle"), "zs-quiet")


def _bottom(spec: FigureSpec, across: Across | None, words: Words, *, narrow: bool) -> list[tuple[float, str]]:
    """Years; or the two ends of a slope; or values of another indicator."""
    if across is None:
        return [(year, str(year)) for year in spec.year_ticks]
    if not across.is_value:
        return list(across.ticks)
    scale = ticks(*spec.x_range, 4 if narrow else 7)
    return [(tick, _number(tick, scale, across.unit, words)) for tick in scale]


# -- what has been


def _lines(spec: FigureSpec, plot: _Plot, room: Room) -> Iterator[str]:
    for line in spec.lines:
        kind = f"zs-{line.role} zs-{_hue(line, spec)}"
        for piece in line.pieces:
            drawn = [(mark.x, mark.y) for mark in piece if mark.y is not None]
            course = plot.course(drawn)
            room.draw(course)
            if len(course) > 1:
                yield f'<path class="zs-line {kind}" d="{_path(course)}"/>'
            yield from (
                _dot(mark, line, plot, kind) for mark in piece if mark.y is not None and _is_dot(mark, piece, line, spec)
            )
    if spec.base is not None and spec.base.y is not None:
        x, y = plot.at(spec.base.x, spec.base.y)
        yield f'<circle class="zs-ring" cx="{_n(x)}" cy="{_n(y)}" r="6"/>'


def _is_dot(mark: Mark, piece: Sequence[Mark], line: Line, spec: FigureSpec) -> bool:
    return shows_all(spec, line) or mark is line.last or len(piece) == 1 or mark.is_provisional


def _dot(mark: Mark, line: Line, plot: _Plot, kind: str) -> str:
    x, y = plot.at(mark.x, mark.y or 0.0)
    hollow = " zs-hollow" if mark.is_provisional else ""
    if line.is_square:
        corner = f'x="{_n(x - _DOT)}" y="{_n(y - _DOT)}"'
        return f'<rect class="zs-dot {kind}{hollow}" {corner} width="{2 * _DOT}" height="{2 * _DOT}"/>'
    return f'<circle class="zs-dot {kind}{hollow}" cx="{_n(x)}" cy="{_n(y)}" r="{_DOT}"/>'


def _end(line: Line, spec: FigureSpec) -> str:
    """What stands at a line's end: its name, and the newest value where the name does not tell it."""
    last = line.last
    return line.short if last is None or spec.across is not None or not last.number else f"{line.short} {last.number}"


def _ends(spec: FigureSpec, plot: _Plot, room: Room) -> Iterator[str]:
    """The newest value of one line beside it; names of several at their ends, none over another."""
    for line in spec.lines:
        if line.start and line.pieces:
            x, y = plot.at(line.pieces[0][0].x, line.pieces[0][0].y or 0.0)
            yield _text(Label(line.start, x - 6, y + 4, "end"), _tint(line, spec))
    named = [(line, line.last) for line in spec.lines if line.last is not None and line.last.y is not None]
    if len(spec.lines) == 1:
        for line, last in named:
            text = line.short if spec.across is not None else f"{last.text} ({last.period})"
            label = room.put(around(text, *plot.at(last.x, last.y or 0.0), is_strong=True))
            yield _text(label, _tint(line, spec))
        return
    ends = [plot.at(last.x, last.y or 0.0) for _, last in named]
    places = spread([y for _, y in ends], LINE, (plot.top + 4, plot.bottom - 2))
    is_moved = any(abs(y - end) > _MOVED for (_, end), y in zip(ends, places, strict=True))
    for (line, _), (x, end), y in zip(named, ends, places, strict=True):
        if is_moved:  # a thin line from each end to its name, so that none is taken for its neighbour's
            yield f'<path class="zs-lead" d="M{_n(x + 5)} {_n(end)}L{_n(x + _LEAD)} {_n(y)}"/>'
        label = Label(_end(line, spec), x + (_LEAD + 2 if is_moved else 7), y + 4, is_strong=line.role == "main")
        room.labels.append(label)
        yield _text(label, _tint(line, spec))


def _tint(line: Line, spec: FigureSpec) -> str:
    return f"zs-word-{_hue(line, spec)}"


def _hue(line: Line, spec: FigureSpec) -> str:
    token, is_dashed = ink(line, spec)
    return f"{token}-dashed" if is_dashed else token


# -- what was decided, and what may come


def _targets(spec: FigureSpec, plot: _Plot, room: Room) -> Iterator[str]:
    target = spec.target
    if target is None:
        return
    y = plot.at(plot.x_range[0], target.y)[1]
    yield f'<path class="zs-target" d="M{_n(plot.left)} {_n(y)}H{_n(plot.right)}"/>'
    under = textwrap.wrap(target.origin, int((plot.right - plot.left) / wide("x")))
    first = room.put(along(target.label, plot.left + 4, plot.right - 4, y, under))
    yield _text(first)
    for row, text in enumerate(under, 1):
        yield _text(Label(text, first.x, first.y + LINE * row, first.anchor), "zs-quiet")
    room.draw([(plot.left, y), (plot.right, y)])


def _ahead(spec: FigureSpec, plot: _Plot, room: Room) -> Iterator[str]:
    """The bands and dashed line of the continuation, the needed path, the path of an assumed pace."""
    if spec.continuation is not None:
        for band in spec.continuation.bands:
            yield f'<path class="zs-band" d="{_path(plot.course(band))}Z"/>'
    for kind, corners in _courses(spec):
        course = plot.course(corners)
        room.draw(course)
        yield f'<path class="zs-{kind}" d="{_path(course)}"/>'


def _courses(spec: FigureSpec) -> Iterator[tuple[str, Sequence[tuple[float, float]]]]:
    if spec.continuation is not None:
        yield "outlook", spec.continuation.line
    if spec.assumption is not None:
        yield "assumed", spec.assumption.line
    if spec.target is not None and spec.target.path is not None:
        yield "way", spec.target.path


def _words_ahead(spec: FigureSpec, plot: _Plot, room: Room) -> Iterator[str]:
    for part in (spec.continuation, spec.assumption):
        if part is not None:
            yield _text(room.put(around(part.label, *plot.at(*part.label_place))), "zs-quiet")
    if spec.target is not None and spec.target.path is not None and spec.target.path_label:
        (x0, y0), (x1, y1) = (plot.at(*corner) for corner in spec.target.path)
        middles = [(x0 + (x1 - x0) * share, y0 + (y1 - y0) * share) for share in (0.5, 0.3, 0.7)]
        places = [label for x, y in middles for label in around(spec.target.path_label, x, y)]
        yield _text(room.put(places), "zs-quiet")


# -- breaks and events


def _breaks(spec: FigureSpec, plot: _Plot, room: Room) -> Iterator[str]:
    """A dotted line where the count changed, its reason at the top on the side with more room."""
    row = plot.top + SIZE
    for note in spec.breaks:
        x = plot.at(note.x, plot.y_range[0])[0]
        if note.has_line:
            room.draw([(x, plot.top), (x, plot.bottom)])
            yield f'<path class="zs-break" d="M{_n(x)} {_n(plot.top)}V{_n(plot.bottom)}"/>'
        is_right = x > (plot.left + plot.right) / 2
        space = (x - plot.left if is_right else plot.right - x) - 6
        for text in textwrap.wrap(note.label, max(8, int(space / wide("x")))):
            label = Label(text, x - 5 if is_right else x + 5, row, "end" if is_right else "start")
            room.labels.append(label)
            yield _text(label, "zs-quiet")
            row += LINE


def _events(spec: FigureSpec, plot: _Plot, room: Room) -> Iterator[str]:
    """Small numbers along the bottom; the list below the figure tells what they are."""
    for number, (note, row) in enumerate(zip(spec.events, spec.event_rows, strict=True), 1):
        x, y = plot.at(note.x, plot.y_range[0])[0], plot.bottom - 11 - 18 * row
        room.labels.append(Label("00", x, y + 4, "middle"))
        yield f'<rect class="zs-event" x="{_n(x - 8)}" y="{_n(y - 8)}" width="16" height="16" rx="2"/>'
        yield _text(Label(str(number), x, y + 4, "middle"), "zs-number")


# -- writing


def _path(course: Sequence[Spot]) -> str:
    return "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in course)


def _text(label: Label, kind: str = "") -> str:
    """A word with a veil of ground around it, so that lines beneath it do not disturb."""
    names = " ".join(filter(None, (kind, "zs-strong" if label.is_strong else "")))
    anchor = "" if label.anchor == "start" else f' text-anchor="{label.anchor}"'
    return (
        f'<text x="{_n(label.x)}" y="{_n(label.y)}"{anchor}{f" class={chr(34)}{names}{chr(34)}" if names else ""}>'
        f"{escape(label.text)}</text>"
    )


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
