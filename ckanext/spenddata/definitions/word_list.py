"""Lists of words, one a line: first names, surnames, English words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ckanext.spenddata.definitions.places import DefinitionError, Place
from ckanext.spenddata.values.text import latin_letters


def read(paths: Sequence[Path]) -> frozenset[str]:
    """The words of all files, in small letters without accents.

    Raises:
        DefinitionError: A file is not UTF-8; file and line are named.
    """
    return frozenset(latin_letters(line.strip()) for path in paths for line in _lines(path)) - {""}


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise DefinitionError(f"{Place(path, line)}: this is not UTF-8.") from error
