"""The parts that turn answers into words and figures."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go
import pytest
from streamlit.testing.v1 import AppTest

from pages.parts import bars, cards, charts, distribution, effects, plain, spark, tables, trend
from queries import registry
from queries.cards import Card, Row
from queries.filters import Filters
from queries.measures.statistics import DOWN, UNCLEAR, UP
from queries.period import Period

CSAT = registry.metrics()["csat"]
FIRST = registry.metrics()["first_response"]
WEEKS = Period(date(2026, 4, 2), date(2026, 7, 1))
NO_NOTES: list[Row] = []


def view(values: dict[str, float]) -> list[Row]:
    """A metric's view with a bucket a day given."""
    told = {None: 0.7} | {pd.Timestamp(day): value for day, value in values.items()}
    return [{"period": "this", "bucket": day, "value": value, "low": 0.6, "high": 0.8, "n": 40} for day, value in told.items()]


def drawn(made: charts.Figure) -> go.Figure:
    """The figure as Plotly understands it: a name or value that it does not know fails."""
    return go.Figure(made.to_dict())


@pytest.mark.parametrize("text", ["![x](https://example.com/x.png)", "<img src=x>", "**b** :red[x] $a$ `c`", "a\nb", "# h", "1. x"])
def test_marks_in_text_of_exports_are_escaped(text):
    kept = plain.label(text)
    assert kept.replace("\\", "") == text.replace("\n", " ")
    assert "\n" not in kept
    assert all(kept[place - 1] == "\\" for place, letter in enumerate(kept) if letter in "![<*`$:#(")


def test_names_on_a_chart_hold_no_markup_and_fit():
    assert plain.on_chart("<b>x</b>") == "&lt;b&gt;x&lt;/b&gt;"
    assert len(plain.on_chart("x" * 100, 20)) == 20


def test_incomplete_buckets_are_left_out_of_the_line():
    frame = view({"2026-03-30": 0.1, "2026-04-06": 0.7, "2026-04-13": 0.8, "2026-06-29": 0.2})
    made = drawn(trend.of(frame, CSAT, WEEKS, NO_NOTES))
    named = {trace.name: list(trace.x) for trace in made.data}
    assert named["This period"] == [date(2026, 4, 6), date(2026, 4, 13)]
    assert named["incomplete week"] == [date(2026, 3, 30), date(2026, 6, 29)]


def test_alternative_text_is_computed_from_what_is_plotted():
    frame = view({"2026-04-06": 0.7, "2026-04-13": 0.9, "2026-04-20": 0.6})
    said = trend.alt(frame, CSAT, WEEKS).replace("\u00a0", " ")
    assert said == (
        "Customer satisfaction by week: 70.0 % at the start, 60.0 % at the end; lowest 60.0 % from 20 Apr 2026, highest 90.0 % from 13 Apr 2026."
    )


def test_a_note_stands_on_the_charts_that_it_concerns():
    concerned = {"a": "csat, nps", "b": "revenue", "c": None}
    notes = [{"day": pd.Timestamp("2026-05-01"), "description": words, "measures": measures} for words, measures in concerned.items()]
    assert [note["description"] for note in trend.concerning(notes, CSAT)] == ["a", "c"]
    assert [text.text for text in drawn(trend.of(view({"2026-04-06": 0.7}), CSAT, WEEKS, notes[:1])).layout.annotations] == ["a"]


def test_nothing_can_be_dragged_or_zoomed():
    made = drawn(trend.of(view({"2026-04-06": 0.7}), CSAT, WEEKS, NO_NOTES))
    assert made.layout.dragmode is False and made.layout.xaxis.fixedrange and made.layout.yaxis.fixedrange


def groups(**values: tuple[float, float, float, int]) -> pd.DataFrame:
    return pd.DataFrame([(name, *numbers) for name, numbers in values.items()], columns=["group", "value", "low", "high", "n"])


def test_bars_are_sorted_and_few_answers_are_marked():
    rows = groups(chat=(0.6, 0.5, 0.7, 100), phone=(0.9, 0.8, 0.95, 100), post=(0.7, 0.1, 0.9, 4))
    made = drawn(bars.of(rows, CSAT))
    assert list(made.data[0].y) == ["phone", "post", "chat"]
    assert list(made.data[0].marker.opacity) == [1.0, 0.45, 1.0]
    assert made.layout.annotations[1].text.endswith("n 4, few")


def test_a_difference_between_groups_is_called_clear_only_where_intervals_lie_apart():
    apart = groups(chat=(0.6, 0.5, 0.7, 100), phone=(0.9, 0.8, 0.95, 100))
    assert bars.finding(apart, CSAT).endswith("clearly apart.")
    near = groups(chat=(0.6, 0.5, 0.7, 100), phone=(0.65, 0.55, 0.75, 100))
    assert bars.finding(near, CSAT).endswith("no clear difference.")


def test_effects_say_their_sums_and_the_largest():
    rows = pd.DataFrame({"group": ["chat", "phone"], "mix": [0.01, -0.03], "within": [0.05, 0.0]})
    assert (
        effects.finding(rows, CSAT).replace("\u00a0", " ")
        == "Within groups +5.0 pts, by their mix -2.0 pts. Largest: chat, +5.0 pts within."
    )


def test_a_long_table_is_written_in_part_and_says_so():
    def page(rows: int) -> None:
        import pandas as pd

        from pages.parts import tables

        tables.write("Groups", pd.DataFrame({"Group": [f"_{row}_" for row in range(rows)]}), "All groups")

    short, long = (AppTest.from_function(page, args=(rows,)).run() for rows in (3, tables.MOST_WRITTEN + 20))
    assert list(short.table[0].value["Group"]) == ["\\_0\\_", "\\_1\\_", "\\_2\\_"]
    assert not short.caption
    assert len(long.table[0].value) == tables.MOST_WRITTEN
    assert long.caption[0].value == "The first 100 of 120 rows; the Export menu gives all."


def test_every_figure_holds_only_what_plotly_knows():
    effect = pd.DataFrame({"group": ["chat", "<b>"], "mix": [0.01, -0.03], "within": [0.05, 0.0]})
    spread = pd.DataFrame({"score": [1.0, 2.0], "this": [0.25, 0.75], "before": [None, 0.5]})
    rows = groups(chat=(0.6, 0.5, 0.7, 100)).assign(before=0.5)
    for made in (effects.of(effect, CSAT), distribution.of(spread), bars.of(rows, CSAT, "chat")):
        assert len(drawn(made).data) == 2


def test_labels_beside_a_chart_have_room():
    rows = groups(chat=(0.6, 0.5, 0.7, 100)), groups(**{"a very long name of a group": (0.6, 0.5, 0.7, 100)})
    short, long = (bars.of(each, CSAT).to_dict()["layout"]["margin"]["l"] for each in rows)
    assert 0 < short < long <= charts.room(["x" * bars.LONGEST])


def test_a_sparkline_runs_from_its_lowest_to_its_highest_value():
    assert "<svg" in spark.drawn([3.0, 1.0, 2.0], "#000") and "0.0,3" in spark.drawn([3.0, 1.0, 2.0], "#000")
    assert "75.0,41.0" in spark.drawn([3.0, 1.0, 2.0], "#000")
    assert spark.mark([1.0], None, "x") == "" and spark.mark([1.0, 1.0], True, "x").startswith("![x](data:image/svg+xml;base64,")


def card(metric, verdict="", good=None, **numbers) -> Card:
    given = {"value": 0.7, "low": 0.6, "high": 0.8, "n": 100, "before": 0.6, "difference": 0.1} | numbers
    return Card(metric, "ok", verdict=verdict, good=good, **given)


def test_the_opening_names_only_what_changed_clearly():
    filters = Filters(WEEKS)
    told = [card(CSAT, UNCLEAR), card(FIRST, DOWN, True, value=30.0), card(registry.metrics()["reopen_rate"], UP, False)]
    assert cards.opening(told, filters).replace("\u00a0", " ") == (
        "No clear change in customer satisfaction, 70.0 %; first response got better and reopened cases got worse, "
        "compared with the previous 90 days."
    )
    assert cards.opening([], filters) == "No numbers in this period yet."
    assert "satisfaction: 70.0" in cards.opening([card(CSAT)], Filters(WEEKS, "none"))


@pytest.mark.parametrize(
    ("verdict", "good", "said"), [(UP, True, "better"), (UP, False, "worse"), (DOWN, None, "lower"), (UNCLEAR, None, UNCLEAR)]
)
def test_a_change_has_a_word(verdict, good, said):
    assert cards.word(card(CSAT, verdict, good)) == said
