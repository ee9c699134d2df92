"""A dump → a database: what was there goes, then the dump comes in whole or not at all."""

from __future__ import annotations

from pathlib import Path

from psycopg2 import sql

from ckanext.spenddata.backup import programs
from ckanext.spenddata.backup.databases import Database
from ckanext.spenddata.ledger.connection import Cursor

_SCHEMAS = """
select nspname::text from pg_namespace
where nspowner = (select oid from pg_roles where rolname = current_user) and nspname <> 'public' and nspname !~ '^pg_'
"""
_RELATIONS = """
select c.relkind::text, c.relname::text from pg_class as c
where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'S', 'f')
  and c.relowner = (select oid from pg_roles where rolname = current_user)
  and not exists (select from pg_depend where classid = 'pg_class'::regclass and objid = c.oid and deptype = 'e')
order by c.relkind in ('S'), c.relname
"""
_ROUTINES = """
select p.oid::regprocedure::text from pg_proc as p
where p.pronamespace = 'public'::regnamespace and p.proowner = (select oid from pg_roles where rolname = current_user)
  and not exists (select from pg_depend where classid = 'pg_proc'::regclass and objid = p.oid and deptype = 'e')
"""
_TYPES = """
select t.typname::text from pg_type as t
where t.typnamespace = 'public'::regnamespace and t.typtype in ('e', 'd')
  and t.typowner = (select oid from pg_roles where rolname = current_user)
  and not exists (select from pg_depend where classid = 'pg_type'::regclass and objid = t.oid and deptype = 'e')
"""
_KINDS = {"r": "table", "p": "table", "v": "view", "m": "materialized view", "S": "sequence", "f": "foreign table"}
_DROP = sql.SQL("drop {kind} if exists {name} cascade")


def load(database: Database, pg_restore: Path, dumped: Path, owner: str) -> None:
    """Put a dump in the place of all that the portal's role owns in a database.

    Args:
        database: The database, which nobody uses.
        pg_restore: The program.
        dumped: The dump.
        owner: The portal's role in the dump. What a superuser made there (extensions, the schema ``public``) is the new database's own.

    Raises:
        BackupError: It could not be restored; the database is then empty.
    """
    ours = [line for line in programs.listed(pg_restore, dumped) if line.endswith(f" {owner}")]
    contents = dumped.with_suffix(".list")
    contents.write_text("\n".join(ours) + "\n")
    with database.connected() as connection, connection.cursor() as cursor:
        cursor.execute("begin")
        _empty(cursor)
        cursor.execute("commit")
    programs.restore(pg_restore, database.url, dumped, contents)
    with database.connected() as connection, connection.cursor() as cursor:
        cursor.execute("analyze")


def _empty(cursor: Cursor) -> None:
    cursor.execute(_SCHEMAS)
    for (name,) in cursor.fetchall():
        cursor.execute(_DROP.format(kind=sql.SQL("schema"), name=sql.Identifier(name)))
    cursor.execute(_RELATIONS)
    for kind, name in cursor.fetchall():
        cursor.execute(_DROP.format(kind=sql.SQL(_KINDS[kind]), name=sql.Identifier("public", name)))
    cursor.execute(_ROUTINES)
    for (signature,) in cursor.fetchall():
        cursor.execute(f"drop routine if exists {signature} cascade")
    cursor.execute(_TYPES)
    for (name,) in cursor.fetchall():
        cursor.execute(_DROP.format(kind=sql.SQL("type"), name=sql.Identifier("public", name)))
