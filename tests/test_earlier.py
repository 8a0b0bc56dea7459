"""Earlier verdicts and what changed since a day: a real store, vintages in and out of order, both clocks."""

from datetime import UTC, date, datetime, timedelta

import pytest

from indicators import monitor as ask
from indicators.errors import Unknown
from indicators.monitor import Monitor
from indicators.present import earlier as page
from indicators.present.words import words
from indicators.store import Store
from tests.conftest import NOW, TODAY, whole_catalogue
from tests.test_store import TESTER, figures, put

DE, EN = words("de"), words("en")
FALLING = {f"y{year}": 16.0 - 0.8 * (year - 2015) for year in range(2015, 2025)}  # 16.0 in 2015, 8.8 in 2024


@pytest.fixture
def empty(store: Store) -> Monitor:
    """The catalogue over an empty store: DO-1 is Dortmund's rate below 8 by 2030, document of 5 June 2023."""
    return Monitor(whole_catalogue(), store)


def until(year: int) -> dict[str, float]:
    return {name: round(value, 1) for name, value in FALLING.items() if int(name[1:]) <= year}


def verdicts(monitor: Monitor, goal: str = "DO-1") -> dict[int, str]:
    found = ask.earlier_verdicts(monitor, goal, today=TODAY)
    return {one.as_of.year: one.assessments[0].verdict for one in found.verdicts}


def test_earlier_verdicts_begin_with_the_year_of_the_document(empty):
    assert list(verdicts(empty)) == [2023, 2024, 2025]


def test_without_a_day_of_the_document_they_begin_with_the_first_release(empty):
    assert verdicts(empty, "KR-2") == {}
    table = figures(**until(2022)).assign(area="05114")
    put(empty.store, table, "2024-02-01")
    assert list(verdicts(empty, "KR-2")) == [2024, 2025]


def test_a_year_end_knows_only_what_was_released_by_then(empty):
    put(empty.store, figures(**until(2022)), "2023-02-01")
    put(empty.store, figures(y2023=9.6), "2024-02-01")
    found = ask.earlier_verdicts(empty, "DO-1", today=TODAY).verdicts
    assert [str(one.assessments[0].current.period) for one in found] == ["2022", "2023", "2023"]


def test_an_earlier_verdict_keeps_the_value_that_was_revised_later(empty):
    put(empty.store, figures(**until(2022)), "2023-02-01")
    put(empty.store, figures(y2022=7.9), "2025-02-01")
    found = ask.earlier_verdicts(empty, "DO-1", today=TODAY).verdicts
    assert [one.assessments[0].current.value for one in found] == [10.4, 10.4, 7.9]
    assert [one.recalculated[0].current.value for one in found] == [7.9, 7.9, 7.9]


def test_an_older_release_imported_late_counts_from_its_release(empty):
    put(empty.store, figures(y2022=10.0), "2024-02-01")
    put(empty.store, figures(y2022=10.4), "2023-02-01", hours=1)
    found = ask.earlier_verdicts(empty, "DO-1", today=TODAY).verdicts
    assert [one.assessments[0].current.value for one in found] == [10.4, 10.0, 10.0]


def test_a_withdrawn_batch_never_counted_by_the_clock_of_publication(empty):
    batch = put(empty.store, figures(**until(2022)), "2023-02-01")
    empty.store.withdraw(batch, reason="wrong", actor=TESTER, now=NOW + timedelta(hours=1))
    assert set(verdicts(empty).values()) == {"not_assessable"}


def test_what_the_store_showed_counts_from_its_import_and_until_its_withdrawal(empty):
    later = {"hours": 24 * 60}  # in January 2027
    batch = put(empty.store, figures(**until(2024)), "2025-02-01")
    put(empty.store, figures(y2024=12.0), "2025-03-01", **later)
    empty.store.withdraw(batch, reason="wrong", actor=TESTER, now=NOW + timedelta(hours=24 * 90))
    found = ask.earlier_verdicts(empty, "DO-1", today=date(2028, 6, 1)).verdicts
    assert [None if one.shown is None else one.shown[0].current.value for one in found] == [None, None, None, 8.8, 12.0]


def test_a_draft_is_no_earlier_figure(empty):
    empty.store.commit(
        figures(**until(2022)), original=b"draft", file_name="f.csv", released_on=date(2023, 2, 1), reason="test",
        actor=TESTER, now=NOW, draft=True,
    )  # fmt: skip
    assert set(verdicts(empty).values()) == {"not_assessable"}


def test_a_year_end_is_marked_where_a_newer_figure_was_due_but_is_stored_with_a_later_release(empty):
    put(empty.store, figures(**until(2022)), "2023-02-01")
    put(empty.store, figures(y2023=9.6, y2024=8.8), "2026-05-31")
    found = ask.earlier_verdicts(empty, "DO-1", today=TODAY).verdicts
    assert [one.is_incomplete for one in found] == [False, True, True]
    assert [str(one.recalculated[0].current.period) for one in found] == ["2022", "2023", "2024"]


def test_as_of_an_instant_later_imports_and_withdrawals_change_no_earlier_verdict(empty):
    batch = put(empty.store, figures(**until(2024)), "2023-02-01")
    then = NOW + timedelta(hours=1)
    before = ask.earlier_verdicts(empty, "DO-1", today=TODAY, as_of=then).verdicts
    empty.store.withdraw(batch, reason="wrong", actor=TESTER, now=NOW + timedelta(hours=2))
    put(empty.store, figures(y2022=7.9), "2023-03-01", hours=3)
    assert ask.earlier_verdicts(empty, "DO-1", today=TODAY, as_of=then).verdicts == before
    assert ask.earlier_verdicts(empty, "DO-1", today=TODAY).verdicts != before


def test_a_goal_that_no_figure_judges_has_no_earlier_verdicts_and_says_so(shipped):
    found = ask.earlier_verdicts(shipped, "DO-6", today=TODAY)
    assert found.verdicts == ()
    assert page.earlier_notes(found, DE) == [DE("earlier.none")]


def test_today_is_no_earlier_year_end(empty):
    assert ask.earlier_verdicts(empty, "DO-1", today=date(2024, 12, 31)).verdicts[-1].as_of == date(2023, 12, 31)
    assert ask.earlier_verdicts(empty, "DO-1", today=date(2023, 7, 1)).verdicts == ()


def test_a_goal_that_does_not_exist_is_unknown(empty):
    for question in (ask.earlier_verdicts, lambda *args, today: ask.changes_since(*args, since=TODAY, today=today)):
        with pytest.raises(Unknown, match=r"goal\.unknown"):
            question(empty, "DO-99", today=TODAY)


# -- what changed since a day


def since(monitor: Monitor, day: date | datetime = date(2025, 12, 31)) -> page.SinceView:
    return ask.changes_since(monitor, "DO-1", since=day, today=TODAY)


def periods(found: tuple[page.ChangedPoint, ...]) -> list[str]:
    return [str(one.period) for one in found]


def test_new_periods_and_revisions_are_told_apart(empty):
    put(empty.store, figures(**until(2023)), "2025-02-01")
    put(empty.store, figures(y2022=10.3, y2023=9.6, y2024=8.8), "2026-02-01")
    found = since(empty)
    assert (periods(found.new), periods(found.revised), periods(found.gone)) == (["2024"], ["2022"], [])
    assert [(one.before.value, one.after.value) for one in found.revised] == [(10.4, 10.3)]


def test_a_figure_that_was_out_by_then_but_not_stored_makes_the_verdict_of_then_incomplete(empty):
    put(empty.store, figures(**until(2022)), "2025-02-01")
    put(empty.store, figures(y2023=9.6, y2024=8.8), "2026-05-31")
    found = since(empty)
    assert found.is_incomplete and found.cause != "none"
    assert "waren damals schon fällig" in page.since_sentences(found, empty.catalogue, DE)[-1]


def test_a_figure_that_was_not_out_by_then_leaves_the_verdict_of_then_whole(empty):
    put(empty.store, figures(**until(2024)), "2025-02-01")
    put(empty.store, figures(y2025=7.9), "2026-02-01")
    assert not since(empty).is_incomplete


def test_nothing_new_leaves_the_verdict_and_says_so(empty):
    put(empty.store, figures(**until(2024)), "2025-02-01")
    found = since(empty)
    assert (found.new, found.revised, found.gone, found.cause) == ((), (), (), "none")
    assert not found.is_by_revision_alone
    assert page.since_sentences(found, empty.catalogue, DE)[0].startswith("Seit dem 31. Dezember 2025 hat sich keine Zahl")


def test_a_verdict_that_revisions_alone_changed_is_marked(empty):
    put(empty.store, figures(**until(2024)), "2025-02-01")
    put(empty.store, figures(y2024=7.5), "2026-02-01")
    found = since(empty)
    assert (found.before[0].verdict, found.after[0].verdict) == ("within_reach", "reached_not_durably")
    assert found.cause == "revision" and found.is_by_revision_alone
    assert "allein weil frühere Zahlen geändert wurden" in page.since_sentences(found, empty.catalogue, DE)[1]


def test_a_verdict_that_a_new_period_changed_is_not_marked_even_beside_a_revision(empty):
    put(empty.store, figures(**until(2024)), "2025-02-01")
    put(empty.store, figures(y2016=15.3, y2025=7.9), "2026-02-01")
    found = since(empty)
    assert (found.cause, found.is_by_revision_alone) == ("new_periods", False)
    assert periods(found.revised) == ["2016"]


def test_a_verdict_that_only_both_together_change_is_no_change_by_revision_alone(empty):
    put(empty.store, figures(**until(2022)), "2025-02-01")
    put(empty.store, figures(y2022=7.9, y2023=7.9, y2024=7.9), "2026-02-01")
    found = since(empty)
    assert (found.after[0].verdict, found.cause) == ("durably_reached", "both")


def test_a_verdict_that_only_time_changed_says_so(empty):
    put(empty.store, figures(**until(2024)), "2025-02-01")
    found = ask.changes_since(empty, "DO-1", since=date(2025, 12, 31), today=date(2032, 6, 1))
    assert (found.before[0].verdict, found.after[0].verdict, found.cause) == ("within_reach", "not_assessable", "time")


def test_a_withdrawn_figure_is_gone_by_the_clock_of_the_store(empty):
    batch = put(empty.store, figures(**until(2024)), "2025-02-01")
    empty.store.withdraw(batch, reason="wrong", actor=TESTER, now=NOW + timedelta(hours=2))
    found = since(empty, datetime(2026, 11, 22, 10, 0, tzinfo=UTC))
    assert len(found.gone) == 10
    assert found.after[0].verdict == "not_assessable"
    assert since(empty).gone == ()  # by the clock of publication it never counted


def test_many_figures_are_counted_and_few_are_named(empty):
    put(empty.store, figures(**until(2024)), "2026-02-01")
    assert "10 Zahlen, von 2015 bis 2024" in page.since_sentences(since(empty), empty.catalogue, DE)[0]
    assert "10 figures, from 2015 to 2024" in page.since_sentences(since(empty), empty.catalogue, EN)[0]


# -- the shipped figures


def test_all_goals_at_once_are_told_like_each_of_them(shipped):
    day = date(2025, 12, 31)
    told = ask.all_changes_since(shipped, since=day, today=TODAY)
    assert list(told) == list(shipped.catalogue.goals)
    for identifier, found in told.items():
        assert found == ask.changes_since(shipped, identifier, since=day, today=TODAY)


@pytest.mark.parametrize("say", [DE, EN])
def test_every_goal_tells_its_earlier_verdicts(shipped, say):
    for identifier in shipped.catalogue.goals:
        found = ask.earlier_verdicts(shipped, identifier, today=TODAY)
        assert page.lines(found, shipped.catalogue, say)
        assert page.page(found, shipped.catalogue, say)
        told = ask.changes_since(shipped, identifier, since=date(2024, 12, 31), today=TODAY)
        assert page.since_sentences(told, shipped.catalogue, say)


def test_dortmunds_year_ends_are_marked_because_its_table_was_fetched_in_2026(shipped):
    found = ask.earlier_verdicts(shipped, "DO-1", today=TODAY).verdicts
    assert [(one.as_of.year, one.is_incomplete, one.shown) for one in found] == [
        (2023, True, None), (2024, True, None), (2025, True, None),
    ]  # fmt: skip
    assert [one.recalculated[0].current.value for one in found] == [10.9, 11.5, 11.7]
