"""Where each service of one stack answers, and with which role and password.

PostgreSQL and Valkey answer on sockets, in folders that nobody else can walk into; only where a socket's path would be longer than
systems allow do they listen on loopback, where the password keeps others out.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from stack.home import Home

HOST = "127.0.0.1"
SUPERUSER = "postgres"
MAIN_ROLE = "ckan"
WRITE_ROLE = "datastore_write"
READ_ROLE = "datastore_read"
SOLR_USER = "portal"
SERVICES = ("postgres", "valkey", "solr", "web")
ROLES = (MAIN_ROLE, WRITE_ROLE, READ_ROLE)


@dataclass(frozen=True)
class UsualPorts:
    """The ports that the services take when they are free; none where any will do."""

    postgres: int | None = None
    valkey: int | None = None
    solr: int | None = None
    web: int | None = None


@dataclass(frozen=True)
class Addresses:
    """Ports, database names and passwords of one stack."""

    postgres: int
    valkey: int
    solr: int
    web: int
    passwords: dict[str, str]
    main_database: str
    datastore_database: str
    postgres_socket: Path | None = None
    """The folder of PostgreSQL's socket; none where it listens on its port."""
    valkey_socket: Path | None = None
    """Valkey's socket; none where it listens on its port."""
    valkey_password: str = ""
    solr_password: str = ""

    @classmethod
    def of(cls, home: Home, usual: UsualPorts, databases: tuple[str, str]) -> Addresses:
        """The addresses that a home remembers, or new ones."""
        ports = {name: home.port(name, getattr(usual, name)) for name in SERVICES}
        return cls._with(home, ports, databases)

    @classmethod
    def known(cls, home: Home, databases: tuple[str, str]) -> Addresses:
        """The addresses of a stack that is up."""
        return cls._with(home, {name: home.known_port(name) for name in SERVICES}, databases)

    @classmethod
    def _with(cls, home: Home, ports: dict[str, int], databases: tuple[str, str]) -> Addresses:
        passwords = {role: home.secret(f"role {role}") for role in (SUPERUSER, *ROLES)}
        postgres_socket = home.socket("postgres", f".s.PGSQL.{ports['postgres']}")
        return cls(
            **ports,
            passwords=passwords,
            main_database=databases[0],
            datastore_database=databases[1],
            postgres_socket=postgres_socket and postgres_socket.parent,
            valkey_socket=home.socket("valkey", "valkey.sock"),
            valkey_password=home.secret("valkey"),
            solr_password=home.secret("solr"),
        )

    def database_url(self, role: str, database: str) -> str:
        """A database's address, for SQLAlchemy and for libpq."""
        who = f"postgresql://{role}:{self.passwords[role]}@"
        if self.postgres_socket is None:
            return f"{who}{HOST}:{self.postgres}/{database}"
        return f"{who}/{database}?host={quote(str(self.postgres_socket))}&port={self.postgres}"

    @property
    def main_url(self) -> str:
        """CKAN's own database."""
        return self.database_url(MAIN_ROLE, self.main_database)

    @property
    def write_url(self) -> str:
        """The DataStore, for writing."""
        return self.database_url(WRITE_ROLE, self.datastore_database)

    @property
    def read_url(self) -> str:
        """The DataStore, for reading."""
        return self.database_url(READ_ROLE, self.datastore_database)

    @property
    def redis_url(self) -> str:
        """Valkey, by the scheme of the protocol that it speaks."""
        if self.valkey_socket is None:
            return f"redis://:{self.valkey_password}@{HOST}:{self.valkey}/0"
        return f"unix://:{self.valkey_password}@{quote(str(self.valkey_socket))}?db=0"

    @property
    def site_url(self) -> str:
        """The portal."""
        return f"http://{HOST}:{self.web}"

    def solr_url(self, core: str) -> str:
        """One core of Solr."""
        return f"http://{HOST}:{self.solr}/solr/{core}"

    def solr_url_with_password(self, core: str) -> str:
        """One core of Solr, and how to get in."""
        return self.solr_url(core).replace("//", f"//{SOLR_USER}:{self.solr_password}@", 1)
