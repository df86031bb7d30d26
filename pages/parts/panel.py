"""A card for a chart or a table: a bold noun, and one sentence that says the finding."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from pages.parts import plain


@contextmanager
def panel(noun: str, finding: str = "", help: str | None = None) -> Iterator[None]:
    """A bordered container with its heading; what is drawn inside follows. `finding` may hold text of exports."""
    with st.container(border=True, height="stretch"):
        with st.container(gap=None):
            st.subheader(noun, anchor=False, help=help)
            if finding:
                st.caption(plain.label(finding))
        yield
