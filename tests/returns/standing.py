"""What one test has published stays for the next that wants the same, where nobody has changed anything since.

A fixture that fills the small world is marked so::

    @pytest.fixture
    @standing
    def published(world: World) -> World:
        world.publish(csv_file(5))
        return world

It runs when the services hold anything else than what it makes. Whether they do is asked of them, not of the tests: a test that
changes anything at all, in a database, in an index or in the store of files, has the next one begin anew. So a fixture that is marked
must depend on the world alone. Of a file, the tests that want the same run one after another (``wanted``).
"""

from __future__ import annotations

import functools
import json
import os
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from tests import solr
from tests.emptying import tables_of
from tests.returns.world import World

Maker = Callable[..., World]


@dataclass(frozen=True)
class State:
    """What changes when anybody writes."""

    writes: str = ""
    rows: tuple[Any, ...] | None = None
    """Of the bare world nobody asks: it is made again as fast."""
    indexes: tuple[Any, ...] = ()
    files: tuple[Any, ...] = ()


class Ground:
    """What the services hold, as far as it is known."""

    def __init__(self) -> None:
        self.store = Path(os.devnull)
        self._makers: set[Maker] | None = None
        self._state = State()

    def holds(self, wanted: set[Maker], store: Path) -> bool:
        """Whether it is what some fixtures make, and nothing else.

        Args:
            wanted: the marked functions of a test's fixtures; none for the bare world.
            store: the folder of files from now on, where they must be made anew.
        """
        if self._makers == wanted and self._is_as_it_was():
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
        if self._makers is not None and not self._is_as_it_was():
            # Something came before it that is not marked.
            self._makers = None
        made = maker(**given)
        if self._makers is not None:
            self._makers, self._state = {*self._makers, maker}, replace(state(self.store), rows=rows())
        return made

    def _is_as_it_was(self) -> bool:
        """Whether nobody has changed anything since. What failed, or was taken back, changed nothing, though it counts as written."""
        known = self._state
        if (known.indexes, known.files) != (indexes(), files(self.store)):
            return False
        written = number_of_writes()
        if written != known.writes and (known.rows is None or rows() != known.rows):
            return False
        self._state = replace(known, writes=written)
        return True


def standing(maker: Maker) -> Maker:
    """Mark a function of a fixture whose work may stay."""

    @functools.wraps(maker)
    def fixture(**given: Any) -> World:
        world = next(value for value in given.values() if isinstance(value, World))
        return ground.made(maker, world, given)

    fixture.stands = maker  # type: ignore[attr-defined]
    return fixture


def wanted(item: pytest.Item) -> list[str]:
    """The names of the marked functions among a test's fixtures."""
    return sorted(f"{maker.__module__}.{maker.__qualname__}" for maker in makers(item))


def makers(item: pytest.Item) -> set[Maker]:
    """The marked functions among a test's fixtures."""
    info = getattr(item, "_fixtureinfo", None)
    known = info.name2fixturedefs if info else {}
    return {
        definition.func.stands
        for found in known.values()
        for definition in found[-1:]
        if hasattr(definition.func, "stands")
    }


def state(store: Path) -> State:
    """What the services and the store hold now, but for the rows."""
    return State(number_of_writes(), None, indexes(), files(store))


def number_of_writes() -> str:
    """PostgreSQL's count of writing transactions."""
    import sqlalchemy as sa
    from ckan import model

    model.Session.remove()
    written = model.Session.scalar(sa.text("SELECT pg_snapshot_xmax(pg_current_snapshot())::text"))
    model.Session.remove()
    return written


def rows() -> tuple[Any, ...]:
    """How many rows each table of both databases has, and a digest of who wrote which when."""
    import sqlalchemy as sa
    from ckan import model
    from ckanext.datastore.backend.postgres import get_write_engine

    found: list[Any] = []
    for engine, schemas in ((model.meta.engine, ("public",)), (get_write_engine(), ("public", "spenddata"))):
        with engine.connect() as connection:
            names = [f'"{schema}"."{table}"' for schema in schemas for table in sorted(tables_of(connection, schema))]
            counted = (
                f"SELECT '{name}', count(*), sum(hashtextextended(ctid::text || xmin::text, 0)) FROM {name}"
                for name in names
            )
            found += map(tuple, connection.execute(sa.text(" UNION ALL ".join(counted))))
    return tuple(found)


def indexes() -> tuple[Any, ...]:
    """The state of both indexes."""
    return tuple(map(index_state, ("ckan", "spend")))


def index_state(core: str) -> tuple[str | None, int]:
    """The version of an index, where Solr tells it, and how much is in it."""
    with urllib.request.urlopen(solr.request(f"{core}/select?q=*:*&rows=0"), timeout=30) as answer:
        return answer.headers.get("ETag"), json.load(answer)["response"]["numFound"]


def files(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Names, sizes and times of all files of a folder."""
    seen = ((str(path), path.stat()) for path in sorted(folder.rglob("*")))
    return tuple((path, each.st_size, each.st_mtime_ns) for path, each in seen)


ground = Ground()
