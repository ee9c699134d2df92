"""What is not published leaves no trace for others: their answers are the same with and without it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import pytest
from ckan.plugins import toolkit as tk

from tests.returns.world import REGIME, World, csv_file, follow, work
from tests.security.conftest import PRIVATE, PUBLIC, SECRET, secret_file
from tests.security.public_ways import Known, Reader

SEARCH = "/api/3/action/package_search"
OTHERS = ("stranger", "outsider", None)
ASKED: list[tuple[str, dict[str, Any]]] = [
    ("spenddata_return_list", {"publisher": "X-DEMO-1", "limit": 1000}),
    ("spenddata_return_list", {"publisher": "X-DEMO-1", "state": "ready"}),
    ("spenddata_return_show", {"reference": PRIVATE}),
    ("spenddata_return_show", {"reference": PUBLIC}),
    ("spenddata_revision_report", {"reference": PRIVATE}),
    ("spenddata_revision_report", {"reference": PUBLIC, "revision": 3}),
    ("spenddata_revision_findings", {"reference": PRIVATE}),
    ("spenddata_revision_fixes", {"reference": PRIVATE}),
    ("spenddata_revision_rows", {"reference": PRIVATE}),
    ("spenddata_revision_review", {"reference": PRIVATE}),
    ("spenddata_return_publish", {"reference": PRIVATE}),
    ("spenddata_publisher_show", {"publisher": "X-DEMO-1"}),
    ("spenddata_portal_show", {}),
    ("spenddata_publication_list", {"q": SECRET}),
    ("spenddata_transaction_search", {"q": SECRET}),
    ("package_search", {"q": "*:*"}),
    ("resource_search", {"query": "name:2026"}),
    ("datastore_search", {"resource_id": "_table_metadata"}),
    ("organization_show", {"id": "exampleton"}),
]


def answers(world: World) -> list[str]:
    """What others are told, as JSON."""
    return [
        json.dumps(_answer(world, action, who, data), sort_keys=True, default=str)
        for action, data in ASKED
        for who in OTHERS
    ]


def _answer(world: World, action: str, who: str | None, data: dict[str, Any]) -> Any:
    try:
        return world.call(action, who, **data)
    except (tk.NotAuthorized, tk.ObjectNotFound, tk.ValidationError) as refusal:
        return [type(refusal).__name__, str(refusal)]


@pytest.mark.check(15, "no count tells a word of a private dataset")
def test_no_word_of_a_private_dataset_is_told_among_the_counts(world: World, app: Any):
    """Solr counts what nobody finds, too, where it is asked for values that nothing has."""
    asked = {"name": "quagga-plans", "title": "Quagga plans", "tags": [{"name": "quagga"}], "private": True}
    world.call("package_create", "editor", owner_org=world.council, notes="Of the quagga", **asked)
    world.publish(csv_file(3))
    follow()
    fields = ["name", "title", "title_string", "text", "tags", "notes", "id", "res_format", "organization", "capacity"]
    for least in (0, "0", " 0", "-0", 0.0, False, None, "", "  ", [], [0], "0.0"):
        data = {"rows": 0, "facet.field": fields, "facet.limit": -1, "facet.mincount": least}
        for told in (_answer(world, "package_search", None, data), app.post(f"{SEARCH}", json=data).body):
            assert "quagga" not in json.dumps(told).casefold(), least
    mine = world.call("package_search", "editor", include_private=True, **{"rows": 0, "facet.field": fields[:1]})
    assert "quagga-plans" in json.dumps(mine)


@pytest.mark.check(15)
def test_a_private_return_changes_no_answer_to_others(world: World):
    world.publish(csv_file(20))
    follow()
    without = answers(world)
    world.submit(secret_file(), period="2026-Q2")
    world.submit(csv_file(21))
    work()
    follow()
    assert world.show(PRIVATE)["state"] == "ready"
    assert answers(world) == without


PASSING = (
    (re.compile(r'(_csrf_token" (?:content|value)=)"[^"]+"'), r"\1"),
    (re.compile(r"\b20\d\d-\d\d-\d\d[T ]\d\d:\d\d:\d\d[.\d]*(?:Z|[+-]\d\d:\d\d)?"), "then"),
    (re.compile(r"\bLast-Modified: .*|<lastBuildDate>.*?</lastBuildDate>"), "then"),
)
"""What is another at each reading: a form's token, and the instant of the answer."""


class ByAddress(Reader):
    """Nobody, who asks the API as programs do: some of it is decided before an action is called."""

    def action(self, name: str, data: Mapping[str, Any]) -> str:
        answer = self._app.post(f"/api/3/action/{name}", json=dict(data))
        told = json.loads(answer.get_data())
        return f"{answer.status_code} {json.dumps(told.get('result', told.get('error')))}"


def every_way(reader: Reader, known: Known) -> dict[str, str]:
    """What nobody reads by each route and each action, but for what passes."""
    return {way: _lasting(text) for way, text in reader.everything(known, SECRET.lower())}


def _lasting(text: str) -> str:
    for what, instead in PASSING:
        text = what.sub(instead, text)
    return text


def differing(way: str, before: str, after: str) -> str:
    """Where two answers part."""
    at = next((at for at, (one, other) in enumerate(zip(before, after, strict=False)) if one != other), 0)
    return "\n".join((way, before[max(0, at - 150) : at + 250], "---", after[max(0, at - 150) : at + 250]))


@pytest.mark.check(15)
@pytest.mark.deep
def test_no_public_way_differs_by_a_draft_a_rejected_filing_or_a_private_dataset(
    world: World, app: Any, with_request_context: Any, measured
):
    """Every route and action of every plugin, read by nobody: byte by byte the same, also of whoever guesses the addresses."""
    from ckanext.spenddata.returns.followups import catalogue

    world.publish(csv_file(20))
    follow()
    resource, private = catalogue.resource_id(PUBLIC), catalogue.resource_id(PRIVATE)
    known = Known(
        references={PUBLIC, PRIVATE},
        revisions={PUBLIC: {1, 2, 3}, PRIVATE: {1, 2}},
        datasets={catalogue.dataset_id("X-DEMO-1", REGIME), "private-plans"},
        resources={resource, private, "plans"},
        organizations={"exampleton", "otherborough"},
        publishers={"X-DEMO-1", "X-DEMO-3"},
        payments={1, 2, 10_000},
    )
    reader = ByAddress(app)
    every_way(reader, known)  # what is kept, is kept
    without = every_way(reader, known)
    varying = {way for way, text in every_way(reader, known).items() if text != without[way]}
    assert varying == set()
    world.submit(secret_file(), period="2026-Q2")
    work()
    world.submit(f"Dear all,\r\n\r\nthis is no table, {SECRET} say.\r\n".encode(), period="2026-Q2")
    world.submit(csv_file(21))
    work()
    follow()
    assert world.show(PRIVATE)["revisions"][0]["state"] in ("ready", "superseded")
    asked = {"name": "private-plans", "title": SECRET, "owner_org": world.council, "tags": [{"name": SECRET}]}
    world.call("package_create", "editor", private=True, **asked)
    world.call(
        "datastore_create",
        "editor",
        resource={"package_id": "private-plans", "format": SECRET},
        aliases="plans",
        records=[{"a": 1}] * 3_000,
    )
    with_them = every_way(reader, known)
    differ = [differing(way, without[way], text) for way, text in with_them.items() if text != without[way]]
    assert not differ, "\n\n".join(differ)
    measured(f"{len(without)} addresses and calls by nobody: byte for byte the same with and without")


@pytest.mark.check(15)
@pytest.mark.parametrize("action", ["datastore_search", "datastore_info"])
def test_another_name_of_a_private_table_is_told_as_that_of_none(world: World, action: str):
    parameter = "resource_id" if action == "datastore_search" else "id"
    without = [_answer(world, action, who, {parameter: "plans"}) for who in OTHERS]
    world.call("package_create", "editor", private=True, name="private-plans", owner_org=world.council)
    made = {"resource": {"package_id": "private-plans"}, "aliases": "plans", "records": [{"a": 1}]}
    world.call("datastore_create", "editor", **made)
    assert [_answer(world, action, who, {parameter: "plans"}) for who in OTHERS] == without
    assert _answer(world, action, "editor", {parameter: "plans"})


@pytest.mark.check(15)
def test_nothing_of_a_draft_is_in_the_datastore_or_in_the_index(world: World):
    import sqlalchemy as sa
    from ckanext.datastore.backend.postgres import get_read_engine

    world.submit(secret_file(), period="2026-Q2")
    work()
    follow()
    with get_read_engine().connect() as connection:
        tables = connection.execute(
            sa.text("SELECT count(*) FROM \"_table_metadata\" WHERE name NOT LIKE '\\_%'")
        ).scalar()
        rows = connection.execute(sa.text("SELECT count(*) FROM spenddata.ledger")).scalar()
    assert rows == 0
    assert tables is not None
    assert world.call("spenddata_transaction_search", None, q=SECRET)["count"] == 0


@pytest.mark.check(15)
def test_a_withdrawn_return_is_found_nowhere(world: World):
    world.submit(secret_file(), period="2026-Q2", publish=True)
    work()
    follow()
    assert world.call("spenddata_transaction_search", None, q=SECRET)["count"] == 1
    world.call("spenddata_return_withdraw", "administrator", reference=PRIVATE, why="A name that must not be public")
    follow()
    assert world.call("spenddata_transaction_search", None, q=SECRET)["count"] == 0
    assert SECRET not in json.dumps(world.show(PRIVATE, who=None))


@pytest.mark.parametrize("who", OTHERS)
def test_a_published_report_quotes_no_cell(world: World, who: str | None):
    """Rows in error are left out of what is published, and so are their cells."""
    world.submit(csv_file(20, bad=1).replace(b"twelve", SECRET.encode()), publish=True)
    work()
    world.call("spenddata_return_publish", reference=PUBLIC, without_errors=1)
    work()
    told = json.dumps([world.show(PUBLIC, who=who), world.call("spenddata_revision_report", who, reference=PUBLIC)])
    assert SECRET not in told
    assert '"rows_in_error": 1' in told
    with pytest.raises(tk.NotAuthorized):
        world.call("spenddata_revision_findings", who, reference=PUBLIC)


def test_people_and_their_words_are_the_publisher_s_own(two_returns: World):
    told = two_returns.show(PUBLIC, who=None)
    assert {"who", "why"} & set(told["revisions"][0]["events"][0]) == set()
    assert "submitted_by" not in told["revisions"][0]


def test_a_file_as_sent_is_no_resource(two_returns: World):
    """Its unmapped columns must not be published."""
    from ckanext.spenddata.returns.followups import catalogue

    two_returns.submit(
        csv_file(20).replace(b"Irrecoverable VAT", b"Payee bank account").replace(b",0.00", b",12345678"), publish=True
    )
    work()
    follow()
    resource = tk.get_action("resource_show")({"ignore_auth": True}, {"id": catalogue.resource_id(PUBLIC)})
    from ckan.lib.uploader import get_resource_uploader

    content = open(get_resource_uploader(dict(resource)).get_path(resource["id"])).read()  # noqa: SIM115, PTH123
    assert "12345678" not in content
    assert REGIME in resource["return_ref"]
