"""What one test has published stays for the next that wants the same, where nobody has changed anything since.

A fixture that fills the small world is marked so::

    @pytest.fixture
    @standing
    def published(world: World) -> World:
        world.publish(csv_file(5))
        return world

It runs when the services hold anything else than what it makes. Whether they do is asked of them, not of the tests: a test that
writes anything at all, in a database, in an index or in the store of files, has the next one begin anew. So a fixture that is marked
must depend on the world alone.
"""

from __future__ import annotations

import functools
import json
import os
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import solr
from tests.returns.world import World

Maker = Callable[..., World]


class Ground:
    """What the services hold, as far as it is known."""

    def __init__(self) -> None:
        self.store = Path(os.devnull)
        self._makers: set[Maker] | None = None
        self._state: tuple[Any, ...] = ()

    def holds(self, wanted: set[Maker], store: Path) -> bool:
        """Whether it is what some fixtures make, and nothing else.

        Args:
            wanted: the marked functions of a test's fixtures; none for the bare world.
            store: the folder of files from now on, where they must be made anew.
        """
        if self._makers == wanted and self._state == state(self.store):
            return True
        self._makers, self.store = None, store
        return False

    def laid(self) -> None:
        """The bare world is there, and nothing else."""
        self._makers, self._state = set(), state(self.store)

    def made(self, maker: Maker, world: World, given: dict[str, Any]) -> World:
        """The world with what a fixture makes of it, now or before."""
        if self._makers is not None and maker in self._makers:
            return world
        if self._makers is not None and self._state != state(self.store):
            # Something came before it that is not marked.
            self._makers = None
        made = maker(**given)
        if self._makers is not None:
            self._makers, self._state = {*self._makers, maker}, state(self.store)
        return made


def standing(maker: Maker) -> Maker:
    """Mark a function of a fixture whose work may stay."""

    @functools.wraps(maker)
    def fixture(**given: Any) -> World:
        world = next(value for value in given.values() if isinstance(value, World))
        return ground.made(maker, world, given)

    fixture.stands = maker  # type: ignore[attr-defined]
    return fixture


def makers(request: pytest.FixtureRequest) -> set[Maker]:
    """The marked functions among a test's fixtures."""
    known = request.node._fixtureinfo.name2fixturedefs
    return {
        definition.func.stands
        for found in known.values()
        for definition in found[-1:]
        if hasattr(definition.func, "stands")
    }


def state(store: Path) -> tuple[Any, ...]:
    """What changes whenever anybody writes: PostgreSQL's count of writing transactions, the indexes, the store's files."""
    import sqlalchemy as sa
    from ckan import model

    model.Session.remove()
    written = model.Session.scalar(sa.text("SELECT pg_snapshot_xmax(pg_current_snapshot())::text"))
    model.Session.remove()
    return written, *map(index_state, ("ckan", "spend")), tuple(files(store))


def index_state(core: str) -> tuple[str | None, int]:
    """The version of an index, where Solr tells it, and how much is in it."""
    with urllib.request.urlopen(solr.request(f"{core}/select?q=*:*&rows=0"), timeout=30) as answer:
        return answer.headers.get("ETag"), json.load(answer)["response"]["numFound"]


def files(folder: Path) -> Iterator[tuple[str, int, int]]:
    """Names, sizes and times of all files of a folder."""
    for path in sorted(folder.rglob("*")):
        seen = path.stat()
        yield str(path), seen.st_size, seen.st_mtime_ns


ground = Ground()
