"""Names and identifiers of what another body will publish, taken beforehand: nobody is stopped, and nobody is read in another's place."""

from __future__ import annotations

from typing import Any

import pytest
from ckan.plugins import toolkit as tk

from tests.returns.world import PERIOD, REGIME, World, csv_file, follow, upload
from tests.security.conftest import PUBLIC

pytestmark = pytest.mark.portal

RIVAL = "stranger"
"""An editor of another body."""


@pytest.fixture
def plain(world: World) -> dict[str, Any]:
    """A dataset of the rival's own, with a resource."""
    made = world.call("package_create", RIVAL, name="rival", owner_org=world.other)
    world.call("resource_create", RIVAL, package_id=made["id"], upload=upload(b"a,b\n1,2\n"), name="own")
    return world.call("package_show", RIVAL, id=made["id"])


def of_returns() -> list[str]:
    from ckanext.spenddata.returns.followups import catalogue

    return [catalogue.resource_id(PUBLIC), catalogue.resource_id(f"X-DEMO-1.{REGIME}.2031-Q1")]


def refused(world: World, action: str, field: str, **data: Any) -> None:
    with pytest.raises(tk.ValidationError) as refusal:
        world.call(action, RIVAL, **data)
    assert refusal.value.error_dict.keys() == {field}, (action, refusal.value.error_dict)


@pytest.mark.check(6, "a body's resources can't be taken by another beforehand")
def test_no_way_gives_a_resource_the_identifier_of_a_return(world: World, plain: dict[str, Any]):
    from ckan import model

    for taken in of_returns():
        more = {"id": taken, "name": "taken"}
        both = [*plain["resources"], more]
        refused(world, "package_create", "id", name="another", owner_org=world.other, resources=[more])
        refused(world, "package_update", "id", **{**plain, "resources": both})
        refused(world, "package_patch", "id", id=plain["id"], resources=both)
        refused(world, "package_revise", "id", match={"id": plain["id"]}, update__resources__extend=[more])
        refused(world, "package_revise", "url", match={"id": plain["id"]}, update__resources__0={"id": taken})
        refused(world, "resource_create", "id", package_id=plain["id"], **more)
        refused(world, "resource_create", "id", package_id=plain["id"], upload=upload(b"a\n1\n"), **more)
        refused(world, "datastore_create", "id", resource={"package_id": plain["id"], **more}, records=[{"a": 1}])
        assert model.Resource.get(taken) is None
    own = "5d8b5f5e-5f3a-4f0e-9d86-0f8a4c2b7a11"
    assert world.call("resource_create", RIVAL, package_id=plain["id"], id=own, name="chosen")["id"] == own


@pytest.mark.check(15, "no table is read in the place of a published file")
def test_no_table_takes_the_place_of_another_resource_s(world: World, plain: dict[str, Any]):
    world.publish(csv_file(20))
    others = [*of_returns(), world.call("package_show", RIVAL, id=plain["id"])["resources"][0]["id"]]
    made = {"resource": {"package_id": plain["id"]}, "records": [{"a": "forged"}]}
    for taken in others:
        for aliases in ([taken], taken, f'"{taken}"', f" fine , '{taken}' ", ["fine", f' "{taken}" '], [taken.upper()]):
            refused(world, "datastore_create", "aliases", **made, aliases=aliases)
        with pytest.raises(tk.ObjectNotFound):
            world.call("datastore_search", None, resource_id=taken)
    assert world.call("datastore_create", RIVAL, **made, aliases="plans")["aliases"]


def test_names_that_are_taken_stop_no_publication(world: World):
    from ckanext.spenddata.returns.followups import catalogue

    taken = [f"exampleton-{REGIME}", f"x-demo-1-{REGIME}"]
    for name in taken:
        world.call("package_create", RIVAL, name=name, owner_org=world.other)
    world.publish(csv_file(20), period=PERIOD)
    follow()
    dataset = world.call("package_show", None, id=catalogue.dataset_id("X-DEMO-1", REGIME))
    assert dataset["name"].startswith(f"exampleton-{REGIME}-")
    assert dataset["name"] not in taken
    assert [each["return_ref"] for each in dataset["resources"]] == [PUBLIC]


def test_every_action_of_ours_refuses_a_parameter_by_any_name(world: World):
    """CKAN's errors take no plain words about some."""
    from ckanext.spenddata.logic.action import ACTIONS

    for action in sorted(name for name in ACTIONS if name.startswith("spenddata_")):
        for name in ("tags", "resources", "extras", "groups", "message", "__type", "__extras", "__junk", "__before"):
            refusal = why_not(world, action, name)
            assert refusal is None or str(refusal), (action, name)
            if isinstance(refusal, tk.ValidationError):
                assert refusal.error_summary, (action, name)


def why_not(world: World, action: str, name: str) -> Exception | None:
    try:
        world.call(action, "editor", **{name: "x"})
    except (tk.ValidationError, tk.NotAuthorized, tk.ObjectNotFound) as refusal:
        return refusal
    return None
