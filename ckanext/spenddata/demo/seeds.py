"""Where the demonstration's chance comes from: generators that give the same for the same words, on every machine."""

from __future__ import annotations

from random import Random


def seeded(*words: object) -> Random:
    """A generator of its own for what the words name, so that nothing depends on what was drawn for anything else."""
    return Random(":".join(map(str, words)))  # noqa: S311  invented spending keeps no secret
