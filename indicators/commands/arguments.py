"""How a command is added, and what its arguments mean: days, instants, names of areas, indicators and groups."""

import argparse
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TypeAlias

from indicators.catalogue import Noun
from indicators.errors import Unknown
from indicators.monitor import Monitor
from indicators.present.words import words

# argparse has no public name for what `add_subparsers` returns.
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def add_command(commands: Commands, name: str, run: Callable[..., int], text: str) -> argparse.ArgumentParser:
    """A command or an action of one; --data and --language may stand behind it, where they are only set if they are given."""
    parser = commands.add_parser(name, help=text)
    add_common(parser, data=argparse.SUPPRESS, language=argparse.SUPPRESS)
    parser.set_defaults(run=run)
    return parser


def add_common(parser: argparse.ArgumentParser, *, data: str | None, language: str) -> None:
    """--data and --language, with what holds where they are not given."""
    parser.add_argument("--data", metavar="DIR", default=data, help="Ordner des Speichers (sonst ZIELMONITOR_DATA, data/store)")
    parser.add_argument("--language", choices=("de", "en"), default=language, help="Sprache der Meldungen")


def find(monitor: Monitor, noun: Noun, text: str) -> str:
    """The id that a spelling means.

    raises   Unknown with what comes near
    """
    found = monitor.catalogue.find(noun, text)
    if found is None:
        raise Unknown(f"{noun}.unknown", found=text, near=monitor.catalogue.nearest(noun, text) or "")
    return found


def day(text: str) -> date:
    """2026-03-31. Raises ArgumentTypeError for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(words("de")("fault.date.wrong", found=text)) from error


def moment(text: str) -> date | datetime:
    """A day, or an instant (UTC unless it says otherwise). Raises ArgumentTypeError for anything else."""
    if len(text) <= 10:
        return day(text)
    try:
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(words("de")("fault.date.wrong", found=text)) from error
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)
