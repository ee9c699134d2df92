"""What comes into linking and what goes out: names, links, questions."""

from __future__ import annotations

from dataclasses import dataclass

OWN, REGISTER, NUMBER, ALIAS, SPELLING = "own", "register", "number", "alias", "spelling"
"""How a name came to its supplier, besides the ways in which names are alike (``alignment.Likeness``)."""


class TooManyNames(ValueError):  # noqa: N818
    """There are more names than can be linked; the message says how many and what to do."""


@dataclass(frozen=True, order=True)
class Name:
    """A name in the publishers' words, with the number that they gave beside it."""

    key: str
    """What payments say of their supplier; unique."""
    name: str
    identity: str | None = None
    """By a register's number (``identity.of_numbers``)."""


@dataclass(frozen=True)
class Link:
    """Which supplier a name is, and why."""

    key: str
    supplier_id: str
    method: str
    """``own`` (its own), ``number``, ``register``, ``alias``, ``steward``, or how it is like the name that it was linked to."""
    score: float
    like: str = ""
    """Key of the name that it was linked to."""


@dataclass(frozen=True)
class Question:
    """Two suppliers that may be one: a steward decides."""

    one: str
    other: str
    """Identities of the suppliers, in order."""
    score: float
    method: str
    """What made us doubt."""
    names: tuple[str, str]
    """The two names that are alike."""
    keys: tuple[str, str]
    """Their keys."""


@dataclass(frozen=True)
class Linked:
    """What linking found."""

    links: tuple[Link, ...]
    questions: tuple[Question, ...]
