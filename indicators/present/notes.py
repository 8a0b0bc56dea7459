"""What a public body must say of its pages: how accessible they are, and what they keep of whom."""

from dataclasses import dataclass

from indicators.catalogue import Catalogue
from indicators.catalogue.terms import Barrier
from indicators.present import html
from indicators.present.words import Words

STORED = ("xsrf", "login", "provider", "theme", "menu")  # what the browser keeps, in the order of the table
KEPT = ("reading", "account", "log", "files", "figures")  # what the server keeps, and of whom


@dataclass(frozen=True)
class Operator:
    """Who runs this installation and is answerable for it. What is empty has not been entered.

    name              of the body, with its postal address in `address`
    contact           e-mail, telephone or form for barriers and all other matters
    data_protection   contact of the data protection officer
    legal_basis       by which law data about people are processed here
    supervision       the data protection authority for complaints
    arbitration       the body that settles disputes about accessibility
    """

    name: str = ""
    address: str = ""
    contact: str = ""
    data_protection: str = ""
    legal_basis: str = ""
    supervision: str = ""
    arbitration: str = ""


def accessibility(catalogue: Catalogue, operator: Operator, words: Words) -> str:
    """The declaration of accessibility: how far, what not, how it was checked, whom to tell."""
    found = catalogue.accessibility
    return html.render(
        "accessibility.html",
        words=words,
        barriers=[_barrier(barrier, words) for barrier in found.barriers],
        cause=found.cause.in_language(words.language),
        checked=words.date(found.checked_on),
        contact=_entries(operator, ("name", "address", "contact"), words),
        arbitration=_entries(operator, ("arbitration",), words),
    )


def _barrier(barrier: Barrier, words: Words) -> dict[str, object]:
    return {
        "text": barrier.text.in_language(words.language),
        "instead": barrier.instead.in_language(words.language),
        "criterion": barrier.criterion,
        "toolkit": barrier.toolkit,
    }


def privacy(operator: Operator, words: Words) -> str:
    """The data protection note: what is kept of readers and of people who sign in, and what they can ask for."""
    stored = [
        {"name": words(f"privacy.stored_{name}"), "why": words(f"privacy.why_{name}"), "until": words(f"privacy.until_{name}")}
        for name in STORED
    ]
    kept = [(words(f"privacy.title_{name}"), words(f"privacy.{name}")) for name in KEPT]
    own = ("name", "address", "contact", "data_protection", "legal_basis", "supervision")
    return html.render("privacy.html", words=words, stored=stored, kept=kept, contact=_entries(operator, own, words))


def _entries(operator: Operator, names: tuple[str, ...], words: Words) -> list[tuple[str, str]]:
    """What was entered; what was not is said to be missing, never left out. Nothing at all is one sentence, not a list."""
    if not any(getattr(operator, name) for name in names):
        return []
    return [(words(f"operator.{name}"), getattr(operator, name) or words("operator.missing")) for name in names]
