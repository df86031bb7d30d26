"""themes.toml: what is wrong in it is one sentence, it is saved whole or not at all, and rows get the themes that it says."""

import duckdb
import pytest

from queries import loading, settings, snapshot, themes
from queries.themes import Theme
from queries.trouble import Trouble

TEXT = """
["too late"]
words = ["late", "waited an hour"]

[delivery]
words = ["parcel*"]
tags = ["Shipping"]

[prices]
tags = ["invoice"]
"""


def test_a_file_is_read_in_its_order():
    assert themes.parse(TEXT) == (
        Theme("too late", ("late", "waited an hour")),
        Theme("delivery", ("parcel*",), ("Shipping",)),
        Theme("prices", (), ("invoice",)),
    )
    assert themes.parse("") == ()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[delivery", "cannot be read"),
        ("\x00", "cannot be read"),
        ("delivery = 3", "stands alone"),
        ("[delivery]", "neither words nor tags"),
        ("[delivery]\nwords = []", "neither words nor tags"),
        ("[delivery]\nwords = 'late'", "must be a list of texts"),
        ("[delivery]\nwords = [1]", "must be a list of texts"),
        ("[delivery]\nwords = ['']", "must be a list of texts"),
        ("[delivery]\nwords = ['...']", "is no word or phrase"),
        ("[delivery]\nwords = ['a']\ncolour = 'red'", "there is no 'colour'"),
        ("[' delivery']\nwords = ['a']", "is no name for a theme"),
        ('["a\\u001fb"]\nwords = ["a"]', "is no name for a theme"),
        (f"[{'x' * 61}]\nwords = ['a']", "is no name for a theme"),
        ("[Delivery]\nwords = ['a']\n[delivery]\nwords = ['b']", "is there twice"),
        ("".join(f"[t{i}]\nwords = ['a']\n" for i in range(61)), "more than 60"),
        (f"[a]\nwords = {[f'delivery number {i}' for i in range(3000)]}", "more than can be looked for"),
    ],
)
def test_what_is_wrong_is_one_sentence(text, says):
    with pytest.raises(Trouble, match=says) as trouble:
        themes.parse(text)
    assert str(trouble.value).startswith("themes.toml") and "\n" not in str(trouble.value)


def test_as_many_words_as_are_allowed_can_be_looked_for():
    words = tuple(f"Rückgabe {i}" for i in range(520))
    found = themes.parse(f"[a]\nwords = {list(words[:260])}\n[b]\nwords = {list(words[260:])}")
    select = themes.expression("surveys", found)
    rows = duckdb.execute(f"select {select} from (select 'RUCKGABE 519' as comment, null::varchar as topic) t").fetchall()
    assert rows == [("b",)]


def named(table: str, found: tuple[Theme, ...], **columns: str | None) -> list[str]:
    """The themes of one row."""
    given = ", ".join(f"${name}::varchar as {name}" for name in columns)
    (row,) = duckdb.execute(f"select {themes.expression(table, found)} from (select {given}) t", columns).fetchall()
    return row[0].split(chr(31)) if row[0] is not None else []


@pytest.mark.parametrize(
    ("comment", "topic", "expected"),
    [
        ("The PARCELS came late.", None, ["too late", "delivery"]),
        ("Fine.", "shipping ", ["delivery"]),
        ("My parcel", "Shipping", ["delivery"]),
        ("Late", "setup", ["too late", "setup"]),
        (None, "setup", ["setup"]),
        (None, "Invoice", ["prices"]),
        (None, "Too Late", ["too late"]),
        (None, None, []),
        ("Fine.", None, []),
    ],
)
def test_a_comment_has_the_themes_of_its_words_and_its_tag(comment, topic, expected):
    assert named("surveys", themes.parse(TEXT), comment=comment, topic=topic) == expected


def test_without_a_file_a_topic_is_the_theme_and_a_purpose_is_none():
    assert named("surveys", (), comment="late", topic="setup") == ["setup"]
    assert named("interactions", (), text="late", purpose="service") == []
    assert named("interactions", (Theme("help", (), ("service",)),), text=None, purpose="Service") == ["help"]


def test_an_action_without_a_topic_is_known_by_its_title():
    found = themes.parse(TEXT)
    assert named("actions", found, topic="shipping", title="Never late again") == ["delivery"]
    assert named("actions", found, topic=None, title="Never late again") == ["too late"]


def test_words_of_a_theme_are_values_and_never_sql():
    found = (Theme("it's'; drop table x; --", ("o'clock'; --",), ("a'b",)),)
    assert named("surveys", found, comment="six o'clock", topic="a'b") == ["it's'; drop table x; --"]


def test_the_settings_of_a_folder_carry_its_themes(tmp_path):
    (tmp_path / "themes.toml").write_text(TEXT, encoding="utf-8")
    assert settings.read(tmp_path).themes == themes.parse(TEXT)
    (tmp_path / "settings.toml").write_text("themes = []")
    with pytest.raises(Trouble, match="there is no setting 'themes'"):
        settings.read(tmp_path)


def test_saving_replaces_the_file_in_one_step(tmp_path):
    themes.save(tmp_path, tmp_path, TEXT, themes.version(""))
    assert themes.text(tmp_path) == TEXT
    themes.save(tmp_path, tmp_path, "[a]\nwords = ['ü']\n", themes.version(TEXT))
    assert themes.text(tmp_path) == "[a]\nwords = ['ü']\n"
    assert [path.name for path in tmp_path.glob(".themes*")] == []


def test_a_text_that_says_no_themes_is_not_saved(tmp_path):
    themes.save(tmp_path, tmp_path, TEXT, themes.version(""))
    with pytest.raises(Trouble, match="cannot be read"):
        themes.save(tmp_path, tmp_path, "[", themes.version(TEXT))
    assert themes.text(tmp_path) == TEXT


def test_what_somebody_else_saved_unseen_is_never_overwritten(tmp_path):
    themes.save(tmp_path, tmp_path, TEXT, themes.version(""))
    with pytest.raises(Trouble, match="changed by somebody else"):
        themes.save(tmp_path, tmp_path, "[mine]\nwords = ['a']", themes.version(""))
    assert themes.text(tmp_path) == TEXT


def test_a_save_that_fails_half_way_leaves_the_old_file(tmp_path, monkeypatch):
    themes.save(tmp_path, tmp_path, TEXT, themes.version(""))

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(themes.os, "fsync", full)
    with pytest.raises(Trouble, match="No space left on device"):
        themes.save(tmp_path, tmp_path, "[a]\nwords = ['a']", themes.version(TEXT))
    assert themes.text(tmp_path) == TEXT and [path.name for path in tmp_path.glob(".themes*")] == []


def test_new_themes_make_a_new_snapshot_without_reading_an_export_again(tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    header = "response_id,kind,score,scale_min,scale_max,answered_at,comment\n"
    (data / "surveys.csv").write_text(f"{header}1,csat,2,1,5,2026-06-01 10:00,Far too late\n", encoding="utf-8")
    loading.load(data, tmp_path / "cache")
    themes.save(data, tmp_path, TEXT, themes.version(""))
    report = loading.load(data, tmp_path / "cache")
    assert report.changed and [file.state for file in report.files] == ["unchanged"]
    found = snapshot.current(tmp_path / "cache")
    assert found.cursor().execute("select themes from surveys").fetchall() == [("too late",)]
    assert not loading.load(data, tmp_path / "cache").changed


def test_a_file_of_themes_that_says_nothing_leaves_the_last_good_data(tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    (data / "people.csv").write_text("person_id,role,joined_at\np1,customer,2026-01-01\n", encoding="utf-8")
    good = loading.load(data, tmp_path / "cache").snapshot
    (data / "themes.toml").write_text("[", encoding="utf-8")
    with pytest.raises(Trouble, match=r"^themes\.toml cannot be read"):
        loading.load(data, tmp_path / "cache")
    assert snapshot.current_name(tmp_path / "cache") == good
