"""The index follows what is published now; a revision that was replaced sends no rows."""

from __future__ import annotations

import pytest

from tests.returns.world import World, csv_file, follow, work


@pytest.fixture
def sent(monkeypatch) -> list[int]:
    """The entries whose rows were sent to the index."""
    from ckanext.spenddata.returns.followups import index

    whole, entries = index.replace_return, []

    def noted(core, reference, publisher, entry_no, batches, **more):
        entries.append(entry_no)
        return whole(core, reference, publisher, entry_no, batches, **more)

    monkeypatch.setattr(index, "replace_return", noted)
    return entries


def held(entry_no: int) -> int:
    from ckanext.spenddata import config
    from ckanext.spenddata.search.core import Core
    from ckanext.spenddata.search.index import holds

    return holds(Core(config.search_url()), entry_no).count


def entry_numbers(world: World) -> list[int]:
    return [revision["entry_no"] for revision in world.show()["revisions"]]


def test_many_corrections_in_a_row_send_the_rows_of_the_last_alone(world: World, sent: list[int]):
    for start in (1, 2, 3):
        world.submit(csv_file(start=start), publish=True)
        work()
    follow()
    entries = entry_numbers(world)
    assert sent == [entries[-1]]
    assert [held(entry) for entry in entries] == [0, 0, 3]


def test_a_late_step_of_a_replaced_revision_drops_its_own_and_sends_nothing(world: World, sent: list[int]):
    from ckan import model

    from ckanext.spenddata.model import Revision
    from ckanext.spenddata.returns.followups import index

    for start in (1, 2):
        world.submit(csv_file(start=start), publish=True)
        work()
    follow()
    first, last = entry_numbers(world)
    sent.clear()
    index.follow(model.Session.query(Revision).filter_by(entry_no=first).one())
    assert sent == []
    assert held(last) == 3
