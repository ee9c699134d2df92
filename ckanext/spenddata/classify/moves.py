"""What a new version of the categories would move: published payments → how many, and how many pounds, go from where to where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import polars as pl

from ckanext.spenddata.classify.classify import classify
from ckanext.spenddata.definitions import Definitions
from ckanext.spenddata.definitions.publishers import Publisher

FIELDS = (
    *("cpv_code", "proclass_code", "merchant_category_code", "expense_type", "expense_area", "description"),
    *("category_local", "service_category_label", "supplier_name", "redaction_reason"),
)
"""What decides a category."""
_PENCE = 100
_KEY = ("before", "after")


def moves(rows: Iterable[Mapping[str, Any]], definitions: Definitions, publisher: Publisher | None) -> pl.DataFrame:
    """``before``, ``after``, ``rows`` and ``pence`` of the payments that would go to another category.

    Args:
        rows: Published payments with ``category``, ``amount`` (pounds) and the fields of ``FIELDS``.
        definitions: The new tables.
        publisher: Who paid.
    """
    held = list(rows)
    fields = {name: pl.Series([row.get(name) for row in held], dtype=pl.String) for name in FIELDS}
    now = classify(pl.DataFrame(fields), definitions, publisher)["category"]
    pence = [int(Decimal(row["amount"]) * _PENCE) for row in held]
    before = pl.Series([row["category"] for row in held], dtype=pl.String)
    each = pl.DataFrame({"before": before, "after": now, "pence": pl.Series(pence, dtype=pl.Int64)})
    return together([each.filter(pl.col("before") != pl.col("after")).with_columns(pl.lit(1, pl.Int64).alias("rows"))])


def together(parts: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Moves of several parts as one list, the most pounds first."""
    summed = pl.concat(parts).group_by(_KEY).agg(pl.col("rows").sum(), pl.col("pence").sum())
    return summed.sort(pl.col("pence").abs(), "before", "after", descending=[True, False, False])
