"""Voices in a browser: a theme is tried while it is written and serves once it is saved, and customers' marks stay text."""

import csv
import io
import re

from playwright.sync_api import Page, expect

from tests.browser.server import app
from tests.browser.visiting import PAGES, main_text, open_page, still
from tests.queries.exports import folder

PATIENCE = 60_000
# The weeks after every page got a chat button, against those before.
SLOW_CHAT = "from=2026-01-28&to=2026-04-28&compare=previous"
HOSTILE = (
    '![x](https://example.com/x.png) <img src="https://example.com/y.png" onerror="document.title=1"> **late** [a](https://example.com)'
)
HEADER = "response_id,kind,score,scale_min,scale_max,answered_at,person_id,channel,topic,comment\n"


def surveys(comment: str) -> str:
    quoted = comment.replace('"', '""')
    return HEADER + "".join(f'r{i},csat,{1 + i % 5},1,5,2026-06-{1 + i % 28:02} 10:00,p{i},chat,,"{quoted}"\n' for i in range(30))


def write(page: Page, text: str) -> None:
    """Write the theme editor's text; leaving the field tries it."""
    page.get_by_label("themes.toml", exact=True).fill(text)
    page.get_by_label("themes.toml", exact=True).press("Control+Enter")
    still(page)


def test_the_slow_chat_is_seen_in_themes_words_and_quotes(server, desk):
    open_page(desk, f"{server}/voices?{SLOW_CHAT}", PAGES["voices"])
    said = main_text(desk)
    assert "Least satisfied: waiting for an answer" in said and "clearly below" in said
    assert "Detractors write “chat”" in said
    assert re.search("“[^”]*wait[^”]*”", said)


def test_a_link_opens_the_texts_behind_a_theme_in_a_fresh_browser(server, desk, colleague):
    open_page(desk, f"{server}/voices?{SLOW_CHAT}&theme=waiting-for-an-answer&side=detractors", PAGES["voices"])
    found = re.search(r"([\d,]+) texts", main_text(desk).split("What they wrote")[1])
    desk.get_by_role("button", name="Share link").click()
    open_page(colleague, desk.get_by_test_id("stCode").first.inner_text().strip(), PAGES["voices"])
    assert found and f"{found[1]} texts" in main_text(colleague).split("What they wrote")[1]
    assert "theme=waiting-for-an-answer" in colleague.url and "side=detractors" in colleague.url


def test_a_search_stays_in_the_link(server, desk):
    open_page(desk, f"{server}/voices?{SLOW_CHAT}", PAGES["voices"])
    desk.get_by_test_id("stTextInputField").fill("seventy minutes")
    desk.get_by_test_id("stTextInputField").press("Enter")
    desk.wait_for_url(re.compile("search=seventy"))
    still(desk)
    desk.reload()
    expect(desk.get_by_test_id("stTextInputField")).to_have_value("seventy minutes", timeout=PATIENCE)


def test_a_theme_is_tried_while_it_is_written_and_serves_once_saved(tmp_path, desk):
    data = folder(tmp_path, surveys_csv=surveys("It was much too late"), settings_toml="reload_seconds = 1\n")
    with app(tmp_path / "cache", data) as address:
        open_page(desk, f"{address}/voices", PAGES["voices"])
        desk.get_by_text("Themes: their words and tags").click()
        still(desk)
        write(desk, '["no comfort"]\nword = ["late"]\n')
        expect(desk.get_by_text("there is no 'word'; a theme has words and tags.")).to_be_visible()
        expect(desk.get_by_test_id("stBaseButton-primary")).to_be_disabled()
        write(desk, '["no comfort"]\nwords = ["LATE"]\n')
        expect(desk.get_by_test_id("stBaseButton-primary")).to_be_enabled()
        desk.get_by_test_id("stBaseButton-primary").click()
        expect(desk.get_by_text("Most spoken of: no comfort (")).to_be_visible(timeout=PATIENCE)
        assert (data / "themes.toml").read_text(encoding="utf-8") == '["no comfort"]\nwords = ["LATE"]\n'


def test_marks_in_comments_are_shown_as_they_are_written_and_fetch_nothing(tmp_path, desk):
    data = folder(tmp_path, surveys_csv=surveys(HOSTILE), themes_toml='["<b>late</b>"]\nwords = ["late"]\n')
    asked: list[str] = []
    desk.on("request", lambda request: asked.append(request.url))
    with app(tmp_path / "cache", data) as address:
        open_page(desk, f"{address}/voices", PAGES["voices"])
        assert f"“{HOSTILE}”" in main_text(desk) and "<b>late</b>" in main_text(desk)
        assert [url for url in asked if "example.com" in url] == []
        assert desk.title() == "Voices · Rapport"


def test_formulas_in_comments_are_text_in_the_export(tmp_path, desk):
    data = folder(tmp_path, surveys_csv=surveys('=HYPERLINK("https://example.com","late")'))
    with app(tmp_path / "cache", data) as address:
        open_page(desk, f"{address}/voices", PAGES["voices"])
        desk.get_by_role("button", name="Export").click()
        with desk.expect_download() as download:
            desk.get_by_role("button", name="What they wrote (CSV)").click()
        rows = list(csv.reader(io.StringIO(download.value.path().read_text(encoding="utf-8-sig"), newline="")))
        column = rows[1].index("text")
        assert {row[column] for row in rows[2:]} == {'\'=HYPERLINK("https://example.com","late")'}
