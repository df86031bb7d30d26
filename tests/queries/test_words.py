"""Words that set two groups apart: the paper's formulas written out, the laws that they keep, and complaints about two airlines."""

import csv
import re
import unicodedata
from collections import Counter
from dataclasses import replace
from math import log, sqrt

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries import views
from queries.measures import words
from tests.real import folders
from tests.real.facts import EVER

NEAR = 1e-9
COLUMNS = ["word", "left_times", "right_times", "left_documents", "right_documents"]


def frame(rows: list[tuple[str, int, int]]) -> pd.DataFrame:
    """Words that are in as many texts as they are said, with the sums of both sides."""
    made = pd.DataFrame([(word, left, right, left, right) for word, left, right in rows], columns=COLUMNS)
    return made.assign(left_total=made["left_times"].sum(), right_total=made["right_times"].sum())


def direct(left: Counter[str], right: Counter[str], prior: float) -> dict[str, float]:
    """z of each word, as the paper has it: equations 16 (log-odds), 18 to 20 (variance), 22 (z), informative prior of 3.5.1."""
    both = left + right
    n_left, n_right, n = left.total(), right.total(), both.total()
    found = {}
    for word in both:
        alpha = prior * both[word] / n
        one = (left[word] + alpha) / (n_left + prior - left[word] - alpha)
        other = (right[word] + alpha) / (n_right + prior - right[word] - alpha)
        found[word] = (log(one) - log(other)) / sqrt(1 / (left[word] + alpha) + 1 / (right[word] + alpha))
    return found


COUNTS = st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200)), min_size=3, max_size=12).filter(
    lambda counts: sum(a for a, _ in counts) and sum(b for _, b in counts) and sum(a + b > 0 for a, b in counts) > 2
)


def of(counts: list[tuple[int, int]], **more: float) -> dict[str, float]:
    rows = [(f"w{place}", a, b) for place, (a, b) in enumerate(counts)]
    made = words.apart(frame(rows), documents=1, **more)
    return dict(zip(made["word"], made["z"], strict=True))


@settings(deadline=None)
@given(COUNTS, st.floats(1, 1e4))
def test_z_is_what_the_formulas_give(counts, prior):
    left, right = (Counter({f"w{place}": pair[side] for place, pair in enumerate(counts)}) for side in (0, 1))
    expected = {word: z for word, z in direct(left, right, prior).items() if left[word] + right[word]}
    assert of(counts, prior=prior) == pytest.approx(expected, abs=NEAR)


@settings(deadline=None)
@given(COUNTS)
def test_when_the_sides_are_swapped_z_changes_its_sign(counts):
    swapped = of([(b, a) for a, b in counts])
    assert of(counts) == pytest.approx({word: -z for word, z in swapped.items()}, abs=NEAR)


@settings(deadline=None)
@given(COUNTS)
def test_a_stronger_prior_draws_every_difference_to_nothing(counts):
    rows = frame([(f"w{place}", a, b) for place, (a, b) in enumerate(counts)])
    weak, strong = (words.apart(rows, prior=prior, documents=1).set_index("word")["delta"].abs() for prior in (1e9, 1e12))
    assert (strong <= weak + 1e-6).all() and (strong < 1e-3).all()


@settings(deadline=None)
@given(st.lists(st.integers(1, 200), min_size=2, max_size=10))
def test_alike_sides_are_not_apart(counts):
    assert all(abs(z) < NEAR for z in of([(count, count) for count in counts]).values())


@settings(deadline=None)
@given(COUNTS, st.integers(2, 6))
def test_more_of_the_same_is_surer(counts, times):
    once, more = of(counts, prior=0.5), of([(times * a, times * b) for a, b in counts], prior=0.5 * times)
    assert more == pytest.approx({word: z * sqrt(times) for word, z in once.items()}, rel=1e-6, abs=1e-6)


def test_words_of_few_documents_are_left_out_and_the_strongest_comes_first():
    made = words.apart(frame([("chat", 40, 2), ("rare", 6, 3), ("good", 1, 60), ("the", 50, 50)]))
    assert list(made["word"]) == ["chat", "the", "good"]


def test_where_a_side_says_nothing_no_word_is_apart():
    assert words.apart(frame([("chat", 40, 0), ("good", 20, 0)])).empty
    assert words.apart(frame([])).empty


def complaints(airline: str) -> Counter[str]:
    """Words of the complaints about an airline, cut here once more; a mention that is there twice counts once, as its last line has it."""
    with (folders.SHARED / folders.EXPORTS["airlines"][0]).open(encoding="utf-8", newline="") as file:
        rows = {row["tweet_id"]: row for row in csv.DictReader(file)}
    chosen = [row["text"] for row in rows.values() if row["airline"] == airline and row["airline_sentiment"] == "negative"]
    return Counter(word for text in chosen for word in cut(text))


def cut(text: str) -> list[str]:
    kept = "".join(letter if unicodedata.category(letter)[0] in "LMN" or letter in "'’" else " " for letter in text.lower())
    return [word for part in kept.split() for word in re.split("^['’]+|['’]+$|['’]{2,}", part) if word]


@pytest.fixture(scope="module")
def airlines(tmp_path_factory):
    if folders.missing("airlines"):
        pytest.skip(f"airlines: {folders.missing('airlines')}")
    return folders.loaded("airlines", tmp_path_factory.mktemp("airlines"))


def told(found, airline: str) -> pd.DataFrame:
    """Words of the complaints about an airline as the page's view counts them."""
    rows = views.run(found, "voices/words", replace(EVER, channels=(airline,)), documents=1).frame
    return rows.set_index("word")[["left_times", "left_documents", "left_total"]]


def together(left: pd.DataFrame, right: pd.DataFrame) -> pd.DataFrame:
    """The words of two groups side by side."""
    both = left.join(right.rename(columns=lambda name: name.replace("left", "right")), how="outer").fillna(0)
    totals = {"left_total": left["left_total"].iloc[0], "right_total": right["left_total"].iloc[0]}
    return both.assign(**totals).reset_index()


def test_complaints_about_two_airlines_have_the_words_of_a_direct_count(airlines):
    united, southwest = told(airlines, "United"), told(airlines, "Southwest")
    ours = words.apart(together(united, southwest)).set_index("word")["z"]
    left, right = complaints("United"), complaints("Southwest")
    assert (united["left_total"].iloc[0], southwest["left_total"].iloc[0]) == (left.total(), right.total())
    theirs = pd.Series(direct(left, right, words.PRIOR))[ours.index]
    assert list(ours.index[:10]) == list(theirs.sort_values(ascending=False, kind="stable").index[:10])
    assert (ours - theirs).abs().max() < NEAR
