"""From an upload to a printed report, as somebody does it who has never done it before, in a real browser."""

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from tests.browser import test_uploading as uploading
from tests.browser.driver import Tab
from tests.browser.test_access import STREAMLIT, too_wide, violations
from tests.browser.test_uploading import Person

accounts, data, served, person = uploading.accounts, uploading.data, uploading.served, uploading.person  # fixtures
BUILDING = 90_000  # milliseconds for four forms, twice each, on a machine that does other things too


def write(tab: Tab, chapter: str, text: str) -> Any:
    """A chapter typed and saved, and what the page answers."""
    page = tab.open(f"/report?chapter={chapter}")
    page.get_by_role("textbox", name="Text des Kapitels").fill(text)
    page.keyboard.press("Control+Enter")
    tab.settle()
    page.get_by_role("button", name="Kapitel speichern").click()
    page.get_by_text("Das Kapitel ist gespeichert.").wait_for()
    return tab.settle()


def build(tab: Tab, number: str = "2") -> Any:
    page = tab.page
    page.get_by_role("textbox", name="Nummer des Berichts").fill(number)
    page.keyboard.press("Tab")
    tab.settle()
    page.get_by_role("button", name="Entwurf erstellen").click()
    page.get_by_text("Der Entwurf ist fertig.").wait_for(timeout=BUILDING)
    return tab.settle()


def take(tab: Tab, form: str) -> tuple[str, bytes]:
    """Name and bytes of the newest edition in a form."""
    page = tab.page
    if not page.get_by_role("button", name=form, exact=True).count():
        page.get_by_role("button", name="Dateien").first.click()
    with page.expect_download() as download:
        page.get_by_role("button", name=form, exact=True).click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def wrong(page: Any) -> Sequence[object]:
    """What axe-core finds that is not known of Streamlit itself."""
    return [one for one in violations(page) if one["rule"] not in STREAMLIT]


def test_a_newcomer_comes_from_an_upload_to_a_printed_report(person: Person):
    tab = person("weber")
    uploading.drop(tab, uploading.rate("11,7"))
    uploading.fill_in(tab)
    uploading.bring_in(tab)
    page = write(tab, "sprinter", "Drei Lehrgänge liefen.\n\n#import <b>nichts</b> **bleibt** $x$.")
    assert "Sprinter-Lehrgänge der VHS ✓" in page.get_by_label("Kapitel", exact=True).first.input_value()
    page = build(tab)
    assert "Entwurf von weber" in page.locator(".stMain").inner_text()
    name, draft = take(tab, "PDF")
    assert name == "sachstandsbericht-dortmund-1.pdf" and draft.startswith(b"%PDF")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Freigeben").click()
    page.get_by_text("Ausgabe 1 ist freigegeben.").wait_for()
    tab.settle()

    reader = person("")
    page = reader.open("/report")
    assert "Freigegeben von weber" in page.locator(".stMain").inner_text()
    _, pdf = take(reader, "PDF")
    with pikepdf.open(io.BytesIO(pdf)) as paper:
        assert str(paper.Root.Lang).startswith("de") and paper.Root.MarkInfo.Marked and len(paper.pages) > 10
    _, word = take(reader, "Word (DOCX)")
    with zipfile.ZipFile(io.BytesIO(word)) as parts:
        written = parts.read("word/document.xml").decode()
    assert "Drei Lehrgänge liefen." in written and "#import &lt;b&gt;nichts&lt;/b&gt; **bleibt** $x$." in written
    assert "11,7" in written
    assert reader.errors == [] and tab.errors == []


def test_the_files_of_a_released_edition_stay_the_same_after_new_figures(person: Person):
    tab = person("weber")
    tab.open("/report")
    build(tab)
    tab.page.get_by_role("button", name="Freigeben").click()
    tab.page.get_by_text("Ausgabe 1 ist freigegeben.").wait_for()
    before = take(tab, "Excel (XLSX)")
    uploading.drop(tab, uploading.rate("7,9"))
    uploading.fill_in(tab)
    uploading.bring_in(tab)
    tab.open("/report")
    assert take(tab, "Excel (XLSX)") == before


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
def test_the_page_of_reports_has_no_violation_while_somebody_writes(person: Person, width: int, scheme: str):
    tab = person("weber", width=width, scheme=scheme)
    page = write(tab, "befragung", "Die Befragung läuft.")
    assert wrong(page) == [] and too_wide(page) == []
