"""Charts and downloads as a visitor gets them."""

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest

from tests.browser.driver import OpenTab, Tab

# The texts inside the chart and where they stand: [text, left, top, right, bottom]; then the chart itself.
TEXTS = """chart => {
    const box = part => { const r = part.getBoundingClientRect(); return [r.left, r.top, r.right, r.bottom] };
    const parts = [...chart.querySelectorAll('.annotation-text-g, .xtick text, .ytick text')];
    return [['chart', ...box(chart)], ...parts.map(part => [part.textContent, ...box(part)])] }"""

# Plotly draws anew a moment after the window has changed.
DRAWN_TO_SIZE = """() => [...document.querySelectorAll('.js-plotly-plot')].every(chart =>
    Math.abs(chart.querySelector('.main-svg').getBoundingClientRect().width - chart.getBoundingClientRect().width) < 2)"""


@pytest.fixture(scope="module")
def goal(lasting_tab: OpenTab) -> Tab:
    """A goal with a chart, for tests that leave the page as it is."""
    visit = lasting_tab()
    visit.open("/goal?goal=DO-2")
    return visit


def chart(page: Any) -> Any:
    return page.locator(".js-plotly-plot").first


def test_a_chart_is_told_in_words(goal):
    told = goal.page.locator("[role=img][aria-label], [role=figure][aria-label]").first.get_attribute("aria-label")
    assert told.startswith("Liniendiagramm: Sozialversicherungspflichtig Beschäftigte am Arbeitsort in Dortmund")
    for part in ("30. Juni 2015 218.194", "30. Juni 2024 264.322", "Zielwert ≥ 300.000"):
        assert part in told


@pytest.mark.parametrize(
    ("path", "form", "example"),
    [
        ("/goal?goal=DO-2", r"\d{1,3}(\.\d{3})*", "300.000"),
        ("/goal?goal=DO-3", r"\d+(,\d)?\u00a0%", "14\u00a0%"),
        ("/goal?goal=DO-2&lang=en", r"\d{1,3}(,\d{3})*", "300,000"),
        ("/compare?indicator=population", r"\d{1,3}(\.\d{3})*", "400.000"),
    ],
)
def test_an_axis_writes_numbers_out_in_the_language_of_the_page(tab, path, form, example):
    ticks = tab().open(path).locator(".ytick text").all_text_contents()
    assert all(re.fullmatch(form, tick) for tick in ticks), ticks
    assert example in ticks


def test_the_newest_value_is_told_on_hover_in_german(goal):
    point = chart(goal.page).locator(".scatterlayer .point").last.bounding_box()
    goal.page.mouse.move(point["x"] + point["width"] / 2, point["y"] + point["height"] / 2)
    hover = goal.page.locator(".hoverlayer .hovertext")
    hover.wait_for()
    assert "264.322" in hover.text_content() and "30. Juni 2024" in hover.text_content()


@pytest.mark.parametrize(
    "path",
    [
        "/goal?goal=DO-1",
        "/goal?goal=DO-2",
        "/goal?goal=DO-3",
        "/compare?city=kassel",
        "/compare?indicator=unemployed&group=age_15_24",
    ],
)
def test_no_text_of_a_chart_leaves_it_or_covers_another(tab, path):
    visit = tab()
    visit.open(path)
    assert {width: crossing(visit, width) for width in (1280, 360)} == {1280: ([], []), 360: ([], [])}


def crossing(visit: Tab, width: int) -> tuple[list[str], list[tuple[str, str]]]:
    """The texts that leave the chart, and the pairs of which one covers the other."""
    visit.page.set_viewport_size({"width": width, "height": 900})
    visit.page.wait_for_function(DRAWN_TO_SIZE)
    (_, *edge), *texts = chart(visit.page).evaluate(TEXTS)
    shown = [text for text in texts if text[0].strip() and text[3] > text[1]]
    outside = [text for text, *box in shown if box[0] < edge[0] - 1 or box[2] > edge[2] + 1 or box[3] > edge[3] + 1]
    covered = [
        (one, other)
        for number, (one, *a) in enumerate(shown)
        for other, *b in shown[number + 1 :]
        if min(a[2], b[2]) - max(a[0], b[0]) > 2 and min(a[3], b[3]) - max(a[1], b[1]) > 4
    ]
    return outside, covered


@pytest.mark.parametrize("indicator", ["unemployment_rate", "employees_workplace"])
def test_every_line_of_the_comparison_has_its_name_in_the_picture(tab, indicator):
    page = tab().open(f"/compare?indicator={indicator}")
    names = set(page.locator(".annotation-text-g").all_text_contents())
    assert {"Dortmund", "Krefeld", "Kassel", "Stuttgart"} <= names


def test_a_chart_has_the_ink_of_light_and_dark(goal, tab):
    dark = tab(scheme="dark").open("/goal?goal=DO-1")
    inks = [page.locator(".ytick text").first.evaluate("tick => getComputedStyle(tick).fill") for page in (goal.page, dark)]
    assert inks == ["rgb(28, 27, 25)", "rgb(236, 234, 228)"]


def test_a_single_value_is_one_dot(tab):
    page = tab().open("/goal?goal=KR-4")
    assert page.locator(".scatterlayer .point").count() == 1


# -- downloads


def taking(visit: Tab) -> None:
    """Open what holds the downloads, unless it is open."""
    if not visit.page.get_by_role("button", name="CSV", exact=True).count():
        visit.page.get_by_role("button", name="Herunterladen und zitieren").click()
        visit.page.get_by_role("button", name="CSV", exact=True).wait_for()
        visit.settle()


def downloaded(visit: Tab, label: str) -> tuple[str, bytes]:
    taking(visit)
    with visit.page.expect_download() as waiting:
        visit.page.get_by_role("button", name=label, exact=True).click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def test_the_csv_opens_with_german_header_decimal_comma_and_source(tab):
    visit = tab()
    visit.open("/goal?goal=DO-1")
    name, data = downloaded(visit, "CSV")
    assert name == "DO-1.csv" and data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
    assert {"Gebiet", "Kennzahl", "Zeitraum", "Wert", "Quelle", "Stand"} <= set(rows[0])
    assert (rows[-1]["Zeitraum"], rows[-1]["Wert"]) == ("2025", "12,0")
    assert all(row["Quelle"] for row in rows)


def test_the_csv_of_a_comparison_holds_every_city(tab):
    visit = tab()
    visit.open("/compare")
    name, data = downloaded(visit, "CSV")
    assert name == "unemployment_rate-total.csv"
    assert all(city in data.decode("utf-8-sig") for city in ("Dortmund", "Krefeld", "Kassel", "Stuttgart"))


def test_the_pictures_are_a_png_and_an_svg(goal):
    name, picture = downloaded(goal, "PNG")
    assert (name, picture[:8]) == ("DO-2.png", b"\x89PNG\r\n\x1a\n")
    name, drawing = downloaded(goal, "SVG")
    assert name == "DO-2.svg" and b"<svg" in drawing[:1000] and drawing.rstrip().endswith(b"</svg>")


def test_a_download_leaves_the_page_as_it_is(goal):
    before = goal.page.url
    downloaded(goal, "PNG")
    assert goal.page.url == before and goal.page.locator("[data-testid=stException]").count() == 0


def test_the_table_holds_the_numbers_of_the_chart(goal):
    goal.page.get_by_text("Zahlen als Tabelle").first.click()
    table = goal.page.locator(".zm-numbers table")
    table.wait_for()
    assert table.locator("tbody tr").first.locator("th").inner_text() == "30. Juni 2024"
    assert table.locator("tbody tr").first.locator("td").first.inner_text() == "264.322"
