"""Who is a steward: only members of the group that the administrator named, as it stands at this instant."""

from __future__ import annotations

import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata.returns.people import authority
from tests.returns.world import World

STEWARDS = "ckanext.spenddata.stewards"


def id_of(world: World, who: str) -> str:
    from ckan import model

    return model.User.get(world.people[who]).id


@pytest.fixture
def stewards(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """A group of stewards with one member, the outsider."""
    from ckan import model

    group = model.Group.get("spend-stewards")
    if group is None:
        group = model.Group(name="spend-stewards", title="Stewards", type="group")
        model.Session.add(group)
    user = model.User.get(world.people["outsider"])
    model.Session.add(model.Member(table_id=user.id, table_name="user", capacity="member", group=group))
    model.Session.commit()
    monkeypatch.setitem(tk.config, STEWARDS, "spend-stewards")
    yield world
    model.Session.remove()
    model.Session.delete(model.Group.get("spend-stewards"))
    model.Session.query(model.Member).filter_by(table_id=id_of(world, "outsider")).delete()
    model.Session.commit()


def test_members_of_the_named_group_and_system_administrators_are_stewards(stewards: World):
    who = {name: authority.is_steward(id_of(stewards, name)) for name in stewards.people}
    assert {name for name, is_one in who.items() if is_one} == {"outsider", "sysadmin"}
    assert not authority.is_steward(None)
    assert not authority.is_steward("nobody")


def test_without_a_named_group_nobody_is_a_steward_by_membership(stewards: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(tk.config, STEWARDS, "")
    assert not authority.is_steward(id_of(stewards, "outsider"))


def test_a_steward_who_leaves_or_is_deleted_or_whose_group_is_deleted_is_none_any_more(stewards: World):
    from ckan import model

    outsider = id_of(stewards, "outsider")
    for kind, change in (("group", "spend-stewards"), ("user", outsider)):
        thing = model.Group.get(change) if kind == "group" else model.User.get(change)
        thing.state = "deleted"
        model.Session.commit()
        assert not authority.is_steward(outsider), kind
        thing.state = "active"
        model.Session.commit()
        assert authority.is_steward(outsider), kind
    model.Session.query(model.Member).filter_by(table_id=outsider).update({"state": "deleted"})
    model.Session.commit()
    assert not authority.is_steward(outsider)


def test_a_steward_has_no_role_in_a_body(stewards: World):
    assert authority.role(id_of(stewards, "outsider"), stewards.council) is authority.Role.NONE
