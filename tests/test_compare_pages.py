"""The comparison: what is drawn, what stands in its way and is said, and what the page does with its address."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from indicators import ingest
from indicators import monitor as ask
from indicators.catalogue.load import load_catalogue
from indicators.monitor import Monitor, import_file, open_monitor, opening
from indicators.monitor.backtest import PANEL
from indicators.monitor.core import SYSTEM
from indicators.period import parse_period
from indicators.present import compare, compare_pair, compare_panels, compare_shown, compare_strip, plotly
from indicators.present.compare_shown import MOST_LINES, VIEWS, Choice, possible
from indicators.present.words import words
from pages import _shell
from tests.conftest import NOW, PROJECT
from tests.test_districts import with_districts

DE = words("de")
NB = "\u00a0"
DORTMUND, STUTTGART = "05913", "08111"


@pytest.fixture(scope="module")
def rates(shipped: Monitor) -> compare_shown.Views:
    return ask.comparison(shipped, "unemployment_rate")


def chosen(views: compare_shown.Views, view: compare_shown.View, **more: object) -> Choice:
    """The choice of the page before anybody chooses anything."""
    choice = Choice(view, DORTMUND, **more)  # type: ignore[arg-type]
    periods = compare_shown.common(views, choice)
    base = choice.base or compare_shown.first_alike(views, choice)
    return replace(choice, base=base, end=choice.end or (periods[-1] if periods else None))


def ends(spec: compare.FigureSpec) -> dict[str, str]:
    return {line.name: line.last.text for line in spec.lines if line.last}


# -- what is drawn


def test_every_offered_view_of_every_indicator_can_be_drawn_with_five_lines_at_most(shipped):
    drawn = 0
    for indicator, groups in ask.comparable_indicators(shipped).items():
        for group in groups:
            views = ask.comparison(shipped, indicator, group)
            for view in possible(views, Choice("level", DORTMUND), []):
                spec = compare.figure(views, chosen(views, view), shipped.catalogue, DE)
                json.dumps(plotly.figure(spec, DE, "light"), allow_nan=False)
                real = [line for line in spec.lines if line.short not in ("100", "eigenes Land")]
                assert 1 <= len(real) <= MOST_LINES, (indicator, group, view)
                assert spec.table.rows and not re.search(r"\bNone\b|nan|\{", spec.heading + spec.sentence), (indicator, view)
                assert compare_panels.panels(views, chosen(views, view), shipped.catalogue, DE, is_shared=True)
                drawn += 1
    assert drawn > 150


def test_the_distance_is_to_the_own_land(shipped, rates):
    spec = compare.figure(rates, chosen(rates, "distance"), shipped.catalogue, DE)
    assert ends(spec)["Dortmund"] == "+4,2 Prozentpunkte"  # 12,0 in Dortmund, 7,8 in Nordrhein-Westfalen
    assert ends(spec)["Stuttgart"] == "+2,0 Prozentpunkte"  # 6,6 in Stuttgart, 4,6 in Baden-Württemberg
    assert spec.lines[-1].short == "eigenes Land"


def test_a_number_of_people_has_no_distance_to_the_land(shipped):
    views = ask.comparison(shipped, "employees_workplace")
    assert "distance" not in possible(views, Choice("level", DORTMUND), [])


def test_the_change_of_a_number_of_people_is_told_in_percent(shipped):
    views = ask.comparison(shipped, "unemployed")
    spec = compare.figure(views, chosen(views, "change"), shipped.catalogue, DE)
    assert spec.unit == "%" and ends(spec)["Dortmund"].endswith(f"{NB}%")


def test_an_index_begins_where_germany_has_a_figure_too(shipped, rates):
    choice = chosen(rates, "index")
    assert str(choice.base) == "2015"
    assert "Deutschland" in ends(compare.figure(rates, choice, shipped.catalogue, DE))


def test_an_index_from_before_a_break_ends_at_it_and_says_so(shipped, rates):
    choice = chosen(rates, "index", base=parse_period("2000"))
    spec = compare.figure(rates, choice, shipped.catalogue, DE)
    assert max(mark.x for line in spec.lines for piece in line.pieces for mark in piece) == 2004
    told = unescape(compare.cautions(rates, choice, shipped.catalogue, DE))
    assert "Werte, die anders gezählt wurden als 2000" in told
    assert "weil für diese Ansicht Werte fehlen: Deutschland" in told


def test_a_slope_across_a_break_joins_nothing(shipped, rates):
    across = chosen(rates, "slope", base=parse_period("2004"))
    assert all(len(piece) == 1 for line in compare.figure(rates, across, shipped.catalogue, DE).lines for piece in line.pieces)
    assert "verbindet keine Linie" in compare.cautions(rates, across, shipped.catalogue, DE)
    after = chosen(rates, "slope")
    assert all(len(line.pieces) == 1 for line in compare.figure(rates, after, shipped.catalogue, DE).lines)


def test_a_slope_tells_both_ends_and_no_missing_year_between(shipped, rates):
    spec = compare.figure(rates, chosen(rates, "slope"), shipped.catalogue, DE)
    (dortmund,) = (line for line in spec.lines if line.role == "main")
    assert (dortmund.start, dortmund.short) == ("12,5", "Dortmund 12,0")
    assert spec.across is not None and [text for _, text in spec.across.ticks] == ["2015", "2025"]
    assert "Ohne veröffentlichten Wert" not in compare.cautions(rates, chosen(rates, "slope"), shipped.catalogue, DE)


# -- what stands in the way


def test_a_break_and_a_missing_year_stand_in_the_picture(shipped, rates):
    notes = compare.figure(rates, chosen(rates, "level"), shipped.catalogue, DE).notes
    told = {note.label: note.has_line for note in notes if note.is_break}
    assert told == {"Hartz IV: neue Zählung": True, "ohne Wert: 2021 (Deutschland)": False}


def test_a_break_that_concerns_the_cities_only_says_so_in_the_picture_and_above(shipped):
    views = ask.comparison(shipped, "minimum_income_quota")
    spec = compare.figure(views, chosen(views, "level"), shipped.catalogue, DE)
    assert "Zensus 2022 im Nenner (nur die Städte)" in {note.label for note in spec.notes}
    assert "auf anderer Grundlage" in compare.cautions(views, chosen(views, "level"), shipped.catalogue, DE)


def test_an_area_whose_figures_end_early_carries_its_year_at_the_line(shipped):
    views = ask.comparison(shipped, "minimum_income_quota")
    spec = compare.figure(views, chosen(views, "level"), shipped.catalogue, DE)
    (germany,) = (line for line in spec.lines if line.name == "Deutschland")
    assert re.fullmatch(r"Bund \(.*20\d\d\)", germany.short)


@pytest.mark.parametrize("view", [view for view in VIEWS if view != "pair"])
def test_both_kinds_of_job_centre_side_by_side_are_marked_with_the_sentence(shipped, rates, view):
    choice = chosen(rates, view)
    spec = compare.figure(rates, choice, shipped.catalogue, DE)
    assert {line.name for line in spec.lines if line.is_square} == {"Stuttgart"}
    assert "keine Wirkung der Organisationsform" in compare.cautions(rates, choice, shipped.catalogue, DE)


# -- pairs


def test_a_pair_sets_the_figures_of_one_year_against_each_other(shipped, rates):
    others = ask.comparison(shipped, "long_term_unemployed_share")
    spec = compare_pair.figure(rates, others, chosen(rates, "pair"), shipped.catalogue, DE)
    (dortmund,) = (line for line in spec.lines if line.role == "main")
    years = [int(mark.period) for piece in dortmund.pieces for mark in piece]
    assert years == sorted(years) and years[0] == 2015
    assert len(spec.table.rows) == sum(len(piece) for line in spec.lines for piece in line.pieces)
    json.dumps(plotly.figure(spec, DE, "dark"), allow_nan=False)


def test_a_pair_says_first_that_it_shows_no_cause_and_who_is_not_in_it(shipped, rates):
    others = ask.comparison(shipped, "long_term_unemployed_share")
    told = unescape(compare_pair.cautions(rates, others, chosen(rates, "pair"), shipped.catalogue, DE))
    assert "Ursache und Wirkung. Ohne gemeinsame Jahre beider Kennzahlen und daher nicht gezeigt: Deutschland." in told


# -- four hundred districts


@pytest.fixture(scope="module")
def panel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Monitor, Path]]:
    """A store on disk with the panel in it, and a catalogue that knows its districts."""
    folder = tmp_path_factory.mktemp("panel")
    opened = open_monitor(folder / "store", now=NOW)
    found = Monitor(load_catalogue(with_districts(folder)), opened.store)
    import_file(
        found, PANEL.read_bytes(), PANEL.name, released_on=date(2020, 12, 31), precision="year",
        confirm="INKAR 2020, so veröffentlicht", actor=SYSTEM, now=NOW, read=ingest.read,
    )  # fmt: skip
    yield found, folder
    opened.store.close()


def test_chosen_districts_stand_beside_one_city_instead_of_the_other_cities(panel):
    views = ask.comparison(panel[0], "unemployment_rate")
    choice = Choice("level", DORTMUND, peers=("05315", "09564", "11000"))
    spec = compare.figure(views, choice, panel[0].catalogue, DE)
    assert [line.name for line in spec.lines] == ["Köln", "Nürnberg", "Berlin", "Deutschland", "Dortmund"]
    assert compare_shown.MOST_PEERS == 3


def test_the_distribution_tells_where_the_chosen_areas_lie_and_no_rank(panel):
    views = ask.comparison(panel[0], "unemployment_rate")
    told = unescape(compare_strip.strip(views, Choice("level", DORTMUND, peers=("05315",)), panel[0].catalogue, DE))
    assert "2017 lag der Wert in 401 Gebieten zwischen" in told
    assert re.search(r"niedriger in 3\d\d von 400 anderen Gebieten", told)
    assert "Rang" not in told and "Platz" not in told


def test_four_cities_are_no_distribution(shipped, rates):
    assert compare_strip.strip(rates, Choice("level", DORTMUND), shipped.catalogue, DE) == ""


# -- the page

Visit = Callable[..., AppTest]


@pytest.fixture
def visit(folder_of_pages: Path) -> Visit:
    def opened(**address: str) -> AppTest:
        app = AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=60)
        app.query_params["lang"] = address.get("lang", "de")
        app = app.run().switch_page("pages/sources.py").run().switch_page("pages/compare.py")
        for key, value in address.items():
            app.query_params[key] = value
        return app.run()

    return opened


def shown(app: AppTest) -> str:
    return unescape("\n".join(part.value for part in app.html if not part.value.startswith("<style")))


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("view", VIEWS)
def test_a_view_opens_from_its_address(visit, view, language):
    app = visit(view=view, lang=language)
    assert not app.exception and not app.warning
    assert app.session_state["view"] == view and len(app.get("plotly_chart")) == 1
    text = re.sub(r"<[^>]+>|url\([^)]*\)", " ", shown(app))
    assert re.findall(r"\bNone\b|\bnan\b|\{\w+\}|\*\*", text) == []


def test_years_of_a_slope_stand_in_the_address_and_an_end_lies_after_its_base(visit):
    app = visit(view="slope", base="2010", end="2020")
    assert "Von 2010 bis 2020" in shown(app)
    app.selectbox(key="base").set_value("2022").run()
    assert app.query_params["base"] == "2022" and "Von 2022 bis 2025" in shown(app)


def test_a_view_that_an_indicator_lacks_gives_way_to_its_level(visit):
    app = visit(indicator="employees_workplace", view="distance")
    assert not app.exception and app.session_state["view"] == "level"


def test_each_small_picture_may_have_its_own_axis(visit):
    assert "dieselbe Achse" in shown(visit())
    assert shown(visit(axis="own")).count("Achse von") == 4


def test_peers_stand_in_the_address(visit, tmp_path, monkeypatch):
    known = load_catalogue(with_districts(tmp_path))
    monkeypatch.setattr(opening, "load_catalogue", lambda: known)
    app = visit()
    assert not app.multiselect  # the districts are known, but none has figures
    import_file(
        _shell.monitor(), PANEL.read_bytes(), PANEL.name, released_on=date(2020, 12, 31), precision="year",
        confirm="INKAR 2020, so veröffentlicht", actor=SYSTEM, now=NOW, read=ingest.read,
    )  # fmt: skip
    app = visit(peers="05315,nonsense")
    assert not app.exception and app.multiselect(key="peers").value == ["05315"]
    assert "Köln" in shown(app) and "von 400 anderen Gebieten" in shown(app)
    app.multiselect(key="peers").set_value(["05315", "09564"]).run()
    assert app.query_params["peers"] == "05315,09564"


def test_a_distance_says_where_it_is_missing(shipped, rates):
    told = unescape(compare.cautions(rates, chosen(rates, "distance"), shipped.catalogue, DE))
    assert "Kein Abstand, weil Stadt oder Land keinen Wert haben: Dortmund, Kassel, Krefeld, Stuttgart, 2021." in told
