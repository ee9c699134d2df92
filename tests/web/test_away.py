"""A service that is away: whatever needs it says so with a 503 that can be acted on, and everything else answers."""

import psycopg2
import pysolr
import pytest
from redis.exceptions import ConnectionError as NoRedisError
from sqlalchemy.exc import OperationalError

PAGES = (
    "/",
    "/spend/search",
    "/spend/compare",
    "/spend/publishers",
    "/spend/returns",
    "/dataset/",
    "/organization/",
    "/user/login",
)
API = ("status_show", "package_search", "spenddata_publisher_list", "spenddata_transaction_search")
INNER = "secret words of a server"


@pytest.fixture
def client(app, clean_db):
    return app.flask_app.test_client()


def failing(error):
    def fail(*_args, **_more):
        raise error

    return fail


@pytest.mark.check(34)
@pytest.mark.parametrize(
    "error",
    [OperationalError("SELECT 1", {}, psycopg2.OperationalError(INNER)), NoRedisError(INNER)],
    ids=["database", "memory"],
)
def test_every_address_says_so_and_when_to_ask_again(client, monkeypatch, error):
    from ckan.lib import app_globals

    monkeypatch.setattr(app_globals.app_globals, "_check_uptodate", failing(error))
    for address in (*PAGES, *(f"/api/3/action/{name}" for name in API)):
        answer = client.get(address)
        assert (address, answer.status_code) == (address, 503)
        assert int(answer.headers["Retry-After"]) > 0
        said = answer.json["error"]["message"] if address.startswith("/api/") else answer.get_data(as_text=True)
        assert "Nothing is lost" in said
        assert INNER not in answer.get_data(as_text=True)
        assert "SELECT" not in answer.get_data(as_text=True)


@pytest.mark.check(34)
def test_without_solr_only_searching_stops(client, monkeypatch):
    from ckan.lib.search import query
    from ckan.plugins import toolkit as tk

    class Away:
        search = staticmethod(failing(pysolr.SolrError(f"Failed to connect to server at {INNER}")))

    monkeypatch.setattr(query, "make_connection", lambda **_more: Away())
    monkeypatch.setitem(tk.config, "ckanext.spenddata.search.solr_url", "http://127.0.0.1:9/solr/spend")
    wanted = {"/": 200, "/spend/returns": 200, "/spend/publishers": 200, "/spend/compare": 200, "/user/login": 200}
    wanted |= {"/dataset/": 503, "/spend/search": 503}
    wanted |= {f"/api/3/action/{name}": 503 for name in ("package_search", "spenddata_transaction_search")}
    said = {address: client.get(address) for address in wanted}
    assert {address: answer.status_code for address, answer in said.items()} == wanted
    assert not [address for address, answer in said.items() if INNER in answer.get_data(as_text=True)]
