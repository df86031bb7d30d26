"""The address bar restores the page, and says what it could not use."""

import pytest

from tests.pages.conftest import words

DATES = {"from_": "2026-05-01", "to": "2026-06-01"}


def link(app) -> dict[str, str]:
    return dict(app.query_params)


def test_an_empty_link_becomes_one_with_dates(visiting):
    assert link(visiting()) == {"from": "2026-04-02", "to": "2026-07-01", "compare": "previous"}


def test_a_link_restores_period_comparison_and_values(visiting):
    app = visiting(**DATES, compare="year", channel="E-Mail,chat", segment="hikers")
    assert link(app) == {"from": "2026-05-01", "to": "2026-06-01", "compare": "year", "channel": "chat,e-mail", "segment": "hikers"}
    assert "1 May – 31 May 2026, chat and e-mail, segment Hikers, compared with 1 May – 31 May 2025" in words(app)


def test_a_canonical_link_does_not_drift(visiting):
    app = visiting(**DATES, channel="chat")
    before = link(app)
    assert link(app.run()) == before


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"from_": "yesterday"}, "The link's “from” is no date: “yesterday”."),
        ({"from_": "2026-06-01", "to": "2026-05-01"}, "The link's dates end before they start"),
        ({"compare": "twin"}, "The link's comparison is not known: “twin”."),
        ({"channel": "pigeon"}, "Channel “pigeon” is not in the data and was left out."),
        ({"kind": "<b>"}, "The link's “kind” is not known: “·b·”."),
        ({"region": "![x](https://example.com/x.png)"}, "is not in the data and was left out."),
    ],
)
def test_a_value_that_cannot_be_used_is_dropped_and_said(visiting, query, said):
    app = visiting(**query)
    assert said in words(app)
    assert set(link(app)) == {"from", "to", "compare"}
    assert not app.exception


def test_filters_survive_a_change_of_page(visiting):
    app = visiting("data", **DATES, channel="chat")
    assert link(app)["channel"] == "chat"
    assert not app.pills
    app.switch_page("pages/satisfaction/satisfaction.py").run()
    assert link(app) == {"from": "2026-05-01", "to": "2026-06-01", "compare": "previous", "channel": "chat"}


def test_a_preset_and_a_page_s_own_choice_go_into_the_link(visiting):
    app = visiting("satisfaction", kind="nps")
    assert link(app)["kind"] == "nps"
    app.session_state["period"] = "30d"
    app.session_state["kind"] = "ces"
    app.run()
    assert link(app) == {"from": "2026-06-01", "to": "2026-07-01", "compare": "previous", "kind": "ces"}


def test_custom_days_are_inclusive_and_may_be_given_the_other_way_round(visiting):
    app = visiting()
    app.session_state["period"] = "custom"
    app.run()
    app.date_input(key="first_day").set_value(app.date_input(key="last_day").value).run()
    assert link(app)["from"] == "2026-06-30"
    app.date_input(key="last_day").set_value(app.date_input(key="first_day").value.replace(day=10)).run()
    assert (link(app)["from"], link(app)["to"]) == ("2026-06-10", "2026-07-01")
    assert "The last day lies before the first" in words(app)
