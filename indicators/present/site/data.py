"""The figures of the public edition for machines: CSV and JSON a series at an address that stays, and their description."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from indicators.catalogue import Catalogue
from indicators.catalogue.model import Source
from indicators.ingest.escape import inert
from indicators.period import parse_period
from indicators.present import html
from indicators.present.records import published
from indicators.present.site import address
from indicators.present.site.frame import File, Page, Site
from indicators.present.views import SeriesView
from indicators.present.words import Words

COLUMNS = ("area", "indicator", "group", "period", "value", "unit", "status", "source", "note", "released_on")
_TYPES = {"value": "number"}
_KEY = ("area", "indicator", "group", "period")
_KNOWN_TO = {"day": 10, "month": 7, "year": 4}  # how much of 2026-05-31 is known


def files(view: SeriesView, catalogue: Catalogue) -> Iterator[File]:
    """Every stored figure of one series, every frequency, once as CSV and once as JSON."""
    records = [_record(row) for row in view.rows.itertuples(index=False)]
    key = (view.area.area, view.indicator.id, view.group)
    yield address.data_file(*key, "csv"), _csv(records)
    text = json.dumps(_described(view, catalogue) | {"figures": records}, ensure_ascii=False, indent=1)
    yield address.data_file(*key, "json"), f"{text}\n".encode()


def _record(row: Any) -> dict[str, object]:
    value = published(None if row.value != row.value else row.value, row.decimals)
    released = row.released_on.date().isoformat()[: _KNOWN_TO[str(row.released_precision)]]
    plain = {column: getattr(row, column) for column in COLUMNS if column not in ("value", "note", "released_on")}
    return {**plain, "value": value, "note": row.note or "", "released_on": released}


def _csv(records: Iterable[dict[str, object]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    # Only texts are escaped: a negative number is a number.
    rows = ([record[column] for column in COLUMNS] for record in records)
    writer.writerows([inert(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return text.getvalue().encode()


def _described(view: SeriesView, catalogue: Catalogue) -> dict[str, object]:
    """What the figures are, in both languages."""
    unit, group = catalogue.units[view.indicator.unit], view.group
    labels = list(dict.fromkeys(view.rows["source"]))
    return {
        "area": {"id": view.area.area, "name": _both(view.area.name)},
        "indicator": {
            "id": view.indicator.id, "name": _both(view.indicator.name), "definition": _both(view.indicator.definition),
            "unit": _both(unit.name), "decimals": view.indicator.decimals,
        },
        "group": {"id": group, "name": {code: catalogue.label("group", group, code) for code in ("de", "en")}},
        "sources": [_source(label, catalogue.source_of(label)) for label in labels],
    }  # fmt: skip


def _both(text: Any) -> dict[str, str]:
    return {"de": text.de, "en": text.en}


def _source(label: str, source: Source | None) -> dict[str, str]:
    if source is None:
        return {"title": label}
    found = {"title": ", ".join(filter(None, (source.publisher, source.table))), "path": source.url,
             "licence": source.licence, "licence_path": source.licence_url}  # fmt: skip
    return {key: text for key, text in found.items() if text}


# -- the description of all of them


def package(keys: Sequence[tuple[str, str, str]], catalogue: Catalogue, site: Site, words: Words) -> File:
    """A Frictionless data package: every CSV file a resource; the columns are described once beside it.

    keys   area, indicator and group of every series
    """
    used = [source for source in catalogue.sources.values() if source.licence]
    said = f"{site.base_url}{address.place('sources', words.language)}"
    licences = {source.licence: source.licence_url for source in used}
    described = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "zielmonitor-arbeitsmarkt", "title": words("site.package_title"),
        "description": words("site.package_about"), "created": f"{site.stand:%Y-%m-%dT%H:%M:%S}Z",
        **({"homepage": site.base_url} if site.base_url else {}),
        # A licence needs an address: of one that has none, the page that says its words.
        "licenses": [{"title": title, "path": path or said} for title, path in licences.items()],
        "sources": [_plain_source(source) for source in catalogue.sources.values()],
        "resources": [_resource(key, catalogue, words) for key in keys],
    }  # fmt: skip
    return address.PACKAGE, (json.dumps(described, ensure_ascii=False, indent=0) + "\n").encode()


def _plain_source(source: Source) -> dict[str, str]:
    title = ", ".join(filter(None, (source.publisher, source.table)))
    return {"title": title, **({"path": source.url} if source.url else {})}


def _resource(key: tuple[str, str, str], catalogue: Catalogue, words: Words) -> dict[str, object]:
    area, indicator, group = key
    return {
        "name": address.safe("-".join(key)), "type": "table", "path": address.data_file(*key, "csv"),
        "title": f"{catalogue.label('area', area, words.language)}: {words.series(catalogue, indicator, group)}",
        "scheme": "file", "format": "csv", "mediatype": "text/csv", "encoding": "utf-8", "schema": address.SCHEMA,
    }  # fmt: skip


def schema() -> File:
    """The columns of every CSV file."""
    fields = [{"name": name, "type": _TYPES.get(name, "string")} for name in COLUMNS]
    described = {"$schema": "https://datapackage.org/profiles/2.0/tableschema.json", "fields": fields,
                 "primaryKey": list(_KEY), "missingValues": [""]}  # fmt: skip
    return address.SCHEMA, (json.dumps(described, indent=1) + "\n").encode()


# -- pages that list the files


def contents(slugs: Sequence[tuple[str, str]], site: Site, words: Words) -> Page:
    """Where the figures lie. `slugs`: name and slug of every area with figures."""
    body = html.render(
        "site_files.html", words=words, title=words("site.data_title"), lead=words("site.data_lead"), rows=[],
        notes=[words("site.data_rights"), words("site.stand", moment=words.clock(site.stand)).replace("**", "")],
    )  # fmt: skip
    here = [{"name": name, "told": "", "href": f"/{address.place('files', words.language, slug)}"} for name, slug in slugs]
    package = [{"name": words("site.data_package"), "told": address.PACKAGE, "href": f"/{address.PACKAGE}"}]
    body += html.render("site_places.html", title=words("site.data_all"), places=package)
    body += html.render("site_places.html", title=words("site.places"), places=here)
    return Page("data", words("site.data_title"), body, about=words("site.data_lead"))


def listing(views: Sequence[SeriesView], catalogue: Catalogue, words: Words) -> Page:
    """The files of one area."""
    area = views[0].area
    title = words("site.data_of", area=area.name.in_language(words.language))
    rows = [_listed(view, catalogue, words) for view in views]
    body = html.render("site_files.html", words=words, title=title, lead=words("site.data_lead"), rows=rows, notes=[])
    return Page("files", title, body, area.slug, words("site.data_lead"))


def _listed(view: SeriesView, catalogue: Catalogue, words: Words) -> dict[str, object]:
    periods = sorted((parse_period(period) for period in view.rows["period"]), key=lambda period: period.end)
    key = (view.area.area, view.indicator.id, view.group)
    return {
        "name": words.series(catalogue, view.indicator.id, view.group),
        "span": words("sources.stored", first=words.period(periods[0]), last=words.period(periods[-1])),
        "stand": words.released(*view.released) if view.released else "–",
        "files": [{"name": form.upper(), "href": f"/{address.data_file(*key, form)}"} for form in ("csv", "json")],
    }
