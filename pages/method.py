"""How a goal is judged, and how the outlook fared when it was tried on the past."""

import streamlit as st

from indicators.present import backtest, method
from pages import _shell

words, catalogue = _shell.enter("method"), _shell.monitor().catalogue
st.html(method.rules(words))
st.html(backtest.head(words))
for part in backtest.sections(catalogue, words):
    st.html(backtest.section(part, words))
    if part.picture is not None:
        st.image(part.picture.read_text(encoding="utf-8"), alt=part.picture_text)
