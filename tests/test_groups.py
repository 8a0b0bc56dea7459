"""Groups of people: each beside the one it is set against, the gap judged where a goal asks for it, holes told."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from html import unescape

import msgspec
import pytest
from streamlit.testing.v1 import AppTest

from indicators import ingest
from indicators import monitor as ask
from indicators.assess.parity import gap_series
from indicators.assess.series import Point
from indicators.catalogue import Catalogue
from indicators.catalogue.agreement import check
from indicators.catalogue.load import load_catalogue
from indicators.catalogue.people import key_of
from indicators.errors import CatalogueFault, Unknown
from indicators.monitor import Monitor
from indicators.monitor.groups import groups
from indicators.period import Period
from indicators.present import focus, parity
from indicators.present import groups as present
from indicators.present.report.blocks import FigureBlock
from indicators.present.words import words
from indicators.store import Store, operator
from tests.conftest import NOW, PROJECT, TODAY

DE, EN = words("de"), words("en")
CITIES = {"dortmund": "05913", "krefeld": "05114", "kassel": "06611", "stuttgart": "08111"}
MEN = {2018: "30,0", 2019: "29,0", 2020: "28,0", 2021: "27,0", 2022: "26,0", 2023: "25,0", 2024: "24,0", 2025: "23,0"}
WOMEN = {2018: "18,0", 2019: "18,4", 2020: "18,8", 2021: "19,2", 2022: "19,6", 2023: "20,0", 2024: "20,4", 2025: "20,8"}


def integration_rates(**by_sex: dict[int, str]) -> str:
    """K2 for Stuttgart as a coordinator would write it."""
    lines = [f"08111;integration_rate;{sex};{year};{value}" for sex, values in by_sex.items() for year, value in values.items()]
    return "\n".join(["Schlüssel;Indikator;Gruppe;Zeitraum;Wert", *lines])


def bring_in(monitor: Monitor, data: str) -> None:
    reading = ingest.read(
        data.encode(), monitor.catalogue, today=TODAY, source="Statistik der BA, Kennzahlen nach § 48a SGB II"
    )
    assert not reading.is_rejected, reading.issues
    monitor.store.commit(
        reading.table, original=data.encode(), file_name="k2.csv", released_on=date(2026, 4, 1), reason="K2",
        actor=operator("Test"), now=NOW,
    )  # fmt: skip


@pytest.fixture
def empty(catalogue: Catalogue) -> Iterator[Monitor]:
    with Store.open(None, NOW) as store:
        yield Monitor(catalogue, store)


def text(html: str) -> str:
    """What a reader sees, without the markup."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html))).strip()


def page(monitor: Monitor, city: str, say=DE) -> str:
    view = groups(monitor, CITIES[city], today=TODAY)
    known = monitor.catalogue
    goals = "".join(parity.parity(goal, known, say) for goal in view.parities)
    return present.lead(view, known, say) + parity.above(view, known, say) + goals + parity.below(view, known, say)


# -- the goal of equality


def test_without_figures_the_goal_of_stuttgart_says_what_to_upload_and_where_it_is_published(shipped):
    (found,) = groups(shipped, CITIES["stuttgart"], today=TODAY).parities
    told = text(parity.parity(found, shipped.catalogue, DE))
    assert "Nicht bewertbar" in told
    assert "Integrationsquote (K2), Männer ; Integrationsquote (K2), Frauen – Stuttgart, %" in told
    assert "Kennzahlen nach § 48a SGB II je Jobcenter" in told and "https://www.sgb2.info" in told
    assert "Jahreswerte, Quartalswerte, Monatswerte" in told and "mindestens 4 Jahren" in told
    assert "Daten hochladen" in told


def test_beside_the_missing_figures_stand_those_of_germany_as_an_order_of_size(shipped):
    (found,) = groups(shipped, CITIES["stuttgart"], today=TODAY).parities
    told = text(parity.parity(found, shipped.catalogue, DE))
    assert "Zur Größenordnung, nicht als Ersatz: Deutschland 2014: Männer 30,0 % , Frauen 19,6 %" in told


def test_once_both_rates_are_uploaded_the_gap_is_a_judged_series(monitor):
    bring_in(monitor, integration_rates(men=MEN, women=WOMEN))
    (found,) = groups(monitor, CITIES["stuttgart"], today=TODAY).parities
    judged = found.view.assessment
    assert [point.value for point in judged.series] == [12.0, 10.6, 9.2, 7.8, 6.4, 5.0, 3.6, 2.2]
    assert judged.verdict == "improving" and judged.current is not None and judged.current.value == 2.2
    told = text(parity.parity(found, monitor.catalogue, DE))
    assert "Welche Zahlen fehlen" not in told and "Nicht bewertbar" not in told
    assert DE("verdict.improving") in told and "2,2 Prozentpunkte" in told


def test_the_gap_is_drawn_towards_zero_with_both_rates_in_its_table(monitor):
    bring_in(monitor, integration_rates(men=MEN, women={**WOMEN, 2021: "."}))
    (found,) = groups(monitor, CITIES["stuttgart"], today=TODAY).parities
    spec = parity.figure(found, monitor.catalogue, DE)
    assert spec is not None and spec.target is not None and spec.target.y == 0 and spec.unit == "Prozentpunkte"
    assert spec.heading == "Integrationsquote (K2) in Stuttgart: 2025 lagen Männer und Frauen 2,2 Prozentpunkte auseinander"
    assert [[mark.y for mark in piece] for piece in spec.lines[0].pieces] == [[12.0, 10.6, 9.2], [6.4, 5.0, 3.6, 2.2]]
    assert [cell.text for cell in spec.table.rows[0][:5]] == ["2025", "23,0", "20,8", "+2,2", "Abstand bis 1 Prozentpunkt"]
    assert "2021" in spec.alt
    assert all("period=2025" in cell.href for cell in spec.table.rows[0][1:3])


@pytest.mark.parametrize(("where", "asked"), [("goal", {"goal": "ST-1"}), ("groups", {"city": "stuttgart"})])
def test_the_gap_is_one_figure_on_the_page_of_the_goal_and_on_that_of_the_groups(folder_of_pages, where, asked):
    with ask.open_monitor(folder_of_pages, now=NOW).store as store:
        bring_in(Monitor(load_catalogue(), store), integration_rates(men=MEN, women=WOMEN))
    app = AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=60).run().switch_page(f"pages/{where}.py")
    for key, value in asked.items():
        app.query_params[key] = value
    assert not app.run().exception and len(app.get("plotly_chart")) == 1


def test_the_gap_is_the_figure_of_the_goal_in_the_report_and_in_the_public_edition_too(monitor, tmp_path):
    bring_in(monitor, integration_rates(men=MEN, women=WOMEN))
    report = ask.report(monitor, "stuttgart", DE, today=TODAY)
    (block,) = [one for one in report.blocks if isinstance(one, FigureBlock) and one.name == "ST-1"]
    assert block.spec.target is not None and block.spec.target.y == 0
    ask.publish(monitor, tmp_path)
    page = (tmp_path / "ziele" / "st-1.html").read_text(encoding="utf-8")
    assert "<svg" in page and "Ziel: kein Abstand" in page
    for group in ("men", "women"):
        assert f"integration_rate/{group}.csv" in page or f"integration_rate-{group}.csv" in page
    assert (tmp_path / "embed" / "st-1.html").exists()


def test_the_verdict_on_the_page_is_the_one_of_the_overview(monitor):
    bring_in(monitor, integration_rates(men=MEN, women=WOMEN))
    (found,) = groups(monitor, CITIES["stuttgart"], today=TODAY).parities
    assert found.view == ask.goal(monitor, "ST-1", today=TODAY)


def test_rates_within_the_tolerance_are_equality(monitor):
    level = dict.fromkeys(WOMEN, "20,8")
    bring_in(monitor, integration_rates(men=dict.fromkeys(MEN, "21,5"), women=level))
    (found,) = groups(monitor, CITIES["stuttgart"], today=TODAY).parities
    assert found.view.assessment.verdict == "reached"


def test_one_of_both_rates_is_named_as_stored_and_the_other_as_missing(monitor):
    bring_in(monitor, integration_rates(men=MEN))
    (found,) = groups(monitor, CITIES["stuttgart"], today=TODAY).parities
    told = text(parity.parity(found, monitor.catalogue, DE))
    assert "Integrationsquote (K2), Frauen – Stuttgart" in told
    assert "Schon gespeichert: Integrationsquote (K2), Männer" in told


def test_a_single_year_shows_the_gap_and_no_verdict(monitor):
    bring_in(monitor, integration_rates(men={2025: "23,0"}, women={2025: "20,8"}))
    (found,) = groups(monitor, CITIES["stuttgart"], today=TODAY).parities
    told = text(parity.parity(found, monitor.catalogue, DE))
    assert found.view.assessment.verdict == "not_assessable" and "2,2 Prozentpunkte" in told
    assert parity.figure(found, monitor.catalogue, DE) is not None


def test_a_city_without_such_a_goal_says_so(shipped):
    assert "steht kein Ziel, nach dem der Abstand" in text(page(shipped, "dortmund"))
    assert "steht kein Ziel, nach dem der Abstand" not in text(page(shipped, "stuttgart"))


# -- the gap as a series


def yearly(**values: float | None) -> tuple[Point, ...]:
    return tuple(Point(Period("year", int(year[1:])), value, 1) for year, value in values.items())


def test_a_gap_stands_only_where_both_have_a_period_and_is_a_hole_where_one_value_is_withheld():
    first, second = yearly(y2020=9.5, y2021=9.0, y2022=8.0), yearly(y2021=8.4, y2022=None, y2023=7.0)
    assert [(str(gap.period), gap.value) for gap in gap_series(first, second)] == [("2021", 0.6), ("2022", None)]


def test_a_gap_with_a_provisional_value_is_provisional_whichever_value_it_is():
    solid = yearly(y2025=9.0)
    provisional = (replace(solid[0], status="provisional"),)
    assert gap_series(solid, provisional)[0].status == gap_series(provisional, solid)[0].status == "provisional"


def test_numbers_of_people_have_no_gap_because_they_only_say_how_large_a_group_is(shipped):
    for section in groups(shipped, CITIES["kassel"], today=TODAY).sections:
        for row in section.rows:
            assert not row.gaps or row.series.indicator.kind in ("rate", "gap")


def test_the_gap_of_women_and_men_is_told_in_percentage_points(shipped):
    (section,) = (one for one in groups(shipped, CITIES["kassel"], today=TODAY).sections if one.people.id == "women")
    told = text(present.section(section, shipped.catalogue.areas["06611"], shipped.catalogue, DE))
    assert "Kennzahl Frauen " in told  # whose values stand below
    assert "Arbeitslosenquote 2025, Frauen: 8,4 % ; Männer: 9,5 %. Abstand: −1,1 Prozentpunkte" in told


# -- what is shown


@pytest.mark.parametrize("say", [DE, EN])
@pytest.mark.parametrize("city", CITIES)
def test_every_city_is_told_in_both_languages_without_a_gap_in_a_sentence(shipped, city, say):
    told = text(page(shipped, city, say))
    assert re.findall(r"\bNone\b|\bnan\b|\{\w+\}|\*\*", told) == []


@pytest.mark.parametrize("city", CITIES)
def test_without_any_figure_every_group_says_what_is_missing(empty, city):
    told = text(page(empty, city))
    assert "sind keine Zahlen zu Gruppen gespeichert" in told
    assert told.count("ist zu dieser Gruppe keine Zahl gespeichert") == len(empty.catalogue.people.people)


def test_a_hole_is_named(shipped):
    assert "Lücke: 2017; 2018" in text(page(shipped, "kassel"))


def test_a_withheld_value_is_told_with_its_reason(monitor):
    bring_in(monitor, "Schlüssel;Indikator;Gruppe;Zeitraum;Wert\n06611;unemployment_rate;foreign;2017;.")
    assert "Lücke: 2017 (geheim gehalten); 2018" in text(page(monitor, "kassel")).replace(
        DE("status.suppressed"), "geheim gehalten"
    )


def test_a_series_that_a_goal_of_the_city_asks_for_names_the_goal(shipped):
    assert 'href="goal?goal=DO-5"' in page(shipped, "dortmund")
    assert 'href="goal?goal=DO-5"' not in page(shipped, "kassel")


def test_every_figure_leads_to_its_source(shipped):
    shown = page(shipped, "krefeld")
    assert shown.count('href="provenance?') > 40 and 'href=""' not in shown


def test_every_link_into_the_page_has_its_place(shipped):
    shown = page(shipped, "kassel")
    targets = re.findall(r'href="#([\w-]+)"', shown)
    assert len(targets) == 6 and all(f'id="{target}"' in shown for target in targets)


def test_an_earlier_day_shows_what_was_stored_then(monitor):
    bring_in(monitor, integration_rates(men=MEN, women=WOMEN))
    (before,) = groups(monitor, CITIES["stuttgart"], today=TODAY, as_of=NOW - timedelta(days=1)).parities
    (now,) = groups(monitor, CITIES["stuttgart"], today=TODAY, as_of=NOW).parities
    assert before.view.assessment.current is None and now.view.assessment.current is not None


def test_the_page_of_a_cited_day_shows_no_figure_that_came_later(folder_of_pages):
    app = AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=60).run().switch_page("pages/groups.py")
    app.query_params["as_of"] = "2020-01-01T00:00:00Z"
    shown = text("".join(part.value for part in app.run().html))
    assert "sind keine Zahlen zu Gruppen gespeichert" in shown


def test_an_unknown_area_is_named(shipped):
    with pytest.raises(Unknown):
        groups(shipped, "99999", today=TODAY)


# -- the focus groups of Kassel


def test_kassel_has_five_focus_groups_each_with_what_cannot_be_measured_and_why(catalogue):
    found = catalogue.focus["06611"]
    assert [group.name.de for group in found.group] == [
        "Jugendliche", "Menschen mit Migrationsgeschichte", "(Alleinerziehende) Frauen", "Langzeitarbeitslose",
        "Leistungsberechtigte nach dem SGB XII",
    ]  # fmt: skip
    assert all(group.unmeasured and all(one.why.de and one.source for one in group.unmeasured) for group in found.group)


def test_what_can_be_measured_of_a_focus_group_leads_to_its_comparison_and_its_source(shipped):
    view = groups(shipped, CITIES["kassel"], today=TODAY)
    shown = focus.focus(view.focus, shipped.catalogue, DE)
    assert 'href="compare?indicator=unemployment_rate&amp;group=age_15_24&amp;city=kassel"' in shown
    assert "Keine gespeicherte Kennzahl zählt diese Gruppe für sich." in shown
    assert "keine Zahl gespeichert" not in text(shown)


def test_only_kassel_has_focus_groups(shipped):
    assert [city for city in CITIES if groups(shipped, CITIES[city], today=TODAY).focus is not None] == ["kassel"]


# -- the catalogue


def test_no_series_of_women_foreigners_young_or_older_people_is_left_out(catalogue):
    shown = {key_of(name) for people in catalogue.people.people for name in people.series}
    told = {"women", "foreign", "foreign_men", "foreign_women", "age_15_19", "age_15_24", "age_55_64"}
    known = {(one.id, group) for one in catalogue.indicators.values() for group in one.groups if group in told}
    # Sizes of populations and denominators say nothing about how a group fares.
    assert {name for name, _ in known - shown} <= {"population", "civilian_labour_force"}


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"glance": "unemployment_rat"}, "no such indicator; did you mean"),
        ({"series": ("unemployed/wimen",)}, 'group "wimen" - no such group'),
        ({"against": "mem"}, 'group "mem" - no such group'),
    ],
)
def test_a_name_that_people_toml_gets_wrong_is_named(catalogue, changed, message):
    known = catalogue.people
    if "glance" in changed:
        wrong = msgspec.structs.replace(known, **changed)
    else:
        wrong = msgspec.structs.replace(known, people=(msgspec.structs.replace(known.people[0], **changed),))
    with pytest.raises(CatalogueFault, match=message):
        check(replace(catalogue, people=wrong), dict.fromkeys(catalogue.goals, "x"))


def test_a_focus_group_names_only_goals_that_exist(catalogue):
    focus_of_kassel = catalogue.focus["06611"]
    group = msgspec.structs.replace(focus_of_kassel.group[0], goals=("KS-99",))
    wrong = {"06611": msgspec.structs.replace(focus_of_kassel, group=(group,))}
    with pytest.raises(CatalogueFault, match='goal "KS-99" - no such goal'):
        check(replace(catalogue, focus=wrong), dict.fromkeys(catalogue.goals, "x"))
