"""What follows at once from a change of an account, a role, a token or a body, whoever makes it and by whatever way.

CKAN's actions, other plugins and commands all write through the same objects; so the objects are watched. What was
written is told (``audit``) and acted on once it is committed (when nothing can be asked of the database, so all is
gathered before): a role that is taken away ends the sessions that held it, a new password ends the account's tokens.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk
from flask import has_request_context, session
from redis.exceptions import RedisError
from sqlalchemy import event
from sqlalchemy.orm import Session

from ckanext.spenddata.security import audit, recovery, sessions

log = logging.getLogger(__name__)

Step = Callable[[], None]
WAITING = "spenddata changes"
RANKS = {"member": 1, "editor": 2, "admin": 3}
QUIET_FIELDS = frozenset({"last_active", "reset_key", "activity_streams_email_notifications"})
"""Of an account; they change nobody's rights."""


def watch() -> None:
    """Begin to watch; again is no harm."""
    for name, listener in (("after_flush", _flushed), ("after_commit", _committed), ("after_rollback", _forgotten)):
        if not event.contains(model.Session, name, listener):
            event.listen(model.Session, name, listener)


def once_committed(database: Session, step: Step) -> None:
    """Do something when the transaction of a session has been committed, where changes are watched; if it is rolled back, never."""
    if event.contains(model.Session, "after_commit", _committed):
        database.info.setdefault(WAITING, []).append(step)


def _flushed(database: Session, _context: Any) -> None:
    for kind, things in (("new", database.new), ("changed", database.dirty), ("gone", database.deleted)):
        for thing in things:
            of = _WATCHED.get(type(thing))
            if of is not None:
                for step in of(database, kind, thing):
                    once_committed(database, step)


def _committed(database: Session) -> None:
    for step in database.info.pop(WAITING, ()):
        step()


def _forgotten(database: Session) -> None:
    database.info.pop(WAITING, None)


def _account(database: Session, kind: str, user: model.User) -> Iterator[Step]:
    name = user.name
    if user.reset_key and _history(user, "reset_key").has_changes():
        yield _link(user.id, invitation=user.is_pending())
    if kind == "new":
        yield audited("account.made", account=name, state=user.state, sysadmin=bool(user.sysadmin))
        return
    changed = _changed(user)
    if "_password" in changed and not _is_signing_in():
        database.execute(sa.delete(model.ApiToken).where(model.ApiToken.user_id == user.id))
        yield audited("password.changed", account=name)
        yield _renewal(user.id, sessions.stamp(user))
    if "sysadmin" in changed and bool(user.sysadmin) != bool(_before(user, "sysadmin")):
        yield audited("sysadmin.given" if user.sysadmin else "sysadmin.taken", account=name)
    if "state" in changed:
        yield audited("account." + {"active": "activated"}.get(user.state, user.state), account=name)
        if user.state == model.State.DELETED:
            database.execute(sa.delete(model.ApiToken).where(model.ApiToken.user_id == user.id))
        yield _ending(user.id)


def _role(_database: Session, kind: str, member: model.Member) -> Iterator[Step]:
    if member.table_name != "user" or not member.table_id:
        return
    user, body = model.User.get(member.table_id), model.Group.get(member.group_id or "")
    facts = {"account": user.name if user else member.table_id, "body": body.name if body else member.group_id}
    before, after = _held_before(kind, member), _held(member) if kind != "gone" else None
    if before == after:
        return
    event_name = "role.given" if before is None else "role.taken" if after is None else "role.changed"
    yield audited(event_name, **facts, role=after or before, was=before if after else None)
    if RANKS.get(after or "", 0) < RANKS.get(before or "", 0):
        yield _ending(member.table_id)


def _held(member: model.Member) -> str | None:
    return member.capacity if member.state == model.State.ACTIVE else None


def _held_before(kind: str, member: model.Member) -> str | None:
    if kind == "new":
        return None
    return _before(member, "capacity") if _before(member, "state") == model.State.ACTIVE else None


def _token(_database: Session, kind: str, token: model.ApiToken) -> Iterator[Step]:
    if kind == "changed":
        return
    owner = model.User.get(token.user_id)
    event_name = "token.made" if kind == "new" else "token.revoked"
    yield audited(event_name, account=owner.name if owner else token.user_id, token=token.name)


def _body(_database: Session, kind: str, group: Any) -> Iterator[Step]:
    what = "organization" if group.is_organization else "group"
    if kind == "changed":
        fields = sorted(_changed(group))
        if fields:
            yield audited(f"{what}.changed", body=group.name, fields=fields, state=group.state)
        return
    made = {"identifier": (group.extras or {}).get("publisher_id"), "title": group.title} if kind == "new" else {}
    yield audited(f"{what}.{'made' if kind == 'new' else 'purged'}", body=group.name, **made)


_WATCHED: dict[type, Callable[[Session, str, Any], Iterator[Step]]] = {
    model.User: _account,
    model.Member: _role,
    model.ApiToken: _token,
    model.Group: _body,
}


def _changed(thing: Any) -> set[str]:
    """Names of the fields that this flush has written."""
    return {field.key for field in sa.inspect(thing).attrs if field.history.has_changes()} - QUIET_FIELDS


def _before(thing: Any, field: str) -> Any:
    history = _history(thing, field)
    return history.deleted[0] if history.deleted else getattr(thing, field)


def _history(thing: Any, field: str) -> Any:
    return sa.inspect(thing).attrs[field].history


def _is_signing_in() -> bool:
    """A password that is written while somebody signs in is the same, in a stronger hash."""
    return has_request_context() and tk.get_endpoint() == ("user", "login")


def audited(event_name: str, **facts: Any) -> Step:
    """A line of the audit log, to be written later."""
    return lambda: audit.record(event_name, **facts)


def _link(user_id: str, *, invitation: bool) -> Step:
    return lambda: recovery.link_was_made(user_id, invitation=invitation)


def _ending(user_id: str) -> Step:
    return lambda: _end(user_id)


def _end(user_id: str) -> None:
    try:
        sessions.end_all(user_id)
    except RedisError:
        # Sessions can't be used while Valkey is away, and rights are read from the database whenever they are needed.
        log.exception("The sessions of an account could not be ended")


def _renewal(user_id: str, stamp: str) -> Step:
    return lambda: _renew(user_id, stamp)


def _renew(user_id: str, stamp: str) -> None:
    """The session in which somebody changed their own password goes on, as the only one."""
    if has_request_context() and session.get("_user_id") == user_id:
        sessions.begin(stamp)
