"""The questions that pages and the command line may ask. Ties the rooms together and holds no rule of its own."""

from indicators.monitor.claims import claim_rules
from indicators.monitor.core import SHIPPED, SYSTEM, Monitor, data_folder
from indicators.monitor.goals import goal, goals
from indicators.monitor.imports import ImportOutcome, import_file
from indicators.monitor.opening import open_monitor
from indicators.monitor.rebuild import Rebuilt, rebuild
from indicators.monitor.series import comparable_indicators, comparison, series, stored_spans
from indicators.monitor.upkeep import batches, problems, uploads

__all__ = [
    "SHIPPED", "SYSTEM", "ImportOutcome", "Monitor", "Rebuilt", "batches", "claim_rules", "comparable_indicators",
    "comparison", "data_folder", "goal", "goals", "import_file", "open_monitor", "problems", "rebuild", "series",
    "stored_spans", "uploads",
]  # fmt: skip
