"""What a progress report of a city holds and in which order; and what coordinators write for it. All frozen."""

import datetime as dt
from typing import Literal

import msgspec

from indicators.catalogue.model import Text
from indicators.catalogue.record import Record

SectionKind = Literal["summary", "goals", "comparison", "groups", "duties", "changes", "chapter", "method", "open"]
LONGEST = 100_000  # characters of a chapter


class Section(Record, frozen=True):
    """A section of a report; all but `kind` is only for chapters, `series` also for the comparison.

    id       names a chapter for ever: what is written for it hangs on it
    quote    the council's words that asked for it, `source` where they stand
    goals    ids of the goals it is about; `item` is the place, from 1, of one item of the first of them, which names it
    series   `indicator` or `indicator/group`, shown beside
    """

    kind: SectionKind
    id: str = ""
    title: Text | None = None
    quote: str = ""
    source: str = ""
    note: Text | None = None
    goals: tuple[str, ...] = ()
    item: int = 0
    series: tuple[str, ...] = ()


class Earlier(Record, frozen=True):
    """Goals that were set before the paper they are quoted from: since when, how that is known, and from where."""

    goals: tuple[str, ...]
    on: dt.date
    note: Text
    source: str


class Template(Record, frozen=True):
    """data/catalogue/reports/<city>.toml.

    title      without its number: „Sachstandsbericht zur …“
    committee  who receives it, as the paper says
    rhythm     how often, as the paper says
    """

    id: str
    area: str
    title: Text
    committee: Text
    rhythm: Text
    source: str
    section: tuple[Section, ...]
    earlier: tuple[Earlier, ...] = ()

    @property
    def chapters(self) -> tuple[Section, ...]:
        return tuple(section for section in self.section if section.kind == "chapter")


class KeptChapter(Record, frozen=True):
    """What a coordinator wrote for a chapter, signed."""

    template: str
    chapter: str
    text: str
    author: str
    on: dt.date


class KeptEdition(Record, frozen=True):
    """A report that was frozen: what it is called, on what it rests, and the sha256 of each of its forms.

    number   its place among the editions of the template, from 1; `title` the whole title as printed
    as_of    the instant whose figures, records and texts it holds
    compared_with   the instant or day of the edition before
    forms    form -> sha256
    """

    template: str
    number: int
    title: str
    as_of: dt.datetime
    on: dt.date
    language: Literal["de", "en"]
    rule_version: str
    paper: str = ""
    committee: str = ""
    compared_with: str = ""
    forms: dict[str, str] = msgspec.field(default_factory=dict)


def chapter_id(template: str, chapter: str) -> str:
    """One text a chapter of a template."""
    return f"{template}:{chapter}"


def edition_id(template: str, number: int) -> str:
    return f"{template}:{number}"
