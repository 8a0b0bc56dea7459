"""Labour-market goals of cities, checked against published figures. Never imports Streamlit."""
