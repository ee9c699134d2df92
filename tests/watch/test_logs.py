"""No line of a log tells how a service is got into, whoever wrote the line; what went wrong is still told."""

from __future__ import annotations

import io
import logging
import sys

import pytest

from ckanext.spenddata.watch.logs import Json, Record

ADDRESS = "http://portal:s3cret%2Fword@127.0.0.1:8983/solr/ckan/select/"


def record(message: str, *arguments: object, error: bool = False) -> logging.LogRecord:
    return Record("pysolr", logging.ERROR, "file", 1, message, arguments, sys.exc_info() if error else None)


def away(address: str) -> None:
    message = f"Failed to connect to server at {address}"
    raise ConnectionError(message)


def lines(made: logging.LogRecord) -> str:
    heard = io.StringIO()
    plain = logging.StreamHandler(heard)
    plain.emit(made)
    return heard.getvalue() + Json().format(made)


@pytest.mark.parametrize(
    "address",
    [
        ADDRESS,
        "postgresql://ckan:s3cret@/ckan?host=/tmp",
        "redis://:s3cret@localhost:6379/0",
        "unix://:s3cret@/run/v.sock?db=0",
        "redis://:p@s3cret@localhost:6379/0",
    ],
)
def test_an_address_is_told_without_its_password(address):
    told = lines(record("Failed to connect to server at %s: %s", address, "refused"))
    assert "s3cret" not in told
    assert "***@" in told
    assert "refused" in told


def test_nor_does_the_error_that_is_told_with_a_line():
    try:
        away(ADDRESS)
    except ConnectionError:
        told = lines(record("it failed", error=True))
    assert "s3cret" not in told
    assert told.count("ConnectionError: Failed") == 2, "both ways of writing lines tell the error"


@pytest.mark.parametrize("text", ["https://example.org/a@b", "mail a:b@c.example to us", "GET /spend?next=http://x/y"])
def test_other_text_stays(text):
    assert text in lines(record(text))
