"""What the benchmark measures is what the pages ask."""

import pytest
import streamlit as st

from pages.parts.visit import Visit
from tests.bench import questions
from tests.pages.conftest import PAGES


def recorded(visiting, monkeypatch, page):
    """The questions of one run of a page with its defaults."""
    seen = []
    ask, follow_up, cards = Visit.ask, Visit.follow_up, Visit.cards

    def note_ask(visit, view, **params):
        seen.append(questions.asks(view, **params))
        return ask(visit, view, **params)

    def note_follow_up(visit, view, **params):
        seen.append(questions.asks(view, **params))
        return follow_up(visit, view, **params)

    def note_cards(visit, *metrics):
        seen.append(questions.cards_of(*metrics))
        return cards(visit, *metrics)

    monkeypatch.setattr(Visit, "ask", note_ask)
    monkeypatch.setattr(Visit, "follow_up", note_follow_up)
    monkeypatch.setattr(Visit, "cards", note_cards)
    st.cache_resource.clear()  # What a page before drew with the same filters is not asked for again.
    app = visiting(page)
    assert not app.exception
    return [question for number, question in enumerate(seen) if question not in seen[:number]]


@pytest.mark.parametrize("page", questions.PAGES)
def test_the_benchmark_asks_what_the_page_asks(visiting, monkeypatch, page):
    seen = [question for question in recorded(visiting, monkeypatch, page) if question.view not in questions.LEFT_OUT]
    listed = questions.PAGES[page]
    if page != "overview":
        # A visit begins on the overview, which asks its own questions first.
        seen = [question for question in seen if question in listed or question not in questions.PAGES["overview"]]
    assert [question for question in seen if question not in listed] == []
    assert [question for question in listed if question not in seen] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_measured_or_it_is_said_why_not(page):
    assert (page in questions.PAGES) != (page in questions.UNMEASURED)
