"""Themes as words and tags in one text: tried on the data while it is written, saved in one step, and never over somebody else's."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pages.parts import plain, reload, serving
from pages.parts.visit import Visit
from queries import themes
from queries.themes import Theme
from queries.trouble import Trouble

EXAMPLE = """# A section a theme: words and phrases that mean it, in any language, and tags that count as it.
# A word is found whole and in any letter case; with * at its end also as the beginning of others.

["waiting for an answer"]
words = ["waited", "no reply", "still waiting", "gewartet", "attente"]

[delivery]
words = ["parcel*", "deliver*", "stuck at the border"]
tags = ["shipping"]
"""
_TEXT, _SEEN, _DONE, _FOLLOW = "themes_text", "themes_seen", "themes_saved", "themes_follow"


def show(visit: Visit) -> None:
    """The editor, in an expander that does nothing while it is closed."""
    with st.expander("Themes: their words and tags", icon=":material/sell:", key="themes_open", on_change="rerun") as box:
        if box.open:
            _editor(visit)
    reload.follow(visit)


@st.fragment
def _editor(visit: Visit) -> None:
    data, _ = serving.folders()
    if st.session_state.pop(_FOLLOW, False):
        # The load that follows a save is watched by the page, not by this part of it.
        st.rerun()
    if _TEXT not in st.session_state:
        _take_saved()
    st.caption(
        "What counts as a theme is one file of the data folder, themes.toml. Change it here: the table shows at once what it would find "
        "with the filters at hand. Topics that no theme names as a tag are themes of their own."
    )
    left, right = st.columns(2)
    with left:
        written = st.text_area("themes.toml", key=_TEXT, height=420, persist_state="session")
    with right:
        ready = True
        try:
            _tried(visit, themes.parse(written))
        except Trouble as trouble:
            ready = False
            st.error(plain.label(str(trouble)), icon=":material/error:")
    with left:
        _saving(written, ready, themes.writable(data))


def _tried(visit: Visit, found: tuple[Theme, ...]) -> None:
    """What each theme finds, and examples of the one picked."""
    if not found:
        st.caption("No themes: only topics, as the exports tag them.")
        return
    answers = {theme.name: visit.ask("voices/tried", pattern=theme.pattern, tags=theme.tagged).frame for theme in found}
    counts = pd.DataFrame(
        [(name, *(int(frame[column].iloc[0]) if len(frame) else 0 for column in _COUNTS)) for name, frame in answers.items()],
        columns=["theme", *_COUNTS],
    )
    columns = {"theme": st.column_config.TextColumn("Theme", width="medium"), **_COUNTS}
    st.dataframe(counts, hide_index=True, column_config=columns, alt="Texts that each theme finds", height="content")
    name = st.selectbox("Examples of", list(answers), key="themes_tried")
    examples = answers.get(name, pd.DataFrame())
    if len(examples):
        shown = {"text": st.column_config.TextColumn("Newest texts", width="large"), "channel": "Channel"}
        st.dataframe(examples[list(shown)], hide_index=True, column_config=shown, alt="Texts that the theme finds", height=215)
    else:
        st.caption("Finds nothing here.")


_COUNTS = {"total": "Texts", "comments": "Comments", "detractors": "of detractors", "messages": "Messages"}


def _saving(written: str, ready: bool, writable: bool) -> None:
    data, _ = serving.folders()
    try:
        saved = themes.text(data)
    except Trouble as trouble:
        st.error(plain.label(str(trouble)), icon=":material/error:")
        return
    same = written == saved
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button("Save", type="primary", icon=":material/save:", disabled=not (ready and writable) or same, on_click=_save)
        if not writable:
            st.download_button("Download", written, "themes.toml", "application/toml", on_click="ignore", icon=":material/download:")
            st.caption("The data folder cannot be written from here; put the file there.")
        elif not same:
            st.button("Back to the saved text", type="tertiary", on_click=_take_saved)
    if themes.version(saved) != st.session_state[_SEEN]:
        st.warning(
            "Somebody else saved another text since this one was opened; saving is held back until you have seen it.",
            icon=":material/group:",
        )
        st.code(saved, language="toml", wrap_lines=True)
        with st.container(horizontal=True):
            st.button("Take that text", on_click=_take_saved)
            st.button("Keep mine", on_click=_seen)
    said = st.session_state.pop(_DONE, "")
    if said:
        (st.success if said == "Saved." else st.error)(plain.label(said))


def _take_saved() -> None:
    saved = _saved()
    st.session_state[_TEXT], st.session_state[_SEEN] = saved or EXAMPLE, themes.version(saved)


def _seen() -> None:
    st.session_state[_SEEN] = themes.version(_saved())


def _saved() -> str:
    try:
        return themes.text(serving.folders()[0])
    except Trouble:
        return ""


def _save() -> None:
    data, cache = serving.folders()
    written = st.session_state[_TEXT]
    try:
        themes.save(data, cache, written, st.session_state[_SEEN])
    except Trouble as trouble:
        st.session_state[_DONE] = str(trouble)
        return
    st.session_state[_SEEN], st.session_state[_DONE] = themes.version(written), "Saved."
    st.session_state[_FOLLOW] = True
    reload.begin()
