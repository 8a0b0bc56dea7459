"""Commands about what is stored: provenance, template, export, missing."""

import argparse
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from indicators import monitor as ask
from indicators.catalogue import Noun
from indicators.errors import Unknown
from indicators.monitor import Monitor
from indicators.present import provenance as present
from indicators.present.words import Words

OK = 0
AddCommand = Callable[[str, Callable[..., int], str], argparse.ArgumentParser]


def add_to(command: AddCommand) -> None:
    """Add the commands of this module to the command line."""
    provenance = command("provenance", _provenance, "woher eine Zahl kommt, mit allen früheren Fassungen")
    for name in ("area", "indicator", "period"):
        provenance.add_argument(f"--{name}", required=True)
    provenance.add_argument("--group", default="total")
    provenance.add_argument("--format", choices=("text", "json"), default="text")

    template = command("template", _template, "Tabelle der nächsten Zahlen zum Ausfüllen")
    template.add_argument("--city", action="append", required=True, help="mehrfach möglich")
    template.add_argument("-o", "--output", type=Path, required=True, help="Datei; .csv oder .xlsx")

    export = command("export", _export, "alles als CSV mit datapackage.json")
    export.add_argument("-o", "--output", type=Path, required=True, help="Ordner")


def find(monitor: Monitor, noun: Noun, text: str) -> str:
    """The id that a spelling means.

    raises   Unknown with what comes near
    """
    found = monitor.catalogue.find(noun, text)
    if found is None:
        raise Unknown(f"{noun}.unknown", found=text, near=monitor.catalogue.nearest(noun, text) or "")
    return found


def _provenance(monitor: Monitor, options: argparse.Namespace, say: Words) -> int:
    area, indicator = find(monitor, "area", options.area), find(monitor, "indicator", options.indicator)
    found = ask.provenance(monitor, area, indicator, find(monitor, "group", options.group), options.period)
    if options.format == "json":
        print(json.dumps(present.record(found), ensure_ascii=False, indent=1, default=str))
    else:
        for line in present.lines(found, monitor.catalogue, say):
            print(line)
    return OK


def _template(monitor: Monitor, options: argparse.Namespace, say: Words) -> int:
    areas = [find(monitor, "area", city) for city in options.city]
    form: ask.Form = "csv" if options.output.suffix.lower() == ".csv" else "xlsx"
    today = datetime.now(UTC).date()
    _write(options.output, ask.template(monitor, areas, say, form=form, today=today))
    print(say("cli.template", file=options.output.name))
    return OK


def _export(monitor: Monitor, options: argparse.Namespace, say: Words) -> int:
    try:
        files = ask.export(monitor, options.output, say)
    except OSError as error:
        raise Unknown("file.not_written", found=options.output.name) from error
    print(say("cli.exported", count=len(files), folder=options.output))
    return OK


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise Unknown("file.not_written", found=path.name) from error
