"""What the first page shows of the ledger beside its size: sums of one kind each, months, categories, bodies.

Amounts with VAT and without it, invoices and card payments are never in one sum: returns are told apart by the treatment of VAT that
all their rows have, and months, categories and bodies are those of the kind of which most payments are published.
"""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import NamedTuple

from psycopg2 import sql

from ckanext.spenddata.ledger import entries
from ckanext.spenddata.ledger.answers import rows
from ckanext.spenddata.ledger.connection import Connection

_KINDS = sql.SQL("""
select {kind}, regime = any(%(cards)s), count(distinct publisher_id), count(*), sum(n), sum(amount)
from spenddata.entry where current and n > 0 group by 1, 2 order by 5 desc, 1, 2
""").format(kind=entries.BASIS)
# A publisher's duty counts where everything that is published under it is of the kind.
_LINES = """
with of_kind as (
  select publisher_id, regime from spenddata.entry where current and n > 0
  group by 1, 2 having bool_and({kind} = %(basis)s) and bool_and((regime = any(%(cards)s)) = %(card)s)
)
select {by}, count(distinct publisher_id), sum(n), sum(amount)
from spenddata.total_month join of_kind using (publisher_id, regime)
where month between %(first)s and %(last)s and (%(categories)s::text[] is null or category = any(%(categories)s))
group by 1 having sum(n) > 0 order by {order}
"""


def _by(column: str, order: sql.SQL) -> sql.Composed:
    """The statement that sums by a column of the totals."""
    return sql.SQL(_LINES).format(kind=entries.BASIS, by=sql.Identifier(column), order=order)


_MONTHS = _by("month", sql.SQL("1"))
_CATEGORIES = _by("category", sql.SQL("4 desc, 1"))
_BODIES = _by("publisher_id", sql.SQL("4 desc, 1"))


class Kind(NamedTuple):
    """What is published of one kind: one treatment of VAT, invoices or cards."""

    basis: str
    """A treatment of VAT; ``mixed`` where returns have several, or another currency."""
    card: bool
    publishers: int
    returns: int
    transactions: int
    amount: Decimal


class Line(NamedTuple):
    """A month, a category or a body, with what was paid."""

    value: str
    publishers: int
    transactions: int
    amount: Decimal


def kinds(connection: Connection, cards: Collection[str]) -> list[Kind]:
    """What is published, by kind, the one with most payments first.

    Args:
        connection: To the DataStore's database.
        cards: The duties that are about payment cards.
    """
    found = rows(connection, _KINDS, {"cards": list(cards)})
    return [Kind(basis, card, bodies_, returns, int(n), amount) for basis, card, bodies_, returns, n, amount in found]


def months(connection: Connection, kind: Kind, cards: Collection[str], first: str, last: str) -> list[Line]:
    """Payments of a kind by month of payment, in order, from ``first`` to ``last`` (``2026-04``)."""
    return _lines(connection, _MONTHS, kind, cards, first, last)


def categories(
    connection: Connection, kind: Kind, cards: Collection[str], first: str, last: str, which: Collection[str]
) -> list[Line]:
    """Payments of a kind by category, the largest first; of the categories ``which`` only."""
    return _lines(connection, _CATEGORIES, kind, cards, first, last, which)


def bodies(connection: Connection, kind: Kind, cards: Collection[str], first: str, last: str) -> list[Line]:
    """Payments of a kind by publisher, the largest first."""
    return _lines(connection, _BODIES, kind, cards, first, last)


def _lines(
    connection: Connection,
    statement: sql.Composed,
    kind: Kind,
    cards: Collection[str],
    first: str,
    last: str,
    which: Collection[str] | None = None,
) -> list[Line]:
    asked = {"basis": kind.basis, "card": kind.card, "cards": list(cards), "first": first, "last": last}
    found = rows(connection, statement, {**asked, "categories": None if which is None else list(which)})
    return [Line(value, publishers, int(n), amount) for value, publishers, n, amount in found]
