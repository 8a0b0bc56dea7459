"""A report as PDF by typst: PDF/UA-1, tagged, A4. Values travel as JSON, so no text of anybody can be markup."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from indicators.errors import WriterMissing
from indicators.present import look
from indicators.present.matplotlib import drawing
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
    Folded,
    breakable,
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
from indicators.present.tables import Cell
from indicators.present.words import Words

_TEMPLATE = Path(__file__).with_name("report.typ")
FACES = (("IBM Plex Sans", 400), ("IBM Plex Sans", 600), ("DejaVu Sans", 400))  # the last lends the signs that the first lack
_NO_SIGN = "\u25a1"  # an empty box where no typeface of ours has the sign; the other forms show it
_NO_TITLE = "–"  # which no document for screen readers may lack
_SHORT = 20  # signs: a column whose texts are shorter is as wide as they are
_WIDEST = 34
_SYMBOL = 4  # signs: the room that a symbol takes before its word
_NARROW = range(12, 71)  # rows of a table that stands in two columns, if it has few and short ones
_FEW = 5


def pdf(report: Report, words: Words) -> bytes:
    """The report as one file. The same report gives the same bytes, on any day and in any time zone.

    With the day it speaks of it is PDF/A-2a too, for archives, which demand a date.

    raises   WriterMissing if typst or the typeface is not there
    """
    typst, fonts = _writer(), _fonts(look.PRINT_FONTS)
    figures = [block for block in report.blocks if isinstance(block, FigureBlock)]
    files = {
        "main.typ": _TEMPLATE.read_bytes(),
        "report.json": json.dumps(_document(report, words), ensure_ascii=False).encode(),
        **{f"figure-{figure.number}.svg": _drawn(figure, words) for figure in figures},
        **{f"symbol-{tone}.svg": _symbol(tone) for tone in look.SYMBOLS},
    }
    standards = ["ua-1"] if report.dated is None else ["ua-1", "a-2a"]
    made: bytes = typst.compile(files, format="pdf", font_paths=fonts, pdf_standards=standards)
    return made


def _drawn(figure: FigureBlock, words: Words) -> bytes:
    """The drawing. What it says it also holds as XML, where a control character would be an error."""
    return seen(drawing(figure.spec, words, "svg").decode()).encode()


def _writer() -> Any:
    try:
        import typst
    except ImportError as error:
        raise WriterMissing("paper.no_writer", found="typst", form="PDF") from error
    return typst


@cache
def _fonts(folder: Path) -> Any:
    """Our typefaces and no others, so that a document looks the same wherever it is made."""
    fonts = _writer().Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder), str(_lending_folder())]
    )
    known = {(face.family, face.weight) for face in fonts.fonts()}
    if missing := [f"{family} {weight}" for family, weight in FACES if (family, weight) not in known]:
        raise WriterMissing("paper.no_typeface", found=", ".join(missing), folder=folder.name)
    return fonts


def _lending_folder() -> Path:
    import matplotlib as mpl

    return Path(mpl.get_data_path()) / "fonts" / "ttf"


@cache
def _signs(folder: Path) -> frozenset[int]:
    """Every character that our typefaces can show."""
    from matplotlib.ft2font import FT2Font

    paths = [*sorted(folder.glob("*.ttf")), _lending_folder() / "DejaVuSans.ttf"]
    return frozenset(sign for path in paths for sign in FT2Font(str(path)).get_charmap())


def _shown(text: str) -> str:
    """A text of which every sign can be printed."""
    known = _signs(look.PRINT_FONTS)
    return breakable("".join(sign if ord(sign) in known or sign in "\n\t" else _NO_SIGN for sign in seen(text)))


def _symbol(tone: str) -> bytes:
    """A verdict's symbol in the colour of its tone on white."""
    colour = look.colour(tone, "light")
    inside = look.SYMBOLS[tone].replace("#000", colour)  # type: ignore[index]
    return f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16' fill='{colour}'>{inside}</svg>".encode()


# -- what the template gets


def _document(report: Report, words: Words) -> Mapping[str, Any]:
    return {
        "language": report.language,
        "header": _shown(report.header),
        "draft": draft_told(report, words),
        "dated": _day(report.dated),
        "page": page_told(words),
        "contents": words("paper.contents"),
        "crowded": len(contents(report.blocks)) > CROWDED,
        "families": list(dict.fromkeys(family for family, _ in FACES)),
        "colours": {token: light for token, (light, _) in look.COLOURS.items()},
        "cover": _cover(report.cover),
        "blocks": _blocks(report, words),
    }


def _blocks(report: Report, words: Words) -> Sequence[Mapping[str, Any]]:
    """The blocks; a last line explains the box that stands for signs no typeface of ours has."""
    blocks = [{**_block(one.block, words), "begins": one.begins_page, "opens": one.opens} for one in placed(report.blocks)]
    if _NO_SIGN in json.dumps(blocks, ensure_ascii=False):
        explained = _block(Paragraph(said(words("paper.no_sign", sign=_NO_SIGN)), "quiet"), words)
        blocks.append({**explained, "begins": False, "opens": False})
    return blocks


def _day(day: date | None) -> Sequence[int] | None:
    return None if day is None else (day.year, day.month, day.day)


def _cover(cover: Cover) -> Mapping[str, Any]:
    return {
        "title": _shown(cover.title).strip() or _NO_TITLE,
        "subtitle": _shown(cover.subtitle),
        "facts": _pairs(cover.facts),
        "remark": _shown(cover.remark),
    }


def _block(block: Block, words: Words) -> Mapping[str, Any]:
    kind = type(block).__name__
    match block:
        case Heading():
            return {"kind": kind, "text": _shown(block.text), "level": block.level, "anchor": _shown(block.anchor)}
        case Paragraph():
            return {"kind": kind, "runs": _runs(block.runs), "style": block.style}
        case Quote():
            return {"kind": kind, "paragraphs": _paragraphs([block.text]), "source": _shown(block.source),
                    "language": block.language}  # fmt: skip
        case Verdict():
            return {"kind": kind, "word": _shown(block.word), "tone": block.tone, "parts": _pairs(block.parts)}
        case Bullets():
            return {"kind": kind, "items": [_runs(item) for item in block.items]}
        case Facts():
            return {"kind": kind, "rows": _pairs(block.rows)}
        case TableBlock():
            return {"kind": kind, "table": _table(Folded(block.table, (block.source,) if block.source else ()), block.caption)}
        case FigureBlock():
            return _figure(block, words)
        case Written():
            return {"kind": kind, "paragraphs": _paragraphs(block.paragraphs), "signed": _shown(block.signed)}
        case NewPage():
            return {"kind": kind}


def _runs(runs: Runs) -> Sequence[Mapping[str, Any]]:
    return [{"text": _shown(run.text), "strong": run.is_strong} for run in runs]


def _pairs(rows: Sequence[tuple[str, str]]) -> Sequence[Sequence[str]]:
    return [(_shown(name), _shown(value)) for name, value in rows]


def _paragraphs(texts: Sequence[str]) -> Sequence[str]:
    return [_shown(line) for line in lines(texts)]


def _figure(block: FigureBlock, words: Words) -> Mapping[str, Any]:
    spec = block.spec
    return {
        "kind": "FigureBlock",
        "file": f"figure-{block.number}.svg",
        "caption": _shown(caption(block, words)),
        "sentence": _shown(spec.sentence),
        "alt": _shown(spec.alt),
        "remarks": [_shown(remark) for remark in remarks(spec, words)],
        "table": _table(folded(spec.table, words), table_caption(block, words)),
    }


def _table(fit: Folded, caption: str) -> Mapping[str, Any]:
    shares = [_share(column.head, [row[place] for row in fit.table.rows]) for place, column in enumerate(fit.table.columns)]
    return {
        "caption": _shown(caption),
        "columns": [
            {
                "head": _shown(column.head),
                "unit": _shown(column.unit),
                "number": column.is_number,
                "share": share,
            }
            for column, share in zip(fit.table.columns, shares, strict=True)
        ],
        "narrow": not any(shares) and len(shares) <= _FEW and len(fit.table.rows) in _NARROW,
        "rows": [[_cell(cell) for cell in row] for row in fit.table.rows],
        "remarks": [_shown(remark) for remark in fit.remarks],
    }


def _cell(cell: Cell) -> Mapping[str, Any]:
    return {"text": _shown(cell.text), "note": _shown(cell.note), "tone": cell.tone}


def _share(head: str, cells: Sequence[Cell]) -> int:
    """How much of the width a column wants beside others; 0 where it is as wide as its texts."""
    longest = max((max(len(cell.text) + _SYMBOL * (cell.tone is not None), len(cell.note)) for cell in cells), default=0)
    return 0 if longest <= _SHORT else max(min(longest, _WIDEST), *(len(word) + 2 for word in head.split()))
