"""What came in and what it changed, taking it back, and who did what when."""

import streamlit as st

from indicators import monitor as ask
from indicators.errors import Fault
from indicators.present import history as present
from indicators.present import html, upkeep
from pages import _figure, _frame, _person, _shell

_A_PAGE, _DIGITS = 50, 10
words, monitor = _shell.enter("history"), _shell.monitor()
catalogue, who = ask.current_catalogue(monitor), _person.actor()


def act(do: str, batch: int) -> None:
    """Withdraw or approve; what is refused is told on the page."""
    now, reason, person = _shell.now(), st.session_state.get(f"reason-{batch}", ""), _person.actor()
    try:
        if do == "withdraw":
            ask.withdraw(monitor, batch, reason=reason, actor=person, now=now)
        else:
            ask.approve(monitor, batch, actor=person, now=now)
        st.session_state["history-said"] = words(f"history.done_{do}", batch=batch)
    except Fault as fault:
        st.session_state["history-refused"] = words.fault(fault)


@st.dialog(words("history.withdraw"))
def ask_for_withdrawal(one: present.BatchView) -> None:
    st.html(present.withdrawal(one, words))
    changes = ask.verdicts_if_withdrawn(monitor, one.batch, now=_shell.now())
    st.html(upkeep.verdicts(changes, catalogue, words))
    st.text_area(words("history.why"), key=f"reason-{one.batch}")
    if st.button(words("history.withdraw"), type="primary", on_click=act, args=("withdraw", one.batch), key="really-withdraw"):
        st.rerun()  # the click ran the dialog alone; it closes when the page runs


def one_batch(number: str) -> bool:
    try:
        one, changes = ask.delivery(monitor, int(number) if number.isdecimal() and len(number) < _DIGITS else 0, who)
    except Fault as fault:
        st.error(_shell.plain(words.fault(fault)))
        return False
    st.html(present.batch(one, changes, catalogue, words))
    if kept := ask.kept_in(monitor, one.batch):
        st.html(upkeep.differences(kept, words))
    with st.container(horizontal=True):
        _figure.original(one.sha256, one.file_name, words)
        if who is not None and one.standing != "withdrawn" and st.button(words("history.withdraw"), key="withdraw"):
            ask_for_withdrawal(one)
        if who is not None and one.standing == "draft":
            st.button(words("history.approve"), key="approve", on_click=act, args=("approve", one.batch), type="primary")
    return True


def pages_of(entries: list[present.LogEntry]) -> list[present.LogEntry]:
    last = max(1, -(-len(entries) // _A_PAGE))
    page = st.number_input(words("history.page", last=last), 1, last, key="log-page") if last > 1 else 1
    return entries[(int(page) - 1) * _A_PAGE : int(page) * _A_PAGE]


st.html(html.render("lead.html", title=words("nav.history"), text=words("history.lead"), stand=""))
if said := st.session_state.pop("history-said", ""):
    st.success(said)
if refused := st.session_state.pop("history-refused", ""):
    st.error(_shell.plain(refused))
if (number := st.query_params.get("batch", "")) and one_batch(number):
    _frame.end(words)
st.html(present.batches(ask.deliveries(monitor, who), words))
entries, count, broken = ask.log(monitor, who)
st.html(present.chain(count, broken, words, hidden=count - len(entries)))
with st.container(horizontal=True):
    people = sorted({entry.actor for entry in entries})
    names = {"": words("history.all")} | {name: present.action(name, words) for name in sorted({e.action for e in entries})}
    person = st.selectbox(words("history.actor"), ["", *people], format_func=lambda name: name or words("history.all"))
    done = st.selectbox(words("history.action"), list(names), format_func=names.__getitem__)
st.html(present.log(pages_of([e for e in entries if person in ("", e.actor) and done in ("", e.action)]), words))
