"""Promises and Waiting, full, few and empty: what they say, what a pick lists, and that nothing missing is shown as zero."""

import pytest

from tests.pages.conftest import figures, words

CASES = "case_id,person_id,channel,team,opened_at,first_response_at,resolved_at,status,subject\n"
FEW = (
    "c1,p1,chat,Ada,2026-06-01 10:00,2026-06-01 10:20,2026-06-01 12:00,solved,Where is my parcel?\n"
    'c2,p2,chat,Ada,2026-06-02 10:00,,,open,=HYPERLINK("http://example.com")\n'
    "c3,p3,mail,Bea,2026-06-03 10:00,2026-06-03 11:00,,pending,**bold** ![x](http://example.com/x.png)\n"
    "c4,p4,mail,Bea,2026-06-04 10:00,,,open,\n"
)
PROMISES = "promise_id,kind,case_id,person_id,channel,team,made_at,due_at,kept_at\n"


def text(app) -> str:
    return words(app).replace("\u00a0", " ")


def table(app, column):
    return next(frame.value for frame in app.dataframe if column in frame.value)


@pytest.mark.parametrize("look", ["groups", "spread", "hours", "solved"])
@pytest.mark.parametrize("clock", ["calendar", "business"])
def test_every_look_shows_without_an_error_by_either_clock(visiting, look, clock):
    app = visiting("promises", look=look, clock=clock)
    assert not app.exception and not app.error
    assert len(figures(app)) <= 8
    assert all(alt and "nan" not in alt.lower() for alt in figures(app))


def test_the_page_says_what_became_of_promises_and_what_lies_outside_the_rate(visiting):
    said = text(visiting("promises"))
    assert "**No clear change in promises kept" in said
    assert "not yet due (outside the rate)" in said
    assert "Half had a reply after" in said


def test_a_kind_and_a_group_picked_in_the_link_list_their_broken_promises(visiting):
    app = visiting("promises", promise="first-response", promised="team", broken="chat-desk")
    rows = table(app, "lateness")
    assert set(rows["team"]) == {"Chat Desk"} and set(rows["kind"]) == {"first response"}
    assert "Broken promises: Chat Desk" in text(app)
    assert app.query_params["broken"] == "chat-desk"


@pytest.mark.parametrize(
    ("query", "said", "column", "value"),
    [
        ({"case": "chat"}, "Cases: chat", "channel", "chat"),
        ({"cases": "team", "case": "returns"}, "Cases: Returns", "team", "Returns"),
        ({"look": "spread", "case": "step-99-chat"}, "Cases: chat, no reply", "wait", None),
        ({"look": "hours", "case": "at-1-9"}, "Cases: Mon 09:00 to 10:00", "opened_at", None),
    ],
)
def test_a_bar_or_cell_picked_in_the_link_lists_its_cases(visiting, query, said, column, value):
    app = visiting("promises", **query)
    rows = table(app, "wait")
    assert said in text(app) and len(rows)
    if value:
        assert set(rows[column]) == {value}


def test_a_pick_is_let_go_with_a_button(visiting):
    app = visiting("promises", case="chat")
    app.button(key="case_all").click().run()
    assert "case" not in app.query_params and "Cases: chat" not in text(app)


def test_few_cases_show_and_what_customers_wrote_stays_text(visiting, folder):
    app = visiting("promises", data=folder(cases=CASES + FEW))
    assert not app.exception
    assert "An export of promised response, resolution or delivery times would fill this" in text(app)
    assert "Half had a reply after 60 min; 1 of 3 have none." in text(app)
    assert list(table(app, "wait")["subject"].dropna()) == [
        '=HYPERLINK("http://example.com")',
        "**bold** ![x](http://example.com/x.png)",
        "Where is my parcel?",
    ]


def test_without_business_hours_the_page_says_so_and_shows_no_zero(visiting, folder):
    app = visiting("promises", data=folder(cases=CASES + FEW), clock="business")
    assert "No business hours are set" in text(app)
    assert not any(frame.value.columns.isin(["wait"]).any() for frame in app.dataframe)


def test_promises_alone_show_without_cases(visiting, folder):
    lines = "m1,delivery,,p1,shop,,2026-06-01 10:00,2026-06-05 10:00,2026-06-04 10:00\nm2,delivery,,p2,shop,,2026-06-01 10:00,2026-06-05 10:00,\n"
    app = visiting(
        "promises", data=folder(promises=PROMISES + lines + "m3,delivery,,p3,shop,,2026-06-09 10:00,2026-06-20 10:00,2026-06-19 10:00\n")
    )
    assert not app.exception
    assert "An export of helpdesk tickets or conversations would fill this" in text(app)


def test_the_waiting_page_says_who_waits_up_to_when_and_how_old_the_data_are(visiting):
    said = text(visiting("waiting"))
    assert "wait for us" in said
    assert "As the data stood on 1 Jul 2026" in said and "The data are" in said


def test_the_waiting_page_narrows_to_a_team_of_the_link(visiting, folder):
    app = visiting("waiting", data=folder(cases=CASES + FEW), waits="bea")
    assert table(app, "waits")["case_id"].tolist() == ["c4"]
    assert "Waiting: Bea" in text(app)
    assert "2 customers wait for us" in text(app)


def test_nobody_waiting_is_said(visiting, folder):
    app = visiting("waiting", data=folder(cases=CASES + FEW.splitlines()[0] + "\n"))
    assert "Nobody waits for us." in text(app) and not app.exception
