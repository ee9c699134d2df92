"""A row of the ledger → a document. What is not public is not in the ledger, and so not here."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from ckanext.spenddata.artefact import CLASSIFICATION
from ckanext.spenddata.definitions.publishers import Publisher

MOST_CHARACTERS = 1_000
"""Of a field that is counted or filtered by: Lucene takes none above 32,766 bytes. Descriptions are kept whole."""
_SAME = (
    "return_id",
    "revision",
    "source_file",
    "source_sheet",
    "source_row",
    "publisher_id",
    "publisher_name",
    "department_family",
    "entity",
    "supplier_id",
    "supplier_company_number",
    "regime",
    "period",
    "month",
    "fiscal_year",
    "amount_basis",
    "currency",
    *CLASSIFICATION,
    "expense_area",
    "expense_type",
    "transaction_number",
    "redaction_reason",
    "card_transaction",
)
"""Fields with the same name in the ledger and in the index."""


def document(row: Mapping[str, Any], publisher: Publisher, entry_no: int) -> dict[str, Any]:
    """The document of a published row.

    Args:
        row: A row of the ledger; ``amount`` in pounds.
        publisher: The body that published it, for what a reader filters bodies by.
        entry_no: Number of the ledger's entry.
    """
    found = {
        "id": str(row["_id"]),
        "entry_no": entry_no,
        "pence": pence(row["amount"]),
        "payment_date": f"{row['payment_date']:%Y-%m-%d}T00:00:00Z",
        "supplier": row.get("supplier_name"),
        "body_type": publisher.body_type,
        "body_subtype": publisher.body_subtype,
        "region": publisher.region,
    }
    found |= {name: row.get(name) for name in _SAME}
    found = {name: _short(value) for name, value in found.items() if value not in (None, "")}
    if row.get("description"):
        found["description"] = row["description"]
    return found


def pence(amount: Decimal) -> int:
    """Pounds as integer pence; ``ValueError`` where there are fractions of a penny, which the ledger can't hold."""
    scaled = amount.scaleb(2)
    if scaled != scaled.to_integral_value():
        raise ValueError(f"{amount} is no whole number of pence.")
    return int(scaled)


def supplier_label(supplier_id: str) -> str:
    """What to call a supplier that is known by its name alone: ``name:ALDER LTD`` → ``ALDER LTD``."""
    return supplier_id.removeprefix("name:")


def _short(value: Any) -> Any:
    return value[:MOST_CHARACTERS] if isinstance(value, str) else value
