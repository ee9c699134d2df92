"""Peer groups: which bodies a body may be compared with, on whose word. And tiers: which bodies have the same duties.

A group either lists the peers of each body (``members``, a table beside the file), or those of all bodies alike (``bodies``), or says how
they are found among the publishers of the portal (``same``, ``nearest``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from ckanext.spenddata.definitions import csv_file, yaml_file
from ckanext.spenddata.definitions.places import DefinitionError
from ckanext.spenddata.definitions.publishers import Publisher


class PeerGroup(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One peer group, for every body that it knows."""

    id: str
    title: str
    order: int
    """Groups are offered, and tried, in this order."""
    basis: str
    version: str
    licence: str
    source: str
    url: str
    members: str = ""
    """Name of the table with the peers of each body."""
    same: tuple[Literal["tier", "body_type", "body_subtype", "region"], ...] = ()
    """What a peer has in common with the body; a tier is one of ``schemas/tiers.yaml``."""
    bodies: tuple[str, ...] = ()
    """The peers of every body alike."""
    nearest: str = ""
    """The fact by which the most similar are taken."""
    count: int = 0
    """As many as are taken; 0 for all."""
    listed: dict[str, tuple[str, ...]] = {}
    """Publisher → its peers, the most similar first; from ``members``."""


class Tier(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Bodies with the same duties."""

    id: str
    title: str
    """In the plural."""
    body_type: str
    subtypes: tuple[str, ...]


def read(files: Iterable[Sequence[Path]]) -> Mapping[str, PeerGroup]:
    """The groups by id, in the order they are offered.

    Args:
        files: For each group its file and those laid over it. A table of members lies in the folder of any of them.
    """
    groups = [_with_members(paths, yaml_file.read(paths, PeerGroup)) for paths in files]
    ordered = sorted(groups, key=lambda group: (group.order, group.id))
    found = {group.id: group for group in ordered}
    if len(found) < len(ordered):
        raise DefinitionError("Two files of peer_groups have the same id. Give one of them another.")
    return found


def tier_of(publisher: Publisher, tiers: Iterable[Tier]) -> Tier:
    """The tier of a body; one of its own class where none is defined."""
    for tier in tiers:
        if tier.body_type == publisher.body_type and publisher.body_subtype in tier.subtypes:
            return tier
    title = publisher.body_subtype or publisher.body_type or "bodies of no stated kind"
    return Tier(
        f"{publisher.body_type}/{publisher.body_subtype}", title, publisher.body_type, (publisher.body_subtype,)
    )


def _with_members(paths: Sequence[Path], group: PeerGroup) -> PeerGroup:
    if sum(map(bool, (group.members, group.same, group.bodies))) != 1:
        raise DefinitionError(
            f"{paths[-1].name}: a peer group needs `members`, a table, or `same`, a rule, or `bodies`, a list."
        )
    if not group.members:
        return group
    tables = [path.parent / group.members for path in paths if (path.parent / group.members).exists()]
    if not tables:
        raise DefinitionError(f"{paths[-1].name}: there is no table of peers {group.members} beside it.")
    return msgspec.structs.replace(group, listed=_members(tables))


def _members(paths: Sequence[Path]) -> dict[str, tuple[str, ...]]:
    """A table of ``publisher_id`` and ``peers``: identifiers with blanks between, the most similar first."""
    listed: dict[str, tuple[str, ...]] = {}
    for row in csv_file.rows(paths, ("publisher_id", "peers")):
        body, peers = row["publisher_id"], tuple(row["peers"].split())
        if body in listed or body in peers or len(set(peers)) < len(peers):
            raise row.wrong(f"{body} is listed twice, is its own peer, or has one peer twice.")
        listed[body] = peers
    return listed
