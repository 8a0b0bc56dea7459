"""The command line: python -m indicators COMMAND; each says its options with --help."""

import argparse
import csv
import json
import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from getpass import getuser
from pathlib import Path
from typing import NoReturn

from indicators import commands_people
from indicators import monitor as ask
from indicators.catalogue import Noun
from indicators.commands import add_to, find
from indicators.errors import Fault, StoreLocked, Unknown
from indicators.monitor import ImportOutcome, Monitor
from indicators.present.records import SERIES_COLUMNS, goal_record, issue_record, series_records
from indicators.present.words import Words, words
from indicators.store import Actor, operator

OK, FAULT, REJECTED = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    options.actor = _actor()
    say = words(options.language)
    try:
        folder = Path(options.data) if options.data else ask.data_folder()
        if options.run is commands_people.rebuild:  # that the store cannot be opened is its reason
            return int(options.run(folder, options, say))
        monitor = ask.open_monitor(folder, now=datetime.now(UTC))
        with monitor.store:
            return int(options.run(monitor, options, say))
    except Fault as fault:
        print(say.fault(fault), say("cli.locked") if isinstance(fault, StoreLocked) else "", file=sys.stderr)
        return FAULT
    except BrokenPipeError:  # `| head` closed the pipe: nobody reads on
        sys.stderr.close()
        return OK


def _parser() -> argparse.ArgumentParser:
    # --data and --language may stand before or behind the command; behind it they are only set where they are given.
    parser = _Parser(prog="python -m indicators", description=__doc__)
    _common(parser, data=None, language="de")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Callable[..., int], text: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=text)
        _behind(sub)
        sub.set_defaults(run=run)
        return sub

    goals = command("goals", _goals, "alle Ziele mit Bewertung")
    goals.add_argument("--city")
    goals.add_argument("--as-of", type=_moment)
    goals.add_argument("--format", choices=("table", "json"), default="table")

    series = command("series", _series, "gespeicherte Zeitreihen")
    for name in ("area", "indicator", "group"):
        series.add_argument(f"--{name}")
    series.add_argument("--as-of", type=_moment, help="Tag: bis dahin veröffentlichte Zahlen; Zeitpunkt: damals gezeigte")
    series.add_argument("--format", choices=("table", "csv", "json"), default="table")

    imports = command("import", _import, "eine Datei einspielen")
    imports.add_argument("file", type=Path)
    imports.add_argument("--released-on", type=_day, help="Tag der Veröffentlichung (sonst heute)")
    imports.add_argument("--reason", default="", help="warum; sonst steht dort der Name der Datei")
    imports.add_argument("--confirm", metavar="REASON", default="", help="warum die Zahlen trotz der Warnungen stimmen")
    imports.add_argument(
        "--mapping", metavar="NAME", default="", help="gespeicherte Zuordnung, nach der die Datei gelesen wird"
    )
    imports.add_argument("--sheet", metavar="NAME", default="", help="Blatt einer Mappe mit mehreren Blättern")
    imports.add_argument("--dry-run", action="store_true")
    imports.add_argument("--format", choices=("text", "json"), default="text")

    withdraw = command("withdraw", _withdraw, "eine Lieferung zurückziehen")
    withdraw.add_argument("batch", type=int)
    withdraw.add_argument("--reason", required=True)

    batches = command("batches", _batches, "eingespielte Dateien")
    batches.add_argument("--format", choices=("table", "json"), default="table")

    commands_people.add_to(command, _behind)
    add_to(command)
    command("check", _check, "Katalog und Speicher prüfen")
    return parser


def _behind(parser: argparse.ArgumentParser) -> None:
    _common(parser, data=argparse.SUPPRESS, language=argparse.SUPPRESS)


def _common(parser: argparse.ArgumentParser, *, data: str | None, language: str) -> None:
    parser.add_argument("--data", metavar="DIR", default=data, help="Ordner des Speichers (sonst ZIELMONITOR_DATA, data/store)")
    parser.add_argument("--language", choices=("de", "en"), default=language, help="Sprache der Meldungen")


class _Parser(argparse.ArgumentParser):
    """Wrong arguments are a fault (1); 2 is kept for a rejected file."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(FAULT, f"{self.prog}: {message}\n")


def _actor() -> Actor:
    """Who is at the keyboard; an account without a name (in a container) by its number."""
    try:
        return operator(getuser())
    except (KeyError, OSError):
        return operator(str(os.getuid()))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(words("de")("fault.date.wrong", found=text)) from error


def _moment(text: str) -> date | datetime:
    """A day, or an instant (UTC unless it says otherwise)."""
    if len(text) <= 10:
        return _day(text)
    try:
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(words("de")("fault.date.wrong", found=text)) from error
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def _today(as_of: date | datetime | None) -> date:
    if as_of is None:
        return datetime.now(UTC).date()
    return as_of.date() if isinstance(as_of, datetime) else as_of


# -- goals


def _goals(monitor: Monitor, options: argparse.Namespace, say: Words) -> int:
    views = ask.goals(monitor, today=_today(options.as_of), as_of=options.as_of)
    if options.city:
        area = find(monitor, "area", options.city)
        views = tuple(view for view in views if view.area.area == area)
    records = [goal_record(view, monitor.catalogue, say) for view in views]
    if options.format == "json":
        _print_json(records)
    else:
        columns = ("id", "city", "verdict", "current", "period", "target", "gap", "needed_per_year", "actual_per_year")
        _print_table(columns, [[record[column] for column in columns] for record in records])
    return OK


# -- series


def _series(monitor: Monitor, options: argparse.Namespace, say: Words) -> int:
    def chosen(noun: Noun) -> str | None:
        text = getattr(options, noun)
        return find(monitor, noun, text) if text else None

    area, indicator, group = chosen("area"), chosen("indicator"), chosen("group")
    table = monitor.store.series(area=area, indicator=indicator, group=group, as_of=options.as_of)
    records = list(series_records(table))
    match options.format:
        case "json":
            _print_json(records)
        case "csv":
            writer = csv.writer(sys.stdout, lineterminator="\n")
            writer.writerow(SERIES_COLUMNS)
            writer.writerows(record.values() for record in records)
        case _:
            _print_table(SERIES_COLUMNS, [list(record.values()) for record in records])
    return OK


# -- import, withdraw, batches, check


def _import(monitor: Monitor, options: argparse.Namespace, say: Words) -> int:
    now = datetime.now(UTC)
    try:
        data = options.file.read_bytes()
    except OSError as error:
        raise Unknown("file.not_found", found=options.file.name) from error
    outcome = ask.import_file(
        monitor, data, options.file.name, released_on=options.released_on or now.date(),
        reason=options.reason, confirm=options.confirm, actor=_actor(), now=now, dry_run=options.dry_run,
        mapping=options.mapping, sheet=options.sheet,
    )  # fmt: skip
    if options.format == "json":
        issues = [issue_record(issue, say) for issue in outcome.issues]
        _print_json({"outcome": outcome.outcome, "batch": outcome.batch, "counts": outcome.counts, "issues": issues})
    else:
        _print_import(outcome, options, say)
    return REJECTED if outcome.outcome in ("rejected", "unconfirmed") else OK


def _print_import(outcome: ImportOutcome, options: argparse.Namespace, say: Words) -> None:
    for issue in outcome.issues:
        print(f"{say(f'cli.{issue.severity}')}: {_harmless(say.issue(issue))}")
    if outcome.outcome == "rejected":
        print(say("cli.import_rejected", count=sum(issue.severity == "error" for issue in outcome.issues)))
        return
    if outcome.comparison is not None and outcome.comparison.outdated:
        print(say("cli.import_outdated", count=outcome.comparison.outdated))
    if outcome.outcome == "unconfirmed":
        print(say("cli.import_unconfirmed", count=sum(issue.severity == "warning" for issue in outcome.issues)))
        return
    key = "cli.import_dry" if options.dry_run else "cli.import_accepted"
    print(say(key, batch=outcome.batch, **outcome.counts))


def _withdraw(monitor: Monitor, options: argparse.Namespace, say: Words) -> int:
    ask.withdraw(monitor, options.batch, reason=options.reason, actor=_actor(), now=datetime.now(UTC))
    print(say("cli.withdrawn", batch=options.batch))
    return OK


def _batches(monitor: Monitor, options: argparse.Namespace, say: Words) -> int:
    found = monitor.store.batches(drafts=True)
    columns = ("batch", "file_name", "released_on", "imported_at", "imported_by", "reason", "withdrawn_at", "is_pending")
    if options.format == "json":
        _print_json([{column: getattr(batch, column) for column in columns} for batch in found])
    else:
        _print_table(columns, [[getattr(batch, column) for column in columns] for batch in found])
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


# -- printing


def _harmless(text: str) -> str:
    """What a file or person wrote, without signs that steer a terminal."""
    return "".join("�" if ord(sign) < 32 or 127 <= ord(sign) < 160 else sign for sign in text)


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1, default=str))


def _print_table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    lines = [list(columns), *([("–" if cell is None else _harmless(str(cell))) for cell in row] for row in rows)]
    widths = [max(len(line[index]) for line in lines) for index in range(len(columns))]
    for line in lines:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


if __name__ == "__main__":
    sys.exit(main())
