"""The questions that pages and the command line may ask. Ties the rooms together and holds no rule of its own."""

from indicators.monitor.chapters import chapter_version, save_chapter, written
from indicators.monitor.claims import claim_rules
from indicators.monitor.core import SHIPPED, Monitor, data_folder
from indicators.monitor.current import current_catalogue, unfit
from indicators.monitor.duties import duties
from indicators.monitor.earlier import earlier_verdicts
from indicators.monitor.editions import (
    PreparedEdition,
    edition_archive,
    edition_file,
    editions,
    latest_edition,
    prepare_edition,
    release_edition,
    store_edition,
    withdraw_edition,
)
from indicators.monitor.effort import effort
from indicators.monitor.entries import KINDS, draft, entries, next_id, versions
from indicators.monitor.export import export
from indicators.monitor.gaps import gaps
from indicators.monitor.goals import goal, goals
from indicators.monitor.groups import groups
from indicators.monitor.history import batches, deliveries, delivery, log, problems, uploads
from indicators.monitor.imports import (
    ImportOutcome,
    Preview,
    commit,
    four_eyes,
    import_file,
    prepare,
    released,
)
from indicators.monitor.missing import missing
from indicators.monitor.opening import open_monitor
from indicators.monitor.operator import operator
from indicators.monitor.provenance import provenance
from indicators.monitor.publish import publish
from indicators.monitor.rebuild import Rebuilt, rebuild
from indicators.monitor.records import RecordPreview, comments, commit_record, kept_in, measures, prepare_record
from indicators.monitor.release import parse_day, parse_release
from indicators.monitor.reports import report, report_view, template_of
from indicators.monitor.series import comparable_indicators, comparison, series, stored_spans
from indicators.monitor.since import all_changes_since, before_latest_release, changes_since
from indicators.monitor.template import Form, template
from indicators.monitor.undo import approve, verdicts_if_withdrawn, withdraw
from indicators.monitor.verdicts import VerdictChange

__all__ = [
    "KINDS",
    "SHIPPED",
    "Form",
    "ImportOutcome",
    "Monitor",
    "PreparedEdition",
    "Preview",
    "Rebuilt",
    "RecordPreview",
    "VerdictChange",
    "all_changes_since",
    "approve",
    "batches",
    "before_latest_release",
    "changes_since",
    "chapter_version",
    "claim_rules",
    "comments",
    "commit",
    "commit_record",
    "comparable_indicators",
    "comparison",
    "current_catalogue",
    "data_folder",
    "deliveries",
    "delivery",
    "draft",
    "duties",
    "earlier_verdicts",
    "edition_archive",
    "edition_file",
    "editions",
    "effort",
    "entries",
    "export",
    "four_eyes",
    "gaps",
    "goal",
    "goals",
    "groups",
    "import_file",
    "kept_in",
    "latest_edition",
    "log",
    "measures",
    "missing",
    "next_id",
    "open_monitor",
    "operator",
    "parse_day",
    "parse_release",
    "prepare",
    "prepare_edition",
    "prepare_record",
    "problems",
    "provenance",
    "publish",
    "rebuild",
    "release_edition",
    "released",
    "report",
    "report_view",
    "save_chapter",
    "series",
    "store_edition",
    "stored_spans",
    "template",
    "template_of",
    "unfit",
    "uploads",
    "verdicts_if_withdrawn",
    "versions",
    "withdraw",
    "withdraw_edition",
    "written",
]
