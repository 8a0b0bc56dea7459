"""Commands about deliveries: import, withdraw, approve, batches."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from indicators import monitor as ask
from indicators.commands import OK, REJECTED
from indicators.commands.arguments import Commands, add_command, day
from indicators.commands.printing import harmless, print_json, print_table
from indicators.errors import Unknown
from indicators.monitor import ImportOutcome, Monitor
from indicators.present.records import issue_record
from indicators.present.words import Words


def add_to(commands: Commands) -> None:
    _add_import(commands)

    withdraw = add_command(commands, "withdraw", _withdraw, "eine Lieferung zurückziehen")
    withdraw.add_argument("batch", type=int)
    withdraw.add_argument("--reason", required=True)

    approve = add_command(commands, "approve", _approve, "einen Entwurf als zweite Person freigeben")
    approve.add_argument("batch", type=int)

    batches = add_command(commands, "batches", _batches, "eingespielte Dateien")
    batches.add_argument("--format", choices=("table", "json"), default="table")


def _add_import(commands: Commands) -> None:
    imports = add_command(commands, "import", _import, "eine Datei einspielen")
    imports.add_argument("file", type=Path)
    imports.add_argument("--released-on", type=day, help="Tag der Veröffentlichung (sonst heute)")
    imports.add_argument("--reason", default="", help="warum; sonst steht dort der Name der Datei")
    imports.add_argument("--confirm", metavar="REASON", default="", help="warum die Zahlen trotz der Warnungen stimmen")
    imports.add_argument(
        "--mapping", metavar="NAME", default="", help="gespeicherte Zuordnung, nach der die Datei gelesen wird"
    )
    imports.add_argument("--sheet", metavar="NAME", default="", help="Blatt einer Mappe mit mehreren Blättern")
    imports.add_argument("--dry-run", action="store_true")
    imports.add_argument("--format", choices=("text", "json"), default="text")


def _import(monitor: Monitor, options: argparse.Namespace, say: Words) -> int:
    now = datetime.now(UTC)
    try:
        data = options.file.read_bytes()
    except OSError as error:
        raise Unknown("file.not_found", found=options.file.name) from error
    outcome = ask.import_file(
        monitor, data, options.file.name, released_on=options.released_on or now.date(),
        reason=options.reason, confirm=options.confirm, actor=options.actor, now=now, dry_run=options.dry_run,
        mapping=options.mapping, sheet=options.sheet,
    )  # fmt: skip
    if options.format == "json":
        issues = [issue_record(issue, say) for issue in outcome.issues]
        print_json({"outcome": outcome.outcome, "batch": outcome.batch, "counts": outcome.counts, "issues": issues})
    else:
        _print_import(outcome, options, say)
    return REJECTED if outcome.outcome in ("rejected", "unconfirmed") else OK


def _print_import(outcome: ImportOutcome, options: argparse.Namespace, say: Words) -> None:
    for issue in outcome.issues:
        print(f"{say(f'cli.{issue.severity}')}: {harmless(say.issue(issue))}")
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
    ask.withdraw(monitor, options.batch, reason=options.reason, actor=options.actor, now=datetime.now(UTC))
    print(say("cli.withdrawn", batch=options.batch))
    return OK


def _approve(monitor: Monitor, options: argparse.Namespace, say: Words) -> int:
    ask.approve(monitor, options.batch, actor=options.actor, now=datetime.now(UTC))
    print(say("cli.approved", batch=options.batch))
    return OK


def _batches(monitor: Monitor, options: argparse.Namespace, say: Words) -> int:
    found = monitor.store.batches(drafts=True)
    columns = ("batch", "file_name", "released_on", "imported_at", "imported_by", "reason", "withdrawn_at", "is_pending")
    if options.format == "json":
        print_json([{column: getattr(batch, column) for column in columns} for batch in found])
    else:
        print_table(columns, [[getattr(batch, column) for column in columns] for batch in found])
    return OK
