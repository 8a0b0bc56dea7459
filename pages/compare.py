"""One indicator for several areas: as it is, indexed, as change, as distance to the Land, between two years, or in a pair."""

from datetime import datetime

import streamlit as st

from indicators.present import compare as present
from indicators.present.compare_drawn import Drawn, draw
from indicators.present.compare_shown import MOST_PEERS, Choice, possible
from indicators.present.words import Language
from indicators.present.words import words as words_in
from pages import _choices, _figure, _shell


@st.cache_resource(max_entries=128, show_spinner=False)
def drawn(
    head: int, moment: datetime | None, language: Language, series: tuple[str, str], other: tuple[str, str] | None,
    choice: Choice,
) -> Drawn:  # fmt: skip
    """What a choice shows; computed once for each state of the store, and the same for every visitor."""
    views, others = (_shell.comparison(*key) if key else () for key in (series, other))
    return draw(views, others, choice, _shell.monitor().catalogue, words_in(language))


words, catalogue = _shell.enter("compare"), _shell.monitor().catalogue


@st.fragment
def body() -> None:
    """All but what stands around every page: of a choice only this is drawn anew."""
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
    other = None
    with more:
        choice = _choices.pick_years(views, choice, words)
        if choice.view == "pair":
            other = _choices.pick_other(choices, views, choice, names, words)
    shown = drawn(_shell.monitor().store.head(), _shell.as_of(), words.language, (indicator, group), other, choice)
    if shown.cautions:
        st.html(shown.cautions)
    _figure.figure(
        shown.spec, words, name=f"{indicator}-{other[0] if other else group}",
        csv=(lambda: present.csv_table(views, choice, words)) if choice.view == "level" else None,
    )  # fmt: skip
    apart = st.container()
    axis = _shell.pick(
        words, "panels.axis", ["shared", "own"], lambda name: words(f"panels.axis_{name}"), "axis", is_short=True
    )
    apart.html(shown.panels[axis])
    if shown.rest:
        st.html(shown.rest)


body()
