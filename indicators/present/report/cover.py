"""The title page of a report, and the line along the top of its pages."""

from datetime import date, datetime

from indicators.assess.assessment import RULE_VERSION
from indicators.present.report.blocks import Cover
from indicators.present.report.view import ReportView
from indicators.present.words import Words


def cover(view: ReportView, words: Words) -> Cover:
    """Title, then paper number, committee, date, Stand of the data, rules; what nobody entered says so."""
    said = view.title
    facts = (
        ("city", view.area.name.in_language(words.language)),
        ("paper", said.paper or words("report.paper_open")),
        ("committee", said.committee or view.template.committee.in_language(words.language)),
        ("on", words.date(said.on) if said.on else words("report.on_open")),
        ("stand", stand(view, words)),
        ("judged", words.date(view.today)),
        ("rules", RULE_VERSION),
        ("since", day_told(view.since, words) if view.since else words("report.since_none")),
        ("state", words("report.state_draft" if view.is_draft else "report.state_final")),
    )
    document = view.goals[0].document if view.goals else None
    subtitle = document.name.in_language(words.language) if document else ""
    return Cover(title(view, words), subtitle, tuple((words(f"report_cover.{key}"), text) for key, text in facts),
                 remark(view, words))  # fmt: skip


def title(view: ReportView, words: Words) -> str:
    plain = view.template.title.in_language(words.language)
    return words("report.title_numbered", number=view.title.number, title=plain) if view.title.number else plain


def header(view: ReportView, words: Words) -> str:
    """What runs along the top: title, Stand, and what the figures are not."""
    parts = [title(view, words), words("report.header_stand", stand=stand(view, words))]
    if view.basis != "now" and isinstance(view.as_of, date) and not isinstance(view.as_of, datetime):
        parts.append(words(f"report.header_{view.basis}", date=words.date(view.as_of)))
    if view.is_draft:
        parts.append(words("report.state_draft"))
    return " · ".join(parts)


def stand(view: ReportView, words: Words) -> str:
    """The newest release among the figures of the report."""
    return words.released(*view.stand) if view.stand else words("report.stand_none")


def day_told(moment: date | datetime, words: Words) -> str:
    return words.clock(moment) if isinstance(moment, datetime) else words.date(moment)


def remark(view: ReportView, words: Words) -> str:
    """What a reader of a report on an earlier day must know; empty for one of now."""
    told = []
    if view.basis != "now" and view.as_of is not None:
        told.append(words(f"report.basis_{view.basis}", date=day_told(view.as_of, words)))
    if view.later:
        told.append(words("report.later", goals=", ".join(goal.id for goal in view.later), date=words.date(view.today)))
    document = next((one.document for one in view.goals), None)
    if document is not None and document.date is not None and document.date > view.today:
        told += [one.note.in_language(words.language) for one in view.template.earlier if one.on <= view.today]
    return " ".join(told)
