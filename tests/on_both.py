"""Which tests run on which database. On PostgreSQL: those whose module's imports lead to tests/database.py, so that no list can rot.

A test that is about one of the two says so, `sqlite(reason)` or `postgresql(reason)`, and does not run on the other.
"""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.database import KIND, POSTGRESQL, SQLITE

ROOT = Path(__file__).resolve().parents[1]
TESTS = ROOT / "tests"
DATABASE = TESTS / "database.py"
OTHER = {SQLITE: POSTGRESQL, POSTGRESQL: SQLITE}[KIND]


def belongs(test: pytest.Item) -> bool:
    """Whether a test is of this run."""
    if test.get_closest_marker(OTHER) is not None:
        return False
    return KIND == SQLITE or asks_for_a_database(test.path)


def asks_for_a_database(module: Path) -> bool:
    """Whether a test's module, or a conftest of its folders (that of all tests aside), leads to tests/database.py."""
    folders = [folder for folder in module.parents if folder.is_relative_to(TESTS) and folder != TESTS]
    found, look = set(), [module, *(folder / "conftest.py" for folder in folders)]
    while look:
        file = look.pop()
        if file not in found and file.exists():
            found.add(file)
            look += imported(file)
    return DATABASE in found


@cache
def imported(file: Path) -> list[Path]:
    """Files of the tests that a file imports."""
    return [ROOT / f"{name.replace('.', '/')}.py" for name in _names(file) if name.startswith("tests.")]


def _names(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{each.name}" for each in node.names)
        elif isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
