"""Definitions: what every number means, how it is computed, and the SQL that does it."""

import pandas as pd
import streamlit as st

from pages.parts import heading, tables, visit
from queries import registry, views

UNITS = {
    "share": "share, 0 to 100 %",
    "score": "score, -100 to 100",
    "minutes": "minutes",
    "hours": "hours",
    "count": "count",
    "money": "amount, a currency at a time",
    "ratio": "number, from 0 on",
}
BETTER = {"up": "higher is better", "down": "lower is better", "none": "neither way is better"}

here = visit.here()
metrics = list(registry.metrics().values())
heading.show(here, f"What each of the {len(metrics)} numbers means, what it leaves out, and the SQL behind it.")
wanted = st.text_input("Search", placeholder="satisfaction, referral, promise …", key="definitions_search").casefold().split()


def matches(metric: registry.Metric) -> bool:
    """Whether every word searched for is in what is said about the metric."""
    text = " ".join(
        (metric.name, metric.label, metric.definition, metric.denominator, metric.exclusions, metric.source, metric.area)
    ).casefold()
    return all(word in text for word in wanted)


def show(metric: registry.Metric) -> None:
    """One metric: its words, and its SQL for those who want it."""
    with st.container(border=True, height="stretch"):
        st.subheader(metric.label, anchor=False)
        st.markdown(metric.definition)
        hidden = f"; hidden below {metric.hidden} people" if metric.hidden else ""
        st.caption(f"{UNITS[metric.unit].capitalize()}; {BETTER[metric.better]}. Below {metric.few} it is labelled 'few answers'{hidden}.")
        st.markdown(f"**Out of** {metric.denominator}")
        st.markdown(f"**Without** {metric.exclusions}")
        st.markdown(f"**From** {metric.source} (table `{metric.area}`)")
        with st.expander("SQL", on_change="rerun", key=f"sql_{metric.name}") as sql:
            if sql.open:
                st.code(views.view(metric.view).whole, language="sql", wrap_lines=True)


found = [metric for metric in metrics if matches(metric)]
if not found:
    st.caption("No definition has these words.")
with st.grid(2, min_column_width=320):
    for metric in found:
        show(metric)
rows = [(m.label, m.definition, m.denominator, m.exclusions, m.source, m.area, m.view) for m in metrics]
every = pd.DataFrame(rows, columns=["Metric", "Definition", "Out of", "Without", "From", "Table", "View"])
with st.expander("All in one table", on_change="rerun", key="definitions_table") as table:
    if table.open:
        tables.show("Definitions", every, "Every metric with its definition")
