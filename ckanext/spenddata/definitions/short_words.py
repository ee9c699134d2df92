"""Short words in column titles (``schemas/short_words.csv``): ``Supp Nm`` is the supplier's name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from ckanext.spenddata.definitions import csv_file

ShortWords = Mapping[str, tuple[str, ...]]
"""Short word → its words in full."""


def read(paths: Sequence[Path]) -> ShortWords:
    """Read the table, with those laid over it; ``DefinitionError`` names the line that is wrong."""
    return {row["short"]: tuple(row["words"].split()) for row in csv_file.rows(paths, ("short", "words"))}


def written_out(words: Sequence[str], known: ShortWords) -> tuple[str, ...]:
    """The words of a title in full: ``("supp", "nm")`` → ``("supplier", "name")``."""
    return tuple(part for word in words for part in known.get(word, (word,)))
