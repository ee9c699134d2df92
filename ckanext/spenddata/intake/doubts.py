"""What an answer about a file is said of, so that it can be remembered of that, and asked anew of anything else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from ckanext.spenddata import rows as canonical
from ckanext.spenddata.intake.payments import TablePayments
from ckanext.spenddata.intake.reading import Evidence
from ckanext.spenddata.rows import Rows

SIGNS = {
    "dollar": "a dollar sign stands before {amounts}",
    "other_currency": "the sign of another currency stands before {amounts}",
    "broken_sign": "the sign before {amounts} was damaged on its way here and could be any currency's",
}
"""How amounts are written that may not be in pounds, and how that is told."""
CURRENCY = "currency_is_sterling"


def signs(rows: Rows) -> Mapping[str, int]:
    """How many amounts are written with a sign that is not that of pounds, by the way in which they are."""
    form = canonical.form("amount")
    if form not in rows.frame.columns:
        return {}
    # ``Â£`` is a pound sign that was read in the wrong encoding; no other becomes it.
    doubtful = rows.frame.filter(~pl.col(canonical.sent("amount")).str.contains("£").fill_null(value=False))[form]
    counts = {sign: int((doubtful == sign).sum()) for sign in SIGNS}
    return {sign: count for sign, count in counts.items() if count}


def of(paid: Sequence[TablePayments], seen: Iterable[str]) -> Evidence:
    """What stands in a file that a person has been asked of, or would have been.

    Args:
        paid: its tables.
        seen: the signs before their amounts that are not that of pounds.
    """
    return together([*(payments.table.layout.amounts.doubts for payments in paid), {CURRENCY: tuple(seen)}])


def together(several: Iterable[Evidence]) -> Evidence:
    """All of it, matter by matter; matters of which nothing was seen are left out."""
    found: dict[str, set[str]] = {}
    for each in several:
        for matter, seen in each.items():
            found.setdefault(matter, set()).update(seen)
    return {matter: tuple(sorted(seen)) for matter, seen in sorted(found.items()) if seen}
