"""All rows that a statement finds, as a question of the ledger hands them on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ckanext.spenddata.ledger.connection import Connection

if TYPE_CHECKING:
    from psycopg2.sql import Composed


def dicts(
    database: Connection, statement: str | Composed, bound: Mapping[str, Any] | tuple[Any, ...]
) -> list[dict[str, Any]]:
    """The rows by the names of their columns.

    Args:
        database: The connection of a transaction.
        statement: A constant; what varies is bound.
        bound: Its parameters.
    """
    with database.cursor() as cursor:
        cursor.execute(statement, bound)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor]


def rows(database: Connection, statement: str | Composed, bound: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """The rows in the order of their columns; parameters as for :func:`dicts`."""
    with database.cursor() as cursor:
        cursor.execute(statement, bound)
        return cursor.fetchall()
