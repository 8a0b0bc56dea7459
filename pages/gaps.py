"""Every goal with a number or a direction on one sheet: how far, how fast against what is needed, how long there is."""

from datetime import date, datetime

import streamlit as st

from indicators import monitor as ask
from indicators.present import gaps as present
from indicators.present import gaps_table
from pages import _figure, _shell


@st.cache_resource(max_entries=4, show_spinner=False)
def known(head: int, day: date, moment: datetime | None) -> tuple[present.GapView, ...]:
    """Computed once for each state of the store and day."""
    return ask.gaps(_shell.monitor(), today=day, as_of=moment)


words, monitor = _shell.enter("gaps"), _shell.monitor()
catalogue = monitor.catalogue
views = known(monitor.store.head(), _shell.today(), _shell.as_of())
asked = st.query_params.to_dict()
st.html(present.page(views, _shell.goals(), asked, catalogue, words))
_figure.take(
    gaps_table.files(views, catalogue, words),
    lambda address, moment: gaps_table.citation(views, address, moment, catalogue, words), words, name=words("nav.gaps"),
)  # fmt: skip
if notes := present.source_notes(views, catalogue, words):
    st.html(notes)
