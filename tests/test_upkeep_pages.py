"""The pages of deliveries, of what is missing, of provenance and of kept records, as Streamlit runs them without a browser."""

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from indicators import monitor as ask
from indicators.present.words import words
from indicators.store import Actor, operator
from pages import _shell
from tests.conftest import NOW, PROJECT

PASSWORD = "vier lange dumme Worte"  # noqa: S105 - of a test
TIDY = "Schlüssel;Indikator;Zeitraum;Wert\n05913;§ 16i;2024;398\n"

Visit = Callable[..., AppTest]


@pytest.fixture
def monitor(folder_of_pages: Path) -> ask.Monitor:
    """The monitor of the pages over a copy of the shipped figures, with two coordinators and an administrator."""
    opened = _shell.monitor()
    for name, role, areas in (
        ("weber", "coordinator", ("05913",)),
        ("aydin", "coordinator", None),
        ("roth", "administrator", None),
    ):
        opened.store.add_user(name, PASSWORD, role, areas, actor=operator("test"), now=NOW)
    return opened


@pytest.fixture
def visit(monitor: ask.Monitor) -> Visit:
    """Opens a page with what stands in its address, as a reader or as somebody who is signed in."""

    def opened(page: str, *, who: str = "", lang: str = "de", **address: str) -> AppTest:
        app = AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=60)
        app.query_params["lang"] = lang
        if who:
            app.session_state["ticket"] = monitor.store.open_session(who, _shell.now())
        app = app.run().switch_page("pages/sources.py").run().switch_page(f"pages/{page}.py")
        for key, value in address.items():
            app.query_params[key] = value
        return app.run()

    return opened


def shown(app: AppTest) -> str:
    return unescape("\n".join(part.value for part in app.html if not part.value.lstrip().startswith("<style")))


def refused(app: AppTest) -> list[str]:
    assert not app.exception
    return [part.value for part in app.error]


def person(monitor: ask.Monitor, name: str) -> Actor:
    return next(user.actor for user in monitor.store.users() if user.name == name)


@pytest.fixture
def delivery(monitor: ask.Monitor) -> int:
    """One figure that weber brought in."""
    outcome = ask.import_file(
        monitor, TIDY.encode(), "16i.csv", released_on=NOW.date(), reason="Meldung", actor=person(monitor, "weber"), now=NOW
    )  # fmt: skip
    assert outcome.batch is not None
    return outcome.batch


@pytest.mark.parametrize("page", ["provenance", "history", "missing", "upkeep"])
@pytest.mark.parametrize("who", ["", "weber"])
@pytest.mark.parametrize("lang", ["de", "en"])
def test_every_page_runs_for_readers_and_coordinators_in_both_languages(visit, page, who, lang):
    app = visit(page, who=who, lang=lang)
    assert refused(app) == []
    assert words(lang)(f"nav.{page}") in shown(app)
    assert re.findall(r"\bNone\b|\bnan\b|\{\w+\}|\*\*", re.sub(r"<[^>]+>", " ", shown(app))) == []


# -- provenance


def test_the_page_of_a_figure_names_its_cell_and_its_earlier_versions(visit):
    app = visit("provenance", area="05913", indicator="population", period="2023")
    text = shown(app)
    assert "601.343 Personen" in text and "595.471 Personen" in text
    assert "Zeile 12, Spalte „value“" in text
    assert [button.label for button in app.get("download_button")] == ["Originaldatei herunterladen"]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ({"area": "05913", "indicator": "population", "period": "Sommer"}, "kein Zeitraum"),
        ({"area": "99999", "indicator": "population", "period": "2023"}, "„99999“ ist nicht bekannt"),
        ({"area": "05913", "indicator": "populatio", "period": "2023"}, "Meinten Sie „population“?"),
    ],
)
def test_an_address_that_names_nothing_is_told_in_one_sentence(visit, address, said):
    (sentence,) = refused(visit("provenance", **address))
    assert said in sentence


def test_a_period_without_a_figure_says_so(visit):
    assert "keine Zahl gespeichert" in shown(visit("provenance", area="05913", indicator="population", period="1990"))


@pytest.mark.parametrize(("page", "address"), [("goal", {"goal": "DO-1"}), ("compare", {"indicator": "population"})])
def test_values_in_tables_lead_to_their_provenance(visit, page, address):
    links = re.findall(r'href="(provenance\?[^"]+)"', shown(visit(page, **address)))
    assert len(links) > 10
    assert all(re.search(r"area=\w+&indicator=\w+&group=\w+&period=[\w-]+", link) for link in links)


# -- history


def test_a_delivery_shows_what_it_changed_before_and_after(visit):
    text = shown(visit("history", batch="6"))
    assert "24 Zahlen geändert" in text and "595.471" in text and "601.343" in text and "+5.872 Personen" in text


def test_readers_cannot_withdraw(visit):
    app = visit("history", batch="6")
    assert [button.key for button in app.button] == []


def test_a_coordinator_withdraws_with_a_reason_and_the_page_says_so(visit, monitor, delivery):
    app = visit("history", who="weber", batch=str(delivery))
    app.button(key="withdraw").click().run()
    app.button(key="really-withdraw").click().run()
    assert len(refused(app)) == 1  # no reason given
    app.button(key="withdraw").click().run()
    app.text_area(key=f"reason-{delivery}").set_value("falsche Spalte")
    app.button(key="really-withdraw").click().run()
    assert refused(app) == []
    assert "zählt nicht mehr" in app.success[0].value
    assert monitor.store.batches()[-1].withdrawn_reason == "falsche Spalte"
    assert "zurückgezogen" in shown(app)


def test_a_coordinator_of_one_city_cannot_withdraw_what_concerns_others(visit, monitor):
    app = visit("history", who="weber", batch="6")
    app.button(key="withdraw").click().run()
    app.text_area(key="reason-6").set_value("x")
    app.button(key="really-withdraw").click().run()
    assert len(refused(app)) == 1
    assert monitor.store.batches()[5].withdrawn_at is None


def test_a_draft_is_seen_by_coordinators_only_and_released_by_a_second_one(visit, monitor, monkeypatch):
    monkeypatch.setenv("ZIELMONITOR_FOUR_EYES", "1")
    preview = ask.prepare(monitor, TIDY.encode(), "16i.csv", actor=person(monitor, "weber"), now=NOW)
    batch = ask.commit(
        monitor, preview, released_on=NOW.date(), reason="x", confirmed={}, actor=person(monitor, "weber"), now=NOW
    )
    assert "16i.csv" not in shown(visit("history"))
    app = visit("history", who="weber", batch=str(batch))
    app.button(key="approve").click().run()
    assert len(refused(app)) == 1  # one's own draft
    app = visit("history", who="aydin", batch=str(batch))
    app.button(key="approve").click().run()
    assert refused(app) == [] and not monitor.store.batches()[-1].is_pending
    assert "16i.csv" in shown(visit("history"))


def test_the_chain_is_verified_and_a_broken_entry_named(visit, monitor):
    assert "Protokoll geprüft: 16 Einträge, unverändert" in shown(visit("history"))
    monitor.store._connection.execute("update audit set actor = 'niemand' where number = 3")
    assert "ab Eintrag 3 verändert" in shown(visit("history"))


def test_the_log_is_filtered_by_person_and_accounts_are_for_administrators(visit, monitor, delivery):
    app = visit("history", who="roth")
    assert "Konto angelegt" in shown(app)
    app.selectbox[0].select("weber").run()
    assert "16i.csv; Meldung" in shown(app) and "Konto angelegt" not in shown(app)
    assert "Konto angelegt" not in shown(visit("history"))


def test_a_long_log_is_paged(visit, monitor):
    for number in range(45):
        monitor.store.save_mapping(f"m{number}", "{}", actor=operator("test"), now=NOW)
    app = visit("history")
    assert app.number_input(key="log-page").max == 2
    assert "m44" in shown(app)
    app.number_input(key="log-page").set_value(2).run()
    assert "m44" not in shown(app)


# -- what is missing


def test_what_is_due_is_listed_by_city_with_its_source(visit):
    text = shown(visit("missing", city="krefeld"))
    assert "Krefeld" in text and "Dortmund" not in re.sub(r"Sozialversicherung\w+", "", text)
    assert "fällig seit Januar 2026" in text and "13111-01-03-4" in text
    assert "nie geliefert" in text and "ohne bekannten Verzug" in text


# -- upkeep


def test_a_state_is_previewed_kept_and_seen_on_the_goal_page(visit, monitor):
    app = visit("upkeep", who="weber", city="dortmund", kind="state", entry="DO-7")
    box = next(one for one in app.selectbox if one.label == "Stand")
    box.select("done")
    next(one for one in app.text_area if one.label == "Nachweis (deutsch)").set_value("Bericht vom 3. November")
    next(one for one in app.button if one.label == "Änderung ansehen").click().run()
    assert refused(app) == []
    text = shown(app)
    assert "Stand nicht bekannt" in text and "umgesetzt" in text and "Eine Bewertung würde sich ändern" in text
    assert monitor.store.records() == ()
    app.button(key="keep").click().run()
    assert len(refused(app)) == 1  # no reason
    app.text_input(key="upkeep-reason").set_value("Ausschuss")
    app.button(key="keep").click().run()
    assert refused(app) == [] and "Gespeichert" in app.success[0].value
    assert "weber" in shown(app) and "Ausschuss" in shown(app)
    assert "Bericht vom 3. November" in shown(visit("goal", goal="DO-7"))


def test_a_comment_is_signed_by_whoever_is_signed_in(visit):
    app = visit("upkeep", who="aydin", city="dortmund", kind="comment")
    app.text_area[0].set_value("Die Lesart ist geklärt.")
    next(one for one in app.button if one.label == "Änderung ansehen").click().run()
    app.text_input(key="upkeep-reason").set_value("Quartalsbericht")
    app.button(key="keep").click().run()
    assert refused(app) == []
    text = shown(visit("goal", goal="DO-1"))
    assert "Kommentare der Verwaltung" in text and "Die Lesart ist geklärt." in text and "aydin, " in text


def test_a_reader_sees_the_entry_and_no_form(visit):
    app = visit("upkeep", city="krefeld", kind="state", entry="KR-0")
    assert not app.button and not app.text_area
    assert "umgesetzt" in shown(app)


def test_a_coordinator_of_one_city_is_refused_in_another(visit, monitor):
    app = visit("upkeep", who="weber", city="krefeld", kind="state", entry="KR-1")
    next(one for one in app.selectbox if one.label == "Stand").select("done")
    next(one for one in app.button if one.label == "Änderung ansehen").click().run()
    assert len(refused(app)) == 1
    assert monitor.store.records() == ()


@pytest.mark.parametrize("kind", ["goal", "measure"])
def test_a_new_entry_begins_empty(visit, kind):
    app = visit("upkeep", who="aydin", city="kassel", kind=kind, entry="")
    assert refused(app) == []


@pytest.mark.parametrize("goal", ["DO-1", "DO-3", "KS-1", "ST-1", "KR-0"])
def test_the_form_of_a_goal_changes_nothing_by_itself(visit, monitor, goal):
    """What the form gives back untouched is what stood in it: no field is lost or invented."""
    area = monitor.catalogue.area_of(monitor.catalogue.goals[goal]).slug
    app = visit("upkeep", who="aydin", city=area, kind="goal", entry=goal)
    next(one for one in app.button if one.label == "Änderung ansehen").click().run()
    assert refused(app) == ["Es ist nichts geändert; gespeichert wird nur, was etwas ändert."]
