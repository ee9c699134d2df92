"""Which peer groups somebody may choose from, and what is asked and told of those that are loaded or saved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckan.plugins import toolkit as tk
from ckan.types import Context

from ckanext.spenddata.definitions import Definitions
from ckanext.spenddata.definitions.peer_table import TEXTS, PeerTable, parse
from ckanext.spenddata.definitions.peers import PeerGroup
from ckanext.spenddata.logic import common
from ckanext.spenddata.logic.refusals import refused
from ckanext.spenddata.model import SavedPeers
from ckanext.spenddata.returns.people import peer_groups, publishers

MINE = 1_000
"""Own groups stand behind all others, so that none is anybody's usual one."""
UNKNOWN_TOLD = 20
Groups = Mapping[str, PeerGroup]


def offered(definitions: Definitions) -> Groups:
    """The groups for everybody: the definitions' with those loaded by stewards laid over them, in the order they are offered."""
    found = {**definitions.peer_groups, **{each.name: peer_groups.as_group(each) for each in peer_groups.loaded()}}
    return {group.id: group for group in sorted(found.values(), key=lambda group: (group.order, group.id))}


def available(definitions: Definitions, context: Context, asked: str | None = None) -> Groups:
    """The groups that somebody can be compared by: everybody's, their own, and the one that is asked for, where it is shared."""
    user_id = common.user_id(context)
    mine = peer_groups.own(user_id) if user_id else []
    found = {**offered(definitions), **{each.name: peer_groups.as_group(each) for each in mine}}
    if asked and asked not in found:
        other = peer_groups.find(asked)
        if other and other.shared:
            found[other.name] = peer_groups.as_group(other)
    return found


def table(text: str) -> tuple[PeerTable, list[str]]:
    """A table of peers, and which of the bodies in it are no publishers here.

    Raises:
        ValidationError: Something is wrong with it: each fault with its line. Or none of its bodies is a publisher here.
    """
    read = parse(text)
    if read.problems:
        problems = [
            tk._("Line {line}: {problem}").format(
                line=each.line, problem=tk._(TEXTS[each.code]).format(**each.parameters)
            )
            for each in read.problems
        ]
        raise tk.ValidationError({"csv": problems})
    known = publishers.by_ids(read.named)
    if not set(read.listed) & set(known):
        raise refused("csv", tk._("None of the bodies in the column publisher_id is a publisher of this portal."))
    return read, [name for name in read.named if name not in known]


def group_dict(group: PeerGroup, kind: str, saved: SavedPeers | None = None) -> dict[str, Any]:
    """A group as it is listed."""
    result: dict[str, Any] = {
        **{name: getattr(group, name) for name in ("id", "title", "basis", "version", "licence", "source", "url")},
        "kind": kind,
        "bodies": len(group.listed) or len(group.bodies) or None,
    }
    if kind == "own" and saved is not None:
        result |= {"publishers": list(group.bodies), "shared": saved.shared, "made": saved.made.isoformat()}
    return result


def loaded_dict(saved: SavedPeers, in_force: bool) -> dict[str, Any]:
    """What was loaded once, for stewards."""
    return {
        "number": saved.number,
        **{name: getattr(saved, name) for name in ("title", "version", "licence", "source", "url")},
        "id": saved.name,
        "bodies": len(saved.listed),
        "in_force": in_force,
        "made": saved.made.isoformat(),
        "made_by": saved.made_by,
        "removed": saved.removed.isoformat() if saved.removed else None,
        "removed_by": saved.removed_by,
        "removed_why": saved.removed_why,
    }
