"""Whether the values of a column can be those of a field, whatever its title says."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ckanext.spenddata.intake.columns.column import Column
from ckanext.spenddata.intake.columns.profile import Profile
from ckanext.spenddata.values import text

WORDY = 0.3
"""A column of so many words holds words rather than codes."""


def agrees(name: str, profile: Profile) -> bool:
    """True where the values can be the field's."""
    if not profile.filled:
        return True
    return _AGREES.get(name, lambda _: True)(profile)


_AGREES: Mapping[str, Callable[[Profile], bool]] = {
    # £24,123.55 is a number of days as well.
    "payment_date": lambda p: p.datelike - (p.serials if is_amounts(p) else 0) >= 0.2,
    "amount": lambda p: p.money + p.lost >= 0.5 and p.dates < 0.5,
    "irrecoverable_vat": lambda p: p.money + p.lost >= 0.5,
    "supplier_name": lambda p: p.textual >= 0.3,
    "transaction_number": lambda p: p.dates < 0.8,
    "vcse_grant": lambda p: p.truths >= 0.5,
    "supplier_postcode": lambda p: p.money < 0.8,
    "merchant_category_code": lambda p: p.digits >= 0.8,
}


def looks_like(name: str, column: Column) -> bool:
    """True where a column looks like date, amount or supplier, and not only can be it."""
    return _LOOKS_LIKE[name](column)


_LOOKS_LIKE: Mapping[str, Callable[[Column], bool]] = {
    "payment_date": lambda column: column.profile.datelike >= 0.5 or "date" in text.words(column.title),
    "amount": lambda column: column.profile.strong_money >= 0.5,
    "supplier_name": lambda column: column.profile.companies >= 0.1 and column.profile.distinct >= 0.3,
}


def is_amounts(profile: Profile) -> bool:
    """True where the values can be nothing but amounts of money."""
    return profile.money >= 0.9 and profile.strong_money >= 0.3
