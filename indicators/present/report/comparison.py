"""The city beside the others, indicator by indicator: what each measures its own goal by is not ranked."""

from collections.abc import Iterator

from indicators.catalogue import Catalogue
from indicators.catalogue.people import key_of
from indicators.catalogue.report import Section
from indicators.present import compare
from indicators.present.compare_notes import warnings
from indicators.present.compare_shown import Choice, shown
from indicators.present.report.blocks import Block, Bullets, FigureBlock, Heading, Paragraph, said
from indicators.present.report.view import ReportView
from indicators.present.words import Words


def comparison(section: Section, view: ReportView, catalogue: Catalogue, words: Words) -> Iterator[Block]:
    yield Heading(words("report_comparison.title"), 1, "comparison")
    yield Paragraph(said(words("compare.own_goals")))
    for name in section.series:
        indicator, group = key_of(name)
        yield Heading(words.series(catalogue, indicator, group), 2, f"comparison-{anchor_of(name)}")
        yield from beside(name, view, catalogue, words)


def beside(name: str, view: ReportView, catalogue: Catalogue, words: Words) -> Iterator[Block]:
    """A series of the city with those of the others, or that there is no figure."""
    views = view.comparisons.get(key_of(name), ())
    choice = Choice("level", view.area.area)
    lines = shown(views, choice) if views else []
    if not any(line.view.area.area == view.area.area for line in lines):
        text = words("report_comparison.no_figure", series=words.series(catalogue, *key_of(name)),
                     area=view.area.name.in_language(words.language))  # fmt: skip
        yield Paragraph(said(text), "missing")
    if lines:
        yield FigureBlock(compare.figure(views, choice, catalogue, words), anchor_of(name), 0)
        if cautions := warnings(lines, choice, catalogue, words):
            yield Bullets(tuple(said(caution) for caution in cautions))


def anchor_of(name: str) -> str:
    """A series as a name for files and links: `unemployment-rate-women`."""
    return name.replace("/", "-").replace("_", "-")
