"""Incoming figures against stored ones."""

from dataclasses import dataclass

import pandas as pd

from indicators.ingest.observations import KEY
from indicators.period import parse_period


@dataclass(frozen=True)
class Comparison:
    """What a commit would change.

    table     the incoming observations with `change` (new, revised, unchanged) and `stored_value`
    missing   stored observations of the same series, between the file's first and last period, that the file lacks;
              they stay stored
    """

    table: pd.DataFrame
    missing: pd.DataFrame

    @property
    def counts(self) -> dict[str, int]:
        changes = self.table["change"].value_counts()
        return {name: int(changes.get(name, 0)) for name in ("new", "revised", "unchanged")} | {"missing": len(self.missing)}


def compare(incoming: pd.DataFrame, stored: pd.DataFrame) -> Comparison:
    """Compare by area, indicator, group and period. Both tables have the columns of `ingest.observations`."""
    key = list(KEY)
    known = stored[[*key, "value", "status"]].rename(columns={"value": "stored_value", "status": "stored_status"})
    table = incoming.merge(known, on=key, how="left", indicator="origin")
    both_empty = table["value"].isna() & table["stored_value"].isna()
    same = ((table["value"] == table["stored_value"]) | both_empty) & (table["status"] == table["stored_status"])
    table["change"] = "revised"
    table.loc[same, "change"] = "unchanged"
    table.loc[table["origin"] == "left_only", "change"] = "new"
    return Comparison(table.drop(columns=["origin", "stored_status"]), _missing(incoming, stored))


def _missing(incoming: pd.DataFrame, stored: pd.DataFrame) -> pd.DataFrame:
    def placed(table: pd.DataFrame) -> pd.DataFrame:
        periods = {text: parse_period(text) for text in table["period"].unique()}
        return table.assign(
            frequency=table["period"].astype(object).map(lambda text: periods[text].frequency),
            ordinal=table["period"].astype(object).map(lambda text: periods[text].ordinal),
        )

    if incoming.empty or stored.empty:
        return stored.iloc[0:0]
    series = [*KEY[:3], "frequency"]
    span = placed(incoming).groupby(series)["ordinal"].agg(first="min", last="max").reset_index()
    inside = placed(stored).merge(span, on=series)
    inside = inside[inside["ordinal"].between(inside["first"], inside["last"])]
    keys = pd.MultiIndex.from_frame(incoming[list(KEY)])
    return inside[~pd.MultiIndex.from_frame(inside[list(KEY)]).isin(keys)][list(stored.columns)]
