"""FigureSpec -> a Plotly figure as plain dicts, for the screen. Imports no Plotly: the browser draws."""

import textwrap
from typing import Any

from indicators.present import look
from indicators.present.drawing import ink, is_label_below, is_target_below, shows_all, spread
from indicators.present.figure import Assumption, Continuation, Corners, FigureSpec, Line, Mark, Note, Target
from indicators.present.look import Mode
from indicators.present.words import Words

_LINE = 44  # signs that stand side by side on a phone
_WIDTH = {"main": 2.6, "other": 1.6, "reference": 1.4}


def figure(spec: FigureSpec, words: Words, mode: Mode) -> dict[str, Any]:
    """Data and layout; labels stand on the lines and inside the plot, so that a phone shows them too."""
    black, quiet, rule = (look.colour(token, mode) for token in ("ink", "quiet", "rule"))
    low, high = spec.y_range
    data = [*_bands(spec, mode), *(_line(line, spec, mode) for line in spec.lines), _dots(spec, mode)]
    shapes, notes = [], [_label(line, mode, spec) for line in spec.lines if line.last]
    newest = max((label["x"] for label in notes), default=0.0)
    for label in notes:
        if (spec.across is not None and spec.across.is_value) or label["x"] < newest:
            label["bgcolor"] = look.veil(mode)  # other lines go on behind this name
    for label, y in zip(notes, spread([label["y"] for label in notes], (high - low) * 0.055, (low, high)), strict=True):
        label["y"] = y
    notes += [_start(line, spec, mode) for line in spec.lines if line.start and line.pieces]
    for number, note in enumerate(spec.breaks):
        if note.has_line:
            shapes.append(_vertical(note, quiet))
        notes.append(_vertical_label(note, mode, number, spec.x_range))
    notes += [
        _numbered(note, number, row, mode)
        for number, (note, row) in enumerate(zip(spec.events, spec.event_rows, strict=True), 1)
    ]
    if spec.base is not None:
        data.insert(0, _ring(spec.base, mode))  # beneath the newest value, which is what a hand aims at
    if (target := spec.target) is not None:
        shapes.append(
            {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": target.y, "y1": target.y,
             "line": {"color": black, "width": 1.4, "dash": "3px,2px"}}
        )  # fmt: skip
        notes.append(
            {"xref": "paper", "x": 1, "xanchor": "right", "y": target.y, "text": _target_words(target), "align": "right",
             "yanchor": "top" if is_target_below(spec) else "bottom", "showarrow": False, "bgcolor": look.veil(mode),
             "font": {"color": black, "size": 12.5}}
        )  # fmt: skip
        if target.path is not None:
            (x0, y0), (x1, y1) = target.path
            data.append(
                {"type": "scatter", "mode": "lines", "x": [x0, x1], "y": [y0, y1], "hoverinfo": "skip",
                 "line": {"color": quiet, "width": 1.4, "dash": "8px,7px"}}
            )  # fmt: skip
            notes.append(
                {"x": (x0 + x1) / 2, "y": (y0 + y1) / 2, "text": target.path_label, "showarrow": False,
                 "xanchor": "right", "yanchor": "top" if y1 < y0 else "bottom", "font": {"color": quiet, "size": 12}}
            )  # fmt: skip
    for course in (spec.continuation, spec.assumption):
        if course is not None:
            data.append(_course(course.line, quiet, "5px,4px" if course is spec.continuation else "1px,3px"))
            notes.append(_course_label(course, mode))
    if spec.above:
        notes.append(
            {"xref": "paper", "x": 0, "xanchor": "left", "yref": "paper", "y": 1, "yanchor": "bottom", "text": spec.above,
             "showarrow": False, "font": {"color": quiet, "size": 12}}
        )  # fmt: skip
    x_low, x_high = spec.x_range
    if len(spec.lines) > 1:
        x_high += (x_high - x_low) * (
            0.3 if spec.across is None else 0.42 if spec.across.is_value else 0.55
        )  # room for the names at the line ends
    layout = {
        "font": {"family": look.FONT, "color": black, "size": 13.5},
        "paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)", "separators": words("number.separators"),
        "margin": {"l": 58, "r": 12, "t": 26 if spec.above else 12,
                   "b": 52 if spec.across is not None and spec.across.title else 34},
        "height": 400, "showlegend": False, "hovermode": "closest",
        "hoverlabel": {"bgcolor": look.colour("ground", mode), "bordercolor": rule, "font": {"color": black}},
        "dragmode": False, "shapes": shapes, "annotations": notes,
        "xaxis": _x_axis(spec, words, mode) | {"range": [x_low, x_high]},
        "yaxis": {"range": [low, high], "gridcolor": rule, "zeroline": False, "fixedrange": True, "nticks": 7,
                  "ticksuffix": words("number.percent", number="") if spec.unit == "%" else "", "separatethousands": True,
                  "exponentformat": "none"},
    }  # fmt: skip
    return {"data": data, "layout": layout}


def _x_axis(spec: FigureSpec, words: Words, mode: Mode) -> dict[str, Any]:
    """Years; or the two ends of a slope; or the values of another indicator, with its name beneath."""
    quiet, across = look.colour("quiet", mode), spec.across
    axis = {"tickangle": 0, "showgrid": False, "zeroline": False, "linecolor": quiet, "ticks": "outside", "tickcolor": quiet,
            "ticklen": 4, "fixedrange": True}  # fmt: skip
    if across is None:
        return axis | {"tickformat": "d", "tickvals": spec.year_ticks}
    if not across.is_value:
        return axis | {"tickvals": [x for x, _ in across.ticks], "ticktext": [text for _, text in across.ticks]}
    suffix = words("number.percent", number="") if across.unit == "%" else ""
    return axis | {"nticks": 6, "ticksuffix": suffix, "separatethousands": True, "exponentformat": "none",
                   "title": {"text": across.title, "font": {"size": 12, "color": quiet}, "standoff": 8}}  # fmt: skip


def _target_words(target: Target) -> str:
    """What is decided, and under it by which paper, in lines that a phone has room for."""
    return "<br>".join([f"<b>{target.label}</b>", *textwrap.wrap(target.origin, _LINE)])


def _bands(spec: FigureSpec, mode: Mode) -> list[dict[str, Any]]:
    """Each band laid over the wider one, so that the likeliest values are the darkest."""
    bands = spec.continuation.bands if spec.continuation is not None else ()
    return [
        {"type": "scatter", "mode": "lines", "x": [x for x, _ in band], "y": [y for _, y in band], "fill": "toself",
         "fillcolor": look.band(mode), "line": {"width": 0}, "hoverinfo": "skip"}
        for band in bands
    ]  # fmt: skip


def _course(line: Corners, tint: str, dash: str) -> dict[str, Any]:
    return {"type": "scatter", "mode": "lines", "x": [x for x, _ in line], "y": [y for _, y in line], "hoverinfo": "skip",
            "line": {"color": tint, "width": 1.8, "dash": dash}}  # fmt: skip


def _course_label(course: Continuation | Assumption, mode: Mode) -> dict[str, Any]:
    """At the end of the line; on its way up above it, else below, where the label of the newest value does not stand."""
    x, y = course.label_place
    is_above = y > course.line[0][1]
    return {"x": x, "y": y, "text": course.label, "showarrow": False, "xanchor": "right", "bgcolor": look.veil(mode),
            "font": {"color": look.colour("quiet", mode), "size": 12}, "yanchor": "bottom" if is_above else "top"}  # fmt: skip


def config(words: Words) -> dict[str, Any]:
    """No mode bar; numbers and month names of the language."""
    months = words("date.months").split("|")
    return {
        "displayModeBar": False,
        "locale": words.language,
        "locales": {words.language: {"dictionary": {}, "format": {"months": months, "shortMonths": [m[:3] for m in months]}}},
    }


def _line(line: Line, spec: FigureSpec, mode: Mode) -> dict[str, Any]:
    """One trace, interrupted between the pieces of the line."""
    points: list[Mark | None] = []
    for piece in line.pieces:
        points += [*([None] if points else []), *piece]
    token, is_dashed = ink(line, spec)
    dash = "1px,3px" if line.role == "reference" else "9px,3px" if is_dashed else "solid"
    return {
        "type": "scatter", "mode": "lines", "name": line.name, "x": [mark and mark.x for mark in points],
        "y": [mark and mark.y for mark in points], "text": [mark and _hover(mark, line) for mark in points],
        "hovertemplate": "%{text}<extra></extra>",
        "line": {"color": look.colour(token, mode), "width": _WIDTH[line.role], "dash": dash},
    }  # fmt: skip


def _dots(spec: FigureSpec, mode: Mode) -> dict[str, Any]:
    """One trace for the dots of all lines: a trace costs the browser more than points.

    Single points and the newest one of a line get a dot, provisional ones a hollow dot; where the line between two points
    says nothing, every point gets one.
    """
    dots = [
        (mark, line) for line in spec.lines for piece in line.pieces for mark in piece
        if shows_all(spec, line) or mark is line.last or len(piece) == 1 or mark.is_provisional
    ]  # fmt: skip
    tints = [_tint(line, spec, mode) for _, line in dots]
    symbols = [("square" if line.is_square else "circle") + ("-open" if mark.is_provisional else "") for mark, line in dots]
    return {
        "type": "scatter", "mode": "markers", "x": [mark.x for mark, _ in dots], "y": [mark.y for mark, _ in dots],
        "text": [_hover(mark, line) for mark, line in dots], "hovertemplate": "%{text}<extra></extra>",
        "marker": {"color": tints, "size": [8 if mark is line.last else 6 for mark, line in dots], "opacity": 1,
                   "line": {"width": 1.6, "color": tints},
                   "symbol": symbols},
    }  # fmt: skip


def _hover(mark: Mark, line: Line) -> str:
    return f"<b>{mark.text}</b><br>{line.name}, {mark.period}"


def _tint(line: Line, spec: FigureSpec, mode: Mode) -> str:
    return look.colour(ink(line, spec)[0], mode)


def _label(line: Line, mode: Mode, spec: FigureSpec) -> dict[str, Any]:
    last, single = line.last, len(spec.lines) == 1
    assert last is not None
    rise = 0 if not single else -6 if is_label_below(spec) else 6
    if single:
        text, anchor, shift = f"<b>{last.text}</b> {last.period}", "right", -8
    else:
        text, anchor, shift = f"<b>{line.short}</b>" if line.role == "main" else line.short, "left", 8
    return {
        "x": last.x, "y": last.y, "text": text, "showarrow": False, "xanchor": anchor, "xshift": shift,
        "yanchor": "bottom" if rise > 0 else "top" if rise else "middle", "yshift": rise,
        "font": {"color": _tint(line, spec, mode), "size": 13}, "borderpad": 1,
        "bgcolor": look.veil(mode) if single else look.colour("ground", mode),
    }  # fmt: skip


def _start(line: Line, spec: FigureSpec, mode: Mode) -> dict[str, Any]:
    first = line.pieces[0][0]
    return {"x": first.x, "y": first.y, "text": line.start, "showarrow": False, "xanchor": "right", "xshift": -8,
            "font": {"color": _tint(line, spec, mode), "size": 13}}  # fmt: skip


def _numbered(note: Note, number: int, row: int, mode: Mode) -> dict[str, Any]:
    """A small number standing on the axis; what happened is told in the list below the chart."""
    return {
        "x": note.x, "yref": "paper", "y": 0, "yanchor": "bottom", "yshift": 3 + 22 * row, "text": f"{number}",
        "showarrow": False, "font": {"color": look.colour("ink", mode), "size": 11}, "borderwidth": 1, "borderpad": 2,
        "bordercolor": look.colour("quiet", mode), "bgcolor": look.colour("ground", mode),
    }  # fmt: skip


def _ring(mark: Mark, mode: Mode) -> dict[str, Any]:
    ink = look.colour("ink", mode)
    return {"type": "scatter", "mode": "markers", "x": [mark.x], "y": [mark.y],
            "hoverinfo": "skip",
            "marker": {"symbol": "circle-open", "size": 11, "color": ink, "line": {"width": 1.4, "color": ink}}}  # fmt: skip


def _vertical(note: Note, quiet: str) -> dict[str, Any]:
    return {
        "type": "line", "x0": note.x, "x1": note.x, "yref": "paper", "y0": 0, "y1": 0.97,
        "line": {"color": quiet, "width": 1, "dash": "2px,3px"},
    }  # fmt: skip


def _vertical_label(note: Note, mode: Mode, number: int, x_range: tuple[float, float]) -> dict[str, Any]:
    """On the ground of the page, so that no line of the grid runs through the words."""
    is_right = note.x > sum(x_range) / 2  # beside the line on the side where there is room
    return {
        "x": note.x, "yref": "paper", "y": 1 - 0.06 * (number % 3), "yanchor": "top",
        "xanchor": "right" if is_right else "left", "xshift": -4 if is_right else 4,
        "text": note.label, "showarrow": False, "font": {"color": look.colour("quiet", mode), "size": 12},
        "bgcolor": look.colour("ground", mode), "borderpad": 1,
    }  # fmt: skip
