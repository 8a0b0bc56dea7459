"""One goal: what was decided, where it stands, how far it is, how the verdict was computed, and every figure behind it."""

import streamlit as st

from indicators import monitor as ask
from indicators.catalogue.model import Demand
from indicators.present import calculation, clock, earlier, effort, goal_figure, goal_words, opinions, upkeep
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
st.html(goal_words.head(view, catalogue, words))
found, taken = view.assessment, _shell.effort(view.goal.id)
for part in (effort.people(taken, catalogue, words), clock.strip(found, catalogue, words)):
    if part:
        st.html(part)


@st.fragment
def course(demand: Demand) -> None:
    """The figure, and beneath it a slider: what another pace would mean. Only this part is drawn anew."""
    block, choices = st.container(), effort.pace_choices(taken, catalogue)
    pace = None
    if choices is not None:
        options, start = choices
        pace = st.select_slider(
            words("effort.slider"), options, start, key=f"pace-{view.goal.id}",
            format_func=lambda value: effort.pace_told(taken, value, catalogue, words),
        )  # fmt: skip
        st.html(effort.assumed(taken, pace, catalogue, words))
        pace = None if pace == start else pace
    with block:
        series = _shell.series(view.area.area, demand.indicator, demand.group)
        _figure.figure(
            present.figure(view, series, catalogue, words, pace=pace), words,
            csv=lambda: present.csv_table(series, words), name=view.goal.id,
        )  # fmt: skip


if found.demand is not None and found.current is not None:
    course(found.demand)
elif drawn := goal_figure.keys(found):
    series = [_shell.series(view.area.area, *key) for key in drawn]
    _figure.figure(goal_figure.figure(view, series, catalogue, words), words, name=view.goal.id)
for part in (
    calculation.calculation(view, catalogue, words),
    effort.page(taken, catalogue, words) if view.is_measured else "",
    opinions.table(opinions.asked(view, catalogue, _shell.today(), words), words),
    earlier.page(_shell.earlier(view.goal.id), catalogue, words) if view.is_measured else "",
    present.about(view, catalogue, words),
    upkeep.measures(ask.measures(monitor, view.goal.id, _shell.as_of()), catalogue, words),
    upkeep.comments(ask.comments(monitor, view.goal.id, _shell.as_of()), words),
):
    if part:
        st.html(part)
