"""How verdicts are made, what the figures mean, where they come from and under which licence."""

from collections.abc import Iterator

from indicators.assess.assessment import RULE_VERSION, TONE
from indicators.catalogue import Catalogue
from indicators.catalogue.model import Source
from indicators.catalogue.people import key_of
from indicators.present import sources
from indicators.present.method import CHAPTERS
from indicators.present.overview import document_line
from indicators.present.report.blocks import Block, Bullets, Facts, Heading, Paragraph, Run, TableBlock, said, told
from indicators.present.report.view import Key, ReportView
from indicators.present.tables import Cell, Column, FigureTable
from indicators.present.views import SeriesView
from indicators.present.words import Words

# Of the rules those that a report applies.
_TOLD = {"judged": CHAPTERS["judged"], "kinds": CHAPTERS["kinds"], "ahead": ("outlook", "chance")}


def method(view: ReportView, catalogue: Catalogue, words: Words) -> Iterator[Block]:
    yield Heading(words("method.title"), 1, "method")
    yield Paragraph(said(words("method.version", version=RULE_VERSION)))
    yield Paragraph(said(words("sources.disclaimer")), "quiet")
    for name, keys in _TOLD.items():
        yield Heading(words(f"method.chapter_{name}"), 2, f"method-{name}")
        yield Bullets(tuple(told(words(f"method.{key}")) for key in keys))
    yield Heading(words("sources.verdicts"), 2, "method-verdicts")
    yield TableBlock(_verdicts(words), words("report_method.caption_verdicts"))
    yield from _definitions(view, catalogue, words)
    yield from _sources(view, catalogue, words)


def _verdicts(words: Words) -> FigureTable:
    rows = ((Cell(words(f"verdict.{code}"), tone=tone), Cell(words(f"verdict_meaning.{code}"))) for code, tone in TONE.items())
    return FigureTable((Column(words("report_summary.col_verdict")), Column(words("report_method.meaning"))), tuple(rows))


def used(view: ReportView) -> dict[Key, None]:
    """The series of the report in the order in which they first appear: goals, chapters and comparison, groups."""
    asked = [(demand.indicator, demand.group) for one in view.goals for demand in one.goal.demand]
    asked += [(parity.indicator, group) for one in view.goals if (parity := one.goal.parity) for group in parity.groups]
    asked += [key_of(name) for section in view.template.section for name in section.series]
    rows = [row for section in view.groups.sections for row in section.rows] if view.groups else []
    asked += [(row.series.indicator.id, row.series.group) for row in rows]
    return dict.fromkeys(asked)


def _definitions(view: ReportView, catalogue: Catalogue, words: Words) -> Iterator[Block]:
    """Every indicator once, by name, with what its figures mean and what to mind."""
    yield Heading(words("report_method.definitions"), 1, "definitions")
    entries = [
        sources.about(catalogue.indicators[name], catalogue, {}, words)
        for name in dict.fromkeys(name for name, _ in used(view))
    ]
    for entry in sorted(entries, key=lambda entry: str(entry["name"]).casefold()):
        yield Heading(entry["name"], 2, f"definition-{entry['id'].replace('_', '-')}")
        yield Paragraph(said(entry["definition"]))
        yield Facts(tuple((name, text) for name, text in entry["facts"] if name != words("sources.stored_label")))
        if entry["traps"]:
            yield Bullets(tuple(said(trap) for trap in entry["traps"]))


def _sources(view: ReportView, catalogue: Catalogue, words: Words) -> Iterator[Block]:
    """Every source of a figure with its licence, then the papers with the goals, then what changed the counting."""
    series = _series(view)
    labels = dict.fromkeys(label for one in series for label in one.sources)
    rows = tuple(dict.fromkeys(_source_row(label, catalogue.source_of(label), words) for label in labels))
    heads = ("report_method.publisher", "report_method.table", "sources.licence")
    yield Heading(words("sources.sources"), 1, "sources")
    yield TableBlock(FigureTable(tuple(Column(words(head)) for head in heads), rows), words("report_method.caption_sources"))
    yield Heading(words("sources.documents"), 2, "documents")
    yield Bullets(tuple(said(text) for text in dict.fromkeys(
        f"{document_line(one, words)}. {one.document.source}" for one in view.goals)))  # fmt: skip
    events = dict.fromkeys(event for one in series for event in one.events if event.breaks or event.kind in ("step", "pulse"))
    if events:
        yield Heading(words("sources.events"), 2, "events")
        yield Bullets(tuple(
            (Run(f"{words.date(event.date)}: {event.label.in_language(words.language)}. ", True),
             Run(f"{event.effect.in_language(words.language)} {words('table.source')}: {event.source}"))
            for event in sorted(events, key=lambda event: event.date)
        ))  # fmt: skip


def _series(view: ReportView) -> list[SeriesView]:
    """The city's own and those of the areas beside it, as far as the report shows them."""
    own = [view.series[key] for key in used(view) if key in view.series]
    return [*own, *(one for views in view.comparisons.values() for one in views if not one.rows.empty)]


def _source_row(label: str, source: Source | None, words: Words) -> tuple[Cell, ...]:
    """A text that no source of the catalogue carries (an upload) is named as it is."""
    if source is None:
        return Cell(label), Cell("–"), Cell(words("sources.no_licence"))
    title = source.title.in_language(words.language)
    table = title if title.startswith(source.table) else f"{source.table}: {title}"
    licence = " ".join(filter(None, (source.licence or words("sources.no_licence"), source.licence_url)))
    return Cell(source.publisher), Cell(table), Cell(licence)
