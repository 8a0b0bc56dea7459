"""What somebody without the right, or with ill will, tries: each attempt finds the store as it was and tells nothing."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from argon2 import PasswordHasher
from streamlit.testing.v1 import AppTest

from indicators import monitor as ask
from indicators.__main__ import main
from indicators.errors import Forbidden
from indicators.ingest import wire
from indicators.ingest.grid import Grid
from indicators.ingest.mapping import Column, Mapping, to_json
from indicators.ingest.names import LONGEST, tidy_file_name
from indicators.monitor import Monitor
from indicators.present.words import words
from indicators.store import Actor, ClaimRules, operator, passwords
from pages import _shell
from tests.conftest import NOW, TODAY

PROJECT = Path(__file__).parents[1]
PASSWORD = "vier lange dumme Worte"  # noqa: S105 - of a test
DORTMUND, KREFELD = "05913", "05114"
BOSS = operator("test")
WEBER = Actor("weber", "coordinator", (DORTMUND,))
SECRET = "noch geheim"  # noqa: S105 - what only the draft says
TIDY = b"Schl\xc3\xbcssel;Indikator;Zeitraum;Wert\n05913;\xc2\xa7 16i;2024;398\n"
LINK = "[Bitte hier anmelden](https://boese.example) ![](https://boese.example/p.png) www.boese.example"


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


def keep(monitor: Monitor, kind: Any, identifier: str, wanted: dict[str, Any], *, who: Actor = BOSS, hours: int = 0) -> int:
    preview = ask.prepare_record(monitor, kind, identifier, wanted, actor=who, today=TODAY)
    return ask.commit_record(monitor, preview, reason=SECRET, actor=who, now=NOW + timedelta(hours=hours))


def measure(name: str, area: str = DORTMUND) -> dict[str, Any]:
    return {"id": "DO-M1", "area": area, "name": {"de": name, "en": name}}


# -- drafts


@pytest.fixture
def drafted(monitor: Monitor, monkeypatch: pytest.MonkeyPatch) -> Monitor:
    """A measure that counts, and a draft of it that nobody has released."""
    keep(monitor, "measure", "DO-M1", measure("offen"))
    monkeypatch.setenv("ZIELMONITOR_FOUR_EYES", "1")
    keep(monitor, "measure", "DO-M1", measure(SECRET), hours=1)
    monkeypatch.delenv("ZIELMONITOR_FOUR_EYES")
    return monitor


def test_no_question_of_a_reader_is_answered_with_a_draft(drafted):
    draft = drafted.store.batches(drafts=True)[-1].batch
    later = keep(drafted, "measure", "DO-M1", measure("offen, neu"), hours=2)
    answers = [
        ask.measures(drafted), ask.versions(drafted, "measure", "DO-M1"), ask.kept_in(drafted, later),
        ask.draft(drafted, "measure", DORTMUND, "DO-M1", who=None, today=TODAY),
    ]  # fmt: skip
    assert SECRET not in repr(answers).replace(f"reason='{SECRET}'", "").replace(f"'{SECRET}', False", "")
    assert [(change.before, change.after) for change in ask.kept_in(drafted, later)] == [("offen", "offen, neu")] * 2
    assert draft not in [one.batch for one in ask.deliveries(drafted)]
    assert draft not in [one.batch for one in ask.versions(drafted, "measure", "DO-M1")]


def test_a_reader_does_not_even_learn_that_a_draft_was_dropped(drafted):
    draft = drafted.store.batches(drafts=True)[-1].batch
    ask.withdraw(drafted, draft, reason="darf niemand wissen", actor=BOSS, now=NOW + timedelta(hours=2))
    entries, count, broken = ask.log(drafted)
    assert str(draft) not in [entry.subject for entry in entries] and "niemand wissen" not in repr(entries)
    assert (count, broken) == (len(drafted.store.audit()), None)
    assert [entry.action for entry in ask.log(drafted, WEBER)[0]][:2] == ["withdraw", "import"]


def test_an_export_holds_neither_drafts_nor_accounts_and_keeps_the_chain(drafted, tmp_path):
    drafted.store.add_user("geheimrat", PASSWORD, "administrator", None, actor=BOSS, now=NOW)
    ask.export(drafted, tmp_path, words("de"))
    text = "".join(path.read_text("utf-8") for path in tmp_path.iterdir())
    assert SECRET not in text.replace(f'""reason"": ""{SECRET}""', "").replace(f",{SECRET},", "")
    assert "geheimrat" not in text
    assert all(entry.hash in text for entry in drafted.store.audit())


# -- records, mappings, previews


def test_a_goal_is_not_taken_over_by_who_lost_its_city_since_the_preview(monitor):
    store = monitor.store
    keep(monitor, "measure", "DO-M1", measure("Werkstatt"))
    store.add_user("weber", PASSWORD, "coordinator", (DORTMUND, KREFELD), actor=BOSS, now=NOW)
    both = store.users()[0].actor
    preview = ask.prepare_record(monitor, "measure", "DO-M1", measure("Werkstatt", KREFELD), actor=both, today=TODAY)
    with pytest.raises(Forbidden, match=r"right\.area"):
        ask.commit_record(monitor, preview, reason="r", actor=replace(both, areas=(KREFELD,)), now=NOW)
    assert [record.area for record in store.records()] == [DORTMUND]


def test_nobody_signs_a_comment_with_another_name(monitor):
    wanted = {"goal": "DO-7", "period": "2026-Q3", "text": "gut", "author": "Oberbürgermeister", "on": "2026-11-22"}
    keep(monitor, "comment", "DO-7:2026-Q3", wanted, who=WEBER)
    assert [comment.author for comment in ask.comments(monitor, "DO-7")] == ["weber"]


def test_what_one_person_prepared_another_does_not_store(monitor):
    preview = ask.prepare_record(monitor, "measure", "DO-M1", measure("Werkstatt"), actor=WEBER, today=TODAY)
    with pytest.raises(Forbidden, match=r"right\.preview"):
        ask.commit_record(monitor, preview, reason="r", actor=BOSS, now=NOW)
    assert monitor.store.records() == ()


def test_a_coordinator_of_one_city_changes_no_mapping_of_somebody_else(store):
    store.save_mapping("Amt", "1", actor=BOSS, now=NOW)
    with pytest.raises(Forbidden, match=r"right\.mapping"):
        store.save_mapping("Amt", "2", actor=WEBER, now=NOW)
    assert [store.save_mapping("Eigene", text, actor=WEBER, now=NOW) for text in ("1", "2")] == [1, 2]
    assert store.save_mapping("Eigene", "3", actor=Actor("aydin", "coordinator"), now=NOW) == 3
    assert [saved.content for saved in store.mappings()] == ["1", "3"]


def test_a_shape_taught_anew_takes_nobodys_files_over(monitor):
    def taught(name: str, group: str) -> str:
        columns = (Column(0, "key"), Column(1, "period"), Column(2, "value"))
        constants = {"indicator": "unemployment_rate", "group": group}
        return to_json(Mapping(name=name, fingerprint=("kennung", "jahr", "zahl"), columns=columns, constants=constants))

    monitor.store.save_mapping("Monatsbericht", taught("Monatsbericht", "total"), actor=BOSS, now=NOW)
    monitor.store.save_mapping("AAA", taught("AAA", "women"), actor=WEBER, now=NOW + timedelta(days=1))
    monitor.store.save_mapping("Monatsbericht", taught("Monatsbericht", "total"), actor=BOSS, now=NOW + timedelta(days=2))
    preview = ask.prepare(monitor, b"Kennung;Jahr;Zahl\n05114;2024;9,1\n", "a.csv", actor=BOSS, now=NOW + timedelta(days=3))
    assert preview.mapping == "Monatsbericht", preview.issues


# -- files


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\anna\\zahlen.csv", "zahlen.csv"),
        ("a.csv\r\nSet-Cookie: x=1", "a.csv Set-Cookie: x=1"),
        ("\x1b[2J\x07zahlen.csv", "[2J zahlen.csv"),
        ("zahlen\u202evsc.exe", "zahlen vsc.exe"),
        ("Straße Ü.csv", "Straße Ü.csv"),
        ("\x00", ""),
    ],
)
def test_a_file_name_is_a_name_and_nothing_else(monitor, name, told):
    assert ask.prepare(monitor, TIDY, name, actor=BOSS, now=NOW).file_name == told


def test_a_file_name_is_no_novel():
    name = tidy_file_name("ä" * 5000 + ".csv")
    assert len(name) <= LONGEST and name.endswith(".csv")


def test_the_glance_at_a_file_is_bounded_however_much_stands_in_its_rows():
    grids = [Grid([["x" * 400] * 5000 for _ in range(100)], list(range(1, 101)), f"Blatt {number}") for number in range(40)]
    glance = wire.encode_glance(grids, 60)
    assert len(glance) < 16 * 1024**2
    shown = wire.decode_glance(glance)
    assert isinstance(shown, tuple) and [(grid.sheet, len(grid.rows) > 0) for grid in shown] == [("Blatt 0", True)]


# -- who somebody is


RULES = ClaimRules("groups", {"chef": ("administrator", None)})
FRESH = {"iat": NOW.timestamp()}


@pytest.mark.parametrize(
    "claims",
    [
        {"sub": "x", "email": "olga@dortmund.de", **FRESH},
        {"sub": "x", "email": "olga@dortmund.de", "email_verified": "true", **FRESH},
        {"sub": "x", "groups": "chef"},
        {"sub": "x", "groups": "chef", "iat": "now"},
        {"sub": "x", "groups": "chef", "iat": NOW.timestamp() + 3600},
        {"sub": "x", "groups": "chef", "iat": float("nan")},
        {"sub": "x", "groups": "chef,other", **FRESH},
        {"sub": "x", "groups": " chef", **FRESH},
        {"sub": "x", "groups": "Chef", **FRESH},
        {"sub": "x", "groups": {"chef": True}, **FRESH},
        {"sub": "x", "groups": [["chef"], {"chef": 1}, 1, None], **FRESH},
        {"sub": "", "groups": "chef", **FRESH},
    ],
)
def test_claims_that_only_resemble_a_right_give_none(store, claims):
    store.add_user("olga@dortmund.de", None, "administrator", None, actor=BOSS, now=NOW)
    assert store.actor_of_claims(claims, NOW, RULES) is None


def test_an_installation_may_trust_its_providers_e_mails(store):
    store.add_user("olga@dortmund.de", None, "administrator", None, actor=BOSS, now=NOW)
    claims = {"sub": "x", "email": "Olga@dortmund.de", **FRESH}
    assert store.actor_of_claims(claims, NOW, replace(RULES, trusts_email=True)) == Actor("olga@dortmund.de", "administrator")
    assert store.actor_of_claims({**claims, "email_verified": False}, NOW, replace(RULES, trusts_email=True)) is None


def test_a_password_of_a_million_signs_costs_no_more_than_any_other(store):
    store.add_user("weber", PASSWORD, "coordinator", None, actor=BOSS, now=NOW)
    for name, password in (("weber", "\ufdfa" * 1_000_000), ("\ufdfa" * 1_000_000, PASSWORD)):
        with pytest.raises(Forbidden, match=r"right\.sign_in"):
            store.sign_in(name, password, NOW)


def test_names_and_passwords_are_values_never_sql(store):
    for name in ("' or 1=1 --", "weber'; drop table account; --", "\x00", "%"):
        with pytest.raises(Forbidden, match=r"right\.sign_in"):
            store.sign_in(name, name, NOW)
        assert store.actor_of_session(name, NOW) is None
    assert store.users() == ()


# -- pages


@pytest.fixture
def opened(shipped_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Monitor]:
    shutil.copytree(shipped_folder, tmp_path / "data")
    monkeypatch.setenv("ZIELMONITOR_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(PROJECT)
    for cache in (st.cache_resource, st.cache_data):
        cache.clear()
    found = _shell.monitor()
    for name, areas in (("weber", (DORTMUND,)), ("aydin", None)):
        found.store.add_user(name, PASSWORD, "coordinator", areas, actor=BOSS, now=NOW)
    yield found
    for cache in (st.cache_resource, st.cache_data):
        cache.clear()


Visit = Callable[..., AppTest]


@pytest.fixture
def visit(opened: Monitor) -> Visit:
    def to(page: str, *, who: str = "", state: dict[str, Any] | None = None, **address: str) -> AppTest:
        app = AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=60)
        app.query_params["lang"] = "de"
        if who:
            app.session_state["ticket"] = opened.store.open_session(who, _shell.now())
        app = app.run().switch_page("pages/sources.py").run().switch_page(f"pages/{page}.py")
        for key, value in (state or {}).items():
            app.session_state[key] = value
        for key, value in address.items():
            app.query_params[key] = value
        return app.run()

    return to


def shown(app: AppTest) -> str:
    assert not app.exception
    return unescape("\n".join(part.value for part in app.html if not part.value.lstrip().startswith("<style")))


@pytest.mark.parametrize("number", ["9" * 5000, "٣" * 5000, "-1", "1 or 1=1", "1;2", "0x1", LINK])
def test_a_delivery_that_is_none_is_told_not_traced(visit, number):
    assert not visit("history", batch=number).exception


@pytest.mark.parametrize(
    ("page", "address"),
    [
        ("provenance", {"area": LINK, "indicator": "unemployment_rate", "period": "2024"}),
        ("provenance", {"area": DORTMUND, "indicator": "unemployment_rate", "period": LINK}),
        ("goal", {"goal": LINK}),
        ("compare", {"indicator": LINK}),
        ("upkeep", {"kind": LINK}),
    ],
)
def test_an_address_puts_no_link_and_no_picture_into_a_page(visit, page, address):
    app = visit(page, **address)
    assert not app.exception
    said = [part.value for part in (*app.error, *app.warning, *app.caption)]
    quoting = [text for text in said if "boese" in text]
    assert quoting
    for text in quoting:
        assert "\\[Bitte" in text and "!\\[]" in text
        assert "https://" not in text and "www." not in text


def test_the_overview_does_not_repeat_what_an_address_asks_for(visit):
    app = visit("overview", city=LINK)
    assert not app.exception and "boese" not in "".join(part.proto.body for part in app.get("html"))
    assert any("Kein Ziel passt zu dieser Auswahl" in part.proto.body for part in app.get("html"))


def test_the_language_of_an_address_is_one_of_two(visit):
    app = visit("overview", lang="de';alert(1);//")
    assert not app.exception and not any("alert(1)" in part.value for part in app.html)


def test_a_reader_who_holds_anothers_preview_neither_sees_nor_stores_it(visit, opened):
    preview = ask.prepare_record(opened, "measure", "DO-M1", measure(SECRET), actor=WEBER, today=TODAY)
    address = {"city": "dortmund", "kind": "measure", "entry": ""}
    app = visit("upkeep", state={"upkeep-preview": preview}, **address)
    assert SECRET not in shown(app) and not [button for button in app.button if button.key == "keep"]
    assert opened.store.records() == ()


def test_who_comes_next_at_the_same_browser_finds_nothing_of_who_was_there(visit, opened):
    app = visit("upload", who="weber")
    app.file_uploader[0].upload("geheim.csv", TIDY, "text/csv")
    app.run()
    assert "geheim.csv" in shown(app)
    app = app.switch_page("pages/account.py").run()
    app.button[-1].click().run()
    assert not [key for key in ("file", "made", "upkeep-preview", "glance", "reason") if key in app.session_state]
    app.session_state["ticket"] = opened.store.open_session("aydin", _shell.now())
    app = app.switch_page("pages/upload.py").run()
    assert "geheim.csv" not in shown(app)


def test_a_ticket_of_an_address_signs_nobody_in(visit, opened):
    token = opened.store.open_session("weber", _shell.now())
    app = visit("upload", ticket=token, zielmonitor=token, cookie=token)
    assert not app.file_uploader


def test_a_hostile_cell_steers_no_terminal(tmp_path, capsys):
    file = tmp_path / "a.csv"
    file.write_bytes("Schlüssel;Indikator;Zeitraum;Wert\n05913;§ 16i;2024;\x1b[2J\x9b31m9x\n".encode())
    assert main(["--data", str(tmp_path / "data"), "import", str(file), "--dry-run"]) == 2
    assert not {"\x1b", "\x9b"} & set(capsys.readouterr().out)
