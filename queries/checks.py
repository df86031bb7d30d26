"""Whether sources, rollups, views and the registry fit the contract, said in one sentence a fault."""

from pathlib import Path

from queries import registry, syntax
from queries.asking import binding
from queries.exports import sources
from queries.trouble import Trouble


def faults(data: Path) -> list[str]:
    """All that does not fit; empty when everything does."""
    return [*_sources(data), *_registry(), *_views()]


def _sources(data: Path) -> list[str]:
    found = []
    for path in [*sorted((data / "sources").glob("*.sql")), *sorted(sources.SHIPPED.glob("*.sql"))]:
        try:
            syntax.with_line(sources.parse(path).select, path.name)
        except Trouble as trouble:
            found.append(str(trouble))
    return found


def _registry() -> list[str]:
    try:
        registry.metrics()
    except ValueError as error:
        return [str(error)]
    return []


def _views() -> list[str]:
    found = []
    for name in binding.names():
        try:
            view = binding.view(name)
        except (Trouble, binding.Refused) as trouble:
            found.append(str(trouble))
            continue
        if not view.sql.startswith("-- grain: "):
            found.append(f"The view {name} does not open with '-- grain: …'.")
    return found
