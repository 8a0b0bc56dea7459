"""Every goal with a number or a direction on one sheet: how far, how fast against what is needed, how long there is."""

from datetime import date, datetime

import streamlit as st

from indicators import monitor as ask
from indicators.present import gaps as present
from indicators.present import gaps_table
from pages import _shell


@st.cache_resource(max_entries=4, show_spinner=False)
def known(head: int, day: date, moment: datetime | None) -> tuple[present.GapView, ...]:
    """Computed once for each state of the store and day."""
    return ask.gaps(_shell.monitor(), today=day, as_of=moment)


words, monitor = _shell.enter("gaps"), _shell.monitor()
catalogue = monitor.catalogue
views = known(monitor.store.head(), _shell.today(), _shell.as_of())
asked = st.query_params.to_dict()
st.html(present.page(views, _shell.goals(), asked, catalogue, words))
with st.popover(words("figure.take"), key="take-gaps", on_change="rerun") as taking:
    if taking.open:
        with st.container(horizontal=True):
            for form, mime, data in gaps_table.files(views, catalogue, words):
                st.download_button(words(f"figure.{form}"), data, f"{words('nav.gaps')}.{form}", mime, on_click="ignore")
        st.caption(words("figure.cite"))
        moment = _shell.as_of() or _shell.now()
        told = gaps_table.citation(views, st.context.url or "", moment, catalogue, words)
        st.code(told, language=None, wrap_lines=True)
if notes := present.source_notes(views, catalogue, words):
    st.html(notes)
