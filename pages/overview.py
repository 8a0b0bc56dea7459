"""All goals of all cities: what has changed, where each stands, how far it is, which way it moves, what is missing."""

import streamlit as st

from indicators.present import missing, overview, overview_changes
from pages import _shell

words, catalogue = _shell.enter("overview"), _shell.monitor().catalogue
everything = _shell.goals()
chosen = {key: st.query_params.get(key, "") for key in overview.TRAITS}
views = overview.matching(everything, chosen)
st.html(overview.lead(views, everything, words))
is_now = _shell.as_of() is None  # what is new and what is missing is only known of now
if is_now and len(views) == len(everything):
    st.html(overview_changes.changes(views, _shell.changes(), catalogue, words))
st.html(overview.table(views, catalogue, words, missing.counts(_shell.missing()) if is_now else {}))
