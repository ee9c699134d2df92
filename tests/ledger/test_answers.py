"""All rows of an answer come, by name or in the order of the columns; a parameter is bound and never part of the statement."""

from __future__ import annotations

import pytest

from ckanext.spenddata.ledger import connection
from ckanext.spenddata.ledger.answers import dicts, rows

pytestmark = pytest.mark.usefixtures("ledger")

_STATEMENT = "select n, %(word)s as word from generate_series(1, %(most)s) as n"


@pytest.mark.parametrize("word", ["plain", "it's; drop table spenddata.ledger --", "100%s"])
def test_every_row_comes_as_it_is_asked_for(word):
    bound = {"word": word, "most": 3}
    with connection.reading() as database:
        assert rows(database, _STATEMENT, bound) == [(n, word) for n in (1, 2, 3)]
        assert dicts(database, _STATEMENT, bound) == [{"n": n, "word": word} for n in (1, 2, 3)]


def test_nothing_found_is_no_row():
    with connection.reading() as database:
        assert (
            rows(database, _STATEMENT, {"word": "", "most": 0})
            == dicts(database, _STATEMENT, {"word": "", "most": 0})
            == []
        )
