"""A second, empty portal beside the one that is backed up: databases, folders and settings of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from tests.returns.conftest import portal_world, world

__all__ = ["portal_world", "world"]

DATABASES = ("restored_ckan", "restored_datastore")


@dataclass
class OtherPortal:
    """Where to restore to."""

    folder: Path
    environment: dict[str, str]
    main_url: str
    write_url: str
    read_url: str

    @property
    def storage(self) -> Path:
        return self.folder / "storage"

    def command(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Run ``ckan spenddata …`` there."""
        return subprocess.run(
            self.arguments(*arguments), capture_output=True, text=True, env=self.environment, check=False
        )

    def arguments(self, *arguments: str | Path) -> list[str]:
        return [sys.executable, "-m", "stack.ckan_command", "spenddata", *map(str, arguments)]

    def prepare(self) -> None:
        """Make its tables, as every new home has them."""
        subprocess.run(
            [sys.executable, "-m", "stack.first_time"], capture_output=True, env=self.environment, check=True
        )

    def rows(self, statement: str, *, datastore: bool = False, url: str = "") -> list[tuple[Any, ...]]:
        """Ask one of its databases."""
        return rows(url or (self.write_url if datastore else self.main_url), statement)


def rows(url: str, statement: str) -> list[tuple[Any, ...]]:
    """Ask a database."""
    import psycopg2

    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


@pytest.fixture
def other_portal(tmp_path: Path) -> Iterator[OtherPortal]:
    """An empty portal on the same server; nothing of it is left."""
    import psycopg2
    from psycopg2 import sql

    from stack import ckan
    from stack.addresses import SUPERUSER, Addresses
    from stack.home import Home
    from stack.install import ROOT
    from stack.postgres import Postgres
    from stack.trial import DATABASES as ITS_OWN

    first = Home.open(Path(os.environ["CKAN_INI"]).parent)
    known = Addresses.known(first, ITS_OWN)
    addresses = replace(known, main_database=DATABASES[0], datastore_database=DATABASES[1])
    home = Home.open(tmp_path / "home")
    drop = sql.SQL("drop database if exists {} with (force)")

    def forget() -> None:
        with closing(psycopg2.connect(known.database_url(SUPERUSER, "postgres"))) as connection:
            connection.autocommit = True
            for name in DATABASES:
                connection.cursor().execute(drop.format(sql.Identifier(name)))

    forget()
    server = Postgres(first, addresses, throwaway=True)
    server._make_databases()
    server._give_permissions()
    ckan.write_ini(home, addresses, ROOT / "test.ini")
    around = {
        **os.environ,
        **ckan.environment(home, addresses),
        "CKAN_REDIS_URL": addresses.redis_url.replace("db=0", "db=1"),
    }
    around["SPENDDATA_ADMIN_PASSWORD"] = "admin-of-the-tests"
    yield OtherPortal(home.path, around, addresses.main_url, addresses.write_url, addresses.read_url)
    forget()
