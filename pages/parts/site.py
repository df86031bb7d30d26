"""The pages that exist, by group of the navigation."""

import logging
from pathlib import Path

import streamlit as st

# Warns of every call outside a visit, which is what registering is.
_OUTSIDE = logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context")
_HERE = Path(__file__).parent.parent


def _page(script: str, title: str, icon: str, words: str, first: bool = False) -> st.Page:
    return st.Page(_HERE / script, title=title, icon=f":material/{icon}:", url_path=title.lower(), default=first, help=words)


def pages() -> dict[str, list[st.Page]]:
    """The navigation: group -> its pages. Streamlit wants them made anew in every run."""
    return {
        "Now": [
            _page("now/overview.py", "Overview", "space_dashboard", "How are we doing, what changed, and what explains it?", first=True),
            _page("now/waiting.py", "Waiting", "hourglass_top", "Who waits for us now, and which promises are about to break?"),
        ],
        "Satisfaction": [
            _page(
                "satisfaction/satisfaction.py", "Satisfaction", "sentiment_satisfied", "CSAT, NPS and CES: trend, where, and who answers"
            ),
            _page("satisfaction/promises.py", "Promises", "handshake", "Kept, late, overdue; response and resolution times"),
            _page("satisfaction/voices.py", "Voices", "record_voice_over", "What do people say, in their words; what did we do about it?"),
        ],
        "Advocacy": [
            _page("advocacy/advocates.py", "Advocates", "campaign", "Who speaks for us, and who could"),
            _page("advocacy/referrals.py", "Referrals", "group_add", "Who sent whom, generations, and K"),
            _page("advocacy/employees.py", "Employees", "badge", "What employees share, say and propose, without telling who"),
        ],
        "Engagement": [
            _page("engagement/community.py", "Community", "groups", "Who is active, stays and climbs, and whether peers answer peers"),
            _page("engagement/ties.py", "Ties", "hub", "Who speaks with whom, whom it hangs on, and who gives and asks"),
        ],
        "Behind it": [
            _page("behind/data.py", "Data", "database", "Exports read, rows rejected, how fresh and how well joined"),
            _page("behind/definitions.py", "Definitions", "menu_book", "What every number means, with its SQL"),
        ],
    }


def register() -> None:
    """Make the pages known when the server starts: without this, the first visitor's deep link would not be found."""
    _OUTSIDE.disabled = True
    st.navigation(pages())
    _OUTSIDE.disabled = False


# Pages that tell about the exports or the numbers themselves, whatever the filters are.
WITHOUT_FILTERS = ("data", "definitions")
