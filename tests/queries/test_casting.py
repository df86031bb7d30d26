"""Casts: a value is read in the one way that is declared or certain, or not at all."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries import casting
from queries.casting import Reading
from queries.trouble import Trouble

PLAIN = Reading(("iso",), "Europe/Berlin", ".")
COMMA = Reading(("%d.%m.%Y %H:%M", "%d.%m.%Y", "epoch seconds", "epoch milliseconds"), "UTC", ",")
CON = duckdb.connect()
CON.execute("set timezone = 'UTC'")
MOMENT = casting.MOMENT


def cast(text, wanted, how=PLAIN):
    CON.execute("create or replace table t as select $1::varchar as x", [text])
    return CON.execute(f"select {casting.expression('x', 'VARCHAR', wanted, how)} from t").fetchall()[0][0]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2017-01-02", datetime(2017, 1, 1, 23, tzinfo=UTC)),
        ("2017-07-02 10:00", datetime(2017, 7, 2, 8, tzinfo=UTC)),
        ("2017-01-02T10:00:00.5Z", datetime(2017, 1, 2, 10, 0, 0, 500000, tzinfo=UTC)),
        ("2015-02-24 11:35:52 -0800", datetime(2015, 2, 24, 19, 35, 52, tzinfo=UTC)),
        ("2017-01-02 10:00 UTC", datetime(2017, 1, 2, 10, tzinfo=UTC)),
        ("2017-02-30", None),
        ("02/03/2017", None),
        ("yesterday", None),
    ],
)
def test_iso_moments_are_read_in_their_own_zone_or_that_of_the_settings(text, value):
    assert cast(text, MOMENT) == value


@pytest.mark.parametrize("text", ["inf", "-inf", "nan", "1e300", "253402300800", "-5"])
def test_an_epoch_beyond_all_dates_is_no_moment(text):
    assert cast(text, MOMENT, Reading(("epoch seconds",), "UTC", ".")) is None


def test_declared_formats_are_tried_in_order():
    assert cast("31.12.2017", MOMENT, COMMA) == datetime(2017, 12, 31, tzinfo=UTC)
    assert cast("31.12.2017 08:15", MOMENT, COMMA) == datetime(2017, 12, 31, 8, 15, tzinfo=UTC)
    assert cast("1500000000", MOMENT, COMMA) == datetime(2017, 7, 14, 2, 40, tzinfo=UTC)
    assert cast("2017-12-31", MOMENT, COMMA) is None


@pytest.mark.parametrize(
    ("text", "how", "value"),
    [
        ("1", PLAIN, 1), ("1,234.5", PLAIN, 1234.5), ("434,944,680", PLAIN, 434944680), ("1e3", PLAIN, 1000), ("-3.", PLAIN, -3),
        ("1,5", PLAIN, None), ("1.5.2", PLAIN, None), ("nan", PLAIN, None), ("inf", PLAIN, None), ("abc", PLAIN, None), ("", PLAIN, None),
        ("1.234,5", COMMA, 1234.5), ("1,5", COMMA, 1.5), ("1.5", COMMA, None),
        ("59.86%", PLAIN, .5986), (" 7 %", PLAIN, .07), ("59,86 %", COMMA, .5986), ("5%%", PLAIN, None), ("%", PLAIN, None), ("1,5%", PLAIN, None),
    ],
)  # fmt: skip
def test_numbers_are_read_with_the_declared_decimal_mark(text, how, value):
    assert cast(text, "DOUBLE", how) == value


@pytest.mark.parametrize(
    ("text", "hours"), [("01:30:00", 1.5), (" 100:00:00", 100), ("1:30", None), ("01:75:00", None), ("-01:00:00", None)]
)
def test_a_duration_has_hours_minutes_and_seconds(text, hours):
    assert cast(text, casting.DURATION) == (None if hours is None else timedelta(hours=hours))


@pytest.mark.parametrize(("text", "value"), [("59.86%", "0.5986"), ("12.5", "12.5000")])
def test_a_percentage_is_a_share_of_one_in_decimals_too(text, value):
    assert cast(text, "DECIMAL(18,4)") == Decimal(value)
    assert cast(text, "INTEGER") is None


@pytest.mark.parametrize(("text", "value"), [("3", 3), ("3.0", 3), ("3.7", None), ("99999999999999999999", None)])
def test_a_broken_number_is_not_rounded_to_a_whole_one(text, value):
    assert cast(text, "INTEGER") == value


@pytest.mark.parametrize(("text", "value"), [("Yes", True), ("0", False), ("TRUE", True), ("maybe", None), ("2", None)])
def test_booleans(text, value):
    assert cast(text, "BOOLEAN") is value


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4))
@settings(deadline=None)
def test_an_amount_comes_back_as_it_was_written(amount):
    assert cast(f"{amount:f}", "DECIMAL(18,4)") == amount
    assert cast(f"{amount:,f}", "DECIMAL(18,4)") == amount


@given(st.text(max_size=30))
@settings(deadline=None)
def test_no_text_breaks_a_cast(text):
    for wanted in (MOMENT, "DOUBLE", "INTEGER", "BOOLEAN", "DECIMAL(18,4)", "VARCHAR"):
        cast(text.replace("\x00", ""), wanted)


def short(*values):
    with duckdb.connect() as con:
        con.execute("create table t as select unnest($1) as x", [list(values)])
        return casting.short_dates(con, "t", "x")


def test_short_dates_are_read_where_one_reading_is_possible():
    assert short("9/3/2017 8:59", "9/13/2017 8:59")[0] == "%m/%d/%Y"
    assert short("3.9.17", "13.9.17")[0] == "%d.%m.%y"
    assert short("2017-09-13") == ()


def test_short_dates_that_can_be_read_two_ways_are_refused_with_an_example():
    with pytest.raises(Trouble, match="9/3/2017 8:59 may be 9 March or 3 September 2017"):
        short("9/3/2017 8:59", "1/2/2017")
    with pytest.raises(Trouble, match="both ways round"):
        short("13/9/2017", "9/13/2017")


ENDS = st.sampled_from(["", " ", "\u00a0", "\u3000", "\t", "\n"])
ODD = st.text(alphabet="0123456789 -+:/.,TZUCe٣é\u00a0\u3000\n_xb()", max_size=30)
MOMENTS = st.from_regex(casting.AWARE.replace("Z|", "Z|z|"), fullmatch=True) | st.from_regex(casting.NAIVE, fullmatch=True)
WRITTEN = st.datetimes().map(str) | st.from_regex(casting.BROKEN, fullmatch=True) | st.integers(-(10**12), 10**12).map(str)


@given(st.tuples(ENDS, ODD | MOMENTS | WRITTEN | st.text(max_size=12), ENDS).map("".join))
@settings(max_examples=150, deadline=None)
def test_the_quick_cast_and_the_careful_one_agree_on_any_text(text):
    text = text.replace("\x00", "")
    for how in (PLAIN, COMMA, Reading((), "America/New_York", ",")):
        for wanted in (MOMENT, "DOUBLE", "INTEGER", "BIGINT", "DECIMAL(18,4)"):
            CON.execute("create or replace table t as select $1::varchar as x", [text])
            quick, careful = casting.expression("x", "VARCHAR", wanted, how), casting._careful("x", "VARCHAR", wanted, how)
            assert CON.execute(f"select ({quick}) is not distinct from ({careful}) from t").fetchall() == [(True,)], (text, wanted)


@given(st.tuples(ENDS, st.text(max_size=12) | st.text(alphabet="aé \u2003\u1680!\x1f", max_size=6), ENDS).map("".join))
@settings(max_examples=150, deadline=None)
def test_a_text_is_trimmed_as_the_database_trims_it(text):
    CON.execute("create or replace table t as select $1::varchar as x", [text.replace("\x00", "")])
    found = CON.execute(f"""select {casting.trimmed('"x"')}, nullif(trim(x), '') from t""").fetchall()[0]
    assert found[0] == found[1]


@pytest.mark.parametrize(
    ("text", "cut"), [("5.7E+17", True), ("5,7e+17", True), ("1E+05", True), ("E+17", False), ("57", False), ("a+1", False)]
)
def test_a_key_that_a_spreadsheet_cut_short_is_told(text, cut):
    CON.execute("create or replace table t as select $1::varchar as x", [text])
    assert CON.execute(f"select {casting.cut_key('x')} from t").fetchall() == [(cut,)]
