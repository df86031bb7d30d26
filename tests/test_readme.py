"""The README's first screen, and that what it points to is there."""

import re

from tests.rooms import ROOT

TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
SCREEN = 25


def test_the_first_screen_says_what_it_is_shows_it_and_gives_the_two_commands():
    first = "\n".join(TEXT.splitlines()[:SCREEN])
    assert first.startswith("# Rapport\n\n**Measure relationships, not likes.**")
    assert re.search(r"!\[[^]]+\]\(docs/overview-light\.png\)", first)
    assert "make run" in first and "pip install -r requirements.txt && streamlit run app.py" in first


def test_every_picture_and_file_that_it_links_is_there():
    linked = [target for target in re.findall(r"\]\(([^)#]+)\)", TEXT) if "://" not in target]
    assert [target for target in linked if not (ROOT / target).exists()] == []


def test_every_command_of_make_that_it_names_is_in_the_makefile():
    rules = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(re.findall(r"`?make ([a-z]+)", TEXT)) <= set(rules)
