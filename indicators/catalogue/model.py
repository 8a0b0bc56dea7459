"""The nouns of the catalogue, exactly as its files hold them (docs/catalogue.md). All frozen."""

import datetime as dt
from typing import Literal

import msgspec

from indicators.catalogue.record import Record
from indicators.catalogue.tables import Import
from indicators.period import Frequency, Period, parse_period


class Text(Record, frozen=True):
    """One text in both languages."""

    de: str
    en: str

    def in_language(self, language: str) -> str:
        return self.de if language == "de" else self.en


class Texts(Record, frozen=True):
    """A list of sentences in both languages, of equal length."""

    de: tuple[str, ...] = ()
    en: tuple[str, ...] = ()

    def in_language(self, language: str) -> tuple[str, ...]:
        return self.de if language == "de" else self.en


class ReferenceText(Record, frozen=True):
    """Where a definition is written; a German title stays German."""

    de: str
    en: str = ""


class Area(Record, frozen=True):
    """A city, a Land or Germany, or a district without goals here, to compare with. `area` is the municipal key as text."""

    area: str
    slug: str
    name: Text
    short: Text
    kind: Literal["city", "land", "country", "district"]
    land: str
    job_centre: Literal["zkT", "gE", ""]
    job_centre_since: str
    job_centre_source: str
    aliases: tuple[str, ...]
    homonyms: tuple[str, ...]  # keys of other regions that carry the same bare name: the Landkreis around the city


class Group(Record, frozen=True):
    """Whom a figure counts: everybody, women, people of 15 to 24 ..."""

    group: str
    name: Text
    aliases: tuple[str, ...]


class Unit(Record, frozen=True):
    """A unit: `name` behind a value ("%", "Personen"), `difference` behind a difference ("Prozentpunkte")."""

    unit: str
    name: Text
    difference: Text
    one: Text  # the difference where it is exactly 1
    aliases: tuple[str, ...]


class Sign(Record, frozen=True):
    """What an official table writes instead of a number (symbol) or behind one (mark): a status, never a digit."""

    sign: str
    kind: Literal["symbol", "mark"]
    status: Literal["normal", "provisional", "estimated", "suppressed", "missing"]
    meaning: Text


Kind = Literal["rate", "level", "gap", "count"]
Direction = Literal["up", "down", "none"]


class Indicator(Record, frozen=True):
    """What a figure means."""

    id: str
    name: Text
    subject: Text
    definition: Text
    unit: str
    decimals: int
    kind: Kind
    direction: Direction
    basis: Literal["yearly_mean", "reference_date", "twelve_months", "year"]
    basis_note: Text
    frequency: tuple[Frequency, ...]
    sources: tuple[str, ...]
    groups: tuple[str, ...] = ("total",)
    numerator: Text | None = None
    denominator: Text | None = None
    numerator_indicator: str | None = None
    denominator_indicator: str | None = None
    seasonal: bool = False
    lag_months: int | None = None
    base_month: int | None = None
    range: tuple[float, ...] = ()
    aliases: tuple[str, ...] = ()
    traps: Texts = Texts()
    reference: ReferenceText | None = None

    @property
    def is_stock(self) -> bool:
        """Whether it is counted on the last day of its period, not over the whole of it."""
        return self.basis == "reference_date"


class Source(Record, frozen=True):
    """A published table, and under which licence its figures may be shown."""

    id: str
    publisher: str
    title: Text
    table: str = ""
    licence: str = ""
    licence_short: str = ""
    licence_url: str = ""
    url: str = ""
    labels: tuple[str, ...] = ()
    note: Text | None = None
    imports: tuple[Import, ...] = msgspec.field(default=(), name="import")

    @property
    def label(self) -> str:
        """The text that names this source beside a figure."""
        return self.labels[0] if self.labels else self.id


class Document(Record, frozen=True):
    """The paper in which goals were decided or asked for.

    body   that decided it, or that a motion was put to; `kind` tells which. Empty where the paper names none
    """

    area: str
    name: Text
    kind: Text
    source: str
    date_text: Text
    body: str = ""
    paper: str = ""
    date: dt.date | None = None
    movers: tuple[str, ...] = ()
    rhythm: Text | None = None
    note: Text | None = None


GoalKind = Literal[
    "durable", "value_by_date", "hold", "direction", "parity",
    "milestone", "pipeline", "question", "process", "measure", "qualitative",
]  # fmt: skip
Operator = Literal["<", "<=", ">=", ">"]
State = Literal["open", "in_progress", "done", "dropped", "unknown"]


class Demand(Record, frozen=True):
    """What a goal asks of one series: a threshold, or only a direction."""

    indicator: str
    group: str = "total"
    direction: Direction | None = None
    operator: Operator | None = None
    value: float | None = None
    durability: str = ""
    base_value: float | None = None
    base_period: str | None = None

    @property
    def good(self) -> Literal["up", "down"]:
        """Where better lies; the loader has made sure that it is said."""
        if self.operator is not None:
            return "down" if self.operator in ("<", "<=") else "up"
        return "up" if self.direction == "up" else "down"


class Parity(Record, frozen=True):
    """Two groups of one indicator that shall be equal, within `tolerance` percentage points."""

    indicator: str
    groups: tuple[str, str]
    tolerance: float = 1.0
    base_values: tuple[float, ...] = ()
    base_text: Text | None = None


class GoalState(Record, frozen=True):
    """What is known of a milestone, a question, a process or a measure, and from where."""

    state: State
    on: dt.date | None = None
    evidence: Text | None = None
    source: str = ""


class Item(Record, frozen=True):
    """One of the things a pipeline counts."""

    name: Text
    state: State = "unknown"


class Goal(Record, frozen=True):
    """What a city has set itself, in the words of its document."""

    id: str
    title: Text
    kind: GoalKind
    quote: str = ""
    reading: Text | None = None
    reading_confirmed: bool = False
    confirmed_by: str = ""
    influence: Literal["yes", "partly", "no"] | None = None
    due: str | None = None
    due_text: Text | None = None
    owner: str = ""
    next_report_due: dt.date | None = None
    superseded_by: str | None = None
    related: tuple[str, ...] = ()
    note: Text | None = None
    demand: tuple[Demand, ...] = ()
    parity: Parity | None = None
    state: GoalState | None = None
    item: tuple[Item, ...] = ()

    @property
    def due_on(self) -> dt.date | None:
        """The last day on which the goal is met in time: `2030` means 31 December 2030."""
        if self.due is None:
            return None
        return dt.date.fromisoformat(self.due) if len(self.due) == 10 else parse_period(self.due).end

    @property
    def due_period(self) -> Period | None:
        """The year, quarter or month named as due; None without one, or for a single day."""
        return parse_period(self.due) if self.due is not None and len(self.due) < 10 else None


class Event(Record, frozen=True):
    """Something dated that a reader of a series must know: a break, a revision, a law, a shock."""

    date: dt.date
    kind: Literal["step", "revision", "definition", "denominator", "pulse", "law", "organisation", "correction",
                  "classification"]  # fmt: skip
    breaks: bool
    label: Text
    effect: Text
    handling: Text
    verified: Literal["yes", "partly", "no"]
    source: str
    end: dt.date | None = None
    indicators: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()

    def concerns(self, area: str, indicator: str, group: str) -> bool:
        """True if the event touches this series; an empty list of indicators or areas means all."""
        names = (indicator, f"{indicator}/{group}")
        return (not self.indicators or any(name in self.indicators for name in names)) and (
            not self.areas or area in self.areas
        )
