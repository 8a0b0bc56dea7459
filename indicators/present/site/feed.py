"""What tells machines of the public edition: an Atom feed of what came in, the map of its pages, and what robots may read."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal
from uuid import NAMESPACE_URL, uuid5

from indicators.present import html
from indicators.present.site import address
from indicators.present.site.frame import File, Site, canonical
from indicators.present.words import Words

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NewsKind = Literal["figures", "records", "report"]
NEWEST = 50  # entries of the feed


@dataclass(frozen=True)
class News:
    """A released batch: figures, entries kept by hand, or a report; and what it changed.

    at      when it began to count, or was taken back
    areas   keys of what it speaks of
    """

    key: str
    kind: NewsKind
    at: datetime
    reason: str
    areas: tuple[str, ...]
    new: int
    revised: int
    is_withdrawn: bool = False


def atom(found: Sequence[News], names: dict[str, str], site: Site, words: Words) -> File:
    """The newest first. `names`: key of an area -> its name."""
    newest = sorted(found, key=lambda one: (one.at, one.key), reverse=True)[:NEWEST]
    here = address.place("feed", words.language)
    home = canonical(address.place("overview", words.language), site) or address.relative(
        here, address.place("overview", words.language)
    )
    text = html.render(
        "site_feed.xml", words=words, identifier=_urn(f"feed {words.language}"), home=home, here=canonical(here, site),
        updated=_instant(newest[0].at if newest else site.stand), publisher=site.operator.name or words("site.name"),
        entries=[_entry(one, names, words) for one in newest],
    )  # fmt: skip
    return here, text.encode()


def _entry(one: News, names: dict[str, str], words: Words) -> dict[str, str]:
    kind = "withdrawn" if one.is_withdrawn else one.kind
    areas = ", ".join(names.get(area, area) for area in one.areas) or words("site.feed_everywhere")
    told = [words("site.feed_counts", new=one.new, revised=one.revised)] if kind == "figures" else []
    return {
        "id": _urn(f"{one.key} {kind}"), "updated": _instant(one.at), "title": words(f"site.feed_{kind}", areas=areas),
        "text": _printable(" ".join([*told, one.reason])),
    }  # fmt: skip


def _printable(text: str) -> str:
    """Without the signs that no XML file may hold, escaped or not."""
    return _NO_XML.sub("�", text)


def _urn(name: str) -> str:
    """The same name gives the same id, wherever the edition lies."""
    return uuid5(NAMESPACE_URL, f"zielmonitor {name}").urn


def _instant(at: datetime) -> str:
    aware = at if at.tzinfo else at.replace(tzinfo=UTC)
    return aware.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def sitemap(pages: Iterable[str], site: Site) -> File:
    """All pages but those shown inside others and the one for what is not there."""
    text = html.render("site_map.xml", addresses=[canonical(page, site) for page in pages])
    return address.SITEMAP, text.encode()


def robots(site: Site) -> File:
    lines = ["User-agent: *", "Allow: /", *([f"Sitemap: {site.base_url}{address.SITEMAP}"] if site.base_url else [])]
    return address.ROBOTS, ("\n".join(lines) + "\n").encode()
