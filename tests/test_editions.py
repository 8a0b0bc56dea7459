"""Chapters and editions: kept in versions, frozen, released, withdrawn, downloaded byte for byte."""

import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from indicators import monitor as ask
from indicators.errors import Fault, Forbidden, Stale, Unknown
from indicators.monitor import Monitor, open_monitor, rebuild
from indicators.present.report.blocks import Report, Written
from indicators.present.report.forms import FORMS, Form, as_json
from indicators.present.report.view import Title
from indicators.present.words import Words, words
from indicators.store import Actor, operator
from tests.conftest import NOW, TODAY

DE = words("de")
ANNA, BEN = operator("Anna"), operator("Ben")
KREFELD = Actor("Kim", "coordinator", ("05114",))
SECOND = Title(number="2")
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def monitor(shipped_folder: Path, tmp_path: Path) -> Iterator[Monitor]:
    """A store on disk: one in memory keeps no files."""
    opened = open_monitor(Path(shutil.copytree(shipped_folder, tmp_path / "store")), now=NOW)
    with opened.store:
        yield opened


def plainly(report: Report, form: Form, say: Words) -> bytes:
    """A form of its own for these tests, so that they need no typst."""
    return form.encode() + b"\n" + as_json(report)


def save(monitor: Monitor, text: str, *, chapter: str = "sprinter", seen: int | None = None, actor: Actor = ANNA, now=LATER):
    template = ask.template_of(monitor, "dortmund")
    version = ask.chapter_version(monitor, "dortmund", chapter) if seen is None else seen
    return ask.save_chapter(monitor, template, chapter, text, seen=version, actor=actor, now=now)


def built(monitor: Monitor, *, now=LATER, actor: Actor = ANNA, title: Title = SECOND) -> ask.PreparedEdition:
    return ask.prepare_edition(monitor, "dortmund", DE, title=title, actor=actor, now=now, write=plainly)


def stored(monitor: Monitor, *, now=LATER, actor: Actor = ANNA) -> int:
    return ask.store_edition(monitor, built(monitor, now=now, actor=actor), actor=actor, now=now)


def texts(monitor: Monitor) -> dict[str, str]:
    return {name: kept.text for name, kept in ask.written(monitor, ask.template_of(monitor, "dortmund")).items()}


# -- chapters


def test_a_chapter_is_kept_in_versions_and_signed(monitor):
    save(monitor, "Erste Fassung.")
    save(monitor, "Zweite Fassung.", now=LATER + timedelta(minutes=1))
    kept = ask.written(monitor, ask.template_of(monitor, "dortmund"))["sprinter"]
    assert (kept.text, kept.author) == ("Zweite Fassung.", ANNA.name)
    assert len(monitor.store.records(kind="chapter", history=True)) == 2


def test_a_chapter_waits_for_no_second_person(monitor, monkeypatch):
    monkeypatch.setenv("ZIELMONITOR_FOUR_EYES", "1")
    save(monitor, "Text.")
    assert texts(monitor) == {"sprinter": "Text."}


def test_a_chapter_of_the_greatest_length_is_kept_whole_and_one_sign_more_is_refused_in_words(monitor):
    save(monitor, "ä" * 100_000)
    with pytest.raises(Fault, match=r"chapter\.too_long") as caught:
        save(monitor, "ä" * 100_001)
    assert "100001" in DE.fault(caught.value)
    assert texts(monitor) == {"sprinter": "ä" * 100_000}


def test_of_two_who_write_one_chapter_the_second_is_told_and_overwrites_nothing(monitor):
    seen = ask.chapter_version(monitor, "dortmund", "sprinter")
    save(monitor, "Annas Text.", seen=seen)
    with pytest.raises(Stale, match=r"chapter\.stale"):
        save(monitor, "Bens Text.", seen=seen, actor=BEN)
    assert texts(monitor) == {"sprinter": "Annas Text."}


def test_two_may_write_different_chapters_at_once(monitor):
    seen = {name: ask.chapter_version(monitor, "dortmund", name) for name in ("sprinter", "befragung")}
    save(monitor, "A.", seen=seen["sprinter"])
    save(monitor, "B.", chapter="befragung", seen=seen["befragung"], actor=BEN)
    assert texts(monitor) == {"sprinter": "A.", "befragung": "B."}


def test_nobody_writes_a_chapter_of_another_city_or_one_that_is_not_asked_for(monitor):
    with pytest.raises(Forbidden):
        save(monitor, "Text.", actor=KREFELD)
    with pytest.raises(Unknown, match=r"chapter\.unknown"):
        save(monitor, "Text.", chapter="sprinters")
    with pytest.raises(Fault, match=r"record\.unchanged"):
        save(monitor, "")
    assert texts(monitor) == {}


def test_an_emptied_chapter_is_not_written_any_more(monitor):
    save(monitor, "Text.")
    save(monitor, "", now=LATER + timedelta(minutes=1))
    assert texts(monitor) == {}


def test_markup_and_control_signs_in_a_chapter_stay_text(monitor):
    text = '#import "x"\n\n<script>alert(1)</script> $x$ \\\\ {{ a }} =1+1 😀\x00\x07'
    save(monitor, text)
    report = ask.report(monitor, "dortmund", DE, today=TODAY)
    (written,) = [block for block in report.blocks if isinstance(block, Written)]
    assert written.paragraphs == ('#import "x"', "<script>alert(1)</script> $x$ \\\\ {{ a }} =1+1 😀")
    assert texts(monitor) == {"sprinter": text}


# -- editions


def test_an_edition_is_a_draft_first(monitor):
    batch = stored(monitor)
    assert ask.editions(monitor, "dortmund") == ()
    (draft,) = ask.editions(monitor, "dortmund", drafts=True)
    assert (draft.batch, draft.state, draft.edition.number) == (batch, "draft", 1)
    assert draft.edition.title == "2. Sachstandsbericht zur Kommunalen Arbeitsmarktstrategie 2020–2030"
    assert b"Entwurf, nicht freigegeben" in ask.edition_file(monitor, batch, "pdf")


def test_a_released_edition_says_draft_nowhere_and_its_forms_have_the_kept_sha256(monitor):
    batch = stored(monitor)
    ask.release_edition(monitor, batch, actor=ANNA, now=LATER)
    (view,) = ask.editions(monitor, "dortmund")
    for form in FORMS:
        data = ask.edition_file(monitor, batch, form)
        assert b"Entwurf, nicht" not in data
        assert hashlib.sha256(data).hexdigest() == view.edition.forms[form]


def test_where_four_eyes_are_asked_for_another_person_releases(monitor, monkeypatch):
    monkeypatch.setenv("ZIELMONITOR_FOUR_EYES", "1")
    batch = stored(monitor)
    with pytest.raises(Forbidden, match="second_person"):
        ask.release_edition(monitor, batch, actor=ANNA, now=LATER)
    ask.release_edition(monitor, batch, actor=BEN, now=LATER)
    assert ask.editions(monitor)[0].released_by == BEN.name


def test_an_edition_is_withdrawn_with_a_reason_and_stays_listed(monitor):
    batch = stored(monitor)
    ask.release_edition(monitor, batch, actor=ANNA, now=LATER)
    with pytest.raises(Fault, match="no_reason"):
        ask.withdraw_edition(monitor, batch, reason=" ", actor=ANNA, now=LATER)
    ask.withdraw_edition(monitor, batch, reason="Zahl vertauscht", actor=ANNA, now=LATER)
    (view,) = ask.editions(monitor, "dortmund")
    assert (view.state, view.reason) == ("withdrawn", "Zahl vertauscht")
    assert ask.latest_edition(monitor, "dortmund") is None
    assert ask.edition_file(monitor, batch, "pdf").startswith(b"pdf")


def test_an_edition_keeps_its_bytes_whatever_is_stored_later(monitor):
    save(monitor, "Damals.")
    batch = stored(monitor)
    ask.release_edition(monitor, batch, actor=ANNA, now=LATER)
    before = {form: ask.edition_file(monitor, batch, form) for form in FORMS}
    save(monitor, "Heute.", now=LATER + timedelta(days=1))
    assert {form: ask.edition_file(monitor, batch, form) for form in FORMS} == before
    assert "Damals." in before["html"].decode()


def test_the_same_edition_built_twice_has_the_same_bytes(monitor):
    first, second = built(monitor), built(monitor)
    assert first == second


def test_of_two_editions_built_at_once_the_second_is_refused_and_no_text_is_lost(monitor):
    save(monitor, "Bleibt.")
    first, second = built(monitor), built(monitor, actor=BEN, now=LATER + timedelta(minutes=1))
    ask.store_edition(monitor, first, actor=ANNA, now=LATER)
    with pytest.raises(Stale):
        ask.store_edition(monitor, second, actor=BEN, now=LATER)
    assert len(ask.editions(monitor, "dortmund", drafts=True)) == 1
    assert texts(monitor) == {"sprinter": "Bleibt."}


def test_nobody_stores_what_another_person_built(monitor):
    with pytest.raises(Forbidden, match="preview"):
        ask.store_edition(monitor, built(monitor), actor=BEN, now=LATER)


def test_the_next_edition_is_compared_with_the_one_before(monitor):
    first = stored(monitor)
    ask.release_edition(monitor, first, actor=ANNA, now=LATER)
    second = stored(monitor, now=LATER + timedelta(days=1))
    view = next(view for view in ask.editions(monitor, "dortmund", drafts=True) if view.batch == second)
    assert (view.edition.number, view.edition.compared_with) == (2, LATER.isoformat())
    content = json.loads(ask.edition_file(monitor, second, "html").partition(b"\n")[2])
    (changes,) = [one["text"] for one in content["blocks"] if one.get("anchor") == "changes"]
    assert changes == "Was sich seit der vorigen Ausgabe geändert hat"


def test_the_number_of_a_dropped_draft_is_not_given_again(monitor):
    batch = stored(monitor)
    ask.withdraw_edition(monitor, batch, reason="Entwurf verworfen", actor=ANNA, now=LATER)
    stored(monitor, now=LATER + timedelta(days=1))
    assert [view.edition.number for view in ask.editions(monitor, "dortmund", drafts=True)] == [2, 1]


def test_a_batch_that_is_no_edition_is_not_released_as_one(monitor):
    with pytest.raises(Unknown, match=r"edition\.unknown"):
        ask.release_edition(monitor, 1, actor=ANNA, now=LATER)


def test_a_form_that_cannot_be_written_stores_nothing(monitor):
    def broken(report: Report, form: Form, say: Words) -> bytes:
        raise Fault("report.no_writer", form=form, library="typst")

    with pytest.raises(Fault, match="no_writer"):
        ask.prepare_edition(monitor, "dortmund", DE, title=Title(), actor=ANNA, now=LATER, write=broken)
    assert ask.editions(monitor, drafts=True) == ()


def test_editions_and_chapters_come_back_when_the_store_is_built_again(shipped_folder, tmp_path):
    folder = Path(shutil.copytree(shipped_folder, tmp_path / "store"))
    monitor = open_monitor(folder, now=NOW)
    with monitor.store:
        save(monitor, "Bleibt.")
        batch = stored(monitor)
        ask.release_edition(monitor, batch, actor=ANNA, now=LATER)
        before = ask.edition_file(monitor, batch, "pdf"), ask.editions(monitor)
    rebuild(folder, actor=ANNA, now=LATER + timedelta(days=1))
    again = open_monitor(folder, now=LATER + timedelta(days=1))
    with again.store:
        assert (ask.edition_file(again, batch, "pdf"), ask.editions(again)) == before
        assert texts(again) == {"sprinter": "Bleibt."}
        assert again.store.problems() == ()


def test_an_edition_changed_on_the_disk_is_noticed(shipped_folder, tmp_path):
    folder = Path(shutil.copytree(shipped_folder, tmp_path / "store"))
    monitor = open_monitor(folder, now=NOW)
    with monitor.store:
        batch = stored(monitor)
        kept = next(one for one in monitor.store.batches(drafts=True) if one.batch == batch)
        (folder / "uploads" / kept.sha256).write_bytes(b"something else")
        with pytest.raises(Fault, match="upload_lost"):
            ask.edition_file(monitor, batch, "pdf")


def test_the_prepared_files_stand_in_a_fixed_order(monitor):
    names = [*built(monitor).files]
    assert names[:3] == ["inhalt.json", "bericht.pdf", "entwurf/bericht.pdf"]
    assert replace(built(monitor), head=0).files == built(monitor).files
