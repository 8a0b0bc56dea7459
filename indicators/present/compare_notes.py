"""What stands in the way of a comparison: breaks, counts that differ between areas, missing values, other sources.

The same facts are told twice: as remarks inside the picture, so that they travel with it, and as sentences above it.
"""

from collections.abc import Sequence
from itertools import groupby

from indicators.catalogue import Catalogue
from indicators.catalogue.model import Event
from indicators.period import Period
from indicators.present import goal
from indicators.present.compare_shown import Choice, Shown, filled, slope_change
from indicators.present.figure import Note, break_place, holes, place
from indicators.present.views import SeriesView
from indicators.present.words import Words

_IN_PICTURE = 3  # more remarks on missing values would cover the lines


def notes(lines: Sequence[Shown], choice: Choice, catalogue: Catalogue, words: Words) -> tuple[Note, ...]:
    """The remarks inside the picture, in the order of time."""
    places = [place(point.period) for line in lines for point in line.filled]
    indicator, frequency = lines[0].view.indicator, lines[0].filled[0].period.frequency
    told = [
        Note(break_place(event.date, frequency, is_stock=indicator.is_stock), _label(event, lines, words))
        for event in _breaks(lines)
    ]
    if choice.view != "slope":
        told += [
            Note(sum(place(period) for period in gap) / len(gap), _gap_label(gap, areas, lines, words), has_line=False)
            for gap, areas in _gaps(lines, choice)[:_IN_PICTURE]
        ]
        told += [note for note in goal.notes(_events(lines), lines[0].points, indicator, words) if not note.is_break]
    return tuple(sorted((note for note in told if min(places) <= note.x <= max(places)), key=lambda note: note.x))


def _events(lines: Sequence[Shown]) -> list[Event]:
    return list(dict.fromkeys(event for line in lines for event in line.view.events))


def warnings(lines: Sequence[Shown], choice: Choice, catalogue: Catalogue, words: Words) -> list[str]:
    """The sentences above the picture, the gravest first."""
    return [*of_series(lines, choice, catalogue, words), *of_job_centres(lines, words)]


def of_series(lines: Sequence[Shown], choice: Choice, catalogue: Catalogue, words: Words) -> list[str]:
    """What concerns the figures of these lines; nothing where there are no lines."""
    if not lines:
        return []
    gaps = _about_gaps(lines, choice, words) if choice.view != "slope" else []
    return [
        *_about_breaks(lines, choice, words), *gaps, *_about_ends(lines, words), *_about_sources(lines, catalogue, words)
    ]  # fmt: skip


def absent(lines: Sequence[Shown], everything: Sequence[Shown], words: Words) -> list[str]:
    """Which areas have figures but nothing to show in this way of looking."""
    drawn = {line.view.area.area for line in lines}
    lacking = [line for line in everything if line.view.area.area not in drawn]
    return [words("compare_warn.absent", areas=_names(lacking, words))] if lacking else []


def _breaks(lines: Sequence[Shown]) -> list[Event]:
    """The breaks that the drawn years hold, each once."""
    found = [event for event in _events(lines) if event.breaks]
    first = min(point.period.start for line in lines for point in line.filled)
    last = max(point.period.end for line in lines for point in line.filled)
    return sorted((event for event in found if first < event.date <= last), key=lambda event: event.date)


def _concerned(event: Event, lines: Sequence[Shown], words: Words) -> str:
    """Which of the drawn areas a break concerns; empty where it is all of them."""
    found = [line for line in lines if event in line.view.events]
    if len(found) == len(lines):
        return ""
    if all(line.view.area.kind == "city" for line in found) and len(found) == sum(ln.view.area.kind == "city" for ln in lines):
        return words("compare_warn.cities")
    return _names(found, words)


def _names(lines: Sequence[Shown], words: Words) -> str:
    """In the order of the catalogue, whichever line is drawn last."""
    return ", ".join(
        line.view.area.name.in_language(words.language) for line in sorted(lines, key=lambda one: _order(one.view))
    )


def _order(view: SeriesView) -> tuple[bool, bool, str]:
    return view.area.kind == "country", view.area.kind == "land", view.area.name.de


def _label(event: Event, lines: Sequence[Shown], words: Words) -> str:
    label, areas = event.label.in_language(words.language), _concerned(event, lines, words)
    return words("compare_warn.label_only", label=label, areas=areas) if areas else label


def _about_breaks(lines: Sequence[Shown], choice: Choice, words: Words) -> list[str]:
    told = []
    for event in _breaks(lines):
        label, when, areas = event.label.in_language(words.language), event.date.year, _concerned(event, lines, words)
        key = "compare_warn.break_some" if areas else "compare_warn.break"
        told.append(words(key, label=label, year=when, areas=areas))
    if choice.view == "slope" and any(slope_change(line) is None for line in lines):
        told.append(words("compare_warn.no_slope"))
    if choice.view == "index" and choice.base is not None and any(_is_shorter(line) for line in lines):
        told.append(words("compare_warn.cut", base=words.period(choice.base, lines[0].view.indicator)))
    return told


def _is_shorter(line: Shown) -> bool:
    """Some published values were counted otherwise than the base and are not drawn."""
    return len(line.filled) < len(filled(line.view)) and bool(line.view.breaks)


def _gaps(lines: Sequence[Shown], choice: Choice) -> list[tuple[tuple[Period, ...], tuple[Shown, ...]]]:
    """Runs of periods without a published value, and the lines that lack them; the longest first.

    A distance needs two values: there the periods without one of them.
    """
    by_gap: dict[tuple[Period, ...], list[Shown]] = {}
    for line in lines:
        first, last = line.filled[0].period, line.filled[-1].period
        points = line.points if choice.view == "distance" else line.view.points
        for gap in runs([period for period in holes(points) if first <= period <= last]):
            by_gap.setdefault(gap, []).append(line)
    return sorted(((gap, tuple(areas)) for gap, areas in by_gap.items()), key=lambda found: (-len(found[0]), found[0][0]))


def runs(periods: Sequence[Period]) -> list[tuple[Period, ...]]:
    """Neighbouring periods together; a stock counted once a year has neighbours a year apart."""
    found = []
    is_yearly = len({period.number for period in periods}) == 1
    for _, run in groupby(enumerate(periods), key=lambda at: (at[1].year if is_yearly else at[1].ordinal) - at[0]):
        found.append(tuple(period for _, period in run))
    return found


def _told(gap: Sequence[Period], line: Shown, words: Words) -> str:
    first, last = (words.period(gap[end], line.view.indicator) for end in (0, -1))
    if len(gap) == 1:
        return first
    return words("compare_warn.both" if len(gap) == 2 else "compare_warn.from_to", first=first, last=last)


def _gap_label(gap: Sequence[Period], areas: Sequence[Shown], lines: Sequence[Shown], words: Words) -> str:
    periods = _told(gap, areas[0], words)
    if len(areas) == len(lines):
        return words("compare_warn.label_gap", periods=periods)
    return words("compare_warn.label_gap_some", periods=periods, areas=_names(areas, words))


def _about_gaps(lines: Sequence[Shown], choice: Choice, words: Words) -> list[str]:
    return [
        words(
            "compare_warn.gap_distance" if choice.view == "distance" else "compare_warn.gap",
            areas=_names(areas, words),
            periods=_told(gap, areas[0], words),
        )
        for gap, areas in sorted(_gaps(lines, choice), key=lambda found: found[0][0])
    ]


def _about_ends(lines: Sequence[Shown], words: Words) -> list[str]:
    """Which lines stop before the newest period."""
    indicator, newest = lines[0].view.indicator, max(line.filled[-1].period for line in lines)
    by_end: dict[Period, list[Shown]] = {}
    for line in lines:
        by_end.setdefault(line.filled[-1].period, []).append(line)
    return [
        words("compare_warn.ends", areas=_names(found, words), period=words.period(end, indicator),
              newest=words.period(newest, indicator))
        for end, found in sorted(by_end.items())
        if end < newest
    ]  # fmt: skip


def _about_sources(lines: Sequence[Shown], catalogue: Catalogue, words: Words) -> list[str]:
    """Said where some areas have figures of a publisher or table that others lack."""
    by_source: dict[str, list[Shown]] = {}
    for line in lines:
        for source in {_source(label, catalogue): None for label in _labels(line)}:
            by_source.setdefault(source, []).append(line)
    by_areas: dict[str, list[str]] = {}
    for source, found in by_source.items():
        if len(found) < len(lines):
            by_areas.setdefault(_names(found, words), []).append(source)
    return [words("compare_warn.source", areas=areas, sources="; ".join(found)) for areas, found in by_areas.items()]


def _labels(line: Shown) -> list[str]:
    """The sources of the drawn periods, each once."""
    drawn = {str(point.period) for point in line.filled}
    columns = zip(line.view.shown["period"], line.view.shown["source"], strict=True)
    return list(dict.fromkeys(str(source) for period, source in columns if period in drawn))


def _source(label: str, catalogue: Catalogue) -> str:
    source = catalogue.source_of(label)
    return ", ".join(part for part in (source.publisher, source.table) if part) if source is not None else label


def of_job_centres(lines: Sequence[Shown], words: Words) -> list[str]:
    """Both kinds side by side invite a conclusion that these figures do not carry."""
    cities, joint = (_names([line for line in lines if line.view.area.job_centre == kind], words) for kind in ("zkT", "gE"))
    return [words("compare_warn.job_centres", cities=cities, joint=joint)] if cities and joint else []
