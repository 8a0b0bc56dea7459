"""FigureSpec: one description of a line chart. Plotly draws it on screen, matplotlib for download; words and table agree."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

from indicators.assess.assessment import Tone
from indicators.assess.compared import is_alike
from indicators.assess.series import Point
from indicators.period import PER_YEAR, Frequency, Period, containing
from indicators.present.tables import FigureTable

Role = Literal["main", "other", "reference"]
_FOOT = 0.3  # of what lies over a target at the foot of the axis: what lies under it
_NUMBER_WIDTH = 0.06  # of the plot on a phone


@dataclass(frozen=True)
class Mark:
    """One published value on a line. `period` and `text` are ready to print; `y` is None for a hole with a reason."""

    x: float
    y: float | None
    period: str
    text: str
    is_provisional: bool = False
    number: str = ""  # the value without unit


@dataclass(frozen=True)
class Line:
    """A series in pieces: where a value is missing or the count changed, the line is interrupted.

    role   main is drawn strong, other quiet, reference quiet and dotted
    tone   colours the line where it means a verdict; None for plain ink
    """

    name: str
    short: str  # at the line's end, where a phone leaves little room
    pieces: tuple[tuple[Mark, ...], ...]
    role: Role = "main"
    tone: Tone | None = None
    start: str = ""  # at its first mark, where that is no year of the axis
    is_square: bool = False  # its dots: a second kind of area beside the others

    @property
    def last(self) -> Mark | None:
        return self.pieces[-1][-1] if self.pieces else None


@dataclass(frozen=True)
class Target:
    """A horizontal line at the decided value, and the straight path that would reach it in time.

    label    what is to be reached and when
    origin   the paper and the body it names, under the label
    """

    y: float
    label: str
    path: tuple[tuple[float, float], tuple[float, float]] | None = None
    path_label: str = ""
    origin: str = ""


Corners = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Continuation:
    """The series carried on: a dashed line from its newest level, and bands of likely values around it.

    bands   corners of each band in order around it, the widest first; empty where no interval is given
    label   the word at its end, so that nobody takes it for a published figure
    is_flat   it keeps the last value, because nothing else did better for this kind of indicator
    """

    line: Corners
    bands: tuple[Corners, ...]
    label: str
    is_flat: bool = False

    @property
    def label_place(self) -> tuple[float, float]:
        """Where the word ends: over the widest band, else over the line."""
        x, y = self.line[-1]
        return x, max([y, *(y for band in self.bands for at, y in band if at == x)])


@dataclass(frozen=True)
class Assumption:
    """The straight path for a pace that somebody asks about."""

    line: Corners
    label: str

    @property
    def label_place(self) -> tuple[float, float]:
        return self.line[-1]


@dataclass(frozen=True)
class Note:
    """Something dated. A break is a dotted line with its label; any other event a small number, told in a list below.

    label   what and when
    text    what it does to the figures; only told in the list
    """

    x: float
    label: str
    text: str = ""
    is_break: bool = True
    has_line: bool = True  # where a break lies; a hole in a line is named only


@dataclass(frozen=True)
class Across:
    """What stands along the bottom instead of years.

    ticks   the only places that are named; empty where the axis counts values of another indicator
    title   what those values are
    unit    printed behind their numbers
    up      what the values upwards are, in place of their unit
    """

    ticks: tuple[tuple[float, str], ...] = ()
    title: str = ""
    unit: str = ""
    up: str = ""

    @property
    def is_value(self) -> bool:
        return not self.ticks


@dataclass(frozen=True)
class FigureSpec:
    """A line chart, finished but for ink.

    heading     the finding in a few words; `sentence` says the rest
    table       the numbers of the picture
    base        the published value from which progress is counted, ringed
    unit        printed behind the numbers of the axis
    from_zero   False only where the note says so
    alt         the whole figure in words
    source      publisher, table, period, Stand, licence: part of every picture that leaves the page
    """

    heading: str
    lines: tuple[Line, ...]
    unit: str
    decimals: int
    from_zero: bool
    alt: str
    source: str
    table: FigureTable
    sentence: str = ""
    target: Target | None = None
    base: Mark | None = None
    notes: tuple[Note, ...] = ()
    continuation: Continuation | None = None
    assumption: Assumption | None = None
    across: Across | None = None  # None: years

    @property
    def above(self) -> str:
        """What stands over the axis: its unit, unless that is the sign behind every number; in a pair what is upwards."""
        if self.across is not None and self.across.up:
            return self.across.up
        return "" if self.unit == "%" else self.unit

    @property
    def breaks(self) -> tuple[Note, ...]:
        return tuple(note for note in self.notes if note.is_break)

    @property
    def events(self) -> tuple[Note, ...]:
        """In the order of time, which their numbers follow."""
        return tuple(sorted((note for note in self.notes if not note.is_break), key=lambda note: note.x))

    @property
    def event_rows(self) -> tuple[int, ...]:
        """For each event how many numbers stand below its own, so that none covers another on a phone."""
        span, rows = self.x_range[1] - self.x_range[0], list[int]()
        for number, note in enumerate(self.events):
            near = [rows[other] for other in range(number) if note.x - self.events[other].x < _NUMBER_WIDTH * span]
            rows.append(next(row for row in range(len(near) + 1) if row not in near))
        return tuple(rows)

    @property
    def _ahead(self) -> list[tuple[float, float]]:
        """Every place that is drawn of what has not happened yet."""
        ahead = list(self.target.path) if self.target is not None and self.target.path is not None else []
        if self.continuation is not None:
            ahead += [corner for part in (self.continuation.line, *self.continuation.bands) for corner in part]
        return ahead + list(self.assumption.line if self.assumption is not None else ())

    @property
    def y_range(self) -> tuple[float, float]:
        """What the axis shows: every value, the target, what may come, and some air above."""
        values = [mark.y for line in self.lines for piece in line.pieces for mark in piece if mark.y is not None]
        values += [y for _, y in self._ahead]
        if self.target is not None:
            values.append(self.target.y)
        low, high = (min(values), max(values)) if values else (0.0, 1.0)
        if self.from_zero:
            low, high = min(low, 0.0), max(high, 0.0)
        span = high - low or abs(high) * 0.2 or 1.0
        # The names of breaks stand at the top in up to three rows, where no line runs.
        top = high + span * (0.14 + 0.1 * min(len(self.breaks), 3))
        foot = low - span * 0.12 if low < 0 or not self.from_zero else 0.0
        if self.target is not None:  # its words need room under the line where the line lies at the foot, events under them
            room = _FOOT * (top - self.target.y)
            foot = min(foot, self.target.y - room) if self.target.y - foot < room / 2 else foot
        return foot, top

    @property
    def x_range(self) -> tuple[float, float]:
        places = [mark.x for line in self.lines for piece in line.pieces for mark in piece]
        places += [x for x, _ in self._ahead]
        low, high = (min(places), max(places)) if places else (2020.0, 2025.0)
        if self.across is None:
            return low - 0.4, high + 0.4
        air = (high - low or abs(high) * 0.2 or 1.0) * 0.06
        return low - air * (2 if any(line.start for line in self.lines) else 1), high + air

    @property
    def year_ticks(self) -> list[int]:
        """Round years inside the drawn span, six or so; never beyond the newest value or the due year."""
        low, high = self.x_range
        span = high - low
        step = 1 if span < 7 else 2 if span < 14 else 5 if span < 36 else 10
        return [year for year in range(int(low), int(high) + 1) if year % step == 0 and low <= year <= high]


def place(period: Period) -> float:
    """Where a period stands on the axis of years: a year at its number, a quarter or month at its end."""
    if period.frequency == "year":
        return float(period.year)
    return period.year + period.number / PER_YEAR[period.frequency]


def starts_at_zero(values: Sequence[float]) -> bool:
    """True unless the values are all far from zero compared with how much they differ."""
    return not values or min(values) <= 0 or min(values) < 0.6 * max(values)


def break_place(day: date, frequency: Frequency, *, is_stock: bool) -> float:
    """Where a break on a day stands on the axis of years: between the last period of the old count and the first of the new.

    A mean over the break belongs to neither side; then it is that period's own place.

    >>> break_place(date(2011, 12, 31), "year", is_stock=True), break_place(date(2013, 6, 1), "year", is_stock=False)
    (2010.5, 2013.0)
    """
    period = containing(day, frequency)
    is_clean = is_stock or period.start == day
    return place(period) - (0.5 / PER_YEAR[frequency] if is_clean else 0.0)


def pieces(
    points: Sequence[Point], marks: Sequence[Mark], breaks: Sequence[date], *, is_stock: bool
) -> tuple[tuple[Mark, ...], ...]:  # fmt: skip
    """Cut a line where a period is missing, a value is withheld, or two points were not counted in the same way.

    breaks   the days from which it is counted otherwise
    """
    numbers = {point.period.number for point in points}
    found: list[list[Mark]] = []
    previous: Point | None = None
    for point, mark in zip(points, marks, strict=True):
        if point.value is not None:
            if previous is None or not _is_joined(previous, point, numbers, breaks, is_stock=is_stock):
                found.append([])
            found[-1].append(mark)
            previous = point
    return tuple(tuple(piece) for piece in found)


def _is_joined(before: Point, after: Point, numbers: set[int], breaks: Sequence[date], *, is_stock: bool) -> bool:
    per_year = PER_YEAR[before.period.frequency]
    between = range(before.period.ordinal + 1, after.period.ordinal)
    is_hole = any(step % per_year + 1 in numbers for step in between)
    return not is_hole and is_alike(before.period, after.period, breaks, is_stock=is_stock)


def holes(points: Sequence[Point]) -> tuple[Period, ...]:
    """The periods between the first and the last point that have no value."""
    filled = [point.period for point in points if point.value is not None]
    numbers = {period.number for period in filled}
    between = ((before, step) for before, after in pairwise(filled) for step in range(1, after.ordinal - before.ordinal))
    return tuple(period for before, step in between if (period := before.plus(step)).number in numbers)
