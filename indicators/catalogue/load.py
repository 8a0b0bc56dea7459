"""Read data/catalogue; every complaint names the file, the key, what was found and what is near."""

import csv
import io
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar, get_args

import msgspec

from indicators.catalogue import Catalogue
from indicators.catalogue.agreement import check, near
from indicators.catalogue.duty import Duty, DutyFile, Occasion
from indicators.catalogue.model import Area, Document, Event, Goal, Group, Indicator, Kind, Sign, Source, Text, Unit
from indicators.catalogue.outlook import Calibration, Trial
from indicators.catalogue.people import Focus, Groups
from indicators.catalogue.record import field_names
from indicators.catalogue.report import Template
from indicators.catalogue.rules import Rules
from indicators.catalogue.terms import Accessibility, Difference, Term
from indicators.errors import CatalogueFault

T = TypeVar("T")
FOLDER = Path(__file__).parents[2] / "data" / "catalogue"

_AREA_COLUMNS = (
    "area,slug,name_de,name_en,short_de,short_en,kind,land,job_centre,job_centre_since,job_centre_source,aliases,homonyms"
)
_DISTRICT_COLUMNS = "area,name"
_GROUP_COLUMNS = "group,name_de,name_en,aliases"
_UNIT_COLUMNS = "unit,name_de,name_en,difference_de,difference_en,one_de,one_en,aliases"
_SIGN_COLUMNS = "sign,kind,status,meaning_de,meaning_en"
_EVENT_COLUMNS = (
    "date,end,indicators,areas,kind,breaks,label_de,label_en,effect_de,effect_en,handling_de,handling_en,verified,source"
)
_YES_NO = {"yes": True, "no": False}


def load_catalogue(folder: Path = FOLDER) -> Catalogue:
    """The catalogue in `folder`.

    raises   CatalogueFault naming file and key
    """
    goals: dict[str, Goal] = {}
    documents: dict[str, Document] = {}
    files: dict[str, str] = {}
    for path in sorted((folder / "goals").glob("*.toml"), key=lambda path: (path.stem == "national", path.stem)):
        document, found = _goal_file(path)
        for goal in found:
            if goal.id in goals:
                raise CatalogueFault(_name(path), f'goal id "{goal.id}" stands twice')
            goals[goal.id], documents[goal.id], files[goal.id] = goal, document, _name(path)
    duties, occasions = _duties(folder / "duties")
    calibrations, trial = _outlook(folder / "outlook.toml")
    catalogue = Catalogue(
        areas=_with_districts(_unique(_areas(folder / "areas.csv"), "area", folder / "areas.csv"), folder / "districts.csv"),
        groups=_unique(_groups(folder / "groups.csv"), "group", folder / "groups.csv"),
        signs=_unique(_signs(folder / "symbols.csv"), "sign", folder / "symbols.csv"),
        units=_unique(_units(folder / "units.csv"), "unit", folder / "units.csv"),
        indicators=_records(folder / "indicators", Indicator),
        sources=_records(folder / "sources", Source),
        goals=goals,
        documents=documents,
        events=tuple(sorted(_events(folder / "events.csv"), key=lambda event: event.date)),
        rules=convert(_toml(folder / "checks.toml"), Rules, folder / "checks.toml"),
        calibrations=calibrations,
        trial=trial,
        duties=duties,
        occasions=occasions,
        reports=_records(folder / "reports", Template),
        terms=_unique(_listed(folder / "glossary.toml", "term", Term), "id", folder / "glossary.toml"),
        differences=_unique(_listed(folder / "differences.toml", "difference", Difference), "id", folder / "differences.toml"),
        accessibility=convert(_toml(folder / "accessibility.toml"), Accessibility, folder / "accessibility.toml"),
        people=convert(_toml(folder / "people.toml"), Groups, folder / "people.toml"),
        focus=_unique(_focus(folder / "focus_groups.toml"), "area", folder / "focus_groups.toml"),
    )
    check(catalogue, files)
    return catalogue


def _name(path: Path) -> str:
    return path.name if path.suffix == ".csv" else f"{path.parent.name}/{path.name}"


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_read(path))
    except tomllib.TOMLDecodeError as error:
        raise CatalogueFault(_name(path), f"no valid TOML: {error}") from error


def convert(raw: object, kind: type[T], path: Path, where: str = "") -> T:
    """`raw` as a record of `kind`; msgspec says what is wrong and where, we say what is near."""
    try:
        return msgspec.convert(raw, kind, strict=path.suffix == ".toml")
    except msgspec.ValidationError as error:
        message = str(error).replace("Object ", "").replace("`$.", "`")
        if match := re.search(r"unknown field `(\w+)`", message):
            message += near(match[1], field_names(kind))
        raise CatalogueFault(_name(path), f"{where}{message}") from error


def _records(folder: Path, kind: type[T]) -> dict[str, T]:
    return {path.stem: convert({"id": path.stem} | _toml(path), kind, path) for path in sorted(folder.glob("*.toml"))}


def _listed(path: Path, table: str, kind: type[T]) -> list[T]:
    """The entries of a file that holds nothing but `[[table]]`, in their order."""
    raw = _toml(path)
    if unknown := set(raw) - {table}:
        raise CatalogueFault(_name(path), f'unknown table "{min(unknown)}"{near(min(unknown), (table,))}')
    return [
        convert(entry, kind, path, f"{table} {entry.get('id', number)}: ")
        for number, entry in enumerate(raw.get(table, []), start=1)
    ]


def _outlook(path: Path) -> tuple[dict[str, Calibration], Trial]:
    """How outlooks are continued: a table for each kind, more for indicators with numbers of their own; and how it is tried."""
    raw = _toml(path)
    kinds = get_args(Kind)
    if missing := {*kinds, "trial"} - set(raw):
        raise CatalogueFault(_name(path), f'no table "{min(missing)}"')
    trial = convert(raw.pop("trial"), Trial, path, "trial: ")
    found = {name: convert(table, Calibration, path, f"{name}: ") for name, table in raw.items()}
    for name, calibration in found.items():
        if (name in kinds) == bool(calibration.indicators):
            raise CatalogueFault(
                _name(path), f"{name}: indicators belong to every table but those of a kind{near(name, kinds)}"
            )
        if not calibration.spread or (not calibration.accepted and calibration.reason is None):
            raise CatalogueFault(_name(path), f"{name}: spread must not be empty, and what is not accepted needs a reason")
    return found, trial


def _focus(path: Path) -> list[Focus]:
    cities = _toml(path).get("city", [])
    return [convert(entry, Focus, path, f"{entry.get('area', number)}: ") for number, entry in enumerate(cities, start=1)]


def _goal_file(path: Path) -> tuple[Document, tuple[Goal, ...]]:
    raw = _toml(path)
    if unknown := set(raw) - {"document", "goal"}:
        found = sorted(unknown)[0]
        raise CatalogueFault(_name(path), f'unknown table "{found}"{near(found, ("document", "goal"))}')
    document = convert(raw.get("document", {}), Document, path, "document: ")
    goals = tuple(
        convert(entry, Goal, path, f"goal {entry.get('id', number)}: ")
        for number, entry in enumerate(raw.get("goal", []), start=1)
    )
    return document, goals


def _duties(folder: Path) -> tuple[dict[str, Duty], dict[str, tuple[Occasion, ...]]]:
    """The duties by id, and what took place by area; a file names the area of all that stands in it."""
    duties: dict[str, Duty] = {}
    occasions: dict[str, tuple[Occasion, ...]] = {}
    for path in sorted(folder.glob("*.toml")):
        raw = _toml(path)
        entries = [{"area": raw.get("area"), **entry} for entry in raw.get("duty", [])]
        found = convert({**raw, "duty": entries}, DutyFile, path)
        if found.area in occasions:
            raise CatalogueFault(_name(path), f'area "{found.area}" has a second file')
        occasions[found.area] = found.occasion
        for duty in found.duty:
            if duty.id in duties:
                raise CatalogueFault(_name(path), f'duty id "{duty.id}" stands twice')
            duties[duty.id] = duty
    return duties, occasions


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise CatalogueFault(_name(path), f"not UTF-8: {error}") from error
    except OSError as error:
        raise CatalogueFault(_name(path), f"cannot be read: {error.strerror}") from error


def _rows(path: Path, columns: str) -> Iterable[dict[str, Any]]:
    """The rows of a table whose header is `columns`, every cell there."""
    reader = csv.reader(io.StringIO(_read(path), newline=""), strict=True)
    expected = columns.split(",")
    try:
        header = next(reader, [])
        if header != expected:
            wrong = next((name for name in header if name not in expected), "")
            hint = near(wrong, expected) if wrong else ""
            raise CatalogueFault(_name(path), f'columns are "{",".join(header)}", should be "{columns}"{hint}')
        for row in reader:
            if len(row) != len(expected):
                raise CatalogueFault(_name(path), f"line {reader.line_num}: {len(row)} cells, the header has {len(expected)}")
            yield dict(zip(expected, row, strict=True))
    except csv.Error as error:
        raise CatalogueFault(_name(path), f"line {reader.line_num}: {error}") from error


def _unique(records: Iterable[T], key: str, path: Path) -> dict[str, T]:
    """Records by their id; an id that stands twice is an error."""
    found: dict[str, T] = {}
    for record in records:
        if (identifier := getattr(record, key)) in found:
            raise CatalogueFault(_name(path), f'{key} "{identifier}" stands twice')
        found[identifier] = record
    return found


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split("|") if part.strip()]


def _bilingual(row: dict[str, Any], key: str) -> dict[str, str]:
    return {"de": row.pop(f"{key}_de"), "en": row.pop(f"{key}_en")}


def _areas(path: Path) -> list[Area]:
    return [
        convert(
            {"name": _bilingual(row, "name"), "short": _bilingual(row, "short"), **row,
             "aliases": _split(row["aliases"]), "homonyms": _split(row["homonyms"])},
            Area,
            path,
            f"{row['area']}: ",
        )
        for row in _rows(path, _AREA_COLUMNS)
    ]  # fmt: skip


def _with_districts(areas: dict[str, Area], path: Path) -> dict[str, Area]:
    """The areas, and behind them the districts of `path` where an installation has such a list; one of ours stays as it is."""
    if not path.exists():
        return areas
    rows = _unique([_district(row["area"], row["name"], areas) for row in _rows(path, _DISTRICT_COLUMNS)], "area", path)
    everything = areas | {key: district for key, district in rows.items() if key not in areas}
    heads = Counter(_head(area.name.de) for area in everything.values())
    return {key: area if key in areas else _told_apart(area, heads) for key, area in everything.items()}


def _district(key: str, name: str, areas: Mapping[str, Area]) -> Area:
    """In one of our Länder, or in one that no figure is kept of."""
    text, land = Text(de=name, en=name), key[:2] if key[:2] in areas else ""
    return Area(
        area=key, slug=key, name=text, short=text, kind="district", land=land, job_centre="", job_centre_since="",
        job_centre_source="", aliases=(), homonyms=(),
    )  # fmt: skip


def _told_apart(district: Area, heads: Mapping[str, int]) -> Area:
    """`Köln` for "Köln, Stadt"; where two share it, the city keeps its whole name and the district around it shows its key."""
    name, head = district.name.de, _head(district.name.de)
    told = head if heads[head] == 1 else name if name != head else f"{name} ({district.area})"
    return msgspec.structs.replace(district, name=Text(de=told, en=told), short=Text(de=told, en=told))


def _head(name: str) -> str:
    return name.partition(",")[0]


def _groups(path: Path) -> list[Group]:
    return [
        convert({"name": _bilingual(row, "name"), **row, "aliases": _split(row["aliases"])}, Group, path)
        for row in _rows(path, _GROUP_COLUMNS)
    ]


def _signs(path: Path) -> list[Sign]:
    return [
        convert({"meaning": _bilingual(row, "meaning"), **row}, Sign, path, f"{row['sign']}: ")
        for row in _rows(path, _SIGN_COLUMNS)
    ]


def _units(path: Path) -> list[Unit]:
    return [
        convert(
            {"name": _bilingual(row, "name"), "difference": _bilingual(row, "difference"), "one": _bilingual(row, "one"), **row,
             "aliases": _split(row["aliases"])},
            Unit, path,
        )
        for row in _rows(path, _UNIT_COLUMNS)
    ]  # fmt: skip


def _events(path: Path) -> list[Event]:
    events = []
    for row in _rows(path, _EVENT_COLUMNS):
        texts = {key: _bilingual(row, key) for key in ("label", "effect", "handling")}
        if row["breaks"] not in _YES_NO:
            raise CatalogueFault(_name(path), f'{row["date"]}: breaks is "{row["breaks"]}", should be yes or no')
        lists = {key: _split(row[key]) for key in ("indicators", "areas")}
        values = row | texts | lists | {"breaks": _YES_NO[row["breaks"]], "end": row["end"] or None}
        events.append(convert(values, Event, path, f"{row['date']}: "))
    return events
