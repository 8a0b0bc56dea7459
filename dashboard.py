"""Entry: language, look and navigation. Every page is one file in pages/."""

import streamlit as st

from pages import _shell

words = _shell.begin()
st.navigation(_shell.navigation(words), position="top").run()
