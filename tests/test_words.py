"""The pages that explain the others: glossary, differences, declaration of accessibility, data protection note."""

import re
from html import unescape

import pytest

from indicators import monitor as ask
from indicators.catalogue import Catalogue
from indicators.catalogue.load import FOLDER, load_catalogue
from indicators.errors import CatalogueFault, Fault
from indicators.monitor import Monitor
from indicators.present import calculation, differences, frame, glossary, html, notes
from indicators.present.words import Words, words
from tests.conftest import PROJECT
from tests.test_catalogue import folder  # noqa: F401 - a fixture: a copy of the catalogue to break

TEMPLATES = PROJECT / "indicators" / "present" / "templates"
BOTH = pytest.mark.parametrize("say", [words("de"), words("en")], ids=["de", "en"])


def text_of(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def linked_terms() -> set[str]:
    """Every entry of the glossary that a template or the calculation leads to."""
    pages = [path.read_text(encoding="utf-8") for path in TEMPLATES.glob("*.html")]
    return {name for page in pages for name in re.findall(r'term\(words, "(\w+)"', page)} | set(calculation.TERMS.values())


# -- glossary


def test_every_link_to_the_glossary_finds_its_entry(catalogue: Catalogue):
    assert len(linked_terms()) > 12
    assert linked_terms() <= set(catalogue.terms)


def test_every_word_of_the_assessment_that_is_linked_is_an_entry_of_its_own_page(catalogue: Catalogue):
    page = glossary.terms(catalogue, words("de"))
    assert {name for name in catalogue.terms if f'id="{name}"' in page} == set(catalogue.terms)


def test_a_term_leads_to_its_entry_in_the_language_of_the_page():
    assert 'href="glossary#outlook"' in html.term(words("de"), "outlook", "Fortschreibung")
    assert 'href="glossary?lang=en#outlook"' in html.term(words("en"), "outlook", "Continuation")


def test_a_term_is_text_and_never_markup():
    assert "<script>" not in html.term(words("de"), "outlook", "<script>")


@BOTH
def test_a_term_is_explained_in_at_most_four_sentences(catalogue: Catalogue, say: Words):
    texts = {term.id: term.text.in_language(say.language) for term in catalogue.terms.values()}
    assert {name for name, text in texts.items() if not 1 <= len(re.findall(r"[.!?](?:\s|$)", text)) <= 4} == set()


@BOTH
def test_the_glossary_follows_the_alphabet_of_its_language(catalogue: Catalogue, say: Words):
    for kind in glossary.KINDS:
        names = [term.name.in_language(say.language).casefold() for term in glossary.sorted_terms(catalogue, kind, say)]
        assert names == sorted(names) and names


@BOTH
def test_every_term_of_statistics_says_where_it_is_defined(catalogue: Catalogue, say: Words):
    page = glossary.terms(catalogue, say)
    official = page.split("<h2>")[1]
    assert official.count(say("sources.reference")) == official.count("<dt")


def test_a_term_of_statistics_without_a_reference_is_refused(folder):  # noqa: F811
    path = folder / "glossary.toml"
    entry = '[[term]]\nid="x"\nkind="statistics"\nname={de="x",en="x"}\ntext={de="x",en="x"}\n'
    path.write_text(path.read_text(encoding="utf-8") + entry, encoding="utf-8")
    with pytest.raises(CatalogueFault, match="x: a term of statistics needs an indicator or a reference"):
        load_catalogue(folder)


TERM = '[[term]]\nid="x"\nkind="upkeep"\nname={de="x",en="x"}\ntext={de="x",en="x"}\n'
DIFFERENCE = '[[difference]]\nid="x"\ntitle={de="x",en="x"}\ntext={de="x",en="x"}\n'


@pytest.mark.parametrize(
    ("file", "entry", "message"),
    [
        ("glossary", TERM + 'indicator="unemploid"', 'no such indicator; did you mean "unemployed"'),
        ("glossary", TERM + TERM, 'id "x" stands twice'),
        ("glossary", "[[terms]]", 'unknown table "terms"; did you mean "term"'),
        ("differences", DIFFERENCE + 'indicators=["unemploid"]', 'did you mean "unemployed"'),
        ("differences", DIFFERENCE + 'indicators=[]\ncompare=["unemployed"]', "compare holds two indicators or none"),
    ],
)
def test_a_wrong_entry_is_named_with_what_comes_near(folder, file, entry, message):  # noqa: F811
    path = folder / f"{file}.toml"
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{entry}\n", encoding="utf-8")
    with pytest.raises(CatalogueFault, match=message):
        load_catalogue(folder)


# -- differences


@pytest.fixture(scope="module")
def reasons(shipped: Monitor) -> str:
    return differences.reasons(shipped.catalogue, lambda one, group: ask.comparison(shipped, one, group), words("de"))


def test_two_figures_stand_side_by_side_with_period_source_and_stand(reasons: str):
    table, rest = (text_of(part) for part in reasons.split("</table>", 1))
    assert len(re.findall(r"(Dortmund|Krefeld|Kassel|Stuttgart) 2025 [\d,]+\s% [\d,]+\s%", table)) == 4
    assert re.match(r"Quelle: .*13211-02-05-4.* Jahresdurchschnitt\. Stand: ", rest)


def test_figures_of_different_periods_are_never_paired(shipped: Monitor, reasons: str):
    cells = re.findall(r"provenance\?area=(\d+)&amp;indicator=(\w+)&amp;group=total&amp;period=([\w-]+)", reasons)
    pairs = list(zip(cells[::2], cells[1::2], strict=True))
    assert pairs
    assert all((one[0], one[2]) == (other[0], other[2]) and one[1] != other[1] for one, other in pairs)


def test_a_pair_of_which_one_figure_is_missing_has_no_table(shipped: Monitor):
    page = differences.reasons(shipped.catalogue, lambda one, group: (), words("de"))
    assert "<table" not in page and page.count("<h2") == len(shipped.catalogue.differences)


# -- accessibility and data protection


@BOTH
def test_what_the_operator_has_not_entered_is_said_and_never_left_out(catalogue: Catalogue, say: Words):
    nothing, something = notes.Operator(), notes.Operator(name="Stadt Beispiel")
    for page in (notes.accessibility(catalogue, nothing, say), notes.privacy(nothing, say)):
        assert say("operator.nothing") in text_of(page)
    entered = notes.privacy(something, say)
    assert "Stadt Beispiel" in entered and entered.count(say("operator.missing")) == 5


@BOTH
def test_every_barrier_is_told_with_its_clause_and_a_way_around_it(catalogue: Catalogue, say: Words):
    page = text_of(notes.accessibility(catalogue, notes.Operator(), say))
    assert len(catalogue.accessibility.barriers) >= 5
    for barrier in catalogue.accessibility.barriers:
        assert barrier.text.in_language(say.language) in page and barrier.criterion in page
        assert barrier.instead.in_language(say.language) in page


def test_the_declaration_names_the_toolkit_that_is_installed(catalogue: Catalogue):
    pinned = (PROJECT / "requirements.txt").read_text(encoding="utf-8")
    assert f"streamlit=={catalogue.accessibility.cause.de.removeprefix('Streamlit ')}" in pinned


def test_the_operator_comes_from_the_file_the_installation_names(tmp_path, monkeypatch):
    assert ask.operator() == notes.Operator()
    path = tmp_path / "operator.toml"
    path.write_text('name = "Stadt Beispiel"\ncontact = "ziele@stadt.example"\n', encoding="utf-8")
    monkeypatch.setenv("ZIELMONITOR_OPERATOR", str(path))
    assert ask.operator() == notes.Operator(name="Stadt Beispiel", contact="ziele@stadt.example")


@pytest.mark.parametrize("content", ["name = 3", 'nam = "x"', "name = ", None])
def test_a_wrong_operator_file_is_a_fault_in_words(tmp_path, monkeypatch, content):
    path = tmp_path / "operator.toml"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    monkeypatch.setenv("ZIELMONITOR_OPERATOR", str(path))
    with pytest.raises(Fault) as caught:
        ask.operator()
    assert "operator.toml" in words("de").fault(caught.value)


# -- around every page


@BOTH
def test_the_footer_leads_to_its_pages_in_the_language_and_marks_where_one_is(say: Words):
    page = frame.footer(("glossary", "privacy"), "privacy", say)
    assert [text_of(name) for name in re.findall(r"<li>(.*?)</li>", page)] == [say("nav.glossary"), say("nav.privacy")]
    assert re.findall(r"aria-current=\"page\">([^<]*)", page) == [say("nav.privacy")]
    assert ("lang=en" in page) == (say.language == "en")


@BOTH
def test_the_header_leads_to_its_pages_in_the_language_and_marks_where_one_is(say: Words):
    titles = {"overview": "A & B", "gaps": say("nav.gaps")}
    page, _, script = frame.header(titles, ["overview", "gaps"], "gaps", {"goal": "DO-1"}, say).partition("<script>")
    rest = "?lang=en" if say.language == "en" else ""
    assert re.findall(r'<li><a href="([^"]*)"', page) == [f".{rest}", f"gaps{rest}"]
    assert [text_of(name) for name in re.findall(r"<li>(.*?)</li>", page)] == ["A & B", say("nav.gaps")]
    assert re.findall(r'aria-current="page">([^<]*)', page) == [say("nav.gaps")]
    assert re.findall(r'href="\?goal=DO-1&amp;lang=(\w+)"', page) == [{"de": "en", "en": "de"}[say.language]]
    assert f'document.documentElement.lang = "{say.language}"' in script


def test_the_catalogue_of_terms_is_where_a_reader_of_the_code_looks():
    assert {"glossary.toml", "differences.toml", "accessibility.toml"} <= {path.name for path in FOLDER.iterdir()}
