"""What the modules of a folder offer, so that a new one need not be listed."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any


def offered(room: ModuleType) -> dict[str, Callable[..., Any]]:
    """Name → function, of all that the modules of a package name in ``__all__``.

    Raises:
        ValueError: Two modules offer the same name.
    """
    found: dict[str, Callable[..., Any]] = {}
    for each in iter_modules(room.__path__, f"{room.__name__}."):
        module = import_module(each.name)
        if twice := found.keys() & set(module.__all__):
            message = (
                f"{each.name} offers {', '.join(sorted(twice))}, which another module of {room.__name__} does, too"
            )
            raise ValueError(message)
        found |= {name: getattr(module, name) for name in module.__all__}
    return found
