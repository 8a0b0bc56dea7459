"""The choices of the comparison: peers, the way of looking, its years, the second indicator. Each stands in the address."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from indicators.period import Period
from indicators.present import compare_pair, compare_shown
from indicators.present.compare_shown import Choice, View, Views
from indicators.present.views import SeriesView
from indicators.present.words import Words
from pages import _shell


def pick_peers(views: Views, most: int, words: Words) -> tuple[str, ...]:
    """Districts instead of the other cities; asked only where districts have figures."""
    known = {view.area.area: view.area.name.in_language(words.language) for view in views if view.area.kind == "district"}
    if not known:
        return ()
    if "peers" not in st.session_state:
        asked = st.query_params.get("peers", "").split(",")
        st.session_state["peers"] = [key for key in asked if key in known][:most]
    chosen = st.multiselect(
        words("compared.peers", most=most), list(known), key="peers", max_selections=most, on_change=_remember_peers,
        format_func=known.__getitem__, placeholder=words("compared.search"),
    )  # fmt: skip
    return tuple(chosen)


def _remember_peers() -> None:
    if st.session_state["peers"]:
        st.query_params["peers"] = ",".join(st.session_state["peers"])
    else:
        st.query_params.pop("peers", None)


def pick_look(views: Views, choice: Choice, looks: Sequence[View], words: Words) -> Choice:
    """The way of looking."""
    look = _shell.pick(words, "compared.view", looks, lambda name: words(f"compared.view_{name}"), "view", is_short=True)
    return replace(choice, view=next(known for known in looks if known == look))


def pick_years(views: Views, choice: Choice, words: Words) -> Choice:
    """The years it needs: where an index or a pair starts, where a slope starts and ends."""
    periods = {str(period): period for period in compare_shown.common(views, choice)}
    if choice.view not in ("index", "slope", "pair") or len(periods) < 2:
        return choice
    is_pair, known = choice.view == "pair", tuple(periods.values())
    first = compare_shown.recent(known) if is_pair else compare_shown.first_alike(views, choice)
    base = _pick_period("base", list(periods)[:-1], str(first), periods, views[0], words)
    if choice.view != "slope":
        return replace(choice, base=base)
    later = [name for name, period in periods.items() if period > base]
    return replace(choice, base=base, end=_pick_period("end", later, later[-1], periods, views[0], words))


def _pick_period(
    key: str, options: Sequence[str], default: str, periods: Mapping[str, Period], view: SeriesView, words: Words
) -> Period:  # fmt: skip
    def told(name: str) -> str:
        return words.period(periods[name], view.indicator)

    if key not in st.query_params:  # the default of the indicator before is no choice
        st.session_state.pop(key, None)
    return periods[_shell.pick(words, f"compared.{key}", options, told, key, default=default)]


def pick_other(
    choices: Mapping[str, Sequence[str]], views: Views, choice: Choice, names: Mapping[str, str], words: Words
) -> tuple[str, str]:  # fmt: skip
    """The second indicator and its group, the same where it has one."""
    indicator, group = views[0].indicator, views[0].group
    options = [name for name in choices if name != indicator.id]
    alike = [_shell.comparison(name, group) for name in options if group in choices[name]]
    default = compare_pair.partner(views, alike, choice)
    other = _shell.pick(words, "pair.other", options, names.__getitem__, "other", default=default)
    return other, group if group in choices[other] else choices[other][0]
