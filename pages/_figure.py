"""What stands behind figures: the figure block of every page that shows a chart, and the original files."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

import streamlit as st

from indicators.assess.assessment import RULE_VERSION
from indicators.errors import Fault
from indicators.present import cite, html, plotly, tables
from indicators.present.figure import FigureSpec
from indicators.present.look import Mode
from indicators.present.matplotlib import picture
from indicators.present.words import Language, Words
from indicators.present.words import words as words_in
from pages import _shell

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

Files = Mapping[str, Callable[[], bytes]]
_KINDS = {
    "csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "png": "image/png",
    "svg": "image/svg+xml",
}  # fmt: skip


def figure(spec: FigureSpec, words: Words, *, name: str, csv: Callable[[], bytes] | None = None) -> None:
    """Finding, sentence, chart, notes, source, the same numbers as a table, and how to take them along.

    name   of the files, and of the parts in the session
    csv    a richer file than the table itself
    """
    chart, below = _drawn(spec, words.language, _shell.mode())
    st.html(html.render("figure_head.html", spec=spec))
    st.plotly_chart(chart, theme=None, config=plotly.config(words), alt=spec.alt, key=f"chart-{name}")
    st.html(below)
    files = {
        "csv": csv or (lambda: tables.csv(spec.table, words)),
        "xlsx": lambda: tables.xlsx(spec.heading, spec.table, spec.source),
        "png": lambda: picture(spec, words, "png"), "svg": lambda: picture(spec, words, "svg"),
    }  # fmt: skip
    take(files, lambda address, moment: cite.text(spec, address, moment, RULE_VERSION, words), words, name=name)


@lru_cache(maxsize=256)
def _drawn(spec: FigureSpec, language: Language, mode: Mode) -> tuple["Figure", str]:
    """The chart, and its notes and table as HTML.

    Streamlit has Plotly check a plain dict anew in every run, which takes longer than all else a chart costs the server.
    """
    from plotly.graph_objects import Figure  # half a second: whoever opens a page without a chart does not wait for it

    words = words_in(language)
    below = html.render("figure_notes.html", spec=spec, words=words) + tables.markup(spec.table, words)
    return Figure(plotly.figure(spec, words, mode)), below


def take(files: Files, cited: Callable[[str, datetime], str], words: Words, *, name: str) -> None:
    """What can be taken along, made and sent only once somebody opens it.

    files   ending -> who makes it
    cited   from the address and the instant: the text to copy
    """
    with st.popover(words("figure.take"), key=f"take-{name}", on_change="rerun") as taking:
        if not taking.open:
            return
        with st.container(horizontal=True):
            for form, data in files.items():
                st.download_button(
                    words(f"figure.{form}"), data, f"{name}.{form}", _KINDS[form], key=f"{form}-{name}", on_click="ignore"
                )  # fmt: skip
        st.caption(words("figure.cite"))
        moment = _shell.as_of() or _shell.now()
        st.code(cited(st.context.url or "", moment), language=None, wrap_lines=True)


def original(sha256: str, file_name: str, words: Words) -> None:
    """The uploaded file as it came in, or a sentence why it cannot be had."""
    try:
        data = _shell.monitor().store.original(sha256)
    except Fault as fault:
        st.caption(_shell.plain(words.fault(fault)))
        return
    st.download_button(
        words("provenance.download"), data, file_name, "application/octet-stream", key=f"original-{sha256}",
        on_click="ignore",
    )  # fmt: skip
