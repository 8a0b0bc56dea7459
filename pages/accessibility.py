"""How accessible the pages are, what is not, and whom to tell."""

import streamlit as st

from indicators import monitor as ask
from indicators.present import notes
from pages import _shell

words, catalogue = _shell.enter("accessibility"), _shell.monitor().catalogue
st.html(notes.accessibility(catalogue, ask.operator(), words))
