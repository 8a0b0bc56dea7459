"""What was imported, by whom, and whether the store is sound."""

from indicators.monitor.core import Monitor
from indicators.present.views import UploadView
from indicators.store import Batch


def problems(monitor: Monitor) -> tuple[tuple[str, dict[str, object]], ...]:
    """What is unsound in the store, as codes with parameters. The catalogue has been checked on opening."""
    return monitor.store.problems()


def batches(monitor: Monitor) -> tuple[Batch, ...]:
    return monitor.store.batches()


def uploads(monitor: Monitor) -> tuple[UploadView, ...]:
    """The imported files as readers see them, the newest first."""
    return tuple(
        UploadView(
            batch.file_name, batch.released_on, batch.released_precision, batch.imported_at, batch.imported_by,
            batch.reason, batch.withdrawn_at, batch.withdrawn_reason or "",
        )
        for batch in reversed(monitor.store.batches())
    )  # fmt: skip
