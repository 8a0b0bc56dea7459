"""What the words on the pages mean, and where those of official statistics are defined."""

import streamlit as st

from indicators.present import glossary
from pages import _shell

words, catalogue = _shell.enter("glossary"), _shell.monitor().catalogue
st.html(glossary.head(words))
st.html(glossary.terms(catalogue, words))
