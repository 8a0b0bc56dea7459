"""The table in which observations travel, named once."""

import pandas as pd

KEY = ("area", "indicator", "group", "period")

# value     as published, in `unit`; missing where `status` says why
# decimals  with which the value was published: 8.0 is not 8
# status    normal, provisional, estimated, suppressed, missing, break (SDMX OBS_STATUS)
# sheet     of a workbook, empty for a text file
# row       line of the file, counted from 1 with the header; `column` its header: the cell the figure came from
COLUMNS = (*KEY, "value", "decimals", "status", "unit", "source", "note", "sheet", "row", "column")
WITHHELD = ("suppressed", "missing")  # the publisher gives no value; a hole with a reason
STATUSES = ("normal", "provisional", "estimated", "suppressed", "missing", "break")


def empty_table() -> pd.DataFrame:
    return pd.DataFrame({column: pd.Series(dtype=object) for column in COLUMNS})
