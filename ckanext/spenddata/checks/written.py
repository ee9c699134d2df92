"""Values as the canonical CSV writes them: what a fix puts into a cell."""

from __future__ import annotations

import polars as pl

from ckanext.spenddata import rows as canonical


def pounds(pence: pl.Expr) -> pl.Expr:
    """Integer pence as text in pounds: ``-1234.50``."""
    size = pence.abs()
    return pl.concat_str(
        pl.when(pence < 0).then(pl.lit("-")).otherwise(pl.lit("")),
        (size // 100).cast(pl.String),
        pl.lit("."),
        (size % 100).cast(pl.String).str.zfill(2),
    )


def written(field: str) -> pl.Expr:
    """The values of a field as text: pounds with two decimals, dates as ISO 8601, ``true`` and ``false``."""
    column = pl.col(field)
    if field in canonical.MONEY_FIELDS:
        return pounds(column)
    if field in canonical.DATE_FIELDS:
        return column.dt.to_string("%Y-%m-%d")
    return column.cast(pl.String)


def money(pence: int) -> str:
    """Pence as a person writes them: ``£25,000``, ``-£1,234.50``."""
    whole, rest = divmod(abs(pence), 100)
    return f"{'-' if pence < 0 else ''}£{whole:,}" + (f".{rest:02d}" if rest else "")
