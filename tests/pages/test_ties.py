"""Ties, full, few and empty: what the page says, whom a link picks, and that no name is read as marks."""

import pandas as pd
import pytest

from pages.parts import bridges, network
from pages.parts.visit import Visit
from queries.filters import Filters
from tests.pages.conftest import figures, words
from tests.queries.loaded import sample

PEOPLE = (
    "person_id,role,name,joined_at\na,member,=HYPERLINK(1),2026-01-01\nb,member,**bold** ![x](http://example.com/x.png),2026-01-01\n"
    "c,member,<b>Cyd</b>,2026-01-01\ns,employee,Sam,2026-01-01\nt,bot,Bot,2026-01-01\n"
)
ACTS = "interaction_id,at,kind,actor_id,target_id,channel,purpose\n"
SAID = (
    "1,2026-06-02 10:00,question,a,,forum,\n2,2026-06-02 11:00,answer,b,a,forum,\n3,2026-06-03 10:00,thanks,a,b,forum,praise\n"
    "4,2026-06-03 11:00,answer,s,c,forum,\n5,2026-06-04 11:00,reply,b,c,forum,\n6,2026-06-04 12:00,reply,t,c,forum,\n"
)
LAST = "last,2026-07-01 10:00,visit,a,,forum,\n"
POSTS = "post_id,published_at,channel,author_id,author_role,intent,text,comments\n"
PUBLISHED = "".join(f"p{n},2026-06-0{n + 1} 10:00,forum,s,employee,ask,{'Please share' if n < 3 else 'New today'},{n}\n" for n in range(6))


def text(app) -> str:
    return words(app).replace("\u00a0", " ")


def table(app, column):
    return next(frame.value for frame in app.dataframe if column in frame.value)


def test_the_page_opens_with_a_sentence_and_shows_both_counts_bridges_cold_ties_and_fans(visiting):
    app = visiting("ties")
    assert not app.exception
    said = text(app)
    assert "**No clear change in ties answered" in said and "The brand gave" in said and "Members gave" in said and "(density" in said
    assert "would lose touch with the rest" in said and "ties are silent for 28 days" in said
    assert table(app, "evidence")["evidence"].str.len().min() > 30
    assert table(app, "cut_off")["cut_off"].is_monotonic_decreasing
    assert len(figures(app)) <= 8 and all(len(alt) > 40 for alt in figures(app))


def test_neither_followers_nor_likes_stand_anywhere(visiting):
    app = visiting("ties")
    columns = {column for frame in app.dataframe for column in frame.value}
    assert not {"followers", "likes", "reactions", "reach", "impressions"} & columns
    assert "likes count for nothing" in text(app)


def test_a_link_picks_a_person_whose_ties_are_listed_and_drawn(visiting):
    app = visiting("ties", person="p-00126")
    assert "Marise Roumier has ties with" in text(app) and "Ties of Marise Roumier" in text(app)
    rows = table(app, "got")
    assert ((rows["gave"] > 0) | (rows["got"] > 0)).all() and "p-00126" not in set(rows["person_id"])
    anybody = visiting("ties")
    assert f"Ties of {table(anybody, 'cut_off')['name'].iloc[0]}" in text(anybody), "without a pick, whoever has most ties"


def test_the_export_gives_everybody_with_what_the_lists_show_of_the_first():
    visit = Visit(sample(), Filters.default(sample()), "Ties")
    found = network.found(visit)
    every = network.listed(visit, found)
    assert len(every) == found.network.n == every["person_id"].nunique()
    assert every["ties"].sum() == 2 * len(found.network.one) and (every["mutual"] <= every["ties"]).all()
    assert every["gave"].sum() == every["got"].sum() == (found.network.forth + found.network.back).sum()
    assert set(every["side"]) == {"member", "staff"} and (every.loc[every["side"] == "staff", "with_staff"] > 0).all()
    held = bridges.held(visit, found, found.bridges, everybody=True)
    assert held["cut_off"].is_monotonic_decreasing and len(held) == (every["cut_off"] > 0).sum() > 0
    pd.testing.assert_frame_equal(bridges.held(visit, found, found.bridges[:5]), held.head(5))


def test_a_person_of_the_link_who_has_no_ties_is_nobody(visiting):
    assert not visiting("ties", person="'; drop table people; --").exception


def test_the_same_visit_draws_its_network_once(visiting, monkeypatch):
    drawn = []
    monkeypatch.setattr(network.picture, "draw", lambda found, draw=network.picture.draw: drawn.append(1) or draw(found))
    visiting("ties", from_="2026-01-05", to="2026-03-01").run()
    assert len(drawn) == 1


def test_the_spring_s_giveaway_begged_and_fewer_people_answered_it_in_words(visiting):
    said = text(visiting("ties", from_="2026-02-01", to="2026-05-01"))
    assert "posts beg for a share: associated with more comments and fewer people who answered in words, a post" in said
    assert "Associated with, not caused by" in said


def test_names_of_exports_are_never_read_as_marks(visiting, folder):
    app = visiting("ties", data=folder(people=PEOPLE, interactions=ACTS + SAID + LAST, posts=POSTS + PUBLISHED), person="b")
    assert not app.exception
    assert not any("![x](" in element.value for kind in (app.markdown, app.caption, app.subheader) for element in kind)
    said = text(app)
    assert "4 ties: 3 among members, 1 from staff to members" in said and "1 of bots, deleted or test accounts" in said
    assert "3 of 6 posts beg for a share" in said
    spec = next(chart.proto.spec for chart in app.get("plotly_chart") if chart.proto.alt.startswith("Network"))
    assert "<b>Cyd" not in spec and "&lt;b&gt;Cyd" in spec


@pytest.mark.parametrize(
    "link", [{"channel": "e-mail"}, {"segment": "trade", "channel": "forum"}, {"from_": "2024-07-01", "to": "2024-07-08"}]
)
def test_few_ties_or_none_are_said_and_nothing_breaks(visiting, link):
    app = visiting("ties", **link)
    assert not app.exception and "nan" not in text(app).lower().split()


def test_without_any_export_of_it_the_page_says_which_one_would_fill_it(visiting, folder):
    app = visiting("ties", data=folder(people=PEOPLE))
    assert not app.exception and not app.error
    assert "An export of community and social activity would fill this" in text(app) and "nan" not in text(app).lower().split()


def test_whoever_knows_both_could_warm_a_tie_up_else_one_of_us_else_an_owner(visiting):
    rows = table(visiting("ties"), "warm")
    assert rows["warm"].str.endswith(("who knows both", "one of us", "who looks after them")).any()
    staff = rows[(rows["side"] == "staff") | (rows["other_side"] == "staff")]
    assert (staff["warm"] != "").all()
