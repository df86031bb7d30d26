"""The scripts of the house, read but not run."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]


def scripts(*rooms: str) -> list[Path]:
    """Python files of the rooms, `app` being one file."""
    return [path for room in rooms for path in ([ROOT / "app.py"] if room == "app" else sorted((ROOT / room).rglob("*.py")))]


def _nodes(path: Path) -> list[ast.AST]:
    return list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def imported(path: Path) -> set[str]:
    """Names of all modules that a script imports, anywhere in it."""
    nodes = _nodes(path)
    plain = {name.name for node in nodes if isinstance(node, ast.Import) for name in node.names}
    return plain | {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}


def modules(path: Path) -> set[str]:
    """The same, and what `from package import name` names, which may be a module too."""
    nodes = _nodes(path)
    named = {f"{node.module}.{name.name}" for node in nodes if isinstance(node, ast.ImportFrom) and node.module for name in node.names}
    return imported(path) | named


def texts(path: Path) -> Iterator[str]:
    """The texts that a script holds, docstrings left out; in an f-string `?` stands for what is put in."""
    nodes = _nodes(path)
    said = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    for node in nodes:
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "?" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield node.value
