"""The page of reports as Streamlit runs it: readers read, coordinators write, build, release, and nobody's text is lost."""

from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from indicators import monitor as ask
from indicators.present.report.forms import FORMS
from indicators.present.report.view import Title
from indicators.present.words import words
from indicators.store import Actor, operator
from pages import _shell
from tests.conftest import NOW, PROJECT

DE = words("de")
PASSWORD = "vier lange dumme Worte"  # noqa: S105 - of a test

Visit = Callable[..., AppTest]


@pytest.fixture
def monitor(folder_of_pages: Path) -> ask.Monitor:
    opened = _shell.monitor()
    for name, areas in (("weber", ("05913",)), ("aydin", None)):
        opened.store.add_user(name, PASSWORD, "coordinator", areas, actor=operator("test"), now=NOW)
    return opened


@pytest.fixture
def visit(monitor: ask.Monitor) -> Visit:
    def opened(*, who: str = "", lang: str = "de", **address: str) -> AppTest:
        app = AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=60)
        app.query_params["lang"] = lang
        if who:
            app.session_state["ticket"] = monitor.store.open_session(who, _shell.now())
        app = app.run().switch_page("pages/sources.py").run().switch_page("pages/report.py")
        for key, value in address.items():
            app.query_params[key] = value
        return app.run()

    return opened


def shown(app: AppTest) -> str:
    assert not app.exception
    return unescape("\n".join(part.value for part in app.html if not part.value.lstrip().startswith("<style")))


def person(monitor: ask.Monitor, name: str) -> Actor:
    return next(user.actor for user in monitor.store.users() if user.name == name)


@pytest.fixture
def draft(monitor: ask.Monitor) -> int:
    """A draft that weber built; what the forms hold is tested elsewhere."""
    weber, now = person(monitor, "weber"), _shell.now()
    prepared = ask.prepare_edition(
        monitor, "dortmund", DE, title=Title(number="2"), actor=weber, now=now, write=lambda report, form, say: form.encode()
    )  # fmt: skip
    return ask.store_edition(monitor, prepared, actor=weber, now=now)


@pytest.mark.parametrize("report", ["dortmund", "krefeld", "kassel", "stuttgart"])
@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("who", ["", "aydin"])
def test_the_page_of_every_city_runs_for_readers_and_coordinators_in_both_languages(visit, report, lang, who):
    app = visit(report=report, lang=lang, who=who)
    page = shown(app)
    assert not app.error and not app.warning
    assert words(lang)("report_page.no_editions") in page and bool(app.text_area) == bool(who)


def test_a_reader_sees_no_draft_and_may_change_nothing(visit, draft):
    app = visit()
    assert DE("report_page.no_editions") in shown(app) and not app.button and not app.text_area


def test_missing_comments_and_chapters_are_listed_with_the_way_to_write_them(visit):
    page = shown(visit(who="weber"))
    assert "DO-1 Arbeitslosenquote dauerhaft unter 8 %" in page and "kind=comment&entry=DO-1" in page
    assert "Sprinter-Lehrgänge der VHS" in page


def test_a_chapter_is_previewed_as_text_and_kept_when_it_is_saved(visit, monitor):
    app = visit(who="weber", chapter="sprinter")
    app.text_area[0].set_value("Erster Absatz.\n\n<b>Zweiter</b> Absatz.").run()
    assert "<b>Zweiter" in shown(app) and "&lt;b&gt;Zweiter" in "".join(part.value for part in app.html)
    app.button(key="save-sprinter").click().run()
    assert [part.value for part in app.success] == [DE("report_page.saved")]
    kept = ask.written(monitor, ask.template_of(monitor, "dortmund"))["sprinter"]
    assert (kept.text, kept.author) == ("Erster Absatz.\n\n<b>Zweiter</b> Absatz.", "weber")


def test_what_is_typed_for_one_chapter_is_still_there_after_another_one(visit):
    app = visit(who="weber", chapter="sprinter")
    app.text_area[0].set_value("Noch nicht fertig.").run()
    app.selectbox(key="chapter").set_value("befragung").run()
    assert app.text_area[0].value == ""
    app.selectbox(key="chapter").set_value("sprinter").run()
    assert app.text_area[0].value == "Noch nicht fertig."


def test_of_two_who_write_the_same_chapter_the_second_is_told_and_loses_nothing(visit, monitor):
    app = visit(who="weber", chapter="sprinter")
    app.text_area[0].set_value("Text von Weber.").run()
    template = ask.template_of(monitor, "dortmund")
    ask.save_chapter(
        monitor, template, "sprinter", "Text von Aydin.", seen=0, actor=person(monitor, "aydin"), now=_shell.now()
    )  # fmt: skip
    app.button(key="save-sprinter").click().run()
    assert len(app.error) == 1 and app.text_area[0].value == "Text von Weber."
    assert "Text von Aydin." in shown(app)
    app.button(key="over-sprinter").click().run()
    assert ask.written(monitor, template)["sprinter"].text == "Text von Weber." and not app.error


def test_a_chapter_that_is_too_long_is_refused_in_words_and_stays_in_the_field(visit):
    app = visit(who="weber", chapter="sprinter")
    app.text_area[0].set_value("ä" * 100_001).run()
    app.button(key="save-sprinter").click().run()
    assert len(app.error) == 1 and "100001" in app.error[0].value and len(app.text_area[0].value) == 100_001


def test_somebody_of_another_city_is_refused_and_keeps_the_text(visit):
    app = visit(who="weber", report="krefeld")
    app.text_area[0].set_value("Fremder Text.").run()
    app.button(key=next(one.key for one in app.button if one.key.startswith("save-"))).click().run()
    assert len(app.error) == 1 and app.text_area[0].value == "Fremder Text."


def test_a_draft_is_released_by_a_click_and_then_read_by_everybody(visit, draft):
    app = visit(who="weber")
    assert "Entwurf von weber" in shown(app)
    app.button(key=f"release-{draft}").click().run()
    assert [part.value for part in app.success] == [DE("report_page.released", number=1)]
    assert "Freigegeben von weber" in shown(visit())


def test_where_four_eyes_are_asked_for_the_author_cannot_release(visit, draft, monkeypatch):
    monkeypatch.setenv("ZIELMONITOR_FOUR_EYES", "1")
    app = visit(who="weber")
    app.button(key=f"release-{draft}").click().run()
    assert len(app.error) == 1
    app = visit(who="aydin")
    app.button(key=f"release-{draft}").click().run()
    assert not app.error and "Freigegeben von aydin" in shown(visit())


def test_an_edition_is_withdrawn_only_with_a_reason_and_stays_listed(visit, draft, monitor):
    ask.release_edition(monitor, draft, actor=person(monitor, "weber"), now=_shell.now())
    app = visit(who="weber")
    app.button(key=f"really-{draft}").click().run()
    assert len(app.error) == 1
    app.text_area(key=f"why-{draft}").set_value("Falsche Tabelle.").run()
    app.button(key=f"really-{draft}").click().run()
    assert "Zurückgezogen: Falsche Tabelle." in shown(visit())


def test_a_draft_is_built_with_its_title_page_and_every_form_can_be_taken(visit, monitor):
    app = visit(who="weber")
    app.text_input(key="number-dortmund").set_value("2").run()
    app.text_input(key="paper-dortmund").set_value("12345-26").run()
    app.button(key="build").click().run(timeout=120)
    assert [part.value for part in app.success] == [DE("report_page.built")]
    (built,) = ask.editions(monitor, "dortmund", drafts=True)
    assert (built.state, built.edition.paper, built.edition.language) == ("draft", "12345-26", "de")
    assert all(ask.edition_file(monitor, built.batch, form) for form in FORMS)


@pytest.mark.parametrize("field", ["session", "since"])
def test_what_is_no_day_is_told_and_nothing_is_stored(visit, monitor, field):
    app = visit(who="weber")
    app.text_input(key=f"{field}-dortmund").set_value("bald").run()
    app.button(key="build").click().run(timeout=120)
    assert [part.value for part in app.error] == ["„bald“ ist kein Tag. Schreiben Sie zum Beispiel 3.12.2026."]
    assert ask.editions(monitor, "dortmund", drafts=True) == ()


def test_a_chapter_is_read_by_nobody_without_an_account_until_an_edition_is_released(visit, monitor, tmp_path):
    template, weber = ask.template_of(monitor, "dortmund"), person(monitor, "weber")
    before = ask.publish(monitor, tmp_path / "site")
    batch = ask.save_chapter(
        monitor, template, "sprinter", "Noch vertraulich.", seen=0, actor=weber, now=_shell.now()
    )  # fmt: skip
    for who, sees in (("", False), ("weber", True)):
        app = AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=60)
        if who:
            app.session_state["ticket"] = monitor.store.open_session(who, _shell.now())
        app = app.run().switch_page("pages/history.py")
        app.query_params["batch"] = str(batch)
        app.run()
        text = " ".join([shown(app), *(part.value for part in app.error)])
        assert ("Noch vertraulich." in text) == sees and bool(app.get("download_button")) == sees, who
    reader = visit()
    assert "Noch vertraulich." not in shown(reader)
    assert all("sprinter" not in one.reason for one in ask.uploads(monitor))
    told, _, _ = ask.log(monitor)
    assert all(entry.subject != str(batch) for entry in told if entry.action == "import")
    ask.export(monitor, tmp_path / "export", DE)
    assert all("vertraulich" not in file.read_text(encoding="utf-8-sig") for file in (tmp_path / "export").iterdir())
    assert ask.publish(monitor, tmp_path / "site").written == 0 and before.written > 0
