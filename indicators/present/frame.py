"""What stands around every page, as HTML."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypedDict
from urllib.parse import urlencode

from indicators.present import html
from indicators.present.words import LANGUAGES, Words
from indicators.present.words import words as words_in

HOME = "overview"  # stands at the address of the application itself


class _Link(TypedDict):
    name: str
    href: str
    is_here: bool


def header(titles: Mapping[str, str], known: Sequence[str], here: str, asked: Mapping[str, str], words: Words) -> str:
    """The ways to the pages and to the other languages, and the script that tells the browser this one.

    titles   name of a page -> what it is called; the order is that of the navigation
    known    the names of all pages; links to them load nothing anew
    here     the page that is shown
    asked    what stands in the address, which stays as it is in another language
    """
    rest = {key: value for key, value in asked.items() if key != "lang"}
    others = [
        {"language": other, "name": words_in(other)("browser.language"), "href": f"?{urlencode(rest | {'lang': other})}"}
        for other in LANGUAGES if other != words.language
    ]  # fmt: skip
    script = html.render("browser.js", words=words, language=words.language, known=["", *known])
    shown = html.render("header.html", words=words, pages=_links(titles.items(), here, words), others=others)
    return f"{shown}<script>{script}</script>"


def footer(names: Sequence[str], here: str, words: Words) -> str:
    """Links to the pages that say something of all others, and the script that ends every page."""
    pages = _links([(name, words(f"nav.{name}")) for name in names], here, words)
    return html.render("footer.html", words=words, pages=pages, here=here) + f"<script>{html.render('foot.js')}</script>"


def _links(titles: Iterable[tuple[str, str]], here: str, words: Words) -> list[_Link]:
    return [
        {"name": title, "href": html.link("" if name == HOME else name, words.language), "is_here": name == here}
        for name, title in titles
    ]  # fmt: skip
