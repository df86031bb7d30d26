"""Words find what a manager expects them to find, in any language, and nothing else."""

import re

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from queries import matching
from queries.trouble import Trouble

CON = duckdb.connect()


def found(words: list[str], text: str) -> bool:
    """Whether the pattern of the words finds something in the text, asked of the database."""
    return bool(CON.execute("select regexp_matches($1, $2)", [text, matching.pattern(words)]).fetchall()[0][0])


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("wait", "WAIT a minute"),
        ("wait*", "Still waiting."),
        ("call back", "please call-back"),
        ("call back", "Call,  back!"),
        ("call back", "call\nback"),
        ("e-mail", "Email me"),
        ("U.S.A.", "made in USA"),
        ("don't", "I don’t care"),
        ("don't", "dont"),
        ("rückgabe", "RÜCKGABE läuft"),
        ("rückgabe", "die Ruckgabe"),
        ("ruckgabe", "die Rückgabe"),
        ("resume", "my résumé"),
        ("naïve", "so nai\u0308ve"),
        ("é", "e\u0301"),
        ("straße", "STRASSE 5"),
        ("strasse", "die Straße"),
        ("ΟΔΟΣ", "η οδος"),
        ("Ελλάδα", "ελλαδα"),
        ("доставка", "Доставка опоздала"),
        ("배송", "배송이 늦어요"),
        ("配送", "昨日配送が遅い"),
        ("ช้า", "ส่งของช้ามาก"),
        ("हिन्दी", "यह हिन्दी है"),
        ("متأخر", "الطلب متأخر جدا"),
        ("😡", "really😡?"),
        ("C++", "c++ rocks"),
        ("24/7", "open 24/7"),
        ("a.*b", "a b"),
        ("(late)", "too late!"),
    ],
)
def test_a_word_finds(word, text):
    assert found([word], text)


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("wait", "waiting"),
        ("wait", "await"),
        ("art*", "party"),
        ("call back", "callback"),
        ("call back", "call me back"),
        ("é", "è"),
        ("schön", "schün"),
        ("配送", "送配"),
        ("a.*b", "axxb"),
        ("(late)", "latest"),
        ("AT&T", "att"),
        ("й", "и"),
        ("c++", "c"),
    ],
)
def test_a_word_does_not_find(word, text):
    assert not found([word], text)


@pytest.mark.parametrize("word", ["", " ", "*", "...", " - ", "x" * 200])
def test_a_word_that_says_nothing_is_named(word):
    with pytest.raises(Trouble, match="is no word or phrase") as trouble:
        matching.pattern([word])
    assert "\n" not in str(trouble.value)


PLAIN = st.text("abcXYZ09", min_size=1, max_size=4)
BETWEEN = st.text(" ,.;:!?\n\t()[]{}|\\^$*+-_/'\"", min_size=1, max_size=3)


def tokens(text: str) -> list[str]:
    return re.findall("[a-z0-9]+", text.lower())


@settings(deadline=None)
@given(st.lists(st.tuples(PLAIN, BETWEEN), max_size=8), st.lists(PLAIN, min_size=1, max_size=3), st.booleans())
def test_phrases_are_found_where_their_words_follow_each_other(parts, phrase, begins):
    text = "".join(word + gap for word, gap in parts)
    wanted, have = [word.lower() for word in phrase], tokens(text)
    runs = [have[place : place + len(wanted)] for place in range(len(have))]
    last = (lambda a, b: a.startswith(b)) if begins else (lambda a, b: a == b)
    expected = any(len(run) == len(wanted) and run[:-1] == wanted[:-1] and last(run[-1], wanted[-1]) for run in runs)
    # An apostrophe or hyphen inside a word may be left out; here words hold neither, so that only the gaps of the text do.
    assert found([" ".join(phrase) + ("*" if begins else "")], text) == expected


ANY = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)


@settings(deadline=None)
@given(ANY)
@example("ǅ")
@example("İ")
@example("豈")
def test_any_word_that_says_something_is_found_in_itself(word):
    try:
        matching.pattern([word])
    except Trouble:
        return
    assert found([word], f"x {word.removesuffix('*')} y")


@settings(deadline=None)
@given(st.lists(PLAIN, min_size=2, max_size=5), st.text("abcXYZ09 .", max_size=30))
def test_several_words_find_what_one_of_them_finds(words, text):
    assert found(words, text) == any(found([word], text) for word in words)


def test_a_search_takes_words_as_beginnings_and_quotes_as_they_are():
    kept, left = matching.terms('refund "no reply" late*')
    assert kept == (matching.pattern(["refund*"]), matching.pattern(["no reply"]), matching.pattern(["late*"]))
    assert left == ()


def test_what_a_search_cannot_use_is_said():
    kept, left = matching.terms("a b c d e ...")
    assert len(kept) == matching.MOST_TERMS and left == ("e", "...")
    assert matching.terms("") == ((), ())
    assert matching.terms('"') == ((), ('"',))
