"""What is told of the payments to a supplier: month by month, what for, the largest, and its share of what each buyer spends."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ckanext.spenddata import config
from ckanext.spenddata.compare.words import decimal
from ckanext.spenddata.ledger import supplier_payments
from ckanext.spenddata.logic.searching import pounds

if TYPE_CHECKING:
    from psycopg2.extensions import connection as Connection  # noqa: N812

__all__ = ["payments_dict"]

LARGEST = 5
Sums = Mapping[str, tuple[int, int]]


def payments_dict(database: Connection, supplier_id: str, names: Mapping[str, str]) -> dict[str, Any]:
    """Months, categories, largest payments, first and last day; and the share of its main category, by buyer.

    Args:
        database: connection of ``reading()``.
        supplier_id: the supplier, who was paid something.
        names: identifier of each body → its name.
    """
    cells = supplier_payments.cells(database, supplier_id)
    categories = _sums(cells, "category")
    main = max(categories, key=lambda category: (categories[category][1], category))
    paid = _sums((cell for cell in cells if cell["category"] == main), "publisher_id")
    spent = supplier_payments.spent_on(database, main, paid)
    label = config.definitions().categories.label
    return {
        "first_payment": min(cell["first"] for cell in cells).isoformat(),
        "last_payment": max(cell["last"] for cell in cells).isoformat(),
        "months": [{"month": month, **_told(sums)} for month, sums in _sums(cells, "month").items()],
        "categories": [
            {"category": category, "label": label(category), **_told(sums)}
            for category, sums in sorted(categories.items(), key=lambda item: (-item[1][1], item[0]))
        ],
        "category_shares": {
            publisher_id: decimal(Fraction(100 * pence, spent[publisher_id]), 1)
            for publisher_id, (_, pence) in paid.items()
            if 0 <= pence <= spent.get(publisher_id, 0) and spent[publisher_id] > 0
        },
        "largest": [
            {
                "_id": row["_id"],
                "publisher_id": row["publisher_id"],
                "publisher_name": names.get(row["publisher_id"], row["publisher_id"]),
                "payment_date": row["payment_date"].isoformat(),
                "what": row["what"],
                "amount": pounds(row["pence"]),
            }
            for row in supplier_payments.largest(database, supplier_id, LARGEST)
        ],
    }


def _sums(cells: Iterable[Mapping[str, Any]], name: str) -> Sums:
    """Payments and pence by month, category or body."""
    found: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for cell in cells:
        count, pence = found[cell[name]]
        found[cell[name]] = (count + cell["count"], pence + cell["pence"])
    return found


def _told(sums: tuple[int, int]) -> dict[str, Any]:
    return {"count": sums[0], "total": pounds(sums[1])}
