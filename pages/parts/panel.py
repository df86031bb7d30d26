"""A card for a chart or a table: a bold noun, and one sentence that says the finding."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from pages.parts import plain


@contextmanager
def panel(noun: str, finding: str = "", help: str | None = None, tier: str = "") -> Iterator[None]:
    """A bordered container with its heading; what is drawn inside follows. `finding` may hold text of exports, `tier` says what answered."""
    with st.container(border=True, height="stretch"):
        with st.container(gap=None):
            st.subheader(noun, anchor=False, help=help)
            said = " · ".join(filter(None, (finding, tier)))
            if said:
                st.caption(plain.label(said))
        yield
