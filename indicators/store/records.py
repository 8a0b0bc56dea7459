"""What coordinators keep up themselves, in versions like figures, and the mappings they taught."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Record:
    """A goal, the state of one, a measure, a comment.

    kind     goal, state, measure, comment
    content  JSON
    area     whose it is; empty for what belongs to no single area, which only a coordinator of all may write
    The rest says where a stored one comes from and is left out when writing.
    """

    kind: str
    id: str
    content: str
    area: str = ""
    batch: int = 0
    written_at: datetime | None = None
    written_by: str = ""
    withdrawn_at: datetime | None = None


@dataclass(frozen=True)
class SavedMapping:
    """One version of a taught mapping; `content` as `ingest.mapping` writes it."""

    name: str
    version: int
    content: str
    saved_at: datetime
    saved_by: str
