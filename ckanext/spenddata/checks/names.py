"""Is it a person's name? Told from the words of a name alone: titles, initials, given names, and words that only organisations have.

A name is cut into words; one word of an organisation among them decides. What is left is a person's where it is written as people are:
``Mrs Jane Smith``, ``J. A. Smith``, ``SMITH, JOHN``, ``Smith J``, ``Jane Exampleton``, ``Estate of the late A Example``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ckanext.spenddata.definitions.people import People
from ckanext.spenddata.values.text import plain_letters

__all__ = ["is_person", "names_somebody"]

_WORD = re.compile(r"[a-z0-9']+|&")
_BRACKETS = re.compile(r"\([^)]*\)")
_JOINED = frozenset({"&", "and"})
_LONGEST = 5
"""More words are a phrase."""
_SHORTEST_SURNAME = 3


def is_person(name: str, people: People, *, private: bool = False) -> bool:
    """Whether a name is that of a person.

    Args:
        name: As a publisher writes it.
        people: The words by which people are known.
        private: Whether the payment is of a kind that goes to people in their private life: then a name of an unknown given name is
            one too, where no word of it is an organisation's.
    """
    text = _BRACKETS.sub(" ", plain_letters(name))
    of_estate = people.estate.sub(" ", text)
    words = _words(of_estate)
    if not words or any(word in people.organisations for word in words):
        return False
    if of_estate != text:
        return True
    words = _without_letters([word for word in words if not word.isdigit()], people)
    if not 2 <= len(words) <= _LONGEST or any(any(letter.isdigit() for letter in word) for word in words):
        return False
    if " ".join(word for word in words if word not in _JOINED) in people.firms:
        return False
    return _titled(words, people) or _reversed(text, people) or _plain(words, people, private=private)


def names_somebody(text: str, people: People) -> bool:
    """Whether a text names a person somewhere: a given name with a surname or an initial."""
    words = _words(plain_letters(_BRACKETS.sub(lambda found: f" , {found[0]} ", text)))
    for first, second in pairwise(words):
        if first in people.given_names and first not in people.organisations and _may_follow(second, people):
            return True
    return False


def _may_follow(word: str, people: People) -> bool:
    """Whether a word may stand after a given name: an initial or a surname."""
    if not word.isalpha() or word in people.organisations or word in _SMALL:
        return False
    return len(word) == 1 or len(word) >= _SHORTEST_SURNAME


_SMALL = frozenset(
    (
        "a",
        "and",
        "or",
        "is",
        "was",
        "not",
        "no",
        "on",
        "per",
        "from",
        "re",
        "due",
        "week",
        "weeks",
        "days",
        "month",
        "term",
        "year",
    )
)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.replace("+", "&").replace("’", "'"))


def _without_letters(words: Sequence[str], people: People) -> list[str]:
    """The words without letters after the name."""
    kept = list(words)
    while len(kept) > 1 and kept[-1] in people.letters:
        kept.pop()
    return kept


def _titled(words: Sequence[str], people: People) -> bool:
    """``Mr J Smith``, ``Mr & Mrs Smith``, ``Rev Jane Smith``, ``Cllr Smith``, and ``Smith Mrs J``."""
    first, rest = words[0], words[1:]
    if first in people.titles or any(word in people.titles for word in rest):
        return True
    if first not in people.ranks:
        return False
    return len(rest) == 1 or len(rest[0]) == 1 or rest[0] in people.given_names


def _reversed(text: str, people: People) -> bool:
    """``SMITH, JOHN``, ``Smith, J. A.``."""
    last, comma, first = text.partition(",")
    if not comma or "," in first:
        return False
    surname, given = _words(last), _without_letters(_words(first), people)
    known = people.given_names | people.titles | people.ranks
    return 1 <= len(surname) <= 2 and 1 <= len(given) <= 3 and (len(given[0]) == 1 or given[0] in known)


def _plain(words: Sequence[str], people: People, *, private: bool) -> bool:
    """``J Smith``, ``Smith J A``, ``Jane Smith``, ``SMITH JANE``, ``John and Mary Smith``."""
    if any(word in _JOINED for word in words):
        given = [word for word in words if word in people.given_names]
        return len(given) >= 2 or (private and not {"&"} & set(words))
    initials = [word for word in words if len(word) == 1]
    full = [word for word in words if len(word) > 1]
    known = full and (full[0] in people.given_names or full[-1] in people.given_names)
    if initials:
        lone = len(full) == 1 and len(full[0]) >= _SHORTEST_SURNAME and len(initials) < _SHORTEST_SURNAME
        return (lone and _together(words)) or bool(known and len(full) <= 3)
    return bool(known or private) and len(full) <= 4


def _together(words: Sequence[str]) -> bool:
    """Whether the initials stand all before the surname, or all after it."""
    return len(words[0]) > 1 or len(words[-1]) > 1
