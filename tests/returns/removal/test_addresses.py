"""The address of a payment that was replaced leads on to the same payment, where there is exactly one like it."""

from __future__ import annotations

import pytest

from tests.returns.standing import standing
from tests.returns.world import World, csv_file, follow


@pytest.fixture
@standing
def replaced(world: World) -> World:
    """Three payments; replaced by two of them in another order, one of these paid to another name, and two that are alike."""
    lines = csv_file(3).splitlines()
    alike = [lines[0], *lines[:0:-1][1:]]
    twice = lines[3].replace(b"T000003", b"")
    world.publish(b"\r\n".join([lines[0], lines[1], lines[2], twice]) + b"\r\n")
    world.publish(b"\r\n".join([*alike, twice, twice]).replace(b"Supplier 2 Ltd", b"Supplier Two Ltd") + b"\r\n")
    follow()
    return world


def ids(entry: int) -> list[int]:
    """The addresses of the payments of the first or second entry."""
    from ckanext.spenddata.ledger import connection
    from ckanext.spenddata.ledger.keys import first_id

    with connection.reading() as database, database.cursor() as cursor:
        cursor.execute("select entry_no, n from spenddata.entry order by entry_no")
        number, n = cursor.fetchall()[entry]
        return [first_id(number) + place for place in range(n)]


def test_each_leads_to_its_like(replaced):
    from ckanext.spenddata.returns.removal import addresses
    from ckanext.spenddata.returns.removal.addresses import Replaced

    reference = "X-DEMO-1.lgtc-500.2026-Q1"
    old, new = ids(0), ids(1)
    assert addresses.find(old[0]) == Replaced(reference, 1, 2, new[1])
    # The same but for its supplier's name; and one of two that are alike, which may be either.
    assert addresses.find(old[1]) == Replaced(reference, 1, 2, new[0])
    assert addresses.find(old[2]) == Replaced(reference, 1, 2, None)


def test_what_never_was_has_no_fate(replaced):
    from ckanext.spenddata.returns.removal import addresses

    old = ids(0)
    assert addresses.find(old[-1] + 1) is None
    assert addresses.find(old[0] - 1) is None
    assert addresses.find((10**6 << 24) + 1) is None


def test_what_is_published_is_where_it_is(replaced):
    from ckanext.spenddata.returns.removal import addresses

    assert addresses.find(ids(1)[0]) is None


def test_a_replaced_payment_whose_return_was_withdrawn_says_so(world: World):
    from ckanext.spenddata.returns.removal import addresses
    from ckanext.spenddata.returns.removal.tombstones import Tombstone

    world.publish(csv_file(2))
    world.publish(csv_file(3))
    old = ids(0)
    world.call("spenddata_return_withdraw", "administrator", reference="X-DEMO-1.lgtc-500.2026-Q1", why="Wrong quarter")
    found = addresses.find(old[0])
    assert isinstance(found, Tombstone)
    assert (found.kind, found.why) == ("withdrawn", "Wrong quarter")
