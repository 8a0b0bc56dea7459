"""Kept records: goals, states, measures and comments go through preview, versions, rights and audit like figures."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from indicators import monitor as ask
from indicators.catalogue.kept import comment_id
from indicators.errors import CatalogueFault, Fault, Forbidden, Stale
from indicators.monitor import Monitor
from indicators.present import overview
from indicators.present.words import words
from indicators.store import Actor, operator
from indicators.store.embedded import FILE
from tests.conftest import NOW, TODAY

ANNA, BERT = Actor("anna", "operator"), operator("bert")


def keep(monitor: Monitor, kind: Any, identifier: str, wanted: dict[str, Any], *, at: datetime = NOW, who: Actor = ANNA) -> int:
    preview = ask.prepare_record(monitor, kind, identifier, wanted, actor=who, today=TODAY)
    return ask.commit_record(monitor, preview, reason="Sitzung vom 3. November", actor=who, now=at)


def content(monitor: Monitor, kind: Any, area: str, entry: str) -> dict[str, Any]:
    return dict(ask.draft(monitor, kind, area, entry, who=ANNA, today=TODAY)[1])


def state(word: str) -> dict[str, Any]:
    return {
        "goal": "DO-7",
        "state": {"state": word, "on": "2026-10-01", "evidence": {"de": "Bericht", "en": "report"}},
        "item": [],
    }


def verdict(monitor: Monitor, goal: str) -> str:
    return ask.goal(monitor, goal, today=TODAY).assessment.verdict


def test_a_kept_state_takes_the_place_of_the_shipped_one_and_changes_the_verdict(monitor):
    before = verdict(monitor, "DO-7")
    preview = ask.prepare_record(monitor, "state", "DO-7", state("in_progress"), actor=ANNA, today=TODAY)
    assert [(change.goal, change.after[0].verdict) for change in preview.verdicts] == [("DO-7", "in_progress")]
    assert [(c.path, c.before, c.after) for c in preview.changes if c.path == ("state", "state")] == [
        (("state", "state"), "unknown", "in_progress")
    ]
    ask.commit_record(monitor, preview, reason="Bericht", actor=ANNA, now=NOW)
    assert (before, verdict(monitor, "DO-7")) == ("not_assessable", "in_progress")


def test_a_preview_stores_nothing(monitor):
    head = monitor.store.head()
    ask.prepare_record(monitor, "state", "DO-7", state("done"), actor=ANNA, today=TODAY)
    assert (monitor.store.head(), monitor.store.records()) == (head, ())


def test_withdrawing_the_batch_gives_the_earlier_version_back(monitor):
    keep(monitor, "state", "DO-7", state("in_progress"))
    batch = keep(monitor, "state", "DO-7", state("done"), at=NOW + timedelta(hours=1))
    assert verdict(monitor, "DO-7") == "done"
    assert [change.after[0].verdict for change in ask.verdicts_if_withdrawn(monitor, batch, now=NOW)] == ["in_progress"]
    ask.withdraw(monitor, batch, reason="Irrtum", actor=BERT, now=NOW + timedelta(hours=2))
    assert verdict(monitor, "DO-7") == "in_progress"
    assert [(one.counts, one.is_withdrawn) for one in ask.versions(monitor, "state", "DO-7")] == [(False, True), (True, False)]


def test_the_same_content_may_come_back_later(monitor):
    for hours, word in enumerate(("open", "done", "open")):
        keep(monitor, "state", "DO-7", state(word), at=NOW + timedelta(hours=hours))
    assert verdict(monitor, "DO-7") == "open"


def test_as_of_an_earlier_instant_shows_the_goal_as_it_was(monitor):
    keep(monitor, "state", "DO-7", state("done"), at=NOW + timedelta(days=1))
    assert ask.goal(monitor, "DO-7", today=TODAY, as_of=NOW).assessment.verdict == "not_assessable"


def test_an_amended_goal_is_judged_by_its_new_threshold(monitor):
    wanted = content(monitor, "goal", "05913", "DO-1")
    wanted["goal"]["demand"] = [{**wanted["goal"]["demand"][0], "value": 13}]
    preview = ask.prepare_record(monitor, "goal", "DO-1", wanted, actor=ANNA, today=TODAY)
    assert [(c.path, c.before, c.after) for c in preview.changes] == [(("goal", "demand", "1", "value"), 8.0, 13)]
    assert [change.goal for change in preview.verdicts] == ["DO-1"]


def test_a_new_goal_gets_the_next_id_of_its_city_and_stands_in_the_paper_of_the_others(monitor):
    identifier, wanted = ask.draft(monitor, "goal", "05913", "", who=ANNA, today=TODAY)
    goal = {**wanted["goal"], "title": {"de": "Neu", "en": "New"}, "kind": "milestone"}
    batch = keep(monitor, "goal", identifier, {**wanted, "goal": goal})
    view = ask.goal(monitor, identifier, today=TODAY)
    assert (identifier, view.area.slug, view.document.name.en) == (
        "DO-10",
        "dortmund",
        "Municipal Labour Market Strategy 2020–2030",
    )
    assert len(ask.goals(monitor, today=TODAY)) == len(monitor.catalogue.goals) + 1
    ask.withdraw(monitor, batch, reason="Irrtum", actor=ANNA, now=NOW)
    assert ask.next_id(monitor, "goal", "05913") == "DO-11"  # an id means one thing for ever


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"title": None}, "record.no_title"),
        ({"kind": "value_by_date", "demand": []}, "record.needs_value"),
        ({"due": "in zwei Jahren"}, "record.period"),
        ({"demand": [{"indicator": "unemployment_rate", "operator": "<"}]}, "record.operator_and_value"),
        ({"demand": [{"indicator": "unemployment_rate"}]}, "record.no_direction"),
        ({"kind": "parity"}, "record.parity"),
    ],
)
def test_a_wrong_goal_gets_one_sentence(monitor, change, code):
    wanted = content(monitor, "goal", "05913", "DO-1")
    with pytest.raises(Fault) as refused:
        ask.prepare_record(monitor, "goal", "DO-1", {**wanted, "goal": {**wanted["goal"], **change}}, actor=ANNA, today=TODAY)
    assert refused.value.code == code
    assert words("de").fault(refused.value).endswith(".")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"due": "2026-02-31"}, "2026-02-31"),
        ({"demand": [{"indicator": "unemployment_rat", "operator": "<", "value": 8}]}, 'did you mean "unemployment_rate"'),
        ({"owner": 3}, "owner"),
        ({"quota": "x"}, "unknown field `quota`"),
        ({"id": "DO-2"}, 'id is "DO-2", should be "DO-1"'),
    ],
)
def test_what_no_form_can_say_is_refused_in_the_words_of_the_catalogue(monitor, change, message):
    wanted = content(monitor, "goal", "05913", "DO-1")
    with pytest.raises(CatalogueFault) as refused:
        ask.prepare_record(monitor, "goal", "DO-1", {**wanted, "goal": {**wanted["goal"], **change}}, actor=ANNA, today=TODAY)
    assert message in str(refused.value)
    assert "goal/DO-1" in str(refused.value)


def measure(**changes: Any) -> dict[str, Any]:
    attendance = [{"period": "2026-Q2", "places": 40, "participants": 31}]
    known = {"id": "KS-M1", "area": "06611", "name": {"de": "InMigra", "en": "InMigra"}, "goals": ["KS-3"]}
    return known | {"attendance": attendance} | changes


def test_a_measure_with_places_and_participants_stands_beside_its_goals(monitor):
    assert ask.next_id(monitor, "measure", "06611") == "KS-M1"
    keep(monitor, "measure", "KS-M1", measure())
    (found,) = ask.measures(monitor, "KS-3")
    assert (found.name.de, found.attendance[0].places, found.attendance[0].participants) == ("InMigra", 40, 31)
    assert ask.measures(monitor, "KS-4") == ()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": None}, "record.no_title"),
        ({"attendance": [{"period": "Sommer", "places": 1}]}, "record.period"),
        ({"attendance": [{"period": "2026"}, {"period": "2026"}]}, "record.period_twice"),
        ({"start": "2026-05-01", "end": "2026-04-01"}, "record.end_before_start"),
        ({"attendance": [{"period": "2026", "places": -1}]}, ">= 0"),
        ({"goals": ["KS-99"]}, "no such goal"),
        ({"area": "99999"}, "no such area"),
    ],
)
def test_a_wrong_measure_is_refused(monitor, change, said):
    with pytest.raises(Fault) as refused:
        ask.prepare_record(monitor, "measure", "KS-M1", measure(**change), actor=ANNA, today=TODAY)
    assert said in str(refused.value)


def comment(monitor: Monitor, text: str, who: Actor = ANNA) -> dict[str, Any]:
    entry = comment_id("DO-1", "2026-Q3")
    return {**ask.draft(monitor, "comment", "05913", entry, who=who, today=TODAY)[1], "text": text}


def test_a_comment_is_signed_and_one_a_goal_and_quarter(monitor):
    keep(monitor, "comment", "DO-1:2026-Q3", comment(monitor, "Zu früh."))
    keep(monitor, "comment", "DO-1:2026-Q3", comment(monitor, "Stand geklärt.", BERT), at=NOW + timedelta(hours=1), who=BERT)
    (found,) = ask.comments(monitor, "DO-1")
    assert (found.text, found.author, found.on) == ("Stand geklärt.", "bert", TODAY)
    assert len(ask.versions(monitor, "comment", "DO-1:2026-Q3")) == 2


def test_a_new_signature_alone_changes_nothing(monitor):
    keep(monitor, "comment", "DO-1:2026-Q3", comment(monitor, "Stand geklärt."))
    with pytest.raises(Fault, match=r"record\.unchanged"):
        ask.prepare_record(
            monitor, "comment", "DO-1:2026-Q3", comment(monitor, "Stand geklärt.", BERT), actor=BERT, today=TODAY
        )


def test_what_changes_nothing_is_not_stored(monitor):
    with pytest.raises(Fault, match=r"record\.unchanged"):
        ask.prepare_record(monitor, "goal", "DO-1", content(monitor, "goal", "05913", "DO-1"), actor=ANNA, today=TODAY)


# -- rights


def test_a_reader_keeps_nothing(monitor):
    with pytest.raises(Forbidden, match=r"right\.login"):
        ask.prepare_record(monitor, "state", "DO-7", state("done"), actor=None, today=TODAY)
    preview = ask.prepare_record(monitor, "state", "DO-7", state("done"), actor=ANNA, today=TODAY)
    with pytest.raises(Forbidden, match=r"right\.login"):
        ask.commit_record(monitor, preview, reason="x", actor=None, now=NOW)
    assert monitor.store.records() == ()


def test_a_coordinator_keeps_only_what_belongs_to_their_city(monitor):
    kassel = Actor("kim", "operator", ("06611",))
    with pytest.raises(Forbidden, match=r"right\.area"):
        ask.prepare_record(monitor, "state", "DO-7", state("done"), actor=kassel, today=TODAY)
    preview = ask.prepare_record(monitor, "state", "DO-7", state("done"), actor=ANNA, today=TODAY)
    with pytest.raises(Forbidden, match=r"right\.area"):
        ask.commit_record(monitor, preview, reason="x", actor=kassel, now=NOW)
    keep(monitor, "measure", "KS-M1", measure(), who=kassel)


def test_nobody_takes_over_the_measure_or_goal_of_another_city(monitor):
    keep(monitor, "measure", "KS-M1", measure())
    dortmund = Actor("dora", "operator", ("05913",))
    with pytest.raises(Forbidden, match=r"right\.area"):
        ask.prepare_record(monitor, "measure", "KS-M1", measure(area="05913"), actor=dortmund, today=TODAY)
    wanted = content(monitor, "goal", "05114", "KR-2") | {"area": "05913"}
    with pytest.raises(CatalogueFault, match="belongs to"):
        ask.prepare_record(monitor, "goal", "KR-2", wanted, actor=dortmund, today=TODAY)


def test_a_forged_area_of_a_preview_is_refused_by_the_store(monitor):
    monitor.store.add_user("dora", "ein langes Passwort 7", "coordinator", ["05913"], actor=ANNA, now=NOW)
    dora = monitor.store.sign_in("dora", "ein langes Passwort 7", NOW)
    preview = ask.prepare_record(monitor, "measure", "KS-M1", measure(), actor=ANNA, today=TODAY)
    with pytest.raises(Forbidden, match=r"right\.area"):
        ask.commit_record(monitor, replace(preview, by="dora"), reason="x", actor=replace(dora, areas=None), now=NOW)


def test_a_reason_is_asked_for(monitor):
    preview = ask.prepare_record(monitor, "state", "DO-7", state("done"), actor=ANNA, today=TODAY)
    with pytest.raises(Fault, match=r"commit\.no_reason"):
        ask.commit_record(monitor, preview, reason="  ", actor=ANNA, now=NOW)


def test_a_preview_is_stale_once_somebody_else_has_stored(monitor):
    preview = ask.prepare_record(monitor, "state", "DO-7", state("done"), actor=ANNA, today=TODAY)
    keep(monitor, "state", "DO-6", state("open") | {"goal": "DO-6"}, who=BERT)
    with pytest.raises(Stale):
        ask.commit_record(monitor, preview, reason="x", actor=ANNA, now=NOW)


def test_a_draft_waits_for_a_second_person(monitor, monkeypatch):
    monkeypatch.setenv("ZIELMONITOR_FOUR_EYES", "1")
    batch = keep(monitor, "state", "DO-7", state("done"))
    assert verdict(monitor, "DO-7") == "not_assessable"
    with pytest.raises(Forbidden, match=r"right\.second_person"):
        ask.approve(monitor, batch, actor=ANNA, now=NOW)
    ask.approve(monitor, batch, actor=BERT, now=NOW + timedelta(hours=1))
    assert verdict(monitor, "DO-7") == "done"


# -- what no longer fits


def test_a_record_that_no_longer_fits_is_left_out_and_said(monitor):
    identifier, wanted = ask.draft(monitor, "goal", "05913", "", who=ANNA, today=TODAY)
    goal = {**wanted["goal"], "title": {"de": "Neu", "en": "New"}, "kind": "milestone"}
    batch = keep(monitor, "goal", identifier, {**wanted, "goal": goal})
    keep(monitor, "state", identifier, {"goal": identifier, "state": {"state": "done"}, "item": []})
    ask.withdraw(monitor, batch, reason="Irrtum", actor=ANNA, now=NOW + timedelta(hours=1))
    assert len(ask.goals(monitor, today=TODAY)) == len(monitor.catalogue.goals)
    ((record, fault),) = ask.unfit(monitor)
    assert (record.id, "no such goal" in str(fault)) == (identifier, True)


def test_the_form_is_kept_as_it_was_filled_in(tmp_path):
    opened = ask.open_monitor(tmp_path / "store", now=NOW)
    with opened.store:
        batch = keep(opened, "state", "DO-7", state("done"))
        stored = opened.store.batches()[-1]
        form = json.loads(opened.store.original(stored.sha256))
    assert (stored.batch, stored.file_name, stored.reason) == (batch, "stand-DO-7.json", "Sitzung vom 3. November")
    assert (form["author"], form["content"]["state"]["state"]) == ("anna", "done")


def test_entries_offer_what_can_be_kept(monitor):
    assert ask.entries(monitor, "state", "05913", today=TODAY) == ("DO-6", "DO-7")
    assert ask.entries(monitor, "goal", "05913", today=TODAY)[-1] == ""
    assert ask.entries(monitor, "comment", "05913", today=date(2026, 1, 2))[:2] == ("DO-1:2026-Q1", "DO-1:2025-Q4")


def test_a_delivery_says_what_its_record_changed(monitor):
    keep(monitor, "state", "DO-7", state("open"))
    batch = keep(monitor, "state", "DO-7", state("done"), at=NOW + timedelta(hours=1))
    assert [(change.path, change.before, change.after) for change in ask.kept_in(monitor, batch)] == [
        (("state", "state"), "open", "done")
    ]


def test_a_store_is_rebuilt_with_its_records(tmp_path):
    opened = ask.open_monitor(tmp_path / "store", now=NOW)
    with opened.store:
        keep(opened, "state", "DO-7", state("done"))
    (tmp_path / "store" / FILE).unlink()
    ask.rebuild(tmp_path / "store", actor=ANNA, now=NOW + timedelta(hours=1))
    again = ask.open_monitor(tmp_path / "store", now=NOW + timedelta(hours=1))
    with again.store:
        assert verdict(again, "DO-7") == "done"


def test_a_new_goal_is_shown_like_the_others(monitor):
    identifier, wanted = ask.draft(monitor, "goal", "05913", "", who=ANNA, today=TODAY)
    goal = {**wanted["goal"], "title": {"de": "Mehr Ausbildung", "en": "More training"}, "kind": "direction"}
    goal["demand"] = [{"indicator": "apprentices_per_1000_employees", "direction": "up"}]
    keep(monitor, "goal", identifier, {**wanted, "goal": goal})
    table = overview.table(ask.goals(monitor, today=TODAY), monitor.catalogue, words("de"))
    assert "Mehr Ausbildung" in table and f"goal?goal={identifier}" in table
    assert (
        identifier
        in next(one for one in ask.missing(monitor, today=TODAY) if one.indicator.id == goal["demand"][0]["indicator"]).goals
    )
