"""Documents laid over one another, the package's below and an administrator's above, as trees that know file and line.

Mappings are laid over key by key; lists whose entries have an ``id`` (or a ``name``) entry by entry; anything else takes
the place of what was there. An entry that says ``remove: true`` is taken out. So one rule, one date or one word is changed
by naming it alone, and everything else stays the package's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml

from ckanext.spenddata.definitions.places import DefinitionError, Place, meant

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The same YAML ten times as fast where the library was built with it: every start of the command reads all definitions."""
MERGES = yaml.constructor.SafeConstructor()
"""What entries take from an anchor (``<<: *doubtful``) is theirs before anything is laid over them."""
IDENTITIES = ("id", "name")
"""Keys by which the entries of a list are told apart."""
REMOVE = "remove"
LIST = "tag:yaml.org,2002:seq"

Node = yaml.Node
Mapping = yaml.MappingNode
Listing = yaml.SequenceNode
Step = str | int


def document(path: Path) -> Node:
    """The tree of a file.

    Raises:
        DefinitionError: It is no YAML, or empty.
    """
    try:
        with path.open("rb") as stream:
            node = LOADER(stream).get_single_node()
        for entry in node.value if isinstance(node, Listing) else ():
            if isinstance(entry, Mapping):
                MERGES.flatten_mapping(entry)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error)
        raise DefinitionError(f"{Place(path, mark.line + 1 if mark else 1)}: this is not YAML ({problem}).") from error
    if node is None:
        raise DefinitionError(f"{Place(path, 1)}: the file is empty. Fill it in, or delete it.")
    return node


def listed(paths: Sequence[Path]) -> Listing:
    """The entries of several files, each of which holds a list, as one list.

    Raises:
        DefinitionError: A file holds something else, an entry has no id, or two have the same.
    """
    return Listing(LIST, list(_named(entry for path in paths for entry in _entries(path)).values()))


def laid_over(below: Node, above: Node) -> Node:
    """One tree laid over another.

    Raises:
        DefinitionError: It removes an entry that is not there.
    """
    if isinstance(below, Mapping) and isinstance(above, Mapping):
        return _mapping_over(below, above)
    if isinstance(below, Listing) and isinstance(above, Listing) and all(map(_identity, below.value + above.value)):
        return _entries_over(below, above)
    return above


def place_of(node: Any) -> Place:
    """Where a node stands."""
    return Place(Path(node.start_mark.name), node.start_mark.line + 1)


def place_at(node: Node, steps: Sequence[Step]) -> Place | None:
    """Where ``steps`` lead from a node: the innermost of them that is there; None where not even the node has a line."""
    place = place_of(node) if node.start_mark else None
    for step in steps:
        found = _child(node, step)
        if found is None:
            break
        node, place = found, place_of(found)
    return place


def _entries(path: Path) -> Iterator[Node]:
    root = document(path)
    if not isinstance(root, Listing):
        raise DefinitionError(f"{place_of(root)}: a list is expected here, each entry of it beginning with “- id: …”.")
    yield from root.value


def _named(entries: Iterable[Node]) -> dict[str, Node]:
    """Entries by what they are called, each once."""
    found: dict[str, Node] = {}
    for entry in entries:
        name = _identity(entry)
        if name is None:
            raise DefinitionError(f"{place_of(entry)}: an entry with an id is expected here.")
        if name in found:
            first = place_of(found[name])
            raise DefinitionError(f"{place_of(entry)}: {name} is defined more than once, first in {first}. Keep one.")
        found[name] = entry
    return found


def _mapping_over(below: yaml.MappingNode, above: yaml.MappingNode) -> Node:
    pairs = {key.value: (key, value) for key, value in below.value}
    for key, value in above.value:
        pairs[key.value] = (key, laid_over(pairs[key.value][1], value) if key.value in pairs else value)
    # Its place is the upper file's: that is the one that can be mended.
    return Mapping(below.tag, list(pairs.values()), above.start_mark, above.end_mark)


def _entries_over(below: yaml.SequenceNode, above: yaml.SequenceNode) -> Node:
    entries = _named(below.value)
    for name, entry in _named(above.value).items():
        if not _removes(entry):
            entries[name] = laid_over(entries[name], entry) if name in entries else entry
        elif entries.pop(name, None) is None:
            raise DefinitionError(f"{place_of(entry)}: there is no {name} to remove.{meant(name, entries)}")
    return Listing(below.tag, list(entries.values()), above.start_mark, above.end_mark)


def _identity(entry: Node) -> str | None:
    """What an entry of a list is called; None where it has no name."""
    if not isinstance(entry, Mapping):
        return None
    named = {key.value: value.value for key, value in entry.value if isinstance(value, yaml.ScalarNode)}
    return next((named[key] for key in IDENTITIES if key in named), None)


def _removes(entry: Node) -> bool:
    return isinstance(entry, Mapping) and any(
        key.value == REMOVE and value.value == "true" for key, value in entry.value
    )


def _child(node: Node, step: Step) -> Node | None:
    if isinstance(step, int):
        return node.value[step] if isinstance(node, Listing) and step < len(node.value) else None
    pairs = node.value if isinstance(node, Mapping) else []
    # Of an entry's own and what it takes from an anchor, its own comes last, and counts.
    return next((value for key, value in reversed(pairs) if key.value == step), None)


def said_at(paths: Sequence[Path], *words: str) -> str:
    """Where the first of some words that stands in the files as a key or a value is said: ``people.yaml, line 7``.

    Args:
        paths: A file of the package and those laid over it; the one on top counts first.
        words: What to look for, the likeliest first.

    Returns:
        The place in words; the name of the file on top alone where none of them stands anywhere.
    """
    for path in reversed(paths):
        lines = {node.value: node.start_mark.line + 1 for node in scalars(document(path))}
        for word in words:
            if word in lines:
                return str(Place(path, lines[word]))
    return paths[-1].name


def scalars(node: Node) -> Iterator[yaml.ScalarNode]:
    """All keys and values of a tree that are no lists or mappings."""
    if isinstance(node, yaml.ScalarNode):
        yield node
    elif isinstance(node, Mapping):
        for pair in node.value:
            for each in pair:
                yield from scalars(each)
    else:
        for each in node.value:
            yield from scalars(each)
