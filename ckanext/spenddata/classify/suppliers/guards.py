"""What makes two names two suppliers, however alike they look: numbers, directions, places, kinds of body, companies of one group.

Each guard looks at the words that one name has and the other has not, after alignment. ``apart`` never links; ``doubt`` asks a
steward.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from enum import IntEnum
from typing import NamedTuple

from ckanext.spenddata.definitions.supplier_links import SupplierWords


class Verdict(IntEnum):
    """What a guard says."""

    NOTHING = 0
    DOUBT = 1
    APART = 2


class Difference(NamedTuple):
    """How the words of two names differ."""

    first: tuple[str, ...]
    """Words of the first alone."""
    second: tuple[str, ...]
    """Words of the second alone."""
    near: tuple[tuple[str, str], ...]
    """Words that are alike but not the same."""
    common: tuple[str, ...]
    """Words of both."""

    @property
    def alone(self) -> tuple[str, ...]:
        """Words of one alone."""
        return self.first + self.second


Guard = Callable[[Difference, SupplierWords], Verdict]


def numbers(difference: Difference, known: SupplierWords) -> Verdict:
    """``Alder Schools (No 2)`` is not ``(No 3)``, and hardly ever without a number."""
    first, second = (_numbers(words, known) for words in _sides(difference))
    if first == second:
        return Verdict.NOTHING
    return Verdict.APART if first and second else Verdict.DOUBT


def _sides(difference: Difference) -> tuple[Sequence[str], Sequence[str]]:
    return (
        (*difference.first, *(one for one, _ in difference.near)),
        (*difference.second, *(other for _, other in difference.near)),
    )


def _numbers(words: Sequence[str], known: SupplierWords) -> list[str]:
    return sorted(
        known.numbers.get(word, word) for word in words if word in known.numbers or any(map(str.isdigit, word))
    )


def directions(difference: Difference, known: SupplierWords) -> Verdict:
    """North is not South; and a direction that only one has is another place, perhaps."""
    first, second = ({word for word in words if word in known.directions} for words in _sides(difference))
    if first == second:
        return Verdict.NOTHING
    return Verdict.APART


def places(difference: Difference, known: SupplierWords) -> Verdict:
    """Northampton is no mistyped Southampton; a place that only one has may be a branch's."""
    if any(one in known.places and other in known.places for one, other in difference.near):
        return Verdict.APART
    first, second = ({word for word in words if word in known.places} for words in _sides(difference))
    if first and second:
        return Verdict.APART
    return Verdict.DOUBT if first or second else Verdict.NOTHING


def public_kinds(difference: Difference, known: SupplierWords) -> Verdict:
    """Councils, NHS bodies, universities and schools are called by places: one word more is another body, or asks."""
    alone, common = set(difference.alone), set(difference.common)
    if not known.bodies & (alone | common):
        return Verdict.NOTHING
    if known.bodies & set(difference.first) and known.bodies & set(difference.second):
        return Verdict.APART
    if alone - known.body_words:
        return Verdict.APART
    missed = {word for word in alone if not is_left_out(word, common, known)}
    return Verdict.DOUBT if missed else Verdict.NOTHING


def is_left_out(word: str, common: Collection[str], known: SupplierWords) -> bool:
    """Whether a body with these words in both of its names is often called without a word that only one of them has."""
    return not known.often_left_out.get(word, frozenset()).isdisjoint(common)


def companies(difference: Difference, known: SupplierWords) -> Verdict:
    """Companies of one group differ in a word of their trade: that both have one tells them apart."""
    first, second = (known.companies.intersection(words) for words in (difference.first, difference.second))
    if first and second:
        return Verdict.APART
    return Verdict.DOUBT if first or second else Verdict.NOTHING


GUARDS: tuple[Guard, ...] = (numbers, directions, places, public_kinds, companies)


def verdict(difference: Difference, known: SupplierWords) -> tuple[Verdict, str]:
    """The severest verdict of all guards, and the name of the first guard that gave it."""
    worst, why = Verdict.NOTHING, ""
    for guard in GUARDS:
        said = guard(difference, known)
        if said > worst:
            worst, why = said, guard.__name__
    return worst, why
