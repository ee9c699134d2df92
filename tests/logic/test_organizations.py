"""A body's own administrators change what describes it; whose name it bears and what it owes, stewards alone; their own group, nobody."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from ckan import authz, model
from ckan.plugins import toolkit as tk

from ckanext.spenddata.logic import organizations

STANDING = {"id": "g", "name": "alder", "title": "Alder", "description": "Old", "publisher_id": "X-1", "image_url": ""}


@pytest.fixture(autouse=True)
def portal(in_english: None, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The body Alder, and the stewards' own group; who asks is ``user``."""
    groups = {
        name: SimpleNamespace(id=id_, name=name, type="organization", is_organization=True)
        for id_, name in (("g", "alder"), ("s", "stewards"))
    }
    state = SimpleNamespace(allowed=True, stewards="stewards")
    by_any = {**groups, **{each.id: each for each in groups.values()}}
    monkeypatch.setattr(model.Group, "get", by_any.get)
    monkeypatch.setattr(authz, "is_sysadmin", lambda user: user == "sysadmin")
    monkeypatch.setattr(organizations.common, "is_steward", lambda context: context["user"] == "steward")
    monkeypatch.setattr(organizations.config, "stewards", lambda: state.stewards)
    monkeypatch.setattr(organizations, "_standing", lambda *_: dict(STANDING))
    fields = (frozenset({"description", "image_url"}), frozenset({"name", "title", "publisher_id"}))
    monkeypatch.setattr(organizations, "_fields", lambda _type: fields)

    def check_access(_action: str, _context: Any, _data: Any) -> None:
        if not state.allowed:
            raise tk.NotAuthorized

    monkeypatch.setattr(tk, "check_access", check_access, raising=False)
    return state


def written(user: str, **data: Any) -> dict[str, Any]:
    return organizations.within_rights({"user": user}, {"id": "g", **data})  # type: ignore[arg-type]


def test_a_body_s_administrator_writes_its_description_and_the_rest_stays_as_it_stands():
    assert written("admin", description="New", secret="x", users=[1]) == {
        "id": "g", "name": "alder", "title": "Alder", "publisher_id": "X-1", "description": "New", "users": [1],
    }  # fmt: skip


@pytest.mark.parametrize("change", [{"title": "Beech"}, {"name": "beech"}, {"publisher_id": "X-2"}])
def test_whose_name_figures_are_published_in_is_the_stewards(change):
    with pytest.raises(
        tk.NotAuthorized, match=f"Only stewards may change this of a body: {next(iter(change))}. Nothing was changed"
    ):
        written("admin", **change)
    assert written("steward", **change) == {"id": "g", **change}
    assert written("sysadmin", **change) == {"id": "g", **change}
    same = {name: STANDING[name] for name in change}
    assert written("admin", **same)["title"] == "Alder"


def test_who_may_not_change_the_body_at_all_changes_nothing_of_it(portal):
    portal.allowed = False
    with pytest.raises(tk.NotAuthorized):
        written("stranger", description="New")


def test_what_is_not_there_is_ckan_s_to_refuse():
    assert organizations.within_rights({"user": "x"}, {"id": "none", "title": "y"}) == {"id": "none", "title": "y"}  # type: ignore[arg-type]


def test_the_stewards_own_group_is_a_system_administrator_s():
    own, alder = model.Group.get("stewards"), model.Group.get("alder")
    assert not organizations.is_central({"user": "steward"}, own)  # type: ignore[arg-type]
    assert organizations.is_central({"user": "sysadmin"}, own)  # type: ignore[arg-type]
    assert organizations.is_central({"user": "steward"}, alder)  # type: ignore[arg-type]
    assert not organizations.is_central({"user": "admin"}, alder)  # type: ignore[arg-type]
    assert organizations.is_central({"user": "admin", "ignore_auth": True}, own)  # type: ignore[arg-type]


@pytest.mark.parametrize("data", [{"name": "stewards"}, {"id": "stewards"}])
def test_nobody_makes_themselves_stewards_by_a_name(data, portal):
    for user in ("steward", "admin", ""):
        with pytest.raises(tk.NotAuthorized, match="it is that of the stewards"):
            organizations.refuse_stewards_name({"user": user}, data)  # type: ignore[arg-type]
    organizations.refuse_stewards_name({"user": "sysadmin"}, data)  # type: ignore[arg-type]
    organizations.refuse_stewards_name({"user": "", "ignore_auth": True}, data)  # type: ignore[arg-type]
    organizations.refuse_stewards_name({"user": "x"}, {"name": "other"})  # type: ignore[arg-type]
    portal.stewards = ""
    organizations.refuse_stewards_name({"user": "x"}, {"name": ""})  # type: ignore[arg-type]


def test_nor_by_renaming_a_body():
    with pytest.raises(tk.NotAuthorized, match="it is that of the stewards"):
        written("steward", name="stewards")


@pytest.mark.parametrize(
    ("publisher_id", "name", "right"),
    [
        ("GB-LAE-LDS", "Leeds City Council", True),
        ("GB-LAE-LDS", "Leeds  city council ", True),
        ("X-DEMO-9", "Elsewhere Council", True),
        ("GB-LAE-lds", "Elsewhere Council", False),
        ("GB-LAE-Lds", "Leeds City Council", False),
        *(
            ("X-DEMO-9", name, False)
            for name in (
                "Leeds City Council",
                "Lee\u200bds City Coun\u00adcil",
                "\u202eLeeds\u202c City Council",
                "Ｌｅｅｄｓ\u00a0City\u2009Council",
                "Leeds-City-Council",
            )
        ),
    ],
)
def test_a_body_of_the_register_is_known_however_it_is_written(publisher_id, name, right, monkeypatch):
    """In capitals or not, with letters that nobody sees, or in those of another width."""
    publisher = SimpleNamespace(publisher_id="GB-LAE-LDS", name="Leeds City Council", other_names=())
    register = {"GB-LAE-LDS": SimpleNamespace(publisher=publisher)}
    monkeypatch.setattr(organizations.config, "definitions", lambda: SimpleNamespace(bodies=register))
    whose = None if right else "GB-LAE-LDS, Leeds City Council"
    assert organizations.rightful_name(publisher_id, name) == whose
