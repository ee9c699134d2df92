"""What the ledger holds in all is what was published and not taken back."""

import pytest

from ckanext.spenddata.ledger import connection, holdings, publish
from tests.ledger.making import OTHER, publication, rows

pytestmark = pytest.mark.usefixtures("ledger")


def test_a_replaced_publication_is_an_entry_and_none_of_its_rows_counts():
    publish.publish(publication(1), rows(20))
    publish.publish(publication(1, publisher_id=OTHER), rows(7))
    last = publish.publish(publication(2), rows(5))
    with connection.reading() as database:
        held, bodies = holdings.in_all(database), holdings.by_publisher(database)
        assert holdings.entries(database) == 3
    assert (held["entries"], held["current entries"], held["payments"]) == (3, 2, 12)
    assert bodies[last.publisher_id] == [5, f"{last.amount / 100:.2f}"]
    assert sum(float(amount) for _, amount in bodies.values()) == float(held["amount"])
