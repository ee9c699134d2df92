"""Peer groups beside the definitions': loaded by stewards for everybody, or saved by people for themselves.

Nothing is changed in place. What is loaded again stands over what was loaded before under the same name, and what is taken back stays, with
who took it back, when and why; then what was before it is in force again.
"""

from __future__ import annotations

import sqlalchemy as sa
from ckan import model

from ckanext.spenddata.definitions.peers import PeerGroup
from ckanext.spenddata.model import SavedPeers
from ckanext.spenddata.model.columns import new_id, now

MEMBERS = "loaded"
"""In place of the name of a table."""
SAID = ("title", "basis", "version", "licence", "source", "url")
"""What a group says of itself, under the same names here and in comparisons."""


def loaded() -> list[SavedPeers]:
    """The groups that stewards have loaded and that are in force: of each name the newest."""
    query = (
        sa.select(SavedPeers)
        .where(SavedPeers.owner.is_(None), SavedPeers.removed.is_(None))
        .order_by(SavedPeers.name, SavedPeers.number.desc())
        .distinct(SavedPeers.name)
    )
    return list(model.Session.scalars(query))


def history(limit: int) -> list[SavedPeers]:
    """All that stewards have loaded, the newest first, with what was taken back."""
    query = sa.select(SavedPeers).where(SavedPeers.owner.is_(None)).order_by(SavedPeers.number.desc()).limit(limit)
    return list(model.Session.scalars(query))


def own(user_id: str) -> list[SavedPeers]:
    """The groups that somebody has saved, the newest first."""
    query = (
        sa.select(SavedPeers)
        .where(SavedPeers.owner == user_id, SavedPeers.removed.is_(None))
        .order_by(SavedPeers.number.desc())
    )
    return list(model.Session.scalars(query))


def find(name: str) -> SavedPeers | None:
    """The newest group of a name that is not taken back, whoever's it is."""
    query = (
        sa.select(SavedPeers)
        .where(SavedPeers.name == name, SavedPeers.removed.is_(None))
        .order_by(SavedPeers.number.desc())
        .limit(1)
    )
    return model.Session.scalar(query)


def add(group: PeerGroup, made_by: str, *, owner: str | None = None, shared: bool = True) -> SavedPeers:
    """Load or save a group; an own one without an id is given one."""
    saved = SavedPeers(
        name=group.id or new_id(),
        owner=owner,
        shared=shared,
        **{name: getattr(group, name) for name in SAID},
        place=group.order,
        listed={body: list(peers) for body, peers in group.listed.items()},
        bodies=list(group.bodies),
        made=now(),
        made_by=made_by,
    )
    model.Session.add(saved)
    model.Session.commit()
    return saved


def take_back(saved: SavedPeers, user: str, why: str) -> None:
    """Take a group back; what was loaded before it under its name is in force again."""
    saved.removed, saved.removed_by, saved.removed_why = now(), user, why
    model.Session.commit()


def as_group(saved: SavedPeers) -> PeerGroup:
    """What was loaded or saved, as comparisons know it."""
    return PeerGroup(
        id=saved.name,
        order=saved.place,
        **{name: getattr(saved, name) for name in SAID},
        members="" if saved.bodies else MEMBERS,
        bodies=tuple(saved.bodies),
        listed={body: tuple(peers) for body, peers in saved.listed.items()},
    )
