"""Language: codes -> sentences from data/locale; numbers, periods and dates as German and English write them."""

import datetime as dt
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from indicators.catalogue import Catalogue
from indicators.catalogue.model import Demand, Goal, Indicator
from indicators.errors import CatalogueFault, Fault
from indicators.ingest.issue import Issue
from indicators.ingest.numbers import Number
from indicators.period import Period

Language = Literal["de", "en"]
LANGUAGES: tuple[Language, ...] = ("de", "en")
FOLDER = Path(__file__).parents[2] / "data" / "locale"
OPERATOR_NAMES = {"<": "below", "<=": "at_most", ">=": "at_least", ">": "above"}
COUNTED = ("count", "points", "years", "current", "decimals")  # parameters that ask for the singular at one
_GERMANY = ZoneInfo("Europe/Berlin")
WRITTEN = {"<": "<", "<=": "≤", ">=": "≥", ">": ">"}


@dataclass(frozen=True)
class Words:
    """One language. Calling it with a key and parameters makes the sentence."""

    language: Language
    texts: Mapping[str, str]

    def __call__(self, key: str, /, **params: object) -> str:
        """The sentence of `key`; of `key_one` where that exists and what is counted is exactly one."""
        if f"{key}_one" in self.texts and any(params.get(name) in (1, "1") for name in COUNTED):
            key = f"{key}_one"
        return self.texts[key].format_map(params)

    # -- numbers

    def number(self, value: float, decimals: int) -> str:
        """A value on `decimals` decimals, with the signs of the language."""
        text = f"{abs(value):,.{decimals}f}".replace(",", "\0").replace(".", self("number.decimal"))
        text = text.replace("\0", self("number.thousands"))
        is_negative = value < 0 and any(sign in text for sign in "123456789")
        return (self("number.minus") if is_negative else "") + text

    def plain_number(self, value: float, decimals: int) -> str:
        """A value for a spreadsheet: decimal sign of the language, no grouping, ASCII minus."""
        return f"{value:.{decimals}f}".replace(".", self("number.decimal"))

    def signed(self, value: float, decimals: int) -> str:
        text = self.number(value, decimals)
        is_positive = value > 0 and any(sign in text for sign in "123456789")
        return f"+{text}" if is_positive else text

    def value(self, value: float, decimals: int, catalogue: Catalogue, unit: str) -> str:
        """`12,0 %`, `264.322`, `54,76 je 1.000 Beschäftigte`: persons need no word, every other unit has one."""
        return self._with(self.number(value, decimals), "" if unit == "persons" else self.unit(catalogue, unit))

    def full_value(self, value: float, decimals: int, catalogue: Catalogue, unit: str) -> str:
        """The same with the word for persons too, where no subject names them."""
        return self._with(self.number(value, decimals), self.unit(catalogue, unit))

    def difference(self, value: float, decimals: int, catalogue: Catalogue, unit: str, *, signed: bool = True) -> str:
        """A difference of two values: `+0,3 Prozentpunkte`, `5.946 Personen`."""
        number = self.signed(value, decimals) if signed else self.number(abs(value), decimals)
        known = catalogue.units[unit]
        name = known.one if number.lstrip("+" + self("number.minus")) == "1" else known.difference
        return self._with(number, name.in_language(self.language))

    def unit(self, catalogue: Catalogue, unit: str) -> str:
        return catalogue.units[unit].name.in_language(self.language)

    def _with(self, number: str, unit: str) -> str:
        if unit == "%":
            return self("number.percent", number=number)
        return f"{number} {unit}" if unit else number

    # -- periods and dates

    def date(self, day: dt.date) -> str:
        return self("date.day", day=day.day, month=self._month(day.month), year=day.year)

    def moment(self, instant: dt.datetime) -> str:
        return self.date(instant.date())

    def clock(self, instant: dt.datetime) -> str:
        """A stored moment (UTC) as a clock in Germany shows it: `31. März 2026, 14:05 Uhr`."""
        aware = instant if instant.tzinfo else instant.replace(tzinfo=dt.UTC)
        local = aware.astimezone(_GERMANY)
        return self("date.clock", date=self.date(local.date()), time=f"{local:%H:%M}")

    def released(self, day: dt.date, precision: str) -> str:
        """The day, month or year of a release, as exactly as it is known."""
        match precision:
            case "day":
                return self.date(day)
            case "month":
                return self("date.month", month=self._month(day.month), year=day.year)
            case _:
                return str(day.year)

    def period(self, period: Period, indicator: Indicator | None = None) -> str:
        """A period; for a stock counted at the end of a quarter or month the day itself: `30. Juni 2024`."""
        if indicator is not None and indicator.is_stock and period.frequency != "year":
            return self.date(period.end)
        match period.frequency:
            case "year":
                return str(period.year)
            case "quarter":
                return self("date.quarter", number=period.number, year=period.year)
            case "month":
                return self("date.month", month=self._month(period.number), year=period.year)

    def when(self, period: Period, indicator: Indicator) -> str:
        """The beginning of a sentence: `2025`, `Am 30. Juni 2024`, `Im 2. Quartal 2024`."""
        is_day = indicator.is_stock and period.frequency != "year"
        return self("when.day" if is_day else f"when.{period.frequency}", period=self.period(period, indicator))

    def month(self, day: dt.date) -> str:
        """`Februar 2026`."""
        return self("date.month", month=self._month(day.month), year=day.year)

    def _month(self, number: int) -> str:
        return self("date.months").split("|")[number - 1]

    # -- catalogue

    def subject(self, catalogue: Catalogue, indicator: str, group: str) -> str:
        """`die Arbeitslosenquote (Frauen)`, for sentences."""
        subject = catalogue.indicators[indicator].subject.in_language(self.language)
        return subject if group == "total" else f"{subject} ({self.group(catalogue, group)})"

    def series(self, catalogue: Catalogue, indicator: str, group: str) -> str:
        """`Arbeitslosenquote, Frauen`, for headings and pickers."""
        name = catalogue.label("indicator", indicator, self.language)
        return name if group == "total" else f"{name}, {self.group(catalogue, group)}"

    def group(self, catalogue: Catalogue, group: str) -> str:
        return catalogue.label("group", group, self.language)

    def target(self, catalogue: Catalogue, demand: Demand) -> str:
        """`< 8,0 %`, or `sinkend` where no number was decided."""
        if demand.operator is None or demand.value is None:
            return self(f"target.{demand.good}")
        indicator = catalogue.indicators[demand.indicator]
        return f"{WRITTEN[demand.operator]} {self.value(demand.value, indicator.decimals, catalogue, indicator.unit)}"

    def target_told(self, catalogue: Catalogue, demand: Demand) -> str:
        """`unter 8 %`: the threshold as a sentence says it, with no more decimals than it was decided with."""
        if demand.operator is None or demand.value is None:
            return self(f"target.{demand.good}")
        whole = demand.value == int(demand.value)
        indicator = catalogue.indicators[demand.indicator]
        value = self.value(demand.value, 0 if whole else indicator.decimals, catalogue, indicator.unit)
        return self(f"target_told.{OPERATOR_NAMES[demand.operator]}", value=value)

    def due(self, goal: Goal) -> str:
        if goal.due is None:
            return ""
        return self.period(goal.due_period) if goal.due_period else self.date(dt.date.fromisoformat(goal.due))

    def reason(self, code: str, params: Mapping[str, object]) -> str:
        """Why a verdict is what it is, as a sentence."""
        return self(f"reason.{code}", **{key: self._param(value) for key, value in params.items()})

    # -- issues and faults

    def issue(self, issue: Issue) -> str:
        """One sentence: where, what was found, what would be right."""
        params = {key: self._param(value) for key, value in issue.params.items()}
        found = self(f"role.{issue.found}") if issue.code == "header.missing" else issue.found
        sentence = self(f"issue.{issue.code}", found=found, expected=issue.expected, **params)
        if issue.expected and "{expected}" not in self.texts[f"issue.{issue.code}"]:
            sentence += " " + self("issue_hint.near", expected=issue.expected)
        if issue.row is None:
            return sentence
        key = "issue_hint.place_row" if issue.column is None else "issue_hint.place"
        return self(key, row=issue.row, column=issue.column) + sentence

    def fault(self, fault: Fault) -> str:
        """One sentence for something that kept the program from answering."""
        sentence = self(f"fault.{fault.code}", **fault.params)
        near = fault.params.get("near")
        if near and "{near}" not in self.texts[f"fault.{fault.code}"]:
            sentence += " " + self("issue_hint.near", expected=near)
        return sentence

    def _param(self, value: object) -> object:
        match value:
            case dt.datetime():
                return self.moment(value)
            case dt.date():
                return self.date(value)
            case bool():
                return value
            case Number() if value.value != value.value:
                return self("number.none")
            case Number():
                return self.number(value.value, value.decimals)
            case Period():
                return self.period(value)
            case float() if value in (float("inf"), float("-inf")):
                return "∞" if value > 0 else "−∞"
            case float():
                return self.number(value, 0 if value == int(value) else len(str(value).partition(".")[2]))
            case int():
                return self.number(value, 0)
            case tuple() if all(f"frequency_example.{part}" in self.texts for part in value):
                return self("frequency_example.or").join(self(f"frequency_example.{part}") for part in value)
            case _:
                return value


@lru_cache(maxsize=len(LANGUAGES))
def words(language: Language) -> Words:
    """The texts of a language.

    raises   CatalogueFault if the locale file is wrong
    """
    path = FOLDER / f"{language}.toml"
    try:
        return Words(language, dict(_flat(tomllib.loads(path.read_text(encoding="utf-8")))))
    except tomllib.TOMLDecodeError as error:
        raise CatalogueFault(f"locale/{path.name}", f"no valid TOML: {error}") from error


def _flat(tables: Mapping[str, Any], prefix: str = "") -> Iterable[tuple[str, str]]:
    for key, value in tables.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield prefix + key, value
