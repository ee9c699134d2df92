"""A question that takes too long is ended, by Solr and by PostgreSQL, and the reader is told so: 503, never a part for the whole."""

import time
from functools import partialmethod

import pytest

from ckanext.spenddata.search import core as cores
from ckanext.spenddata.search.core import Core, SearchSlowError

pytestmark = [pytest.mark.portal, pytest.mark.check(23)]

SECONDS = 0.5
SLOW = {"query": "{!func}sleep(6000,1)", "limit": 0}
"""Solr's own function that does nothing for six seconds; nothing that a reader types can reach it."""


def test_a_question_that_solr_does_not_end_itself_is_given_up(core, measured):
    begun = time.monotonic()
    with pytest.raises(SearchSlowError):
        core.query(SLOW, SECONDS)
    took = time.monotonic() - begun
    measured(f"a search of 6 s, given {SECONDS} s and {cores.GRACE_SECONDS:.0f} s of grace: ended after {took:.1f} s")
    assert SECONDS < took < 5.5


def test_a_part_is_never_taken_for_the_whole(core, measured):
    """Solr comes back after its time with what it has, and says that it is a part."""
    long = {"entry_no": 1, "return_id": "r", "publisher_id": "p", "pence": 1, "supplier": "x" * 1000}
    core.add([{"id": str(number), **long} for number in range(4_000)])
    core.commit()
    assert core.query({"query": "*:*", "limit": 0})["response"]["numFound"] == 4_000
    begun = time.monotonic()
    with pytest.raises(SearchSlowError) as refused:
        core.query({"query": f"{{!func}}strdist(supplier,'{'y' * 1000}',edit)", "limit": 1}, SECONDS)
    took = time.monotonic() - begun
    assert refused.value.__cause__ is None, "Solr itself said so"
    measured(f"a search of some 10 s of work, given {SECONDS} s: ended by Solr after {took:.1f} s")


@pytest.mark.parametrize(
    "address", ["/spend/search?q=anything", "/api/3/action/spenddata_transaction_search?q=anything"]
)
def test_a_reader_is_told_that_the_search_took_too_long(app, world, core, monkeypatch, address: str):
    from ckanext.spenddata.search import answers

    monkeypatch.setattr(answers, "request", lambda _question: SLOW)
    monkeypatch.setattr(cores, "GRACE_SECONDS", 0.0)
    monkeypatch.setattr(Core, "query", partialmethod(Core.query, seconds=SECONDS))
    answer = app.get(address, status=503)
    assert answer.headers["Retry-After"]
    assert "sleep" not in answer.body


@pytest.mark.parametrize(
    "address",
    ["/spend/compare?publisher=exampleton", "/api/3/action/spenddata_portal_show", "/spend/transactions/16777217"],
)
def test_a_reader_waits_for_the_ledger_no_longer_than_the_limit(app, world, monkeypatch, measured, address: str):
    """Another transaction keeps the table to itself, as a heavy one on a full disk would."""
    from ckanext.spenddata.ledger import connection
    from ckanext.spenddata.logic.action import portal

    portal._known.clear()
    monkeypatch.setattr(connection, "READER_TIMEOUT", "700ms")
    with connection.writing() as database, database.cursor() as cursor:
        cursor.execute("lock table spenddata.entry, spenddata.ledger, spenddata.total_month in access exclusive mode")
        begun = time.monotonic()
        answer = app.get(address, status=503)
    measured(f"{address}: 503 after {time.monotonic() - begun:.1f} s of a limit of 0.7 s")
    assert time.monotonic() - begun < 6
    assert answer.headers["Retry-After"]


def test_readers_have_five_seconds():
    from ckanext.spenddata.ledger import connection

    with connection.reading(connection.READER_TIMEOUT) as database, database.cursor() as cursor:
        cursor.execute("show statement_timeout")
        assert cursor.fetchone() == ("5s",)
    assert cores.READER_SECONDS + cores.GRACE_SECONDS <= 8
