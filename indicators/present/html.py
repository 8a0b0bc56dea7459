"""Templates -> HTML. Everything that goes in is escaped; only what a template writes itself is markup."""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from indicators.assess.assessment import Tone
from indicators.present import look, svg
from indicators.present.words import Words

_TEMPLATES = Path(__file__).parent / "templates"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    environment.globals["symbol"] = symbol
    environment.globals["sign"] = sign
    environment.globals["term"] = term
    environment.filters["strong"] = strong
    environment.filters["css"] = css_text
    environment.filters["quoted"] = quoted
    return environment


def render(template: str, /, **values: object) -> str:
    return _environment().get_template(template).render(**values)


def strong(text: str) -> Markup:
    """A sentence of the locale with `**…**` set bold; everything else is text."""
    parts = str(escape(text)).split("**")
    return Markup("".join(f"<strong>{part}</strong>" if number % 2 else part for number, part in enumerate(parts)))  # noqa: S704 - escaped above


def css_text(text: str) -> Markup:
    """A text as the content of a style rule; whatever could end it there is written as its number."""
    return Markup('"{}"').format("".join(sign if sign.isalnum() or sign == " " else f"\\{ord(sign):x} " for sign in text))


def quoted(text: str) -> str:
    """A text between quotation marks; what it quotes itself stands between single ones, as German typography has it.

    >>> quoted("Das Projekt „Start“ läuft.")
    '„Das Projekt ‚Start‘ läuft.“'
    """
    return "„" + _INNER.sub(r"‚\1‘", text) + "“"


_INNER = re.compile("[„“]([^„“”]*)[“”]")  # pairs only: a mark that stands alone stays as the source has it


@cache
def symbol(tone: Tone) -> Markup:
    """The shape of a verdict; the word stands beside it, so screen readers skip it."""
    return Markup('<span class="zm-symbol zm-{}" aria-hidden="true"></span>').format(tone)


@cache
def sign(name: str) -> Markup:
    """What a published method shows; the word stands beside it."""
    return Markup('<span class="zm-symbol zm-sign-{}" aria-hidden="true"></span>').format(name.replace("_", "-"))


def mask(uri: str) -> Markup:
    """A style attribute that shows a picture in the colour of the text."""
    return Markup('style="mask-image:url({})"').format(f'"{uri}"')


def masks(shared: str) -> Markup:
    """A style attribute on a list of pictures that all show `shared` beneath their own."""
    return Markup('style="--shared:url({})"').format(f'"{shared}"')


def mask_layers(uris: Sequence[str], *, over_shared: bool = False) -> Markup:
    """A style attribute that shows pictures one over another, the first on top, in such a list over the shared one."""
    layers = [Markup("url({})").format(f'"{uri}"') for uri in uris] + ([Markup("var(--shared)")] if over_shared else [])
    return Markup('style="mask-image:{}"').format(Markup(",").join(layers))


def term(words: Words, identifier: str, text: str) -> Markup:
    """A word that leads to its entry in the glossary: where a term first appears on a page."""
    address = f"{link('glossary', words.language)}#{identifier}"
    return Markup('<a class="zm-term" href="{}">{}</a>').format(address, text)


def link(page: str, language: str, **params: str) -> str:
    """The address of a page inside the application, with its state; German is the default and stays out of it."""
    query = {key: value for key, value in params.items() if value} | ({} if language == "de" else {"lang": language})
    return f"{page or '.'}?{urlencode(query)}" if query else page or "."


def stylesheet(words: Words) -> str:
    """All CSS of the pages, with the texts that stand in for Streamlit's own."""
    paper = (_TEMPLATES / "print.css").read_text(encoding="utf-8")
    return f"<style>{own_rules()}{render('shell_texts.css', words=words)}{paper}</style>"


def own_rules() -> str:
    """The rules of our own markup, with the colours and symbols of `look`."""
    symbols = "".join(
        f'.zm-{tone}{{color:var(--{tone})}}.zm-symbol.zm-{tone}{{mask-image:url("{uri}")}}'
        for tone in look.SYMBOLS
        for uri in [svg.symbol(tone)]
    )
    signs = "".join(f'.zm-sign-{name.replace("_", "-")}{{mask-image:url("{svg.sign(name)}")}}' for name in look.SIGNS)
    own = (_TEMPLATES / "style.css").read_text(encoding="utf-8")
    return f"{look.css_variables()}{own}{symbols}{signs}"
