"""One category of a comparison, closely: months, how often and how much at a time, suppliers in common, largest payments."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from ckanext.spenddata.compare import plain_category as plain
from ckanext.spenddata.compare.cells import Row
from ckanext.spenddata.compare.common_suppliers import in_common
from ckanext.spenddata.compare.comparison import Comparison
from ckanext.spenddata.compare.one_category import one_category
from ckanext.spenddata.compare.reorganised import summed
from ckanext.spenddata.definitions import Definitions
from ckanext.spenddata.ledger import comparison_read, read, supplier_read
from ckanext.spenddata.ledger.connection import Connection
from ckanext.spenddata.logic.markets import category_dict

PAYMENTS = 10
"""The largest that are listed."""
SUPPLIERS = 25


def closely(definitions: Definitions, ledger: Connection, comparison: Comparison, row: Row) -> dict[str, Any]:
    """The category of one row of a comparison."""
    category, span, bodies = row.category or "", comparison.span, _bodies(comparison)
    heirs = _heirs(comparison)
    paid = _paid(ledger, comparison, category)
    amounts: dict[str, list[int]] = {}
    for (publisher_id, _), pence in paid.items():
        amounts.setdefault(publisher_id, []).extend(pence)
    ids = [publisher_id for publisher_id, _ in bodies]
    own, every = read.monthly(ledger, ids, span, category), read.monthly(ledger, ids, span)
    monthly = (summed(own, heirs), summed(every, heirs))
    suppliers = Counter(publisher_id for publisher_id, supplier in paid if supplier)
    found = one_category(comparison, row, amounts, suppliers, monthly, definitions.categories)
    return plain.category_dict(comparison, found, definitions.deflator) | {
        "definition": _definition(definitions, category),
        "suppliers": _common(ledger, comparison, category, paid),
        "payments": [
            plain.payment_dict(each) for each in comparison_read.payments(ledger, bodies[0], category, span, PAYMENTS)
        ],
    }


def common(ledger: Connection, comparison: Comparison, category: str) -> dict[str, Any]:
    """The suppliers that the body and its peers have in common in a category."""
    return _common(ledger, comparison, category, _paid(ledger, comparison, category))


def _common(
    ledger: Connection, comparison: Comparison, category: str, paid: Mapping[tuple[str, str], Sequence[int]]
) -> dict[str, Any]:
    found = in_common([body.publisher_id for body in comparison.bodies], paid, SUPPLIERS)
    labels = supplier_read.labels(ledger, [row.supplier_id for row in found.rows])
    return plain.suppliers_dict(comparison, found, labels, category)


def _bodies(comparison: Comparison) -> list[tuple[str, str]]:
    """Every body whose figures are in the comparison, predecessors too, with the duty that is looked at."""
    return [
        (publisher_id, body.circumstances.regime.id)
        for body in comparison.bodies
        for publisher_id in body.circumstances.ids
    ]


def _heirs(comparison: Comparison) -> dict[str, str]:
    """Whose figures are added to whose."""
    return {publisher_id: body.publisher_id for body in comparison.bodies for publisher_id in body.circumstances.ids}


def _paid(ledger: Connection, comparison: Comparison, category: str) -> dict[tuple[str, str], list[int]]:
    """Payments by body and supplier, those of predecessors among their heirs'."""
    heirs, found = _heirs(comparison), defaultdict(list)
    paid = comparison_read.supplier_amounts(ledger, _bodies(comparison), category, comparison.span)
    for (publisher_id, supplier), pence in paid.items():
        found[heirs[publisher_id], supplier].extend(pence)
    return dict(found)


def _definition(definitions: Definitions, category: str) -> dict[str, str]:
    known = category_dict(definitions.categories.by_id[category])
    return {name: known[name] for name in ("definition", "in", "out", "boundary")}
