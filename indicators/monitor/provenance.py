"""Where a figure comes from."""

from indicators.errors import Unknown
from indicators.monitor.core import Monitor
from indicators.monitor.series import known
from indicators.period import Frequency, Period, parse_period
from indicators.present.provenance import Provenance, Vintage
from indicators.store import Batch


def provenance(monitor: Monitor, area: str, indicator: str, group: str, period: str) -> Provenance:
    """Every figure ever stored for one cell, the one that counts marked.

    raises   Unknown for an area, indicator or group that the catalogue lacks, or a period that is none
    """
    known(monitor, area=area, indicator=indicator, group=group)
    when = _period(period, monitor.catalogue.indicators[indicator].frequency)
    rows = monitor.store.vintages(area=area, indicator=indicator, group=group, period=str(when))
    batches = {batch.batch: batch for batch in monitor.store.batches()}
    vintages = []
    counting: int | None = None
    for row in rows.itertuples(index=False):
        batch = batches[row.batch]
        if counting is None and batch.withdrawn_at is None:
            counting = batch.batch
        vintages.append(_vintage(row, batch, counts=batch.batch == counting))
    catalogue = monitor.catalogue
    return Provenance(catalogue.areas[area], catalogue.indicators[indicator], group, when, tuple(vintages))


def _period(text: str, frequencies: tuple[Frequency, ...]) -> Period:
    """raises   Unknown for what is no period, or none of this rhythm"""
    try:
        found = parse_period(text, frequencies)
    except ValueError as error:
        raise Unknown("period.wrong", found=text) from error
    if found.frequency not in frequencies:
        raise Unknown("period.wrong", found=text)
    return found


def _vintage(row: object, batch: Batch, *, counts: bool) -> Vintage:
    cell = {name: getattr(row, name) for name in ("status", "unit", "source", "note", "sheet", "column")}
    value = row.value  # type: ignore[attr-defined]  # a row of `Store.vintages`
    return Vintage(
        **cell,
        value=None if value != value else float(value),
        decimals=int(row.decimals),  # type: ignore[attr-defined]
        row=int(row.row),  # type: ignore[attr-defined]
        batch=batch.batch,
        file_name=batch.file_name,
        sha256=batch.sha256,
        released_on=batch.released_on,
        released_precision=batch.released_precision,
        imported_at=batch.imported_at,
        imported_by=batch.imported_by,
        reason=batch.reason,
        withdrawn_at=batch.withdrawn_at,
        withdrawn_by=batch.withdrawn_by or "",
        withdrawn_reason=batch.withdrawn_reason or "",
        counts=counts,
    )
