"""Duties, dated events and measures: what is fulfilled, overdue or not known, and how the page tells it."""

import re
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from indicators import monitor as ask
from indicators.assess.duty import TONE, assess_duty, assess_once, assess_report, turns_of
from indicators.catalogue import Catalogue
from indicators.catalogue.duty import Duty, Occasion, span
from indicators.catalogue.load import FOLDER, load_catalogue
from indicators.catalogue.model import GoalState, Text
from indicators.errors import CatalogueFault, Fault, Forbidden
from indicators.monitor import Monitor
from indicators.present import duties as page
from indicators.present import timeline
from indicators.present.words import words
from indicators.store import Actor
from pages import _shell
from tests.conftest import NOW, PROJECT, TODAY

DE, EN = words("de"), words("en")
ANNA = Actor("anna", "operator")
NAME = Text(de="Treffen", en="meeting")


def occasion(on: str, **changes: Any) -> Occasion:
    return Occasion(**({"title": NAME, "on": on} | changes))


# -- once


@pytest.mark.parametrize(
    ("due", "state", "on", "status"),
    [
        ("2022-09-30", "done", date(2022, 9, 16), "done_in_time"),
        ("2022-09-30", "done", date(2022, 9, 30), "done_in_time"),
        ("2022-09-30", "done", date(2022, 10, 1), "done_late"),
        ("2022-09-30", "done", None, "done"),
        (None, "done", date(2022, 9, 16), "done"),
        ("2026-11-21", "open", None, "overdue"),
        ("2026-11-21", "in_progress", None, "overdue"),
        ("2026-11-21", "unknown", None, "passed"),
        ("2026-11-21", "dropped", None, "dropped"),
        ("2026-11-22", "open", None, "ahead"),
        ("2026", "unknown", None, "ahead"),
        (None, "unknown", None, "undated"),
        (None, "in_progress", None, "undated"),
    ],
)
def test_only_what_somebody_reported_as_not_done_is_overdue(due, state, on, status):
    assert assess_once(due, GoalState(state=state, on=on), today=TODAY).status == status


def test_nothing_reported_is_the_same_as_not_known():
    assert assess_once("2015-03-13", None, today=TODAY).status == "passed"


def test_overdue_begins_the_day_after_the_last_day_of_the_date():
    assert assess_once("2026-Q3", GoalState(state="open"), today=TODAY).since == date(2026, 10, 1)


def test_a_next_report_is_overdue_as_soon_as_its_day_is_over():
    assert assess_report(TODAY, today=TODAY).status == "ahead"
    assert assess_report(TODAY, today=TODAY + timedelta(days=1)).status == "overdue"


# -- in a rhythm


def test_half_years_run_to_the_one_of_today():
    turns = turns_of("half_year", 2025, (), today=date(2026, 6, 30))
    assert [(turn.year, turn.number, turn.is_running) for turn in turns] == [
        (2025, 1, False), (2025, 2, False), (2026, 1, True),
    ]  # fmt: skip


def test_a_meeting_counts_for_its_own_half_year_only():
    turns = turns_of("half_year", 2022, (occasion("2022-06-30"), occasion("2022-07-01")), today=date(2022, 12, 1))
    assert [[one.on for one in turn.held] for turn in turns] == [["2022-06-30"], ["2022-07-01"]]


def test_a_date_too_inexact_for_a_half_year_counts_for_none():
    turns = turns_of("half_year", 2022, (occasion("2022"),), today=date(2023, 1, 1))
    assert [turn.held for turn in turns] == [(), (), ()]
    assert turns_of("year", 2022, (occasion("2022"),), today=TODAY)[0].held


def test_what_was_only_planned_was_not_held():
    assert not turns_of("year", 2022, (occasion("2022-05", took_place=False),), today=TODAY)[0].held


def test_a_rhythm_is_regular_when_every_closed_turn_is_known():
    duty = Duty(id="X-P1", area="05913", title=NAME, kind="meeting", every="year", since="2024")
    held = (occasion("2024-03-01"), occasion("2025-03-01"))
    assert assess_duty(duty, today=TODAY).status == "gaps"
    known = Duty(id="X-P1", area="05913", title=NAME, kind="meeting", every="year", since="2024", held=held)
    assert assess_duty(known, today=TODAY).status == "regular"  # 2026 still runs


# -- the shipped catalogue


def test_krefeld_is_known_to_have_met_in_one_half_year(catalogue: Catalogue):
    found = assess_duty(catalogue.duties["KR-P1"], today=TODAY)
    assert [(turn.year, turn.number) for turn in found.turns if turn.held] == [(2022, 2)]
    assert len(found.closed) == 9 and found.status == "gaps"


def test_dortmunds_second_report_has_five_chapters_and_no_date(catalogue: Catalogue):
    duty = catalogue.duties["DO-P1"]
    assert (len(duty.chapter), duty.due, assess_duty(duty, today=TODAY).status) == (5, None, "undated")
    assert {item.state for item in duty.chapter} == {"unknown"}


def test_every_occasion_names_its_source_and_every_duty_what_it_rests_on(catalogue: Catalogue):
    found = [one for occasions in catalogue.occasions.values() for one in occasions]
    found += [one for duty in catalogue.duties.values() for one in duty.held]
    assert len(found) > 12 and all(one.source for one in found)
    assert all(duty.basis and duty.source for duty in catalogue.duties.values())


def test_no_occasion_that_took_place_lies_ahead(catalogue: Catalogue):
    found = [one for occasions in catalogue.occasions.values() for one in occasions if one.took_place and one.days]
    assert max(one.days[1] for one in found if one.days) <= TODAY


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('area = "05114"', 'area = "5114"', r'area "5114".*did you mean "05114"'),
        ('kind = "meeting"', 'kind = "meetng"', r"duties/krefeld\.toml: .*meetng"),
        ('on = "2022-11-08"', 'on = "2022-11-31"', r'on "2022-11-31" is no year'),
        ('goals = ["KR-9"]', 'goals = ["KR-99"]', r'KR-P1: goal "KR-99"'),
        ('since = "2022"', "", r"KR-P1: every and since"),
        ('until = "2020"', 'until = "2018"', r'until "2018" needs an earlier on'),
        ('since = "2022"', 'since = "bald"', r'KR-P1: since "bald" is no year'),
        ("basis.de", "bassis.de", r'did you mean "basis"'),
    ],
)
def test_a_wrong_file_of_duties_is_refused(tmp_path: Path, old: str, new: str, message: str):
    folder = Path(shutil.copytree(FOLDER, tmp_path / "catalogue"))
    file = folder / "duties" / "krefeld.toml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CatalogueFault, match=message):
        load_catalogue(folder)


@pytest.mark.parametrize("text", ["2022-02-30", "Sommer 2022", "", "22"])
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError, match=r".*"):
        span(text)


# -- the time line


def test_the_axis_reaches_from_the_first_known_year_to_today():
    axis = timeline.axis([occasion("2008"), occasion("2022-05-01"), occasion("")], TODAY)
    assert (axis.first, axis.last) == (2008, 2026)
    assert axis.place(date(2008, 1, 1)) == 0 and axis.place(date(2026, 12, 31)) > 99
    assert [year for year, _ in axis.ticks] == [2010, 2015, 2020, 2025]


def test_occasions_stand_by_date_and_the_undated_last():
    found = timeline.in_order([occasion(""), occasion("2022"), occasion("2022-01-01"), occasion("2019-04")])
    assert [one.on for one in found] == ["2019-04", "2022-01-01", "2022", ""]


def test_marks_do_not_cover_each_other_and_inexact_dates_have_a_bar():
    axis = timeline.axis([occasion("2008")], TODAY)
    marks = timeline.placed([occasion("2021"), occasion("2022-07-21"), occasion("2022-07-29"), occasion("")], axis)
    assert len(marks) == 3 and marks[0].bar and marks[1].bar is None
    assert len({mark.level for mark in marks[1:]}) == 2
    for one in marks:
        assert all(abs(one.middle - other.middle) >= 5.5 for other in marks if other is not one and other.level == one.level)


@pytest.mark.parametrize(
    ("one", "german", "english"),
    [
        (occasion("2022-09-16"), "16. September 2022", "16 September 2022"),
        (occasion("2022-05"), "Mai 2022", "May 2022"),
        (occasion("2019", until="2020"), "2019 bis 2020", "2019 to 2020"),
        (occasion(""), "ohne Datum", "undated"),
    ],
)
def test_a_date_is_told_as_exactly_as_it_is_known(one, german, english):
    assert (timeline.told(one, DE), timeline.told(one, EN)) == (german, english)


# -- kept by coordinators


def keep(monitor: Monitor, kind: Any, identifier: str, wanted: dict[str, Any], who: Actor = ANNA) -> int:
    preview = ask.prepare_record(monitor, kind, identifier, wanted, actor=who, today=TODAY)
    return ask.commit_record(monitor, preview, reason="Ausschuss", actor=who, now=NOW)


def draft(monitor: Monitor, area: str, entry: str, kind: Any = "duty") -> dict[str, Any]:
    return dict(ask.draft(monitor, kind, area, entry, who=ANNA, today=TODAY)[1])


def of(monitor: Monitor, slug: str) -> page.AreaDuties:
    return next(one for one in ask.duties(monitor, today=TODAY) if one.area.slug == slug)


def text_of(monitor: Monitor, slug: str) -> str:
    """What the page says of an area, without markup."""
    found = ask.duties(monitor, today=TODAY)
    axis = timeline.axis([one for area in found for one in area.occasions], TODAY)
    html = page.section(of(monitor, slug), axis, DE)
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", html).split()))


def test_a_kept_meeting_fills_its_half_year(monitor):
    duty = draft(monitor, "05114", "KR-P1")
    duty["held"] = [*duty["held"], {"title": {"de": "2. Treffen", "en": "second"}, "on": "2023-05-04", "source": "Protokoll"}]
    keep(monitor, "duty", "KR-P1", duty)
    found = next(one for one in of(monitor, "krefeld").owed if one.asked.id == "KR-P1")
    assert [(turn.year, turn.number) for turn in found.finding.turns if turn.held] == [(2022, 2), (2023, 1)]
    assert "Belegt: 2 von 9 abgelaufenen Halbjahren" in text_of(monitor, "krefeld")


def test_a_report_with_a_date_that_is_over_and_reported_open_says_since_when(monitor):
    duty = draft(monitor, "05913", "DO-P1") | {"due": "2026-03-31", "state": {"state": "in_progress"}}
    duty["chapter"][0]["state"] = "done"
    keep(monitor, "duty", "DO-P1", duty)
    said = text_of(monitor, "dortmund")
    assert "Überfällig seit 1. April 2026 In Arbeit" in said
    assert "Von 5: 1 liegt vor, 4 Stand nicht bekannt" in said


def test_the_next_report_of_a_goal_is_a_duty_of_its_own(monitor):
    goal = draft(monitor, "05913", "DO-1", "goal")
    goal["goal"] = goal["goal"] | {"next_report_due": "2026-06-30"}
    keep(monitor, "goal", "DO-1", goal)
    said = text_of(monitor, "dortmund")
    assert "Nächster Bericht: Arbeitslosenquote dauerhaft unter 8 %" in said and "Überfällig seit 1. Juli 2026" in said


def test_a_new_duty_gets_the_next_id_and_stands_beside_the_shipped_ones(monitor):
    assert ask.next_id(monitor, "duty", "05913") == "DO-P2"
    assert ask.entries(monitor, "duty", "06611", today=TODAY) == ("",)
    duty = draft(monitor, "06611", "") | {"title": {"de": "Jahresbericht", "en": "report"}, "kind": "report", "due": "2027"}
    assert duty["id"] == "KS-P1"
    keep(monitor, "duty", "KS-P1", duty)
    assert "Jahresbericht" in text_of(monitor, "kassel") and "Termin steht aus" in text_of(monitor, "kassel")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"title": None}, "record.no_title"),
        ({"due": "bald"}, "record.period"),
        ({"every": "year"}, "record.every_and_since"),
        ({"held": [{"title": {"de": "x", "en": "x"}, "on": "2022-13"}]}, "record.period"),
    ],
)
def test_a_wrong_duty_gets_one_sentence(monitor, change, code):
    with pytest.raises(Fault) as found:
        keep(monitor, "duty", "DO-P1", draft(monitor, "05913", "DO-P1") | change)
    assert found.value.code == code and DE.fault(found.value)


def test_nobody_keeps_the_duty_of_another_city(monitor):
    with pytest.raises(Forbidden):
        keep(
            monitor,
            "duty",
            "KR-P1",
            draft(monitor, "05114", "KR-P1") | {"source": "x"},
            Actor("weber", "coordinator", ("05913",)),
        )


def test_a_measure_shows_places_and_participants_the_newest_period_first(monitor):
    measure = {
        "id": "KS-M1", "area": "06611", "name": {"de": "InMigra", "en": "InMigra"}, "goals": ["KS-3"],
               "start": "2022-09-01", "carrier": "KAF",
               "attendance": [{"period": "2022", "places": 20}, {"period": "2023", "places": 1028, "participants": 27}],
    }  # fmt: skip
    before = text_of(monitor, "kassel")
    keep(monitor, "measure", "KS-M1", measure)
    said = text_of(monitor, "kassel")
    assert "nicht eingetragen. In der Pflege eintragen" in before and "In der Pflege eintragen" not in said
    assert re.search(r"2023 1\.028 27 .*2022 20 –", said)
    assert "1. September 2022 InMigra Beginn einer Maßnahme" in said


# -- what the page says


def test_a_deadline_met_by_a_session_of_that_day_is_named_once(shipped):
    stuttgart = of(shipped, "stuttgart").occasions
    assert [one.kind for one in stuttgart if one.on == "2015-03-13"] == ["session"]


def test_the_ten_approaches_of_kassel_are_counted_by_state(shipped):
    said = text_of(shipped, "kassel")
    assert "Von 10: 10 Stand nicht bekannt" in said and "Aufsuchende Arbeit für langzeiterwerbslose Menschen" in said


def test_an_area_without_duties_says_what_its_paper_says_of_them(shipped):
    assert not of(shipped, "kassel").owed
    assert "Eine Berichtspflicht nennt die Mitteilung nicht." in text_of(shipped, "kassel")


def test_every_duty_counts_once_in_the_sentence_at_the_top(shipped):
    found = ask.duties(shipped, today=TODAY)
    said = unescape(re.sub(r"<[^>]+>", "", page.lead(found, TODAY, DE)))
    numbers = [int(number) for number in re.findall(r"\b(\d+)\b", said.partition("Als belegt gilt")[0])]
    assert numbers[0] == sum(len(one.owed) for one in found) == sum(numbers[1:])


def test_every_status_has_a_tone_and_no_silence_is_bad_news():
    assert TONE["passed"] == TONE["gaps"] == TONE["undated"] == "none"


# -- the page


@pytest.fixture
def visit(folder_of_pages: Path) -> Callable[..., AppTest]:
    """Opens the page with what stands in its address."""

    def opened(**address: str) -> AppTest:
        app = AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=60)
        app.query_params["lang"] = address.get("lang", "de")
        app = app.run().switch_page("pages/sources.py").run().switch_page("pages/measures.py")
        for key, value in address.items():
            app.query_params[key] = value
        return app.run()

    return opened


def shown(app: AppTest) -> str:
    assert not app.exception
    return "\n".join(part.value for part in app.html if not part.value.startswith("<style"))


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_page_shows_every_area_in_both_languages(visit, language):
    said = shown(visit(lang=language))
    assert re.findall(r'<h2 id="(\w+)"', said) == ["dortmund", "kassel", "krefeld", "stuttgart", "deutschland"]
    assert re.findall(r"\bNone\b|\{\w+\}|\*\*", re.sub(r"<[^>]+>", " ", said)) == []


def test_a_link_chooses_one_area_and_an_unknown_one_shows_all(visit):
    said = shown(visit(city="krefeld"))
    assert re.findall(r'<h2 id="(\w+)"', said) == ["krefeld"]
    assert re.findall(r'aria-current="true">([^<]+)', said) == ["Krefeld"]
    said = shown(visit(city="atlantis"))
    assert len(re.findall(r"<h2 id", said)) == 5 and re.findall(r'aria-current="true">([^<]+)', said) == ["Alle Städte"]


def test_every_time_line_tells_what_it_shows(visit):
    told = re.findall(r'class="zm-lane" role="img" aria-label="([^"]+)"', shown(visit()))
    assert len(told) == 5 and all("Zeitleiste" in text for text in told)


def test_a_coordinator_finds_the_form_of_a_duty(visit, folder_of_pages):
    app = visit()
    app.session_state["ticket"] = _shell.monitor().store.open_session(_coordinator(), _shell.now())
    app = app.switch_page("pages/upkeep.py")
    for key, value in {"city": "krefeld", "kind": "duty", "entry": "KR-P1"}.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception and not app.error
    assert any(field.value == "Zwei Treffen des Bündnisses im Jahr" for field in app.text_input)


def _coordinator() -> str:
    _shell.monitor().store.add_user("weber", "vier lange dumme Worte", "coordinator", None, actor=ANNA, now=NOW)
    return "weber"
