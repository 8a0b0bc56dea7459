"""All goals on one page: three sentences, then verdict, value and gap of each."""

from collections import Counter
from collections.abc import Sequence

from indicators.assess.assessment import Assessment
from indicators.assess.series import Point
from indicators.catalogue import Catalogue
from indicators.catalogue.model import Indicator
from indicators.present import overview
from indicators.present.report.blocks import Block, Heading, NewPage, Paragraph, TableBlock, told
from indicators.present.report.view import ReportView, open_points
from indicators.present.tables import Cell, Column, FigureTable
from indicators.present.views import GoalView
from indicators.present.words import Words


def summary(view: ReportView, catalogue: Catalogue, words: Words) -> tuple[Block, ...]:
    table = goals_table(view.goals, catalogue, words)
    return (
        NewPage(),
        Heading(words("report_summary.title"), 1, "summary"),
        Paragraph(told(" ".join(sentences(view, words))), "lead"),
        TableBlock(table, words("report_summary.caption", date=words.date(view.today))),
        Paragraph(told(words("report_summary.note")), "quiet"),
    )


def sentences(view: ReportView, words: Words) -> list[str]:
    """How many goals stand where; which of them move the wrong way; what is open."""
    tones = Counter(one.assessment.tone for one in view.goals)
    running = sum(one.assessment.verdict in ("in_progress", "open") for one in view.goals)
    flat = sum(one.assessment.verdict == "no_clear_trend" for one in view.goals)
    counted = words(
        "report_summary.counts", count=len(view.goals), good=tones["good"], slow=tones["warn"] + flat, bad=tones["bad"],
        progress=running, none=tones["none"] - running - flat,
    )  # fmt: skip
    bad = [
        f"{one.goal.id} ({one.goal.title.in_language(words.language)})" for one in view.goals if one.assessment.tone == "bad"
    ]
    is_rated = any(one.assessment.tone != "none" or one.assessment.verdict == "no_clear_trend" for one in view.goals)
    wrong = words("report_summary.wrong_none" if is_rated else "report_summary.wrong_unknown")
    if bad:
        wrong = words("report_summary.wrong", goals="; ".join(bad))
    points = open_points(view)
    missing = words(
        "report_summary.open", figures=len(points.without_figures), states=len(points.unknown), duties=len(points.overdue),
        unheard=len(points.unheard), comments=len(points.uncommented), chapters=len(points.unwritten),
    )  # fmt: skip
    return [counted, wrong, missing]


def goals_table(views: Sequence[GoalView], catalogue: Catalogue, words: Words) -> FigureTable:
    """A row a goal: verdict with symbol, value with its period, target, gap."""
    heads = ("goal", "verdict", "value", "target", "gap")
    columns = tuple(Column(words(f"report_summary.col_{head}")) for head in heads)
    return FigureTable(columns, tuple(_row(view, catalogue, words) for view in views))


def _row(view: GoalView, catalogue: Catalogue, words: Words) -> tuple[Cell, ...]:
    found = view.assessment
    name = Cell(f"{view.goal.id} {view.goal.title.in_language(words.language)}")
    verdict = Cell(words(f"verdict.{found.verdict}"), tone=found.tone)
    asked = found.demand or found.parity
    if asked is None:
        return name, verdict, Cell("–"), Cell(overview.due_text(view, words) or "–"), Cell("–")
    indicator = catalogue.indicators[asked.indicator]
    value = words("report_summary.no_figure")
    if found.current is not None and found.current.value is not None:
        value = words("report_summary.figure", **_figure(found, found.current, indicator, catalogue, words))
    return (name, verdict, Cell(value), Cell(overview.target_text(found, catalogue, words)),
            Cell(overview.gap(found, indicator, catalogue, words)))  # fmt: skip


def _figure(found: Assessment, point: Point, indicator: Indicator, catalogue: Catalogue, words: Words) -> dict[str, str]:
    """What was measured, the value with its unit, and its period; of two groups that shall be equal their distance."""
    group = found.demand.group if found.demand else "total"
    value = words.full_value(point.value or 0.0, point.decimals, catalogue, indicator.unit)
    if found.parity is not None:
        value = overview.current_value(found, indicator, catalogue, words)
    return {"series": words.series(catalogue, indicator.id, group), "value": value,
            "period": words.period(point.period, indicator)}  # fmt: skip
