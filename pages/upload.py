"""A file dropped, looked at and brought in: what it was recognised as, what is wrong with it, what it would change."""

from dataclasses import asdict

import streamlit as st

from indicators import monitor as ask
from indicators.monitor import Preview
from indicators.present import changes
from indicators.present import upload as present
from pages import _shell, _upload

words, monitor = _shell.enter("upload"), _shell.monitor()
catalogue, who, state = monitor.catalogue, _shell.actor(), st.session_state


def bring_in(preview: Preview) -> int:
    answers = {key: state[f"why-{key}"] for key in preview.warnings if state[f"sure-{key}"]}
    return ask.commit(
        monitor, preview, released_on=state["released"], precision=state["precision"], reason=state["reason"],
        confirmed=answers, actor=_shell.actor(), now=_shell.now(),
    )  # fmt: skip


if who is None:
    st.html(present.for_readers(words))
    st.page_link("pages/account.py", label=words("account.sign_in"))
    st.stop()
st.html(present.head(words))
_upload.helps(who, words)
file = _upload.drop_zone(words)
_upload.tell_what_became(words)
if file is None:
    st.stop()
preview = _upload.preview(file, who, words)
reading, comparison = preview.reading, preview.comparison
if (told := state.pop("told", None)) is not None:
    st.error(words.fault(told))
if reading.recognised is not None:
    st.html(present.recognised(file.name, **asdict(reading.recognised), catalogue=catalogue, words=words))
_upload.choose_sheet(reading.sheets, words)
if preview.outcome == "rejected" or comparison is None:
    st.html(present.errors(preview.issues, words))
    st.stop()
left, right = st.columns(2)
left.date_input(words("upload.released"), None, max_value="today", format=words("upload.date_format"), key="released")
right.selectbox(
    words("upload.precision"), ("day", "month", "year"), key="precision",
    format_func=lambda precision: words(f"upload.precision_{precision}"),
)  # fmt: skip
judged = [(change.goal, change.before[0], change.after[0]) for change in preview.verdicts]
_upload.show(
    changes.counts(comparison.counts, words), changes.outdated(comparison.outdated, words),
    present.verdicts(judged, catalogue, words), changes.revised(comparison.table, catalogue, words),
    changes.by_series(comparison.by_series, comparison.table, monitor.store.series(), catalogue, words),
    present.infos(preview.issues, words), present.warnings_head(preview.warnings, words),
)  # fmt: skip
for number, (key, issue) in enumerate(preview.warnings.items(), 1):
    st.html(present.warning(issue, number, words))
    st.checkbox(words("upload.confirm", number=number), key=f"sure-{key}")
    st.text_input(words("upload.why", number=number), key=f"why-{key}")
is_draft = ask.four_eyes()
st.html(present.commit_head(words, is_draft=is_draft))
st.text_input(words("upload.reason"), key="reason", placeholder=words("upload.reason_hint"))
label = words("upload.commit_draft" if is_draft else "upload.commit")
st.button(label, type="primary", on_click=_upload.once, args=(preview, bring_in))
