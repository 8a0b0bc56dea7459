"""What every figure means, where it comes from, and under which licence."""

import streamlit as st

from indicators import monitor as ask
from indicators.present import sources as present
from pages import _shell

words, monitor = _shell.enter("sources"), _shell.monitor()
catalogue = monitor.catalogue
st.html(present.head(words))
st.html(present.indicators(catalogue, ask.stored_spans(monitor), words))
st.html(present.publications(catalogue, words))
st.html(present.documents(catalogue, words))
st.html(present.events(catalogue.events, catalogue, words))
st.html(present.files(ask.uploads(monitor), words))
