"""Who a public body is, is said by stewards; where its title changes, its spend datasets bear the new one."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.spenddata.logic.action import organizations


@pytest.fixture(autouse=True)
def done(in_english: None, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What was done, in order; an organisation called Alder, whose administrator may change its description alone."""
    noted: list[Any] = []
    group = SimpleNamespace(id="g", title="Alder", is_organization=True)

    def refuse(_context: Any, data: Any) -> None:
        noted.append("name looked at")
        if data.get("name") == "stewards":
            raise tk.NotAuthorized

    def within_rights(_context: Any, data: Any) -> Any:
        if "name" in data:
            raise tk.NotAuthorized
        return {**data, "kept": "as it stands"}

    monkeypatch.setattr(organizations.organizations, "refuse_stewards_name", refuse)
    monkeypatch.setattr(organizations.organizations, "within_rights", within_rights)
    monkeypatch.setattr(organizations.catalogue, "rename", lambda *which: noted.append(("renamed", *which)))
    monkeypatch.setattr(model.Group, "get", lambda id_: group if id_ == "g" else None)
    noted.append(group)
    return noted


def retitle(done: list[Any], title: str) -> Any:
    """CKAN's own action, which writes the title."""

    def original(_context: Any, data: Any) -> Any:
        done[0].title = title
        return data

    return original


@pytest.mark.parametrize("action", [organizations.organization_create, organizations.group_create])
def test_nobody_takes_the_stewards_name(action, done):
    assert action(lambda _context, data: data, {}, {"name": "alder"}) == {"name": "alder"}
    with pytest.raises(tk.NotAuthorized):
        action(lambda *_: pytest.fail("was made"), {}, {"name": "stewards"})


def test_a_group_is_made_no_organisation(done):
    with pytest.raises(tk.ValidationError) as error:
        organizations.group_create(lambda *_: pytest.fail("was made"), {}, {"name": "x", "type": "organization"})
    assert error.value.error_dict == {"type": ["An organisation is made by organization_create."]}


@pytest.mark.parametrize("action", [organizations.organization_update, organizations.group_update])
def test_what_may_be_changed_is_changed_and_the_rest_stays(action, done):
    changed = action(retitle(done, "Alder"), {}, {"id": "g", "description": "New"})
    assert changed == {"id": "g", "description": "New", "kept": "as it stands"}
    with pytest.raises(tk.NotAuthorized):
        action(lambda *_: pytest.fail("was changed"), {}, {"id": "g", "name": "beech"})
    assert len(done) == 1


def test_its_datasets_bear_its_new_title_once_it_is_written(done):
    organizations.organization_update(retitle(done, "Beech"), {}, {"id": "g"})
    assert done[1:] == [("renamed", "g", "Alder")]


@pytest.mark.parametrize(
    ("context", "organisation", "id_"), [({"defer_commit": True}, True, "g"), ({}, False, "g"), ({}, True, "none")]
)
def test_what_is_not_written_yet_and_what_is_no_body_renames_nothing(context, organisation, id_, done):
    done[0].is_organization = organisation
    organizations.organization_update(retitle(done, "Beech"), context, {"id": id_})
    assert len(done) == 1
