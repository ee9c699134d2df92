"""Who may do what: CKAN's roles in a publisher's organisation or in that of its parent body, and the stewards of the portal.

Every answer is read from the database at this instant, so that a role taken away is gone at once.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk
from sqlalchemy.orm import aliased

from ckanext.spenddata import config
from ckanext.spenddata.returns.people import publishers


class Role(IntEnum):
    """What a user is to a publisher. Each may do what those below may."""

    NONE = 0
    MEMBER = 1
    """Sees the publisher's own: drafts, files' names, findings."""
    EDITOR = 2
    """Prepares and submits; publishes where approval is off."""
    ADMIN = 3
    """Approves and withdraws."""


_BY_CAPACITY = {"member": Role.MEMBER, "editor": Role.EDITOR, "admin": Role.ADMIN}


def the_portal() -> Any:
    """The context of the portal's own user, who may do everything."""
    return {"ignore_auth": True, "user": tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]}


def role(user_id: str | None, organization_id: str) -> Role:
    """The role of a user, read from the database at this instant."""
    known = _user(user_id)
    if known is None:
        return Role.NONE
    if known.sysadmin:
        return Role.ADMIN
    return max(
        (_BY_CAPACITY.get(capacity, Role.NONE) for capacity in _capacities(known.id, organization_id)),
        default=Role.NONE,
    )


def is_steward(user_id: str | None) -> bool:
    """Whether a user may do the central team's work: make publishers, set duties and dates, decide, erase.

    Stewards are all members, whatever their capacity, of the organisation or group named by ``ckanext.spenddata.stewards``;
    system administrators may do all that stewards may. The group must be active, and so must the user.

    Args:
        user_id: Id of the user; None for somebody who is not signed in.
    """
    known = _user(user_id)
    if known is None:
        return False
    return known.sysadmin or known.id in _stewards()


def _stewards() -> set[str]:
    """Ids of the members of the stewards' group."""
    wanted = config.stewards()
    if not wanted:
        return set()
    group, member = model.Group, model.Member
    query = (
        sa.select(member.table_id)
        .join(group, group.id == member.group_id)
        .where(
            sa.or_(group.name == wanted, group.id == wanted),
            group.state == model.State.ACTIVE,
            member.table_name == "user",
            member.state == model.State.ACTIVE,
        )
    )
    return {user_id for user_id in model.Session.scalars(query) if user_id}


def organizations(user_id: str | None, least: Role) -> list[str] | None:
    """Ids of the organisations for which a user has at least a role; None for all of them."""
    known = _user(user_id)
    if known is None:
        return []
    if known.sysadmin:
        return None
    names = [capacity for capacity, has in _BY_CAPACITY.items() if has >= least]
    member = model.Member
    query = sa.select(member.group_id).where(
        member.table_name == "user", member.table_id == known.id, member.state == "active", member.capacity.in_(names)
    )
    own = set(model.Session.scalars(query))
    return sorted(own | _children(own))


def with_role(organization_id: str, least: Role) -> set[str]:
    """Ids of the people who have at least a role in a publisher or its parent body as their members: no system administrators beside."""
    capacities = [capacity for capacity, has in _BY_CAPACITY.items() if has >= least]
    member = model.Member
    query = sa.select(member.table_id).where(
        member.table_name == "user",
        member.state == "active",
        member.capacity.in_(capacities),
        member.group_id.in_(_with_parent(organization_id)),
    )
    return {user_id for user_id in model.Session.scalars(query) if user_id}


def _user(user_id: str | None) -> sa.Row[tuple[str, bool]] | None:
    """Id and sysadmin of an active user, as columns: an object of the session could be older than this instant."""
    if not user_id:
        return None
    user = model.User
    query = sa.select(user.id, user.sysadmin).where(user.id == user_id, user.state == model.State.ACTIVE)
    return model.Session.execute(query).first()


def _children(organization_ids: set[str]) -> set[str]:
    """Organisations whose parent body is one of these."""
    if not organization_ids:
        return set()
    child, parent = aliased(model.Group), aliased(model.Group)
    query = (
        sa.select(child.id)
        .join(parent, parent.extras[publishers.IDENTIFIER].astext == child.extras["parent_id"].astext)
        .where(parent.id.in_(organization_ids), child.state == model.State.ACTIVE, parent.state == model.State.ACTIVE)
    )
    return set(model.Session.scalars(query))


def _capacities(user_id: str, organization_id: str) -> list[str]:
    """What the user is in the publisher's organisation, and in its parent's."""
    member = model.Member
    query = sa.select(member.capacity).where(
        member.table_name == "user",
        member.table_id == user_id,
        member.state == "active",
        member.group_id.in_(_with_parent(organization_id)),
    )
    return list(model.Session.scalars(query))


def _with_parent(organization_id: str) -> list[str]:
    """The organisation, and that of its parent body."""
    body = publishers.by_organization(organization_id)
    parent = publishers.by_id(body.publisher.parent_id) if body and body.publisher.parent_id else None
    return [organization_id, *([parent.organization_id] if parent else [])]
