"""The name of the state of CKAN's database, as far as public pages show it: another one after every transaction that changes that.

Triggers write a line for each such transaction, so nobody can change a table and forget to: neither CKAN, nor another extension, nor a
database administrator. Which tables and columns are watched is said here; a table of ours that is neither watched nor said to be unseen
fails a test.

What a publication adds may be seen a moment later (``may_wait``): a page that lacks it is old, but nothing on it is wrong. Whatever takes
something back, closes or renames it may not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa
from ckan import model
from sqlalchemy import event
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.orm import Session as SessionBase

from ckanext.spenddata.model.columns import BaseModel

TRIGGER = "spenddata_change"
MOST = 200
"""Lines that are left to gather, so that the name is made of few."""
MAY_WAIT = "'may wait'"
"""Argument of the triggers of what may be seen a moment later."""


_adding: ContextVar[bool] = ContextVar("spenddata_only_adding", default=False)


@dataclass(frozen=True)
class Watch:
    """Changes of a table that are seen."""

    events: str
    """As PostgreSQL's triggers say them."""
    when: str = ""
    """Of which lines; of all, told once a statement, where nothing is said."""
    may_wait: bool = False


def _of(*columns: str) -> tuple[Watch, ...]:
    """Lines that come or go, and changes of some columns; of all where none is named."""
    named = ", ".join(f'"{column}"' for column in columns)
    return (Watch(f"INSERT OR DELETE OR {f'UPDATE OF {named}' if named else 'UPDATE'} OR TRUNCATE"),)


_GONE_OR_CHANGED = (Watch("UPDATE OR DELETE OR TRUNCATE"),)
"""Of lines that come unseen: what makes them seen is a change of another table."""
_SHOWN = "state, report, rows_in_error, rows_accepted, amount_accepted, entry_no, published"
_WAS_PUBLIC, _IS_PUBLIC = "OLD.entry_no IS NOT NULL", "NEW.entry_no IS NOT NULL"
_ADDED = "OLD.state IS DISTINCT FROM NEW.state AND NEW.state IN ('published', 'superseded')"
_TAKEN_BACK = "NEW.to_state IN ('withdrawn', 'erased', 'details_erased')"
"""Events of which a change of the revision itself need not tell."""

WATCHED: Mapping[str, Sequence[Watch]] = {
    **dict.fromkeys(("package", "package_extra", "resource", "resource_view", "group", "group_extra", "member"), _of()),
    **dict.fromkeys(("tag", "package_tag", "package_relationship", "vocabulary", "system_info"), _of()),
    "user": _of("name", "fullname", "about", "image_url", "state", "sysadmin", "plugin_extras"),
    **dict.fromkeys(("spenddata_former_name", "spenddata_acknowledgement", "spenddata_peer_group"), _of()),
    **dict.fromkeys(("spenddata_return", "spenddata_file"), _GONE_OR_CHANGED),
    "spenddata_event": (*_GONE_OR_CHANGED, Watch("INSERT", _TAKEN_BACK)),
    "spenddata_revision": (
        Watch("TRUNCATE"),
        Watch("INSERT", _IS_PUBLIC),
        Watch("DELETE", _WAS_PUBLIC),
        Watch(f"UPDATE OF {_SHOWN}", f"({_WAS_PUBLIC} OR {_IS_PUBLIC}) AND NOT ({_ADDED})"),
        Watch(f"UPDATE OF {_SHOWN}", f"({_WAS_PUBLIC} OR {_IS_PUBLIC}) AND {_ADDED}", may_wait=True),
    ),
    "spenddata_followup": (Watch("INSERT OR DELETE OR UPDATE OF done, waits_for OR TRUNCATE", may_wait=True),),
    "spenddata_removal": _of("done", "plan"),
}
"""Table → its changes that are seen."""
UNSEEN = frozenset({"spenddata_change", "spenddata_heartbeat", "spenddata_mapping"})
"""Tables of ours of which no public page shows anything."""

_COLUMN = "ALTER TABLE spenddata_change ADD COLUMN IF NOT EXISTS may_wait boolean NOT NULL DEFAULT false"
_FUNCTION = """
CREATE OR REPLACE FUNCTION spenddata_note_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    waits boolean := coalesce(TG_ARGV[0] = 'may wait', false)
        OR coalesce(current_setting('spenddata.only_adding', true) = 'on', false);
    this text := txid_current()::text;
    waiting text := this || ' may wait';
    noted text := coalesce(current_setting('spenddata.noted', true), '');
BEGIN
    IF noted <> this AND NOT (waits AND noted = waiting) THEN
        INSERT INTO spenddata_change (may_wait) VALUES (waits);
        PERFORM set_config('spenddata.noted', CASE WHEN waits THEN waiting ELSE this END, true);
    END IF;
    RETURN NULL;
END $$
"""
_WATCHED = sa.text(
    "SELECT relname, tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
    " WHERE tgname LIKE :name AND relnamespace = current_schema()::regnamespace"
)
_STATE = sa.text(
    "SELECT coalesce(md5(string_agg(number::text, ' ' ORDER BY number) FILTER (WHERE NOT may_wait)), ''),"
    " coalesce(md5(string_agg(number::text, ' ' ORDER BY number)), '') FROM spenddata_change"
)
_ONLY_ADDING = sa.text("SELECT set_config('spenddata.only_adding', :said, true)")
_COUNT = sa.text("SELECT count(*) FROM spenddata_change")
_CLEAR = sa.text(
    "WITH newest AS (INSERT INTO spenddata_change DEFAULT VALUES RETURNING number)"
    " DELETE FROM spenddata_change USING newest WHERE spenddata_change.number < newest.number"
)


class State(NamedTuple):
    """The names of a state."""

    settled: str
    """Of all but what only adds: another one when something was taken back, closed, renamed."""
    whole: str
    """Of everything."""


class Change(BaseModel):
    """One transaction that may have changed what public pages show."""

    __tablename__ = "spenddata_change"

    number: Mapped[int] = mapped_column(sa.BigInteger, sa.Identity(always=True), primary_key=True)
    may_wait: Mapped[bool] = mapped_column(sa.Boolean, server_default=sa.false())
    """Whether it only added something, so that a page without it is not wrong."""


def state() -> State:
    """The names of what is committed now. Numbers are given once and never again, so no two states have one name."""
    with _database().connect() as connection:
        return State(*connection.execution_options(isolation_level="AUTOCOMMIT").execute(_STATE).one())


def state_seen() -> State:
    """The names of what CKAN's session sees, its own changes that are not committed yet among them."""
    return State(*model.Session.execute(_STATE).one())


def clear() -> None:
    """Take away the lines that have gathered; one that is new leaves the state a name that it never had."""
    with _database().begin() as connection:
        if connection.execute(_COUNT).scalar_one() > MOST:
            connection.execute(_CLEAR)


@contextmanager
def only_adding() -> Iterator[None]:
    """Inside this block, what this thread writes in CKAN's session follows a publication: pages without it are not wrong."""
    token = _adding.set(True)
    _say("on")
    try:
        yield
    finally:
        _adding.reset(token)
        _say("off")


@event.listens_for(SessionBase, "after_begin")
def _tell(_session: SessionBase, _transaction: Any, connection: sa.Connection) -> None:
    """Say it to the database, where each of the transactions that begin inside the block begins."""
    if _adding.get():
        connection.execute(_ONLY_ADDING, {"said": "on"})


def _say(said: str) -> None:
    """Say it where a transaction has begun already."""
    session: SessionBase = model.Session()
    if session.in_transaction() and session.is_active:
        session.execute(_ONLY_ADDING, {"said": said})


def watching(tables: Iterable[str]) -> Iterator[str]:
    """The statements by which tables are watched from now on, each a moment's work, so that nobody waits for it."""
    yield _COLUMN
    yield _FUNCTION
    for table in tables:
        for place, watch in enumerate(WATCHED[table]):
            lines = f"ROW WHEN ({watch.when})" if watch.when else "STATEMENT"
            argument = MAY_WAIT if watch.may_wait else ""
            yield (
                f'CREATE TRIGGER {TRIGGER}{f"_{place}" if place else ""} AFTER {watch.events} ON "{table}"'
                f" FOR EACH {lines} EXECUTE FUNCTION spenddata_note_change({argument})"
            )


def unwatching(tables: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """The statements that end it, of tables with their triggers (:func:`watched`)."""
    for table, triggers in tables.items():
        for trigger in triggers:
            yield f'DROP TRIGGER IF EXISTS {trigger} ON "{table}"'


def watched(connection: sa.Connection) -> dict[str, list[str]]:
    """The tables that are watched, with the triggers that do it."""
    found: dict[str, list[str]] = {}
    for table, trigger in connection.execute(_WATCHED, {"name": f"{TRIGGER}%"}):
        found.setdefault(table, []).append(trigger)
    return found


def _database() -> sa.Engine:
    if model.meta.engine is None:
        raise RuntimeError("CKAN's database is not set up yet.")
    return model.meta.engine
