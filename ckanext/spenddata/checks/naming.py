"""Does a text name somebody in their private life? A given name and a surname, ``A Kettle`` behind *funeral of*, ``re M (a child)``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from itertools import pairwise

from ckanext.spenddata.checks.names import is_person
from ckanext.spenddata.definitions.people import People
from ckanext.spenddata.values.dates import MONTHS
from ckanext.spenddata.values.text import latin_letters

_WORD = re.compile(r"[a-z0-9']+|[&,]")
_BRACKETS = re.compile(r"\([^)]*\)")
_PARTS = re.compile(r"\s[-\N{EN DASH}]\s|[:;()/]|\b(?i:for|re|of|to|by|from|at|and|costs?|fees?|payments?|report)\b")
"""What parts a text into pieces of which one may be a name."""
_INITIAL_AND_SURNAME = re.compile(
    r"(?<!&)\b[A-Z](?:\. ?| )(?:[A-Z](?:\. ?| ))?(?P<surname>[A-Z][a-z']{2,}|[A-Z']{3,})\b"
)
_ABBREVIATION = re.compile(r"\b(?!cllr|mstr)[b-df-hj-np-tvxz]{4,}\b", re.IGNORECASE)
"""A word without a vowel, ``HLTH``: headings of ledgers have them, and no name."""
_ACCOUNT = re.compile(r" (?:account|acct|a/c)$", re.IGNORECASE)
_SHORTEST_SURNAME = 3
_NO_NAME = re.compile(rf"[0-9&]|\b(?:{'|'.join(MONTHS)})\b", re.IGNORECASE)
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
        *MONTHS,
    )
)
"""Words that are no surnames."""


def names_in_private(text: str, people: People) -> bool:
    """Whether a text names somebody, and speaks of their life, says that a name follows, or is nothing but a name."""
    if people.of_somebody.search(text):
        return True
    private, before = people.in_private_life.search(text), people.before.search(text)
    if not private and not before:
        return False
    if names_somebody(text, people) and (private or is_person(text, people) or _introduced(text, people)):
        return True
    return any(_is_name(piece, people, private=bool(private)) for piece in _pieces(text, people))


def names_payee(text: str, people: People) -> bool:
    """Whether the name of a supplier is a person's beside words of their private life: ``Jane Exampleton direct payment``."""
    if not people.in_private_life.search(text):
        return False
    return any(
        is_person(bare, people) and (names_somebody(bare, people) or _INITIAL_AND_SURNAME.search(bare))
        for bare in _bare(text, people)
    )


def names_somebody(text: str, people: People) -> bool:
    """Whether a text names a person somewhere: a given name with a surname or an initial."""
    words = _WORD.findall(latin_letters(_BRACKETS.sub(lambda found: f" , {found[0]} ", text)).replace("’", "'"))
    for first, second in pairwise(words):
        if first in people.given_names and first not in people.organisations and _may_follow(second, people):
            return True
    return False


def _introduced(text: str, people: People) -> bool:
    return any(found[1] in people.given_names for found in people.introduced.finditer(latin_letters(text)))


def _may_follow(word: str, people: People) -> bool:
    """Whether a word may stand after a given name: an initial or a surname."""
    if not word.isalpha() or word in people.organisations or word in _SMALL:
        return False
    return len(word) == 1 or len(word) >= _SHORTEST_SURNAME


def _pieces(text: str, people: People) -> Iterator[str]:
    """The pieces of a text, without the words that speak of somebody's life and those that say that a name follows."""
    for piece in _PARTS.split(text):
        yield from _bare(piece, people)


def _bare(text: str, people: People) -> Iterator[str]:
    bare = people.before.sub(" ", people.in_private_life.sub(" ", text))
    if bare := _ACCOUNT.sub("", " ".join(bare.split())).strip(" ,.-"):
        yield bare


def _is_name(piece: str, people: People, *, private: bool) -> bool:
    """Whether a piece of text is a name, or begins or ends with initials and a surname; in private life, a given name alone, too."""
    if _ABBREVIATION.search(piece):
        return False
    if not _NO_NAME.search(piece):
        given = latin_letters(piece)
        if is_person(piece, people) or (private and piece[:1].isupper() and given in _told_by_themselves(people)):
            return True
    return any(
        found["surname"].lower() not in people.organisations
        for found in _INITIAL_AND_SURNAME.finditer(piece)
        if found.start() == 0 or found.end() == len(piece)
    )


def _told_by_themselves(people: People) -> Set[str]:
    """Given names that are nothing else."""
    return people.given_names - people.organisations - people.place_names
