"""How alike two names are: their words paired off, rare words weighing more than common ones.

A word's partner is the same word, a mistyped, shortened or joined one. The score is twice the weight of what is paired over the
weight of all, so it says what share of both names agrees; the guards then say what no likeness outweighs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from ckanext.spenddata.classify.suppliers.guards import Difference, Verdict, is_left_out, verdict
from ckanext.spenddata.classify.suppliers.order import is_idle
from ckanext.spenddata.classify.suppliers.reading import Reading
from ckanext.spenddata.classify.suppliers.vocabulary import Knowledge
from ckanext.spenddata.classify.suppliers.words import (
    JOINED,
    MISTYPED,
    PERHAPS,
    PLURAL,
    SAME,
    alike,
    is_slip,
    is_turned,
)

SPELT, CUT_NAME = 0.99, 0.95
OTHER_FORM, OTHER_NAME = 0.97, 0.97
"""What is left of a score where legal forms differ, or where it is another of a supplier's names."""
TURNED_ALONE = 7
LONG_ALONE = 10
"""From this length on, a mistyped word is the same word though nothing else agrees."""
SHORTEST_CUT_NAME = 20
FEWEST_INITIALS, MOST_INITIALS = 2, 5
LITTLE = 0.25
"""Weight of words alone, up to which a place is enough to agree on."""
_BELOW = 0.01


class Likeness(NamedTuple):
    """What comparing two names says."""

    score: float
    method: str
    """``spelling`` (nothing but spelling differs), ``words`` (paired off), ``cut`` (cut off), ``other_name``, or what made us doubt."""
    near: tuple[tuple[str, str], ...] = ()
    """Words that are alike but not the same."""
    alone: tuple[str, ...] = ()
    """Words that only one of the two has."""


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
    """Two names, by their words and then by their legal forms."""
    found = _agreeing(_meant(one, other), _meant(other, one), known)
    forms = one.forms | other.forms
    if not one.forms or not other.forms or one.forms & other.forms:
        return found
    score = found.score * OTHER_FORM
    if forms <= known.words.one_company:
        return found._replace(score=score)
    # A partnership is another person in law than the company of its name.
    return found._replace(score=min(score, known.words.automatic - _BELOW), method="forms")


def _meant(one: Reading, other: Reading) -> Reading:
    """The name with those of the meanings of its short words that the other name has, too."""
    if not one.meanings:
        return one
    there = set(other.words)
    words = tuple(
        word if word in there else next((meant for meant in one.meanings.get(word, ()) if meant in there), word)
        for word in one.words
    )
    return one if words == one.words else replace(one, words=words)


def _agreeing(one: Reading, other: Reading, known: Knowledge) -> Likeness:
    if one.key == other.key:
        return Likeness(SPELT, "spelling")
    if one.unordered == other.unordered:
        if is_idle(one, other, known):
            return Likeness(SPELT, "order")
        return Likeness(known.words.automatic - _BELOW, "order")
    if _cut_off(one, other):
        return Likeness(CUT_NAME, "cut")
    difference, agreed = _paired(one.words, other.words, known)
    said, why = verdict(difference, known.words)
    if _of_own_names(difference, agreed, known):
        said, why = Verdict.APART, "own_names"
    elif said is Verdict.NOTHING and (doubt := _doubt(one, other, difference, agreed, known)):
        said, why = Verdict.DOUBT, doubt
    cap = {
        Verdict.NOTHING: 1.0,
        Verdict.DOUBT: known.words.automatic - _BELOW,
        Verdict.APART: known.words.queue - _BELOW,
    }
    score = min(_share(difference, agreed, known), cap[said])
    return Likeness(score, why or "words", difference.near, difference.alone)


def _of_own_names(difference: Difference, agreed: Pairs, known: Knowledge) -> bool:
    """Whether each name has a word of its own for who it is, and both have only words for what such suppliers do.

    *Alder Medicines* and *Birch Medicines* are two, though *medicines* is in few names.
    """
    firsts, seconds = (
        {word[0] for word in words if known.is_rare(word) and not known.is_number(word)}
        for words in (difference.first, difference.second)
    )
    # Words that begin alike may be one: *Wilfred's*, *Wilfrid's*.
    own = firsts and seconds and firsts.isdisjoint(seconds)
    return bool(own) and all(known.is_real(one) and one not in known.surnames for one, *_ in agreed)


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
    if any(likeness == PERHAPS for *_, likeness in agreed):
        return "short"
    if any(likeness < PLURAL and not is_slip(word, partner, known) for word, partner, likeness in agreed):
        return "two_words"
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
    alone = {word for word in difference.alone if not is_left_out(word, difference.common, known.words)}
    return same and sum(map(known.weight, alone)) < LITTLE and not known.words.bodies & alone


def _sure(one: str, other: str, likeness: float) -> bool:
    """Whether a word that is not the same is surely the same word."""
    if likeness in (PLURAL, JOINED):
        return True
    if likeness != MISTYPED:
        return False
    if is_turned(one, other):
        return len(one) >= TURNED_ALONE
    # A letter for another one is as often another name: *Silverline*, *Silverlink*.
    return len(one) != len(other) and min(len(one), len(other)) >= LONG_ALONE


def _paired(
    one: Sequence[str], other: Sequence[str], known: Knowledge
) -> tuple[Difference, list[tuple[str, str, float]]]:
    """Words paired off: first the same, then joined ones, then the most alike."""
    first, rest, same = _same(one, other)
    near = [*_joined(first, rest), *_joined(rest, first)]
    initials = [
        *_initials(first, rest, known),
        *((word, letters, likeness) for letters, word, likeness in _initials(rest, first, known)),
    ]
    pairs = (
        (likeness, word, partner) for word in first for partner in rest if (likeness := alike(word, partner, known))
    )
    for likeness, word, partner in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if word in first and partner in rest:
            first.remove(word)
            rest.remove(partner)
            near.append((word, partner, likeness))
    difference = Difference(tuple(first), tuple(rest), tuple((a, b) for a, b, _ in near), tuple(same))
    return difference, [(word, word, SAME) for word in same] + near + initials


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


def _initials(short: list[str], whole: list[str], known: Knowledge) -> list[tuple[str, str, float]]:
    """Words of the one name that are the initials of words in a row of the other (``idb``), which both lists lose.

    Only of what is known to go under its initials is that sure: *CC* of a county council.
    """
    found: list[tuple[str, str, float]] = []
    for letters in [word for word in short if FEWEST_INITIALS <= len(word) <= MOST_INITIALS]:
        for at in range(len(whole) - len(letters) + 1):
            words = whole[at : at + len(letters)]
            if "".join(word[0] for word in words) == letters:
                short.remove(letters)
                del whole[at : at + len(letters)]
                likeness = PLURAL if tuple(words) in known.words.known_initials else PERHAPS
                found += [(letters, word, likeness) for word in words]
                break
    return found


def _share(difference: Difference, agreed: Sequence[tuple[str, str, float]], known: Knowledge) -> float:
    """Twice the weight of what agrees, as far as it is alike, over the weight of all."""
    weight = known.weight
    paired = sum(likeness * (weight(one) + weight(other)) for one, other, likeness in agreed)
    whole = sum(weight(one) + weight(other) for one, other, _ in agreed) + sum(map(weight, difference.alone))
    return paired / whole if whole else 0.0
