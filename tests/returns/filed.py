"""Returns of the small world that many tests begin with; each is made once for all that follow one another."""

from __future__ import annotations

import pytest

from tests.returns.standing import standing
from tests.returns.world import World, csv_file, follow, work


@pytest.fixture
@standing
def three_checked(world: World) -> World:
    """Three payments that wait for a person's yes."""
    world.submit(csv_file(3))
    work()
    return world


@pytest.fixture
@standing
def three_published(world: World) -> World:
    """Three payments in the ledger, which nothing has followed yet."""
    world.publish(csv_file(3))
    return world


@pytest.fixture
@standing
def three_followed(world: World) -> World:
    """Three payments in the ledger, the catalogue, the DataStore and the index."""
    world.publish(csv_file(3))
    follow()
    return world


@pytest.fixture
@standing
def twenty_followed(world: World) -> World:
    """Twenty payments, likewise."""
    world.publish(csv_file(20))
    follow()
    return world
