"""From exports to answers: reading, loading, snapshots, filters and views. Nothing in here knows Streamlit."""
