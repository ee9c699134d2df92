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
def three_of_another_period(world: World) -> World:
    """Three payments of the quarter after the return's: somebody has to say that this is right."""
    world.submit(csv_file(3, month=5))
    work()
    return world


@pytest.fixture
@standing
def five_one_in_error(world: World) -> World:
    """Five payments that wait for a person's yes, of which one has no readable amount."""
    world.submit(csv_file(5, bad=1))
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
