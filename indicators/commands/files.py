"""Commands that write files: template, export."""

import argparse
import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from indicators import monitor as ask
from indicators.commands import OK
from indicators.commands.arguments import Commands, add_command, find
from indicators.errors import Unknown
from indicators.monitor import Monitor
from indicators.present.words import Words


def add_to(commands: Commands) -> None:
    template = add_command(commands, "template", _template, "Tabelle der nächsten Zahlen zum Ausfüllen")
    template.add_argument("--city", action="append", required=True, help="mehrfach möglich")
    template.add_argument("-o", "--output", type=Path, required=True, help="Datei; .csv oder .xlsx")

    export = add_command(commands, "export", _export, "alles als CSV mit datapackage.json")
    export.add_argument("-o", "--output", type=Path, required=True, help="Ordner")


def _template(monitor: Monitor, options: argparse.Namespace, say: Words) -> int:
    areas = [find(monitor, "area", city) for city in options.city]
    form: ask.Form = "csv" if options.output.suffix.lower() == ".csv" else "xlsx"
    today = datetime.now(UTC).date()
    write_whole(options.output, ask.template(monitor, areas, say, form=form, today=today))
    print(say("cli.template", file=options.output.name))
    return OK


def _export(monitor: Monitor, options: argparse.Namespace, say: Words) -> int:
    try:
        files = ask.export(monitor, options.output, say)
    except OSError as error:
        raise Unknown("file.not_written", found=options.output.name) from error
    print(say("cli.exported", count=len(files), folder=options.output))
    return OK


def write_whole(path: Path, data: bytes) -> None:
    """Beside the file and then in its place: who is interrupted keeps the file as it was.

    raises   Unknown where the folder cannot be written or the disk is full
    """
    aside: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        aside = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        aside.chmod(0o644)
        aside.replace(path)
    except OSError as error:
        if aside is not None:
            aside.unlink(missing_ok=True)
        raise Unknown("file.not_written", found=path.name) from error
