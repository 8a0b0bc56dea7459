"""The figure of a goal: the series that is judged towards its target, or the gap of two groups towards zero."""

from collections.abc import Sequence

from indicators.assess.assessment import Assessment
from indicators.catalogue import Catalogue
from indicators.present import goal, parity_figure
from indicators.present.figure import FigureSpec
from indicators.present.views import GoalView, SeriesView
from indicators.present.words import Words


def keys(found: Assessment) -> list[tuple[str, str]]:
    """Indicator and group of each series it is drawn from; none where no figure judges."""
    if found.current is None or found.current.value is None:
        return []
    if found.parity is not None:
        return [(found.parity.indicator, group) for group in found.parity.groups]
    return [(found.demand.indicator, found.demand.group)] if found.demand is not None else []


def figure(view: GoalView, series: Sequence[SeriesView], catalogue: Catalogue, words: Words) -> FigureSpec:
    """series   those of `keys`, in their order"""
    if view.assessment.parity is None:
        return goal.figure(view, series[0], catalogue, words)
    first, second = series
    return parity_figure.figure(view, (first, second), catalogue, words)
