"""From bytes to lines: encodings, marks, line ends, what stands around the table, and what a file really is."""

import gzip
from pathlib import Path

import pytest

from queries.reading import Limits, Unreadable, Unrecognised, Wanted
from tests.queries.reading_through import read, read_bytes

TEXT = "id,name,city\n1,Zoë,Málaga\n2,Jürgen,Köln\n3,Anna,Łódź\n"
# Without the time: two test processes must name their tests alike.
PACKED = gzip.compress(TEXT.encode(), mtime=0)
WESTERN = TEXT.replace("Łódź", "Århus")
SOURCE = Wanted("people", ("ID", " name "))
ROWS = [("1", "Zoë", "Málaga"), ("2", "Jürgen", "Köln"), ("3", "Anna", "Łódź")]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_read_whatever_its_form(tmp_path: Path, codec: str) -> None:
    assert read_bytes(tmp_path, TEXT.encode(codec), SOURCE).rows == ROWS


@pytest.mark.parametrize("codec", ["cp1252", "latin-1"])
def test_western_code_pages_are_read(tmp_path: Path, codec: str) -> None:
    found = read_bytes(tmp_path, WESTERN.encode(codec), SOURCE)
    assert found.rows[2] == ("3", "Anna", "Århus") and found.reading.encoding == "windows-1252"


def test_two_encodings_in_one_column_are_both_read(tmp_path: Path) -> None:
    data = "id,name\n1,Zoë\n".encode() + "2,Jürgen “x”\n".encode("cp1252")
    assert read_bytes(tmp_path, data, SOURCE).rows == [("1", "Zoë"), ("2", "Jürgen “x”")]


def test_text_in_another_code_page_is_refused_unless_declared(tmp_path: Path) -> None:
    data = "id,name\n1,Привет всем\n2,Добрый день\n".encode("cp1251")
    with pytest.raises(Unreadable, match="declare its encoding"):
        read_bytes(tmp_path, data, SOURCE)
    declared = Wanted("people", ("id", "name"), encoding="cp1251")
    assert read_bytes(tmp_path, data, SOURCE, declared).rows == [("1", "Привет всем"), ("2", "Добрый день")]


def test_bytes_of_no_encoding_and_nul_cost_their_line(tmp_path: Path) -> None:
    data = "id,name\n1,Zoë\n".encode() + b"2,a\x81b\n3,a\0b\n4,c\n5,d\n6,e\n7,f\n8,g\n9,h\n10,i\n11,j\n"
    found = read_bytes(tmp_path, data, SOURCE)
    assert [(r.line, r.reason) for r in found.reading.rejected] == [(3, "holds bytes of no known encoding"), (4, "holds NUL bytes")]
    assert found.reading.rows == 9


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_any_kind(tmp_path: Path, end: str) -> None:
    assert read_bytes(tmp_path, TEXT.replace("\n", end).encode(), SOURCE).rows == ROWS


def test_mixed_line_ends(tmp_path: Path) -> None:
    assert read_bytes(tmp_path, b"id,name\r\n1,a\n2,b\r3,c\r\n", SOURCE).rows == [("1", "a"), ("2", "b"), ("3", "c")]


def test_a_lone_return_inside_a_record_costs_that_record(tmp_path: Path) -> None:
    data = b"id,name,note\n" + b"".join(b"%d,ann,fine\n" % n for n in range(1, 30)) + b"30,bo\rb,fine\n31,cy,fine\n"
    found = read_bytes(tmp_path, data, SOURCE)
    assert {r.line for r in found.reading.rejected} == {31, 32} and found.reading.rows == 30


def test_only_real_line_ends_end_a_line(tmp_path: Path) -> None:
    data = "id,name\n1,a\x0bb\x0cc\x85d\u2028e\n".encode()
    assert read_bytes(tmp_path, data, SOURCE).rows == [("1", "a\x0bb\x0cc\x85d\u2028e")]


def test_what_stands_around_the_table_is_accounted_for(tmp_path: Path) -> None:
    data = b"sep=;\nReport of May\n\nid;name\nkey;who\n\n1;ann\n2;bob\nTotal;2\nPrinted today\n\n"
    source = Wanted("people", ("id", "name"), header_rows=2, footer_rows=2)
    found = read_bytes(tmp_path, data, source)
    made = found.reading
    assert found.rows == [("1", "ann"), ("2", "bob")] and found.lines == [7, 8]
    assert (made.header_lines, made.blank_lines, made.footer_lines) == (4, 3, 2)


def test_a_footer_may_be_declared_by_its_words(tmp_path: Path) -> None:
    source = Wanted("people", ("id", "name"), footer=r"Reporting period .*")
    found = read_bytes(tmp_path, b"id,name\n1,ann\n\nReporting period May to June\n", source)
    assert found.rows == [("1", "ann")] and found.reading.footer_lines == 1


def test_names_missing_in_the_first_header_row_stand_in_the_next(tmp_path: Path) -> None:
    source = Wanted("survey", ("Which?", "Other"), header_rows=2)
    data = b'id,Which?,\nResponse,Mail,"Other"\n1,yes,no\n'
    assert read_bytes(tmp_path, data, source).reading.columns == ("id", "Which?", "Other")


def test_column_names_that_clash_are_told_apart(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, b"id,name,line,Name,\n1,a,b,c,d\n", SOURCE)
    assert found.reading.columns == ("id", "name", "line (2)", "Name (2)", "column 5")


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.csv", b"", "empty"),
        ("a.csv", b"PAR1....", "content is Parquet"),
        ("a.csv", PACKED, "content is gzip"),
        ("a.csv", b"<!DOCTYPE html><html>", "HTML"),
        ("a.csv", b"PK\x03\x04rest", "zip"),
        ("a.csv.gz", TEXT.encode(), "not gzip"),
        ("a.parquet", TEXT.encode(), "not Parquet"),
        ("a.csv.gz", PACKED[:-12], "cut off"),
        ("a.csv.gz", PACKED[:12] + b"\xff\xff\xff\xff\xff\xff", "damaged|cut off"),
    ],
)
def test_content_that_is_not_what_the_name_says_is_refused(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        read_bytes(tmp_path, data, SOURCE, name=name)


def test_gzip_is_unpacked_even_in_several_members(tmp_path: Path) -> None:
    data = gzip.compress(TEXT[:20].encode()) + gzip.compress(TEXT[20:].encode())
    assert read_bytes(tmp_path, data, SOURCE, name="a.csv.gz").rows == ROWS


def test_a_gzip_bomb_is_refused(tmp_path: Path) -> None:
    bomb = gzip.compress(b"id,name\n" + b"1,a\n" * 25_000_000, compresslevel=9)
    with pytest.raises(Unreadable, match=r"unpacks to more than"):
        read_bytes(tmp_path, bomb, SOURCE, name="bomb.csv.gz")


@pytest.mark.parametrize(
    ("limits", "said"),
    [(Limits(bytes=10), "bytes"), (Limits(rows=2), "rows"), (Limits(columns=2), "columns"), (Limits(seconds=-1), "longer than")],
)
def test_caps_are_kept_and_named(tmp_path: Path, limits: Limits, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        read_bytes(tmp_path, TEXT.encode(), SOURCE, limits=limits)


def test_a_cell_beyond_the_cap_costs_its_row(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, TEXT.encode(), SOURCE, limits=Limits(cell=5))
    assert [(r.line, r.column) for r in found.reading.rejected] == [(2, "city"), (3, "name")]


def test_an_unknown_header_names_the_nearest_source(tmp_path: Path) -> None:
    with pytest.raises(Unrecognised) as caught:
        read_bytes(tmp_path, b"id,name,town\n1,a,b\n", Wanted("people", ("id", "name", "city")), Wanted("orders", ("order", "id")))
    assert caught.value.columns == ("id", "name", "town")
    assert caught.value.nearest[0] == ("people", ("city",))


def test_a_folder_or_a_missing_file_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="not a regular file"):
        read(tmp_path, SOURCE)
    with pytest.raises(Unreadable, match="cannot be read"):
        read(tmp_path / "none.csv", SOURCE)


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from queries.reading import export

    path = tmp_path / "export.csv"
    path.write_text(TEXT)
    decode = export.encoding.decode

    def slow(*args: object) -> object:
        path.write_text(TEXT + "4,late,row\n")
        return decode(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(export.encoding, "decode", slow)
    with pytest.raises(Unreadable, match="changed while it was read"):
        read(path, SOURCE)
