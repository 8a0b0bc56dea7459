"""Where the chosen areas lie among all: one stroke an area, on one line from the lowest to the highest value."""

from collections.abc import Sequence

from indicators.assess.compared import spread_of
from indicators.assess.series import Point
from indicators.catalogue import Catalogue
from indicators.catalogue.model import Indicator
from indicators.period import Period
from indicators.present import goal, html, svg
from indicators.present.compare_shown import Choice, Views, at
from indicators.present.views import SeriesView
from indicators.present.words import Words

_FEWEST = 20  # with fewer areas the table tells it better
Found = list[tuple[SeriesView, Point]]


def strip(views: Views, choice: Choice, catalogue: Catalogue, words: Words) -> str:
    """Empty where there are too few areas for a distribution."""
    period = _newest(views)
    found = _values(views, period) if period is not None else []
    if period is None or len(found) < _FEWEST:
        return ""
    indicator = views[0].indicator
    values = [point.value for _, point in found if point.value is not None]
    all_of = spread_of(values)
    chosen = [(view, point) for view, point in found if view.area.area in (choice.focus, *choice.peers)]
    low, middle, high = (
        words.value(value, indicator.decimals, catalogue, indicator.unit) for value in (all_of.low, all_of.median, all_of.high)
    )
    sentence = words("strip.sentence", when=words.when(period, indicator), count=words.number(all_of.count, 0), low=low,
                     median=middle, high=high)  # fmt: skip
    return html.render(
        "compare_strip.html", words=words, sentence=sentence, low=low, high=high,
        picture=html.mask(svg.strokes(values, [point.value or 0.0 for _, point in chosen], all_of.median)), alt=sentence,
        told=[_told(view, point, values, indicator, catalogue, words) for view, point in chosen],
    )  # fmt: skip


def _at(value: float, values: Sequence[float]) -> str:
    """Where a name stands over the line: behind its stroke in the left half, before it in the right."""
    share = (value - min(values)) / ((max(values) - min(values)) or 1) * 100
    return f"padding-left:{share:.1f}%" if share <= 50 else f"padding-right:{100 - share:.1f}%;text-align:right"


def _newest(views: Views) -> Period | None:
    """The newest period for which most areas have a value: a few newer ones are no distribution."""
    counts: dict[Period, int] = {}
    for view in views:
        if view.area.kind in ("city", "district"):
            for point in view.points:
                if point.value is not None:
                    counts[point.period] = counts.get(point.period, 0) + 1
    most = max(counts.values(), default=0)
    return max((period for period, count in counts.items() if count * 2 > most), default=None)


def _values(views: Views, period: Period) -> Found:
    found = [(view, at(view.points, period)) for view in views if view.area.kind in ("city", "district")]
    return [(view, point) for view, point in found if point is not None]


def _told(
    view: SeriesView, point: Point, values: Sequence[float], indicator: Indicator, catalogue: Catalogue, words: Words
) -> dict[str, str]:  # fmt: skip
    """A chosen area: its value, and in how many areas the value is lower. No rank: neither end of the line is a praise."""
    value = point.value or 0.0
    lower = sum(other < value for other in values)
    return {
        "style": _at(value, values), "name": view.area.name.in_language(words.language),
        "href": goal.trace(view, str(point.period), words),
        "value": words.value(value, point.decimals, catalogue, indicator.unit),
        "lower": words("strip.lower", count=words.number(lower, 0), all=words.number(len(values) - 1, 0)),
    }  # fmt: skip
