"""Real exports and the damaged collections, against the standard reader that is told the dialect."""

import csv
import json
from collections import Counter
from pathlib import Path

import pytest

from queries.reading import Unreadable, Unrecognised, Wanted
from tests.queries import pollock
from tests.queries.reading_through import read

SHARED = Path(__file__).parents[3] / "shared" / "data"
REAL = {
    "airline_tweets/Tweets.csv": ",",
    "beer_community/posts.csv": ",",
    "cdnow/cdnow_transactions.csv": ",",
    "customer_support_tweets/twcs_clean.csv": ",",
    "facebook_page/dataset_Facebook.csv": ";",
    "headline_tests/headline-experiment-heds.csv": ",",
    "headline_tests/headline-experiment-impressions.csv": ",",
    "headline_tests/upworthy_sesame.csv": ",",
    "hillstrom_email/hillstrom_data.csv": ",",
    "instagram/Instagram data.csv": ",",
    "olist/dim_status.csv": ",",
    "olist/olist_customers_dataset.csv": ",",
    "olist/olist_geolocation_dataset.csv": ",",
    "olist/olist_order_reviews_dataset.csv": ",",
    "reviews/amazon_alexa.tsv": "\t",
    "surveymonkey/flying-etiquette.csv": ",",
    "tickets_shape/customer_support_tickets.csv": ",",
}
POLLOCK = ("DATE", "TIME", "Qty", "PRODUCTID", "Price", "ProductType", "ProductDescription", "URL", "Comments")
PATTERNS = {
    "DATE": r"\d\d/\d\d/\d{4}",
    "TIME": r"\d\d:\d\d",
    "Qty": r"\d+",
    "PRODUCTID": r"[A-Z]{2}-\d{4}",
    "Price": r"\$\d+(\.\d+)?",
    "URL": r"https://\S+\.html",
}
# A delimiter that is in every cell, unquoted; no header; nothing at all.
REFUSED = {"file_field_delimiter_0x20.csv", "file_no_header.csv", "file_no_payload.csv"}


def shared(folder: str) -> Path:
    """A folder of the real data, or the test is skipped by its name."""
    path = SHARED / folder
    if not path.exists():
        pytest.skip(f"{folder} is not in {SHARED}")
    return path


@pytest.mark.parametrize("name", sorted(REAL))
def test_real_exports_are_read_cell_for_cell(name: str) -> None:
    path = shared(name)
    with path.open(newline="", encoding="utf-8-sig") as file:
        header, *rows = [tuple(row) for row in csv.reader(file, delimiter=REAL[name]) if row]
    source = Wanted("source", tuple(column.upper() for column in reversed(header) if column.strip())[:5])
    found = read(path, source)
    assert found.rows == rows and not found.reading.rejected


@pytest.mark.parametrize("checks", [{}, PATTERNS], ids=["kinds unknown", "kinds declared"])
def test_the_damaged_tables_are_read_right_or_refused(checks: dict[str, str]) -> None:
    refused, rejected = set(), {}
    for path in sorted((shared("malformed/pollock") / "csv").glob("*.csv")):
        with (path.parents[1] / "clean" / path.name).open(newline="", encoding="utf-8") as file:
            clean = [tuple(row) for row in csv.reader(file)][1:]
        try:
            found = read(path, Wanted("source", POLLOCK, checks=checks))
        except (Unreadable, Unrecognised):
            refused.add(path.name)
            continue
        assert not Counter(found.rows) - Counter(clean), path.name
        rejected[path.name] = len(clean) - len(found.rows)
        assert rejected[path.name] <= len(found.reading.rejected)
    assert refused == REFUSED
    assert {name: lost for name, lost in rejected.items() if lost} == {"file_escape_char_0x00.csv": 6, "file_quotation_char_0x27.csv": 6}


def test_one_damaged_row_costs_no_other_row(tmp_path: Path) -> None:
    files = sorted(((pollock.rebuild(shared("malformed/pollock"), tmp_path / "rebuilt")) / "csv").glob("row_*"))
    assert len(files) == 27 * 84
    for path in files[::97]:
        with (path.parents[1] / "clean" / path.name).open(newline="", encoding="utf-8") as file:
            clean = [tuple(row) for row in csv.reader(file)][1:]
        found = read(path, Wanted("source", POLLOCK, checks=PATTERNS, headerless=True))
        assert not Counter(found.rows) - Counter(clean) and len(clean) - len(found.rows) <= 3, path.name


def test_a_missing_header_is_made_good_only_where_the_source_allows_it_and_the_checks_hold() -> None:
    path = shared("malformed/pollock") / "csv" / "file_no_header.csv"
    found = read(path, Wanted("source", POLLOCK, checks=PATTERNS, headerless=True))
    assert found.reading.rows == 83 and found.reading.columns == POLLOCK and found.reading.header_lines == 0


def test_the_small_collection_is_read_right_or_its_last_line_is_named() -> None:
    for path in sorted((shared("malformed/csv-spectrum") / "csvs").glob("*.csv")):
        told = json.loads((path.parents[1] / "json" / f"{path.stem}.json").read_text(encoding="utf-8"))
        rows = [tuple(row.values()) for row in (told if isinstance(told, list) else [told])]
        with path.open(newline="", encoding="utf-8") as file:
            header, *written = [tuple(row) for row in csv.reader(file) if row]
        assert len(rows) == len(written)
        found = read(path, Wanted("source", header))
        if found.reading.rejected:
            assert not path.read_bytes().endswith(b"\n") and found.rows == written[:-1]
            assert [r.reason for r in found.reading.rejected] == ["has no line end, so it may be cut off"]
        else:
            assert found.rows == written
        assert read(path, Wanted("source", header, open_end=True)).rows == written
