"""How alike two names are: their words paired off, rare words weighing more than common ones.

A word's partner is the same word, a mistyped, shortened or joined one. The score is twice the weight of what is paired over the
weight of all, so it says what share of both names agrees; the guards then say what no likeness outweighs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import OSA

from ckanext.spenddata.classify.suppliers.guards import Difference, Verdict, verdict
from ckanext.spenddata.classify.suppliers.reading import Reading
from ckanext.spenddata.definitions.supplier_links import SupplierWords

__all__ = ["Knowledge", "Likeness", "compare"]

SAME, SPELT = 1.0, 0.99
PLURAL, JOINED, MISTYPED, TWICE_MISTYPED, CUT = 0.97, 0.97, 0.93, 0.86, 0.95
"""What a pair of words counts for that is not the same."""
TWO_SURNAMES = 0.7
"""What *Williams* beside *William* does, where many names have the one and many the other."""
OTHER_FORM, OTHER_NAME = 0.97, 0.97
"""What is left of a score where legal forms differ, or where it is another of a supplier's names."""
SHORTEST_MISTYPED, SHORTEST_TWICE, LONG_ALONE = 5, 8, 10
SHORTEST_CUT_WORD = 3
SHORTEST_CUT_NAME = 20
LITTLE = 0.25
"""Weight of words alone, up to which a place is enough to agree on."""
REAL_FROM = 3
"""A word that so many names have is no typing error."""
_BELOW = 0.01
_NO_COUNTS: Mapping[str, int] = {}


class Likeness(NamedTuple):
    """What comparing two names says."""

    score: float
    method: str
    """``spelling`` (nothing but spelling differs), ``words`` (paired off), ``cut`` (cut off), ``other_name``, or what made us doubt."""
    near: tuple[tuple[str, str], ...] = ()
    """Words that are alike but not the same."""
    alone: tuple[str, ...] = ()
    """Words that only one of the two has."""


@dataclass(frozen=True)
class Knowledge:
    """What names are compared by."""

    words: SupplierWords
    trades: frozenset[str] = frozenset()
    """Words that organisations have in their names, which tell none from another by themselves."""
    counts: Mapping[str, int] = field(default_factory=lambda: _NO_COUNTS)
    """In how many names each word is."""

    real: frozenset[str] = frozenset()
    """Other words that are known, as first names and what is bought; they don't tell how rare a word is."""

    def weight(self, word: str) -> float:
        """What a word counts for."""
        return self.words.weights.get(word, 1.0)

    def is_rare(self, word: str) -> bool:
        """Whether a word by itself points to a supplier."""
        words = self.words
        return not (word in words.weights or word in self.trades or word in words.places or word in words.directions)

    def points(self, word: str) -> bool:
        """Whether it is rare, or a place."""
        return self.is_rare(word) or word in self.words.places

    def is_real(self, word: str) -> bool:
        """Whether a word is known, so that it is no mistyped other one."""
        known = word in self.real or word.removesuffix("s") in self.real
        return known or not self.is_rare(word) or self.counts.get(word, 0) >= REAL_FROM

    def is_number(self, word: str) -> bool:
        """Whether it is a number, in figures or in words."""
        return word in self.words.numbers or any(map(str.isdigit, word))


def compare(one: Reading, other: Reading, known: Knowledge) -> Likeness:
    """How alike two names are; the same whichever comes first."""
    if one.passed_on or other.passed_on or not one.words or not other.words:
        return Likeness(0.0, "passed_on")
    best = _of_words(one, other, known)
    for first, second, main in _other_names(one, other):
        found = _of_words(first, second, known)
        score = found.score * OTHER_NAME
        if not main:
            # Two suppliers may trade under the name of a third.
            score = min(score, known.words.automatic - _BELOW)
        if score > best.score:
            best = Likeness(score, "other_name", found.near, found.alone)
    return best


def _other_names(one: Reading, other: Reading) -> list[tuple[Reading, Reading, bool]]:
    """Pairs of names of which one is another name of its supplier; whether the second is the main one."""
    ones, others = ([Reading(words, reading.forms) for words in reading.others] for reading in (one, other))
    found = [(first, other, True) for first in ones] + [(one, second, True) for second in others]
    return found + [(first, second, False) for first in ones for second in others]


def _of_words(one: Reading, other: Reading, known: Knowledge) -> Likeness:
    factor = OTHER_FORM if one.forms and other.forms and one.forms.isdisjoint(other.forms) else 1.0
    if one.key == other.key:
        return Likeness(SPELT * factor, "spelling")
    if one.unordered == other.unordered:
        return _of_order(one, other, known, factor)
    if _cut_off(one, other):
        return Likeness(CUT * factor, "cut")
    difference, agreed = _paired(one.words, other.words, known)
    score = _share(difference, agreed, known) * factor
    said, why = verdict(difference, known.words)
    if said is Verdict.NOTHING and (doubt := _doubt(one, other, difference, agreed, known)):
        said, why = Verdict.DOUBT, doubt
    cap = {
        Verdict.NOTHING: 1.0,
        Verdict.DOUBT: known.words.automatic - _BELOW,
        Verdict.APART: known.words.queue - _BELOW,
    }
    return Likeness(min(score, cap[said]), why or "words", difference.near, difference.alone)


def _of_order(one: Reading, other: Reading, known: Knowledge, factor: float) -> Likeness:
    """Names of the same words in another order: a surname that comes first is nothing, ``care home`` and ``home care`` may differ."""
    common_one, common_other = ([word for word in reading.words if not known.points(word)] for reading in (one, other))
    if common_one == common_other and any(map(known.points, one.words)):
        return Likeness(SPELT * factor, "order")
    return Likeness(known.words.automatic - _BELOW, "order")


def _cut_off(one: Reading, other: Reading) -> bool:
    """Whether the shorter is the longer, cut off in the middle of a word by a column's width."""
    shorter, longer = sorted((one.flat, other.flat), key=len)
    cut = one.cut if one.flat == shorter else other.cut
    return cut and len(shorter) >= SHORTEST_CUT_NAME and longer.startswith(shorter) and longer[len(shorter)] != " "


Pairs = list[tuple[str, str, float]]
"""Words of two names, and how alike they are."""


def _doubt(one: Reading, other: Reading, difference: Difference, agreed: Pairs, known: Knowledge) -> str:
    """Why what agrees is not enough; blank where it is."""
    if difference.near and _turned(one, other, agreed):
        return "order"
    points = any(known.points(word) for word, _, likeness in agreed if likeness == SAME)
    if points and not difference.alone and all(_slip(*pair, known) for pair in agreed):
        return ""
    rare = [
        (word, partner, likeness)
        for word, partner, likeness in agreed
        if known.is_rare(word) and known.is_rare(partner)
    ]
    if any(likeness == SAME for *_, likeness in rare) or _of_a_place(difference, agreed, known):
        return ""
    if not rare:
        return "common_words"
    return "" if any(_sure(*pair) for pair in rare) else "one_word"


def _turned(one: Reading, other: Reading, agreed: Pairs) -> bool:
    """Whether what agrees stands in another order."""
    firsts, seconds = {word for word, *_ in agreed}, {word for _, word, _ in agreed}
    partner = {word: second for word, second, _ in agreed}
    return [partner[word] for word in one.words if word in firsts] != [word for word in other.words if word in seconds]


def _slip(one: str, other: str, likeness: float, known: Knowledge) -> bool:
    """Whether two words are the same, or a known word and a slip of the hand in it."""
    return likeness in (SAME, PLURAL) or (likeness >= MISTYPED and known.is_rare(one) != known.is_rare(other))


def _of_a_place(difference: Difference, agreed: Pairs, known: Knowledge) -> bool:
    """Whether the names agree on a place, and on all but a word that says little."""
    same = any(one in known.words.places for one, _, likeness in agreed if likeness == SAME)
    return same and sum(map(known.weight, difference.alone)) < LITTLE and not known.words.bodies & set(difference.alone)


def _sure(one: str, other: str, likeness: float) -> bool:
    """Whether a word that is not the same is surely the same word."""
    return likeness in (PLURAL, JOINED) or (likeness == MISTYPED and min(len(one), len(other)) >= LONG_ALONE)


def _paired(
    one: Sequence[str], other: Sequence[str], known: Knowledge
) -> tuple[Difference, list[tuple[str, str, float]]]:
    """Words paired off: first the same, then joined ones, then the most alike."""
    first, rest, same = _same(one, other)
    near = [*_joined(first, rest), *_joined(rest, first)]
    alike = (
        (likeness, word, partner)
        for word in first
        for partner in rest
        if (likeness := _word_likeness(word, partner, known))
    )
    for likeness, word, partner in sorted(alike, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if word in first and partner in rest:
            first.remove(word)
            rest.remove(partner)
            near.append((word, partner, likeness))
    difference = Difference(tuple(first), tuple(rest), tuple((a, b) for a, b, _ in near), tuple(same))
    return difference, [(word, word, SAME) for word in same] + near


def _same(one: Sequence[str], other: Sequence[str]) -> tuple[list[str], list[str], list[str]]:
    """Words of the first alone, of the second alone, and of both."""
    first: list[str] = []
    same: list[str] = []
    rest = list(other)
    for word in one:
        if word in rest:
            rest.remove(word)
            same.append(word)
        else:
            first.append(word)
    return first, rest, same


def _joined(apart: list[str], together: list[str]) -> list[tuple[str, str, float]]:
    """Two words of one name that are one in the other (``care home``, ``carehome``), which both lists lose."""
    found: list[tuple[str, str, float]] = []
    for a, b in list(pairwise(apart)):
        if a + b in together and a in apart and b in apart:
            apart.remove(a)
            apart.remove(b)
            together.remove(a + b)
            found.append((a + b, a + b, JOINED))
    return found


def _word_likeness(one: str, other: str, known: Knowledge) -> float:
    """How alike two words are that are not the same; 0 where they are two words."""
    if known.is_number(one) or known.is_number(other):
        return SAME if known.words.numbers.get(one, one) == known.words.numbers.get(other, other) else 0.0
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) >= SHORTEST_CUT_WORD and longer in (f"{shorter}s", f"{shorter}es", f"{shorter[:-1]}ies"):
        both = min(known.counts.get(one, 0), known.counts.get(other, 0)) >= REAL_FROM
        return TWO_SURNAMES if both and known.is_rare(one) and known.is_rare(other) else PLURAL
    real = known.is_real(one), known.is_real(other)
    if all(real) or (any(real) and one[0] != other[0]):
        # A slip of the hand in a known word is seldom in its first letter: *homes*, *domes*.
        return 0.0
    if len(shorter) >= SHORTEST_CUT_WORD and longer.startswith(shorter):
        return CUT if len(shorter) > SHORTEST_MISTYPED else TWICE_MISTYPED
    return _mistyped(shorter, longer)


def _mistyped(shorter: str, longer: str) -> float:
    if len(shorter) < SHORTEST_MISTYPED - 1 or len(longer) < SHORTEST_MISTYPED:
        return 0.0
    distance = OSA.distance(shorter, longer, score_cutoff=2)
    if distance == 1:
        return MISTYPED if shorter[0] == longer[0] else TWICE_MISTYPED
    if distance == 2 and len(shorter) >= SHORTEST_TWICE and shorter[0] == longer[0]:
        return TWICE_MISTYPED
    return 0.0


def _share(difference: Difference, agreed: Sequence[tuple[str, str, float]], known: Knowledge) -> float:
    """Twice the weight of what agrees, as far as it is alike, over the weight of all."""
    weight = known.weight
    paired = sum(likeness * (weight(one) + weight(other)) for one, other, likeness in agreed)
    whole = sum(weight(one) + weight(other) for one, other, _ in agreed) + sum(map(weight, difference.alone))
    return paired / whole if whole else 0.0
