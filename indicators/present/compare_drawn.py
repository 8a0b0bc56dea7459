"""All that a comparison shows for one choice, finished: the same for every visitor."""

from collections.abc import Mapping
from dataclasses import dataclass

from indicators.catalogue import Catalogue
from indicators.present import compare, compare_pair
from indicators.present.compare_panels import panels
from indicators.present.compare_shown import Choice, Views
from indicators.present.compare_strip import strip
from indicators.present.figure import FigureSpec
from indicators.present.words import Words


@dataclass(frozen=True)
class Drawn:
    """The figure; as HTML the cautions above it, the panels by kind of axis, and what stands below; empty where nothing."""

    spec: FigureSpec
    cautions: str
    panels: Mapping[str, str]
    rest: str


def draw(views: Views, others: Views, choice: Choice, catalogue: Catalogue, words: Words) -> Drawn:
    """others   the second indicator of a pair; empty for any other view"""
    if others:
        spec = compare_pair.figure(views, others, choice, catalogue, words)
        cautions = compare_pair.cautions(views, others, choice, catalogue, words)
    else:
        spec = compare.figure(views, choice, catalogue, words)
        cautions = compare.cautions(views, choice, catalogue, words)
    apart = {axis: panels(views, choice, catalogue, words, is_shared=axis == "shared") for axis in ("shared", "own")}
    rest = strip(views, choice, catalogue, words) + compare.latest(views, choice, catalogue, words)
    return Drawn(spec, cautions, apart, rest)
