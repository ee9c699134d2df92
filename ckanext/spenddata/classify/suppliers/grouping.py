"""Names of suppliers → suppliers: which names are one supplier's, why, and which a steward must look at.

Names are grouped from the surest pair down. Two groups become one only where all their names go together and no two of them are known
to be two suppliers, so that one bad pair never chains two large suppliers; what has two different numbers is never one. The same names
give the same suppliers, in whatever order they come.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from ckanext.spenddata.classify.suppliers.alignment import FEWEST_INITIALS, MOST_INITIALS, SPELT, Likeness, compare
from ckanext.spenddata.classify.suppliers.blocking import candidates, word_counts
from ckanext.spenddata.classify.suppliers.linking import Linker
from ckanext.spenddata.classify.suppliers.names import (
    ALIAS,
    NUMBER,
    OWN,
    REGISTER,
    SPELLING,
    Link,
    Linked,
    Name,
    Question,
    TooManyNames,
)
from ckanext.spenddata.classify.suppliers.reading import Reading

MOST_NAMES = 2_000_000
"""More distinct names are no table of suppliers; linking them would fill the memory."""
MOST_COMPARED = 24
"""Names of a group that a name is compared with, at most: a group of hundreds differs in spelling alone."""
LEAST_LIKE = 55
"""Names less alike than this, in rapidfuzz's ratio of sorted words, are not looked at closely."""
NEAR = 0.02
"""Two identities that a name is as near to as this can't be told apart by it."""


def link(
    linker: Linker,
    names: Iterable[Name],
    decided: Mapping[str, str] | None = None,
    apart: Iterable[tuple[str, str]] = (),
) -> Linked:
    """Link names.

    Args:
        linker: What they are linked by.
        names: All names, those that are linked already among them.
        decided: Key of a name → the supplier that it is already; such names keep it, and only others are compared with them.
        apart: Pairs of suppliers that a steward has said are two.

    Raises:
        TooManyNames: There are more than ``MOST_NAMES``.
    """
    ordered = sorted(names)
    if len(ordered) > MOST_NAMES:
        raise TooManyNames(
            f"{len(ordered):,} names can't be linked; at most {MOST_NAMES:,} can. Nothing was linked."
            " Is this a register of companies, and not the suppliers of a portal?"
        )
    return _Grouping(linker, ordered, decided or {}, {frozenset(pair) for pair in apart}).result()


@dataclass
class _Group:
    """Names that are one supplier's, while groups are made."""

    members: list[int]
    identity: str | None = None
    decided: bool = False


class _Grouping:
    """One linking."""

    def __init__(
        self, linker: Linker, names: Sequence[Name], decided: Mapping[str, str], apart: set[frozenset[str]]
    ) -> None:
        self.linker, self.names, self.decided, self.apart = linker, names, decided, apart
        self.readings = [linker.read(name) for name in names]
        counts = word_counts(self.readings)
        self.known = replace(linker.known, counts=counts)
        self.bodies = [linker.register.body_of(reading) for reading in self.readings]
        self.identities = [name.identity or body for name, body in zip(names, self.bodies, strict=True)]
        self.groups = self._begin()
        self.why: dict[int, tuple[Likeness, int]] = {}
        self._seen: dict[tuple[int, int], Likeness] = {}
        self._near: defaultdict[int, set[int]] = defaultdict(set)
        self._counts = counts

    def result(self) -> Linked:
        """Join what may be joined, the surest pair first; what is left open is asked."""
        pairs = self._pairs()
        words = self.known.words
        doubtful: list[tuple[float, int, int]] = []
        for score, one, other in pairs:
            if score < words.automatic or not self._joined(one, other):
                doubtful.append((score, one, other))
        return Linked(tuple(map(self._link, range(len(self.names)))), tuple(self._questions(doubtful)))

    def _begin(self) -> list[_Group]:
        """Names of one identity together, and those that read the same where at most one identity is among them."""
        groups: dict[str, _Group] = {}
        place: list[_Group] = []
        of_reading = self._of_readings()
        for at, name in enumerate(self.names):
            identity = self.decided.get(name.key) or self.identities[at] or of_reading.get(self._same(at))
            label = identity or f"reads:{self._same(at)}"
            group = groups.setdefault(label, _Group([], identity, identity is not None and identity in self._fixed))
            group.members.append(at)
            place.append(group)
        return place

    def _of_readings(self) -> dict[tuple, str]:
        """Reading → the one identity that names of it have."""
        self._fixed = frozenset(self.decided.values())
        found: defaultdict[tuple, set[str]] = defaultdict(set)
        for at, name in enumerate(self.names):
            identity = self.decided.get(name.key) or self.identities[at]
            if identity:
                found[self._same(at)].add(identity)
        return {reading: next(iter(ids)) for reading, ids in found.items() if len(ids) == 1}

    def _same(self, at: int) -> tuple:
        """What names have in common that nothing tells apart; a name that reads as nothing, or is passed on, is its own."""
        reading = self.readings[at]
        if reading.passed_on or not reading.words:
            return (self.names[at].key,)
        return (reading.key, *sorted(reading.forms), *reading.others)

    def _pairs(self) -> list[tuple[float, int, int]]:
        """Pairs of different groups that are like enough, the surest first."""
        fresh = None
        if self.decided:
            fresh = {at for at, name in enumerate(self.names) if name.key not in self.decided}
        firsts = self._firsts()
        found: list[tuple[float, int, int]] = []
        chosen = None if fresh is None else {place for place, at in enumerate(firsts) if at in fresh}
        for a, b in candidates([self.readings[at] for at in firsts], self._counts, chosen):
            one, other = firsts[a], firsts[b]
            if self.groups[one] is self.groups[other]:
                continue
            score = self._like(one, other).score
            if score >= self.known.words.queue:
                found.append((score, one, other))
                self._near[one].add(other)
                self._near[other].add(one)
        return sorted(found, key=lambda pair: (-pair[0], self.names[pair[1]].key, self.names[pair[2]].key))

    def _firsts(self) -> list[int]:
        """One name for each way of reading, its words joined or apart: the rest of a group only repeats it."""
        seen: dict[tuple, int] = {}
        for at in range(len(self.names)):
            seen.setdefault((self._same(at), self.readings[at].words, id(self.groups[at])), at)
        return list(seen.values())

    def _like(self, one: int, other: int) -> Likeness:
        pair = (one, other) if one < other else (other, one)
        if pair not in self._seen:
            self._seen[pair] = self._compared(*pair)
        return self._seen[pair]

    def _compared(self, one: int, other: int) -> Likeness:
        first, second = self.bodies[one], self.bodies[other]
        if first and second:
            return Likeness(1.0 if first == second else 0.0, REGISTER)
        a, b = self.readings[one], self.readings[other]
        unlike = not (a.others or b.others) and fuzz.ratio(a.unordered, b.unordered, score_cutoff=LEAST_LIKE) == 0
        if unlike and not (_has_initials_of(a, b) or _has_initials_of(b, a)):
            return Likeness(0.0, "unlike")
        return compare(a, b, self.known)

    def _joined(self, one: int, other: int) -> bool:
        """Make one group of two, where nothing forbids it; whether they are one now."""
        first, second = self.groups[one], self.groups[other]
        if first is second:
            return True
        if not self._may_join(first, second, one, other):
            return False
        if second.identity and not first.identity:
            first, second, one, other = second, first, other, one
        for member in second.members:
            self.groups[member] = first
            self.why.setdefault(member, (self._like(one, other), one))
        first.members += second.members
        first.identity = first.identity or second.identity
        first.decided = first.decided or second.decided
        return True

    def _may_join(self, first: _Group, second: _Group, one: int, other: int) -> bool:
        if first.identity and second.identity:
            return False
        ids = {identity for identity in (self._id_of(first), self._id_of(second)) if identity}
        if frozenset(ids) in self.apart or self._torn(first, second, one, other):
            return False
        least = self.known.words.queue
        return all(
            self._like(a, b).score >= least
            for a in first.members[:MOST_COMPARED]
            for b in second.members[:MOST_COMPARED]
        )

    def _torn(self, first: _Group, second: _Group, one: int, other: int) -> bool:
        """Whether a name without an identity is as near to another identity as to this one."""
        if bool(first.identity) == bool(second.identity):
            return False
        loose = other if first.identity else one
        wanted = first.identity or second.identity
        score = self._like(one, other).score
        rivals = ((self.groups[at].identity, at) for at in sorted(self._near[loose]))
        return any(
            identity and identity != wanted and self._like(loose, at).score >= score - NEAR for identity, at in rivals
        )

    def _id_of(self, group: _Group) -> str:
        if group.identity:
            return group.identity
        return min((self.names[at] for at in group.members), key=lambda name: (len(name.key), name.key)).key

    def _link(self, at: int) -> Link:
        name, group = self.names[at], self.groups[at]
        supplier_id = self._id_of(group)
        if supplier_id == name.key:
            return Link(name.key, supplier_id, OWN, 1.0)
        if name.identity == supplier_id:
            return Link(name.key, supplier_id, NUMBER, 1.0)
        if self.linker.alias_of(name.name):
            return Link(name.key, supplier_id, ALIAS, 1.0)
        if self.bodies[at] == supplier_id:
            return Link(name.key, supplier_id, REGISTER, 1.0)
        if at in self.why:
            likeness, like = self.why[at]
            return Link(name.key, supplier_id, likeness.method, round(likeness.score, 3), self.names[like].key)
        like = next((other for other in group.members if other != at and self._same(other) == self._same(at)), at)
        return Link(name.key, supplier_id, SPELLING, SPELT, self.names[like].key)

    def _questions(self, doubtful: Iterable[tuple[float, int, int]]) -> Iterable[Question]:
        asked: set[tuple[str, str]] = set()
        for _, one, other in doubtful:
            first, second = self._id_of(self.groups[one]), self._id_of(self.groups[other])
            if first == second or frozenset((first, second)) in self.apart:
                continue
            pair = (first, second) if first < second else (second, first)
            if pair in asked or self._two_numbers(pair):
                continue
            asked.add(pair)
            likeness = self._like(one, other)
            a, b = (one, other) if pair == (first, second) else (other, one)
            first_name, second_name = self.names[a], self.names[b]
            yield Question(
                *pair,
                round(likeness.score, 3),
                likeness.method,
                (first_name.name, second_name.name),
                (first_name.key, second_name.key),
            )

    def _two_numbers(self, pair: tuple[str, str]) -> bool:
        return not any(identity.startswith("name:") for identity in pair)


def _has_initials_of(one: Reading, other: Reading) -> bool:
    """Whether a word of one name may be the initials of words of the other, so that they need not look alike."""
    return any(FEWEST_INITIALS <= len(word) <= MOST_INITIALS and word in other.initials for word in one.words)
