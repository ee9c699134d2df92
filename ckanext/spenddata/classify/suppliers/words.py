"""How alike two words of suppliers' names are, and whether the one can be a slip of the hand for the other.

Two words that there are stay two, however few letters tell them apart: *staff* and *stuff*, *Norris* and *Morris*.
"""

from __future__ import annotations

from itertools import pairwise

from rapidfuzz.distance import OSA

from ckanext.spenddata.classify.suppliers.vocabulary import REAL_FROM, Knowledge

SAME = 1.0
PLURAL, JOINED, MISTYPED, TWICE_MISTYPED, CUT, SHORTENED = 0.97, 0.97, 0.93, 0.86, 0.95, 0.95
PERHAPS = 0.85
"""What a pair of words counts for that is not the same; ``PERHAPS`` what only a steward can say is."""
TWO_SURNAMES = 0.7
"""What *Williams* beside *William* does, where both are names, or many names have the one and many the other."""
SHORTEST_MISTYPED, SHORTEST_TWICE = 5, 8
SHORTEST_CUT_WORD = 3
SHORTEST_SHORTENED, SHORTEST_STEM = 4, 5


def alike(one: str, other: str, known: Knowledge) -> float:
    """How alike two words are that are not the same; 0 where they are two words."""
    if known.is_number(one) or known.is_number(other):
        return SAME if known.words.numbers.get(one, one) == known.words.numbers.get(other, other) else 0.0
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) >= SHORTEST_CUT_WORD and longer in (f"{shorter}s", f"{shorter}es", f"{shorter[:-1]}ies"):
        return _plural(one, other, longer, known)
    real = known.is_real(one), known.is_real(other)
    if all(real):
        return PERHAPS if _of_one_stem(shorter, longer, known) else 0.0
    if known.is_real(longer) and _is_shortened(shorter, longer):
        sure = len(shorter) >= SHORTEST_SHORTENED and not known.is_rare(longer)
        return SHORTENED if sure else PERHAPS
    if any(real) and one[0] != other[0]:
        # A slip of the hand in a known word is seldom in its first letter: *homes*, *domes*.
        return 0.0
    if len(shorter) >= SHORTEST_CUT_WORD and longer.startswith(shorter):
        return CUT if len(shorter) > SHORTEST_MISTYPED else TWICE_MISTYPED
    return _mistyped(shorter, longer)


def _plural(one: str, other: str, longer: str, known: Knowledge) -> float:
    if longer in known.words.own_plurals:
        return 0.0
    many = min(known.counts.get(one, 0), known.counts.get(other, 0)) >= REAL_FROM
    people = one in known.surnames and other in known.surnames
    return TWO_SURNAMES if (many or people) and known.is_rare(one) and known.is_rare(other) else PLURAL


def _is_shortened(shorter: str, longer: str) -> bool:
    """Whether a word was made shorter by leaving letters out: *mntce* for *maintenance*."""
    if len(shorter) < SHORTEST_CUT_WORD or len(longer) - len(shorter) < len("ee") or shorter[0] != longer[0]:
        return False
    letters = iter(longer)
    return not longer.startswith(shorter) and all(letter in letters for letter in shorter)


def _of_one_stem(one: str, other: str, known: Knowledge) -> bool:
    """Whether two words of a trade differ in their endings alone: *landscapes*, *landscaping*."""
    words = known.words
    if one[:SHORTEST_STEM] != other[:SHORTEST_STEM] or {one, other} <= known.surnames:
        return False
    if any(word in apart for word in (one, other) for apart in (words.companies, words.bodies, words.directions)):
        return False
    return any(
        one[:length] == other[:length] and {one[length:], other[length:]} <= words.endings
        for length in range(SHORTEST_STEM, len(one) + 1)
    )


def _mistyped(shorter: str, longer: str) -> float:
    if len(shorter) < SHORTEST_MISTYPED - 1 or len(longer) < SHORTEST_MISTYPED:
        return 0.0
    distance = OSA.distance(shorter, longer, score_cutoff=2)
    if distance == 1:
        return MISTYPED if shorter[0] == longer[0] else TWICE_MISTYPED
    if distance == 2 and len(shorter) >= SHORTEST_TWICE and shorter[0] == longer[0]:
        return TWICE_MISTYPED
    return 0.0


def is_slip(one: str, other: str, known: Knowledge) -> bool:
    """Whether something says that two words are one, mistyped or cut: the one is known and the other is not, or the hand is seen in it.

    Of two unknown words that differ in one letter, each may be a name: *Norwell*, *Morwell*.
    """
    if known.is_real(one) != known.is_real(other):
        return True
    shorter, longer = sorted((one, other), key=len)
    if longer.startswith(shorter):
        return len(shorter) > SHORTEST_MISTYPED
    return _doubled(shorter, longer) or (
        one[0] == other[0] and (is_turned(one, other) or len(shorter) >= SHORTEST_TWICE)
    )


def is_turned(one: str, other: str) -> bool:
    """Whether two letters have changed places."""
    return len(one) == len(other) and sorted(one) == sorted(other)


def _doubled(shorter: str, longer: str) -> bool:
    """Whether the longer differs by a letter written twice."""
    return len(longer) == len(shorter) + 1 and any(
        a == b and longer[:at] + longer[at + 1 :] == shorter for at, (a, b) in enumerate(pairwise(longer))
    )
