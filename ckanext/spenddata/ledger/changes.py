"""The name of the ledger's state, by which kept answers are known to hold: it is another one after every transaction that writes."""

from __future__ import annotations

from typing import NamedTuple

from ckanext.spenddata.ledger import connection
from ckanext.spenddata.ledger.answers import rows

MOST = 200
"""Lines that are left to gather, so that the name is made of few."""

_STATE = """
select coalesce(md5(string_agg(number::text, ' ' order by number) filter (where not may_wait)), ''),
       coalesce(md5(string_agg(number::text, ' ' order by number)), '')
from spenddata.change
"""
_COUNT = "select count(*) > %s from spenddata.change"
_CLEAR = "delete from spenddata.change where number < (select max(number) from spenddata.change)"


class State(NamedTuple):
    """The names of a state."""

    settled: str
    """Of all but what only adds."""
    whole: str
    """Of everything."""


def state() -> State:
    """The names of what is committed now. Numbers are given once and never again, so no two states have one name."""
    with connection.glancing() as cursor:
        cursor.execute(_STATE)
        [names] = cursor.fetchall()
    return State(*names)


def state_of(database: connection.Connection) -> State:
    """The names of what a transaction of ``reading()`` sees: what is asked in it is of this very state."""
    [names] = rows(database, _STATE, {})
    return State(*names)


def clear() -> None:
    """Take away the lines that have gathered; the line of that leaves the state a name that it never had."""
    with connection.glancing() as cursor:
        cursor.execute(_COUNT, (MOST,))
        [(many,)] = cursor.fetchall()
    if many:
        with connection.writing() as database, database.cursor() as cursor:
            cursor.execute(_CLEAR)
