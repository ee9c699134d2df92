"""No statement is ever built from text that somebody gave: only whole constants, bound parameters and identifiers."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from ckanext.spenddata import ledger
from ckanext.spenddata.ledger import ALL_SPEND, schema

ROOM = Path(ledger.__file__).parent
RUNS = {"execute", "executemany", "copy_expert", "mogrify"}
MODULES = sorted(ROOM.rglob("*.py"))


def is_constant_text(node: ast.expr) -> bool:
    """A literal, or literals and names of constants (``_COLUMNS``) put together."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str)
    if isinstance(node, ast.Name):
        return node.id.lstrip("_").isupper()
    return (
        isinstance(node, ast.BinOp)
        and isinstance(node.op, ast.Add)
        and is_constant_text(node.left)
        and is_constant_text(node.right)
    )


def offences(tree: ast.Module) -> list[str]:
    """Where a module makes SQL of anything else."""
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        name, first = node.func.attr, node.args[0] if node.args else None
        if name in RUNS and isinstance(first, (ast.JoinedStr, ast.BinOp)):
            found.append(f"line {node.lineno}: {name} of text put together on the spot")
        if (
            name in RUNS
            and isinstance(first, ast.Call)
            and not (isinstance(first.func, ast.Attribute) and first.func.attr == "format")
        ):
            found.append(f"line {node.lineno}: {name} of what a call gives")
        is_sql = name == "SQL" and isinstance(node.func.value, ast.Name) and node.func.value.id == "sql"
        if is_sql and first is not None and not is_constant_text(first) and ast.unparse(first) != "self.value":
            found.append(f"line {node.lineno}: SQL of {ast.unparse(first)}")
        formats_text = name == "format" and isinstance(node.func.value, (ast.Constant, ast.JoinedStr))
        if formats_text and "select" in ast.unparse(node.func.value).lower():
            found.append(f"line {node.lineno}: a statement made by str.format")
    return found


@pytest.mark.check(17)
@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
def test_statements_are_constants(module):
    assert offences(ast.parse(module.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "bad",
    [
        'cursor.execute(f"select {name}")',
        'cursor.execute("select " + name)',
        'cursor.execute("select %s" % name)',
        'cursor.execute("select {}".format(name))',
        "cursor.execute(statement(name))",
        "sql.SQL(name)",
        'sql.SQL(f"select {name}")',
    ],
)
def test_the_test_finds_what_it_looks_for(bad):
    assert offences(ast.parse(bad))


def test_only_this_room_speaks_sql_to_the_datastore():
    """Other rooms ask the ledger."""
    package = ROOM.parent
    others = [path for path in package.rglob("*.py") if ROOM not in path.parents]
    assert [
        str(path.relative_to(package)) for path in others if "spenddata.entry" in path.read_text(encoding="utf-8")
    ] == []


def test_the_public_view_has_the_name_that_programs_rely_on():
    view = next(step for step in schema.steps() if "public_view" in step.name)
    assert view.text.count(f'"{ALL_SPEND}"') >= 5


def test_steps_are_numbered_without_gaps():
    assert [step.number for step in schema.steps()] == list(range(1, len(schema.steps()) + 1))
