"""The figures of the network that need no clock, at a size that takes seconds."""

from tests.figures import ties_lines


def test_every_figure_without_a_clock_is_met():
    lines = list(ties_lines.lines(small=True))
    assert len(lines) == 5 and [line for line in lines if not line.met] == []
    assert "18" in lines[2].measured, "there are bridges to compare"


def test_the_company_of_the_timed_figure_has_as_many_people_and_ties_as_asked(tmp_path):
    rows = ties_lines.invented(500, 6_000)
    assert len(rows) == 6_000 and not rows.duplicated(["actor_id", "target_id"]).any()
    assert len({*rows["actor_id"], *rows["target_id"]}) > 490
    folder = ties_lines.exports(tmp_path / "data", rows)
    assert sorted(path.name for path in folder.iterdir()) == ["interactions.csv", "people.csv"]
