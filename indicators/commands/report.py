"""The command that writes a progress report to a file."""

import argparse
from datetime import UTC, date, datetime
from pathlib import Path

from indicators import monitor as ask
from indicators.commands import OK
from indicators.commands.arguments import Commands, add_command, day, find, moment
from indicators.commands.files import write_whole
from indicators.monitor import Monitor
from indicators.present.report.forms import FORMS, write
from indicators.present.report.view import Title
from indicators.present.words import Words, words


def add_to(commands: Commands) -> None:
    report = add_command(commands, "report", _report, "Sachstandsbericht einer Stadt")
    report.add_argument("--city", required=True)
    report.add_argument("--form", choices=FORMS, default="pdf")
    report.add_argument("--as-of", type=moment, help="Tag: bis dahin veröffentlichte Zahlen; Zeitpunkt: damals gezeigte")
    report.add_argument("--recalculated", action="store_true", help="zum Tag: Zahlen von heute bis zu den damals fälligen")
    report.add_argument("--since", type=moment, help="womit verglichen wird; sonst die vorige Ausgabe")
    report.add_argument("--lang", choices=("de", "en"), default="de", help="Sprache des Berichts")
    report.add_argument("--number", default="", help="2 für den 2. Sachstandsbericht")
    report.add_argument("--paper", default="", help="Nummer der Drucksache")
    report.add_argument("--committee", default="", help="Gremium")
    report.add_argument("--session", type=day, help="Tag der Sitzung")
    report.add_argument("-o", "--output", type=Path, required=True, help="Datei")


def _report(monitor: Monitor, options: argparse.Namespace, say: Words) -> int:
    area = monitor.catalogue.areas[find(monitor, "area", options.city)]
    template = ask.template_of(monitor, area.slug).id
    latest, language = ask.latest_edition(monitor, template), words(options.lang)
    title = Title(options.number, options.paper, options.committee, options.session)
    # What is told of an earlier day is not compared with an edition of a later one.
    since = options.since or (latest.edition.as_of if latest and options.as_of is None else None)
    built = ask.report(
        monitor, template, language, today=_today(options.as_of), as_of=options.as_of, since=since, title=title,
        basis="due" if options.recalculated and options.as_of else "now",
    )  # fmt: skip
    write_whole(options.output, write(built, options.form, language))
    print(say("reports_cli.written", file=options.output.name))
    return OK


def _today(as_of: date | datetime | None) -> date:
    if as_of is None:
        return datetime.now(UTC).date()
    return as_of.date() if isinstance(as_of, datetime) else as_of
