"""The emptiest page: what Streamlit costs by itself. Served with the options of the product, without its theme."""

import streamlit as st

st.set_page_config(layout="wide")
st.title("Empty")
