"""Entry: language, look, navigation, store. Every page is one file in pages/."""

import streamlit as st

from pages import _shell

words = _shell.begin()
page = st.navigation(_shell.navigation(words), position="top")
_shell.open_store(words)
page.run()
