"""One cell -> what it means, or an issue without place. `None` comes in where another cell is already wrong."""

import re
from dataclasses import dataclass, replace
from datetime import date

from indicators.catalogue import Catalogue, Noun
from indicators.catalogue.model import Indicator
from indicators.ingest.grid import Cell, NumberCell
from indicators.ingest.issue import Issue
from indicators.ingest.numbers import Number, Style, parse_number
from indicators.ingest.observations import STATUSES, WITHHELD
from indicators.period import Frequency, Period, is_day, parse_period

_BRACKETED = re.compile(r"\(\s*(?P<number>[^()]+?)\s*\)")
_FOOTNOTE = re.compile(r"(?P<number>.*\d)\s*(?:[*†‡]+|[¹²³⁰⁴-⁹]+\)?|\s\d{1,2}\)|\s?[a-z]\))")
_HOLE = float("nan")
# A key, or a region that only bears the name of a city: nobody who wrote that meant the city.
_OTHER_REGION = re.compile(r"^\s*\d+\s*$|(?:landkreis|\blk\b|\bkreis\b|region|bezirk|agentur|umland)", re.IGNORECASE)
_STATUS = {
    "vorläufig": "provisional", "geschätzt": "estimated", "geheim": "suppressed", "geheim gehalten": "suppressed",
    "fehlt": "missing", "bruch": "break",
}  # fmt: skip


@dataclass(frozen=True)
class Value:
    """A value cell as read.

    status   normal, or what the publisher's sign says
    note     what that sign means, in German as all notes of figures are
    chosen   the code that says how a separator that could be both was read, by the kind of the indicator
    """

    number: Number
    status: str = "normal"
    note: str = ""
    chosen: str = ""


class CellReader:
    """Reads cells of one file. What a cell does not say is an Issue without its place; the table knows that.

    style      decimal sign of the file as far as it is known
    indicator  id of the row the cell stands in, None where that itself could not be read: then less is checked
    """

    def __init__(self, catalogue: Catalogue, today: date, style: Style = "either") -> None:
        self.catalogue = catalogue
        self.today = today
        self.style = style

    # -- names

    def area(self, text: str) -> str | Issue:
        return self._find("area", text, "area.unknown" if text.strip() else "area.missing")

    def key_and_name(self, key: str, name: str) -> str | Issue:
        """The area that both mean; one of them may be blank."""
        if not key.strip() or not name.strip():
            return self.area(key if key.strip() else name)
        by_key, by_name = self.area(key), self.area(name)
        if isinstance(by_key, Issue):
            return by_key
        if isinstance(by_name, Issue):
            return replace(by_name, column="area")  # the part, not the header: the table knows that
        if by_key != by_name:
            expected = self.catalogue.label("area", str(by_key))
            return Issue("error", "area.contradiction", found=f"{key.strip()} / {name.strip()}", expected=expected)
        return by_key

    def indicator(self, text: str) -> str | Issue:
        return self._find("indicator", text, "indicator.unknown" if text.strip() else "indicator.missing")

    def group(self, text: str, indicator: str | None) -> str | Issue | None:
        """One of the groups of the indicator; a blank cell is the total."""
        found = self._find("group", text, "group.unknown") if text.strip() else "total"
        if indicator is None or isinstance(found, Issue):
            return found
        groups = self.catalogue.indicators[indicator].groups
        if found not in groups:
            known = ", ".join(self.catalogue.label("group", group) for group in groups)
            return Issue("error", "group.not_of_indicator", found=text.strip() or "total", expected=known)
        return found

    def unit(self, text: str, indicator: str | None) -> str | Issue | None:
        if indicator is None:
            return text
        expected = self._indicator(indicator).unit
        if text.strip() and self.catalogue.find("unit", text) != expected:
            return Issue("error", "unit.wrong", found=text.strip(), expected=self.catalogue.label("unit", expected))
        return expected

    def status(self, text: str) -> str | Issue:
        """A status by its name, in German or English, or by the mark of an official table (`p`)."""
        found = text.strip().casefold() or "normal"
        found = _STATUS.get(found, found)
        if found in STATUSES:
            return found
        sign = self.catalogue.signs.get(text.strip())
        return sign.status if sign else Issue("error", "status.unknown", found=text.strip())

    def _find(self, noun: Noun, text: str, code: str) -> str | Issue:
        found = self.catalogue.find(noun, text)
        if found is not None:
            return found
        is_elsewhere = noun == "area" and _OTHER_REGION.search(text) is not None
        near = None if is_elsewhere else self.catalogue.nearest(noun, text)
        return Issue("error", code, found=text.strip(), expected=near or "")

    # -- periods

    def period(self, text: str, indicator: str | None) -> Period | Issue:
        """A period in a rhythm of the indicator that has begun by today."""
        frequencies: tuple[Frequency, ...] = self._indicator(indicator).frequency if indicator else ("year", "quarter", "month")
        try:
            period = parse_period(text, frequencies)
        except ValueError:
            code = "period.missing" if not text.strip() else "period.not_an_end" if is_day(text) else "period.unknown"
            return Issue("error", code, found=text.strip(), params={"frequencies": frequencies})
        if period.frequency not in frequencies:
            return Issue("error", "period.frequency", found=text.strip(), params={"frequencies": frequencies})
        if period.start > self.today:
            return Issue("error", "period.in_future", found=text.strip())
        return period

    # -- values

    def value(self, cell: Cell, indicator: str | None, status: str | None) -> Value | Issue | None:
        known = self._indicator(indicator) if indicator else None
        if isinstance(cell, NumberCell):
            return self._cell_number(cell, known)
        plain = cell.strip()
        if sign := self.catalogue.signs.get(plain):
            return (
                self._sign(sign.status, f"{sign.meaning.de} ({plain})", known) if sign.kind == "symbol" else _no_number(plain)
            )
        if not plain and status in WITHHELD:
            return self._sign(str(status), "", known)
        if not plain:
            return Issue("error", "value.missing")
        bare, marked, note = self._without_mark(plain)
        if bare.endswith("%") and (known is None or known.unit == "percent"):
            bare = bare[:-1].rstrip()
        try:
            number = parse_number(bare)
        except ValueError:
            return Issue("error", "value.footnote", found=plain) if _FOOTNOTE.fullmatch(plain) else _no_number(plain)
        if known is None:
            return Value(number, marked, note)
        decided = self._decided(number, bare, known)
        if isinstance(decided, Issue):
            return decided
        return self._possible(replace(decided, status=marked, note=note), bare, known)

    def _sign(self, status: str, note: str, indicator: Indicator | None) -> Value:
        return Value(Number(_HOLE, indicator.decimals if indicator else 0), status, note)

    def _without_mark(self, plain: str) -> tuple[str, str, str]:
        """The number, and the status and meaning of a publisher's mark around or behind it."""
        if match := _BRACKETED.fullmatch(plain):
            mark = self.catalogue.signs.get("( )")
            return (match["number"], mark.status, f"{mark.meaning.de} ({mark.sign})") if mark else (plain, "normal", "")
        mark = self.catalogue.signs.get(plain[-1])
        if mark is not None and mark.kind == "mark" and plain[:-1].rstrip()[-1:].isdigit():
            return plain[:-1].rstrip(), mark.status, f"{mark.meaning.de} ({mark.sign})"
        return plain, "normal", ""

    def _cell_number(self, cell: NumberCell, indicator: Indicator | None) -> Value | Issue:
        """A number of a workbook: no sign to be misread. It shows no trailing zeros, so the publication's decimals count."""
        seen = cell.seen
        if (sign := self.catalogue.signs.get(str(cell))) and sign.kind == "symbol":
            return self._sign(sign.status, f"{sign.meaning.de} ({sign.sign})", indicator)
        decimals = max(0, -int(seen.normalize().as_tuple().exponent))
        if indicator is None:
            return Value(Number(float(seen), decimals))
        if cell.is_percent and indicator.unit != "percent":
            return Issue("error", "value.percent", found=f"{cell} %")
        if indicator.decimals == 0 and decimals:
            return Issue("error", "value.not_whole", found=str(cell))
        return self._possible(Value(Number(float(seen), max(decimals, indicator.decimals))), str(cell), indicator)

    def _possible(self, value: Value, text: str, indicator: Indicator) -> Value | Issue:
        """Refuse what the indicator cannot be: a rate of 120 %, a negative count."""
        if not indicator.range:
            return value
        low, high = (*indicator.range, float("inf"))[:2]
        if low <= value.number.value <= high:
            return value
        return Issue("error", "value.out_of_range", found=text, params={"low": low, "high": high})

    def _decided(self, number: Number, text: str, indicator: Indicator) -> Value | Issue:
        """What one separator before three digits means: as the file writes decimals; where it does not show that, thousands
        in a whole number and a decimal sign in a rate. A rate is never read a thousandfold."""
        is_whole = indicator.decimals == 0
        if number.thousands is None:
            if is_whole and number.decimals and number.value != int(number.value):
                return Issue("error", "value.not_whole", found=text)
            return Value(replace(number, decimals=0) if is_whole else number)
        sign_style: Style = "german" if "," in text else "english"  # if the separator is a decimal sign
        is_decimal = self.style == sign_style if self.style != "either" else not is_whole
        if is_decimal and is_whole:
            return Issue("error", "value.not_whole", found=text)
        if not is_decimal and not is_whole:
            return Issue(
                "error", "value.ambiguous", found=text,
                params={"decimal": replace(number, thousands=None), "whole": Number(number.thousands, 0),
                        "decimals": indicator.decimals},
            )  # fmt: skip
        chosen = "" if self.style != "either" else "value.read_as_decimal" if is_decimal else "value.read_as_thousands"
        if is_decimal:
            return Value(replace(number, thousands=None, style=sign_style), chosen=chosen)
        other: Style = "english" if sign_style == "german" else "german"
        return Value(Number(number.thousands, 0, other), chosen=chosen)

    def _indicator(self, name: str) -> Indicator:
        return self.catalogue.indicators[name]


def _no_number(text: str) -> Issue:
    return Issue("error", "value.not_a_number", found=text)


def proven_style(cell: Cell) -> Style:
    """What a cell shows of the file's decimal sign, whatever it counts."""
    if isinstance(cell, NumberCell):
        return "either"
    try:
        return parse_number(cell.strip().strip("()").rstrip("%prse").strip()).style
    except ValueError:
        return "either"
