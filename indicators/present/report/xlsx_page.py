"""The paper of a sheet: how small it is printed, and where its pages end."""

from collections.abc import Iterable, Sequence
from typing import Any

A4 = 9
_MARGINS = {"left": 0.4, "right": 0.4, "top": 0.7, "bottom": 0.6}  # inches
_ACROSS, _DOWN = (11.69 - 0.8) * 96 * 0.99, (8.27 - 1.3) * 72 * 0.97  # pixels and points, less what printers differ by
_SMALLEST = 80  # per cent: 10 points become 8
_DIGIT, _BESIDE = 7.42, 0.72  # pixels of a digit where none is rounded; digits that a column takes beside its own
WIDEST = int(_ACROSS * 100 / _SMALLEST / _DIGIT)  # digits of all columns with what stands beside them, less than one each

Span = tuple[int, int]  # the first row and the one after the last


def set_up(sheet: Any, widths: Sequence[int]) -> int:
    """A4 across, its columns on one page. The scale in per cent: a page that is told to fit forgets its breaks."""
    scale = min(100, int(_ACROSS * 100 / sum((width + _BESIDE) * _DIGIT for width in widths)))
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(**_MARGINS)
    sheet.set_print_scale(scale)
    return scale


def breaks(heights: Sequence[float], spans: Iterable[Span], scale: int, repeated: float) -> list[int]:
    """The rows that begin a page. What belongs together is not divided where one page can hold it.

    heights    of every row, in points
    repeated   what the rows take that stand at the top of every later page
    """
    whole = _DOWN * 100 / scale
    room = whole - repeated
    kept = [(first, end) for first, end in spans if sum(heights[first:end]) <= room]
    found, start, left = list[int](), 0, whole
    for row, height in enumerate(heights):
        if height > left and row > start:
            start = _moved(row, start, kept)
            found.append(start)
            left = room - sum(heights[start:row])
        left -= height
    return found


def _moved(row: int, start: int, spans: Sequence[Span]) -> int:
    """The row itself, or where the outermost of the spans begins that it would divide."""
    while inside := [first for first, end in spans if start < first < row < end]:
        row = min(inside)
    return row
