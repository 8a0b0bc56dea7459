"""How a figure is cited: what it says, where it comes from, and an address that shows the same again."""

from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from indicators.present import html
from indicators.present.figure import FigureSpec
from indicators.present.words import Words


def text(spec: FigureSpec, address: str, moment: datetime, rules: str, words: Words) -> str:
    """One paragraph to copy: finding, source, and the permanent address."""
    link = permanent(address, moment, rules)
    return words("figure.citation", finding=spec.heading, source=spec.source, day=words.date(moment.date()), link=link)


def permanent(address: str, moment: datetime, rules: str) -> str:
    """The address of a page with the instant it was looked at and the version of the rules.

    >>> from datetime import UTC, datetime
    >>> permanent("http://x/goal?goal=DO-1", datetime(2026, 11, 25, 9, 30, tzinfo=UTC), "2.0")
    'http://x/goal?goal=DO-1&as_of=2026-11-25T09%3A30%3A00Z&rules=2.0'
    """
    parts = urlsplit(address)
    query = [(key, value) for key, value in parse_qsl(parts.query) if key not in ("as_of", "rules")]
    query += [("as_of", moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")), ("rules", rules)]
    return urlunsplit(parts._replace(query=urlencode(query)))


def parse_moment(written: str) -> datetime | None:
    """The instant in such an address; None where it is none, or has no zone."""
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None


def banner(moment: datetime, rules: str, now_rules: str, here: str, words: Words) -> str:
    """Above a page that shows what this store showed then."""
    told = words("shell.as_of", moment=words.moment(moment))
    if rules and rules != now_rules:
        told += " " + words("shell.other_rules", then=rules, now=now_rules)
    return html.render("as_of.html", text=told, href=here, words=words)
