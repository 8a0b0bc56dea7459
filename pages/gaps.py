"""Every goal with a number or a direction on one sheet: how far, how fast against what is needed, how long there is."""

from datetime import date

import streamlit as st

from indicators import monitor as ask
from indicators.present import gaps as present
from pages import _shell


@st.cache_resource(max_entries=2, show_spinner=False)
def found(head: int, day: date) -> tuple[present.GapView, ...]:
    """Computed once for each state of the store and day."""
    return ask.gaps(_shell.monitor(), today=day)


words, monitor = _shell.enter("gaps"), _shell.monitor()
views = found(monitor.store.head(), _shell.today())
order = present.order_of(st.query_params.get("sort"))
st.html(present.page(views, _shell.goals(), order, monitor.catalogue, words))
