"""The page Voices: empty, few and full; what narrows it is in the link; themes are tried and saved; customers' marks stay text."""

import pytest

from queries import themes, watching
from tests.pages.conftest import figures, words

SLOW = {"from_": "2026-01-28", "to": "2026-04-28"}
HEADER = "response_id,kind,score,scale_min,scale_max,answered_at,person_id,channel,topic,comment\n"
HOSTILE = "![x](https://example.com/x.png) <img src=x onerror=alert(1)> **bold** =HYPERLINK() late"


def comments(count: int, text: str = "It came late again this week") -> str:
    """Lines of surveys.csv with a comment each, a person each, in June 2026."""
    rows = [f'r{i},csat,{1 + i % 5},1,5,2026-06-{1 + i % 30:02} 10:00,p{i},chat,setup,"{text}"\n' for i in range(count)]
    return HEADER + "".join(rows) + "last,csat,5,1,5,2026-07-01 09:00,p0,chat,,\n"


@pytest.fixture
def editing(visiting, folder, monkeypatch):
    """The page of a folder of its own, with the theme editor open; nothing is loaded in the background."""
    monkeypatch.setattr(watching, "reload_now", lambda data, cache: None)

    def visit(**files: str):
        data = folder(**files)
        app = visiting("voices", data=data)
        app.session_state["themes_open"] = True
        return app.run(), data

    return visit


def frame(app, *columns: str):
    """The first table that has these columns."""
    return next(table.value for table in app.dataframe if set(columns) <= set(table.value.columns))


def test_without_words_the_page_says_so_and_how_to_fill_it(visiting, folder):
    app = visiting("voices", data=folder(orders="order_id,ordered_at,amount\no1,2026-06-01 10:00,5\n"))
    assert not app.exception
    assert "Nobody wrote anything in this period." in words(app)
    assert "An export of survey answers (CSAT, NPS, CES) would fill this" in words(app)
    assert figures(app) == []


def test_few_comments_are_shown_and_called_few(visiting, folder):
    app = visiting("voices", data=folder(surveys=comments(3)))
    assert not app.exception
    assert list(frame(app, "theme", "trend")["theme"]) == ["setup"]
    assert "A word must be in 10 comments" in words(app)
    assert "Too few comments to compare." in words(app)


def test_the_slow_chat_is_seen_in_words_themes_and_quotes(visiting):
    app = visiting("voices", **SLOW)
    assert not app.exception
    rows = frame(app, "theme", "trend").set_index("theme")
    assert rows.loc["waiting for an answer", "change"] > 0
    assert "Least satisfied: waiting for an answer" in words(app) and "clearly below" in words(app)
    assert any("chat: z +" in text for text in figures(app))
    assert any("wait" in text.value for text in app.text)


def test_a_link_restores_theme_word_side_and_search(visiting):
    query = {"theme": "waiting-for-an-answer", "word": "chat", "side": "detractors", "search": '"the chat" nobod'}
    app = visiting("voices", **SLOW, **query)
    assert {key: app.query_params[key] for key in query} == query
    rows = frame(app, "text", "themes")
    assert len(rows) and all("waiting for an answer" in themes for themes in rows["themes"])
    assert all("chat" in text.lower() for text in rows["text"])
    assert not app.exception


def test_a_search_finds_words_in_any_letter_case_and_goes_into_the_link(visiting):
    app = visiting("voices", **SLOW)
    app.text_input(key="search").set_value("SEVENTY shortly").run()
    rows = frame(app, "text", "themes")
    assert len(rows) and all("seventy" in text and "shortly" in text for text in rows["text"])
    assert app.query_params["search"] == "SEVENTY shortly"


def test_a_theme_picked_in_the_list_goes_into_the_link(visiting):
    app = visiting("voices", **SLOW)
    next(box for box in app.selectbox if box.label == "Theme").select("delivery").run()
    assert app.query_params["theme"] == "delivery"
    assert all("delivery" in found for found in frame(app, "text", "themes")["themes"])
    assert list(frame(app, "title", "verdict")["theme"].unique()) in (["delivery"], [])


def test_filters_that_leave_no_words_are_named(visiting, folder):
    lines = comments(30) + "n1,nps,9,0,10,2026-06-02 10:00,p1,phone,,\n"
    app = visiting("voices", data=folder(surveys=lines), channel="phone")
    assert "No comments or messages in" in words(app)
    assert app.button(key="remove_channel")


def test_what_was_done_is_said_to_come_after_and_not_because(visiting):
    app = visiting("voices")
    assert "After, not because" in words(app)
    assert "rose clearly" in words(app)


def test_comments_of_few_employees_are_hidden(visiting, folder):
    people = "person_id,role\n" + "".join(f"e{i},employee\n" for i in range(9))
    lines = "".join(f'e{i},enps,9,0,10,2026-05-10 10:00,e{i},,,"I hope that nobody reads this"\n' for i in range(9))
    app = visiting("voices", data=folder(surveys=comments(30) + lines, people=people))
    assert "Fewer than 10 people answered in each month" in words(app)
    assert not any("I hope that nobody" in str(table.value.to_numpy()) for table in app.dataframe)


def test_marks_in_comments_stay_text(visiting, folder):
    app = visiting("voices", data=folder(surveys=comments(12, HOSTILE), themes_x="a\n1\n"))
    assert not app.exception
    assert any(HOSTILE in text.value for text in app.text)
    shown = "\n".join(element.value for kind in (app.markdown, app.caption, app.subheader, app.warning) for element in kind)
    assert "https://example.com/x.png" not in shown.replace("\\", "") and "onerror" not in shown


def test_a_draft_is_tried_on_the_data_before_it_is_saved(editing):
    app, data = editing(surveys=comments(20))
    app.text_area(key="themes_text").set_value('[punctual]\nwords = ["LATE"]\n').run()
    row = frame(app, "theme", "total").iloc[0]
    assert (row["theme"], row["total"], row["comments"]) == ("punctual", 20, 20)
    assert not (data / "themes.toml").exists()


def test_a_draft_that_says_nothing_is_one_sentence_and_cannot_be_saved(editing):
    app, _ = editing(surveys=comments(20))
    app.text_area(key="themes_text").set_value("[punctual]\nword = ['late']\n").run()
    assert [error.value.replace("\\", "") for error in app.error] == [
        "themes.toml, punctual: there is no 'word'; a theme has words and tags."
    ]
    assert next(button for button in app.button if button.label == "Save").disabled


def test_saving_writes_the_file(editing):
    app, data = editing(surveys=comments(20))
    text = '[punctual]\nwords = ["late"]\n'
    app.text_area(key="themes_text").set_value(text).run()
    next(button for button in app.button if button.label == "Save").click().run()
    assert themes.text(data) == text
    assert [done.value for done in app.success] == ["Saved\\."]


def test_what_somebody_else_saved_is_shown_before_it_can_be_overwritten(editing):
    app, data = editing(surveys=comments(20))
    theirs, mine = '[theirs]\nwords = ["again"]\n', '[mine]\nwords = ["late"]\n'
    app.text_area(key="themes_text").set_value(mine).run()
    (data / "themes.toml").write_text(theirs, encoding="utf-8")
    next(button for button in app.button if button.label == "Save").click().run()
    assert themes.text(data) == theirs
    assert any("changed by somebody else" in error.value for error in app.error)
    assert theirs.strip() in [code.value for code in app.code]
    next(button for button in app.button if button.label == "Keep mine").click().run()
    next(button for button in app.button if button.label == "Save").click().run()
    assert themes.text(data) == mine


def test_where_the_folder_cannot_be_written_the_text_can_be_taken_along(editing, monkeypatch):
    monkeypatch.setattr(themes, "writable", lambda data: False)
    app, _ = editing(surveys=comments(20))
    assert next(button for button in app.button if button.label == "Save").disabled
    assert "The data folder cannot be written from here" in words(app)
