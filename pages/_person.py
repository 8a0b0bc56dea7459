"""Who is signed in, signing in and out, and the cookie that keeps a session over a reload."""

import streamlit as st

from indicators import monitor as ask
from indicators.errors import Fault
from indicators.present import account
from indicators.present.words import Words
from indicators.store import Actor
from indicators.store.accounts import SESSION
from pages import _shell

_COOKIE = "zielmonitor"
_STAYS = ("lang", "page", "drops")  # in a session whose person changes


def actor() -> Actor | None:
    """Who is signed in, asked of the store in every run; None for a reader, and where no store can be opened."""
    try:
        store = _shell.monitor().store
    except Fault:
        return None
    if has_provider() and st.user.get("is_logged_in"):
        return store.actor_of_claims(st.user.to_dict(), _shell.now(), ask.claim_rules())
    ticket = _ticket()
    return store.actor_of_session(ticket, _shell.now()) if ticket else None


def name_person(who: Actor | None, words: Words) -> None:
    """The quiet line above every page: who is signed in, and as what."""
    if who is not None:
        st.html(account.line(who.name, who.role, who.areas, _shell.monitor().catalogue, words))


def has_provider() -> bool:
    """Whether this installation lets people sign in through a provider of its own (`[auth]` in the secrets)."""
    return st.secrets.load_if_toml_exists() and "auth" in st.secrets


def sign_in(name: str, password: str) -> None:
    """Begin a session that survives a reload.

    raises   Forbidden
    """
    store, at = _shell.monitor().store, _shell.now()
    person = store.sign_in(name, password, at)
    _forget_person()
    st.session_state["ticket"] = st.session_state["cookie"] = store.open_session(person.name, at)


def sign_out() -> None:
    """End the session; the file and the previews of who was here are not for who comes next."""
    if ticket := _ticket():
        _shell.monitor().store.close_session(ticket, _shell.now())
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


def write_cookie() -> None:
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
