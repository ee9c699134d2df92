"""Whether a portal may be restored into: empty, and used by nobody."""

from __future__ import annotations

import gc

from ckan import model
from ckan.lib import redis
from rq import Worker
from sqlalchemy.engine import Engine

from ckanext.spenddata.backup import databases, places
from ckanext.spenddata.backup.databases import Database
from ckanext.spenddata.backup.faults import BackupError
from ckanext.spenddata.backup.manifest import Manifest
from ckanext.spenddata.ledger import holdings
from ckanext.spenddata.ledger.connection import Connection
from ckanext.spenddata.values.text import counted

NOTHING = "Nothing was changed."
FRESH_USERS = 2
"""The site's own user, and the administrator that was made with the portal."""
_COUNTS = {
    "organisations": 'select count(*) from "group"',
    "datasets": "select count(*) from package",
    "returns": "select count(*) from spenddata_return",
}
_USERS = 'select count(*) from "user"'
_FILE_TABLES = "select count(*) from pg_tables where schemaname = 'public' and tablename not like '\\_%'"
_HAS = "select to_regclass(%s) is not null"
_OTHERS = """
select coalesce(nullif(application_name, ''), backend_type), count(*) from pg_stat_activity
where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend' group by 1 order by 1
"""
_MAY_CREATE = "select has_database_privilege(current_user, current_database(), 'CREATE')"
_FILES = ("resources", "storage", "files", "artefacts", "reports", "csv")


def let_go() -> None:
    """Give back every connection that this process holds: CKAN's and those that plugins keep for themselves."""
    model.Session.remove()
    for engine in [each for each in gc.get_objects() if isinstance(each, Engine)]:
        engine.dispose()


def require_unused() -> None:
    """Refuse while a web server, a worker or anybody else is at the databases.

    Raises:
        BackupError: Somebody is.
    """
    let_go()
    found = [
        f"{count} of {who} at {database.name}" for database in databases.both() for who, count in _others(database)
    ]
    if workers := Worker.all(connection=redis.connect_to_redis()):
        found.append(f"{len(workers)} background workers")
    if found:
        message = f"The portal is in use: connections of {', '.join(found)}. {NOTHING} Stop its web servers and workers, then restore."
        raise BackupError(message)


def require_empty() -> None:
    """Refuse to restore over what somebody has made.

    Raises:
        BackupError: The databases or the storage folders hold something.
    """
    ckan, datastore = databases.both()
    with ckan.connected() as main, datastore.connected() as other:
        found = [f"{count} {what}" for what, statement in _COUNTS.items() if (count := _count(main, statement))]
        users = _count(main, _USERS)
        found += [counted(users, "user")] if users > FRESH_USERS else []
        published = holdings.entries(other)
        found += [f"{counted(published, 'publication')} in the ledger"] if published else []
        tables = _count(other, _FILE_TABLES)
        found += [f"{counted(tables, 'table')} in the DataStore"] if tables else []
    for place in places.both():
        files = sum(1 for name in _FILES for path in (place.folder / name).rglob("*") if path.is_file())
        found += [f"{counted(files, 'file')} in {place.folder}"] if files else []
    if found:
        raise BackupError(
            f"This portal is not empty: it has {', '.join(found)}. {NOTHING} A backup is restored into a new portal: other databases and"
            " other storage folders, or the same ones after they were emptied by hand."
        )


def require_fitting(manifest: Manifest) -> None:
    """Refuse where the databases can't take what is in the backup.

    Raises:
        BackupError: They can't.
    """
    here = databases.roles()
    if here != manifest.roles:
        differing = [
            f"{name} is {here[name]} here and {was} in the backup"
            for name, was in manifest.roles.items()
            if here[name] != was
        ]
        message = f"The databases' roles have other names: {', '.join(differing)}. {NOTHING} Make roles with the names of the backup."
        raise BackupError(message)
    ckan, datastore = databases.both()
    with datastore.connected() as connection:
        if not databases.one(connection, _MAY_CREATE):
            raise BackupError(
                f"The role {datastore.role()} may not make the schema of the ledger. {NOTHING} Have a database administrator run:"
                f' GRANT CREATE ON DATABASE "{datastore.url.database}" TO "{datastore.role()}";'
            )
    was, server = int(manifest.versions["postgresql"]), min(ckan.major(), datastore.major())
    if server < was:
        message = f"The backup is of PostgreSQL {was}, this is PostgreSQL {server}. {NOTHING} Use a server of version {was} or newer."
        raise BackupError(message)


def _others(database: Database) -> list[tuple[str, int]]:
    with database.connected() as connection, connection.cursor() as cursor:
        cursor.execute(_OTHERS)
        return cursor.fetchall()


def _count(connection: Connection, statement: str) -> int:
    """What a statement counts; 0 where its table is not made yet."""
    table = statement.split(" from ")[1].split()[0]
    with connection.cursor() as cursor:
        cursor.execute(_HAS, (table,))
        row = cursor.fetchone()
    return databases.one(connection, statement) if row and row[0] else 0
