"""What is said of the sum of some payments: the money, or that their amounts are never in one sum."""

from __future__ import annotations

import polars as pl

from ckanext.spenddata.checks.written import money
from ckanext.spenddata.values.sums import STERLING, never_in_one_sum
from ckanext.spenddata.values.vat import UNKNOWN

MIXED = "mixed amounts"
"""Instead of a sum: amounts with and without VAT, or in several currencies."""


def kinds(frame: pl.DataFrame, field: str, silent: str) -> tuple[str, ...]:
    """The different values of ``amount_basis`` or ``currency``, sorted.

    Args:
        frame: Some payments.
        field: Which of the two.
        silent: What holds where a row says nothing.
    """
    if not frame.height:
        return ()
    if field not in frame.columns:
        return (silent,)
    said_ = frame[field].cast(pl.String).unique().replace(UNKNOWN, None).fill_null(silent)
    return tuple(said_.unique().sort())


def is_mixed(frame: pl.DataFrame, basis: str | None) -> bool:
    """Whether the amounts of some payments are never in one sum; ``basis`` is what the publisher said of VAT in all of its amounts."""
    return never_in_one_sum(kinds(frame, "amount_basis", basis or UNKNOWN), kinds(frame, "currency", STERLING))


def said(frame: pl.DataFrame, basis: str | None) -> str:
    """Their sum for a sentence, or that they have none."""
    if is_mixed(frame, basis):
        return MIXED
    return money(int(frame["amount"].sum() or 0) if "amount" in frame.columns else 0)
