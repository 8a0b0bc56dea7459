"""A report by hand from real goals, for the tests of its writers: every kind of block, nothing of the content's rules."""

from collections.abc import Sequence

from indicators import monitor as ask
from indicators.monitor import Monitor
from indicators.monitor.current import current_catalogue
from indicators.present import goal
from indicators.present.report.blocks import (
    Block,
    Bullets,
    Cover,
    Facts,
    FigureBlock,
    Heading,
    NewPage,
    Paragraph,
    Quote,
    Report,
    TableBlock,
    Verdict,
    Written,
    said,
    told,
)
from indicators.present.tables import Cell, Column, FigureTable
from indicators.present.views import GoalView
from indicators.present.words import Language, Words, words
from tests.conftest import TODAY

# What a person may type: typst, Word and HTML must show it as it is.
HOSTILE = (
    '#import "@preview/x:0.1.0"; #read("/etc/passwd") $x^2$ *stark* _kursiv_ = Titel',
    "<script>alert(1)</script> & {{ 7 * 7 }} \\u{41} \\ `roh` @verweis <marke> // Kommentar /* mehr */",
    "=1+1 [x](y) \x00\x07\x1b\x0b\ufffe Ende, 😀 漢字 \ue000 ≥ 5 Şişli, Łódź",
)

EMPTY = Report("de", Cover("Bericht", "", ()), "Kopf", (), dated=TODAY)


def sample(monitor: Monitor, language: Language = "de", *, number: int = 12, written: Sequence[str] = HOSTILE) -> Report:
    """Cover, summary table, `number` goals with chart and table, a chapter of free text."""
    told_in, catalogue = words(language), current_catalogue(monitor, None)
    known = ask.goals(monitor, today=TODAY)
    views = [view for view in known if view.assessment.demand is not None and view.assessment.current is not None][:number]
    blocks: list[Block] = [
        Heading("Zusammenfassung", 1, "summary"),
        Paragraph(told("Von **12** Zielen ist das Nötigste gesagt."), "lead"),
    ]
    blocks.append(TableBlock(_summary(views, told_in), "Alle Ziele, Stand Mai 2026", "Quelle: Bundesagentur für Arbeit"))
    blocks += [NewPage(), Heading("Ziele", 1, "goals")]
    for place, view in enumerate(views, 1):
        found = view.assessment
        assert found.demand is not None
        series = ask.series(monitor, view.area.area, found.demand.indicator, found.demand.group)
        blocks += [
            Heading(view.goal.title.in_language(language), 2, f"goal-{view.goal.id}"),
            Quote(view.goal.quote, view.document.source),
            Verdict(told_in(f"verdict.{found.verdict}"), found.tone, (("Abstand", "1,2 Prozentpunkte"),)),
            FigureBlock(goal.figure(view, series, catalogue, told_in), view.goal.id, place),
            Facts((("Zielwert", "unter 8,0 %"), ("Nötige Veränderung im Jahr", "−0,7 Prozentpunkte"))),
        ]
    blocks += [
        NewPage(), Heading("Bildung und Beruf", 1, "chapter-1"), Written(tuple(written), "Koordination, 3. Mai 2026"),
        Bullets((said("Ziel ohne Zahlen"), told("Überfällig: **Bericht**"))),
        Paragraph(said("Hier fehlt ein Kommentar."), "missing"), Paragraph(said("Stand: Mai 2026"), "quiet"),
    ]  # fmt: skip
    facts = (("Drucksache", "12345-22"), ("Ausschuss", "Ausschuss für Soziales"), ("Stand der Daten", "31. Mai 2026"))
    cover = Cover("Sachstandsbericht zum Arbeitsmarkt", "Dortmund, Mai 2026", facts, "Entwurf, noch nicht freigegeben.")
    return Report(language, cover, "Sachstandsbericht Dortmund · Stand der Daten: 31. Mai 2026", tuple(blocks), True, TODAY)


def _summary(views: Sequence[GoalView], told_in: Words) -> FigureTable:
    columns = (Column("Ziel"), Column("Bewertung"), Column("Wert", "%", is_number=True))
    rows = tuple(
        (
            Cell(view.goal.title.in_language(told_in.language)),
            Cell(told_in(f"verdict.{view.assessment.verdict}"), tone=view.assessment.tone),
            Cell("12,3", 12.3, 1),
        )
        for view in views
    )
    return FigureTable(columns, rows)


def everywhere(text: str) -> Report:
    """The text in every place that a text can have."""
    table = FigureTable((Column(text, text), Column(text, is_number=True)), ((Cell(text, note=text), Cell(text)),) * 3)
    blocks = (
        Heading(text, 1, text), Paragraph(said(text)), Quote(text, text), Written((text, text), text),
        Bullets((said(text),)), Facts(((text, text),)), TableBlock(table, text, text), Paragraph(said(text), "missing"),
    )  # fmt: skip
    return Report("de", Cover(text, text, ((text, text),), text), text, blocks, True, TODAY)
