"""A spend dataset has one way in: CKAN's own actions, whoever calls them, meet a refusal that names it."""

from __future__ import annotations

from typing import Any

import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata.ledger import ALL_SPEND
from tests.returns.world import REGIME, World, csv_file, follow, upload
from tests.security.conftest import PUBLIC

pytestmark = pytest.mark.portal

WAY = "spenddata_return_submit"


Published = tuple[World, str, str]
_published: list[Published] = []


@pytest.fixture
def published(request: pytest.FixtureRequest) -> Published:
    """A published return, its dataset and its resource; that of the test before, where nothing has changed it."""
    from ckan import model, plugins

    from ckanext.spenddata.returns.followups import catalogue

    model.Session.remove()
    dataset, resource = catalogue.dataset_id("X-DEMO-1", REGIME), catalogue.resource_id(PUBLIC)
    there = _published and plugins.plugin_loaded("spenddata") and model.Session.get(model.Resource, resource)
    if not there:
        world = request.getfixturevalue("world")
        world.publish(csv_file(20))
        follow()
        _published[:] = [(world, dataset, resource)]
    return _published[0]


def refused(world: World, action: str, who: str, **data: Any) -> None:
    with pytest.raises((tk.ValidationError, tk.NotAuthorized), match=WAY):
        world.call(action, who, **data)


@pytest.mark.parametrize("who", ["editor", "administrator", "sysadmin"])
class TestWhoever:
    def test_makes_a_dataset(self, published, who: str):
        world, _, _ = published
        refused(world, "package_create", who, name="mine", type="spend", regime=REGIME, owner_org=world.council)

    def test_adds_a_resource(self, published, who: str):
        world, dataset, _ = published
        refused(world, "resource_create", who, package_id=dataset, upload=upload(b"a,b\n1,2\n"), url="x.csv")

    def test_relates_it_to_another(self, published, who: str):
        world, dataset, _ = published
        for action in ("package_relationship_create", "package_relationship_update", "package_relationship_delete"):
            refused(world, action, who, subject=dataset, object=dataset, type="depends_on")

    def test_links_a_resource(self, published, who: str):
        world, dataset, _ = published
        refused(world, "resource_create", who, package_id=dataset, url="http://127.0.0.1:1/secret")

    def test_changes_a_resource(self, published, who: str):
        world, _, resource = published
        refused(world, "resource_update", who, id=resource, url="http://127.0.0.1:1/secret")
        refused(world, "resource_patch", who, id=resource, name="Other figures")

    def test_deletes(self, published, who: str):
        world, dataset, resource = published
        refused(world, "resource_delete", who, id=resource)
        refused(world, "package_delete", who, id=dataset)

    def test_changes_resources_through_the_dataset(self, published, who: str):
        world, dataset, _ = published
        refused(world, "package_patch", who, id=dataset, resources=[])
        refused(world, "package_revise", who, match={"id": dataset}, update__resources__extend=[{"url": "x.csv"}])

    def test_writes_a_table(self, published, who: str):
        world, dataset, resource = published
        for table in (resource, ALL_SPEND):
            refused(world, "datastore_create", who, resource_id=table, fields=[{"id": "a"}], force=True)
            refused(
                world, "datastore_upsert", who, resource_id=table, records=[{"amount": 1}], method="insert", force=True
            )
            refused(world, "datastore_delete", who, resource_id=table, force=True)
        refused(world, "datastore_create", who, resource={"package_id": dataset}, fields=[{"id": "a"}])

    def test_names_a_table_twice(self, published, who: str):
        """CKAN takes a table by two names, and by the one that it does not document where both are given."""
        world, _, resource = published
        for table in (resource, ALL_SPEND):
            both = {"resource_id": "no-such-table", "id": table, "force": True}
            refused(world, "datastore_create", who, fields=[{"id": "a"}], **both)
            refused(world, "datastore_upsert", who, records=[{"amount": 1}], method="insert", **both)
            refused(world, "datastore_records_delete", who, filters={}, **both)
            refused(world, "datastore_delete", who, **both)

    def test_says_whose_it_is(self, published, who: str):
        world, dataset, _ = published
        with pytest.raises((tk.ValidationError, tk.NotAuthorized)):
            world.call("package_patch", who, id=dataset, owner_org=world.other)
        with pytest.raises(tk.NotAuthorized):
            world.call("package_owner_org_update", who, id=dataset, organization_id=world.other)
        for change in ({"publisher_id": "X-DEMO-3"}, {"private": True}, {"state": "deleted"}):
            with pytest.raises(tk.ValidationError, match="follows from the returns"):
                world.call("package_patch", who, id=dataset, **change)

    def test_deletes_or_hides_many_at_once(self, published, who: str):
        world, dataset, _ = published
        for action in ("bulk_update_delete", "bulk_update_private"):
            refused(world, action, who, datasets=[dataset], org_id=world.council)

    def test_relates_it_within_a_dataset(self, published, who: str):
        """Not by an action of relationships, but as a part of the dataset."""
        world, dataset, _ = published
        for end in ("relationships_as_subject", "relationships_as_object"):
            related = [{"subject": dataset, "object": dataset, "type": "depends_on"}]
            with pytest.raises(tk.ValidationError, match="package_relationship_create"):
                world.call("package_patch", who, id=dataset, **{end: related})

    def test_may_edit_its_description(self, published, who: str):
        world, dataset, _ = published
        assert world.call("package_patch", who, id=dataset, notes="What you find here")["notes"] == "What you find here"


def test_a_person_edits_the_description_in_the_form(published, app):
    from ckan.tests import helpers

    world, dataset, _ = published
    token = helpers.call_action("api_token_create", {"ignore_auth": True}, user=world.people["editor"], name="form")[
        "token"
    ]
    before = world.call("package_show", None, id=dataset)
    fields = {
        name: before[name]
        for name in ("name", "title", "owner_org", "license_id", "publisher_id", "regime", "amount_basis")
    }
    answer = app.post(
        f"/spend/edit/{dataset}",
        data={**fields, "notes": "What you find here", "save": "save"},
        headers={"Authorization": token},
        follow_redirects=False,
    )
    assert answer.status_code in (302, 200), answer.body[:2000]
    after = world.call("package_show", None, id=dataset)
    assert after["notes"] == "What you find here"
    assert [resource["hash"] for resource in after["resources"]] == [
        resource["hash"] for resource in before["resources"]
    ]


def test_a_purge_is_refused(published):
    world, dataset, _ = published
    refused(world, "dataset_purge", "sysadmin", id=dataset)


def test_nobody_is_offered_what_would_be_refused(published):
    world, dataset, resource = published
    for action, data in (
        ("resource_create", {"package_id": dataset}),
        ("resource_update", {"id": resource}),
        ("resource_delete", {"id": resource}),
        ("package_delete", {"id": dataset}),
        ("resource_view_create", {"resource_id": resource}),
    ):
        with pytest.raises(tk.NotAuthorized):
            tk.check_access(action, {"user": world.people["administrator"]}, dict(data))


def test_other_datasets_are_ckan_s_own_business(world: World):
    from ckan.tests import factories

    package = factories.Dataset(owner_org=world.council)
    resource = world.call(
        "resource_create", "editor", package_id=package["id"], upload=upload(b"a,b\n1,2\n"), format="CSV"
    )
    assert world.call("resource_patch", "editor", id=resource["id"], name="Mine")["name"] == "Mine"
    world.call(
        "datastore_create", "sysadmin", resource_id=resource["id"], fields=[{"id": "a", "type": "text"}], force=True
    )
    world.call("package_delete", "editor", id=package["id"])


def test_xloader_s_own_jobs_keep_off(published):
    _, _, resource = published
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    assert tk.get_action("xloader_submit")({"ignore_auth": True, "user": user}, {"resource_id": resource}) is False


def test_the_identifier_of_a_publisher_is_never_changed_nor_used_twice(world: World):
    from ckan.tests import factories

    with pytest.raises(tk.ValidationError, match="can't be changed"):
        world.call("organization_patch", "sysadmin", id=world.council, publisher_id="X-DEMO-9")
    with pytest.raises(tk.ValidationError, match="is already the identifier of"):
        factories.Organization(publisher_id="X-DEMO-1")
    with pytest.raises(tk.ValidationError, match="is not an identifier"):
        factories.Organization(publisher_id="Leeds")
