"""What the forms of a report have in common: captions, heading levels without a jump, tables that fit a sheet."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from string import ascii_lowercase

from indicators.assess.assessment import Tone
from indicators.present.figure import FigureSpec
from indicators.present.report.blocks import Block, FigureBlock, Heading, NewPage, Paragraph, Quote, Report, Verdict
from indicators.present.tables import Cell, Column, FigureTable
from indicators.present.words import Words

# A verdict's symbol as a sign of its own, where no drawing can stand in the line.
MARKS: dict[Tone, str] = {"good": "✔", "warn": "▲", "bad": "◆", "none": "○"}
_UNBROKEN = re.compile(r"\S{40}(?=\S)")  # longer than any word: an address, or somebody leaning on a key
_BREAK = "\u200b"
_TORN = re.compile(r"(?<=§) (?=\d)|(?<=\d) (?=%)")  # the space in `§ 16e` and `8 %`
_UNTORN = "\u00a0"
CROWDED = 30  # headings: with more of them the contents have a page of their own
# What no reader sees and no paper carries: controls, halves of pairs, no characters at all.
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]")


def seen(text: str) -> str:
    """A text without the characters that mean nothing on paper."""
    return _UNSEEN.sub("", text)


def breakable(text: str) -> str:
    """A text whose longest words may go on in the next line, so that none runs off the sheet."""
    return _UNBROKEN.sub(rf"\g<0>{_BREAK}", text)


def page_told(words: Words) -> tuple[str, str, str]:
    """What stands before, between and after the number of a page and of all pages."""
    before, between, after = words("paper.page", number="\n", total="\n").split("\n")
    return before, between, after


def draft_told(report: Report, words: Words) -> str:
    """The word for a draft, unless the line along the top says it already."""
    word = words("paper.draft")
    return word if report.is_draft and word not in report.header else ""


def topped(report: Report, words: Words) -> str:
    """The line along the top, with the word for a draft before it where that line does not say it."""
    return " · ".join(filter(None, (draft_told(report, words), seen(report.header))))


def caption(figure: FigureBlock, words: Words) -> str:
    return words("paper.figure", number=figure.number, heading=figure.spec.heading)


def table_caption(figure: FigureBlock, words: Words) -> str:
    return words("paper.numbers", number=figure.number)


def remarks(spec: FigureSpec, words: Words) -> tuple[str, ...]:
    """What stands below a drawing: an axis cut off, what a continuation is, what its numbers stand for, its source."""
    cut = () if spec.from_zero else (words("figure.above_zero"),)
    events = (
        words("paper.event", number=number, label=event.label, text=event.text).strip()
        for number, event in enumerate(spec.events, 1)
    )
    return (*cut, *_outlook(spec, words), *events, spec.source)


def _outlook(spec: FigureSpec, words: Words) -> tuple[str, ...]:
    """What the dashed line ahead is, and the areas around it."""
    if spec.continuation is None:
        return ()
    line = words("figure.outlook_flat" if spec.continuation.is_flat else "figure.outlook_note")
    return (f"{line} {words('figure.outlook_bands')}" if spec.continuation.bands else line,)


def levelled(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks without empty headings, none more than one level below the one before: both are errors in tagged documents.

    No heading goes on in the next line between a paragraph sign and its number, or a number and its percent sign.
    """
    before = 0
    for block in blocks:
        if isinstance(block, Heading):
            if not seen(block.text).strip():
                continue
            before = min(block.level, before + 1)
            block = replace(block, text=_TORN.sub(_UNTORN, block.text), level=before)  # type: ignore[arg-type]
        yield block


def contents(blocks: Iterable[Block]) -> list[Heading]:
    """The headings that a table of contents names."""
    return [block for block in levelled(blocks) if isinstance(block, Heading) and block.level < 3]


@dataclass(frozen=True)
class Placed:
    """A block on paper. What `opens` something stands on the page on which that begins."""

    block: Block
    begins_page: bool = False
    opens: bool = False


def placed(blocks: Iterable[Block]) -> Iterator[Placed]:
    """The blocks for paper. From a heading to what it is about nothing is cut: verdict, sentences, quotation."""
    begins, level, opens = True, 0, False
    for block, after in pairwise([*levelled(blocks), None]):
        match block:
            case None | NewPage():
                begins, opens = True, False
                continue
            case Heading():
                level, opens = block.level, True
            case Verdict() | Quote() | Paragraph(style="plain" | "lead" | "quiet"):
                pass
            case _:
                opens = False
        is_followed = after.level > level if isinstance(after, Heading) else not isinstance(after, NewPage | None)
        yield Placed(block, begins, opens and is_followed)
        begins = False


def lines(texts: Iterable[str]) -> list[str]:
    """What a person wrote, line by line as paragraphs."""
    return [line for text in texts for line in text.splitlines() if line.strip()]


@dataclass(frozen=True)
class Folded:
    """A table as a sheet can hold it; `remarks` say what was taken out of its columns."""

    table: FigureTable
    remarks: tuple[str, ...] = ()


def folded(table: FigureTable, words: Words) -> Folded:
    """The table of a figure: what is the same in every row is said once below; where numbers come from gets a letter.

    Not for tables by which readers compare: that all are the same is what they should see.
    """
    columns = tuple(tuple(row[place] for row in table.rows) for place in range(len(table.columns)))
    origin = [place for place, column in enumerate(table.columns) if column.is_origin]
    letters = _letters(columns, origin)
    same = [place for place, cells in enumerate(columns) if place and place not in origin and _is_same(cells)]
    shown = [place for place in range(len(columns)) if place not in (*same, *(origin if letters else ()))]
    kept = [(table.columns[place], _plain(columns[place], table.columns[place].unit)) for place in shown]
    if len({*letters} - {""}) > 1:
        kept.append((Column(table.columns[origin[0]].head), tuple(Cell(letter) for letter in letters)))
    remarks = (*_same_told(table, columns, same, words), *_origin_told(table, columns, origin, letters, words))
    rows = tuple(zip(*(cells for _, cells in kept), strict=True))
    return Folded(replace(table, columns=tuple(column for column, _ in kept), rows=rows), remarks)


Columns = Sequence[Sequence[Cell]]


def _plain(cells: Sequence[Cell], unit: str) -> Sequence[Cell]:
    """The cells without a unit in words, which the head of their column says already."""
    if len(unit) <= len("%"):
        return cells
    return tuple(
        replace(cell, text=cell.text.removesuffix(unit).rstrip()) if cell.number is not None else cell for cell in cells
    )


def _is_same(cells: Sequence[Cell]) -> bool:
    return len(cells) > 1 and cells[0].number is None and len({(cell.text, cell.note) for cell in cells}) == 1


def _same_told(table: FigureTable, columns: Columns, same: Sequence[int], words: Words) -> tuple[str, ...]:
    """`In jeder Zeile: Zielwert < 8,0 %.` A column that is empty in every row says nothing."""
    told = []
    for place in same:
        cell = columns[place][0]
        if text := ", ".join(part for part in (cell.text, cell.note) if part):
            told.append(words("paper.column", head=table.columns[place].told, text=text))
    return (words("paper.every_row", columns="; ".join(told).removesuffix(".")),) if told else ()


def _letters(columns: Columns, origin: Sequence[int]) -> tuple[str, ...]:
    """A letter a row, the same for the same origin; a row without a figure has none.

    Empty where there are more origins than letters, or no row.
    """
    origins = list(zip(*([cell.text for cell in columns[place]] for place in origin), strict=True))
    found = [one for one in dict.fromkeys(origins) if any(one)]
    if len(found) > len(ascii_lowercase):
        return ()
    return tuple(ascii_lowercase[found.index(one)] if any(one) else "" for one in origins)


def _origin_told(
    table: FigureTable, columns: Columns, origin: Sequence[int], letters: Sequence[str], words: Words
) -> tuple[str, ...]:
    """`Quelle: a = Bundesagentur für Arbeit, Stand Mai 2026; b = …`, without the letter where there is only one."""
    told = dict[str, str]()
    for row, letter in ((row, letter) for row, letter in enumerate(letters) if letter):
        first, *others = (columns[place][row].text for place in origin)
        heads = [table.columns[place].head for place in origin[1:]]
        parts = (words("paper.column", head=head, text=text) for head, text in zip(heads, others, strict=True) if text)
        told.setdefault(letter, ", ".join((first, *parts)))
    if not told:
        return ()
    texts = [f"{letter} = {text}" for letter, text in told.items()] if len(told) > 1 else list(told.values())
    return (words("paper.origin", head=table.columns[origin[0]].head, texts="; ".join(texts).removesuffix(".")),)
