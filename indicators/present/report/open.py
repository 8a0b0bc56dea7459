"""What the report cannot say yet, and whom it asks."""

from collections.abc import Iterator, Sequence

from indicators.catalogue import Catalogue
from indicators.present.report.blocks import Block, Bullets, Heading, Paragraph, said
from indicators.present.report.chapters import chapter_title
from indicators.present.report.owed import overdue
from indicators.present.report.view import ReportView, open_points
from indicators.present.views import GoalView
from indicators.present.words import Words


def open_questions(view: ReportView, catalogue: Catalogue, words: Words) -> Iterator[Block]:
    found = open_points(view)
    chapters = Bullets(tuple(said(chapter_title(one, catalogue, words)) for one in found.unwritten))
    parts = (
        ("figures", _goals(found.without_figures, words)), ("states", _goals(found.unknown, words)),
        ("duties", overdue(found.overdue, words)), ("unheard", overdue(found.unheard, words)),
        ("comments", _goals(found.uncommented, words)), ("chapters", chapters),
    )  # fmt: skip
    yield Heading(words("report_open.title"), 1, "open")
    for key, bullets in parts:
        yield Heading(words(f"report_open.{key}"), 2, f"open-{key}")
        yield bullets if bullets.items else Paragraph(said(words("report_open.none")))


def _goals(found: Sequence[GoalView], words: Words) -> Bullets:
    return Bullets(tuple(said(title) for title in open_titles(found, words)))


def open_titles(found: Sequence[GoalView], words: Words) -> list[str]:
    """`DO-1 Arbeitslosenquote dauerhaft unter 8 %`"""
    return [f"{one.goal.id} {one.goal.title.in_language(words.language)}" for one in found]
