"""Keeping goals, states, measures and comments: fill in, see what would change, say why, store."""

from typing import cast

import streamlit as st

from indicators import monitor as ask
from indicators.catalogue.kept import Kind
from indicators.errors import Fault
from indicators.present import html
from indicators.present import upkeep as present
from pages import _forms, _person, _shell

words, monitor = _shell.enter("upkeep"), _shell.monitor()
catalogue, who = ask.current_catalogue(monitor), _person.actor()


def keep(preview: ask.RecordPreview) -> None:
    """Store what was previewed; what is refused is told on the page."""
    try:
        batch = ask.commit_record(
            monitor, preview, reason=st.session_state["upkeep-reason"], actor=_person.actor(), now=_shell.now()
        )  # fmt: skip
        st.session_state["upkeep-said"] = words("upkeep.kept", batch=batch)
        discard()
    except Fault as fault:
        st.session_state["upkeep-refused"] = words.fault(fault)


def discard() -> None:
    st.session_state.pop("upkeep-preview", None)


st.html(html.render("lead.html", title=words("nav.upkeep"), text=words("upkeep.lead"), stand=""))
if said := st.session_state.pop("upkeep-said", ""):
    st.success(said)
if refused := st.session_state.pop("upkeep-refused", ""):
    st.error(_shell.plain(refused))
for sentence in present.unfit({f"{one.kind}/{one.id}": str(fault) for one, fault in ask.unfit(monitor)}, words):
    st.warning(_shell.plain(sentence))
left, middle, right = st.columns(3)
areas = {catalogue.areas[document.area].slug: document.area for document in catalogue.documents.values()}
with left:
    city = _shell.pick(
        words, "overview.city", list(areas), lambda slug: catalogue.label("area", areas[slug], words.language), "city"
    )
with middle:
    kinds: dict[str, str] = {name: words(f"upkeep.kind_{name}") for name in ask.KINDS}
    kind = cast(Kind, _shell.pick(words, "upkeep.kind", ask.KINDS, kinds.__getitem__, "kind"))
with right:
    offered = ask.entries(monitor, kind, areas[city], today=_shell.today())
    names = {one: present.entry_name(one, catalogue, ask.measures(monitor), words) for one in offered}
    entry = _shell.pick(words, f"upkeep.pick_{kind}", list(names), names.__getitem__, "entry")
identifier, content = ask.draft(monitor, kind, areas[city], entry, who=who, today=_shell.today())
if who is None:
    st.html(present.content(content, words))
    st.caption(words("upkeep.sign_in"))
    st.page_link("pages/account.py", label=words("account.sign_in"))
else:
    with st.form(f"form-{kind}-{identifier}"):
        form = _forms.Form(words, catalogue, f"{kind}-{identifier}-{monitor.store.head()}")
        wanted = _forms.draw(_forms.FIELDS[kind], content, form)
        if st.form_submit_button(words("upkeep.preview"), type="primary"):
            discard()
            try:
                st.session_state["upkeep-preview"] = ask.prepare_record(
                    monitor, kind, identifier, wanted, actor=who, today=_shell.today()
                )  # fmt: skip
            except Fault as fault:
                st.error(_shell.plain(words.fault(fault)))
preview = st.session_state.get("upkeep-preview")
if who is not None and preview is not None and (preview.record.kind, preview.record.id) == (kind, identifier):
    st.html(present.differences(preview.changes, words))
    st.html(present.verdicts(preview.verdicts, catalogue, words))
    st.text_input(words("history.reason"), key="upkeep-reason")
    with st.container(horizontal=True):
        st.button(words("upkeep.keep"), type="primary", on_click=keep, args=(preview,), key="keep")
        st.button(words("upkeep.discard"), on_click=discard, key="discard")
st.html(present.versions(ask.versions(monitor, kind, identifier), words))
