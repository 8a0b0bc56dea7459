"""Opening catalogue and store; what the product ships is imported on the first start."""

import tomllib
from datetime import datetime
from pathlib import Path

from indicators import ingest
from indicators.catalogue.load import load_catalogue
from indicators.errors import Unknown
from indicators.monitor.core import SHIPPED, SYSTEM, Monitor
from indicators.monitor.imports import import_file
from indicators.store import Store
from indicators.store.uploads import sha256


def open_monitor(folder: Path | None, *, now: datetime) -> Monitor:
    """Open catalogue and store; figures the product ships and the store has never seen are imported first.

    raises   CatalogueFault, StoreLocked, StoreUnsound
    """
    monitor = Monitor(load_catalogue(), Store.open(folder, now))
    known = {batch.sha256 for batch in monitor.store.batches(drafts=True)}
    for shipped in tomllib.loads((SHIPPED / "figures.toml").read_text(encoding="utf-8"))["file"]:
        data = (SHIPPED / shipped["name"]).read_bytes()
        if sha256(data) not in known:
            outcome = import_file(
                monitor, data, shipped["name"], released_on=shipped["released_on"],
                precision=shipped["precision"], reason=shipped["reason"], confirm=shipped.get("confirmed", ""),
                actor=SYSTEM, now=now, read=ingest.read,
            )  # fmt: skip
            if outcome.batch is None:
                raise Unknown("figures.rejected", found=shipped["name"], near=str(outcome.issues[0]))
    return monitor
