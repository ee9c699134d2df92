"""The small changes that may be made to a module, each of which a test should notice.

A comparison takes in its edge or leaves it out, a sum becomes a difference, a condition its opposite, a number the next, a text another;
a result is lost, a call not made. In SQL, comparisons, AND and OR, joins, orders and kinds of sums are changed alike. What nobody can
notice is left alone: docstrings, types, imports, decorators, and what is said to developers when a bug is met.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
SUMS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
IS_SQL = re.compile(
    r"(?i)\b(select\s|from\s+\w|where\s|insert\s+into|update\s+\w|delete\s+from|(group|order)\s+by|join\s|having\s)"
)
SQL: tuple[tuple[str, str], ...] = (
    (r"<=", "<"),
    (r">=", ">"),
    (r"<>", "="),
    (r"(?<![<>=!])=(?!=)", "<>"),
    (r"(?<![<>-])>(?![>=])", ">="),
    (r"(?<![<])<(?![<>=])", "<="),
    (r"\band\b(?!\s+%\(last)", "or"),
    (r"\bor\b(?!\s+replace)", "and"),
    (r"\bleft join\b", "join"),
    (r"\bis null\b", "is not null"),
    (r"\bis not null\b", "is null"),
    (r"\bnot exists\b", "exists"),
    (r"\bdesc\b", "asc"),
    (r"\bsum\(", "max("),
    (r"\bmin\(", "max("),
    (r"\bmax\(", "min("),
    (r"\bcount\(distinct ", "count("),
    (r"\bunion all\b", "union"),
    (r" \+ ", " - "),
    (r" - ", " + "),
    (r"\b100\b", "10"),
    (r"\b0\b", "1"),
    (r"\btrue\b", "false"),
    (r"\bfalse\b", "true"),
)
UNSEEN = ("__all__",)


Changed = Callable[[ast.AST], ast.AST | None]


@dataclass(frozen=True)
class Change:
    """One change of one module."""

    source: str
    line: int
    number: int
    change: Changed

    def made(self) -> tuple[str, str, ast.Module]:
        """What stood there, what stands there now, and the whole module, changed."""
        tree = _numbered(self.source)
        swap = _Swap(self.number, self.change)
        swap.visit(tree)
        return *_difference(swap.was, swap.becomes), ast.fix_missing_locations(tree)


def of(source: str) -> Iterator[Change]:
    """All changes of a module, in the order of its lines."""
    for node, parent in sorted(_seen(_numbered(source)), key=lambda pair: (pair[0].lineno, pair[0].col_offset)):
        for change in _changes(node, parent):
            yield Change(source, node.lineno, node.number, change)


def _numbered(source: str) -> ast.Module:
    tree = ast.parse(source)
    for number, node in enumerate(ast.walk(tree)):
        node.number = number  # type: ignore[attr-defined]
    return tree


class _Swap(ast.NodeTransformer):
    """Puts another node in one node's place."""

    def __init__(self, number: int, change: Changed) -> None:
        self.number, self.change = number, change
        self.was = self.becomes = ""

    def visit(self, node: ast.AST) -> ast.AST | None:
        if getattr(node, "number", None) != self.number:
            return self.generic_visit(node)
        self.was = ast.unparse(node)
        made = self.change(node)
        self.becomes = ast.unparse(made) if made is not None else "nothing"
        return ast.copy_location(made, node) if made is not None else None


def _difference(was: str, becomes: str) -> tuple[str, str]:
    """Both on one line, and where they are long, what is around their first difference."""
    same = next((place for place, (one, other) in enumerate(zip(was, becomes, strict=False)) if one != other), 0)
    start = max(0, same - 45)
    return tuple(" ".join(text[start : start + 110].split()) for text in (was, becomes))  # type: ignore[return-value]


def _seen(node: ast.AST, parent: ast.AST | None = None) -> Iterator[tuple[Any, ast.AST | None]]:
    """Nodes that a test could notice, each with what it is in."""
    if isinstance(node, ast.expr | ast.stmt):
        yield node, parent
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "type_params", "format_spec", "bases"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not _unseen(child):
                yield from _seen(child, node)


def _unseen(node: ast.AST) -> bool:
    """Whether nobody can notice it: docstrings, imports, names of what a module gives, assertions and what Python must not reach."""
    match node:
        case ast.Expr(value=ast.Constant()) | ast.Import() | ast.ImportFrom() | ast.Assert():
            return True
        case ast.Assign(targets=[ast.Name(id=name)]) if name in UNSEEN:
            return True
        case ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return True
        case ast.Call(func=ast.Name(id="TypeVar" | "cast" | "NewType")):
            return True
    return False


def _changes(node: ast.AST, parent: ast.AST | None) -> Iterator[Changed]:
    """What may become of one node."""
    yield from _of_an_operation(node)
    yield from _of_a_course(node)
    if isinstance(node, ast.Constant):
        yield from _of_a_constant(node.value, parent)


def _of_an_operation(node: ast.AST) -> Iterator[Changed]:
    match node:
        case ast.Compare(ops=[op]) if type(op) in COMPARISONS:
            yield _with(ops=[COMPARISONS[type(op)]()])
        case ast.BoolOp(op=op):
            yield _with(op=ast.Or() if isinstance(op, ast.And) else ast.And())
        case ast.BinOp(op=op) | ast.AugAssign(op=op) if type(op) in SUMS:
            yield _with(op=SUMS[type(op)]())
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield lambda _: operand


def _of_a_course(node: ast.AST) -> Iterator[Changed]:
    """Which way it goes on: conditions, results, calls, rounds."""
    match node:
        case ast.If(test=test) | ast.While(test=test) | ast.IfExp(test=test) if isinstance(
            test, ast.Name | ast.Call | ast.Attribute
        ):
            yield _with(test=ast.UnaryOp(op=ast.Not(), operand=test))
        case ast.Return(value=value) if value is not None and not _is_none(value):
            yield _with(value=ast.Constant(None))
        case ast.Expr(value=ast.Call() | ast.Yield() | ast.YieldFrom()):
            yield lambda _: ast.Pass()
        case ast.Continue():
            yield lambda _: ast.Break()
        case ast.Break():
            yield lambda _: ast.Continue()
        case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp() if any(
            part.ifs for part in node.generators
        ):
            every = [ast.comprehension(part.target, part.iter, [], part.is_async) for part in node.generators]
            yield _with(generators=every)


def _of_a_constant(value: object, parent: ast.AST | None) -> Iterator[Changed]:
    match value:
        case bool():
            yield lambda _: ast.Constant(not value)
        case int() | float():
            yield lambda _: ast.Constant(value + 1)
        case str() if IS_SQL.search(value):
            for text in sql(value):
                yield _with(value=text)
        case str():
            yield _with(value=f"XX{value}XX" if value.strip() or isinstance(parent, ast.JoinedStr) else f"{value}X")


def sql(text: str) -> Iterator[str]:
    """A statement, each time with one thing changed."""
    for pattern, instead in SQL:
        for found in re.finditer(f"(?i){pattern}", text):
            yield f"{text[: found.start()]}{instead}{text[found.end() :]}"


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _with(**parts: object) -> Changed:
    """The same node with other parts."""

    def change(node: ast.AST) -> ast.AST:
        for name, value in parts.items():
            setattr(node, name, value)
        return node

    return change
