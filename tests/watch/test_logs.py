"""No line of a log tells how a service is got into, whoever wrote the line; what went wrong is still told."""

from __future__ import annotations

import io
import json
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
        "redis://:p/s3cret@localhost:6379/0",
        "redis://:p@/'s3cret\"@localhost:6379/0",
    ],
)
def test_an_address_is_told_without_its_password(address):
    made = record("Failed to connect to server at %s: %s", address, "refused")
    made.facts = {"path": address, "tried": [{"address": address}]}
    made.stack_info = None
    told = lines(made)
    assert "s3cret" not in told
    assert json.loads(Json().format(made))["tried"]
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


FORGED = "2026-11-29 10:00:00,000 INFO  [ckanext.spenddata.audit] forged"


@pytest.mark.parametrize(
    "end", ["\n", "\r", "\r\n", "\v", "\f", "\x1c", "\x1e", "\x85", "\u2028", "\u2029", "\n\n", "\x1b[2K\r"]
)
def test_nothing_that_was_typed_begins_a_line(end):
    def failing() -> None:
        raise ValueError(f"there is no{end}{FORGED}")

    made = [record("asked: %s", f"x{end}{FORGED}"), record(f"asked: x{end}{FORGED}")]
    try:
        failing()
    except ValueError:
        made.append(record("it failed", error=True))
    for each in made:
        heard = io.StringIO()
        logging.StreamHandler(heard).emit(each)
        assert FORGED in heard.getvalue()
        assert not [line for line in heard.getvalue().splitlines() if line.startswith("2026")]
        assert len(Json().format(each).splitlines()) == 1


def test_nothing_that_was_typed_is_done_by_a_terminal():
    told = lines(record("asked: %s", "a\x1b[2Jb\x07c\u202ed\x9be\tf\x00g"))
    assert not set("\x1b\x07\u202e\x9b\x00") & set(told)
    assert "\\x1b[2J" in told
    assert "e\tf" in told


def test_a_stack_that_is_told_is_told_so_too():
    made = Record("x", logging.ERROR, "file", 1, "m", (), None, sinfo=f"Stack\n  {ADDRESS}\n{FORGED}")
    assert "s3cret" not in lines(made)
    assert f"\n{FORGED}" not in lines(made)
