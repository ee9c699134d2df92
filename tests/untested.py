"""Modules that no test names: none at their own path under ``tests/``, and none that imports them.

``python -m tests.untested`` drops from the list those that have a test by now, or are gone.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parent
PACKAGE = TESTS.parent / "ckanext/spenddata"
LISTED = TESTS / "untested.txt"
ELSEWHERE = ("migration",)
"""Folders whose modules are tried as a whole, by the databases that they make."""


def listed() -> set[str]:
    """Modules that were without a test when this began to be looked at."""
    return set(LISTED.read_text().split())


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


if __name__ == "__main__":
    LISTED.write_text("\n".join(sorted(found() & listed())) + "\n")
