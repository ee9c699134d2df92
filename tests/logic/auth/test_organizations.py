"""Bodies and groups are made by stewards, deleted by few, and no group gets into another."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from ckanext.spenddata.logic.auth import organizations

GROUPS = {
    "alder": SimpleNamespace(id="alder", is_organization=True, stewards=False),
    "themes": SimpleNamespace(id="themes", is_organization=False, stewards=False),
    "team": SimpleNamespace(id="team", is_organization=False, stewards=True),
}
PEOPLE = ("steward", "editor", None)


@pytest.fixture(autouse=True)
def groups(monkeypatch: pytest.MonkeyPatch) -> None:
    module = organizations
    monkeypatch.setattr(module.model, "Group", SimpleNamespace(get=GROUPS.get))
    monkeypatch.setattr(module.organizations, "is_stewards_own", lambda group: group.stewards)
    monkeypatch.setattr(
        module.organizations,
        "is_central",
        lambda context, group: context["user"] == "steward" and not group.stewards,
    )
    monkeypatch.setattr(
        module.authz, "has_user_permission_for_some_org", lambda user, permission: (user, permission) in EDITS
    )


EDITS = {("editor", "create_dataset"), ("steward", "create_dataset")}


def allowed(right: Any, data: Any, *, original: bool = False) -> set[str | None]:
    """Who may, where CKAN's own answer is ``original``."""
    answers = {who: right(lambda *_: {"success": original, "msg": "CKAN's"}, {"user": who}, data) for who in PEOPLE}
    return {who for who, answer in answers.items() if answer["success"]}


def test_stewards_make_bodies_and_groups_whatever_ckan_says():
    for right in (organizations.organization_create, organizations.group_create):
        assert allowed(right, {}, original=True) == {"steward"}


def test_a_body_is_deleted_by_system_administrators_alone():
    assert allowed(organizations.organization_delete, {"id": "alder"}, original=True) == set()
    assert allowed(organizations.group_delete, {"id": "alder"}, original=True) == set(), "nor by another name"


def test_stewards_delete_groups_but_not_their_own():
    assert allowed(organizations.group_delete, {"id": "themes"}) == {"steward"}
    assert allowed(organizations.group_delete, {"id": "team"}) == set()
    for name in GROUPS:
        same = allowed(organizations.group_change_state, {"id": name})
        assert same == allowed(organizations.group_delete, {"id": name}), "the state says whether it is deleted"


@pytest.mark.parametrize("name", ["group_update", "organization_update", "organization_member_create", "user_invite"])
def test_stewards_and_whom_ckan_lets_change_a_body(name):
    key = "group_id" if name == "user_invite" else "id"
    right = getattr(organizations, name)
    assert allowed(right, {key: "alder"}) == {"steward"}
    assert allowed(right, {key: "alder"}, original=True) == set(PEOPLE)
    assert allowed(right, {key: "team"}) == set(), "stewards don't choose themselves"
    assert allowed(right, {key: "nowhere"}) == set()


def test_no_group_becomes_part_of_another():
    asked = {"id": "alder", "object_type": "group"}
    assert allowed(organizations.member_create, asked, original=True) == set()
    assert allowed(organizations.member_create, {**asked, "object_type": "user"}) == {"steward"}
    # Whose a dataset is, it says itself; to a group that is none of a body, it is CKAN's business to add it.
    for body, allowed_by_ckan in (("alder", set()), ("no-such-group", set(PEOPLE))):
        dataset = {"id": body, "object_type": "package"}
        assert allowed(organizations.member_create, dataset) == set()
        assert allowed(organizations.member_create, dataset, original=True) == allowed_by_ckan


def test_a_dataset_belongs_to_a_body_that_its_editor_works_for():
    named = {"owner_org": "alder"}
    assert allowed(organizations.package_create, named, original=True) == {"steward", "editor"}
    assert allowed(organizations.package_create, named) == set()
    assert allowed(organizations.package_create, {"owner_org": ""}, original=True) == set()
    assert allowed(organizations.package_create, None, original=True) == {"steward", "editor"}
