"""The catalogue as it counts: what is shipped, with what coordinators keep in it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import cast

from indicators.catalogue import Catalogue
from indicators.catalogue.kept import Kind, read_kept, with_kept
from indicators.errors import CatalogueFault
from indicators.monitor.core import Monitor
from indicators.store import Record

_FIRST: tuple[Kind, ...] = ("goal", "state")  # a state is kept of a goal that may itself be kept


def unfit(monitor: Monitor) -> tuple[tuple[Record, CatalogueFault], ...]:
    """Records that the catalogue of today refuses, with the reason: a goal they name was withdrawn since."""
    return _merged(monitor.catalogue, monitor.store.records())[1]


def _merged(catalogue: Catalogue, records: Iterable[Record]) -> tuple[Catalogue, tuple[tuple[Record, CatalogueFault], ...]]:
    wrong = []
    for record in sorted(records, key=lambda record: _FIRST.index(record.kind) if record.kind in _FIRST else len(_FIRST)):
        try:
            catalogue = with_kept(catalogue, read_kept(cast(Kind, record.kind), record.id, record.content, catalogue))
        except CatalogueFault as fault:
            wrong.append((record, fault))
    return catalogue, tuple(wrong)


def current_catalogue(monitor: Monitor, as_of: date | datetime | None = None, *, without: int | None = None) -> Catalogue:
    """The shipped catalogue with what coordinators keep, as it counted at `as_of`, or as it would without a batch.

    A record that no longer fits is left out, see `unfit`.
    """
    records = monitor.store.records(as_of=as_of) if without is None else _without(monitor, without)
    return _merged(monitor.catalogue, records)[0]


def _without(monitor: Monitor, batch: int) -> Iterable[Record]:
    """What would count if this batch did not: of every record the newest other version."""
    found: dict[tuple[str, str], Record] = {}
    for record in monitor.store.records(history=True):
        if record.withdrawn_at is None and record.batch != batch:
            found.setdefault((record.kind, record.id), record)
    return found.values()
