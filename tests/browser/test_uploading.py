"""Bringing figures in, in a real browser: sign in, drop a file as published, read the preview, confirm, undo."""

import io
import os
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import layouts
from tests.browser.driver import PROJECT, Server, Tab, serving
from tests.browser.test_access import STREAMLIT, too_wide, violations

PASSWORD = "vier lange dumme Worte"  # noqa: S105 - of a test
ACCOUNTS = {"weber": "dortmund", "aydin": ""}
DORTMUND = ("39100", "17400", "3200", "779", "3400", "8135", "17090", "12,6", "11,7", "11,9", "11,5", "25,4", "9,8")
ELSEWHERE = ("4131", "1225", "231", "82", "441", "724", "1323", "8,5", "7,9", "8,5", "7,2", "16,0", "6,0")
OFFICIAL = layouts.unemployment_table(2025, {layouts.OTHER_REGION: ELSEWHERE, layouts.DORTMUND: DORTMUND})
TIDY = "Schlüssel;Indikator;Gruppe;Zeitraum;Wert;Einheit;Quelle\n{key};unemployment_rate;total;{period};{value};%;Probe\n"

Person = Callable[[str], Tab]


def rate(value: str, *, key: str = "05913", period: str = "2025") -> bytes:
    return TIDY.format(key=key, period=period, value=value).encode()


@pytest.fixture(scope="module")
def accounts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the shipped figures and two coordinators, made on the command line."""
    folder = tmp_path_factory.mktemp("accounts")
    environment = os.environ | {"ZIELMONITOR_DATA": str(folder)}
    for name, city in ACCOUNTS.items():
        command = [sys.executable, "-m", "indicators", "user", "add", name, "--role", "coordinator", "--password-stdin"]
        command += ["--city", city] if city else []
        subprocess.run(command, cwd=PROJECT, env=environment, input=PASSWORD, text=True, check=True, capture_output=True)
    return folder


@pytest.fixture
def data(accounts: Path, tmp_path: Path) -> Path:
    return shutil.copytree(accounts, tmp_path / "data")


@pytest.fixture
def served(data: Path, tmp_path: Path) -> Iterator[Server]:
    with serving(data, tmp_path / "streamlit.log") as started:
        yield started
    assert "Traceback" not in started.log.read_text()


@pytest.fixture
def person(chromium: Any, served: Server) -> Iterator[Person]:
    """A browser of somebody's own: `person("weber")` is signed in, `person("")` only reads."""
    contexts: list[Any] = []

    def opened(name: str, *, width: int = 1280, scheme: str = "light") -> Tab:
        contexts.append(chromium.new_context(color_scheme=scheme, locale="de-DE"))
        tab = Tab(contexts[-1].new_page(), served).turned_to(served, width)
        if name:
            sign_in(tab, name)
        return tab

    yield opened
    for context in contexts:
        context.close()


def sign_in(tab: Tab, name: str, password: str = PASSWORD) -> None:
    page = tab.open("/account")
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Passwort", exact=True).fill(password)
    page.locator("[data-testid=stFormSubmitButton] button").click()
    page.locator(".zm-person, .zm-refused").first.wait_for()
    tab.settle()


def drop(tab: Tab, content: bytes, name: str = "zahlen.csv") -> Any:
    page = tab.open("/upload")
    page.set_input_files("input[type=file]", files=[{"name": name, "mimeType": "text/csv", "buffer": content}])
    page.locator(".zm h2").first.wait_for()
    return tab.settle()


def fill_in(tab: Tab, reason: str = "Probe") -> Any:
    """Everything a commit asks for; each answer is sent before the next is given."""
    page = tab.page
    page.get_by_label("Stand der Veröffentlichung").fill("9.7.2026")
    _send(tab)
    boxes = page.locator("[data-testid=stCheckbox] label")
    for number in range(boxes.count()):
        boxes.nth(number).click()
        page.get_by_label(f"Begründung zu Auffälligkeit {number + 1}", exact=True).fill("in der Quelle nachgesehen")
        _send(tab)
    page.get_by_label("Anlass der Lieferung").fill(reason)
    return _send(tab)


def _send(tab: Tab) -> Any:
    """Leave a field: its answer goes out, and the run it asks for begins a moment later."""
    tab.page.keyboard.press("Tab")
    tab.page.wait_for_timeout(400)
    return tab.settle()


def bring_in(tab: Tab) -> Any:
    tab.page.get_by_role("button", name="Einspielen").click()
    tab.page.locator(".zm-done, .zm-refused").first.wait_for()
    return tab.settle()


def entries(data: Path) -> list[str]:
    """What was written, as the record outside the database tells it."""
    return (data / "uploads" / "manifest.jsonl").read_text(encoding="utf-8").splitlines()


def stands(tab: Tab) -> str:
    """What the page of the goal says of Dortmund's unemployment rate."""
    return tab.open("/goal?goal=DO-1").locator(".zm .lead").first.inner_text()


# -- the whole way


def test_an_official_file_goes_in_shows_on_the_goal_and_can_be_taken_back(person: Person, data: Path):
    tab = person("weber")
    before = stands(tab)
    assert "12,0" in before
    page = drop(tab, OFFICIAL, "regiostat_13211-02-05-4_2025.csv")
    text = page.locator(".stMain").inner_text()
    assert "GENESIS-Tabelle 13211-02-05-4" in text
    assert "13 Zahlen anderer Gebiete wurden übersprungen" in text
    assert "−0,3 Prozentpunkte" in text
    fill_in(tab)
    page = bring_in(tab)
    assert "Gespeichert als Lieferung" in page.locator(".zm-done").inner_text()
    page.get_by_role("link", name="Zur Lieferung im Verlauf").click()
    page.wait_for_url("**/history?batch=*")
    tab.settle()
    assert "11,7" in stands(tab)
    page = tab.open("/history")
    assert "regiostat_13211-02-05-4_2025.csv" in page.locator(".stMain").inner_text()
    number = len([line for line in entries(data) if '"withdraw"' in line])
    page.get_by_role("link", name="regiostat_13211-02-05-4_2025.csv").first.click()
    page.get_by_role("button", name="Zurückziehen").first.click()
    page.get_by_role("dialog").get_by_role("textbox").fill("Falsche Datei")
    page.keyboard.press("Tab")
    page.get_by_role("dialog").get_by_role("button", name="Zurückziehen").click()
    page.get_by_role("dialog").wait_for(state="detached")
    tab.settle()
    assert len([line for line in entries(data) if '"withdraw"' in line]) == number + 1
    assert stands(tab) == before
    assert tab.errors == []


# -- signing in


def test_a_session_survives_a_reload_and_a_second_tab_but_not_signing_out(person: Person):
    tab = person("weber")
    assert "Koordination Dortmund" in tab.open("/").locator(".zm-person").inner_text()
    offered = tab.page.locator(".zm-nav").inner_text()
    assert "Daten hochladen" in offered and "Pflege" in offered
    cookies = {cookie["name"]: cookie for cookie in tab.page.context.cookies()}
    assert cookies["zielmonitor"]["sameSite"] == "Strict"
    second = Tab(tab.page.context.new_page(), tab.server).turned_to(tab.server, 1280)
    assert second.open("/upload").locator("input[type=file]").count() == 1
    tab.open("/account").get_by_role("button", name="Abmelden").click()
    tab.page.get_by_label("Passwort", exact=True).wait_for()
    assert second.open("/upload").locator("input[type=file]").count() == 0
    assert tab.open("/").locator(".zm-person").count() == 0


def test_a_wrong_password_is_told_and_a_stranger_is_not_named(person: Person):
    tab = person("")
    sign_in(tab, "weber", "geraten")
    assert tab.page.locator(".zm-refused").inner_text() == "Name und Passwort passen nicht zusammen."
    assert tab.page.get_by_label("Passwort", exact=True).input_value() == ""


# -- two at once


def test_a_preview_that_somebody_overtook_is_told_made_again_and_then_stored(person: Person, data: Path):
    first, second = person("weber"), person("aydin")
    drop(first, rate("11,8"))
    fill_in(first)
    drop(second, rate("11,9"))
    fill_in(second)
    bring_in(second)
    written = entries(data)
    page = bring_in(first)
    assert "Vorschau" in page.locator(".zm-refused").inner_text()
    assert entries(data) == written
    assert "11,9" in page.locator(".stMain").inner_text()
    page = bring_in(first)
    assert "Gespeichert" in page.locator(".zm-done").inner_text()
    assert "11,8" in stands(second)


def test_a_double_click_stores_once(person: Person, data: Path):
    tab = person("weber")
    drop(tab, rate("11,8"))
    fill_in(tab)
    before = len(entries(data))
    tab.page.get_by_role("button", name="Einspielen").dblclick()
    tab.page.locator(".zm-done").wait_for()
    tab.settle()
    tab.page.wait_for_timeout(1000)
    assert len(entries(data)) == before + 1
    assert tab.page.locator(".zm-refused").count() == 0


def test_one_withdraws_while_the_other_commits(person: Person, data: Path):
    first, second = person("aydin"), person("weber")
    drop(first, rate("11,9"))
    fill_in(first)
    bring_in(first)
    drop(second, rate("11,8"))
    fill_in(second)
    page = first.open("/history")
    page.get_by_role("link", name="zahlen.csv").first.click()
    page.get_by_role("button", name="Zurückziehen").first.click()
    page.get_by_role("dialog").get_by_role("textbox").fill("Irrtum")
    page.keyboard.press("Tab")
    page.get_by_role("dialog").get_by_role("button", name="Zurückziehen").click()
    page.get_by_role("dialog").wait_for(state="detached")
    written = len(entries(data))
    page = bring_in(second)
    assert "Vorschau" in page.locator(".zm-refused").inner_text()
    assert len(entries(data)) == written
    assert "12,0" in page.locator(".stMain").inner_text()


# -- who may not


def test_a_reader_finds_no_way_to_write(person: Person, data: Path):
    tab = person("")
    written = entries(data)
    page = tab.open("/upload")
    buttons = page.locator("[data-testid=stBaseButton-primary], [data-testid=stBaseButton-secondary]")
    assert page.locator("input[type=file]").count() == 0 and buttons.count() == 0
    assert page.get_by_role("link", name="Anmelden").count() >= 1
    page.context.add_cookies([{"name": "zielmonitor", "value": "geraten", "url": tab.server.address}])
    assert tab.open("/upload").locator("input[type=file]").count() == 0
    for method in ("put", "post"):
        answer = getattr(page.request, method)(f"{tab.server.address}/_stcore/upload_file/fremd/datei", data=b"x")
        assert answer.status >= 400
    assert entries(data) == written


def test_who_signed_out_in_another_tab_stores_nothing(person: Person, data: Path):
    tab = person("weber")
    drop(tab, rate("11,8"))
    fill_in(tab)
    written = entries(data)
    other = Tab(tab.page.context.new_page(), tab.server).turned_to(tab.server, 1280)
    other.open("/account").get_by_role("button", name="Abmelden").click()
    other.page.get_by_label("Passwort", exact=True).wait_for()
    tab.page.get_by_role("button", name="Einspielen").click()
    tab.page.get_by_text("Zum Hochladen melden Sie sich bitte an").wait_for()
    assert entries(data) == written


def test_a_coordinator_of_one_city_brings_no_figures_of_another(person: Person, data: Path):
    tab = person("weber")
    written = entries(data)
    page = drop(tab, rate("9,9", key="05114"))
    assert "nichts gespeichert" in page.locator(".stMain").inner_text()
    assert page.get_by_role("button", name="Einspielen").count() == 0
    assert entries(data) == written


def test_a_file_that_takes_too_much_is_refused_and_no_reader_notices(person: Person, data: Path):
    coordinator, reader = person("weber"), person("")
    written = entries(data)
    usual = seconds(lambda: reader.open("/goal?goal=DO-2"))
    page = coordinator.open("/upload")
    page.set_input_files("input[type=file]", files=[{"name": "bombe.zip", "mimeType": "application/zip", "buffer": bomb()}])
    assert seconds(lambda: reader.open("/goal?goal=DO-2")) < 3 * usual + 2
    page.locator(".zm h2").first.wait_for()
    assert "Arbeitsspeicher" in coordinator.settle().locator(".stMain").inner_text()
    assert "264.322" in reader.open("/goal?goal=DO-2").locator(".zm .lead").first.inner_text()
    assert entries(data) == written


def seconds(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def bomb() -> bytes:
    """A megabyte that unpacks to 8 million rows: allowed in size, too much for the memory of the reader."""
    packed, rows = io.BytesIO(), rate("11,8").partition(b"\n")
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zahlen.csv", rows[0] + b"\n" + rows[2] * 8_000_000)
    return packed.getvalue()


# -- for everybody


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_state_of_the_page_passes_axe_and_fits_a_phone(person: Person, scheme: str):
    tab = person("weber", scheme=scheme)
    states = {
        "empty": lambda: tab.open("/upload"),
        "errors": lambda: drop(tab, rate("elf")),
        "preview": lambda: drop(tab, rate("11,8") + rate("11,8").splitlines()[1]),
    }
    for name, reach in states.items():
        for width in (1280, 360):
            tab.page.set_viewport_size({"width": width, "height": 900})
            page = reach()
            found = [one for one in violations(page) if one["ours"] or one["rule"] not in STREAMLIT]
            assert found == [], (name, width)
            assert width > 360 or too_wide(page) == [], name


# -- teaching a table

REPORT = (
    "Bericht der Stadt;;;\nMerkmal;Raum;2024;{year}\nArbeitslosenquote;Stadt Dortmund;11,7;{value}\n"
    "Quote der Frauen;Stadt Dortmund;11,5;11,8\n"
)


def test_a_table_taught_once_is_recognised_the_next_time(person: Person, data: Path):
    tab = person("weber")
    page = drop(tab, REPORT.format(year=2025, value="11,8").encode(), "bericht.csv")
    assert "Diese Tabelle ist noch nicht bekannt" in page.locator(".stMain").inner_text()
    page.get_by_role("link", name="Diese Tabelle zuordnen").click()
    page.get_by_text("So wird gelesen").wait_for()
    tab.settle()
    assert "2 Zahlen gelesen" in page.locator(".stMain").inner_text()
    page.get_by_role("combobox", name="„Quote der Frauen“ steht für").scroll_into_view_if_needed()
    page.wait_for_timeout(500)  # a list of choices closes when the page scrolls
    tab.choose("„Quote der Frauen“ steht für", "Zeile auslassen")
    tab.settle()
    page.get_by_label("Name der Zuordnung").fill("Bericht der Stadt")
    page.keyboard.press("Tab")
    tab.settle()
    assert [one for one in violations(page) if one["ours"] or one["rule"] not in STREAMLIT] == []
    page.get_by_role("button", name="Merken und Datei lesen").click()
    page.get_by_text("Was sich ändert").wait_for()
    tab.settle()
    assert "Tabelle nach der Zuordnung Bericht der Stadt" in page.locator(".stMain").inner_text()
    page = drop(tab, REPORT.format(year=2023, value="11,5").encode(), "naechster.csv")
    assert "Tabelle nach der Zuordnung Bericht der Stadt" in page.locator(".stMain").inner_text()
    assert len(entries(data)) == len({*entries(data)})
