"""Commands that show figures: goals, series, provenance."""

import argparse
import csv
import sys
from datetime import UTC, date, datetime

from indicators import monitor as ask
from indicators.catalogue import Noun
from indicators.commands import OK
from indicators.commands.arguments import Commands, add_command, find, moment
from indicators.commands.printing import harmless, print_json, print_table
from indicators.monitor import Monitor
from indicators.present import earlier as earlier_page
from indicators.present import effort as effort_page
from indicators.present import goal_words
from indicators.present import provenance as present
from indicators.present.records import SERIES_COLUMNS, goal_record, series_records
from indicators.present.words import Words


def add_to(commands: Commands) -> None:
    goals = add_command(commands, "goals", _goals, "alle Ziele mit Bewertung")
    goals.add_argument("--city")
    goals.add_argument("--as-of", type=moment)
    goals.add_argument("--format", choices=("table", "json"), default="table")

    goal = add_command(
        commands, "goal", _goal, "ein Ziel: was es bräuchte, was die Bewertung ändern würde, frühere Bewertungen"
    )
    goal.add_argument("goal", metavar="ID", help="DO-1")
    goal.add_argument("--since", type=moment, help="auch, was sich seit diesem Tag (oder Zeitpunkt) geändert hat")

    series = add_command(commands, "series", _series, "gespeicherte Zeitreihen")
    for name in ("area", "indicator", "group"):
        series.add_argument(f"--{name}")
    series.add_argument("--as-of", type=moment, help="Tag: bis dahin veröffentlichte Zahlen; Zeitpunkt: damals gezeigte")
    series.add_argument("--format", choices=("table", "csv", "json"), default="table")

    provenance = add_command(commands, "provenance", _provenance, "woher eine Zahl kommt, mit allen früheren Fassungen")
    for name in ("area", "indicator", "period"):
        provenance.add_argument(f"--{name}", required=True)
    provenance.add_argument("--group", default="total")
    provenance.add_argument("--format", choices=("text", "json"), default="text")


def _goals(monitor: Monitor, options: argparse.Namespace, say: Words) -> int:
    views = ask.goals(monitor, today=_today(options.as_of), as_of=options.as_of)
    if options.city:
        area = find(monitor, "area", options.city)
        views = tuple(view for view in views if view.area.area == area)
    records = [goal_record(view, monitor.catalogue, say) for view in views]
    if options.format == "json":
        print_json(records)
    else:
        columns = ("id", "city", "verdict", "current", "period", "target", "gap", "needed_per_year", "actual_per_year")
        print_table(columns, [[record[column] for column in columns] for record in records])
    return OK


def _goal(monitor: Monitor, options: argparse.Namespace, say: Words) -> int:
    today = _today(None)
    identifier, catalogue = options.goal.upper(), ask.current_catalogue(monitor)
    view = ask.goal(monitor, identifier, today=today)
    told = [f"{view.goal.id}: {view.goal.title.in_language(say.language)}", say(f"verdict.{view.assessment.verdict}")]
    told += [line.replace("**", "") for line in goal_words.sentences(view, catalogue, say)]
    told += effort_page.lines(ask.effort(monitor, identifier, today=today), catalogue, say)
    told += earlier_page.lines(ask.earlier_verdicts(monitor, identifier, today=today), catalogue, say)
    if options.since is not None:
        since = ask.changes_since(monitor, identifier, since=options.since, today=today)
        told += earlier_page.since_sentences(since, catalogue, say)
    for line in told:
        print(harmless(line))
    return OK


def _today(as_of: date | datetime | None) -> date:
    if as_of is None:
        return datetime.now(UTC).date()
    return as_of.date() if isinstance(as_of, datetime) else as_of


def _series(monitor: Monitor, options: argparse.Namespace, say: Words) -> int:
    def chosen(noun: Noun) -> str | None:
        text = getattr(options, noun)
        return find(monitor, noun, text) if text else None

    area, indicator, group = chosen("area"), chosen("indicator"), chosen("group")
    table = monitor.store.series(area=area, indicator=indicator, group=group, as_of=options.as_of)
    records = list(series_records(table))
    match options.format:
        case "json":
            print_json(records)
        case "csv":
            writer = csv.writer(sys.stdout, lineterminator="\n")
            writer.writerow(SERIES_COLUMNS)
            writer.writerows(record.values() for record in records)
        case _:
            print_table(SERIES_COLUMNS, [list(record.values()) for record in records])
    return OK


def _provenance(monitor: Monitor, options: argparse.Namespace, say: Words) -> int:
    area, indicator = find(monitor, "area", options.area), find(monitor, "indicator", options.indicator)
    found = ask.provenance(monitor, area, indicator, find(monitor, "group", options.group), options.period)
    if options.format == "json":
        print_json(present.record(found))
    else:
        for line in present.lines(found, monitor.catalogue, say):
            print(line)
    return OK
