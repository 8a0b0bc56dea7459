"""Who may write: refused before anything is touched, drafts and second persons, signing in, sessions, identity providers."""

import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
from argon2 import PasswordHasher

from indicators.errors import Fault, Forbidden, Stale, Unknown
from indicators.monitor import claim_rules
from indicators.store import Actor, ClaimRules, Record, Store, operator, passwords
from indicators.store import people as rights
from indicators.store.database import FILE
from tests.conftest import NOW

DORTMUND, KREFELD = "05913", "05114"
PASSWORD = "korrekt pferd batterie"  # noqa: S105
BOSS = operator("Betrieb")
ANNA = Actor("Anna", "coordinator", (DORTMUND,))
BERT = Actor("Bert", "coordinator")
ADMIN = Actor("Ada", "administrator")
LATER = NOW + timedelta(hours=1)


def figures(value: float = 11.7, *areas: str) -> pd.DataFrame:
    """The unemployment rate of 2024 of Dortmund, or of `areas`."""
    columns = ("area", "indicator", "group", "period", "value", "decimals", "status", "unit", "source", "note", "sheet", "row")
    rows = [
        (area, "unemployment_rate", "total", "2024", value, 1, "normal", "percent", "S", "", "", 2)
        for area in areas or (DORTMUND,)
    ]
    return pd.DataFrame(rows, columns=list(columns)).assign(column="value")


def put(store: Store, actor: Actor | None, table: pd.DataFrame | None = None, *, original: bytes = b"x", **more: object) -> int:
    return store.commit(
        figures() if table is None else table, original=original, file_name="f.csv", released_on=date(2025, 1, 3), reason="r",
        actor=actor, now=NOW, **more,  # type: ignore[arg-type]
    )  # fmt: skip


def shown(store: Store, **more: object) -> list[float]:
    return store.series(**more)["value"].tolist()  # type: ignore[arg-type]


@pytest.fixture
def staffed(store: Store) -> Store:
    """A store in memory with Anna for Dortmund, Bert for all and Ada the administrator, all with one password."""
    return with_people(store)


def with_people(store: Store) -> Store:
    store.add_user("Anna", PASSWORD, "coordinator", [DORTMUND], actor=BOSS, now=NOW)
    store.add_user("Bert", PASSWORD, "coordinator", None, actor=BOSS, now=NOW)
    store.add_user("Ada", PASSWORD, "administrator", None, actor=BOSS, now=NOW)
    return store


# -- every way to write is refused before anything is touched

# Hashing is dear on purpose; here it is done some hundred times. What the product uses is held by a test below.
PRODUCTION = passwords.HASHER


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


WRITES: dict[str, Callable[[Store, Actor | None], object]] = {
    "commit": lambda store, actor: put(store, actor, figures(1.0, DORTMUND, KREFELD), original=b"new"),
    "commit a draft": lambda store, actor: put(store, actor, figures(1.0, KREFELD), original=b"new", draft=True),
    "commit records": lambda store, actor: put(
        store, actor, original=b"new", records=[Record("comment", "KR-1/2025", "{}", KREFELD)]
    ),
    "commit a record of all": lambda store, actor: put(store, actor, original=b"new", records=[Record("goal", "N-1", "{}")]),
    "withdraw": lambda store, actor: store.withdraw(1, reason="r", actor=actor, now=NOW),
    "approve": lambda store, actor: store.approve(2, actor=actor, now=NOW),
    "save a mapping": lambda store, actor: store.save_mapping("m", "{}", actor=actor, now=NOW),
    "add a user": lambda store, actor: store.add_user("Eve", PASSWORD, "coordinator", None, actor=actor, now=NOW),
    "set a password": lambda store, actor: store.set_password("Ada", PASSWORD + "!", actor=actor, now=NOW),
    "disable a user": lambda store, actor: store.disable_user("Ada", actor=actor, now=NOW),
}
FOR_ADMINISTRATORS = ("add a user", "set a password", "disable a user")


def everything(folder: Path) -> dict[str, str]:
    """Every file of a store with its sha256."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Path]]:
    """A store on disk: batch 1 of two cities, batch 2 a draft for Krefeld made by the operator, and people."""
    folder = tmp_path_factory.mktemp("kept")
    with Store.open(folder, NOW) as store:
        with_people(store)
        store.add_user("Gone", PASSWORD, "administrator", None, actor=BOSS, now=NOW)
        store.disable_user("Gone", actor=BOSS, now=NOW)
        put(store, BOSS, figures(11.7, DORTMUND, KREFELD), original=b"one")
        put(store, BOSS, figures(5.0, KREFELD), original=b"two", draft=True)
        yield store, folder


def refused(kept: tuple[Store, Path], write: str, actor: Actor | None) -> str:
    store, folder = kept
    before = (everything(folder), store.head(), store.audit(), store.users(), store.batches(drafts=True))
    with pytest.raises(Forbidden) as fault:
        WRITES[write](store, actor)
    assert (everything(folder), store.head(), store.audit(), store.users(), store.batches(drafts=True)) == before
    return fault.value.code


@pytest.mark.parametrize("write", WRITES)
def test_a_reader_writes_nowhere(kept, write):
    assert refused(kept, write, None) == "right.login"


@pytest.mark.parametrize("write", WRITES)
def test_who_was_disabled_in_the_middle_writes_nowhere(kept, write):
    assert refused(kept, write, Actor("Gone", "administrator")) == "right.login"


@pytest.mark.parametrize("write", [write for write in WRITES if write not in (*FOR_ADMINISTRATORS, "save a mapping")])
def test_a_coordinator_of_one_city_writes_nothing_of_another(kept, write):
    assert refused(kept, write, ANNA) == "right.area"


@pytest.mark.parametrize("write", FOR_ADMINISTRATORS)
@pytest.mark.parametrize("actor", [ANNA, BERT], ids=["of one city", "of all"])
def test_a_coordinator_manages_no_accounts(kept, write, actor):
    assert refused(kept, write, actor) == "right.role"


@pytest.mark.parametrize("write", [write for write in WRITES if write != "save a mapping"])
def test_the_stored_account_decides_not_what_a_session_remembers(kept, write):
    was_administrator_a_minute_ago = Actor("anna ", "administrator")
    assert refused(kept, write, was_administrator_a_minute_ago) in ("right.area", "right.role")


@pytest.mark.parametrize("write", WRITES)
@pytest.mark.parametrize("actor", [BOSS, ADMIN], ids=["operator", "administrator"])
def test_operator_and_administrator_write_everywhere(store, write, actor):
    with_people(store)
    put(store, operator("somebody"), original=b"one")
    put(store, operator("somebody"), original=b"two", draft=True)
    entries = len(store.audit())
    WRITES[write](store, actor)
    assert len(store.audit()) == entries + 1
    assert store.audit()[-1].actor == actor.name
    assert store.problems() == ()


def test_a_coordinator_of_one_city_writes_its_figures_and_records(staffed):
    put(staffed, ANNA, records=[Record("comment", "DO-1/2025", "{}", DORTMUND)])
    staffed.withdraw(1, reason="r", actor=ANNA, now=LATER)
    assert staffed.batches()[0].imported_by == "Anna"


def test_a_coordinator_of_all_writes_every_city(staffed):
    put(staffed, BERT, figures(1.0, DORTMUND, KREFELD))
    assert staffed.batches()[0].areas == (KREFELD, DORTMUND)


def test_the_fault_names_the_area_that_is_missing(staffed):
    with pytest.raises(Forbidden) as fault:
        put(staffed, ANNA, figures(1.0, DORTMUND, KREFELD))
    assert fault.value.params == {"found": KREFELD}


def test_an_actor_by_claims_has_no_account_and_the_rights_the_claims_gave(store):
    put(store, Actor("eva@kassel.de", "coordinator", (DORTMUND,)))
    with pytest.raises(Forbidden, match=r"right\.area"):
        put(store, Actor("eva@kassel.de", "coordinator", (KREFELD,)), original=b"new")


# -- stale previews and double clicks


def test_a_commit_on_a_stale_preview_is_refused(store):
    seen = store.head()
    put(store, BOSS, original=b"one", seen=seen)
    with pytest.raises(Stale, match=r"store\.stale"):
        put(store, BOSS, figures(9.9), original=b"two", seen=seen)
    assert shown(store) == [11.7]
    put(store, BOSS, figures(9.9), original=b"two", seen=store.head())


def test_a_withdrawal_or_a_release_makes_a_preview_stale_but_an_account_does_not(store):
    put(store, BOSS, original=b"one")
    put(store, BOSS, original=b"draft", draft=True)
    for change, is_stale in (
        (lambda: store.add_user("Anna", PASSWORD, "coordinator", None, actor=BOSS, now=NOW), False),
        (lambda: store.save_mapping("m", "{}", actor=BOSS, now=NOW), False),
        (lambda: store.approve(2, actor=ADMIN, now=NOW), True),
        (lambda: store.withdraw(1, reason="r", actor=BOSS, now=NOW), True),
    ):
        seen = store.head()
        change()
        assert (store.head() != seen) is is_stale


def test_a_stale_withdrawal_or_release_is_refused(store):
    put(store, BOSS, original=b"one")
    put(store, BOSS, original=b"two", draft=True)
    with pytest.raises(Stale, match=r"store\.stale"):
        store.withdraw(1, reason="r", actor=BOSS, now=NOW, seen=1)
    with pytest.raises(Stale, match=r"store\.stale"):
        store.approve(2, actor=ADMIN, now=NOW, seen=1)


def test_the_same_bytes_are_refused_naming_the_earlier_batch(store):
    put(store, BOSS, original=b"one")
    with pytest.raises(Fault) as fault:
        put(store, BOSS, original=b"one")
    assert (fault.value.code, fault.value.params["batch"], fault.value.params["earlier"]) == (
        "batch.already_stored", 1, "f.csv",
    )  # fmt: skip
    assert len(store.batches()) == 1


@pytest.mark.parametrize(("originals", "code"), [((b"one", b"two"), "store.stale"), ((b"one", b"one"), "batch.already_stored")])
def test_of_two_who_commit_on_the_same_preview_one_is_told(tmp_path, originals, code):
    told: list[str] = []
    start = threading.Barrier(2)
    with Store.open(tmp_path, NOW) as store:
        seen = store.head()

        def click(original: bytes) -> None:
            start.wait()
            try:
                put(store, BOSS, original=original, seen=seen)
            except Fault as fault:
                told.append(fault.code)

        clicks = [threading.Thread(target=click, args=(original,)) for original in originals]
        for one in clicks:
            one.start()
        for one in clicks:
            one.join()
        assert told == [code]
        assert len(store.batches()) == 1
        assert store.problems() == ()


def test_one_withdraws_while_the_other_commits_and_only_one_comes_through(store):
    put(store, BOSS, original=b"one")
    told: list[str] = []
    seen, start = store.head(), threading.Barrier(2)

    def attempt(write: Callable[[], object]) -> None:
        start.wait()
        try:
            write()
        except Fault as fault:
            told.append(fault.code)

    threads = [
        threading.Thread(target=attempt, args=(write,))
        for write in (
            lambda: put(store, BOSS, figures(9.9), original=b"two", seen=seen),
            lambda: store.withdraw(1, reason="r", actor=BOSS, now=NOW, seen=seen),
        )
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told == ["store.stale"]
    assert store.head() == seen + 1
    assert store.problems() == ()


# -- drafts


@pytest.fixture
def drafted(staffed: Store) -> Store:
    """11.7 counts; Anna's draft says 11.9 and comments it."""
    put(staffed, BOSS, original=b"one")
    record = Record("comment", "DO-1/2024", '{"text": "neu"}', DORTMUND)
    put(staffed, ANNA, figures(11.9), original=b"two", draft=True, records=[record])
    return staffed


def test_a_draft_is_invisible_to_readers(drafted):
    assert shown(drafted) == [11.7]
    assert shown(drafted, as_of=LATER) == [11.7]
    assert shown(drafted, as_of=date(2025, 1, 3)) == [11.7]
    cell = {"area": DORTMUND, "indicator": "unemployment_rate", "group": "total", "period": "2024"}
    assert drafted.vintages(**cell)["value"].tolist() == [11.7]
    assert drafted.records() == ()
    assert drafted.records(history=True) == ()
    assert [batch.batch for batch in drafted.batches()] == [1]


def test_who_asks_for_drafts_sees_them(drafted):
    cell = {"area": DORTMUND, "indicator": "unemployment_rate", "group": "total", "period": "2024"}
    assert shown(drafted, drafts=True) == [11.9]
    table = drafted.vintages(**cell, drafts=True)
    assert list(zip(table["value"], table["is_pending"], strict=True)) == [(11.9, True), (11.7, False)]
    assert [record.content for record in drafted.records(drafts=True)] == ['{"text": "neu"}']
    assert [batch.is_pending for batch in drafted.batches(drafts=True)] == [False, True]


def test_the_same_bytes_wait_only_once(drafted):
    with pytest.raises(Fault, match=r"batch\.already_stored"):
        put(drafted, BERT, original=b"two", draft=True)


def test_nobody_releases_their_own_draft(drafted):
    for name in ("Anna", "ANNA", " anna"):
        with pytest.raises(Forbidden, match=r"right\.second_person"):
            drafted.approve(2, actor=Actor(name, "coordinator", (DORTMUND,)), now=LATER)
    with pytest.raises(Forbidden, match=r"right\.second_person"):
        drafted.approve(2, actor=operator("Anna"), now=LATER)
    assert shown(drafted) == [11.7]


def test_a_second_person_releases_a_draft_and_it_counts_from_then(drafted):
    drafted.approve(2, actor=BERT, now=LATER)
    assert shown(drafted) == [11.9]
    assert shown(drafted, as_of=LATER - timedelta(microseconds=1)) == [11.7]
    assert shown(drafted, as_of=LATER) == [11.9]
    assert len(drafted.records(as_of=LATER)) == 1
    assert drafted.records(as_of=NOW) == ()
    released = drafted.batches()[1]
    assert (released.is_draft, released.is_pending, released.imported_by, released.approved_by) == (True, False, "Anna", "Bert")
    assert drafted.problems() == ()


def test_what_is_no_draft_that_waits_cannot_be_released(drafted):
    drafted.approve(2, actor=BERT, now=LATER)
    for batch in (1, 2):
        with pytest.raises(Fault, match=r"batch\.no_draft"):
            drafted.approve(batch, actor=ADMIN, now=LATER)
    with pytest.raises(Unknown, match=r"batch\.unknown"):
        drafted.approve(3, actor=ADMIN, now=LATER)


def test_a_draft_may_be_dropped_by_who_made_it_and_never_released_then(drafted):
    drafted.withdraw(2, reason="Tippfehler", actor=ANNA, now=LATER)
    assert shown(drafted, drafts=True) == [11.7]
    with pytest.raises(Unknown, match=r"batch\.unknown"):
        drafted.approve(2, actor=BERT, now=LATER)


# -- what a batch remembers


def test_a_batch_remembers_confirmations_mapping_and_areas(store):
    put(store, BOSS, confirmations={"a1": "geprüft"}, mapping="Stadtamt")
    batch = store.batches()[0]
    assert (batch.confirmations, batch.mapping, batch.areas) == ({"a1": "geprüft"}, "Stadtamt", (DORTMUND,))


def test_the_newest_counting_version_of_a_record_wins(store):
    for number, text in enumerate(("eins", "zwei"), start=1):
        put(store, BOSS, original=text.encode(), records=[Record("comment", "DO-1", json.dumps(text), DORTMUND)])
        assert [record.content for record in store.records("comment")] == [json.dumps(text)]
        assert store.records("comment")[0].batch == number
    store.withdraw(2, reason="r", actor=BOSS, now=LATER)
    assert [record.content for record in store.records()] == ['"eins"']
    assert [record.content for record in store.records(as_of=NOW)] == ['"zwei"']
    assert [(record.batch, record.withdrawn_at is None) for record in store.records(history=True)] == [(2, False), (1, True)]
    assert store.records("goal") == ()
    assert (store.records()[0].written_by, store.records()[0].area) == ("Betrieb", DORTMUND)


def test_a_mapping_is_kept_in_versions(store):
    assert [store.save_mapping("Amt", content, actor=BOSS, now=NOW) for content in ("1", "2")] == [1, 2]
    store.save_mapping("Bad", "3", actor=BOSS, now=NOW)
    assert [(saved.name, saved.version, saved.content) for saved in store.mappings()] == [("Amt", 2, "2"), ("Bad", 1, "3")]
    assert [saved.content for saved in store.mappings(history=True)] == ["2", "1", "3"]


# -- accounts


def test_accounts_are_listed_with_role_and_areas(staffed):
    assert [(user.name, user.role, user.areas, user.is_disabled) for user in staffed.users()] == [
        ("Ada", "administrator", None, False), ("Anna", "coordinator", (DORTMUND,), False),
        ("Bert", "coordinator", None, False),
    ]  # fmt: skip


def test_there_is_no_account_to_begin_with(store):
    assert store.users() == ()


@pytest.mark.parametrize("name", ["Anna", "anna", "  ANNA ", "Ａnna"])
def test_a_name_is_given_once_however_it_is_written(staffed, name):
    with pytest.raises(Fault, match=r"user\.exists"):
        staffed.add_user(name, PASSWORD, "coordinator", None, actor=BOSS, now=NOW)


@pytest.mark.parametrize("name", ["", "  ", "x" * 101, "An\x00na", "An\u202ena"])
def test_a_name_that_cannot_be_read_is_refused(store, name):
    with pytest.raises(Fault, match=r"user\.name"):
        store.add_user(name, PASSWORD, "coordinator", None, actor=BOSS, now=NOW)


@pytest.mark.parametrize("password", ["", "elf zeichen", "x" * 1001])
def test_a_password_that_is_too_short_or_too_long_is_refused(staffed, password):
    before = staffed.audit()
    with pytest.raises(Fault, match=r"password\.length"):
        staffed.set_password("Anna", password, actor=BOSS, now=NOW)
    with pytest.raises(Fault, match=r"password\.length"):
        staffed.add_user("Eva", password, "coordinator", None, actor=BOSS, now=NOW)
    assert staffed.audit() == before
    assert len(staffed.users()) == 3


def test_nobody_becomes_an_operator_by_an_account(store):
    with pytest.raises(ValueError, match="no role"):
        store.add_user("Eva", PASSWORD, "operator", None, actor=BOSS, now=NOW)


def test_a_disabled_account_comes_back_by_adding_it_again(staffed):
    staffed.disable_user("Anna", actor=ADMIN, now=NOW)
    staffed.add_user("anna", PASSWORD + "!", "coordinator", [KREFELD], actor=ADMIN, now=LATER)
    anna = next(user for user in staffed.users() if user.name == "Anna")
    assert (anna.is_disabled, anna.areas) == (False, (KREFELD,))
    assert staffed.sign_in("Anna", PASSWORD + "!", LATER).areas == (KREFELD,)


def test_everybody_may_change_their_own_password(staffed):
    staffed.set_password("Anna", PASSWORD + "!", actor=ANNA, now=NOW)
    assert staffed.sign_in("Anna", PASSWORD + "!", NOW) == ANNA
    with pytest.raises(Forbidden, match=r"right\.sign_in"):
        staffed.sign_in("Anna", PASSWORD, NOW)


def test_no_password_lies_anywhere_in_the_files(tmp_path):
    with Store.open(tmp_path, NOW) as store:
        with_people(store)
        with pytest.raises(Forbidden, match=r"right\.sign_in"):
            store.sign_in("geheimes wort im namensfeld", PASSWORD, NOW)
        token = store.open_session("Anna", NOW)
        assert all("geheim" not in entry.details + entry.subject for entry in store.audit())
    for path in tmp_path.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert not any(secret.encode() in data for secret in (PASSWORD, "geheimes wort", token))
    assert b"$argon2id$" in (tmp_path / FILE).read_bytes()


def test_the_product_hashes_with_argon2id_as_rfc_9106_asks():
    assert (PRODUCTION.type.name, PRODUCTION.time_cost, PRODUCTION.memory_cost) == ("ID", 3, 65536)


def test_a_hash_of_older_parameters_is_renewed_at_the_next_sign_in(staffed, monkeypatch):
    def stored() -> str:
        return str(staffed._connection.execute("select hash from password where login = 'anna'").fetchone())

    before = stored()
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(time_cost=2, memory_cost=8, parallelism=1))
    assert staffed.sign_in("Anna", PASSWORD, NOW) == ANNA
    assert ("t=1" in before, "t=2" in stored()) == (True, True)


# -- signing in


def test_who_signs_in_is_who_the_account_says(staffed):
    assert staffed.sign_in(" anna", PASSWORD, NOW) == ANNA
    assert staffed.sign_in("Ada", PASSWORD, NOW) == ADMIN


def test_umlauts_are_the_same_from_every_keyboard(store):
    store.add_user("Jörg", "größer als zwölf", "coordinator", None, actor=BOSS, now=NOW)
    composed, apart = "größer als zwölf", "gro\u0308ßer als zwo\u0308lf"
    assert store.sign_in("Jo\u0308rg", apart, NOW) == store.sign_in("Jörg", composed, NOW)


def test_wrong_password_unknown_name_and_disabled_account_answer_alike(staffed):
    staffed.disable_user("Bert", actor=ADMIN, now=NOW)
    staffed.add_user("Olga", None, "coordinator", None, actor=BOSS, now=NOW)
    told = set()
    for name, password in (("Anna", "falsches passwort"), ("Niemand", PASSWORD), ("Bert", PASSWORD), ("Olga", ""), ("", "")):
        with pytest.raises(Forbidden) as fault:
            staffed.sign_in(name, password, NOW)
        told.add((fault.value.code, tuple(fault.value.params)))
    assert told == {("right.sign_in", ())}


def fail(store: Store, name: str, times: int, at: datetime = NOW) -> None:
    for _ in range(times):
        with pytest.raises(Forbidden, match=r"right\.sign_in"):
            store.sign_in(name, "falsches passwort", at)


@pytest.mark.parametrize("name", ["Anna", "Niemand"])
def test_after_five_failures_a_name_waits_a_quarter_of_an_hour(staffed, name):
    fail(staffed, name, 5)
    with pytest.raises(Forbidden) as fault:
        staffed.sign_in(name, PASSWORD, NOW + timedelta(minutes=2))
    assert (fault.value.code, fault.value.params) == ("right.throttled", {"count": 13})
    with pytest.raises(Forbidden) as fault:
        staffed.sign_in(name.upper(), PASSWORD, NOW + timedelta(minutes=14, seconds=59))
    assert fault.value.params == {"count": 1}
    assert staffed.sign_in("Bert", PASSWORD, NOW) == BERT
    if name == "Anna":
        assert staffed.sign_in("Anna", PASSWORD, NOW + timedelta(minutes=15)) == ANNA


def test_failures_are_counted_in_the_database_not_in_the_process(tmp_path):
    with Store.open(tmp_path, NOW) as store:
        with_people(store)
        fail(store, "Anna", 5)
    with Store.open(tmp_path, NOW) as again, pytest.raises(Forbidden, match=r"right\.throttled"):
        again.sign_in("Anna", PASSWORD, NOW)


def test_attempts_at_the_same_moment_are_counted_one_by_one(staffed):
    told: list[str] = []

    def attempt() -> None:
        try:
            staffed.sign_in("Anna", "falsches passwort", NOW)
        except Forbidden as fault:
            told.append(fault.code)

    threads = [threading.Thread(target=attempt) for _ in range(9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["right.sign_in"] * 5 + ["right.throttled"] * 4


def test_four_failures_and_a_success_begin_anew(staffed):
    for _ in range(2):
        fail(staffed, "Anna", 4)
        assert staffed.sign_in("Anna", PASSWORD, NOW) == ANNA


def test_a_new_password_lets_a_shut_out_account_in_again(staffed):
    fail(staffed, "Anna", 5)
    staffed.set_password("Anna", PASSWORD + "!", actor=BOSS, now=NOW)
    assert staffed.sign_in("Anna", PASSWORD + "!", NOW) == ANNA


def test_the_log_says_that_an_account_was_shut_out_but_neither_who_signed_in_nor_unknown_names(staffed):
    before = len(staffed.audit())
    staffed.sign_in("Bert", PASSWORD, NOW)
    fail(staffed, "Niemand", 5)
    fail(staffed, "Anna", 5)
    assert [(entry.action, entry.subject) for entry in staffed.audit()[before:]] == [("user.locked", "Anna")]
    assert staffed.problems() == ()


# -- sessions


def test_a_session_stands_for_its_account_for_twelve_hours(staffed):
    token = staffed.open_session("Anna", NOW)
    assert staffed.actor_of_session(token, NOW + timedelta(hours=11, minutes=59)) == ANNA
    assert staffed.actor_of_session(token, NOW + timedelta(hours=12)) is None


def test_a_session_ends_when_it_is_closed(staffed):
    token, other = staffed.open_session("Anna", NOW), staffed.open_session("Anna", NOW)
    staffed.close_session(token, NOW)
    assert staffed.actor_of_session(token, NOW) is None
    assert staffed.actor_of_session(other, NOW) == ANNA


def test_a_session_outlives_the_process(tmp_path):
    with Store.open(tmp_path, NOW) as store:
        with_people(store)
        token = store.open_session("Anna", NOW)
    with Store.open(tmp_path, LATER) as again:
        assert again.actor_of_session(token, LATER) == ANNA


@pytest.mark.parametrize(
    "end",
    [
        lambda store: store.disable_user("Anna", actor=BOSS, now=NOW),
        lambda store: store.set_password("Anna", PASSWORD + "!", actor=BOSS, now=NOW),
    ],
    ids=["disabled", "new password"],
)
def test_disabling_and_a_new_password_end_every_session(staffed, end):
    token = staffed.open_session("Anna", NOW)
    end(staffed)
    assert staffed.actor_of_session(token, NOW) is None


def test_a_token_nobody_was_given_stands_for_nobody(staffed):
    token = staffed.open_session("Anna", NOW)
    for guess in ("", "x", token[:-1], token + "x", hashlib.sha256(token.encode()).hexdigest(), "' or true --"):
        assert staffed.actor_of_session(guess, NOW) is None


def test_there_is_no_session_for_a_disabled_or_unknown_account(staffed):
    staffed.disable_user("Anna", actor=BOSS, now=NOW)
    with pytest.raises(Forbidden, match=r"right\.login"):
        staffed.open_session("Anna", NOW)
    with pytest.raises(Unknown, match=r"user\.unknown"):
        staffed.open_session("Niemand", NOW)


# -- identity provider

RULES = ClaimRules("groups", {"do": ("coordinator", (DORTMUND,)), "chef": ("administrator", None)})


@pytest.mark.parametrize(
    ("claims", "actor"),
    [
        ({}, None),
        ({"groups": "do"}, None),
        ({"sub": "u1", "email": "eva@dortmund.de", "email_verified": True}, None),
        (
            {"sub": "u1", "email": "eva@dortmund.de", "email_verified": True, "groups": "do"},
            Actor("eva@dortmund.de", "coordinator", (DORTMUND,)),
        ),
        ({"sub": "u1", "groups": ["other", "chef"]}, Actor("u1", "administrator")),
        ({"sub": "u1", "groups": ["chef", "do"]}, Actor("u1", "coordinator", (DORTMUND,))),
        (
            {"sub": "u1", "email": "Olga@Dortmund.de", "email_verified": True},
            Actor("olga@dortmund.de", "coordinator", (KREFELD,)),
        ),
        ({"sub": "s-77", "email": "somebody@else.de"}, Actor("s-77", "administrator")),
        ({"sub": "u1", "email": "olga@dortmund.de", "email_verified": False}, None),
        ({"sub": "u1", "email": "Anna", "email_verified": True, "groups": "chef"}, None),
        ({"sub": "u1", "email": "gone@dortmund.de", "email_verified": True, "groups": "chef"}, None),
        ({"sub": "u1", "groups": "chef", "iat": NOW.timestamp() - 11 * 3600}, Actor("u1", "administrator")),
        ({"sub": "u1", "groups": "chef", "iat": NOW.timestamp() - 12 * 3600}, None),
        ({"sub": 7, "groups": None}, None),
    ],
)
def test_claims_name_an_account_or_a_role_or_nobody(staffed, claims, actor):
    staffed.add_user("olga@dortmund.de", None, "coordinator", [KREFELD], actor=BOSS, now=NOW)
    staffed.add_user("s-77", None, "administrator", None, actor=BOSS, now=NOW)
    staffed.add_user("gone@dortmund.de", None, "administrator", None, actor=BOSS, now=NOW)
    staffed.disable_user("gone@dortmund.de", actor=BOSS, now=NOW)
    assert staffed.actor_of_claims({"iat": NOW.timestamp()} | claims, NOW, RULES) == actor


def test_without_rules_only_accounts_count(staffed):
    assert staffed.actor_of_claims({"sub": "u1", "": "chef", "groups": "chef", "iat": NOW.timestamp()}, NOW) is None


def test_an_account_of_the_identity_provider_has_no_password_here(store):
    store.add_user("olga@dortmund.de", None, "coordinator", None, actor=BOSS, now=NOW)
    with pytest.raises(Fault, match=r"user\.no_password"):
        store.set_password("olga@dortmund.de", PASSWORD, actor=BOSS, now=NOW)


def test_rules_for_claims_come_from_a_file_the_installation_names(tmp_path, monkeypatch):
    path = tmp_path / "roles.toml"
    do, chef = 'do = { role = "coordinator", areas = ["05913"] }', 'chef = { role = "administrator" }'
    path.write_text(f'claim = "groups"\n[role]\n{do}\n{chef}\n')
    monkeypatch.setenv("ZIELMONITOR_OIDC_ROLES", str(path))
    assert claim_rules() == RULES
    monkeypatch.delenv("ZIELMONITOR_OIDC_ROLES")
    assert claim_rules() == ClaimRules()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "claim = 1\n[role]\n",
        'claim = "g"\n',
        'claim = "g"\n[role]\ndo = { role = "operator" }\n',
        "\x00",
        'claim = "g"\nrole = 1',
        'claim = "g"\ntrusts_email = "yes"\n[role]\n',
        'claim = "g"\n[role]\ndo = { role = "coordinator", areas = "05913" }\n',
    ],
)
def test_rules_that_are_wrong_are_told_not_passed_over(tmp_path, monkeypatch, text):
    path = tmp_path / "roles.toml"
    path.write_text(text)
    monkeypatch.setenv("ZIELMONITOR_OIDC_ROLES", str(path))
    with pytest.raises(Fault, match=r"right\.rules: file = roles\.toml"):
        claim_rules()


def test_a_reader_is_not_known():
    with pytest.raises(Forbidden, match=r"right\.login"):
        rights.known(None)
