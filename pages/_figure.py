"""What stands behind figures: the figure block of every page that shows a chart, and the original files."""

from collections.abc import Callable

import streamlit as st

from indicators.errors import Fault
from indicators.present import html, plotly
from indicators.present.figure import FigureSpec
from indicators.present.matplotlib import picture
from indicators.present.words import Words
from pages import _shell


def figure(spec: FigureSpec, words: Words, *, table: str, csv: Callable[[], bytes], name: str) -> None:
    """The figure block: chart, notes, source line, downloads, and the same numbers as a table."""
    st.plotly_chart(
        plotly.figure(spec, words, _shell.mode()), theme=None, config=plotly.config(words), alt=spec.alt, key=f"chart-{name}"
    )
    st.html(html.render("figure_notes.html", spec=spec, words=words))
    with st.container(horizontal=True):
        for label, mime, data in (
            ("csv", "text/csv", csv),
            ("png", "image/png", lambda: picture(spec, words, "png")),
            ("svg", "image/svg+xml", lambda: picture(spec, words, "svg")),
        ):
            st.download_button(words(f"goal.{label}"), data, f"{name}.{label}", mime, key=f"{label}-{name}", on_click="ignore")
    with st.expander(words("goal.table")):
        st.html(table)


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
