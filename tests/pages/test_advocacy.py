"""Advocates, Referrals and Employees, full, few and empty: what they say, what a pick shows, and what is hidden."""

import pytest

from pages.parts import tables
from tests.pages.conftest import figures, words

PEOPLE = "person_id,role,name,team,joined_at,became_customer_at,consent\n"
STAFF = "".join(f"s{n},employee,Colleague {n},{'Ada' if n < 9 else 'Bea'},2025-01-01,,\n" for n in range(12))
FEW = (
    "a,customer,=HYPERLINK(1),,2026-01-01,2026-01-01,true\n"
    "b,customer,**bold** ![x](http://example.com/x.png),,2026-06-02,2026-06-02,true\n"
    "c,customer,<b>Cyd</b>,,2026-06-03,,true\n"
)
REFERRALS = "referral_id,referrer_id,referred_id,invited_at,joined_at,converted_at,status\n"
CHAIN = "1,a,b,2026-06-02,2026-06-02,2026-06-02,converted\n2,b,c,2026-06-03,2026-06-03,,joined\n3,c,a,2026-06-04,,,invited\n"
ACTS = "interaction_id,at,kind,actor_id,actor_role,channel\n"
SHARES = "".join(f"i{n},2026-06-{n + 1:02} 10:00,share,s{n},employee,forum\n" for n in range(12))
LAST = "last,2026-07-01 10:00,visit,a,,forum\n"


def text(app) -> str:
    return words(app).replace("\u00a0", " ")


def table(app, column):
    return next(frame.value for frame in app.dataframe if column in frame.value)


def test_advocates_open_with_the_rate_and_list_ambassadors_with_their_reasons(visiting):
    app = visiting("advocates")
    said = text(app)
    assert "**Advocacy rate" in said and "people did half of" in said and "Followers count for nothing" in said
    rows = table(app, "reasons")
    assert rows["reasons"].str.len().min() > 10 and not {"followers", "likes"} & set(rows)


def test_a_long_list_of_ambassadors_is_cut_and_exported_whole(visiting, monkeypatch):
    monkeypatch.setattr(tables, "MOST_ROWS", 2)
    app = visiting("advocates")
    shown = table(app, "reasons")
    assert len(shown) == 2 and "The first 2 of" in text(app)
    whole = next(offered for offered in app.session_state["export_tables"] if offered.name == "Ambassador list").frame()
    assert len(whole) > 2 and whole["reasons"].str.len().min() > 10
    assert whole["person_id"].head(2).tolist() == shown["person_id"].tolist()


@pytest.mark.parametrize("state", ["ambassador", "candidate", "resting", "lost"])
def test_every_state_of_the_pipeline_can_be_linked_to(visiting, state):
    app = visiting("advocates", state=state)
    assert not app.exception and app.segmented_control(key="state").value == state
    assert len(table(app, "reasons"))


def test_referrals_say_what_counts_and_show_the_tree_of_the_person_in_the_link(visiting):
    app = visiting("referrals", person="p-00217")
    said = text(app)
    assert "invitations" in said and "The tree of Марлина Лесенко" in said
    tree = table(app, "above")
    assert tree["person_id"].iloc[0] == "p-00217" and tree["step"].max() == 2 and len(tree) - 1 == sum(tree["brought"])
    assert any(alt.startswith("K of 12 times 30 days") for alt in figures(app))


def test_the_campaign_with_likes_is_named_as_one_that_brought_nobody(visiting):
    assert "no valid referral came of spring giveaway" in text(visiting("referrals", from_="2026-01-01", to="2026-07-01"))


def test_a_person_of_the_link_who_is_not_known_is_nobody_s_tree(visiting):
    assert not visiting("referrals", person="'; drop table people; --").exception


def test_employees_are_told_by_team_and_a_small_team_is_hidden(visiting):
    app = visiting("employees", team="community")
    assert table(app, "sharers")["private"].eq("hidden").all() and table(app, "sharers")["n"].isna().all()
    assert "hidden" in [metric.value for metric in app.metric]
    assert "Hidden: fewer than 5 people" in text(app) and "Community" not in " ".join(figures(app))


def test_text_of_exports_is_never_read_as_marks(visiting, folder):
    data = folder(people=PEOPLE + FEW, referrals=REFERRALS + CHAIN, interactions=ACTS + LAST)
    app = visiting("referrals", data=data, person="b")
    assert not app.exception
    assert not any("![x](" in element.value for kind in (app.markdown, app.caption, app.subheader) for element in kind)


def test_few_and_none_are_told_apart(visiting, folder):
    app = visiting("employees", data=folder(people=PEOPLE + STAFF, interactions=ACTS + SHARES + LAST))
    assert not app.exception
    said = text(app)
    assert "12 of 12 employees shared 12 times" in said
    assert table(app, "sharers")["private"].tolist() == ["", "hidden", "hidden"], (
        "three of Bea are hidden, and Ada, who would give them away"
    )


@pytest.mark.parametrize("page", ["advocates", "referrals", "employees"])
def test_without_any_export_of_it_a_page_says_which_one_would_fill_it(visiting, folder, page):
    app = visiting(page, data=folder(people=PEOPLE + FEW))
    assert not app.exception and not app.error
    assert "An export of" in text(app) and "nan" not in text(app).lower().split()
