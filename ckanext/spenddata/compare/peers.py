"""Choosing the peers of a body from a peer group."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ckanext.spenddata.definitions.peers import PeerGroup, Tier, tier_of
from ckanext.spenddata.definitions.publishers import Publisher
from ckanext.spenddata.values.exact import Fraction

_ENOUGH = 3
"""Peers that a body is compared with at least, where a group has as many."""


def choose(
    group: PeerGroup, publisher: Publisher, publishers: Iterable[Publisher], tiers: Sequence[Tier]
) -> tuple[Publisher, ...]:
    """The peers of ``publisher`` among ``publishers``, the most similar first; none where it isn't known."""
    others = [other for other in publishers if other.publisher_id != publisher.publisher_id]
    if group.members or group.bodies:
        known = {other.publisher_id: other for other in others}
        return tuple(known[i] for i in group.bodies or group.listed.get(publisher.publisher_id, ()) if i in known)
    # A body that is no more is the past of another, and no peer of one that exists.
    living = [other for other in others if other.ended is None or publisher.ended is not None]
    own = [_what(publisher, name, tiers) for name in group.same]
    # What isn't known is in common with nothing.
    in_common = list(zip(group.same, own, strict=True)) if all(own) else []
    alike = [
        other for other in living if in_common and all(_what(other, name, tiers) == mine for name, mine in in_common)
    ]
    nearest = _by_nearness(group.nearest, publisher, alike) if group.nearest else sorted(alike, key=_by_name)
    return tuple(nearest[: group.count or None])


def usual(groups: Mapping[str, PeerGroup], chosen: Mapping[str, Sequence[Publisher]]) -> PeerGroup | None:
    """The first group in the order they are offered with enough peers of the body here (``chosen``); else the first with any."""
    # Bodies that are the peers of everybody alike are nobody's usual ones.
    known = [group for name, group in groups.items() if not group.bodies and chosen[name]]
    enough = (group for group in known if len(chosen[group.id]) >= _ENOUGH)
    return next(enough, known[0] if known else None)


def _what(publisher: Publisher, name: str, tiers: Sequence[Tier]) -> str:
    """What bodies of a group have in common; blank where it isn't known of one."""
    if name == "tier":
        return tier_of(publisher, tiers).id if publisher.body_type else ""
    return getattr(publisher, name) or ""


def _by_nearness(fact: str, publisher: Publisher, others: Sequence[Publisher]) -> list[Publisher]:
    """Others by how close their fact is, as a ratio; none without the fact, and none at all where the body lacks it."""
    own = publisher.fact(fact)
    if own is None or own.value <= 0:
        return []
    reference = Fraction(own.value)
    ratios = {
        other.publisher_id: Fraction(its.value) / reference
        for other in others
        if (its := other.fact(fact)) and its.value > 0
    }
    known = [other for other in others if other.publisher_id in ratios]
    return sorted(known, key=lambda o: (max(ratios[o.publisher_id], 1 / ratios[o.publisher_id]), o.publisher_id))


def _by_name(publisher: Publisher) -> tuple[str, str]:
    return publisher.name, publisher.publisher_id
