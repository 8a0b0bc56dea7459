"""One goal: what was decided, where it stands, how far it is, how the verdict was computed, and every figure behind it."""

import streamlit as st

from indicators import monitor as ask
from indicators.present import calculation, upkeep
from indicators.present import goal as present
from pages import _figure, _shell

words, monitor = _shell.enter("goal"), _shell.monitor()
catalogue = monitor.catalogue
views = {view.goal.id: view for view in _shell.goals()}
names = {
    identifier: f"{view.area.name.in_language(words.language)}: {view.goal.title.in_language(words.language)}"
    for identifier, view in views.items()
}
view = views[_shell.pick(words, "goal.pick", list(views), names.__getitem__, "goal")]
_shell.name_tab(words, names[view.goal.id])
st.html(present.head(view, catalogue, words))
found = view.assessment
if found.demand is not None and found.current is not None:
    series = _shell.series(view.area.area, found.demand.indicator, found.demand.group)
    _figure.figure(
        present.figure(view, series, catalogue, words), words,
        table=present.table(series, found, catalogue, words),
        csv=lambda: present.csv_table(series, words), name=view.goal.id,
    )  # fmt: skip
st.html(present.about(view, catalogue, words))
for part in (
    upkeep.measures(ask.measures(monitor, view.goal.id), catalogue, words),
    upkeep.comments(ask.comments(monitor, view.goal.id), words),
):
    if part:
        st.html(part)
st.html(calculation.calculation(view, catalogue, words))
