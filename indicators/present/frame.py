"""What stands around every page, as HTML."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from indicators.present import html
from indicators.present.words import LANGUAGES, Words
from indicators.present.words import words as words_in


def browser(words: Words, asked: Mapping[str, str]) -> str:
    """The way to the other languages, and the script that tells the browser this one, also for what Streamlit names.

    asked   what stands in the address, which stays as it is
    """
    rest = {key: value for key, value in asked.items() if key != "lang"}
    others = [
        {"language": other, "name": words_in(other)("browser.language"), "href": f"?{urlencode(rest | {'lang': other})}"}
        for other in LANGUAGES if other != words.language
    ]  # fmt: skip
    script = html.render("browser.js", words=words, language=words.language)
    return f"{html.render('languages.html', others=others)}<script>{script}</script>"


def footer(names: Sequence[str], here: str, words: Words) -> str:
    """Links to the pages that say something of all others, and the script that ends every page."""
    pages = [{"name": words(f"nav.{name}"), "href": html.link(name, words.language), "is_here": name == here} for name in names]
    return html.render("footer.html", words=words, pages=pages) + f"<script>{html.render('foot.js')}</script>"
