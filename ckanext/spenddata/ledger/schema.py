"""The ledger's schema: made and upgraded by the numbered files of ``sql/``, each once, all in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources

from psycopg2 import sql

from ckanext.spenddata.ledger import connection, labels, row_count
from ckanext.spenddata.ledger.connection import Cursor
from ckanext.spenddata.ledger.publication import LedgerError

_LOCK = "select pg_advisory_xact_lock(hashtextextended('spenddata schema', 0))"
_STATE = """
select to_regclass('spenddata.schema_version') is not null, to_regclass('public._table_stats') is not null,
       has_database_privilege(current_user, current_database(), 'CREATE'), current_database()::text, current_user::text
"""
_BEGIN = "create schema if not exists spenddata"
_STEPS = """
create table if not exists spenddata.schema_version (
    step integer primary key, name text not null, applied timestamptz not null default now()
)
"""
_DONE = "select step from spenddata.schema_version"
_RECORD = "insert into spenddata.schema_version (step, name) values (%s, %s)"
_GRANTS = (
    sql.SQL("grant usage on schema spenddata to {reader}"),
    sql.SQL(
        "grant select on spenddata.entry, spenddata.ledger, spenddata.total_month, spenddata.total_year,"
        " spenddata.total_supplier, spenddata.total_market, spenddata.total_name,"
        " spenddata.erasure, spenddata.supplier_name, spenddata.supplier_link,"
        " spenddata.supplier_question, spenddata.supplier_decision,"
        " spenddata.category_change, spenddata.category_history, spenddata.category_decision, spenddata.category_base,"
        " spenddata.change to {reader}"
    ),
    sql.SQL("grant select on public.{view} to {reader}"),
)


class MissingGrant(LedgerError):  # noqa: N818
    """The write role may not make a schema; ``statement`` is what a database administrator must run."""

    def __init__(self, statement: str, database: str, role: str) -> None:
        self.statement = statement
        super().__init__(
            f"The ledger is not made: the role {role} may not create a schema in the database {database}."
            f" Nothing has changed. Ask a database administrator to run there as a superuser:\n\n    {statement}\n\n"
            "then run `ckan spenddata ledger init` again."
        )


@dataclass(frozen=True)
class Step:
    """One numbered file of ``sql/``."""

    number: int
    name: str
    text: str


def steps() -> list[Step]:
    """Every step, in order."""
    files = [
        f for f in resources.files("ckanext.spenddata.ledger").joinpath("sql").iterdir() if f.name.endswith(".sql")
    ]
    found = [Step(int(f.name.partition("_")[0]), f.name, f.read_text(encoding="utf-8")) for f in files]
    return sorted(found, key=lambda step: step.number)


def pending() -> list[Step]:
    """Steps that this database has not taken yet."""
    with connection.writing(noted=False) as database, database.cursor() as cursor:
        begun = _row(cursor, _STATE)[0]
        done = _done(cursor) if begun else set()
    return [step for step in steps() if step.number not in done]


def initialise() -> list[str]:
    """Make or upgrade the schema, its labels and its grants; names of the steps taken, none where all is there.

    Raises:
        MissingGrant: The write role may not create a schema.
        LedgerError: CKAN's own part of the DataStore is missing.
    """
    with connection.writing(noted=False) as database, database.cursor() as cursor:
        cursor.execute(_LOCK)
        begun, datastore_ready, may_create, name, role = _row(cursor, _STATE)
        if not datastore_ready:
            raise LedgerError(
                f"The ledger is not made: the database {name} lacks CKAN's own DataStore tables."
                " Run the output of `ckan datastore set-permissions` as a superuser first."
            )
        if not begun and not may_create:
            grant = sql.SQL("GRANT CREATE ON DATABASE {} TO {};").format(sql.Identifier(name), sql.Identifier(role))
            raise MissingGrant(grant.as_string(cursor), name, role)
        taken = _take(cursor)
        _grant(cursor)
        labels.write(cursor)
    row_count.refresh()
    return taken


def _take(cursor: Cursor) -> list[str]:
    cursor.execute(_BEGIN)
    cursor.execute(_STEPS)
    done = _done(cursor)
    taken = [step for step in steps() if step.number not in done]
    for step in taken:
        cursor.execute(step.text)
        cursor.execute(_RECORD, (step.number, step.name))
    return [step.name for step in taken]


def _grant(cursor: Cursor) -> None:
    """Let the read-only role read what is public; not the inner view, or CKAN would find two of a name."""
    names = {"reader": sql.Identifier(connection.read_role()), "view": sql.Identifier(labels.VIEW)}
    for grant in _GRANTS:
        cursor.execute(grant.format(**names))


def _done(cursor: Cursor) -> set[int]:
    cursor.execute(_DONE)
    return {number for (number,) in cursor}


def _row(cursor: Cursor, statement: str) -> tuple:
    cursor.execute(statement)
    return cursor.fetchone() or ()
