"""Everyone reads the ledger by CKAN's own DataStore API; nobody can change it that way."""

from __future__ import annotations

import csv
import io

import pytest

from ckanext.spenddata.ledger import ALL_SPEND, publish
from tests.ledger.making import OTHER, PUBLISHER, contents, publication, rows

pytestmark = pytest.mark.usefixtures("ledger")

NORTH = rows(120, seed=1)


@pytest.fixture(autouse=True)
def _published(request, portal_plugins, clean_datastore, ledger, with_request_context):
    from ckan import model

    from ckanext.spenddata.returns.followups import all_spend

    if model.Resource.get(ALL_SPEND) is None:
        # Once for the module: nothing here changes CKAN's database but for one test, after which it is made again.
        request.getfixturevalue("clean_db")
        request.getfixturevalue("clean_index")
        assert all_spend.ensure() is True
    assert all_spend.ensure() is False, "once is enough"
    publish.publish(publication(), NORTH)
    publish.publish(publication(publisher_id=OTHER), rows(7, seed=2))


def call(action: str, **data_dict):
    from ckan.plugins import toolkit as tk

    return tk.get_action(action)({"user": ""}, data_dict)


def as_administrator(action: str, **data_dict):
    from ckan.plugins import toolkit as tk

    return tk.get_action(action)({"ignore_auth": True, "user": "default"}, data_dict)


def test_anybody_can_search_it_and_is_told_how_many_rows_there_are():
    found = call("datastore_search", resource_id=ALL_SPEND, limit=5)
    assert (found["total"], len(found["records"])) == (127, 5)
    fields = {field["id"]: field for field in found["fields"]}
    assert fields["amount"]["type"] == "numeric"
    assert fields["amount"]["info"]["label"] == "Amount"
    assert fields["source_row"]["info"]["label"] == "Row"
    publish.publish(publication(2), rows(3))
    assert call("datastore_search", resource_id=ALL_SPEND, limit=0)["total"] == 10


def test_rows_are_found_by_publisher_category_and_month():
    found = call(
        "datastore_search", resource_id=ALL_SPEND, filters={"publisher_id": PUBLISHER, "category": "it"}, limit=1000
    )
    expected = NORTH.filter(NORTH["category"] == "it")
    assert found["total"] == expected.height
    assert round(sum(row["amount"] for row in found["records"]) * 100) == expected["amount"].sum()
    later = call("datastore_search", resource_id=ALL_SPEND, filters={"month": {"gte": "2026-05"}}, limit=0)["total"]
    earlier = call("datastore_search", resource_id=ALL_SPEND, filters={"month": {"lt": "2026-05"}}, limit=0)["total"]
    assert later + earlier == 127
    assert later > 0 < earlier


def test_all_of_it_can_be_read_page_after_page():
    seen, filters = [], {}
    while True:
        page = call(
            "datastore_search", resource_id=ALL_SPEND, filters=filters, limit=50, sort="_id", include_next_page=True
        )
        seen += [row["_id"] for row in page["records"]]
        if not page["records"]:
            break
        filters = page["next_page"]
    assert len(seen) == len(set(seen)) == 127


def test_its_fields_are_described():
    info = call("datastore_info", id=ALL_SPEND)
    assert info["meta"]["count"] == 127
    labels = {field["id"]: field["info"]["label"] for field in info["fields"]}
    assert labels["supplier_name"] == "Supplier"
    assert all(labels.values())


def test_it_can_be_downloaded(app):
    text = app.get(f"/datastore/dump/{ALL_SPEND}").body
    lines = list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))
    assert len(lines) == 127
    assert (
        sum(round(float(line["amount"]) * 100) for line in lines if line["publisher_id"] == PUBLISHER)
        == NORTH["amount"].sum()
    )


def test_words_are_not_searched_here_and_that_is_said_at_once():
    from ckan.plugins import toolkit as tk

    with pytest.raises(tk.ValidationError):
        call("datastore_search", resource_id=ALL_SPEND, q="supplier")


@pytest.mark.parametrize(
    ("action", "data_dict"),
    [
        ("datastore_upsert", {"records": [{"amount": 1}], "method": "insert", "force": True}),
        ("datastore_delete", {"force": True}),
        ("datastore_delete", {"filters": {"publisher_id": PUBLISHER}, "force": True}),
        ("datastore_records_delete", {"filters": {}, "force": True}),
        ("datastore_create", {"fields": [{"id": "amount", "type": "text"}], "force": True}),
    ],
)
def test_not_even_an_administrator_can_change_it(action, data_dict):
    from ckan.plugins import toolkit as tk

    before = contents()
    with pytest.raises((tk.ValidationError, tk.ObjectNotFound, tk.NotAuthorized)):
        as_administrator(action, resource_id=ALL_SPEND, **data_dict)
    assert contents() == before
    assert call("datastore_search", resource_id=ALL_SPEND, limit=0)["total"] == 127


@pytest.mark.parametrize("action", ["datastore_upsert", "datastore_delete"])
def test_ckan_itself_finds_no_table_to_change(action):
    """Without our refusals too: CKAN's own functions look for a table of that name in public."""
    from ckan.plugins import toolkit as tk
    from ckanext.datastore.logic.action import datastore_delete, datastore_upsert

    before = contents()
    original = {"datastore_upsert": datastore_upsert, "datastore_delete": datastore_delete}[action]
    with pytest.raises((tk.ValidationError, tk.ObjectNotFound)):
        original(
            {"ignore_auth": True, "user": "default"},
            {"resource_id": ALL_SPEND, "records": [{"amount": 1}], "force": True},
        )
    assert contents() == before


def test_purging_the_datastore_leaves_it_alone(cli):
    from ckan import model
    from ckan.cli.cli import ckan as ckan_command
    from ckan.plugins import toolkit as tk

    before = contents()
    tk.get_action("dataset_purge")({"ignore_auth": True, "user": "default"}, {"id": "all-published-spend"})
    assert model.Resource.get(ALL_SPEND) is None
    result = cli.invoke(ckan_command, ["datastore", "purge"], input="y\n")
    assert result.exit_code == 0, result.output
    assert ALL_SPEND not in result.output
    assert contents() == before


@pytest.mark.check(15)
def test_tables_of_the_ledger_are_not_listed_among_ckans():
    found = as_administrator("datastore_search", resource_id="_table_metadata", limit=1000)
    names = {row["name"] for row in found["records"]}
    assert ALL_SPEND in names
    assert not names & {"ledger", "entry", "total_month", "total_year", "total_supplier", "schema_version"}


@pytest.mark.check(
    15, "the list of tables and the database's size, which grow with what is private, are not everybody's"
)
def test_what_grows_with_private_tables_is_not_told_to_everybody():
    from ckan.plugins import toolkit as tk

    for table in ("_table_metadata", " _table_metadata"):
        with pytest.raises((tk.NotAuthorized, tk.ObjectNotFound)):
            call("datastore_search", resource_id=table)
    assert "db_size" not in call("datastore_info", id=ALL_SPEND)["meta"]
    assert as_administrator("datastore_info", id=ALL_SPEND)["meta"]["db_size"] > 0
