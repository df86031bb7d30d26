"""Nothing is undocumented or unused: registry lines, views, rollups, tables, sources, settings."""

import re
from dataclasses import fields

import pytest

from queries import contract, registry, relations, syntax
from queries.asking import binding
from queries.exports import sources
from queries.settings import Settings
from queries.tables import deriving
from queries.totals.people import PEOPLE
from tests.rooms import ROOT, scripts, texts

README = ROOT / "README.md"
ROLLUPS = sorted(registry.VIEWS.with_name("rollups").glob("*.sql"))
SHIPPED = [sources.parse(path) for path in sorted(sources.SHIPPED.glob("*.sql"))]


@pytest.mark.parametrize("metric", registry.metrics().values(), ids=lambda metric: metric.name)
def test_a_line_of_the_registry_is_documented_and_used(metric):
    words = (metric.label, metric.definition, metric.denominator, metric.exclusions, metric.source)
    assert all(word.strip() for word in words)
    assert metric.definition.endswith(".")
    assert metric.area in contract.tables()
    assert metric.hidden in (0, 5) and metric.few >= metric.hidden
    assert {"period", "bucket", "value", "low", "high", "n"} <= set(syntax.output_names(metric.sql, metric.view))


def test_no_two_metrics_share_a_label():
    labels = [metric.label for metric in registry.metrics().values()]
    assert len(set(labels)) == len(labels)


def test_every_view_is_asked_by_the_registry_or_by_a_page():
    asked = {metric.view for metric in registry.metrics().values()} | {text for path in scripts("pages", "queries") for text in texts(path)}
    assert sorted(set(binding.names()) - asked) == []


def test_every_view_that_a_page_asks_is_there():
    groups = "|".join(sorted(path.name for path in registry.VIEWS.iterdir() if path.is_dir()))
    named = {text for path in scripts("pages") for text in texts(path) if re.fullmatch(rf"({groups})/[a-z_]+", text)}
    assert sorted(named - set(binding.names())) == []


@pytest.mark.parametrize("path", [*registry.VIEWS.rglob("*.sql"), *ROLLUPS], ids=lambda path: path.stem)
def test_a_query_opens_with_its_grain(path):
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert re.match(r"-- grain: (one row|the only row)", first), first


def read_by_views() -> set[str]:
    """Every table and rollup that some view reads."""
    return {binding.base(relation) for name in binding.names() for relation in binding.view(name).relations}


def test_every_rollup_is_read_by_a_view():
    rollups = {path.stem for path in ROLLUPS}
    assert rollups <= set(relations.columns())
    counted = {people.rollup for several in PEOPLE.values() for people in several}
    assert sorted(rollups - read_by_views() - counted) == []


@pytest.mark.parametrize("name", contract.tables())
def test_a_table_is_documented_filled_and_read(name):
    table = contract.tables()[name]
    assert table.comment and all(column.comment for column in table.columns)
    filling = [source for source in SHIPPED if source.fills == name]
    given = {column for source in filling for column in syntax.output_names(source.select, source.name)}
    assert given == {column.name for column in table.given()}
    assert name in read_by_views() | read_by_rollups() | read_by_the_load()


def read_by_rollups() -> set[str]:
    """Every table that a rollup sums up."""
    return {found for path in ROLLUPS for found in re.findall(r"\b(?:from|join) ([a-z_]+)", path.read_text(encoding="utf-8"))}


def read_by_the_load() -> set[str]:
    """Every table that the load joins to fill another."""
    return {table for name in contract.tables() for table in syntax.relations(deriving.select(name, Settings()), name)}


@pytest.mark.parametrize("source", SHIPPED, ids=lambda source: source.name)
def test_a_shipped_source_needs_and_gives_columns_of_its_table(source):
    assert source.path.stem == source.fills
    given = {column.name for column in contract.tables()[source.fills].given()}
    assert set(source.needs) <= given
    assert syntax.columns(source.select, source.name) <= given


@pytest.mark.skipif(not README.is_file(), reason="there is no README.md yet")
def test_the_readme_documents_every_setting_and_every_field_of_a_source():
    text = README.read_text(encoding="utf-8")
    words = {match.lower().rstrip(":") for match in re.findall(r"`([^`\n]+)`", text)}
    words |= {name.lower() for line in text.splitlines() if line.startswith("--") for name in sources.NAMED.findall(line[2:].strip())}
    words |= {line.partition("=")[0].strip() for line in text.splitlines() if re.match(r"\[?[a-z_]+\]?( =|$)", line)}
    missing = [
        name for name in [*(field.name for field in fields(Settings)), *sources.FIELDS] if name not in words and f"[{name}]" not in words
    ]
    assert missing == []
