"""The public edition as a reader meets it: no violation in light, dark and on a phone, no script, no request elsewhere."""

import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

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
