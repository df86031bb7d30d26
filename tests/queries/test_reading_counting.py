"""The independent count of lines."""

import gzip
import re
from pathlib import Path

import pytest

from queries.exports import counting

TEXTS = ["", "a", "a\n", "a\r\nb", "a\rb\r", "\n\n", "a\r\n\r\nb\n\r", "ā\nČ\n䊊\nഊ\n"]


@pytest.mark.parametrize(
    ("codec", "block"),
    [("utf-8", 2), ("utf-8", 3), ("utf-8", 1 << 20), ("utf-8-sig", 1 << 20), ("utf-16", 1 << 20), ("utf-16-be", 1 << 20), ("utf-16", 5)],
)
@pytest.mark.parametrize("text", [text for text in TEXTS if text])
def test_lines_are_counted_in_any_encoding_and_block(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, codec: str, block: int
) -> None:
    monkeypatch.setattr(counting, "BLOCK", block)
    marked = "\ufeff" + text if codec == "utf-16-be" else text
    expected = len(re.findall(r"\r\n|\r|\n", text)) + bool(re.search(r"[^\r\n]\Z", text))
    plain, packed = tmp_path / "a.csv", tmp_path / "a.csv.gz"
    plain.write_bytes(marked.encode(codec))
    packed.write_bytes(gzip.compress(marked.encode(codec)))
    assert counting.count_lines(plain) == counting.count_lines(packed) == expected


def test_an_empty_file_has_no_lines(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"")
    assert counting.count_lines(tmp_path / "a.csv") == 0


def test_it_shares_no_code_with_the_reader() -> None:
    code = Path(counting.__file__).read_text(encoding="utf-8")
    assert not re.search(r"^(from|import) queries", code, re.MULTILINE)
