"""Databases emptied between tests: only tables that hold something are touched, and none is made again that is there."""

from __future__ import annotations

import time
from collections.abc import Iterable
from functools import cache
from graphlib import TopologicalSorter
from typing import Any

MIGRATED = ("activity", "spenddata")
TRIES = 20
QUIET_SECONDS = 60
LOOKS = 2
LARGE = 2**18
"""Bytes of a table from which on it is truncated."""
REFERENCES = """
    SELECT DISTINCT format('"%s"."%s"', n.nspname, c.relname), format('"%s"."%s"', m.nspname, d.relname) FROM pg_constraint k
    JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_class d ON d.oid = k.confrelid JOIN pg_namespace m ON m.oid = d.relnamespace
    WHERE k.contype = 'f' AND k.conrelid <> k.confrelid
"""


def empty_main_database() -> None:
    """CKAN's database as new, with the tables of the plugins; they are made again only where they aren't there in their newest shape."""
    import ckanext.validation.model as validation  # known to CKAN before its tables are made
    from ckan import model, plugins
    from ckan.cli.db import _run_migrations
    from ckan.tests.helpers import reset_db
    from sqlalchemy.orm import close_all_sessions

    if not plugins.plugin_loaded("spenddata"):
        # Migrations are found by the plugins that are loaded, whatever the test itself has asked for.
        plugins.load_all()
    close_all_sessions()
    with model.meta.engine.connect() as connection:
        tables = tables_of(connection, "public")
        as_new = validation.Validation.__tablename__ in tables and is_newest(connection, tables)
    if as_new:
        truncate(model.meta.engine, "public", (name for name in tables if not name.endswith("alembic_version")))
        return
    reset_db()
    for plugin in MIGRATED:
        _run_migrations(plugin)
    validation.Validation.__table__.create(model.meta.engine, checkfirst=True)


def empty_datastore(*, alone: bool = False) -> None:
    """Empty the ledger and drop the tables of files; CKAN's own stay. ``alone``: nobody else writes."""
    import sqlalchemy as sa
    from ckanext.datastore.backend.postgres import get_write_engine

    engine = get_write_engine()
    with engine.begin() as connection:
        ledger = [table for table in tables_of(connection, "spenddata") if not table.endswith("version")]
        for table in tables_of(connection, "public"):
            if table == "_table_stats":
                # CKAN keeps counts of rows here; those of the ledger would outlive its rows.
                connection.execute(sa.text("DELETE FROM public._table_stats"))
            elif not table.startswith("_"):
                connection.execute(sa.text(f'DROP TABLE "public"."{table}" CASCADE'))
    truncate(engine, "spenddata", ledger, alone=alone)


def is_newest(connection: Any, tables: Iterable[str]) -> bool:
    """Whether the tables of CKAN and of the plugins were brought to the version that the code has."""
    import sqlalchemy as sa

    found = {
        table: connection.scalar(sa.text(f'SELECT min(version_num) FROM "{table}"'))
        for table in tables
        if table.endswith("alembic_version")
    }
    return heads().items() <= found.items()


@cache
def heads() -> dict[str, str]:
    """The newest version of CKAN's tables and of each plugin's, by the table that notes it."""
    from alembic.config import Config
    from alembic.script import ScriptDirectory
    from ckan import model
    from ckan.cli.db import _resolve_alembic_config

    files = {"alembic_version": model.repo._alembic_ini}
    files |= {f"{plugin}_alembic_version": _resolve_alembic_config(plugin) for plugin in MIGRATED}
    return {table: ScriptDirectory.from_config(Config(file)).get_current_head() or "" for table, file in files.items()}


def tables_of(connection: Any, schema: str) -> list[str]:
    """The names of a schema's tables."""
    import sqlalchemy as sa

    return list(
        connection.scalars(sa.text("SELECT tablename FROM pg_tables WHERE schemaname = :schema"), {"schema": schema})
    )


def truncate(engine: Any, schema: str, tables: Iterable[str], *, alone: bool = False) -> None:
    """Empty those of some tables that hold rows, and what refers to them; while others write, again until they let us."""
    from psycopg2.errors import DeadlockDetected
    from sqlalchemy.exc import OperationalError

    names = [f'"{schema}"."{table}"' for table in tables]
    for left in reversed(range(TRIES)):
        try:
            with engine.begin() as connection:
                empty(connection, names, alone=alone)
        except OperationalError as error:
            if not left or not isinstance(error.orig, DeadlockDetected):
                raise
            time.sleep(0.1)
        else:
            return


def empty(connection: Any, names: list[str], *, alone: bool = False) -> None:
    """Empty those of some tables that hold rows, and what refers to them, in the transaction of a connection or session.

    Args:
        connection: Whose transaction it is.
        names: The tables, with their schema.
        alone: Nobody else writes, who would have to be waited for. Then a few rows are deleted: that takes a tenth of the time of a
            truncation, which makes every file of a table anew. What is deleted stays in the file, so a table that has grown is truncated.
    """
    import sqlalchemy as sa

    with_others = referring(connection, names)
    if not with_others:
        return
    filled = " UNION ALL ".join(
        f"SELECT '{name}', pg_relation_size('{name}') WHERE EXISTS (SELECT FROM {name})" for name in with_others
    )
    found = dict(connection.execute(sa.text(filled)).all())
    if large := [name for name, size in found.items() if size > LARGE or not alone]:
        connection.execute(sa.text(f"TRUNCATE {', '.join(large)} CASCADE"))
    for name in with_others:
        if name in found and name not in large:
            connection.execute(sa.text(f"DELETE FROM {name}"))


def referring(connection: Any, names: Iterable[str]) -> list[str]:
    """Tables and all that refer to them, each before those that it refers to."""
    import sqlalchemy as sa

    referrers: dict[str, set[str]] = {}
    for referrer, referred in connection.execute(sa.text(REFERENCES)).all():
        referrers.setdefault(referred, set()).add(referrer)
    reached: dict[str, set[str]] = {}
    left = list(names)
    while left:
        name = left.pop()
        if name not in reached:
            reached[name] = referrers.get(name, set())
            left += reached[name]
    return list(TopologicalSorter(reached).static_order())


def wait_for_workers() -> None:
    """Forget all jobs that wait, and wait until no worker of the running portal is at one: it would write on for what is gone."""
    import psutil
    import rq
    from ckan.lib.redis import connect_to_redis

    connection = connect_to_redis()
    idle = 0
    end = time.monotonic() + QUIET_SECONDS
    while True:
        for queue in rq.Queue.all(connection=connection):
            queue.empty()
        # One that was killed at its work stays busy in the books.
        living = [worker for worker in rq.Worker.all(connection=connection) if psutil.pid_exists(worker.pid or 0)]
        busy = [worker.name for worker in living if worker.get_state() == "busy"]
        # A job is taken a moment before its worker says that it is busy.
        idle = 0 if busy else idle + 1
        if idle == LOOKS:
            return
        assert time.monotonic() < end, f"workers still busy after {QUIET_SECONDS} s: {busy}"
        time.sleep(0.05)
