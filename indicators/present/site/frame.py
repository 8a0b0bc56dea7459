"""What stands around every page of the public edition: policy, title, navigation, footer; and the one style sheet."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from markupsafe import Markup

from indicators.assess.assessment import RULE_VERSION
from indicators.present import html, look, svg_figure
from indicators.present.notes import Operator
from indicators.present.site import address
from indicators.present.site.links import Held, led
from indicators.present.words import LANGUAGES, Words

File = tuple[str, bytes]
NAVIGATION = ("overview", "comparison", "measures", "reports", "data")
ABOUT = ("sources", "method", "glossary")
# Only files of the edition itself; the symbols of verdicts lie in its style sheet as data.
POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'none'"
_UNDER = {"area": "overview", "compare": "comparison", "duties": "measures", "files": "data"}  # page -> where it belongs
_HOME = "index.html"


@dataclass(frozen=True)
class Site:
    """What holds for the whole edition.

    stand      when the released state last changed, UTC
    today      the day by which deadlines are judged
    base_url   where it will lie, ending in a slash; empty where that is not known
    """

    stand: datetime
    today: date
    base_url: str
    operator: Operator
    held: Held


@dataclass(frozen=True)
class Page:
    """One page before its frame: `body` is markup whose links are those of the dashboard.

    page, name   as in `address.PAGES`
    about        one sentence for search engines
    """

    page: str
    title: str
    body: str
    name: str = ""
    about: str = ""


def files(page: Page, site: Site, words: Words) -> Iterator[File]:
    """The page, and its own style rules where it has any."""
    here = address.place(page.page, words.language, page.name)
    body, rules = led(page.body, here, words.language, site.held)
    own = f"{here.removesuffix('.html')}.css" if rules else ""

    def to(there: str) -> str:
        # A server shows the page of what is not there under any address: what it needs must be named in full.
        is_anywhere = page.page == "missing" and site.base_url
        return f"{site.base_url}{there}" if is_anywhere else address.relative(here, there)

    def links(names: tuple[str, ...]) -> list[dict[str, object]]:
        current = _UNDER.get(page.page, page.page)
        return [
            {"name": words(f"site.nav_{name}"), "href": to(address.place(name, words.language)), "is_here": name == current}
            for name in names
        ]

    languages = [
        {"code": code, "name": words(f"site.language_{code}"), "href": to(address.place(page.page, code, page.name)),
         "is_here": code == words.language}
        for code in LANGUAGES
    ]  # fmt: skip
    text = html.render(
        "site_embed.html" if page.page == "embed" else "site_page.html", words=words, page=page, policy=POLICY,
        body=Markup(body),  # noqa: S704 - made by our templates
        styles=[to(name) for name in (address.STYLE, own) if name], icon=to(address.ICON),
        feed=to(address.place("feed", words.language)), navigation=links(NAVIGATION), about=links(ABOUT), languages=languages,
        canonical=canonical(here, site), operator=site.operator, rules=RULE_VERSION, whole=_whole(page, site, words),
    )  # fmt: skip
    yield here, text.encode()
    if own:
        yield own, rules.encode()


def canonical(file: str, site: Site) -> str:
    """The full address of a file; empty where nobody said where the edition will lie."""
    return f"{site.base_url}{file.removesuffix(_HOME)}" if site.base_url else ""


def _whole(page: Page, site: Site, words: Words) -> str:
    """Of an embedded figure the page it is taken from."""
    if page.page != "embed":
        return ""
    goal = address.place("goal", words.language, page.name)
    return canonical(goal, site) or address.relative(address.place("embed", words.language, page.name), goal)


def stylesheet() -> bytes:
    """All rules of the edition, with the typeface that lies beside them."""
    return f"{_FACE}{rules()}".encode()


def rules() -> str:
    """Those of the pages without what only concerns the dashboard, and the edition's own; they ask for no other file."""
    found = _ROOT.sub(":root", html.own_rules())
    own = "\n".join(line for line in found.splitlines() if not _DASHBOARD.search(line))
    return f":root{{color-scheme:light dark;font-family:{look.FONT}}}\n{own}\n{svg_figure.rules()}\n{html.render('site.css')}"


_ROOT, _DASHBOARD = re.compile(r"\.stApp(?=[ {])"), re.compile(r"\.st[A-Z-]|data-testid")
_FACE = (
    f"@font-face{{font-family:'IBM Plex Sans';src:url({address.FONT}) format('woff2');font-weight:100 700;font-display:swap}}\n"
)
