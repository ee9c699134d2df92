"""What other packages add to the rooms that know no CKAN: found by the entry points of what is installed.

Files are read and checked in processes without CKAN, and on laptops that have none; so a CKAN plugin interface (``interfaces.py``) can't
reach there. A package names what it adds under one of the groups below, as *a mapping in a module*, which has the shape of our own. It is
imported once, before a process gives up what it can do: such a module must import all it needs at its top, and open no file.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import EntryPoint, entry_points
from typing import Any, TypeVar

T = TypeVar("T")

RULE_KINDS = "ckanext.spenddata.rule_kinds"
"""Group of kinds of rules: name → ``checks.table.Kind``, as ``checks/hidden.py`` has them."""
CATEGORY_METHODS = "ckanext.spenddata.category_methods"
"""Group of ways to tell a payment's category from a field: name → ``classify.ways.Method``, see ``classify/codes_and_tables.py``."""

FILE_FORMATS = "ckanext.spenddata.file_formats"
"""Group of formats of files: name → ``intake.formats.Format``."""


class ExtensionError(Exception):
    """What an installed package adds can't be used. The message names the package and says what to do."""


def with_others(group: str, own: Mapping[str, T]) -> dict[str, T]:
    """Our own things of some sort, and those that installed packages add.

    Args:
        group: One of the groups above.
        own: Name → thing.

    Raises:
        ExtensionError: A package can't be imported, adds something else, or gives a name that is taken.
    """
    found = dict(own)
    for entry in sorted(entry_points(group=group), key=lambda entry: (_package(entry), entry.name)):
        added = _loaded(entry)
        taken = sorted(found.keys() & added.keys())
        if taken:
            raise ExtensionError(f"{_origin(entry)} adds {', '.join(taken)}, which is there already. Rename it there.")
        found |= added
    return found


def _loaded(entry: EntryPoint) -> Mapping[str, Any]:
    try:
        added = entry.load()
    except (ImportError, AttributeError) as error:
        raise ExtensionError(f"{_origin(entry)} can't be imported: {error}. Mend or uninstall that package.") from error
    if not isinstance(added, Mapping):
        raise ExtensionError(f"{_origin(entry)} is no mapping of names. See docs/extending.md.")
    return added


def _package(entry: EntryPoint) -> str:
    return entry.dist.name if entry.dist else ""


def _origin(entry: EntryPoint) -> str:
    return f"{_package(entry)} ({entry.group}: {entry.value})"
