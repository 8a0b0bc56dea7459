"""Every goal with its verdict, its gap and a small trend, by document; what the newest release changed, and what is missing."""

from datetime import date, datetime

import streamlit as st

from indicators.present import missing, overview, overview_changes
from indicators.present.words import Language
from indicators.present.words import words as words_in
from pages import _shell


@st.cache_resource(max_entries=32, show_spinner=False)
def shown(head: int, day: date, moment: datetime | None, language: Language, chosen: tuple[tuple[str, str], ...]) -> str:
    """The page of a choice; computed once for each state of the store and day, and the same for every visitor."""
    words, catalogue, everything = words_in(language), _shell.monitor().catalogue, _shell.goals()
    views = overview.matching(everything, dict(chosen))
    parts = [overview.lead(views, everything, words)]
    is_now = moment is None  # what is new and what is missing is only known of now
    if is_now and len(views) == len(everything):
        parts.append(overview_changes.changes(views, _shell.changes(), catalogue, words))
    parts.append(overview.table(views, catalogue, words, missing.counts(_shell.missing()) if is_now else {}))
    return "".join(parts)


words = _shell.enter("overview")
chosen = tuple((key, st.query_params[key]) for key in overview.TRAITS if st.query_params.get(key))
st.html(shown(_shell.monitor().store.head(), _shell.today(), _shell.as_of(), words.language, chosen))
