"""Groups of people in one city: how they fare beside one another, and what of a goal of equality is known."""

import streamlit as st

from indicators import monitor as ask
from indicators.present import groups as present
from indicators.present import parity
from pages import _figure, _shell

words, monitor = _shell.enter("groups"), _shell.monitor()
catalogue = monitor.catalogue
cities = {area.slug: area for area in catalogue.cities}
heading = st.container()
slug = _shell.pick(
    words, "groups.city", list(cities), lambda one: cities[one].name.in_language(words.language), "city", is_short=True
)
view = ask.groups(monitor, cities[slug].area, today=_shell.today(), as_of=_shell.as_of())
_shell.name_tab(words, f"{words('groups.title')}: {view.area.name.in_language(words.language)}")
heading.html(present.lead(view, catalogue, words))
st.html(parity.above(view, catalogue, words))
for goal in view.parities:
    st.html(parity.parity(goal, catalogue, words))
    if (spec := parity.figure(goal, catalogue, words)) is not None:
        _figure.figure(spec, words, name=goal.view.goal.id)
st.html(parity.below(view, catalogue, words))
