"""The texts of the forms in ``schemas/`` for translators: an extractor for Babel, named in ``setup.py``.

The forms are shown by ckanext-scheming, which looks up the translation of each text where it shows it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

import yaml

SHOWN = frozenset({"label", "help_text", "form_placeholder"})
"""Keys of a form whose texts people read."""

Message = tuple[int, str, str, list[str]]


def extract(fileobj: IO[bytes], *_what: Any, **_options: Any) -> Iterator[Message]:
    """Each text of a form, with its line; as Babel wants it."""
    yield from _texts(yaml.compose(fileobj, yaml.SafeLoader))


def _texts(node: yaml.Node | None) -> Iterator[Message]:
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _texts(item)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if isinstance(value, yaml.ScalarNode) and key.value in SHOWN and value.value:
                yield value.start_mark.line + 1, "_", value.value, []
            else:
                yield from _texts(value)
