"""The manifest beside the uploads: a shortened, replaced or emptied database is told, and built again from what is kept."""

import json
import shutil
from datetime import timedelta
from functools import partial
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators import ingest, monitor
from indicators.errors import Fault, Forbidden, StoreFault, StoreLocked, StoreUnsound
from indicators.ingest.mapping import Mapping, to_json
from indicators.ingest.observations import empty_table
from indicators.monitor import Monitor, import_file, open_monitor
from indicators.store import Actor, Record, Store, operator
from indicators.store.database import FILE, naive_utc
from tests.conftest import NOW, TODAY

PASSWORD = "korrekt pferd batterie"  # noqa: S105
BOSS = operator("Betrieb")
ENTRIES = 24  # in the log of the store below
SOON, LATER = NOW + timedelta(hours=1), NOW + timedelta(days=1)
# Most of these ask what is built, not by whom the files are read: they spare themselves the start of a child for each.
rebuild = partial(monitor.rebuild, read=ingest.read)
ROW = "area,indicator,group,period,value,unit,source\n05913,unemployment_rate,total,{},{},percent,Test\n"


def bring(monitor: Monitor, period: str, value: float) -> int:
    data = ROW.format(period, value).encode()
    outcome = import_file(
        monitor, data, f"{period}.csv", released_on=TODAY, reason="test", confirm="ja", actor=operator("Anna"), now=SOON
    )  # fmt: skip
    assert outcome.batch is not None
    return outcome.batch


@pytest.fixture(scope="module")
def lived_in(shipped_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed store in which everything has happened that can happen. Only read."""
    folder = Path(shutil.copytree(shipped_folder, tmp_path_factory.mktemp("lived") / "store"))
    opened = open_monitor(folder, now=NOW)
    with opened.store as store:
        store.add_user("Anna", PASSWORD, "coordinator", ["05913"], actor=BOSS, now=NOW)
        store.add_user("Bert", PASSWORD, "administrator", None, actor=BOSS, now=NOW)
        store.add_user("Olga", None, "coordinator", None, actor=BOSS, now=NOW)
        store.disable_user("Bert", actor=BOSS, now=SOON)
        store.save_mapping("Amt", to_json(Mapping(name="Amt", fingerprint=("raum",), columns=())), actor=BOSS, now=NOW)
        bring(opened, "2025", 12.3)
        wrong = bring(opened, "2024", 1.2)
        store.withdraw(wrong, reason="Komma verrutscht", actor=BOSS, now=SOON)
        two = ROW.format("2023", 10.5) + "05114,unemployment_rate,total,2023,9.5,percent,Test\n"
        record = Record("comment", "DO-1/2025", '{"text": "Größe"}', "05913")
        store.commit(
            empty_table(), original=b"record", file_name="Pflege.json", released_on=TODAY, reason="Kommentar", actor=BOSS,
            now=SOON, records=[record],
        )  # fmt: skip
        draft = store.commit(
            figures_of_dortmund(store), original=two.encode(), file_name="entwurf.csv", released_on=TODAY, reason="Entwurf",
            actor=Actor("Anna", "coordinator"), now=SOON, draft=True, confirmations={"k": "geprüft"},
        )  # fmt: skip
        store.approve(draft, actor=Actor("Olga", "coordinator"), now=LATER)
    return folder


def figures_of_dortmund(store: Store) -> pd.DataFrame:
    """What Anna may store of the file with two cities: its first row."""
    table = store.series(area="05913", indicator="unemployment_rate", group="total").head(1)
    return table.assign(period="2023", value=10.5, decimals=1, source="Test", note="", sheet="", row=2, column="value")


@pytest.fixture
def folder(lived_in: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(lived_in, tmp_path / "store"))


def told(folder: Path) -> str:
    """The code with which opening the store fails, or "opened"."""
    try:
        Store.open(folder, LATER).close()
    except Fault as fault:
        return fault.code
    return "opened"


def change(folder: Path, sql: str) -> None:
    with duckdb.connect(str(folder / FILE)) as connection:
        connection.execute(sql)


def manifest(folder: Path) -> Path:
    return folder / "uploads" / "manifest.jsonl"


def contents(store: Store) -> dict[str, object]:
    """All that a reader, a coordinator or an auditor can see."""
    series = store.series()
    return {
        "series": series.astype(object).where(series.notna(), None).to_dict("list"),
        "shown": len(store.series(as_of=SOON)),
        "batches": store.batches(drafts=True),
        "records": store.records(history=True, drafts=True),
        "mappings": store.mappings(history=True),
        "users": store.users(),
        "head": store.head(),
    }


# -- the manifest


def test_the_manifest_says_what_the_log_says(lived_in, tmp_path):
    lines = manifest(lived_in).read_text("utf-8").splitlines()
    with Store.open(Path(shutil.copytree(lived_in, tmp_path / "s")), LATER) as store:
        assert [json.loads(line)["hash"] for line in lines] == [entry.hash for entry in store.audit()]


def test_a_store_in_memory_has_no_manifest(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with Store.open(None, NOW) as store:
        store.save_mapping("m", "{}", actor=BOSS, now=NOW)
    assert list(tmp_path.iterdir()) == []


# -- what is noticed


def test_a_sound_store_opens(folder):
    assert told(folder) == "opened"


def test_a_database_that_is_gone_is_told_and_not_made_anew(folder):
    (folder / FILE).unlink()
    assert told(folder) == "store.shortened"
    assert not (folder / FILE).exists()


def test_an_empty_database_is_told(folder, tmp_path):
    (folder / FILE).unlink()
    Store.open(tmp_path / "fresh", NOW).close()
    shutil.copy(tmp_path / "fresh" / FILE, folder / FILE)
    assert told(folder) == "store.shortened"


def test_an_older_copy_of_the_database_is_told(folder, shipped_folder):
    shutil.copy(shipped_folder / FILE, folder / FILE)
    with pytest.raises(StoreUnsound) as fault:
        Store.open(folder, LATER)
    assert (fault.value.code, fault.value.params) == ("store.shortened", {"file": FILE, "stored": 13, "logged": ENTRIES})


def test_the_last_entry_cut_off_the_log_is_told(folder):
    change(folder, "delete from audit where number = (select max(number) from audit)")
    assert told(folder) == "store.shortened"


def test_a_database_of_another_history_is_told(folder, tmp_path):
    with Store.open(tmp_path / "other", NOW) as other:
        for number in range(40):
            other.save_mapping(str(number), "{}", actor=BOSS, now=NOW)
    shutil.copy(tmp_path / "other" / FILE, folder / FILE)
    assert told(folder) == "store.replaced"


def test_a_log_sealed_again_after_a_change_is_told(folder):
    change(folder, "update audit set hash = repeat('a', 64) where number = 3")
    assert told(folder) == "store.replaced"


@pytest.mark.parametrize("line", [1, 7, ENTRIES])
@pytest.mark.parametrize(
    "damage",
    [
        lambda line: b"",
        lambda line: b"{}\n",
        lambda line: b"[1]\n",
        lambda line: line.replace(b'"actor": "', b'"actor": "Eve '),
        lambda line: line.replace(b'"number": ', b'"number": 1'),
        lambda line: line.replace(b'"at": "2', b'"at": "x2'),
        lambda line: line + line,
        lambda line: b"\xff\xfe" + line,
    ],
    ids=["deleted", "emptied", "list", "changed", "renumbered", "no time", "twice", "bytes"],
)
def test_a_manifest_changed_by_hand_is_told_with_the_line(folder, line, damage):
    lines = manifest(folder).read_bytes().splitlines(keepends=True)
    lines[line - 1] = damage(lines[line - 1])
    manifest(folder).write_bytes(b"".join(lines))
    if lines[line - 1] == b"" and line == ENTRIES:
        assert told(folder) == "opened"  # the end cut off: see below
    else:
        with pytest.raises(StoreUnsound) as fault:
            Store.open(folder, LATER)
        assert fault.value.code == "store.manifest_broken"
        assert line <= fault.value.params["line"] <= line + 1


@settings(max_examples=60)
@given(data=st.binary(max_size=300))
def test_no_bytes_in_the_manifest_make_a_traceback(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("m")
    (folder / "uploads").mkdir()
    manifest(folder).write_bytes(data + b"\n")
    assert told(folder) == "store.manifest_broken"


# -- what heals by itself


@pytest.mark.parametrize("kept", [0, 1, ENTRIES - 1])
def test_a_manifest_that_lags_behind_the_database_is_brought_up(folder, kept):
    whole = manifest(folder).read_bytes()
    manifest(folder).write_bytes(b"".join(whole.splitlines(keepends=True)[:kept]))
    assert told(folder) == "opened"
    assert manifest(folder).read_bytes() == whole


def test_a_manifest_that_is_gone_is_written_again(folder):
    whole = manifest(folder).read_bytes()
    manifest(folder).unlink()
    assert told(folder) == "opened"
    assert manifest(folder).read_bytes() == whole


@pytest.mark.parametrize("left", [1, 40, -1])
def test_a_line_half_written_when_the_machine_stopped_is_written_again(folder, left):
    whole = manifest(folder).read_bytes()
    start = whole.rindex(b"\n", 0, -1) + 1
    manifest(folder).write_bytes(whole[:start] + whole[start:][:left])
    assert told(folder) == "opened"
    assert manifest(folder).read_bytes() == whole


def test_a_manifest_that_cannot_be_written_is_told_and_made_up_for(folder):
    whole = manifest(folder).read_bytes()
    with Store.open(folder, LATER) as store:
        manifest(folder).unlink()
        manifest(folder).mkdir()
        with pytest.raises(StoreFault, match=r"store\.manifest_not_written"):
            store.save_mapping("eins", "{}", actor=BOSS, now=LATER)
        manifest(folder).rmdir()
        manifest(folder).write_bytes(whole)
        store.save_mapping("zwei", "{}", actor=BOSS, now=LATER)
        assert [saved.name for saved in store.mappings()] == ["Amt", "eins", "zwei"]
    assert len(manifest(folder).read_bytes().splitlines()) == ENTRIES + 2
    assert told(folder) == "opened"


def test_a_log_that_is_broken_is_not_sealed_into_the_manifest(folder):
    manifest(folder).unlink()
    change(folder, "update audit set actor = 'Eve' where number = 3")
    with Store.open(folder, LATER) as store:
        assert ("audit_broken", {"number": 3}) in store.problems()
    assert not manifest(folder).exists()


# -- rebuilding


def damage_gone(folder: Path) -> None:
    (folder / FILE).unlink()


def damage_text(folder: Path) -> None:
    (folder / FILE).write_bytes(b"Jahr;Wert\n" * 999)


def damage_cut(folder: Path) -> None:
    data = (folder / FILE).read_bytes()
    (folder / FILE).write_bytes(data[: len(data) // 2])


def damage_log(folder: Path) -> None:
    change(folder, "delete from audit where number > 5")


def damage_figures(folder: Path) -> None:
    """Nobody notices by the log: figures changed behind its back."""
    change(folder, "update figure set value = 99")


@pytest.mark.parametrize("damage", [damage_gone, damage_text, damage_cut, damage_log, damage_figures])
def test_rebuilding_gives_the_same_store_again(lived_in, folder, tmp_path, damage):
    with Store.open(Path(shutil.copytree(lived_in, tmp_path / "before")), LATER) as store:
        before, log = contents(store), store.audit()
    damage(folder)
    done = rebuild(folder, actor=BOSS, now=LATER)
    assert (done.batches, done.differing) == (17, ())
    with Store.open(folder, LATER) as store:
        assert contents(store) == before
        assert store.audit()[:-1] == log
        assert (store.audit()[-1].action, store.audit()[-1].actor) == ("rebuild", "Betrieb")
        assert store.problems() == ()
    assert told(folder) == "opened"


def test_rebuilding_reads_every_upload_within_limits(folder, monkeypatch):
    monkeypatch.setattr(ingest, "read", None)  # what this process would read with
    assert monitor.rebuild(folder, actor=BOSS, now=LATER).batches == 17


def test_the_old_database_is_put_aside_not_deleted(folder):
    damage_text(folder)
    damaged = (folder / FILE).read_bytes()
    done = rebuild(folder, actor=BOSS, now=LATER)
    assert done.aside == f"zielmonitor-{naive_utc(LATER):%Y-%m-%dT%H%M%S}.duckdb"
    assert (folder / done.aside).read_bytes() == damaged
    assert sorted(path.name for path in folder.iterdir()) == sorted([FILE, done.aside, "uploads"])


def test_the_write_ahead_log_of_the_old_database_goes_with_it(folder):
    damage_text(folder)
    (folder / f"{FILE}.wal").write_bytes(b"of the old one")
    done = rebuild(folder, actor=BOSS, now=LATER)
    assert (folder / f"{done.aside}.wal").read_bytes() == b"of the old one"


def test_passwords_are_carried_over_from_a_readable_database_of_the_same_history(folder):
    damage_log(folder)
    assert rebuild(folder, actor=BOSS, now=LATER).lacking == ()
    with Store.open(folder, LATER) as store:
        assert store.sign_in("Anna", PASSWORD, LATER) == Actor("Anna", "coordinator", ("05913",))
        with pytest.raises(Forbidden, match=r"right\.sign_in"):
            store.sign_in("Bert", PASSWORD, LATER)


def test_accounts_without_a_password_are_named(folder):
    damage_gone(folder)
    assert rebuild(folder, actor=BOSS, now=LATER).lacking == ("Anna",)
    with Store.open(folder, LATER) as store:
        with pytest.raises(Forbidden, match=r"right\.sign_in"):
            store.sign_in("Anna", PASSWORD, LATER)
        store.set_password("Anna", PASSWORD, actor=BOSS, now=LATER)
        assert store.sign_in("Anna", PASSWORD, LATER).areas == ("05913",)


def test_no_password_is_taken_from_a_database_of_another_history(folder, tmp_path):
    with Store.open(tmp_path / "other", NOW) as other:
        other.add_user("Anna", "passwort von jemand anderem", "administrator", None, actor=BOSS, now=NOW)
    shutil.copy(tmp_path / "other" / FILE, folder / FILE)
    assert rebuild(folder, actor=BOSS, now=LATER).lacking == ("Anna",)


def test_rebuilding_needs_an_administrator(folder):
    for actor in (None, Actor("Anna", "coordinator")):
        with pytest.raises(Forbidden):
            rebuild(folder, actor=actor, now=LATER)


def test_rebuilding_refuses_while_the_store_is_open(folder):
    with Store.open(folder, NOW), pytest.raises(StoreLocked):
        rebuild(folder, actor=BOSS, now=LATER)


def test_without_a_manifest_there_is_nothing_to_build_from(folder):
    damage_gone(folder)
    manifest(folder).unlink()
    with pytest.raises(StoreUnsound, match=r"store\.no_manifest"):
        rebuild(folder, actor=BOSS, now=LATER)


def test_a_lost_upload_stops_the_rebuilding_and_leaves_everything(folder):
    lost = next(path for path in (folder / "uploads").iterdir() if len(path.name) == 64)
    lost.unlink()
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    with pytest.raises(StoreFault, match=r"store\.upload_lost"):
        rebuild(folder, actor=BOSS, now=LATER)
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before
    assert sorted(path.name for path in folder.iterdir()) == sorted([FILE, "uploads"])
    assert told(folder) == "opened"


def test_a_changed_upload_stops_the_rebuilding(folder):
    changed = next(path for path in (folder / "uploads").iterdir() if len(path.name) == 64)
    changed.write_bytes(changed.read_bytes().replace(b"1", b"2"))
    with pytest.raises(StoreFault, match=r"store\.upload_lost"):
        rebuild(folder, actor=BOSS, now=LATER)


def test_a_rebuilt_store_can_be_rebuilt_and_goes_on(folder):
    rebuild(folder, actor=BOSS, now=LATER)
    rebuild(folder, actor=BOSS, now=LATER + timedelta(hours=1))
    opened = open_monitor(folder, now=LATER)
    with opened.store:
        assert bring(opened, "2022", 10.0) == 18
        assert opened.store.problems() == ()
