"""What an exception means: whose fault it is, whoever raised it and however it was wrapped."""

import errno
import json

import polars as pl
import psycopg2
import pysolr
import pytest
import requests
from ckan.lib.search import SearchError, SearchIndexError, SearchQueryError, SolrConnectionError
from redis.exceptions import BusyLoadingError
from redis.exceptions import ConnectionError as NoRedisError
from sqlalchemy.exc import InterfaceError, OperationalError, ProgrammingError, StatementError

from ckanext.spenddata.faults import OUTAGES, Kind, fault
from ckanext.spenddata.search.core import SearchDownError, SearchSlowError


class Coded(psycopg2.OperationalError):
    """An error with a SQLSTATE, which the driver's own can't be given from outside."""

    def __init__(self, state, words="words of the server"):
        super().__init__(words)
        self._state = state

    @property
    def pgcode(self):
        return self._state


def wrapped(error):
    return OperationalError("select", {}, error)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (pl.exceptions.ComputeError("parquet: No space left on device (os error 28)"), Kind.DISK),
        (OSError("No space left on device (os error 28)"), Kind.DISK),
        (wrapped(psycopg2.OperationalError("could not connect")), Kind.DATABASE),
        (wrapped(Coded("57P01")), Kind.DATABASE),
        (wrapped(Coded("53300")), Kind.DATABASE),
        (wrapped(Coded("40001")), Kind.DATABASE),
        (wrapped(Coded("57014")), Kind.SLOW),
        (wrapped(Coded("22003")), Kind.QUESTION),
        (wrapped(Coded("42883")), Kind.QUESTION),
        (wrapped(Coded("42P01")), None),
        (Coded("42601", 'syntax error in tsquery: ":x"'), Kind.QUESTION),
        (Coded("42704", 'text search configuration "x" does not exist'), Kind.QUESTION),
        (Coded("42601"), None),
        (Coded("42704"), None),
        (Coded("22P02"), Kind.QUESTION),
        (psycopg2.InterfaceError("connection already closed"), Kind.DATABASE),
        (InterfaceError("select", {}, psycopg2.InterfaceError("closed")), Kind.DATABASE),
        (ProgrammingError("select", {}, psycopg2.ProgrammingError("can't adapt type 'dict'")), Kind.QUESTION),
        (ProgrammingError("select", {}, psycopg2.ProgrammingError("no results to fetch")), None),
        (StatementError("words", "select", {}, ValueError("no date")), Kind.QUESTION),
        (ValueError("A string literal cannot contain NUL (0x00) characters."), Kind.QUESTION),
        (ValueError("any other"), None),
        ("\ud800".encode, Kind.QUESTION),
        (SearchDownError(), Kind.SEARCH),
        (SearchSlowError(), Kind.SLOW),
        (SolrConnectionError("no"), Kind.SEARCH),
        (SearchQueryError("bad sort"), Kind.QUESTION),
        (SearchError("Magic fields are not supported"), Kind.QUESTION),
        (NoRedisError(), Kind.MEMORY),
        (BusyLoadingError(), Kind.MEMORY),
        (OSError(errno.ENOSPC, "no room"), Kind.DISK),
        (FileNotFoundError(errno.ENOENT, "gone"), None),
        (KeyError("x"), None),
        (lambda: json.loads("[" * 100_000), Kind.QUESTION),
        (lambda: json.loads('{"a":' * 100_000), Kind.QUESTION),
        (lambda: int("9" * 5000), Kind.QUESTION),
        (lambda: str(10**5000), Kind.QUESTION),
        (RecursionError("maximum recursion depth exceeded in comparison"), None),
    ],
)
def test_whose_fault_it_is(error, kind):
    if callable(error):
        with pytest.raises((ValueError, RecursionError)) as raised:
            error()
        error = raised.value
    found = fault(error)
    assert (found.kind if found else None) is kind


def failing_search(said):
    """As CKAN does it: its own error, raised while Solr's is being handled."""
    try:
        raise pysolr.SolrError(f"Solr responded with an error ({said}): [Reason: …]")  # noqa: TRY301
    except pysolr.SolrError:
        raise SearchError("SOLR returned an error running query: …")  # noqa: B904


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("HTTP 400", Kind.QUESTION),
        ("HTTP 503", Kind.SEARCH),
        ("HTTP 500): [Reason: Query contains too many nested clauses; maxClauseCount is set to 4096]", Kind.QUESTION),
        ("HTTP 500): [Reason: java.lang.NullPointerException]", Kind.SEARCH),
    ],
)
def test_ckan_s_search_error_means_what_solr_said(said, kind):
    with pytest.raises(SearchError) as raised:
        failing_search(said)
    assert fault(raised.value).kind is kind


def test_what_it_was_raised_from_counts():
    error = RuntimeError()
    error.__cause__ = NoRedisError()
    assert fault(error).kind is Kind.MEMORY


def test_a_question_s_fault_is_a_400_and_everything_else_a_503():
    assert {kind: kind.status for kind in Kind} == {kind: 400 if kind is Kind.QUESTION else 503 for kind in Kind}


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (ConnectionRefusedError("no"), Kind.MACHINE),
        (requests.ConnectionError("no"), Kind.MACHINE),
        (OSError(errno.EMFILE, "files"), Kind.MACHINE),
        (OSError(errno.EROFS, "reading only"), Kind.DISK),
        (OSError(errno.EDQUOT, "quota"), Kind.DISK),
    ],
)
def test_what_the_machine_lacks_is_an_outage(error, kind):
    found = fault(error)
    assert found is not None
    assert found.kind is kind
    assert kind in OUTAGES


def test_a_question_without_meaning_is_no_outage_and_memory_is_the_programs_own():
    assert set(Kind) - OUTAGES == {Kind.QUESTION}
    assert fault(MemoryError()) is None


@pytest.mark.parametrize(
    ("cause", "kind"),
    [
        (pysolr.SolrError("Solr responded with an error (HTTP 400): [Reason: …]"), Kind.QUESTION),
        (pysolr.SolrError('Solr responded with an error (HTTP 500): [Reason: For input string: "x"]'), Kind.QUESTION),
        (pysolr.SolrError("Solr responded with an error (HTTP 503): [Reason: …]"), Kind.SEARCH),
        (OSError("no"), Kind.SEARCH),
    ],
)
def test_a_document_that_solr_refuses_is_no_outage(cause, kind):
    try:
        try:
            raise cause
        except (OSError, pysolr.SolrError):
            raise SearchIndexError("Solr returned an error: …")  # noqa: B904  as CKAN does it
    except SearchIndexError as error:
        found = fault(error)
    assert found is not None
    assert found.kind is kind
