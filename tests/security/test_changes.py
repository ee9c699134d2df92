"""Whoever takes a role, a token or an account away, and by whatever way: its sessions end at once, and the audit log has a line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from redis.exceptions import ConnectionError as AwayError

from tests.returns.conftest import portal_world, world
from tests.returns.world import World

__all__ = ["portal_world", "world"]


@pytest.fixture
def happened(world: World, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Any]]:
    """What follows from changes, in order: lines of the audit log, and accounts whose sessions end."""
    from ckanext.spenddata.security import audit, changes, sessions

    noted: list[tuple[str, Any]] = []
    changes.watch()
    monkeypatch.setattr(audit, "record", lambda name, **facts: noted.append((name, facts)))
    monkeypatch.setattr(sessions, "end_all", lambda user_id: noted.append(("ended", user_id)))
    return noted


def member(world: World, who: str) -> Any:
    from ckan import model

    user = model.User.get(world.people[who])
    query = model.Session.query(model.Member).filter(model.Member.table_id == user.id)
    return query.filter(model.Member.group_id == world.council).one()


def committed(change: Callable[[], object]) -> None:
    from ckan import model

    change()
    model.Session.commit()


def test_a_role_that_shrinks_ends_the_sessions_that_held_it_and_one_that_grows_does_not(happened, world):
    role = member(world, "editor")
    user_id = role.table_id
    facts = {"account": "editor", "body": "exampleton"}
    committed(lambda: setattr(role, "capacity", "admin"))
    assert happened == [("role.changed", {**facts, "role": "admin", "was": "editor"})]
    happened.clear()
    committed(lambda: setattr(role, "capacity", "member"))
    assert happened == [("role.changed", {**facts, "role": "member", "was": "admin"}), ("ended", user_id)]
    happened.clear()
    committed(lambda: setattr(role, "state", "deleted"))
    assert happened == [("role.taken", {**facts, "role": "member", "was": None}), ("ended", user_id)]
    happened.clear()
    committed(lambda: setattr(role, "state", "active"))
    assert happened == [("role.given", {**facts, "role": "member", "was": None})]


def test_nothing_follows_from_what_was_not_committed(happened, world):
    from ckan import model

    member(world, "editor").state = "deleted"
    model.Session.flush()
    model.Session.rollback()
    model.Session.commit()
    assert happened == []


def test_an_account_that_is_deleted_loses_its_sessions_and_its_tokens(happened, world):
    from ckan import model

    user = model.User.get(world.people["stranger"])
    committed(lambda: model.Session.add(model.ApiToken(user_id=user.id, name="night run")))
    assert happened == [("token.made", {"account": "stranger", "token": "night run"})]
    happened.clear()
    committed(lambda: setattr(user, "state", "deleted"))
    assert happened == [("account.deleted", {"account": "stranger"}), ("ended", user.id)]
    assert model.Session.query(model.ApiToken).filter_by(user_id=user.id).count() == 0
    happened.clear()
    committed(lambda: setattr(user, "state", "active"))
    assert happened == [("account.activated", {"account": "stranger"}), ("ended", user.id)]


def test_a_new_password_ends_the_tokens_and_is_told_without_the_password(happened, world):
    from ckan import model

    user = model.User.get(world.people["outsider"])
    committed(lambda: model.Session.add(model.ApiToken(user_id=user.id, name="robot")))
    happened.clear()
    committed(lambda: setattr(user, "password", "a-new-long-password"))
    assert happened == [("password.changed", {"account": "outsider"})]
    assert model.Session.query(model.ApiToken).filter_by(user_id=user.id).count() == 0


def test_stewards_are_made_and_unmade_in_the_log(happened, world):
    from ckan import model

    user = model.User.get(world.people["outsider"])
    committed(lambda: setattr(user, "sysadmin", True))
    committed(lambda: setattr(user, "sysadmin", False))
    assert happened == [(f"sysadmin.{what}", {"account": "outsider"}) for what in ("given", "taken")]


def test_what_changes_nobody_s_rights_is_not_told(happened, world):
    from ckan import model

    user = model.User.get(world.people["editor"])
    committed(lambda: setattr(user, "last_active", dt.datetime(2026, 5, 1)))  # noqa: DTZ001 - as CKAN keeps it
    assert happened == []


def test_a_body_that_is_renamed_is_told_by_its_fields(happened, world):
    from ckan import model

    body = model.Group.get(world.other)
    committed(lambda: setattr(body, "title", "Another Council"))
    assert happened == [("organization.changed", {"body": "otherborough", "fields": ["title"], "state": "active"})]


def test_sessions_that_can_t_be_reached_keep_nobody_from_taking_a_role_away(happened, world, monkeypatch, caplog):
    from ckanext.spenddata.security import sessions

    def away(_user_id: str) -> None:
        raise AwayError

    monkeypatch.setattr(sessions, "end_all", away)
    committed(lambda: setattr(member(world, "editor"), "state", "deleted"))
    assert happened == [("role.taken", {"account": "editor", "body": "exampleton", "role": "editor", "was": None})]
    assert "could not be ended" in caplog.text


def test_a_room_above_may_have_something_done_once_its_change_is_true(happened):
    from ckan import model

    from ckanext.spenddata.security import changes

    database = model.Session()
    database.begin()
    changes.once_committed(database, lambda: happened.append("rolled back"))
    model.Session.rollback()
    changes.once_committed(database, lambda: happened.append("committed"))
    assert happened == []
    model.Session.commit()
    model.Session.commit()
    assert happened == ["committed"]
