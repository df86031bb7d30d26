"""A page that was opened before is asked ahead for what it asked then."""

import pytest

from pages.parts import ahead as known
from queries import ahead


@pytest.fixture
def told(monkeypatch):
    """The views that were asked ahead, run by run."""
    known._known.cache_clear()
    found = []
    monkeypatch.setattr(ahead, "ask", lambda snapshot, filters, questions: found.append([view for view, _ in questions]))
    return found


def test_the_first_opening_teaches_the_second_whatever_its_filters_are(visiting, told):
    visiting("promises")
    visiting("promises", from_="2025-03-01", to="2025-05-29", segment="consumer")
    first, again = told[1], told[3]
    assert first == []
    assert {"promises/broken", "promises/cases", "promises/open_promises", "promises/promises_kept"} <= set(again)
    assert "referrals/tree" not in again


def test_other_choices_are_another_page(visiting, told):
    visiting("promises")
    visiting("promises", look="hours")
    assert told[3] == []
    visiting("promises", look="hours")
    assert "promises/cases" in told[5]
