"""Seven actors × every action of ours, as registered, against a table that was checked by eye; what is not in the table fails."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from ckan.plugins import toolkit as tk

from tests.returns.world import REGIME, World
from tests.security.conftest import PRIVATE, PUBLIC

ACTORS = ("sysadmin", "administrator", "editor", "member", "stranger", "outsider", "anonymous")
TABLE = Path(__file__).with_name("authority.csv")
YES, NO, ABSENT = "yes", "no", "absent"
"""Allowed (whatever the action then says of what was asked); refused; told that there is no such thing."""


def table() -> dict[tuple[str, str], dict[str, str]]:
    with TABLE.open(newline="") as stream:
        return {(row["action"], row["subject"]): row for row in csv.DictReader(stream)}


def actions() -> list[str]:
    """Every action of this extension that is registered."""
    from ckan import logic, plugins

    if not plugins.plugin_loaded("spenddata"):
        plugins.load_all()
    tk.get_action("package_show")
    return sorted(name for name in logic._actions if name.startswith("spenddata_"))


def asked(action: str, subject: str) -> dict[str, Any]:
    """What is asked of an action: allowed actors are told that it can't be done now, so that nothing changes."""
    if subject == "":
        return {
            "spenddata_return_submit": {"publisher": "X-DEMO-1", "regime": REGIME, "period": "2026-Q3"},
            "spenddata_publisher_show": {"publisher": "X-DEMO-1"},
            "spenddata_comparison_show": {"publishers": ["X-DEMO-1"]},
            "spenddata_comparison_suppliers": {"publishers": ["X-DEMO-1"], "category": "it"},
            "spenddata_transaction_show": {"id": 1},
            "spenddata_supplier_show": {"id": "name:NOBODY"},
            "spenddata_category_show": {"id": "energy-water"},
            "spenddata_decision_make": {
                "verdict": "same",
                "one": "name:NOBODY",
                "other": "name:NO ONE",
                "why": "Because",
            },
            "spenddata_decision_undo": {"decision": 1, "why": "Because"},
            "spenddata_category_preview": {"publisher": "X-DEMO-1"},
            "spenddata_category_apply": {"publisher": "X-DEMO-1", "why": "Because"},
            "spenddata_category_undo": {"change": 999, "why": "Because"},
            "spenddata_peer_group_load": {
                **dict.fromkeys(("title", "basis", "version", "licence", "source"), "Ours"),
                "id": "ours",
                "csv": "publisher_id,peers\nX-DEMO-1,X-DEMO-2\n",
                "preview": True,
            },
            "spenddata_peer_group_remove": {"id": "none", "why": "Because"},
            "spenddata_peer_group_save": {"title": "Mine", "publishers": ["X-DEMO-1"]},
        }.get(action, {})
    reference = PUBLIC if subject == "public" else PRIVATE
    more: dict[str, Any] = {
        "spenddata_return_withdraw": {"why": "Because"},
        "spenddata_return_send_back": {"why": "Because"},
        "spenddata_return_erase": {"why": "Because", "preview": True},
        "spenddata_finding_acknowledge": {"acknowledge": [{"rule": "period-another", "reason": "Because"}]},
        "spenddata_revision_download": {"kind": "printable"},
    }.get(action, {})
    if action.startswith("spenddata_return_") and action != "spenddata_return_show" and subject == "public":
        more["revision"] = 1
    return {"reference": reference, **more}


def answer(world: World, action: str, subject: str, actor: str) -> str:
    who = None if actor == "anonymous" else actor
    try:
        world.call(action, who, **asked(action, subject))
    except tk.NotAuthorized:
        return NO
    except tk.ObjectNotFound:
        return ABSENT
    except tk.ValidationError:
        return YES
    return YES


def being_checked() -> None:
    """Take the private return to a state in which nobody can change it."""
    import sqlalchemy as sa
    from ckan import model

    model.Session.execute(sa.text("UPDATE spenddata_revision SET state = 'checking' WHERE state = 'ready'"))
    model.Session.commit()


@pytest.mark.check(14)
def test_every_action_answers_every_actor_as_the_table_says(two_returns: World, measured):
    being_checked()
    expected = table()
    found = {
        key: {actor: answer(two_returns, *key, actor) for actor in ACTORS}
        for key in expected
        if key[0] in set(actions())
    }
    wrong = {
        (key, actor): (said, expected[key][actor])
        for key, row in found.items()
        for actor, said in row.items()
        if said != expected[key][actor]
    }
    assert wrong == {}
    measured(f"{len({action for action, _ in found})} actions of ours × {len(ACTORS)} actors")


@pytest.mark.check(14)
def test_every_action_is_in_the_table():
    assert {action for action, _ in table()} == set(actions())


@pytest.mark.check(14)
def test_every_action_has_an_authorisation_function_of_its_own(two_returns: World):
    from ckan import authz

    authz.clear_auth_functions_cache()
    assert set(actions()) <= set(authz.auth_functions_list())


@pytest.mark.check(14)
def test_every_action_asks_it(two_returns: World, monkeypatch):
    """A spy on ``check_access``: CKAN does not notice where an extension forgets it."""
    being_checked()
    seen: set[str] = set()
    original = tk.check_access

    def spy(action: str, context: Any, data_dict: Any = None) -> Any:
        seen.add(action)
        return original(action, context, data_dict)

    monkeypatch.setattr(tk, "check_access", spy)
    for action, subject in table():
        if subject != "private":
            answer(two_returns, action, subject, "sysadmin")
    assert set(actions()) - seen == set()


@pytest.mark.check(16)
@pytest.mark.parametrize("subject", ["public", "private"])
def test_a_removed_editor_is_refused_at_once(two_returns: World, subject: str):
    world = two_returns
    being_checked()
    assert answer(world, "spenddata_return_answer", subject, "editor") == YES
    world.call("organization_member_delete", "sysadmin", id=world.council, username=world.people["editor"])
    assert answer(world, "spenddata_return_answer", subject, "editor") == (NO if subject == "public" else ABSENT)


@pytest.mark.check(16)
def test_a_dataset_that_is_made_private_or_moved_is_another_s_at_the_next_request(two_returns: World, app: Any):
    """Pages, files, tables and search, asked before by whoever may no longer: nothing of them was kept."""
    from tests.returns.world import csv_file, upload

    world = two_returns
    made = world.call("package_create", "administrator", name="plain", title="Plainwords", owner_org=world.council)
    resource = world.call("resource_create", "administrator", package_id=made["id"], upload=upload(csv_file(3)))
    fields = [{"id": "what", "type": "text"}]
    about = {"resource_id": resource["id"], "force": True}
    world.call("datastore_create", "administrator", fields=fields, records=[{"what": "Plainwords"}], **about)
    paths = (
        "/dataset/plain",
        f"/dataset/plain/resource/{resource['id']}",
        f"/dataset/plain/resource/{resource['id']}/download/spend.csv",
        f"/datastore/dump/{resource['id']}",
        f"/api/3/action/package_show?id={made['id']}",
        f"/api/3/action/datastore_search?resource_id={resource['id']}",
        "/dataset/?q=Plainwords",
        "/api/3/action/package_search?q=Plainwords",
    )

    def tells(path: str) -> bool:
        got = app.flask_app.test_client().get(path, buffered=True)
        # A page of what was searched for repeats the words.
        needle = (
            "Supplier 1 Ltd"
            if "download" in path
            else "/dataset/plain"
            if path.startswith("/dataset/?")
            else "Plainwords"
        )
        return got.status_code == 200 and needle in got.get_data(as_text=True).replace("q=Plainwords", "")

    assert {path: tells(path) for path in paths[:6]} == dict.fromkeys(paths[:6], True)
    assert world.call("package_search", None, q="Plainwords")["count"] == 1
    world.call("package_patch", "administrator", id=made["id"], private=True)
    assert {path: tells(path) for path in paths} == dict.fromkeys(paths, False)
    assert world.call("package_show", "editor", id=made["id"])["private"]
    world.call("package_owner_org_update", "sysadmin", id=made["id"], organization_id=world.other)
    for who, may in (("editor", False), ("stranger", True)):
        assert answers(world, who, made["id"]) is may


def answers(world: World, who: str, dataset: str) -> bool:
    try:
        return bool(world.call("package_show", who, id=dataset))
    except (tk.NotAuthorized, tk.ObjectNotFound):
        return False
