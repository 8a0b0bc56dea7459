"""One cell of a table -> what it means in the catalogue, or an issue without place. Nothing is guessed."""

from dataclasses import replace

from indicators.catalogue import Catalogue, Noun
from indicators.catalogue.model import Indicator
from indicators.ingest.issue import Issue
from indicators.ingest.numbers import Number, Style, parse_number
from indicators.ingest.observations import STATUSES
from indicators.period import Period, parse_period


class CellReader:
    """One cell -> what it means or an issue without place. `None` comes in where another cell is already wrong."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue

    def _find(self, noun: Noun, text: str, code: str) -> str | Issue:
        found = self.catalogue.find(noun, text)
        if found is not None:
            return found
        return Issue("error", code, found=text.strip(), expected=self.catalogue.nearest(noun, text) or "")

    def area(self, text: str) -> str | Issue:
        return self._find("area", text, "area.unknown")

    def key_and_name(self, key: str, name: str) -> str | Issue:
        if not key.strip() or not name.strip():
            return self.area(key if key.strip() else name)
        by_key, by_name = self.area(key), self.area(name)
        for found in (by_key, by_name):
            if isinstance(found, Issue):
                return found
        if by_key != by_name:
            expected = self.catalogue.label("area", str(by_key))
            return Issue("error", "area.contradiction", found=f"{key.strip()} / {name.strip()}", expected=expected)
        return by_key

    def indicator(self, text: str) -> str | Issue:
        return self._find("indicator", text, "indicator.unknown")

    def group(self, text: str, indicator: str | None) -> str | Issue | None:
        found = self._find("group", text, "group.unknown") if text.strip() else "total"
        if indicator is None or isinstance(found, Issue):
            return found
        groups = self.catalogue.indicators[indicator].groups
        if found not in groups:
            known = ", ".join(self.catalogue.label("group", group) for group in groups)
            return Issue("error", "group.not_of_indicator", found=text.strip() or "total", expected=known)
        return found

    def period(self, text: str, indicator: str | None) -> Period | Issue:
        frequencies = self._indicator(indicator).frequency if indicator else ("year", "quarter", "month")
        try:
            period = parse_period(text, frequencies)
        except ValueError:
            return Issue("error", "period.unknown", found=text.strip(), params={"frequencies": frequencies})
        if period.frequency not in frequencies:
            return Issue("error", "period.frequency", found=text.strip(), params={"frequencies": frequencies})
        return period

    def value(self, text: str, indicator: str | None) -> Number | Issue | None:
        plain = text.strip()
        if not plain:
            return Issue("error", "value.missing")
        if plain.endswith("%") and (indicator is None or self._indicator(indicator).unit == "percent"):
            plain = plain[:-1].rstrip()
        try:
            number = parse_number(plain)
        except ValueError:
            return Issue("error", "value.not_a_number", found=text.strip())
        return self._as_published(number, plain, self._indicator(indicator)) if indicator else number

    def _as_published(self, number: Number, text: str, indicator: Indicator) -> Number | Issue:
        """Decide what one separator before three digits means: thousands in a whole number, nothing sure in a rate."""
        if indicator.decimals == 0:
            if number.thousands is not None:
                style: Style = "german" if "." in text else "english"
                return replace(number, value=number.thousands, decimals=0, style=style)
            if number.decimals and number.value != int(number.value):
                return Issue("error", "value.not_whole", found=text)
            return replace(number, decimals=0)
        if number.thousands is not None:
            return Issue(
                "error", "value.ambiguous", found=text,
                params={"decimal": number.value, "whole": number.thousands, "decimals": indicator.decimals},
            )  # fmt: skip
        return number

    def unit(self, text: str, indicator: str | None) -> str | Issue | None:
        if indicator is None:
            return text
        expected = self._indicator(indicator).unit
        if text.strip() and self.catalogue.find("unit", text) != expected:
            return Issue("error", "unit.wrong", found=text.strip(), expected=self.catalogue.label("unit", expected))
        return expected

    def status(self, text: str) -> str | Issue:
        found = text.strip().casefold() or "normal"
        return found if found in STATUSES else Issue("error", "status.unknown", found=text.strip())

    def _indicator(self, name: str) -> Indicator:
        return self.catalogue.indicators[name]
