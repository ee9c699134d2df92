"""What a publisher filed before, as far as a check needs it: how large payments are, and which were published."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import msgspec
import polars as pl

from ckanext.spenddata.rows import values

IDENTITY = ("transaction_number", "supplier_name", "payment_date", "amount")
"""Fields by which a transaction is known again in a later return."""

FIELDS = (*IDENTITY, "expense_type", "expense_area", "amount_basis")
"""Fields of an earlier return that are looked at."""

_GROUPS = ("supplier_name", "expense_type")


class SentBefore(msgspec.Struct, kw_only=True, frozen=True):
    """A file that was sent before, with the same bytes, for another return."""

    file: str
    """What it is called now."""
    where: str
    """For which return it was sent, and what became of that, in words."""


class Published(msgspec.Struct, kw_only=True, frozen=True):
    """What is published for a return now, and what a new revision would replace."""

    payments: int
    pence: int
    artefact: str | None = None
    """The path of its artefact, where it has payments."""


@dataclass(frozen=True)
class History:
    """Summaries of the earlier returns of one publisher under one regime. Amounts are integer pence."""

    amounts: pl.DataFrame
    """``field`` (``supplier_name`` or ``expense_type``), ``name``, ``payments``, ``median``, ``largest`` (of the
    absolute amounts)."""
    earlier: pl.DataFrame
    """``IDENTITY`` and ``period``: each transaction of the returns that are near enough to be repeated."""
    median: int | None
    """Median absolute amount of all payments; None where there are none."""
    payments: int = 0
    basis: str | None = None
    """What the amounts of most payments are with regard to VAT, of those that say it."""
    areas: int = 0
    """In how many departments or areas (``expense_area``) each return has payments, at least."""

    @staticmethod
    def of(returns: Iterable[tuple[str, pl.DataFrame]]) -> History:
        """Summaries of (period, canonical rows) pairs."""
        nothing = values(pl.DataFrame(), (*FIELDS, "period")).clear()
        parts = [values(frame, FIELDS).with_columns(period=pl.lit(period)) for period, frame in returns]
        rows = pl.concat([nothing, *parts])
        size = rows["amount"].abs().drop_nulls()
        median = size.median()
        return History(
            amounts=pl.concat([_amounts(rows, name) for name in _GROUPS]),
            earlier=rows.select(*IDENTITY, "period"),
            median=int(median) if isinstance(median, int | float) else None,
            payments=len(size),
            basis=_basis(rows["amount_basis"]),
            areas=min(
                rows.group_by("period").agg(pl.col("expense_area").drop_nulls().n_unique())["expense_area"], default=0
            ),
        )


def _basis(column: pl.Series) -> str | None:
    known = column.filter(column.is_not_null() & (column != "unknown")).value_counts()
    return known.sort(["count", "amount_basis"], descending=[True, False]).item(0, 0) if known.height else None


def _amounts(rows: pl.DataFrame, name: str) -> pl.DataFrame:
    size = pl.col("amount").abs()
    return (
        rows.filter(pl.col(name).is_not_null() & pl.col("amount").is_not_null())
        .group_by(pl.col(name).alias("name"))
        .agg(payments=pl.len(), median=size.median().cast(pl.Int64), largest=size.max())
        .select(pl.lit(name).alias("field"), "name", "payments", "median", "largest")
        .sort("name")
    )
