"""Four questions of a committee member, from the overview to the answer: how many clicks, how many seconds."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.browser.driver import OpenTab, Tab

PATIENCE = 20.0  # seconds for a whole question on a machine that does other things too


@dataclass
class Visit:
    """A committee member at the overview, who clicks and waits until the page stands still."""

    tab: Tab
    clicks: int = 0
    start: float = field(default_factory=time.perf_counter)

    def click(self, part: Any) -> Any:
        before = self.tab.page.url
        part.first.click()
        self.clicks += 1
        self.tab.page.wait_for_function("before => location.href !== before", arg=before)
        return self.tab.settle()

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self.start


@pytest.fixture
def question(tab: OpenTab, record_property: Callable[[str, object], None]) -> Iterator[Visit]:
    visit = tab()
    visit.open("/")
    asked = Visit(visit)
    yield asked
    record_property("clicks", asked.clicks)
    record_property("seconds", round(asked.seconds, 1))
    assert asked.seconds < PATIENCE


def text(page: Any) -> str:
    return " ".join(page.locator(".stMain").inner_text().split())


def test_will_dortmund_get_below_eight_percent_takes_one_click(question: Visit):
    page = question.click(question.tab.page.get_by_role("link", name="Arbeitslosenquote dauerhaft unter 8 %", exact=True))
    told = text(page)
    assert "Entfernt sich" in told and "4,0 Prozentpunkte über dem Ziel" in told
    page.get_by_text("So gerechnet").first.scroll_into_view_if_needed()
    assert "unwahrscheinlich" in told  # of the chance, in the open part of the calculation
    assert question.clicks == 1


def test_who_improved_and_is_the_comparison_fair_takes_two_clicks(question: Visit):
    page = question.click(question.tab.page.get_by_role("link", name="Städtevergleich", exact=True))
    page = question.click(page.get_by_text("Gegenüber Vorjahr", exact=True))
    told = text(page)
    assert "Vergleichbarkeit" in told and "Hartz IV" in told
    assert all(city in told for city in ("Dortmund", "Krefeld", "Kassel", "Stuttgart"))
    assert question.clicks == 2


def test_what_is_missing_in_krefeld_takes_one_click(question: Visit):
    page = question.click(question.tab.page.locator("a[href*='missing?city=krefeld']"))
    assert "city=krefeld" in page.url and "Langzeitarbeitslose" in text(page)
    assert question.clicks == 1


def test_where_a_figure_comes_from_takes_one_click_to_its_file_and_row(question: Visit):
    page = question.click(question.tab.page.get_by_role("link", name="12,0", exact=True))
    told = text(page)
    assert "regionalstatistik_13211-02-05-4.csv" in told and "Zeile" in told
    assert question.clicks == 1
