"""One figure: the file and cell it was read from, who brought it and why, and what was published before it."""

import streamlit as st

from indicators import monitor as ask
from indicators.errors import Fault
from indicators.present import html
from indicators.present import provenance as present
from pages import _figure, _frame, _shell

words, monitor = _shell.enter("provenance"), _shell.monitor()
catalogue = monitor.catalogue
address = {key: st.query_params.get(key, "") for key in ("area", "indicator", "group", "period")}
if not (address["area"] and address["indicator"] and address["period"]):
    st.html(html.render("lead.html", title=words("nav.provenance"), text=words("provenance.lead"), stand=""))
    _frame.end(words)
try:
    found = ask.provenance(monitor, **address | {"group": address["group"] or "total"})
except Fault as fault:
    st.error(_shell.plain(words.fault(fault)))
    _frame.end(words)
_shell.name_tab(words, present.title(found, catalogue, words))
st.html(present.figure(found, catalogue, words))
if (current := found.current) is not None:
    _figure.original(current.sha256, current.file_name, words)
if found.vintages:
    st.html(present.earlier(found, catalogue, words))
