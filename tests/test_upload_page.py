"""The page that takes a file, and signing in, as Streamlit runs them without a browser."""

import re
from collections.abc import Callable
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from indicators import ingest
from indicators.ingest.mapping import Column, Mapping, to_json
from indicators.present.words import words
from indicators.store.people import operator
from pages import _shell
from pages._file import File
from tests import layouts
from tests.conftest import NOW, PROJECT

PASSWORD = "vier lange dumme Worte"  # noqa: S105 - of a test
FIGURES = "Schlüssel;Indikator;Gruppe;Zeitraum;Wert;Einheit;Quelle\n"
RATE = "05913;unemployment_rate;total;{period};{value};%;Probe\n"

Visit = Callable[..., AppTest]


class Claims(dict[str, object]):
    """What `st.user` is to somebody who came through a provider."""

    def to_dict(self) -> dict[str, object]:
        return dict(self)


@pytest.fixture
def store(folder_of_pages: Path):
    """The store of the pages, with two coordinators."""
    opened = _shell.monitor().store
    for name, areas in (("weber", ("05913",)), ("aydin", None)):
        opened.add_user(name, PASSWORD, "coordinator", areas, actor=operator("test"), now=NOW)
    return opened


@pytest.fixture
def visit(store) -> Visit:
    """Opens a page as a reader, or as somebody who is signed in."""

    def opened(page: str = "upload", *, who: str = "", lang: str = "de", auth: dict[str, str] | None = None) -> AppTest:
        app = AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=60)
        if auth:
            app.secrets["auth"] = auth
        app.query_params["lang"] = lang
        if who:
            app.session_state["ticket"] = store.open_session(who, _shell.now())
        return app.run().switch_page("pages/sources.py").run().switch_page(f"pages/{page}.py").run()

    return opened


def shown(app: AppTest) -> str:
    return unescape("\n".join(part.value for part in app.html if not part.value.lstrip().startswith("<style")))


def told(app: AppTest) -> list[str]:
    return [
        unescape(text)
        for text in re.findall(r'role="alert">(?:<span.*?</span>)?(.*?)</p>', "".join(part.value for part in app.html))
    ]


def drop(app: AppTest, content: str | bytes, name: str = "zahlen.csv") -> AppTest:
    data = content.encode() if isinstance(content, str) else content
    app.file_uploader[0].upload(name, data, "text/csv")
    return app.run()


def home(app: AppTest) -> AppTest:
    """Back to the first page, which AppTest runs with everything around it."""
    return app.switch_page("dashboard.py").run()


def rates(**values: str) -> str:
    """A tidy list of Dortmund's unemployment rate: `rates(y2025="11,8")`."""
    return FIGURES + "".join(RATE.format(period=name[1:], value=value) for name, value in values.items())


def confirm(app: AppTest, *, reason: str = "Probe", click: bool = True) -> AppTest:
    """Fill in what a commit asks for."""
    for box in app.checkbox:
        box.check()
    for field in app.text_input:
        field.set_value("9.7.2026" if field.key == "released" else reason)
    if click:
        app.button[-1].click()
    return app.run()


# -- readers


@pytest.mark.parametrize("lang", ["de", "en"])
def test_a_reader_sees_what_the_page_is_for_and_where_to_sign_in(visit, lang):
    app = visit(lang=lang)
    assert not app.exception and not app.file_uploader
    assert words(lang)("upload.sign_in") in shown(app)
    assert [link.proto.page for link in app.get("page_link")] == ["account"]


def test_a_reader_is_named_nowhere(visit):
    assert "zm-person" not in shown(visit())


# -- signing in


def sign_in(app: AppTest, name: str, password: str) -> AppTest:
    app.text_input(key="account-name").set_value(name)
    app.text_input(key="account-password").set_value(password)
    app.button[0].click()
    return app.run()


def test_the_right_password_opens_a_session_and_says_who_is_signed_in(visit):
    app = sign_in(visit("account"), "weber", PASSWORD)
    assert not app.exception and told(app) == []
    assert "Sie sind angemeldet als <strong>weber</strong>, Koordination Dortmund." in shown(app)
    assert len(app.switch_page("pages/upload.py").run().file_uploader) == 1
    assert "Angemeldet: weber, Koordination Dortmund" in shown(home(app))


@pytest.mark.parametrize(("name", "password"), [("weber", "falsch"), ("niemand", PASSWORD), ("", "")])
def test_a_wrong_name_or_password_gets_the_same_sentence(visit, name, password):
    app = sign_in(visit("account"), name, password)
    assert not app.exception
    assert told(app) == told(sign_in(visit("account"), "weber", "anders falsch"))
    assert "zm-person" not in shown(app)


def test_the_password_stays_in_no_field_and_in_no_session(visit):
    app = sign_in(visit("account"), "weber", "falsch")
    assert app.text_input(key="account-password").value == ""
    app = sign_in(app, "weber", PASSWORD)
    assert "account-password" not in app.session_state or app.session_state["account-password"] == ""


def test_the_cookie_is_written_once_and_sent_to_no_other_site(visit):
    app = sign_in(visit("account"), "weber", PASSWORD)
    ticket = app.session_state["ticket"]
    (script,) = [part.value for part in home(app).html if "document.cookie" in part.value]
    assert f"zielmonitor={ticket};" in script and "SameSite=Strict" in script and "Secure" in script
    assert not [part for part in app.run().html if "document.cookie" in part.value]


def test_signing_out_ends_the_session_for_good(visit, store):
    app = visit("account", who="weber")
    ticket = app.session_state["ticket"]
    app.button[0].click().run()
    assert "zm-person" not in shown(app)
    assert store.actor_of_session(ticket, _shell.now()) is None
    assert any("Max-Age=0" in part.value for part in home(app).html)


def test_an_installation_with_a_provider_offers_it_and_others_do_not(visit):
    assert [button.label for button in visit("account").button] == ["Anmelden"]
    app = visit("account", auth={"cookie_secret": "x" * 32, "redirect_uri": "http://localhost/oauth2callback"})
    assert not app.exception
    assert [button.label for button in app.button] == ["Anmelden", "Mit dem Konto der Verwaltung anmelden"]
    assert "zm-person" not in shown(home(app))


def test_whom_the_provider_names_acts_with_the_account_of_that_name(visit, store, monkeypatch):
    store.add_user("jansen@stadt.example", None, "coordinator", ("05114",), actor=operator("test"), now=NOW)
    claims = {"is_logged_in": True, "sub": "4711", "email": "jansen@stadt.example", "email_verified": True}
    claims["iat"] = _shell.now().timestamp()
    monkeypatch.setattr(_shell.st, "user", Claims(claims))
    app = visit("account", auth={"cookie_secret": "x" * 32, "redirect_uri": "http://localhost/oauth2callback"})
    assert not app.exception
    assert "Sie sind angemeldet als <strong>jansen@stadt.example</strong>" in shown(app)


def test_whom_the_provider_names_without_a_right_here_is_told_and_may_leave(visit, monkeypatch):
    claims = {"is_logged_in": True, "sub": "4711", "iat": _shell.now().timestamp()}
    monkeypatch.setattr(_shell.st, "user", Claims(claims))
    app = visit("account", auth={"client_id": "zielmonitor"})
    assert told(app) == [words("de")("account.no_rights")]
    assert app.button[-1].label == "Abmelden"


def test_somebody_disabled_meanwhile_is_a_reader_in_the_next_run(visit, store):
    app = visit(who="weber")
    assert app.file_uploader
    store.disable_user("weber", actor=operator("test"), now=_shell.now())
    app.run()
    assert not app.exception and not app.file_uploader


# -- looking at a file


def test_a_good_file_is_previewed_and_nothing_is_stored(visit, store):
    before = store.head()
    app = drop(visit(who="aydin"), rates(y2025="11,8"))
    assert not app.exception and told(app) == []
    page = shown(app)
    assert "erkannt als Liste mit Kopfzeile" in page
    assert "<strong>1</strong> Zahl ändert sich" in page and "−0,2 Prozentpunkte" in page
    assert store.head() == before


def test_errors_stand_in_a_table_with_line_column_what_was_found_and_what_is_right(visit, store):
    before = store.head()
    app = drop(visit(who="aydin"), rates(y2025="11,8x", y2024="viel"))
    cells = re.findall(r"<t[hd] role=\"(?:rowheader|cell)\"[^>]*>(.*?)</t[hd]>", shown(app))
    assert cells[:3] == ["2", "Wert", "11,8x"] and cells[4:7] == ["3", "Wert", "viel"]
    assert cells[3].startswith("„11,8x“ ist keine Zahl. Erwartet wird")
    assert not app.text_input and store.head() == before


def test_a_file_full_of_markup_is_shown_as_text(visit):
    app = drop(visit(who="aydin"), rates(y2025="<img src=x onerror=alert(1)>"), "<b>böse</b>.csv")
    raw = "\n".join(part.value for part in app.html)
    assert not app.exception and "<img src=x" not in raw and "<b>böse" not in raw


def test_bytes_that_are_no_table_are_refused_in_words(visit):
    app = drop(visit(who="aydin"), b"\x00\x01\x02" * 50, "foto.csv")
    assert not app.exception
    assert "nichts gespeichert" in shown(app)


def test_every_family_has_a_name_in_both_languages():
    families = {reader.__name__.rpartition(".")[2] for reader in ingest.READERS} | {"mapped"}
    for lang in ("de", "en"):
        assert {f"upload.family_{family}" for family in families} <= set(words(lang).texts)


# -- bringing it in


def test_a_confirmed_file_is_stored_and_its_number_told(visit, store):
    app = confirm(drop(visit(who="aydin"), rates(y2025="11,8")))
    assert not app.exception and told(app) == []
    newest = store.batches()[-1]
    assert (newest.imported_by, newest.reason, newest.file_name) == ("aydin", "Probe", "zahlen.csv")
    assert (newest.released_on, newest.released_precision) == (date(2026, 7, 9), "day")
    assert f"Gespeichert als Lieferung {newest.batch}" in shown(app)
    assert not app.text_input and app.file_uploader[0].value is None


@pytest.mark.parametrize("missing", ["reason", "released"])
def test_without_reason_or_release_nothing_is_stored_and_that_is_told(visit, store, missing):
    before = store.head()
    app = drop(visit(who="aydin"), rates(y2025="11,8"))
    if missing == "reason":
        app = confirm(app, reason=" ")
    else:
        app.text_input(key="reason").set_value("Probe")
        app = app.button[-1].click().run()
    assert len(told(app)) == 1 and store.head() == before
    assert app.button[-1].label == "Einspielen"


def test_a_warning_has_to_be_confirmed_with_a_reason(visit, store):
    before = store.head()
    app = drop(visit(who="aydin"), rates(y2025="11,8") + RATE.format(period="2025", value="11,8"))
    assert len(app.checkbox) == 1
    app.text_input(key="released").set_value("Juli 2026")
    app.text_input(key="reason").set_value("Probe")
    app = app.button[-1].click().run()
    assert len(told(app)) == 1 and store.head() == before
    app = confirm(app)
    assert told(app) == [] and store.head() > before


def test_a_stale_preview_is_told_made_again_and_not_stored(visit, store):
    app = drop(visit(who="aydin"), rates(y2025="11,8"))
    other = confirm(drop(visit(who="weber"), rates(y2025="11,9")))
    assert told(other) == []
    count = len(store.batches())
    app = confirm(app)
    assert len(store.batches()) == count
    assert any("Vorschau" in text for text in told(app))
    assert "11,9\u00a0%" in shown(app)
    app = confirm(app)
    assert told(app) == [] and len(store.batches()) == count + 1


def test_signing_in_elsewhere_makes_no_preview_stale(visit, store):
    app = drop(visit(who="aydin"), rates(y2025="11,8"))
    sign_in(visit("account"), "weber", PASSWORD)
    assert told(confirm(app)) == []


def test_the_same_file_again_is_refused_naming_the_earlier_batch(visit, store):
    app = confirm(drop(visit(who="aydin"), rates(y2025="11,8")))
    batch = store.batches()[-1].batch
    app = drop(app, rates(y2025="11,8"))
    assert f"Lieferung {batch}" in shown(app) and not app.text_input


def test_somebody_who_lost_the_right_after_the_preview_stores_nothing(visit, store):
    app = confirm(drop(visit(who="aydin"), rates(y2025="11,8")), click=False)
    store.disable_user("aydin", actor=operator("test"), now=_shell.now())
    count = len(store.batches())
    app.button[-1].click().run()
    assert not app.exception and len(store.batches()) == count and not app.file_uploader


def test_with_four_eyes_the_page_says_that_a_second_person_is_needed(visit, store, monkeypatch):
    monkeypatch.setenv("ZIELMONITOR_FOUR_EYES", "1")
    app = drop(visit(who="aydin"), rates(y2025="11,8"))
    assert "Vier-Augen-Prinzip" in shown(app) and app.button[-1].label == "Als Entwurf ablegen"
    app = confirm(app)
    assert "Entwurf" in shown(app) and "zweite Person" in shown(app)
    rows = store.series(area="05913", indicator="unemployment_rate", group="total")
    assert rows[rows["period"] == "2025"]["value"].tolist() == [12.0]


# -- teaching a table

REPORT = (
    "Bericht der Stadt;;;\nMerkmal;Raum;2024;2025\nArbeitslosenquote;Stadt Dortmund;11,7;11,8\n"
    "Arbeitslosenquote;Krefeld, Stadt;10,9;11,1\n"
)


def teach(visit: Visit, content: str) -> AppTest:
    app = drop(visit(who="aydin"), content)
    return app.switch_page("pages/teach.py").run()


def test_a_table_nobody_knows_leads_to_the_page_that_teaches_it(visit):
    app = drop(visit(who="aydin"), REPORT)
    assert "Diese Tabelle ist noch nicht bekannt" in shown(app)
    assert "teach" in [link.proto.page for link in app.get("page_link")]
    app = app.switch_page("pages/teach.py").run()
    assert not app.exception
    assert "Die ersten Zeilen" in shown(app) and "Stadt Dortmund" in shown(app)


def test_what_is_read_stands_beside_the_questions_and_changes_with_the_answers(visit):
    app = teach(visit, REPORT)
    assert "<strong>4</strong> Zahlen" in shown(app), shown(app)


def test_a_mapping_without_a_name_is_not_kept(visit, store):
    app = teach(visit, REPORT)
    app.button[-1].click().run()
    assert len(told(app)) == 1 and store.mappings() == ()


def test_a_reader_teaches_nothing(visit):
    app = visit("teach")
    assert not app.exception and not app.button and "melden Sie sich bitte an" in shown(app)


# -- what a reader reaches


@pytest.mark.parametrize("page", ["upload", "teach", "history", "upkeep", "missing", "provenance", "account"])
def test_no_button_that_a_reader_reaches_writes_anything(visit, store, folder_of_pages, page):
    def kept() -> tuple[object, ...]:
        originals = sorted(path.name for path in (folder_of_pages / "uploads").iterdir())
        return store.head(), len(store.batches(drafts=True)), store.mappings(), store.users(), len(store.records()), originals

    before = kept()
    for number in range(len(visit(page).button)):
        app = visit(page)
        app.button[number].click().run()
        assert not app.exception
    app = visit(page)
    assert not app.file_uploader and not app.exception
    assert kept() == before


def test_a_ticket_that_nobody_was_given_and_a_file_slipped_into_the_session_open_nothing(visit, store):
    before = store.head()
    app = visit()
    app.session_state["ticket"] = "0" * 64
    app.session_state["file"] = File("zahlen.csv", rates(y2025="11,8").encode(), "1")
    app.run()
    assert not app.exception and not app.file_uploader and not app.button
    assert "zm-person" not in shown(app) and store.head() == before


def test_two_people_bring_a_figure_in_where_four_eyes_are_asked_for(visit, store, monkeypatch):
    monkeypatch.setenv("ZIELMONITOR_FOUR_EYES", "1")
    assert told(confirm(drop(visit(who="aydin"), rates(y2025="11,8")))) == []
    draft = store.batches(drafts=True)[-1]
    assert draft.is_pending and draft.imported_by == "aydin"
    for who, counts in (("aydin", 12.0), ("weber", 11.8)):
        app = visit("history", who=who)
        app.query_params["batch"] = str(draft.batch)
        app.run().button(key="approve").click().run()
        assert not app.exception
        rows = store.series(area="05913", indicator="unemployment_rate", group="total")
        assert rows[rows["period"] == "2025"]["value"].tolist() == [counts]


# -- what is suggested


def test_the_day_a_file_states_is_suggested_and_forgotten_with_the_next_file(visit):
    cells = ("39100", "17400", "3200", "779", "3400", "8135", "17090", "12,6", "11,7", "11,9", "11,5", "25,4", "9,8")
    app = drop(visit("upload", who="weber"), layouts.unemployment_table(2025, {layouts.DORTMUND: cells}))
    assert app.text_input(key="released").value == "09.07.2026"
    assert drop(app, rates(y2025="11,8")).text_input(key="released").value == ""


def test_an_unknown_file_can_be_read_by_a_stored_mapping_where_there_is_one(visit, store):
    app = drop(visit("upload", who="weber"), "Titel;anderes\nx;y\n")
    assert [box.key for box in app.selectbox] == []
    taught = Mapping("Bericht", ("stadt", "wert"), (Column(0, "area"), Column(1, "value")))
    store.save_mapping("Bericht", to_json(taught), actor=operator("test"), now=NOW)
    app = app.run()
    assert app.selectbox(key="mapping").options == ["Bericht"]


def click_on_a_preview_that_made_way() -> None:
    from typing import Any

    import streamlit as st

    from pages import _file

    def store(_: Any) -> int:
        raise AssertionError("nothing may be stored")

    shown_before: Any = "shown before"
    held: Any = _file._Made(("file", "", "", None), "shown now")  # type: ignore[arg-type]
    st.session_state["made"] = held
    _file.once(shown_before, store)
    st.text(st.session_state["told"].code)
    st.text(str(st.session_state["made"] is held))


def test_a_click_on_a_preview_that_made_way_for_another_stores_nothing_and_says_so():
    """As when somebody types the day of release and clicks before the preview for that day is there."""
    app = AppTest.from_function(click_on_a_preview_that_made_way).run()
    assert not app.exception
    assert [text.value for text in app.text] == ["preview.changed", "True"]
