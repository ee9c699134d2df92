"""What a new version of the categories would move: published payments → how many, and how much, go from where to where.

Each sum is of one kind of payments: of one duty, one VAT treatment, one currency.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import polars as pl

from ckanext.spenddata.classify.classify import classify
from ckanext.spenddata.definitions import Definitions
from ckanext.spenddata.definitions.publishers import Publisher
from ckanext.spenddata.values.vat import UNKNOWN

FIELDS = (
    *("cpv_code", "proclass_code", "merchant_category_code", "expense_type", "expense_area", "description"),
    *("category_local", "service_category_label", "supplier_name", "redaction_reason"),
)
"""What decides a category."""
_PENCE = 100
KINDS = {"regime": "", "amount_basis": UNKNOWN, "currency": "GBP"}
"""What tells kinds of payments apart, and what is meant where a payment says nothing."""
_KEY = ("before", "after", *KINDS)


def moves(rows: Iterable[Mapping[str, Any]], definitions: Definitions, publisher: Publisher | None) -> pl.DataFrame:
    """``before``, ``after``, the names of ``KINDS``, ``rows`` and ``pence`` of the payments that would go to another category.

    Args:
        rows: Published payments with ``category``, ``amount`` (pounds), what ``KINDS`` names, and the fields of ``FIELDS``.
        definitions: The new tables.
        publisher: Who paid.
    """
    held = list(rows)
    fields = {name: pl.Series([row.get(name) for row in held], dtype=pl.String) for name in FIELDS}
    now = classify(pl.DataFrame(fields), definitions, publisher)["category"]
    pence = [int(Decimal(row["amount"]) * _PENCE) for row in held]
    before = pl.Series([row["category"] for row in held], dtype=pl.String)
    kinds = {
        name: pl.Series([row.get(name) or plain for row in held], dtype=pl.String) for name, plain in KINDS.items()
    }
    each = pl.DataFrame({"before": before, "after": now, **kinds, "pence": pl.Series(pence, dtype=pl.Int64)})
    return together([each.filter(pl.col("before") != pl.col("after")).with_columns(pl.lit(1, pl.Int64).alias("rows"))])


def together(parts: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Moves of several parts as one list, the largest sum first."""
    summed = pl.concat(parts).group_by(_KEY).agg(pl.col("rows").sum(), pl.col("pence").sum())
    return summed.sort(pl.col("pence").abs(), *_KEY, descending=[True, *(False for _ in _KEY)])
