"""The large sizes: they fit the contract, answers find their questions, and the same seed gives the same rows."""

import subprocess
import sys
from pathlib import Path

import pyarrow as pa

from data.company.crowd import Crowd
from data.company.large import MAKERS
from data.company.writing import FILES
from tests.data.filled import ROOT, contract, fill, row


def test_large_sizes_fit_the_contract_and_join(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "data.company", "--out", str(tmp_path), "--interactions", "20000"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    con = contract("UTC")
    stems = {table: pattern.split("-{year}")[0].split(".")[0] for table, (pattern, _) in FILES.items()}
    patterns = {table: [f"{stem}-*"] for table, stem in stems.items()} | {"surveys": ["surveys/*"]}
    fill(con, tmp_path, patterns)
    assert row(con, "select count(*) from interactions")[0] == 20_000
    assert {path.suffix for path in (tmp_path / "community").iterdir()} == {".csv", ".parquet"}
    astray, early = row(
        con,
        """select count(*) filter (q.kind is distinct from 'question'), count(*) filter (q."at" > a."at")
        from interactions as a left join interactions as q on q.interaction_id = a.parent_id where a.kind = 'answer'""",
    )
    assert (astray, early) == (0, 0)
    slow, before = row(
        con,
        """select median(epoch(first_response_at) - epoch(opened_at)) filter (opened_at between '2026-02-01' and '2026-05-18'),
            median(epoch(first_response_at) - epoch(opened_at)) filter (opened_at < '2026-02-01') from cases where channel = 'chat'""",
    )
    assert slow > 3 * before


def test_the_same_seed_gives_the_same_rows() -> None:
    first, second = (pa.concat_tables(batch for _, batch in MAKERS["interactions"](Crowd(200), 3_000, 7)) for _ in range(2))
    assert first.equals(second)
