"""Entry: language, look, navigation, store. Every page is one file in pages/."""

import streamlit as st

from pages import _frame, _person, _shell

words = _shell.begin()
_person.write_cookie()
who = _person.actor()
page = st.navigation(_shell.navigation(words, who), position="hidden")
_frame.header(words, page.url_path, who)
try:
    if _shell.open_store(words):
        _person.name_person(who, words)
        page.run()
finally:  # a page that fails ends like the others
    _frame.footer(words, page.url_path)
