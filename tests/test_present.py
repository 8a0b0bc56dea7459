"""Words, pictures and HTML without Streamlit: what a reader gets from finished figures."""

import ast
import csv
import hashlib
import io
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

import msgspec
import pandas as pd
import pytest

from indicators import monitor as ask
from indicators.assess.assessment import TONE, Assessment, Course, Evidence, Reason, Standing, Tone, Verdict
from indicators.assess.durable import Durability
from indicators.assess.duty import DutyStatus
from indicators.assess.flip import Why
from indicators.assess.judging import Split
from indicators.assess.opinions import Method, Opinion
from indicators.assess.outlook import Likelihood, OutlookReason
from indicators.assess.published import DNS_WORST_FIRST, DnsKind, Rating
from indicators.assess.series import Point, Status
from indicators.assess.verdict import assess
from indicators.catalogue import Catalogue, kept, model
from indicators.catalogue.duty import Duty, DutyKind, Occasion, OccasionKind, Rhythm
from indicators.catalogue.load import load_catalogue
from indicators.catalogue.model import Demand, Document, Goal, GoalState, Indicator, Item, Parity, State, Text, Texts
from indicators.catalogue.report import KeptChapter, KeptEdition, Section, Template
from indicators.errors import Unknown
from indicators.ingest import READERS
from indicators.ingest.compare import compare as compared
from indicators.ingest.grid import Grid
from indicators.ingest.issue import Issue, Severity
from indicators.ingest.numbers import Style
from indicators.monitor import Monitor, teaching
from indicators.monitor.missing import missing
from indicators.monitor.template import COLUMNS as TEMPLATE_COLUMNS
from indicators.monitor.verdicts import VerdictChange
from indicators.period import PER_YEAR, Frequency, Period, parse_period
from indicators.present import (
    account,
    backtest,
    calculation,
    changes,
    cite,
    clock,
    compare,
    compare_panels,
    compare_strip,
    differences,
    drawing,
    duties,
    earlier,
    effort,
    figure,
    frame,
    gaps,
    glossary,
    goal,
    goal_words,
    groups,
    history,
    html,
    look,
    matplotlib,
    method,
    notes,
    opinions,
    overview,
    overview_changes,
    plotly,
    provenance,
    report_page,
    sources,
    tables,
    teach,
    timeline,
    upkeep,
    upload,
    words,
)  # fmt: skip
from indicators.present import missing as missing_page
from indicators.present import parity as parity_page
from indicators.present.compare_shown import VIEWS, Choice
from indicators.present.earlier import SinceView
from indicators.present.figure import FigureSpec, Line, Mark, Note, Target
from indicators.present.report import blocks
from indicators.present.report import view as report_views
from indicators.present.report import web as report_web
from indicators.present.report.changes import KINDS
from indicators.present.report.editions import EditionState, EditionView
from indicators.present.report.forms import FORMS
from indicators.present.report.view import Basis
from indicators.present.site import about as site_about
from indicators.present.site import comparisons as site_comparisons
from indicators.present.site import data, feed, front, reports
from indicators.present.site import frame as site_frame
from indicators.present.site import goals as site_goals
from indicators.present.site.links import Held
from indicators.present.tables import Cell, Column, FigureTable
from indicators.present.views import GoalView, SeriesView, UploadView
from indicators.present.words import Words
from indicators.store.audit import ACTIONS
from indicators.store.people import STORED_ROLES, Provider, Role
from pages import _shell

PROJECT = Path(__file__).parents[1]
TEMPLATES = PROJECT / "indicators" / "present" / "templates"
LEVEL = Choice("level", "05913")
TODAY = date(2026, 11, 22)
DE, EN = words.words("de"), words.words("en")
METHOD_RULES = {key for keys in method.CHAPTERS.values() for key in keys}
NB = "\u00a0"


# -- numbers, periods and dates


@pytest.mark.parametrize(
    ("value", "decimals", "german", "english"),
    [
        (0.0, 0, "0", "0"),
        (12.0, 1, "12,0", "12.0"),
        (8.0, 2, "8,00", "8.00"),
        (264322.0, 0, "264.322", "264,322"),
        (1234567.891, 2, "1.234.567,89", "1,234,567.89"),
        (999.95, 1, "1.000,0", "1,000.0"),
        (-0.3, 1, "−0,3", "−0.3"),
        (-35678.0, 0, "−35.678", "−35,678"),
        (-0.04, 1, "0,0", "0.0"),
        (-0.0, 0, "0", "0"),
    ],
)
def test_a_number_has_the_signs_of_its_language(value, decimals, german, english):
    assert (DE.number(value, decimals), EN.number(value, decimals)) == (german, english)


@pytest.mark.parametrize(
    ("value", "decimals", "german"),
    [(0.3, 1, "+0,3"), (-0.3, 1, "−0,3"), (0.0, 1, "0,0"), (0.04, 1, "0,0"), (-0.04, 1, "0,0"), (5946.0, 0, "+5.946")],
)
def test_a_signed_number_has_no_sign_once_it_rounds_to_zero(value, decimals, german):
    assert DE.signed(value, decimals) == german


@pytest.mark.parametrize(
    ("value", "decimals", "unit", "german", "english"),
    [
        (12.0, 1, "percent", f"12,0{NB}%", "12.0%"),
        (264322.0, 0, "persons", "264.322", "264,322"),
        (54.76, 2, "per 1000 SvB", "54,76 je 1.000 Beschäftigte", "54.76 per 1,000 employees"),
        (131.0, 0, "days", "131 Tage", "131 days"),
    ],
)
def test_a_value_carries_its_unit_except_persons(catalogue, value, decimals, unit, german, english):
    assert DE.value(value, decimals, catalogue, unit) == german
    assert EN.value(value, decimals, catalogue, unit) == english


@pytest.mark.parametrize(
    ("value", "unit", "is_signed", "german", "english"),
    [
        (0.3, "percent", True, "+0,3 Prozentpunkte", "+0.3 percentage points"),
        (-0.3, "percent", True, "−0,3 Prozentpunkte", "−0.3 percentage points"),
        (-4.0, "percent", False, "4,0 Prozentpunkte", "4.0 percentage points"),
        (-5946.0, "persons", False, "5.946,0 Personen", "5,946.0 people"),
    ],
)
def test_a_difference_of_rates_is_told_in_percentage_points(catalogue, value, unit, is_signed, german, english):
    assert DE.difference(value, 1, catalogue, unit, signed=is_signed) == german
    assert EN.difference(value, 1, catalogue, unit, signed=is_signed) == english


@pytest.mark.parametrize(
    ("text", "german", "english"),
    [
        ("2025", "2025", "2025"),
        ("2024-Q2", "2. Quartal 2024", "Q2 2024"),
        ("2024-03", "März 2024", "March 2024"),
        ("2024-12", "Dezember 2024", "December 2024"),
    ],
)
def test_a_period_is_named_as_the_language_names_it(text, german, english):
    assert (DE.period(parse_period(text)), EN.period(parse_period(text))) == (german, english)


@pytest.mark.parametrize(
    ("indicator", "period", "german", "beginning"),
    [
        ("employees_workplace", "2024-Q2", "30. Juni 2024", "Am 30. Juni 2024"),
        ("unemployment_rate", "2025", "2025", "2025"),
        ("unemployment_rate", "2024-Q2", "2. Quartal 2024", "Im 2. Quartal 2024"),
        ("unemployment_rate", "2024-03", "März 2024", "Im März 2024"),
    ],
)
def test_a_stock_is_told_by_its_day_and_a_mean_by_its_period(catalogue, indicator, period, german, beginning):
    found = catalogue.indicators[indicator]
    assert DE.period(parse_period(period), found) == german
    assert DE.when(parse_period(period), found) == beginning


@pytest.mark.parametrize(
    ("precision", "german", "english"),
    [("day", "5. Mai 2026", "5 May 2026"), ("month", "Mai 2026", "May 2026"), ("year", "2026", "2026")],
)
def test_a_release_is_told_as_exactly_as_it_is_known(precision, german, english):
    assert DE.released(date(2026, 5, 5), precision) == german
    assert EN.released(date(2026, 5, 5), precision) == english


@pytest.mark.parametrize(
    ("operator", "value", "written", "told"),
    [
        ("<", 8.0, f"< 8,0{NB}%", f"unter 8{NB}%"),
        ("<=", 8.5, f"≤ 8,5{NB}%", f"höchstens 8,5{NB}%"),
        (">=", 70.0, f"≥ 70,0{NB}%", f"mindestens 70{NB}%"),
        (">", 70.0, f"> 70,0{NB}%", f"über 70{NB}%"),
    ],
)
def test_a_target_is_written_with_the_decimals_of_its_indicator_and_told_without(catalogue, operator, value, written, told):
    one_decimal = {"unemployment_rate": msgspec.structs.replace(catalogue.indicators["unemployment_rate"], decimals=1)}
    known = replace(catalogue, indicators={**catalogue.indicators, **one_decimal})
    demand = Demand(indicator="unemployment_rate", operator=operator, value=value)
    assert (DE.target(known, demand), DE.target_told(known, demand)) == (written, told)


@pytest.mark.parametrize(("direction", "german"), [("down", "sinkend"), ("up", "steigend")])
def test_a_goal_without_a_number_tells_its_direction(catalogue, direction, german):
    assert DE.target(catalogue, Demand(indicator="unemployed", direction=direction)) == german


@pytest.mark.parametrize(("due", "german"), [("2030", "2030"), ("2022-09-30", "30. September 2022"), (None, "")])
def test_a_due_date_is_told_as_exactly_as_it_was_decided(due, german):
    assert DE.due(Goal(id="X", title=Text(de="x", en="x"), kind="milestone", due=due)) == german


def test_a_passed_deadline_is_told_as_a_german_date():
    asked = Goal(id="X", title=Text(de="x", en="x"), kind="milestone", due="2022-09-30", state=GoalState(state="open"))
    (found,) = assess(asked, {}, {}, {}, today=TODAY)
    assert found.verdict == "overdue"
    told = " ".join(DE.reason(reason.code, reason.params) for reason in found.reasons)
    assert "30. September 2022" in told


def test_one_value_is_told_in_the_singular():
    assert "1 vergleichbare Werte" not in DE.reason("too_few_points", {"points": 1, "needed": 4})
    assert "1 comparable values" not in EN.reason("too_few_points", {"points": 1, "needed": 4})


# -- the two locales


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def test_both_languages_have_the_same_keys():
    assert set(DE.texts) == set(EN.texts)


@pytest.mark.parametrize("key", sorted(DE.texts))
def test_both_languages_ask_for_the_same_values(key):
    assert placeholders(DE.texts[key]) == placeholders(EN.texts[key])


def test_no_text_is_empty_but_the_mark_of_a_normal_value():
    assert {key for say in (DE, EN) for key, text in say.texts.items() if not text.strip()} == {"status.normal"}


def test_both_languages_name_twelve_months():
    assert [len(say("date.months").split("|")) for say in (DE, EN)] == [12, 12]


@pytest.mark.parametrize("say", [DE, EN])
def test_the_columns_of_a_download_have_different_names(say):
    keys = ("area", "indicator", "group", "period", "value", "unit", "status", "source", "stand")
    assert len({say(f"table.{key}") for key in keys}) == len(keys)


# -- every code has a sentence, every sentence a code


def trees(*folders: str) -> Iterator[tuple[str, ast.AST]]:
    for folder in folders:
        root = PROJECT / folder
        for path in sorted(root.rglob("*.py")) if root.is_dir() else [root]:
            yield path.relative_to(PROJECT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def calls(name: str, *folders: str) -> Iterator[ast.Call]:
    """Every call of a function or class of this name, in the given folders."""
    for _, tree in trees(*folders):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and name == getattr(node.func, "id", getattr(node.func, "attr", None)):
                yield node


def strings(node: ast.AST) -> set[str]:
    """The string constants an expression may become: `"a" if x else "b"` is both."""
    if isinstance(node, ast.IfExp):
        return strings(node.body) | strings(node.orelse)
    return {node.value} if isinstance(node, ast.Constant) and isinstance(node.value, str) else set()


def below(prefix: str) -> set[str]:
    """The keys under a prefix; `points_one` is the singular of `points` and no key of its own."""
    found = {key.removeprefix(f"{prefix}.") for key in DE.texts if key.startswith(f"{prefix}.")}
    return {key for key in found if key.removesuffix("_one") not in found - {key}}


def reason_codes() -> set[str]:
    """The first argument of every Reason; a variable is looked up among the strings of its module."""
    codes = {code for call in calls("Reason", "indicators/assess") for code in strings(call.args[0])}
    texts = {code for _, tree in trees("indicators/assess") for node in ast.walk(tree) for code in strings(node)}
    return codes | (texts & below("reason"))


def issue_codes() -> set[str]:
    """Every text in ingest (and of the import) that has the form of an issue code."""
    family = re.compile(r"(file|header|row|area|indicator|group|period|value|unit|status|check)\.[a-z0-9_]+")
    constants = {
        node.value
        for _, tree in trees("indicators/ingest", "indicators/monitor")
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    found = {text for text in constants if family.fullmatch(text)}
    raised = {code for call in calls("Unknown", "indicators/monitor") for code in strings(call.args[0])}
    return found - raised


def fault_codes() -> set[str]:
    named = ("Unknown", "Forbidden", "Stale", "StoreFault", "StoreLocked", "StoreUnsound", "WriterMissing", "Fault")
    codes = {
        code for name in named for call in calls(name, "indicators", "pages") if call.args for code in strings(call.args[0])
    }
    of_arguments = {"catalogue.wrong", "date.wrong", "publish.address"}
    return codes | {f"{noun}.unknown" for noun in ("area", "indicator", "group")} | of_arguments


def problem_codes() -> set[str]:
    """The codes that the store puts in front of their parameters: `("batch_lost", {...})`."""
    pairs = (
        node.elts
        for _, tree in trees("indicators/store")
        for node in ast.walk(tree)
        if isinstance(node, ast.Tuple) and len(node.elts) == 2
    )
    return {code for first, second in pairs if isinstance(second, ast.Dict) for code in strings(first)}


@pytest.mark.parametrize(
    ("prefix", "codes"),
    [
        ("verdict", set(get_args(Verdict))),
        ("verdict_meaning", set(get_args(Verdict))),
        ("reason", reason_codes()),
        ("standing", set(get_args(Standing))),
        ("course", set(get_args(Course))),
        ("evidence", set(get_args(Evidence))),
        ("likelihood", set(get_args(Likelihood))),
        ("no_outlook", set(get_args(OutlookReason))),
        ("issue", issue_codes()),
        ("fault", fault_codes()),
        ("problem", problem_codes()),
        ("goal_kind", set(get_args(model.GoalKind))),
        ("status", set(get_args(Status))),
        ("state", set(get_args(State))),
        ("chapter_state", set(get_args(State))),
        ("duty_status", set(get_args(DutyStatus)) - {"undated"}),
        ("occasion", set(get_args(OccasionKind))),
        ("frequency", set(get_args(Frequency))),
        ("frequency_example", {*get_args(Frequency), "or"}),
        ("target_told", set(words.OPERATOR_NAMES.values())),
        ("when", {*get_args(Frequency), "day"}),
        (
            "method",
            {
                *(key for keys in method.CHAPTERS.values() for key in keys),
                *(f"chapter_{name}" for name in method.CHAPTERS),
                "title",
                "lead",
                "version",
            },
        ),
    ],
)
def test_every_code_has_a_sentence_and_every_sentence_a_code(prefix, codes):
    assert len(codes) > 2
    assert (codes - below(prefix), below(prefix) - codes) == (set(), set())


def test_every_verdict_has_a_tone_and_every_tone_a_symbol_and_a_colour():
    assert set(TONE) == set(get_args(Verdict))
    assert set(TONE.values()) == set(get_args(Tone)) == set(look.SYMBOLS)
    assert set(get_args(Tone)) <= set(look.COLOURS)


def test_a_reason_brings_every_value_its_sentence_asks_for():
    missing = {}
    for call in calls("Reason", "indicators/assess"):
        given = [arg for arg in [*call.args[1:], *(word.value for word in call.keywords)] if isinstance(arg, ast.Dict)]
        keys = {key.value for arg in given for key in arg.keys if isinstance(key, ast.Constant)}
        is_open = any(key is None for arg in given for key in arg.keys) or (call.args[1:] and not given)
        for code in strings(call.args[0]):
            if not is_open and (lacking := placeholders(DE(f"reason.{code}", **dict.fromkeys(keys, "x"))) - keys):
                missing[code] = lacking
    assert missing == {}


def test_an_issue_says_row_column_and_what_would_be_right():
    issue = Issue("error", "area.unknown", row=7, column="Stadt", found="Dortmunt", expected="Dortmund")
    assert DE.issue(issue).startswith("Zeile 7, Spalte Stadt: ")
    assert "„Dortmunt“" in DE.issue(issue)
    assert DE.issue(issue).endswith("Meinten Sie „Dortmund“?")


def test_an_ambiguous_number_is_shown_both_ways_in_german():
    issue = Issue("error", "value.ambiguous", found="18.123", params={"decimal": 18.123, "whole": 18123.0, "decimals": 1})
    assert "18,123 oder 18.123?" in DE.issue(issue)


def test_a_fault_names_what_comes_near():
    assert DE.fault(Unknown("goal.unknown", found="DO-99", near="DO-9")).endswith("Meinten Sie „DO-9“?")


# -- no dead sentences. The keys that code puts together, and all they may become:


def kept_fields() -> set[str]:
    """Every field of a kept record and of the records inside it, and what the forms add."""
    records = (kept.KeptGoal, kept.KeptState, kept.Measure, kept.Comment, kept.Attendance, Goal, Demand, Parity, GoalState,
               Item, model.Document, Text, Duty, Occasion, KeptChapter, KeptEdition)  # fmt: skip
    return {name for record in records for name in record.__struct_fields__} | {"first", "second"}


FORMED: dict[str, set[str]] = {
    "verdict.": set(get_args(Verdict)),
    "verdict_meaning.": set(get_args(Verdict)),
    "reason.": reason_codes(),
    "issue.": issue_codes(),
    "fault.": fault_codes(),
    "problem.": problem_codes(),
    "goal_kind.": set(get_args(model.GoalKind)),
    "state.": set(get_args(State)),
    "status.": set(get_args(Status)),
    "frequency.": set(get_args(Frequency)),
    "frequency_example.": set(get_args(Frequency)),
    "when.": set(get_args(Frequency)),
    "method.": METHOD_RULES,
    "method.chapter_": {*method.CHAPTERS},
    "target.": {"up", "down"},
    "target_told.": set(words.OPERATOR_NAMES.values()),
    "goal.far_direction_": {"up", "down"},
    "sources.better_": {"up", "down", "none"},
    "compare.count_": {"2", "3", "4"},
    "compare.": {"zkT", "gE"},
    "compared.": {f"{beginning}_{view}" for beginning in ("found", "one") for view in VIEWS if view != "pair"}
    | {"base", "end"},
    "compared.view_": {*VIEWS},
    "compared.about_": {view for view in VIEWS if view != "pair"},
    "compared.zero_": {"index", "distance"},
    "panels.axis_": {"shared", "own"},
    "calc.scale_": {"log", "logit", "raw"},
    "overview.": {"spark_alt", "spark_alt_target", "spark_alt_single"},
    "overview.cause_": set(get_args(earlier.Cause)) - {"none"},
    "overview.lacking_": {"overdue", "never"},
    "goal.": {"csv", "png", "svg"},
    "nav.": {*_shell.PAGES, *_shell.HIDDEN, *_shell.FOOTER},
    "chapter_state.": set(get_args(State)),
    "duty_kind.": set(get_args(DutyKind)),
    "duty_status.": set(get_args(DutyStatus)) - {"undated"},  # told by its state
    "occasion.": set(get_args(OccasionKind)),
    "every.": {
        *get_args(Rhythm),
        *(f"{rhythm}_{part}" for rhythm in get_args(Rhythm) for part in ("since", "known", "head")),
    },
    "history.state_": {"counts", "draft", "withdrawn"},
    "history.done_": {"withdraw", "approve"},
    "history.": {"revised", "new", "older"},
    "action.": {*ACTIONS},
    "missing.since_": {"due", "overdue"},
    "template.": {*TEMPLATE_COLUMNS},
    "gaps.ordered_": {*gaps.ORDERS},
    "gaps.by_": {*gaps.ORDERS},
    "gaps.standing_": {*gaps.STANDINGS},
    "export.": {"observations", "vintages", "batches", "records", "audit", "areas", "indicators"},
    "upkeep.kind_": {*ask.KINDS},
    "upkeep.pick_": {*ask.KINDS},
    "influence.": {"yes", "partly", "no"},
    "field.": kept_fields(),
    "cli.": {*get_args(Severity), "user_closed"},
    "cli.user_": {*STORED_ROLES, *get_args(Provider)},
    "role.": {"period", "value"},
    "account.role_": {*get_args(Role)},
    "account.may_": {*get_args(Role)},
    "changes.": {*changes.KINDS},
    "changes.col_": {*changes.KINDS},
    "upload.family_": {*(reader.__name__.rpartition(".")[2] for reader in READERS), "mapped"},
    "upload.step_": {"waiting", "open", "recognise", "read", "interpret", "compare", "check", "judge"},
    "upload.zone_": {"drop", "browse"},
    "upload.": {"stored", "drafted", "stored_note", "drafted_note"},
    "teach.means_": {*teaching.MEANINGS},
    "teach.style_": {*get_args(Style)},
    "table.": {"area", "indicator", "group", "period"},
    "report.header_": set(get_args(Basis)) - {"now"},
    "report.basis_": set(get_args(Basis)) - {"now"},
    "report_cover.": {"city", "paper", "committee", "on", "stand", "judged", "rules", "since", "state"},
    "report_summary.col_": {"goal", "verdict", "value", "target", "gap"},
    "report_changes.": {*KINDS},
    "book.tab_": {"changes", "duties"},
    "report_open.": {"figures", "states", "duties", "unheard", "comments", "chapters"},
    "edition.": set(get_args(EditionState)),
    "opinion.": {*get_args(Method)},
    "opinion_class.": {*opinions.SIGNS},
    "opinion_dns.": {
        *(f"{kind}_{status}" for kind in get_args(DnsKind) for status in DNS_WORST_FIRST if status != "not_available"),
        "not_available",
    },
    "opinion_open_sdg.": {
        "target_achieved", "target_substantial_progress", "target_moderate_progress", "target_limited_progress",
        "target_deterioration", "direction_substantial_progress", "direction_moderate_progress",
        "direction_limited_progress", "direction_deterioration", "not_available",
    },
    "opinion_eurostat.": {
        "target_achieved", "target_significant_progress", "target_moderate_progress", "target_insufficient_progress",
        "target_movement_away", "direction_significant_progress", "direction_moderate_progress", "direction_no_change",
        "direction_moderate_movement_away", "direction_significant_movement_away", "not_available",
    },
    "figure.": {"csv", "xlsx", "png", "svg"},
    "decomposition.": {"numerator", "denominator"},
    "decomposition.known_": {"numerator", "denominator"},
    "earlier.since_": {"new", "revised", "gone"},
    "earlier.cause_": set(get_args(earlier.Cause)),
    "flip.": set(get_args(Why)),
    "backtest.rule_": {"1", "2", "3", "4", "5"},
    "backtest.name_": {*load_catalogue().calibrations},
    "backtest.scope_": {*backtest.SCOPES},
    "backtest.fan_": {"mean", "zero"},
    "backtest.half_": {*get_args(Split)},
    "backtest.word_": {*get_args(Likelihood)},
    "backtest.class_": {"own", "dns"},
    "backtest.errors_": {"points", "percent"},
    "backtest.plot_errors_": {"points", "percent"},
    "backtest.plot_": {"before_80", "held_80"},
    "backtest.col_": {
        *backtest.METHODS, *backtest.SHARES, "horizon", "word", "answers", "meant", "came", "own", "base", "class", "pairs",
        "changed",
    },
    "glossary.kind_": {*glossary.KINDS},
    "differences.ask_": {*differences.QUESTIONS},
    "privacy.stored_": {*notes.STORED},
    "privacy.why_": {*notes.STORED},
    "privacy.until_": {*notes.STORED},
    "privacy.title_": {*notes.KEPT},
    "privacy.": {*notes.KEPT},
    "operator.": {field.name for field in fields(notes.Operator)},
    "calc.": {
        "base", "current", "target", "gap", "deadline", "latest_start", "needed", "actual", "interval", "points", "scale",
        "ratio", "run", "breaks", "level", "group_ratio", "outlook", "chance", "chance_durable",
        "last_breach",
    },
    "standing.": set(get_args(Standing)),
    "course.": set(get_args(Course)),
    "evidence.": set(get_args(Evidence)),
    "likelihood.": set(get_args(Likelihood)),
    "no_outlook.": set(get_args(OutlookReason)),
    "groups.every_": set(get_args(Frequency)),
    "paper_style.": {*get_args(blocks.Style), "verdict", "fact", "cell"} - {"plain"},
    "report_page.form_": set(FORMS),
    "site.nav_": {*site_frame.NAVIGATION, *site_frame.ABOUT},
    "site.language_": {*words.LANGUAGES},
    "site.file_": {"csv", "json"},
    "site.feed_": {*get_args(feed.NewsKind), "withdrawn"},
}  # fmt: skip


def code_and_templates() -> tuple[set[str], set[str]]:
    """Every text in the code and every key in a template; every beginning of an f-string that ends in a dot or underscore."""
    whole, begun = set(), set()
    for _, tree in trees("indicators", "pages", "dashboard.py"):
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr) and len(node.values) > 1:
                first = node.values[0]
                if isinstance(first, ast.Constant) and re.fullmatch(r"[a-z_]+\.[a-z_]*", str(first.value)):
                    begun.add(str(first.value))
            whole |= strings(node)
    for path in TEMPLATES.iterdir():
        whole |= set(re.findall(r'words\("([\w.]+)"', path.read_text(encoding="utf-8")))
    return whole, begun


def test_no_sentence_is_dead():
    whole, _ = code_and_templates()
    formed = {f"{beginning}{end}" for beginning, ends in FORMED.items() for end in ends}
    alive = whole | formed
    assert sorted(key for key in DE.texts if key not in alive and key.removesuffix("_one") not in alive) == []


def test_every_key_that_code_puts_together_has_its_line_here():
    _, begun = code_and_templates()
    assert sorted(begun - set(FORMED)) == []


def test_every_step_of_the_calculation_is_one_the_table_above_knows():
    told = [call.args[0] for call in calls("append", "indicators/present")]
    steps = {code for step in told if isinstance(step, ast.Tuple) and len(step.elts) == 2 for code in strings(step.elts[0])}
    assert FORMED["calc."] <= steps


def test_every_key_that_is_asked_for_exists():
    asked = {
        code
        for name in ("words", "say", "self")
        for call in calls(name, "indicators", "pages", "dashboard.py")
        if call.args
        for code in strings(call.args[0])
        if "." in code
    }
    templates = {
        key for path in TEMPLATES.iterdir() for key in re.findall(r'words\("([\w.]+)"', path.read_text(encoding="utf-8"))
    }
    assert len(asked) > 60 and len(templates) > 30
    assert sorted((asked | templates) - set(DE.texts)) == []


def test_every_sentence_gets_the_values_it_asks_for():
    lacking = {}
    for name in ("words", "say", "self"):
        for call in calls(name, "indicators", "pages", "dashboard.py"):
            given = {word.arg for word in call.keywords}
            for key in strings(call.args[0]) if call.args else ():
                if key in DE.texts and None not in given and (gap := placeholders(DE.texts[key]) - given):
                    lacking[key] = gap
    assert lacking == {}


# -- FigureSpec


def points(*values: float | None, start: str = "2015", status: Status = "normal") -> tuple[Point, ...]:
    first = parse_period(start)
    return tuple(Point(first.plus(step), value, 1, status) for step, value in enumerate(values))


def marks(series: tuple[Point, ...]) -> list[Mark]:
    return [
        Mark(
            figure.place(point.period),
            point.value,
            str(point.period),
            "" if point.value is None else DE.number(point.value, 1),
            point.status == "provisional",
        )
        for point in series
    ]


def cut(series: tuple[Point, ...], *breaks: date, is_stock: bool = False) -> list[list[str]]:
    return [[mark.period for mark in piece] for piece in figure.pieces(series, marks(series), breaks, is_stock=is_stock)]


def spec(*lines: Line, **changes: Any) -> FigureSpec:
    values = {
        "heading": "Dortmund: Arbeitslosenquote", "unit": "%", "decimals": 1, "from_zero": True, "alt": "Liniendiagramm",
        "source": "Quelle: Statistik der Bundesagentur für Arbeit, Tabelle 1. Stand: Mai 2026. dl-de/by-2-0",
        "table": tables.FigureTable((tables.Column("Zeitraum"),), ()),
    }  # fmt: skip
    return FigureSpec(lines=lines, **(values | changes))


def line(*values: float | None, name: str = "Dortmund", role: figure.Role = "main", start: str = "2015") -> Line:
    series = points(*values, start=start)
    return Line(name, name, figure.pieces(series, marks(series), [], is_stock=False), role)


def test_an_unbroken_series_is_one_piece():
    assert cut(points(12.0, 11.5, 11.0)) == [["2015", "2016", "2017"]]


def test_a_line_is_cut_where_a_period_is_missing():
    series = (*points(12.0, 11.5), *points(11.0, start="2018"))
    assert cut(series) == [["2015", "2016"], ["2018"]]


def test_a_line_is_cut_where_a_value_is_withheld():
    assert cut(points(12.0, None, 11.0)) == [["2015"], ["2017"]]


def test_a_line_is_cut_at_a_declared_break():
    assert cut(points(12.0, 11.5, 11.0), date(2016, 1, 1)) == [["2015"], ["2016", "2017"]]


def test_a_mean_over_a_break_belongs_to_neither_piece():
    assert cut(points(12.0, 11.5, 11.0), date(2016, 7, 1)) == [["2015"], ["2016"], ["2017"]]


def test_a_count_of_the_last_day_belongs_to_the_new_piece_from_the_year_of_the_break_on():
    """The census counts on 31 December 2022 already: the value of 2022 stands on the new base."""
    assert cut(points(12.0, 11.5, 11.0), date(2016, 12, 31), is_stock=True) == [["2015"], ["2016", "2017"]]


@pytest.mark.parametrize(
    ("day", "frequency", "is_stock", "expected"),
    [
        (date(2022, 12, 31), "year", True, 2021.5), (date(2005, 1, 1), "year", False, 2004.5),
        (date(2013, 6, 1), "year", False, 2013.0), (date(2013, 6, 1), "month", False, 2013 + 5.5 / 12),
        (date(2023, 12, 31), "quarter", True, 2023.875),
    ],
)  # fmt: skip
def test_a_break_is_drawn_between_the_last_value_of_the_old_count_and_the_first_of_the_new(day, frequency, is_stock, expected):
    assert figure.break_place(day, frequency, is_stock=is_stock) == pytest.approx(expected)


@pytest.mark.parametrize("indicator", ["sgb2_share_of_population", "population"])
def test_no_shipped_line_joins_two_counts(shipped: Monitor, indicator: str):
    for view in ask.comparison(shipped, indicator, "total"):
        days = [event.date for event in view.events if event.breaks]
        places = [figure.break_place(day, "year", is_stock=True) for day in days]
        drawn_marks = [goal.mark(point, view.indicator, shipped.catalogue, DE) for point in view.points]
        for piece in figure.pieces(view.points, drawn_marks, view.breaks, is_stock=view.indicator.is_stock):
            assert not [at for at in places if piece[0].x < at < piece[-1].x], view.area.area


def test_a_break_before_or_after_the_line_cuts_nothing():
    assert cut(points(12.0, 11.5, 11.0), date(2010, 1, 1), date(2030, 1, 1)) == [["2015", "2016", "2017"]]


def test_a_stock_counted_every_june_is_no_line_of_holes():
    series = tuple(Point(Period("quarter", year, 2), float(year), 0) for year in (2019, 2020, 2022))
    assert cut(series) == [["2019-Q2", "2020-Q2"], ["2022-Q2"]]
    assert [str(period) for period in figure.holes(series)] == ["2021-Q2"]


def test_holes_are_the_periods_without_a_value_between_the_first_and_the_last():
    series = (Point(Period("year", 2014), None), *points(12.0, None, 11.0), *points(10.0, None, start="2019"))
    assert [str(period) for period in figure.holes(series)] == ["2016", "2018"]


def test_a_series_without_values_has_no_pieces_and_no_holes():
    assert (cut(points(None, None)), figure.holes(points(None, None))) == ([], ())


@pytest.mark.parametrize(
    ("values", "expected"),
    [([], True), ([12.0, 11.0], False), ([12.0, 5.0], True), ([6.0, 10.0], False), ([0.0, 1.0], True), ([-2.0, 3.0], True)],
)
def test_the_axis_starts_at_zero_unless_all_values_are_far_from_it(values, expected):
    assert figure.starts_at_zero(values) is expected


@pytest.mark.parametrize("from_zero", [True, False])
@pytest.mark.parametrize("values", [(12.0, 11.0), (-2.5, 1.0), (-4.0, -1.5), (0.0, 0.0), (8.0,)])
def test_every_value_and_the_target_lie_inside_the_axes(values, from_zero):
    drawn = spec(line(*values), from_zero=from_zero, target=Target(0.0, "Ziel", ((2016.0, 11.0), (2030.0, 0.0))))
    (low, high), (left, right) = drawn.y_range, drawn.x_range
    assert low < high and left < right
    assert all(low <= value <= high for value in (*values, 0.0))
    assert left < 2015 and right > 2030


def test_an_axis_from_zero_begins_there_and_leaves_air_above():
    low, high = spec(line(12.0, 11.0)).y_range
    assert low == 0.0 and high > 12.0


def test_an_axis_of_nothing_is_still_an_axis():
    (low, high), (left, right) = spec().y_range, spec().x_range
    assert low == 0.0 < high and left < right


@pytest.mark.parametrize(
    ("years", "expected"),
    [
        ((2022, 2025), [2022, 2023, 2024, 2025]),
        ((2015, 2025), [2016, 2018, 2020, 2022, 2024]),
        ((1998, 2025), [2000, 2005, 2010, 2015, 2020, 2025]),
        ((2023, 2023), [2023]),
    ],
)
def test_year_ticks_are_round_years_inside_the_span(years, expected):
    assert spec(line(*[1.0] * (years[1] - years[0] + 1), start=str(years[0]))).year_ticks == expected


def test_a_quarter_stands_at_its_end_on_the_axis_of_years():
    assert [figure.place(parse_period(text)) for text in ("2024", "2024-Q2", "2024-12")] == [2024.0, 2024.5, 2025.0]


# -- Plotly


def drawn(what: FigureSpec, mode: look.Mode = "light") -> dict[str, Any]:
    return plotly.figure(what, DE, mode)


def test_the_figure_holds_no_nan_and_none_only_where_a_line_is_interrupted():
    series = points(12.0, None, 11.0, 11.5)
    line_, dots = drawn(spec(Line("Dortmund", "Dortmund", figure.pieces(series, marks(series), [], is_stock=False))))["data"]
    json.dumps([line_, dots], allow_nan=False)
    assert line_["x"] == [2015.0, None, 2017.0, 2018.0] and line_["y"] == [12.0, None, 11.0, 11.5]
    assert None not in dots["x"] and None not in dots["y"]


def test_a_hole_is_a_gap_in_the_line():
    series = points(12.0, 11.5, None, 11.0, 11.5)
    line_, _ = drawn(spec(Line("Dortmund", "Dortmund", figure.pieces(series, marks(series), [], is_stock=False))))["data"]
    assert line_["x"] == [2015.0, 2016.0, None, 2018.0, 2019.0]
    assert line_.get("connectgaps", False) is False


def test_a_provisional_value_is_a_hollow_dot_also_inside_the_line():
    series = (*points(12.0, 11.5), *points(11.0, start="2017", status="provisional"), *points(10.5, start="2018"))
    _, dots = drawn(spec(Line("Dortmund", "Dortmund", (tuple(marks(series)),))))["data"]
    assert dots["x"] == [2017.0, 2018.0] and dots["marker"]["symbol"] == ["circle-open", "circle"]
    assert dots["marker"]["size"][0] > 0 and dots["marker"]["line"]["width"] > 0


def test_a_single_point_is_a_dot():
    _, dots = drawn(spec(line(12.0)))["data"]
    assert dots["x"] == [2015.0] and dots["marker"]["size"][0] > 0


@pytest.mark.parametrize("ends", [(10.0, 10.1, 10.2, 10.3), (1.0, 1.0, 1.0, 1.0), (0.1, 0.2, 11.9, 12.0), (12.0,) * 8])
def test_the_names_at_the_line_ends_do_not_overlap_and_stay_inside_the_plot(ends):
    what = spec(*(line(8.0, end, name=f"Stadt {number}", role="other") for number, end in enumerate(ends)))
    shown = drawn(what)["layout"]
    low, high = what.y_range
    heights = sorted(label["y"] for label in shown["annotations"])
    pixel = (high - low) / (shown["height"] - shown["margin"]["t"] - shown["margin"]["b"])
    assert all(above - under >= 15 * pixel for under, above in pairwise(heights))
    assert low <= heights[0] and heights[-1] <= high  # Plotly drops an annotation outside the axis


def test_the_names_at_the_line_ends_keep_the_order_of_the_lines():
    what = spec(*(line(8.0, end, name=f"{end}", role="other") for end in (10.2, 10.0, 10.1)))
    labels = sorted(drawn(what)["layout"]["annotations"], key=lambda label: label["y"])
    assert [label["text"] for label in labels] == ["10.0", "10.1", "10.2"]


def test_the_axis_writes_whole_german_numbers():
    axis = drawn(spec(line(218194.0, 264322.0), unit="Personen", decimals=0))["layout"]
    assert axis["separators"] == ",."
    assert axis["yaxis"].get("tickformat") or axis["yaxis"].get("exponentformat") == "none" or axis["yaxis"].get("ticktext")


def test_the_hover_text_holds_value_area_and_period():
    line_, dots = drawn(spec(line(12.0, 11.5)))["data"]
    assert line_["text"] == ["<b>12,0</b><br>Dortmund, 2015", "<b>11,5</b><br>Dortmund, 2016"]
    assert dots["text"] == ["<b>11,5</b><br>Dortmund, 2016"]


def test_an_event_a_target_and_its_path_are_drawn():
    what = spec(line(12.0, 11.0), target=Target(8.0, "Ziel: unter 8 %", ((2016.0, 11.0), (2030.0, 8.0)), "nötiger Pfad"),
                notes=(Note(2015.5, "Hartz IV"),))  # fmt: skip
    shown = drawn(what)
    texts = [label["text"] for label in shown["layout"]["annotations"]]
    assert {"<b>Ziel: unter 8 %</b>", "nötiger Pfad", "Hartz IV"} <= set(texts)
    assert [shape["y0"] for shape in shown["layout"]["shapes"] if shape.get("yref") != "paper"] == [8.0]
    assert shown["data"][-1]["y"] == [11.0, 8.0]


def test_three_quiet_lines_that_cross_differ_without_colour():
    lines = (line(9.0, 8.0), *(line(float(at), 8.0, name=f"Stadt {at}", role="other") for at in (5, 6, 7)))
    what = spec(*lines)
    assert [drawing.ink(one, what) for one in lines] == [("accent", False), ("quiet", False), ("ink", False), ("quiet", True)]
    drawn_lines = [trace["line"] for trace in drawn(what)["data"] if trace["mode"] == "lines"]
    assert len({(one["color"], one["dash"]) for one in drawn_lines}) == 4


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_a_picture_takes_the_colours_of_the_mode(mode):
    shown = drawn(spec(line(12.0, 11.5)), mode)
    assert shown["layout"]["font"]["color"] == look.colour("ink", mode)
    assert shown["data"][0]["line"]["color"] == look.colour("accent", mode)


@pytest.mark.parametrize(("say", "separators"), [(DE, ",."), (EN, ".,")])
def test_the_chart_library_writes_numbers_as_the_language_does(say, separators):
    assert plotly.figure(spec(line(12.0)), say, "light")["layout"]["separators"] == separators
    config = plotly.config(say)
    assert config["displayModeBar"] is False
    assert config["locales"][say.language]["format"]["months"] == say("date.months").split("|")


# -- the figures the product ships


@pytest.fixture(scope="module")
def views(shipped: Monitor) -> dict[str, GoalView]:
    return {view.goal.id: view for view in ask.goals(shipped, today=TODAY)}


@pytest.fixture(scope="module")
def goal_figures(shipped: Monitor, views: dict[str, GoalView]) -> dict[str, FigureSpec]:
    found = {}
    for identifier, view in views.items():
        if (demand := view.assessment.demand) is not None and view.assessment.current is not None:
            series = ask.series(shipped, view.area.area, demand.indicator, demand.group)
            found[identifier] = goal.figure(view, series, shipped.catalogue, DE)
    return found


@pytest.mark.parametrize(
    ("body", "origin"),
    [("", "Antrag von 2023, Gremium nicht genannt"), ("Rat der Stadt", "Antrag von 2023, Rat der Stadt")],
)
def test_the_line_of_a_goal_names_value_year_paper_and_the_body_or_that_the_paper_names_none(
    body: str, origin: str, shipped: Monitor, views: dict[str, GoalView]
):
    view = views["DO-1"]
    series = ask.series(shipped, "05913", "unemployment_rate", "total")
    view = replace(view, document=msgspec.structs.replace(view.document, body=body))
    target = goal.figure(view, series, shipped.catalogue, DE).target
    assert target is not None and (target.label, target.origin) == ("Ziel: unter 8\u00a0% bis 2030", origin)


def test_a_paper_without_a_date_is_named_as_it_names_itself(views: dict[str, GoalView]):
    assert goal.origin(views["KR-2"].document, DE) == "Beschlussentwurf von 2022, Gremium nicht genannt"
    assert goal.origin(views["DO-1"].document, EN) == "Motion of 2023, body not named"


@pytest.mark.parametrize(("start", "is_below"), [(13.0, True), (5.0, False)])
def test_the_words_of_the_target_stand_on_the_far_side_of_the_path_to_it(start, is_below):
    what = spec(line(start, start), target=Target(8.0, "Ziel: 8 %", ((2016.0, start), (2030.0, 8.0)), "nötiger Pfad", "Antrag"))
    assert drawing.is_target_below(what) is is_below
    label = next(one for one in drawn(what)["layout"]["annotations"] if "Ziel" in one["text"])
    assert (label["text"], label["xanchor"]) == ("<b>Ziel: 8 %</b><br>Antrag", "right")
    assert label["yanchor"] == ("top" if is_below else "bottom")


def test_what_lasting_in_time_takes_is_told_beside_what_the_threshold_takes(shipped, views):
    """From 12,0 % in 2025: 4 points in five years to 2030, or in three to 2028, the first of the three years that count."""
    told = " ".join(goal_words.sentences(views["DO-1"], shipped.catalogue, DE))
    assert "Nötig wären **−0,8 Prozentpunkte** je Jahr bis 2030" in told
    assert "spätestens ab 2028 erfüllen; dafür wären **−1,3 Prozentpunkte** je Jahr nötig." in told


def test_a_goal_that_asks_for_two_things_tells_how_the_other_stands(shipped, views):
    assert goal_words.sentences(views["KS-1"], shipped.catalogue, DE)[-1] == (
        "Außerdem gefordert: Langzeitarbeitslose, zuletzt **3.190** (2025): Nicht bewertbar."
    )


@pytest.mark.parametrize("last", [11.0, 2.2, 0.4])
def test_the_words_of_a_target_at_the_foot_have_room_under_it_and_the_value_stays_above(last):
    what = spec(line(12.0, last), target=Target(0.0, "Ziel: kein Abstand"))
    (low, high), zero = what.y_range, 0.0
    assert drawing.is_target_below(what) and zero - low > 0.2 * (high - low)
    assert drawing.is_label_below(what) == (last > 0.09 * (high - low))


@pytest.fixture(scope="module")
def comparisons(shipped: Monitor) -> dict[str, FigureSpec]:
    focus = shipped.catalogue.cities[0].area
    return {
        f"{indicator}/{group}": compare.figure(
            ask.comparison(shipped, indicator, group), Choice("level", focus), shipped.catalogue, DE
        )
        for indicator, groups in ask.comparable_indicators(shipped).items()
        for group in groups
    }


@pytest.fixture(scope="module")
def all_figures(goal_figures: dict[str, FigureSpec], comparisons: dict[str, FigureSpec]) -> dict[str, FigureSpec]:
    return goal_figures | comparisons


def test_every_shipped_figure_can_be_drawn_whole(all_figures):
    assert len(all_figures) > 50
    for name, what in all_figures.items():
        shown = drawn(what)
        json.dumps(shown, allow_nan=False)
        low, high = what.y_range
        values = [value for trace in shown["data"] for value in trace["y"] if value is not None]
        labels = [label["y"] for label in shown["layout"]["annotations"] if "yref" not in label]
        assert low <= min(values) and max(values) <= high, name
        assert low <= min(labels) and max(labels) <= high, name


def test_every_shipped_figure_names_its_source_release_and_basis(all_figures):
    for name, what in all_figures.items():
        assert re.match(r"Quelle: \S.*\. Stand: \S", what.source), name
        assert "Stand: –" not in what.source, name


def test_every_shipped_figure_tells_its_axis_where_it_does_not_start_at_zero(all_figures):
    cut_axes = [what for what in all_figures.values() if what.y_range[0] > 0]
    assert cut_axes and not any(what.from_zero for what in cut_axes)
    assert "beginnt nicht bei null" in html.render("figure_notes.html", spec=cut_axes[0], words=DE)


def test_the_alt_text_tells_first_last_target_continuation_and_holes(goal_figures):
    assert goal_figures["DO-1"].alt == (
        f"Liniendiagramm: Arbeitslosenquote in Dortmund, 1998 15,83{NB}%, 2025 12,0{NB}%. Zielwert < 8,0{NB}%."
        f" Fortschreibung 2030: 12,2{NB}%, 80-%-Bereich 10,1{NB}% bis 14,7{NB}%."
    )
    assert "30. Juni 2015 218.194, 30. Juni 2024 264.322" in goal_figures["DO-2"].alt
    assert "Zielwert ≥ 300.000." in goal_figures["DO-2"].alt
    assert "Lücken: 2021, 2022, 2024." in goal_figures["DO-4"].alt


def test_a_hole_between_values_has_its_row_in_the_table(goal_figures):
    rows = {row[0].text: [cell.text for cell in row[1:]] for row in goal_figures["DO-4"].table.rows}
    assert list(rows)[:2] == sorted(rows, reverse=True)[:2] and set(rows) >= {"2021", "2022", "2024"}
    assert rows["2024"] == ["–", "–", "sinkend", "kein Wert gespeichert", "", ""]


def test_no_change_to_the_year_before_is_told_across_a_break(goal_figures):
    changes = {row[0].text: row[2].text for row in goal_figures["DO-1"].table.rows}
    assert (changes["2004"], changes["2005"], changes["2006"]) == ("+0,9", "–", "−0,99")


def test_the_ring_is_spoken_of_only_where_there_is_one(shipped, views):
    view = views["DO-4"]
    series = ask.series(shipped, "05913", view.assessment.demand.indicator, view.assessment.demand.group)
    for day, is_ringed in ((date(2023, 6, 5), True), (date(2022, 6, 5), False)):  # of 2022 no value is stored
        dated = replace(view, document=msgspec.structs.replace(view.document, date=day))
        what = goal.figure(dated, series, shipped.catalogue, DE)
        assert (what.base is not None) == is_ringed == any("Ring" in event.text for event in what.events)


def test_a_hole_in_a_stock_is_named_by_its_day_like_its_values(goal_figures, shipped):
    assert "Lücken: 30. Juni 2021." in goal_figures["DO-2"].alt
    table = compare.latest(ask.comparison(shipped, "employees_workplace"), LEVEL, shipped.catalogue, DE)
    rows = table[table.index("<tbody") : table.index("</tbody>")]
    assert "30. Juni 2024" in rows and "Quartal" not in rows


def test_a_single_value_is_told_once(goal_figures):
    assert goal_figures["KR-4"].alt.count("57,06") == 1


def test_the_alt_text_of_a_comparison_tells_every_area_with_its_value(comparisons):
    alt = comparisons["unemployment_rate/total"].alt
    for told in (
        f"Dortmund 12,0{NB}% (2025)",
        f"Stuttgart 6,6{NB}% (2025)",
        "Krefeld",
        "Kassel",
        f"Deutschland 6,3{NB}% (2025)",
    ):
        assert told in alt


# -- pictures to download


@pytest.fixture
def picture_texts(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[tuple[str, Any]]]:
    """Draws a picture and returns its texts with the boxes they take, and `sheet` with the box of the paper."""
    from matplotlib.axis import Tick
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.text import Text as Written

    sheets: list[Figure] = []
    save = Figure.savefig
    monkeypatch.setattr(Figure, "savefig", lambda self, *args, **options: (save(self, *args, **options), sheets.append(self)))

    def draw(what: FigureSpec, how: str = "picture") -> list[tuple[str, Any]]:
        getattr(matplotlib, how)(what, DE, "png")
        sheet = sheets.pop()
        canvas = FigureCanvasAgg(sheet)
        canvas.draw()
        low, high = sheet.axes[0].get_ylim()
        left, right = sheet.axes[0].get_xlim()
        ticks = {tick.label1: tick.get_loc() for tick in sheet.findobj(Tick)}
        axis = [label for label in sheet.axes[0].yaxis.get_ticklabels() if label in ticks]
        hidden = {label for label in ticks if label in axis and not low <= ticks[label] <= high}
        hidden |= {label for label in ticks if label not in axis and not left <= ticks[label] <= right}
        shown = [text for text in sheet.findobj(Written) if text.get_text().strip() and text not in hidden]
        boxes = [(text.get_text(), text.get_window_extent(canvas.get_renderer())) for text in shown]
        return [("sheet", sheet.bbox), *boxes]

    return draw


@pytest.mark.parametrize("how", ["picture", "drawing"])
@pytest.mark.parametrize(
    "name",
    [
        "DO-1", "DO-2", "DO-3", "DO-5", "KR-3", "unemployment_rate/total", "population/total",
        "apprentices_per_1000_employees/total", "persons_in_benefit_units_per_1000/total", "employees_workplace/women",
    ],
)  # fmt: skip
def test_no_text_of_a_picture_leaves_the_paper_or_covers_another(all_figures, picture_texts, name, how):
    (_, paper), *texts = picture_texts(all_figures[name], how)
    outside = [text for text, box in texts if box.x0 < 0 or box.y0 < 0 or box.x1 > paper.x1 + 1 or box.y1 > paper.y1 + 1]
    covered = [
        (one, other)
        for number, (one, a) in enumerate(texts)
        for other, b in texts[number + 1 :]
        if min(a.x1, b.x1) - max(a.x0, b.x0) > 3 and min(a.y1, b.y1) - max(a.y0, b.y0) > 6
    ]
    assert (outside, covered) == ([], [])


@pytest.mark.parametrize(("values", "is_below"), [((14.0, 12.0, 10.0), True), ((6.0, 8.0, 10.0), False)])
def test_the_last_value_stands_where_its_line_does_not_run(picture_texts, values, is_below):
    boxes = {text: box for text, box in picture_texts(spec(line(*values))) if box.height > 1}  # the others are not shown
    label = next(box for text, box in boxes.items() if text.startswith("10,0") and "(" in text)
    ticks = [(int(text[:-2]), (box.y0 + box.y1) / 2) for text, box in boxes.items() if text.endswith(f"{NB}%")]
    (low, at_low), (high, at_high) = ticks[0], ticks[-1]
    at_ten = at_low + (at_high - at_low) * (10 - low) / (high - low)
    assert label.y1 <= at_ten if is_below else label.y0 >= at_ten


def test_a_png_is_a_png_and_an_svg_a_drawing_of_paths():
    assert matplotlib.picture(spec(line(12.0, 11.0)), DE, "png").startswith(b"\x89PNG\r\n\x1a\n")
    drawing = matplotlib.picture(spec(line(12.0, 11.0)), DE, "svg")
    assert drawing.startswith(b"<?xml") and b"<svg" in drawing and b"<text" not in drawing


@pytest.mark.parametrize("form", ["png", "svg"])
def test_the_same_figure_gives_the_same_bytes(form):
    what = spec(line(12.0, None, 11.0), line(5.0, 6.0, 7.0, name="Kassel", role="other"))
    assert matplotlib.picture(what, DE, form) == matplotlib.picture(what, DE, form)


def test_another_process_draws_the_same_bytes():
    code = (
        "import hashlib, sys; sys.path[:0] = ['.', 'tests']; import test_present as t;"
        "what = t.spec(t.line(12.0, 11.0));"
        "print(*(hashlib.sha256(t.matplotlib.picture(what, t.DE, form)).hexdigest() for form in ('png', 'svg')))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": "7"}
    )
    here = [hashlib.sha256(matplotlib.picture(spec(line(12.0, 11.0)), DE, form)).hexdigest() for form in ("png", "svg")]
    assert run.stdout.split() == here


def test_the_source_line_is_part_of_the_picture(monkeypatch, goal_figures):
    import matplotlib as library

    rc_context = library.rc_context
    monkeypatch.setattr(library, "rc_context", lambda rc: rc_context({**rc, "svg.fonttype": "none"}))
    drawing = matplotlib.picture(goal_figures["DO-1"], DE, "svg").decode()
    written = " ".join(re.sub(r"<[^>]+>", " ", drawing).split())
    assert " ".join(goal_figures["DO-1"].source.split()) in written
    assert " ".join(goal_figures["DO-1"].heading.split()) in written


def test_a_dollar_sign_in_a_name_is_no_formula(monkeypatch):
    import matplotlib as library

    rc_context = library.rc_context
    monkeypatch.setattr(library, "rc_context", lambda rc: rc_context({**rc, "svg.fonttype": "none"}))
    hostile = r"Kosten in $ und \$x_{$ je Kopf"
    drawing = matplotlib.picture(spec(line(12.0, 11.0), heading=hostile, source=f"Quelle: {hostile}"), DE, "svg").decode()
    assert drawing.count(hostile) == 2


def test_a_provisional_value_is_hollow_on_paper_too():
    series = (*points(12.0, 11.5), *points(11.0, start="2017", status="provisional"))
    hollow = matplotlib.picture(spec(Line("Dortmund", "Dortmund", (tuple(marks(series)),))), DE, "svg")
    filled = matplotlib.picture(spec(line(12.0, 11.5, 11.0)), DE, "svg")
    assert hollow != filled and b"fill: #ffffff; stroke: #1f4e79" in hollow


# -- CSV


def csv_rows(data: bytes, delimiter: str) -> list[dict[str, str]]:
    assert data.startswith(b"\xef\xbb\xbf")  # Excel reads UTF-8 only behind this mark
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig")), delimiter=delimiter))


def test_the_german_csv_has_a_german_header_decimal_commas_and_the_source_of_each_figure(shipped):
    rows = csv_rows(goal.csv_table(ask.series(shipped, "05913", "unemployment_rate"), DE), ";")
    assert list(rows[0]) == [
        "Gebiet", "Kennzahl", "Gruppe", "Zeitraum", "Wert", "Einheit", "Kennzeichnung", "Quelle", "Stand",
    ]  # fmt: skip
    assert (rows[-1]["Gebiet"], rows[-1]["Zeitraum"], rows[-1]["Wert"]) == ("Dortmund", "2025", "12,0")
    assert all(row["Quelle"] for row in rows)


def test_the_english_csv_has_decimal_points_and_no_thousands(shipped):
    rows = csv_rows(goal.csv_table(ask.series(shipped, "05913", "employees_workplace"), EN), ",")
    assert rows[-1]["Value"] == "264322"


def test_the_csv_of_a_comparison_has_one_header(shipped):
    views = ask.comparison(shipped, "unemployment_rate")
    rows = csv_rows(compare.csv_table(views, LEVEL, DE), ";")
    assert {row["Gebiet"] for row in rows} == {view.area.name.de for view in views}
    assert sum(row["Wert"] == "Wert" for row in rows) == 0


@pytest.fixture
def series_of(shipped: Monitor) -> Callable[..., SeriesView]:
    """A series of Dortmund with the given values from 2015 on and whatever columns a test changes."""

    def made(*values: float | None, **columns: object) -> SeriesView:
        shown = ask.series(shipped, "05913", "unemployment_rate")
        periods = [str(2015 + step) for step in range(len(values))]
        rows = shown.rows.iloc[: len(values)].assign(
            period=periods, value=pd.Series(values, dtype=float), decimals=1, **columns
        )
        return replace(shown, rows=rows)

    return made


def test_a_value_below_zero_is_a_number_to_a_spreadsheet(series_of):
    (row,) = csv_rows(goal.csv_table(series_of(-1.5), DE), ";")
    assert row["Wert"] == "-1,5"


def test_a_withheld_value_is_an_empty_cell_with_its_mark(series_of):
    (row,) = csv_rows(goal.csv_table(series_of(None, status="suppressed"), DE), ";")
    assert (row["Wert"], row["Kennzeichnung"]) == ("", "suppressed")


@pytest.mark.parametrize(
    ("precision", "told"), [("day", {"2026-05-31", "31. Mai 2026"}), ("month", {"2026-05", "Mai 2026"}), ("year", {"2026"})]
)
def test_the_csv_tells_a_release_as_exactly_as_it_is_known(series_of, precision, told):
    shown = series_of(12.0, released_on=pd.Timestamp(2026, 5, 31), released_precision=precision)
    (row,) = csv_rows(goal.csv_table(shown, DE), ";")
    assert row["Stand"] in told


def test_a_text_of_an_upload_is_no_formula_to_a_spreadsheet(series_of):
    (row,) = csv_rows(goal.csv_table(series_of(12.0, source='=HYPERLINK("http://x")'), DE), ";")
    assert not row["Quelle"].startswith(("=", "+", "-", "@"))


# -- HTML

HOSTILE = "\"><script>alert('x')</script><img src=x onerror=alert(1)> ' & **fett**"
FREE_TEXTS = {"quote", "source", "paper", "body", "publisher", "table", "licence", "licence_short", "confirmed_by", "owner"}


class Parts(HTMLParser):
    """The elements and attributes a browser would see."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.attributes: set[str] = set()
        self.texts = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.texts += " ".join(value or "" for _, value in attrs)

    def handle_data(self, data: str) -> None:
        self.texts += data


def poisoned(record: Any) -> Any:
    """The record with HTML in every text that a reader sees."""
    if isinstance(record, Text):
        return Text(de=record.de + HOSTILE, en=record.en + HOSTILE)
    if isinstance(record, Texts):
        return Texts(de=(*record.de, HOSTILE), en=(*record.en, HOSTILE))
    if isinstance(record, tuple):
        return tuple(poisoned(part) for part in record)
    if isinstance(record, msgspec.Struct):
        changed = {
            name: HOSTILE if name in FREE_TEXTS else poisoned(getattr(record, name)) for name in record.__struct_fields__
        }
        return msgspec.structs.replace(record, **changed)
    return record


@pytest.fixture(scope="module")
def hostile_catalogue(catalogue: Catalogue) -> Catalogue:
    nouns = (
        "areas", "groups", "units", "signs", "indicators", "sources", "goals", "documents", "duties", "occasions", "terms",
        "differences",
    )  # fmt: skip
    changed = {noun: {key: poisoned(value) for key, value in getattr(catalogue, noun).items()} for noun in nouns}
    return Catalogue(
        **changed,
        events=poisoned(catalogue.events),
        rules=catalogue.rules,
        calibrations=catalogue.calibrations,
        trial=catalogue.trial,
        accessibility=poisoned(catalogue.accessibility),
        people=poisoned(catalogue.people),
        focus={key: poisoned(value) for key, value in catalogue.focus.items()},
    )


@pytest.fixture(scope="module")
def hostile_view(hostile_catalogue: Catalogue) -> GoalView:
    """A goal with every part a goal can have, each of them hostile."""
    plain = Text(de=HOSTILE, en=HOSTILE)
    asked = Goal(
        id='X"><script>',
        title=plain,
        kind="value_by_date",
        quote=HOSTILE,
        reading=plain,
        due="2030",
        due_text=plain,
        note=plain,
        related=("unemployed/foreign",),
        demand=(
            Demand(indicator="unemployment_rate", operator="<", value=8.0),
            Demand(indicator="unemployed", direction="down"),
        ),
        state=GoalState(state="open", on=TODAY, evidence=plain, source=HOSTILE),
        item=(Item(name=plain, state="done"),),
    )
    document = Document(
        area="05913", name=plain, kind=plain, source=HOSTILE, date_text=plain, body=HOSTILE, paper=HOSTILE, movers=(HOSTILE,),
        rhythm=plain, note=plain,
    )  # fmt: skip
    known = {("unemployment_rate", "total"): points(*range(20, 8, -1)), ("unemployed", "total"): points(*range(200, 188, -1))}
    found = assess(asked, known, hostile_catalogue.indicators, {("unemployed", "total"): [date(2005, 1, 1)]}, today=TODAY)
    return GoalView(asked, document, hostile_catalogue.areas["05913"], found)


@pytest.fixture(scope="module")
def hostile_series(hostile_catalogue: Catalogue, shipped: Monitor) -> tuple[SeriesView, ...]:
    found = ask.comparison(shipped, "unemployment_rate")
    known = hostile_catalogue
    return tuple(
        replace(view, area=known.areas[view.area.area], indicator=known.indicators["unemployment_rate"], events=known.events,
                rows=view.rows.assign(source=HOSTILE, note=HOSTILE))
        for view in found
    )  # fmt: skip


def hostile_districts(view: SeriesView) -> tuple[SeriesView, ...]:
    """Enough areas for a distribution, and the city itself."""
    keys = [f"16{number:03}" for number in range(25)]
    others = (replace(view, area=msgspec.structs.replace(view.area, area=key, kind="district")) for key in keys)
    return (view, *others)


@pytest.fixture
def templates_used(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    used: set[str] = set()
    render = html.render
    monkeypatch.setattr(html, "render", lambda template, /, **values: (used.add(template), render(template, **values))[1])
    return used


def used_by(templates: set[str]) -> set[str]:
    """The templates that others take parts from."""
    texts = (path.read_text(encoding="utf-8") for path in TEMPLATES.iterdir() if path.name in templates)
    return {name for text in texts for name in re.findall(r'{% from "([\w.]+)" import', text)}


def hostile_groups(known: Catalogue, shipped: Monitor, say: Words) -> list[str]:
    """What the page on groups makes of hostile names; one city with a goal of equality, one with focus groups."""
    views = [ask.groups(Monitor(known, shipped.store), area, today=TODAY) for area in ("08111", "06611")]
    return [
        part(view, *rest)
        for view in views
        for part, rest in (
            (groups.lead, (known, say)), (parity_page.above, (known, say)), (parity_page.below, (known, say)),
        )
    ] + [parity_page.parity(goal, known, say) for goal in views[0].parities]  # fmt: skip


def hostile_reports(known: Catalogue, view: GoalView, say: Words) -> list[str]:
    """What the page of reports makes of hostile names and texts, and a hostile report as a page of its own."""
    then, plain = datetime(2026, 1, 1, tzinfo=UTC), Text(de=HOSTILE, en=HOSTILE)
    section = Section(kind="chapter", id="x", title=plain, quote=HOSTILE, source=HOSTILE, note=plain)
    plan = Template(id="x", area=view.area.area, title=plain, committee=plain, rhythm=plain, source=HOSTILE, section=(section,))
    written = KeptChapter(template="x", chapter="x", text=HOSTILE, author=HOSTILE, on=TODAY)
    kept = KeptEdition(template="x", number=1, title=HOSTILE, as_of=then, on=TODAY, language="de", rule_version=HOSTILE)
    edition = EditionView(1, kept, "withdrawn", HOSTILE, then, reason=HOSTILE)
    asked = report_views.ReportView(plan, view.area, report_views.Title(), TODAY, None, "now", (view,))
    table = FigureTable((Column(HOSTILE, HOSTILE),), ((Cell(HOSTILE, note=HOSTILE, tone="bad"),),))
    pair, line = ((HOSTILE, HOSTILE),), blocks.said(HOSTILE)
    whole = blocks.Report("de", blocks.Cover(HOSTILE, HOSTILE, pair, HOSTILE), HOSTILE, (
        blocks.Heading(HOSTILE, 1, "x"), blocks.Paragraph(line), blocks.Quote(HOSTILE, HOSTILE), blocks.Bullets((line,)),
        blocks.Verdict(HOSTILE, "bad", pair), blocks.Facts(pair), blocks.TableBlock(table, HOSTILE, HOSTILE),
        blocks.Written((HOSTILE,), HOSTILE),
    ))  # fmt: skip
    head, _, body = report_web.html(whole, say).partition("</head>")
    assert not Parts(head).elements - {"html", "head", "meta", "title", "style"}
    return [
        report_page.lead(plan, say), report_page.open_list(asked, known, say), report_page.asked(section, written, say),
        report_page.preview(HOSTILE, say), report_page.edition(edition, say), html.render("heading.html", title=HOSTILE), body,
    ]  # fmt: skip


def hostile_upkeep(known: Catalogue, view: GoalView, shipped: Monitor, say: Words) -> list[str]:
    """What the pages of deliveries and kept records make of hostile names and texts."""
    then, plain = datetime(2026, 1, 1, tzinfo=UTC), Text(de=HOSTILE, en=HOSTILE)
    vintage = provenance.Vintage(
        8.1, 1, "normal", "percent", HOSTILE, HOSTILE, 1, HOSTILE, "0" * 64, HOSTILE, 12, HOSTILE, TODAY, "day", then, HOSTILE,
        HOSTILE, then, HOSTILE, HOSTILE, {"key": HOSTILE}, counts=True,
    )  # fmt: skip
    cell = provenance.Provenance(view.area, known.indicators["unemployment_rate"], "total", parse_period("2025"), (vintage,))
    one = history.BatchView(1, HOSTILE, "0" * 64, "withdrawn", TODAY, "day", then, HOSTILE, HOSTILE, 3, 0, ("05913",),
                            (HOSTILE,), then, HOSTILE, then, HOSTILE, HOSTILE)  # fmt: skip
    change = history.FigureChange("revised", "05913", "unemployment_rate", "women", "2025", "percent", 8.1, 1, "normal", 8.0, 1,
                                  "normal")  # fmt: skip
    entry = history.LogEntry(1, then, HOSTILE, HOSTILE, HOSTILE, {"file": HOSTILE})
    measure = kept.Measure(id=HOSTILE, area="05913", name=plain, carrier=HOSTILE, note=HOSTILE, source=HOSTILE, start=TODAY,
                           attendance=(kept.Attendance(period="2026", places=12),))  # fmt: skip
    comment = kept.Comment(goal="DO-1", period="2026-Q3", text=HOSTILE, author=HOSTILE, on=TODAY)
    awaited = missing(Monitor(known, shipped.store), today=TODAY)
    owed = [replace(one, measures=(measure,)) for one in ask.duties(Monitor(known, shipped.store), today=TODAY)]
    axis = timeline.axis([occasion for one in owed for occasion in one.occasions], TODAY)
    return [
        provenance.figure(cell, known, say), provenance.earlier(cell, known, say), missing_page.lead(awaited, say),
        missing_page.table(awaited, known, say), history.batches([one], say), history.batch(one, [change], known, say),
        history.chain(3, 2, say), history.withdrawal(one, say), history.log([entry], say), upkeep.comments([comment], say),
        duties.lead(owed, TODAY, say), duties.choices(owed, "", say), *(duties.section(one, axis, say) for one in owed),
        upkeep.verdicts([VerdictChange("DO-1", view.assessments, view.assessments)], known, say),
        upkeep.differences([upkeep.FieldChange(("goal", HOSTILE), HOSTILE, HOSTILE)], say),
        upkeep.versions([upkeep.Version(1, then, HOSTILE, HOSTILE, is_withdrawn=True, counts=False)], say),
        upkeep.measures([measure], known, say), upkeep.content({"goal": {HOSTILE: [HOSTILE]}}, say),
        effort.page(ask.effort(Monitor(known, shipped.store), "DO-1", today=TODAY), known, say),
        earlier.page(ask.earlier_verdicts(Monitor(known, shipped.store), "DO-1", today=TODAY), known, say),
    ]  # fmt: skip


def hostile_gaps(known: Catalogue, view: GoalView, shipped: Monitor, say: Words) -> list[str]:
    """What the sheet of gaps makes of hostile titles, readings, sources and addresses."""
    found = ask.gaps(Monitor(known, shipped.store), today=TODAY)
    counted = replace(view, goal=msgspec.structs.replace(view.goal, kind="pipeline"))
    asked = {"sort": HOSTILE, "as_of": HOSTILE}
    return [gaps.page(found, [counted], asked, known, say), gaps.source_notes(found, known, say)]


def hostile_upload(known: Catalogue, view: GoalView, shipped: Monitor, say: Words) -> list[str]:
    """What signing in, uploading and teaching make of hostile names, cells and headers."""
    stored = shipped.store.series(area="05913", indicator="unemployment_rate", group="total")
    found = compared(stored.assign(value=stored["value"] + 0.1, source=HOSTILE), stored)
    issue = Issue("error", "area.unknown", row=1, column=HOSTILE, found=HOSTILE)
    grid = Grid([[HOSTILE, "2025"], [HOSTILE, "8,1"]], [1, 2])
    assert upload.drop_zone_texts(say) and html.stylesheet(say)
    return [
        account.invitation(say), account.person(HOSTILE, "coordinator", ("05913",), known, say),
        account.line(HOSTILE, "administrator", None, known, say), upload.head(say), upload.refused(HOSTILE),
        upload.recognised(HOSTILE, family="mapped", name=HOSTILE, source="inkar_2024", sheet=HOSTILE, skipped=2,
                          stand=TODAY, catalogue=known, words=say),
        upload.unknown(issue, say), upload.errors([issue], say), upload.warning(issue, 1, stored, known, say),
        upload.infos([replace(issue, severity="info")], say),
        upload.verdicts([("DO-1", view.assessment, view.assessment)], known, say),
        upload.stored(1, is_draft=True, words=say), changes.counts(found.counts, say), changes.outdated(2, say),
        changes.by_series(found.by_series, found.table, stored, known, say), changes.revised(found.table, known, say),
        teach.sheet(grid, 0, 1, say), teach.header("A", HOSTILE, HOSTILE, say),
        teach.result(stored, (issue,), known, say),
    ]  # fmt: skip


def hostile_site(
    known: Catalogue, view: GoalView, series: tuple[SeriesView, ...], since: SinceView, shipped: Monitor, say: Words
) -> list[str]:  # fmt: skip
    """Every page of the public edition of hostile names and texts, without its frame; the frame and the feed are tried here."""
    then, own = datetime(2026, 1, 1, tzinfo=UTC), next(one for one in series if one.area.area == "05913")
    held = Held(frozenset({view.goal.id}), frozenset(), frozenset(), frozenset({("unemployment_rate", "total")}), {})
    body = notes.Operator(name=HOSTILE, address=HOSTILE, contact=HOSTILE)
    site = site_frame.Site(then, TODAY, "https://ziele.example/", body, held)
    plain = Text(de=HOSTILE, en=HOSTILE)
    measure = kept.Measure(id=HOSTILE, area="05913", name=plain, carrier=HOSTILE, note=HOSTILE, source=HOSTILE)
    said = kept.Comment(goal="DO-1", period="2026-Q3", text=HOSTILE, author=HOSTILE, on=TODAY)
    issued = reports.Issued("x", {"de": HOSTILE, "en": HOSTILE}, HOSTILE, TODAY, "de", {"pdf": ("x.pdf", 12)}, HOSTILE)
    judged = replace(view, assessments=(replace(view.assessment, series=own.points),))
    pages = [
        *site_goals.pages(site_goals.GoalParts(judged, [own], [measure], [said]), known, site, say),
        front.front([view], {view.goal.id: since}, known, site, say), front.place([view], known, say),
        front.front([view] * (front.MOST_ON_ONE + 1), {}, known, site, say), reports.page([issued], say),
        site_comparisons.contents({"unemployment_rate": ["total"]}, known, say), site_comparisons.page(series, known, say),
        *site_about.measures(ask.duties(Monitor(known, shipped.store), today=TODAY), TODAY, say), site_about.missing(say),
        data.contents([(HOSTILE, "x")], site, say), data.listing([own], known, say),
    ]  # fmt: skip
    for page in pages:
        for name, text in site_frame.files(page, site, say):
            parts = Parts(text.decode() if name.endswith(".html") else "")
            assert not parts.elements & {"script", "img", "iframe", "object", "style"}, name
            assert not [attribute for attribute in parts.attributes if attribute.startswith("on") or attribute == "style"]
    news = feed.News("1", "figures", then, f"{HOSTILE}\x0b", (HOSTILE,), 1, 1)
    for _, text in (feed.atom([news], {}, site, say), feed.sitemap([HOSTILE], site)):
        assert "<script" not in text.decode()
    assert "@font-face" in site_frame.stylesheet().decode()
    return [page.body for page in pages]


@pytest.mark.parametrize("say", [DE, EN], ids=["de", "en"])
def test_what_goes_into_a_template_is_text_and_never_markup(
    say, templates_used, hostile_catalogue, hostile_view, hostile_series, shipped
):
    known, view, series = hostile_catalogue, hostile_view, hostile_series
    own = next(one for one in series if one.area.area == "05913")
    found = replace(view.assessment, series=own.points)
    reported = GoalView(msgspec.structs.replace(view.goal, demand=()), view.document, view.area, (
        Assessment("in_progress", (Reason("state_reported"),)),))  # fmt: skip
    parity = GoalView(
        msgspec.structs.replace(view.goal, demand=(), kind="parity", parity=Parity(
            indicator="integration_rate", groups=("men", "women"), base_text=Text(de=HOSTILE, en=HOSTILE))),
        view.document, view.area,
        (Assessment("not_assessable", (Reason("no_series"),), parity=Parity(
            indicator="integration_rate", groups=("men", "women"), base_text=Text(de=HOSTILE, en=HOSTILE))),),
    )  # fmt: skip
    chart = compare.figure(series, LEVEL, known, say)
    durable = replace(
        found, durability=Durability("above", 0, 3, 0, None, 0, 3, 3), current=own.points[-1],
        demand=Demand(indicator="unemployment_rate", operator="<", value=8),
    )  # fmt: skip
    since = earlier.SinceView(date(2026, 1, 1), (), (), (), view.assessments, view.assessments, "time")
    upload = UploadView(HOSTILE, TODAY, "day", datetime(2026, 1, 1, tzinfo=UTC), HOSTILE, HOSTILE,
                        datetime(2026, 1, 2, tzinfo=UTC), HOSTILE)  # fmt: skip
    trial = backtest.Table(HOSTILE, (HOSTILE, HOSTILE), ((HOSTILE, HOSTILE),), HOSTILE)
    one_trial = backtest.Section(HOSTILE, (HOSTILE,), (trial, trial), None, HOSTILE)
    pages = [
        overview.lead([view, reported], [view, reported], say), overview.table([view, reported, parity], known, say),
        overview.lead([view], [view, reported], say), overview_changes.changes([view], {view.goal.id: since}, known, say),
        *(goal_words.head(one, known, say) for one in (view, reported, parity)), goal.about(view, known, say),
        calculation.calculation(view, known, say), tables.markup(goal.table(own, found, known, say), say),
        clock.strip(durable, known, say),
        opinions.table([(HOSTILE, [Opinion("dns", Rating("sun"), "keep", 2019, 8.0, None)])], say),
        html.render("figure_notes.html", spec=chart, words=say),
        compare.head(series, known, say), compare_panels.panels(series, LEVEL, known, say, is_shared=True),
        compare.latest(series, LEVEL, known, say), compare.cautions(series, LEVEL, known, say),
        compare_strip.strip(hostile_districts(own), LEVEL, known, say),
        tables.markup(compare.table(series, LEVEL, known, say), say),
        html.render("figure_head.html", spec=chart), cite.banner(datetime.now(UTC), HOSTILE, "2.0", "goal", say),
        backtest.head(say), backtest.section(one_trial, say),
        method.rules(say), sources.head(say), sources.indicators(known, {}, say), sources.publications(known, say),
        sources.documents(known, say), sources.events(known.events, known, say), sources.files([upload], say),
        *hostile_gaps(known, view, shipped, say),
        *hostile_upkeep(known, view, shipped, say), *hostile_upload(known, view, shipped, say),
        glossary.head(say), glossary.terms(known, say), differences.head(say),
        differences.reasons(known, lambda *_: series, say),
        notes.accessibility(known, notes.Operator(name=HOSTILE), say), notes.privacy(notes.Operator(name=HOSTILE), say),
        *hostile_groups(known, shipped, say), *hostile_reports(known, view, say),
        *hostile_site(known, view, series, since, shipped, say),
    ]  # fmt: skip
    address = Parts(frame.header({"goal": HOSTILE}, [], "goal", {"goal": HOSTILE, HOSTILE: "x"}, say).partition("<script>")[0])
    assert address.elements <= {"div", "nav", "ul", "li", "a", "span"} and not [
        name for name in address.attributes if name.startswith("on")
    ]
    assert frame.footer(_shell.FOOTER, "glossary", say)
    for page in pages:
        parts = Parts(page)
        assert not parts.elements & {"script", "img", "iframe", "object", "style", "link"}, page[:200]
        assert not [name for name in parts.attributes if name.startswith("on")], page[:200]
    assert sum("<script>alert('x')</script>" in Parts(page).texts for page in pages) > 12
    assert templates_used | used_by(templates_used) == {path.name for path in TEMPLATES.iterdir()} - {"style.css", "print.css"}


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("lag bei **12,0**.", "lag bei <strong>12,0</strong>."),
        ("**a** und **b**", "<strong>a</strong> und <strong>b</strong>"),
        ("<b>**x**</b>", "&lt;b&gt;<strong>x</strong>&lt;/b&gt;"),
        ("ohne", "ohne"),
    ],
)
def test_bold_is_the_only_markup_of_a_sentence(text, made):
    assert str(html.strong(text)) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("ohne", "„ohne“"),
        ("Impuls: „Schwerpunkte“", "„Impuls: ‚Schwerpunkte‘“"),
        ("im Modul “Abschlüsse” und „Start“", "„im Modul ‚Abschlüsse‘ und ‚Start‘“"),
        ("nur „ eines", "„nur „ eines“"),
    ],
)
def test_a_quote_inside_a_quote_has_single_marks(text, made):
    assert html.quoted(text) == made


@pytest.mark.parametrize(
    ("page", "language", "params", "address"),
    [
        ("goal", "de", {"goal": "DO-2"}, "goal?goal=DO-2"),
        ("goal", "en", {"goal": "DO-2"}, "goal?goal=DO-2&lang=en"),
        ("", "de", {}, "."),
        ("", "en", {"city": ""}, ".?lang=en"),
        ("goal", "de", {"goal": 'X"&y=<'}, "goal?goal=X%22%26y%3D%3C"),
    ],
)
def test_an_address_keeps_its_state_and_leaves_out_german(page, language, params, address):
    assert html.link(page, language, **params) == address


def test_a_verdict_symbol_is_hidden_from_screen_readers_because_the_word_stands_beside_it():
    assert 'aria-hidden="true"' in html.symbol("good")


# -- the look


def test_streamlit_has_the_colours_of_the_look():
    theme = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
    tokens = {
        "backgroundColor": "ground", "secondaryBackgroundColor": "second-ground", "textColor": "ink", "borderColor": "rule",
        "primaryColor": "accent", "linkColor": "accent",
    }  # fmt: skip
    for mode in ("light", "dark"):
        assert {key: theme[mode][key] for key in tokens} == {key: look.colour(token, mode) for key, token in tokens.items()}


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb (WCAG 2.2)."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_measured_as_wcag_measures_it():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("token", ["ink", "quiet", "accent", *look.SYMBOLS])
def test_every_text_colour_stands_out_from_the_ground(token, mode):
    assert contrast(look.colour(token, mode), look.colour("ground", mode)) >= 4.5


@pytest.mark.parametrize("sheet", ["style.css", "print.css"])
def test_every_colour_in_a_style_comes_from_the_look(sheet):
    css = (TEMPLATES / sheet).read_text(encoding="utf-8")
    assert re.findall(r"#[0-9A-Fa-f]{3,8}\b|rgba?\(|hsla?\(", css) == []
    assert set(re.findall(r"var\(--([\w-]+)\)", css)) <= set(look.COLOURS)


def test_every_verdict_tone_has_a_shape_of_its_own():
    assert len(set(look.SYMBOLS.values())) == len(look.SYMBOLS)


def test_the_stylesheet_is_one_style_element():
    sheet = html.stylesheet(EN)
    assert sheet.startswith("<style>") and sheet.endswith("</style>") and sheet.count("<") == 2
    assert all(f".zm-symbol.zm-{tone}" in sheet for tone in look.SYMBOLS)


# -- small rules of the overview


def test_every_goal_is_counted_once_in_the_lead(views):
    page = overview.lead(list(views.values()), list(views.values()), DE)
    every, *parts = (int(number) for number in re.findall(r"<strong>(\d+)</strong>", page))
    assert every == len(views) == sum(parts)


def test_a_filter_offers_only_what_finds_a_goal(views):
    everything = list(views.values())
    for key, options in overview.filters(everything).items():
        assert all(overview.matching(everything, {key: option}) for option in options)


def test_per_year_of_every_frequency_is_known():
    assert set(PER_YEAR) == set(get_args(Frequency))


def test_every_indicator_reads_in_both_languages(catalogue):
    for indicator in catalogue.indicators.values():
        assert isinstance(indicator, Indicator)
        for say in (DE, EN):
            assert isinstance(say, Words) and say.subject(catalogue, indicator.id, "total").strip()
