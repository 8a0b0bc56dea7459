"""Commands about people and the store as a whole: user add | disable | list | password, approve, rebuild."""

import argparse
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from getpass import getpass
from pathlib import Path

from indicators import monitor as ask
from indicators.errors import Fault, Unknown
from indicators.monitor import Monitor
from indicators.present.words import Words
from indicators.store import people

OK = 0
AddCommand = Callable[[str, Callable[..., int], str], argparse.ArgumentParser]


def add_to(command: AddCommand, common: Callable[[argparse.ArgumentParser], None]) -> None:
    """Add the commands of this module to the command line; `common` adds what every command takes."""
    approve = command("approve", _approve, "einen Entwurf als zweite Person freigeben")
    approve.add_argument("batch", type=int)

    user = command("user", _list, "Konten: add, disable, list, password").add_subparsers(required=True, metavar="ACTION")

    def action(name: str, run: Callable[..., int], text: str) -> argparse.ArgumentParser:
        sub = user.add_parser(name, help=text)
        common(sub)
        sub.set_defaults(run=run)
        return sub

    add = action("add", _add, "ein Konto anlegen, oder ein gesperrtes wieder öffnen")
    add.add_argument("name")
    add.add_argument("--role", choices=people.STORED_ROLES, required=True)
    add.add_argument("--city", nargs="+", action="extend", default=[], help="nur für diese Städte (sonst für alle)")
    add.add_argument("--oidc", action="store_true", help="meldet sich über den Anmeldedienst an; ohne Passwort")
    change = action("password", _password, "ein neues Passwort setzen")
    change.add_argument("name")
    for sub in (add, change):
        sub.add_argument("--password-stdin", action="store_true", help="Passwort aus der ersten Zeile der Standardeingabe")
    action("disable", _disable, "ein Konto sperren").add_argument("name")
    action("list", _list, "alle Konten")

    command("rebuild", rebuild, "den Speicher aus den aufbewahrten Dateien neu aufbauen")


def _add(monitor: Monitor, options: argparse.Namespace, say: Words) -> int:
    areas = [_area(monitor, city) for city in options.city]
    password = None if options.oidc else _ask_password(options, say)
    monitor.store.add_user(
        options.name, password, options.role, areas or None, actor=options.actor, now=datetime.now(UTC)
    )  # fmt: skip
    print(say("cli.user_added", name=people.tidy_name(options.name)))
    return OK


def _password(monitor: Monitor, options: argparse.Namespace, say: Words) -> int:
    monitor.store.set_password(options.name, _ask_password(options, say), actor=options.actor, now=datetime.now(UTC))
    print(say("cli.user_password", name=people.tidy_name(options.name)))
    return OK


def _disable(monitor: Monitor, options: argparse.Namespace, say: Words) -> int:
    monitor.store.disable_user(options.name, actor=options.actor, now=datetime.now(UTC))
    print(say("cli.user_disabled", name=people.tidy_name(options.name)))
    return OK


def _list(monitor: Monitor, options: argparse.Namespace, say: Words) -> int:
    users = monitor.store.users()
    for user in users:
        areas = say("cli.user_everywhere") if user.areas is None else ", ".join(user.areas)
        way = say("cli.user_closed" if user.is_disabled else f"cli.user_{user.provider}")
        print(say("cli.user_line", name=user.name, role=say(f"cli.user_{user.role}"), areas=areas, way=way))
    if not users:
        print(say("cli.user_none"))
    return OK


def _approve(monitor: Monitor, options: argparse.Namespace, say: Words) -> int:
    monitor.store.approve(options.batch, actor=options.actor, now=datetime.now(UTC))
    print(say("cli.approved", batch=options.batch))
    return OK


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


def _ask_password(options: argparse.Namespace, say: Words) -> str:
    """Asked for twice without showing it; from a script one line. Never an argument: those stand in every process list."""
    if options.password_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass(say("cli.ask_password", name=options.name))
    if getpass(say("cli.ask_again")) != first:
        raise Fault("password.differs")
    return first


def _area(monitor: Monitor, text: str) -> str:
    found = monitor.catalogue.find("area", text)
    if found is None:
        raise Unknown("area.unknown", found=text, near=monitor.catalogue.nearest("area", text) or "")
    return found
