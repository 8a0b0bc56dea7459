"""What is kept of readers and of people who sign in."""

import streamlit as st

from indicators import monitor as ask
from indicators.present import notes
from pages import _shell

words = _shell.enter("privacy")
st.html(notes.privacy(ask.operator(), words))
