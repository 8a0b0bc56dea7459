"""What pages of the dashboard call one another, led to the files of the public edition; style attributes become a file.

A link that begins with a slash names a file of the edition already. Everything a person or file wrote was
escaped by the templates before: a quotation mark in a tag is always the template's own.
"""

import re
from dataclasses import dataclass
from html import escape, unescape
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from indicators.present.site.address import place, relative, series_name
from indicators.present.words import Language

_LINK = re.compile(r'<a ([^>]*?)href="([^"]*)"([^>]*)>(.*?)</a>', re.DOTALL)
_STYLE = re.compile(r' style="([^"]*)"')
_SCHEMES = ("http", "https")
_WORK = ("upload", "upkeep", "history", "teach", "account")  # pages for who writes: no reader is asked to go there
_SINGLE = ("sources", "method", "glossary")


@dataclass(frozen=True)
class Held:
    """What the edition has pages for: ids of goals, slugs of places and of places with duties, (indicator, group) pairs.

    provenance   (area, indicator, group) -> the goal whose page shows that series
    """

    goals: frozenset[str]
    areas: frozenset[str]
    owing: frozenset[str]
    compared: frozenset[tuple[str, str]]
    provenance: dict[tuple[str, str, str], str]


def led(markup: str, here: str, language: Language, held: Held) -> tuple[str, str]:
    """The markup as it may stand in the file `here`, and the style rules it asks for.

    A link to a page that the edition does not have becomes its text; one that leads to work is left out.
    """

    def link(found: re.Match[str]) -> str:
        before, href, after, inner = found.groups()
        there = _there(unescape(href), here, language, held)
        if urlsplit(unescape(href)).path in _WORK:
            return ""
        attributes = f"{before}{after}".strip()
        if there is None:
            return f"<span {attributes}>{inner}</span>" if "class=" in attributes else inner
        return f'<a href="{escape(there)}"{" " if attributes else ""}{attributes}>{inner}</a>'

    return _styled(_LINK.sub(link, markup))


def _styled(markup: str) -> tuple[str, str]:
    """A strict policy allows no style attribute: each becomes a number, and a rule for it."""
    rules: dict[str, int] = {}

    def numbered(found: re.Match[str]) -> str:
        return f' data-s="{rules.setdefault(unescape(found[1]), len(rules) + 1)}"'

    marked = _STYLE.sub(numbered, markup)
    return marked, "".join(f'[data-s="{number}"]{{{rule}}}\n' for rule, number in rules.items())


def _there(href: str, here: str, language: Language, held: Held) -> str | None:
    parts = urlsplit(href)
    if parts.scheme:
        return href if parts.scheme in _SCHEMES else None
    if parts.path.startswith("/"):  # a file of the edition, named from its root
        return relative(here, parts.path.removeprefix("/"))
    if not parts.path and not parts.query:
        return href  # a place on the same page
    page = parts.path.strip("./")
    found = _file(page, dict(parse_qsl(parts.query)), language, held)
    if found is None:
        return None
    file, mark = found
    mark = parts.fragment or mark
    return relative(here, file) + (f"#{mark}" if mark else "")


def _file(page: str, asked: dict[str, Any], language: Language, held: Held) -> tuple[str, str] | None:
    """File and place on it for a page of the dashboard with its query."""
    match page:
        case "" | "overview":
            city = asked.get("city", "")
            return (place("area", language, city), "") if city in held.areas else (place("overview", language), "")
        case "goal" if asked.get("goal") in held.goals:
            return place("goal", language, asked["goal"]), ""
        case "compare" if (key := (asked.get("indicator", ""), asked.get("group", "total"))) in held.compared:
            return place("compare", language, series_name(*key)), ""
        case "measures":
            city = asked.get("city", "")
            return (place("duties", language, city), "") if city in held.owing else (place("measures", language), "")
        case "provenance":
            goal = held.provenance.get((asked.get("area", ""), asked.get("indicator", ""), asked.get("group", "total")))
            return (place("goal", language, goal), "zahlen") if goal is not None else None
        case _ if page in _SINGLE:
            return place(page, language), ""
    return None
