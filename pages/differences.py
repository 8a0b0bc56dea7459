"""Why the employment agency may say something else, and both figures side by side where both are stored."""

import streamlit as st

from indicators.present import differences
from pages import _shell

words, catalogue = _shell.enter("differences"), _shell.monitor().catalogue
st.html(differences.head(words))
st.html(differences.reasons(catalogue, _shell.comparison, words))
