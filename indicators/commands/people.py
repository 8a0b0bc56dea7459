"""Commands about accounts: user add | disable | list | password."""

import argparse
import sys
from datetime import UTC, datetime
from getpass import getpass

from indicators.commands import OK
from indicators.commands.arguments import Commands, add_command, find
from indicators.errors import Fault
from indicators.monitor import Monitor
from indicators.present.words import Words
from indicators.store import people


def add_to(commands: Commands) -> None:
    user = add_command(commands, "user", _list, "Konten: add, disable, list, password")
    actions = user.add_subparsers(required=True, metavar="ACTION")
    add = add_command(actions, "add", _add, "ein Konto anlegen, oder ein gesperrtes wieder öffnen")
    add.add_argument("name")
    add.add_argument("--role", choices=people.STORED_ROLES, required=True)
    add.add_argument("--city", nargs="+", action="extend", default=[], help="nur für diese Städte (sonst für alle)")
    add.add_argument("--oidc", action="store_true", help="meldet sich über den Anmeldedienst an; ohne Passwort")
    change = add_command(actions, "password", _password, "ein neues Passwort setzen")
    change.add_argument("name")
    for sub in (add, change):
        sub.add_argument("--password-stdin", action="store_true", help="Passwort aus der ersten Zeile der Standardeingabe")
    add_command(actions, "disable", _disable, "ein Konto sperren").add_argument("name")
    add_command(actions, "list", _list, "alle Konten")


def _add(monitor: Monitor, options: argparse.Namespace, say: Words) -> int:
    areas = [find(monitor, "area", city) for city in options.city]
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


def _ask_password(options: argparse.Namespace, say: Words) -> str:
    """Asked for twice without showing it; from a script one line. Never an argument: those stand in every process list."""
    if options.password_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass(say("cli.ask_password", name=options.name))
    if getpass(say("cli.ask_again")) != first:
        raise Fault("password.differs")
    return first
