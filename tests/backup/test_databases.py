"""The databases are reached by CKAN's own addresses, and their passwords stay out of sight of others on the machine."""

from __future__ import annotations

import pytest
from ckan.plugins import toolkit as tk
from sqlalchemy.engine import make_url

from ckanext.spenddata.backup import databases
from ckanext.spenddata.backup.databases import CKAN, DATASTORE, Database


@pytest.fixture
def addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(tk.config, "sqlalchemy.url", "postgresql://ckan:a@db:5433/main")
    monkeypatch.setitem(tk.config, "ckan.datastore.write_url", "postgresql://writer:b@db/store")
    monkeypatch.setitem(tk.config, "ckan.datastore.read_url", "postgresql://reader@db/store")


def test_both_are_those_of_ckans_configuration(addresses):
    ckan, datastore = databases.both()
    assert (ckan.name, ckan.url.database) == (CKAN, "main")
    assert (datastore.name, datastore.url.database) == (DATASTORE, "store")


def test_the_three_roles_are_told_apart(addresses):
    assert databases.roles() == {"ckan": "ckan", "write": "writer", "read": "reader"}


def test_an_address_without_a_role_has_none():
    assert Database(CKAN, make_url("postgresql:///main")).role() == ""


def test_an_address_is_told_as_the_programs_read_it():
    told = databases.environment(make_url("postgresql://ckan:a%40b@db:5433/main?sslmode=verify-full&sslrootcert=/ca"))
    assert told == {
        "PGHOST": "db",
        "PGPORT": "5433",
        "PGUSER": "ckan",
        "PGPASSWORD": "a@b",
        "PGDATABASE": "main",
        "PGSSLMODE": "verify-full",
        "PGSSLROOTCERT": "/ca",
        "PGAPPNAME": databases.PROGRAM,
    }


def test_a_socket_in_an_address_is_found():
    assert (
        databases.environment(make_url("postgresql://ckan@/main?host=/run/postgresql"))["PGHOST"] == "/run/postgresql"
    )


def test_what_an_address_does_not_say_is_not_set():
    """An empty variable would be taken for a choice."""
    assert databases.environment(make_url("postgresql:///main")) == {
        "PGDATABASE": "main",
        "PGAPPNAME": databases.PROGRAM,
    }


class Opened:
    autocommit = False
    closed = False
    server_version = 160_004

    def close(self) -> None:
        self.closed = True


def test_a_connection_is_closed_whatever_happens(monkeypatch):
    opened, asked = Opened(), {}
    monkeypatch.setattr(
        databases.psycopg2, "connect", lambda address, **how: (asked.update(how, address=address), opened)[1]
    )
    database = Database(CKAN, make_url("postgresql+psycopg2://ckan:a@db/main"))

    def fail() -> None:
        with database.connected():
            assert opened.autocommit
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert opened.closed
    assert asked["address"] == "postgresql://ckan:a@db/main"


def test_a_long_statement_of_a_backup_is_not_ended(monkeypatch):
    asked: dict[str, str] = {}
    monkeypatch.setattr(databases.psycopg2, "connect", lambda _address, **how: (asked.update(how), Opened())[1])
    with Database(CKAN, make_url("postgresql://db/main")).connected():
        assert "statement_timeout=0" in asked["options"]
        assert "idle_in_transaction_session_timeout=0" in asked["options"]


def test_the_version_of_a_server_is_its_first_number(monkeypatch):
    monkeypatch.setattr(databases.psycopg2, "connect", lambda _address, **_how: Opened())
    assert Database(CKAN, make_url("postgresql://db/main")).major() == 16
