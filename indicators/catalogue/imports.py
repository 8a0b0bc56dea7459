"""What the import descriptions of the sources say: which published table is which source, which column which series."""

import itertools
from collections.abc import Iterator, Sequence
from typing import Any

from indicators.catalogue import Catalogue, fold
from indicators.catalogue.model import Source
from indicators.catalogue.tables import Column, Family, Import
from indicators.errors import CatalogueFault

Described = tuple[Source, Import]


def described(catalogue: Catalogue, family: Family) -> Iterator[Described]:
    """Every description of a family, with the source it belongs to."""
    for source in catalogue.sources.values():
        for entry in source.imports:
            if entry.family == family:
                yield source, entry


def find(catalogue: Catalogue, family: Family, code: str) -> Described | None:
    """The table that names itself `code`."""
    return next((found for found in described(catalogue, family) if fold(found[1].code) == fold(code)), None)


def find_coded(catalogue: Catalogue, statistic: str, variables: set[str], measures: set[str]) -> Described | None:
    """The GENESIS table whose flat file or cube this is; of several the one with the fewest variables."""
    candidates = [
        found
        for found in described(catalogue, "genesis")
        if fold(found[1].statistic) == fold(statistic)
        and folded(variables) <= folded(found[1].variables)
        and {measure for measure, _ in by_codes(found[1])} & folded(measures)
    ]
    return min(candidates, key=lambda found: len(found[1].variables), default=None)


def by_path(entry: Import) -> dict[tuple[str, ...], Column]:
    """Folded headers from top to bottom -> the column."""
    return {path: column for column in entry.column for path in itertools.product(*map(spellings, column.path)) if path}


def by_codes(entry: Import) -> dict[tuple[str, frozenset[str]], Column]:
    """Folded code of the measure and of what is counted, totals left out -> the column."""
    return {
        (measure, frozenset(codes)): column
        for column in entry.column
        for measure in spellings(column.measure)
        for codes in itertools.product(*map(spellings, column.codes))
    }


def is_total(entry: Import, label: str) -> bool:
    """True for a label or code that counts everybody; flat files leave the code of a total empty."""
    return fold(label) in ("", fold(entry.total))


def spellings(text: str) -> list[str]:
    return [fold(part) for part in text.split("|") if part.strip()]


def folded(texts: Sequence[str] | set[str]) -> set[str]:
    return {fold(text) for text in texts}


def check(catalogue: Catalogue, known: Any) -> None:
    """Descriptions name what exists, and no file and no column could be two things.

    known    raises CatalogueFault for a name that is not among names: (name, names, file, key)
    """
    owners: dict[tuple[str, str], str] = {}
    for source in catalogue.sources.values():
        for entry in source.imports:
            file = f"sources/{source.id}.toml"
            _check_entry(entry, f'{file}: import "{entry.code}"', catalogue, known)
            owner = owners.setdefault((entry.family, fold(entry.code or " ".join(entry.titles))), source.id)
            if owner != source.id:
                raise CatalogueFault(file, f'import "{entry.code}" is also described in sources/{owner}.toml')


def _check_entry(entry: Import, file: str, catalogue: Catalogue, known: Any) -> None:
    if entry.family == "genesis" and not entry.code:
        raise CatalogueFault(file, "a table of family genesis needs its number as code")
    if entry.family == "landesdatenbank" and not entry.titles:
        raise CatalogueFault(file, "a table of family landesdatenbank needs the titles by which it is known")
    seen: set[object] = set()
    for column in entry.column:
        name = " / ".join((*column.path, column.measure, *column.codes)).strip(" /")
        known(column.indicator, catalogue.indicators, f'{file}: column "{name}"', "indicator")
        known(column.group, catalogue.indicators[column.indicator].groups, f'{file}: column "{name}"', "group")
        if not column.path and not column.measure:
            raise CatalogueFault(file, f'column of "{column.indicator}" needs a path or a measure')
        if column.measure and not entry.statistic:
            raise CatalogueFault(file, f'column "{name}" has a measure; the table then needs its statistic')
        alone = Import(family=entry.family, column=(column,))
        for spelling in {*by_path(alone), *by_codes(alone)}:
            if spelling in seen:
                raise CatalogueFault(file, f'column "{name}" stands twice')
            seen.add(spelling)
