"""The data dictionary, made from the contract: what each table and column means."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from pages.parts import tables
from pages.parts.panel import panel
from queries import contract


def show(rows: Mapping[str, int]) -> None:
    """One table of the contract at a time; `rows` are the rows that each holds."""
    with panel("Data dictionary", "What the tables and columns mean, whatever tool they came from."):
        name = st.selectbox(
            "Table", list(contract.tables()), key="dictionary_table", format_func=lambda table: f"{table} ({rows[table]:,} rows)"
        )
        table = contract.tables()[name]
        st.caption(table.comment)
        frame = pd.DataFrame(
            [
                (
                    c.name,
                    c.type.lower().replace("timestamp with time zone", "timestamptz"),
                    c.comment.removeprefix(contract.DERIVED).strip(),
                    "load" if c.derived else "export",
                )
                for c in table.columns
            ],
            columns=["Column", "Type", "Meaning", "Comes from"],
        )
        tables.show(f"Dictionary of {name}", frame, f"Columns of {name} with type and meaning")
        with st.expander("Rules that every row must meet"):
            st.code("\n".join([f"key: {', '.join(table.key)}", *table.checks]), language="sql", wrap_lines=True)
