"""Where something is defined, and what is said where a definition is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path


class DefinitionError(ValueError):
    """A definition file is wrong; the message names the file, the line, and what is expected there."""


@dataclass(frozen=True)
class Place:
    """A line of a file."""

    file: Path
    line: int
    """From 1."""

    def __str__(self) -> str:
        return f"{self.file.name}, line {self.line}"


def meant(word: str, known: Iterable[str]) -> str:
    """The known word that is nearest to one that is not, as a sentence with a blank before it; nothing where none is near."""
    from rapidfuzz import process

    found = process.extractOne(word, list(known), score_cutoff=60)
    return f" Did you mean {found[0]}?" if found else ""


def unknown(what: str, named: Iterable[str], known: Iterable[str]) -> Iterator[str]:
    """A sentence for each name that is not known."""
    known = list(known)
    for name in named:
        if name not in known:
            yield f"there is no {what} {name!r}.{meant(name, known)}"
