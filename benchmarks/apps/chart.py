"""The plainest page with a choice and a chart: eight lines from a small table, as anyone would write it."""

import pandas as pd
import plotly.express as px
import streamlit as st

st.set_page_config(layout="wide")


@st.cache_data
def figures() -> pd.DataFrame:
    """Twenty figures for eight areas over twenty-five years, made up; every figure has lines of its own."""
    return pd.DataFrame(
        [
            (f"Figure {figure}", f"Area {area}", year, (figure + 7 * area + year * figure) % 37)
            for figure in range(1, 21)
            for area in range(1, 9)
            for year in range(2000, 2025)
        ],
        columns=["figure", "area", "year", "value"],
    )


table = figures()
chosen = st.selectbox("Kennzahl", table["figure"].unique())
st.plotly_chart(px.line(table[table["figure"] == chosen], x="year", y="value", color="area"))
