"""Who did what is written down, in lines that nobody can forge and that hold no secret."""

from __future__ import annotations

import json
import logging

import pytest

from ckanext.spenddata.security import audit
from tests.returns.world import World, csv_file


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture):
    """``lines()``: what was written since, one dictionary each."""
    caplog.set_level(logging.INFO, "ckanext.spenddata.audit")
    caplog.clear()

    def read() -> list[dict]:
        found = [record.getMessage() for record in caplog.records if record.name == "ckanext.spenddata.audit"]
        assert all("\n" not in line and "\r" not in line for line in found)
        return [json.loads(line) for line in found]

    return read


def test_a_value_can_t_begin_another_line(lines):
    audit.record("session.refused", account='x\r\n{"event": "role.given"}\u2028\x00', why="y" * 10_000)
    [line] = lines()
    assert line["event"] == "session.refused"
    assert len(line["why"]) == 200


def test_accounts_roles_tokens_and_bodies_are_told_with_no_secret(world: World, lines):
    from ckan import model
    from ckan.tests import factories

    secret = "a-password-nobody-may-read"
    account = factories.User(name="newcomer", password=secret)
    token = world.call("api_token_create", "sysadmin", user="steward", name="mine")["token"]
    world.call("organization_member_create", "administrator", id=world.council, username="newcomer", role="admin")
    world.call("organization_member_create", "administrator", id=world.council, username="newcomer", role="member")
    world.call("organization_member_delete", "administrator", id=world.council, username="newcomer")
    world.call("user_patch", "sysadmin", id="newcomer", sysadmin=True)
    world.call("user_patch", "sysadmin", id="newcomer", password=f"{secret}-2")
    world.call("organization_patch", "sysadmin", id=world.council, region="Wales")
    world.call("organization_patch", "sysadmin", id=world.council, region="")
    world.call("user_delete", "sysadmin", id="newcomer")
    told = lines()
    events = [line["event"] for line in told]
    for wanted in (
        "account.made",
        "token.made",
        "role.given",
        "role.changed",
        "role.taken",
        "sysadmin.given",
        "password.changed",
        "organization.changed",
        "account.deleted",
    ):
        assert wanted in events, wanted
    written = json.dumps(told)
    assert not any(word in written for word in (secret, token, model.User.get(account["id"]).password))


def test_every_change_of_a_revision_is_told(world: World, lines):
    world.publish(csv_file(5))
    told = [line for line in lines() if line["event"].startswith("revision.")]
    assert [line["event"] for line in told][-1] == "revision.published"
    assert all(line["revision"] == "X-DEMO-1.lgtc-500.2026-Q1/1" for line in told)


def test_what_is_rolled_back_is_not_told(world: World, lines):
    from ckan import model

    model.User.get("editor").sysadmin = True
    model.Session.flush()
    model.Session.rollback()
    assert lines() == []
