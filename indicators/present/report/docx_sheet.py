"""The empty Word document a report is written into: A4, its styles, its language, and what python-docx has no word for."""

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt, RGBColor
from docx.table import Table
from docx.text.paragraph import Paragraph

from indicators.present import look
from indicators.present.words import Language, Words

FONT = "Arial"  # on every office machine: the document is finished by hand
LOCALES: dict[Language, str] = {"de": "de-DE", "en": "en-GB"}
TEXT_WIDTH = Cm(16.5)
FACT_WIDTH = Cm(5.8)
_SIZES = {
    "Title": 24,
    "Subtitle": 13,
    "Heading 1": 17,
    "Heading 2": 13,
    "Heading 3": 10.5,
    "Caption": 9,
    "TOC Heading": 13,
    "Normal": 10,
    "Quote": 10,
}
_SPACE = {"Title": (48, 6), "Subtitle": (0, 18), "Heading 1": (22, 10), "Heading 2": (18, 6), "Heading 3": (12, 4),
          "Caption": (12, 4), "TOC Heading": (0, 8), "Normal": (0, 6), "Quote": (4, 4), "List Bullet": (0, 4)}  # fmt: skip
_BOLD = ("Title", "Heading 1", "Heading 2", "Heading 3", "Caption", "TOC Heading")
_UNWANTED = ("/thumbnail", "/stylesWithEffects", "/customXml", "/extended-properties")
_NEVER = datetime(2000, 1, 1, tzinfo=UTC)  # where a report speaks of no day
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)  # the first that a ZIP can hold: the bytes depend on no clock


def new_document(language: Language, words: Words) -> DocxDocument:
    document = Document()
    _forget_template(document)
    _page(document)
    _language(document, LOCALES[language])
    for name, size in _SIZES.items():
        _style(document.styles[name], size)
    _own_styles(document, words)
    return document


def _forget_template(document: DocxDocument) -> None:
    """Preview, program name and table styles of the template would be shown as if they were ours."""
    package, part = document.part.package, document.part
    for rels in (package.rels, part.rels):
        for key in [key for key, rel in rels.items() if rel.reltype.endswith(_UNWANTED)]:
            rels.pop(key)
    for style in list(document.styles):
        if style.type == WD_STYLE_TYPE.TABLE and style.name != "Normal Table":
            style.element.getparent().remove(style.element)
    mode = document.settings.element.find(f".//{qn('w:compatSetting')}[@{qn('w:name')}='compatibilityMode']")
    mode.set(qn("w:val"), "15")


def _page(document: DocxDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = Cm(2.5), Cm(2), Cm(2.7), Cm(2.3)


def _language(document: DocxDocument, locale: str) -> None:
    for element in document.styles.element.iter(qn("w:lang")):
        element.set(qn("w:val"), locale)
        element.set(qn("w:eastAsia"), locale)
    document.settings.element.find(qn("w:themeFontLang")).set(qn("w:val"), locale)
    for tag, sign in (("w:decimalSymbol", ","), ("w:listSeparator", ";")):
        if locale == LOCALES["de"]:
            document.settings.element.find(qn(tag)).set(qn("w:val"), sign)


def _style(style: Any, size: float) -> None:
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(name), FONT)
    style.font.size, style.font.bold, style.font.italic = Pt(size), style.name in _BOLD, False
    style.font.color.rgb = rgb("ink")
    space = style.paragraph_format
    space.space_before, space.space_after = (Pt(points) for points in _SPACE.get(style.name, (0, 4)))
    space.line_spacing = 1.15 if style.name == "Normal" else 1.05
    if style.name in _BOLD:
        space.keep_with_next = True
    for spaced in style.element.rPr.findall(qn("w:spacing")) + style.element.rPr.findall(qn("w:kern")):
        style.element.rPr.remove(spaced)
    if (borders := style.element.pPr.find(qn("w:pBdr"))) is not None:
        style.element.pPr.remove(borders)


def _own_styles(document: DocxDocument, words: Words) -> None:
    for key, size, base in (("quiet", 8.5, "Normal"), ("lead", 11.5, "Normal"), ("missing", 10, "Normal"),
                            ("verdict", 12, "Normal"), ("fact", 9.5, "Normal"), ("cell", 8.5, "Normal")):  # fmt: skip
        style: Any = document.styles.add_style(words(f"paper_style.{key}"), WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles[base]
        style.quick_style = True
        _style(style, size)
    quiet, fact, cell, missing = (document.styles[words(f"paper_style.{key}")] for key in ("quiet", "fact", "cell", "missing"))
    quiet.font.color.rgb = rgb("quiet")
    quiet.paragraph_format.space_before = Pt(3)
    fact.paragraph_format.left_indent, fact.paragraph_format.first_line_indent = FACT_WIDTH, -FACT_WIDTH
    fact.paragraph_format.tab_stops.add_tab_stop(FACT_WIDTH)
    cell.paragraph_format.space_after = cell.paragraph_format.space_before = Pt(2)
    cell.paragraph_format.line_spacing = 1.0
    for level in (1, 2):
        entry: Any = document.styles.add_style(f"toc {level}", WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        entry.base_style = document.styles["Normal"]
        _style(entry, 8.5)
        entry.paragraph_format.left_indent = Cm(0.5) * (level - 1)
        entry.paragraph_format.space_before, entry.paragraph_format.space_after = Pt(3 if level == 1 else 0), Pt(0.5)
        entry.paragraph_format.line_spacing = 1.0
    document.styles["Quote"].paragraph_format.left_indent = Cm(0.4)
    document.styles[words("paper_style.verdict")].paragraph_format.space_before = Pt(8)
    document.styles[words("paper_style.verdict")].paragraph_format.keep_with_next = True
    _border(document.styles["Quote"].element.get_or_add_pPr(), ("left",), "single", 12, 8)
    _border(missing.element.get_or_add_pPr(), ("top", "left", "bottom", "right"), "dashed", 6, 4)


def rgb(token: str) -> RGBColor:
    return RGBColor.from_string(look.colour(token, "light")[1:])


def _border(properties: Any, sides: tuple[str, ...], kind: str, size: int, space: int) -> None:
    borders = OxmlElement("w:pBdr")
    for side in sides:
        borders.append(_element(f"w:{side}", val=kind, sz=size, space=space, color=look.colour("quiet", "light")[1:]))
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr")


def _element(tag: str, **values: object) -> Any:
    element = OxmlElement(tag)
    for name, value in values.items():
        element.set(qn(f"w:{name}"), str(value))
    return element


# -- what python-docx has no word for


def bookmark(paragraph: Paragraph, anchor: str, number: int) -> None:
    """A place that links and other documents can name; Word allows letters, digits and underscores, 40 of them."""
    if not (name := _place(anchor)):
        return
    start = _element("w:bookmarkStart", id=number, name=name)
    runs = paragraph._p.findall(qn("w:r"))
    (runs[0].addprevious if runs else paragraph._p.append)(start)
    paragraph._p.append(_element("w:bookmarkEnd", id=number))


def _place(anchor: str) -> str:
    """The name of a bookmark."""
    name = "_".join(part for part in re.split(r"\W+", anchor) if part)
    return (name if name[:1].isalpha() or not name else f"b_{name}")[:40]


def link(paragraph: Paragraph, text: str, anchor: str) -> None:
    """A text that leads to a bookmark of the same document."""
    run = paragraph.add_run(text)
    if name := _place(anchor):
        leads = _element("w:hyperlink", anchor=name, history=1)
        paragraph._p.append(leads)
        leads.append(run._r)


def field(paragraph: Paragraph, code: str) -> None:
    """A number that Word keeps up to date: PAGE, NUMPAGES."""
    begin_field(paragraph, code)
    paragraph.add_run("1")
    end_field(paragraph)


def begin_field(paragraph: Paragraph, code: str) -> None:
    """What stands from here to its end is what Word found when it last followed the code."""
    text = OxmlElement("w:instrText")
    text.set(qn("xml:space"), "preserve")
    text.text = f" {code} "
    for element in (_element("w:fldChar", fldCharType="begin"), text, _element("w:fldChar", fldCharType="separate")):
        paragraph.add_run()._r.append(element)


def end_field(paragraph: Paragraph) -> None:
    paragraph.add_run()._r.append(_element("w:fldChar", fldCharType="end"))


def keep_with_next(row: Any) -> None:
    """A row of a table on the page of the next."""
    for cell in row.cells:
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.keep_with_next = True


def speak(paragraph: Paragraph, language: Language) -> None:
    """The language of what stands in a paragraph, for the voice that reads it aloud and for the spelling checker."""
    for run in paragraph.runs:
        run._r.get_or_add_rPr().append(_element("w:lang", val=LOCALES[language]))


def describe_picture(shape: Any, number: int, title: str, alt: str) -> None:
    """What a screen reader says in place of a picture."""
    told = shape._inline.docPr
    told.set("id", str(number))
    told.set("name", title[:200])
    told.set("descr", alt)


def finish_table(table: Table, title: str, widths: Sequence[int]) -> None:
    """Its widths; head and first column told as what they are, the head again on every page, no row in two halves.

    widths   of the columns, in the document's own unit
    """
    _properties(table, title, sum(widths))
    for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.w = Length(width)
    for place, row in enumerate(table._tbl.tr_lst):
        about = row.get_or_add_trPr()
        about.append(_element("w:cantSplit"))
        if place == 0:
            about.append(_element("w:tblHeader"))
        for cell, width in zip(row.tc_lst, widths, strict=True):
            cell.width = Length(width)
            if place == 0:
                _underline(cell.get_or_add_tcPr())


def shrink(table: Table, size: Length) -> None:
    """Every text of a table in this size."""
    for run in table._tbl.iter(qn("w:r")):
        run.get_or_add_rPr().sz_val = size


def _properties(table: Table, title: str, width: int) -> None:
    """In the order that the format prescribes."""
    properties = table._tbl.tblPr
    for element in list(properties):
        properties.remove(element)
    borders, margins = OxmlElement("w:tblBorders"), OxmlElement("w:tblCellMar")
    for side in ("bottom", "insideH"):
        borders.append(_element(f"w:{side}", val="single", sz=4, space=0, color=look.colour("rule", "light")[1:]))
    margins.extend([_element("w:left", w=40, type="dxa"), _element("w:right", w=100, type="dxa")])
    properties.extend(
        [
            _element("w:tblW", w=Length(width).twips, type="dxa"),
            borders,
            _element("w:tblLayout", type="fixed"),
            margins,
            _element("w:tblLook", val="04A0", firstRow=1, lastRow=0, firstColumn=1, lastColumn=0, noHBand=0, noVBand=1),
            _element("w:tblCaption", val=title),
        ]
    )


def _underline(properties: Any) -> None:
    borders = OxmlElement("w:tcBorders")
    borders.append(_element("w:bottom", val="single", sz=8, space=0, color=look.colour("ink", "light")[1:]))
    properties.append(borders)


def align_right(paragraph: Paragraph) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def set_properties(document: DocxDocument, title: str, subject: str, dated: date | None, language: Language) -> None:
    made = _NEVER if dated is None else datetime(dated.year, dated.month, dated.day, tzinfo=UTC)
    about = document.core_properties
    about.title, about.subject, about.language = title[:255], subject[:255], LOCALES[language]
    about.author, about.comments, about.last_modified_by = "", "", ""
    about.created = about.modified = made


def saved(document: DocxDocument) -> bytes:
    """The file; the same document gives the same bytes."""
    written, fixed = io.BytesIO(), io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, _ZIP_TIME), source.read(name), zipfile.ZIP_DEFLATED)
    return fixed.getvalue()
