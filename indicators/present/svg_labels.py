"""Where words may stand in a drawing: each on the first of its places that covers neither a line nor another word."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal

Anchor = Literal["start", "middle", "end"]
Spot = tuple[float, float]
SIZE = 12.0  # of every word, in pixels
LINE = 14.0
_BOLD, _PLAIN = 0.6, 0.56  # mean width of a sign, in sizes
_EVERY = 4.0  # pixels between two places of a line that a word may not cover


@dataclass(frozen=True)
class Label:
    """A word and where it stands: `y` is its base line.

    under   further lines beneath it, whose room it takes
    """

    text: str
    x: float
    y: float
    anchor: Anchor = "start"
    is_strong: bool = False
    under: tuple[str, ...] = ()

    @property
    def width(self) -> float:
        return max(wide(self.text, is_strong=self.is_strong), *(wide(text) for text in self.under), 0.0)

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom."""
        left = self.x - {"start": 0.0, "middle": 0.5, "end": 1.0}[self.anchor] * self.width
        return left, self.y - 0.8 * SIZE, left + self.width, self.y + 0.2 * SIZE + LINE * len(self.under)


@dataclass
class Room:
    """The plot with what is drawn in it so far.

    left, top, right, bottom   of the plot; no word leaves it
    """

    left: float
    top: float
    right: float
    bottom: float
    spots: list[Spot] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)

    def draw(self, course: Sequence[Spot]) -> None:
        """Remember a line: words keep off it."""
        self.spots += course[:1]
        for (x0, y0), (x1, y1) in pairwise(course):
            steps = max(1, int(max(abs(x1 - x0), abs(y1 - y0)) / _EVERY))
            self.spots += [(x0 + (x1 - x0) * step / steps, y0 + (y1 - y0) * step / steps) for step in range(1, steps + 1)]

    def put(self, places: Iterable[Label]) -> Label:
        """Take the place that covers the least, of equals the first."""
        best = min((self._inside(place) for place in places), key=self._covered)
        self.labels.append(best)
        return best

    def _inside(self, label: Label) -> Label:
        left, top, right, bottom = label.box
        x = label.x + max(self.left - left, 0) - max(right - self.right, 0)
        y = label.y + max(self.top - top, 0) - max(bottom - self.bottom, 0)
        return replace(label, x=x, y=y)

    def _covered(self, label: Label) -> float:
        left, top, right, bottom = label.box
        words = sum(
            max(0.0, min(right, r) - max(left, lf)) * max(0.0, min(bottom, b) - max(top, t))
            for lf, t, r, b in (other.box for other in self.labels)
        )
        return words + 10 * sum(left - 2 < x < right + 2 and top - 1 < y < bottom + 1 for x, y in self.spots)


def wide(text: str, *, is_strong: bool = False) -> float:
    """How many pixels a word takes, about."""
    return len(text) * SIZE * (_BOLD if is_strong else _PLAIN)


def around(text: str, x: float, y: float, *, is_strong: bool = False, gap: float = 8.0) -> list[Label]:
    """Places beside a spot: above and below, ending there, around it, starting there."""
    anchors: tuple[Anchor, ...] = ("end", "middle", "start")
    heights = (y - gap, y + gap + 0.75 * SIZE, y - 2.4 * gap, y + 2.4 * gap + 0.75 * SIZE)
    return [Label(text, x, height, anchor, is_strong) for height in heights for anchor in anchors]


def along(text: str, left: float, right: float, y: float, under: Sequence[str] = ()) -> list[Label]:
    """Places on a level line: its end first, above it, then below; `under` are further lines."""
    above, below = y - 5 - LINE * len(under), y + 5 + 0.75 * SIZE
    ends: tuple[tuple[float, Anchor], ...] = ((right, "end"), (left, "start"), ((left + right) / 2, "middle"))
    return [
        Label(text, x, height, anchor, is_strong=True, under=tuple(under)) for x, anchor in ends for height in (above, below)
    ]
