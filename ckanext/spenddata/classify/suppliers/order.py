"""Whether two names of the same words, in another order, are one supplier's.

A place that comes first is nothing, nor is what was put last to sort by the rest (``Park Friends, Thurle``), nor which is first of two
with an *and* between; ``care home`` and ``home care`` may differ. So may *Morgan Lewis* and *Lewis Morgan*, as each of the two names is a
person's first and last.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ckanext.spenddata.classify.suppliers.reading import Reading
from ckanext.spenddata.classify.suppliers.vocabulary import Knowledge

_AND = re.compile(r"(\w+) and (\w+)")


def is_idle(one: Reading, other: Reading, known: Knowledge) -> bool:
    """Whether the order in which the words of the two stand tells nothing."""
    common_one, common_other = ([word for word in reading.words if not known.points(word)] for reading in (one, other))
    telling = [word for word in one.words if known.points(word)]
    people = sum(word in known.surnames for word in telling) > 1
    turned = _is_rotated(one.words, other.words) or _is_turned_about_and(one, other)
    return bool(telling) and not people and (turned or common_one == common_other)


def _is_rotated(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether the second is the first with its beginning put last."""
    return any((*one[at:], *one[:at]) == tuple(other) for at in range(1, len(one)))


def _is_turned_about_and(one: Reading, other: Reading) -> bool:
    """Whether the second is the first with two words turned that have an *and* between."""
    about = set(_AND.findall(one.flat))
    return any(
        pair in about and (*one.words[:at], *reversed(pair), *one.words[at + 2 :]) == other.words
        for at, pair in enumerate(pairwise(one.words))
    )
