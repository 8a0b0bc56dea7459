"""A figure as the public edition shows it: finding, drawing, notes, source, the same numbers as a table and as files."""

from collections.abc import Mapping

from markupsafe import Markup

from indicators.present import html, svg_figure, tables
from indicators.present.figure import FigureSpec
from indicators.present.words import Words


def block(spec: FigureSpec, words: Words, *, is_alone: bool = False) -> str:
    """Finding, drawing, notes and source; `is_alone` on a page that shows nothing else."""
    notes = Markup(html.render("figure_notes.html", spec=spec, words=words))  # noqa: S704 - our own template
    drawing = Markup(svg_figure.svg(spec, words))  # noqa: S704 - it escapes every text
    return html.render("site_figure.html", spec=spec, drawing=drawing, notes=notes, is_alone=is_alone)


def numbers(spec: FigureSpec, files: Mapping[str, str], words: Words, embed: str = "") -> str:
    """The same numbers as a table, and where they lie: name -> file of the edition.

    embed   the line of markup that shows the figure on another page
    """
    table = Markup(tables.markup(spec.table, words))  # noqa: S704 - our own template
    listed = [{"name": name, "href": f"/{file}"} for name, file in files.items()]
    return html.render("site_numbers.html", words=words, table=table, files=listed, embed=embed)
