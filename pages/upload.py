"""A file dropped, looked at and brought in: what it was recognised as, what is wrong with it, what it would change."""

from dataclasses import asdict

import streamlit as st

from indicators import monitor as ask
from indicators.monitor import Preview
from indicators.present import changes
from indicators.present import upload as present
from pages import _file, _frame, _person, _shell

words, monitor = _shell.enter("upload"), _shell.monitor()
catalogue, who, state = monitor.catalogue, _person.actor(), st.session_state


if who is None:
    st.html(present.for_readers(words))
    st.page_link("pages/account.py", label=words("account.sign_in"))
    _frame.end(words)
st.html(present.head(words))
_file.helps(who, words)
file = _file.drop_zone(words)
_file.tell_what_became(words)
if file is None:
    _frame.end(words)
preview = _file.preview(file, who, words)
_file.tell_what_was_refused(words)
if (found := preview.reading.recognised) is not None:
    st.html(present.recognised(file.name, **asdict(found), catalogue=catalogue, words=words))
if _file.ask_more(preview, words):
    _frame.end(words)
if preview.outcome == "rejected":
    st.html(present.errors(preview.issues, words))
    _frame.end(words)
preview = _file.released(preview, words)
comparison = preview.comparison
assert comparison is not None
judged = [(change.goal, change.before[0], change.after[0]) for change in preview.verdicts]
_file.show(
    changes.counts(comparison.counts, words), changes.outdated(comparison.outdated, words),
    present.verdicts(judged, catalogue, words), changes.revised(comparison.table, catalogue, words),
    changes.by_series(comparison.by_series, comparison.table, monitor.store.series(), catalogue, words),
    present.infos(preview.issues, words), present.warnings_head(preview.warnings, words),
)  # fmt: skip
for number, (key, issue) in enumerate(preview.warnings.items(), 1):
    st.html(present.warning(issue, number, preview.reading.table, catalogue, words))
    st.checkbox(words("upload.confirm", number=number), key=f"sure-{key}")
    st.text_input(words("upload.why", number=number), key=f"why-{key}")
st.html(present.commit_head(words, is_draft=ask.four_eyes()))
st.text_input(words("upload.reason"), key="reason", placeholder=words("upload.reason_hint"))


def bring_in(seen: Preview) -> int:
    answers = {key: state[f"why-{key}"] for key in seen.warnings if state[f"sure-{key}"]}
    day, precision = _file.release()
    return ask.commit(
        monitor, seen, released_on=day, precision=precision, reason=state["reason"], confirmed=answers,
        actor=_person.actor(), now=_shell.now(),
    )  # fmt: skip


label = words("upload.commit_draft" if ask.four_eyes() else "upload.commit")
st.button(label, type="primary", on_click=_file.once, args=(preview, bring_in))
