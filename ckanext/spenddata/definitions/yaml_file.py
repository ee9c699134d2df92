"""Definition files in YAML (or JSON, which is YAML too), an administrator's laid over the package's, as typed values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import reduce
from pathlib import Path
from typing import Generic, Protocol, TypeVar

import msgspec
import yaml

from ckanext.spenddata.definitions import layers
from ckanext.spenddata.definitions.places import DefinitionError, Place

__all__ = ["DefinitionError", "Entries", "Place", "by_id", "read"]

_PATH = re.compile(r" - at `(?:key in )?\$(?P<steps>[^`]*)`")
_STEP = re.compile(r"\[(?P<index>\d+)\]|\.?(?P<key>[\w-]+)")

T = TypeVar("T")


class Identified(Protocol):
    """A definition with an identifier."""

    @property
    def id(self) -> str:
        """The identifier."""
        ...


I = TypeVar("I", bound=Identified)  # noqa: E741


class Entries(dict[str, T], Generic[T]):
    """Definitions by id, in the order of their files; ``places`` has where each is written."""

    def __init__(self, found: Iterable[tuple[str, T, Place]] = ()) -> None:
        super().__init__()
        self.places: dict[str, Place] = {}
        for name, entry, place in found:
            self[name] = entry
            self.places[name] = place


def read(paths: Sequence[Path], shape: type[T]) -> T:
    """What the files say together, as ``shape``.

    Args:
        paths: The files; each is laid over those before it.
        shape: A type that msgspec can convert to.

    Raises:
        DefinitionError: One is no YAML, removes what isn't there, or all together have another shape.
    """
    return _converted(reduce(layers.laid_over, map(layers.document, paths)), shape, paths)


def by_id(paths: Sequence[Path], shape: type[list[I]], above: Sequence[Path] = ()) -> Entries[I]:
    """Lists of definitions as one mapping by id, in the order of the files.

    Args:
        paths: Files of which each has entries of its own.
        shape: The type of the list.
        above: Files whose entries are laid over those.

    Raises:
        DefinitionError: A file is wrong, or two definitions that are not laid over each other have the same id.
    """
    together = layers.listed(paths)
    if above:
        together = layers.laid_over(together, layers.listed(above))
    definitions = _converted(together, shape, [*paths, *above])
    return Entries(
        (each.id, each, layers.place_of(node)) for each, node in zip(definitions, together.value, strict=True)
    )


def _plain(node: yaml.Node) -> object:
    """What a tree says as plain values.

    Raises:
        DefinitionError: It has a date that no calendar has; which of them, the library doesn't say, so each is tried.
    """
    try:
        return yaml.constructor.SafeConstructor().construct_document(node)
    except ValueError as error:
        wrong = next((leaf for leaf in layers.scalars(node) if not _reads(leaf)), node)
        raise DefinitionError(f"{layers.place_of(wrong)}: this is not a date ({error}).") from error


def _reads(leaf: yaml.ScalarNode) -> bool:
    try:
        yaml.constructor.SafeConstructor().construct_object(leaf)
    except ValueError:
        return False
    return True


def _converted(node: yaml.Node, shape: type[T], paths: Sequence[Path]) -> T:
    try:
        content = _plain(node)
        return msgspec.convert(content, type=shape, strict=False)
    except (msgspec.ValidationError, yaml.YAMLError) as error:
        at = _PATH.search(str(error))
        found = list(_STEP.finditer(at["steps"])) if at else []
        steps = [int(step["index"]) if step["index"] else step["key"] for step in found]
        place = layers.place_at(node, steps) or Place(paths[-1], 1)
        named = f" (in `{steps[-1]}`)" if steps and isinstance(steps[-1], str) else ""
        raise DefinitionError(f"{place}: {_PATH.sub('', str(error))}{named}.") from error
