"""What only coordinators do with reports: write chapters, build a draft, release and withdraw."""

from contextlib import suppress
from datetime import date, datetime

import streamlit as st

from indicators import monitor as ask
from indicators.catalogue import Catalogue
from indicators.catalogue.report import Template
from indicators.errors import Fault
from indicators.present import html
from indicators.present import report_page as present
from indicators.present.report.editions import EditionView
from indicators.present.report.forms import Form
from indicators.present.report.view import ReportView, Title
from indicators.present.words import Words
from pages import _person, _shell

_SAID, _REFUSED = "report-said", "report-refused"


def tell(words: Words) -> None:
    """The answer to a click, until the next one."""
    if said := st.session_state.pop(_SAID, ""):
        st.success(said)
    if refused := st.session_state.pop(_REFUSED, None):
        st.error(_shell.plain(words.fault(refused)))


def compared(template: str) -> date | datetime | None:
    """What a new edition would be compared with: the day that was entered, else the edition before."""
    latest = ask.latest_edition(_shell.monitor(), template)
    with suppress(Fault):  # told once the draft is asked for
        if day := _day(st.session_state.get(f"since-{template}", "")):
            return day
    return latest.edition.as_of if latest else None


def acts(one: EditionView, words: Words) -> None:
    """Releasing a draft, and withdrawing with a reason."""
    if one.state == "draft":
        st.button(
            words("report_page.release"), key=f"release-{one.batch}", on_click=_release, args=(one, words), type="primary"
        )
    if one.state != "withdrawn":
        with st.popover(words("report_page.withdraw"), key=f"withdraw-{one.batch}"):
            st.text_area(words("report_page.reason"), key=f"why-{one.batch}")
            st.button(words("report_page.withdraw"), key=f"really-{one.batch}", on_click=_withdraw, args=(one, words))


def _release(one: EditionView, words: Words) -> None:
    try:
        ask.release_edition(_shell.monitor(), one.batch, actor=_person.actor(), now=_shell.now())
        st.session_state[_SAID] = words("report_page.released", number=one.edition.number)
    except Fault as fault:
        st.session_state[_REFUSED] = fault


def _withdraw(one: EditionView, words: Words) -> None:
    reason = st.session_state.get(f"why-{one.batch}", "")
    try:
        ask.withdraw_edition(_shell.monitor(), one.batch, reason=reason, actor=_person.actor(), now=_shell.now())
        st.session_state[_SAID] = words("report_page.withdrawn", number=one.edition.number)
    except Fault as fault:
        st.session_state[_REFUSED] = fault


def write_chapters(template: Template, view: ReportView, catalogue: Catalogue, words: Words) -> None:
    """One chapter at a time, with what the report will show beside it."""
    st.html(html.render("heading.html", title=words("report_page.chapters")))
    titles = present.chapter_names(template.chapters, catalogue, words)

    def named(chapter: str) -> str:
        return words("report_page.written_mark", title=titles[chapter]) if chapter in view.chapters else titles[chapter]

    chapter = _shell.pick(words, "report_page.chapter", list(titles), named, "chapter")
    section = next(one for one in template.chapters if one.id == chapter)
    st.html(present.asked(section, view.chapters.get(chapter), words))
    _write(template, chapter, view, words)


def _write(template: Template, chapter: str, view: ReportView, words: Words) -> None:
    """What somebody types stays theirs until it is saved, also when another version is stored meanwhile."""
    text, seen = f"text-{template.id}-{chapter}", f"seen-{template.id}-{chapter}"
    stored = view.chapters[chapter].text if chapter in view.chapters else ""
    if text not in st.session_state:
        st.session_state[text] = st.session_state.get(f"{text}-typed", stored)
        st.session_state.setdefault(seen, ask.chapter_version(_shell.monitor(), template.id, chapter))
    left, right = st.columns(2)
    with left:
        typed = st.text_area(words("report_page.text"), key=text, height=340)
        st.caption(words("report_page.text_help"))
        st.session_state[f"{text}-typed"] = typed
        st.button(
            words("report_page.save"), key=f"save-{chapter}", type="primary", on_click=_save, args=(template, chapter, words)
        )
    with right:
        st.html(present.preview(typed, words))
    if ask.chapter_version(_shell.monitor(), template.id, chapter) != st.session_state[seen]:
        with st.expander(words("report_page.stale_text"), expanded=True):
            st.html(present.preview(stored, words))
        st.button(words("report_page.overwrite"), key=f"over-{chapter}", on_click=_save, args=(template, chapter, words, True))


def _save(template: Template, chapter: str, words: Words, is_over: bool = False) -> None:
    text, seen = f"text-{template.id}-{chapter}", f"seen-{template.id}-{chapter}"
    monitor = _shell.monitor()
    version = ask.chapter_version(monitor, template.id, chapter) if is_over else st.session_state[seen]
    try:
        st.session_state[seen] = ask.save_chapter(
            monitor, template, chapter, st.session_state[text], seen=version, actor=_person.actor(), now=_shell.now()
        )  # fmt: skip
        st.session_state[_SAID] = words("report_page.saved")
    except Fault as fault:
        st.session_state[_REFUSED] = fault


def build(template: Template, words: Words) -> None:
    """The title page, and a draft of all forms; each is named while it is written."""
    st.html(html.render("heading.html", title=words("report_page.build")))
    first, second = st.columns(2), st.columns(3)
    with first[0]:
        number = st.text_input(words("report_page.number"), key=f"number-{template.id}")
        st.caption(words("report_page.number_help"))
    with first[1]:
        paper = st.text_input(words("report_page.paper"), key=f"paper-{template.id}")
    with second[0]:
        committee = st.text_input(words("report_page.committee"), key=f"committee-{template.id}")
    with second[1]:
        session = st.text_input(words("report_page.session"), key=f"session-{template.id}")
        st.caption(words("report_page.day_help"))
    with second[2]:
        since = st.text_input(words("report_page.since"), key=f"since-{template.id}")
        st.caption(words("report_page.since_help"))
    if st.button(words("report_page.start"), key="build", type="primary"):
        try:
            title = Title(number.strip(), paper.strip(), committee.strip(), _day(session))
            _build(template, title, _day(since), words)
        except Fault as fault:
            st.session_state[_REFUSED] = fault
        st.rerun()


def _day(text: str) -> date | None:
    return ask.parse_day(text) if text.strip() else None


def _build(template: Template, title: Title, since: date | None, words: Words) -> None:
    with st.status(words("report_page.start")) as status:

        def progress(form: Form) -> None:
            status.update(label=words("report_page.building", form=words(f"report_page.form_{form}")))

        monitor, now, who = _shell.monitor(), _shell.now(), _person.actor()
        prepared = ask.prepare_edition(
            monitor, template.id, words, title=title, actor=who, now=now, since=since, progress=progress
        )  # fmt: skip
        ask.store_edition(monitor, prepared, actor=who, now=_shell.now())
    st.session_state[_SAID] = words("report_page.built")
