"""FigureSpec -> PNG or SVG by matplotlib, for download and paper. The source line is part of the picture."""

import io
import textwrap
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any, Literal

from indicators.present import look
from indicators.present.drawing import ink, is_label_below, is_target_below, shows_all, spread
from indicators.present.figure import FigureSpec, Target
from indicators.present.words import Words

Form = Literal["png", "svg"]
# DejaVu Sans, which comes with matplotlib, lends the signs that the subset of the typeface lacks (≥).
PLAIN, _BOLD = ["IBM Plex Sans", "DejaVu Sans"], ["IBM Plex Sans SemiBold", "DejaVu Sans"]
_ORIGIN_WIDTH = 60  # signs of a line under the name of the target
_MOVED = 0.03  # of the axis: how far a name may stand from the end of its line without one that leads to it
_LABEL_HEIGHT = 0.1  # of the axis: how near above one another two names of lines ahead may stand
_LABEL_WIDTH = 0.2  # of the axis: how far a label of the last value reaches back over the line
DRAWING_INCHES = (6.5, 2.8)
_VEIL = {"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 0.2}  # behind words over lines


def picture(spec: FigureSpec, words: Words, form: Form) -> bytes:
    """The figure on white, 18 cm wide, with heading and source. The same spec gives the same bytes."""

    def compose(sheet: Any) -> None:
        _draw(sheet.add_axes((0.11, 0.22, 0.85, 0.58)), spec, words)
        sheet.text(0.02, 0.965, textwrap.fill(spec.heading, 62), fontsize=12.5, fontfamily=_BOLD, va="top",
                   color=look.colour("ink", "light"))  # fmt: skip
        sheet.text(0.02, 0.015, textwrap.fill(f"{_events_told(spec)}{spec.source}", 118), fontsize=6.6, va="bottom",
                   color=look.colour("quiet", "light"))  # fmt: skip

    return _printed(compose, (7.1, 4.5), form)


def drawing(spec: FigureSpec, words: Words, form: Form) -> bytes:
    """The lines alone, 16.5 cm wide, for a page that carries heading and source as text. The same spec gives the same bytes."""
    room = 0.14 if spec.across is not None and spec.across.is_value else 0.09  # for the name of the axis
    return _printed(lambda sheet: _draw(sheet.add_axes((0.085, room, 0.9, 0.93 - room)), spec, words), DRAWING_INCHES, form)


def _printed(compose: Callable[[Any], None], inches: tuple[float, float], form: Form) -> bytes:
    import matplotlib as mpl
    from matplotlib.figure import Figure

    load_typeface()
    with mpl.rc_context(
        {"svg.hashsalt": "zielmonitor", "svg.fonttype": "path", "font.family": PLAIN, "text.parse_math": False}
    ):
        compose(sheet := Figure(figsize=inches, dpi=200))
        file = io.BytesIO()
        metadata = {"Date": None} if form == "svg" else {"Software": None}
        sheet.savefig(file, format=form, facecolor="white", metadata=metadata)
    return file.getvalue()


def _events_told(spec: FigureSpec) -> str:
    """What the numbers on the axis stand for; the page says more."""
    return "".join(f"{number}: {event.label}. " for number, event in enumerate(spec.events, 1))


@cache
def load_typeface() -> None:
    from matplotlib.font_manager import fontManager

    for path in sorted(look.PRINT_FONTS.glob("*.ttf")):
        fontManager.addfont(path)
    # The semi-bold is a family of one weight, asked for by name: called "normal", it is never searched for nor emboldened.
    fontManager.ttflist = [replace(entry, weight=400) if entry.name == _BOLD[0] else entry for entry in fontManager.ttflist]


def _draw(axes: Any, spec: FigureSpec, words: Words) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    black, quiet, rule = (look.colour(token, "light") for token in ("ink", "quiet", "rule"))
    x_low, x_high = spec.x_range
    axes.set_xlim(x_low, x_high + ((x_high - x_low) * 0.24 if len(spec.lines) > 1 else 0))
    axes.set_ylim(*spec.y_range)
    _draw_ahead(axes, spec, quiet)
    labels: list[tuple[float, float, str, str, bool]] = []
    for line in spec.lines:
        token, is_dashed = ink(line, spec)
        tint = look.colour(token, "light")
        for piece in line.pieces:
            style = (0, (1, 2)) if line.role == "reference" else (0, (7, 2)) if is_dashed else "-"
            axes.plot([m.x for m in piece], [m.y for m in piece], color=tint, linestyle=style,
                      linewidth=1.9 if line.role == "main" else 1.1, zorder=3)  # fmt: skip
            for mark in piece:
                if shows_all(spec, line) or mark is line.last or len(piece) == 1 or mark.is_provisional:
                    fill = "white" if mark.is_provisional else tint
                    axes.plot(
                        mark.x,
                        mark.y,
                        "s" if line.is_square else "o",
                        color=tint,
                        markerfacecolor=fill,
                        markersize=4.5,
                        zorder=4,
                    )
        if (last := line.last) is not None and last.y is not None:
            text = f"{last.text} ({last.period})" if len(spec.lines) == 1 else f"{line.short} {last.number}"
            text = line.short if spec.across is not None else text  # which tells the value itself
            labels.append((last.x, last.y, text, tint, line.role == "main"))
        if line.start and line.pieces:
            first = line.pieces[0][0]
            axes.annotate(line.start, (first.x, first.y), xytext=(-5, 0), textcoords="offset points", fontsize=8, color=tint,
                          ha="right", va="center")  # fmt: skip
    _write_labels(axes, labels, spec)
    if (target := spec.target) is not None:
        axes.axhline(target.y, color=black, linewidth=1, linestyle=(0, (3, 2)), zorder=2)
        _name_target(axes, target, (axes.get_xlim()[1], target.y), is_below=is_target_below(spec))
        if target.path is not None:
            (x0, y0), (x1, y1) = target.path
            axes.plot([x0, x1], [y0, y1], color=quiet, linewidth=1, linestyle=(0, (6, 5)))
            axes.text(*_path_place(spec, target.path), f"{target.path_label} ", fontsize=7, color=quiet, ha="right",
                      va="top" if y1 < y0 else "bottom")  # fmt: skip
    for number, note in enumerate(spec.breaks):
        if note.has_line:
            axes.axvline(note.x, color=quiet, linewidth=0.8, linestyle=(0, (1, 2)), zorder=1)
        axes.text(note.x, 0.985 - 0.06 * (number % 3), f" {note.label} ", transform=axes.get_xaxis_transform(),
                  fontsize=7, va="top", ha="right" if note.x > (x_low + x_high) / 2 else "left", color=quiet,
                  bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5})  # fmt: skip
    for number, (note, row) in enumerate(zip(spec.events, spec.event_rows, strict=True), 1):
        axes.text(note.x, 0.02 + 0.07 * row, f"{number}", transform=axes.get_xaxis_transform(), fontsize=6.5,
                  ha="center", va="bottom", color=black,
                  bbox={"facecolor": "white", "edgecolor": quiet, "linewidth": 0.6, "pad": 1.5})  # fmt: skip
    if spec.base is not None:
        axes.plot(spec.base.x, spec.base.y, "o", color=black, markerfacecolor="none", markersize=6.5, zorder=4)
    _name_bottom(axes, spec, words)
    axes.yaxis.set_major_locator(locator := MaxNLocator(6))
    ticks = locator.tick_values(*spec.y_range)
    decimals = max((len(f"{tick:.6f}".rstrip("0").partition(".")[2]) for tick in ticks), default=0)
    suffix = words("number.percent", number="") if spec.unit == "%" else ""
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: words.number(value, decimals) + suffix))
    if spec.above:
        axes.text(0, 1.01, spec.above, transform=axes.transAxes, fontsize=7, color=quiet, va="bottom")
    axes.grid(axis="y", color=rule, linewidth=0.6)
    axes.set_axisbelow(True)
    for side in ("top", "left", "right"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(quiet)
    axes.tick_params(labelsize=8, colors=black, left=False, bottom=True, color=quiet)


def _name_bottom(axes: Any, spec: FigureSpec, words: Words) -> None:
    """Years; or the two ends of a slope; or the values of another indicator, with its name beneath."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    if spec.across is None:
        axes.set_xticks(spec.year_ticks)
        axes.xaxis.set_major_formatter(FuncFormatter(lambda year, _: f"{int(year)}"))
    elif not spec.across.is_value:
        axes.set_xticks([x for x, _ in spec.across.ticks], [text for _, text in spec.across.ticks])
    else:
        suffix = words("number.percent", number="") if spec.across.unit == "%" else ""
        axes.xaxis.set_major_locator(MaxNLocator(6))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: words.number(value, _decimals(value)) + suffix))
        axes.set_xlabel(spec.across.title, fontsize=7.5, color=look.colour("quiet", "light"))


def _decimals(value: float) -> int:
    return len(f"{value:.6f}".rstrip("0").partition(".")[2])


def _path_place(spec: FigureSpec, path: tuple[tuple[float, float], tuple[float, float]]) -> tuple[float, float]:
    """Where the path is named: in its middle, unless the continuation is named there; then further on or before."""
    (x0, y0), (x1, y1) = path
    places = [(x0 + share * (x1 - x0), y0 + share * (y1 - y0)) for share in (0.5, 0.8, 0.3)]
    if spec.continuation is None:
        return places[0]
    at_x, at_y = spec.continuation.label_place
    (left, right), (low, high) = spec.x_range, spec.y_range
    far = [
        (x, y)
        for x, y in places
        if abs(x - at_x) > _LABEL_WIDTH * (right - left) or abs(y - at_y) > _LABEL_HEIGHT * (high - low)
    ]
    return (far or places)[0]


def _write_labels(axes: Any, labels: list[tuple[float, float, str, str, bool]], spec: FigureSpec) -> None:
    low, high = spec.y_range
    alone, is_below = len(spec.lines) == 1, is_label_below(spec)
    places = spread([label[1] for label in labels], (high - low) * 0.055, (low, high))
    step = (axes.get_xlim()[1] - axes.get_xlim()[0]) * 0.02
    is_moved = any(abs(y - label[1]) > (high - low) * _MOVED for label, y in zip(labels, places, strict=True))
    for (x, end, text, tint, strong), y in zip(labels, places, strict=True):
        if is_moved:  # a thin line from each end to its name, so that none is taken for its neighbour's
            axes.plot([x + step / 2, x + 1.6 * step], [end, y], color=tint, linewidth=0.5, clip_on=False)
            x += 1.6 * step
        beside = (-4, -7 if is_below else 6) if alone else (2 if is_moved else 5, 0)
        axes.annotate(
            text, (x, y), xytext=beside, textcoords="offset points", fontsize=8,
            color=tint, ha="right" if alone else "left", va="top" if is_below else "bottom" if alone else "center",
            fontfamily=_BOLD if strong else PLAIN, bbox=_VEIL,
        )  # fmt: skip


def _draw_ahead(axes: Any, spec: FigureSpec, quiet: str) -> None:
    """What has not happened: the continuation with its bands, and the path of an assumed pace."""
    for band in spec.continuation.bands if spec.continuation is not None else ():
        axes.fill([x for x, _ in band], [y for _, y in band], color=quiet, alpha=0.18, linewidth=0, zorder=1)
    for course, dash in ((spec.continuation, (0, (4, 3))), (spec.assumption, (0, (1, 2)))):
        if course is not None:
            axes.plot([x for x, _ in course.line], [y for _, y in course.line], color=quiet, linewidth=1.3, linestyle=dash)
            x, y = course.label_place
            is_above = y > course.line[0][1]
            axes.text(x, y, course.label, fontsize=7, color=quiet, ha="right", va="bottom" if is_above else "top", bbox=_VEIL)


def _name_target(axes: Any, target: Target, end: tuple[float, float], *, is_below: bool) -> None:
    """At the end of its line: what is decided in bold, the paper under it."""
    lines = [(target.label, _BOLD, look.colour("ink", "light"))]
    lines += [(text, PLAIN, look.colour("quiet", "light")) for text in textwrap.wrap(target.origin, _ORIGIN_WIDTH)]
    for row, (text, family, tint) in enumerate(lines):
        points = -3 - 9 * row if is_below else 2.5 + 9 * (len(lines) - 1 - row)
        axes.annotate(text, end, xytext=(-2, points), textcoords="offset points", fontsize=7.5, fontfamily=family, color=tint,
                      ha="right", va="top" if is_below else "bottom", bbox=_VEIL)  # fmt: skip
