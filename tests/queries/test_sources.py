"""Source files: what their header says, what they must not say, and which of them an export feeds."""

import pytest

from queries import contract, syntax
from queries.exports import sources
from queries.trouble import Trouble

HELPDESK = """-- fills: cases
-- needs: Id, "Requester, id", Created at
-- dates: %Y-%m-%d %H:%M    zone: from settings    null: -, N/A
-- dates: epoch seconds
-- header rows: 2
select
    "Id" as case_id,
    "Requester, id" as person_id,
    "Created at" as opened_at
from export
"""


def write(folder, text, name="helpdesk.sql"):
    folder.mkdir(exist_ok=True, parents=True)
    (folder / name).write_text(text)
    return folder / name


def test_the_header_says_how_an_export_is_written(tmp_path):
    source = sources.parse(write(tmp_path, HELPDESK))
    assert source.needs == ("Id", "Requester, id", "Created at")
    assert source.dates == ("%Y-%m-%d %H:%M", "epoch seconds")
    assert (source.zone, source.nulls, source.header_rows) == (None, ("-", "N/A"), 2)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("-- fills: cases\n", "", "lacks the line '-- fills"),
        ("fills: cases", "fills: tickets", "the tables are"),
        ("as person_id", "as person", "not a column of cases"),
        ("as person_id", "as segment", "not a column of cases that a source fills"),
        ('"Id" as case_id,', "", "the key of cases"),
        ("select", "selec", "is not one SELECT"),
        ("from export\n", "from export; drop table cases", "exactly one SELECT|not one SELECT"),
        ("header rows: 2", "header rows: two", "no number"),
    ],
)
def test_a_faulty_source_is_named_in_one_sentence(tmp_path, old, new, says):
    with pytest.raises(Trouble, match=says) as trouble:
        sources.parse(write(tmp_path, HELPDESK.replace(old, new)))
    assert "helpdesk.sql" in str(trouble.value)


def test_each_table_has_a_shipped_source_that_gives_every_column(tmp_path):
    shipped = {source.fills: source for source in sources.read_all(tmp_path)}
    assert set(shipped) == set(contract.tables())
    for name, source in shipped.items():
        assert syntax.output_names(source.select, name) == [column.name for column in contract.tables()[name].given()]


def test_a_users_own_source_comes_before_the_shipped_one_for_the_same_table(tmp_path):
    write(tmp_path / "sources", HELPDESK)
    known = sources.read_all(tmp_path)
    fed = sources.chosen(known, ("helpdesk", "contract/cases", "contract/people"))
    assert [source.name for source in fed] == ["helpdesk", "contract/people"]


@pytest.mark.parametrize(
    "select",
    [
        'select "Id" as case_id from export where "Id" is not null',
        "with replies as (select a from export) select e.a as case_id, min(r.a) as opened_at from export e left join replies r on r.a = e.a group by e.a",
        "select a as case_id from export union all select b as case_id from export",
    ],
)
def test_each_row_keeps_the_line_it_came_from(select):
    assert "line" in syntax.with_line(select, "a source").lower()


def test_a_select_that_looks_at_each_row_by_itself_is_told_from_others():
    assert syntax.row_by_row("select a, b as c, upper(d) as e from export where a > 1", "x") == {"a": "a", "c": "b", "e": None}
    for other in (
        "select a as a from export group by a",
        "select a as a from export union all select b as a from export",
        "with b as (select a from export) select a as a from export",
        "select e.a as a from export e join export f on e.a = f.a",
        "select row_number() over () as a from export",
        "select (select max(a) from export) as a from export",
        "select a from export limit 3",
    ):
        assert syntax.row_by_row(other, "x") is None


@pytest.mark.parametrize("select", ["select distinct a as case_id from export", "select a as case_id from (select 1 as a)"])
def test_a_select_that_would_lose_the_line_is_refused(select):
    with pytest.raises(Trouble, match="keeps its line"):
        syntax.with_line(select, "a source")


def test_a_name_that_a_select_makes_itself_is_not_taken_for_a_column_of_the_export():
    select = "with m as (select trim(a) as message_id from export) select e.a as case_id from export e join m on message_id = e.b"
    assert syntax.columns(select, "a source") == {"a", "b"}
