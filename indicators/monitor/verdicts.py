"""Which verdicts a change of figures would change."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from indicators.assess.assessment import Assessment
from indicators.catalogue import Catalogue
from indicators.monitor.goals import indicators_of_goals, judged

_KEY = ["area", "indicator", "group", "period"]
_COLUMNS = [*_KEY, "value", "decimals", "status"]


@dataclass(frozen=True)
class VerdictChange:
    """A goal whose verdict would change; one assessment a demand, the deciding one first. None where there is no such goal."""

    goal: str
    before: tuple[Assessment, ...]
    after: tuple[Assessment, ...]


def changed_verdicts(
    catalogue: Catalogue, now: pd.DataFrame, then: pd.DataFrame, areas: Collection[str], *, today: date
) -> tuple[VerdictChange, ...]:
    """The goals of some areas whose verdict differs between the figures now and then, in the order of the documents."""
    return differing(judged(catalogue, now, areas, today=today), judged(catalogue, then, areas, today=today))


def differing(
    before: Mapping[str, tuple[Assessment, ...]], after: Mapping[str, tuple[Assessment, ...]]
) -> tuple[VerdictChange, ...]:
    """The goals with another verdict after than before; a goal that comes or goes has none on one side."""
    found = (VerdictChange(goal, before.get(goal, ()), after.get(goal, ())) for goal in dict.fromkeys([*before, *after]))
    return tuple(change for change in found if _verdict(change.before) != _verdict(change.after))


def _verdict(assessments: tuple[Assessment, ...]) -> str:
    return assessments[0].verdict if assessments else ""


def rows_of_goals(catalogue: Catalogue, rows: pd.DataFrame, areas: Collection[str]) -> pd.DataFrame:
    """Of the figures of some areas those by which their goals are judged."""
    wanted = indicators_of_goals(catalogue, areas)
    found = rows.loc[rows["area"].isin(areas).to_numpy() & rows["indicator"].isin(wanted).to_numpy(), _COLUMNS]
    return found.astype(dict.fromkeys((*_KEY, "status"), object))


def joined(stored: pd.DataFrame, incoming: pd.DataFrame) -> pd.DataFrame:
    """The stored figures with the incoming ones in their place or beside them."""
    return pd.concat([stored, incoming]).drop_duplicates(_KEY, keep="last")
