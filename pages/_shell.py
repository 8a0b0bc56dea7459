"""The only shared Streamlit code: what every page needs around it, pickers, and the figure block."""

import gc
import importlib
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime

import streamlit as st
from streamlit.navigation.page import Page as StreamlitPage

from indicators import monitor as ask
from indicators.assess.assessment import RULE_VERSION
from indicators.errors import Fault
from indicators.monitor import Monitor
from indicators.present import cite, frame, html, look
from indicators.present.earlier import EarlierView, SinceView
from indicators.present.effort import EffortView
from indicators.present.missing import Expected
from indicators.present.views import GoalView, SeriesView
from indicators.present.words import LANGUAGES, Language, Words
from indicators.present.words import words as words_in
from indicators.store import Actor

# Keys of `pick`, in addresses and in the session. Carried ones are dropped in silence where the next indicator lacks them.
_CARRIED = ("group", "entry", "view", "base", "end", "other")
_CHOICES = ("city", "verdict", "indicator", "goal", "kind", "axis", "peers", "report", "chapter", *_CARRIED)
PAGES = (frame.HOME, "goal", "gaps", "compare", "groups", "measures", "report", "missing", "upload", "upkeep", "account")
CITED = ("overview", "goal", "gaps", "compare", "groups", "measures")  # pages that can show what was known at an instant
WORK = ("missing", "upload", "upkeep")  # in the navigation of whoever is signed in
HIDDEN = ("provenance", "teach")  # pages that others lead to
FOOTER = (
    "sources",
    "method",
    "glossary",
    "differences",
    "missing",
    "history",
    "accessibility",
    "privacy",
)  # what the end of every page leads to
_MARKUP = re.compile(r"[\\\[<$`]")
_LINKED = re.compile(r"https?:(?=//)|www(?=\.)", re.IGNORECASE)  # a word joiner behind it keeps it a text


def begin() -> Words:
    """Page configuration, language, stylesheet."""
    st.set_page_config(page_icon="static/icon.png", layout="wide")
    words = words_in(_language())
    st.html(_stylesheet(words.language))
    return words


def _language() -> Language:
    """What the address asks for, else what this visit has been in; it stands in the address, so that a copied one is alike.

    Chosen by a link: the browser would load a widget's code on every first visit for what hardly anybody ever changes.
    """
    asked = st.query_params.get("lang", st.session_state.get("lang"))
    language = next((known for known in LANGUAGES if known == asked), LANGUAGES[0])
    st.session_state["lang"] = language
    if language == LANGUAGES[0]:
        st.query_params.pop("lang", None)
    elif st.query_params.get("lang") != language:
        st.query_params["lang"] = language
    return language


def open_store(words: Words) -> bool:
    """Open catalogue and store, or say in one sentence why they cannot be."""
    try:
        monitor()
    except Fault as fault:
        st.error(words.fault(fault))
        return False
    return True


def enter(page: str) -> Words:
    """The language of this visit; every page asks for it first. What was chosen on another page stays there."""
    if "lang" not in st.session_state:
        _enter_by_the_front_door()
    if st.session_state.get("page", page) != page:
        for key in (*_CHOICES, "done", "told"):
            st.session_state.pop(key, None)
    st.session_state["page"] = page
    words = words_in(st.session_state["lang"])
    name_tab(words, words(f"nav.{page}"))
    if (moment := as_of()) is not None:
        rest = {key: value for key, value in st.query_params.items() if key not in ("as_of", "rules", "lang")}
        here = html.link("" if page == frame.HOME else page, words.language, **rest)
        st.html(cite.banner(moment, st.query_params.get("rules", ""), RULE_VERSION, here, words))
    return words


def name_tab(words: Words, title: str) -> None:
    """What the browser's tab, its history and a bookmark say."""
    st.set_page_config(page_title=words("shell.title", page=title))


def _enter_by_the_front_door() -> None:
    """Streamlit takes a folder `pages` for its old kind of multipage app until st.navigation has run once in the process.

    The first visitor of a fresh server who follows a deep link would get the bare page without dashboard.py. Calling
    st.navigation ends the old mode; the rerun then begins at dashboard.py with the same address.
    """
    st.navigation(navigation(words_in("de")), position="hidden")
    st.rerun()


def navigation(words: Words, who: Actor | None = None) -> list[StreamlitPage]:
    """Every page there is; the first is the home page."""
    titles = {name: words(f"nav.{name}") for name in (*PAGES, *HIDDEN, *FOOTER)} | offered(words, who)
    return [st.Page(f"pages/{name}.py", title=title, default=name == frame.HOME) for name, title in titles.items()]


def offered(words: Words, who: Actor | None) -> dict[str, str]:
    """Names and titles in the order of the navigation. Readers are not offered what they may not do."""
    titles = {name: words(f"nav.{name}") for name in PAGES if who is not None or name not in WORK}
    return titles if who is None else titles | {"account": words("account.nav_signed_in")}


@st.cache_resource
def monitor() -> Monitor:
    """Catalogue and store, opened once a process."""
    opened = ask.open_monitor(ask.data_folder(), now=now())
    # Streamlit searches the whole heap for garbage after every run, the largest cost on the server. What lives as long
    # as the process is taken out of that search once; memory of the runs themselves is collected as before.
    importlib.import_module("plotly.graph_objects")
    gc.collect()
    gc.freeze()
    return opened


@st.cache_resource
def _stylesheet(language: Language) -> str:
    """Streamlit writes some texts of its own in English only; the style sheet puts others in their place."""
    return html.stylesheet(words_in(language))


def pick(
    words: Words, label: str, options: Sequence[str], name: Callable[[str], str], key: str, default: str = "", *,
    is_short: bool = False,
) -> str:  # fmt: skip
    """A select box over ids whose choice stands in the address as `?key=id`, the same in every language.

    is_short   all options stand side by side instead

    Streamlit's own binding writes the label instead of the id: such an address dies with the next better wording.
    """
    home = default if default in options else options[0]
    asked = st.session_state.get(key, st.query_params.get(key))
    st.session_state[key] = asked if asked in options else home
    if asked is not None and asked not in options:
        st.query_params.pop(key, None)
        if key not in _CARRIED:
            st.warning(plain(words("shell.unknown", found=asked, shown=name(home))))
    if is_short:
        chosen = st.segmented_control(
            words(label), options, key=key, format_func=name, on_change=_remember, args=(key, home), required=True
        )
        return chosen or home
    return st.selectbox(words(label), options, key=key, format_func=name, on_change=_remember, args=(key, home))


def _remember(key: str, default: str) -> None:
    if st.session_state[key] == default:
        st.query_params.pop(key, None)
    else:
        st.query_params[key] = st.session_state[key]


# What is computed is frozen, so all visitors share it; a new state of the store makes new entries.
@st.cache_resource(max_entries=4, show_spinner=False)
def _goals(head: int, day: date, moment: datetime | None) -> tuple[GoalView, ...]:
    return ask.goals(monitor(), today=day, as_of=moment)


def goals() -> tuple[GoalView, ...]:
    """Every goal with its verdict; computed once for each state of the store and day."""
    return _goals(monitor().store.head(), today(), as_of())


@st.cache_resource(max_entries=128, show_spinner=False)
def _effort(head: int, day: date, moment: datetime | None, goal: str) -> EffortView:
    return ask.effort(monitor(), goal, today=day, as_of=moment)


def effort(goal: str) -> EffortView:
    """What a goal would take, and what would change its verdict."""
    return _effort(monitor().store.head(), today(), as_of(), goal)


@st.cache_resource(max_entries=128, show_spinner=False)
def _earlier(head: int, day: date, moment: datetime | None, goal: str) -> EarlierView:
    return ask.earlier_verdicts(monitor(), goal, today=day, as_of=moment)


def earlier(goal: str) -> EarlierView:
    """What a goal was called at the end of each earlier year."""
    return _earlier(monitor().store.head(), today(), as_of(), goal)


@st.cache_resource(max_entries=4, show_spinner=False)
def _changes(head: int, day: date) -> Mapping[str, SinceView]:
    since = ask.before_latest_release(monitor())
    return ask.all_changes_since(monitor(), since=since, today=day) if since is not None else {}


def changes() -> Mapping[str, SinceView]:
    """What the newest release changed, goal by goal."""
    return _changes(monitor().store.head(), today())


@st.cache_resource(max_entries=4, show_spinner=False)
def _missing(head: int, day: date) -> Sequence[Expected]:
    return ask.missing(monitor(), today=day)


def missing() -> Sequence[Expected]:
    """What of which city is due."""
    return _missing(monitor().store.head(), today())


def plain(text: str) -> str:
    """A sentence that quotes an address or a file, for Streamlit's Markdown: no link, picture or colour comes of it."""
    return _LINKED.sub("\\g<0>\u2060", _MARKUP.sub(r"\\\g<0>", text))


def now() -> datetime:
    return datetime.now(UTC)


def as_of() -> datetime | None:
    """The instant that a cited address asks for, on pages that can show it; None shows what is known now."""
    is_cited = st.session_state.get("page") in CITED
    return cite.parse_moment(st.query_params.get("as_of", "")) if is_cited else None


def today() -> date:
    return (as_of() or now()).date()


def mode() -> look.Mode:
    return "dark" if st.context.theme.type == "dark" else "light"


@st.cache_resource(max_entries=256, show_spinner=False)
def _series(head: int, area: str, indicator: str, group: str, moment: datetime | None) -> SeriesView:
    return ask.series(monitor(), area, indicator, group, as_of=moment)


def series(area: str, indicator: str, group: str) -> SeriesView:
    return _series(monitor().store.head(), area, indicator, group, as_of())


@st.cache_resource(max_entries=64, show_spinner=False)
def _comparison(head: int, indicator: str, group: str, moment: datetime | None) -> tuple[SeriesView, ...]:
    return ask.comparison(monitor(), indicator, group, as_of=moment)


def comparison(indicator: str, group: str) -> tuple[SeriesView, ...]:
    return _comparison(monitor().store.head(), indicator, group, as_of())


@st.cache_resource(max_entries=2, show_spinner=False)
def _comparable(head: int) -> Mapping[str, Sequence[str]]:
    return ask.comparable_indicators(monitor())


def comparable() -> Mapping[str, Sequence[str]]:
    """Indicators and their groups with figures for at least two cities."""
    return _comparable(monitor().store.head())
