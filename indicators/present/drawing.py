"""What every drawing of a figure does alike, on screen and on paper: ink and dots of its lines, where its words stand."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import inf
from statistics import fmean

from indicators.present.figure import FigureSpec, Line

_WORDS_WIDTH, _WORDS_HEIGHT = 0.8, 0.13  # of the plot on a phone: the words of the target line
_STEPS = 10


def ink(line: Line, spec: FigureSpec) -> tuple[str, bool]:
    """The colour of a line by its name in `look`, and whether it is dashed: lines that cross differ without colour too."""
    if line.tone is not None or line.role == "main":
        return line.tone or "accent", False
    others = [one for one in spec.lines if one.role == "other"]
    place = others.index(line) if line in others else 0
    return ("quiet", "ink")[place % 2], place % 4 > 1


def shows_all(spec: FigureSpec, line: Line) -> bool:
    """Whether every value is a dot: where the line between two of them says nothing. In pairs only those of the main line."""
    return spec.across is not None and (not spec.across.is_value or line.role == "main")


def is_label_below(spec: FigureSpec) -> bool:
    """Whether the value of a single line stands under its end: where the line comes down to it and there is room."""
    low, high = spec.y_range
    ends = [(before.y or 0.0, last.y or 0.0) for line in spec.lines for before, last in pairwise(line.pieces[-1])]
    if len(spec.lines) != 1 or not ends:
        return False
    before, last = ends[-1]
    least = low + 0.14 * (high - low)  # over the numbers of events
    if spec.target is not None and low < spec.target.y <= last:
        least = spec.target.y + 0.09 * (high - low)
    return least < last < before


def is_target_below(spec: FigureSpec) -> bool:
    """Whether the words at the end of the target line stand under it: where less is drawn than over it, if there is room."""
    target, (left, right), (low, high) = spec.target, spec.x_range, spec.y_range
    if target is None:
        return False
    tall, begin = _WORDS_HEIGHT * (high - low), right - _WORDS_WIDTH * (right - left)
    if target.y - tall < low:
        return False
    courses = [[(mark.x, mark.y or 0.0) for mark in piece] for line in spec.lines for piece in line.pieces]
    courses += [part.line for part in (spec.continuation, spec.assumption) if part is not None]  # type: ignore[misc]
    courses += [list(target.path)] if target.path is not None else []
    heights = [y - target.y for course in courses for x, y in _walked(course) if x >= begin and abs(y - target.y) < tall]
    return sum(height > 0 for height in heights) >= sum(height < 0 for height in heights)


def _walked(course: Sequence[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """The corners of a course and places between them, near enough to see what it passes."""
    yield from course
    for (x0, y0), (x1, y1) in pairwise(course):
        yield from ((x0 + (x1 - x0) * step / _STEPS, y0 + (y1 - y0) * step / _STEPS) for step in range(1, _STEPS))


def spread(wanted: Sequence[float], least: float, within: tuple[float, float] = (-inf, inf)) -> list[float]:
    """Places at least `least` apart, in the same order inside `within` and as near to the wanted ones as can be.

    Labels at line ends would cover one another; each cluster is laid out around its own middle (isotonic regression).

    >>> spread([5.0, 5.0, 9.0], 1.0)
    [4.5, 5.5, 9.0]
    """
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    clusters: list[list[float]] = []  # each holds its members' places, less what their rank already keeps apart
    for rank, index in enumerate(order):
        clusters.append([wanted[index] - rank * least])
        while len(clusters) > 1 and fmean(clusters[-2]) >= fmean(clusters[-1]):
            clusters[-2:] = [clusters[-2] + clusters[-1]]
    low, high = within[0], within[1] - (len(wanted) - 1) * least
    middles = [max(min(fmean(cluster), high), low) for cluster in clusters for _ in cluster]
    places = dict(zip(order, (middle + rank * least for rank, middle in enumerate(middles)), strict=True))
    return [places[index] for index in range(len(wanted))]
