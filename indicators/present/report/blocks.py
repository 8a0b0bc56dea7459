"""What a report is made of, in reading order: finished words, figures and tables. Every form is written from this one list."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from indicators.assess.assessment import Tone
from indicators.present.figure import FigureSpec
from indicators.present.tables import FigureTable
from indicators.present.words import Language

Style = Literal["plain", "lead", "quiet", "missing"]


@dataclass(frozen=True)
class Run:
    """A stretch of plain text. Whatever it holds is shown as it is: it is never markup."""

    text: str
    is_strong: bool = False


Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Heading:
    """anchor   a name that stays the same between editions, for bookmarks and links"""

    text: str
    level: Literal[1, 2, 3]
    anchor: str


@dataclass(frozen=True)
class Paragraph:
    """style   lead says the most in one sentence; quiet is for sources and remarks; missing asks somebody for something"""

    runs: Runs
    style: Style = "plain"


@dataclass(frozen=True)
class Quote:
    """The council's own words and where they stand. `language` is theirs: a voice that reads aloud must not change it."""

    text: str
    source: str
    language: Language = "de"


@dataclass(frozen=True)
class Verdict:
    """How a goal is assessed: symbol by `tone`, word, and what it was computed from in a few words."""

    word: str
    tone: Tone
    parts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Bullets:
    items: tuple[Runs, ...]


@dataclass(frozen=True)
class Facts:
    """Name and value, line by line: so gerechnet, about a source."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class TableBlock:
    """caption   what the table shows, with period; `source` below it where its figures come from one place"""

    table: FigureTable
    caption: str
    source: str = ""


@dataclass(frozen=True)
class FigureBlock:
    """A chart with its heading, sentence, source and alt; the table with the same numbers is `spec.table`.

    name     names files and sheets: the goal, or the indicator with its group
    number   counted through the report, from 1
    """

    spec: FigureSpec
    name: str
    number: int


@dataclass(frozen=True)
class Written:
    """What a person wrote, paragraph by paragraph, and who signs it. Empty `signed` for a draft."""

    paragraphs: tuple[str, ...]
    signed: str = ""


@dataclass(frozen=True)
class NewPage:
    """What follows begins on a new page of paper."""


Block = Heading | Paragraph | Quote | Verdict | Bullets | Facts | TableBlock | FigureBlock | Written | NewPage


@dataclass(frozen=True)
class Cover:
    """title and subtitle, then facts line by line: paper number, committee, date, Stand of the data, rules."""

    title: str
    subtitle: str
    facts: tuple[tuple[str, str], ...]
    remark: str = ""


@dataclass(frozen=True)
class Report:
    """A whole report, ready for paper.

    header    runs along the top of every page, with the Stand of the data
    is_draft  said on every page until the edition is released
    dated     the day it speaks of, written into the files as the day they were made: no clock is asked
    """

    language: Language
    cover: Cover
    header: str
    blocks: tuple[Block, ...]
    is_draft: bool = False
    dated: date | None = None


def told(sentence: str) -> Runs:
    """A sentence of ours, in which `**` marks what is strong. Never for what a person wrote.

    >>> told("now **12.0 %** in 2025")
    (Run(text='now ', is_strong=False), Run(text='12.0 %', is_strong=True), Run(text=' in 2025', is_strong=False))
    """
    parts = sentence.split("**")
    return tuple(Run(part, is_strong=place % 2 == 1) for place, part in enumerate(parts) if part)


def said(text: str) -> Runs:
    """Whatever it holds, as one plain run."""
    return (Run(text),)
