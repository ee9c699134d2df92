"""Returns that are public, and returns that must not be seen."""

from __future__ import annotations

import pytest

from tests.returns.conftest import portal_world, world
from tests.returns.standing import standing
from tests.returns.world import PERIOD, REGIME, World, csv_file, work

__all__ = ["portal_world", "world"]

PUBLIC = f"X-DEMO-1.{REGIME}.{PERIOD}"
PRIVATE = f"X-DEMO-1.{REGIME}.2026-Q2"
SECRET = "Zyzzyva Holdings"


def secret_file() -> bytes:
    """A file whose supplier nobody else may see."""
    return csv_file(30, month=5).replace(b"Supplier 7 Ltd", SECRET.encode())


@pytest.fixture
@standing
def two_returns(world: World) -> World:
    """One return with a superseded and a published revision, and one that is checked and waits for a yes."""
    world.publish(csv_file(20))
    world.publish(csv_file(25))
    world.submit(secret_file(), period="2026-Q2")
    work()
    assert (world.show(PUBLIC)["state"], world.show(PRIVATE)["state"]) == ("published", "ready")
    return world


@pytest.fixture(autouse=True)
def no_tries() -> None:
    """Nobody has guessed anything yet, and no address is known: all tests come from one."""
    from ckan.lib import redis

    client = redis.connect_to_redis()
    for kind in ("tries", "known"):
        for key in client.scan_iter(f"*:spenddata:{kind}:*"):
            client.delete(key)
