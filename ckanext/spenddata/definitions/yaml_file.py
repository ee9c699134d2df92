"""A definition file: YAML whose values have a type."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol, TypeVar

import msgspec
import yaml

__all__ = ["DefinitionError", "by_id", "read"]

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The same YAML ten times as fast where the library was built with it: every start of the command reads all definitions."""

T = TypeVar("T")


class DefinitionError(ValueError):
    """A definition file is wrong; the message names the file, the place in it, and what is expected there."""


class Identified(Protocol):
    """A definition with an identifier."""

    @property
    def id(self) -> str:
        """The identifier."""
        ...


I = TypeVar("I", bound=Identified)  # noqa: E741


def read(path: Path, shape: type[T]) -> T:
    """The contents of a YAML file as ``shape``.

    Raises:
        DefinitionError: It is no YAML, or has another shape.
    """
    try:
        content = yaml.load(path.read_bytes(), Loader=LOADER)  # noqa: S506 - both are safe loaders
        return msgspec.convert(content, type=shape, strict=False)
    except (yaml.YAMLError, msgspec.ValidationError) as error:
        message = f"The definition file {path.name} can't be used: {error}. Correct it in {path.parent}."
        raise DefinitionError(message) from error


def by_id(path: Path, shape: type[list[I]]) -> dict[str, I]:
    """A list of definitions as a dict by id, in the order of the file.

    Raises:
        DefinitionError: The file is wrong, or two of its definitions have the same id.
    """
    definitions = read(path, shape)
    found = {definition.id: definition for definition in definitions}
    if len(found) < len(definitions):
        ids = [definition.id for definition in definitions]
        repeated = sorted({i for i in ids if ids.count(i) > 1})
        message = f"The definition file {path.name} defines {', '.join(repeated)} more than once. Keep one of each."
        raise DefinitionError(message)
    return found
