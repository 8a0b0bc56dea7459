"""One indicator for several areas: as it is, indexed, as change, as distance to the Land, between two years, or in a pair."""

import streamlit as st

from indicators.present import compare as present
from indicators.present import compare_pair as pair
from indicators.present.compare_panels import panels
from indicators.present.compare_shown import MOST_PEERS, Choice, possible
from indicators.present.compare_strip import strip
from pages import _choices, _figure, _shell

words, catalogue = _shell.enter("compare"), _shell.monitor().catalogue
choices = _shell.comparable()
head = st.container()
names = {name: catalogue.label("indicator", name, words.language) for name in choices}
left, right = st.columns([3, 2])
with left:
    indicator = _shell.pick(
        words, "compare.indicator", list(names), names.__getitem__, "indicator", default="unemployment_rate"
    )
with right:
    group = _shell.pick(words, "compare.group", choices[indicator], lambda name: words.group(catalogue, name), "group")
views = _shell.comparison(indicator, group)
head.html(present.head(views, catalogue, words))
cities = {area.slug: area for area in catalogue.cities}
slugs = {slug: area.name.in_language(words.language) for slug, area in cities.items()}
row, more = st.container(horizontal=True), st.container(horizontal=True)
with row:
    focus = cities[_shell.pick(words, "compare.city", list(slugs), slugs.__getitem__, "city", is_short=True)].area
with more:
    choice = Choice("level", focus, peers=_choices.pick_peers(views, MOST_PEERS, words))
with row:
    looks = possible(views, choice, [name for name in choices if name != indicator])
    choice = _choices.pick_look(views, choice, looks, words)
with more:
    choice = _choices.pick_years(views, choice, words)
if choice.view == "pair":
    with more:
        others = _choices.pick_other(choices, views, choice, names, words)
    st.html(pair.cautions(views, others, choice, catalogue, words))
    _figure.figure(pair.figure(views, others, choice, catalogue, words), words, name=f"{indicator}-{others[0].indicator.id}")
else:
    if cautions := present.cautions(views, choice, catalogue, words):
        st.html(cautions)
    _figure.figure(
        present.figure(views, choice, catalogue, words), words, name=f"{indicator}-{group}",
        csv=(lambda: present.csv_table(views, choice, words)) if choice.view == "level" else None,
    )  # fmt: skip
apart = st.container()
axis = _shell.pick(words, "panels.axis", ["shared", "own"], lambda name: words(f"panels.axis_{name}"), "axis", is_short=True)
apart.html(panels(views, choice, catalogue, words, is_shared=axis == "shared"))
if distribution := strip(views, choice, catalogue, words):
    st.html(distribution)
st.html(present.latest(views, choice, catalogue, words))
