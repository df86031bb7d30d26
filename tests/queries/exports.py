"""Small data folders for tests of loading."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PEOPLE = """person_id,role,joined_at,segment,region
p1,customer,2026-01-01,Gold,North
p2,employee,2025-12-01,,
p3,customer,2026-01-03,Silver,South
"""
SURVEYS = """response_id,kind,score,scale_min,scale_max,answered_at,person_id,channel
1,csat,5,1,5,2026-01-02 10:00,p1,chat
2,csat,2,1,5,2026-01-03 10:00,p3,e-mail
3,csat,4,1,5,2026-01-05 10:00,nobody,chat
"""


def folder(place: Path, **files: str) -> Path:
    """A data folder with people, surveys and the given files (`_` for the dot of the ending)."""
    data = place / "data"
    data.mkdir()
    for name, text in {"people_csv": PEOPLE, "surveys_csv": SURVEYS, **files}.items():
        stem, _, ending = name.rpartition("_")
        (data / f"{stem}.{ending}").write_text(text, encoding="utf-8")
    return data


def run(*arguments: str, data: Path, cache: Path) -> tuple[int, dict, str]:
    """Exit status, JSON document and standard error of `python -m queries …`."""
    command = [sys.executable, "-m", "queries", *arguments, "--data", str(data), "--cache", str(cache), "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.returncode, json.loads(done.stdout or "{}"), done.stderr
