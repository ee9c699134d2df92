"""The name of the state of CKAN's database, as far as public pages show it: another one after every transaction that changes that.

Triggers write a line for each such transaction, so nobody can change a table and forget to: neither CKAN, nor another extension, nor a
database administrator. Which tables and columns are watched is said here; a table of ours that is neither watched nor said to be unseen
fails a test.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import sqlalchemy as sa
from ckan import model
from sqlalchemy.orm import Mapped, mapped_column

from ckanext.spenddata.model.columns import BaseModel

__all__ = ["UNSEEN", "WATCHED", "Change", "clear", "state", "unwatching", "watched", "watching"]

TRIGGER = "spenddata_change"
MOST = 200
"""Lines that are left to gather, so that the name is made of few."""
WATCHED: Mapping[str, Sequence[str]] = {
    **dict.fromkeys(("package", "package_extra", "resource", "resource_view", "group", "group_extra", "member"), ()),
    **dict.fromkeys(("tag", "package_tag", "package_relationship", "vocabulary", "system_info"), ()),
    "user": ("name", "fullname", "about", "image_url", "state", "sysadmin", "plugin_extras"),
    **dict.fromkeys(("spenddata_return", "spenddata_file", "spenddata_event"), ()),
    **dict.fromkeys(("spenddata_former_name", "spenddata_acknowledgement", "spenddata_peer_group"), ()),
    "spenddata_revision": (
        "state",
        "report",
        "rows_in_error",
        "rows_accepted",
        "amount_accepted",
        "entry_no",
        "published",
    ),
    "spenddata_followup": ("done", "waits_for"),
    "spenddata_removal": ("done", "plan"),
}
"""Table → columns whose change is seen, all where none is named; lines that come or go are always."""
UNSEEN = frozenset({"spenddata_change", "spenddata_heartbeat", "spenddata_mapping"})
"""Tables of ours of which no public page shows anything."""

_FUNCTION = """
CREATE OR REPLACE FUNCTION spenddata_note_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    this text := txid_current()::text;
BEGIN
    IF current_setting('spenddata.noted', true) IS DISTINCT FROM this THEN
        INSERT INTO spenddata_change DEFAULT VALUES;
        PERFORM set_config('spenddata.noted', this, true);
    END IF;
    RETURN NULL;
END $$
"""
_WATCHED = sa.text(
    "SELECT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
    " WHERE tgname = :name AND relnamespace = current_schema()::regnamespace"
)
_STATE = sa.text("SELECT coalesce(md5(string_agg(number::text, ' ' ORDER BY number)), '') FROM spenddata_change")
_COUNT = sa.text("SELECT count(*) FROM spenddata_change")
_CLEAR = sa.text(
    "WITH newest AS (INSERT INTO spenddata_change DEFAULT VALUES RETURNING number)"
    " DELETE FROM spenddata_change USING newest WHERE spenddata_change.number < newest.number"
)


class Change(BaseModel):
    """One transaction that may have changed what public pages show."""

    __tablename__ = "spenddata_change"

    number: Mapped[int] = mapped_column(sa.BigInteger, sa.Identity(always=True), primary_key=True)


def state() -> str:
    """The name of what is committed now. Numbers are given once and never again, so no two states have one name."""
    with _database().connect() as connection:
        return connection.execution_options(isolation_level="AUTOCOMMIT").execute(_STATE).scalar_one()


def clear() -> None:
    """Take away the lines that have gathered; one that is new leaves the state a name that it never had."""
    with _database().begin() as connection:
        if connection.execute(_COUNT).scalar_one() > MOST:
            connection.execute(_CLEAR)


def watching(tables: Iterable[str]) -> Iterator[str]:
    """The statements by which tables are watched from now on, each a moment's work, so that nobody waits for it."""
    yield _FUNCTION
    for table in tables:
        columns = ", ".join(f'"{column}"' for column in WATCHED[table])
        changed = f"UPDATE OF {columns}" if columns else "UPDATE"
        yield (
            f'CREATE TRIGGER {TRIGGER} AFTER INSERT OR DELETE OR {changed} OR TRUNCATE ON "{table}"'
            " FOR EACH STATEMENT EXECUTE FUNCTION spenddata_note_change()"
        )


def unwatching(tables: Iterable[str]) -> Iterator[str]:
    """The statements that end it."""
    for table in tables:
        yield f'DROP TRIGGER IF EXISTS {TRIGGER} ON "{table}"'
    yield "DROP FUNCTION IF EXISTS spenddata_note_change()"


def watched(connection: sa.Connection) -> set[str]:
    """The tables that are watched."""
    return set(connection.execute(_WATCHED, {"name": TRIGGER}).scalars())


def _database() -> sa.Engine:
    if model.meta.engine is None:
        message = "CKAN's database is not set up yet."
        raise RuntimeError(message)
    return model.meta.engine
