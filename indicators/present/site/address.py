"""Where everything of the public edition lies: one file a page and language, relative links, addresses that stay."""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from posixpath import relpath

from indicators.present.words import LANGUAGES, Language

# Page -> file in German, in English. `{}` is the goal, the place or the series.
PAGES: Mapping[str, tuple[str, str]] = {
    "overview": ("index.html", "en/index.html"),
    "area": ("orte/{}.html", "en/places/{}.html"),
    "goal": ("ziele/{}.html", "en/goals/{}.html"),
    "embed": ("embed/{}.html", "en/embed/{}.html"),
    "comparison": ("vergleich/index.html", "en/comparison/index.html"),
    "compare": ("vergleich/{}.html", "en/comparison/{}.html"),
    "measures": ("massnahmen/index.html", "en/measures/index.html"),
    "duties": ("massnahmen/{}.html", "en/measures/{}.html"),
    "reports": ("berichte/index.html", "en/reports/index.html"),
    "sources": ("quellen.html", "en/sources.html"),
    "method": ("methode.html", "en/method.html"),
    "glossary": ("glossar.html", "en/glossary.html"),
    "data": ("daten/index.html", "en/open-data/index.html"),
    "files": ("daten/{}.html", "en/open-data/{}.html"),
    "missing": ("404.html", "en/404.html"),
    "feed": ("feed.xml", "en/feed.xml"),
}
STYLE, FONT, FONT_LICENCE, ICON = "style.css", "ibm-plex-sans.woff2", "ibm-plex-sans-LICENSE.txt", "icon.png"
PACKAGE, SCHEMA, SITEMAP, ROBOTS = "datapackage.json", "data/schema.json", "sitemap.xml", "robots.txt"
_UNSAFE = re.compile(r"[^a-z0-9_.-]+|^\.+")


def place(page: str, language: Language, name: str = "") -> str:
    """The file of a page.

    >>> place("goal", "en", "DO-1")
    'en/goals/do-1.html'
    """
    return PAGES[page][LANGUAGES.index(language)].format(safe(name))


def safe(name: str) -> str:
    """An id as part of an address, on every file system: whatever could leave the folder becomes a hyphen.

    >>> safe("DO-1"), safe("../x y")
    ('do-1', '-x-y')
    """
    return _UNSAFE.sub("-", name.lower().replace("/", "-"))


def series_name(indicator: str, group: str) -> str:
    """
    >>> series_name("unemployment_rate", "total"), series_name("unemployment_rate", "women")
    ('unemployment_rate', 'unemployment_rate-women')
    """
    return indicator if group == "total" else f"{indicator}-{group}"


def data_file(area: str, indicator: str, group: str, form: str) -> str:
    """The stable address of the figures of one series, the same in both languages."""
    return f"data/{safe(area)}/{safe(indicator)}/{safe(group)}.{form}"


def edition_file(template: str, number: int, form: str) -> str:
    """A frozen report: one number means one thing for ever.

    >>> edition_file("dortmund", 2, "pdf")
    'berichte/dortmund-2.pdf'
    """
    return f"berichte/{safe(template)}-{number}.{safe(form)}"


def goal_file(goal: str) -> str:
    return f"data/goals/{safe(goal)}.json"


def relative(here: str, there: str) -> str:
    """How a page names another file; the edition works in any folder of any server.

    >>> relative("en/goals/do-1.html", "style.css")
    '../../style.css'
    """
    return relpath(there, str(PurePosixPath(here).parent))
