"""What stands behind figures: the figure block of every page that shows a chart, and the original files."""

from collections.abc import Callable

import streamlit as st

from indicators.assess.assessment import RULE_VERSION
from indicators.errors import Fault
from indicators.present import cite, html, plotly, tables
from indicators.present.figure import FigureSpec
from indicators.present.matplotlib import picture
from indicators.present.words import Words
from pages import _shell


def figure(spec: FigureSpec, words: Words, *, name: str, csv: Callable[[], bytes] | None = None) -> None:
    """Finding, sentence, chart, notes, source, the same numbers as a table, and how to take them along.

    name   of the files, and of the parts in the session
    csv    a richer file than the table itself
    """
    st.html(html.render("figure_head.html", spec=spec))
    st.plotly_chart(
        plotly.figure(spec, words, _shell.mode()), theme=None, config=plotly.config(words), alt=spec.alt, key=f"chart-{name}"
    )
    st.html(html.render("figure_notes.html", spec=spec, words=words) + tables.markup(spec.table, words))
    # What is inside is made and sent only once somebody opens it.
    with st.popover(words("figure.take"), key=f"take-{name}", on_change="rerun") as taking:
        if taking.open:
            _take(spec, words, name, csv or (lambda: tables.csv(spec.table, words)))


def _take(spec: FigureSpec, words: Words, name: str, csv: Callable[[], bytes]) -> None:
    forms: tuple[tuple[str, str, Callable[[], bytes]], ...] = (
        ("csv", "text/csv", csv),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
         lambda: tables.xlsx(spec.heading, spec.table, spec.source)),
        ("png", "image/png", lambda: picture(spec, words, "png")),
        ("svg", "image/svg+xml", lambda: picture(spec, words, "svg")),
    )  # fmt: skip
    with st.container(horizontal=True):
        for form, mime, data in forms:
            st.download_button(
                words(f"figure.{form}"), data, f"{name}.{form}", mime, key=f"{form}-{name}", on_click="ignore"
            )  # fmt: skip
    st.caption(words("figure.cite"))
    moment = _shell.as_of() or _shell.now()
    st.code(cite.text(spec, st.context.url or "", moment, RULE_VERSION, words), language=None, wrap_lines=True)


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
