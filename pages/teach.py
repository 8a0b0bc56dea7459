"""A table nobody knows yet: say once where its parts stand, and the next file of that shape is read by itself."""

import streamlit as st

from indicators.errors import Fault
from indicators.ingest.issue import Issue
from indicators.ingest.mapping import Mapping
from indicators.monitor import teaching
from indicators.present import teach as present
from indicators.present import upload
from pages import _columns, _file, _frame, _person, _shell

words, monitor = _shell.enter("teach"), _shell.monitor()
catalogue, who, state = monitor.catalogue, _person.actor(), st.session_state


def keep(taught: Mapping) -> None:
    try:
        teaching.keep(monitor, taught, actor=_person.actor(), now=_shell.now())
    except Fault as fault:
        state["teach-refused"] = fault
    else:
        state["mapping"] = taught.name.strip()
        state["taught"] = True


if state.pop("taught", False):
    st.switch_page("pages/upload.py")
st.html(present.lead(words))
if who is None:
    st.html(upload.sentence(words("upload.sign_in")))
    st.page_link("pages/account.py", label=words("account.sign_in"))
    _frame.end(words)
file = _file.drop_zone(words)
if file is None:
    _frame.end(words)
grids = _file.glance(file)
if isinstance(grids, Issue):
    st.html(upload.errors((grids,), words))
    _frame.end(words)
grid = _columns.pick_sheet(grids, words)
default = teaching.first_lesson(monitor, grid)
table_place = st.container()
start, count = _columns.pick_header(grid, default, words)
heads = teaching.headers(grid, start, count)
table_place.html(present.sheet(grid, start, count, words))
key = f"teach-{file.id}-{grid.sheet}-{start}-{count}"
left, right = st.columns([3, 2], gap="large")
with left:
    st.html(present.columns_head(words))
    answers = _columns.ask_meanings(heads, default.answers if default.start == start else (), key, catalogue, words)
    constants = _columns.ask_constants(teaching.open_parts(answers), default, key, catalogue, words)
    lesson = _columns.ask_rest((start, count), answers, constants, default, key, words, has_sheets=len(grids) > 1)
taught = teaching.mapping_of(grid, lesson, state.get("teach-name", ""))
table, issues = teaching.attempt(monitor, grid, taught, now=_shell.now())
with left:
    _columns.ask_names(teaching.unknown_names(issues), key, catalogue, words)
right.html(present.result(table, issues, catalogue, words))
with right:
    if (refused := state.pop("teach-refused", None)) is not None:
        st.html(upload.refused(words.fault(refused)))
    st.text_input(words("teach.name"), key="teach-name", placeholder=words("teach.name_hint"))
    st.button(words("teach.keep"), type="primary", on_click=keep, args=(taught,))
