"""Which figure of which city is due or overdue, since when, and where it is published."""

import streamlit as st

from indicators import monitor as ask
from indicators.present import missing as present
from pages import _shell

words, monitor = _shell.enter("missing"), _shell.monitor()
catalogue = monitor.catalogue
found = ask.missing(monitor, today=_shell.today())
heading = st.container()
slugs = {"": words("overview.all_city")} | {
    catalogue.areas[one.area].slug: catalogue.label("area", one.area, words.language) for one in found
}
city = _shell.pick(words, "overview.city", list(slugs), slugs.__getitem__, "city")
shown = [one for one in found if not city or catalogue.areas[one.area].slug == city]
heading.html(present.lead(shown, words))
st.html(present.table(shown, catalogue, words))
