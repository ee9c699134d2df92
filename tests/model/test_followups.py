"""A follow-up is done, waits, or needs a person; and a revision has each step once, so that it can't be done twice over."""

from __future__ import annotations

import pytest

from ckanext.spenddata.model.columns import now
from ckanext.spenddata.model.followups import FollowUp
from tests.returns.conftest import portal_world, world
from tests.returns.standing import standing
from tests.returns.world import World, csv_file

__all__ = ["portal_world", "world"]


@pytest.mark.parametrize(
    ("done", "out_of_tries", "state"),
    [(True, False, "done"), (True, True, "done"), (False, False, "waiting"), (False, True, "stuck")],
)
def test_how_it_stands(done, out_of_tries, state, monkeypatch):
    monkeypatch.setattr(FollowUp, "out_of_tries", property(lambda _: out_of_tries))
    assert FollowUp(done=now() if done else None).state == state


@pytest.fixture
@standing
def published(world: World) -> World:
    world.publish(csv_file(2))
    return world


def refused(*things: object) -> bool:
    from ckan import model
    from sqlalchemy.exc import IntegrityError

    model.Session.add_all(things)
    try:
        model.Session.flush()
    except IntegrityError:
        return True
    finally:
        model.Session.rollback()
    return False


def test_what_there_is_once_is_there_once(published):
    """Kept by the database itself, whatever two processes think at the same time."""
    from ckan import model

    from ckanext.spenddata.model.acknowledgements import Acknowledgement
    from ckanext.spenddata.model.heartbeats import Heartbeat
    from ckanext.spenddata.model.mappings import Mapping
    from ckanext.spenddata.model.returns import Revision

    revision = model.Session.query(Revision).one()
    ids = {"return_id": revision.return_id, "revision_id": revision.id}

    def yes(finding: str) -> Acknowledgement:
        return Acknowledgement(**ids, finding=finding, rule="r", reason="It is right", user_id="u", at=now())

    def mapped(version: int) -> Mapping:
        return Mapping(publisher_id="X-DEMO-1", signature="s", version=version, mapping={}, confirmed=now())

    def step(name: str) -> FollowUp:
        return FollowUp(revision_id=ids["revision_id"], step=name, created=now())

    assert refused(step("example_note"), step("example_note"))
    assert not refused(step("example_note"), step("another_note"))
    assert refused(yes("one"), yes("one"))
    assert not refused(yes("one"), yes("two"))
    assert refused(mapped(1), mapped(1))
    assert not refused(mapped(1), mapped(2))
    first, second = (Heartbeat(name="clock of a test", at=now(), process=str(number)) for number in (1, 2))
    assert refused(first, second)


def test_what_belongs_to_a_return_goes_with_it(published):
    from ckan import model

    from ckanext.spenddata.model.removals import Removal, Scope
    from ckanext.spenddata.model.returns import SpendReturn

    found = model.Session.query(SpendReturn).one()
    model.Session.add(Removal(return_id=found.id, scope=Scope.ROWS, why="x", ordered=now(), plan=[]))
    model.Session.add(FollowUp(revision_id=found.revisions[0].id, step="example_note", created=now()))
    model.Session.flush()
    assert model.Session.query(FollowUp).count() >= 1
    model.Session.query(SpendReturn).delete()
    assert model.Session.query(FollowUp).count() == model.Session.query(Removal).count() == 0
    model.Session.rollback()
