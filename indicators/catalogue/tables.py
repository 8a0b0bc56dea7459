"""How published tables are described: see `imports` for what the descriptions say together."""

from typing import Literal

from indicators.catalogue.record import Record

Family = Literal["genesis", "inkar", "landesdatenbank", "atlas"]


class Column(Record, frozen=True):
    """One column of a published table, or one combination of its codes, and the series whose figures it holds.

    path      the headers over the column from top to bottom; `|` separates the labels of older and newer exports
    measure   code of the measure in a flat file or cube
    codes     the codes beside it that are no total, in any order
    note      in place of the note of the table
    """

    indicator: str
    group: str = "total"
    path: tuple[str, ...] = ()
    measure: str = ""
    codes: tuple[str, ...] = ()
    note: str = ""


class Import(Record, frozen=True):
    """How a file says that it is this table, and which of its columns are series of ours.

    code       how the file names itself: number of the table, year of the edition, date of issue; empty where a file of
               the family does not say it
    statistic  number of the statistic in flat file and cube, which do not name their table
    variables  codes of the variables beside the region that may stand in them
    titles     lines above the table by which a family without numbers is known
    total      the label of the row or code that counts everybody
    note       for every figure: "Jahresdurchschnitt"
    """

    family: Family
    column: tuple[Column, ...]
    code: str = ""
    statistic: str = ""
    variables: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    total: str = "Insgesamt"
    note: str = ""
