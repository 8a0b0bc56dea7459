"""Everybody can use the pages: small screens, keyboard, screen readers, light and dark (WCAG 2.2 AA, BITV 2.0)."""

import io
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from indicators.present import frame
from pages import _shell
from tests.browser.driver import OpenTab, Tab

axe_core = pytest.importorskip("axe_core_python", reason="axe-core-python is not installed")

# What a page shows only at certain addresses; every page of the navigation and of the footer is opened without this list.
STATES = {
    "goal": "/goal?goal=DO-2", "reported": "/goal?goal=KR-0", "delivery": "/history?batch=6",
    "groups": "/groups?city=kassel", "parity": "/groups?city=stuttgart",
    "upkeep": "/upkeep?city=krefeld&kind=state",
    "provenance": "/provenance?area=05913&indicator=population&group=total&period=2023",
}  # fmt: skip
PAGES = {name: f"/{name}" for name in (*_shell.PAGES, *_shell.HIDDEN, *_shell.FOOTER)} | {frame.HOME: "/"} | STATES
AXE = Path(axe_core.__file__).with_name("axe.min.js")
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]

# Rules that Streamlit's own widgets break, and why; they count only outside our markup (.zm).
STREAMLIT = {"presentation-role-conflict": "the frame of the drop zone is role=presentation, yet can take the focus"}

RUN = """standards => axe.run(document, {
    preload: false, runOnly: {type: 'tag', values: standards}, resultTypes: ['violations'],
}).then(found =>
    found.violations.flatMap(rule => rule.nodes.map(node => ({
        rule: rule.id, impact: node.impact, where: node.target.flat().join(' '), html: node.html.slice(0, 200),
        ours: !!document.querySelector(node.target.flat().at(-1))?.closest('.zm'),
    }))))"""

# Words and cells that stick out of their box although nothing scrolls.
STICKING_OUT = """() => [...document.querySelectorAll('.zm :is(h1, h2, h3, p, li, dt, dd, td, th, summary, blockquote)')]
    .filter(part => !part.closest('.zm-scroll, .zm-goals thead, .zm-stack thead, .zm-hidden'))
    .filter(part => part.clientWidth && part.scrollWidth > part.clientWidth + 1)
    .map(part => `${part.tagName} ${part.textContent.trim().slice(0, 60)}: ${part.scrollWidth} > ${part.clientWidth}`)"""


def unfold(page: Any) -> None:
    """Open everything that folds, so that nothing hides from a check."""
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    page.wait_for_timeout(100)


def resize(page: Any, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.wait_for_timeout(200)


def violations(page: Any) -> list[dict[str, Any]]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    return page.evaluate(RUN, STANDARDS)


@pytest.fixture(scope="module")
def tabs(lasting_tab: OpenTab) -> dict[str, Tab]:
    return {scheme: lasting_tab(scheme=scheme) for scheme in ("light", "dark")}


@pytest.fixture(scope="module", params=[f"{name}-{scheme}" for name in PAGES for scheme in ("light", "dark")])
def unfolded(request: pytest.FixtureRequest, tabs: dict[str, Tab]) -> Any:
    """Every page in light and dark, opened once for all tests that only look, with everything on it unfolded."""
    name, scheme = request.param.split("-")
    page = tabs[scheme].open(PAGES[name])
    unfold(page)
    return page


@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing(unfolded, width):
    resize(unfolded, width)
    found = violations(unfolded)
    assert [one for one in found if one["ours"]] == []
    assert [one for one in found if one["rule"] not in STREAMLIT] == []


def test_the_walk_leaves_out_no_page_that_a_visitor_can_reach(tab: OpenTab):
    page = tab(width=1920).open("/")
    linked = page.locator(".zm-nav a, .zm-footer a").evaluate_all("links => links.map(link => new URL(link.href).pathname)")
    assert {"/glossary", "/accessibility", "/privacy"} <= set(linked)
    assert set(linked) <= {path.partition("?")[0] for path in PAGES.values()} | {"/goal", "/upkeep"}


def test_the_first_stop_of_the_keyboard_leads_to_the_content_in_the_language_of_the_page(tab: OpenTab):
    for address, text in (("/sources", "Zum Inhalt springen"), ("/sources?lang=en", "Skip to the content")):
        page = tab().open(address)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == text
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "zm-content"


def test_the_keyboard_goes_through_a_page_from_top_to_bottom(tab: OpenTab):
    page = tab().open("/glossary")
    tops = []
    for _ in range(120):
        page.keyboard.press("Tab")
        top = page.evaluate("""() => { const part = document.activeElement; const main = document.querySelector('.stMain');
            return part.closest('.zm') ? part.getBoundingClientRect().top + main.scrollTop : null }""")
        if top is not None:
            tops.append(round(top))
        if page.evaluate("!!document.activeElement.closest('.zm-footer li:last-child')"):
            break
    assert len(tops) > 10 and tops == sorted(tops)
    assert page.evaluate("document.activeElement.textContent") == "Datenschutz"


def test_a_link_to_a_term_arrives_at_its_entry(tab: OpenTab):
    page = tab().open("/")
    page.locator(".zm-goals a.zm-term").first.click()
    page.wait_for_url("**/glossary#verdict")
    page.wait_for_function("document.activeElement.id === 'verdict'")
    assert page.locator("#verdict").is_visible()


def test_nothing_is_wider_than_a_phone(unfolded):
    assert too_wide(unfolded) == []


@pytest.mark.parametrize("name", PAGES)
def test_nothing_in_english_is_wider_than_a_phone(tab: OpenTab, name):
    path = PAGES[name]
    page = tab(width=360).open(f"{path}{'&' if '?' in path else '?'}lang=en")
    unfold(page)
    assert too_wide(page) == []


def too_wide(page: Any) -> list[str]:
    resize(page, 360)
    sizes = {part: page.locator(part).evaluate("part => [part.scrollWidth, part.clientWidth]") for part in ("html", ".stMain")}
    return [part for part, (inner, outer) in sizes.items() if inner > outer] + page.evaluate(STICKING_OUT)


def test_axe_would_find_a_violation_in_our_markup(tab: OpenTab):
    page = tab().open("/goal?goal=KR-8")
    page.evaluate("""document.querySelector('.zm').insertAdjacentHTML('beforeend',
        '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="><p style="color:#ccc;background:#fff">blass</p>')""")
    assert {one["rule"] for one in violations(page) if one["ours"]} == {"image-alt", "color-contrast"}


def test_on_a_phone_a_verdict_stands_on_one_line_with_its_symbol(tab: OpenTab):
    page = tab(width=360).open("/")
    apart = page.evaluate("""() => [...document.querySelectorAll('.zm-goals .zm-verdict')].filter(cell => {
        const range = document.createRange(); range.selectNodeContents(cell.lastChild);
        const symbol = cell.querySelector('.zm-symbol').getBoundingClientRect(), text = range.getClientRects()[0];
        return text.top > symbol.bottom || text.left < symbol.right }).map(cell => cell.textContent)""")
    assert apart == []


def test_the_keyboard_reaches_the_goals_with_a_visible_focus_and_opens_one(tab: OpenTab):
    visit = tab()
    page = visit.open("/?city=krefeld")
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("!!document.activeElement.closest('.zm-goals tbody a')"):
            break
    focus = page.evaluate("""(() => { const style = getComputedStyle(document.activeElement);
        return [document.activeElement.textContent, style.outlineStyle, parseFloat(style.outlineWidth),
                style.outlineColor] })()""")
    assert focus == [page.locator(".zm-goals tbody a").first.inner_text(), "solid", 2, "rgb(31, 78, 121)"]
    page.keyboard.press("Enter")
    page.wait_for_url("**/goal?goal=KR-**")


def test_the_keyboard_chooses_a_filter(tab: OpenTab):
    visit = tab()
    page = visit.open("/missing")
    page.get_by_role("combobox", name="Stadt").focus()
    page.keyboard.type("Kass")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/missing?city=kassel")


def test_every_symbol_of_a_verdict_has_its_word_and_every_small_picture_its_text(tab: OpenTab):
    page = tab().open("/")
    assert page.locator(".zm-goals .zm-verdict").count() == 40
    assert all(text.strip() for text in page.locator(".zm-verdict").all_inner_texts())
    told = page.locator(".zm-trend").evaluate_all("parts => parts.map(part => [part.role, part.ariaLabel])")
    assert told and all(role == "img" and label for role, label in told)


def test_verdict_colours_reach_the_words_on_every_page(tab: OpenTab):
    page = tab().open("/method")
    colours = page.locator("dt .zm-verdict").evaluate_all(
        "parts => parts.map(part => [getComputedStyle(part).color, getComputedStyle(part.querySelector('.zm-symbol')).color])"
    )
    assert colours and all(word == symbol for word, symbol in colours)


def test_a_narrow_table_scrolls_inside_itself_and_can_be_reached_by_keyboard(tab: OpenTab):
    page = tab(width=360).open("/sources")
    boxes = page.locator(".zm-scroll").evaluate_all("parts => parts.map(part => [part.tabIndex, part.role, part.ariaLabel])")
    assert boxes and all(index == 0 and role == "region" and label for index, role, label in boxes)


_UNFOLDED = """() => [...document.querySelectorAll("details:not([open]) > :not(summary)")]
    .every(part => part.checkVisibility({contentVisibilityAuto: true}) && part.offsetHeight)"""


def test_printed_pages_are_complete(tab: OpenTab):
    """What is folded stands open, heads of tables are printed, no table becomes the one of a phone."""
    page = tab().open(STATES["goal"])
    page.emulate_media(media="print")
    page.wait_for_function(_UNFOLDED)  # the browser lays the sheet out anew, which takes it a moment
    page.set_viewport_size({"width": 640, "height": 900})
    heads = page.locator(".zm thead").evaluate_all("heads => heads.map(head => getComputedStyle(head).display)")
    assert set(heads) == {"table-header-group"}
    assert not page.locator(".zm-footer").is_visible()
    page.emulate_media(media="screen")


def test_the_first_printed_page_of_the_glossary_holds_more_than_its_title(tab: OpenTab):
    page = tab().open("/glossary")
    page.emulate_media(media="print")
    page.wait_for_function("document.querySelector('.stApp').scrollHeight > 2 * innerHeight")  # laid out anew in a moment
    printed = pikepdf.open(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    first, second, *_ = (len(sheet.Contents.read_bytes()) for sheet in printed.pages)
    assert first > second / 2
    page.emulate_media(media="screen")


@pytest.mark.parametrize("address", ["/?city=krefeld", "/?city=krefeld&lang=en", "/?city=stuttgart&lang=en", "/gaps"])
def test_no_word_of_a_table_leaves_its_cell(tab: OpenTab, address: str):
    page = tab(width=1280).open(address)
    wide = """cells => cells.filter(cell => cell.scrollWidth > cell.clientWidth + 1).map(cell => cell.innerText)"""
    assert page.locator(".zm tbody :is(td, th)").evaluate_all(wide) == []


def test_a_dark_page_is_printed_dark_on_white(tab: OpenTab):
    page = tab(scheme="dark").open(STATES["goal"])
    page.emulate_media(media="print")
    style = "part => [getComputedStyle(part).backgroundColor, getComputedStyle(part).color]"
    assert page.locator(".stApp").evaluate(style)[0] == "rgb(255, 255, 255)"
    assert page.locator(".zm h1").first.evaluate(style)[1] == "rgb(28, 27, 25)"
    page.emulate_media(media="screen")


def test_printed_pages_leave_out_the_controls(tab: OpenTab):
    page = tab().open(PAGES["goal"])
    page.emulate_media(media="print")
    for part in ("header", ".stSelectbox", ".stDownloadButton"):
        assert not page.locator(part).first.is_visible()
    assert page.locator("h1").is_visible() and page.locator(".source").first.is_visible()
    page.emulate_media(media="screen")
