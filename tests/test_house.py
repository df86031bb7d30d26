"""The rules of the house: what each room never does, what lies at the top, and exact versions."""

import re
import subprocess
from pathlib import Path

import pytest

from queries import loading
from tests.rooms import ROOT, imported, modules, scripts, texts

FOLDERS = {".ci", ".streamlit", "data", "deploy", "docs", "pages", "queries", "static", "tests"}
FILES = {
    ".gitignore", "BENCHMARKS.md", "CHANGELOG.md", "LICENSE", "Makefile", "README.md", "app.py", "pyproject.toml", "requirements.txt",
}  # fmt: skip
# A room may import what stands left of it, never what stands right of it.
ROOMS = ("queries", "pages", "app", "tests")
NETWORKS = (
    "bluesky|discord|facebook|instagram|linkedin|mastodon|pinterest|reddit|slack|snapchat|telegram|tiktok|tumblr|tweets?|twitter|twitch|"
    "vimeo|vkontakte|wechat|weibo|whatsapp|youtube"
)
SQL = re.compile(r"\bselect\s.+\sfrom\s|\bSELECT\s.+\sFROM\s|\b(insert into|create table|order by|group by)\b", re.DOTALL)


def importing(path: Path, *names: str) -> list[str]:
    """Those of the packages that the script imports from."""
    return sorted(name for name in imported(path) if name.split(".")[0] in names)


@pytest.mark.parametrize("path", scripts("queries"), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_queries_know_nothing_of_the_screen(path):
    assert not importing(path, "streamlit", "plotly", *ROOMS[1:], "data")


@pytest.mark.parametrize("path", scripts("pages", "app"), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_pages_hold_no_sql_no_statistics_and_no_markup(path):
    above = ROOMS[2:] if path.name != "app.py" else ROOMS[3:]
    assert not importing(path, "duckdb", "scipy", "statsmodels", "data", *above)
    assert [text for text in texts(path) if SQL.search(text)] == []
    assert not re.search(r"\.execute\(|\.cursor\(|unsafe_allow_html|st\.html\(|components\.", path.read_text(encoding="utf-8"))


def test_no_network_is_named_in_the_program():
    kinds = (".py", ".sql", ".toml")
    files = [path for room in ("queries", "pages", "data/company") for path in (ROOT / room).rglob("*") if path.suffix in kinds]
    named = re.compile(rf"(?<![a-z])({NETWORKS})(?![a-z])", re.IGNORECASE)
    found = {path.relative_to(ROOT).as_posix(): named.findall(path.read_text(encoding="utf-8")) for path in [*files, ROOT / "app.py"]}
    assert {path: names for path, names in found.items() if names} == {}


def reached(start: Path, left_out: set[str]) -> set[str]:
    """Modules of `queries` that a script imports, directly or by way of others, as names of files below `queries/`."""
    found, coming = set(), [start]
    while coming:
        path = coming.pop()
        name = path.relative_to(ROOT / "queries").as_posix()
        if name in found | left_out:
            continue
        found.add(name)
        coming += [
            ROOT / f"{module.replace('.', '/')}.py" for module in modules(path) if (ROOT / f"{module.replace('.', '/')}.py").exists()
        ]
    return found


def test_a_change_of_whatever_a_load_runs_builds_the_snapshot_anew():
    # What opens a snapshot, says what went wrong and words a page's settings changes no row of it.
    changes_nothing = {"snapshot.py", "trouble.py", "measures/ambassadors.py"}
    rooms = ROOT / "queries"
    for start, patterns in (("exports/parts.py", (*loading.READS, *loading.SETTINGS)), ("tables/making.py", loading.BUILDS)):
        known = {path.relative_to(rooms).as_posix() for pattern in patterns for path in rooms.glob(pattern)}
        assert reached(rooms / start, changes_nothing) <= known


def test_the_top_level_is_the_design_s():
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=False)
    paths = [Path(line) for line in listed.stdout.splitlines() if (ROOT / line).exists()]
    if not paths:
        pytest.skip("the folder is no git checkout")
    assert {path.parts[0] for path in paths if len(path.parts) > 1} <= FOLDERS
    assert {path.name for path in paths if len(path.parts) == 1} <= FILES


@pytest.mark.parametrize("file", ["requirements.txt", "tests/requirements.txt"])
def test_every_requirement_has_an_exact_version(file):
    lines = (line.partition("#")[0].strip() for line in (ROOT / file).read_text(encoding="utf-8").splitlines())
    loose = [line for line in lines if line and not re.fullmatch(r"-r \S+|[A-Za-z0-9._-]+(\[[a-z,]+\])?==[0-9][0-9A-Za-z.]*", line)]
    assert loose == []
