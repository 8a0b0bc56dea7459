"""Signing in and out. Reading needs no account; whoever changes figures says who they are."""

import streamlit as st

from indicators.errors import Forbidden
from indicators.present import account as present
from indicators.present import upload
from pages import _person, _shell

words, catalogue = _shell.enter("account"), _shell.monitor().catalogue


def try_to_sign_in() -> None:
    try:
        _person.sign_in(st.session_state["account-name"].strip(), st.session_state["account-password"])
    except Forbidden as refused:
        st.session_state["account-refused"] = refused
    st.session_state["account-password"] = ""


who = _person.actor()
if who is None:
    st.html(present.invitation(words))
    if (refused := st.session_state.pop("account-refused", None)) is not None:
        st.html(upload.refused(words.fault(refused)))
    with st.form("account", border=False, width=420):
        st.text_input(words("account.name"), key="account-name", autocomplete="username")
        st.text_input(words("account.password"), key="account-password", type="password", autocomplete="current-password")
        st.form_submit_button(words("account.sign_in"), type="primary", on_click=try_to_sign_in)
    if _person.lacks_rights():
        st.html(upload.refused(words("account.no_rights")))
        st.button(words("account.sign_out"), on_click=_person.sign_out)
    elif _person.has_provider():
        st.button(words("account.provider"), on_click=st.login)
else:
    _shell.name_tab(words, words("account.title_signed_in"))
    st.html(present.person(who.name, who.role, who.areas, catalogue, words))
    for name in ("upload", "missing", "upkeep"):
        st.page_link(f"pages/{name}.py", label=words(f"nav.{name}"))
    st.button(words("account.sign_out"), on_click=_person.sign_out)
