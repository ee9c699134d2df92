"""The ledger's state has another name after every transaction that writes, and the same however often it is read."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.usefixtures("portal_plugins", "ledger")


def test_writing_gives_another_name_when_it_is_committed():
    from ckanext.spenddata.ledger import changes, connection

    before = changes.state()
    with connection.reading() as database, database.cursor() as cursor:
        cursor.execute("select count(*) from spenddata.entry")
    assert changes.state() == before
    with connection.writing():
        assert changes.state() == before
    assert changes.state() != before


def test_what_fails_gives_none():
    from ckanext.spenddata.ledger import changes, connection

    before = changes.state()
    with pytest.raises(ZeroDivisionError), connection.writing():
        raise ZeroDivisionError
    assert changes.state() == before


def test_clearing_up_gives_a_name_that_is_new(monkeypatch):
    from ckanext.spenddata.ledger import changes, connection

    names = set()
    for _ in range(4):
        with connection.writing():
            pass
        names.add(changes.state())
    assert len(names) == 4
    monkeypatch.setattr(changes, "MOST", 2)
    changes.clear()
    assert changes.state() not in names
    with connection.glancing() as cursor:
        cursor.execute("select count(*) from spenddata.change")
        assert cursor.fetchall() == [(1,)]  # that of clearing


def test_what_only_adds_leaves_the_settled_part_as_it_is():
    from ckanext.spenddata.ledger import changes, connection

    before = changes.state()
    with connection.writing(may_wait=True):
        pass
    added = changes.state()
    assert (added.settled, added.whole == before.whole) == (before.settled, False)
    with connection.writing(noted=False):
        pass
    assert changes.state() == added
    with connection.writing(noted=False) as database, database.cursor() as cursor:
        connection.note(cursor)
    assert changes.state().settled != before.settled


def test_publishing_adds_and_withdrawing_does_not():
    from ckanext.spenddata.ledger import changes, publish
    from tests.ledger.making import PUBLISHER, publication, rows

    before = changes.state()
    publish.publish(publication(1), rows(3))
    published = changes.state()
    publish.publish(publication(2), rows(4))
    replaced = changes.state()
    assert before.settled == published.settled == replaced.settled
    assert len({before.whole, published.whole, replaced.whole}) == 3
    publish.withdraw(PUBLISHER, publication(2).return_id)
    assert changes.state().settled != before.settled
