"""The PDF of a report: tagged for everybody, the same on every machine, and no text of anybody is ever markup."""

import io
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.errors import WriterMissing
from indicators.monitor import Monitor, reports
from indicators.present import look
from indicators.present.figure import Note
from indicators.present.report import pdf as writer
from indicators.present.report.blocks import (
    Facts,
    FigureBlock,
    Heading,
    Paragraph,
    Quote,
    Report,
    TableBlock,
    Verdict,
    Written,
    said,
)
from indicators.present.report.paper import levelled
from indicators.present.report.pdf import pdf
from indicators.present.tables import Cell, Column, FigureTable
from indicators.present.words import LANGUAGES, words
from tests.conftest import PROJECT, TODAY
from tests.report_sample import EMPTY, HOSTILE, everywhere, sample

Made = tuple[Report, bytes]


@pytest.fixture(scope="module")
def german(shipped: Monitor) -> Made:
    report = sample(shipped)
    return report, pdf(report, words("de"))


@pytest.fixture(scope="module")
def english(shipped: Monitor) -> Made:
    report = sample(shipped, "en")
    return report, pdf(report, words("en"))


@pytest.fixture(params=LANGUAGES)
def made(request: pytest.FixtureRequest, german: Made, english: Made) -> tuple[Report, pikepdf.Pdf]:
    report, data = german if request.param == "de" else english
    return report, pikepdf.open(io.BytesIO(data))


def elements(document: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    """Every element of the structure tree, in reading order."""
    yield from below(document.Root.StructTreeRoot)


def below(node: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    """An element and everything inside it."""
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from below(child)
    elif isinstance(node, pikepdf.Dictionary) and ("/S" in node or "/K" in node):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from below(node.K)


def kinds(document: pikepdf.Pdf) -> list[str]:
    return [str(element.S) for element in elements(document)]


def text_of(data: bytes) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    return subprocess.run(["pdftotext", "-raw", "-", "-"], input=data, capture_output=True, check=True).stdout.decode()


def test_it_says_what_it_is_to_a_screen_reader(made):
    report, document = made
    assert document.Root.MarkInfo.Marked
    assert str(document.Root.Lang).startswith(report.language)
    assert document.Root.ViewerPreferences.DisplayDocTitle
    with document.open_metadata() as told:
        assert told["pdfuaid:part"] == "1"
        assert (told["pdfaid:part"], told["pdfaid:conformance"]) == ("2", "A")
        assert told["dc:title"] == report.cover.title


def test_every_figure_is_told_in_words(made):
    report, document = made
    told = [str(element.get("/Alt", "")) for element in elements(document) if str(element.S) == "/Figure"]
    assert len(told) == 12
    assert told == [block.spec.alt for block in report.blocks if hasattr(block, "spec")]


def test_tables_headings_lists_and_quotes_are_tagged_as_such(made):
    _, document = made
    found = kinds(document)
    assert found.count("/Table") == 13
    assert found.count("/TH") >= 13 * 3
    assert found.count("/H1") == 4  # with the contents
    assert found.count("/H2") == 12
    assert {"/BlockQuote", "/L", "/Caption", "/THead", "/TBody", "/TOC"} <= set(found)


def test_what_a_council_said_keeps_its_language(english):
    document = pikepdf.open(io.BytesIO(english[1]))
    quotes = [element for element in elements(document) if str(element.S) == "/BlockQuote"]
    assert len(quotes) == 12
    for quote in quotes:
        spoken = [str(part.Lang) for part in below(quote) if "/Lang" in part]
        assert spoken == ["de", "en"]  # the words, then where they stand


def test_every_heading_is_a_bookmark(made):
    report, document = made
    with document.open_outline() as outline:
        names = [(item.title, [child.title for child in item.children]) for item in outline.root]
    headings = [block.text for block in levelled(report.blocks) if isinstance(block, Heading)]
    assert [name for name, _ in names] == [headings[0], headings[1], headings[-1]]
    assert names[1][1] == headings[2:-1]


def test_only_our_typefaces_are_used_and_all_are_embedded(made):
    _, document = made
    fonts = {str(font.BaseFont): font for page in document.pages for font in page.resources.get("/Font", {}).values()}
    assert {name.partition("+")[2].split("-")[0] for name in fonts} == {"IBMPlexSans", "DejaVuSans"}
    for font in fonts.values():
        described = font.DescendantFonts[0].FontDescriptor
        assert "/FontFile2" in described or "/FontFile3" in described


def test_pages_are_a4_and_numbered(made):
    report, document = made
    for page in document.pages:
        assert [round(float(edge)) for edge in page.mediabox] == [0, 0, 595, 842]
    buffer = io.BytesIO()
    document.save(buffer)
    count = len(document.pages)
    last = words(report.language)("paper.page", number=count, total=count)
    assert last in text_of(buffer.getvalue())


def test_the_stand_and_the_word_draft_run_along_every_page(german):
    report, data = german
    pages = text_of(data).rstrip("\f").split("\f")
    assert all(report.header in page for page in pages[1:])
    assert all("Entwurf" in page for page in pages)
    assert "Entwurf\n" not in text_of(pdf(replace(EMPTY, is_draft=False), words("de")))


def test_no_heading_ends_a_page(german):
    report, data = german
    headings = {block.text for block in report.blocks if isinstance(block, Heading)}
    captions = {words("de")("paper.numbers", number=number) for number in range(1, 13)}
    for page in text_of(data).rstrip("\f").split("\f")[1:]:
        lines = [line for line in page.splitlines() if line and not line.startswith("Seite ")]
        assert lines[-1] not in headings | captions


GOAL = ("Ziel", "Urteil", "Satz", "Zitat", "Lesart", "Anmerkung")


@pytest.mark.parametrize("above", range(8, 38))
def test_a_goal_is_not_torn_and_no_row_of_what_follows_is_left_alone(above):
    """Whatever stands above: heading, verdict, sentence, quotation and reading are on one page, and so is how rows begin."""
    rows = tuple((Cell(f"Zeile {number}"), Cell("1")) for number in range(1, 61))
    blocks = (
        *[Paragraph(said("darüber"))] * above,
        Heading("Ziel", 2, "z"), Verdict("Urteil", "good"), Paragraph(said("Satz"), "lead"), Quote("Zitat", "Antrag"),
        Facts((("Lesart", "x"), ("Anmerkung", "y"), ("Zuständig", "z"))), Heading("Zahlen", 2, "n"), Paragraph(said("Fund")),
        TableBlock(FigureTable((Column("Ort"), Column("Wert")), rows), "Tabelle"),
    )  # fmt: skip
    pages = text_of(pdf(replace(EMPTY, blocks=blocks), words("de"))).split("\f")[1:]
    for together in (GOAL, ("Zahlen", "Fund", "Tabelle", "Zeile 1 ", "Zeile 2 ")):
        assert any(all(f"\n{text}" in page for text in together) for page in pages)


def test_nothing_in_it_leads_anywhere_or_runs(made):
    _, document = made
    targets = [annotation for page in document.pages for annotation in page.get("/Annots", [])]
    assert all("/A" not in target or str(target.A.S) == "/GoTo" for target in targets)
    assert "/Names" not in document.Root or "/JavaScript" not in document.Root.Names
    assert "/OpenAction" not in document.Root


def test_text_with_markup_is_printed_as_it_is(german):
    _, data = german
    told = "".join(text_of(data).split())
    for text in HOSTILE[:2]:
        assert "".join(text.split()) in told
    assert "=1+1[x](y)" in told
    assert "漢" not in told  # no typeface of ours has it: a box stands there, and the other forms show it
    assert "≥5Şişli,Łódź" in told
    assert "□stehtfüreinZeichen,dasdieSchriftdiesesDokumentsnichthat." in told
    assert "□" not in text_of(pdf(EMPTY, words("de")))


@pytest.mark.filterwarnings("ignore:Glyph")
def test_a_drawing_holds_any_label(shipped):
    """Labels of breaks and events may come from people."""
    figure = next(block for block in sample(shipped, number=1).blocks if isinstance(block, FigureBlock))
    x = figure.spec.lines[0].pieces[0][0].x
    notes = (Note(x, "</svg> -- & \x07 $x$ 😀 漢", "\x00"), Note(x, "#x -->", is_break=False))
    blocks = (replace(figure, spec=replace(figure.spec, notes=notes)),)
    assert pdf(replace(EMPTY, blocks=blocks), words("de")).startswith(b"%PDF")


@settings(max_examples=150)
@given(st.text(max_size=40))
def test_any_text_can_be_printed_anywhere(text):
    assert pdf(everywhere(f"Titel {text}"), words("de")).startswith(b"%PDF")


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "#panic()", "👩‍👩‍👧 🇩🇪 ✌🏽", "שלום مرحبا", "e\u0301\u0323\u200d", "\U000f0000", "A\u00ad" * 50]
)
def test_odd_texts_can_be_printed_anywhere(text):
    assert pdf(everywhere(text), words("de")).startswith(b"%PDF")


@pytest.mark.parametrize("sign", ["Wort ", "W"])
def test_a_chapter_of_a_hundred_thousand_characters_loses_none(sign):
    text = (sign * 100_000)[:99_997] + "Fin"
    told = text_of(pdf(replace(EMPTY, blocks=(Heading("Kapitel", 1, "k"), Written((text,)))), words("de")))
    assert told.count("W") == text.count("W")
    assert "Fin" in told


def test_a_long_word_stays_on_the_sheet():
    """An address of 300 signs is broken, not cut at the edge."""
    address = "https://example.org/" + "a" * 300
    document = pikepdf.open(io.BytesIO(pdf(replace(EMPTY, blocks=(Paragraph(said(address)),)), words("de"))))
    assert len(document.pages) == 2
    if shutil.which("pdftotext") is not None:
        buffer = io.BytesIO()
        document.save(buffer)
        lines = [line for line in text_of(buffer.getvalue()).splitlines() if "aaa" in line]
        assert len(lines) > 2


def test_a_jump_between_heading_levels_is_closed():
    blocks = (Heading("Eins", 1, "a"), Heading("Drei", 3, "b"), Heading("Zwei", 2, "c"))
    found = kinds(pikepdf.open(io.BytesIO(pdf(replace(EMPTY, blocks=blocks), words("de")))))
    assert [kind for kind in found if kind.startswith("/H")] == ["/H1", "/H1", "/H2", "/H2"]


def test_a_report_without_a_day_claims_no_archive():
    document = pikepdf.open(io.BytesIO(pdf(replace(EMPTY, dated=None), words("de"))))
    with document.open_metadata() as told:
        assert told["pdfuaid:part"] == "1"
        assert "pdfaid:part" not in told


def test_without_the_typeface_nothing_is_set_in_another(monkeypatch, tmp_path):
    monkeypatch.setattr(look, "PRINT_FONTS", tmp_path)
    with pytest.raises(WriterMissing) as caught:
        pdf(EMPTY, words("de"))
    assert "IBM Plex Sans 400" in words("de").fault(caught.value)


def test_without_typst_one_sentence_says_so(monkeypatch):
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(WriterMissing) as caught:
        writer.pdf(EMPTY, words("de"))
    assert "typst" in words("de").fault(caught.value)


def test_the_same_report_gives_the_same_bytes_in_any_time_zone(tmp_path: Path):
    code = (
        "import hashlib, sys\n"
        "from indicators.monitor import open_monitor\n"
        "from indicators.present.report.pdf import pdf\n"
        "from indicators.present.words import words\n"
        "from tests.conftest import NOW\n"
        "from tests.report_sample import sample\n"
        "monitor = open_monitor(None, now=NOW)\n"
        "print(hashlib.sha256(pdf(sample(monitor, number=3), words('de'))).hexdigest())\n"
    )
    found = set()
    for zone in ("Pacific/Kiritimati", "America/Anchorage"):
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=PROJECT, env={**os.environ, "TZ": zone, "PYTHONHASHSEED": str(len(found))},
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        found.add(done.stdout)
    assert len(found) == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("city", ["dortmund", "krefeld", "kassel", "stuttgart"])
def test_the_report_of_every_city_can_be_printed(shipped, city, language):
    report = reports.report(shipped, city, words(language), today=TODAY)
    document = pikepdf.open(io.BytesIO(pdf(report, words(language))))
    told = [str(element.get("/Alt", "")) for element in elements(document) if str(element.S) == "/Figure"]
    assert told == [block.spec.alt for block in report.blocks if isinstance(block, FigureBlock)]


def test_twelve_figures_take_no_more_than_three_seconds(german):
    report, _ = german
    start = time.perf_counter()
    pdf(report, words("de"))
    assert time.perf_counter() - start < 3
