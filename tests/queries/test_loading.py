"""Loading: exports become an immutable snapshot; nothing is lost, nothing is read twice, the last good data stays."""

import os
import re
import shutil
import threading
import time

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from queries import loading, places, snapshot
from queries.trouble import Trouble
from tests.queries.exports import SURVEYS, folder


@pytest.fixture
def data(tmp_path):
    return folder(tmp_path)


@pytest.fixture
def cache(tmp_path, data):
    return places.cache_folder(data, str(tmp_path / "cache"))


def load(data, cache):
    report = loading.load(data, cache)
    return report, snapshot.current(cache)


def rows(found, sql):
    return found.cursor().execute(sql).fetchall()


def states(report):
    return {made.file: made.state for made in report.files}


def later(path, seconds=5):
    """Give a file a later time, as a newer export has."""
    status = path.stat()
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns + seconds * 10**9))


def test_exports_become_tables(data, cache):
    report, found = load(data, cache)
    assert report.changed and states(report) == {"people.csv": "loaded", "surveys.csv": "loaded"}
    assert rows(found, "select response_id, score, segment, region, day::varchar, week::varchar from surveys order by 1") == [
        ("1", 5.0, "Gold", "North", "2026-01-02", "2025-12-29"),
        ("2", 2.0, "Silver", "South", "2026-01-03", "2025-12-29"),
        ("3", 4.0, None, None, "2026-01-05", "2026-01-05"),
    ]


def test_rows_rejects_and_skipped_lines_add_up_to_the_physical_lines(data, cache):
    (data / "surveys.csv").write_text(SURVEYS + "4,csat,9,1,5,2026-01-05 10:00,p1,chat\n5,csat,x,1,5,2026-01-05 10:00,p1,chat\n\n")
    report, found = load(data, cache)
    made = next(made for made in report.files if made.file == "surveys.csv")
    assert (made.lines, made.rows, made.rejects, made.skipped, made.state) == (7, 3, 2, 2, "loaded with rejects")
    assert rows(found, "select file, line, column_name, value from account.rejects order by line") == [
        ("surveys.csv", 5, "scale_max, scale_min, score", "5.0, 1.0, 9.0"),
        ("surveys.csv", 6, "score", "x"),
    ]


def test_a_second_load_with_nothing_changed_reads_nothing_and_takes_under_a_second(data, cache):
    first, _ = load(data, cache)
    started = time.monotonic()
    second, _ = load(data, cache)
    assert time.monotonic() - started < 1
    assert not second.changed and second.snapshot == first.snapshot
    assert set(states(second).values()) == {"unchanged"}


def test_only_the_changed_export_is_read_again(data, cache):
    load(data, cache)
    with (data / "surveys.csv").open("a") as file:
        file.write("9,csat,1,1,5,2026-01-06,p1,chat\n")
    report, found = load(data, cache)
    assert states(report) == {"people.csv": "unchanged", "surveys.csv": "loaded"}
    assert found.tables["surveys"] == 4


def test_a_snapshot_that_is_open_serves_on_while_a_new_one_takes_over(data, cache):
    _, old = load(data, cache)
    (data / "surveys.csv").write_text(SURVEYS.replace("1,csat,5", "1,csat,1"))
    _, new = load(data, cache)
    assert old.name != new.name
    assert rows(old, "select score from surveys where response_id = '1'") == [(5.0,)]
    assert rows(new, "select score from surveys where response_id = '1'") == [(1.0,)]


def test_of_rows_with_the_same_key_the_newest_files_stays_and_the_others_are_counted(data, cache):
    newer = data / "surveys 2.csv"
    newer.write_text(SURVEYS.splitlines()[0] + "\n1,csat,1,1,5,2026-01-04 10:00,p1,chat\n")
    later(newer)
    _, found = load(data, cache)
    assert rows(found, "select score from surveys where response_id = '1'") == [(1.0,)]
    assert rows(found, "from account.duplicates") == [("surveys", "surveys.csv", 1)]


def test_an_orphan_reference_is_kept_and_the_coverage_reported(data, cache):
    _, found = load(data, cache)
    assert ("surveys", "person_id", "people", 3, 2) in rows(found, "from account.coverage")


def test_a_handle_is_replaced_by_the_person_behind_it(data, cache):
    (data / "identities.csv").write_text("channel,handle,person_id\nchat,nobody,p3\n")
    _, found = load(data, cache)
    assert rows(found, "select person_id, segment from surveys where response_id = '3'") == [("p3", "Silver")]


def test_columns_come_in_any_order_and_letter_case_and_any_depth(data, cache):
    (data / "surveys.csv").unlink()
    deep = data / "2026" / "january"
    deep.mkdir(parents=True)
    (deep / "answers.tsv").write_text("KIND\tScale_Max\tScale_Min\tSCORE\tResponse_ID\tAnswered_At\ncsat\t5\t1\t4\t1\t2026-01-02\n")
    _, found = load(data, cache)
    assert rows(found, "select response_id, score, scale_min, scale_max from surveys") == [("1", 4.0, 1.0, 5.0)]


def test_parquet_is_loaded_like_text(data, cache):
    (data / "surveys.csv").unlink()
    table = pa.table(
        {"response_id": ["1"], "kind": ["nps"], "score": [9], "scale_min": [0], "scale_max": [10], "answered_at": ["2026-01-02T00:00:00Z"]}
    )
    pq.write_table(table, data / "nps.parquet")
    report, found = load(data, cache)
    assert states(report)["nps.parquet"] == "loaded"
    assert rows(found, "select kind, score from surveys") == [("nps", 9.0)]


def test_a_users_own_source_needs_no_change_in_the_program(data, cache):
    (data / "sources").mkdir()
    (data / "sources" / "desk.sql").write_text(
        "-- fills: cases\n-- needs: Id, Asked\n-- dates: %d.%m.%Y %H:%M    zone: Europe/Berlin    null: -\n"
        'select "Id" as case_id, "Asked" as opened_at, "Solved" as resolved_at, upper("Queue") as team from export where "Id" <> \'test\'\n'
    )
    (data / "desk.csv").write_text(
        "Id;Asked;Solved;Queue\n1;05.01.2026 10:00;05.01.2026 12:00;north\n2;05.01.2026 11:00;-;south\ntest;05.01.2026 11:00;-;x\n"
    )
    report, found = load(data, cache)
    made = next(made for made in report.files if made.file == "desk.csv")
    assert (made.state, made.rows, made.skipped) == ("loaded", 2, 2)
    assert rows(found, "select case_id, team, resolution_minutes, hour from cases order by 1") == [
        ("1", "NORTH", 120.0, 9),
        ("2", "SOUTH", None, 10),
    ]


def test_an_unrecognised_file_is_listed_with_the_columns_that_near_sources_miss(data, cache):
    (data / "other.csv").write_text("response_id,kind,stars\n1,csat,5\n")
    report, found = load(data, cache)
    assert states(report)["other.csv"] == "unrecognised"
    assert ("other.csv", "contract/surveys", "score") in rows(found, "from account.nearest")


def test_dates_that_can_be_read_two_ways_set_the_file_aside(data, cache):
    (data / "surveys.csv").write_text(re.sub(r"2026-(\d\d)-(\d\d) 10:00", r"\1/\2/2026", SURVEYS))
    report, _ = load(data, cache)
    assert states(report)["surveys.csv"] == "set aside"
    assert "two ways" in report.aside[0].reason


def test_a_broken_new_version_leaves_the_last_good_rows_and_says_so(data, cache):
    load(data, cache)
    (data / "surveys.csv").write_bytes(b"PK\x03\x04 not a table at all")
    report, found = load(data, cache)
    assert states(report)["surveys.csv"] == "set aside"
    assert "last good version" in report.aside[0].reason
    assert found.tables["surveys"] == 3
    (data / "surveys.csv").write_text(SURVEYS)
    report, found = load(data, cache)
    assert not report.aside and found.tables["surveys"] == 3


def test_a_source_that_does_not_run_sets_its_export_aside_and_leaves_the_others(data, cache):
    (data / "sources").mkdir()
    select = 'select "Id" as case_id, no_such_function("Id") as topic from export'
    (data / "sources" / "bad.sql").write_text(f"-- fills: cases\n-- needs: Id\n{select}\n")
    (data / "desk.csv").write_text("Id,x\n1,2\n")
    report, found = load(data, cache)
    assert states(report)["desk.csv"] == "set aside" and "bad" in report.aside[0].reason
    assert found.tables["surveys"] == 3


def test_an_empty_folder_is_said_and_the_last_good_snapshot_stays(data, cache):
    load(data, cache)
    for path in data.glob("*.csv"):
        path.unlink()
    with pytest.raises(Trouble, match="no exports"):
        loading.load(data, cache)
    assert snapshot.current(cache).tables["surveys"] == 3


def test_what_a_killed_load_left_behind_is_swept(data, cache):
    (cache / "parts" / ".making-x").mkdir(parents=True)
    (cache / "snapshots").mkdir()
    (cache / "snapshots" / ".making-y.duckdb").write_text("half")
    load(data, cache)
    assert not list(cache.rglob(".making*"))


def test_a_damaged_snapshot_is_noticed_and_built_again(data, cache):
    report, _ = load(data, cache)
    snapshot.path_of(cache, report.snapshot).write_bytes(b"\0" * 4096)
    again, found = load(data, cache)
    assert again.changed and again.snapshot != report.snapshot
    assert rows(found, "select count(*) from surveys") == [(3,)]
    assert not loading.load(data, cache).changed


def test_two_loads_at_once_give_one_snapshot(data, cache):
    reports = []
    threads = [threading.Thread(target=lambda: reports.append(loading.load(data, cache))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(report.changed for report in reports) == [False, True]


def test_a_link_out_of_the_folder_is_not_followed(data, cache, tmp_path):
    outside = tmp_path / "outside.csv"
    shutil.copy(data / "surveys.csv", outside)
    (data / "link.csv").symlink_to(outside)
    report, _ = load(data, cache)
    assert "link.csv" not in states(report)


def test_the_last_day_of_the_data_counts_only_when_complete(data, cache):
    _, found = load(data, cache)
    assert str(found.data_to) == "2026-01-05"


def test_a_date_far_ahead_of_the_clock_does_not_move_the_period(data, cache):
    (data / "surveys.csv").write_text(SURVEYS + "8,csat,4,1,5,2962-01-05 10:00,p1,chat\n")
    _, found = load(data, cache)
    assert str(found.data_to) == "2026-01-05"


def test_going_back_to_the_exports_of_before_needs_no_building(data, cache):
    first, _ = load(data, cache)
    (data / "surveys.csv").write_text(SURVEYS.replace("1,csat,5", "1,csat,1"))
    load(data, cache)
    (data / "surveys.csv").write_text(SURVEYS)
    again, found = load(data, cache)
    assert again.snapshot == first.snapshot
    assert rows(found, "select score from surveys where response_id = '1'") == [(5.0,)]


def test_a_last_line_without_an_end_is_taken_only_from_a_tool_that_is_said_to_leave_it_so(data, cache):
    (data / "sources").mkdir()
    source = "-- fills: people\n-- needs: a, b\nselect a as person_id, b as name from export\n"
    (data / "sources" / "ab.sql").write_text(source)
    (data / "ab.csv").write_text("a,b\nx,hello\ny,world")
    report, _ = load(data, cache)
    assert next(made.rejects for made in report.files if made.file == "ab.csv") == 1
    (data / "sources" / "ab.sql").write_text("-- open end: yes\n" + source)
    report, _ = load(data, cache)
    assert next((made.rows, made.rejects) for made in report.files if made.file == "ab.csv") == (2, 0)


def test_a_row_whose_key_a_spreadsheet_cut_short_is_rejected_and_said(data, cache):
    (data / "surveys.csv").write_text(SURVEYS + "5.7E+17,csat,4,1,5,2026-01-04 10:00,p1,chat\n9,csat,4,1,5,2026-01-04 10:00,1.2E+11,chat\n")
    _, found = load(data, cache)
    assert found.tables["surveys"] == 3
    assert rows(found, "select line, column_name, value from account.rejects order by line") == [
        (5, "response_id", "5.7E+17"),
        (6, "person_id", "1.2E+11"),
    ]


@pytest.mark.parametrize(
    ("size", "left", "processors", "wanted"),
    [
        (100, 100, 8, 8),  # Alone, or the last one.
        (1, 100, 8, 1),
        (25, 100, 8, 2),
        (50, 100, 2, 1),
        (51, 100, 2, 1),  # Of two that are nearly alike neither gets both.
        (80, 100, 2, 2),  # Beside small ones a big one would be the last.
        (100, 100, 1, 1),
        (0, 0, 4, 1),
    ],
)
def test_an_export_is_read_with_its_share_of_the_processors(size, left, processors, wanted):
    assert loading.share(size, left, processors) == wanted


def test_questions_may_hold_more_of_a_large_snapshot_in_memory(data, cache, tmp_path):
    _, found = load(data, cache)
    assert rows(found, "select current_setting('memory_limit')") == [("512.0 MiB",)]
    large = tmp_path / "large.duckdb"
    with large.open("wb") as file:
        file.truncate(12 << 30)
    assert snapshot.mebibytes(large) == 2048
