"""What stands around every page: what the browser is told of language and paper, and the footer."""

import streamlit as st

from indicators.present import frame
from indicators.present.words import Words
from pages import _shell


def footer(words: Words, here: str) -> None:
    """The pages that say something of all others. `here`: the page that is shown."""
    st.html(frame.footer(_shell.FOOTER, here, words), unsafe_allow_javascript=True)
