"""The Word form of a report: a document somebody can finish by hand, with everything a screen reader needs."""

import io
import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as DocxDocument
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.errors import WriterMissing
from indicators.monitor import Monitor, reports
from indicators.present.report.blocks import (
    Facts,
    FigureBlock,
    Heading,
    NewPage,
    Paragraph,
    Quote,
    Report,
    Verdict,
    Written,
    said,
)
from indicators.present.report.docx import docx
from indicators.present.report.paper import levelled
from indicators.present.words import words
from tests.conftest import PROJECT, TODAY
from tests.report_sample import EMPTY, HOSTILE, everywhere, sample


@pytest.fixture(scope="module")
def made(shipped: Monitor) -> tuple[Report, bytes]:
    report = sample(shipped)
    return report, docx(report, words("de"))


@pytest.fixture
def document(made: tuple[Report, bytes]) -> DocxDocument:
    return Document(io.BytesIO(made[1]))


def reopened(report: Report) -> DocxDocument:
    return Document(io.BytesIO(docx(report, words(report.language))))


def told(document: DocxDocument) -> str:
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def test_headings_are_headings_of_word(made, document):
    found = [(one.style.name, one.text) for one in document.paragraphs if one.style.name.startswith("Heading")]
    assert found == [(f"Heading {block.level}", block.text) for block in levelled(made[0].blocks) if isinstance(block, Heading)]


def test_every_heading_can_be_named_by_a_link(document):
    names = [mark.get(qn("w:name")) for mark in document.element.iter(qn("w:bookmarkStart"))]
    numbers = [mark.get(qn("w:id")) for mark in document.element.iter(qn("w:bookmarkStart"))]
    assert names[:2] == ["summary", "goals"]
    assert len(set(numbers)) == len(names) == 15
    assert all(len(name) <= 40 and name.replace("_", "a").isalnum() for name in names)


def test_every_picture_is_told_in_words(made, document):
    specs = [block.spec for block in made[0].blocks if isinstance(block, FigureBlock)]
    assert [shape._inline.docPr.get("descr") for shape in document.inline_shapes] == [spec.alt for spec in specs]


def test_every_table_repeats_its_head_and_breaks_no_row(document):
    assert len(document.tables) == 13
    for table in document.tables:
        heads = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
        assert heads == [True, *[False] * (len(heads) - 1)]
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))


def test_a_table_is_no_wider_than_the_sheet(document):
    for table in document.tables:
        assert sum(column.width for column in table.columns) <= document.sections[0].page_width - 2 * 720_000


@pytest.mark.parametrize(("language", "locale"), [("de", "de-DE"), ("en", "en-GB")])
def test_the_document_speaks_its_language(language, locale):
    document = reopened(replace(EMPTY, language=language))
    found = {element.get(qn("w:val")) for element in document.styles.element.iter(qn("w:lang"))}
    assert found == {locale}
    assert document.core_properties.language == locale


def test_what_a_council_said_keeps_its_language():
    document = reopened(replace(EMPTY, language="en", blocks=(Quote("Die Quote soll sinken.", "Council paper"),)))
    spoken = [(run.text, run._r.find(f".//{qn('w:lang')}")) for one in document.paragraphs[-2:] for run in one.runs]
    assert [(text, None if lang is None else lang.get(qn("w:val"))) for text, lang in spoken] == [
        ("Die Quote soll sinken.", "de-DE"), ("Council paper", None)]  # fmt: skip


@pytest.mark.parametrize("city", ["dortmund", "krefeld", "kassel", "stuttgart"])
def test_the_report_of_every_city_can_be_finished_by_hand(shipped, city):
    report = reports.report(shipped, city, words("de"), today=TODAY)
    document = reopened(report)
    assert [one.text for one in document.paragraphs if one.style.name.startswith("Heading")] == [
        block.text for block in levelled(report.blocks) if isinstance(block, Heading)]  # fmt: skip


# As the format prescribes (ECMA-376, part 1): Word calls a file with another order damaged.
PARAGRAPH = (
    "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid "
    "spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl"
)
RUN = (
    "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish webHidden "
    "color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang"
)
TABLE = (
    "tblStyle bidiVisual tblW jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription"
)


@pytest.mark.parametrize(("tag", "order"), [("w:pPr", PARAGRAPH), ("w:rPr", RUN), ("w:tblPr", TABLE)])
def test_properties_stand_in_the_order_of_the_format(document, tag, order):
    names = [qn(f"w:{name}") for name in order.split()]
    for part in (document.element, document.styles.element, document.sections[0].header._element):
        for element in part.iter(qn(tag)):
            places = [names.index(child.tag) for child in element]
            assert places == sorted(set(places))


def test_properties_name_the_report_and_nobody_else(made, document):
    about = document.core_properties
    assert (about.title, about.subject) == (made[0].cover.title, made[0].cover.subtitle)
    assert (about.author, about.comments, about.last_modified_by) == ("", "", "")
    assert about.created.date() == about.modified.date() == TODAY


def test_stand_draft_and_page_number_run_along(made, document):
    section = document.sections[0]
    assert section.header.paragraphs[0].text == f"Entwurf · {made[0].header}"
    assert [code.text.strip() for code in section.footer._element.iter(qn("w:instrText"))] == ["PAGE", "NUMPAGES"]
    assert "Entwurf" not in reopened(EMPTY).sections[0].header.paragraphs[0].text


def test_a_new_page_begins_with_its_heading_and_no_empty_line():
    blocks = (Paragraph(said("a")), NewPage(), NewPage(), Heading("Neu", 1, "n"), Paragraph(said("b")), NewPage())
    found = [
        (one.text, bool(one.paragraph_format.page_break_before)) for one in reopened(replace(EMPTY, blocks=blocks)).paragraphs
    ]
    assert found == [("Bericht", False), ("Inhalt", False), ("Neu", False), ("a", True), ("Neu", True), ("b", False)]


def entries(document: DocxDocument) -> list[tuple[str, str]]:
    """Style and text of what stands in the contents."""
    return [(one.style.name, one.text) for one in document.paragraphs if one.style.name.startswith("toc ")]


def test_the_contents_lead_to_every_heading_without_being_made_anew(made, document):
    headings = [block for block in levelled(made[0].blocks) if isinstance(block, Heading) and block.level < 3]
    assert entries(document) == [(f"toc {block.level}", block.text) for block in headings]
    marks = [mark.get(qn("w:name")) for mark in document.element.iter(qn("w:bookmarkStart"))]
    assert [link.get(qn("w:anchor")) for link in document.element.iter(qn("w:hyperlink"))] == marks
    assert [code.text for code in document.element.body.iter(qn("w:instrText"))] == [r' TOC \o "1-2" \h ']
    signs = [sign.get(qn("w:fldCharType")) for sign in document.element.body.iter(qn("w:fldChar"))]
    assert signs == ["begin", "separate", "end"]
    assert document.settings.element.find(qn("w:updateFields")) is None  # it asks whoever opens the file


@pytest.mark.parametrize(("parts", "shown", "has_page"), [(20, 21, False), (60, 61, True), (70, 1, False)])
def test_contents_that_fill_more_than_a_page_name_the_chapters_only(parts, shown, has_page):
    blocks = (Heading("Kapitel", 1, "k"), *(Heading(f"Teil {part}", 2, f"t-{part}") for part in range(parts)))
    document = reopened(replace(EMPTY, blocks=blocks))
    title = next(one for one in document.paragraphs if one.style.name == "TOC Heading")
    assert (len(entries(document)), bool(title.paragraph_format.page_break_before)) == (shown, has_page)


def test_a_goal_is_not_torn_from_its_quotation_and_its_reading():
    blocks = (
        Heading("Ziel", 2, "z"), Verdict("Erreicht", "good"), Paragraph(said("Ein Satz."), "lead"),
        Quote("Weniger.\nViel weniger.", "Antrag"), Facts((("Lesart", "so"), ("Anmerkung", "da"), ("Stand", "hier"))),
    )  # fmt: skip
    written = reopened(replace(EMPTY, blocks=blocks)).paragraphs[3:]
    kept = [(one.text, one.paragraph_format.keep_with_next or one.style.paragraph_format.keep_with_next) for one in written]
    assert [text for text, keeps in kept if not keeps] == ["Stand\thier"]


def test_no_row_of_a_table_stands_alone_on_a_page(document):
    for one in document.tables:
        kept = [all(part.paragraph_format.keep_with_next for cell in row.cells for part in cell.paragraphs) for row in one.rows]
        assert kept[0]
        assert (kept[1] and kept[-2]) or len(kept) < 3
        assert not kept[-1] or len(kept) == 2


def test_text_with_markup_is_text(document):
    text = told(document)
    assert HOSTILE[0] in text
    assert HOSTILE[1] in text
    assert "Ende, 😀 漢字 \ue000 ≥ 5 Şişli, Łódź" in text
    assert all(link.get(qn("r:id")) is None for link in document.element.iter(qn("w:hyperlink")))  # none leads outside


@settings(max_examples=60)
@given(st.text(max_size=40))
def test_any_text_can_be_written_anywhere(text):
    assert Document(io.BytesIO(docx(everywhere(text), words("de"))))


@pytest.mark.parametrize("text", ["", "\n\n", "\x00\x0b\x0c\ufffe", "\ud800", "]]>", "&amp;", "_x000D_"])
def test_odd_texts_can_be_written_anywhere(text):
    assert Document(io.BytesIO(docx(everywhere(text), words("de"))))


def test_a_chapter_of_a_hundred_thousand_characters_loses_none():
    text = "W" * 50_000 + " " + "Wort " * 10_000 + "Fin"
    assert text in told(reopened(replace(EMPTY, blocks=(Written((text,)),))))


def test_without_the_library_one_sentence_says_so(monkeypatch):
    for name in [name for name in sys.modules if name == "docx" or "report.docx_" in name]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delattr("indicators.present.report.docx_body", raising=False)
    monkeypatch.delattr("indicators.present.report.docx_sheet", raising=False)
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(WriterMissing) as caught:
        docx(EMPTY, words("de"))
    assert "python-docx" in words("de").fault(caught.value)


def test_no_clock_is_in_the_file(made):
    with zipfile.ZipFile(io.BytesIO(made[1])) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in file.namelist() if "thumbnail" in name]


def test_the_same_report_gives_the_same_bytes_in_any_time_zone():
    code = (
        "import hashlib\n"
        "from indicators.monitor import open_monitor\n"
        "from indicators.present.report.docx import docx\n"
        "from indicators.present.words import words\n"
        "from tests.conftest import NOW\n"
        "from tests.report_sample import sample\n"
        "print(hashlib.sha256(docx(sample(open_monitor(None, now=NOW), number=2), words('de'))).hexdigest())\n"
    )
    found = set()
    for seed, zone in enumerate(("Pacific/Kiritimati", "America/Anchorage")):
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=PROJECT, env={**os.environ, "TZ": zone, "PYTHONHASHSEED": str(seed)},
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        found.add(done.stdout)
    assert len(found) == 1


def test_libreoffice_opens_it(made, tmp_path: Path):
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    (tmp_path / "report.docx").write_bytes(made[1])
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    subprocess.run(
        ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "report.docx")],
        capture_output=True, check=True, timeout=120,
    )  # fmt: skip
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
