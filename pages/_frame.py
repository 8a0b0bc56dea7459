"""What stands around every page: navigation, language and what the browser is told of them, and the footer."""

from typing import NoReturn

import streamlit as st

from indicators.present import frame
from indicators.present.words import Words
from indicators.store import Actor
from pages import _shell


def header(words: Words, here: str, who: Actor | None) -> None:
    """The ways to the pages, in place of Streamlit's own: those are widgets, drawn anew in every run.

    here   the page that is shown, as its address says
    who    the person who is signed in
    """
    known = (*_shell.PAGES, *_shell.HIDDEN, *_shell.FOOTER)
    shown = frame.header(_shell.offered(words, who), known, here or frame.HOME, st.query_params.to_dict(), words)
    st.html(shown, unsafe_allow_javascript=True)


def end(words: Words) -> NoReturn:
    """End a page that has nothing more to show. The footer comes first: after st.stop nothing more reaches the browser."""
    footer(words, st.session_state["page"])
    st.stop()


def footer(words: Words, here: str) -> None:
    """The pages that say something of all others. `here`: the page that is shown."""
    st.html(frame.footer(_shell.FOOTER, here or frame.HOME, words), unsafe_allow_javascript=True)
