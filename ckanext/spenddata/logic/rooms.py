"""What the modules of a folder offer, so that a new one need not be listed."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from inspect import isfunction
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

OWN = "spenddata_"


def offered(room: ModuleType) -> dict[str, Callable[..., Any]]:
    """Name → function, of every public function of the modules of a package; what a module imports is not its own.

    Raises:
        ValueError: Two modules offer the same name.
    """
    found: dict[str, Callable[..., Any]] = {}
    for each in iter_modules(room.__path__, f"{room.__name__}."):
        module = import_module(each.name)
        own = {name: value for name, value in vars(module).items() if isfunction(value) and not name.startswith("_")}
        own = {name: value for name, value in own.items() if _is_own(name, value, each.name)}
        if twice := found.keys() & own:
            raise ValueError(
                f"{each.name} offers {', '.join(sorted(twice))}, which another module of {room.__name__} does, too"
            )
        found |= own
    return found


def _is_own(name: str, value: Callable[..., Any], module: str) -> bool:
    """Whether a function is of the module: written in it, or made by another’s and given one of our names here."""
    return value.__module__ == module or (name.startswith(OWN) and value.__name__ != name)
