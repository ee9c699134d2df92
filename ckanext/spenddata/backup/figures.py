"""What a portal holds, counted and summed: the same question to the portal that is backed up and to the one that was restored."""

from __future__ import annotations

from typing import Any

from psycopg2 import sql

from ckanext.spenddata.backup.databases import CKAN, DATASTORE, one
from ckanext.spenddata.backup.faults import BackupError
from ckanext.spenddata.ledger import holdings
from ckanext.spenddata.ledger.connection import Connection
from ckanext.spenddata.values.text import counted

_TABLES = """
select n.nspname::text, c.relname::text from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and c.relkind in ('r', 'p') and not c.relispartition
  and c.relowner = (select oid from pg_roles where rolname = current_user)
order by 1, 2
"""
_CATALOGUE = {
    "users": """select count(*) from "user" where state = 'active'""",
    "organisations": """select count(*) from "group" where is_organization and state = 'active'""",
    "datasets": "select count(*) from package where state = 'active'",
    "resources": "select count(*) from resource where state = 'active'",
    "returns": "select count(*) from spenddata_return",
    "revisions": "select count(*) from spenddata_revision",
    "published": "select count(*) from spenddata_revision where state = 'published'",
    "files sent": "select count(*) from spenddata_file",
    "taken back": "select count(*) from spenddata_removal",
}


def of(ckan: Connection, datastore: Connection) -> dict[str, Any]:
    """Count and sum.

    Returns:
        ``portal``: name → figure; ``publishers``: ``publisher_id`` → number and sum of its payments; ``rows``: database → table → number
        of its rows.
    """
    portal = {name: one(ckan, statement) for name, statement in _CATALOGUE.items()}
    portal |= holdings.in_all(datastore)
    publishers = holdings.by_publisher(datastore)
    return {"portal": portal, "publishers": publishers, "rows": {CKAN: _rows(ckan), DATASTORE: _rows(datastore)}}


def compare(expected: dict[str, Any], found: dict[str, Any]) -> None:
    """Compare the figures of a backup with those that were restored.

    Raises:
        BackupError: They differ; the message names the first ones.
    """
    different = [
        f"{name}: {was} in the backup, {now} restored"
        for name, (was, now) in _side_by_side(_flat(expected), _flat(found))
        if was != now
    ]
    if different:
        raise BackupError("What was restored is not what was backed up: " + "; ".join(different[:5]) + ".")


def tables(connection: Connection) -> list[tuple[str, str]]:
    """Schema and name of every table of CKAN's role."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        return cursor.fetchall()


def as_lines(figures: dict[str, Any]) -> list[str]:
    """The figures for a person, a line each."""
    lines = [
        f"{name}: {value:,}" if isinstance(value, int) else f"{name}: £{value}"
        for name, value in figures["portal"].items()
    ]
    for database, rows in figures["rows"].items():
        lines.append(f"database {database}: {counted(len(rows), 'table')}, {counted(sum(rows.values()), 'row')}")
    return lines


def _rows(connection: Connection) -> dict[str, int]:
    counted = sql.SQL("select count(*) from {}")
    return {
        f"{schema}.{name}": one(connection, counted.format(sql.Identifier(schema, name)))
        for schema, name in tables(connection)
    }


def _flat(figures: dict[str, Any], before: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in figures.items():
        flat |= _flat(value, f"{before}{name} ") if isinstance(value, dict) else {before + name: value}
    return flat


def _side_by_side(one: dict[str, Any], other: dict[str, Any]) -> list[tuple[str, tuple[Any, Any]]]:
    return [(name, (one.get(name), other.get(name))) for name in sorted({*one, *other})]
