"""A chapter the council asked for: its words, what the coordinator wrote, and goals and figures beside it."""

from collections.abc import Iterator

from indicators.catalogue import Catalogue
from indicators.catalogue.report import Section
from indicators.present import projects
from indicators.present.report.blocks import Block, Heading, Paragraph, Quote, TableBlock, Written, said
from indicators.present.report.comparison import beside
from indicators.present.report.summary import goals_table
from indicators.present.report.texts import paragraphs
from indicators.present.report.view import ReportView
from indicators.present.words import Words


def chapter(section: Section, view: ReportView, catalogue: Catalogue, words: Words) -> Iterator[Block]:
    yield Heading(chapter_title(section, catalogue, words), 1, f"chapter-{section.id}")
    if section.quote:
        yield Quote(section.quote, section.source)
    if section.note:
        yield Paragraph(said(section.note.in_language(words.language)), "quiet")
    written = view.chapters.get(section.id)
    if written is None:
        yield Paragraph(said(words("report_chapter.unwritten")), "missing")
    else:
        signed = words("upkeep.signed", author=written.author, date=words.date(written.on))
        yield Written(paragraphs(written.text), signed)
    if section.item:
        yield from _item(section, view, words)
    elif goals := [goal for name in section.goals if (goal := view.goal(name)) is not None]:
        caption = words("report_chapter.goals", date=words.date(view.today))
        yield TableBlock(goals_table(goals, catalogue, words), caption)
    for name in section.series:
        yield from beside(name, view, catalogue, words)


def chapter_title(section: Section, catalogue: Catalogue, words: Words) -> str:
    """Its own, or the name of the item it is about as that is entered now."""
    if section.title is not None:
        return section.title.in_language(words.language)
    goal = catalogue.goals.get(section.goals[0])
    if goal is None or section.item > len(goal.item):  # taken out of the list since the template was written
        return words("report_chapter.item", number=section.item)
    name = goal.item[section.item - 1].name.in_language(words.language)
    return words("report_chapter.item_named", number=section.item, name=name)


def _item(section: Section, view: ReportView, words: Words) -> Iterator[Block]:
    """How far the one project is, by what was reported."""
    goal = view.goal(section.goals[0])
    if goal is not None and section.item <= len(goal.goal.item):
        row = projects.listed(goal.goal.item, words)[section.item - 1]
        yield Paragraph(said(words("report_chapter.item_state", goal=goal.goal.id, state=row["said"])), "quiet")
