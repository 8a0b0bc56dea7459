"""Everything the store holds as CSV files with a datapackage.json (Frictionless Data Package)."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from indicators.catalogue import Catalogue
from indicators.ingest.escape import inert
from indicators.monitor.core import Monitor
from indicators.monitor.history import batches, unreleased
from indicators.present.records import published
from indicators.present.words import Words
from indicators.store.audit import FIGURES, Entry

Rows = Iterable[Sequence[object]]
# observations.csv has the columns of a tidy table and nothing else: it imports as it is, and changes nothing.
_OBSERVATION = ("area", "indicator", "group", "period", "value", "unit", "status", "source", "note")
_VINTAGE = (
    "batch", "area", "indicator", "group", "period", "value", "status", "unit", "source", "note", "sheet", "row", "column",
)  # fmt: skip
_BATCH = (
    "batch", "file_name", "sha256", "released_on", "released_precision", "imported_at", "imported_by", "reason",
    "withdrawn_at", "withdrawn_by", "withdrawn_reason",
)  # fmt: skip
_AUDIT = ("number", "at", "actor", "action", "subject", "details", "previous_hash", "hash")
_RECORD = ("kind", "id", "content")
_AREA = ("area", "slug", "name_de", "name_en", "kind", "land")
_INDICATOR = ("id", "name_de", "name_en", "definition_de", "definition_en", "unit", "decimals", "basis")
_TYPES = {
    "value": "number", "batch": "integer", "row": "integer", "number": "integer", "decimals": "integer",
    "released_on": "date", "imported_at": "datetime", "withdrawn_at": "datetime", "at": "datetime",
}  # fmt: skip
_KEYS: Mapping[str, Sequence[str]] = {
    "observations": ("area", "indicator", "group", "period"), "vintages": ("batch", "area", "indicator", "group", "period"),
    "batches": ("batch",), "audit": ("number",), "records": ("kind", "id"), "areas": ("area",), "indicators": ("id",),
}  # fmt: skip


def export(monitor: Monitor, folder: Path, words: Words) -> tuple[str, ...]:
    """Write everything into `folder`; returns the names of the files."""
    folder.mkdir(parents=True, exist_ok=True)
    tables = _tables(monitor)
    for name, (columns, rows) in tables.items():
        (folder / f"{name}.csv").write_bytes(_csv(columns, rows))
    description = _package(monitor.catalogue, {name: columns for name, (columns, _) in tables.items()}, words)
    (folder / "datapackage.json").write_text(json.dumps(description, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return (*(f"{name}.csv" for name in tables), "datapackage.json")


def _tables(monitor: Monitor) -> dict[str, tuple[Sequence[str], Rows]]:
    store, catalogue = monitor.store, monitor.catalogue
    areas = ((area.area, area.slug, area.name.de, area.name.en, area.kind, area.land) for area in catalogue.areas.values())
    indicators = (
        (one.id, one.name.de, one.name.en, one.definition.de, one.definition.en, one.unit, one.decimals, one.basis)
        for one in catalogue.indicators.values()
    )
    return {
        "observations": (_OBSERVATION, _figures(store.series().itertuples(index=False), _OBSERVATION)),
        "vintages": (_VINTAGE, _figures(store.observations().itertuples(index=False), _VINTAGE)),
        "batches": (_BATCH, _fields(batches(monitor), _BATCH)),
        "records": (_RECORD, _fields((one for one in store.records() if one.kind != "chapter"), _RECORD)),
        "audit": (_AUDIT, _fields(_public(monitor), _AUDIT)),
        "areas": (_AREA, areas),
        "indicators": (_INDICATOR, indicators),
    }


def _public(monitor: Monitor) -> Iterator[Entry]:
    """The audit log as an export may be handed on: what is not released and who has an account is left out of its line.

    The hashes stay, so the chain can still be followed; only these lines cannot be sealed again.
    """
    hidden = unreleased(monitor)
    for entry in monitor.store.audit():
        if entry.action.startswith("user."):
            yield replace(entry, subject="", details="")
        elif entry.action in FIGURES and entry.subject in hidden:
            yield replace(entry, details="")
        else:
            yield entry


def _figures(rows: Iterable[Any], columns: Sequence[str]) -> Iterator[list[object]]:
    """Values print with the decimals of their publication."""
    for row in rows:
        value = published(None if row.value != row.value else row.value, row.decimals)
        yield [value if column == "value" else getattr(row, column) for column in columns]


def _fields(records: Iterable[Any], columns: Sequence[str]) -> Iterator[list[object]]:
    for record in records:
        plain = asdict(record)
        yield [plain[column] for column in columns]


def _csv(columns: Sequence[str], rows: Rows) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    # Only texts are escaped: a negative number is a number.
    writer.writerows([inert(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return text.getvalue().encode()


def _package(catalogue: Catalogue, tables: Mapping[str, Sequence[str]], words: Words) -> dict[str, object]:
    licences = {source.licence: source for source in catalogue.sources.values() if source.licence}
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "zielmonitor-arbeitsmarkt",
        "title": words("export.title"),
        "description": words("export.description"),
        "licenses": [
            {"title": source.licence, **({"path": source.licence_url} if source.licence_url else {})}
            for source in licences.values()
        ],
        "sources": [
            {"title": ", ".join(filter(None, (source.publisher, source.table))), **({"path": source.url} if source.url else {})}
            for source in catalogue.sources.values()
        ],
        "resources": [
            {
                "name": name, "path": f"{name}.csv", "profile": "tabular-data-resource", "format": "csv",
                "mediatype": "text/csv", "encoding": "utf-8", "description": words(f"export.{name}"),
                "schema": {
                    "fields": [{"name": column, "type": _TYPES.get(column, "string")} for column in columns],
                    "primaryKey": list(_KEYS[name]), "missingValues": [""],
                },
            }
            for name, columns in tables.items()
        ],
    }  # fmt: skip
