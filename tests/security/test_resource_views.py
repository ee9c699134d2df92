"""Views of resources: nobody takes another's view away, rewrites it, or puts one beside published spend."""

from __future__ import annotations

from typing import Any

import pytest
from ckan.plugins import toolkit as tk

from tests.returns.world import World, csv_file, follow, upload
from tests.security.conftest import PUBLIC

pytestmark = pytest.mark.portal

KIND = "datatables_view"


def resource(world: World, who: str, council: str) -> str:
    """A resource of a dataset that somebody makes for a body."""
    dataset = world.call("package_create", who, name=f"of-{who}", owner_org=council)
    made = world.call("resource_create", who, package_id=dataset["id"], upload=upload(b"a,b\n1,2\n"), format="CSV")
    return made["id"]


def views(world: World, of: str) -> dict[str, str]:
    """Id → title of the views of a resource."""
    return {each["id"]: each["title"] for each in world.call("resource_view_list", None, id=of)}


def refused(world: World, action: str, who: str, **asked: Any) -> None:
    with pytest.raises((tk.NotAuthorized, tk.ValidationError)):
        world.call(action, who, **asked)


@pytest.mark.check(6, "no view of a body's resources is another's to take")
def test_a_view_stays_with_its_resource(world: World):
    from ckanext.spenddata.returns.followups import catalogue

    world.publish(csv_file(20))
    follow()
    own, theirs = resource(world, "stranger", world.other), resource(world, "editor", world.council)
    world.call("resource_view_create", "editor", resource_id=theirs, view_type=KIND, title="Theirs")
    spend = catalogue.resource_id(PUBLIC)
    before = {each: views(world, each) for each in (spend, theirs)}
    assert all(before.values())
    for of, there in before.items():
        for view in there:
            for named in ({"resource_id": own}, {"resource_id": of}, {"resource_id": None}, {}):
                refused(world, "resource_view_update", "stranger", id=view, title="Taken", **named)
                refused(world, "resource_view_delete", "stranger", id=view, **named)
            refused(world, "resource_view_reorder", "stranger", id=of, resource_id=own, order=[view])
        assert views(world, of) == there
    mine = world.call("resource_view_create", "stranger", resource_id=own, view_type=KIND, title="Mine")["id"]
    for of in (spend, theirs):
        refused(world, "resource_view_update", "stranger", id=mine, resource_id=of, title="Planted")
    assert {of: views(world, of) for of in before} == before


def test_nobody_puts_a_view_beside_published_spend(world: World):
    from ckanext.spenddata.returns.followups import catalogue

    world.publish(csv_file(20))
    follow()
    spend = catalogue.resource_id(PUBLIC)
    before = views(world, spend)
    for who in ("administrator", "editor", "stranger"):
        refused(world, "resource_view_create", who, resource_id=spend, view_type=KIND, title="Corrected figures")
        for view in before:
            refused(world, "resource_view_update", who, id=view, resource_id=spend, title="Corrected figures")
            refused(world, "resource_view_delete", who, id=view)
    assert views(world, spend) == before


def test_the_views_of_other_resources_are_their_editors_own(world: World):
    own = resource(world, "editor", world.council)
    view = world.call("resource_view_create", "editor", resource_id=own, view_type=KIND, title="Mine")["id"]
    for named in ({"resource_id": own}, {}):
        changed = world.call("resource_view_update", "editor", id=view, title="Better", **named)
        assert (changed["title"], changed["resource_id"]) == ("Better", own)
    world.call("resource_view_delete", "editor", id=view)
    assert view not in views(world, own)
