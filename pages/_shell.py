"""The only shared Streamlit code: what every page needs around it, pickers, and the figure block."""

import gc
import importlib
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import partial

import streamlit as st
from streamlit.navigation.page import Page as StreamlitPage

from indicators import monitor as ask
from indicators.errors import Fault
from indicators.monitor import Monitor
from indicators.present import account, html, look
from indicators.present.earlier import EarlierView
from indicators.present.effort import EffortView
from indicators.present.views import GoalView, SeriesView
from indicators.present.words import LANGUAGES, Language, Words
from indicators.present.words import words as words_in
from indicators.store import Actor
from indicators.store.accounts import SESSION

_CHOICES = ("city", "verdict", "indicator", "goal", "group", "kind", "entry")  # keys of `pick`, in addresses and in the session
_CARRIED = ("group", "entry")  # a choice that is dropped in silence where the next indicator does not have it
PAGES = ("overview", "goal", "compare", "groups", "missing", "upload", "upkeep", "history", "method", "sources", "account")
HIDDEN = ("provenance", "teach")  # pages that others lead to
_COOKIE = "zielmonitor"
_MARKUP = re.compile(r"[\\\[<$`]")
_LINKED = re.compile(r"https?:(?=//)|www(?=\.)", re.IGNORECASE)  # a word joiner behind it keeps it a text
_STAYS = ("lang", "page", "drops")  # in a session whose person changes


def begin() -> Words:
    """Page configuration, language switch, stylesheet."""
    st.set_page_config(page_icon="static/icon.png", layout="wide")
    with st.container(horizontal=True, horizontal_alignment="right"):
        language: Language = st.segmented_control(
            "Sprache / Language", LANGUAGES, default="de", key="lang", bind="query-params", required=True,
            label_visibility="collapsed",
        )  # fmt: skip
    st.html(f"<script>document.documentElement.lang='{language}'</script>", unsafe_allow_javascript=True)
    _write_cookie()
    st.html(_stylesheet(language))
    return words_in(language)


def open_store(words: Words) -> None:
    """Open catalogue and store, or stop with one sentence. Asked for after st.navigation, without which a stopped
    run would leave Streamlit in its old multipage mode."""
    try:
        monitor()
    except Fault as fault:
        st.error(words.fault(fault))
        st.stop()


def enter(page: str) -> Words:
    """The language of this visit; every page asks for it first. What was chosen on another page stays there."""
    if "lang" not in st.session_state:
        _enter_by_the_front_door()
    if st.session_state.get("page", page) != page:
        for key in _CHOICES:
            st.session_state.pop(key, None)
    st.session_state["page"] = page
    words = words_in(st.session_state["lang"])
    name_tab(words, words(f"nav.{page}"))
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
    """The pages, in the order of the navigation; the first is the home page."""
    titles = {name: words(f"nav.{name}") for name in (*PAGES, *HIDDEN)}
    if who is not None:
        titles["account"] = words("account.nav_signed_in")
    return [
        st.Page(f"pages/{name}.py", title=title, default=name == PAGES[0], visibility="hidden" if name in HIDDEN else "visible")
        for name, title in titles.items()
    ]


# -- who is signed in


def actor() -> Actor | None:
    """Who is signed in, asked of the store in every run; None for a reader, and where no store can be opened."""
    try:
        store = monitor().store
    except Fault:
        return None
    if has_provider() and st.user.get("is_logged_in"):
        return store.actor_of_claims(st.user.to_dict(), now(), ask.claim_rules())
    ticket = _ticket()
    return store.actor_of_session(ticket, now()) if ticket else None


def name_person(who: Actor | None, words: Words) -> None:
    """The quiet line above every page: who is signed in, and as what."""
    if who is not None:
        st.html(account.line(who.name, who.role, who.areas, monitor().catalogue, words))


def has_provider() -> bool:
    """Whether this installation lets people sign in through a provider of its own (`[auth]` in the secrets)."""
    return st.secrets.load_if_toml_exists() and "auth" in st.secrets


def sign_in(name: str, password: str) -> None:
    """Begin a session that survives a reload.

    raises   Forbidden
    """
    store, at = monitor().store, now()
    person = store.sign_in(name, password, at)
    _forget_person()
    st.session_state["ticket"] = st.session_state["cookie"] = store.open_session(person.name, at)


def sign_out() -> None:
    """End the session; the file and the previews of who was here are not for who comes next."""
    if ticket := _ticket():
        monitor().store.close_session(ticket, now())
    _forget_person()
    st.session_state["ticket"] = st.session_state["cookie"] = ""
    if has_provider() and st.user.get("is_logged_in"):
        st.logout()


def _forget_person() -> None:
    for key in [key for key in st.session_state if key not in _STAYS]:
        del st.session_state[key]
    st.session_state["drops"] = st.session_state.get("drops", 0) + 1


def lacks_rights() -> bool:
    """Whether somebody came through the provider whom nobody here gave a right."""
    return has_provider() and bool(st.user.get("is_logged_in")) and actor() is None


def _ticket() -> str:
    """The random token of this session. A cookie is seen only by connections made after it was written."""
    return str(st.session_state.get("ticket", st.context.cookies.get(_COOKIE, "")))


def _write_cookie() -> None:
    """Let the browser keep the token, or forget it, once after signing in or out.

    Streamlit cannot send a cookie with an answer, so a script writes it; no other site ever gets or sends it.
    """
    ticket = st.session_state.pop("cookie", None)
    if ticket is not None:
        age = int(SESSION.total_seconds()) if ticket else 0
        st.html(
            f"<script>document.cookie = '{_COOKIE}={ticket}; Path=/; Max-Age={age}; SameSite=Strict'"
            " + (location.protocol === 'https:' ? '; Secure' : '')</script>",
            unsafe_allow_javascript=True,
        )


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
    are_few: bool = False,
) -> str:  # fmt: skip
    """A select box (of a few: buttons) over ids whose choice stands in the address as `?key=id`, the same in every language.

    Streamlit's own binding writes the label instead of the id: such an address dies with the next better wording.
    """
    home = default if default in options else options[0]
    asked = st.session_state.get(key, st.query_params.get(key))
    st.session_state[key] = asked if asked in options else home
    if asked is not None and asked not in options:
        st.query_params.pop(key, None)
        if key not in _CARRIED:
            st.warning(plain(words("shell.unknown", found=asked, shown=name(home))))
    box = partial(st.segmented_control, required=True) if are_few else st.selectbox
    return box(words(label), options, key=key, format_func=name, on_change=_remember, args=(key, home))


def _remember(key: str, default: str) -> None:
    if st.session_state[key] == default:
        st.query_params.pop(key, None)
    else:
        st.query_params[key] = st.session_state[key]


# What is computed is frozen, so all visitors share it; a new state of the store makes new entries.
@st.cache_resource(max_entries=4, show_spinner=False)
def _goals(head: int, day: date) -> tuple[GoalView, ...]:
    return ask.goals(monitor(), today=day)


def goals() -> tuple[GoalView, ...]:
    """Every goal with its verdict; computed once for each state of the store and day."""
    return _goals(monitor().store.head(), today())


@st.cache_resource(max_entries=128, show_spinner=False)
def _effort(head: int, day: date, goal: str) -> EffortView:
    return ask.effort(monitor(), goal, today=day)


def effort(goal: str) -> EffortView:
    """What a goal would take, and what would change its verdict."""
    return _effort(monitor().store.head(), today(), goal)


@st.cache_resource(max_entries=128, show_spinner=False)
def _earlier(head: int, day: date, goal: str) -> EarlierView:
    return ask.earlier_verdicts(monitor(), goal, today=day)


def earlier(goal: str) -> EarlierView:
    """What a goal was called at the end of each earlier year."""
    return _earlier(monitor().store.head(), today(), goal)


def plain(text: str) -> str:
    """A sentence that quotes an address or a file, for Streamlit's Markdown: no link, picture or colour comes of it."""
    return _LINKED.sub("\\g<0>\u2060", _MARKUP.sub(r"\\\g<0>", text))


def now() -> datetime:
    return datetime.now(UTC)


def today() -> date:
    return now().date()


def mode() -> look.Mode:
    return "dark" if st.context.theme.type == "dark" else "light"


@st.cache_resource(max_entries=256, show_spinner=False)
def _series(head: int, area: str, indicator: str, group: str) -> SeriesView:
    return ask.series(monitor(), area, indicator, group)


def series(area: str, indicator: str, group: str) -> SeriesView:
    return _series(monitor().store.head(), area, indicator, group)


@st.cache_resource(max_entries=64, show_spinner=False)
def _comparison(head: int, indicator: str, group: str) -> tuple[SeriesView, ...]:
    return ask.comparison(monitor(), indicator, group)


def comparison(indicator: str, group: str) -> tuple[SeriesView, ...]:
    return _comparison(monitor().store.head(), indicator, group)


@st.cache_resource(max_entries=2, show_spinner=False)
def _comparable(head: int) -> Mapping[str, Sequence[str]]:
    return ask.comparable_indicators(monitor())


def comparable() -> Mapping[str, Sequence[str]]:
    """Indicators and their groups with figures for at least two cities."""
    return _comparable(monitor().store.head())
