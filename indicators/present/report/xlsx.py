"""A report as a workbook: one sheet a goal and one a section, numbers as numbers, charts that the spreadsheet itself draws."""

import io
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from indicators.errors import WriterMissing
from indicators.present.report import xlsx_format, xlsx_sheet
from indicators.present.report.blocks import Block, Heading, Report
from indicators.present.report.paper import seen, topped
from indicators.present.words import Words

_NAME = 31  # signs that the name of a sheet may have
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_GOAL, _CHAPTER, _GOALS = "goal-", "chapter-", "goals"
_LONG = ("changes", "duties")  # sections whose title is no name for a sheet
_EPOCH = datetime(1980, 1, 1)  # noqa: DTZ001 - a workbook knows no zone; only where a report has no day


@dataclass(frozen=True)
class Part:
    """What stands on one sheet."""

    name: str
    blocks: tuple[Block, ...]


def xlsx(report: Report, words: Words) -> bytes:
    """The report as one file. The same report gives the same bytes, on any day and in any time zone.

    raises   WriterMissing if XlsxWriter is not there
    """
    try:
        import xlsxwriter
    except ImportError as error:
        raise WriterMissing("paper.no_writer", found="XlsxWriter", form="XLSX") from error
    data = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(data, {"in_memory": True, "default_format_properties": dict(xlsx_format.FONT), **plain})
    day = report.dated
    book.set_properties({
        "title": seen(report.cover.title), "subject": seen(report.cover.subtitle),
        "created": datetime(day.year, day.month, day.day, tzinfo=UTC).replace(tzinfo=None) if day else _EPOCH,
    })  # fmt: skip
    formats = xlsx_format.Formats(book)
    for place, part in enumerate(parts(report.blocks, words)):
        sheet = xlsx_sheet.Sheet(book, book.add_worksheet(part.name), formats, words)
        sheet.begin(topped(report, words), part.blocks)
        if place == 0:
            sheet.cover(report.cover)
        sheet.write(part.blocks)
        sheet.end()
    book.close()
    return data.getvalue()


def parts(blocks: Iterable[Block], words: Words) -> list[Part]:
    """The sheets in order: cover and summary, each goal under its id, each section under its title; names are unique."""
    found: list[tuple[str, list[Block]]] = [(words("book.first"), [])]
    for block in blocks:
        if (name := _starts(block, found[-1][0], words)) is not None:
            found.append((name, [Heading(name, 1, "chapters")] if name == words("book.chapters") else []))
        found[-1][1].append(block)
    names = _unique([name for name, _ in found])
    return [Part(name, tuple(own)) for name, (_, own) in zip(names, found, strict=True)]


def _starts(block: Block, current: str, words: Words) -> str | None:
    """The name of the sheet that a heading begins; None for all that goes on where it is."""
    if not isinstance(block, Heading):
        return None
    if block.level == 2 and block.anchor.startswith(_GOAL):
        return block.anchor.removeprefix(_GOAL).upper()
    if block.level != 1 or block.anchor in (_GOALS, "summary"):
        return None
    if block.anchor.startswith(_CHAPTER):
        return None if current == words("book.chapters") else words("book.chapters")
    return words(f"book.tab_{block.anchor}") if block.anchor in _LONG else seen(block.text)


def _unique(names: Sequence[str]) -> Iterator[str]:
    """Names as a workbook takes them: without forbidden signs, short, none twice whatever the case of its letters."""
    taken: set[str] = set()
    for name in names:
        plain = name.translate(_FORBIDDEN).strip()
        plain = textwrap.shorten(plain, _NAME, placeholder="") or plain[:_NAME] or "–"
        found, number = plain, 1
        while found.casefold() in taken:
            number += 1
            end = f" {number}"
            found = plain[: _NAME - len(end)] + end
        taken.add(found.casefold())
        yield found
