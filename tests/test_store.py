"""The store: vintages, two clocks, one transaction, the audit chain, and a file nobody else may touch."""

import hashlib
import itertools
import json
import shutil
import subprocess
import sys
import threading
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from indicators.errors import StoreLocked, StoreUnsound, Unknown
from indicators.store import Store, database, operator
from tests.conftest import NOW

COLUMNS = (
    "area", "indicator", "group", "period", "value", "decimals", "status", "unit", "source", "note", "sheet", "row", "column",
)  # fmt: skip
FILE = "zielmonitor.duckdb"
NUMBERS = itertools.count()
TESTER = operator("Tester")
PROJECT = Path(__file__).parents[1]


def figures(**values: float | None) -> pd.DataFrame:
    """Dortmund's unemployment rate: `figures(y2024=11.7)`."""
    return pd.DataFrame(
        [
            ("05913", "unemployment_rate", "total", period.lstrip("y"), value, 1, "normal", "percent", "S", "", "", 2, "value")
            for period, value in values.items()
        ],
        columns=list(COLUMNS),
    )  # fmt: skip


def put(store: Store, table: pd.DataFrame, released: str, *, hours: int = 0, original: bytes | None = None) -> int:
    """A commit `hours` after NOW; of bytes of its own unless told otherwise."""
    return store.commit(
        table, original=original or str(next(NUMBERS)).encode(), file_name="f.csv",
        released_on=date.fromisoformat(released), reason="test", actor=TESTER, now=NOW + timedelta(hours=hours),
    )  # fmt: skip


def shown(store: Store, as_of: date | datetime | None = None) -> dict[str, float]:
    """Period -> value that counts for Dortmund's unemployment rate."""
    table = store.series(area="05913", indicator="unemployment_rate", group="total", as_of=as_of)
    return dict(zip(table["period"], table["value"], strict=True))


def tamper(store: Store, sql: str) -> None:
    store._connection.execute(sql)


def raw_rows(store: Store, batch: int) -> list[tuple[object, ...]]:
    sql = "select * from observation where batch = $batch order by all"
    return store._connection.execute(sql, {"batch": batch}).fetchall()


# -- vintages


def test_what_was_committed_is_read_with_its_cell_and_its_release(store):
    put(store, figures(y2024=11.7), "2025-01-03")
    row = store.series().to_dict("records")
    assert len(row) == 1
    assert {key: row[0][key] for key in ("area", "indicator", "group", "period", "value", "decimals", "status", "unit",
                                         "source", "note", "batch", "row", "column", "released_precision")} == {
        "area": "05913", "indicator": "unemployment_rate", "group": "total", "period": "2024", "value": 11.7,
        "decimals": 1, "status": "normal", "unit": "percent", "source": "S", "note": "", "batch": 1, "row": 2,
        "column": "value", "released_precision": "day",
    }  # fmt: skip
    assert pd.Timestamp(row[0]["released_on"]).date() == date(2025, 1, 3)


def test_newest_release_wins(store):
    put(store, figures(y2024=11.7), "2025-01-03")
    put(store, figures(y2024=11.8), "2025-04-01")
    assert shown(store) == {"2024": 11.8}


def test_older_release_imported_late_does_not_replace_newer_value(store):
    put(store, figures(y2024=11.8), "2025-04-01")
    put(store, figures(y2024=11.7, y2023=11.5), "2025-01-03", hours=5)
    assert shown(store) == {"2023": 11.5, "2024": 11.8}


def test_newest_release_wins_in_any_order_of_import(store):
    for value, released in ((11.6, "2025-03-01"), (11.9, "2025-09-01"), (11.5, "2025-01-01"), (11.7, "2025-06-01")):
        put(store, figures(y2024=value), released)
    assert shown(store) == {"2024": 11.9}


def test_of_two_releases_of_one_day_the_later_import_wins(store):
    put(store, figures(y2024=11.7), "2025-01-03")
    put(store, figures(y2024=11.9), "2025-01-03")
    assert shown(store) == {"2024": 11.9}


def test_a_newer_release_without_a_figure_leaves_the_older_one(store):
    put(store, figures(y2023=11.5, y2024=11.7), "2025-01-03")
    put(store, figures(y2024=11.8), "2025-04-01")
    assert shown(store) == {"2023": 11.5, "2024": 11.8}


def test_a_suppressed_figure_replaces_a_published_one_as_a_hole(store):
    put(store, figures(y2024=11.7), "2025-01-03")
    put(store, figures(y2024=None).assign(status="suppressed"), "2025-04-01")
    row = store.series().iloc[0]
    assert (row["status"], pd.isna(row["value"])) == ("suppressed", True)


def test_every_vintage_of_a_cell_stays_readable_the_newest_first(store):
    put(store, figures(y2024=11.8), "2025-04-01")
    put(store, figures(y2024=11.7), "2025-01-03")
    put(store, figures(y2024=11.9), "2025-04-01")
    store.withdraw(1, reason="wrong", actor=TESTER, now=NOW + timedelta(hours=1))
    table = store.vintages(area="05913", indicator="unemployment_rate", group="total", period="2024")
    assert list(zip(table["batch"], table["value"], table["withdrawn_at"].notna(), strict=True)) == [
        (3, 11.9, False), (1, 11.8, True), (2, 11.7, False),
    ]  # fmt: skip


def test_observations_are_only_inserted(store):
    put(store, figures(y2023=11.5, y2024=11.7), "2025-01-03")
    first = raw_rows(store, 1)
    put(store, figures(y2024=11.8), "2025-04-01")
    store.withdraw(1, reason="wrong", actor=TESTER, now=NOW)
    store.withdraw(2, reason="wrong", actor=TESTER, now=NOW)
    assert len(first) == 2
    assert raw_rows(store, 1) == first
    assert len(raw_rows(store, 2)) == 1


def test_area_indicator_and_group_choose_a_series(store):
    table = pd.concat([figures(y2024=1.0), figures(y2024=2.0), figures(y2024=3.0), figures(y2024=4.0)])
    table["area"] = ["05913", "05114", "05913", "05913"]
    table["indicator"] = ["unemployment_rate", "unemployment_rate", "sgb2_quota", "unemployment_rate"]
    table["group"] = ["total", "total", "total", "women"]
    put(store, table, "2025-01-03")
    assert sorted(store.series()["value"]) == [1.0, 2.0, 3.0, 4.0]
    assert sorted(store.series(area="05913")["value"]) == [1.0, 3.0, 4.0]
    assert sorted(store.series(indicator="unemployment_rate", group="total")["value"]) == [1.0, 2.0]
    assert sorted(store.series(group="women")["value"]) == [4.0]
    assert list(store.series(area="99999")["value"]) == []


# -- withdrawing


def test_withdrawing_gives_the_old_value_back_and_keeps_everything(store):
    put(store, figures(y2024=11.7), "2025-01-03")
    put(store, figures(y2024=1.18), "2025-04-01")
    store.withdraw(2, reason="Komma verrutscht", actor=operator("Prüferin"), now=NOW + timedelta(hours=1))
    assert shown(store) == {"2024": 11.7}
    assert len(raw_rows(store, 2)) == 1
    withdrawn = store.batches()[1]
    assert (withdrawn.withdrawn_by, withdrawn.withdrawn_reason) == ("Prüferin", "Komma verrutscht")
    assert withdrawn.withdrawn_at == datetime(2026, 11, 22, 10, 0)  # noqa: DTZ001 - stored as UTC


def test_of_two_releases_of_one_day_withdrawing_the_later_gives_the_earlier_back(store):
    put(store, figures(y2024=11.7), "2025-01-03")
    put(store, figures(y2024=11.9), "2025-01-03")
    store.withdraw(2, reason="wrong", actor=TESTER, now=NOW)
    assert shown(store) == {"2024": 11.7}


def test_a_batch_is_withdrawn_once(store):
    put(store, figures(y2024=11.7), "2025-01-03")
    store.withdraw(1, reason="wrong", actor=TESTER, now=NOW)
    with pytest.raises(Unknown, match=r"batch\.unknown: found = 1"):
        store.withdraw(1, reason="again", actor=TESTER, now=NOW + timedelta(hours=1))
    assert store.batches()[0].withdrawn_reason == "wrong"
    assert len(store.audit()) == 2


def test_a_batch_that_never_was_cannot_be_withdrawn(store):
    with pytest.raises(Unknown, match=r"batch\.unknown: found = 7"):
        store.withdraw(7, reason="wrong", actor=TESTER, now=NOW)
    assert store.audit() == ()


def test_bytes_of_a_withdrawn_batch_may_come_again(store):
    put(store, figures(y2024=11.7), "2025-01-03", original=b"one")
    digest = hashlib.sha256(b"one").hexdigest()
    assert store.batch_with(digest).batch == 1
    store.withdraw(1, reason="wrong", actor=TESTER, now=NOW)
    assert store.batch_with(digest) is None
    assert put(store, figures(y2024=11.7), "2025-01-03", original=b"one") == 2
    assert store.batch_with(digest).batch == 2


# -- two clocks


def test_as_of_a_day_shows_what_was_released_by_then(store):
    put(store, figures(y2023=11.5), "2024-01-03")
    put(store, figures(y2023=11.4, y2024=11.7), "2025-01-03")
    assert shown(store, date(2024, 1, 2)) == {}
    assert shown(store, date(2024, 1, 3)) == {"2023": 11.5}
    assert shown(store, date(2025, 1, 2)) == {"2023": 11.5}
    assert shown(store, date(2025, 1, 3)) == {"2023": 11.4, "2024": 11.7}


def test_as_of_an_instant_shows_what_this_store_showed_just_then(store):
    put(store, figures(y2024=11.7), "2025-01-03")
    put(store, figures(y2024=11.8), "2025-04-01", hours=2)
    store.withdraw(2, reason="wrong", actor=TESTER, now=NOW + timedelta(hours=4))
    assert shown(store, NOW - timedelta(seconds=1)) == {}
    assert shown(store, NOW + timedelta(hours=1)) == {"2024": 11.7}
    assert shown(store, NOW + timedelta(hours=3)) == {"2024": 11.8}
    assert shown(store, NOW + timedelta(hours=5)) == {"2024": 11.7}


def test_a_batch_counts_from_the_very_instant_of_import_until_just_before_its_withdrawal(store):
    put(store, figures(y2024=11.7), "2025-01-03", hours=1)
    store.withdraw(1, reason="wrong", actor=TESTER, now=NOW + timedelta(hours=2))
    assert shown(store, NOW + timedelta(hours=1)) == {"2024": 11.7}
    assert shown(store, NOW + timedelta(hours=2) - timedelta(microseconds=1)) == {"2024": 11.7}
    assert shown(store, NOW + timedelta(hours=2)) == {}


def test_an_instant_means_the_same_in_every_time_zone(store):
    put(store, figures(y2024=11.7), "2025-01-03")  # 9:00 UTC is 10:00 in Dortmund
    dortmund = timezone(timedelta(hours=1))
    assert shown(store, datetime(2026, 11, 22, 9, 59, tzinfo=dortmund)) == {}
    assert shown(store, datetime(2026, 11, 22, 10, 0, tzinfo=dortmund)) == {"2024": 11.7}


def test_a_time_without_zone_is_refused_everywhere(store):
    naive = datetime(2026, 11, 22, 9, 0)  # noqa: DTZ001 - that is the point
    put(store, figures(y2024=11.7), "2025-01-03")
    with pytest.raises(ValueError, match="time without zone"):
        store.series(as_of=naive)
    with pytest.raises(ValueError, match="time without zone"):
        store.withdraw(1, reason="wrong", actor=TESTER, now=naive)
    with pytest.raises(ValueError, match="time without zone"):
        store.commit(
            figures(y2025=12.0),
            original=b"x",
            file_name="f",
            released_on=date(2026, 1, 1),
            reason="",
            actor=TESTER,
            now=naive,
        )
    with pytest.raises(ValueError, match="time without zone"):
        Store.open(None, naive)
    assert shown(store) == {"2024": 11.7}
    assert len(store.audit()) == 1


# -- one transaction


@pytest.mark.parametrize("column", ["area", "unit", "status", "row"])
def test_a_commit_that_breaks_in_the_middle_leaves_nothing(store, column):
    put(store, figures(y2023=11.5), "2024-01-03")
    broken = pd.concat([figures(y2024=11.7)] * 3000, ignore_index=True).astype({column: object})
    broken.loc[2999, column] = None
    with pytest.raises(duckdb.ConstraintException, match="NOT NULL"):
        put(store, broken, "2025-01-03")
    assert [batch.batch for batch in store.batches()] == [1]
    assert len(store.audit()) == 1
    assert raw_rows(store, 2) == []
    assert shown(store) == {"2023": 11.5}


def test_after_a_broken_commit_the_store_is_usable_and_the_number_not_lost(store):
    broken = figures(y2024=11.7).assign(unit=None)
    with pytest.raises(duckdb.ConstraintException, match="NOT NULL"):
        put(store, broken, "2025-01-03")
    assert put(store, figures(y2024=11.7), "2025-01-03") == 1
    assert shown(store) == {"2024": 11.7}
    assert store.problems() == ()


def test_a_commit_that_breaks_outside_the_database_leaves_nothing(store):
    # A text goes into the database as a date, but the log cannot write it as one: the figures are in by then.
    with pytest.raises(AttributeError, match="isoformat"):
        store.commit(
            figures(y2024=11.7), original=b"x", file_name="f", released_on="2025-01-03", reason="", actor=TESTER, now=NOW
        )
    assert (store.batches(), store.audit(), len(store.series())) == ((), (), 0)
    assert put(store, figures(y2024=11.7), "2025-01-03") == 1


def test_a_table_without_a_column_leaves_nothing(store):
    with pytest.raises(KeyError, match="unit"):
        put(store, figures(y2024=11.7).drop(columns="unit"), "2025-01-03")
    assert (store.batches(), store.audit()) == ((), ())
    assert put(store, figures(y2024=11.7), "2025-01-03") == 1


def test_a_broken_commit_does_not_reach_the_file(tmp_path):
    with Store.open(tmp_path, NOW) as store, pytest.raises(duckdb.ConstraintException, match="NOT NULL"):
        put(store, figures(y2024=11.7).assign(unit=None), "2025-01-03")
    with Store.open(tmp_path, NOW) as again:
        assert (again.batches(), again.audit(), len(again.series())) == ((), (), 0)


def test_what_labels_figures_is_stored_once_a_batch(store):
    put(store, figures(y2022=1.0, y2023=2.0, y2024=3.0), "2025-01-03")
    put(store, figures(y2024=3.5), "2025-02-03")
    assert store.database.all("select batch, count(*) from observation group by batch order by batch") == [(1, 3), (2, 1)]
    assert store.database.all("select batch, count(*) from label group by batch order by batch") == [(1, 1), (2, 1)]


def test_figures_stored_before_there_were_labels_stay_what_they_were(tmp_path):
    schema = sorted((Path(database.__file__).parent / "schema").glob("*.sql"))
    rows = [
        (1, "05913", "unemployment_rate", "total", "2024", 11.7, 1, "normal", "percent", "one", "", 2, "Wert", ""),
        (1, "05913", "unemployment_rate", "total", "2025", None, 0, "suppressed", "percent", "one", "geheim", 3, "Wert", None),
        (2, "05913", "unemployment_rate", "total", "2024", 11.8, 1, "normal", "percent", "one", "", 2, "Wert", "Blatt"),
    ]
    with duckdb.connect(str(tmp_path / FILE)) as old:
        for path in schema[:3]:
            old.execute(path.read_text(encoding="utf-8"))
            old.execute("insert into migration values (?, ?)", [int(path.name[:4]), NOW.replace(tzinfo=None)])
        old.executemany("insert into observation values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    with Store.open(tmp_path, NOW) as store:
        kept = raw_rows(store, 1) + raw_rows(store, 2)
    assert kept == [(*row[:-1], row[-1] or "") for row in rows]


def test_an_empty_table_is_a_batch_without_figures(store):
    assert put(store, figures(), "2025-01-03") == 1
    assert len(store.series()) == 0
    assert store.problems() == ()


def test_column_order_and_surplus_columns_do_not_matter(store):
    table = figures(y2024=11.7).assign(change="new")
    put(store, table[list(reversed(table.columns))], "2025-01-03")
    assert shown(store) == {"2024": 11.7}
    assert store.series().iloc[0]["unit"] == "percent"


def test_texts_with_sql_and_quotes_are_data(store):
    evil = "'; drop table batch; --"
    table = figures(y2024=11.7).assign(area=evil, source='"; delete from audit; --', note=evil, group="$1 %s {x}")
    person = operator(evil)
    batch = store.commit(table, original=b"x", file_name=evil, released_on=date(2025, 1, 3), reason=evil, actor=person, now=NOW)
    found = store.series(area=evil, group="$1 %s {x}")
    assert found[["area", "source", "note"]].to_numpy().tolist() == [[evil, '"; delete from audit; --', evil]]
    store.withdraw(batch, reason=evil, actor=person, now=NOW)
    kept = store.batches()[0]
    assert (kept.file_name, kept.reason, kept.imported_by, kept.withdrawn_reason) == (evil, evil, evil, evil)
    assert store.problems() == ()


# -- audit


def after_many(store: Store) -> Store:
    """Four imports and two withdrawals: entries 1 to 6."""
    for number in range(4):
        put(store, figures(y2024=11.0 + number), f"2025-0{number + 1}-03", hours=number)
    for batch in (2, 3):
        store.withdraw(batch, reason="ärgerlich", actor=operator("Prüferin"), now=NOW + timedelta(hours=5, microseconds=batch))
    return store


def test_the_audit_log_says_who_did_what_when(store):
    put(store, figures(y2024=11.7), "2025-01-03", original=b"one")
    store.withdraw(1, reason="Komma verrutscht", actor=operator("Prüferin"), now=NOW + timedelta(hours=1))
    first, second = store.audit()
    assert (first.number, first.actor, first.action, first.subject) == (1, "Tester", "import", "1")
    assert json.loads(first.details) == {
        "file": "f.csv", "sha256": hashlib.sha256(b"one").hexdigest(), "rows": 1, "reason": "test",
        "released_on": "2025-01-03", "precision": "day", "areas": ["05913"], "draft": False, "mapping": "",
        "confirmations": {}, "sheet": "", "records": [],
    }  # fmt: skip
    assert (second.actor, second.action, json.loads(second.details)) == (
        "Prüferin", "withdraw", {"reason": "Komma verrutscht"},
    )  # fmt: skip
    assert second.previous_hash == first.hash


def test_the_chain_is_sound_after_many_commits(store):
    after_many(store)
    assert [entry.number for entry in store.audit()] == [1, 2, 3, 4, 5, 6]
    assert store.problems() == ()


@pytest.mark.parametrize(
    "change",
    [
        "actor = 'somebody'", "action = 'look'", "subject = '9'", "details = '{}'", "hash = repeat('a', 64)",
        "previous_hash = repeat('b', 64)", "happened_at = happened_at + interval 1 microsecond", "number = 99",
    ],
)  # fmt: skip
@pytest.mark.parametrize("number", [1, 3, 6])
def test_a_changed_audit_entry_is_a_problem(store, number, change):
    after_many(store)
    tamper(store, f"update audit set {change} where number = {number}")  # noqa: S608
    assert ("audit_broken", {"number": number}) in store.problems()


@pytest.mark.parametrize("number", [1, 3, 5])
def test_a_deleted_audit_entry_is_a_problem(store, number):
    after_many(store)
    tamper(store, f"delete from audit where number = {number}")  # noqa: S608
    assert ("audit_broken", {"number": number}) in store.problems()


def test_a_deleted_newest_import_entry_is_a_problem(store):
    put(store, figures(y2024=11.7), "2025-01-03")
    tamper(store, "delete from audit")
    assert store.problems() == (("batch_not_logged", {"batch": 1}),)


def test_a_deleted_newest_withdrawal_entry_is_a_problem(store):
    # A chain alone cannot miss its end: the withdrawn batch itself must be held against the log.
    after_many(store)
    tamper(store, "delete from audit where number = 6")
    assert store.problems() == (("withdrawal_not_logged", {"batch": 3}),)


def test_a_batch_that_was_never_logged_is_a_problem(store):
    put(store, figures(y2024=11.7), "2025-01-03")
    tamper(store, "insert into batch select 2, * exclude (batch) from batch")
    assert store.problems() == (("batch_not_logged", {"batch": 2}),)


def test_a_lost_batch_is_a_problem(store):
    put(store, figures(y2024=11.7), "2025-01-03")
    tamper(store, "delete from batch")
    assert store.problems() == (("batch_lost", {"batch": "1"}),)


def test_a_figure_stored_twice_in_one_batch_is_a_problem(store):
    put(store, pd.concat([figures(y2024=11.7), figures(y2024=11.8)]), "2025-01-03")
    assert store.problems() == (("observation_twice", {"batch": 1, "count": 1}),)


def test_head_changes_with_every_commit_and_withdrawal_and_with_nothing_else(store):
    heads = [store.head()]
    put(store, figures(y2024=11.7), "2025-01-03")
    heads.append(store.head())
    put(store, figures(y2024=11.8), "2025-01-03")
    heads.append(store.head())
    store.withdraw(2, reason="wrong", actor=TESTER, now=NOW)
    heads.append(store.head())
    with pytest.raises(Unknown, match=r"batch\.unknown"):
        store.withdraw(2, reason="wrong", actor=TESTER, now=NOW)
    store.series()
    store.problems()
    assert len(set(heads)) == 4
    assert store.head() == heads[-1]


# -- the file


def test_original_bytes_are_kept_under_their_sha256(tmp_path):
    original = b"\xef\xbb\xbfarea;wert\r\n05913;8,1\r\n\0\xff"
    with Store.open(tmp_path, NOW) as store:
        put(store, figures(y2024=8.1), "2025-01-03", original=original)
        store.withdraw(1, reason="wrong", actor=TESTER, now=NOW)
        put(store, figures(y2024=8.2), "2025-02-03", original=original)
        digests = {batch.sha256 for batch in store.batches()}
        assert store.original(digests.pop()) == original
        digests = {batch.sha256 for batch in store.batches()}
    kept = [path for path in (tmp_path / "uploads").iterdir() if path.name != "manifest.jsonl"]
    assert [path.name for path in kept] == [hashlib.sha256(original).hexdigest()]
    assert digests == {kept[0].name}
    assert kept[0].read_bytes() == original


def test_reopening_keeps_everything(tmp_path):
    with Store.open(tmp_path, NOW) as store:
        after_many(store)
        before = (shown(store), store.batches(), store.audit(), store.head())
    with Store.open(tmp_path, NOW + timedelta(days=1)) as again:
        assert (shown(again), again.batches(), again.audit(), again.head()) == before
        assert again.problems() == ()
        assert put(again, figures(y2025=12.0), "2026-01-03") == 5


def test_after_a_commit_the_file_alone_holds_the_data(tmp_path):
    with Store.open(tmp_path / "here", NOW) as store:
        put(store, figures(y2024=11.7), "2025-01-03")
        (tmp_path / "there").mkdir()
        shutil.copy(tmp_path / "here" / FILE, tmp_path / "there" / FILE)
    with Store.open(tmp_path / "there", NOW) as copy:
        assert shown(copy) == {"2024": 11.7}
        assert copy.problems() == (("upload_lost", {"batch": 1, "file": "f.csv"}),)


def test_after_a_withdrawal_the_file_alone_holds_it(tmp_path):
    with Store.open(tmp_path / "here", NOW) as store:
        put(store, figures(y2024=11.7), "2025-01-03")
        store.withdraw(1, reason="wrong", actor=TESTER, now=NOW)
        (tmp_path / "there").mkdir()
        shutil.copy(tmp_path / "here" / FILE, tmp_path / "there" / FILE)
    with Store.open(tmp_path / "there", NOW) as copy:
        assert shown(copy) == {}
        assert len(copy.audit()) == 2


OPEN_ELSEWHERE = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from indicators.errors import Fault
from indicators.store import Store
try:
    with Store.open(Path(sys.argv[1]), datetime.now(UTC)) as store:
        print("opened", len(store.batches()))
except Fault as fault:
    print(type(fault).__name__, fault.code)
"""


def opened_elsewhere(folder: Path) -> str:
    """What a second process says that opens the store in `folder`."""
    done = subprocess.run(
        [sys.executable, "-c", OPEN_ELSEWHERE, str(folder)], cwd=PROJECT, capture_output=True, text=True, timeout=60
    )
    return done.stdout.strip() or done.stderr


def test_a_second_process_is_told_that_the_store_is_locked(tmp_path):
    with Store.open(tmp_path, NOW) as store:
        put(store, figures(y2024=11.7), "2025-01-03")
        assert opened_elsewhere(tmp_path) == "StoreLocked store.locked"
        assert shown(store) == {"2024": 11.7}
    assert opened_elsewhere(tmp_path) == "opened 1"


def test_a_second_store_in_the_same_process_is_told_so_too(tmp_path):
    with Store.open(tmp_path, NOW) as store:
        with pytest.raises(StoreLocked, match=r"store\.locked"):
            Store.open(tmp_path, NOW)
        put(store, figures(y2024=11.7), "2025-01-03")
        assert shown(store) == {"2024": 11.7}


@pytest.mark.parametrize(
    "content",
    [b"Jahr;Wert\n2024;8,1\n" * 500, b"", b"PK\x03\x04" + bytes(8192), bytes(12288)],
    ids=["text", "empty", "zip", "zeros"],
)
def test_a_file_that_is_no_database_is_unsound_and_left_as_it_is(tmp_path, content):
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(StoreUnsound, match=r"store\.not_readable: file = zielmonitor\.duckdb"):
        Store.open(tmp_path, NOW)
    assert (tmp_path / FILE).read_bytes() == content


def test_a_file_that_is_no_database_is_unsound_whatever_its_folder_is_called(tmp_path):
    folder = tmp_path / "Blockland"  # has "lock" in it
    folder.mkdir()
    (folder / FILE).write_bytes(b"Jahr;Wert\n2024;8,1\n" * 500)
    with pytest.raises(StoreUnsound, match=r"store\.not_readable"):
        Store.open(folder, NOW)


@pytest.mark.parametrize("kept", [100, 5000, 0.5])
def test_a_shortened_database_is_unsound(tmp_path, kept):
    with Store.open(tmp_path, NOW) as store:
        put(store, figures(y2024=11.7), "2025-01-03")
    whole = (tmp_path / FILE).read_bytes()
    (tmp_path / FILE).write_bytes(whole[: int(kept if kept > 1 else len(whole) * kept)])
    with pytest.raises(StoreUnsound, match=r"store\.not_readable"):
        Store.open(tmp_path, NOW)


@pytest.mark.parametrize(
    "table",
    ["kunden (name varchar)", "batch (batch integer)", "migration (version varchar)"],
)
def test_a_database_of_somebody_else_is_unsound_and_left_as_it_is(tmp_path, table):
    with duckdb.connect(str(tmp_path / FILE)) as foreign:
        foreign.execute(f"create table {table}")
    before = (tmp_path / FILE).read_bytes()
    with pytest.raises(StoreUnsound, match=r"store\.(foreign|not_readable)"):
        Store.open(tmp_path, NOW)
    assert (tmp_path / FILE).read_bytes() == before


def test_a_store_of_a_newer_program_is_unsound(tmp_path):
    with Store.open(tmp_path, NOW) as store:
        put(store, figures(y2024=11.7), "2025-01-03")
        tamper(store, "insert into migration values (9999, now()::timestamp)")
    with pytest.raises(StoreUnsound, match=r"store\."):
        Store.open(tmp_path, NOW)


def test_a_refused_file_is_let_go(tmp_path):
    with duckdb.connect(str(tmp_path / FILE)) as foreign:
        foreign.execute("create table kunden (name varchar)")
    with pytest.raises(StoreUnsound, match=r"store\.foreign") as refused:
        Store.open(tmp_path, NOW)
    # The exception is still held, as a page holds it that shows it: the file must be free all the same.
    with duckdb.connect(str(tmp_path / FILE)) as foreign:
        assert foreign.execute("select count(*) from kunden").fetchone() == (0,)
    assert refused.value.code == "store.foreign"


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("select * from read_csv('{path}')", "disabled by configuration"),
        ("select * from read_text('{path}')", "disabled by configuration"),
        ("select * from '{path}'", "disabled by configuration"),
        ("select * from glob('/*')", "disabled by configuration"),
        ("attach '{path}.duckdb' as other", "disabled by configuration"),
        ("copy batch to '{path}.out'", "disabled by configuration"),
        ("copy batch from '{path}'", "disabled by configuration"),
        ("export database '{path}.folder'", "disabled by configuration"),
        ("install httpfs", "disabled"),
        ("load httpfs", "disabled"),
        ("set enable_external_access = true", "configuration has been locked"),
        ("set autoinstall_known_extensions = true", "configuration has been locked"),
        ("set lock_configuration = false", "configuration has been locked"),
        ("reset lock_configuration", "configuration has been locked"),
        ("set memory_limit = '1GB'", "configuration has been locked"),
    ],
)
@pytest.mark.parametrize("on_disk", [False, True])
def test_duckdb_itself_refuses_what_leads_out_of_the_store(tmp_path, sql, said, on_disk):
    path = tmp_path / "secret.csv"
    path.write_text("a,b\n1,2\n")
    (tmp_path / "store").mkdir()
    with Store.open(tmp_path / "store" if on_disk else None, NOW) as store:
        with pytest.raises(duckdb.Error, match=said):
            store._connection.execute(sql.format(path=path))
        assert sorted(entry.name for entry in tmp_path.iterdir()) == ["secret.csv", "store"]


# -- threads


@pytest.mark.parametrize("on_disk", [False, True])
def test_every_read_sees_whole_batches_only_while_another_thread_writes(tmp_path, on_disk):
    years = {f"y{year}": 0.0 for year in range(1901, 2001)}
    seen: list[tuple[int, set[float]]] = []
    failures: list[Exception] = []
    done = threading.Event()

    def read(store: Store) -> None:
        try:
            while not done.is_set():
                values = store.series(area="05913")["value"].tolist()
                seen.append((len(values), set(values)))
        except Exception as error:  # noqa: BLE001 - whatever it is, the test shall say so
            failures.append(error)

    with Store.open(tmp_path if on_disk else None, NOW) as store:
        readers = [threading.Thread(target=read, args=(store,)) for _ in range(8)]
        for reader in readers:
            reader.start()
        try:
            for number in range(1, 16):
                released = str(date(2025, 1, 1) + timedelta(days=number))
                put(store, figures(**dict.fromkeys(years, float(number))), released)
        finally:
            done.set()
            for reader in readers:
                reader.join()
        assert failures == []
        assert {count for count, _ in seen} <= {0, 100}
        assert all(len(values) <= 1 for _, values in seen)
        assert len(store.batches()) == 15
        assert store.problems() == ()


def test_withdrawing_succeeds_while_others_read(store):
    # DuckDB refuses a checkpoint while somebody reads what was just updated; the write itself must not fail by it.
    for number in range(1, 11):
        put(store, figures(**{f"y{year}": float(number) for year in range(1901, 2001)}), "2025-01-03")
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            store.series()
            store.batches()

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    try:
        for number in range(1, 11):
            store.withdraw(number, reason="wrong", actor=TESTER, now=NOW)
    finally:
        done.set()
        for reader in readers:
            reader.join()
    assert shown(store) == {}
    assert store.problems() == ()


def test_two_threads_that_write_at_once_both_get_their_own_batch(tmp_path):
    numbers: list[int] = []
    with Store.open(tmp_path, NOW) as store:
        writers = [
            threading.Thread(target=lambda: numbers.extend(put(store, figures(y2024=11.7), "2025-01-03") for _ in range(5)))
            for _ in range(4)
        ]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        assert sorted(numbers) == list(range(1, 21))
        assert store.problems() == ()


def test_stores_in_memory_share_nothing():
    with Store.open(None, NOW) as one, Store.open(None, NOW) as other:
        put(one, figures(y2024=11.7), "2025-01-03")
        assert len(other.series()) == 0


def test_times_are_kept_to_the_microsecond_and_in_utc(store):
    at = datetime(2026, 11, 22, 12, 30, 15, 123456, tzinfo=timezone(timedelta(hours=2)))
    store.commit(
        figures(y2024=1.0), original=b"x", file_name="f", released_on=date(2025, 1, 1), reason="", actor=TESTER, now=at
    )
    assert store.batches()[0].imported_at.replace(tzinfo=UTC) == at
    assert store.audit()[0].at.replace(tzinfo=UTC) == at
