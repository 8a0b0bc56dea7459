"""What a filled-in form may get wrong, each with a sentence of its own; whatever is left the catalogue's checks refuse."""

from collections.abc import Iterable, Mapping
from typing import Any

from indicators.catalogue.duty import span
from indicators.catalogue.kept import Kind
from indicators.errors import Fault
from indicators.period import parse_period

_NEEDS_VALUE = ("durable", "value_by_date", "hold")


def check_form(kind: Kind, wanted: Mapping[str, Any]) -> None:
    """raises   Fault for the first thing that is wrong"""
    match kind:
        case "goal":
            _check_goal(wanted.get("goal") or {})
        case "measure":
            _check_measure(wanted)
        case "duty":
            _check_duty(wanted)
        case "comment":
            if not wanted.get("text"):
                raise Fault("record.no_text")
        case "state":
            pass  # every field of a state is a choice, a day or free text


def _check_goal(goal: Mapping[str, Any]) -> None:
    if not goal.get("title"):
        raise Fault("record.no_title")
    if (due := goal.get("due")) is not None and len(due) != len("2026-03-31"):
        _check_period(due)
    for demand in goal.get("demand", ()):
        if (demand.get("operator") is None) != (demand.get("value") is None):
            raise Fault("record.operator_and_value")
        if demand.get("operator") is None and demand.get("direction") is None:
            raise Fault("record.no_direction")
        if demand.get("base_period"):
            _check_period(demand["base_period"])
    if goal.get("kind") in _NEEDS_VALUE and not any(demand.get("operator") for demand in goal.get("demand", ())):
        raise Fault("record.needs_value")
    if (goal.get("kind") == "parity") != (goal.get("parity") is not None):
        raise Fault("record.parity")


def _check_measure(measure: Mapping[str, Any]) -> None:
    if not measure.get("name"):
        raise Fault("record.no_title")
    start, end = measure.get("start"), measure.get("end")
    if start and end and end < start:
        raise Fault("record.end_before_start", start=start, end=end)
    _check_once(row["period"] for row in measure.get("attendance", ()))


def _check_duty(duty: Mapping[str, Any]) -> None:
    if not duty.get("title"):
        raise Fault("record.no_title")
    if (duty.get("every") is None) != (duty.get("since") is None):
        raise Fault("record.every_and_since")
    if duty.get("since"):
        _check_period(duty["since"])
    for text in (duty.get("due"), *(one.get("on") for one in duty.get("held", ()))):
        if text:
            _check_when(text)


def _check_when(text: str) -> None:
    """A day or a period."""
    try:
        span(text)
    except ValueError as error:
        raise Fault("record.period", found=text) from error


def _check_once(periods: Iterable[str]) -> None:
    seen: set[str] = set()
    for period in periods:
        _check_period(period)
        if period in seen:
            raise Fault("record.period_twice", found=period)
        seen.add(period)


def _check_period(text: str) -> None:
    try:
        parse_period(text)
    except ValueError as error:
        raise Fault("record.period", found=text) from error
