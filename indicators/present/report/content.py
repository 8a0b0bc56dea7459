"""A report as a list of blocks: the sections of its template in their order. The one content of all forms."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from indicators.catalogue import Catalogue
from indicators.catalogue.report import Section
from indicators.present.report.blocks import Block, FigureBlock, Report
from indicators.present.report.changes import changes
from indicators.present.report.chapters import chapter
from indicators.present.report.comparison import comparison
from indicators.present.report.cover import cover, header
from indicators.present.report.goals import goals
from indicators.present.report.method import method
from indicators.present.report.open import open_questions
from indicators.present.report.owed import owed
from indicators.present.report.people import people
from indicators.present.report.summary import summary
from indicators.present.report.view import ReportView
from indicators.present.words import Words


def content(view: ReportView, catalogue: Catalogue, words: Words) -> Report:
    """The whole report in one language."""
    blocks = (block for section in view.template.section for block in _section(section, view, catalogue, words))
    return Report(words.language, cover(view, words), header(view, words), tuple(_numbered(blocks)), view.is_draft, view.today)


def as_draft(report: Report, view: ReportView, words: Words) -> Report:
    """The same blocks, said on every page not to be released."""
    draft = replace(view, is_draft=True)
    return replace(report, cover=cover(draft, words), header=header(draft, words), is_draft=True)


def _section(section: Section, view: ReportView, catalogue: Catalogue, words: Words) -> Iterable[Block]:
    match section.kind:
        case "summary":
            return summary(view, catalogue, words)
        case "goals":
            return goals(view, catalogue, words)
        case "chapter":
            return chapter(section, view, catalogue, words)
        case "comparison":
            return comparison(section, view, catalogue, words)
        case "groups":
            return people(view, catalogue, words)
        case "duties":
            return owed(view, words)
        case "changes":
            return changes(view, catalogue, words)
        case "open":
            return open_questions(view, catalogue, words)
        case "method":
            return method(view, catalogue, words)


def _numbered(blocks: Iterable[Block]) -> Iterator[Block]:
    """Figures counted through the report, from 1."""
    number = 0
    for block in blocks:
        if isinstance(block, FigureBlock):
            number += 1
            block = replace(block, number=number)
        yield block
