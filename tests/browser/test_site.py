"""The public edition as a reader meets it: no violation in light, dark and on a phone, no script, no request elsewhere."""

import functools
import http.server
import io
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from indicators import monitor as ask
from indicators.monitor import Monitor
from indicators.present.report.web import html
from indicators.present.words import words
from tests.browser.test_access import STICKING_OUT, resize, violations
from tests.conftest import TODAY

PAGES = (
    "", "ziele/do-1.html", "ziele/st-1.html", "orte/dortmund.html", "vergleich/", "vergleich/unemployment_rate.html",
    "massnahmen/dortmund.html", "berichte/", "daten/dortmund.html", "quellen.html", "methode.html", "glossar.html",
    "embed/do-1.html", "404.html", "en/", "en/goals/do-1.html", "bericht.html",
)  # fmt: skip

A4, MARGIN = 703, 45  # pixels between the margins of a sheet, and of a margin
CUT_OFF = """margin => [...document.querySelectorAll('table')].filter(table => {
    const box = table.closest('.zm-scroll')
    const clips = box && getComputedStyle(box).overflowX !== 'visible'
    return table.getBoundingClientRect().right > innerWidth + (clips ? 1 : margin)
}).map(table => table.innerText)"""


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args: Any) -> None:
        """The test says what matters."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, shipped: Monitor) -> Iterator[str]:
    """The edition and one report as a web server without any setting serves them."""
    folder = tmp_path_factory.mktemp("site")
    ask.publish(shipped, folder)
    (folder / "bericht.html").write_text(html(ask.report(shipped, "dortmund", words("de"), today=TODAY), words("de")))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    """A browser in which the policies of the pages hold for axe too: it is let past them only when it has to look."""
    context = chromium.new_context(bypass_csp=True, locale="de-DE")
    yield context.new_page()
    context.close()


def found(shown: Any) -> list[object]:
    """What axe-core finds of the whole page with everything folded open."""
    shown.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    return [(one["rule"], one["where"]) for one in violations(shown)]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_violation_on_a_desk_or_a_phone(page, address, path, scheme):
    page.emulate_media(color_scheme=scheme)
    for width in (1280, 360):
        resize(page, width)
        assert page.goto(f"{address}/{path}").ok
        assert found(page) == [], width
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.evaluate(STICKING_OUT) == []


@pytest.mark.parametrize("path", PAGES)
def test_a_page_loads_only_from_its_own_host_and_breaks_no_rule_of_its_policy(chromium, address, path):
    context = chromium.new_context(java_script_enabled=False)
    shown, asked, told = context.new_page(), list[str](), list[str]()
    shown.on("request", lambda request: asked.append(request.url))
    shown.on("console", lambda message: told.append(message.text))
    shown.goto(f"{address}/{path}", wait_until="load")
    assert all(url.startswith((address, "data:")) for url in asked) and told == []
    assert shown.locator("h1").count() == 1 and shown.locator("h1").is_visible()
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_on_a_sheet_of_a4_no_column_of_a_table_is_cut_off(page, address, path):
    page.emulate_media(media="print")
    resize(page, A4)
    page.goto(f"{address}/{path}")
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    assert page.evaluate(CUT_OFF, MARGIN) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_wide_table_of_a_report_shows_on_a_phone_that_it_goes_on_until_its_end(page, address, scheme):
    page.emulate_media(color_scheme=scheme)
    resize(page, 360)
    page.goto(f"{address}/bericht.html")
    box = page.locator(".zm-scroll:has(.zm-wide)").first
    assert box.get_attribute("tabindex") == "0" and box.get_attribute("aria-label")
    name = box.locator("thead th").nth(1)
    assert name.inner_text().startswith("Dortmund") and name.bounding_box()["x"] + name.bounding_box()["width"] < 340

    def edge() -> tuple[Any, Any]:
        """The colour in the last pixel of the caption's line, and in the middle of it."""
        with Image.open(io.BytesIO(box.screenshot())) as picture:
            return picture.getpixel((picture.width - 1, 4)), picture.getpixel((picture.width // 2, 4))

    assert len(set(edge())) == 2
    box.evaluate("box => { box.scrollLeft = box.scrollWidth }")
    assert len(set(edge())) == 1
    period = box.locator("tbody th").first
    assert abs(period.bounding_box()["x"] - box.bounding_box()["x"]) < 1


def test_a_printed_report_shows_its_contents_and_forces_no_page_to_end(page, address):
    page.emulate_media(media="print")
    resize(page, A4)
    page.goto(f"{address}/bericht.html")
    assert page.locator("main nav").is_visible()
    breaks = "parts => parts.map(part => getComputedStyle(part)).map(one => [one.breakBefore, one.breakInside, one.breakAfter])"
    before, inside, after = (set(one) for one in zip(*page.locator("main *").evaluate_all(breaks), strict=True))
    assert before | inside | after == {"auto", "avoid"}
    headings = page.locator("main :is(h1, h2, h3, h4, thead)")
    assert {one[2] for one in headings.evaluate_all(breaks)} == {"avoid"}
    rule, title = page.locator(".zm-top").bounding_box(), page.locator("h1").bounding_box()
    assert title["y"] - (rule["y"] + rule["height"]) > 10


def test_the_keyboard_finds_the_way_past_the_navigation(page, address):
    page.goto(f"{address}/ziele/do-1.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Zum Inhalt springen"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "inhalt"


def test_a_goal_is_two_clicks_from_its_file(page, address):
    page.goto(f"{address}/")
    page.get_by_role("link", name="Arbeitslosenquote dauerhaft unter 8 %", exact=True).first.click()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV", exact=False).first.click()
    told = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert "12.0" in told or "12,0" in told
