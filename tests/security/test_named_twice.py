"""Who names two things, one of which is theirs, changes nothing of the other."""

from __future__ import annotations

from typing import Any

import pytest
from ckan.plugins import toolkit as tk

from tests.returns.world import World, upload

pytestmark = pytest.mark.portal


def resource(world: World, who: str, council: str) -> str:
    dataset = world.call("package_create", who, name=f"of-{who}", owner_org=council)
    return world.call("resource_create", who, package_id=dataset["id"], upload=upload(b"a,b\n1,2\n"), name="own")["id"]


def task(of: str, state: str = "complete") -> dict[str, Any]:
    kind = {"entity_id": of, "entity_type": "resource", "task_type": "xloader", "key": "xloader"}
    return {**kind, "value": "{}", "error": "null", "state": state, "last_updated": "2026-01-01T00:00:00"}


def test_what_is_told_of_a_job(world: World):
    theirs, own = resource(world, "editor", world.council), resource(world, "stranger", world.other)
    portal = {"ignore_auth": True, "user": world.people["sysadmin"]}
    for each in (theirs, own):
        tk.get_action("task_status_update")(dict(portal), task(each))

    def state(of: str) -> str:
        return tk.get_action("task_status_show")(
            dict(portal), {"entity_id": of, "task_type": "xloader", "key": "xloader"}
        )["state"]

    told = {"status": "error", "error": "Lost"}
    for named in ({"resource_id": theirs, "id": own}, {"resource_id": theirs}):
        with pytest.raises(tk.NotAuthorized):
            world.call("xloader_hook", "stranger", metadata=named, **told)
        assert state(theirs) == "complete"
    world.call("xloader_hook", "stranger", metadata={"resource_id": own}, **told)
    assert state(own) == "error"


def test_whose_a_dataset_is_said_to_be(world: World):
    """By a body that lists it among its own, or takes it off the list of the one whose it is."""
    theirs = world.call("package_create", "editor", name="theirs", owner_org=world.council)["id"]
    world.call("package_create", "stranger", name="own", owner_org=world.other)
    world.call(
        "organization_member_create", "sysadmin", id=world.other, username=world.people["stranger"], role="admin"
    )
    for body, who in ((world.other, "stranger"), (world.council, "administrator")):
        before = world.call("member_list", None, id=body, object_type="package")
        for capacity in ("public", "organization"):
            asked = {"id": body, "object": theirs, "object_type": "package"}
            with pytest.raises(tk.NotAuthorized):
                world.call("member_create", who, **asked, capacity=capacity)
            with pytest.raises(tk.NotAuthorized):
                world.call("member_delete", who, **asked)
        assert world.call("member_list", None, id=body, object_type="package") == before
    made = world.call("group_create", "sysadmin", name="roads")
    world.call("group_member_create", "sysadmin", id="roads", username=world.people["stranger"], role="admin")
    asked = {"id": made["id"], "object": theirs, "object_type": "package", "capacity": "public"}
    assert world.call("member_create", "stranger", **asked)["table_id"] == theirs
