"""What every room's tests share. Run with services: `make test`, or `python -m stack test -- pytest tests/ROOM`.

Nothing here imports CKAN before a fixture that needs it is used, so that the pure rooms are tested without it.
"""

from __future__ import annotations

import os
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

with suppress(ImportError):
    import pylibmagic  # noqa: F401  must come before CKAN, where the system has no libmagic

pytest_plugins = ["tests.assurance"]

MIGRATED = ("activity", "spenddata")
PURE = ("values", "definitions", "intake", "checks", "classify", "compare", "console")
"""Rooms whose tests share nothing, so that any process may run any of them."""


def pytest_configure() -> None:
    """Few examples by default; `make test-deep` asks for many. Tests read the profile where they are defined."""
    from hypothesis import HealthCheck, settings

    forget_ckans_folder()
    quiet = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
    settings.register_profile("quick", max_examples=50, deadline=None, suppress_health_check=quiet)
    settings.register_profile("deep", max_examples=2_000, deadline=None, suppress_health_check=quiet)
    settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


def forget_ckans_folder() -> None:
    """CKAN, imported, puts its folder before Python's own modules; programs that a test starts would fall over its `types`."""
    ckan = sys.modules.get("ckan")
    if ckan:
        sys.path[:] = [path for path in sys.path if path not in ckan.__path__]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """With `-n 2`: the tests that share the services go to one process, in order; those of the pure rooms to whichever is free."""
    from xdist.scheduler import LoadScopeScheduling

    class Rooms(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            rooms = nodeid.split("::")[0].split("/")
            return nodeid if set(PURE) & set(rooms) else "services"

    return Rooms(config, log)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs services or the real files; and let tests with workers of their own come after those that do their part."""
    services = {"reset_db", "clean_datastore", "clean_index", "portal_server"}
    for item in items:
        if services & set(getattr(item, "fixturenames", ())):
            item.add_marker("portal")
        if "real_files" in getattr(item, "fixturenames", ()):
            item.add_marker("real")
    last = ("worker", "workers", "portal_server")
    items.sort(
        key=lambda item: max(
            (last.index(name) + 1 for name in getattr(item, "fixturenames", ()) if name in last), default=0
        )
    )


@pytest.fixture
def clean_db(reset_db, migrate_db_for):
    """CKAN's database as new, with the tables of the plugins too."""
    import ckanext.validation.model as validation  # known to CKAN before it empties its tables
    from ckan import model, plugins

    reset_db()
    if not plugins.plugin_loaded("spenddata"):
        # Migrations are found by the plugins that are loaded, whatever the test itself has asked for.
        plugins.load_all()
    for plugin in MIGRATED:
        migrate_db_for(plugin)
    validation.Validation.__table__.create(model.meta.engine, checkfirst=True)


@pytest.fixture
def clean_datastore():
    """The DataStore without the tables of files, and with an empty ledger."""
    import sqlalchemy as sa
    from ckanext.datastore.backend.postgres import get_write_engine

    tables = sa.text("SELECT schemaname, tablename FROM pg_tables WHERE schemaname IN ('public', 'spenddata')")
    with get_write_engine().begin() as connection:
        for schema, table in connection.execute(tables).all():
            if schema == "spenddata" and not table.endswith("version"):
                connection.execute(sa.text(f'TRUNCATE "{schema}"."{table}"'))
            elif table == "_table_stats":
                # CKAN keeps counts of rows here; those of the ledger would outlive its rows.
                connection.execute(sa.text("DELETE FROM public._table_stats"))
            elif schema == "public" and not table.startswith("_"):
                connection.execute(sa.text(f'DROP TABLE "{schema}"."{table}" CASCADE'))


@pytest.fixture
def clean_transactions() -> None:
    """The index of transactions, empty."""
    from tests.solr import request

    everything = request(
        "spend/update?commit=true", b'{"delete": {"query": "*:*"}}', **{"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(everything, timeout=30):
        pass


@pytest.fixture(scope="session")
def portal_server() -> Iterator[str]:
    """The address of a portal that runs beside the tests, on the same services: web server and workers."""
    from stack.live import portal

    with portal(Path(os.environ["CKAN_INI"]).parent) as address:
        yield address


@pytest.fixture
def portal(portal_server: str, with_plugins, clean_db, clean_datastore, clean_index, clean_transactions) -> str:
    """A running portal with nothing in it but its administrator `admin`; gives its address."""
    restore_administrator()
    return portal_server


def restore_administrator() -> None:
    """The administrator."""
    from ckan import model

    model.Session.remove()
    make_site_user()
    user = model.User.get("admin")
    if user is None:
        user = model.User(name="admin", email="admin@localhost.example", sysadmin=True)
        user.password = "admin-of-the-tests"
        model.Session.add(user)
    model.Session.commit()


def make_site_user() -> None:
    """CKAN's own user, which it makes when first asked for: the tests and the running portal must not both be the first."""
    from ckan import model
    from ckan.plugins import toolkit as tk
    from sqlalchemy.exc import IntegrityError

    try:
        tk.get_action("get_site_user")({"ignore_auth": True}, {})
    except IntegrityError:
        model.Session.rollback()  # the portal was
