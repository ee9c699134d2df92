"""Something that happens before the nth statement of a publication."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import polars as pl
from psycopg2.extensions import cursor as plain_cursor

from ckanext.spenddata.ledger import connection, publish
from ckanext.spenddata.ledger.publication import Publication

if TYPE_CHECKING:
    from psycopg2.extensions import connection as Connection  # noqa: N812

Before = Callable[[int], None]


def interrupted(before: Before) -> Callable[[], Any]:
    """``connection.writing`` that calls ``before`` with each statement's number, from 1, over all its transactions."""
    writing, counted = connection.writing, 0

    class Interrupted(plain_cursor):
        def execute(self, *args: Any, **kwargs: Any) -> None:
            step()
            return super().execute(*args, **kwargs)

        def copy_expert(self, *args: Any, **kwargs: Any) -> None:
            step()
            return super().copy_expert(*args, **kwargs)

    def step() -> None:
        nonlocal counted
        counted += 1
        before(counted)

    @contextmanager
    def counting(**asked: bool) -> Iterator[Connection]:
        with writing(**asked) as database:
            database.cursor_factory = Interrupted
            try:
                yield database
                step()  # all statements are done, the commit is not
            finally:
                if not database.closed:
                    database.cursor_factory = None

    return counting


def publish_and_die(addresses: dict[str, str], nth: int, publication: Publication, frame: pl.DataFrame) -> None:
    """Publish in a process that kills itself, as hard as can be, before its nth statement."""
    from ckan.common import config

    config.update(addresses)
    connection.writing = interrupted(lambda number: os.kill(os.getpid(), signal.SIGKILL) if number == nth else None)
    publish.publish(publication, frame)


def apply_and_die(addresses: dict[str, str], nth: int, publisher_id: str) -> None:
    """Apply the packaged categories to a publisher, in a process that kills itself before its nth statement."""
    from ckan.common import config

    from ckanext.spenddata.definitions import load
    from ckanext.spenddata.ledger import category_versions

    config.update(addresses)
    connection.writing = interrupted(lambda number: os.kill(os.getpid(), signal.SIGKILL) if number == nth else None)
    category_versions.apply(publisher_id, None, load(), "steward", "Version 3")


def take_a_long_turn(addresses: dict[str, str], publisher_id: str) -> None:
    """Take a publisher's turn and run a statement in it that lasts a minute."""
    from ckan.common import config

    from ckanext.spenddata.ledger import turns

    config.update(addresses)
    with connection.writing(noted=False) as database, database.cursor() as cursor:
        turns.lock(cursor, publisher_id)
        cursor.execute("select pg_sleep(60)")


if __name__ == "__killed_in_its_turn__":
    take_a_long_turn(*globals()["ASKED"])
if __name__ == "__killed_applying__":
    apply_and_die(*globals()["ASKED"])
if __name__ == "__killed__":
    # Run as a file, because a process that a fork server makes can't import the tests by name.
    publish_and_die(*globals()["ASKED"])
