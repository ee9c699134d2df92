"""Who is a public body is said by stewards and system administrators alone, whatever way is tried and whatever CKAN is set to."""

from __future__ import annotations

from typing import Any

import pytest
from ckan.plugins import toolkit as tk

from tests.returns.world import REGIME, World

REFUSED = (tk.NotAuthorized, tk.ValidationError)
OUTSIDE = ("outsider", "stranger", "member", "editor", "administrator", None)
PERMISSIVE = {
    f"ckan.auth.{name}": True
    for name in (
        "user_create_organizations",
        "user_create_groups",
        "user_delete_organizations",
        "user_delete_groups",
        "create_user_via_api",
        "create_user_via_web",
        "create_unowned_dataset",
        "create_dataset_if_not_in_organization",
        "anon_create_dataset",
    )
}
LEEDS = {"name": "leeds", "title": "Leeds City Council", "publisher_id": "GB-LAE-LDS", "body_type": "local authority"}
STEWARDS = "spend-stewards"


@pytest.fixture
def open_world(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """The world, with CKAN's own settings as open as they can be; whatever a test made is taken away."""
    for name, value in PERMISSIVE.items():
        monkeypatch.setitem(tk.config, name, value)
    monkeypatch.setitem(tk.config, "ckanext.spenddata.stewards", STEWARDS)
    yield world
    from ckan import model

    model.Session.remove()
    kept = {world.council, world.child, world.other}
    for group in model.Session.query(model.Group).filter(model.Group.id.notin_(kept)):
        model.Session.query(model.Member).filter_by(group_id=group.id).delete()
        model.Session.delete(group)
    model.Session.commit()


@pytest.fixture
def steward(open_world: World) -> World:
    """The outsider is a steward."""
    from ckan import model

    group = model.Group(name=STEWARDS, title="Stewards", type="organization", is_organization=True)
    model.Session.add(group)
    user = model.User.get(open_world.people["outsider"])
    model.Session.add(model.Member(table_id=user.id, table_name="user", capacity="editor", group=group))
    model.Session.commit()
    return open_world


def refused(world: World, action: str, who: str | None, **data: Any) -> None:
    with pytest.raises(REFUSED):
        world.call(action, who, **data)


def standing(world: World) -> dict[str, Any]:
    shown = world.call("organization_show", "sysadmin", id=world.council, include_users=True)
    return {**shown, "users": sorted((user["name"], user["capacity"]) for user in shown["users"])}


@pytest.mark.check(28)
def test_nobody_else_makes_a_body_or_anything_that_looks_like_one(open_world: World):
    for who in OUTSIDE:
        refused(open_world, "organization_create", who, **LEEDS)
        refused(open_world, "organization_create", who, **{**LEEDS, "publisher_id": "X-DEMO-9", "title": "Mine"})
        refused(open_world, "group_create", who, name="leeds", title="Leeds City Council")
        refused(open_world, "group_create", who, name="leeds", title="Leeds", type="body", is_organization=True)
        refused(open_world, "group_create", who, name="leeds", title="Leeds", type="organization")
        refused(open_world, "package_create", who, name="leeds-spend", title="Leeds City Council: spend")
        refused(open_world, "package_create", who, name="leeds-spend", owner_org="")


CHANGES: list[dict[str, Any]] = [
    {"title": "Leeds City Council"},
    {"name": "leeds-city-council"},
    {"publisher_id": "GB-LAE-LDS"},
    {"publisher_id": ""},
    {"regimes": ["hmt-25k"]},
    {"regimes": []},
    {"joined": "2026-01-01"},
    {"body_type": "NHS trust"},
    {"region": "Wales"},
    {"parent_id": "X-DEMO-3"},
    {"other_names": ["Leeds City Council"]},
    {"population": "1"},
    {"gss_code": "E08000035"},
    {"state": "deleted"},
    {"approval_status": "pending"},
    {"type": "group"},
    {"is_organization": False},
    {"extras": [{"key": "publisher_id", "value": "GB-LAE-LDS"}]},
    {"groups": [{"name": "otherborough"}]},
]


@pytest.mark.check(28)
def test_a_body_s_own_administrator_can_t_say_who_it_is(open_world: World):
    before = standing(open_world)
    for change in CHANGES:
        refused(open_world, "organization_patch", "administrator", id=open_world.council, **change)
        refused(open_world, "organization_update", "administrator", **{**before, "users": [], **change})
        refused(open_world, "group_update", "administrator", **{**before, "users": [], **change})
        for action in ("group_patch", "organization_patch"):
            with pytest.raises((*REFUSED, tk.ObjectNotFound)):
                open_world.call(action, "editor", id=open_world.council, **change)
    assert standing(open_world) == before


def test_what_describes_it_is_its_administrator_s(open_world: World):
    before = standing(open_world)
    changed = {"description": "We mend roads.", "website": "https://exampleton.example", "amount_basis": "gross"}
    open_world.call("organization_patch", "administrator", id=open_world.council, **changed)
    after = standing(open_world)
    assert {name: after[name] for name in changed} == changed
    open_world.call("organization_update", "administrator", id=open_world.council, description=before["description"])
    after = standing(open_world)
    same = ("title", "name", "publisher_id", "regimes", "joined", "body_type", "state", "users")
    assert {name: after[name] for name in same} == {name: before[name] for name in same}
    open_world.call("organization_patch", "sysadmin", id=open_world.council, amount_basis=before["amount_basis"])


def test_unknown_fields_of_an_update_go_nowhere(open_world: World):
    open_world.call("organization_patch", "administrator", id=open_world.council, closes="2020-01-01", secret_duty="x")
    assert {"closes", "secret_duty"} & {name for name, value in standing(open_world).items() if value} == set()


def test_nobody_else_deletes_a_body(open_world: World):
    for who in OUTSIDE:
        for action in ("organization_delete", "group_delete", "organization_purge", "group_purge"):
            refused(open_world, action, who, id=open_world.council)
    assert standing(open_world)["state"] == "active"


@pytest.mark.check(28)
def test_nobody_joins_by_themselves(open_world: World):
    before = standing(open_world)
    council = open_world.council
    for who in ("outsider", "stranger", "member", "editor"):
        name = open_world.people[who]
        for action in ("organization_member_create", "group_member_create"):
            refused(open_world, action, who, id=council, username=name, role="admin")
        refused(open_world, "member_create", who, id=council, object=name, object_type="user", capacity="admin")
        refused(open_world, "user_invite", who, group_id=council, email="x@x.example", role="admin")
        refused(open_world, "organization_patch", who, id=council, users=[{"name": name, "capacity": "admin"}])
    assert standing(open_world) == before


def test_people_join_by_invitation(open_world: World, monkeypatch: pytest.MonkeyPatch):
    """Of their body's administrator, also where nobody can make an account alone."""
    from ckan import model
    from ckan.lib import mailer

    for name in ("create_user_via_api", "create_user_via_web"):
        monkeypatch.setitem(tk.config, f"ckan.auth.{name}", False)
    monkeypatch.setitem(tk.config, "smtp.mail_from", "portal@spending.example")
    invited: list[str] = []
    monkeypatch.setattr(mailer, "send_invite", lambda user, *_args: invited.append(user.email))
    wanted = {"group_id": open_world.council, "email": "new.editor@exampleton.example", "role": "editor"}
    made = open_world.call("user_invite", "administrator", **wanted)
    assert invited == ["new.editor@exampleton.example"]
    assert (made["name"], "editor") in standing(open_world)["users"]
    refused(open_world, "user_create", None, name="alone", email="alone@example.org", password="a-long-enough-1")
    refused(
        open_world, "user_invite", "administrator", **{**wanted, "group_id": open_world.other, "email": "x@x.example"}
    )
    for row in model.Session.query(model.Member).filter_by(table_id=made["id"]):
        model.Session.delete(row)
    model.Session.delete(model.User.get(made["id"]))
    model.Session.commit()


def test_nobody_is_let_in_by_an_invitation_that_was_never_sent(open_world: World, monkeypatch: pytest.MonkeyPatch):
    """CKAN makes the account and gives it the role before it finds that it can't write to anybody."""
    monkeypatch.setitem(tk.config, "smtp.mail_from", "")
    before = standing(open_world)
    wanted = {"group_id": open_world.council, "email": "never@exampleton.example", "role": "admin"}
    with pytest.raises(tk.ValidationError, match="Nobody was invited"):
        open_world.call("user_invite", "administrator", **wanted)
    assert standing(open_world) == before


def test_a_body_is_not_put_above_another(open_world: World):
    for who in ("administrator", "stranger"):
        refused(
            open_world,
            "member_create",
            who,
            id=open_world.council,
            object=open_world.other,
            object_type="group",
            capacity="parent",
        )


@pytest.mark.check(28)
def test_an_account_gives_itself_nothing(open_world: World):
    """Fields that only a system administrator may write are left as they are, in making an account and in changing it."""
    from ckan import model

    extra = {
        "sysadmin": True,
        "state": "active",
        "plugin_extras": {"spenddata": {"steward": True}},
        "reset_key": "known-key",
    }
    account = {"name": "fresh", "email": "fresh@example.org", "password": "a-long-enough-1", **extra}
    open_world.call("user_create", None, **account)
    outsider = open_world.people["outsider"]
    open_world.call("user_patch", "outsider", id=outsider, email="outsider@example.org", **extra)
    for name in ("fresh", outsider):
        user = model.User.get(name)
        assert (user.sysadmin, user.plugin_extras, user.reset_key) == (False, None, None)
    refused(open_world, "user_patch", "outsider", id=open_world.people["editor"], email="mine@example.org")
    refused(open_world, "user_patch", "administrator", id=open_world.people["editor"], fullname="Mine")
    model.Session.delete(model.User.get("fresh"))
    model.Session.commit()


class TestStewards:
    def test_make_and_change_bodies(self, steward: World):
        made = steward.call("organization_create", "outsider", **LEEDS, regimes=[REGIME])
        steward.call("organization_patch", "outsider", id=made["id"], joined="2026-01-01")
        changed = steward.call("organization_show", None, id=made["id"])
        assert (changed["publisher_id"], changed["joined"]) == ("GB-LAE-LDS", "2026-01-01")
        steward.call("organization_patch", "outsider", id=steward.council, region="Wales")
        steward.call("organization_patch", "outsider", id=steward.council, region="")

    def test_never_change_an_identifier(self, steward: World):
        for who in ("outsider", "sysadmin"):
            with pytest.raises(tk.ValidationError, match="can't be changed"):
                steward.call("organization_patch", who, id=steward.council, publisher_id="X-DEMO-9")

    def test_give_registered_identifiers_and_names_to_registered_bodies(self, steward: World):
        namesake = {"publisher_id": "X-DEMO-9", "title": "LEEDS  City council"}
        for taken in ({"title": "Leeds Publishing Ltd"}, {"publisher_id": "X-DEMO-9"}, namesake):
            for who in ("outsider", "sysadmin"):
                with pytest.raises(tk.ValidationError, match="GB-LAE-LDS, Leeds City Council"):
                    steward.call("organization_create", who, **{**LEEDS, **taken})
        made = steward.call("organization_create", "outsider", **{**LEEDS, **namesake}, confirm_identifier=["yes"])
        assert made["title"] == namesake["title"]

    def test_invite_the_first_people_of_a_body(self, steward: World):
        steward.call(
            "organization_member_create", "outsider", id=steward.other, username=steward.people["member"], role="admin"
        )
        steward.call("organization_member_delete", "outsider", id=steward.other, username=steward.people["member"])

    def test_delete_no_body(self, steward: World):
        refused(steward, "organization_delete", "outsider", id=steward.council)

    def test_appoint_no_stewards(self, steward: World):
        """Their group is its own administrators' and the system administrators'."""
        refused(
            steward,
            "organization_member_create",
            "outsider",
            id=STEWARDS,
            username=steward.people["stranger"],
            role="admin",
        )
        refused(steward, "organization_patch", "outsider", id=STEWARDS, title="Mine")
        refused(steward, "organization_delete", "outsider", id=STEWARDS)


def test_nobody_makes_themselves_a_steward_by_a_name(open_world: World, monkeypatch: pytest.MonkeyPatch):
    """The group is named in the configuration before it is made, or it was renamed."""
    who = "outsider"
    monkeypatch.setattr("ckanext.spenddata.returns.people.authority.is_steward", bool)
    fields = {"title": "Mine", "publisher_id": "X-DEMO-9"}
    refused(open_world, "organization_create", who, name=STEWARDS, **fields)
    refused(open_world, "organization_create", who, name="mine", id=STEWARDS, **fields)
    refused(open_world, "group_create", who, name=STEWARDS)
    refused(open_world, "organization_patch", who, id=open_world.council, name=STEWARDS)
