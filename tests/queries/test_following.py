"""Rows that follow from others: cases threaded from messages, and promises that the settings or a case's due time make."""

from pathlib import Path

import pytest

from queries import loading, settings, snapshot
from queries.trouble import Trouble

CASES = """case_id,person_id,channel,team,priority,opened_at,first_response_at,resolved_at,response_due_at
c1,p1,chat,Ada,high,2026-03-11 16:00,2026-03-11 16:20,2026-03-12 10:00,
c2,p2,mail,Ada,low,2026-03-11 16:00,2026-03-12 12:30,,
c3,p3,mail,Bea,low,2026-03-11 16:00,,,2026-03-11 18:00
c4,p4,phone,Bea,low,2026-03-11 16:00,2026-03-11 16:01,2026-03-11 16:02,
"""
PROMISES = (
    "promise_id,kind,case_id,due_at,kept_at\nx1,first response,c4,2026-03-11 16:05,2026-03-11 16:01\nx2,callback,c1,2026-03-12 09:00,\n"
)
RESPONSE = """
zone = "UTC"
[response]
first_response = 240
[response.channel.chat]
first_response = 10
[response.priority.high]
first_response = 30
resolution = 480
"""
MESSAGES = """interaction_id,at,channel,kind,actor_id,actor_role,parent_id,thread_id,text
m1,2026-03-01 10:00,social,mention,a,,,t,Where is my order?
m2,2026-03-01 10:20,social,reply,shop,brand,m1,t,We are looking
m3,2026-03-01 11:00,social,reply,a,,m2,t,And?
m4,2026-03-01 11:30,social,reply,helper,bot,m3,t,Thank you for your message
m5,2026-03-01 12:00,social,reply,b,,m3,t,Same here
m6,2026-03-01 13:00,social,reaction,shop,brand,m5,t,
m7,2026-03-01 14:00,forum,question,c,,,,How do I wash it?
m8,2026-03-01 15:00,forum,answer,shop,brand,m7,,Cold
"""


def loaded(place: Path, **files: str) -> snapshot.Snapshot:
    """A snapshot of a data folder of the files given (`_` for the dot of the ending)."""
    data, cache = place / "data", place / "cache"
    data.mkdir(exist_ok=True)
    cache.mkdir(exist_ok=True)
    for name, text in files.items():
        stem, _, ending = name.rpartition("_")
        (data / f"{stem}.{ending}").write_text(text, encoding="utf-8")
    loading.load(data, cache)
    found = snapshot.current(cache)
    assert found is not None
    assert not list(cache.rglob("*.duckdb.*")), "nothing stays beside the snapshot"
    return found


def promises(found: snapshot.Snapshot) -> dict[tuple[str, str], tuple[str, bool | None]]:
    """(case, kind) -> when it is due, and whether it was kept on time."""
    rows = found.cursor().execute(
        "select case_id, kind::varchar, strftime(due_at, '%d %H:%M'), kept_at <= due_at from promises order by case_id, kind::varchar"
    )
    return {(case, kind): (due, kept) for case, kind, due, kept in rows.fetchall()}


def test_targets_and_due_times_make_promises_and_exported_ones_stay(tmp_path):
    found = promises(loaded(tmp_path, settings_toml=RESPONSE, cases_csv=CASES, promises_csv=PROMISES))
    assert found == {
        # Of the targets for chat and for high priority the shorter one holds.
        ("c1", "first response"): ("11 16:10", False),
        ("c1", "resolution"): ("12 00:00", False),
        ("c1", "callback"): ("12 09:00", None),
        ("c2", "first response"): ("11 20:00", False),
        # The case says by when, whatever the target is.
        ("c3", "first response"): ("11 18:00", None),
        # An export brings this one.
        ("c4", "first response"): ("11 16:05", True),
    }


def test_without_targets_only_due_times_of_cases_make_promises(tmp_path):
    found = promises(loaded(tmp_path, cases_csv=CASES))
    assert found == {("c3", "first response"): ("11 18:00", None)}


def test_targets_in_business_hours_end_in_business_hours(tmp_path):
    text = 'zone = "UTC"\n[business_hours]\nfrom = "09:00"\nto = "17:00"\n[response]\nclock = "business"\nfirst_response = 240\n'
    found = promises(loaded(tmp_path, settings_toml=text, cases_csv=CASES))
    assert found["c1", "first response"] == ("12 12:00", True)
    assert found["c2", "first response"] == ("12 12:00", False)


def test_a_promise_that_follows_carries_its_case(tmp_path):
    row = (
        loaded(tmp_path, settings_toml=RESPONSE, cases_csv=CASES)
        .cursor()
        .execute(
            "select promise_id, person_id, channel::varchar, team::varchar, made_at = opened_at from promises join cases using (case_id, person_id, channel, team) where case_id = 'c2'"
        )
    )
    assert row.fetchall() == [("first response of c2", "p2", "mail", "Ada", True)]


def test_a_message_of_a_customer_in_a_threaded_channel_is_a_case_answered_by_the_company(tmp_path):
    found = loaded(tmp_path, settings_toml='zone = "UTC"\nthreaded = ["social"]\n', interactions_csv=MESSAGES)
    rows = found.cursor().execute(
        "select case_id, person_id, response_minutes, agent_id, agent_replies, subject, waiting_since is not null from cases order by 1"
    )
    assert rows.fetchall() == [
        ("m1", "a", 20.0, "shop", 1, "Where is my order?", False),
        # A bot does not answer, and neither does a reaction.
        ("m3", "a", None, None, 0, "And?", True),
        ("m5", "b", None, None, 0, "Same here", True),
    ]


def test_a_channel_whose_cases_are_exported_is_not_threaded_once_more(tmp_path):
    cases = "case_id,channel,opened_at\nc9,social,2026-03-01 10:00\n"
    found = loaded(tmp_path, settings_toml='zone = "UTC"\nthreaded = ["social", "forum"]\n', interactions_csv=MESSAGES, cases_csv=cases)
    assert found.cursor().execute("select case_id from cases order by 1").fetchall() == [("c9",), ("m7",)]


def test_a_message_that_is_exported_twice_is_one_case(tmp_path):
    found = loaded(tmp_path, settings_toml='zone = "UTC"\nthreaded = ["social"]\n', interactions_csv=MESSAGES, again_csv=MESSAGES)
    assert found.cursor().execute("select count(*), max(agent_replies) from cases").fetchall() == [(3, 1)]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[response]\nfirst_reply = 3", "has no 'first_reply'"),
        ("[response]\nfirst_response = 0", "a number of minutes above 0"),
        ("[response]\nfirst_response = true", "a number of minutes"),
        ('[response]\nclock = "lunar"', "calendar or business"),
        ('[response]\nclock = "business"', "needs the section"),
        ("[response]\nchannel = 3", "channel must be a section"),
        ("[response.channel.chat]\nresponse = 3", "channel.chat has no 'response'"),
        ('[business_hours]\nfrom = "09:00"\nto = "08:00"', "later than from"),
    ],
)
def test_a_wrong_target_is_named_in_one_sentence(tmp_path, text, says):
    (tmp_path / "settings.toml").write_text(text)
    with pytest.raises(Trouble, match=says) as trouble:
        settings.read(tmp_path)
    assert str(trouble.value).startswith("settings.toml") and "\n" not in str(trouble.value)
