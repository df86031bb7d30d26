"""The registry: every line is whole, its view answers in the shape that pages expect, and nothing lies about unused."""

import re
from pathlib import Path

import pytest

from queries import contract, registry, relations, views
from queries.asking import binding
from queries.filters import Filters
from queries.registry import FIELDS, Metric
from tests.queries.invented import snapshot

ROOT = Path(registry.__file__).parent.parent
LINE = {
    "label": "Satisfaction",
    "unit": "share",
    "better": "up",
    "definition": "Share.",
    "denominator": "answers",
    "exclusions": "staff",
    "source": "surveys",
    "view": "satisfaction/csat",
    "area": "surveys",
    "few": 30,
    "hidden": 0,
}
metrics = pytest.mark.parametrize("metric", registry.metrics().values(), ids=registry.metrics())


@metrics
def test_every_line_says_what_the_number_means(metric: Metric):
    for name in ("definition", "denominator", "exclusions", "source"):
        assert len(getattr(metric, name)) > 10 or name == "source", name
    assert metric.definition.endswith(".") and metric.label[0].isupper()


@metrics
def test_every_line_names_a_table_of_the_contract_and_the_thresholds_of_the_definitions(metric: Metric):
    assert metric.area in contract.tables()
    # A count or a sum is whole, however small; a rate, a score or a median of few is not sure.
    assert metric.few == (0 if metric.unit in ("count", "money") else 30)
    assert metric.hidden in (0, 5)


@metrics
def test_every_view_of_a_metric_answers_in_one_shape(metric: Metric):
    frame = views.run(snapshot(), metric.view, Filters.default(snapshot())).frame
    extra = {"share": {"numerator"}, "score": {"se"}, "money": {"se", "currency"}}.get(metric.unit, set())
    assert {"period", "bucket", "value", "low", "high", "n"} | extra <= set(frame.columns)
    assert set(frame["period"]) <= {"this", "before"}
    known = frame.dropna(subset=["value", "low", "high"])
    assert ((known["low"] <= known["value"]) & (known["value"] <= known["high"])).all()


def test_labels_are_not_given_twice():
    labels = [metric.label for metric in registry.metrics().values()]
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"unit": "percent"}, "unit is one of"),
        ({"better": "sideways"}, "better is up, down or none"),
        ({"view": "satisfaction/bliss"}, "there is no view satisfaction/bliss"),
        ({"colour": "red"}, "colour must be given, and nothing else"),
        ({"definition": None}, "definition must be given"),
    ],
)
def test_a_line_that_is_wrong_is_named_with_what_is_wrong(change, said):
    line = {name: value for name, value in (LINE | change).items() if value is not None}
    with pytest.raises(ValueError, match=f"^metrics.toml, csat: .*{said}"):
        registry._metric("csat", line)
    assert registry._metric("csat", LINE).label == "Satisfaction" and set(LINE) == set(FIELDS)


def program() -> str:
    """The text of every page and query module."""
    return "\n".join(path.read_text(encoding="utf-8") for folder in ("pages", "queries") for path in sorted((ROOT / folder).rglob("*.py")))


def test_every_view_is_used_by_a_line_of_the_registry_or_by_a_page():
    named = {metric.view for metric in registry.metrics().values()} | set(re.findall(r'"([a-z_]+/[a-z_]+)"', program()))
    assert set(views.names()) - named == set()


@pytest.mark.parametrize("name", views.names())
def test_every_view_opens_with_its_grain_and_is_one_select_without_filters(name):
    view = views.view(name)
    assert view.sql.startswith("-- grain: one row per ") and view.grain
    assert not view.parameters & {f"{kind}_{edge}" for kind in ("this", "before") for edge in ("start", "end", "shift")}


@pytest.mark.parametrize("file", relations.rollups(), ids=lambda file: file.stem)
def test_every_rollup_opens_with_its_grain_and_makes_the_table_it_is_named_for(file):
    text = file.read_text(encoding="utf-8")
    assert text.startswith("-- grain: one row per ")
    assert re.findall(r"^create table (\w+) as$", text, re.MULTILINE) == [file.stem]


def test_every_table_is_read_by_a_view_or_joins_others_at_load():
    views_read = {binding.base(relation) for name in views.names() for relation in views.view(name).relations}
    rollups_read = set(re.findall(r"\b(?:from|join) (\w+)", "\n".join(file.read_text(encoding="utf-8") for file in relations.rollups())))
    # People behind handles are looked up once, when a snapshot is built.
    joined_at_load = {"identities"}
    assert set(contract.tables()) - views_read - rollups_read - joined_at_load == set()


def test_every_macro_is_used_by_a_view_or_by_the_statistics():
    text = relations.MACROS.read_text(encoding="utf-8")
    used = program() + text + "".join(path.read_text(encoding="utf-8") for path in registry.VIEWS.rglob("*.sql"))
    for name in re.findall(r"^create or replace macro (\w+)\(", text, re.MULTILINE):
        assert len(re.findall(rf"\b{name}\(", used)) > 1, name
