"""The labelled payments: what was paid, and what a reader said it was.

``labelled_payments.csv`` has payments of public bodies from spend files published under the Open Government Licence, each read by one
judge: its category, the others that a second judge would accept, and how sure the first was (3 sure, 2 fairly, 1 a guess). Rows in
which a person might be named were left out. ``publisher`` tells the bodies apart; where several share one ledger and its words (the
clinical commissioning groups of a city, a department and those that it does the books of) they count as one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import polars as pl

__all__ = ["Labelled", "groups", "read"]

FILE = Path(__file__).with_name("labelled_payments.csv")
_FIELDS = {"supplier": "supplier_name"}
"""Columns that are called otherwise in a canonical row."""


@dataclass(frozen=True)
class Labelled:
    """Labelled payments, as canonical rows and their labels."""

    table: pl.DataFrame

    @property
    def publishers(self) -> pl.Series:
        """Who paid."""
        return self.table["publisher"]

    @property
    def bodies(self) -> pl.Series:
        """What kind of body paid, as the evidence model calls it."""
        return self.table["body_kind"]

    @property
    def categories(self) -> pl.Series:
        """What the judge said."""
        return self.table["category"]

    @cached_property
    def accepted(self) -> pl.Series:
        """Every category that counts as right for a payment: a list."""
        also = self.table["also_accept"].fill_null("").str.split(";")
        accepted = pl.concat_list(pl.col("category"), also.alias("also")).list.unique(maintain_order=True)
        return self.table.select(accepted.list.eval(pl.element().filter(pl.element() != "")).alias("accepted"))[
            "accepted"
        ]

    def rows(self) -> pl.DataFrame:
        """The payments as canonical rows."""
        return self.table.select("supplier", "expense_type", "expense_area", "description").rename(_FIELDS)

    def filter(self, mask: pl.Series) -> Labelled:
        """Some of them."""
        return Labelled(self.table.filter(mask))


def read() -> Labelled:
    """All labelled payments."""
    return Labelled(pl.read_csv(FILE))


def groups(publishers: pl.Series, number: int) -> Iterator[pl.Series]:
    """Publishers in groups of much the same number of payments: for each group which payments are theirs."""
    sizes = publishers.value_counts().sort("count", "publisher", descending=[True, False])
    found: list[list[str]] = [[] for _ in range(number)]
    loads = [0] * number
    for publisher, count in sizes.iter_rows():
        smallest = loads.index(min(loads))
        found[smallest].append(publisher)
        loads[smallest] += count
    yield from (publishers.is_in(group) for group in found)
