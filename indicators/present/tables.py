"""The numbers of a figure as a table: on the page, as a file, as a workbook. One description, three forms."""

import io
from dataclasses import dataclass

from indicators.assess.assessment import Tone
from indicators.ingest.escape import inert
from indicators.present.words import Words

_WIDTH = 18  # of a workbook's columns, in digits
_SHEET = "Zielmonitor"
_MOST_STACKED = 4  # numbers of a row that a phone shows below one another


@dataclass(frozen=True)
class Column:
    """`unit` stands small under the head, and in brackets behind it in files.

    is_origin   it says where the number of its row comes from: paper, where room is short, says it below under a letter
    """

    head: str
    unit: str = ""
    is_number: bool = False
    is_origin: bool = False

    @property
    def told(self) -> str:
        return f"{self.head} ({self.unit})" if self.unit else self.head


@dataclass(frozen=True)
class Cell:
    """`text` as it is read; `number` with its published `decimals` where it is one; `href` where it is explained.

    tone   of a verdict: its symbol stands before the word
    """

    text: str
    number: float | None = None
    decimals: int = 0
    href: str = ""
    note: str = ""
    tone: Tone | None = None


@dataclass(frozen=True)
class FigureTable:
    """Rows as long as `columns`; the first cell of a row heads it."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    hint: str = ""  # one sentence above it on the page

    @property
    def is_wide(self) -> bool:
        """Many columns of numbers side by side: read along the rows, also on a phone, where it scrolls sideways."""
        return sum(column.is_number for column in self.columns) > _MOST_STACKED


def markup(table: FigureTable, words: Words) -> str:
    from indicators.present import html  # whose pictures are made of the marks of figures, and figures of these tables

    return html.render("figure_table.html", table=table, words=words)


def csv(table: FigureTable, words: Words) -> bytes:
    """Numbers with the decimals of the publication in the writing of the language; texts inert for spreadsheets."""
    separator = ";" if words.language == "de" else ","
    lines = [[column.told for column in table.columns], *([_plain(cell, words) for cell in row] for row in table.rows)]
    return "".join(separator.join(_quoted(text, separator) for text in line) + "\r\n" for line in lines).encode("utf-8-sig")


def _plain(cell: Cell, words: Words) -> str:
    return inert(cell.text) if cell.number is None else words.plain_number(cell.number, cell.decimals)


def _quoted(text: str, separator: str) -> str:
    return '"' + text.replace('"', '""') + '"' if any(sign in text for sign in (separator, '"', "\n", "\r")) else text


def xlsx(heading: str, table: FigureTable, source: str) -> bytes:
    """A workbook with numbers as numbers, the finding above and the source below the table."""
    import xlsxwriter  # nobody waits for it who only reads

    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(_SHEET)
    bold, head, wrapped = (book.add_format(how) for how in ({"bold": True}, {"bold": True, "bottom": 1}, {"text_wrap": False}))
    sheet.write_string(0, 0, heading, bold)
    for place, column in enumerate(table.columns):
        sheet.write_string(2, place, column.told, head)
    numbers = {places: book.add_format({"num_format": "#,##0" + ("." + "0" * places if places else "")}) for places in range(4)}
    for line, row in enumerate(table.rows, 3):
        for place, cell in enumerate(row):
            if cell.number is None:
                sheet.write_string(line, place, cell.text)
            else:
                sheet.write_number(line, place, cell.number, numbers[min(cell.decimals, 3)])
    sheet.write_string(len(table.rows) + 4, 0, source, wrapped)
    sheet.set_column(0, len(table.columns) - 1, _WIDTH)
    sheet.freeze_panes(3, 1)
    book.close()
    return data.getvalue()
