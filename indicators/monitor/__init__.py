"""The questions that pages and the command line may ask. Ties the rooms together and holds no rule of its own."""

from indicators.monitor.claims import claim_rules
from indicators.monitor.core import SHIPPED, SYSTEM, Monitor, data_folder
from indicators.monitor.goals import goal, goals
from indicators.monitor.imports import (
    ImportOutcome,
    Preview,
    commit,
    confirmation_key,
    four_eyes,
    import_file,
    prepare,
    released,
)
from indicators.monitor.opening import open_monitor
from indicators.monitor.rebuild import Rebuilt, rebuild
from indicators.monitor.series import comparable_indicators, comparison, series, stored_spans
from indicators.monitor.undo import approve, verdicts_if_withdrawn, withdraw
from indicators.monitor.upkeep import batches, problems, uploads
from indicators.monitor.verdicts import VerdictChange

__all__ = [
    "SHIPPED",
    "SYSTEM",
    "ImportOutcome",
    "Monitor",
    "Preview",
    "Rebuilt",
    "VerdictChange",
    "approve",
    "batches",
    "claim_rules",
    "commit",
    "comparable_indicators",
    "comparison",
    "confirmation_key",
    "data_folder",
    "four_eyes",
    "goal",
    "goals",
    "import_file",
    "open_monitor",
    "prepare",
    "problems",
    "rebuild",
    "released",
    "series",
    "stored_spans",
    "uploads",
    "verdicts_if_withdrawn",
    "withdraw",
]
