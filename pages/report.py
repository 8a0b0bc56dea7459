"""The progress report of a city: its editions to read, and for coordinators the chapters to write and drafts to release."""

from functools import partial

import streamlit as st

from indicators import monitor as ask
from indicators.present import html
from indicators.present import report_page as present
from indicators.present.report.editions import EditionView
from indicators.present.report.forms import FORMS, Form
from pages import _editions, _person, _shell

_MIME: dict[Form, str] = {
    "pdf": "application/pdf", "html": "text/html",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip
words, monitor = _shell.enter("report"), _shell.monitor()
catalogue, who = ask.current_catalogue(monitor), _person.actor()
names = {name: present.template_name(one, catalogue, words) for name, one in monitor.catalogue.reports.items()}
head = st.container()
template = monitor.catalogue.reports[_shell.pick(words, "report_page.template_label", list(names), names.__getitem__, "report")]
head.html(present.lead(template, words))
_editions.tell(words)


def files(one: EditionView) -> None:
    """The forms of an edition, read only once somebody asks for them."""
    with st.popover(words("report_page.take"), key=f"files-{one.batch}", on_change="rerun") as taking:
        if taking.open:
            for form in FORMS:
                st.download_button(
                    words(f"report_page.form_{form}"), partial(ask.edition_file, monitor, one.batch, form),
                    present.file_name(one, form), _MIME[form], key=f"{form}-{one.batch}", on_click="ignore",
                )  # fmt: skip


st.html(html.render("heading.html", title=words("report_page.editions")))
found = ask.editions(monitor, template.id, drafts=who is not None)
if not found:
    st.html(html.render("sentence.html", text=words("report_page.no_editions")))
for one in found:
    with st.container(key=f"edition-{one.batch}"):
        st.html(present.edition(one, words))
        with st.container(horizontal=True):
            files(one)
            if who is not None:
                _editions.acts(one, words)
view = ask.report_view(monitor, template.id, today=_shell.today(), since=_editions.compared(template.id))
if who is None:
    st.html(present.open_list(view, catalogue, words))
    st.caption(words("report_page.sign_in"))
    st.page_link("pages/account.py", label=words("account.sign_in"))
else:
    _editions.write_chapters(template, view, catalogue, words)
    st.html(present.open_list(view, catalogue, words))
    _editions.build(template, words)
