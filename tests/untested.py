"""Modules that no test names: none at their own path under ``tests/``, and none that imports them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parent
PACKAGE = TESTS.parent / "ckanext/spenddata"
ELSEWHERE = ("migration",)
"""Folders whose modules are tried as a whole, by the databases that they make."""


def found() -> set[str]:
    """Modules without a test now."""
    named = set(_imported())
    return {module for module, test in _modules() if not test.exists() and module not in named}


def _modules() -> Iterator[tuple[str, Path]]:
    """Each module that does something, with the place of its test."""
    for path in PACKAGE.rglob("*.py"):
        place = path.relative_to(PACKAGE)
        if place.parts[0] not in ELSEWHERE and not path.stem.startswith("__"):
            yield ".".join(place.with_suffix("").parts), TESTS / place.with_name(f"test_{place.name}")


def _imported() -> Iterator[str]:
    """What tests import of the package, by its name inside it."""
    for path in TESTS.rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("ckanext.spenddata"):
                module = node.module.removeprefix("ckanext.spenddata").removeprefix(".")
                yield module
                yield from (f"{module}.{name.name}".removeprefix(".") for name in node.names)
