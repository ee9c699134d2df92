"""Suppliers that a body and its peers have in common in a category: what each pays them, and how much at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ckanext.spenddata.compare.one_category import median_payment
from ckanext.spenddata.values.exact import Fraction

_PEERS = 2
"""So many peers must pay a supplier, where there are more than two, so that one coincidence is no market."""


@dataclass(frozen=True)
class SupplierCell:
    """What one body pays one supplier in the category."""

    publisher_id: str
    n: int
    amount: int
    share: Fraction | None
    """Of the body's payments in the category; None where these are not above 0."""
    usual: int | None
    """Its median payment, in pence; None where it pays it nothing."""


@dataclass(frozen=True)
class SupplierRow:
    """One supplier."""

    supplier_id: str
    cells: tuple[SupplierCell, ...]
    """In the order of the bodies."""


@dataclass(frozen=True)
class CommonSuppliers:
    """All of them."""

    rows: tuple[SupplierRow, ...]
    """The body's largest first, as many as were asked for."""
    count: int
    """How many there are in all."""
    share: Fraction | None
    """What they all receive of the body's payments in the category."""
    suppliers: int
    """How many suppliers the body pays in the category, those that may be known."""
    unknown: int
    """What the body pays suppliers that nobody may know, in pence."""


def in_common(bodies: Sequence[str], payments: Mapping[tuple[str, str], Sequence[int]], most: int) -> CommonSuppliers:
    """The suppliers in common.

    Args:
        bodies: Identifiers of the bodies, the one that is compared first.
        payments: By body and supplier, what was paid in pence; the supplier is blank where nobody may know it.
        most: Rows that are asked for.
    """
    subject, peers = bodies[0], bodies[1:]
    wholes = Counter[str]()
    for (body, _), paid in payments.items():
        wholes[body] += sum(paid)
    own = {supplier: sum(paid) for (who, supplier), paid in payments.items() if who == subject and supplier}
    least = min(_PEERS, max(len(peers), 1))
    common = [supplier for supplier in own if sum((peer, supplier) in payments for peer in peers) >= least]
    common.sort(key=lambda supplier: (-own[supplier], supplier))
    received = sum(own[supplier] for supplier in common)
    return CommonSuppliers(
        rows=tuple(
            SupplierRow(
                supplier, tuple(_cell(body, payments.get((body, supplier), ()), wholes[body]) for body in bodies)
            )
            for supplier in common[:most]
        ),
        count=len(common),
        share=Fraction(received, wholes[subject]) if wholes[subject] > 0 else None,
        suppliers=len(own),
        unknown=sum(payments.get((subject, ""), ())),
    )


def _cell(body: str, paid: Sequence[int], whole: int) -> SupplierCell:
    amount = sum(paid)
    return SupplierCell(body, len(paid), amount, Fraction(amount, whole) if whole > 0 else None, median_payment(paid))
