"""A batch: one upload and what became of it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Precision = Literal["day", "month", "year"]


@dataclass(frozen=True)
class Batch:
    """One upload. `released_precision` says whether the day, only the month or only the year of release is known."""

    batch: int
    file_name: str
    sha256: str
    released_on: date
    released_precision: Precision
    imported_at: datetime
    imported_by: str
    reason: str
    withdrawn_at: datetime | None = None
    withdrawn_by: str | None = None
    withdrawn_reason: str | None = None
