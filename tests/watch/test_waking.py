"""What was away and is back wakes the work that waited for it; what answers and yet fails is not hurried."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from ckanext.spenddata.faults import Kind
from tests.returns.conftest import portal_world, world  # noqa: F401  a publisher with a return
from tests.returns.world import csv_file

pytestmark = pytest.mark.usefixtures("with_request_context")


@pytest.fixture
def waits(world):  # noqa: F811
    """A revision that waits an hour for the search; says whether it still does."""
    from ckan import model

    world.submit(csv_file())
    model.Session.execute(
        sa.text("UPDATE spenddata_revision SET waits_for = 'search', not_before = now() + interval '1 hour'")
    )
    model.Session.commit()

    def still() -> bool:
        model.Session.rollback()
        return bool(model.Session.scalar(sa.text("SELECT not_before > now() FROM spenddata_revision")))

    return still


def test_what_is_back_wakes_its_work(waits, monkeypatch):
    from ckanext.spenddata.watch import ready, waking

    waker = waking.Waker()
    monkeypatch.setattr(ready, "missing", lambda: ["payment search"])
    assert waker.look() == set()
    assert waits()
    monkeypatch.setattr(ready, "missing", list)
    assert waker.look() == {Kind.SEARCH}
    assert not waits()


def test_another_service_that_is_back_wakes_nothing_else(waits, monkeypatch):
    from ckanext.spenddata.watch import ready, waking

    waker = waking.Waker()
    monkeypatch.setattr(ready, "missing", lambda: ["valkey"])
    waker.look()
    monkeypatch.setattr(ready, "missing", list)
    assert waker.look() == {Kind.MEMORY}
    assert waits()


def test_what_answered_all_the_time_is_not_hurried(waits, monkeypatch):
    from ckanext.spenddata.watch import ready, waking

    monkeypatch.setattr(ready, "missing", list)
    waker = waking.Waker()
    assert (waker.look(), waker.look(), waits()) == (set(), set(), True)


def test_a_disk_with_room_again_wakes_what_waited_for_it(monkeypatch):
    from types import SimpleNamespace

    from ckanext.spenddata.watch import ready, waking

    monkeypatch.setattr(ready, "missing", list)
    waker = waking.Waker()
    monkeypatch.setattr(waking.shutil, "disk_usage", lambda _path: SimpleNamespace(free=1_000))
    waker.look()
    monkeypatch.setattr(waking.shutil, "disk_usage", lambda _path: SimpleNamespace(free=10**12))
    assert waker.look() == {Kind.DISK}
