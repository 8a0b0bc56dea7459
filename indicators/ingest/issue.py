"""What is wrong or worth saying about an upload. A value, never an exception."""

from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True)
class Issue:
    """One finding: where (row and column as the file shows them), what was found, what would be right.

    code      the sentence in data/locale under `issue.<code>`
    row       line of the file, counted from 1 with the header; None where it concerns the whole file
    column    the header of the column as it stands in the file
    expected  what would be right: a spelling, a unit, a list; empty where the sentence says it
    params    further values for the sentence
    """

    severity: Severity
    code: str
    row: int | None = None
    column: str | None = None
    found: str = ""
    expected: str = ""
    params: dict[str, object] = field(default_factory=dict)
