"""One question can't hold the portal up, however much it asks; and what a database refuses is told without its statement."""

from __future__ import annotations

import time
from typing import Any

import pytest

from ckanext.spenddata.ledger import ALL_SPEND
from tests.returns.standing import standing
from tests.returns.world import World, csv_file, follow
from tests.security.live import api_token

pytestmark = pytest.mark.portal

SQL = ("SELECT", "select ", "psycopg2", "records_page", "LIMIT", '"_full_text"', "to_tsquery")


@pytest.fixture
@standing
def published(world: World) -> World:
    """Five payments, with the catalogue and the index caught up."""
    world.publish(csv_file(5))
    follow()
    return world


@pytest.fixture
def ask(app: Any, published: World):
    """Ask by the API, as nobody or with somebody's token."""

    def asked(action: str, who: str | None = None, **data: Any) -> Any:
        token = {"Authorization": api_token(published.people[who])} if who else {}
        return app.post(f"/api/3/action/{action}", json=data, headers=token)

    return asked


@pytest.mark.check(23, "questions of thousands of values are refused at once")
@pytest.mark.parametrize(
    ("action", "data"),
    [
        ("datastore_search", {"resource_id": ALL_SPEND, "filters": {"supplier_name": ["MANY"]}}),
        ("datastore_search", {"resource_id": ALL_SPEND, "fields": ["MANY"]}),
        ("spenddata_transaction_search", {"publisher": ["MANY"]}),
        ("spenddata_publication_list", {"month": ["MANY"]}),
        ("spenddata_transaction_search", {"month": ["MANY"]}),
        ("spenddata_totals_show", {"publisher": ["MANY"]}),
        ("spenddata_comparison_show", {"publisher": "X-DEMO-1", "peers": ["MANY"]}),
        ("package_search", {"fq_list": ["MANY"]}),
        ("organization_list", {"organizations": ["MANY"]}),
    ],
)
def test_a_question_has_an_end(ask, action: str, data: dict[str, Any]):
    def filled(value: Any, n: int) -> Any:
        if value == ["MANY"]:
            return [f"w{number}" for number in range(n)]
        return {name: filled(each, n) for name, each in value.items()} if isinstance(value, dict) else value

    began = time.perf_counter()
    answer = ask(action, **filled(data, 50_000))
    assert answer.status_code == 409, answer.body[:300]
    assert "values here" in answer.body
    assert ask(action, **filled(data, 900)).status_code in (200, 409, 400, 503)
    assert time.perf_counter() - began < 10


@pytest.mark.check(23, "questions of thousands of values in one text are refused or answered at once")
@pytest.mark.parametrize(
    ("action", "field", "joined"),
    [
        ("organization_list", "organizations", ","),
        ("organization_list", "groups", ", "),
        ("datastore_search", "fields", ","),
        ("datastore_search", "sort", ","),
        ("spenddata_comparison_show", "publishers", ","),
        ("package_search", "fl", ","),
        ("package_search", "q", " OR "),
        ("package_search", "fq", " OR "),
    ],
)
def test_so_has_a_question_that_is_one_text(ask, action: str, field: str, joined: str):
    many = joined.join(f"w{number}" for number in range(90_000))
    asked = f"organization:({many})" if field in ("q", "fq") else many
    more = {"resource_id": ALL_SPEND} if action == "datastore_search" else {}
    began = time.perf_counter()
    # Solr may take a filter of any length.
    assert ask(action, **more, **{field: asked}).status_code in (200, 400, 409, 503)
    assert time.perf_counter() - began < 30  # a look for each took a minute for every five thousand


@pytest.mark.check(23, "thousands of parameters cost no look each")
@pytest.mark.parametrize(
    "action", ["package_show", "resource_show", "datastore_create", "package_revise", "member_create"]
)
@pytest.mark.parametrize("within", ["", "match", "resource"])
def test_a_question_of_thousands_of_parameters_is_answered_at_once(ask, action: str, within: str):
    many = {f"w{number}__{name}": f"d{number}" for number in range(9_000) for name in ("id", "package_id", "object")}
    began = time.perf_counter()
    assert ask(action, **({within: many} if within else many)).status_code in (400, 403, 404, 409)
    assert time.perf_counter() - began < 5


@pytest.mark.check(23, "orders about thousands of datasets are refused at once, whoever gives them")
@pytest.mark.parametrize("action", ["bulk_update_delete", "bulk_update_private", "bulk_update_public"])
def test_an_order_about_thousands_is_refused_at_once(ask, world: World, action: str):
    began = time.perf_counter()
    asked = {"org_id": world.council, "datasets": [f"dataset-{number}" for number in range(20_000)]}
    assert ask(action, **asked).status_code == 403
    assert time.perf_counter() - began < 5


def test_an_address_has_an_end(app: Any, world: World):
    for address in ("/dataset/?organization=w", "/spend/search?publisher=w", "/api/3/action/package_search?fq_list=w"):
        assert app.get(address + "&organization=w" * 500).status_code == 400
        assert app.get(address + "&x=w" * 20).status_code in (200, 400, 409)


@pytest.mark.check(17, "no answer tells a statement")
def test_what_the_datastore_refuses_is_told_without_its_statement(ask, app: Any):
    for data in ({"q": "road"}, {"q": {"supplier_name": "road"}}, {"q": {"supplier_name": []}}, {"full_text": "road"}):
        answer = ask("datastore_search", resource_id=ALL_SPEND, **data)
        assert answer.status_code in (200, 400, 409), data
        assert not [word for word in SQL if word in answer.body], answer.body[:300]
    for asked in ("q=road", "q=%27", "q=%7B%22supplier_name%22%3A%5B%5D%7D", "full_text=road"):
        answer = app.get(f"/datastore/dump/{ALL_SPEND}?{asked}&limit=1")
        assert answer.status_code in (200, 400), asked
        assert not [word for word in SQL if word in answer.body]


def test_a_table_that_can_t_be_is_refused_in_words(ask, world: World):
    made = ask("package_create", "editor", name="tables", owner_org=world.council).json["result"]["id"]
    for fields in (
        [{"id": "ctid", "type": "text"}],
        [{"id": f"c{number}", "type": "text"} for number in range(1700)],
        [{"id": "xmin", "type": "text"}, {"id": "a", "type": "text"}],
    ):
        answer = ask("datastore_create", "editor", resource={"package_id": made}, fields=fields)
        assert answer.status_code in (400, 409), answer.body[:300]


def test_an_address_that_asks_for_too_much_says_what_to_do(app: Any, world: World):
    many = "&".join(f"organizations=w{number}" for number in range(300))
    refused = app.get(f"/api/3/action/organization_list?{many}")
    assert refused.status_code == 400
    assert "by POST" in refused.json["error"]["message"]
    assert "1,000 values" in refused.json["error"]["message"]
    asked = {"organizations": [f"w{number}" for number in range(300)]}
    assert app.post("/api/3/action/organization_list", json=asked).status_code == 200
    page = app.get(f"/dataset/?{many}")
    assert page.status_code == 400
    assert "POST" not in page.body
