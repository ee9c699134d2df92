"""A body that is given another name is found under the old one, and bears the new one everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from ckan.plugins import toolkit as tk

from tests.returns.standing import standing
from tests.returns.world import REGIME, World, csv_file, follow, organization, work

pytestmark = pytest.mark.portal

OLD, NEW = "exampleton", "greater-exampleton"
TITLE = "Greater Exampleton Council"


@pytest.fixture
def renamed(world: World) -> World:
    """A council that is called otherwise now."""
    rename(world, NEW, TITLE)
    return world


@pytest.fixture
@standing
def published(world: World) -> World:
    """One that had published before."""
    world.publish(csv_file(3))
    follow()
    rename(world, NEW, TITLE)
    return world


@pytest.fixture
def newcomer(published: World) -> Iterator[World]:
    """Another body that is given the name which is free now."""
    from ckan import model

    id_ = organization("X-DEMO-9", OLD, "Exampleton Parish Council")
    yield published
    model.Session.remove()
    model.Group.get(id_).purge()
    model.Session.commit()


def rename(world: World, name: str, title: str) -> None:
    world.call("organization_patch", "sysadmin", id=world.council, name=name, title=title)


def moved(app, address: str) -> tuple[int, str]:
    answer = app.get(address, follow_redirects=False)
    place = urlsplit(answer.headers.get("Location", ""))
    return answer.status_code, place._replace(scheme="", netloc="").geturl()


class TestOldAddresses:
    @pytest.mark.usefixtures("renamed")
    def test_they_lead_on_for_good(self, app):
        leads = {
            f"/spend/publishers/{OLD}": f"/spend/publishers/{NEW}",
            f"/spend/publishers/{OLD}?a=1&a=2": f"/spend/publishers/{NEW}?a=1&a=2",
            f"/spend/returns?publisher={OLD}": f"/spend/returns?publisher={NEW}",
            f"/spend/compare?publisher=X-DEMO-3&publisher={OLD}": f"/spend/compare?publisher=X-DEMO-3&publisher={NEW}",
            f"/spend/compare.csv?publisher={OLD}": f"/spend/compare.csv?publisher={NEW}",
            f"/organization/{OLD}": f"/organization/{NEW}",
            f"/organization/about/{OLD}": f"/organization/about/{NEW}",
            f"/dataset/?organization={OLD}": f"/dataset/?organization={NEW}",
            f"/feeds/organization/{OLD}.atom": f"/feeds/organization/{NEW}.atom",
        }
        assert {address: moved(app, address) for address in leads} == {
            address: (301, leads_to) for address, leads_to in leads.items()
        }

    def test_through_two_renamings_they_lead_to_the_name_of_today(self, renamed: World, app):
        rename(renamed, "exampleton-unitary", TITLE)
        assert moved(app, f"/spend/publishers/{OLD}") == (301, "/spend/publishers/exampleton-unitary")
        assert moved(app, f"/spend/publishers/{NEW}") == (301, "/spend/publishers/exampleton-unitary")

    def test_a_name_that_is_given_back_is_no_former_name(self, renamed: World, app):
        rename(renamed, OLD, TITLE)
        assert app.get(f"/spend/publishers/{OLD}", follow_redirects=False).status_code == 200
        assert moved(app, f"/spend/publishers/{NEW}") == (301, f"/spend/publishers/{OLD}")

    @pytest.mark.usefixtures("renamed")
    def test_what_never_was_a_name_is_not_found(self, app):
        assert app.get("/spend/publishers/exampletown", follow_redirects=False).status_code == 404

    def test_the_files_stay_where_they_are(self, published: World, app):
        dataset = published.call("package_show", None, id=f"{OLD}-{REGIME}")
        for resource in dataset["resources"]:
            path = "/" + resource["url"].partition("://")[2].partition("/")[2]
            answer = app.get(path, follow_redirects=False)
            assert answer.status_code == 200, path
            answer.close()

    def test_the_dataset_and_its_resource_stay_where_they_are(self, published: World, app):
        dataset = published.call("package_show", None, id=f"{OLD}-{REGIME}")
        (resource,) = dataset["resources"]
        for named in (dataset["name"], dataset["id"]):
            assert app.get(f"/dataset/{named}").status_code == 200
            assert app.get(f"/dataset/{named}/resource/{resource['id']}").status_code == 200
            assert published.call("package_show", None, id=named)["organization"]["name"] == NEW

    def test_nobody_moves_a_dataset(self, published: World):
        with pytest.raises(tk.ValidationError):
            published.call("package_patch", "sysadmin", id=f"{OLD}-{REGIME}", name="elsewhere")
        assert published.call("package_show", None, id=f"{OLD}-{REGIME}")["name"] == f"{OLD}-{REGIME}"


class TestPrograms:
    def test_they_may_ask_by_the_old_name(self, published: World):
        def ask(action: str, **data: object) -> Any:
            return published.call(action, None, **data)

        assert ask("spenddata_publisher_show", publisher=OLD)["slug"] == NEW
        assert ask("spenddata_return_list", publisher=OLD, state="published")["count"] == 1
        assert ask("spenddata_transaction_search", publisher=OLD)["count"] == 3
        assert ask("spenddata_comparison_show", publishers=[OLD])["bodies"][0]["slug"] == NEW
        assert ask("organization_show", id=OLD)["name"] == NEW

    @pytest.mark.parametrize(
        "asked",
        [
            {"fq": f"organization:{OLD}"},
            {"fq": f'organization:"{OLD}"'},
            {"fq": f'+entity_type:package organization:("{OLD}" OR "nowhere")'},
            {"q": f"organization:{OLD}"},
            {"fq_list": [f"organization:{OLD}"]},
        ],
    )
    def test_they_may_search_datasets_by_the_old_name(self, published: World, asked: dict[str, Any]):
        found = published.call("package_search", None, **asked)
        assert [each["name"] for each in found["results"]] == [f"{OLD}-{REGIME}"]

    def test_they_may_list_and_ask_by_the_old_name(self, published: World):
        for names in ([OLD], OLD, f"{OLD},otherborough"):
            assert NEW in published.call("organization_list", None, organizations=names), names
        assert [
            each["name"] for each in published.call("organization_list", None, organizations=[OLD], all_fields=True)
        ] == [NEW]
        assert published.call("organization_list", None, organizations=["nowhere"]) == []
        datasets = published.call("group_package_show", None, id=OLD)
        assert datasets == published.call("group_package_show", None, id=NEW)

    def test_a_group_is_no_organisation_under_either_name(self, published: World):
        for name in (OLD, NEW):
            with pytest.raises(tk.ObjectNotFound):
                published.call("group_show", None, id=name)

    def test_they_may_file_by_the_old_name(self, renamed: World):
        filed = renamed.submit(csv_file(4, month=5), publisher=OLD, period="2026-Q2")
        assert filed["reference"] == f"X-DEMO-1.{REGIME}.2026-Q2"


class TestTodaysName:
    def test_it_is_on_every_page_of_the_body(self, published: World, app):
        row = published.call("spenddata_transaction_search", None)["results"][0]
        for address in (
            f"/spend/publishers/{NEW}",
            "/spend/search",
            f"/spend/returns/X-DEMO-1.{REGIME}.2026-Q1",
            f"/spend/compare?publisher={NEW}",
            f"/dataset/{OLD}-{REGIME}",
        ):
            text = app.get(address).get_data(as_text=True)
            assert (TITLE in text, "Exampleton City Council" in text) == (True, False), address
        # What the publisher wrote in its file stays as it was written; who published it is told by today's name.
        assert TITLE in app.get(f"/spend/transactions/{row['_id']}").get_data(as_text=True)

    def test_words_that_people_gave_the_dataset_stay(self, world: World):
        from ckan import model

        world.publish(csv_file(3))
        follow()
        model.Package.get(f"{OLD}-{REGIME}").title = "What Exampleton spends"
        model.Session.commit()
        rename(world, NEW, TITLE)
        assert world.call("package_show", None, id=f"{OLD}-{REGIME}")["title"] == "What Exampleton spends"


class TestAnotherBodyWithTheOldName:
    def test_the_living_one_wins(self, newcomer: World, app):
        page = app.get(f"/spend/publishers/{OLD}", follow_redirects=False)
        assert (page.status_code, "Exampleton Parish Council" in page.get_data(as_text=True)) == (200, True)
        assert newcomer.call("spenddata_publisher_show", None, publisher=OLD)["publisher_id"] == "X-DEMO-9"
        assert newcomer.call("organization_show", None, id=OLD)["title"] == "Exampleton Parish Council"

    def test_its_returns_are_published_beside_the_other_s(self, newcomer: World):
        from ckan import model

        file = csv_file(2, start=40, name="Exampleton Parish Council")
        filed = newcomer.submit(file, who="sysadmin", publisher="X-DEMO-9", publish=True)
        work()
        follow()
        assert newcomer.show(filed["reference"], who="sysadmin")["state"] == "published"
        owners = [each.owner_org for each in model.Session.query(model.Package).filter(model.Package.type == "spend")]
        assert len(set(owners)) == len(owners) == 2


def test_a_body_that_is_gone_leads_nowhere(renamed: World):
    from ckan import model

    body = model.Group.get(renamed.council)
    body.state = "deleted"
    model.Session.commit()
    try:
        with pytest.raises(tk.ObjectNotFound):
            renamed.call("spenddata_publisher_show", None, publisher=OLD)
    finally:
        body.state = "active"
        model.Session.commit()
