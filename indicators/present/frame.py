"""What stands around every page, as HTML."""

from collections.abc import Sequence

from indicators.present import html
from indicators.present.words import Words


def browser(words: Words) -> str:
    """The script that tells the browser the language, and names in it what Streamlit names in English."""
    return f"<script>{html.render('browser.js', words=words, language=words.language)}</script>"


def footer(names: Sequence[str], here: str, words: Words) -> str:
    """Links to the pages that say something of all others, and the script that ends every page."""
    pages = [{"name": words(f"nav.{name}"), "href": html.link(name, words.language), "is_here": name == here} for name in names]
    return html.render("footer.html", words=words, pages=pages) + f"<script>{html.render('foot.js')}</script>"
