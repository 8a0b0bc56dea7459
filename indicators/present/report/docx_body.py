"""The blocks of a report as paragraphs, pictures and tables of a Word document. Texts become runs, which are never markup."""

import io
from collections.abc import Sequence
from typing import Any

from docx.document import Document
from docx.shared import Pt
from docx.text.paragraph import Paragraph as WordParagraph

from indicators.assess.assessment import Tone
from indicators.present.matplotlib import drawing
from indicators.present.report import docx_sheet as sheet
from indicators.present.report.blocks import (
    Block,
    Bullets,
    Cover,
    Facts,
    FigureBlock,
    Heading,
    NewPage,
    Paragraph,
    Quote,
    Report,
    Runs,
    TableBlock,
    Verdict,
    Written,
    said,
)
from indicators.present.report.paper import (
    CROWDED,
    MARKS,
    Folded,
    caption,
    contents,
    draft_told,
    folded,
    lines,
    page_told,
    placed,
    remarks,
    seen,
    table_caption,
)
from indicators.present.tables import Cell, FigureTable
from indicators.present.words import Words

_SMALL, _EDGE, _SMALLER = Pt(8.5), Pt(8), Pt(7)
_MANY = 7  # columns: with more of them a table is set smaller
_SHEETFUL = 65  # headings: the contents of a report with more of them name its chapters only
_NAME = 32  # signs of a fact's name that fit before its value
# In signs: the longest word that is not broken, the widest column, the air between two, and all columns side by side.
_LONGEST, _WIDEST, _AIR, _SHEET = 24, 40, 4, 100


def write(document: Document, report: Report, words: Words) -> None:
    """Everything between the first page and the last."""
    _edges(document, report, words)
    _cover(document, report.cover, words)
    _contents(document, contents(report.blocks), words)
    for number, one in enumerate(placed(report.blocks), 1):
        before = len(document.paragraphs) if one.begins_page or one.opens else 0
        _write(document, one.block, number, words)
        if not (one.begins_page or one.opens):
            continue
        written = document.paragraphs[before:]
        if one.begins_page and written:
            written[0].paragraph_format.page_break_before = True
        for paragraph in written if one.opens else ():
            paragraph.paragraph_format.keep_with_next = True


def _edges(document: Document, report: Report, words: Words) -> None:
    """Stand and draft above, the number of the page below."""
    section = document.sections[0]
    header, footer = section.header.paragraphs[0], section.footer.paragraphs[0]
    header.style = footer.style = words("paper_style.quiet")
    if draft := draft_told(report, words):
        header.add_run(f"{draft} · ").bold = True
    header.add_run(seen(report.header))
    for run in header.runs:
        run.font.size = _EDGE
    before, between, after = page_told(words)
    footer.add_run(before)
    sheet.field(footer, "PAGE")
    footer.add_run(between)
    sheet.field(footer, "NUMPAGES")
    footer.add_run(after)
    sheet.align_right(footer)


def _cover(document: Document, cover: Cover, words: Words) -> None:
    document.add_paragraph(seen(cover.title), style="Title")
    if cover.subtitle:
        document.add_paragraph(seen(cover.subtitle), style="Subtitle")
    _facts(document, cover.facts, words)
    if cover.remark:
        document.add_paragraph().add_run(seen(cover.remark)).bold = True


def _contents(document: Document, named: Sequence[Heading], words: Words) -> None:
    """What leads to every heading, and the field that makes it anew; until then it names no pages: only Word knows them."""
    shown = [heading for heading in named if heading.level == 1 or len(named) <= _SHEETFUL]
    if not shown:
        return
    title = document.add_paragraph(words("paper.contents"), style="TOC Heading")
    title.paragraph_format.page_break_before = len(shown) > CROWDED
    for place, heading in enumerate(shown):
        entry = document.add_paragraph(style=f"toc {heading.level}")
        if place == 0:
            sheet.begin_field(entry, rf'TOC \o "1-{max(one.level for one in shown)}" \h')
        sheet.link(entry, seen(heading.text), heading.anchor)
    sheet.end_field(entry)


def _write(document: Document, block: Block, number: int, words: Words) -> None:
    """number   of the block, for what a document counts"""
    match block:
        case Heading():
            paragraph = document.add_paragraph(seen(block.text), style=f"Heading {block.level}")
            sheet.bookmark(paragraph, block.anchor, number)
        case Paragraph():
            _add(document, block.runs, "Normal" if block.style == "plain" else words(f"paper_style.{block.style}"))
        case Quote():
            _quote(document, block)
        case Verdict():
            _verdict(document, block, words)
        case Bullets():
            for item in block.items:
                _add(document, item, "List Bullet")
        case Facts():
            _facts(document, block.rows, words)
        case TableBlock():
            _table(document, Folded(block.table, (block.source,) if block.source else ()), block.caption, words)
        case FigureBlock():
            _figure(document, block, number, words)
        case Written():
            _written(document, block, words)
        case NewPage():
            pass


# -- paragraphs


def _add(document: Document, runs: Runs, style: str) -> WordParagraph:
    paragraph = document.add_paragraph(style=style)
    for run in runs:
        paragraph.add_run(seen(run.text)).bold = run.is_strong or None
    return paragraph


def _quiet(paragraph: WordParagraph, text: str) -> None:
    run = paragraph.add_run(seen(text))
    run.font.size, run.font.color.rgb = _SMALL, sheet.rgb("quiet")


def _quote(document: Document, block: Quote) -> None:
    for line in lines([block.text]):
        paragraph = _add(document, said(line), "Quote")
        sheet.speak(paragraph, block.language)
        paragraph.paragraph_format.keep_with_next = bool(block.source)
    if block.source:
        _quiet(document.add_paragraph(style="Quote"), block.source)


def _verdict(document: Document, block: Verdict, words: Words) -> None:
    paragraph = document.add_paragraph(style=words("paper_style.verdict"))
    _mark(paragraph, block.tone)
    paragraph.add_run(seen(block.word)).bold = True
    for name, value in block.parts:
        _quiet(paragraph, f"    {name} ")
        paragraph.add_run(seen(value)).font.size = Pt(10)


def _mark(paragraph: WordParagraph, tone: Tone) -> None:
    paragraph.add_run(f"{MARKS[tone]} ").font.color.rgb = sheet.rgb(tone)


def _facts(document: Document, rows: Sequence[tuple[str, str]], words: Words) -> None:
    for place, (name, value) in enumerate(rows, 1):
        paragraph = document.add_paragraph(style=words("paper_style.fact"))
        paragraph.paragraph_format.keep_with_next = place in (1, len(rows) - 1) and place < len(rows)
        paragraph.add_run(seen(name)).font.color.rgb = sheet.rgb("quiet")
        paragraph.add_run(("\t" if len(name) <= _NAME else "\n") + seen(value))


def _written(document: Document, block: Written, words: Words) -> None:
    for line in lines(block.paragraphs):
        _add(document, said(line), "Normal")
    if block.signed:
        _add(document, said(block.signed), words("paper_style.quiet"))


# -- figures and tables


def _figure(document: Document, block: FigureBlock, number: int, words: Words) -> None:
    title = seen(caption(block, words))
    _add(document, said(title), "Caption")
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    picture = io.BytesIO(drawing(block.spec, words, "png"))
    shape = paragraph.add_run().add_picture(picture, width=sheet.TEXT_WIDTH)
    sheet.describe_picture(shape, number, title, seen(block.spec.alt))
    for text in remarks(block.spec, words):
        _add(document, said(text), words("paper_style.quiet"))
    if block.spec.sentence:
        _add(document, said(block.spec.sentence), "Normal")
    _table(document, folded(block.spec.table, words), table_caption(block, words), words)


def _table(document: Document, fit: Folded, title: str, words: Words) -> None:
    columns, widths = fit.table.columns, _widths(fit.table)
    _add(document, said(title), "Caption")
    made = document.add_table(rows=len(fit.table.rows) + 1, cols=len(columns))
    head, *rows = made.rows
    for cell, column in zip(head.cells, columns, strict=True):
        paragraph = _cell(cell, column.is_number, words)
        paragraph.paragraph_format.keep_with_next = True
        paragraph.add_run(seen(column.head)).bold = True
        _below(paragraph, column.unit)
    for row, cells in zip(rows, fit.table.rows, strict=True):
        for target, column, cell in zip(row.cells, columns, cells, strict=True):
            _fill(_cell(target, column.is_number, words), cell)
    for row in (*rows[:1], *rows[-2:-1]):
        sheet.keep_with_next(row)
    if len(columns) > _MANY:
        sheet.shrink(made, _SMALLER)
    sheet.finish_table(made, seen(title), widths)
    for remark in fit.remarks:
        _add(document, said(remark), words("paper_style.quiet"))


def _cell(cell: Any, is_number: bool, words: Words) -> WordParagraph:
    paragraph: WordParagraph = cell.paragraphs[0]
    paragraph.style = words("paper_style.cell")
    if is_number:
        sheet.align_right(paragraph)
    return paragraph


def _fill(paragraph: WordParagraph, cell: Cell) -> None:
    if cell.tone is not None:
        _mark(paragraph, cell.tone)
    paragraph.add_run(seen(cell.text))
    _below(paragraph, cell.note)


def _below(paragraph: WordParagraph, text: str) -> None:
    """A remark in a line of its own under what stands there already."""
    if text:
        _quiet(paragraph, ("\n" if paragraph.text else "") + text)


def _widths(table: FigureTable) -> Sequence[int]:
    """Widths of the columns, together no more than the sheet: each as its longest word asks, then as its longest text.

    A narrow table stays narrow.
    """
    columns = [
        [column.head, column.unit, *(text for row in table.rows for text in (row[place].text, row[place].note))]
        for place, column in enumerate(table.columns)
    ]
    least = [min(max(len(word) for text in texts for word in (text.split() or [""])), _LONGEST) + _AIR for texts in columns]
    longest = [min(max(map(len, texts[1:])), _WIDEST) + _AIR for texts in columns]
    extra = [max(wanted - needed, 0) for wanted, needed in zip(longest, least, strict=True)]
    share = min(1.0, max(_SHEET - sum(least), 0) / (sum(extra) or 1))
    signs = [needed + share * more for needed, more in zip(least, extra, strict=True)]
    sign = int(sheet.TEXT_WIDTH) / max(sum(signs), _SHEET)
    return [int(sign * part) for part in signs]
