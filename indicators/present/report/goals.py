"""A section a goal: the words of the decision, verdict, sentences, figure with table, so gerechnet, comments."""

from collections.abc import Iterator
from dataclasses import replace

from indicators.assess.assessment import Assessment
from indicators.catalogue import Catalogue
from indicators.period import parse_period
from indicators.present import calculation, goal_figure, goal_words, overview, projects
from indicators.present.report.blocks import (
    Block,
    Bullets,
    Facts,
    FigureBlock,
    Heading,
    Paragraph,
    Quote,
    Verdict,
    Written,
    said,
    told,
)
from indicators.present.report.texts import paragraphs
from indicators.present.report.view import ReportView, recent_comments
from indicators.present.views import GoalView
from indicators.present.words import Words


def goals(view: ReportView, catalogue: Catalogue, words: Words) -> Iterator[Block]:
    yield Heading(words("report_goals.title"), 1, "goals")
    for source in dict.fromkeys(one.document.source for one in view.goals):
        yield Paragraph(said(source), "quiet")
    for one in view.goals:
        yield from section(one, view, catalogue, words)


def section(one: GoalView, view: ReportView, catalogue: Catalogue, words: Words) -> Iterator[Block]:
    found = one.assessment
    anchor = f"goal-{one.goal.id.lower()}"
    yield Heading(f"{one.goal.id} {one.goal.title.in_language(words.language)}", 2, anchor)
    yield Verdict(words(f"verdict.{found.verdict}"), found.tone, tuple(overview.parts(found, words)) if one.is_measured else ())
    yield Paragraph(told(" ".join(goal_words.sentences(one, catalogue, words))), "lead")
    if one.goal.quote:
        yield Quote(one.goal.quote, overview.document_line(one, words))
    yield from _about(one, words)
    yield from figures(one, view, catalogue, words)
    if one.is_measured:
        yield from _calculated(one, anchor, catalogue, words)
    yield from _comments(one, view, anchor, words)


def _about(one: GoalView, words: Words) -> Iterator[Block]:
    """How the goal is read, what is noted, what was reported of it; the items of a pipeline one by one."""
    plain, language = one.goal, words.language
    rows = []
    if plain.reading is not None:
        open_reading = "" if plain.reading_confirmed else f" {words('goal.reading_open')}"
        rows.append((words("goal.reading"), plain.reading.in_language(language) + open_reading))
    if plain.note is not None:
        rows.append((words("goal.note"), plain.note.in_language(language)))
    if plain.state is not None and plain.state.evidence is not None:
        source = f" {words('table.source')}: {plain.state.source}" if plain.state.source else ""
        rows.append((words("goal.evidence"), plain.state.evidence.in_language(language) + source))
    if plain.owner:
        rows.append((words("field.owner"), plain.owner))
    if rows:
        yield Facts(tuple(rows))
    if plain.item:
        yield Paragraph(said(projects.counts(plain.item, words)))
        yield Bullets(
            tuple(said(f"{row['number']}. {row['name']}: {row['said']}") for row in projects.listed(plain.item, words))
        )


def figures(one: GoalView, view: ReportView, catalogue: Catalogue, words: Words) -> Iterator[FigureBlock]:
    """One a demand that has figures, and the gap of two groups; numbers are given when the report is whole."""
    for number, found in enumerate(one.assessments, start=1):
        if drawn := goal_figure.keys(found):
            alone = replace(one, assessments=(found,))
            spec = goal_figure.figure(alone, [view.series[key] for key in drawn], catalogue, words)
            yield FigureBlock(spec, one.goal.id if number == 1 else f"{one.goal.id}-{number}", 0)


def _calculated(one: GoalView, anchor: str, catalogue: Catalogue, words: Words) -> Iterator[Block]:
    yield Heading(words("goal.calculated"), 3, f"{anchor}-calculated")
    if len(one.assessments) > 1:
        yield Paragraph(said(words("goal.other_demands")), "quiet")
    for found in one.assessments:
        asked = found.demand or found.parity
        if asked is None:
            continue
        indicator = catalogue.indicators[asked.indicator]
        if len(one.assessments) > 1:
            group = found.demand.group if found.demand else "total"
            yield Paragraph(told(f"**{words.series(catalogue, indicator.id, group)}**"))
        steps = calculation.numbers(one, found, indicator, catalogue, words)
        yield Facts((*((words(f"calc.{key}"), text) for key, text in steps), *_concluded(found, words)))


def _concluded(found: Assessment, words: Words) -> Iterator[tuple[str, str]]:
    meaning = words(f"verdict_meaning.{found.verdict}")
    yield words("calc.verdict"), words("report_goals.verdict", word=words(f"verdict.{found.verdict}"), meaning=meaning)
    if found.reasons:
        yield words("calc.reasons"), " ".join(words.reason(reason.code, reason.params) for reason in found.reasons)
    yield words("calc.rules"), found.rule_version


def _comments(one: GoalView, view: ReportView, anchor: str, words: Words) -> Iterator[Block]:
    """What the administration says; a goal that moves the wrong way asks for it."""
    found = recent_comments(view, one)
    if found:
        yield Heading(words("report_goals.comments"), 3, f"{anchor}-comments")
    for comment in found:
        signed = words("upkeep.signed", author=comment.author, date=words.date(comment.on))
        yield Written(paragraphs(comment.text), f"{words.period(parse_period(comment.period))}, {signed}")
    if not found and one.assessment.tone == "bad":
        yield Paragraph(said(words("report_goals.uncommented")), "missing")
