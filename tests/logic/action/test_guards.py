"""CKAN's own actions never write what belongs to a spend dataset, whatever name, order or shape the call has; and say what does."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata.logic import gone
from ckanext.spenddata.logic.action import guards
from ckanext.spenddata.returns.removal.tombstones import Tombstone

SPEND, PLAIN = "spend-dataset", "plain-dataset"
FILE, OTHER = "spend-file", "plain-file"
STORED = {
    "name": "spend-dataset",
    "publisher_id": "X-DEMO-1",
    "regime": "lgtc-500",
    "owner_org": "alder",
    "type": "spend",
    "private": False,
    "state": "active",
    "title": "Spend",
    "resources": [{"id": FILE, "url": "spend.csv", "position": 0, "metadata_modified": "then", "hash": None}],
}


@pytest.fixture(autouse=True)
def catalogue(in_english: None, monkeypatch: pytest.MonkeyPatch) -> Any:
    state = SimpleNamespace(following=False, steward=False, links=[], gone={})
    monkeypatch.setattr(guards.one_way_in, "may_write", lambda: state.following)
    monkeypatch.setattr(guards.one_way_in, "is_spend_dataset", lambda name: name == SPEND)
    monkeypatch.setattr(guards.one_way_in, "any_spend_dataset", lambda names: SPEND in names)
    monkeypatch.setattr(guards.one_way_in, "is_spend_resource", lambda name: name == FILE)
    monkeypatch.setattr(guards.one_way_in, "owner_of", lambda name: "alder" if name == SPEND else "beech")
    monkeypatch.setattr(guards.links, "refuse", lambda resources, known: state.links.append((resources, known)))
    monkeypatch.setattr(guards.links, "stored", lambda name: {"stored of": name})
    monkeypatch.setattr(guards.common, "is_steward", lambda _context: state.steward)
    monkeypatch.setattr(guards.tombstones, "of_resource", state.gone.get)
    monkeypatch.setattr(guards.statements, "check_names", lambda _data: None)
    monkeypatch.setattr(tk, "get_action", lambda _name: lambda _context, _data: STORED, raising=False)
    return state


def ask(action: Any, /, **data: Any) -> Any:
    """What CKAN's own action is asked, where it is asked at all."""
    return action(lambda _context, asked: {"asked": asked}, {}, data)


def refused(action: Any, /, **data: Any) -> str:
    """Why an action was refused."""
    with pytest.raises((tk.ValidationError, tk.NotAuthorized)) as error:
        ask(action, **data)
    found = getattr(error.value, "error_dict", None)
    return next(iter(found.values()))[0] if found else error.value.message


WRITING = [
    (guards.package_create, {"type": "spend"}, {"type": "dataset"}),
    (guards.package_update, {"id": SPEND, "resources": []}, {"id": PLAIN, "resources": []}),
    (guards.package_delete, {"id": SPEND}, {"id": PLAIN}),
    (guards.dataset_purge, {"id": SPEND}, {"id": PLAIN}),
    (guards.package_owner_org_update, {"id": SPEND, "organization_id": "beech"}, {"id": PLAIN, "organization_id": "x"}),
    (guards.package_relationship_create, {"subject": SPEND, "object": PLAIN}, {"subject": PLAIN, "object": PLAIN}),
    (guards.package_relationship_update, {"subject": PLAIN, "object": SPEND}, {"subject": PLAIN}),
    (guards.package_relationship_delete, {"object": SPEND}, {}),
    (guards.bulk_update_delete, {"datasets": [PLAIN, SPEND]}, {"datasets": [PLAIN]}),
    (guards.bulk_update_private, {"datasets": [SPEND]}, {"datasets": None}),
    (guards.resource_create, {"package_id": SPEND}, {"package_id": PLAIN}),
    (guards.resource_update, {"id": FILE}, {"id": OTHER}),
    (guards.resource_delete, {"id": FILE}, {"id": OTHER}),
    (guards.datastore_create, {"resource": {"package_id": SPEND}}, {"resource": {"package_id": PLAIN}}),
    (guards.datastore_create, {"resource_id": FILE}, {"resource_id": OTHER}),
    (guards.datastore_upsert, {"resource_id": FILE}, {"resource_id": OTHER}),
    # CKAN takes a table by two names, and of both the one that it doesn't document.
    (guards.datastore_delete, {"id": FILE, "resource_id": OTHER}, {"id": OTHER}),
    (guards.datastore_records_delete, {"resource_id": FILE, "id": OTHER}, {"resource_id": [FILE]}),
]


@pytest.mark.parametrize(("action", "ours", "others"), WRITING)
def test_only_what_follows_a_publication_writes_a_spend_dataset(action, ours, others, catalogue):
    why = refused(action, **ours)
    assert why.startswith("The files of spend datasets are published from returns")
    assert "Nothing was changed." in why
    assert "spenddata_return_submit" in why
    assert ask(action, **others) == {"asked": others}
    catalogue.following = True
    assert ask(action, **ours) == {"asked": ours}


def test_a_dataset_that_stays_with_its_owner_may_be_said_to():
    assert ask(guards.package_owner_org_update, id=SPEND, organization_id="alder")


@pytest.mark.parametrize("field", guards.FIXED_FIELDS)
def test_whose_a_spend_dataset_is_can_t_be_edited(field):
    assert "follows from the returns" in refused(guards.package_update, id=SPEND, **{field: "another"})
    assert ask(guards.package_update, id=SPEND, **{field: STORED[field]})


@pytest.mark.parametrize("change", [{"url": "other.csv"}, {"id": "another"}, {"format": "XLSX"}])
def test_an_edit_of_the_description_hands_the_files_back_as_they_were(change):
    same = [{**STORED["resources"][0], "position": 3, "metadata_modified": "now", "tracking_summary": {}}]
    assert ask(guards.package_update, name=SPEND, title="Spending", resources=same)
    assert refused(guards.package_update, name=SPEND, resources=[{**same[0], **change}])
    assert refused(guards.package_update, name=SPEND, resources=[])


def test_links_of_others_are_judged_against_what_is_stored(catalogue):
    resources = [{"url": "https://example.org"}]
    ask(guards.package_create, resources=resources)
    ask(guards.package_update, id=PLAIN, resources=resources)
    assert catalogue.links == [(resources, {}), (resources, {"stored of": PLAIN})]


@pytest.mark.parametrize("data", [{"resource_id": guards.LIST_OF_TABLES}, {"id": guards.LIST_OF_TABLES}])
def test_the_list_of_all_tables_is_the_stewards(data, catalogue):
    assert "only stewards" in refused(guards.datastore_search, **data)
    catalogue.steward = True
    assert ask(guards.datastore_search, **data)


def test_how_large_the_database_is_is_told_to_stewards(catalogue):
    def info(_context: Any, _data: Any) -> dict[str, Any]:
        return {"meta": {"db_size": 7, "count": 1}}

    assert guards.datastore_info(info, {}, {"id": OTHER}) == {"meta": {"count": 1}}
    catalogue.steward = True
    assert guards.datastore_info(info, {}, {"id": OTHER}) == {"meta": {"db_size": 7, "count": 1}}


@pytest.mark.parametrize("action", [guards.datastore_search, guards.datastore_info])
def test_a_table_that_was_taken_back_is_told_as_gone(action, catalogue, monkeypatch):
    monkeypatch.setattr(tk.h, "spenddata_date", str, raising=False)
    catalogue.gone[FILE] = Tombstone("withdrawn", datetime(2026, 5, 1, tzinfo=UTC), "Sent by mistake", "X.r.2026-Q1", 1)
    with pytest.raises(gone.Gone, match=r"This file was withdrawn .*Sent by mistake"):
        ask(action, id=FILE)
    assert action(lambda _context, data: data, {"ignore_auth": True}, {"id": FILE}) == {"id": FILE}


@pytest.mark.parametrize("asked", [{"resource_id": "plans"}, {"id": "plans"}, {"id": "plans", "resource_id": "other"}])
@pytest.mark.parametrize("action", [guards.datastore_search, guards.datastore_info])
def test_another_name_of_a_private_table_is_told_as_that_of_none_in_every_language(action, asked, monkeypatch):
    """CKAN takes ``id`` where there are both, and looks for a translation when the name is in the sentence."""
    sentences = {
        'Resource "{0}" was not found.': 'Non se atopou "{0}".',
        'Resource/Alias "{0}" was not found.': 'Non se atopou "{0}".',
    }
    monkeypatch.setattr(tk, "_", lambda text: sentences.get(text, text), raising=False)

    def private(_context: Any, _data: Any) -> Any:
        raise tk.NotAuthorized

    with pytest.raises(tk.ObjectNotFound, match=r'^Resource(/Alias)? "plans" was not found\.$'):
        action(private, {}, asked)
    with pytest.raises(tk.NotAuthorized):
        action(private, {}, {"id": "0" * 8 + "-0000" * 3 + "-" + "0" * 12, "resource_id": "plans"})
