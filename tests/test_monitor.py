"""The shipped figures through the whole house: what a goal says, what an import changes, where every figure comes from."""

import csv
import shutil
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import get_args

import pandas as pd
import pytest

from indicators import ingest
from indicators import monitor as ask
from indicators.assess.assessment import Verdict
from indicators.assess.series import Point
from indicators.assess.verdict import assess
from indicators.errors import Unknown
from indicators.ingest.compare import compare
from indicators.monitor import SHIPPED, Monitor, open_monitor
from indicators.period import parse_period
from indicators.present import goal_words
from indicators.present.calculation import calculation
from indicators.present.views import GoalView
from indicators.present.words import words
from indicators.store import operator
from tests.conftest import NOW, TODAY

HEADER = "area,indicator,group,period,value,unit,source\n"
LATER = NOW + timedelta(hours=1)
MANIFEST = tomllib.loads((SHIPPED / "figures.toml").read_text(encoding="utf-8"))["file"]


@pytest.fixture
def folder(shipped_folder: Path, tmp_path: Path) -> Path:
    """A store on disk with the shipped figures, to change."""
    return Path(shutil.copytree(shipped_folder, tmp_path / "store"))


@pytest.fixture
def monitor(folder: Path) -> Iterator[Monitor]:
    opened = open_monitor(folder, now=NOW)
    with opened.store:
        yield opened


def tidy(*rows: str) -> bytes:
    """A file of Dortmund: `tidy("unemployment_rate,total,2025,11.9,percent")`."""
    return (HEADER + "".join(f"05913,{row},Test\n" for row in rows)).encode()


def bring(monitor: Monitor, data: bytes, released: str = "2026-11-01", *, dry_run: bool = False) -> ask.ImportOutcome:
    return ask.import_file(
        monitor, data, "test.csv", released_on=date.fromisoformat(released), reason="test", confirm="test",
        actor=operator("Tester"), now=LATER, dry_run=dry_run, read=ingest.read,
    )  # fmt: skip


def view(monitor: Monitor, goal: str, **at: object) -> GoalView:
    return ask.goal(monitor, goal, today=TODAY, **at)  # type: ignore[arg-type]


# -- the shipped goals


def test_dortmund_unemployment_is_12_percent_in_2025_and_moves_away(shipped):
    found = view(shipped, "DO-1").assessment
    assert (found.verdict, found.reasons[0].code) == ("moving_away", "wrong_way")
    assert (found.current.value, str(found.current.period)) == (12.0, "2025")
    assert (found.gap, found.is_met) == (4.0, False)
    assert found.needed_per_year == pytest.approx(-0.8)
    assert (str(found.deadline), str(found.latest_start)) == ("2030", "2028")
    assert 0 < found.slope.low < found.slope.per_year < found.slope.high


def test_a_durable_goal_always_shows_its_run(shipped):
    # k of n, the longest run and the last breach are shown whatever the verdict is (method, 2.7).
    run = view(shipped, "DO-1").assessment.durability
    assert run is not None
    assert (run.status, run.k, run.n, run.current_run, run.longest_run) == ("above", 0, 3, 0, 0)
    assert str(run.last_breach_in) == "2025"


def test_dortmund_has_264322_employees_of_300000_and_is_too_slow(shipped):
    found = view(shipped, "DO-2").assessment
    assert (found.verdict, found.reasons[0].code) == ("too_slow", "pace_too_slow")
    assert (found.current.value, str(found.current.period)) == (264_322, "2024-Q2")
    assert (found.gap, found.demand.value) == (35_678, 300_000)
    assert found.needed_per_year == pytest.approx(35_678 / 6)
    assert str(found.deadline) == "2030-Q2"
    assert found.ratio == pytest.approx(found.slope.per_year / (35_678 / 6))
    assert 0.60 <= found.ratio < 0.95


def quarters_of(*means: float) -> bytes:
    """Employees at helper level from 2020 on: in each year the mean of its quarters, and a season around it."""
    season = (-300, -100, 300, 100)
    rows = (
        f"employees_helper_level,total,{year}-Q{number},{mean + part},persons"
        for year, mean in enumerate(means, 2020)
        for number, part in enumerate(season, 1)
    )
    return tidy(*rows)


def test_quarters_are_judged_by_the_mean_of_the_year_and_told_so(monitor):
    bring(monitor, quarters_of(50_000, 51_000, 52_000, 53_000, 54_000, 55_000))
    found = view(monitor, "DO-8")
    part = found.assessment
    assert (part.verdict, part.current.value, part.level.value) == ("improving", 55_100, 55_000)
    assert [str(period) for period in part.level.periods] == ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"]
    assert (part.standing, part.course, part.evidence) == ("no_target", "right_way", "pace")
    german = words("de")
    told = "Bewertet wird das Mittel eines Jahres (31. März 2025 bis 31. Dezember 2025): **55.000**."
    assert told in goal_words.sentences(found, monitor.catalogue, german)
    page = calculation(found, monitor.catalogue, german)
    assert "55.000 (Mittel 31. März 2025 bis 31. Dezember 2025)" in page
    assert "reicht für das Tempo" in page


def test_the_months_of_a_durable_goal_are_counted_and_told(monitor):
    values = [8.0, 8.1, 8.0, *[7.9] * 18, 7.7, 7.6, 7.5]
    months = [f"{2024 + step // 12}-{step % 12 + 1:02d}" for step in range(24)]
    rows = [f"unemployment_rate,total,{month},{value},percent" for month, value in zip(months, values, strict=True)]
    points = [Point(parse_period(month), value, 1) for month, value in zip(months, values, strict=True)]
    assert bring(monitor, tidy(*rows)).batch is not None
    goal = monitor.catalogue.goal("DO-1")
    key = (goal.demand[0].indicator, goal.demand[0].group)
    part = assess(goal, {key: points}, monitor.catalogue.indicators, {}, today=TODAY)[0]
    assert (part.verdict, part.durability.k, part.durability.n) == ("durably_reached", 21, 24)
    assert str(part.latest_start) == "2029-04"
    # Yearly means reach back further and stay what is judged; months and years are never one line.
    assert str(view(monitor, "DO-1").assessment.current.period) == "2025"
    page = calculation(replace(view(monitor, "DO-1"), assessments=(part,)), monitor.catalogue, words("de"))
    assert "21 von 24 Werten im Fenster, zuletzt 21 in Folge, am längsten 21; dauerhaft ab 21 von 24" in page
    assert "April 2029" in page
    assert "März 2024" in page  # the last breach


def test_dortmund_benefit_share_is_suspended_since_the_census(shipped):
    found = view(shipped, "DO-3").assessment
    assert (found.verdict, found.reasons[0].code) == ("suspended", "break")
    assert (found.current.value, str(found.current.period)) == (14.7, "2024")


def test_dortmund_long_term_unemployed_has_too_many_holes(shipped):
    found = view(shipped, "DO-4").assessment
    assert (found.verdict, found.reasons[0].code) == ("not_assessable", "too_many_holes")
    assert dict(found.reasons[0].params) == {"missing": 3, "possible": 6}


def test_all_forty_goals_have_a_verdict_and_a_reason(shipped):
    views = ask.goals(shipped, today=TODAY)
    assert len(views) == 40
    assert [view.goal.id for view in views] == list(shipped.catalogue.goals)
    assert {part.verdict for view in views for part in view.assessments} <= set(get_args(Verdict))
    assert [view.goal.id for view in views for part in view.assessments if not part.reasons] == []


def test_one_goal_says_the_same_as_all_goals_do(shipped):
    for found in ask.goals(shipped, today=TODAY):
        assert view(shipped, found.goal.id) == found


def test_the_same_question_gets_the_same_answer(shipped):
    assert ask.goals(shipped, today=TODAY) == ask.goals(shipped, today=TODAY)


def test_events_that_are_not_verified_break_nothing(shipped):
    partly = {event.date for event in shipped.catalogue.events if event.breaks and event.verified != "yes"}
    used = {day for view in ask.goals(shipped, today=TODAY) for part in view.assessments for day in part.breaks}
    assert date(2011, 12, 31) in partly
    assert used & partly == set()


def test_a_goal_that_does_not_exist_is_unknown_and_says_what_is_near(shipped):
    with pytest.raises(Unknown, match=r"goal\.unknown: found = do-1x, near = DO-1"):
        view(shipped, "do-1x")


@pytest.mark.parametrize(
    ("question", "names"),
    [(ask.series, ("99999", "unemployment_rate")), (ask.series, ("05913", "unemployed_rate")), (ask.comparison, ("no_such",))],
    ids=["series of no area", "series of no indicator", "comparison of no indicator"],
)
def test_an_area_or_indicator_that_does_not_exist_is_unknown(shipped, question, names):
    with pytest.raises(Unknown, match="unknown: found"):
        question(shipped, *names)


# -- the shipped figures


def expected_figures() -> dict[tuple[str, str, str, str], float]:
    """Read from the files by other means: the value of the newest release for every cell."""
    found = {}
    for entry in sorted(MANIFEST, key=lambda entry: entry["released_on"]):
        with (SHIPPED / entry["name"]).open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                found[row["area"], row["indicator"], row["group"], row["period"]] = float(row["value"])
    return found


def stored_figures(table: pd.DataFrame) -> dict[tuple[str, str, str, str], float]:
    keys = zip(table["area"], table["indicator"], table["group"], table["period"], strict=True)
    return dict(zip(keys, table["value"], strict=True))


def test_every_shipped_figure_is_stored_as_it_stands_in_its_file(shipped):
    expected = expected_figures()
    assert len(expected) > 3000
    assert stored_figures(shipped.store.series()) == expected


def test_every_file_of_figures_is_named_in_the_manifest():
    assert {path.name for path in SHIPPED.glob("*.csv")} == {entry["name"] for entry in MANIFEST}


def test_every_shipped_file_is_one_batch_with_its_release(shipped):
    stored = {
        batch.file_name: (batch.released_on, batch.released_precision, batch.imported_by) for batch in ask.batches(shipped)
    }
    assert stored == {entry["name"]: (entry["released_on"], entry["precision"], "Erstbestand") for entry in MANIFEST}


def test_every_shipped_figure_comes_from_a_catalogued_source(shipped):
    labels = sorted(shipped.store.series()["source"].unique())
    sources = {label: shipped.catalogue.source_of(label) for label in labels}
    assert [label for label, source in sources.items() if source is None] == []
    assert [label for label, source in sources.items() if not source.publisher.strip()] == []
    assert [label for label, source in sources.items() if not (source.licence.strip() or source.note)] == []


def test_every_shipped_figure_names_the_cell_it_came_from(shipped):
    rows = shipped.store.series(area="05913", indicator="unemployment_rate", group="total")
    newest = rows[rows["period"] == "2025"].iloc[0]
    file = {batch.batch: batch.file_name for batch in ask.batches(shipped)}[newest["batch"]]
    line = (SHIPPED / file).read_text(encoding="utf-8").splitlines()[newest["row"] - 1]
    assert line.startswith("05913,unemployment_rate,total,2025,12.0,percent,")
    assert newest["column"] == "value"


def test_population_of_2023_has_two_vintages(shipped):
    table = shipped.store.vintages(area="05913", indicator="population", group="total", period="2023")
    assert table["value"].tolist() == [601_343, 595_471]
    assert [pd.Timestamp(day).date() for day in table["released_on"]] == [date(2025, 6, 30), date(2024, 12, 31)]
    assert ["Zensus 2022" in table["note"][0], "Zensus 2011" in table["note"][1]] == [True, True]


def test_population_of_2023_is_the_older_one_as_of_the_day_before_the_newer_release(shipped):
    def population(as_of: date) -> Iterable[float]:
        rows = ask.series(shipped, "05913", "population", as_of=as_of).rows
        return rows[rows["period"] == "2023"]["value"].tolist()

    assert population(date(2024, 12, 30)) == []
    assert population(date(2025, 6, 29)) == [595_471]
    assert population(date(2025, 6, 30)) == [601_343]


def test_nothing_is_known_before_the_first_release(shipped):
    views = ask.goals(shipped, today=date(2020, 1, 1), as_of=date(2020, 1, 1))
    assert {view.assessment.verdict for view in views if view.goal.demand} == {"not_assessable"}


def test_the_shipped_store_is_sound(shipped):
    assert ask.problems(shipped) == ()


def test_opening_twice_imports_nothing_twice(tmp_path):
    with open_monitor(tmp_path, now=NOW).store as store:
        first = (store.batches(), store.head(), stored_figures(store.series()))
    with open_monitor(tmp_path, now=LATER).store as store:
        assert (store.batches(), store.head(), stored_figures(store.series())) == first
    assert len(first[0]) == len(MANIFEST)
    kept = {path.name for path in (tmp_path / "uploads").iterdir()} - {"manifest.jsonl"}
    assert kept == {batch.sha256 for batch in first[0]}


def test_a_withdrawn_shipped_file_does_not_come_back_on_the_next_start(folder):
    with open_monitor(folder, now=NOW).store as store:
        store.withdraw(1, reason="replaced", actor=operator("Tester"), now=LATER)
    with open_monitor(folder, now=LATER).store as store:
        assert len(store.batches()) == len(MANIFEST)
        assert store.batches()[0].withdrawn_reason == "replaced"


def test_comparison_has_every_area_and_shows_areas_without_figures_as_empty(shipped):
    found = ask.comparison(shipped, "employment_rate_residence", "men")
    assert [view.area.area for view in found] == list(shipped.catalogue.areas)
    assert {view.area.area: len(view.rows) for view in found if view.area.kind == "city"} == {
        "05913": 1, "05114": 1, "06611": 1, "08111": 1,
    }  # fmt: skip


def test_only_what_two_cities_have_is_offered_for_comparison(shipped):
    offered = ask.comparable_indicators(shipped)
    assert {"total", "men", "women"} <= set(offered["unemployment_rate"])
    assert "integration_rate" not in offered  # Germany only


# -- an import and what it changes


def test_an_import_counts_what_is_new_revised_unchanged_and_missing(monitor):
    # Stored for Dortmund: 2021 11.4, 2022 10.9, 2023 11.5, 2024 11.7, 2025 12.0.
    outcome = bring(
        monitor,
        tidy(
            "unemployment_rate,total,2021,11.4,percent",
            "unemployment_rate,total,2023,11.6,percent",
            "unemployment_rate,total,2025,11.9,percent",
            "employees_residence,total,2024-Q2,230000,persons",
        ),
    )
    assert (outcome.outcome, outcome.batch) == ("accepted", len(MANIFEST) + 1)
    assert outcome.counts == {"new": 1, "revised": 2, "unchanged": 1, "missing": 2}
    assert sorted(outcome.comparison.missing["period"]) == ["2022", "2024"]


def test_missing_figures_stay_stored(monitor):
    bring(monitor, tidy("unemployment_rate,total,2023,11.6,percent", "unemployment_rate,total,2025,11.9,percent"))
    rows = ask.series(monitor, "05913", "unemployment_rate").rows
    values = dict(zip(rows["period"], rows["value"], strict=True))
    assert (values["2023"], values["2024"], values["2025"]) == (11.6, 11.7, 11.9)


def test_a_dry_run_says_the_same_and_stores_nothing(monitor):
    head = monitor.store.head()
    outcome = bring(monitor, tidy("unemployment_rate,total,2025,11.9,percent"), dry_run=True)
    assert (outcome.outcome, outcome.batch) == ("accepted", None)
    assert outcome.counts == {"new": 0, "revised": 1, "unchanged": 0, "missing": 0}
    assert monitor.store.head() == head


def test_the_same_file_twice_is_refused_and_says_which_batch_it_is(monitor):
    data = tidy("unemployment_rate,total,2025,11.9,percent")
    batch = bring(monitor, data).batch
    again = bring(monitor, data)
    assert (again.outcome, again.issues[0].code, again.issues[0].params["batch"]) == (
        "rejected", "file.already_imported", batch,
    )  # fmt: skip
    assert len(ask.batches(monitor)) == batch


def test_a_rejected_file_leaves_nothing(monitor):
    head = monitor.store.head()
    outcome = bring(monitor, tidy("unemployment_rate,total,2025,11.9,percent", "unemployment_rate,total,2024,viele,percent"))
    assert (outcome.outcome, outcome.comparison, outcome.batch) == ("rejected", None, None)
    assert monitor.store.head() == head


def test_a_revision_changes_what_the_verdict_is_computed_from(monitor):
    bring(monitor, tidy("unemployment_rate,total,2025,7.9,percent"))
    found = view(monitor, "DO-1").assessment
    assert (found.current.value, found.is_met, found.verdict) == (7.9, True, "reached_not_durably")
    assert found.gap == pytest.approx(-0.1)


def test_a_revision_is_not_seen_before_it_was_imported_or_after_it_was_withdrawn(monitor):
    batch = bring(monitor, tidy("unemployment_rate,total,2025,7.9,percent")).batch
    monitor.store.withdraw(batch, reason="wrong", actor=operator("Tester"), now=NOW + timedelta(hours=3))
    seen = [
        view(monitor, "DO-1", as_of=as_of).assessment.current.value
        for as_of in (NOW, NOW + timedelta(hours=2), NOW + timedelta(hours=4), None, date(2026, 11, 22))
    ]
    assert seen == [12.0, 7.9, 12.0, 12.0, 12.0]


def test_an_older_release_imported_late_changes_no_verdict(monitor):
    before = ask.goals(monitor, today=TODAY)
    bring(monitor, tidy("unemployment_rate,total,2025,7.9,percent"), released="2026-01-15")
    assert ask.goals(monitor, today=TODAY) == before


def test_a_figure_for_a_year_still_running_is_taken_with_a_hint_and_not_rated(monitor):
    outcome = bring(monitor, tidy("unemployment_rate,total,2026,11.8,percent"))
    assert (outcome.outcome, [issue.code for issue in outcome.issues]) == ("accepted", ["period.open"])
    found = view(monitor, "DO-1").assessment
    assert (str(found.current.period), str(found.series[-1].period)) == ("2025", "2026")


def test_a_newest_provisional_figure_is_drawn_and_not_rated(monitor):
    data = b"area,indicator,group,period,value,unit,status\n05913,unemployment_rate,total,2025,7.0,percent,provisional\n"
    assert bring(monitor, data).batch is not None
    found = view(monitor, "DO-1").assessment
    assert (found.current.value, str(found.current.period)) == (11.7, "2024")
    assert (found.series[-1].value, found.series[-1].status) == (7.0, "provisional")


@pytest.mark.parametrize(
    "value",
    ["9" * 30, "9" * 400, "1" + "0" * 30, "1" + "0" * 400],
    ids=["30 nines", "400 nines", "10 to the 30", "10 to the 400"],
)
def test_one_absurd_figure_takes_no_other_goal_down(monitor, value):
    # A cell of thirty nines is taken or refused, but Stuttgart's page must still open.
    bring(monitor, tidy(f"employees_workplace,total,2025-Q2,{value},persons"))
    assert len(ask.goals(monitor, today=TODAY)) == 40


# -- comparing


def table(*rows: tuple[str, float | None, str]) -> pd.DataFrame:
    """Period, value, status of Dortmund's unemployment rate."""
    return pd.DataFrame(
        [("05913", "unemployment_rate", "total", *row) for row in rows],
        columns=["area", "indicator", "group", "period", "value", "status"],
    ).astype({"value": float})


@pytest.mark.parametrize(
    ("incoming", "stored", "change"),
    [
        (("2024", 11.7, "normal"), ("2024", 11.7, "normal"), "unchanged"),
        (("2024", 11.8, "normal"), ("2024", 11.7, "normal"), "revised"),
        (("2024", 11.7, "normal"), ("2024", 11.7, "provisional"), "revised"),
        (("2024", 11.7, "normal"), ("2023", 11.7, "normal"), "new"),
        (("2024", None, "suppressed"), ("2024", 11.7, "normal"), "revised"),
        (("2024", 11.7, "normal"), ("2024", None, "suppressed"), "revised"),
        (("2024", None, "suppressed"), ("2023", None, "suppressed"), "new"),
        (("2024", None, "suppressed"), ("2024", None, "suppressed"), "unchanged"),
        (("2024", None, "missing"), ("2024", None, "suppressed"), "revised"),
    ],
)
def test_a_figure_is_new_revised_or_unchanged(incoming, stored, change):
    assert compare(table(incoming), table(stored)).table["change"].tolist() == [change]


def test_missing_is_what_lies_between_the_first_and_last_period_of_the_same_rhythm():
    stored = table(*((period, 1.0, "normal") for period in ("2020", "2021", "2022", "2023", "2024", "2022-Q1")))
    found = compare(table(("2021", 1.0, "normal"), ("2023", 1.0, "normal")), stored)
    assert found.missing["period"].tolist() == ["2022"]
    assert found.counts == {"new": 0, "revised": 0, "unchanged": 2, "missing": 1}


def test_against_an_empty_store_everything_is_new():
    found = compare(table(("2021", 1.0, "normal"), ("2022", None, "suppressed")), table())
    assert found.counts == {"new": 2, "revised": 0, "unchanged": 0, "missing": 0}
