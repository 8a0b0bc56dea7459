"""Who is signed in and what they may do, in words."""

from collections.abc import Sequence

from indicators.catalogue import Catalogue
from indicators.present import html
from indicators.present.words import Words


def invitation(words: Words) -> str:
    """What signing in is for."""
    title, text = words("account.title"), words("account.lead")
    return html.render("account.html", title=title, text=text, note=words("account.forgotten"))


def person(name: str, role: str, areas: Sequence[str] | None, catalogue: Catalogue, words: Words) -> str:
    """Who is signed in, as what, and what that allows."""
    cities = _cities(areas, catalogue, words)
    text = words("account.signed_in", name=name, role=office(role, areas, catalogue, words))
    note = words(f"account.may_{role}" if areas is None else "account.may_city", cities=cities)
    return html.render("account.html", title=words("account.title_signed_in"), text=text, note=note)


def line(name: str, role: str, areas: Sequence[str] | None, catalogue: Catalogue, words: Words) -> str:
    """The quiet line in the head of every page."""
    text = words("account.line", name=name, role=office(role, areas, catalogue, words))
    return html.render("account_line.html", text=text)


def office(role: str, areas: Sequence[str] | None, catalogue: Catalogue, words: Words) -> str:
    """`Koordination Dortmund`, `Koordination aller Städte`, `Administration`."""
    if role == "coordinator" and areas is not None:
        return words("account.role_city", cities=_cities(areas, catalogue, words))
    return words(f"account.role_{role}")


def _cities(areas: Sequence[str] | None, catalogue: Catalogue, words: Words) -> str:
    return ", ".join(catalogue.label("area", area, words.language) for area in areas or ())
