"""The released editions of progress reports in the public edition, each with its files as they were frozen."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from indicators.present import html
from indicators.present.site.frame import Page
from indicators.present.words import Language, Words


@dataclass(frozen=True)
class Issued:
    """One edition of a report.

    city       slug of the place, by which they are listed together
    files      form -> file of the edition and its size in bytes; empty once it was withdrawn
    withdrawn  why, where it was
    """

    city: str
    place: Mapping[Language, str]
    title: str
    on: date
    language: Language
    files: Mapping[str, tuple[str, int]]
    withdrawn: str = ""


def page(found: Sequence[Issued], words: Words) -> Page:
    """Place by place, the newest first; withdrawn ones stay listed with the reason."""
    places = [(name, list(own)) for name, own in _by_place(found, words)]
    body = html.render(
        "site_reports.html", words=words, title=words("site.nav_reports"), lead=words("site.reports_lead"),
        places=[{"name": name, "rows": [_row(one, words) for one in own]} for name, own in places],
    )  # fmt: skip
    return Page("reports", words("site.nav_reports"), body, about=words("site.reports_lead"))


def _by_place(found: Sequence[Issued], words: Words) -> Iterator[tuple[str, Iterator[Issued]]]:
    ordered = sorted(found, key=lambda one: one.on, reverse=True)
    ordered.sort(key=lambda one: one.city)
    for _, own in groupby(ordered, key=lambda one: one.city):
        first, *rest = own
        yield first.place[words.language], iter((first, *rest))


def _row(one: Issued, words: Words) -> dict[str, object]:
    files = [
        {"name": form.upper(), "href": f"/{file}",
         "size": words("site.kilobytes", size=words.number(max(1, round(size / 1000)), 0))}
        for form, (file, size) in one.files.items()
    ]  # fmt: skip
    return {
        "title": one.title, "date": words.date(one.on), "files": files, "language": one.language,
        "told": words(f"site.language_{one.language}"),
        "withdrawn": words("site.report_withdrawn", reason=one.withdrawn) if one.withdrawn else "",
    }  # fmt: skip
