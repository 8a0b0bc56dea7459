"""What each city has to report and to hold, what took place, and what it does for its goals."""

import streamlit as st

from indicators import monitor as ask
from indicators.present import duties as present
from indicators.present import timeline
from pages import _shell

words, monitor = _shell.enter("measures"), _shell.monitor()
today, city = _shell.today(), st.query_params.get("city", "")
found = ask.duties(monitor, today=today, as_of=_shell.as_of())
chosen = present.shown(found, city)
st.html(present.lead(chosen, today, words))
st.html(present.choices(found, city if len(chosen) < len(found) else "", words))
axis = timeline.axis([occasion for one in found for occasion in one.occasions], today)
for one in chosen:
    st.html(present.section(one, axis, words))
