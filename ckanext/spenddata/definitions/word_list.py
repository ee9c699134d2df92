"""Lists of words, one a line: first names, surnames, English words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from ckanext.spenddata.definitions.places import DefinitionError, Place
from ckanext.spenddata.values.text import is_utf8, latin_letters

MOST_WORDS = 200_000
"""Longer lists are somebody's dictionary, and would fill the memory."""


def read(paths: Sequence[Path]) -> frozenset[str]:
    """The words of all files, in small letters without accents.

    Raises:
        DefinitionError: A file is not UTF-8 or too long; file and line are named.
    """
    return frozenset(latin_letters(line.strip()) for path in paths for line in _lines(path)) - {""}


def _lines(path: Path) -> Iterator[str]:
    try:
        with path.open(encoding="utf-8") as stream:
            for number, line in enumerate(stream, start=1):
                if number > MOST_WORDS:
                    message = f"a list of words has at most {MOST_WORDS:,} lines; leave out what is rare."
                    raise DefinitionError(f"{Place(path, number)}: {message}")
                yield line
    except UnicodeDecodeError as error:
        raise DefinitionError(f"{Place(path, _unreadable(path))}: this is not UTF-8.") from error


def _unreadable(path: Path) -> int:
    """The first line that is not UTF-8, counted from 1."""
    with path.open("rb") as stream:
        return next(number for number, line in enumerate(stream, start=1) if not is_utf8(line))
