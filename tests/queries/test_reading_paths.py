"""The fast path gives what the careful one gives, and is left where the proof fails."""

import gzip
import random
from pathlib import Path

import pytest

from queries.reading import Unreadable, Unrecognised, Wanted, export, proof, trust
from tests.queries import damage, pollution
from tests.queries.reading_through import Outcome, read_bytes
from tests.queries.test_reading_damage import CHECKS, HEADER, catalogue, edited, tables

ORDERS = ("id", "day", "who", "note")


def orders(count: int, note: str = "fine", end: str = "\n") -> str:
    """A clean text of so many rows."""
    rows = (f"{n},2026-{n % 12 + 1:02d}-{n % 28 + 1:02d},person {n % 97},{note}{end}" for n in range(count))
    return ",".join(ORDERS) + end + "".join(rows)


def both(place: Path, monkeypatch: pytest.MonkeyPatch, data: bytes, source: Wanted) -> list[Outcome | str]:
    """What the careful path alone and what the fast path make of it."""
    results: list[Outcome | str] = []
    for small in (10**9, 0):
        monkeypatch.setattr(export, "SMALL", small)
        try:
            results.append(read_bytes(place, data, source))
        except (Unreadable, Unrecognised) as error:
            results.append(str(error))
    return results


def test_both_paths_give_the_same_for_clean_and_damaged_texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(1)
    for number in range(120):
        rows, delimiter = tables(rng), rng.choice(",;\t|")
        text = damage.text(rows, rng.choice(["\n", "\r\n"]), delimiter, always=rng.random() < 0.2)
        text = edited(text, rng, delimiter) if number % 3 else text
        careful, quick = both(tmp_path, monkeypatch, text.encode(), Wanted("table", rows[0]))
        assert careful == quick, text


@pytest.mark.parametrize("declared", ["checks", "kinds"])
def test_both_paths_give_the_same_for_pollution_of_every_kind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, declared: str) -> None:
    source = Wanted("catalogue", HEADER, **{declared: CHECKS})
    for file in pollution.files(catalogue(60), 1, seed=11):
        careful, quick = both(tmp_path, monkeypatch, file.data, source)
        assert careful == quick, file


def test_a_short_look_decides_nothing_that_a_long_one_would_decide_otherwise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "SMALL", 0)
    rng = random.Random(7)
    for number in range(60):
        rows, delimiter = tables(rng), rng.choice(",;\t|")
        body = [row for _ in range(200 // len(rows) + 1) for row in rows[1:]]
        text = damage.text([rows[0], *body], "\n", delimiter, always=number % 3 == 0)
        text = edited(text, rng, delimiter) if number % 2 else text
        found: list[Outcome | str] = []
        for begin in (0, 1_000, 4_000):
            monkeypatch.setattr(export, "BEGIN", begin)
            try:
                found.append(read_bytes(tmp_path, text.encode(), Wanted("table", rows[0])))
            except (Unreadable, Unrecognised) as error:
                found.append(str(error))
        assert found[0] == found[1] == found[2], text


def test_a_clean_text_is_known_by_a_short_look_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "recognise", lambda *args: pytest.fail("a longer look"))
    assert read_bytes(tmp_path, orders(5_000).encode(), Wanted("orders", ("id",))).reading.rows == 5_000


@pytest.mark.parametrize("block", [64, 192, 1 << 21])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("note", ["fine", "", '"a ""b"", c"', '"two\nlines, here"'])
def test_clean_texts_are_proved_and_read_fast(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, note: str, end: str, block: int) -> None:
    monkeypatch.setattr(proof, "BLOCK", block)
    text = orders(300, note, end).encode()
    careful, quick = both(tmp_path, monkeypatch, text, Wanted("orders", ("id",)))
    assert careful == quick and isinstance(quick, Outcome) and quick.reading.rows == 300
    proved = proof.prove(text, text.index(b"\n") + 1, ord(","), 4)
    assert proved and proved.records == 300 and proved.newline == end


@pytest.mark.parametrize("block", [64, 1 << 21])
def test_every_edit_of_a_clean_text_breaks_its_proof(monkeypatch: pytest.MonkeyPatch, block: int) -> None:
    monkeypatch.setattr(proof, "BLOCK", block)
    clean = orders(8, '"a ""b"", c"')
    start = clean.index("\n") + 1
    for place in (p for p in damage.outside_quotes(clean) if p >= start):
        for sign in (",", '"', "\r", "\0", ",,"):
            text = clean[:place] + sign + clean[place:]
            proved = proof.prove(text.encode(), start, ord(","), 4)
            # A CR before an LF is a line end of another kind, and the only edit that leaves a table.
            assert proved is None or (sign == "\r" and clean[place] == "\n"), (place, sign)


def test_a_big_damaged_text_loses_only_its_damaged_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "SMALL", 0)
    lines = orders(5_000, '"it, is ""fine"""').splitlines(keepends=True)
    broken = set(range(50, 5_000, 50))
    text = "".join(line.replace(",2026", ",,2026") if n in broken else line for n, line in enumerate(lines))
    loads: list[int] = []
    load = trust.load
    monkeypatch.setattr(trust, "load", lambda *args: (loads.append(1), load(*args)))
    found = read_bytes(tmp_path, text.encode(), Wanted("orders", ("id",)))
    assert loads and {r.line - 1 for r in found.reading.rejected} == broken
    assert found.rows == [(str(n), *row[1:]) for n, row in enumerate(damage.rows_of("".join(lines))[1:]) if n + 1 not in broken]


def test_a_second_header_deep_in_a_big_clean_text_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "SMALL", 0)
    first = orders(3_000)
    found = read_bytes(tmp_path, (first + " ID ,Day,WHO,note\n" + orders(50).split("\n", 1)[1]).encode(), Wanted("orders", ("id",)))
    assert found.reading.rows == 3_000 and found.reading.rejected[0].line == 3_002 and len(found.reading.rejected) == 51


def test_declared_checks_hold_on_the_fast_path_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = orders(500).replace("77,2026", "77x,2026")
    careful, quick = both(tmp_path, monkeypatch, text.encode(), Wanted("orders", ("id",), checks={"id": r"\d+"}))
    assert careful == quick and isinstance(quick, Outcome)
    assert (quick.reading.rejected[0].column, quick.reading.rejected[0].value) == ("id", "77x")


def test_packed_and_transcoded_texts_take_the_fast_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "SMALL", 0)
    text = orders(400, "Zoë – fine")
    careful = careful_reads(monkeypatch)
    for name, data in (("a.csv.gz", gzip.compress(text.encode())), ("b.csv", text.encode("utf-16")), ("c.csv", text.encode("cp1252"))):
        found = read_bytes(tmp_path, data, Wanted("orders", ("id",)), name=name)
        assert found.reading.rows == 400 and found.rows[7][3] == "Zoë – fine"
    assert not careful


def careful_reads(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Notes each time that the careful path is taken."""
    taken: list[int] = []
    read = export._Export._careful
    monkeypatch.setattr(export._Export, "_careful", lambda *args: (taken.append(1), read(*args))[1])
    return taken
