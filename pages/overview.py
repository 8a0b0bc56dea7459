"""All goals of all cities: where each stands, how far it is, which way it moves."""

import streamlit as st

from indicators.present import overview
from pages import _shell

words, catalogue = _shell.enter("overview"), _shell.monitor().catalogue
everything = _shell.goals()
heading = st.container()
chosen = {}
for column, (key, options) in zip(st.columns(3), overview.filters(everything).items(), strict=True):
    with column:
        chosen[key] = _shell.pick(words, f"overview.{key}", ["", *options], overview.names(key, catalogue, words), key)
views = overview.matching(everything, chosen)
heading.html(overview.lead(views, everything, words))
st.html(overview.table(views, catalogue, words))
