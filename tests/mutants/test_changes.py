"""What is changed, so that a room's tests can be asked whether they notice: one thing at a time, and nothing that nobody can see."""

from __future__ import annotations

import ast

import pytest

from tests.mutants import changes


def made(source: str) -> list[tuple[str, str]]:
    return [change.made()[:2] for change in changes.of(source)]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("a < b", [("a < b", "a <= b")]),
        ("a == b", [("a == b", "a != b")]),
        ("a not in b", [("a not in b", "a in b")]),
        ("a and b", [("a and b", "a or b")]),
        ("a - b", [("a - b", "a + b")]),
        ("a += b", [("a += b", "a -= b")]),
        ("not a", [("not a", "a")]),
        ("x = 7", [("7", "8")]),
        ("x = True", [("True", "False")]),
        ("x = 'word'", [("'word'", "'XXwordXX'")]),
        ("x = ''", [("''", "'X'")]),
        ("call(a)", [("call(a)", "pass")]),
        ("[a for a in b if a]", [("[a for a in b if a]", "[a for a in b]")]),
        ("def f():\n    return a", [("return a", "return None")]),
        ("def f():\n    return None", []),
        ("while a:\n    break", [("while a: break", "while not a: break"), ("break", "continue")]),
        ("a if b else c", [("a if b else c", "a if not b else c")]),
        ("x = f'{a}-{b:,.2f}'", [("'-'", "'XX-XX'")]),
    ],
)
def test_changes_of_code(source, found):
    assert made(source) == found


@pytest.mark.parametrize(
    "source",
    [
        '"""A docstring."""',
        "import a",
        "__all__ = ['a']",
        "@cache('x')\ndef f(a: 'int') -> 'str': ...",
        "x: 'int'",
        "assert a == b, 'never'",
        "if TYPE_CHECKING:\n    x = 1",
    ],
)
def test_what_nobody_can_notice_is_left_alone(source):
    assert made(source) == []


def test_a_statement_in_sql_is_changed_where_it_compares_joins_and_sums():
    assert set(changes.sql("select sum(n) from a where b >= 1 and c is null and d between 1 and %(last)s")) == {
        "select max(n) from a where b >= 1 and c is null and d between 1 and %(last)s",
        "select sum(n) from a where b > 1 and c is null and d between 1 and %(last)s",
        "select sum(n) from a where b >= 1 or c is null and d between 1 and %(last)s",
        "select sum(n) from a where b >= 1 and c is null or d between 1 and %(last)s",
        "select sum(n) from a where b >= 1 and c is not null and d between 1 and %(last)s",
    }


def test_each_change_is_one_and_leaves_the_rest_as_it_was():
    source = "def f(a, b):\n    if a < b and b:\n        return 'x'\n    return g(a) + 1\n"
    for change in changes.of(source):
        was, becomes, tree = change.made()
        assert was != becomes
        text = ast.unparse(tree)
        assert text != ast.unparse(ast.parse(source))
        assert becomes == "nothing" or becomes.replace(" ", "") in " ".join(text.split()).replace(" ", "")
        compile(tree, "changed", "exec")
