"""Damage of every kind: no row that was not written ever comes out, and what is lost is rejected by line."""

import random
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from queries.reading import Unreadable, Unrecognised, Wanted
from tests.queries import damage
from tests.queries.reading_through import good_rows, read_bytes

HEADER = ("Date", "Time", "Qty", "Product", "Price", "Kind", "Description", "Link", "Comments")
CHECKS = {
    "Date": r"\d\d/\d\d/\d{4}",
    "Time": r"\d\d:\d\d",
    "Qty": r"\d+",
    "Product": r"[A-Z]{2}-\d{4}",
    "Price": r"\$\d+\.\d\d",
    "Link": r"https://\S+/",
}
KINDS = ("Lamp", "Lamp, small", 'Table, 24"', "Men's coat", "Rug")
WORDS = ("a warm", "light, yet strong", 'called "the best"', "made by hand", "that lasts")


def catalogue(rows: int = 40) -> list[damage.Row]:
    """An invented table with dates, numbers, codes and text; the last column is empty."""
    rng = random.Random(7)

    def row(n: int) -> damage.Row:
        text = " ".join(rng.choices(WORDS, k=3))
        code = f"{rng.choice('ABC')}{rng.choice('XYZ')}-{rng.randint(1000, 9999)}"
        return (
            f"{n % 28 + 1:02d}/01/2026",
            f"{n % 24:02d}:15",
            str(n % 12),
            code,
            f"${n}.99",
            rng.choice(KINDS),
            text,
            f"https://shop.example/{n}/",
            "",
        )

    return [HEADER, *(row(n) for n in range(rows))]


@pytest.mark.parametrize("typed", [True, False], ids=["kinds declared", "kinds unknown"])
def test_no_damage_to_a_row_brings_a_wrong_row(typed: bool) -> None:
    rows = catalogue(24)
    source = Wanted("catalogue", HEADER, checks=CHECKS if typed else {})
    written, lost, files = Counter(rows[1:]), defaultdict(int), Counter()
    for damaged in damage.by_row(damage.lines(rows, frozenset({6, 7}))):
        try:
            good = Counter(good_rows(damaged.text.encode(), source))
        except (Unreadable, Unrecognised):
            assert damaged.row == 0, damaged
            continue
        assert not good - written, damaged
        lost[damaged.kind] += (written - good).total()
        files[damaged.kind] += 1
    assert all(lost[kind] <= 3 * files[kind] for kind in files)
    if typed:
        assert lost["delimiter more"] == 0 and lost["another delimiter"] < files["another delimiter"]
        assert lost["delimiter less"] < files["delimiter less"]


def tables(rng: random.Random) -> list[damage.Row]:
    """Small tables that are hard to read: few columns, text alone, line breaks in cells, few quotes."""
    words = ["alpha", "beta", "late", "reply", '"great"', "o'clock,", '5"', "pipe;", "yes", "thanks,", "bye"]

    def text() -> str:
        return " ".join(rng.choices(words, k=rng.randint(0, 5)))

    def lines() -> str:
        return "\n".join(text() for _ in range(rng.randint(1, 3)))

    def day() -> str:
        return f"{rng.randint(2019, 2024)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"

    def number() -> str:
        return str(rng.randint(0, 200))

    count = rng.choice([3, 8, 30])
    header, cells = rng.choice(
        [
            (("id", "text"), (number, text)),
            (("day", "n"), (day, number)),
            (("a", "b"), (number, number)),
            (("id", "day", "note"), (number, day, text)),
            (("id", "body", "n"), (number, lines, number)),
            (("a", "b", "c"), (text, text, lines)),
        ]
    )
    return [header, *(tuple(cell() for cell in cells) for _ in range(count))]


def edited(clean: str, rng: random.Random, delimiter: str) -> str:
    """One sign of structure put in, taken out or exchanged, outside quoted text."""
    signs = (delimiter, '"', "\n", "\r", "\r\n")
    places = damage.outside_quotes(clean)
    structure = [place for place in places if clean[place] in delimiter + '"\r\n']
    how = rng.choice(("in", "out", "exchanged"))
    place = rng.choice(places if how == "in" else structure)
    put = "" if how == "out" else rng.choice(signs)
    return clean[:place] + put + clean[place + (how != "in") :]


@pytest.mark.parametrize("seed", range(5))
def test_one_edit_of_the_structure_brings_no_wrong_row(seed: int) -> None:
    rng = random.Random(seed)
    read = 0
    for _ in range(500):
        rows, delimiter = tables(rng), rng.choice(",;\t|")
        clean = damage.text(rows, rng.choice(["\n", "\r\n"]), delimiter, always=rng.random() < 0.2)
        text = edited(clean, rng, delimiter)
        try:
            good = Counter(good_rows(text.encode(), Wanted("table", rows[0])))
        except (Unreadable, Unrecognised):
            continue
        read += 1
        assert not good - Counter(rows[1:]), (text, good - Counter(rows[1:]))
    assert read > 250


def test_a_second_table_is_rejected_whole_and_does_not_spoil_the_first(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, b"id,name\n1,a\n2,b\nid,name\n3,c\n4,d\n", Wanted("t", ("id", "name")))
    assert found.rows == [("1", "a"), ("2", "b")]
    assert {r.reason for r in found.reading.rejected} == {"belongs to a second table, whose header is line 4"}


def test_ragged_rows_are_rejected_by_line_unless_allowed(tmp_path: Path) -> None:
    data = b"id,name,city\n" + b"1,a,b\n" * 20 + b"2,c\n3,d,e,f\n"
    strict = read_bytes(tmp_path, data, Wanted("t", ("id",)))
    assert [(r.line, r.reason) for r in strict.reading.rejected] == [(22, "has 2 cells instead of 3"), (23, "has 4 cells instead of 3")]
    assert read_bytes(tmp_path, data, Wanted("t", ("id",), ragged=True)).rows[-1] == ("2", "c", "")


def test_a_file_that_is_mostly_broken_is_set_aside_with_its_first_line(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"5 of 10 rows are rejected; the first is line 7, which has 2 cells"):
        read_bytes(tmp_path, b"id,name,city\n" + b"1,a,b\n" * 5 + b"2,x\n" * 5, Wanted("t", ("id",)))


def test_text_over_lines_that_are_rows_is_not_believed(tmp_path: Path) -> None:
    rows = b"".join(b"%d,2026-01-%02d,fine\n" % (n, n) for n in range(10, 29))
    data = b"id,day,note\n" + rows + b'30,2026-02-01,"swallows\n31,2026-02-02,fine\n32,2026-02-03,ends"\n'
    found = read_bytes(tmp_path, data, Wanted("t", ("id",)))
    assert found.reading.rows == 19 and [(r.line, r.lines) for r in found.reading.rejected] == [(21, 3)]


def test_a_line_with_bytes_of_no_text_is_not_mended() -> None:
    rows = catalogue(30)
    written = damage.text(rows).encode().split(b"\r\n")
    written[9] = written[9].replace(b",", b",\0", 1).replace(b",", b",,", 1)
    good = good_rows(b"\r\n".join(written), Wanted("catalogue", HEADER, checks=CHECKS))
    assert good == [row for number, row in enumerate(rows) if number not in (0, 9)]


def test_two_readings_that_hold_equally_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="two ways"):
        read_bytes(tmp_path, b"a,b;c\n1,2;3\n5,6;7\n", Wanted("t", ("a",)), Wanted("u", ("c",)))
