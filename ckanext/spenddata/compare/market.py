"""A category as a market: what its buyers and suppliers amount to. All money is integer pence, all shares are exact."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from ckanext.spenddata.compare.words import decimal
from ckanext.spenddata.values.exact import Fraction
from ckanext.spenddata.values.vat import UNKNOWN

_INDEX = 10_000
_QUARTER = 3
"""Months at each end of a time that are compared."""


class Buyer(NamedTuple):
    """What one body bought."""

    publisher_id: str
    n: int
    pence: int


class Month(NamedTuple):
    """What was bought in one month."""

    month: str
    n: int
    pence: int


class Kind(NamedTuple):
    """What the bodies of one kind bought."""

    kind: str
    buyers: int
    n: int
    pence: int
    spent: int
    """What they spent on everything."""


class Seller(msgspec.Struct, frozen=True):
    """What one supplier was paid."""

    supplier_id: str
    buyers: int
    count: int
    pence: int


class _Suppliers(msgspec.Struct, frozen=True):
    publisher_id: str
    suppliers: int


class _Method(msgspec.Struct, frozen=True):
    method: str
    count: int
    pence: int


class Sellers(msgspec.Struct, frozen=True):
    """Who sold."""

    count: int
    """Suppliers that are named."""
    paid_by_many: int
    pence: int
    """What was paid to those to whom more was paid than came back."""
    squares: int
    """Sum of the squares of these."""
    largest: tuple[Seller, ...]
    by_buyer: tuple[_Suppliers, ...]
    methods: tuple[_Method, ...]
    """How payments came into the category, the most frequent way first."""
    withheld_count: int
    """Payments whose supplier is withheld, not named (*Various*), or a private person."""
    withheld_pence: int

    @property
    def concentration(self) -> int | None:
        """The Herfindahl-Hirschman index, 0 to 10,000; None where nothing was paid to a named supplier.

        Credits can make a supplier's sum negative; such a supplier has no share of the market.
        """
        return int(decimal(Fraction(self.squares * _INDEX, self.pence**2), 0)) if self.pence else None

    def top(self, count: int) -> Fraction | None:
        """Share of what was paid to named suppliers that the largest received; None where there are fewer, or nothing was paid."""
        paid = [seller.pence for seller in self.largest[:count]]
        return share(sum(paid), self.pence) if len(paid) == count else None


def share(part: int, whole: int) -> Fraction | None:
    """A share; None of nothing, and where credits leave less than nothing."""
    return Fraction(part, whole) if whole > 0 else None


def by_basis(buyers: Iterable[Buyer], bases: Mapping[str, str]) -> dict[str, list[Buyer]]:
    """The buyers apart by what their amounts are with regard to VAT, the one with most money first: never in one sum."""
    found: dict[str, list[Buyer]] = {}
    for buyer in buyers:
        found.setdefault(bases.get(buyer.publisher_id, UNKNOWN), []).append(buyer)
    return dict(sorted(found.items(), key=lambda item: (-sum(buyer.pence for buyer in item[1]), item[0])))


def by_kind(buyers: Iterable[Buyer], kinds: Mapping[str, str], spent: Mapping[str, int]) -> list[Kind]:
    """The buyers by kind of body, the largest kind first."""
    found: dict[str, list[Buyer]] = {}
    for buyer in buyers:
        found.setdefault(kinds.get(buyer.publisher_id, ""), []).append(buyer)
    made = [
        Kind(
            kind,
            len(those),
            sum(each.n for each in those),
            sum(each.pence for each in those),
            sum(spent.get(each.publisher_id, 0) for each in those),
        )
        for kind, those in found.items()
    ]
    return sorted(made, key=lambda each: (-each.pence, each.kind))


def change(months: Sequence[Month]) -> Fraction | None:
    """By which share the last three months differ from the first three; None where they are the same, too few, or nothing was paid."""
    if len(months) < 2 * _QUARTER:
        return None
    before = sum(month.pence for month in months[:_QUARTER])
    after = sum(month.pence for month in months[-_QUARTER:])
    return Fraction(after - before, before) if before > 0 else None
