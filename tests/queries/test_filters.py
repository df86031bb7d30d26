"""Filters and their links: what the bar writes is read back, what a stranger writes is named and left out."""

from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.filters import DIMENSIONS, Filters, slug
from queries.period import COMPARISONS, Period


@dataclass
class Data:
    """What a link is checked against."""

    options: dict[str, tuple[str, ...]] = field(default_factory=dict)
    data_from: date = date(2024, 7, 1)
    data_to: date = date(2026, 7, 1)


DATA = Data(
    {"channel": ("E-Mail", "chat", "Telefon, privat", "日本語", "!!"), "segment": ("Größe XL",), "team": ("Ada",), "topic": ("a b",)}
)
DEFAULT = Filters.default(DATA)

values = st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12), max_size=6, unique_by=slug)
# Control characters, lone surrogates, marks of Markdown and HTML, commas and hyphens: whatever an address bar may hold.
nonsense = st.one_of(
    st.text(max_size=60), st.sampled_from(["\x00", "\x1b[31m", "\udcff", "<b>", "![](//x)", ",,", " ", "-", "9" * 10_000, "ÿ," * 5_000])
)


@st.composite
def chosen(draw):
    """Some data with values of any script, and filters that the bar could make of them."""
    data = Data({dimension.column: tuple(draw(values)) for dimension in DIMENSIONS})
    start = draw(st.dates(data.data_from, data.data_to - timedelta(days=1)))
    period = Period(start, draw(st.dates(start + timedelta(days=1), data.data_to)))
    some = {d.field: tuple(draw(st.sets(st.sampled_from(data.options[d.column])))) if data.options[d.column] else () for d in DIMENSIONS}
    return data, Filters(period, draw(st.sampled_from(COMPARISONS)), **some).covered(data.data_from)


@given(chosen())
def test_a_link_gives_back_the_filters_that_wrote_it(made):
    data, filters = made
    assert Filters.from_query(filters.to_query(), data) == (filters, [])


@given(chosen())
def test_letter_case_of_a_link_does_not_matter(made):
    data, filters = made
    # Only where changing the case keeps the letters: 'ſ' and 'ŉ' do not come back from upper case.
    query = {key: text.upper() if text.upper().casefold() == text else text for key, text in filters.to_query().items()}
    assert Filters.from_query(query, data) == (filters, [])


@given(
    st.dictionaries(
        st.sampled_from(["from", "to", "compare", "q", *(d.key for d in DIMENSIONS)]), st.one_of(nonsense, st.lists(nonsense, max_size=4))
    )
)
def test_no_link_ever_fails_and_what_is_said_can_be_shown(query):
    filters, said = Filters.from_query(query, DATA)
    assert DATA.data_from <= filters.period.start < filters.period.end <= DATA.data_to
    assert all(value in DATA.options[d.column] for d in DIMENSIONS for value in filters.values(d))
    assert len(said) <= 4 * len(DIMENSIONS) + 8
    for sentence in said:
        assert sentence.isprintable() and len(sentence) < 200 and sentence.endswith(".")
        assert not set(sentence) & set("<>[]!`*_\\$")


@pytest.mark.parametrize("key", ["from", "to"])
@pytest.mark.parametrize(
    "text", ["yesterday", "2026-13-01", "2026-02-30", "01.02.2026", "2026-6-1", "20260601", "1e9", "-1", "\x00\x07", "9" * 10_240]
)
def test_a_date_that_is_none_is_dropped_with_one_sentence(key, text):
    filters, said = Filters.from_query({key: text}, DATA)
    assert filters == DEFAULT
    assert len(said) == 1 and said[0].startswith(f"The link's “{key}” is no date")


@pytest.mark.parametrize("key", ["from", "to", "compare", *(d.key for d in DIMENSIONS)])
@pytest.mark.parametrize("text", ["", "  "])
def test_an_empty_value_is_dropped_with_one_sentence(key, text):
    filters, said = Filters.from_query({key: text}, DATA)
    assert filters == DEFAULT
    assert said == [f"The link's “{key}” is empty and was left out."]


@pytest.mark.parametrize(
    "query", [{"from": "2026-06-01", "to": "2026-05-01"}, {"from": "2026-06-01", "to": "2026-06-01"}, {"from": "2026-07-01"}]
)
def test_dates_that_end_before_they_start_are_dropped_with_one_sentence(query):
    filters, said = Filters.from_query(query, DATA)
    assert (filters, said) == (DEFAULT, ["The link's dates end before they start; the last 90 days are shown."])


@pytest.mark.parametrize(
    "query", [{"from": "1999-01-01", "to": "1999-02-01"}, {"from": "2030-01-01", "to": "2030-02-01"}, {"to": "0001-01-01"}]
)
def test_dates_outside_the_data_are_dropped_with_one_sentence(query):
    filters, said = Filters.from_query(query, DATA)
    assert (filters, len(said)) == (DEFAULT, 1)


def test_dates_that_reach_beyond_the_data_are_cut_with_one_sentence():
    filters, said = Filters.from_query({"from": "0001-01-01", "to": "9999-12-31", "compare": "none"}, DATA)
    assert filters.period == Period(DATA.data_from, DATA.data_to)
    assert said == ["The link's dates were cut to the data, 1 Jul 2024 to 30 Jun 2026."]


def test_one_date_is_enough():
    assert Filters.from_query({"from": "2026-06-01"}, DATA)[0].period == Period(date(2026, 6, 1), DATA.data_to)
    assert Filters.from_query({"to": "2026-06-01"}, DATA)[0].period == Period(date(2026, 3, 3), date(2026, 6, 1))


@pytest.mark.parametrize("text", ["fax", "fax\x00\x1b[2J", "x" * 10_240, "<script>alert(1)</script>", "'; drop table surveys --"])
@pytest.mark.parametrize("key", [d.key for d in DIMENSIONS])
def test_an_unknown_value_is_dropped_with_one_short_sentence(key, text):
    filters, said = Filters.from_query({key: text}, DATA)
    assert filters == DEFAULT
    assert len(said) == 1 and len(said[0]) < 120 and said[0].isprintable() and "is not in the data" in said[0]


def test_known_values_stay_when_unknown_ones_go():
    filters, said = Filters.from_query({"channel": "fax, CHAT ,e-mail,telefon-privat,x2121"}, DATA)
    assert filters.channels == ("!!", "E-Mail", "Telefon, privat", "chat")
    assert said == ["Channel “fax” is not in the data and was left out."]


def test_very_many_unknown_values_are_counted_instead_of_named():
    _, said = Filters.from_query({"channel": ",".join(f"fax{i}" for i in range(50))}, DATA)
    assert len(said) == 4
    assert said[-1] == "Channel: 47 more values are not in the data and left out."


@pytest.mark.parametrize("text", ["last-week", "PREVIOUS YEAR", "previous,year", "\x00"])
def test_an_unknown_comparison_is_dropped_with_one_sentence(text):
    filters, said = Filters.from_query({"compare": text}, DATA)
    assert (filters, len(said)) == (DEFAULT, 1)
    assert said[0].startswith("The link's comparison is not known")


def test_a_comparison_before_the_data_begin_is_dropped_with_one_sentence():
    filters, said = Filters.from_query({"from": "2024-08-01", "to": "2024-11-01", "compare": "year"}, DATA)
    assert filters.compare == "none"
    assert said == ["Nothing to compare with: the data begin on 1 Jul 2024."]


def test_of_a_key_given_twice_the_first_is_used():
    filters, said = Filters.from_query({"compare": ["none", "year"], "channel": ["chat", "e-mail"]}, DATA)
    assert filters.compare == "none" and filters.channels == ("E-Mail", "chat")
    assert said == ["The link gives “compare” more than once; the first is used."]


def test_two_values_that_a_link_cannot_tell_apart_stand_for_each_other():
    data = Data({"channel": ("e-mail", "E Mail")})
    assert Filters.from_query({"channel": "e-mail"}, data)[0].channels == ("E Mail", "e-mail")


def test_filters_that_choose_the_same_are_equal_and_a_key():
    period = Period(date(2026, 6, 1), date(2026, 7, 1))
    one, two = Filters(period, channels=("chat", "a")), Filters(period, channels=("a", "chat", "a"))
    assert one == two and len({one, two}) == 1


def test_an_unknown_comparison_cannot_be_made_in_code_either():
    with pytest.raises(ValueError, match="A comparison is one of"):
        Filters(DEFAULT.period, "tomorrow")


def test_one_dimension_can_be_cleared():
    filters = Filters(DEFAULT.period, channels=("chat",), teams=("Ada",))
    assert filters.without("channel") == Filters(DEFAULT.period, teams=("Ada",))


@pytest.mark.parametrize(
    ("filters", "sentence"),
    [
        (Filters(DEFAULT.period), "2 Apr – 30 Jun 2026, compared with the previous 90 days"),
        (Filters(DEFAULT.period, channels=("e-mail", "chat")), "2 Apr – 30 Jun 2026, chat and e-mail, compared with the previous 90 days"),
        (Filters(DEFAULT.period, "year"), "2 Apr – 30 Jun 2026, compared with 2 Apr – 30 Jun 2025"),
        (Filters(DEFAULT.period, "none", segments=("a", "b", "c"), teams=("Ada",)), "2 Apr – 30 Jun 2026, segment a, b and c, team Ada"),
        (Filters(Period(date(2026, 6, 30), date(2026, 7, 1))), "30 Jun 2026, compared with the day before"),
    ],
)
def test_the_sentence_says_what_was_chosen(filters, sentence):
    assert filters.sentence() == sentence
