"""The file at hand: kept while its visitor goes from page to page, read once, previewed again when the store moves on."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from indicators import monitor as ask
from indicators.errors import Fault, Stale
from indicators.ingest.grid import Grid
from indicators.ingest.issue import Issue
from indicators.monitor import Preview, teaching
from indicators.present import upload as present
from indicators.present.words import Words
from indicators.store import Actor, Precision
from pages import _shell

TYPES = ("csv", "txt", "xlsx", "xls", "xlsb", "xlsm", "ods", "zip")


@dataclass(frozen=True)
class File:
    """An uploaded file; `id` tells two drops of the same name apart."""

    name: str
    data: bytes
    id: str


@dataclass(frozen=True)
class _Made:
    """A preview and what it was made for: file, sheet, mapping and person."""

    request: tuple[str, str, str, Actor]
    preview: Preview


def drop_zone(words: Words) -> File | None:
    """The place to drop a file, and the file that lies there; it stays when the visitor comes back from another page."""
    st.html(present.drop_zone_texts(words))
    number = st.session_state.setdefault("drops", 0)
    key = f"drop-{number}"
    dropped = st.file_uploader(words("upload.drop"), TYPES, key=key, on_change=_dropped, args=(key,))
    if dropped is not None and "file" not in st.session_state:
        _keep(dropped)
    file: File | None = st.session_state.get("file")
    if dropped is None and file is not None:
        st.html(present.sentence(words("upload.kept", file=file.name)))
    return file


def _dropped(key: str) -> None:
    """Another file, or none: what belonged to the one before is forgotten."""
    for name in ("file", "made", "told", "sheet", "sheets", "mapping", "released"):
        st.session_state.pop(name, None)
    if (dropped := st.session_state[key]) is not None:
        _keep(dropped)


def _keep(dropped: UploadedFile) -> None:
    st.session_state["file"] = File(dropped.name, dropped.getvalue(), dropped.file_id)


def forget() -> None:
    """Clear the place for the next file."""
    st.session_state["drops"] += 1
    for name in ("file", "made", "sheet", "sheets", "mapping", "reason", "released"):
        st.session_state.pop(name, None)


def preview(file: File, who: Actor, words: Words) -> Preview:
    """What a commit would change. It is made once, and again when somebody changed the store meanwhile; that is told."""
    state, store = st.session_state, _shell.monitor().store
    request = (file.id, state.get("sheet") or "", state.get("mapping") or "", who)
    made: _Made | None = state.get("made")
    is_same = made is not None and made.request == request
    if made is not None and is_same and made.preview.head == store.head():
        found = made.preview
    else:
        if is_same:
            state["told"] = Stale("store.stale")
        found = _make(file, *request[1:], words)
    state["made"] = _Made(request, found)
    return found


def released(made: Preview, words: Words) -> Preview:
    """Ask for the day of release, and preview for it: what is older than stored figures will not count."""
    if "released" not in st.session_state:
        found = made.reading.recognised
        st.session_state["released"] = present.suggested(found.stand if found else None, words)
    st.text_input(words("upload.released"), key="released", placeholder=words("upload.released_hint"))
    try:
        day, _ = release()
    except Fault as fault:
        st.html(present.refused(words.fault(fault)))
        return made
    if day is None:
        st.caption(words("upload.released_open"))
    if day is not None and day != made.released_on:
        made = ask.released(_shell.monitor(), made, day, now=_shell.now())
        st.session_state["made"] = replace(st.session_state["made"], preview=made)
    return made


def release() -> tuple[date | None, Precision]:
    """The day of release as it stands in its field, None while that is empty.

    raises   Fault if it is no day, month or year
    """
    text = st.session_state["released"].strip()
    return ask.parse_release(text, today=_shell.today()) if text else (None, "day")


def _make(file: File, sheet: str, mapping: str, who: Actor, words: Words) -> Preview:
    st.session_state.pop("done", None)
    place = st.empty()
    bar = place.progress(0.0, text=words("upload.step_open"))

    def tell(step: str, share: float) -> None:
        bar.progress(min(share, 1.0), text=words(f"upload.step_{step}"))

    found = ask.prepare(
        _shell.monitor(), file.data, file.name, actor=who, now=_shell.now(), mapping=mapping, sheet=sheet, progress=tell
    )
    place.empty()
    return found


def once(made: Preview, store: Callable[[Preview], int]) -> None:
    """Store a preview that was looked at. The first click takes it away, so that a second one finds none.

    A click on a preview that has just made way for another, because an answer came with the click, stores nothing and says so.
    What the rules refuse is told in the next run; the preview then lies there again, unless the store has moved on.
    """
    held: _Made | None = st.session_state.pop("made", None)
    if held is None:
        return
    forget_what_became()
    if held.preview is not made:
        st.session_state["made"], st.session_state["told"] = held, Stale("preview.changed")
        return
    try:
        batch = store(made)
    except Fault as refused:
        st.session_state["told"] = refused
        if not isinstance(refused, Stale):
            st.session_state["made"] = held
    else:
        st.session_state["done"] = batch
        forget()


def forget_what_became() -> None:
    """What is told of a click stays until the next file, click or page: of a double click the second run shows it too."""
    for key in ("done", "told"):
        st.session_state.pop(key, None)


def helps(who: Actor, words: Words) -> None:
    """What spares work: the template with the last known values, and the way to teach a table nobody knows yet."""
    opened = _shell.monitor()
    areas = who.areas or tuple(area.area for area in opened.catalogue.cities)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            words("upload.template"),
            lambda: ask.template(opened, areas, words, form="xlsx", today=_shell.today()),
            words("upload.template_name"),
            on_click="ignore",
        )
        st.page_link("pages/teach.py", label=words("upload.teach"))


def tell_what_became(words: Words) -> None:
    """After a commit: the number of the batch, and where it can be undone or waits for a second person."""
    done = st.session_state.get("done")
    if done is not None:
        st.html(present.stored(done, is_draft=ask.four_eyes(), words=words))
        st.page_link("pages/history.py", label=words("upload.to_history"), query_params={"batch": str(done)})


def tell_what_was_refused(words: Words) -> None:
    """Why the click before did not store."""
    if (told := st.session_state.get("told")) is not None:
        st.html(present.refused(words.fault(told)))


def ask_more(made: Preview, words: Words) -> bool:
    """Whether the file cannot be read yet: nobody knows its table, or one of its sheets must be chosen. Asks for it."""
    unknown = [issue for issue in made.issues if issue.code == "file.not_recognised"]
    if unknown:
        st.html(present.unknown(unknown[0], words))
        st.page_link("pages/teach.py", label=words("upload.teach_this"))
    if unknown or st.session_state.get("mapping"):
        choose_mapping(words)
    return bool(unknown) or choose_sheet(made.reading.sheets, words)


def glance(file: File) -> tuple[Grid, ...] | Issue:
    """The first rows of its sheets, read once."""
    held = st.session_state.get("glance")
    if held is None or held[0] != file.id:
        held = st.session_state["glance"] = (file.id, teaching.glance(file.data))
    return held[1]


def choose_mapping(words: Words) -> None:
    """Let one of the stored mappings read the file; the question stays when it is answered."""
    if names := [saved.name for saved in _shell.monitor().store.mappings()]:
        st.selectbox(words("upload.mapping_choice"), names, index=None, placeholder=words("upload.choose"), key="mapping")


def choose_sheet(sheets: tuple[str, ...], words: Words) -> bool:
    """Ask which sheet to read; the question stays when it is answered. True while it is open."""
    if sheets:
        st.session_state["sheets"] = sheets
    asked = st.session_state.get("sheets")
    if asked is None:
        return False
    chosen = st.selectbox(words("upload.sheet_choice"), asked, index=None, placeholder=words("upload.choose"), key="sheet")
    return chosen is None


def show(*parts: str) -> None:
    """What there is to say, one under the other; an empty part says nothing."""
    st.html("".join(parts))
