"""A ledger on a real PostgreSQL, made and empty."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from tests.ledger.making import CATEGORY_TABLES, SUPPLIER_TABLES, TABLES

if "CKAN_INI" not in os.environ:
    collect_ignore_glob = ["test_*.py"]


@pytest.fixture
def ledger(ckan_config) -> None:
    """An empty ledger; whoever asks for it may break it."""
    from ckanext.spenddata.ledger import connection, row_count, schema

    if schema.pending():
        schema.initialise()
    with connection.writing() as database, database.cursor() as cursor:
        for table in (*TABLES, *SUPPLIER_TABLES, *CATEGORY_TABLES):
            cursor.execute(f"delete from spenddata.{table}")
    row_count.refresh()


@pytest.fixture
def portal_plugins(ckan_config) -> None:
    """The plugins of the settings, loaded once: unlike ``with_plugins``, which takes seconds for each test."""
    from ckan import plugins

    if not plugins.plugin_loaded("spenddata"):
        plugins.load_all()


@pytest.fixture
def interrupt(monkeypatch) -> Callable[[Callable[[int], None]], None]:
    """Calls a function before each statement of a publication, with the statement's number from 1."""
    from ckanext.spenddata.ledger import connection
    from tests.ledger.interrupting import interrupted

    writing = connection.writing

    def install(before: Callable[[int], None]) -> None:
        monkeypatch.setattr(connection, "writing", writing)
        monkeypatch.setattr(connection, "writing", interrupted(before))

    return install
