"""The page of reports: what is still open, a chapter with its preview, and the editions, as HTML."""

from collections.abc import Sequence

from indicators.catalogue import Catalogue
from indicators.catalogue.report import KeptChapter, Section, Template
from indicators.present import html
from indicators.present.report import editions
from indicators.present.report.chapters import chapter_title
from indicators.present.report.editions import EditionView
from indicators.present.report.open import open_titles
from indicators.present.report.texts import paragraphs
from indicators.present.report.view import ReportView, open_points
from indicators.present.words import Words


def template_name(template: Template, catalogue: Catalogue, words: Words) -> str:
    """`Dortmund: Sachstandsbericht zur …`"""
    area = catalogue.areas[template.area].name.in_language(words.language)
    return words("report_page.template", area=area, title=template.title.in_language(words.language))


def lead(template: Template, words: Words) -> str:
    """Who receives the report, how often, and where that is said."""
    language = words.language
    told = words("report_page.stand", committee=template.committee.in_language(language), source=template.source)
    return html.render(
        "lead.html", title=words("nav.report"), text=words("report_page.lead"),
        stand=f"{told} {template.rhythm.in_language(language)}",
    )  # fmt: skip


def open_list(view: ReportView, catalogue: Catalogue, words: Words) -> str:
    """What the report cannot say yet; a goal without a comment leads to where it is written."""
    found = open_points(view)
    slug = view.area.slug
    parts = [
        ("comments", [
            (title, html.link("upkeep", words.language, city=slug, kind="comment", entry=one.goal.id))
            for one, title in zip(found.uncommented, open_titles(found.uncommented, words), strict=True)
        ]),
        ("chapters", [(chapter_title(one, catalogue, words), "") for one in found.unwritten]),
        ("figures", [
            (title, html.link("goal", words.language, goal=one.goal.id))
            for one, title in zip(found.without_figures, open_titles(found.without_figures, words), strict=True)
        ]),
        ("states", [
            (title, html.link("upkeep", words.language, city=slug, kind="state", entry=one.goal.id))
            for one, title in zip(found.unknown, open_titles(found.unknown, words), strict=True)
        ]),
        *((key, [
            (one.asked.title.in_language(words.language), html.link("measures", words.language, city=slug)) for one in owed
        ]) for key, owed in (("duties", found.overdue), ("unheard", found.unheard))),
    ]  # fmt: skip
    shown = [{"title": words(f"report_open.{key}"), "items": items} for key, items in parts if items]
    return html.render("report_open.html", words=words, parts=shown)


def asked(section: Section, written: KeptChapter | None, words: Words) -> str:
    """The council's words for a chapter, and who wrote last."""
    signed = words("upkeep.signed", author=written.author, date=words.date(written.on)) if written else ""
    note = section.note.in_language(words.language) if section.note else ""
    return html.render("report_asked.html", words=words, quote=section.quote, source=section.source, note=note, signed=signed)


def preview(text: str, words: Words) -> str:
    """The text as the report will show it: paragraphs, and nothing in it is markup."""
    return html.render("report_preview.html", words=words, paragraphs=paragraphs(text), count=words.number(len(text), 0))


def edition(view: EditionView, words: Words) -> str:
    """One edition in the list."""
    return html.render("report_edition.html", text=editions.told(view, words), state=view.state)


def file_name(view: EditionView, form: str) -> str:
    """`sachstandsbericht-dortmund-2.pdf`"""
    return f"sachstandsbericht-{view.edition.template}-{view.edition.number}.{form}"


def chapter_names(sections: Sequence[Section], catalogue: Catalogue, words: Words) -> dict[str, str]:
    """Id -> title, in the order of the report."""
    return {one.id: chapter_title(one, catalogue, words) for one in sections}
