"""Addresses, language, navigation and the address bar, as a visitor meets them."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser.driver import PROJECT, OpenTab, Tab, serving

PAGES = {  # of a reader; who is signed in is offered what is missing, uploading and upkeep too
    "Übersicht", "Ziel", "Lücken", "Städtevergleich", "Gruppen", "Maßnahmen", "Bericht", "Anmelden",
}  # fmt: skip
EVERY_PAGE = ("/", "/goal?goal=DO-2", "/goal?goal=KR-8", "/compare", "/sources")


# -- a fresh server


def test_the_first_visitor_of_a_fresh_server_follows_a_deep_link_to_a_goal(tab: OpenTab, tmp_path: Path):
    with serving(tmp_path / "data", tmp_path / "log") as fresh:
        visit = tab(at=fresh)
        page = visit.open("/goal?goal=DO-2")
        assert page.locator("h1").inner_text() == "300.000 sozialversicherungspflichtig Beschäftigte"
        assert visit.query == {"goal": "DO-2"}
        assert page.locator(".zm-nav a").count() == len(PAGES)
        assert page.evaluate("document.documentElement.lang") == "de"
        assert page.evaluate("getComputedStyle(document.querySelector('.zm')).color") == "rgb(28, 27, 25)"
        assert "Traceback" not in fresh.log.read_text()


def test_a_store_owned_by_another_process_is_told_on_every_address(tab: OpenTab, tmp_path: Path):
    code = (
        "import sys; from datetime import datetime, UTC; from pathlib import Path; from indicators.store import Store;"
        "store = Store.open(Path(sys.argv[1]), datetime.now(UTC)); print('open', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "data")]
    with subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout is not None and owner.stdout.readline().strip() == "open"
        with serving(tmp_path / "data", tmp_path / "log") as fresh:
            visit = tab(at=fresh)
            links: set[str] = set()
            for path in ("/", "/goal?goal=DO-2", "/compare?city=kassel"):
                page = visit.open(path)
                page.wait_for_timeout(500)
                assert "durch ein anderes Programm belegt" in page.locator("[data-testid=stAlert]").inner_text()
                assert page.locator("[data-testid=stException]").count() == 0
                links |= set(page.locator(".zm-nav a, [data-testid=stSidebarNav] a").all_inner_texts())
            assert links <= PAGES  # not Streamlit's list of files
            if links:
                page.get_by_role("link", name="Ziel", exact=True).click()
                page.wait_for_url("**/goal")
                visit.settle()
                assert page.locator("[data-testid=stException]").count() == 0
        owner.terminate()


# -- deep links


@pytest.mark.parametrize(
    ("path", "chosen"),
    [
        ("/?city=krefeld", []),  # the overview has links, no boxes
        ("/?city=kassel&verdict=done&lang=en", []),
        ("/goal?goal=KR-2&lang=en", ["Krefeld: Reduce the unemployment rate significantly"]),
        (
            "/compare?indicator=employees_workplace&group=women&city=kassel",
            ["Sozialversicherungspflichtig Beschäftigte am Arbeitsort", "Frauen"],
        ),
        ("/compare?city=stuttgart&lang=en", ["Unemployment rate", "total"]),
    ],
)
def test_a_deep_link_opens_what_it_names_and_keeps_its_address(tab: OpenTab, path, chosen):
    visit = tab()
    visit.open(path)
    assert visit.chosen() == chosen
    assert visit.query == dict(part.split("=") for part in path.partition("?")[2].split("&"))


def test_a_choice_writes_itself_into_the_address_and_out_of_it(tab: OpenTab):
    visit = tab()
    page = visit.open("/compare")
    assert visit.query == {}
    visit.choose("Kennzahl", "Arbeitslose")
    page.wait_for_url("**/compare?indicator=unemployed")
    visit.settle()
    visit.choose("Kennzahl", "Arbeitslosenquote")
    page.wait_for_url("**/compare")


def test_the_counts_of_a_city_lead_to_its_goals_and_back_to_all(tab: OpenTab):
    visit = tab()
    page = visit.open("/")
    page.locator(".zm-counts a", has_text="Erledigt").last.click()
    page.wait_for_url("**/?city=krefeld&verdict=done")
    visit.settle()
    assert page.locator(".zm-goals .goal a").all_inner_texts() == ["Workshop zum Start des Bündnisses"]
    page.get_by_role("link", name="Alle Ziele zeigen").click()
    page.wait_for_selector(".zm-counts")
    visit.settle()
    assert page.locator(".zm-goals .goal a").count() == 40


def test_a_figure_is_taken_along_in_four_forms_and_cited_for_good(tab: OpenTab):
    visit = tab()
    page = visit.open("/goal?goal=DO-1")
    page.get_by_role("button", name="Herunterladen und zitieren").click()
    page.get_by_role("button", name="Excel").wait_for()
    for name, start in (("CSV", b"\xef\xbb\xbf"), ("Excel", b"PK"), ("PNG", b"\x89PNG"), ("SVG", b"<?xml")):
        with page.expect_download() as download:
            page.get_by_role("button", name=name, exact=True).click()
        assert Path(download.value.path()).read_bytes().startswith(start), name
    cited = page.locator("[data-testid=stCode]").inner_text()
    link = cited[cited.index("http") :].split()[0]
    assert "12,0" in cited and "Quelle: " in cited and "rules=2.0" in link
    page.goto(link)
    visit.settle()
    assert "Gezeigt wird, was hier am" in page.locator(".zm-as-of").inner_text()
    assert "12,0" in page.locator(".zm .lead").first.inner_text()


def test_a_goal_of_the_overview_leads_to_its_page_and_back_to_the_same_list(tab: OpenTab):
    visit = tab()
    page = visit.open("/?city=krefeld")
    page.get_by_role("link", name="Arbeitslosenquote signifikant senken").click()
    page.wait_for_url("**/goal?goal=KR-2")
    visit.settle()
    assert page.locator("h1").inner_text() == "Arbeitslosenquote signifikant senken"
    page.go_back()
    page.wait_for_url("**/?city=krefeld")
    visit.settle()
    assert page.locator(".zm-goals .goal a").count() == 10


def test_back_from_another_page_shows_what_the_address_says(tab: OpenTab):
    visit = tab()
    page = visit.open("/compare?city=kassel")
    page.get_by_role("link", name="Übersicht", exact=True).click()
    page.wait_for_selector(".zm-goals")
    visit.settle()
    assert visit.query == {}
    assert page.locator(".zm-goals .goal a").count() == 40
    page.go_back()
    page.wait_for_selector(".zm-panels")
    visit.settle()
    assert (visit.query, visit.pressed("Hervorgehobene Stadt")) == ({"city": "kassel"}, "Kassel")


def test_a_link_to_another_page_loads_nothing_anew_and_begins_at_its_title(tab: OpenTab):
    visit = tab()
    page = visit.open("/")
    page.evaluate("window.stayed = true")
    page.locator(".zm-goals .goal a", has_text="300.000").click()
    page.wait_for_function("document.activeElement.matches('h1')")
    assert page.locator("h1").inner_text() == "300.000 sozialversicherungspflichtig Beschäftigte"
    assert (page.evaluate("window.stayed"), visit.query) == (True, {"goal": "DO-2"})
    assert page.locator(".zm-nav [aria-current]").all_inner_texts() == ["Ziel"]
    page.locator(".zm-footer a", has_text="Glossar").click()
    page.wait_for_url("**/glossary")
    page.wait_for_function("document.activeElement.textContent === 'Glossar'")
    assert (page.evaluate("window.stayed"), page.title().partition(" ")[0]) == (True, "Glossar")
    assert visit.errors == []


def test_the_way_back_leads_to_where_one_was(tab: OpenTab):
    page = tab().open("/")
    last = page.locator(".zm-goals .goal a", has_text="Workshop zum Start des Bündnisses")
    last.scroll_into_view_if_needed()
    left = page.evaluate("document.querySelector('.stMain').scrollTop")
    assert left > 500
    last.click()
    page.wait_for_function("document.activeElement.matches('h1')")
    assert page.evaluate("document.querySelector('.stMain').scrollTop") == 0
    page.go_back()
    page.wait_for_function(f"Math.abs(document.querySelector('.stMain').scrollTop - {left}) < 50")
    assert last.is_visible()


def test_where_the_server_has_gone_a_link_asks_the_browser_to_load_the_page(tab: OpenTab, tmp_path: Path):
    with serving(tmp_path / "data", tmp_path / "log") as fresh:
        page = tab(at=fresh).open("/")
    page.wait_for_selector("[data-test-connection-state]:not([data-test-connection-state=CONNECTED])")
    page.route("**/gaps", lambda asked: asked.fulfill(body="Von neuem geladen"))
    page.evaluate("document.querySelector('.zm-nav a[href=gaps]').click()")
    page.get_by_text("Von neuem geladen").wait_for()
    page.unroute_all()


def test_a_link_in_a_new_tab_is_left_to_the_browser(tab: OpenTab):
    page = tab().open("/")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Lücken", exact=True).click(modifiers=["ControlOrMeta"])
    opened.value.wait_for_url("**/gaps")
    opened.value.close()
    assert page.url.endswith("/")


# -- language


def test_the_language_survives_the_navigation(tab: OpenTab):
    visit = tab()
    page = visit.open("/?lang=en")
    for path in ("/compare", "/gaps", "/"):
        link = f"{path[1:] or '.'}?lang=en"
        page.locator(f".zm-nav a[href='{link}']").click()
        page.wait_for_url(f"**{path}?lang=en")
        page.wait_for_selector(f".zm-nav a[aria-current=page][href='{link}']")
        visit.settle()
        assert page.evaluate("document.documentElement.lang") == "en"
        assert page.get_by_role("link", name="Overview", exact=True).count() == 1
        assert page.locator("[data-testid=stAlert]").count() == 0


def test_the_language_switch_changes_page_address_and_document(tab: OpenTab):
    visit = tab()
    page = visit.open("/goal?goal=DO-2")
    assert page.evaluate("document.documentElement.lang") == "de"
    page.get_by_role("link", name="English").click()
    page.wait_for_url("**lang=en**")
    page.get_by_role("heading", level=1, name="300,000 employees").wait_for()
    visit.settle()
    assert page.evaluate("document.documentElement.lang") == "en"
    assert visit.query == {"goal": "DO-2", "lang": "en"}
    assert page.locator("blockquote").get_attribute("lang") == "de"


def test_the_other_language_shows_what_was_chosen_meanwhile(tab: OpenTab):
    visit = tab()
    page = visit.open("/compare")
    page.get_by_role("radio", name="Kassel").click()
    page.wait_for_url("**city=kassel**")
    page.get_by_role("link", name="English").click()
    page.wait_for_url("**lang=en**")
    visit.settle()
    assert visit.query == {"city": "kassel", "lang": "en"}


def test_a_goal_opened_in_english_is_in_english(tab: OpenTab):
    visit = tab()
    page = visit.open("/?lang=en")
    page.locator(".zm-goals .goal a").first.click()
    page.wait_for_url("**/goal?goal=DO-1&lang=en")
    visit.settle()
    assert page.evaluate("document.documentElement.lang") == "en"


# -- what a tab is called, and whom a page asks


@pytest.fixture(scope="module")
def tour(lasting_tab: OpenTab) -> tuple[Tab, dict[str, str]]:
    """A visit of every page, and what each called itself."""
    visit = lasting_tab()
    return visit, {path: visit.open(path).title() for path in EVERY_PAGE}


def test_every_page_has_a_title_of_its_own(tour):
    _, titles = tour
    assert all("Zielmonitor" in title for title in titles.values())
    assert len(set(titles.values())) == len(EVERY_PAGE), titles


def test_no_page_asks_anybody_but_the_server(tour):
    visit, _ = tour
    assert visit.hosts == {visit.server.address.removeprefix("http://")}


def test_no_page_complains_in_the_console_or_in_the_log(tour):
    visit, _ = tour
    assert visit.errors == []
    assert not re.findall(r"(?i)traceback|deprecat|warning", visit.server.log.read_text())
