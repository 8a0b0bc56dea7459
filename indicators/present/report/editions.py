"""Frozen reports as a list: what each is called, on what it rests, and how far its release is."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from indicators.catalogue.report import KeptEdition
from indicators.present.words import Words

EditionState = Literal["draft", "released", "withdrawn"]


@dataclass(frozen=True)
class EditionView:
    """An edition and what became of it.

    batch   its number in the store, by which its files are asked for
    """

    batch: int
    edition: KeptEdition
    state: EditionState
    made_by: str
    made_at: datetime
    released_by: str = ""
    released_at: datetime | None = None
    reason: str = ""  # why it was withdrawn


def told(view: EditionView, words: Words) -> str:
    """`Nr. 2: 2. Sachstandsbericht … Freigegeben am 3. Dezember 2026, 10:15 Uhr von A. Beispiel.`"""
    head = words("edition.head", number=view.edition.number, title=view.edition.title)
    as_of = words("edition.as_of", at=words.clock(view.edition.as_of), rules=view.edition.rule_version)
    at = words.clock(view.released_at) if view.released_at else ""
    state = words(
        f"edition.{view.state}", by=view.released_by or view.made_by, at=at or words.clock(view.made_at), reason=view.reason
    )  # fmt: skip
    return f"{head} {as_of} {state}"
