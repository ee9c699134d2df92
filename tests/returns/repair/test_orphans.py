"""What no published revision owns is found, told and taken away."""

from __future__ import annotations

import pytest

from tests.returns.removal.test_taken_back import REFERENCE, resource, rows_of_table
from tests.returns.world import World, csv_file, follow


@pytest.fixture
def left_behind(world: World) -> World:
    """A portal as an earlier version left it: a withdrawn return whose table, file and documents are still there."""
    import sqlalchemy as sa
    from ckan import model

    world.publish(csv_file(3))
    follow()
    world.call("spenddata_return_withdraw", "administrator", reference=REFERENCE, why="Wrong quarter")
    model.Session.execute(sa.text("UPDATE spenddata_followup SET done = now()"))
    model.Session.commit()
    return world


def test_it_is_found_and_taken_away(left_behind: World):
    from ckanext.spenddata.returns.repair import orphans

    found = orphans.find()
    assert (found.tables, found.copies, len(found.documents)) == ((resource(),), (resource(),), 1)
    orphans.mend(found)
    assert not orphans.find()
    assert rows_of_table() is None


def test_what_is_published_is_left_alone(world: World):
    from ckanext.spenddata.returns.repair import orphans

    world.publish(csv_file(3))
    world.publish(csv_file(4))
    follow()
    assert not orphans.find()
    orphans.mend(orphans.find())
    assert rows_of_table() == 4


def test_documents_that_the_index_lost_are_made_again(world: World):
    from ckanext.spenddata import config
    from ckanext.spenddata.returns.repair import orphans
    from ckanext.spenddata.search.core import Core

    world.publish(csv_file(3))
    follow()
    core = Core(config.search_url())
    core.delete(["transaction_number:T000002"])
    core.commit()
    found = orphans.find()
    assert len(found.unlike) == 1
    orphans.mend(found)
    follow()
    assert not orphans.find()
