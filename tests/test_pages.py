"""The pages as Streamlit runs them, without a browser: what a visitor sees and what stands in the address."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from html import unescape
from itertools import pairwise
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from indicators.catalogue import Catalogue
from indicators.present import overview
from indicators.store.embedded import FILE
from pages import _shell
from tests.conftest import PROJECT

PAGES = ("overview", "goal", "gaps", "compare", "groups", "sources", *_shell.FOOTER)

Visit = Callable[..., AppTest]


@pytest.fixture
def visit(folder_of_pages: Path) -> Visit:
    """Opens a page with what stands in its address."""

    def opened(page: str = "overview", **address: str) -> AppTest:
        app = AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=60)
        if page != "overview":  # AppTest knows the other pages only after a run, and keeps what the page before it chose
            app.query_params["lang"] = address.get("lang", "de")
            app = app.run().switch_page("pages/sources.py").run().switch_page(f"pages/{page}.py")
        for key, value in address.items():
            app.query_params[key] = value
        return app.run()

    return opened


def shown(app: AppTest) -> str:
    """All HTML of a page but the stylesheet."""
    return "\n".join(part.value for part in app.html if not part.value.startswith("<style"))


def headline(app: AppTest) -> str:
    (found,) = re.findall(r"<h1>(.*?)</h1>", shown(app))
    return unescape(found)


def listed(app: AppTest) -> list[str]:
    """The goals that the overview links to, in order."""
    return re.findall(r'class="goal"><a href="goal\?goal=([\w-]+)', shown(app))


# -- every page, both languages


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(("language", "other"), [("de", "en"), ("en", "de")])
def test_every_page_runs_in_both_languages(visit, page, language, other):
    app = visit(page, lang=language)
    assert not app.exception and not app.error
    assert (headline(app) and headline(app) != headline(visit(page, lang=other))) or page == "goal"
    assert app.session_state["lang"] == language


def test_german_is_the_language_without_a_choice(visit):
    assert headline(visit()) == "Erreichen die Städte ihre Arbeitsmarktziele?"


def test_an_unknown_language_in_the_address_is_german(visit):
    app = visit(lang="fr")
    assert not app.exception
    assert headline(app) == "Erreichen die Städte ihre Arbeitsmarktziele?"


def test_the_language_stays_when_the_page_changes(visit):
    app = visit(lang="en")
    for page in PAGES[1:]:
        app.switch_page(f"pages/{page}.py").run()
        assert app.session_state["lang"] == "en"
    assert headline(app) == "Data protection"


def test_going_from_page_to_page_warns_of_nothing_and_filters_nothing(visit):
    app = visit()
    for page in ("goal", "compare", "sources", "overview", "compare", "overview"):
        app.switch_page(f"pages/{page}.py").run()
        assert [part.value for part in (*app.warning, *app.error)] == [], page
    assert len(listed(app)) == 40


def test_the_document_tells_the_browser_its_language(visit):
    for language in ("de", "en"):
        assert f'document.documentElement.lang = "{language}"' in shown(visit(lang=language))


@pytest.mark.parametrize(
    ("page", "address"),
    [
        ("upload", {}), ("history", {"batch": "6"}), ("provenance", {}), ("teach", {}),
        ("provenance", {"area": "05913", "indicator": "population", "group": "total", "period": "1850"}),
    ],
)  # fmt: skip
def test_a_page_with_nothing_more_to_show_still_leads_to_what_explains_it(visit, page, address):
    """Such as the upload to whoever is not signed in."""
    app = visit(page, **address)
    assert not app.exception and shown(app).count('class="zm zm-footer"') == 1


@pytest.mark.parametrize("page", PAGES)
def test_no_page_leaves_a_gap_in_a_sentence(visit, page):
    """No None, nan, placeholder or doubled sign where a value was missing."""
    text = re.sub(r"<[^>]+>|url\([^)]*\)", " ", shown(visit(page)))
    assert re.findall(r"\bNone\b|\bnan\b|\{\w+\}|\*\*|\.\.(?!\.)", text) == []


# -- overview


def test_a_reported_state_carries_the_day_of_its_evidence(visit):
    """What was so four years ago may not be so today."""
    assert "Der Stand ist mit Nachweis gemeldet. Stand: 29. Juli 2022." in unescape(shown(visit()))


def test_the_overview_lists_every_goal_once_city_by_city(visit, catalogue):
    found = listed(visit())
    assert len(found) == 40 and set(found) == set(catalogue.goals)
    cities = [name.partition("-")[0] for name in found]
    assert list(dict.fromkeys(cities)) == ["DO", "KS", "KR", "ST", "NAT"]
    assert sum(one != other for one, other in pairwise(cities)) == 4


def test_the_overview_links_to_goals_in_the_same_language(visit):
    assert "goal?goal=DO-1&amp;lang=en" in shown(visit(lang="en"))


@pytest.mark.parametrize(
    ("key", "choice", "expected"),
    [
        ("city", "krefeld", [f"KR-{number}" for number in range(10)]),
        ("verdict", "moving_away", ["DO-1"]),
        ("indicator", "employees_workplace", ["DO-2", "KR-7", "NAT-2"]),
    ],
)
def test_an_address_narrows_the_list(visit, key, choice, expected):
    app = visit(**{key: choice})
    assert set(listed(app)) == set(expected)
    assert f"<strong>{len(expected)}</strong> von 40 Zielen" in shown(app) and "Alle Ziele zeigen" in shown(app)


def test_every_choice_that_an_address_may_hold_finds_a_goal(visit):
    empty = []
    for key, choices in overview.filters(_shell.goals()).items():
        for choice in choices:
            app = visit(**{key: choice})
            if app.exception or not 0 < len(listed(app)) < 40:
                empty.append((key, choice))
    assert empty == []


def test_the_counts_of_a_city_lead_to_its_goals(visit):
    assert '<a href=".?city=dortmund&amp;verdict=moving_away"' in shown(
        visit()
    ) or "?city=dortmund&amp;verdict=moving_away" in shown(visit())


def test_the_overview_begins_with_what_the_newest_release_changed(visit):
    page = shown(visit())
    assert "Was seit dem 30. April 2026 hinzugekommen ist" in page
    assert "Bewertung ausgesetzt (Bruch) (2024: 14,7" in page and "vorher Nicht bewertbar" in page  # no verdict without figure


def test_no_verdict_is_called_the_one_of_then_that_only_the_store_had(visit):
    """The rates of 2021 to 2025 were out before May 2026; the city was not "on track" in April."""
    page = shown(visit())
    assert "vorher Auf Kurs" not in page and "waren Zahlen schon früher fällig und sind hier erst seitdem gespeichert" in page


def test_the_overview_says_what_each_city_lacks(visit):
    assert "missing?city=krefeld" in shown(visit())


def test_filters_that_no_goal_passes_together_say_so(visit):
    app = visit(city="krefeld", verdict="moving_away")
    assert listed(app) == []
    assert "Kein Ziel passt zu dieser Auswahl." in shown(app)
    assert "<strong>0</strong> von 40 Zielen" in shown(app)


def test_filters_of_an_address_add_up(visit):
    assert listed(visit(city="dortmund", verdict="too_slow", indicator="employees_workplace")) == ["DO-2"]


@pytest.mark.parametrize(
    ("page", "key"),
    [("overview", "city"), ("overview", "verdict"), ("overview", "indicator"), ("compare", "indicator"), ("compare", "city")],
)
def test_nonsense_in_the_address_is_not_fatal(visit, page, key):
    app = visit(page, **{key: "<script>"})
    assert not app.exception
    assert "<script>" not in shown(app).replace("<script>//", "")  # those of the frame begin with a comment


# -- goals


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_page_of_every_goal_shows_its_title_verdict_and_reasons(visit, catalogue, language):
    app = visit("goal", lang=language)
    wrong = {}
    for name, goal in catalogue.goals.items():
        app.selectbox(key="goal").set_value(name).run()
        page = shown(app)
        if app.exception or headline(app) != goal.title.in_language(language) or page.count("zm-verdict") < 2:
            wrong[name] = app.exception or headline(app)
        if name != "DO-1" and app.query_params.get("goal") != name:
            wrong[name] = app.query_params
    assert wrong == {}


def test_a_goal_with_figures_has_a_chart_in_words_a_table_and_a_way_to_take_it_along(visit):
    app = visit("goal", goal="DO-2")
    (chart,) = app.get("plotly_chart")
    assert chart.proto.alt.startswith("Liniendiagramm: Sozialversicherungspflichtig Beschäftigte")
    assert [block.proto.popover.label for block in app.get("popover")] == ["Herunterladen und zitieren"]
    assert "<summary>Zahlen als Tabelle</summary>" in shown(app)
    assert "264.322" in shown(app) and "Quelle: " in shown(app)


def test_a_cited_address_shows_what_was_to_be_seen_then_and_says_so(visit):
    page = shown(visit("goal", goal="DO-1", as_of="2020-01-01T00:00:00Z", rules="1.0"))
    assert "Gezeigt wird, was hier am 1. Januar 2020" in page and "Zitiert nach Regelstand 1.0" in page
    assert "liegen noch keine Zahlen vor" in page  # this store knew nothing then
    assert "Gezeigt wird, was" not in shown(visit("goal", goal="DO-1", as_of="gestern"))


@pytest.mark.parametrize("page", ["sources", "missing", "method"])
def test_a_page_that_shows_only_what_is_known_now_claims_nothing_else(visit, page):
    assert "Gezeigt wird, was" not in shown(visit(page, as_of="2020-01-01T00:00:00Z"))


def test_a_cited_overview_says_nothing_of_what_is_new_or_missing_now(visit):
    page = shown(visit(as_of="2020-01-01T00:00:00Z"))
    assert "Gezeigt wird, was" in page and "hinzugekommen ist" not in page and "Was fehlt:" not in page


@pytest.mark.parametrize(("goal", "is_flat"), [("KR-5", True), ("DO-1", False), ("KR-2", False)])
def test_a_continuation_that_only_keeps_the_last_value_says_so(visit, goal, is_flat):
    """KR-2 has a pace of zero: its line is level because the figures are, not for want of anything better."""
    assert ("Fortschreibung ist hier der letzte Wert" in shown(visit("goal", goal=goal))) == is_flat


def test_a_goal_without_figures_says_so_and_has_no_chart(visit):
    app = visit("goal", goal="DO-9")
    assert not app.get("plotly_chart") and not app.get("download_button")
    assert "liegen noch keine Zahlen vor" in shown(app)


def test_a_reported_goal_shows_what_is_known_and_from_where(visit):
    page = shown(visit("goal", goal="KR-0"))
    assert "Erledigt" in page and "Nachweis" in page and "IG Metall Krefeld" in page


def test_the_computation_is_shown_with_its_numbers(visit):
    page = shown(visit("goal", goal="DO-1"))
    for told in ("So gerechnet", "−0,8", "12,0", "Regelstand", "unter 8"):
        assert told in page


def test_a_goal_that_does_not_exist_is_not_silently_another_one(visit):
    app = visit("goal", goal="DO-99")
    assert not app.exception
    told = [*(part.value for part in (*app.warning, *app.error, *app.info)), shown(app)]
    assert any("DO-99" in text for text in told)


# -- comparison


def test_every_indicator_and_group_of_the_comparison_runs(visit):
    app = visit("compare")
    pairs = [(indicator, group) for indicator, groups in _shell.comparable().items() for group in groups]
    assert len(pairs) > 40
    wrong = {}
    for indicator, group in pairs:
        for key, choice in (("indicator", indicator), ("group", group)):
            if app.selectbox(key=key).value != choice:
                app.selectbox(key=key).set_value(choice).run()
        whole = app.get("plotly_chart") and headline(app) and "<summary>Zahlen als Tabelle" in shown(app)
        if app.exception or not whole:
            wrong[indicator, group] = app.exception
    assert wrong == {}


def test_the_choices_of_a_comparison_come_from_the_address(visit):
    app = visit("compare", indicator="employees_workplace", group="women", city="kassel")
    assert [app.selectbox(key=key).value for key in ("indicator", "group")] == ["employees_workplace", "women"]
    assert app.session_state["city"] == "kassel"


def test_the_default_comparison_needs_no_address(visit):
    app = visit("compare")
    assert app.selectbox(key="indicator").value == "unemployment_rate"
    assert not {"indicator", "group", "city"} & set(app.query_params)


def test_the_address_never_names_a_group_that_is_not_shown(visit):
    app = visit("compare", indicator="employees_workplace", group="women")
    app.selectbox(key="indicator").set_value("minimum_income_quota").run()
    assert app.selectbox(key="group").value == "total"
    assert app.query_params.get("group", "total") == "total"
    app.selectbox(key="indicator").set_value("employees_workplace").run()
    assert app.query_params.get("group", "total") == app.selectbox(key="group").value


@pytest.mark.parametrize("city", ["dortmund", "krefeld", "kassel", "stuttgart"])
def test_the_chosen_city_is_the_strong_line(visit, catalogue, city):
    app = visit("compare", city=city)
    (chart,) = app.get("plotly_chart")
    labels = [label["text"] for label in json.loads(chart.proto.spec)["layout"]["annotations"]]
    strong = [text.removeprefix("<b>").removesuffix("</b>") for text in labels if text.startswith("<b>")]
    assert strong == [next(area.short.de for area in catalogue.cities if area.slug == city)]


# -- sources


def test_the_sources_page_has_every_indicator_source_event_and_file(visit, catalogue):
    page = unescape(shown(visit("sources")))
    for indicator in catalogue.indicators.values():
        assert indicator.definition.de in page
    for source in catalogue.sources.values():
        assert source.title.de in page
    for event in catalogue.events:
        assert event.label.de in page
    assert "regionalstatistik_13211-02-05-4.csv" in page


# -- when the store cannot be opened


@pytest.fixture
def owner(folder_of_pages: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that has the store of the pages open."""
    code = (
        "import sys; from datetime import datetime, UTC; from pathlib import Path; from indicators.store import Store;"
        "store = Store.open(Path(sys.argv[1]), datetime.now(UTC)); print('open', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", code, str(folder_of_pages)]
    with subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None and other.stdout.readline().strip() == "open"
        yield other
        other.terminate()


def test_a_store_owned_by_another_process_is_told_in_german_and_not_as_a_traceback(owner, visit):
    app = visit()
    assert not app.exception
    (told,) = app.error
    assert told.value.startswith("Der Datenspeicher ist gerade durch ein anderes Programm belegt")
    assert "Traceback" not in told.value and "IOException" not in told.value
    assert "<h1>" not in shown(app) and "zm-footer" in shown(app)


def test_a_store_owned_by_another_process_is_told_in_english(owner, visit):
    (told,) = visit(lang="en").error
    assert told.value.startswith("The data store is in use by another program")


def test_a_visitor_is_not_told_to_use_the_command_line(owner, visit):
    assert "--data" not in visit().error[0].value


def test_the_pages_come_back_once_the_store_is_free(owner, visit):
    app = visit()
    assert app.error
    owner.terminate()
    owner.wait()
    app.run()
    assert not app.error and len(listed(app)) == 40


def test_a_file_that_is_no_store_is_told_in_one_sentence(folder_of_pages, visit):
    (folder_of_pages / FILE).write_bytes(b"no database" * 100)
    app = visit()
    assert not app.exception
    (told,) = app.error
    assert FILE in told.value and told.value.endswith("baut sie aus den aufbewahrten Dateien neu auf.")


def test_a_new_data_folder_is_filled_by_the_first_visit(folder_of_pages, visit, catalogue: Catalogue):
    shutil.rmtree(folder_of_pages)
    assert len(listed(visit())) == len(catalogue.goals)
    assert (folder_of_pages / FILE).exists()


def test_a_durable_goal_shows_its_clock_and_the_people_behind_the_points(visit):
    page = shown(visit("goal", goal="DO-1"))
    assert page.count("zm-mark-breach") == 3 and "0 von 3 bekannten Werten lagen im Ziel (2023 bis 2025)" in page
    assert "also 13.230 weniger" in page
