"""Entries are found by their numbers, and those that were taken back are not among them."""

import pytest

from ckanext.spenddata.ledger import connection, entries, publish
from tests.ledger.making import OTHER, publication, rows

pytestmark = pytest.mark.usefixtures("ledger")


def test_entries_are_found_by_number_and_state():
    first = publish.publish(publication(1), rows(3))
    second = publish.publish(publication(2), rows(4))
    other = publish.publish(publication(1, publisher_id=OTHER), rows(5))
    numbers = [first.entry_no, second.entry_no, other.entry_no, 2**28]
    with connection.reading() as database:
        current = entries.with_numbers(database, numbers, ["published"])
        some = entries.with_numbers(database, numbers[:1], ["published", "superseded"])
        none = entries.with_numbers(database, [], ["published"])
    assert current == {second.entry_no: second, other.entry_no: other}
    assert [(each.revision, each.state) for each in some.values()] == [(1, "superseded")]
    assert none == {}
