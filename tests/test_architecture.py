"""What no linter knows. Each test first asserts that it found something to check."""

import ast
import re
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

import pytest
from sqlalchemy import Enum, inspect
from sqlmodel import SQLModel

import models.every  # noqa: F401  (all tables)
from handlers.kit.form import anybody
from handlers.kit.router import load
from handlers.kit.words import Command, understand
from models.database import engine
from tests.database import ready
from tests.on_both import DATABASE, asks_for_a_database

ROOT = Path(__file__).resolve().parents[1]
STACK = ("bot", "scheduler", "handlers", "models")
VIETNAMESE = re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯà-ỹÀ-Ỹ]")
EXEMPT = (
    *("reading", "roster", "secrecy", "inspection"),
    *("charter.py", "folding.py", "words.py", "terms.py", "importing.py"),
)
"""Where Vietnamese is data to be read, not wording (decision 33)."""


def files(*folders: str) -> list[Path]:
    found = [p for folder in folders for p in (ROOT / folder).rglob("*.py") if "migrations" not in p.parts]
    assert len(found) > 3
    return found


def literals(tree: ast.AST) -> Iterator[ast.Constant]:
    """String constants that are not docstrings."""
    documented = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            documented.add(id(node.value))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documented:
            yield node


def test_vietnamese_stands_only_under_the_wording_mark() -> None:
    seen = 0
    for path in files(*STACK):
        if any(part in EXEMPT for part in path.relative_to(ROOT).parts):
            continue
        source = path.read_text(encoding="utf-8")
        tree = ast.parse(source)
        mark = next((n for n, line in enumerate(source.splitlines(), 1) if line == "# Wording"), None)
        allowed = {
            id(constant)
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and _is_shown_in_place(node)
            for constant in ast.walk(node)
        }
        for literal in literals(tree):
            if VIETNAMESE.search(literal.value) and id(literal) not in allowed:
                seen += 1
                assert mark is not None and literal.lineno > mark, (
                    f"{path.relative_to(ROOT)}:{literal.lineno}"
                )
    assert seen > 100


def _is_shown_in_place(call: ast.Call) -> bool:
    """Commands with their words and help, choices with their labels, and the command line's help stand where they are used."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    return name in ("command", "choices", "asking", "Option", "Argument")


def test_models_and_handlers_never_commit() -> None:
    for path in files("models", "handlers"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute):
                assert node.attr not in ("commit", "rollback"), f"{path}:{node.lineno}"


def test_every_command_has_help_and_a_story() -> None:
    told = "\n".join(
        p.read_text(encoding="utf-8") for p in (ROOT / "tests" / "stories").glob("*.txt")
    ).lower()
    commands = load().commands
    assert len(commands) > 10
    for name, command in commands.items():
        assert command.help
        said = [f"/{name}", *(f"> {bare}" for bare in command.word.bare)]
        assert any(word.lower() in told for word in said), f"no story says {name}"


def test_every_word_that_people_are_told_to_type_passes_while_something_is_asked() -> None:
    words = [command.word for command in load().commands.values()]
    told = set()
    for path in files("bot", "scheduler", "handlers"):
        for said in re.findall(r"[Nn]hắn(?: lại| chữ)?((?: \w+)+)", path.read_text(encoding="utf-8")):
            capitals = takewhile(lambda word: word.isupper(), said.split())
            told.add(" ".join(capitals))
    told -= {"", "GÓP Ý", "ĐỂ SAU"}  # what needs text behind it; a choice
    assert len(told) > 8
    for word in told:
        assert isinstance(understand(word, words, asked=True), Command), word
    assert isinstance(understand("GÓP Ý nên trồng cây", words, asked=True), Command)


FOR_EVERYBODY = {
    "?ai", "?ydinh", "sua", "ketqua", "khaosat", "bieuquyet", "lydo", "chony", "cuocnao", "gopy", "suagopy", "ykien", "tailieu",
    "?hailan", "traloikhaosat", "suakhaosat", "ngungnhan", "kenh", "dungchung", "dongy", "dulieu", "loitraloi",
}  # fmt: skip
"""Forms that any member fills in. A new form stands here, or says who may (`may`): the lead may be lost while it is open."""


def test_every_other_form_asks_who_may() -> None:
    forms = load().forms
    assert {name for name, form in forms.items() if form.may is anybody} == FOR_EVERYBODY


def test_every_table_is_migrated(tmp_path: Path) -> None:
    opened = engine(ready(tmp_path), writes=False)
    tables = SQLModel.metadata.tables
    assert len(tables) > 15
    there = inspect(opened)
    for name, table in tables.items():
        assert {c["name"] for c in there.get_columns(name)} == {c.name for c in table.columns}, name
    opened.dispose()


def test_whoever_names_sqlite_says_why_it_does_not_run_on_postgresql() -> None:
    """All others ask tests/database.py for a database, and so run on both."""
    seen = 0
    for path in files("tests"):
        if path.is_relative_to(ROOT / "tests" / "bench") or path == DATABASE:
            continue
        source = path.read_text(encoding="utf-8")
        if re.search(r"""["']sqlite:/|sqlite3\.connect|create_engine\(""", source):
            seen += 1
            assert "mark.sqlite(" in source, path.relative_to(ROOT)
    assert seen > 2


@pytest.mark.parametrize(
    ("module", "found"),
    [
        ("test_stories", True),
        ("models/test_motion", True),
        ("bot/pages/test_stream", True),
        ("models/test_charter", False),
    ],
)
def test_what_leads_to_a_database_is_found(module: str, found: bool) -> None:
    assert asks_for_a_database(ROOT / "tests" / f"{module}.py") == found


def test_every_term_fits_its_column(tmp_path: Path) -> None:
    seen = 0
    for table in SQLModel.metadata.tables.values():
        for column in table.columns:
            if isinstance(column.type, Enum):
                for value in column.type.enums:
                    seen += 1
                    assert value == value.lower() and len(value) <= (column.type.length or 0)
    assert seen > 20


@pytest.mark.parametrize("folder", STACK)
def test_files_hold_one_idea(folder: str) -> None:
    for path in files(folder):
        lines = len(path.read_text(encoding="utf-8").splitlines())
        assert lines <= 330, f"{path.relative_to(ROOT)} has {lines} lines"
