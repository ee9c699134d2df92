"""Which amounts are never in one sum: with VAT and without, or pounds and another currency.

One answer for comparisons, profiles, returns and datasets, so that a figure is *Mixed* in all of them or in none.
"""

from __future__ import annotations

from collections.abc import Iterable

from ckanext.spenddata.values.vat import GROSS, UNKNOWN

STERLING = "GBP"


def with_and_without_vat(bases: Iterable[str]) -> bool:
    """Whether some amounts include VAT and others are known not to."""
    several = frozenset(bases)
    return GROSS in several and len(several - {UNKNOWN}) > 1


def never_in_one_sum(bases: Iterable[str], currencies: Iterable[str]) -> bool:
    """Whether amounts of these VAT treatments and currencies are of kinds that are never added up."""
    return with_and_without_vat(bases) or any(currency != STERLING for currency in currencies)
