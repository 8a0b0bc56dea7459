"""An import as a coordinator meets it: a preview that says everything, a commit that stores what was seen or nothing."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from indicators import ingest
from indicators import monitor as ask
from indicators.catalogue import Catalogue
from indicators.errors import Fault, Forbidden, Stale, Unknown
from indicators.ingest.mapping import Column, Mapping, to_json
from indicators.monitor import Monitor, Preview, open_monitor
from indicators.present.words import words
from indicators.store import Actor, Store, operator
from tests.conftest import NOW, TODAY

HEADER = "Schlüssel;Indikator;Gruppe;Zeitraum;Wert\n"
DORTMUND, KREFELD = "05913", "05114"
TESTER = operator("Tester")
MAPPING = to_json(Mapping(name="Monatsbericht", fingerprint=("Wert",), columns=(Column(header=0, part="value"),)))
RELEASED = date(2026, 11, 1)


@pytest.fixture
def monitor() -> Iterator[Monitor]:
    opened = open_monitor(None, now=NOW - timedelta(days=30))
    with opened.store:
        yield opened


@pytest.fixture
def bare(catalogue: Catalogue, store: Store) -> Monitor:
    """A store without figures."""
    return Monitor(catalogue, store)


def rate(*figures: tuple[str, str], area: str = DORTMUND, group: str = "insgesamt") -> bytes:
    """Unemployment rates: `rate(("2025", "12,0"))`."""
    return (HEADER + "".join(f"{area};ALQ;{group};{period};{value}\n" for period, value in figures)).encode()


def prepared(monitor: Monitor, data: bytes, *, actor: Actor | None = TESTER, released_on: date | None = RELEASED) -> Preview:
    return ask.prepare(monitor, data, "test.csv", actor=actor, now=NOW, released_on=released_on, read=ingest.read)


def committed(monitor: Monitor, preview: Preview, **changes: object) -> int:
    said: dict[str, object] = {
        "released_on": preview.released_on, "reason": "Test", "confirmed": dict.fromkeys(preview.warnings, "so veröffentlicht"),
        "actor": TESTER, "now": NOW,
    }  # fmt: skip
    return ask.commit(monitor, preview, **said | changes)  # type: ignore[arg-type]


def value(monitor: Monitor, period: str, area: str = DORTMUND) -> float | None:
    rows = monitor.store.series(area=area, indicator="unemployment_rate", group="total")
    return dict(zip(rows["period"], rows["value"], strict=True)).get(period)


# -- the preview


def test_a_preview_tells_what_would_change_and_stores_nothing(monitor):
    before = monitor.store.head(), monitor.store.batches()
    preview = prepared(monitor, rate(("2023", "11,5"), ("2025", "11,9")))
    assert (preview.outcome, preview.counts) == ("accepted", {"new": 0, "revised": 1, "unchanged": 1, "missing": 1})
    assert preview.reading.recognised.family == "tidy"
    assert (monitor.store.head(), monitor.store.batches()) == before


def test_a_preview_names_the_goals_whose_verdict_would_change(monitor):
    preview = prepared(monitor, rate(("2025", "7,9")))
    changed = {change.goal: (change.before[0].verdict, change.after[0].verdict) for change in preview.verdicts}
    assert changed["DO-1"] == ("moving_away", "reached_not_durably")
    assert all(before != after for before, after in changed.values())
    committed(monitor, preview)
    now = {view.goal.id: view.assessments for view in ask.goals(monitor, today=TODAY)}
    assert {change.goal: change.after for change in preview.verdicts} == {name: now[name] for name in changed}


def test_a_figure_that_changes_nothing_changes_no_verdict(monitor):
    assert prepared(monitor, rate(("2025", "12,0"))).verdicts == ()


def test_only_goals_of_touched_areas_are_judged_anew(monitor):
    preview = prepared(monitor, rate(("2025", "5,0"), area=KREFELD))
    cities = {monitor.catalogue.area_of(monitor.catalogue.goals[change.goal]).area for change in preview.verdicts}
    assert cities == {KREFELD}


def test_an_older_release_says_that_it_will_not_count(monitor):
    preview = prepared(monitor, rate(("2025", "7,9")), released_on=date(2026, 1, 15))
    assert preview.comparison.table["change"].tolist() == ["revised"]
    assert preview.comparison.table["counts"].tolist() == [False]
    assert (preview.comparison.outdated, preview.verdicts) == (1, ())
    committed(monitor, preview)
    assert value(monitor, "2025") == 12.0


def test_another_day_of_release_is_previewed_without_reading_again(monitor):
    preview = prepared(monitor, rate(("2025", "7,9")))
    older = ask.released(monitor, preview, date(2026, 1, 15), now=NOW)
    assert (older.comparison.outdated, older.verdicts, older.released_on) == (1, (), date(2026, 1, 15))
    again = ask.released(monitor, older, RELEASED, now=NOW)
    assert (again.verdicts, again.comparison.counts) == (preview.verdicts, preview.comparison.counts)


def test_a_contradiction_with_itself_refuses_a_file(bare):
    data = (
        f"{HEADER}{DORTMUND};Arbeitslose;insgesamt;2019;30000\n{DORTMUND};Arbeitslose;Männer;2019;17000\n"
        f"{DORTMUND};Arbeitslose;Frauen;2019;14000\n"
    ).encode()
    preview = prepared(bare, data)
    assert (preview.outcome, [issue.code for issue in preview.issues]) == ("rejected", ["check.sum"])
    with pytest.raises(Fault, match=r"commit\.rejected"):
        committed(bare, preview)
    assert bare.store.batches() == ()


def test_a_release_in_the_future_is_refused_before_reading(monitor):
    preview = prepared(monitor, rate(("2025", "11,9")), released_on=TODAY + timedelta(days=1))
    assert (preview.outcome, [issue.code for issue in preview.issues]) == ("rejected", ["file.released_in_future"])


def test_progress_never_goes_back_and_names_every_step(monitor):
    told: list[tuple[str, float]] = []
    ask.prepare(
        monitor,
        rate(("2025", "11,9")),
        "x.csv",
        actor=TESTER,
        now=NOW,
        progress=lambda *step: told.append(step),
        read=ingest.read,
    )
    assert [step for step, _ in told][-3:] == ["compare", "check", "judge"]
    shares = [share for _, share in told]
    assert shares == sorted(shares)
    assert 0 <= shares[0] <= shares[-1] <= 1


def test_a_mapping_that_nobody_taught_is_unknown(monitor):
    monitor.store.save_mapping("Monatsbericht", MAPPING, actor=TESTER, now=NOW)
    with pytest.raises(Unknown, match=r"mapping\.unknown: found = Monatsbricht, near = Monatsbericht"):
        ask.prepare(monitor, b"x", "x.csv", actor=TESTER, now=NOW, mapping="Monatsbricht")


def test_the_reader_is_told_every_taught_mapping_and_the_one_to_use(monitor):
    monitor.store.save_mapping("Monatsbericht", MAPPING, actor=TESTER, now=NOW)
    told: dict[str, object] = {}

    def read(data: bytes, **options: object) -> ingest.Reading:
        told.update(options)
        return ingest.Reading(ingest.read(data, monitor.catalogue, today=TODAY, source="x").table, ())

    ask.prepare(monitor, rate(("2025", "11,9")), "x.csv", actor=TESTER, now=NOW, read=read)
    assert ([mapping.name for mapping in told["mappings"]], told.get("mapping")) == (["Monatsbericht"], None)
    ask.prepare(monitor, rate(("2025", "11,9")), "x.csv", actor=TESTER, now=NOW, read=read, mapping="Monatsbericht", sheet="B")
    assert (told["mapping"], told["sheet"]) == (told["mappings"][0], "B")


def test_uploads_are_read_by_a_process_of_their_own(monitor):
    told: list[str] = []
    data = rate(("2025", "11,9"))
    preview = ask.prepare(monitor, data, "x.csv", actor=TESTER, now=NOW, progress=lambda step, share: told.append(step))
    assert (preview.outcome, preview.counts["revised"]) == ("accepted", 1)
    assert told[0] == "waiting"


def test_whoever_reads_the_file_may_be_another_process(monitor):
    def read(data: bytes, *arguments: object, **options: object) -> ingest.Reading:
        return ingest.read(data.replace(b"99,9", b"11,9"), *arguments, **options)  # type: ignore[arg-type]

    preview = ask.prepare(monitor, rate(("2025", "99,9")), "x.csv", actor=TESTER, now=NOW, read=read)
    assert preview.reading.table["value"].tolist() == [11.9]


# -- warnings and their confirmation


def test_a_warning_must_be_confirmed_with_a_reason(monitor):
    preview = prepared(monitor, rate(("2025", "7,9")))
    assert (preview.outcome, [issue.code for issue in preview.warnings.values()]) == (
        "accepted_with_warnings", ["check.between", "check.jump"],
    )  # fmt: skip
    key, other = preview.warnings
    for confirmed in ({other: "ja"}, {key: "  ", other: "ja"}, {"0" * 40: "irgendwas", other: "ja"}):
        with pytest.raises(Fault) as fault:
            committed(monitor, preview, confirmed=confirmed)
        assert (fault.value.code, fault.value.params) == ("commit.unconfirmed", {"count": 1})
        assert words("de").fault(fault.value).startswith("Eine Warnung ist noch nicht bestätigt.")
    batch = committed(monitor, preview, confirmed={key: "korrigierter Jahreswert", other: "so veröffentlicht"})
    assert monitor.store.batches()[-1].batch == batch
    assert monitor.store.batches()[-1].confirmations == {
        "check.between · 2 · Wert · 7.9": "korrigierter Jahreswert", "check.jump · 2 · Wert · 7.9": "so veröffentlicht",
    }  # fmt: skip


def test_a_warning_has_the_same_key_in_every_preview_and_another_for_another_cell(monitor):
    data = rate(("2024", "7,9"), ("2025", "7,9"))
    first, second = prepared(monitor, data), prepared(monitor, data)
    assert list(first.warnings) == list(second.warnings)
    assert len(first.warnings) == sum(issue.severity == "warning" for issue in first.issues) == 3


def test_a_hint_needs_no_confirmation(monitor):
    preview = prepared(monitor, rate(("2026", "11,9")))
    assert (preview.outcome, [issue.code for issue in preview.issues], preview.warnings) == ("accepted", ["period.open"], {})


def test_one_reason_may_confirm_all_warnings_of_an_import(monitor):
    given = {"released_on": RELEASED, "actor": TESTER, "now": NOW, "read": ingest.read}
    refused = ask.import_file(monitor, rate(("2025", "7,9")), "x.csv", **given)
    assert (refused.outcome, refused.batch, refused.counts["revised"]) == ("unconfirmed", None, 1)
    assert value(monitor, "2025") == 12.0
    stored = ask.import_file(monitor, rate(("2025", "7,9")), "x.csv", confirm="geprüft", **given)
    assert (stored.outcome, value(monitor, "2025")) == ("accepted_with_warnings", 7.9)
    assert monitor.store.batches()[-1].reason == "x.csv"


# -- the commit


def test_a_commit_stores_what_was_previewed(monitor):
    preview = prepared(monitor, rate(("2025", "11,9")))
    batch = committed(monitor, preview, reason=" Korrektur des Herausgebers ")
    stored = monitor.store.batches()[-1]
    assert (stored.batch, stored.file_name, stored.reason, stored.released_on) == (
        batch, "test.csv", "Korrektur des Herausgebers", RELEASED,
    )  # fmt: skip
    assert value(monitor, "2025") == 11.9


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_a_commit_without_a_reason_is_refused(monitor, reason):
    with pytest.raises(Fault, match=r"commit\.no_reason"):
        committed(monitor, prepared(monitor, rate(("2025", "11,9"))), reason=reason)


def test_a_commit_released_in_the_future_is_refused(monitor):
    with pytest.raises(Fault, match=r"commit\.released_in_future"):
        committed(monitor, prepared(monitor, rate(("2025", "11,9"))), released_on=TODAY + timedelta(days=1))


def test_a_preview_is_stale_once_somebody_has_stored_something(monitor):
    mine, theirs = prepared(monitor, rate(("2025", "11,9"))), prepared(monitor, rate(("2025", "11,8")))
    committed(monitor, theirs)
    with pytest.raises(Stale):
        committed(monitor, mine)
    assert value(monitor, "2025") == 11.8


def test_a_preview_is_stale_once_somebody_has_withdrawn_something(monitor):
    preview = prepared(monitor, rate(("2025", "11,9")))
    ask.withdraw(monitor, 1, reason="falsch", actor=TESTER, now=NOW)
    with pytest.raises(Stale):
        committed(monitor, preview)


def test_a_second_click_stores_nothing_twice(monitor):
    preview = prepared(monitor, rate(("2025", "11,9")))
    batch = committed(monitor, preview)
    with pytest.raises((Stale, Fault)):
        committed(monitor, preview)
    assert monitor.store.batches()[-1].batch == batch


def test_the_same_bytes_again_name_the_earlier_batch(monitor):
    data = rate(("2025", "11,9"))
    batch = committed(monitor, prepared(monitor, data))
    again = prepared(monitor, data)
    assert (again.outcome, again.comparison, again.issues[0].code) == ("rejected", None, "file.already_imported")
    assert again.issues[0].params["batch"] == batch


def test_withdrawn_bytes_may_come_again(monitor):
    data = rate(("2025", "11,9"))
    ask.withdraw(monitor, committed(monitor, prepared(monitor, data)), reason="zu früh", actor=TESTER, now=NOW)
    assert prepared(monitor, data).outcome == "accepted"


# -- rights


def user(monitor: Monitor, name: str, *areas: str) -> Actor:
    monitor.store.add_user(name, "ein langes Passwort", "coordinator", areas or None, actor=TESTER, now=NOW)
    return Actor(name, "coordinator", areas or None)


BOTH = rate(("2025", "11,9")) + rate(("2025", "10,4"), area=KREFELD).removeprefix(HEADER.encode())


def test_a_coordinator_of_one_city_brings_only_its_figures(monitor):
    someone = user(monitor, "Kim", DORTMUND)
    preview = prepared(monitor, BOTH, actor=someone)
    assert preview.reading.table["area"].tolist() == [DORTMUND]
    (hint,) = [issue for issue in preview.issues if issue.code == "area.not_yours"]
    assert (hint.severity, hint.params["count"], hint.found) == ("info", 1, "Krefeld")
    committed(monitor, preview, actor=someone)
    assert (value(monitor, "2025"), value(monitor, "2025", KREFELD)) != (12.0, 10.4)


def test_another_city_may_bring_the_same_file_for_itself(monitor):
    first, second = user(monitor, "Kim", DORTMUND), user(monitor, "Lou", KREFELD)
    committed(monitor, prepared(monitor, BOTH, actor=first), actor=first)
    preview = prepared(monitor, BOTH, actor=second)
    assert preview.reading.table["area"].tolist() == [KREFELD]
    committed(monitor, preview, actor=second)
    assert (value(monitor, "2025"), value(monitor, "2025", KREFELD)) == (11.9, 10.4)
    for actor in (first, second, TESTER):
        assert [issue.code for issue in prepared(monitor, BOTH, actor=actor).issues] == ["file.already_imported"]


def test_a_file_of_other_cities_only_is_refused(monitor):
    preview = prepared(monitor, rate(("2025", "10,4"), area=KREFELD), actor=user(monitor, "Kim", DORTMUND))
    assert (preview.outcome, preview.issues[-1].code) == ("rejected", "area.none_of_yours")


def test_a_reader_may_look_at_a_preview_but_not_store_it(monitor):
    preview = prepared(monitor, rate(("2025", "11,9")), actor=None)
    head = monitor.store.head()
    with pytest.raises(Forbidden):
        committed(monitor, preview, actor=None)
    with pytest.raises(Forbidden):
        ask.withdraw(monitor, 1, reason="Test", actor=None, now=NOW)
    assert monitor.store.head() == head


def test_a_preview_of_all_areas_is_no_way_around_the_right(monitor):
    with pytest.raises(Forbidden):
        committed(monitor, prepared(monitor, BOTH), actor=user(monitor, "Kim", DORTMUND), now=NOW)


def test_with_four_eyes_an_import_waits_for_a_second_person(monitor, monkeypatch):
    monkeypatch.setenv("ZIELMONITOR_FOUR_EYES", "1")
    first, second = user(monitor, "Kim"), user(monitor, "Lou")
    batch = committed(monitor, prepared(monitor, rate(("2025", "11,9")), actor=first), actor=first)
    assert value(monitor, "2025") == 12.0
    with pytest.raises(Forbidden):
        ask.approve(monitor, batch, actor=first, now=NOW)
    ask.approve(monitor, batch, actor=second, now=NOW)
    assert value(monitor, "2025") == 11.9


def test_with_four_eyes_the_shipped_figures_are_there_from_the_start_and_at_every_start(tmp_path, monkeypatch):
    monkeypatch.setenv("ZIELMONITOR_FOUR_EYES", "1")
    with open_monitor(tmp_path / "data", now=NOW).store as store:
        shipped = len(store.series())
        assert shipped and not any(batch.is_draft for batch in store.batches(drafts=True))
    with open_monitor(tmp_path / "data", now=NOW).store as store:
        assert len(store.series()) == shipped


# -- undo


def test_a_withdrawal_needs_a_reason_and_a_batch(monitor):
    with pytest.raises(Fault, match=r"commit\.no_reason"):
        ask.withdraw(monitor, 1, reason=" ", actor=TESTER, now=NOW)
    with pytest.raises(Unknown, match=r"batch\.unknown"):
        ask.withdraw(monitor, 99, reason="Test", actor=TESTER, now=NOW)


def test_a_withdrawal_says_beforehand_which_verdicts_it_would_change(monitor):
    preview = prepared(monitor, rate(("2025", "7,9")))
    batch = committed(monitor, preview)
    changes = ask.verdicts_if_withdrawn(monitor, batch, now=NOW)
    assert {change.goal: (change.after, change.before) for change in changes} == {
        change.goal: (change.before, change.after) for change in preview.verdicts
    }
    ask.withdraw(monitor, batch, reason="falsche Datei", actor=TESTER, now=NOW)
    assert value(monitor, "2025") == 12.0
    assert ask.verdicts_if_withdrawn(monitor, batch, now=NOW) == ()


def test_the_data_of_a_preview_are_the_bytes_that_are_kept(monitor):
    preview = prepared(monitor, rate(("2025", "11,9")))
    assert preview.data == rate(("2025", "11,9"))
    assert replace(preview).warnings == preview.warnings
