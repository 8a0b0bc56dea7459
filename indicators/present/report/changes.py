"""What has changed since the edition before: new periods and revised figures apart, then verdicts that are others."""

from collections.abc import Callable, Iterator, Sequence

from indicators.catalogue import Catalogue
from indicators.present.earlier import ChangedPoint, SinceView, figures_told
from indicators.present.overview_changes import change_told
from indicators.present.report.blocks import Block, Bullets, Heading, Paragraph, Run, Runs, said
from indicators.present.report.cover import day_told
from indicators.present.report.view import ReportView
from indicators.present.words import Words

# What is told apart, in this order.
KINDS: dict[str, Callable[[SinceView], Sequence[ChangedPoint]]] = {
    "new": lambda one: one.new,
    "revised": lambda one: one.revised,
    "gone": lambda one: one.gone,
}


def changes(view: ReportView, catalogue: Catalogue, words: Words) -> Iterator[Block]:
    yield Heading(words("report_changes.title"), 1, "changes")
    if view.since is None:
        yield Paragraph(said(words("report_changes.no_edition")))
        return
    yield Paragraph(said(words("report_changes.since", date=day_told(view.since, words))), "quiet")
    for kind, points in KINDS.items():
        found = [(goal, points(one)) for goal, one in view.changes.items() if points(one)]
        if found or kind != "gone":
            yield Heading(words(f"report_changes.{kind}"), 2, f"changes-{kind}")
            yield _figures(found, catalogue, words) if found else Paragraph(said(words("report_changes.nothing")))
    yield Heading(words("report_changes.verdicts"), 2, "changes-verdicts")
    yield _verdicts(view, catalogue, words)


def _figures(found: Sequence[tuple[str, Sequence[ChangedPoint]]], catalogue: Catalogue, words: Words) -> Bullets:
    return Bullets(tuple((Run(f"{goal} ", True), Run(figures_told(points, catalogue, words))) for goal, points in found))


def _verdicts(view: ReportView, catalogue: Catalogue, words: Words) -> Block:
    """Every goal whose verdict is another one, with the reason."""
    told: list[Runs] = []
    for one in view.goals:
        found = view.changes.get(one.goal.id)
        if found is not None and found.cause != "none":
            line = change_told(one, found, catalogue, words)
            told.append((Run(f"{one.goal.id} {line['title']}: ", True), Run(line["told"])))
    return Bullets(tuple(told)) if told else Paragraph(said(words("report_changes.same")))
