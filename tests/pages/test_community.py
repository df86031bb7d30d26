"""Community, full, filtered, linked to and empty: what it says, and whose people it lists."""

from datetime import date

import pandas as pd
import pytest

from pages.parts import activity, lifecycle, moves, orbit, peers, returning, starters
from tests.pages.conftest import figures, words

HEAD = "interaction_id,at,kind,actor_id,actor_role,channel,text\n"
FEW = (
    "q,2026-05-02 10:00,question,a,member,forum,<b>Does</b> **anybody** ![x](http://example.com/x.png) know?\n"
    "c,2026-06-03 10:00,comment,=HYPERLINK(1),member,forum,\n"
    "s,2026-06-04 10:00,answer,sue,employee,forum,\n"
    "last,2026-07-01 10:00,visit,a,,forum,\n"
)
YEAR = {"from_": "2025-07-01", "to": "2026-07-01"}


def text(app) -> str:
    return words(app).replace("\u00a0", " ")


def table(app, column):
    return next((frame.value for frame in app.dataframe if column in frame.value), None)


def test_the_page_opens_with_who_is_active_and_says_every_finding(visiting):
    app = visiting("community", **YEAR)
    said = text(app)
    assert not app.exception and "**Active members rose to 295" in said
    assert "295 people in the last 28 days" in said and "came" in said and "climbed" in said
    assert "people did half of" in said and "of members’ topics" in said
    assert "least of March 2026" in said, "whom the giveaway brought did not stay"
    assert "acts of employees" in said and "of bots" in said
    assert not {"followers", "likes"} & set(said.lower().split())


def test_every_chart_says_what_it_shows_and_there_are_not_too_many(visiting):
    alts = figures(visiting("community", **YEAR))
    assert len(alts) == 8 and all(len(alt) > 40 for alt in alts)


@pytest.mark.parametrize(
    ("move", "before", "now"),
    [
        ("contributor-to-lapsed", "contributor", "lapsed"),
        ("not-there-yet-to-newcomer", "not there yet", "newcomer"),
        ("lurker-to-advocate", "lurker", "advocate"),
    ],
)
def test_a_link_lists_the_people_of_a_move(visiting, move, before, now):
    app = visiting("community", month="2026-05", move=move, **YEAR)
    people = table(app, "before")
    assert set(people["before"]) == {before} and set(people["now"]) == {now}
    assert f"People: {before} to {now}, May 2026" in text(app) and f"{len(people)} people; most acts first." in text(app)


def test_a_month_or_a_move_of_the_link_that_is_not_known_gives_the_last_month(visiting):
    app = visiting("community", month="1999-01", move="nothing", **YEAR)
    assert not app.exception and "People, June 2026" in text(app)


def test_channels_narrow_all_but_the_stages(visiting):
    app = visiting("community", channel="e-mail", **YEAR)
    said = text(app)
    assert not app.exception and "so channels do not narrow it" in said
    every = visiting("community", **YEAR)
    assert table(app, "climbed").equals(table(every, "climbed"))
    assert "Active members" in said and "295 people" not in said


def test_text_of_exports_is_never_read_as_marks(visiting, folder):
    app = visiting("community", data=folder(interactions=HEAD + FEW))
    assert not app.exception
    assert not any("![x](" in element.value for kind in (app.markdown, app.caption, app.subheader) for element in kind)
    assert table(app, "waiting")["text"].tolist() == ["<b>Does</b> **anybody** ![x](http://example.com/x.png) know?"]


def test_few_people_are_told_from_none(visiting, folder):
    app = visiting("community", data=folder(interactions=HEAD + FEW))
    said = text(app)
    assert "1 acts of employees (1)" in said and "few answers" in said and "None in this period." in said
    assert "no data" in [metric.value for metric in app.metric]
    assert "nan" not in said.lower().split()


def test_a_filter_that_leaves_nobody_is_named(visiting, folder):
    surveys = "response_id,kind,score,scale_min,scale_max,answered_at,person_id,channel\n1,csat,5,1,5,2026-06-10 10:00,p,chat\n"
    app = visiting("community", data=folder(interactions=HEAD + FEW, surveys=surveys), channel="chat")
    assert not app.exception
    assert any("Remove channel: chat" in button.label.replace("\\", "") for button in app.button)


def test_without_interactions_the_page_says_which_export_would_fill_it(visiting, folder):
    app = visiting("community", data=folder(people="person_id,role,joined_at\np,customer,2026-06-01\n"))
    assert not app.exception and "An export of community and social activity" in text(app)


def test_parts_say_so_where_there_is_nothing():
    none = pd.DataFrame()
    assert "Nobody" in activity.finding(pd.Series(dtype=float))
    assert "No month is over" in lifecycle.said(pd.DataFrame())
    assert "No cohort" in returning.finding(pd.DataFrame(columns=["cohort"]), none)
    assert "Two whole months" in orbit.finding(pd.DataFrame(columns=["value"]))
    assert peers.said(none) == "Nobody asked anything in this period." and peers.carried(none) == "Nobody did anything in this period."
    assert "No topic" in starters.finding(pd.DataFrame(columns=["topic", "conversations", "whose", "replies_each"]))


def test_a_month_is_named_by_its_last_day():
    part = pd.DataFrame({"bucket": [pd.Timestamp(date(2026, 5, 31))], "stage_before": [3], "stage": [4], "people": [7.0]})
    assert moves.said(part, pd.Timestamp("2026-05-31")).startswith("May 2026: 0 came, 0 returned, 7 climbed")
