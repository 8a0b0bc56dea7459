"""A batch: one upload and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

Precision = Literal["day", "month", "year"]


@dataclass(frozen=True)
class Batch:
    """One upload. `released_precision` says whether the day, only the month or only the year of release is known.

    is_draft       was stored for a second person to release
    approved_at    when that happened; None for a draft that waits and for a batch that never was one
    areas          every area it says something about
    confirmations  key of a warning -> why it was accepted
    mapping        name of the taught mapping it was read with, or empty
    """

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
    is_draft: bool = False
    approved_at: datetime | None = None
    approved_by: str | None = None
    areas: tuple[str, ...] = ()
    confirmations: Mapping[str, str] = field(default_factory=dict)
    mapping: str = ""

    @property
    def is_pending(self) -> bool:
        """A draft that nobody has released: readers do not see it."""
        return self.is_draft and self.approved_at is None
