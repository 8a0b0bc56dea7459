"""The questions that pages and the command line may ask. Ties the rooms together and holds no rule of its own."""

from indicators.monitor.claims import claim_rules
from indicators.monitor.core import SHIPPED, Monitor, data_folder
from indicators.monitor.current import current_catalogue, unfit
from indicators.monitor.duties import duties
from indicators.monitor.earlier import earlier_verdicts
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
from indicators.monitor.release import parse_release
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
    "Preview",
    "Rebuilt",
    "RecordPreview",
    "VerdictChange",
    "all_changes_since",
    "approve",
    "batches",
    "before_latest_release",
    "changes_since",
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
    "log",
    "measures",
    "missing",
    "next_id",
    "open_monitor",
    "operator",
    "parse_release",
    "prepare",
    "prepare_record",
    "problems",
    "provenance",
    "publish",
    "rebuild",
    "released",
    "series",
    "stored_spans",
    "template",
    "unfit",
    "uploads",
    "verdicts_if_withdrawn",
    "versions",
    "withdraw",
]
