"""Commands about the store as a whole: check, rebuild."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from indicators import monitor as ask
from indicators.commands import FAULT, OK
from indicators.commands.arguments import Commands, add_command
from indicators.monitor import Monitor
from indicators.present.words import Words


def add_to(commands: Commands) -> None:
    add_command(commands, "rebuild", rebuild, "den Speicher aus den aufbewahrten Dateien neu aufbauen")
    add_command(commands, "check", _check, "Katalog und Speicher prüfen")


def rebuild(folder: Path, options: argparse.Namespace, say: Words) -> int:
    """Unlike every other command it begins before the store is opened: that it cannot be opened is the reason."""
    done = ask.rebuild(folder, actor=options.actor, now=datetime.now(UTC))
    print(say("cli.rebuilt", batches=done.batches))
    if done.aside:
        print(say("cli.rebuilt_aside", file=done.aside))
    for batch in done.differing:
        print(say("cli.rebuilt_differs", batch=batch))
    if done.lacking:
        print(say("cli.rebuilt_lacking", names=", ".join(done.lacking)))
    return OK


def _check(monitor: Monitor, options: argparse.Namespace, say: Words) -> int:
    problems = ask.problems(monitor)
    for code, params in problems:
        print(say(f"problem.{code}", **params))
    if problems:
        return FAULT
    catalogue = monitor.catalogue
    counts = {"goals": len(catalogue.goals), "indicators": len(catalogue.indicators)}
    print(say("cli.check_ok", **counts, batches=len(ask.batches(monitor)), observations=len(monitor.store.series())))
    return OK
