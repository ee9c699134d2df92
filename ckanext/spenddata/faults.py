"""An exception → whose fault it is, and what to tell. The only place that knows what the databases' and Solr's errors mean."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

import polars as pl
import psycopg2
import pysolr
import requests
from ckan.lib.navl.dictization_functions import DataError
from ckan.lib.search import SearchError, SearchIndexError, SearchQueryError, SolrConnectionError
from redis.exceptions import RedisError
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from ckanext.spenddata.sandbox import errors
from ckanext.spenddata.search.core import SearchDownError, SearchSlowError

_NEW_CONNECTIONS = ("08", "53", "57", "58")
"""Classes of SQLSTATE: connections, resources, an operator's intervention, the system."""
_TRY_AGAIN = ("40", "55")
"""A serialisation that failed, a lock that could not be had."""
_VALUES = ("22", "54")
"""What a value can't be: a number out of range, a text that is no date, a character that can't be kept; or what there is too much of."""
_TYPES = ("42804", "42846", "42883", "42P18", "42701")
"""A value of a kind that can't be compared with what it is asked of; a column that is called as another."""
_SEARCHING = {"42601": "tsquery", "42704": "text search configuration"}
"""Words whose signs make no sense, and a language that is none; anything else that can't be parsed or found is the program's fault."""
_CANCELLED = "57014"
_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS, errno.ESTALE})
"""No room, or a disk that is broken, mounted for reading only, or gone."""
_SHORT = frozenset({errno.ENOMEM, errno.EMFILE, errno.ENFILE, errno.EAGAIN})
"""No memory, open file or process more."""
_NUL = "cannot contain NUL"
_DIGITS = "for integer string conversion"
_NOT_A_COLUMN = "can't adapt type"
_SOLR_REFUSES = ("HTTP 400", "too many nested clauses", "For input string")
"""What Solr says of a question or a document that it can't take, of some with the status of a fault of its own."""


class Kind(Enum):
    """Whose fault it is."""

    QUESTION = "question"
    """Something in the request has no meaning."""
    SLOW = "slow"
    """The answer would take longer than the portal gives to one question."""
    DATABASE = "database"
    SEARCH = "search"
    MEMORY = "memory"
    """The key-value store that holds sessions and rings the workers' bell."""
    DISK = "disk"
    MACHINE = "machine"
    """The machine has no memory, file or process left, or a service beside the portal doesn't answer."""

    @property
    def status(self) -> int:
        """The HTTP status that says so."""
        return 400 if self is Kind.QUESTION else 503


OUTAGES = frozenset(Kind) - {Kind.QUESTION}
"""What ends by itself or by an administrator, whatever was asked: to be waited for, and to be tried again."""


@dataclass(frozen=True)
class Fault:
    """An exception, understood."""

    kind: Kind
    cause: BaseException


def fault(error: BaseException) -> Fault | None:
    """What an exception means, or None where it is a fault of the program."""
    for each in _chain(error):
        kind = _kind(each)
        if kind:
            return Fault(kind, each)
    return None


def _chain(error: BaseException) -> Iterator[BaseException]:
    """An exception, and what it was raised from on purpose."""
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        seen = seen.__cause__


def _kind(error: BaseException) -> Kind | None:
    for classes, understand in _UNDERSTOOD:
        if isinstance(error, classes):
            return understand(error)
    return None


def _of_database(error: BaseException) -> Kind | None:
    """By the SQLSTATE that PostgreSQL gave; without one, it did not answer at all."""
    known = error.orig if isinstance(error, StatementError) and error.orig is not None else error
    if not isinstance(known, psycopg2.Error):
        return _of_dialect(error, known)
    return _of_state(known.pgcode or "", known)


def _of_dialect(error: BaseException, known: BaseException) -> Kind | None:
    """By SQLAlchemy's own classes, where it was not PostgreSQL's driver that complained."""
    if isinstance(error, OperationalError | InterfaceError):
        return Kind.DATABASE
    return Kind.QUESTION if isinstance(known, ValueError) else None


def _of_state(state: str, error: psycopg2.Error) -> Kind | None:
    if state == _CANCELLED:
        return Kind.SLOW
    if state.startswith(_VALUES) or state in _TYPES or (not state and _NOT_A_COLUMN in str(error)):
        return Kind.QUESTION
    if state in _SEARCHING and _SEARCHING[state] in str(error):
        return Kind.QUESTION
    if state.startswith(_NEW_CONNECTIONS + _TRY_AGAIN):
        return Kind.DATABASE
    gone = isinstance(error, psycopg2.OperationalError | psycopg2.InterfaceError) and not state
    return Kind.DATABASE if gone else None


def _of_search(error: BaseException) -> Kind:
    """Solr's own refusal of a question is one; everything else of it means that it doesn't answer."""
    if isinstance(error, SearchQueryError):
        return Kind.QUESTION
    cause = error if isinstance(error, pysolr.SolrError) else error.__context__
    if isinstance(cause, SolrConnectionError):
        return Kind.SEARCH
    if isinstance(cause, pysolr.SolrError):
        return Kind.QUESTION if any(words in str(cause) for words in _SOLR_REFUSES) else Kind.SEARCH
    return Kind.SEARCH if isinstance(error, SearchIndexError) else Kind.QUESTION


def _of_value(error: BaseException) -> Kind | None:
    """Text that PostgreSQL can't hold, which its driver refuses before it is sent; a number of more digits than Python reads."""
    wrong = isinstance(error, UnicodeError) or any(words in str(error) for words in (_NUL, _DIGITS))
    return Kind.QUESTION if wrong else None


def _of_depth(error: BaseException) -> Kind | None:
    """JSON of more lists in lists than can be followed; any other endless way is the program's."""
    return Kind.QUESTION if "JSON" in str(error) else None


def _of_machine(error: BaseException) -> Kind | None:
    number = errors.number(error)
    if number in _DISK:
        return Kind.DISK
    return Kind.MACHINE if number in _SHORT else None


_UNDERSTOOD = (
    ((SearchDownError, SolrConnectionError), lambda _error: Kind.SEARCH),
    (SearchSlowError, lambda _error: Kind.SLOW),
    ((SearchError, SearchIndexError, pysolr.SolrError), _of_search),
    (PoolTimeoutError, lambda _error: Kind.DATABASE),
    ((DBAPIError, StatementError, psycopg2.Error), _of_database),
    (RedisError, lambda _error: Kind.MEMORY),
    (DataError, lambda _error: Kind.QUESTION),
    (RecursionError, _of_depth),
    (ValueError, _of_value),
    ((ConnectionError, requests.ConnectionError, requests.Timeout), lambda _error: Kind.MACHINE),
    ((OSError, pl.exceptions.PolarsError), _of_machine),
)
"""Kind of exception → how to understand it; the first that fits decides."""
