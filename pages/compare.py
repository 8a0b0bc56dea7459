"""One indicator for the four cities, their Länder and Germany: lines, small pictures on one axis, latest values."""

import streamlit as st

from indicators.present import compare as present
from pages import _figure, _shell

words, catalogue = _shell.enter("compare"), _shell.monitor().catalogue
choices = _shell.comparable()
head = st.container()
left, middle, right = st.columns(3)
cities = {area.slug: area for area in catalogue.cities}
with left:
    names = {name: catalogue.label("indicator", name, words.language) for name in choices}
    indicator = _shell.pick(
        words, "compare.indicator", list(names), names.__getitem__, "indicator", default="unemployment_rate"
    )
with middle:
    group = _shell.pick(words, "compare.group", choices[indicator], lambda name: words.group(catalogue, name), "group")
with right:
    slugs = {slug: area.name.in_language(words.language) for slug, area in cities.items()}
    focus = cities[_shell.pick(words, "compare.city", list(slugs), slugs.__getitem__, "city")]
views = _shell.comparison(indicator, group)
head.html(present.head(views, catalogue, words))
_figure.figure(
    present.figure(views, focus.area, catalogue, words), words,
    csv=lambda: present.csv_table(views, words),
    name=f"{indicator}-{group}",
)  # fmt: skip
st.html(present.panels(views, catalogue, words))
st.html(present.latest(views, catalogue, words))
