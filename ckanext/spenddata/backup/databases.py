"""The two databases, by the addresses that CKAN has; connections of our own, which no pool lends to anybody else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg2
from ckan.plugins import toolkit as tk
from psycopg2 import sql
from sqlalchemy.engine import URL, make_url

from ckanext.spenddata.ledger.connection import Connection

CKAN, DATASTORE = "ckan", "datastore"
SETTINGS = {CKAN: "sqlalchemy.url", DATASTORE: "ckan.datastore.write_url"}
READER = "ckan.datastore.read_url"
NAMES = {"sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY"}
"""Part of an address → the variable in which PostgreSQL's programs look for it."""
PROGRAM = "spenddata backup"
MAJOR = 10_000


@dataclass(frozen=True)
class Database:
    """One of the two."""

    name: str
    url: URL

    @contextmanager
    def connected(self) -> Iterator[Connection]:
        """A connection in autocommit, closed at the end; its statements may take as long as they need."""
        address = self.url.set(drivername="postgresql").render_as_string(hide_password=False)
        options = "-c statement_timeout=0 -c idle_in_transaction_session_timeout=0 -c timezone=UTC"
        connection = psycopg2.connect(address, application_name=PROGRAM, connect_timeout=10, options=options)
        connection.autocommit = True
        try:
            yield connection
        finally:
            connection.close()

    def role(self) -> str:
        """The role that CKAN is there."""
        return self.url.username or ""

    def major(self) -> int:
        """Version of the server: 18."""
        with self.connected() as connection:
            return connection.server_version // MAJOR


def both() -> tuple[Database, Database]:
    """CKAN's and the DataStore's."""
    ckan, datastore = (Database(name, make_url(tk.config[setting])) for name, setting in SETTINGS.items())
    return ckan, datastore


def one(connection: Connection, statement: str | sql.Composed) -> Any:
    """The one value that a statement finds; None where it finds no row."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        row = cursor.fetchone()
    return row[0] if row else None


def roles() -> dict[str, str]:
    """The roles of the portal: CKAN's, the DataStore's for writing and for reading."""
    ckan, datastore = both()
    return {"ckan": ckan.role(), "write": datastore.role(), "read": make_url(tk.config[READER]).username or ""}


def environment(url: URL) -> dict[str, str]:
    """An address as PostgreSQL's programs read it: not on the command line, which every user of the machine can see."""
    query: Mapping[str, Any] = url.query
    variables = {
        "PGHOST": url.host or query.get("host"),
        "PGPORT": url.port or query.get("port"),
        "PGUSER": url.username,
        "PGPASSWORD": url.password,
        "PGDATABASE": url.database,
        **{variable: query.get(name) for name, variable in NAMES.items()},
    }
    return {name: str(value) for name, value in variables.items() if value} | {"PGAPPNAME": PROGRAM}
